"""The program `facecam`: its commands in the order in which they are read."""

from __future__ import annotations

import os
import platform
import sys
from io import TextIOWrapper
from typing import Annotated

import typer

import facecam
from facecam.base import logs
from facecam.cli.commands import (
    bench,
    blur,
    consent,
    detect,
    doctor,
    embed,
    encryption,
    enrol,
    events,
    history,
    identify,
    keys,
    people,
    serve,
    verify,
    watch,
)
from facecam.cli.support import passphrase

app = typer.Typer(
    help="Sees faces, knows the people it was shown, says unknown to everyone else.",
    epilog="Exit codes: 0 done; 1 the answer is no, or nothing was found; 2 bad usage or input; 130 interrupted.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"facecam {facecam.__version__}, Python {platform.python_version()}")
        raise typer.Exit


@app.callback()
def _start(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
    passphrase_fd: Annotated[
        int | None,
        typer.Option(
            "--passphrase-fd",
            metavar="N",
            min=0,
            help="Read the database's passphrase from this file descriptor.",
        ),
    ] = None,
) -> None:
    passphrase.descriptor.set(passphrase_fd)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # JSON is UTF-8 wherever it runs; a file name that is no text comes out escaped.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    # NumPy's BLAS would start a thread a core for products that are too small for two.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    logs.start()


app.command()(watch.watch)
app.command()(detect.detect)
app.command()(enrol.enrol)
app.command()(enrol.enrol_many)
app.command()(identify.identify)
app.command()(verify.verify)
app.command()(blur.blur)
app.add_typer(people.app, name="people")
app.add_typer(consent.app, name="consent")
app.command()(history.history)
app.add_typer(events.app, name="events")
app.command()(serve.serve)
app.add_typer(keys.app, name="keys")
app.command()(encryption.encrypt)
app.command()(encryption.decrypt)
app.command()(embed.embed)
app.command()(doctor.doctor)
app.command()(bench.bench)
