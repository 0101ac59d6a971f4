"""`python -m training VERB`: every verb imports what it needs when it runs, so that `--help` is quick."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from facecam.errors import FacecamError
from facecam.paths import MODELS

app = typer.Typer(add_completion=False, no_args_is_help=True)

Models = Annotated[Path, typer.Option(help="Folder of the models and their manifest.")]


@app.callback()
def training() -> None:
    """Teach, export and measure facecam's models."""


@app.command()
def mtcnn(models: Models = MODELS) -> None:
    """Export MTCNN's three nets (weights from facenet-pytorch)."""
    from training.mtcnn import export

    for path in export(models):
        typer.echo(f"{path} ({path.stat().st_size / 1e6:.2f} MB)")


def main() -> None:
    try:
        app()
    except FacecamError as error:
        typer.secho(str(error), fg=typer.colors.RED, err=True)
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
