"""The passphrase of an encrypted database: from a file descriptor, or asked for in a terminal.

Neither an argument nor a variable of the environment: other programs can read those.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextvars import ContextVar
from typing import TypeVar

from facecam.base.errors import InputError, LockedError
from facecam.base.secret import Secret
from facecam.cli.support.output import note

T = TypeVar("T")

ATTEMPTS = 3

descriptor: ContextVar[int | None] = ContextVar("descriptor", default=None)
"""What this run was started with (--passphrase-fd)."""

used: ContextVar[Secret[str] | None] = ContextVar("used", default=None)
"""What opened the database; None where it wanted none."""


def with_passphrase(act: Callable[[Secret[str] | None], T]) -> T:
    """`act` with the passphrase that was given; where it needs one and none was, with one that is asked for."""

    def attempt(phrase: Secret[str] | None) -> T:
        value = act(phrase)
        used.set(phrase)
        return value

    number = descriptor.get()
    given = None if number is None else read(number, "--passphrase-fd")
    try:
        return attempt(given)
    except LockedError as error:
        if not error.passphrase or given is not None:
            raise
        if not sys.stdin.isatty():
            raise LockedError(
                error.message, "Give its passphrase with `facecam --passphrase-fd N`, or run facecam in a terminal"
            ) from error
    for _ in range(ATTEMPTS - 1):
        try:
            return attempt(ask("Passphrase: "))
        except LockedError as error:
            note(str(error))
    return attempt(ask("Passphrase: "))


def new(number: int | None) -> Secret[str]:
    """A new passphrase: from the descriptor `number`, or asked for twice."""
    if number is not None:
        return read(number, "--new-passphrase-fd")
    if not sys.stdin.isatty():
        raise InputError("There is no terminal to ask for the new passphrase in", "Use --new-passphrase-fd N")
    first = ask("New passphrase: ")
    if ask("The same again: ") != first:
        raise InputError("The two passphrases differ", "Try again")
    return first


def ask(words: str) -> Secret[str]:
    from getpass import getpass

    try:
        return Secret(getpass(words))
    except EOFError as error:
        raise InputError("No passphrase was given", "Try again") from error


def read(number: int, option: str) -> Secret[str]:
    """The first line that can be read from a file descriptor, without its end."""
    try:
        with os.fdopen(number, encoding="utf-8", closefd=False) as file:
            line = file.readline().rstrip("\r\n")
    except (OSError, ValueError) as error:
        raise InputError(
            "{option} {number} cannot be read: {reason}",
            "Open it in the shell, for example {number}<FILE",
            option=option,
            number=str(number),
            reason=getattr(error, "strerror", None) or "it is no text",
        ) from error
    if not line:
        raise InputError(
            "{option} {number} has no passphrase",
            "Write it there, in one line",
            option=option,
            number=str(number),
        )
    return Secret(line)
