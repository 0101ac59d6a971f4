"""Who is it, is it the same, where are faces, what are their vectors: one picture in, one answer out."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import Field, model_validator

from facecam.base.errors import SourceError
from facecam.base.messages import Message, text
from facecam.base.types import Image
from facecam.capture.images import as_image
from facecam.serve import shapes
from facecam.serve.access import allow
from facecam.serve.pool import Job
from facecam.serve.problems import Problem, language
from facecam.serve.routes.common import Served, errors
from facecam.serve.uploads import Clip, Form, Picture, described, form
from facecam.store.access_keys import Scope
from facecam.tasks.detection import face_json

router = APIRouter(tags=["Looking"], dependencies=[allow(Scope.READ)])


class Identify(Form):
    file: Picture
    top: int = Field(5, ge=1, le=100, description="How many candidates a face.")
    threshold: float | None = Field(
        None, ge=-1, le=1, allow_inf_nan=False, description="In place of the one that the promise asks for."
    )


@router.post(
    "/identify",
    response_model=shapes.Identification,
    openapi_extra=described(Identify),
    responses=errors(415),
    summary="Who is in a picture",
)
async def identify(request: Request, service: Served, given: Annotated[Identify, form(Identify)]) -> dict[str, Any]:
    """Every face of the picture, the largest first, with its likeliest people."""

    def work(job: Job) -> dict[str, Any]:
        cam, image = service.cam, as_image(given.file)
        job.check()
        faces = cam.identify(image, top=given.top, threshold=given.threshold)
        matcher = cam.matcher if given.threshold is None else cam.matcher.at(given.threshold)
        return {
            **_picture(given.file.name, image),
            "model": cam.recognizer.model,
            "threshold": round(matcher.threshold, 4),
            "fpir": matcher.fpir,
            "promise": _promise(matcher.fpir, request),
            "faces": [{**face.to_json(), "reason": text(face.message, language(request))} for face in faces],
        }

    return await service.look(request, work)


class Verify(Form):
    """Either `a` and `b`, or `file` and `person`."""

    a: Picture | None = Field(None, description="A picture,")
    b: Picture | None = Field(None, description="and another one; or")
    file: Picture | None = Field(None, description="a picture,")
    person: int | None = Field(None, ge=1, lt=2**63, description="and the number of a person.")

    @model_validator(mode="after")
    def _one_way(self) -> Verify:
        pair = self.a is not None and self.b is not None and self.file is None and self.person is None
        one = self.a is None and self.b is None and self.file is not None and self.person is not None
        if not (pair or one):
            raise ValueError("either `a` and `b` are wanted, or `file` and `person`")
        return self


@router.post(
    "/verify",
    response_model=shapes.Verified,
    openapi_extra=described(Verify),
    responses=errors(404, 415),
    summary="Whether two pictures, or a picture and a person, are one",
)
async def verify(request: Request, service: Served, given: Annotated[Verify, form(Verify)]) -> dict[str, Any]:
    """Of each picture the largest and most central face is compared."""

    def work(job: Job) -> dict[str, Any]:
        cam = service.cam
        if given.person is not None and given.file is not None:
            said = cam.verify_person(given.file, given.person)
        else:
            assert given.a is not None and given.b is not None
            said = cam.verify(given.a, given.b)
        return {
            **said.to_json(),
            "model": cam.recognizer.model,
            "promise": _promise(1 / cam.settings.strangers, request),
            "remarks": [text(remark, language(request)) for remark in said.remarks],
        }

    return await service.look(request, work)


class VerifyLive(Form):
    file: Clip = Field(description="A film of at most 30 seconds and 10 MiB: MP4, MOV, WebM or AVI.")
    ask: str = Field(
        description="What the person was asked for, in this order: one to three of left, right (their own) and up.",
        examples=["left,up"],
        max_length=100,
    )
    person: int | None = Field(None, ge=1, lt=2**63, description="The number of a person: whether it is this one.")


@router.post(
    "/verify/live",
    response_model=shapes.LiveVerified,
    openapi_extra=described(VerifyLive),
    responses=errors(404, 415),
    summary="Whether the head in a short film turned as it was asked to",
)
async def verify_live(
    request: Request, service: Served, given: Annotated[VerifyLive, form(VerifyLive)]
) -> dict[str, Any]:
    """Advice that opens no door: a picture held before the camera cannot turn, a film made to answer can. So ask by
    chance, and only then let the film be made."""

    def work(job: Job) -> dict[str, Any]:
        cam = service.cam
        who = None if given.person is None else cam.find(given.person).id
        asked = [turn.strip() for turn in given.ask.split(",")]
        try:
            said = cam.live_check(given.file, asked=asked, stopping=job.gone)
        except SourceError as error:
            raise Problem(400, "bad_clip", error) from error
        job.check()
        score = said.score(who)
        return {
            "asked": said.asked,
            "label": said.label,
            "reason": None if said.reason is None else text(said.reason, language(request)),
            "same": None if who is None else said.same(who),
            "score": None if score is None else round(score, 4),
            "model": cam.recognizer.model,
            "threshold": round(cam.matcher.threshold, 4),
            "promise": _promise(cam.matcher.fpir, request),
        }

    return await service.look(request, work)


class Detect(Form):
    file: Picture


@router.post(
    "/detect",
    response_model=shapes.Detected,
    openapi_extra=described(Detect),
    responses=errors(415),
    summary="Where the faces are in a picture",
)
async def detect(request: Request, service: Served, given: Annotated[Detect, form(Detect)]) -> dict[str, Any]:
    """The largest first."""

    def work(job: Job) -> dict[str, Any]:
        image = as_image(given.file)
        job.check()
        return {**_picture(given.file.name, image), "faces": [face_json(face) for face in service.cam.faces(image)]}

    return await service.look(request, work)


class Embed(Form):
    file: Picture | None = Field(None, description="One picture; or")
    files: list[Picture] = Field([], description="several, at most 20.")
    model: str | None = Field(None, description="Another model than the one in use, by its name in /v1/models.")

    @model_validator(mode="after")
    def _some(self) -> Embed:
        if (self.file is None) == (not self.files):
            raise ValueError("either `file` or `files` is wanted")
        return self


@router.post(
    "/embed",
    response_model=shapes.Embedded,
    openapi_extra=described(Embed),
    responses=errors(415),
    summary="The vector of the main face of each picture",
)
async def embed(request: Request, service: Served, given: Annotated[Embed, form(Embed)]) -> dict[str, Any]:
    """In the order of the pictures; vectors can be turned back into a likeness: treat them as photographs."""
    pictures = given.files if given.file is None else [given.file]

    def work(job: Job) -> dict[str, Any]:
        cam = service.cam
        found = []
        for one in pictures:
            job.check()
            assert one is not None
            (face,) = cam.embed(one, model=given.model)
            vector = (
                None if face is None or face.embedding is None else [round(float(v), 6) for v in face.embedding]
            )
            shown = None if face is None else {**face_json(face), "embedding": vector}
            found.append({"path": one.name, "face": shown})
        embedder = cam.with_model(given.model).embedder
        about = {"model": embedder.name, "space": embedder.space, "dimension": embedder.dimension}
        return {**about, "pictures": found}

    return await service.look(request, work)


class Compare(Form):
    files: list[Picture] = Field(min_length=2, description="Two or more, at most 20.")


@router.post(
    "/compare",
    response_model=shapes.Compared,
    openapi_extra=described(Compare),
    responses=errors(415),
    summary="What every model says of every pair of pictures",
)
async def compare(request: Request, service: Served, given: Annotated[Compare, form(Compare)]) -> dict[str, Any]:
    """Of each picture the largest and most central face is compared; pairs without two faces are left out."""

    def work(job: Job) -> dict[str, Any]:
        found = service.cam.compare_models(given.files)
        return {
            "models": [
                {
                    "model": one.model,
                    "threshold": round(one.threshold, 4),
                    "pairs": [{**asdict(pair), "score": round(pair.score, 4)} for pair in one.pairs],
                }
                for one in found
            ]
        }

    return await service.look(request, work)


class Classify(Form):
    file: Picture
    classifier: str = Field(description="By its name in /v1/models.", max_length=200)
    top: int = Field(5, ge=1, le=100, description="How many guesses a face.")


@router.post(
    "/classify",
    response_model=shapes.ClassifiedPicture,
    openapi_extra=described(Classify),
    responses=errors(415),
    summary="Who is in a picture by a classifier of a closed set",
)
async def classify(request: Request, service: Served, given: Annotated[Classify, form(Classify)]) -> dict[str, Any]:
    """A classifier knows no strangers: whoever comes is given to the likeliest of its people. So each face also has
    what /v1/identify says of it."""

    def work(job: Job) -> dict[str, Any]:
        cam, image = service.cam, as_image(given.file)
        job.check()
        faces = cam.classify(image, given.classifier, top=given.top)
        return {
            **_picture(given.file.name, image),
            "classifier": given.classifier,
            "model": cam.recognizer.model,
            "faces": [
                {
                    **{key: one.gallery.to_json()[key] for key in ("box", "quality", "name")},
                    "score": None if one.gallery.score is None else round(one.gallery.score, 4),
                    "guesses": [{"name": two.name, "confidence": round(two.confidence, 4)} for two in one.guesses],
                }
                for one in faces
            ],
        }

    return await service.look(request, work)


def _picture(name: str, image: Image) -> dict[str, Any]:
    return {"path": name, "width": image.shape[1], "height": image.shape[0]}


def _promise(fpir: float, request: Request) -> str:
    strangers = max(round(1 / max(fpir, 1e-12)), 1)
    return text(
        Message("At most one stranger in {strangers} is given a name", strangers=strangers), language(request)
    )
