"""Pictures, folders and films copied with the faces in them blurred, except those of chosen people.

A face stays clear only where it is surely theirs; whoever is uncertain is blurred. What the detector cannot find
(turned away, tiny, covered) stays as it is, so what comes out is to be looked through before it is passed on. Of
the file's own words (place, date, title) nothing is copied; of a film the sound is, and so are the voices in it.
"""

from __future__ import annotations

import errno
import itertools
import os
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2

from facecam.base.errors import FacecamError, InputError
from facecam.base.messages import Message
from facecam.base.private_files import new_folder
from facecam.base.types import Image
from facecam.base.unfinished import in_one_step
from facecam.capture import archives
from facecam.capture.folders import contents, is_folder, shown
from facecam.capture.images import read_image
from facecam.capture.kinds import IMAGE_SUFFIXES, VIDEO_SUFFIXES
from facecam.capture.video import VideoSource
from facecam.capture.worker import frames
from facecam.identity.matching import Matcher
from facecam.pipeline.recognizer import Recognizer, decide_still
from facecam.recording.film_copy import SUFFIXES, FilmCopy, check_films
from facecam.tasks.film_faces import FilmSearch
from facecam.vision.blur import blur_faces
from facecam.vision.mtcnn import SMALLEST_FACE
from facecam.vision.scan import CAUTIOUS

PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff")
"""Kinds of pictures that are written; others become the first one."""
QUALITY = (cv2.IMWRITE_JPEG_QUALITY, 95, cv2.IMWRITE_WEBP_QUALITY, 95)

GoOn = Callable[[int, int], bool]
"""`go_on(done, all)` is asked after each picture, `all` being 0 where that is not known; where it says no, what is
not complete is deleted."""


@dataclass(frozen=True, slots=True)
class Blurred:
    """One file that was copied."""

    source: str
    path: Path
    faces: int
    """In a film tracks: one person may be several."""
    kept: int
    """Of them those that stay clear, in a film at least for a while."""
    frames: int
    """1 of a still."""
    doubtful: int = 0
    """Of those that were blurred how many look like somebody to be kept, but not surely enough."""
    guessed: int = 0
    """Frames that are blurred where no face was seen: before, after and between where one was."""
    sound: bool | None = None
    """Of a film: whether it has any, which was copied. None: a still."""


@dataclass(frozen=True, slots=True)
class NotBlurred:
    """One file of a folder that was not copied."""

    source: str
    reason: Message


def suggested(source: Path) -> Path:
    """Where the copy of a picture or film may go: beside it, under a name that is not taken."""
    film = source.suffix.lower() in VIDEO_SUFFIXES
    endings = SUFFIXES if film else PICTURES
    ending = source.suffix if source.suffix.lower() in endings else endings[0]
    names = itertools.chain([""], (f"-{number}" for number in itertools.count(2)))
    return next(
        path for name in names if not (path := source.with_name(f"{source.stem}-blurred{name}{ending}")).exists()
    )


class _StoppedError(Exception):
    """Somebody wants it no more."""


def blur(
    recognizer: Recognizer, matcher: Matcher, source: Path, out: Path, keep: Collection[int], go_on: GoOn
) -> list[Blurred | NotBlurred]:
    """Copy a picture, a film, or a folder of them with its subfolders, from `source` to `out`.

    `keep`: the numbers of the people who stay clear. `out` must not be there yet, but for an empty folder.
    What ended before `go_on` said no is complete and stays. Raises `FacecamError` for a file; in a folder a file
    that cannot be read is told of.
    """
    done: list[Blurred | NotBlurred] = []
    try:
        if not is_folder(source):
            _check_file(source, out)
            done.append(_Blurrer(recognizer, matcher, keep, go_on).file(source, out))
            return done
        blurrer = _Blurrer(recognizer, matcher, keep, go_on)
        for one, target in _files(source, out, done):
            try:
                done.append(blurrer.file(one, target))
            except FacecamError as error:
                done.append(NotBlurred(shown(one), error.told))
    except _StoppedError:
        pass
    return done


