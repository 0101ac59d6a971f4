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
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeAlias
from weakref import WeakSet

from facecam.base import settings
from facecam.base.errors import FacecamError, InputError, NotFoundError
from facecam.base.settings import Gpu, Settings
from facecam.pipeline.runtime import Runtime

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from facecam.base.types import Candidate, Detection, Face
    from facecam.identity.matching import Matcher
    from facecam.operations import Agreement, Change, Edit, ErasureReport, Forget
    from facecam.pipeline.recognizer import Recognizer
    from facecam.pipeline.watch import Watch
    from facecam.store.database import Database
    from facecam.store.people import PersonInfo
    from facecam.store.visits import VisitInfo
    from facecam.tasks.blurring import Blurred, NotBlurred
    from facecam.tasks.identification import Identified
    from facecam.tasks.verification import Verification

Path_: TypeAlias = "str | os.PathLike[str]"
Picture: TypeAlias = "Path_ | NDArray[Any]"
"""A path of an image, or BGR, uint8, (height, width, 3)."""

Who: TypeAlias = int | str
"""A person's number, or a name that only one person has."""

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


def open(
    store: Path_ | None = None, *, model: str | None = None, gpu: Gpu = "auto", passphrase: str | None = None
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

    def __init__(self, settings: Settings, passphrase: str | None = None, *, fast: bool = False) -> None:
        """By settings; `facecam.open` makes one of a path or URL. `fast` looks at stills as at a film."""
        self.settings = settings
        self._runtime = Runtime(settings, tend=False, passphrase=passphrase, fast=fast)
        self._closed = False
        self._purged = False
        self._watches: WeakSet[Watch] = WeakSet()
        """Those that were not left yet end with this."""

    def enrol(
        self,
        name: str,
        sources: Picture | Iterable[Picture],
        *,
        person: int | None = None,
        start: float = 0.0,
        end: float | None = None,
        agreed: Agreement | None = None,
        on_picture: Callable[[int], object] | None = None,
    ) -> Enrolment:
        """Make a person known from pictures of that person alone: images, folders of images, films, arrays.

        They are added to the one person of that name; where there is none, it is made. `person` is the number of
        whom they are added to, where several share the name. Of a film the seconds from `start` to `end` are looked
        at. `agreed` is what they agree to and until when, which a database may want. `on_picture` is called with
        the number of pictures looked at so far. Nothing is written before all of them were; where none is good
        enough, nothing at all.

        Raises `InputError` for a source that is not there, no source, an array that is no picture, or a name that
        several people have; `NotFoundError` where there is no such `person`.

        >>> cam.enrol("Anna", ["anna-1.jpg", "anna-2.jpg"])
        Enrolment(person=1, name='Anna', accepted=2, refused=(), looks_like=None)
        >>> cam.enrol("Anna", "anna.mp4").accepted > 0
        True
        >>> cam.enrol("Bo", "nobody.jpg").refused
        (Refusal(source='nobody.jpg', time=None, reason='there is no face'),)
        """
        from facecam.operations import Enrol
        from facecam.store.people import clean_name
        from facecam.tasks import inputs
        from facecam.tasks.enrolment import looks_like
        from facecam.tasks.samples import samples, split

        name = clean_name(name)
        given = inputs.sources(sources)
        inputs.check_times(start, end)
        known = self._known(name, person)
        recognizer, matcher = self.recognizer, self.matcher
        outcome = []
        for one in samples(recognizer, matcher, given, start, end):
            outcome.append(one)
            if on_picture is not None:
                on_picture(len(outcome))
        taken, refused = split(outcome)
        alike = looks_like(matcher, taken)
        number = None if known is None else known.id
        if taken:
            kept = tuple(one.sample(self.settings.keep_pictures) for one in taken)
            (number,) = self.apply(Enrol(name, kept, recognizer.embedder.space, number, agreed=agreed)).persons
        other = alike if alike is not None and (known is None or alike.person != known.id) else None
        why = tuple(Refusal(one.source, one.time, str(one.reason)) for one in refused)
        return Enrolment(number, known.name if known else name, len(taken), why, other)

    def identify(self, image: Picture, *, top: int = 5) -> list[Identified]:
        """Who is in a picture: every face, the largest first, with its `top` likeliest people.

        >>> [face.name for face in cam.identify("party.jpg")]
        ['Anna', None]
        >>> face = cam.identify("party.jpg")[0]
        >>> face.score > face.threshold
        True
        """
        from facecam.capture.images import as_image
        from facecam.tasks.identification import identify

        pixels = as_image(image)
        return identify(self.recognizer, self.matcher, pixels, top)

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
        names = [str(os.fspath(one)) if isinstance(one, str | os.PathLike) else what
                 for one, what in ((a, "the first picture"), (b, "the second picture"))]  # fmt: skip
        first, second = (look(self.recognizer, *one) for one in zip(pixels, names, strict=True))
        return verify(self.recognizer, first, second, self.settings.strangers)

    def detect(self, image: Picture) -> list[Detection]:
        """Where the faces are in a picture, the largest first.

        >>> len(cam.detect("party.jpg"))
        2
        """
        from facecam.capture.images import as_image

        return self.recognizer.find(as_image(image))

    def embed(self, images: Picture | Iterable[Picture]) -> list[Face | None]:
        """The main face of each picture with its vector, in the order of the pictures; None where there is none.

        The largest and most central one; `embedding` is float32 of unit length. Crops are left out.

        >>> face, none = cam.embed(["anna-1.jpg", "nobody.jpg"])
        >>> len(face.embedding) == cam.recognizer.embedder.dimension
        True
        >>> none is None
        True
        """
        from facecam.capture.images import as_image
        from facecam.tasks.embedding import embed_main
        from facecam.tasks.inputs import several

        recognizer = self.recognizer
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
        from facecam.capture.source import open_source
        from facecam.pipeline.watch import Watch
        from facecam.tasks.inputs import plain

        spec = plain(os.fspath(source)) if isinstance(source, os.PathLike) else str(source)
        settings = self.runtime.settings
        opened = open_source(spec, aspect=settings.aspects.get(spec, ""), trusted=settings.certificates)
        run = Watch(self.runtime, opened, realtime=realtime, remember=remember)
        self._watches.add(run)
        return run

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

    def people(self) -> list[PersonInfo]:
        """Everybody who is enrolled, by name.

        >>> [(one.id, one.name) for one in cam.people()]
        [(1, 'Anna')]
        """
        from facecam.store.people import list_people

        return list_people(self.database)

    def find(self, who: Who, *, hidden: bool = False) -> PersonInfo:
        """The one person of that number or name; with `hidden` also one who was removed.

        Raises `NotFoundError` where there is none, `InputError` where several have that name.

        >>> cam.find("anna").id
        1
        """
        from facecam.tasks.person_lookup import find_person

        number, name = (who, None) if isinstance(who, int) else (None, who)
        return find_person(self.database, name, number, hidden=hidden)

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

    def remove(self, person: Who) -> Change:
        """Remove a person; `undo` brings them back within 30 days."""
        from facecam.operations import Remove

        return self.apply(Remove(self.find(person).id))

    def undo(self) -> Change:
        """Take back the newest change, whoever made it. Raises `NotFoundError` where there is none.

        >>> print(cam.undo().message)
        Undone: Renamed Anna to Anna Berg
        """
        from facecam.operations import undo

        return undo(self._to_change())

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
    ) -> Iterator[VisitInfo]:
        """The visits that were remembered, the newest first, read a page at a time.

        Each condition narrows them down; `unknown`: only those of nobody known; `day`: those that began on it.

        >>> list(cam.history(unknown=True))
        []
        """
        from facecam.store.export import walk
        from facecam.store.visits import Filter

        number = None if person is None else self.find(person).id
        return walk(self.database, Filter(person=number, unknown=unknown, day=day, source=source))

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
        self._runtime.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _check_model(self) -> None:
        from facecam.vision.manifest import load_manifest

        load_manifest().embedder(self.settings.model)

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


def _url(store: Path_) -> str:
    """A database's URL; a path is one of an SQLite file."""
    if not isinstance(store, str | os.PathLike):
        raise InputError("{store} is no database", "Give a path, or an SQLAlchemy URL", store=repr(store))
    text = os.fspath(store)
    if not text.strip():
        raise InputError("The database's path is empty", "Give a path, an SQLAlchemy URL, or None")
    if isinstance(store, str) and "://" in text:
        return text
    from sqlalchemy import URL

    return URL.create("sqlite", database=text).render_as_string(hide_password=False)
