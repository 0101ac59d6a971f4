"""The whole program: start, welcome, sources that fail, the demo from end to end, and the end."""

import ctypes
import gc
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from helpers.busy import LongDeadline
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from facecam.base import paths, settings
from facecam.base.settings import Settings
from facecam.capture.camera import Camera
from facecam.store.database import open_database
from facecam.store.people import list_people
from ui.base import bridge, control
from ui.live.boxes import caption
from ui.window import display
from ui.window.app import Program
from ui.window.welcome import Welcome

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.usefixtures("no_thread_left", "media")


@pytest.fixture(autouse=True)
def busy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Threads are ended late on a busy computer; that they are ended is what is tested."""
    for module in (bridge, control):
        monkeypatch.setattr(module, "Deadline", LongDeadline)


@pytest.fixture
def start(qtbot: Any) -> Any:
    programs: list[Program] = []

    def begin(spec: str = "", welcomed: bool = True) -> Program:
        settings.save(Settings(welcomed=welcomed))
        program = Program(spec)
        programs.append(program)
        qtbot.addWidget(program.window)
        program.show()
        return program

    yield begin
    for program in programs:
        program.window.close()
        assert program.clean


def names(program: Program) -> list[str]:
    return [caption(face.decision) for face in program.window.live.view.shown()]


def test_the_first_run_explains_itself_and_asks_for_a_source(start: Any, qtbot: Any) -> None:
    program = start(welcomed=False)
    (welcome,) = program.window.findChildren(Welcome)
    assert program.bridge.spec == ""
    assert (welcome.visits.isChecked(), welcome.pictures.isChecked()) == (True, False)
    welcome.visits.click()
    welcome.pictures.click()
    (demo,) = [one for one in welcome.findChildren(QPushButton) if one.text() == "Demo clip"]
    qtbot.mouseClick(demo, Qt.MouseButton.LeftButton)
    assert not welcome.isVisible() and program.bridge.spec == "demo"
    qtbot.waitUntil(lambda: program.window.live.view.frame is not None, timeout=15_000)
    qtbot.waitUntil(lambda: settings.load().welcomed and settings.load().source == "demo")
    assert (settings.load().keep_sightings, settings.load().keep_pictures) == (False, True)


def test_what_is_of_no_use_any_more_is_collected_as_soon_as_all_is_there(start: Any, qtbot: Any) -> None:
    program = start()
    assert not gc.isenabled()
    qtbot.waitUntil(gc.isenabled, timeout=60_000)
    assert program.bridge.runtime is not None and program.bridge.runtime.matcher is not None


def test_nothing_is_kept_before_the_first_question_is_answered(start: Any, qtbot: Any) -> None:
    program = start("demo", welcomed=False)
    window, bridge = program.window, program.bridge
    (welcome,) = window.findChildren(Welcome)
    qtbot.waitUntil(lambda: bridge.runtime is not None and bool(bridge.channels["demo"].engine), timeout=30_000)
    assert bridge.runtime is not None and not bridge.runtime.settings.keep_sightings
    program.control.change(mirror=True)
    assert bridge.runtime.settings.mirror and not bridge.runtime.settings.keep_sightings
    window.enrol()
    window.enrol_files()
    assert (window._sheet, window._files, window.live.isEnabled()) == (None, None, False)
    (begin,) = [one for one in welcome.findChildren(QPushButton) if one.text() == "Start"]
    qtbot.mouseClick(begin, Qt.MouseButton.LeftButton)
    assert bridge.runtime.settings.keep_sightings and window.live.isEnabled()
    window.enrol()
    assert window._sheet is not None
    window._sheet.cancel()


def test_pictures_come_without_any_model(start: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from facecam.base.errors import ModelError
    from facecam.pipeline.runtime import Runtime

    def broken(_: Runtime) -> None:
        raise ModelError("The model x.onnx was altered", "Restore it")

    monkeypatch.setattr(Runtime, "_open_models", broken)
    program = start("demo")
    truth = program.window._status_bar
    qtbot.waitUntil(lambda: "Restore it" in truth.trouble.toolTip(), timeout=15_000)
    qtbot.waitUntil(lambda: program.window.live.view.frame is not None, timeout=15_000)
    assert truth.trouble.text() == "! No recognition"
    program.window.enrol()
    sheet = program.window._sheet
    assert sheet is not None
    qtbot.keyClicks(sheet.name_card.field, "Anna")
    qtbot.keyClick(sheet.name_card.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Restore it" in sheet.name_card._complaint.text())
    sheet.cancel()


def test_a_passphrase_that_cannot_be_read_is_said() -> None:
    run = subprocess.run(
        [sys.executable, ROOT / "main.py", "--passphrase-fd", "987"], capture_output=True, text=True, timeout=60
    )
    assert run.returncode == 2 and run.stdout == ""
    assert "--passphrase-fd 987 cannot be read: Bad file descriptor" in run.stderr and "Traceback" not in run.stderr


def test_a_database_of_another_program_is_said(start: Any, qtbot: Any) -> None:
    paths.data_dir().mkdir(parents=True, exist_ok=True)
    (paths.data_dir() / "facecam.db").write_text("This is no database at all, but a letter to my aunt. " * 40)
    program = start("demo")
    truth = program.window._status_bar
    qtbot.waitUntil(lambda: "facecam.db" in truth.trouble.toolTip(), timeout=15_000)
    program.window.show_page("people")
    qtbot.waitUntil(lambda: "facecam.db" in program.window._toast.text, timeout=5_000)


@pytest.mark.parametrize("spec", ["/nowhere/film.mp4", "gopher://x", "no such camera"])
def test_a_source_that_fails_says_why_and_another_one_works(start: Any, qtbot: Any, spec: str) -> None:
    program = start(spec)
    notice = program.window.live._overlay
    qtbot.waitUntil(lambda: "There is no picture" in notice.accessibleName(), timeout=15_000)
    program.control.open_source("demo")
    qtbot.waitUntil(lambda: program.window.live.view.frame is not None, timeout=15_000)
    qtbot.waitUntil(lambda: not notice.isVisible())


def test_garbled_settings_are_said_and_the_window_starts(start: Any, qtbot: Any) -> None:
    paths.settings_file().parent.mkdir(parents=True, exist_ok=True)
    paths.settings_file().write_text("this is = = no TOML")
    program = Program("demo")
    qtbot.addWidget(program.window)
    program.show()
    assert "settings" in program.window._toast.text
    program.window.close()
    assert program.clean


@pytest.mark.usefixtures("models")
def test_the_demo_from_unknown_to_known(start: Any, qtbot: Any) -> None:
    program = start("demo")
    window = program.window
    qtbot.waitUntil(lambda: "unknown" in names(program), timeout=30_000)
    window.enrol()
    sheet = window._sheet
    assert sheet is not None
    qtbot.keyClicks(sheet.name_card.field, "Anna")
    qtbot.keyClick(sheet.name_card.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: sheet.finish_button.isEnabled(), timeout=20_000)
    sheet.finish()
    qtbot.waitUntil(lambda: sheet.step == "done", timeout=5_000)
    sheet.cancel()
    qtbot.waitUntil(lambda: names(program) == ["Anna"], timeout=10_000)
    runtime = program.bridge.runtime
    assert runtime is not None and runtime.database is not None
    assert [one.name for one in list_people(runtime.database)] == ["Anna"]


def test_the_first_camera_is_opened_when_it_comes(start: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("facecam.capture.hotplug.cameras", lambda: [])
    program = start()
    notice = program.window.live._overlay
    qtbot.waitUntil(lambda: "No camera is plugged in" in notice.accessibleName(), timeout=15_000)
    program.cameras._take((Camera(3, "C920", "/dev/v4l/by-id/c920"),))
    assert program.bridge.spec == "/dev/v4l/by-id/c920"
    menu = program.window.live.source.menu()
    menu.aboutToShow.emit()
    assert "C920" in [action.text() for action in menu.actions()]


HANGING = """
import sys, time
from PySide6.QtCore import QTimer
from facecam.pipeline import engine
from facecam.capture.demo import DemoSource

