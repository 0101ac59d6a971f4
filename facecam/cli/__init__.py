"""The command line: one file a command, each a thin caller of the chain.

Commands import what is heavy when they run, so that `facecam --help` answers at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence


def main(args: Sequence[str] | None = None) -> int:
    """Run `facecam` with these arguments (those of the process by default); returns the exit code."""
    from facecam.cli.support.failures import guarded

    # A program may be started without them (`>&-`, pythonw).
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: SIM115, PTH123
    sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: SIM115, PTH123

    def run() -> int | None:
        from facecam.cli.app import app

        code: int | None = app(args=args, prog_name="facecam", standalone_mode=False)
        return code

    return guarded(run)
