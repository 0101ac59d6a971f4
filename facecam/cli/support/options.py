"""Options that several commands share, and the settings that they make."""

from __future__ import annotations

import dataclasses
from typing import Annotated

import typer

from facecam.base import settings
from facecam.base.errors import InputError
from facecam.base.settings import Gpu, Settings

Json = Annotated[bool, typer.Option("--json", help="Print compact JSON on stdout, and nothing else there.")]
Db = Annotated[
    str | None,
    typer.Option(
        "--db",
        metavar="URL",
        help="The database: sqlite:///people.db, any other SQLAlchemy URL, or pgserver: for a trial.  "
        "[default: a file of yours]",
    ),
]
GpuChoice = Annotated[
    Gpu | None,
    typer.Option("--gpu", help="Whether a GPU runs the models.  [default: the setting, auto]", show_default=False),
]
Model = Annotated[
    str | None, typer.Option("--model", metavar="NAME", help="The embedder.  [default: the setting, or the best]")
]
PersonId = Annotated[
    int | None, typer.Option("--id", metavar="ID", help="The person's number, where a name is not enough.")
]

Fast = Annotated[
    bool,
    typer.Option("--fast", help="Look as quickly as at a film: some small, turned and masked faces are missed."),
]


def chosen(db: str | None = None, gpu: Gpu | None = None, model: str | None = None) -> Settings:
    """The user's settings, with what was given on the command line in their place."""
    for option, value in (("--db", db), ("--model", model)):
        if value is not None and not value.strip():
            raise InputError("{option} is empty", "Give it a value, or leave it out", option=option)
    kept = settings.load()
    return dataclasses.replace(
        kept,
        database=kept.database if db is None else db,
        gpu=kept.gpu if gpu is None else gpu,
        model=kept.model if model is None else model,
    )
