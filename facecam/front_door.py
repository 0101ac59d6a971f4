"""The front door: what facecam does, for programs. `import facecam` offers it, the command line's verbs call it.

    with facecam.open("people.db") as cam:
        cam.enrol("Anna", ["anna-1.jpg", "anna-2.jpg"])
        for face in cam.identify("party.jpg"):
            print(face.name, face.score, face.box)

A picture is a path, or a BGR uint8 array (height, width, 3). Whatever goes wrong in a way that can be mended is a
`FacecamError` that says what happened and what to do. What is heavy (ONNX Runtime, OpenCV, SQLAlchemy) is loaded
when it is needed first, so each method imports its own.
"""

from __future__ import annotations

import dataclasses
import os
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeAlias
from weakref import WeakSet

from facecam.base import settings
from facecam.base.errors import FacecamError, InputError, NotFoundError, SourceError
from facecam.base.messages import Message
from facecam.base.secret import Phrase
from facecam.base.settings import Gpu, Settings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from facecam.base.types import Candidate, Detection, Face
    from facecam.capture.clip import EncodedClip
    from facecam.capture.images import EncodedImage
    from facecam.capture.mailbox import BoundedQueue
    from facecam.capture.source import Source
    from facecam.events.event import Event
    from facecam.events.forecast import Forecast
    from facecam.events.outbox import LogEntry
    from facecam.events.rules import Condition, RuleInfo
    from facecam.events.targets import Target
    from facecam.events.teller import Notice, Teller
    from facecam.identity.matching import Matcher
    from facecam.operations import Agreement, Change, Details, Edit, ErasureReport, Forget
    from facecam.pipeline.cameras import Cameras
    from facecam.pipeline.recognizer import Recognizer
    from facecam.pipeline.runtime import Runtime
    from facecam.pipeline.watch import Watch
    from facecam.store.access_keys import KeyInfo, NewKey, Scope
    from facecam.store.attendance import Attendance
    from facecam.store.cameras import CameraInfo
    from facecam.store.clips import ClipPicture
    from facecam.store.database import Database
    from facecam.store.people import PersonInfo, PersonPlace, TemplateInfo
    from facecam.store.unknowns import Group
    from facecam.store.visits import Place, VisitInfo
    from facecam.tasks.blurring import Blurred, NotBlurred
    from facecam.tasks.classification import Classified
    from facecam.tasks.face_search import FaceSearch
    from facecam.tasks.identification import Identified
    from facecam.tasks.live_check import LiveAnswer, Turn
    from facecam.tasks.model_comparison import PairScores
    from facecam.tasks.operating_points import OperatingPoint
    from facecam.tasks.redecision import Redecision
    from facecam.tasks.roster import Enrolled
    from facecam.tasks.suggestions import Suggestions
    from facecam.tasks.training_reports import TrainingRun
    from facecam.tasks.verification import Verification
    from facecam.vision.classifier import Classifier
    from facecam.vision.manifest import ModelEntry

Path_: TypeAlias = "str | os.PathLike[str]"
Picture: TypeAlias = "Path_ | EncodedImage | NDArray[Any]"
"""A path of an image, the bytes of one (`EncodedImage`), or BGR, uint8, (height, width, 3)."""

Who: TypeAlias = int | str
"""A person's number, or a name that only one person has."""

DELIVERY = 5.0
"""Seconds at the end for targets to take what they were not told yet; what they do not take waits on disk."""