class Hanging(DemoSource):
    def grab(self):
        time.sleep(60)

engine.open_source = lambda spec, **how: Hanging()
from ui.window import app

class Impatient(app.Program):
    def show(self):
        super().show()
        self.bridge.health.connect(lambda _: QTimer.singleShot(200, self.window.close))

app.Program = Impatient
sys.exit(app.run("anything"))
"""


def test_a_driver_that_hangs_does_not_keep_the_program() -> None:
    """It would for 60 seconds; the limit of this test is far below."""
    command = [sys.executable, "-c", HANGING]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=40)
    assert (done.returncode, done.stderr) == (0, "")
    assert "leaving hard" in paths.log_file().read_text()


def run_main(*args: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
    command = [sys.executable, str(ROOT / "main.py"), *args]
    return subprocess.run(command, env=kept | environment, capture_output=True, text=True, timeout=60)


def test_help_is_quick_and_loads_no_qt() -> None:
    code = "import sys; sys.argv = ['main.py', '--help']; sys.path.insert(0, '.')\n"
    code += "try:\n    import main; main.main()\nexcept SystemExit:\n    pass\n"
    code += "print([m for m in sys.modules if m.split('.')[0] in ('PySide6', 'cv2', 'numpy', 'sqlalchemy')])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert "demo" in done.stdout and done.stdout.strip().endswith("[]")


FIRST_PICTURE = """
import sys
from PySide6.QtWidgets import QApplication
from ui.base import bridge
from ui.window.app import Program
app = QApplication([])
bridge.PICTURE_MS = 60_000  # however busy the computer is
program = Program("demo")
def look():
    program.window.live.view.painted.disconnect(look)
    print([one for one in ("sqlalchemy", "onnxruntime", "msgspec", "http.client", "ssl") if one in sys.modules])
    program.window.close()