class _Blurrer:
    def __init__(self, recognizer: Recognizer, matcher: Matcher, keep: Collection[int], go_on: GoOn) -> None:
        detector = recognizer.detector.looking(CAUTIOUS, SMALLEST_FACE)
        self._recognizer = Recognizer(detector, recognizer.embedder, recognizer.calibration, CAUTIOUS)
        self._matcher = matcher
        self._keep = frozenset(keep)
        self._go_on = go_on

    def file(self, source: Path, out: Path) -> Blurred:
        try:
            new_folder(out.parent)
        except OSError as error:
            raise _unwritable(out, error) from error
        if source.suffix.lower() in VIDEO_SUFFIXES:
            return self._film(source, out)
        return self._picture(source, out)

    def _picture(self, source: Path, out: Path) -> Blurred:
        image = read_image(source)
        faces = self._recognizer.faces(image)
        decisions = decide_still(faces, self._matcher)
        strangers = [
            (face, decision)
            for face, decision in zip(faces, decisions, strict=True)
            if decision.person not in self._keep
        ]
        self._told(1, 1)
        _write(out, blur_faces(image, [face.detection.box for face, _ in strangers]))
        doubtful = sum(
            decision.best is not None
            and decision.best.person in self._keep
            and decision.best.score >= self._matcher.threshold
            for _, decision in strangers
        )
        return Blurred(shown(source), out, len(faces), len(faces) - len(strangers), 1, doubtful)

    def _film(self, source: Path, out: Path) -> Blurred:
        check_films()
        if not os.access(out.parent, os.W_OK):  # said now, and not when all of the film was looked at
            raise _unwritable(out, PermissionError(errno.EACCES, os.strerror(errno.EACCES)))
        film = VideoSource(source)
        search, count = FilmSearch(self._recognizer, self._matcher, self._keep), 0
        for count, frame in enumerate(frames(film), 1):
            search.look(frame)
            self._told(count, 0)
        found = search.finish()
        with FilmCopy(source, out, film.fps) as copy:
            for frame in frames(film):
                copy.write(blur_faces(frame.image, found.covered.get(frame.index, ())), frame.time)
                self._told(count + frame.index + 1, 2 * count)
            copy.complete()
        return Blurred(
            shown(source), out, found.tracks, found.kept, found.frames, found.doubtful, found.guessed, copy.sound
        )

    def _told(self, done: int, total: int) -> None:
        if not self._go_on(done, total):
            raise _StoppedError


def _check_file(source: Path, out: Path) -> None:
    """That there is one, that the name fits what is written, and that nothing is in its place."""
    if not source.exists() and archives.split(source) is None:
        raise InputError("There is no file {file}", "Check the path", file=shown(source))
    film = source.suffix.lower() in VIDEO_SUFFIXES
    endings = SUFFIXES if film else PICTURES
    if out.suffix.lower() not in endings:
        raise InputError(
            "{out} is no name for what is written",
            "Use one that ends in {endings}",
            out=shown(out),
            endings=", ".join(endings),
        )
    if out.exists():
        raise InputError("{out} is there already", "Choose another name, or delete it", out=shown(out))


def _files(source: Path, out: Path, left_out: list[Blurred | NotBlurred]) -> Iterator[tuple[Path, Path]]:
    """The pictures and films of a folder or archive, and what is made of each."""
    found = contents(source, (*IMAGE_SUFFIXES, *VIDEO_SUFFIXES))
    if not found.files:
        raise InputError(
            "There is no picture and no film in the folder {folder}", "Put some there", folder=shown(source)
        )
    try:
        if out.exists() and (not out.is_dir() or any(out.iterdir())):
            raise InputError("{out} is there already", "Choose another name, or an empty folder", out=shown(out))
    except OSError as error:
        raise _unwritable(out, error) from error
    left_out += (NotBlurred(str(one.counted), one.reason) for one in found.left_out)
    taken: set[Path] = set()
    for file in found.files:
        kinds = SUFFIXES if file.suffix.lower() in VIDEO_SUFFIXES else PICTURES
        target = out / file.relative_to(source)
        if target.suffix.lower() not in kinds or target in taken:
            target = target.with_name(f"{target.name}{kinds[-1] if kinds is SUFFIXES else kinds[0]}")
        taken.add(target)
        yield file, target


def _write(path: Path, image: Image) -> None:
    sound, data = cv2.imencode(path.suffix.lower(), image, QUALITY)
    if not sound:
        raise InputError("{path} cannot be written in this size", "Choose another kind of file", path=shown(path))
    try:
        with in_one_step(path) as part:
            part.write_bytes(data.tobytes())
    except OSError as error:
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> InputError:
    return InputError(
        "{path} cannot be written: {reason}",
        "Free some space or mend the folder's rights",
        path=shown(path),
        reason=str(error.strerror or error),
    )
