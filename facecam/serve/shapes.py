"""What is answered, as OpenAPI tells it. Geometry is in pixels of the upright picture; a score is a cosine, less
what is taken off where many faces are alike."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

BOX = [212.4, 88.1, 324.9, 236.5]
LANDMARKS = [[243.1, 146.2], [296.7, 145.0], [270.3, 178.8], [249.0, 203.4], [292.5, 202.6]]


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


Box = list[float]
Points = list[list[float]]


class Error(Shape):
    code: str = Field(description="For programs: it does not change.", examples=["not_found"])
    message: str = Field(description="For people.", examples=["There is no person 7"])
    remedy: str = Field(description="What to do about it; may be empty.", examples=["List the people"])
    request_id: str = Field(description="By which the server's log knows this request.", examples=["4f1c..."])


class WrongField(Shape):
    field: str
    reason: str


class RefusedPicture(Shape):
    file: str = Field(description="As the picture was called.", examples=["anna-2.jpg"])
    reason: str = Field(examples=["the picture is blurred"])


class ErrorWithMore(Error):
    fields: list[WrongField] | None = Field(None, description="With the code `wrong_field`: all that do not fit.")
    refused: list[RefusedPicture] | None = Field(None, description="With the code `none_accepted`: why.")


class Envelope(Shape):
    error: ErrorWithMore


class Health(Shape):
    status: Literal["ok", "degraded"]
    version: str = Field(examples=["0.1.0"])
    model: str = Field(examples=["student-m"])
    provider: str = Field(description="What really runs the model.", examples=["CPU"])
    people: int = Field(examples=[12])
    templates: int = Field(examples=[61])
    waiting_visits: int = Field(
        description="Visits that are not in the database yet: it is away, and they wait on disk.", examples=[0]
    )


class Candidate(Shape):
    person: int
    name: str
    score: float


class IdentifiedFace(Shape):
    box: Box = Field(examples=[BOX])
    landmarks: Points = Field(examples=[LANDMARKS])
    quality: float = Field(examples=[0.91])
    state: Literal["known", "unknown"]
    person: int | None = Field(examples=[3])
    name: str | None = Field(examples=["Anna Berg"])
    candidates: list[Candidate] = Field(examples=[[{"person": 3, "name": "Anna Berg", "score": 0.71}]])
    cosine: float | None = Field(description="To the first candidate's nearest sample.", examples=[0.74])
    margin: float | None = Field(description="Above the runner-up; null where there is none.", examples=[0.44])
    threshold: float = Field(description="From which a name is given.", examples=[0.38])
    fpir: float = Field(description="The share of strangers who reach it.", examples=[0.001])
    reason: str = Field(examples=["Looks like Anna Berg"])


class Promised(Shape):
    model: str = Field(examples=["student-m"])
    threshold: float = Field(examples=[0.38])
    promise: str = Field(
        description="What the threshold promises, for people.",
        examples=["At most one stranger in 1,000 is given a name"],
    )


class Identification(Promised):
    path: str = Field(description="As the picture was called.", examples=["party.jpg"])
    width: int = Field(examples=[640])
    height: int = Field(examples=[360])
    fpir: float = Field(examples=[0.001])
    faces: list[IdentifiedFace]


class Verified(Promised):
    score: float | None = Field(description="Null where a face is missing.", examples=[0.68])
    cosine: float | None = Field(description="The score, and what was taken off it.", examples=[0.68])
    fmr: float | None = Field(description="The share of other people who score as high.", examples=[1e-6])
    fnmr: float | None = Field(description="The share of true pairs below the threshold.", examples=[0.03])
    same: bool | None = Field(description="Null where a face is missing.", examples=[True])
    extrapolated: bool = Field(description="The rates lie beyond what was measured.")
    remarks: list[str] = Field(description="What is odd about the pictures, for people.", examples=[[]])


class LiveVerified(Promised):
    asked: list[Literal["left", "right", "up"]] = Field(examples=[["left", "up"]])
    label: Literal["turned as asked", "flat: looks like a picture", "not tested"]
    reason: str | None = Field(
        description="Why it did not turn as asked, for people.", examples=["the face was lost"]
    )
    same: bool | None = Field(description="Null where nobody was named, or it was never clear.", examples=[True])
    score: float | None = Field(description="To that person, else to the likeliest.", examples=[0.71])


class DetectedFace(Shape):
    box: Box = Field(examples=[BOX])
    landmarks: Points = Field(examples=[LANDMARKS])
    score: float = Field(description="How sure the detector is.", examples=[0.998])
    quality: float = Field(examples=[0.91])


class Detected(Shape):
    path: str = Field(examples=["party.jpg"])
    width: int = Field(examples=[640])
    height: int = Field(examples=[360])
    faces: list[DetectedFace]


class EmbeddedFace(DetectedFace):
    embedding: list[float] = Field(description="Of length 1.", examples=[[0.031, -0.118]])


class EmbeddedPicture(Shape):
    path: str = Field(examples=["anna.jpg"])
    face: EmbeddedFace | None = Field(description="The largest and most central; null where there is none.")


class Embedded(Shape):
    model: str = Field(examples=["student-m"])
    space: str = Field(description="Only vectors of one space can be compared.")
    dimension: int = Field(examples=[192])
    pictures: list[EmbeddedPicture]


class Guessed(Shape):
    name: str = Field(examples=["Anna Berg"])
    confidence: float = Field(examples=[0.93])


class ClassifiedFace(Shape):
    box: Box = Field(examples=[BOX])
    quality: float = Field(examples=[0.91])
    name: str | None = Field(description="By the people who are enrolled.", examples=["Anna Berg"])
    score: float | None = Field(examples=[0.71])
    guesses: list[Guessed] = Field(description="The classifier's likeliest people, the surest first.")


class ClassifiedPicture(Shape):
    path: str = Field(examples=["party.jpg"])
    width: int = Field(examples=[640])
    height: int = Field(examples=[360])
    classifier: str = Field(examples=["staff"])
    model: str = Field(examples=["student-m"])
    faces: list[ClassifiedFace]


class ComparedPair(Shape):
    a: str = Field(examples=["anna-1.jpg"])
    b: str = Field(examples=["anna-2.jpg"])
    score: float = Field(examples=[0.68])
    same: bool


class ComparedModel(Shape):
    model: str = Field(examples=["student-m"])
    threshold: float = Field(description="From this score two faces are one person's.", examples=[0.38])
    pairs: list[ComparedPair]


class Compared(Shape):
    models: list[ComparedModel]


class Enrolled(Shape):
    person: int = Field(examples=[3])
    name: str = Field(examples=["Anna Berg"])
    accepted: int = Field(examples=[2])
    refused: list[RefusedPicture]
    faces: list[int] = Field(description="The numbers of the new faces.", examples=[[11, 12]])
    looks_like: Candidate | None = Field(description="Somebody else who is enrolled and looks like this.")


class Person(Shape):
    person: int = Field(examples=[3])
    name: str = Field(examples=["Anna Berg"])
    templates: int = Field(examples=[5])
    created: datetime
    last_seen: datetime | None
    external_id: str | None = Field(examples=["crm-4711"])
    fields: dict[str, Any] = Field(examples=[{"class": "7b"}])


class People(Shape):
    people: list[Person]
    next: str | None = Field(description="The cursor of the next page; null on the last.")


class PersonEdit(Shape):
    """What is left out stays as it is."""

    name: str | None = Field(None, examples=["Anna Maria Berg"])
    external_id: str | None = Field(None, description="Empty: none.", examples=["crm-4711"])
    fields: dict[str, Any] | None = Field(None, description="Replaced as a whole.", examples=[{"class": "8b"}])


class Changed(Shape):
    kind: str = Field(examples=["remove"])
    operation: int | None = Field(description="Null where there was nothing to change.", examples=[17])
    persons: list[int] = Field(examples=[[3]])
    sentence: str = Field(examples=["Removed Anna Berg"])


class Receipt(Shape):
    person: int = Field(examples=[3])
    name: str = Field(examples=["Anna Berg"])
    complete: bool = Field(description="A search found nothing of the person afterwards, and the files are wiped.")
    sentence: str = Field(examples=["Forgot Anna Berg for good"])
    proof: dict[str, int | bool] = Field(
        description="What was deleted, and what a search found of it afterwards.",
        examples=[{"persons": 1, "templates": 5, "pictures": 0, "sightings": 9, "rows_left": 0, "wiped": True}],
    )


class StoredFace(Shape):
    face: int = Field(examples=[11])
    quality: float = Field(examples=[0.91])
    source: str = Field(description="Where it is from.", examples=["anna-1.jpg"])
    created: datetime
    space: str = Field(description="The model that made it.")
    picture: bool = Field(description="Its picture was kept.")


class Faces(Shape):
    person: int
    faces: list[StoredFace]


class Visit(Shape):
    id: int = Field(examples=[902])
    person: int | None = Field(examples=[3])
    name: str | None = Field(examples=["Anna Berg"])
    state: Literal["known", "unknown", "pending"]
    score: float | None = Field(examples=[0.66])
    source: str = Field(examples=["front"])
    started: datetime
    ended: datetime
    samples: int = Field(examples=[14])
    picture: bool = Field(description="Its picture was kept.")
    clip: bool = Field(description="A short clip of it was kept.")


class ClipPicture(Shape):
    seconds: float = Field(description="After the first one.", examples=[0.2])
    jpeg: str = Field(description="In base64.", examples=["/9j/4AAQSkZJRg=="])


class Clip(Shape):
    visit: int = Field(examples=[902])
    pictures: list[ClipPicture] = Field(description="In their order, at most five a second.")


class History(Shape):
    visits: list[Visit]
    next: str | None = Field(description="The cursor of the next page; null on the last.")


class UnknownVisit(Shape):
    visit: int = Field(examples=[902])
    started: datetime
    ended: datetime
    source: str = Field(examples=["front"])
    quality: float = Field(examples=[0.8])
    picture: bool = Field(description="Its picture was kept.")


class UnknownGroup(Shape):
    last: datetime
    perhaps: str | None = Field(description="Whom they look like, were one to ask.", examples=["Anna Berg"])
    visits: list[UnknownVisit]


class Unknowns(Shape):
    groups: list[UnknownGroup] = Field(description="Who came most often first.")


VisitNumber = Annotated[int, Field(ge=1, lt=2**63)]


class VisitsNamed(Shape):
    visits: list[VisitNumber] = Field(min_length=1, max_length=3_000, examples=[[902, 911]])
    name: str = Field(examples=["Bo"])


class VisitsIgnored(Shape):
    visits: list[VisitNumber] = Field(min_length=1, max_length=3_000, examples=[[902, 911]])


class Corrected(Changed):
    past_visits: int = Field(
        description="Past visits that would be decided otherwise now: GET /v1/review.", examples=[2]
    )


class VisitDenied(Shape):
    visit: VisitNumber = Field(examples=[902])


class Now(Shape):
    person: int | None = Field(description="Null: nobody known.", examples=[None])
    name: str | None = Field(examples=[None])


class ReviewedVisit(Visit):
    now: Now = Field(description="Who it would be taken for now.")


class Review(Shape):
    correction: int = Field(description="For POST /v1/review.", examples=[17])
    sentence: str = Field(description="What it did.", examples=["This is not Anna: noted in 1 visit"])
    visits: list[ReviewedVisit]
    more: bool = Field(description="There are older ones, which are found once these are changed.")


class Reviewed(Shape):
    correction: int = Field(ge=1, lt=2**63, description="Of GET /v1/review.", examples=[17])
    visits: list[VisitNumber] | None = Field(
        None, max_length=1_000, description="Only these of them; nothing: all.", examples=[[902, 911]]
    )


class Model(Shape):
    name: str = Field(examples=["student-m"])
    in_use: bool
    default: bool
    space: str
    dimension: int = Field(examples=[192])
    threshold: float | None = Field(
        description="The cosine from which two pictures are one person's, at the promise; null: never calibrated.",
        examples=[0.28],
    )
    licence: str = Field(examples=["research only"])
    figures: dict[str, Any] = Field(description="What was measured about it.")


class ClosedSet(Shape):
    name: str = Field(description="Of a classifier, for POST /v1/classify.", examples=["staff"])
    people: int = Field(description="How many it tells apart.", examples=[12])


class Models(Shape):
    models: list[Model]
    classifiers: list[ClosedSet]
    provider: str = Field(examples=["CPU"])


class RunConfidences(Shape):
    right: list[int] = Field(description="Faces that were named rightly, by confidence in 20 parts of 0..1.")
    wrong: list[int] = Field(description="The others.")


class Run(Shape):
    name: str = Field(examples=["closed-set"])
    people: int = Field(examples=[12])
    faces: int = Field(examples=[640])
    losses: dict[str, list[tuple[int, float]]] = Field(
        description="By name, each as step and value.", examples=[{"loss": [[0, 2.5], [100, 0.4]]}]
    )
    scores: dict[str, float] = Field(examples=[{"accuracy": 0.98}])
    confidences: RunConfidences | None = Field(description="Null where no closed set was learnt.")


class Runs(Shape):
    runs: list[Run]


class OperatingPoint(Shape):
    threshold: float = Field(examples=[0.38])
    fpir: float = Field(description="The share of strangers who are given a name.", examples=[0.001])
    fnmr: float | None = Field(description="The share of true pairs that are missed.", examples=[0.03])


class Thresholds(Shape):
    model: str = Field(examples=["student-m"])
    in_use: float = Field(examples=[0.38])
    points: list[OperatingPoint]


class Caller(Shape):
    name: str = Field(description="Of the key.", examples=["the school's door"])
    scope: Literal["read", "enrol", "admin"]


class CameraNow(Shape):
    name: str = Field(examples=["front"])
    source: str = Field(description="Without name and password.", examples=["rtsp://camera.local/live"])
    state: Literal["opening", "live", "reconnecting", "ended", "failed"]
    message: str = Field(description="The state in words.", examples=["front, 1280x720 H264 25 fps"])
    mode: str = Field(examples=["1280x720 H264 25 fps"])
    fps: float = Field(description="Pictures a second that arrive.", examples=[24.8])
    results: float = Field(description="Results a second.", examples=[12.1])
    age_ms: int | None = Field(description="Of the newest result.", examples=[85])
    problem: str | None = Field(description="Why it has no pictures now, or had none last.", examples=[None])
    kept: bool = Field(description="By the database; one that the server was started with cannot be changed.")


class Cameras(Shape):
    cameras: list[CameraNow]


class NewCamera(Shape):
    name: str = Field(min_length=1, max_length=200, examples=["front"])
    source: str = Field(min_length=1, max_length=2_000, examples=["rtsp://me:secret@camera.local/live"], repr=False)


class CameraChange(Shape):
    name: str | None = Field(None, min_length=1, max_length=200, examples=["yard"])
    source: str | None = Field(
        None, min_length=1, max_length=2_000, examples=["rtsp://camera.local/other"], repr=False
    )


class RuleCondition(Shape):
    events: list[str] | None = Field(
        None, max_length=10, description="started, named, unknown, ended.", examples=[["named"]]
    )
    persons: list[Annotated[int, Field(ge=1, lt=2**63)]] = Field(
        [], max_length=1_000, description="Only these people."
    )
    groups: list[Annotated[str, Field(min_length=1, max_length=200)]] = Field(
        [], max_length=100, description="Only whoever is in one of these groups."
    )
    strangers: bool = Field(False, description="Those who are nobody known.")
    stays: float = Field(0, ge=0, description="Only strangers who have been there for so many seconds.")
    sources: list[Annotated[str, Field(max_length=1_000)]] = Field([], max_length=100, description="Only there.")
    once_a_day: bool = Field(False, description="Of each person once a day.")
    gap: float = Field(0, ge=0, description="Of each person every so many seconds at most.")
    quiet: str | None = Field(None, max_length=20, examples=["22:00-07:00"])
    daily: str | None = Field(
        None, max_length=10, description="Once a day who was there, instead of events.", examples=[None]
    )
    picture: bool = Field(False, description="With the picture of the face.")
    paused: bool = Field(False, description="Tell nothing for now; what waits to be delivered waits on.")


class NewRule(RuleCondition):
    target: str = Field(min_length=1, max_length=2_000, examples=["https://example.org/hook"], repr=False)
    secret: str = Field(
        "", max_length=200, description="What signs a web hook, in base64; else drawn by lot.", repr=False
    )
    template: str = Field("", max_length=100_000, description="What a web hook is sent: JSON or text with {name}.")


class MadeRule(Changed):
    rule: int
    secret: str | None = Field(
        description="What signs what is sent, where it was drawn by lot; not shown again.", repr=False
    )


class RuleNow(Shape):
    rule: int
    kind: Literal["webhook", "mqtt", "file", "program", "desktop"]
    target: str = Field(description="Without its secrets.", examples=["https://example.org"])
    sentence: str = Field(examples=["Tell https://example.org when somebody known comes"])
    waiting: int
    dropped: int
    problem: str | None
    kinds: list[str]
    persons: list[int]
    groups: list[str]
    strangers: bool
    sources: list[str]
    stays: float
    once_a_day: bool
    gap: float
    quiet: list[str] | None
    daily: str | None
    picture: bool
    paused: bool


class Rules(Shape):
    rules: list[RuleNow]


class Delivered(Shape):
    delivered: bool
    problem: str | None = Field(description="Why it did not arrive.", examples=[None])


class ToldNow(Shape):
    id: int
    rule: int
    sentence: str
    moment: datetime
    target: str
    state: Literal["waiting", "delivered", "failed", "dropped"]
    tries: int
    problem: str | None


class Told(Shape):
    told: list[ToldNow]
