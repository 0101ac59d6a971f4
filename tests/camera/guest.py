"""What happens to facecam's cameras in a machine that has some: run there as root; prints a line of JSON a scene.

`guest.py MODULE FILM [SCENE...]`: the kernel module v4l2loopback, a film with a face, which the cameras show, and
the scenes that are to be played; all where none is named.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

MODULE, FILM = sys.argv[1:3]
HOME = Path("/run/home")
os.environ["FACECAM_HOME"] = str(HOME)

from facecam.base.errors import FacecamError  # noqa: E402
from facecam.capture.camera import CameraSource, cameras, find_camera  # noqa: E402
from facecam.capture.hotplug import CameraWatch  # noqa: E402
from facecam.capture.source import SourceState, open_source  # noqa: E402
from facecam.capture.worker import CaptureWorker, Limits  # noqa: E402

FORMATS = {
    "YUYV": ["-pix_fmt", "yuyv422"],
    "MJPG": ["-c:v", "mjpeg", "-pix_fmt", "yuvj422p"],
    "NV12": ["-pix_fmt", "nv12"],
    "GREY": ["-pix_fmt", "gray"],
}
PATIENCE = 300.0
"""Seconds; for a busy computer that plays this one, for what is waited for comes at once on an idle one."""
SCENES: list[Callable[[], dict[str, Any]]] = []


def scene(function: Callable[[], dict[str, Any]]) -> Callable[[], dict[str, Any]]:
    SCENES.append(function)
    return function


def until(condition: Callable[[], object], seconds: float = PATIENCE) -> bool:
    limit = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > limit:
            return False
        time.sleep(0.05)
    return True


def plug(*numbers: int, names: str) -> None:
    """So many cameras; without a film they are not there for who looks for cameras."""
    subprocess.run(["busybox", "rmmod", "v4l2loopback"], stderr=subprocess.DEVNULL, check=False)
    count = len(numbers)
    subprocess.run(
        ["busybox", "insmod", MODULE, f"devices={count}", f"video_nr={','.join(map(str, numbers))}",
         f"card_label={names}", f"exclusive_caps={','.join('1' * count)}"],
        check=True,
    )  # fmt: skip


def present() -> list[int]:
    return [camera.index for camera in cameras()]


@contextmanager
def shown(number: int, kind: str = "YUYV", size: str = "320x180") -> Iterator[None]:
    """A film on that camera, as long as the block lasts: at its end it is unplugged."""
    command = [
        *("ffmpeg", "-v", "fatal", "-re", "-stream_loop", "-1", "-i", FILM, "-an", "-r", "8"),
        *("-vf", f"scale={size.replace('x', ':')}", *FORMATS[kind], "-f", "v4l2", f"/dev/video{number}"),
    ]
    state = Path(f"/sys/devices/virtual/video4linux/video{number}/format")
    feed = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    try:
        limit = time.monotonic() + PATIENCE
        while not (feed.poll() is None and state.read_text().strip() and number in present()):
            if time.monotonic() > limit:
                raise RuntimeError(f"no film on camera {number}")
            if feed.poll() is not None:  # who lost the camera has it open still
                time.sleep(1)
                feed = subprocess.Popen(command, stdin=subprocess.DEVNULL)
            time.sleep(0.05)
        yield
    finally:
        feed.kill()
        feed.wait()


def look(spec: str) -> dict[str, Any]:
    """A picture of that camera, and what it says of itself; or the sentence."""
    source = open_source(spec)
    began = time.monotonic()
    try:
        source.open()
        for _ in range(3):  # the first may be torn
            frame = source.read()
        assert frame is not None
        return {
            "name": source.name, "mode": source.mode, "size": frame.size,
            "mean": round(float(frame.image.mean())),
            "coloured": bool((frame.image[..., 0] != frame.image[..., 2]).mean() > 0.2),
        }  # fmt: skip
    except FacecamError as error:
        return {"error": str(error), "seconds": round(time.monotonic() - began, 1)}
    finally:
        source.close()


def descriptors() -> list[Path]:
    return list(Path("/proc/self/fd").iterdir())


def held() -> list[str]:
    """The cameras that this process has open."""
    found = []
    for descriptor in descriptors():
        try:
            target = str(descriptor.readlink())
        except OSError:
            continue
        if target.startswith("/dev/video"):
            found.append(target)
    return found


@scene
def names() -> dict[str, Any]:
    plug(0, 2, 4, names="Twin,Twin,Door")
    with shown(0), shown(2), shown(4):
        said = []
        for spec in ("twin", "cellar"):
            try:
                find_camera(spec)
            except FacecamError as error:
                said.append(str(error))
        return {
            "listed": [[camera.index, camera.name, camera.path] for camera in cameras()],
            "found": {spec: find_camera(spec).index for spec in ("0", "2", "Door", "door", "/dev/video2")},
            "said": said,
        }


@scene
def formats() -> dict[str, Any]:
    plug(4, names="Door")
    found = {}
    for kind in FORMATS:
        with shown(4, kind):
            found[kind] = look("Door")
    return found


@scene
def busy() -> dict[str, Any]:
    plug(4, names="Door")
    with shown(4):
        limit = Path("/sys/devices/virtual/video4linux/video4/max_openers")
        first = CameraSource("4")
        first.open()
        limit.write_text("2")
        second = look("4")
        first.close()
        limit.write_text("10")
        return {"second": second, "after": look("4")}


@scene
def rights() -> dict[str, Any]:
    plug(4, names="Door")
    with shown(4):
        device = Path("/dev/video4")
        device.chmod(0o600)
        reader, writer = os.pipe()
        child = os.fork()
        if not child:
            os.setgid(65534)
            os.setuid(65534)
            os.write(writer, json.dumps(look("4")).encode())
            os._exit(0)
        os.close(writer)
        os.waitpid(child, 0)
        device.chmod(0o666)
        told: dict[str, Any] = json.loads(os.read(reader, 10_000))
        return told


@scene
def gone_while_opening() -> dict[str, Any]:
    plug(4, names="Door")
    with shown(4):
        camera = find_camera("4")
        source = CameraSource("4")
    try:
        source.open()
        said = ""
    except FacecamError as error:
        said = str(error)
    source.close()
    return {"camera": str(camera), "said": said, "held": held()}


@scene
def gone_and_back() -> dict[str, Any]:
    """The second time under another number, as udev's link says."""
    plug(2, 4, names="Door,Door")
    link = Path("/dev/v4l/by-id/usb-Door-video-index0")
    link.parent.mkdir(parents=True, exist_ok=True)
    link.unlink(missing_ok=True)
    link.symlink_to("/dev/video4")
    said: list[list[str]] = []
    source = CameraSource(str(link))
    worker = CaptureWorker(
        source, realtime=True, on_state=lambda state, words: said.append([state, str(words)]),
        limits=Limits(first_retry=0.2, last_retry=1.0),
    )  # fmt: skip
    with shown(4):
        worker.start()
        live = until(lambda: worker.frames > 3)
        began = time.monotonic()
    lost = until(lambda: worker.state is SourceState.RECONNECTING)
    seconds = time.monotonic() - began
    with shown(4):
        back = until(lambda: worker.state is SourceState.LIVE)
    until(lambda: worker.state is SourceState.RECONNECTING)
    link.unlink()
    link.symlink_to("/dev/video2")
    before = worker.frames
    with shown(2):
        elsewhere = until(lambda: worker.state is SourceState.LIVE and worker.frames > before + 3)
        opened = held()
        began = time.monotonic()
        stopped = worker.stop(timeout=3.0)
        freed = time.monotonic() - began
    link.unlink()
    return {
        "live": live, "lost": lost, "lost_after": round(seconds, 1), "back": back, "elsewhere": elsewhere,
        "opened": opened, "stopped": stopped, "freed_after": round(freed, 1), "held": held(), "said": said,
    }  # fmt: skip