BATCH = 32
"""Faces that go through the embedder together."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A picture that did not become a sample."""

    source: str
    """The file; of an array its place among what was given, such as "picture 2"."""
    time: float | None
    """Seconds into a film; None for a still."""
    reason: str
    """In English."""
    message: Message = dataclasses.field(default=Message(""), repr=False)
    """The same, for other languages."""


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What came of pictures of one person."""

    person: int | None
    """None where there is no such person, for no picture of a new one was good enough."""
    name: str
    accepted: int
    """How many pictures became samples."""
    refused: tuple[Refusal, ...]
    """The others, each with its reason."""
    looks_like: Candidate | None = None
    """Somebody else who is enrolled and looks like this: perhaps the same person under two names."""
    samples: tuple[int, ...] = ()
    """The numbers of the new samples."""


def open(
    store: Path_ | None = None,
    *,
    model: str | None = None,
    gpu: Gpu = "auto",
    passphrase: Phrase | None = None,
) -> Facecam:
    """Open a database of people, which is made where it is not there yet.

    `store` is a path, an SQLAlchemy URL, or None for the user's own. `model` names the embedder (the best one there
    is), `gpu` is "auto", "required" or "off", `passphrase` opens an encrypted database. What is not said here
    stands in the user's settings, for example how many strangers may be named.

    Raises `InputError` for a model or URL that is none, `LockedError` where the passphrase or key is missing or
    wrong, `StoreError` for a folder, another program's database, one of a newer facecam, or one that cannot be
    reached.

    >>> import facecam
    >>> cam = facecam.open("people.db")
    >>> cam.people()
    []
    >>> cam.close()
    """
    kept = settings.load()
    database = kept.database if store is None else _url(store)
    cam = Facecam(dataclasses.replace(kept, database=database, model=model or kept.model, gpu=gpu), passphrase)
    try:
        if model is not None:
            cam._check_model()
        cam.database  # noqa: B018  what is wrong with it is said here and not later
    except BaseException:
        cam.close()
        raise
    return cam


class Facecam:
    """Faces found, named and remembered. A context manager; threads may share it.

    Models and database are opened when they are needed first. Whoever was enrolled, renamed or removed, by this or
    another program, is so from the next call on.
    """

    def __init__(self, settings: Settings, passphrase: Phrase | None = None, *, fast: bool = False) -> None:
        """By settings; `facecam.open` makes one of a path or URL. `fast` looks at stills as at a film."""
        self.settings = settings
        from facecam.pipeline.runtime import Runtime

        self._runtime = Runtime(settings, tend=False, passphrase=passphrase, fast=fast)
        self._closed = False
        self._purged = False
        self._others: dict[str, Recognizer] = {}
        """Those of models that are not in use, by name."""
        self._opening = threading.Lock()
        self._classifier: Classifier | None = None
        """The one that was asked last."""
        self._watches: WeakSet[Watch] = WeakSet()
        """Those that were not left yet end with this."""
        self._teller: Teller | None = None

    def enrol(
        self,
        name: str,
        sources: Picture | Iterable[Picture],
        *,
        person: int | None = None,
        start: float = 0.0,
        end: float | None = None,
        external_id: str = "",
        fields: Mapping[str, Any] | None = None,
        groups: Sequence[str] = (),
        agreed: Agreement | None = None,
        on_picture: Callable[[int], object] | None = None,
    ) -> Enrolment:
        """Make a person known from pictures of that person alone: images, folders of images, films, arrays.

        They are added to the one person of that name; where there is none, it is made. `person` is the number of
        whom they are added to, where several share the name. Of a film the seconds from `start` to `end` are looked
        at. Who brings an `external_id` (what another program calls the person) and `fields` (what JSON can hold) is
        a new person, whoever else has that name. `groups` are those of somebody new. `agreed` is what they agree to
        and until when, which a database may want. `on_picture` is called with the number of pictures looked at so
        far; what it raises ends the enrolment. Nothing is written before all of them were looked at; where none is
        good enough, nothing at all.

        Raises `InputError` for a source that is not there, no source, or an array that is no picture;
        `ConflictError` for a name that several people have or an external id that somebody has; `NotFoundError`
        where there is no such `person`.

        >>> cam.enrol("Anna", ["anna-1.jpg", "anna-2.jpg"])
        Enrolment(person=1, name='Anna', accepted=2, refused=(), looks_like=None, samples=(1, 2))
        >>> cam.enrol("Anna", "anna.mp4").accepted > 0
        True
        >>> cam.enrol("Bo", "nobody.jpg").refused
        (Refusal(source='nobody.jpg', time=None, reason='there is no face'),)
        """
        from facecam.operations import Details, Enrol
        from facecam.store.names import clean_name
        from facecam.tasks import inputs
        from facecam.tasks.enrolment import looks_like
        from facecam.tasks.samples import samples, split

        name = clean_name(name)
        given = inputs.sources(sources)
        inputs.check_times(start, end)
        known = None if external_id and person is None else self._known(name, person)
        details = Details(external_id, fields or {}, tuple(groups))
        if external_id and person is None:
            self._check(details)
        recognizer, matcher = self.recognizer, self.matcher
        outcome = []
        for one in samples(recognizer, matcher, given, start, end):
            outcome.append(one)
            if on_picture is not None:
                on_picture(len(outcome))
        taken, refused = split(outcome)
        alike = looks_like(matcher, taken)
        number = None if known is None else known.id
        added: tuple[int, ...] = ()
        if taken:
            kept = tuple(one.sample(self.settings.keep_pictures) for one in taken)
            join = not external_id
            edit = Enrol(name, kept, recognizer.embedder.space, number, join=join, details=details, agreed=agreed)
            change = self.apply(edit)
            (number,), added = change.persons, change.samples
        other = alike if alike is not None and alike.person != number else None
        why = tuple(Refusal(one.source, one.time, str(one.reason), one.reason) for one in refused)
        return Enrolment(number, known.name if known else name, len(taken), why, other, added)

    def enrol_many(
        self, sources: Path_ | Iterable[Path_], *, agreed: Agreement | None = None
    ) -> Iterator[Enrolled]:
        """Make many people known, one after the other: from a folder of folders (one a person), ZIPs, or a list
        (CSV: id, name, group, picture) with its pictures.

        Each is written before it is given, so that whoever stops loses nothing; who is here already, by the id or
        else by the name, is left alone, so that whoever starts again goes on. Raises `InputError` for sources that
        are not there or hold nobody.
        """
        from facecam.tasks.albums import albums
        from facecam.tasks.inputs import check_there
        from facecam.tasks.roster import Enrolled, Outcome, known, outcome_of, unusable

        given = [sources] if isinstance(sources, str | os.PathLike) else list(sources)
        for source in given:
            check_there(os.fspath(source))
        found = albums(given)
        if not found:
            raise InputError("There is no picture and no video in there", "Choose other files or folders")
        for album in found:
            if (one := unusable(album)) is not None:
                yield one
            elif (number := known(self.database, album)) is not None:
                yield Enrolled(album, Outcome.KNOWN, number)
            else:
                try:
                    done = self.enrol(
                        album.name, album.files, external_id=album.external_id, groups=album.groups, agreed=agreed
                    )
                except InputError as error:
                    yield Enrolled(album, Outcome.WRONG, why=error.message)
                    continue
                refused = [one.message for one in done.refused]
                yield outcome_of(album, done.person, done.accepted, refused)

    def add_samples(
        self,
        person: Who,
        sources: Picture | Iterable[Picture],
        *,
        on_picture: Callable[[int], object] | None = None,
    ) -> Enrolment:
        """Add pictures to somebody who is known, as `enrol` does.

        >>> cam.add_samples("Anna", "nobody.jpg").refused[0].reason
        'there is no face'
        """
        who = self.find(person)
        return self.enrol(who.name, sources, person=who.id, on_picture=on_picture)

    def identify(self, image: Picture, *, top: int = 5, threshold: float | None = None) -> list[Identified]:
        """Who is in a picture: every face, the largest first, with its `top` likeliest people.

        `threshold` is the cosine from which a name is given, in place of the one that follows from the settings;
        `fpir` is then the share of strangers who reach it. Raises `InputError` where it is no cosine, or `top` is
        less than 1.

        >>> [face.name for face in cam.identify("party.jpg")]
        ['Anna', None]
        >>> face = cam.identify("party.jpg")[0]
        >>> face.score > face.threshold
        True
        """
        from facecam.capture.images import as_image
        from facecam.tasks.identification import identify
        from facecam.tasks.inputs import check_top

        check_top(top)
        if threshold is not None and not -1 <= threshold <= 1:
            raise InputError("{threshold} is no cosine", "Give -1 to 1", threshold=str(threshold))
        pixels = as_image(image)
        matcher = self.matcher if threshold is None else self.matcher.at(threshold)
        return identify(self.recognizer, matcher, pixels, top)

    def classify(self, image: Picture, classifier: str, *, top: int = 5) -> list[Classified]:
        """Who is in a picture by a classifier of a closed set, beside what `identify` says of the same faces.

        Raises `InputError` where the manifest has no classifier of that name.
        """
        from facecam.capture.images import as_image
        from facecam.tasks.classification import classify
        from facecam.tasks.inputs import check_top
        from facecam.vision import open_classifier

        check_top(top)
        pixels = as_image(image)
        net = self._classifier  # another thread may take another meanwhile
        if net is None or net.name != classifier:
            net = self._classifier = open_classifier(classifier, self.settings.gpu)
        return classify(self.recognizer, self.matcher, net, pixels, top)

    def classifiers(self) -> list[ModelEntry]:
        """The classifiers of closed sets that there are.

        >>> cam.classifiers()
        []
        """
        from facecam.vision.manifest import load_manifest

        return list(load_manifest().classifiers)

    def training_runs(self, folder: Path_) -> list[TrainingRun]:
        """What the finished training runs in a folder say of themselves. Raises `InputError` without a folder."""
        from facecam.tasks.training_reports import read_runs

        return read_runs(Path(folder))

    def verify(self, a: Picture, b: Picture) -> Verification:
        """Whether two pictures show one person; of each the largest and most central face is compared.

        `same` is None where one of them has no face.

        >>> cam.verify("anna-1.jpg", "anna-2.jpg").same
        True
        >>> cam.verify("anna-1.jpg", "nobody.jpg").same is None
        True
        """
        from facecam.capture.images import as_image
        from facecam.tasks.verification import look, verify

        pixels = [as_image(image) for image in (a, b)]
        names = [_called(one, what) for one, what in ((a, "the first picture"), (b, "the second picture"))]
        first, second = (look(self.recognizer, *one) for one in zip(pixels, names, strict=True))
        return verify(self.recognizer, first, second, self.settings.strangers)

    def verify_person(self, image: Picture, person: Who) -> Verification:
        """Whether a picture shows this person; its largest and most central face is compared with all samples.

        `same` is None where it has no face. Raises `NotFoundError` where there is no such person, `InputError`
        where the person has no sample of the model in use.

        >>> cam.verify_person("anna-2.jpg", "Anna").same
        True
        """
        from facecam.capture.images import as_image
        from facecam.tasks.verification import look, verify_person

        number, matcher, recognizer = self.find(person).id, self.matcher, self.recognizer
        side = look(recognizer, as_image(image), _called(image, "the picture"))
        return verify_person(recognizer, matcher, side, number, self.settings.strangers)

    def faces(self, image: Picture) -> list[Face]:
        """The faces of a picture with how good their pictures are, the largest first; without vectors.

        >>> [face.quality.score > 0.3 for face in cam.faces("anna-1.jpg")]
        [True]
        """
        from facecam.capture.images import as_image
        from facecam.tasks.detection import detect

        return detect(self.recognizer, as_image(image))

    def live_check(
        self,
        source: Path_ | int | EncodedClip,
        *,
        asked: Sequence[str] = (),
        on_ask: Callable[[Turn | None], None] = lambda turn: None,
        stopping: threading.Event | None = None,
    ) -> LiveAnswer:
        """Whether the face before a camera turns as asked, which a picture held before it cannot: advice that opens
        nothing (`tasks/live_check.py` says what passes all the same).

        `asked`: left, right, up, as the person's own sides; nothing: two by chance. `on_ask` hears what to tell the
        person next, None for "look ahead"; `stopping` ends it from another thread. A film, also the bytes of a
        short one, is taken for the answer to `asked`. It is no visit, and nobody is told. Raises as `watch`, and
        `InputError` for a film without `asked` and for pictures.

        >>> str(cam.live_check("anna.mp4", asked=["left", "right"]).label)
        'not tested'
        """
        from facecam.capture.source import shows_stills
        from facecam.tasks.live_check import PATIENCE, check, chosen, drawn

        opened = self._source(source)
        if shows_stills(opened):
            raise InputError(
                "{source} cannot turn its head", "Name a camera, a stream or a film", source=opened.name
            )
        if not asked and not opened.live:
            raise InputError(
                "Nobody knows what was asked in {source}", "Say it, such as left,up", source=opened.name
            )
        turns = chosen(asked) if asked else drawn()
        with self._watched(opened, stopping=stopping, silent=True) as results:
            return check(results, turns, lambda: PATIENCE if opened.live else None, on_ask)

    def detect(self, image: Picture) -> list[Detection]:
        """Where the faces are in a picture, the largest first.

        >>> len(cam.detect("party.jpg"))
        2
        """
        from facecam.capture.images import as_image

        return self.recognizer.find(as_image(image))

    def embed(self, images: Picture | Iterable[Picture], *, model: str | None = None) -> list[Face | None]:
        """The main face of each picture with its vector, in the order of the pictures; None where there is none.

        The largest and most central one; `embedding` is float32 of unit length. Crops are left out. `model` names
        another embedder than the one in use; vectors of two can be compared only where their `space` is one.

        >>> face, none = cam.embed(["anna-1.jpg", "nobody.jpg"])
        >>> len(face.embedding) == cam.recognizer.embedder.dimension
        True
        >>> none is None
        True
        """
        from facecam.capture.images import as_image
        from facecam.tasks.embedding import embed_main
        from facecam.tasks.inputs import several

        recognizer = self.with_model(model)
        pictures = iter(several(images))
        found: list[Face | None] = []
        while batch := [as_image(image) for image in islice(pictures, BATCH)]:
            found += embed_main(recognizer, batch)
        return found

    def watch(self, source: Path_ | int, *, realtime: bool = False, remember: bool = False) -> Watch:
        """An iterator over what is said of each frame of a source: the same chain as the window's.

        `source` is a camera (0, a name, a stable path), a film, an image, a folder of images, an RTSP or HTTP URL,
        or "demo". Of a file every frame is processed, unless `realtime` plays it at its own pace; of a camera
        always the newest. With `remember` visits are written to the database. It ends with the source; to leave it
        before, close it, or use it as a context manager. Several may run at a time, each in its thread.

        Raises `InputError` or `SourceError` for what can be no source; iterating raises what goes wrong later.

        >>> with cam.watch("anna.mp4") as results:
        ...     for result in results:
        ...         names = {decision.name for decision in result.decisions}
        ...         if "Anna" in names:
        ...             break
        >>> names
        {'Anna'}
        """
        return self._watched(self._source(source), realtime=realtime, remember=remember)

    def blur(
        self,
        source: Path_,
        out: Path_,
        *,
        keep: Iterable[Who] = (),
        go_on: Callable[[int, int], bool] = lambda done, total: True,
    ) -> list[Blurred | NotBlurred]:
        """Copy a picture, a film, or a folder of them with the faces in it blurred, except those of `keep`.

        A face stays clear only where it is surely theirs. Nothing brings back what was blurred; what the detector
        does not find stays as it is. `out` must not be there yet. A film keeps its sound. `go_on` is asked after
        each picture, and given how many of how many were looked at (0: not known); where it says no, what is not
        complete is deleted.

        Raises `InputError` or `ImageError` for what cannot be read or written, and what `find` raises for `keep`.

        >>> [(one.faces, one.kept) for one in cam.blur("party.jpg", "shared.jpg", keep=["Anna"])]
        [(2, 1)]
        """
        from pathlib import Path

        from facecam.tasks.blurring import blur

        people = [self.find(who).id for who in keep]
        return blur(self.recognizer, self.matcher, Path(source), Path(out), people, go_on)

    def people(
        self, wanted: str = "", *, after: PersonInfo | PersonPlace | None = None, limit: int | None = None
    ) -> list[PersonInfo]:
        """Everybody who is enrolled, by name.

        `wanted` narrows them down to those whose name has it in it, or whose external id it is; `limit` gives the
        first so many, and with `after`, the last of those, the next.

        >>> [(one.id, one.name) for one in cam.people()]
        [(1, 'Anna')]
        >>> cam.people("nn", after=cam.people()[0], limit=10)
        []
        """
        from facecam.store.people import list_people, page_of_people

        if limit is None and after is None and not wanted:
            return list_people(self.database)
        return page_of_people(self.database, wanted, after=after, limit=limit)

    def find(self, who: Who, *, hidden: bool = False) -> PersonInfo:
        """The one person of that number or name; with `hidden` also one who was removed.

        Raises `NotFoundError` where there is none, `InputError` where several have that name.

        >>> cam.find("anna").id
        1
        """
        from facecam.tasks.person_lookup import find_person

        number, name = (who, None) if isinstance(who, int) else (None, who)
        return find_person(self.database, name, number, hidden=hidden)

    def samples(self, person: Who) -> list[TemplateInfo]:
        """What a person was enrolled with, the oldest first; of all models.

        >>> [sample.source for sample in cam.samples("Anna")][:2]
        ['anna-1.jpg', 'anna-2.jpg']
        """
        from facecam.store.people import templates

        return templates(self.database, self.find(person).id)

    def sample_picture(self, sample: int) -> bytes | None:
        """The aligned crop of a sample as JPEG; None where none was kept (which the settings decide)."""
        from facecam.store.people import picture

        return picture(self.database, sample) or None

    def remove_sample(self, sample: int, *, person: Who | None = None) -> Change:
        """Remove one sample; `undo` brings it back within 30 days. Raises `NotFoundError` where there is none, or
        where it is not this person's."""
        from facecam.operations import RemoveTemplate

        if person is not None and sample not in {one.id for one in self.samples(person)}:
            raise NotFoundError("There is no sample {sample}", "List the person's samples", sample=str(sample))
        return self.apply(RemoveTemplate(sample))

    def describe(
        self,
        person: Who,
        *,
        name: str | None = None,
        external_id: str | None = None,
        fields: Mapping[str, Any] | None = None,
    ) -> Change:
        """Keep what another program calls a person, and what it wants to know of them, and rename them, in one
        change; None: as it was.

        Raises `ConflictError` where somebody else has that external id.
        """
        from facecam.operations import SetDetails

        return self.apply(SetDetails(self.find(person).id, name, external_id, fields))

    def rename(self, person: Who, name: str) -> Change:
        """Give a person another name.

        >>> print(cam.rename("Anna", "Anna Berg").message)
        Renamed Anna to Anna Berg
        """
        from facecam.operations import Rename

        return self.apply(Rename(self.find(person).id, name))

    def merge(self, person: Who, into: Who) -> Change:
        """Make one person of two: `into` takes over all that is kept of `person`."""
        from facecam.operations import Merge

        return self.apply(Merge(self.find(person).id, self.find(into).id))

    def confirm(self, person: Who, image: Picture) -> Change:
        """Yes, this is that person: the main face of a picture becomes a sample, though it scored low.

        Raises `InputError` for a picture without a face, one that is no good sample, and a face that is hardly like
        the person or somebody else's; `NotFoundError` where nobody is called so, or has no sample of this model.
        """
        from facecam.capture.images import as_image
        from facecam.operations import ThisPerson
        from facecam.tasks.confirmation import confirm
        from facecam.tasks.embedding import find_main

        found, pixels = self.find(person), as_image(image)
        recognizer = self.recognizer
        if (face := find_main(recognizer, pixels)) is None:
            raise InputError("There is no face in the picture", "Take another picture")
        (seen,) = recognizer.embed([face])
        taken = confirm(self.matcher, seen, found.id, _called(image, "picture"))
        sample = taken.sample(self.settings.keep_pictures)
        return self.apply(ThisPerson(found.id, (sample,), recognizer.embedder.space))

    def suggestions(self, person: Who) -> Suggestions:
        """Visits of strangers who could be that person, and looks of theirs that would make good samples.

        Confirm with `confirm_visits`, deny with `deny_visit`, take looks with `learn_from_visits`.
        """
        from facecam.tasks.suggestions import suggestions

        return suggestions(self.database, self.matcher, self.find(person).id)

    def confirm_visits(self, person: Who, visits: Sequence[int]) -> Change:
        """Yes, these visits were that person: they carry the name, and their faces become samples."""
        from facecam.operations import NameVisits

        return self.apply(NameVisits(tuple(visits), person=self.find(person).id))

    def deny_visit(self, person: Who, visit: int) -> Change:
        """No, this visit was not that person, and nobody who looks so is; `redecided` has past visits like it."""
        from facecam.operations import NotThisPerson

        return self.apply(NotThisPerson(self.find(person).id, sighting=visit))

    def redecided(self, correction: int | None = None) -> Redecision:
        """The past visits that a correction (`confirm`, `deny_visit`) decides otherwise; None: the newest one.

        `correction`: `Change.operation`. Raises `NotFoundError` where there is none in force.
        """
        from facecam.tasks.redecision import redecided

        return redecided(self.database, self.matcher, correction)

    def redecide(self, correction: int | None = None, *, among: Collection[int] | None = None) -> Change:
        """Change those visits, `among`: only these of them; one `undo` takes back the correction and this.

        Raises as `redecided`, and `ConflictError` where the same people were changed since.
        """
        from facecam.tasks.redecision import redecide

        return redecide(self._to_change(), self.redecided(correction), among)

    def learn_from_visits(self, person: Who, visits: Sequence[int]) -> Change:
        """The faces of these visits of that person become samples."""
        from facecam.operations import LearnFromVisits

        return self.apply(LearnFromVisits(self.find(person).id, tuple(visits)))

    def remove(self, person: Who) -> Change:
        """Remove a person; `undo` brings them back within 30 days."""
        from facecam.operations import Remove

        return self.apply(Remove(self.find(person).id))

    def undo(self, *, but: Collection[str] = ()) -> Change:
        """Take back the newest change, whoever made it. `but`: kinds that are not to be taken back
        (`ConflictError`). Raises `NotFoundError` where there is none.

        >>> print(cam.undo().message)
        Undone: Renamed Anna to Anna Berg
        """
        from facecam.operations import undo

        return undo(self._to_change(), but=but)

    def forget(self, person: Who, *, go_on: Callable[[int, int], bool] | None = None) -> ErasureReport:
        """Delete all that is kept of a person for good, also of one who was removed, with all backups.

        `go_on` is asked while strangers' faces are compared, and given how many of how many were; where it says no,
        nothing is deleted, and `StoppedError` is raised.

        >>> cam.forget("Anna").complete
        True
        """
        from facecam.operations import Forget

        report = self.apply(Forget(self.find(person, hidden=True).id, go_on)).proof
        assert report is not None
        return report

    def history(
        self,
        *,
        person: Who | None = None,
        unknown: bool = False,
        day: date | None = None,
        source: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        after: VisitInfo | Place | None = None,
    ) -> Iterator[VisitInfo]:
        """The visits that were remembered, the newest first, read a page at a time.

        Each condition narrows them down; `unknown`: only those of nobody known; `day`: those that began on it;
        `since` and `until` (with their time zone): those that lasted into that time; `after`: those that follow
        this one in the list. Raises `InputError` for a time without a zone.

        >>> list(cam.history(unknown=True))
        []
        """
        from facecam.store.export import walk
        from facecam.store.visits import Filter

        number = None if person is None else self.find(person).id
        for moment in (since, until):
            if moment is not None and moment.tzinfo is None:
                raise InputError("{moment} has no time zone", "Give one, as .astimezone() does", moment=str(moment))
        which = Filter(person=number, unknown=unknown, day=day, source=source, since=since, until=until)
        return walk(self.database, which, after)

    def visit_picture(self, visit: int) -> bytes | None:
        """The picture of a visit as JPEG; None where none was kept (which the settings decide)."""
        from facecam.store.visits import picture_of

        return picture_of(self.database, visit) or None

    def visit_clip(self, visit: int) -> list[ClipPicture] | None:
        """The short clip of a visit; None where none was kept (which the settings decide), empty where it is
        damaged. Whoever else was there is blurred in it."""
        from facecam.store.clips import clip_of

        return clip_of(self.database, visit)

    def unknowns(self) -> list[Group]:
        """Strangers who were seen, their visits grouped by face; who came most often first.

        >>> cam.unknowns()
        []
        """
        from facecam.store.unknowns import load_strangers

        embedder = self.recognizer.embedder
        strangers = load_strangers(self.database, embedder.space, embedder.dimension)
        return list(strangers.grouped(self.matcher).groups)

    def name_visits(self, visits: Sequence[int], name: str) -> Change:
        """These visits were `name`: the one person of that name, or somebody new; their faces become samples."""
        from facecam.operations import NameVisits

        return self.apply(NameVisits(tuple(visits), name))

    def ignore_visits(self, visits: Sequence[int]) -> Change:
        """The strangers of these visits need no name: they, and who looks like them, are no unknowns."""
        from facecam.operations import IgnoreUnknowns

        return self.apply(IgnoreUnknowns(tuple(visits)))

    def models(self) -> tuple[ModelEntry, ...]:
        """The embedders there are, with what was measured about them; `recognizer.model` is the one in use."""
        from facecam.vision.manifest import load_manifest

        return load_manifest().embedders

    def compare_models(self, pictures: Sequence[Picture], names: Sequence[str] = ()) -> list[PairScores]:
        """What each model says of every pair of these pictures; of each its main face is compared.

        `names`: the models; nothing: all there are. Pairs without a face in both are left out.

        >>> [one.pairs[0].same for one in cam.compare_models(["anna-1.jpg", "anna-2.jpg"])]
        [True, True]
        """
        from facecam.capture.images import as_image
        from facecam.pipeline.recognizer import open_recognizer
        from facecam.tasks.model_comparison import pair_scores

        named = [(_called(one, f"picture {at}"), as_image(one)) for at, one in enumerate(pictures, 1)]
        running = self.recognizer
        recognizers = (
            running if name == running.model else open_recognizer(dataclasses.replace(self.settings, model=name))
            for name in names or [entry.name for entry in self.models()]
        )
        return [pair_scores(one, named, self.settings.strangers) for one in recognizers]

    def operating_points(self) -> list[OperatingPoint]:
        """What each threshold would mean for the people as they are: both error rates.

        >>> points = cam.operating_points()
        >>> points[0].fpir > points[-1].fpir
        True
        """
        from facecam.tasks.operating_points import operating_points

        return operating_points(self.matcher, self.recognizer.embedder.entry.figures)

    def add_key(self, name: str, scope: Scope) -> NewKey:
        """Make a key to `facecam serve`; it is told this once, and only its digest is kept."""
        from facecam.store.access_keys import add_key

        return add_key(self.database, name, scope)

    def keys(self) -> list[KeyInfo]:
        """The keys to `facecam serve`, the oldest first.

        >>> cam.keys()
        []
        """
        from facecam.store.access_keys import list_keys

        return list_keys(self.database)

    def revoke_key(self, key: int) -> None:
        """Make a key open nothing any more. Raises `NotFoundError` where there is none of that number."""
        from facecam.store.access_keys import revoke_key

        revoke_key(self.database, key)

    def attendance(
        self, *, person: Who | None = None, day: date | None = None, source: str | None = None
    ) -> list[Attendance]:
        """By day and person when first, when last, and for how long altogether, the newest day first.

        >>> cam.attendance(source="door")
        []
        """
        from facecam.store.attendance import daily
        from facecam.store.visits import Filter

        number = None if person is None else self.find(person).id
        return daily(self.database, Filter(person=number, day=day, source=source))

    # What happens, and who is told

    def events(self, after: str | None = None) -> BoundedQueue[Event]:
        """What happens at all sources of this Facecam from now on; `after` as in `Outlet.subscribe`.

        >>> happened = cam.events()
        >>> with cam.watch("anna.mp4") as results:
        ...     last = [result.index for result in results][-1]
        >>> happened.take().kind
        <Kind.STARTED: 'visit.started'>
        """
        return self.runtime.events.subscribe(after)

    def tell(self, desktop: Callable[[Notice], object] | None = None) -> None:
        """Tell what happens from now on as the rules ask for; may be called again.

        `desktop` shows the notices of rules for the desktop, in a thread of its own.
        """
        from facecam.events.teller import Teller

        if self._teller is None:
            runtime = self.runtime
            self._teller = Teller(
                runtime.events,
                lambda: runtime.database,
                desktop=desktop,
                days=lambda: runtime.settings.sightings_days,
            )
            self.database  # noqa: B018  what is wrong with it is said here
            self._teller.start()

    def rules(self) -> list[RuleInfo]:
        """What is told, and where to.

        >>> cam.rules()
        []
        """
        from facecam.events.rules import list_rules

        return list_rules(self.database)

    def add_rule(self, target: Target, condition: Condition) -> Change:
        """Tell `target` from now on what fits `condition`."""
        from facecam.operations import AddRule

        return self.apply(AddRule(target, condition))

    def change_rule(self, rule: int, condition: Condition) -> Change:
        """Tell something else there. Raises `NotFoundError` where there is no such rule."""
        from facecam.operations import ChangeRule

        return self.apply(ChangeRule(rule, condition))

    def pause_rule(self, rule: int, paused: bool = True) -> Change:
        """Tell nothing by it for now, or go on; what waits, waits on. Raises `NotFoundError`."""
        from facecam.operations import PauseRule

        return self.apply(PauseRule(rule, paused))

    def forecast(self, target: Target, condition: Condition) -> Forecast:
        """How often such a rule would have told something in the last days, by the visits that are kept."""
        from facecam.events.forecast import forecast
        from facecam.events.targets import is_person

        return forecast(self.database, condition, to_person=is_person(target))

    def remove_rule(self, rule: int) -> Change:
        """Tell it no more; `undo` brings it back within 30 days. Raises `NotFoundError`."""
        from facecam.operations import RemoveRule

        return self.apply(RemoveRule(rule))

    def test_rule(self, rule: int) -> None:
        """Send the rule's target an example now. Raises `FacecamError` with what is wrong."""
        from facecam.events.delivery import try_target
        from facecam.events.rules import target_of

        try_target(target_of(self.database, rule))

    def told(self, *, rule: int | None = None, before: int | None = None, limit: int = 100) -> list[LogEntry]:
        """What was told, or waits to be, the newest first; `before` is the last one of the page before."""
        from facecam.events.outbox import log

        return log(self.database, rule=rule, before=before, limit=limit)

    def find_face(
        self,
        image: Picture,
        *,
        person: Who | None = None,
        unknown: bool = False,
        day: date | None = None,
        source: str | None = None,
    ) -> FaceSearch:
        """When the main face of a picture was here, strangers' too; the conditions are those of `history`.

        As with names, at most one in `settings.strangers` of those who were never here finds a visit all the same.
        Raises `InputError` where there is no face in the picture.

        >>> cam.find_face("anna-1.jpg").visits
        ()
        """
        from facecam.capture.images import as_image
        from facecam.store.visits import Filter
        from facecam.tasks.embedding import embed_main
        from facecam.tasks.face_search import find_face

        number = None if person is None else self.find(person).id
        recognizer = self.recognizer
        (face,) = embed_main(recognizer, [as_image(image)])
        if face is None or face.embedding is None:
            raise InputError("There is no face in this picture", "Choose a picture that shows one")
        which = Filter(person=number, unknown=unknown, day=day, source=source)
        fpir = 1 / self.settings.strangers
        return find_face(
            self.database, face.embedding, recognizer.embedder.space, recognizer.calibration, fpir, which
        )

    def move_samples(self, person: Who, samples: Iterable[int], to: Who) -> Change:
        """Give samples of one person to another, who is there already: the numbers are those of
        `facecam people show`."""
        from facecam.operations import MoveTemplates

        return self.apply(MoveTemplates(self.find(person).id, tuple(samples), self.find(to).id))

    def delete_visits(self, visits: Iterable[int]) -> Change:
        """Keep these visits no longer; `undo` brings them back within 30 days."""
        from facecam.operations import DeleteVisits

        return self.apply(DeleteVisits(tuple(visits)))

    def cameras(self) -> list[CameraInfo]:
        """The sources that `facecam serve` watches.

        >>> cam.cameras()
        []
        """
        from facecam.store.cameras import list_cameras

        return list_cameras(self.database)

    def add_camera(self, name: str, source: str) -> Change:
        """Have `facecam serve` watch a camera or a stream. Raises `InputError` where it can be none, or is a file;
        `ConflictError` where there is one of that name."""
        from facecam.operations import AddCamera

        self._check_camera(source)
        return self.apply(AddCamera(name, source))

    def change_camera(self, name: str, *, new: str = "", source: str = "") -> Change:
        """Call a camera otherwise, or watch another source under its name. Raises what `add_camera` does."""
        from facecam.operations import ChangeCamera

        if source:
            self._check_camera(source)
        return self.apply(ChangeCamera(name, new, source))

    def remove_camera(self, name: str) -> Change:
        """Watch a camera no more. Raises `NotFoundError`."""
        from facecam.operations import RemoveCamera

        return self.apply(RemoveCamera(name))

    def watch_cameras(self, brought: Mapping[str, str] | None = None) -> Cameras:
        """Watch the cameras of the database, and those that are brought by name, until it is stopped."""
        from facecam.pipeline.cameras import Cameras

        return Cameras(self.runtime, brought)

    def apply(self, edit: Edit | Forget) -> Change:
        """Any edit of `facecam.operations`."""
        from facecam.operations import apply

        return apply(self._to_change(), edit)

    # What this class stands on, for those who need more

    @property
    def runtime(self) -> Runtime:
        """Models, database, people and waiting visits: what the sources of the window share, too."""
        if self._closed:
            raise InputError("This Facecam was closed", "Open it again with facecam.open")
        return self._runtime

    @property
    def recognizer(self) -> Recognizer:
        """The models, opened now if they are not yet. Raises `ModelError`, `ProviderError`, `InputError`."""
        return self.runtime.need_recognizer()

    def with_model(self, model: str | None) -> Recognizer:
        """The recogniser with another embedder, which stays open; None: the one in use. Raises as that does."""
        running = self.recognizer
        if model is None or model == running.model:
            return running
        with self._opening:
            if (kept := self._others.get(model)) is None:
                from facecam.pipeline.recognizer import with_embedder
                from facecam.vision import open_embedder

                embedder = open_embedder(model, self.settings.gpu)
                kept = self._others[model] = with_embedder(running.detector, embedder, running.still_scan)
            return kept

    @property
    def database(self) -> Database:
        """The database, opened now if it is not yet. Raises what `open` does."""
        return self.runtime.need_database()

    @property
    def matcher(self) -> Matcher:
        """The people as they are now, to compare faces with. Raises what the two above do."""
        return self.runtime.need_matcher()

    def left_behind(self) -> int:
        """How many samples were made by another model than the one that runs, so that they match nobody."""
        self.runtime.need_matcher()
        return self.runtime.left_behind()

    def damage(self) -> FacecamError | None:
        """Whose samples are left out, since they were altered or damaged; None where none are."""
        self.runtime.need_matcher()
        return self.runtime.damage()

    def close(self) -> None:
        """Write what is waiting and close the database; may be called again."""
        self._closed = True
        for run in list(self._watches):
            run.close()
        if self._teller is not None:
            self._teller.stop(DELIVERY)
        self._runtime.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _check_camera(self, source: str) -> None:
        """Whoever may name cameras, over HTTP too, may not have any file of this machine read."""
        from facecam.base.addresses import public
        from facecam.capture.source import open_source

        try:
            fits = source == "demo" or open_source(source, trusted=self.settings.certificates).live
        except SourceError:
            fits = False  # nor is it told which files there are
        if not fits:
            raise InputError(
                "{source} is no camera", "Give a device or the address of a stream", source=public(source)
            )

    def _check_model(self) -> None:
        from facecam.vision.manifest import load_manifest

        load_manifest().embedder(self.settings.model)

    def _check(self, details: Details) -> None:
        """What is wrong with them is said before any picture is looked at."""
        from facecam.operations.details import as_text, free_id

        as_text(details.fields)
        with self.database.read() as session:
            free_id(session, details.external_id)

    def _source(self, source: Path_ | int | EncodedClip) -> Source:
        from facecam.capture.clip import ClipSource, EncodedClip
        from facecam.capture.source import open_source
        from facecam.tasks.inputs import plain

        if isinstance(source, EncodedClip):
            return ClipSource(source)
        spec = plain(os.fspath(source)) if isinstance(source, os.PathLike) else str(source)
        settings = self.runtime.settings
        return open_source(spec, aspect=settings.aspects.get(spec, ""), trusted=settings.certificates)

    def _watched(self, source: Source, **how: Any) -> Watch:
        from facecam.pipeline.watch import Watch

        run = Watch(self.runtime, source, **how)
        self._watches.add(run)
        return run

    def _known(self, name: str, number: int | None) -> PersonInfo | None:
        """Who gets the pictures; None for a new person."""
        from facecam.tasks.person_lookup import find_person

        try:
            return find_person(self.database, name, number)
        except NotFoundError:
            if number is not None:
                raise
            return None

    def _to_change(self) -> Database:
        """The database; before the first change what was removed long ago is deleted."""
        from facecam.operations import purge_expired

        database = self.database
        if not self._purged:
            purge_expired(database)
            self._purged = True
        return database


def _called(picture: Picture, otherwise: str) -> str:
    """What a picture is called, for people to read."""
    if isinstance(picture, str | os.PathLike):
        return str(os.fspath(picture))
    return str(getattr(picture, "name", otherwise))


def _url(store: Path_) -> str:
    """A database's URL; a path is one of an SQLite file."""
    if not isinstance(store, str | os.PathLike):
        raise InputError("{store} is no database", "Give a path, or an SQLAlchemy URL", store=repr(store))
    text = os.fspath(store)
    if not text.strip():
        raise InputError("The database's path is empty", "Give a path, an SQLAlchemy URL, or None")
    if "\0" in text:
        raise InputError("The database's path has a zero byte in it", "Give a path, an SQLAlchemy URL, or None")
    if isinstance(store, str) and ("://" in text or text == "pgserver:"):
        return text
    from sqlalchemy import URL

    return URL.create("sqlite", database=text).render_as_string(hide_password=False)
