"""What can go wrong, as an exit code and one line on stderr: the one place where errors end."""

from __future__ import annotations

import logging
from collections.abc import Callable

import typer

from facecam.base import logs, paths
from facecam.base.errors import FacecamError, NotFoundError
from facecam.cli.support.output import OutputClosed, note

DONE, NO, BAD, INTERRUPTED = 0, 1, 2, 130
"""Done; the answer is no, or nothing was found; bad usage or input; interrupted."""

log = logging.getLogger(__name__)


def guarded(act: Callable[[], int | None]) -> int:
    """The exit code of `act`; what it raises is said in one line, and never shown as a traceback."""
    try:
        return act() or DONE
    except FacecamError as error:
        note(str(error))
        return NO if isinstance(error, NotFoundError) else BAD
    except typer.TyperException as error:
        note(_usage(error))
        return BAD
    except OutputClosed:
        return INTERRUPTED
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except OSError as error:
        logs.start()
        log.warning("the system refused", exc_info=True)
        what = f"{error.filename or 'A file'} cannot be used: {error.strerror or error}"
        note(f"{what}. Check the path, and what you may do there.")
        return BAD
    except Exception as error:
        logs.start()
        log.exception("a defect")
        reason = f"{type(error).__name__}: {error}"
        note(f"facecam has a defect ({reason[:200]}). Please report it with the log {paths.log_file()}.")
        return BAD


def _usage(error: typer.TyperException) -> str:
    """A wrong call in words; an error that has a context knows which command's help to name."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "facecam"
    # The library that checks numbers puts its own name of the error before its sentence.
    message = error.format_message().replace("Value error, ", "").strip().rstrip(".")
    return f"{message}. See `{command} --help`."
