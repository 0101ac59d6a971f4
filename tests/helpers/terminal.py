"""`facecam` in tests: run in this process, or as a program of its own."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from facecam.cli import main
from facecam.vision.manifest import load_manifest


@dataclass(frozen=True)
class Run:
    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[Any]:
        """stdout, every line of which must be JSON."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def json(self) -> Any:
        """stdout, which must be one line of JSON."""
        (line,) = self.lines
        return line


Facecam = Callable[..., Run]


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    """`facecam` logs to a file of its own; afterwards logging is as pytest wants it."""
    root, hook = logging.getLogger(), threading.excepthook
    handlers, level, strict = list(root.handlers), root.level, logging.raiseExceptions
    yield
    for handler in set(root.handlers) - set(handlers):
        root.removeHandler(handler)
        handler.close()
    root.level, logging.raiseExceptions, threading.excepthook = level, strict, hook
    logging.captureWarnings(False)


@pytest.fixture
def facecam(capsys: pytest.CaptureFixture[str]) -> Facecam:
    """Run `facecam` with these arguments in this process."""

    def run(*arguments: object) -> Run:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return Run(code, out, err)

    return run


def start(*arguments: object) -> subprocess.Popen[str]:
    """`facecam` as a program of its own, with pipes."""
    program = "import sys; from facecam.cli import main; sys.exit(main())"
    return subprocess.Popen(
        [sys.executable, "-c", program, *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


@pytest.fixture(scope="session")
def embedder() -> None:
    """For tests that need the shipped models, all of them."""
    if not load_manifest().embedders:
        pytest.skip("models/ has no embedder yet")