@scene
def hotplug() -> dict[str, Any]:
    seen: list[list[str]] = []
    watch = CameraWatch(lambda present: seen.append([camera.name for camera in present]), interval=0.2)
    plug(6, names="Door")
    with shown(6):
        watch.start()
        until(lambda: len(seen) == 1)
    plug(6, 8, names="Door,Garden")
    with shown(6), shown(8):
        until(lambda: seen[-1] == ["Door", "Garden"])
    plug(8, names="Garden")
    with shown(8):
        until(lambda: seen[-1] == ["Garden"])
    return {"seen": seen, "stopped": watch.stop(timeout=10)}


@scene
def enrolment() -> dict[str, Any]:
    """Samples from a camera, through the engine that the window uses; closed while it reads."""
    from facecam.base.settings import Settings
    from facecam.pipeline.engine import Engine
    from facecam.pipeline.runtime import Runtime
    from facecam.tasks.enrolment import Enrolment

    plug(4, names="Door")
    runtime = Runtime(Settings(gpu="off"))
    runtime.start()
    runtime.ready.wait(300)
    with shown(4, size="640x360"):
        assert runtime.matcher is not None
        engine, enrolment = Engine("Door", runtime), Enrolment(runtime.matcher)
        results = engine.results()
        engine.start()
        limit = time.monotonic() + PATIENCE
        while not enrolment.taken and time.monotonic() < limit:
            if (result := results.get(timeout=1.0)) is not None:
                enrolment.offer(result)
        health = engine.health
        engine.stop(3.0)
        left = held()
    runtime.stop(10.0)
    return {"taken": len(enrolment.taken), "state": health.state, "mode": health.mode, "held": left}


@scene
def window() -> dict[str, Any]:
    """Closed while it shows what the camera sees."""
    from PySide6.QtWidgets import QApplication

    from facecam.base import settings
    from ui.base import theme
    from ui.window.app import Program

    app = QApplication([])
    theme.install(app)
    settings.save(settings.Settings(welcomed=True, gpu="off"))
    plug(4, names="Door")
    with shown(4):
        program = Program("Door")
        program.show()

        def seen() -> bool:
            app.processEvents()
            return program.window.live.view.frame is not None

        live, opened = until(seen), held()
        began = time.monotonic()
        program.window.close()
        return {"live": live, "opened": opened, "closed_after": round(time.monotonic() - began, 1), "held": held()}


@scene
def reopenings() -> dict[str, Any]:
    plug(4, names="Door")
    with shown(4):
        source = CameraSource("4")
        for count in range(40):
            source.open()
            source.read()
            source.close()
            if count == 9:
                before = len(descriptors()), threading.active_count()
        return {"before": before, "after": [len(descriptors()), threading.active_count()]}


def main() -> None:
    wanted = sys.argv[3:]
    for one in SCENES:
        if wanted and one.__name__ not in wanted:
            continue
        began = time.monotonic()
        try:
            result = one()
        except Exception:
            result = {"failed": traceback.format_exc()}
        print("SCENE", json.dumps({one.__name__: result | {"took": round(time.monotonic() - began)}}), flush=True)


main()
