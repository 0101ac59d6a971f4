"""What comes from outside, damaged at random: recordings, settings, models, arrays, archives, addresses, names.

    python -m benchmarks fuzz

Each reader may take what it gets or refuse it with a `FacecamError`; anything else is a finding, and is printed. A
sound example is changed byte by byte and piece by piece; which changes are tried depends on the seed alone.
"""

from __future__ import annotations

import contextlib
import functools
import io
import random
import tempfile
import time
import traceback
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np

from benchmarks.common import Row
from facecam.base import addresses, paths, settings
from facecam.base.errors import FacecamError
from facecam.base.messages import Message
from facecam.base.types import Candidate, Decision, Detection, Face, FrameResult, Quality, State
from facecam.capture import archives
from facecam.identity.neighbourhood import Neighbourhood, pack, unpack
from facecam.recording.results import Recorder, header, replay
from facecam.store.names import clean_name
from facecam.vision.manifest import load_manifest

SECONDS = 60.0
"""A reader."""

PIECES = (
    *(
        b"\x00",
        b"\xff",
        b"\n",
        b'"',
        b"{",
        b"[" * 2_000,
        b"]",
        b"NaN",
        b"1e999",
        b"-1",
        b"null",
        b"true",
        b"9" * 400,
    ),
    *(b"\x1b[2J", "\u202e".encode(), b"\xed\xa0\x80", b"../../x", b"://", b"@", b"[::1", b"%00", b":99999"),
)


def rows() -> list[Row]:
    return [row(name, SECONDS) for name in READERS]


def row(name: str, seconds: float) -> Row:
    """One reader for so long."""
    tried, findings = fuzz(name, seconds)
    for finding in findings:
        print(finding)
    return Row(f"{name}: damaged inputs read", f"{tried:,}, {len(findings)} kinds of findings", "0 findings")


def fuzz(name: str, seconds: float, seed: int = 0) -> tuple[int, list[str]]:
    """How many inputs were read, and the tracebacks of what no reader may raise, each kind once."""
    sound, read = READERS[name]
    chance, tried, findings = random.Random(seed), 0, dict[str, str]()
    with tempfile.TemporaryDirectory() as folder:
        end = time.monotonic() + seconds
        while tried < 20 or time.monotonic() < end:
            data = damaged(sound(), chance)
            tried += 1
            try:
                read(data, Path(folder))
            except FacecamError:
                pass
            except Exception as error:
                where = traceback.extract_tb(error.__traceback__)[-1]
                kind = f"{type(error).__name__} in {Path(where.filename).name}:{where.lineno}"
                findings.setdefault(kind, f"{kind} for {data[:200]!r}\n{traceback.format_exc()}")
    return tried, list(findings.values())


def damaged(data: bytes, chance: random.Random) -> bytes:
    """With some bytes changed, cut out, doubled, or replaced by what readers stumble over."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(changed) + 1)
        to = min(at + chance.choice((1, 1, 4, 40, 400)), len(changed))
        match chance.randrange(5):
            case 0:
                changed[at:to] = bytes(chance.randrange(256) for _ in range(to - at))
            case 1:
                del changed[at:to]
            case 2:
                changed[at:at] = changed[at:to]
            case 3:
                changed[at:at] = chance.choice(PIECES)
            case _:
                changed[at:to] = chance.choice(PIECES)
    return bytes(changed)


def _settings() -> bytes:
    return b"""source = "rtsp://u:p@cam/1"\nothers = ["0", "demo"]\nstrangers = 1000\nmirror = false
rotations = {"0" = 90}\naspects = {"0" = "16:9"}\ntell = [1, 2]\ntheme = "dark"\n"""


def _read_settings(data: bytes, folder: Path) -> None:
    file = folder / "settings.toml"
    file.write_bytes(data)
    settings.load(file)


@functools.cache
def _recording() -> bytes:
    points = np.arange(10, dtype=np.float32).reshape(5, 2)
    detection = Detection(np.array([1, 2, 30, 40], np.float32), points, 0.9)
    face = Face(detection, Quality(0.8, 0.9, 0.9, 0.9, 0.9, 1.0, 2.0, 3.0), track=1)
    decision = Decision(State.KNOWN, 0.4, (Candidate(1, "Anna", 0.7),), Message("Looks like {name}", name="Anna"))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "log.jsonl")
        with Recorder(file, "demo", "model") as recorder:
            recorder.add(FrameResult(0, 0.0, 1.0, "demo", (640, 360), (face,), (decision,)))
        return file.read_bytes()


def _read_recording(data: bytes, folder: Path) -> None:
    file = folder / "log.jsonl"
    file.write_bytes(data)
    header(file)
    for _ in replay(file):
        pass


def _archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.jpg", b"\xff\xd8\xff" + bytes(50))
        archive.writestr("b/c.png", b"\x89PNG", zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _read_archive(data: bytes, folder: Path) -> None:
    file = folder / f"{hash(data) & 0xFFFF}.zip"
    file.write_bytes(data)
    try:
        for inside in archives.files_in(file):
            archives.read(file, str(inside.relative_to(file)))
    finally:
        file.unlink()


def _read_manifest(data: bytes, folder: Path) -> None:
    (folder / "manifest.toml").write_bytes(data)
    load_manifest(folder)


def _read_address(data: bytes, folder: Path) -> None:
    text = data.decode("utf-8", "replace")
    addresses.public(text)
    if addresses.is_address(text):
        addresses.parse(text)


def _read_centres(data: bytes, folder: Path) -> None:
    with contextlib.suppress(ValueError):  # which is said with the file's name
        unpack(data, 8)


READERS: dict[str, tuple[Callable[[], bytes], Callable[[bytes, Path], object]]] = {
    "recording": (_recording, _read_recording),
    "settings": (_settings, _read_settings),
    "list of models": (lambda: (paths.MODELS / "manifest.toml").read_bytes(), _read_manifest),
    "centres": (lambda: pack(Neighbourhood(np.eye(4, 8, dtype=np.float32), 2, 0.1, 1.25)), _read_centres),
    "archive": (_archive, _read_archive),
    "address": (lambda: b"rtsp://user:secret@camera.local:554/path;pwd=1?x=1#y", _read_address),
    "name": (
        lambda: "Anna Berg \u00e9\u0301".encode(),
        lambda data, _: clean_name(data.decode("utf-8", "replace")),
    ),
}
