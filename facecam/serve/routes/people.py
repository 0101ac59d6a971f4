"""People and their faces: made, found, changed, removed, forgotten."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import Field, field_validator

from facecam.base.errors import InputError, NotFoundError
from facecam.base.messages import text
from facecam.front_door import Enrolment
from facecam.operations import AddCamera, AddRule, ChangeCamera, ChangeRule, Forget, RemoveCamera, RemoveRule
from facecam.serve import cursors, shapes
from facecam.serve.access import allow, caller
from facecam.serve.pool import Job
from facecam.serve.problems import Problem, language
from facecam.serve.routes.common import JPEG, Number, Served, changed, errors
from facecam.serve.uploads import Form, Picture, described, form
from facecam.store.access_keys import KeyInfo, Scope
from facecam.store.people import PersonInfo, PersonPlace

router = APIRouter(tags=["People"])

READ, ENROL, ADMIN = [allow(Scope.READ)], [allow(Scope.ENROL)], [allow(Scope.ADMIN)]

_OF_ADMINS = frozenset(one.kind for one in (AddCamera, ChangeCamera, RemoveCamera, AddRule, ChangeRule, RemoveRule))
"""Changes that take the scope `ADMIN`, and so does taking them back."""


class NewPerson(Form):
    name: str
    files: list[Picture] = Field(min_length=1, description="At most 20.")
    external_id: str = Field("", description="What another program calls the person.")
    fields: dict[str, Any] = Field({}, description="A JSON object that another program keeps.")

    @field_validator("fields", mode="before")
    @classmethod
    def _of_json(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value.strip() else {}
        except (ValueError, RecursionError):
            raise ValueError("it is no JSON") from None


@router.post(
    "/people",
    status_code=201,
    response_model=shapes.Enrolled,
    openapi_extra=described(NewPerson),
    responses=errors(409, 415),
    dependencies=ENROL,
    summary="Make a person known",
)
async def create(request: Request, service: Served, given: Annotated[NewPerson, form(NewPerson)]) -> dict[str, Any]:
    """From pictures of that person alone. They are added to the one person of that name, where there is one; who
    comes with an external id is a new person. Where no picture is good enough, nobody is made (422)."""

    def work(job: Job) -> Enrolment:
        return service.cam.enrol(
            given.name,
            given.files,
            external_id=given.external_id,
            fields=given.fields,
            on_picture=job.check,
        )

    return _enrolled(request, await service.look(request, work))


@router.get(
    "/people", response_model=shapes.People, responses=errors(), dependencies=READ, summary="Who is enrolled"
)
async def everybody(
    request: Request,
    service: Served,
    q: Annotated[str, Query(max_length=200, description="Part of the name, or the external id.")] = "",
    cursor: Annotated[str, Query(max_length=4_000, description="The `next` of the page before.")] = "",
    limit: Annotated[int, Query(ge=1, le=1_000)] = 100,
) -> dict[str, Any]:
    """By name."""
    after = PersonPlace(*cursors.read(cursor, str, int)) if cursor else None
    found = await service.ask(request, lambda: service.cam.people(q, after=after, limit=limit + 1))
    shown = found[:limit]
    more = cursors.written(shown[-1].name, shown[-1].id) if len(found) > limit else None
    return {"people": [_person(one) for one in shown], "next": more}


@router.get(
    "/people/{person}", response_model=shapes.Person, responses=errors(404), dependencies=READ, summary="One person"
)
async def one(request: Request, service: Served, person: Number) -> dict[str, Any]:
    return _person(await service.ask(request, lambda: service.cam.find(person)))


@router.patch(
    "/people/{person}",
    response_model=shapes.Person,
    responses=errors(404, 409),
    dependencies=ENROL,
    summary="Rename a person, change their external id and fields",
)
async def edit(request: Request, service: Served, person: Number, given: shapes.PersonEdit) -> dict[str, Any]:
    """All of it or nothing; `POST /v1/undo` takes it back."""

    def work() -> PersonInfo:
        cam = service.cam
        if given.external_id is None and given.fields is None and given.name is not None:
            cam.rename(person, given.name)
        else:
            cam.describe(person, name=given.name, external_id=given.external_id, fields=given.fields)
        return cam.find(person)

    return _person(await service.ask(request, work))


@router.delete(
    "/people/{person}",
    response_model=shapes.Changed,
    responses=errors(404),
    dependencies=ENROL,
    summary="Remove a person",
)
async def remove(request: Request, service: Served, person: Number) -> shapes.Changed:
    """It can be undone for 30 days."""
    return changed(request, await service.ask(request, lambda: service.cam.remove(person)))


@router.post(
    "/people/{person}/forget",
    response_model=shapes.Receipt,
    responses=errors(404),
    dependencies=ADMIN,
    summary="Delete all that is kept of a person, for good",
)
async def forget(request: Request, service: Served, person: Number) -> dict[str, Any]:
    """Also of one who was removed. All backups of the database go with it. The answer is the receipt."""

    def work() -> dict[str, Any]:
        cam = service.cam
        who = cam.find(person, hidden=True)
        change = cam.apply(Forget(who.id))
        assert change.proof is not None
        return {
            "person": who.id,
            "name": who.name,
            "complete": change.proof.complete,
            "sentence": text(change.message, language(request)),
            # Of the server's files nobody over HTTP is told the names.
            "proof": asdict(change.proof) | {"files_left": len(change.proof.files_left)},
        }

    return await service.ask(request, work)


@router.post(
    "/undo", response_model=shapes.Changed, responses=errors(404, 409), dependencies=ENROL, summary="Take back"
)
async def undo(request: Request, service: Served, key: Annotated[KeyInfo, Depends(caller)]) -> shapes.Changed:
    """The newest change, whoever made it; one of cameras or rules only with a key that may make it."""
    but = () if key.scope.includes(Scope.ADMIN) else _OF_ADMINS
    return changed(request, await service.ask(request, lambda: service.cam.undo(but=but)))


class NewFaces(Form):
    files: list[Picture] = Field(min_length=1, description="At most 20.")


@router.post(
    "/people/{person}/faces",
    status_code=201,
    response_model=shapes.Enrolled,
    openapi_extra=described(NewFaces),
    responses=errors(404, 415),
    dependencies=ENROL,
    summary="Add pictures to a person",
)
async def add_faces(
    request: Request, service: Served, person: Number, given: Annotated[NewFaces, form(NewFaces)]
) -> dict[str, Any]:
    """Where none is good enough, nothing is added (422)."""

    def work(job: Job) -> Enrolment:
        return service.cam.add_samples(person, given.files, on_picture=job.check)

    return _enrolled(request, await service.look(request, work))


@router.get(
    "/people/{person}/faces",
    response_model=shapes.Faces,
    responses=errors(404),
    dependencies=READ,
    summary="What a person was enrolled with",
)
async def faces(request: Request, service: Served, person: Number) -> dict[str, Any]:
    """The oldest first."""
    found = await service.ask(request, lambda: service.cam.samples(person))
    shown = [
        {
            "face": one.id,
            "quality": round(one.quality, 4),
            "source": one.source,
            "created": one.created,
            "space": one.space,
            "picture": one.has_picture,
        }
        for one in found
    ]
    return {"person": person, "faces": shown}


@router.delete(
    "/people/{person}/faces/{face}",
    response_model=shapes.Changed,
    responses=errors(404),
    dependencies=ENROL,
    summary="Remove a face of a person",
)
async def remove_face(request: Request, service: Served, person: Number, face: Number) -> shapes.Changed:
    """It can be undone for 30 days."""
    return changed(request, await service.ask(request, lambda: service.cam.remove_sample(face, person=person)))


@router.get(
    "/people/{person}/faces/{face}/picture",
    response_class=Response,
    responses={**errors(404), **JPEG},
    dependencies=READ,
    summary="The picture of a face, where it was kept",
)
async def face_picture(request: Request, service: Served, person: Number, face: Number) -> Response:
    """The aligned crop. Pictures are kept only where the settings say so."""

    def work() -> bytes | None:
        mine = any(one.id == face for one in service.cam.samples(person))
        return service.cam.sample_picture(face) if mine else None

    if (jpeg := await service.ask(request, work)) is None:
        raise NotFoundError("No picture of this face was kept", "Pictures are kept only where the settings say so")
    return Response(jpeg, media_type="image/jpeg")


def _person(one: PersonInfo) -> dict[str, Any]:
    return {
        "person": one.id,
        "name": one.name,
        "templates": one.templates,
        "created": one.created,
        "last_seen": one.last_seen,
        "external_id": one.external_id or None,
        "fields": one.fields,
    }


def _enrolled(request: Request, done: Enrolment) -> dict[str, Any]:
    refused = [{"file": one.source, "reason": text(one.message, language(request))} for one in done.refused]
    if not done.accepted:
        said = InputError(
            "{name} was not enrolled: no picture was good enough", "Take better pictures", name=done.name
        )
        raise Problem(422, "none_accepted", said, more={"refused": refused})
    other = done.looks_like
    return {
        "person": done.person,
        "name": done.name,
        "accepted": done.accepted,
        "refused": refused,
        "faces": list(done.samples),
        "looks_like": other and {"person": other.person, "name": other.name, "score": round(other.score, 4)},
    }
