"""Corrections, and the past visits that they would decide otherwise: shown, then changed in one act
(decision 0028)."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request

from facecam.base.messages import text
from facecam.operations import Change
from facecam.serve import shapes
from facecam.serve.access import allow
from facecam.serve.pool import Job
from facecam.serve.problems import language
from facecam.serve.routes.common import Number, Served, changed, errors
from facecam.serve.routes.history import visit_shown
from facecam.serve.service import Service
from facecam.serve.uploads import Form, Picture, described, form
from facecam.store.access_keys import Scope

router = APIRouter(tags=["Corrections"])

READ, ENROL = [allow(Scope.READ)], [allow(Scope.ENROL)]


class Confirmed(Form):
    file: Picture


@router.post(
    "/people/{person}/confirm",
    response_model=shapes.Corrected,
    openapi_extra=described(Confirmed),
    responses=errors(404, 415),
    dependencies=ENROL,
    summary="Yes, this is that person",
)
async def confirm(
    request: Request, service: Served, person: Number, given: Annotated[Confirmed, form(Confirmed)]
) -> shapes.Corrected:
    """The main face of a picture, which scored low, becomes a sample; not one that is hardly like the person."""

    def work(job: Job) -> tuple[Change, int]:
        return _with_past(service, service.cam.confirm(person, given.file))

    return _corrected(request, *await service.look(request, work))


@router.post(
    "/people/{person}/deny",
    response_model=shapes.Corrected,
    responses=errors(404),
    dependencies=ENROL,
    summary="No, this visit was not that person",
)
async def deny(request: Request, service: Served, person: Number, given: shapes.VisitDenied) -> shapes.Corrected:
    """And no face like it is given the name."""

    def work(job: Job) -> tuple[Change, int]:
        return _with_past(service, service.cam.deny_visit(person, given.visit))

    return _corrected(request, *await service.look(request, work))


@router.get(
    "/review",
    response_model=shapes.Review,
    responses=errors(404),
    dependencies=READ,
    summary="The past visits that a correction would decide otherwise",
)
async def review(
    request: Request,
    service: Served,
    correction: Annotated[
        int | None, Query(ge=1, lt=2**63, description="The `operation` of one; nothing: the newest.")
    ] = None,
) -> dict[str, Any]:
    """The newest visits first. What somebody named by hand is not among them."""
    found = await service.look(request, lambda job: service.cam.redecided(correction))
    return {
        "correction": found.operation,
        "sentence": text(found.correction, language(request)),
        "visits": [
            {**visit_shown(one.visit), "now": {"person": one.person, "name": one.name}} for one in found.visits
        ],
        "more": found.more,
    }


@router.post(
    "/review",
    response_model=shapes.Changed,
    responses=errors(404, 409),
    dependencies=ENROL,
    summary="Change those past visits",
)
async def change(request: Request, service: Served, given: shapes.Reviewed) -> shapes.Changed:
    """In one act; `POST /v1/undo` takes back the correction and this."""

    def work(job: Job) -> Change:
        return service.cam.redecide(given.correction, among=given.visits)

    return changed(request, await service.look(request, work))


def _with_past(service: Service, change: Change) -> tuple[Change, int]:
    """A correction, and how many past visits it would decide otherwise."""
    return change, len(service.cam.redecided(change.operation).visits)


def _corrected(request: Request, change: Change, past: int) -> shapes.Corrected:
    return shapes.Corrected(**changed(request, change).model_dump(), past_visits=past)
