"""What is printed: JSON or text for people on stdout, messages and progress on stderr."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from facecam.base.errors import InputError

if TYPE_CHECKING:
    from rich.console import RenderableType


_COMMANDS = re.compile("[\0-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""All but the end of a line."""

_APART = re.compile("(\u2068)([^\n\u2066-\u2069]*)(\u2069)")
"""The pair of characters that sets a word apart (`messages`); each alone would turn what follows."""

_PAGE = 120
"""Letters in a line where stdout is no terminal."""


class OutputClosed(Exception):
    """Nobody reads stdout any more (`facecam ... | head`)."""


def print_json(value: object) -> None:
    """One compact line, flushed, so that a reader at the other end of a pipe has it at once."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    _write(_COMMANDS.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n")  # within its strings alone


def say(*things: RenderableType) -> None:
    """Text, tables and the like, for people."""
    from rich.console import Console
    from rich.text import Text

    terminal = sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if terminal else _PAGE
    text = io.StringIO()

    class Plain(Console):
        """Names and paths may hold what a terminal takes for a command."""

        def render_str(self, text: str, **options: Any) -> Text:
            return super().render_str(plain(text), **options)

    # They may hold what looks like markup, too.
    console = Plain(file=text, force_terminal=terminal, width=width, markup=False, highlight=False, emoji=False)
    for thing in things:
        console.print(thing, soft_wrap=isinstance(thing, str))
    _write(text.getvalue())


def plain(text: str) -> str:
    """Text in which nothing commands a terminal or turns the direction of what follows; lines stay lines."""
    parts = enumerate(_APART.split(text))  # every second one is one of the pair
    return "".join(part if at % 2 else _COMMANDS.sub("\ufffd", part) for at, part in parts)


def note(message: str) -> None:
    """One line for people on stderr."""
    line = plain(" ".join(message.split()))
    try:
        print(line, file=sys.stderr, flush=True)
    except OSError:
        _abandon(sys.stderr.fileno())


@contextmanager
def progress(label: str, total: int | None = None) -> Iterator[Callable[[str], None]]:
    """A bar on stderr, where that is a terminal; call what it gives after each step, with a word on the state."""
    if not sys.stderr.isatty():
        yield lambda state: None
        return
    from rich import progress as rich
    from rich.console import Console

    counted = (rich.BarColumn(), rich.MofNCompleteColumn(), rich.TimeRemainingColumn()) if total else ()
    state = rich.TextColumn("{task.fields[state]}", markup=False)
    columns = (rich.SpinnerColumn(), rich.TextColumn(label), *counted, state)
    with rich.Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as bar:
        task = bar.add_task(label, total=total, state="")
        yield lambda state: bar.update(task, advance=1, state=plain(state))


def _write(text: str) -> None:
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError as error:
        _abandon(sys.stdout.fileno())
        raise OutputClosed from error
    except OSError as error:
        _abandon(sys.stdout.fileno())
        raise InputError(
            "Standard output cannot be written: {reason}", "Free some space", reason=str(error.strerror)
        ) from error


def _abandon(descriptor: int) -> None:
    """Let what is still in the buffer go nowhere, or Python would fail with it at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)
