"""`--compat compreface`: the routes that CompreFace's clients speak (double-take, Home Assistant, its own SDKs).

Shapes and error codes are those of CompreFace 1.2 (`Rest-API-description.md` in its documents). A subject is a
person, an example's id is the number of a sample written as a UUID, and to delete is to remove: `undo` takes it
back. Pictures come as multipart or, in JSON, as base64. Age, gender and mask are not computed.

CompreFace's clients compare a similarity with a number of their own, most often 0.5. So the border lies there: with
the promise p (the share of strangers who may be named) and the share f of strangers who reach a score, the
similarity is p / (p + f), which is one half where f = p, and falls and rises with the calibrated curve.
"""

from __future__ import annotations

import base64
import binascii
import logging
from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from fastapi import FastAPI, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from facecam.base.errors import ConflictError, FacecamError, ImageError, ImageSizeError, NotFoundError
from facecam.base.types import Face, State, Vector
from facecam.capture.images import EncodedImage, as_image
from facecam.front_door import Facecam
from facecam.operations import AddPerson
from facecam.serve.access import allow
from facecam.serve.pool import Job
from facecam.serve.problems import GONE, ClientGone, Problem, problem_of
from facecam.serve.routes.common import Served
from facecam.serve.service import Service
from facecam.serve.uploads import LARGEST, PIXELS, parts
from facecam.store.access_keys import Scope
from facecam.store.samples import page_of_samples, sample_of
from facecam.tasks.identification import Identified

log = logging.getLogger(__name__)

NO_FACE, SEVERAL_FACES, NO_IMAGE = 28, 31, 21
NO_HEADER, NO_PARAMETER, NO_PART = 20, 33, 34
NO_PICTURE, NO_SUBJECT, SUBJECT_EXISTS = 11, 42, 43
DENIED, OTHER = 1, 0

READ, ENROL = [allow(Scope.READ)], [allow(Scope.ENROL)]

BELOW = 0.49
"""The highest similarity of a face that is not given the name, for whatever reason."""

Limit = Annotated[int, Query(ge=0)]
Probability = Annotated[float, Query(ge=0, le=1)]


class Refused(Exception):
    """An answer in CompreFace's way."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


class Subject(BaseModel):
    subject: str


def similarity(promised: float, reached: float) -> float:
    """From the share of strangers who may be named, and of those who reach a score: 0.5 where both are equal."""
    return round(promised / (promised + reached), 5)


def make_app(service: Service) -> FastAPI:
    """The application that is mounted at `/api/v1`."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    app.state.service = service
    _errors(app)
    _subjects(app)
    _faces(app)
    _looking(app)
    return app


def _subjects(app: FastAPI) -> None:
    @app.get("/recognition/subjects", dependencies=READ)
    @app.get("/recognition/subjects/", dependencies=READ)
    async def subjects(request: Request, service: Served) -> dict[str, Any]:
        people = await service.ask(request, service.cam.people)
        return {"subjects": [one.name for one in people]}

    @app.post("/recognition/subjects", status_code=201, dependencies=ENROL)
    async def add(request: Request, service: Served, given: Subject) -> dict[str, Any]:
        def work() -> str:
            cam = service.cam
            try:
                cam.find(given.subject)
            except NotFoundError:
                (person,) = cam.apply(AddPerson(given.subject)).persons
                return cam.find(person).name
            raise Refused(400, SUBJECT_EXISTS, "Subject already exists")

        return {"subject": await service.ask(request, work)}

    @app.put("/recognition/subjects/{subject:path}", dependencies=ENROL)
    async def rename(request: Request, service: Served, subject: str, given: Subject) -> dict[str, Any]:
        def work() -> None:
            cam = service.cam
            person = cam.find(subject)
            try:
                other = cam.find(given.subject)
            except NotFoundError:
                cam.rename(person.id, given.subject)
                return
            if other.id == person.id:
                cam.rename(person.id, given.subject)
            else:
                cam.merge(person.id, other.id)

        await service.ask(request, work)
        return {"updated": True}

    @app.delete("/recognition/subjects", dependencies=ENROL)
    async def remove_all(request: Request, service: Served) -> dict[str, Any]:
        def work() -> int:
            people = service.cam.people()
            for one in people:
                service.cam.remove(one.id)
            return len(people)

        return {"deleted": await service.ask(request, work)}

    @app.delete("/recognition/subjects/{subject:path}", dependencies=ENROL)
    async def remove(request: Request, service: Served, subject: str) -> dict[str, Any]:
        def work() -> str:
            person = service.cam.find(subject)
            service.cam.remove(person.id)
            return person.name

        return {"subject": await service.ask(request, work)}


