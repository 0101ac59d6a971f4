"""Who was there: visits as pages and as CSV, and the strangers among them."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from itertools import islice
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import iterate_in_threadpool
from fastapi.responses import Response, StreamingResponse
from pydantic import BeforeValidator

from facecam.base.errors import NotFoundError
from facecam.serve import cursors, shapes
from facecam.serve.access import allow
from facecam.serve.routes.common import JPEG, Number, Served, changed, errors
from facecam.store.access_keys import Scope
from facecam.store.export import csv_lines, visit_json
from facecam.store.visits import Place, VisitInfo

router = APIRouter(tags=["History"])

READ, ENROL = [allow(Scope.READ)], [allow(Scope.ENROL)]


def _written(value: object) -> object:
    """Dates are written as dates: a number would be taken for seconds since 1970."""
    if isinstance(value, str) and re.fullmatch(r"[-+.\d\s]*[eE]?[-+\d]*", value) and value.count("-") < 2:
        raise ValueError("it is no date as 2026-11-29 or 2026-11-29T08:15:00Z")
    return value


Day = Annotated[date, BeforeValidator(_written)]
Moment = Annotated[datetime, BeforeValidator(_written)]

_LINES = 500
"""Lines of CSV that are sent at a time."""

_CSV: dict[int | str, dict[str, Any]] = {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}


@router.get(
    "/history",
    response_model=shapes.History,
    responses={**errors(404), **_CSV},
    dependencies=READ,
    summary="Who was there when",
)
async def history(
    request: Request,
    service: Served,
    person: Annotated[int | None, Query(ge=1, lt=2**63, description="Only the visits of this person.")] = None,
    unknown: Annotated[bool, Query(description="Only those of nobody known.")] = False,
    day: Annotated[Day | None, Query(description="Only those that began on that day, here.")] = None,
    source: Annotated[str | None, Query(max_length=1_000, description="Only those there.")] = None,
    since: Annotated[Moment | None, Query(description="Only those that had not ended by then.")] = None,
    until: Annotated[Moment | None, Query(description="Only those that had begun by then.")] = None,
    cursor: Annotated[str, Query(max_length=200, description="The `next` of the page before.")] = "",
    limit: Annotated[int, Query(ge=1, le=1_000)] = 100,
    format: Annotated[Literal["json", "csv"], Query(description="CSV has all visits that fit.")] = "json",
) -> Any:
    """The newest first. A time without a zone is UTC."""
    place = _place(cursor) if cursor else None

    def visits() -> Any:
        return service.cam.history(
            person=person,
            unknown=unknown,
            day=day,
            source=source,
            since=_zoned(since),
            until=_zoned(until),
            after=place,
        )

    if format == "csv":
        walk = await service.ask(request, visits)
        return StreamingResponse(
            _csv(walk),
            media_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="history.csv"'},
        )
    found: list[VisitInfo] = await service.ask(request, lambda: list(islice(visits(), limit + 1)))
    shown = found[:limit]
    last = shown[-1] if len(found) > limit else None
    return {
        "visits": [visit_shown(one) for one in shown],
        "next": cursors.written(last.started.isoformat(), last.id) if last else None,
    }


@router.get(
    "/history/{visit}/picture",
    response_class=Response,
    responses={**errors(404), **JPEG},
    dependencies=READ,
    summary="The picture of a visit, where it was kept",
)
async def picture(request: Request, service: Served, visit: Number) -> Response:
    """The aligned crop of its best face. Pictures are kept only where the settings say so."""
    jpeg = await service.ask(request, lambda: service.cam.visit_picture(visit))
    if jpeg is None:
        raise NotFoundError("No picture of this visit was kept", "Pictures are kept only where the settings say so")
    return Response(jpeg, media_type="image/jpeg")


@router.get(
    "/history/{visit}/clip",
    response_model=shapes.Clip,
    responses=errors(404),
    dependencies=READ,
    summary="The last seconds of a visit, where a clip was kept",
)
async def clip(request: Request, service: Served, visit: Number) -> dict[str, Any]:
    """The face, and the others in it blurred. Clips are kept only where the settings say so."""
    pictures = await service.ask(request, lambda: service.cam.visit_clip(visit))
    if pictures is None:
        raise NotFoundError("No clip of this visit was kept", "Clips are kept only where the settings say so")
    if not pictures:
        raise NotFoundError("The clip of this visit is damaged", "Its picture may still be there")
    return {
        "visit": visit,
        "pictures": [{"seconds": one.seconds, "jpeg": b64encode(one.jpeg).decode()} for one in pictures],
    }


@router.get(
    "/unknowns",
    response_model=shapes.Unknowns,
    responses=errors(),
    dependencies=READ,
    summary="Strangers, grouped by face",
)
async def unknowns(
    request: Request, service: Served, limit: Annotated[int, Query(ge=1, le=1_000)] = 100
) -> dict[str, Any]:
    """Who came most often first."""
    groups = await service.look(request, lambda job: service.cam.unknowns()[:limit])
    return {
        "groups": [
            {
                "last": one.last,
                "perhaps": one.perhaps or None,
                "visits": [
                    {
                        "visit": visit.id,
                        "started": visit.started,
                        "ended": visit.ended,
                        "source": visit.source,
                        "quality": round(visit.quality, 4),
                        "picture": visit.picture is not None,
                    }
                    for visit in one.visits
                ],
            }
            for one in groups
        ]
    }


@router.post(
    "/unknowns/name",
    response_model=shapes.Changed,
    responses=errors(404, 409),
    dependencies=ENROL,
    summary="Say who these visits were",
)
async def name(request: Request, service: Served, given: shapes.VisitsNamed) -> shapes.Changed:
    """The one person of that name, or somebody new; their faces become samples."""
    return changed(request, await service.ask(request, lambda: service.cam.name_visits(given.visits, given.name)))


@router.post(
    "/unknowns/ignore",
    response_model=shapes.Changed,
    responses=errors(404),
    dependencies=ENROL,
    summary="Say that these strangers need no name",
)
async def ignore(request: Request, service: Served, given: shapes.VisitsIgnored) -> shapes.Changed:
    """They, and who looks like them, stay out of the unknowns."""
    return changed(request, await service.ask(request, lambda: service.cam.ignore_visits(given.visits)))


def visit_shown(one: VisitInfo) -> dict[str, Any]:
    """A `shapes.Visit`."""
    return {**visit_json(one), "picture": one.picture is not None, "clip": one.clip}


async def _csv(visits: Any) -> AsyncIterator[str]:
    """In portions, each read in a thread of its own; the memory does not grow with the history."""
    lines = csv_lines(visits)
    while portion := [line async for line in iterate_in_threadpool(islice(lines, _LINES))]:
        yield "".join(portion)


def _place(cursor: str) -> Place:
    started, number = cursors.read(cursor, str, int)
    try:
        moment = datetime.fromisoformat(started)
    except ValueError:
        raise cursors.no_cursor() from None
    if moment.tzinfo is None:
        raise cursors.no_cursor()
    return Place(moment, number)


def _zoned(moment: datetime | None) -> datetime | None:
    return moment if moment is None or moment.tzinfo is not None else moment.replace(tzinfo=UTC)
