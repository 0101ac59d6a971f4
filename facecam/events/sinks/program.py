"""A program that is run for each event: without a shell, with the event on its standard input."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from typing import Any

from facecam.base.errors import RefusedError
from facecam.events.sinks.sink import TIMEOUT
from facecam.events.targets import Program, fill


class ProgramSink:
    def __init__(self, target: Program) -> None:
        self._target = target

    def send(self, values: dict[str, Any], key: str) -> None:
        arguments = [self._target.arguments[0], *(_filled(one, values) for one in self._target.arguments[1:])]
        name = self._target.shown
        try:
            process = subprocess.Popen(
                arguments,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            raise RefusedError(
                "{program} cannot be run: {reason}",
                "Give the whole path of a program that may be run",
                program=name,
                reason=error.strerror or "" if isinstance(error, OSError) else type(error).__name__,
            ) from None
        try:
            process.communicate(json.dumps(values, ensure_ascii=False).encode(), timeout=TIMEOUT)
        except subprocess.TimeoutExpired:
            raise RefusedError(
                "{program} did not end within {n} s",
                "Let it work in the background",
                program=name,
                n=round(TIMEOUT),
            ) from None
        finally:
            _end(process)
        if process.returncode:
            raise RefusedError(
                "{program} ended with code {code}",
                "Try it by hand, with the event on its standard input",
                program=name,
                code=str(process.returncode),
            )

    def close(self) -> None:
        pass


def _filled(argument: str, values: dict[str, Any]) -> str:
    """An argument; what is filled in is never taken for an option, nor does it end the text."""
    filled = fill(argument, values).replace("\0", "?")
    return f" {filled}" if filled.startswith("-") and not argument.startswith("-") else filled


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill what still runs, with all that it has started."""
    if process.poll() is None:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.wait()
    if process.stdin is not None:
        process.stdin.close()