def _faces(app: FastAPI) -> None:
    @app.post("/recognition/faces", status_code=201, dependencies=ENROL)
    async def add(request: Request, service: Served, subject: str = "") -> dict[str, Any]:
        if not subject.strip():
            raise Refused(400, NO_PARAMETER, "Missing required parameter: subject")
        picture = (await _pictures(request, "file"))["file"]

        def work(job: Job) -> dict[str, Any]:
            cam = service.cam
            as_image(picture)  # what is no image is none, and not one without a face
            job.check()
            done = cam.enrol(subject, picture, on_picture=job.check)
            if not done.accepted:
                (refused,) = done.refused
                if refused.message.id == "{faces} faces are in the picture, one is wanted; cut the others off":
                    raise Refused(400, SEVERAL_FACES, "Found more than one face in the given image")
                raise Refused(400, NO_FACE, f"No face is found in the given image ({refused.reason})")
            return {"image_id": _id(done.samples[0]), "subject": done.name}

        return await service.look(request, work)

    @app.get("/recognition/faces", dependencies=READ)
    async def listed(
        request: Request,
        service: Served,
        subject: str | None = None,
        page: Annotated[int, Query(ge=0, le=10**6)] = 0,
        size: Annotated[int, Query(ge=1, le=1_000)] = 20,
    ) -> dict[str, Any]:
        def work() -> tuple[int, list[tuple[int, str]]]:
            cam = service.cam
            person = None if subject is None else cam.find(subject).id
            return page_of_samples(cam.database, person, offset=page * size, limit=size)

        total, found = await service.ask(request, work)
        return {
            "faces": [{"image_id": _id(sample), "subject": name} for sample, name in found],
            "page_number": page,
            "page_size": size,
            "total_pages": -(-total // size),
            "total_elements": total,
        }

    @app.delete("/recognition/faces", dependencies=ENROL)
    async def remove_all(request: Request, service: Served, subject: str | None = None) -> dict[str, Any]:
        def work() -> int:
            cam = service.cam
            people = cam.people() if subject is None else [cam.find(subject)]
            samples = [sample.id for person in people for sample in cam.samples(person.id)]
            for sample in samples:
                cam.remove_sample(sample)
            return len(samples)

        return {"deleted": await service.ask(request, work)}

    @app.post("/recognition/faces/delete", dependencies=ENROL)
    async def remove_several(request: Request, service: Served, given: list[str]) -> list[dict[str, Any]]:
        def work() -> list[dict[str, Any]]:
            found = []
            for one in given:
                try:
                    found.append(_remove(service.cam, one))
                except Refused:
                    continue  # those that are there are removed, as CompreFace does
            return found

        return await service.ask(request, work)

    @app.delete("/recognition/faces/{image_id}", dependencies=ENROL)
    async def remove(request: Request, service: Served, image_id: str) -> dict[str, Any]:
        return await service.ask(request, lambda: _remove(service.cam, image_id))

    @app.get("/recognition/faces/{image_id}/img", dependencies=READ)
    async def picture(request: Request, service: Served, image_id: str) -> Response:
        jpeg = await service.ask(request, lambda: service.cam.sample_picture(_number(image_id)))
        if jpeg is None:
            raise Refused(404, NO_PICTURE, "No picture is kept of this face")
        return Response(jpeg, media_type="image/jpeg")

    @app.post("/recognition/faces/{image_id}/verify", dependencies=READ)
    async def verify(
        request: Request,
        service: Served,
        image_id: str,
        limit: Limit = 0,
        det_prob_threshold: Probability = 0.0,
        face_plugins: str = "",
        status: bool = False,
    ) -> dict[str, Any]:
        given = (await _pictures(request, "file"))["file"]

        def work(job: Job) -> dict[str, Any]:
            cam = service.cam
            known = _vector(cam, image_id)
            faces = _embedded(cam, given, limit, det_prob_threshold)
            found = [{**_shown(face, face_plugins), "similarity": _alike(cam, known, face)} for face in faces]
            return {"result": found, **_about(cam, status)}

        return await service.look(request, work)


def _looking(app: FastAPI) -> None:
    @app.post("/recognition/recognize", dependencies=READ)
    async def recognize(
        request: Request,
        service: Served,
        limit: Limit = 0,
        prediction_count: Annotated[int, Query(ge=0, le=100)] = 1,
        det_prob_threshold: Probability = 0.0,
        face_plugins: str = "",
        status: bool = False,
    ) -> dict[str, Any]:
        given = (await _pictures(request, "file"))["file"]

        def work(job: Job) -> dict[str, Any]:
            cam = service.cam
            image = as_image(given)
            job.check()
            faces = cam.identify(image, top=max(prediction_count, 1))
            kept = [face for face in faces if face.detection_score >= det_prob_threshold]
            if not kept:
                raise _no_face()
            found = [
                {
                    **_face(face.box, face.detection_score, face.landmarks, face.embedding, face_plugins),
                    "subjects": _subjects_of(cam, face)[:prediction_count],
                }
                for face in kept[: limit or None]
            ]
            return {"result": found, **_about(cam, status)}

        return await service.look(request, work)

    @app.post("/detection/detect", dependencies=READ)
    async def detect(
        request: Request,
        service: Served,
        limit: Limit = 0,
        det_prob_threshold: Probability = 0.0,
        face_plugins: str = "",
        status: bool = False,
    ) -> dict[str, Any]:
        given = (await _pictures(request, "file"))["file"]

        def work(job: Job) -> dict[str, Any]:
            faces = _embedded(service.cam, given, limit, det_prob_threshold)
            return {"result": [_shown(face, face_plugins) for face in faces], **_about(service.cam, status)}

        return await service.look(request, work)

    @app.post("/verification/verify", dependencies=READ)
    async def verify(
        request: Request,
        service: Served,
        limit: Limit = 0,
        det_prob_threshold: Probability = 0.0,
        face_plugins: str = "",
        status: bool = False,
    ) -> dict[str, Any]:
        given = await _pictures(request, "source_image", "target_image")

        def work(job: Job) -> dict[str, Any]:
            cam = service.cam
            source = _embedded(cam, given["source_image"], 0, det_prob_threshold)
            if len(source) > 1:
                raise Refused(400, SEVERAL_FACES, "Found more than one face in the source image")
            job.check()
            matches = [
                {**_shown(face, face_plugins), "similarity": _alike(cam, source[0].embedding, face)}
                for face in _embedded(cam, given["target_image"], limit, det_prob_threshold)
            ]
            pair = {"source_image_face": _shown(source[0], face_plugins), "face_matches": matches}
            return {"result": [{**pair, **_about(cam, status)}]}

        return await service.look(request, work)


def _errors(app: FastAPI) -> None:
    def said(status: int, code: int, message: str, headers: Mapping[str, str] | None = None) -> Response:
        return JSONResponse({"message": message, "code": code}, status, headers)

    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, Refused)
        return said(error.status, error.code, error.message)

    async def facecam_error(request: Request, error: Exception) -> Response:
        assert isinstance(error, FacecamError)
        problem = problem_of(error)
        match error:
            case ImageSizeError():
                return said(413, NO_IMAGE, problem.error.what)
            case ImageError():
                return said(400, NO_IMAGE, problem.error.what)
            case NotFoundError():
                return said(404, NO_SUBJECT, problem.error.what)
            case ConflictError():
                return said(400, OTHER, problem.error.what)
        return said(problem.status_code, OTHER, problem.error.what, problem.headers)

    async def http_error(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        if isinstance(error, Problem):
            if error.code == "no_key":
                return said(400, NO_HEADER, "Missing request header 'x-api-key'")
            denied = error.status_code in (401, 403)
            return said(error.status_code, DENIED if denied else OTHER, error.error.what, error.headers)
        return said(error.status_code, OTHER, str(error.detail), error.headers)

    async def defect(request: Request, error: Exception) -> Response:
        return said(500, OTHER, "Internal server error")  # the gate logs it

    async def gone(request: Request, error: Exception) -> Response:
        return Response(status_code=GONE)

    async def validation_error(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        first = error.errors()[0]
        return said(400, NO_PARAMETER, f"{first['loc'][-1]}: {first['msg']}")

    app.add_exception_handler(Exception, defect)
    for left in (ClientGone, ClientDisconnect):
        app.add_exception_handler(left, gone)
    app.add_exception_handler(Refused, refused)
    app.add_exception_handler(FacecamError, facecam_error)
    app.add_exception_handler(HTTPException, http_error)
    app.add_exception_handler(RequestValidationError, validation_error)


async def _pictures(request: Request, *names: str) -> dict[str, EncodedImage]:
    """The pictures of these names, from a form or as base64 in JSON."""
    found: dict[str, EncodedImage] = {}
    if request.headers.get("content-type", "").startswith("application/json"):
        try:
            values = await request.json()
        except ValueError:
            raise Refused(400, NO_PART, "The body is no JSON") from None
        for name in names:
            text = values.get(name) if isinstance(values, dict) else None
            if isinstance(text, str) and text:
                found[name] = _decoded(name, text)
    else:
        found = {name: part for name, part in await parts(request) if isinstance(part, EncodedImage)}
    for name in names:
        if name not in found:
            raise Refused(400, NO_PART, f"Required request part '{name}' is not present")
    return found


def _decoded(name: str, text: str) -> EncodedImage:
    try:
        data = base64.b64decode(text.rsplit(",", 1)[-1], validate=True)  # browsers write data:image/jpeg;base64,...
    except (binascii.Error, ValueError):
        raise Refused(400, NO_IMAGE, f"'{name}' is no base64") from None
    if len(data) > LARGEST:
        raise Refused(413, NO_IMAGE, f"'{name}' is larger than {LARGEST} bytes")
    return EncodedImage(data, name, PIXELS)


def _embedded(cam: Facecam, picture: EncodedImage, limit: int, sure: float) -> list[Face]:
    faces = [face for face in cam.recognizer.faces(as_image(picture)) if face.detection.score >= sure]
    if not faces:
        raise _no_face()
    return faces[: limit or None]


def _no_face() -> Refused:
    return Refused(400, NO_FACE, "No face is found in the given image")


def _subjects_of(cam: Facecam, face: Identified) -> list[dict[str, Any]]:
    """The likeliest people, with the border at one half; nobody is above it whose name the face is not given."""
    matcher = cam.matcher
    found = []
    for one in face.candidates:
        reached = similarity(matcher.fpir, matcher.calibration.fpir(one.score, max(matcher.gallery.size, 1)))
        given = face.state is State.KNOWN and one.person == face.person
        found.append({"subject": one.name, "similarity": reached if given else min(reached, BELOW)})
    return found


def _alike(cam: Facecam, known: Vector | None, face: Face) -> float:
    """Of two faces, at the promise for one pair."""
    assert known is not None and face.embedding is not None
    return similarity(1 / cam.settings.strangers, cam.recognizer.calibration.fmr(float(known @ face.embedding)))


def _vector(cam: Facecam, image_id: str) -> Vector:
    try:
        _, _, vector, space = sample_of(cam.database, _number(image_id))
    except NotFoundError:
        raise _no_picture(image_id) from None
    if vector is None or space != cam.recognizer.embedder.space:
        raise Refused(400, NO_PICTURE, f"Image {image_id} is of another model, or damaged")
    return vector


def _remove(cam: Facecam, image_id: str) -> dict[str, Any]:
    number = _number(image_id)
    try:
        _, name, _, _ = sample_of(cam.database, number)
        cam.remove_sample(number)
    except NotFoundError:
        raise _no_picture(image_id) from None
    return {"image_id": image_id, "subject": name}


def _no_picture(image_id: str) -> Refused:
    return Refused(404, NO_PICTURE, f"Image {image_id} is not found")


def _id(sample: int) -> str:
    return str(UUID(int=sample))


def _number(image_id: str) -> int:
    try:
        number = UUID(image_id).int
    except ValueError:
        raise _no_picture(image_id) from None
    if number >= 2**63:
        raise _no_picture(image_id)
    return number


def _shown(face: Face, plugins: str) -> dict[str, Any]:
    found = face.detection
    return _face(found.box, found.score, found.points, face.embedding, plugins)


def _face(box: Any, score: float, points: Any, vector: Vector | None, plugins: str) -> dict[str, Any]:
    x1, y1, x2, y2 = (round(float(value)) for value in box)
    shown: dict[str, Any] = {
        "box": {"probability": round(score, 5), "x_min": x1, "y_min": y1, "x_max": x2, "y_max": y2}
    }
    wanted = {plugin.strip() for plugin in plugins.split(",")}
    if "landmarks" in wanted:
        shown["landmarks"] = [[round(float(value)) for value in point] for point in points]
    if "calculator" in wanted and vector is not None:
        shown["embedding"] = [float(value) for value in vector]
    return shown


def _about(cam: Facecam, status: bool) -> dict[str, Any]:
    """What computed it, where that was asked for."""
    return {"plugins_versions": {"detector": "facecam.mtcnn", "calculator": cam.recognizer.model}} if status else {}
