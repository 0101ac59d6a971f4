"""Where a page goes on: opaque to clients, and checked when it comes back."""

from __future__ import annotations

import base64
import json
from typing import Any

from facecam.base.errors import InputError


def written(*place: str | int) -> str:
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def read(cursor: str, *kinds: type) -> list[Any]:
    """What was written, of these kinds. Raises `InputError` for what never was a cursor."""
    try:
        place = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, RecursionError):
        place = None
    if not isinstance(place, list) or [type(one) for one in place] != list(kinds) or not all(map(_kept, place)):
        raise no_cursor()
    return place


def no_cursor() -> InputError:
    return InputError("The cursor is none", "Use the `next` of the page before")


def _kept(one: str | int) -> bool:
    """Whether a database could hold it: neither half characters, nor zero bytes, nor more than 64 bits."""
    if isinstance(one, str):
        return "\0" not in one and one == one.encode("utf-8", "replace").decode()
    return abs(one) < 2**63
