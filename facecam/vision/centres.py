"""The centres of a model's neighbourhood, from the file beside it (`identity/neighbourhood.py`)."""

from __future__ import annotations

from facecam.base.errors import ModelError
from facecam.identity.neighbourhood import Neighbourhood, unpack
from facecam.vision.manifest import RESTORE, Centres, content


def read_neighbourhood(centres: Centres, model: str, space: str, dimension: int) -> Neighbourhood:
    """Raises `ModelError` where the file is missing, altered or was made for another model than `model` of `space`,
    or holds no centres of `dimension` numbers."""
    if centres.space != space:
        raise ModelError(
            "The centres {path} were made for another model than {model}",
            RESTORE,
            path=str(centres.path),
            model=model,
        )
    try:
        return unpack(content(centres.path, centres.sha256), dimension)
    except ValueError as error:
        raise ModelError(
            "The file {path} has no centres for {model}: {reason}",
            RESTORE,
            path=str(centres.path),
            model=model,
            reason=str(error),
        ) from error
