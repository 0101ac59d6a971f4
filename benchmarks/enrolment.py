"""From "enrol" to the name under the live face, on the demo clip: what the program takes of a new user's time.

Names are typed as quickly as most people do; everything else is done as soon as it can be done. The window is a
process of its own (`python -m benchmarks.enrolment` prints its figure as JSON).
"""

from __future__ import annotations

import json
import time
from statistics import median

from benchmarks.common import Row, in_a_process, started, until

RUNS = 3
NAME = "Anna Berg"
KEY_SECONDS = 0.2
"""40 words a minute."""


def rows() -> list[Row]:
    runs = [in_a_process("benchmarks.enrolment")["seconds"] for _ in range(RUNS)]
    said = f"{median(runs):.1f} s ({min(runs):.1f} to {max(runs):.1f})"
    return [Row(f"enrolment: from Enrol to the name under the face, median of {RUNS}", said, "15 s")]


def _measure() -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from ui.live.boxes import caption

    _app, program = started("demo")
    window = program.window
    program.show()

    def rest(seconds: float) -> None:
        end = time.monotonic() + seconds
        until(lambda: time.monotonic() > end)

    def names() -> list[str]:
        return [caption(face.decision) for face in window.live.view.shown()]

    until(lambda: "unknown" in names())
    start = time.monotonic()
    window.enrol()
    sheet = window._sheet
    assert sheet is not None
    for letter in NAME:
        QTest.keyClicks(sheet.name_card.field, letter)
        rest(KEY_SECONDS)
    QTest.keyClick(sheet.name_card.field, Qt.Key.Key_Return)
    until(sheet.finish_button.isEnabled)
    QTest.mouseClick(sheet.finish_button, Qt.MouseButton.LeftButton)
    until(sheet.done_card.isVisible)
    QTest.mouseClick(sheet.done_card.close_button, Qt.MouseButton.LeftButton)
    until(lambda: NAME in names())
    seconds = time.monotonic() - start
    window.close()
    print(json.dumps({"seconds": seconds}))


if __name__ == "__main__":
    _measure()
