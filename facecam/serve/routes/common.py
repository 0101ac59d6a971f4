"""What routes share."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Path

from facecam.operations import Change
from facecam.serve import shapes
from facecam.serve.service import Service, service_of

Served = Annotated[Service, Depends(service_of)]

Number = Annotated[int, Path(ge=1, lt=2**63)]
"""Of a person, a face, a visit; the largest that a database can hold."""

_MEANINGS = {
    400: "What was sent is wrong.",
    401: "No key, or one that opens nothing.",
    403: "The key's scope is too small, or another host or site asked.",
    404: "It is not there.",
    408: "The body did not come to an end.",
    409: "What is there already is in the way.",
    413: "Too many bytes, pixels or pictures.",
    415: "It is no form, or no image.",
    422: "A field is missing or does not fit.",
    429: "Asked too often.",
    503: "Too busy, or the database cannot be used; ask again.",
}


def errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What a route may answer beside its result, for OpenAPI."""
    always = (400, 401, 403, 408, 413, 422, 429, 503)
    return {
        status: {"model": shapes.Envelope, "description": _MEANINGS[status]}
        for status in sorted({*always, *statuses})
    }


JPEG: dict[int | str, dict[str, Any]] = {
    200: {"content": {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}}, "description": "A JPEG."}
}


def changed(change: Change) -> shapes.Changed:
    return shapes.Changed(
        kind=change.kind,
        operation=change.operation,
        persons=sorted(change.persons),
        sentence=str(change.message),
    )
