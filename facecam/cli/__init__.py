"""The command line: one file a command, each a thin caller of the chain.

Commands import what is heavy when they run, so that `facecam --help` answers at once.
"""

from __future__ import annotations

from collections.abc import Sequence


def main(args: Sequence[str] | None = None) -> int:
    """Run `facecam` with these arguments (those of the process by default); returns the exit code."""
    from facecam.cli.failures import guarded

    def run() -> int | None:
        from facecam.cli.app import app

        code: int | None = app(args=args, prog_name="facecam", standalone_mode=False)
        return code

    return guarded(run)