program.window.live.view.painted.connect(look)
program.show()
app.exec()
"""


def test_nothing_is_loaded_before_the_first_picture_that_it_does_not_need() -> None:
    command = [sys.executable, "-c", FIRST_PICTURE]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.stdout.splitlines()[-1] == "[]", done.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="displays are named so on Linux")
@pytest.mark.parametrize("display_name", ["", ":987"])
def test_without_a_display_a_sentence_says_what_to_do(display_name: str) -> None:
    done = run_main("demo", QT_QPA_PLATFORM="", DISPLAY=display_name)
    assert done.returncode == 2
    assert "no display" in done.stderr and "facecam watch" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the window's libraries are the system's on Linux")
def test_a_missing_library_gives_the_apt_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(name: str) -> None:
        raise OSError("libxcb-cursor.so.0: cannot open shared object file")

    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(ctypes, "CDLL", gone)
    said = display.trouble()
    assert "libxcb-cursor.so.0" in said and "apt-get install -y" in said


def test_safe_mode_starts_without_a_source_and_changes_nothing(qtbot: Any) -> None:
    kept = Settings(welcomed=True, source="demo", strangers=77, tell=(5,))
    settings.save(kept)
    open_database().close()
    program = Program("", safe=True)
    qtbot.addWidget(program.window)
    program.show()
    control, truth = program.control, program.window._status_bar
    qtbot.waitUntil(lambda: bool(control.bridge.runtime and control.bridge.runtime.matcher), timeout=30_000)
    assert program.bridge.spec == "" and control.settings.strangers == 1000
    assert "Safe mode" in truth.safe.text() and "--safe-mode" in truth.safe.toolTip()
    assert "Safe mode" in program.window.live._overlay.accessibleName()
    assert control.bridge.runtime is not None and control.bridge.runtime.database is not None
    assert control.bridge.runtime.database.read_only
    control.rename(1, "Bo")
    qtbot.waitUntil(lambda: "nothing is changed" in program.window._toast.text, timeout=15_000)
    control.change(strangers=50)
    program.window.close()
    assert program.clean and settings.load() == kept
