"""A window whose source, page, model, size, theme and switches change every few seconds, without a screen.

    python -m benchmarks.restless SECONDS [PAUSE]

For `benchmarks.soak`. What comes next depends on chance with a fixed seed. How much memory it needs depends on what
it shows: so after each 20 changes it goes back to where it began, rests until memory of no use any more was given
back, and prints two lines: `at rest`, and a reading (`soak.Reading`); `held`, and what it holds
(`benchmarks.held`). What fills by itself and has an end is at its end from the start (the last events), and visits
go at each rest, as `sightings_days` lets them go: else the lists of an hour's visits were taken for a leak.
The last line is JSON: how many changes there were of each kind.
"""

from __future__ import annotations

import collections
import json
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import cv2

from benchmarks.common import media
from benchmarks.soak import HELD, RESTS, read
from facecam.base.settings import Settings
from facecam.capture.source import open_source
from facecam.capture.worker import frames

if TYPE_CHECKING:
    from ui.base.bridge import Bridge
    from ui.window.app import Program

PAUSE = 3.0
CHANGES = 20
"""Between two rests."""
REST = 30.0
"""Seconds; longer than `facecam.pipeline.runtime.TRIM`."""
SPOKEN = 5_000
"""Milliseconds in which the window has been made anew in another language."""
SIZES = ((800, 560), (1024, 640), (1280, 800), (1600, 900), (1920, 1080))


def main() -> None:
    seconds, pause = float(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else PAUSE
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from benchmarks.held import held
    from facecam.base import logs, settings
    from facecam.base.memory import give_back, one_heap
    from facecam.vision.manifest import load_manifest
    from ui.base import theme
    from ui.window.app import Program
    from ui.window.sidebar import pages

    one_heap()  # as the window does, which starts no thread before: to make the film needs some
    settings.save(Settings(welcomed=True, keep_pictures=True))
    logs.start()
    app = QApplication(sys.argv[:1])
    theme.install(app)
    with tempfile.TemporaryDirectory() as folder:
        sources = _sources(Path(folder))
        program = Program("demo")
        program.show()
        control, window = program.control, program.window
        start = time.monotonic()
        chance, done, end = random.Random(0), collections.Counter[str](), start + seconds
        models = [model.name for model in load_manifest().embedders]

        def another() -> None:
            if time.monotonic() > end:
                window.close()
                return
            if timer.interval() == round(REST * 1000):
                give_back()  # else it is chance how many seconds ago the runtime did, and the noise 15 MB
                print(RESTS.strip(), *read(os.getpid(), start))
                print(HELD.strip(), json.dumps(held(program)), flush=True)
                timer.setInterval(round(pause * 1000))
            elif done and done.total() % CHANGES == 0:
                _rest(program, list(pages()))
                timer.setInterval(round(REST * 1000))
                return
            if not done:
                _fill(program.control.bridge)
            extra = window.live.extra_actions
            acts: dict[str, tuple[int, Callable[[], object]]] = {
                "source": (6, lambda: control.open_source(chance.choice(sources))),
                "page": (6, lambda: window.show_page(chance.choice(list(pages())))),
                "size": (3, lambda: window.resize(*chance.choice(SIZES))),
                "model": (2, lambda: control.change(model=chance.choice(models))),
                "theme": (1, lambda: control.change(theme=chance.choice(("dark", "light")))),
                "blur": (1, extra.blur.trigger),
                "mirror": (1, extra.mirror.trigger),
                "another source beside": (1, lambda: _beside(control, chance.choice(sources))),
                "source left": (1, lambda: _leave(control)),
                "language": (1, lambda: control.change(language=chance.choice(("en", "de")))),
            }
            kind = chance.choices(list(acts), [often for often, _ in acts.values()])[0]
            done[kind] += 1
            acts[kind][1]()

        timer = QTimer(program, interval=round(pause * 1000))
        timer.timeout.connect(another)
        timer.start()
        app.exec()
    print(json.dumps(done))


def _rest(program: Program, pages: list[str]) -> None:
    """As it began: the same source, page, size and settings. All pages are there: a change of the language puts
    them away, and they come back as they are shown, so that it would be chance how many a rest has."""
    from PySide6.QtCore import QTimer

    from facecam.store.visits import purge

    control, window = program.control, program.window
    while len(control.bridge.channels) > 1:
        _leave(control)
    control.open_source("demo")
    control.read(lambda database: purge(database, days=0), lambda _: None)
    began = Settings()
    names = ("model", "theme", "blur", "mirror", "language")
    control.change(**{name: getattr(began, name) for name in names})
    window.resize(*SIZES[2])

    def show_all() -> None:
        for page in (*pages, "live"):
            window.show_page(page)

    QTimer.singleShot(SPOKEN, window, show_all)


def _fill(bridge: Bridge) -> None:
    """As many events as are kept."""
    from facecam.base.types import State
    from facecam.events.event import Event, Kind
    from facecam.events.outlet import KEPT

    assert bridge.runtime is not None
    at, state = datetime.now(UTC), State.UNKNOWN
    bridge.runtime.events.publish(
        [Event(uuid4().hex, Kind.ENDED, uuid4().hex, "demo", at, 9.0, state) for _ in range(KEPT)]
    )


def _beside(control: object, spec: str) -> None:
    from ui.base.control import Control

    assert isinstance(control, Control)
    if len(control.bridge.channels) < 3:
        control.add_source(spec)


def _leave(control: object) -> None:
    from ui.base.control import Control

    assert isinstance(control, Control)
    others = [spec for spec in control.bridge.channels if spec != control.bridge.spec]
    if others:
        control.leave_source(others[0])


def _sources(folder: Path) -> list[str]:
    """The demo, a film, a picture, a folder of pictures, one that is no film, and one that is not there."""
    film, pictures = folder / "film.avi", folder / "pictures"
    writer = cv2.VideoWriter(str(film), cv2.VideoWriter.fourcc(*"MJPG"), 30, (640, 360))
    for frame in islice(frames(open_source(str(media("WolfgangLanger_Pexels.mp4")))), 90):
        writer.write(frame.image)
    writer.release()
    pictures.mkdir()
    for name in ("multi_face.jpg", "single_face.jpg"):
        shutil.copy(media(name), pictures)
    broken = folder / "broken.mp4"
    broken.write_bytes(bytes(10_000))
    return [
        "demo",
        str(film),
        str(pictures / "multi_face.jpg"),
        str(pictures),
        str(broken),
        str(folder / "gone.mp4"),
    ]


if __name__ == "__main__":
    main()
