"""What a person's words for a source mean."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from facecam.base.errors import InputError, SourceError
from facecam.capture.camera import CameraSource
from facecam.capture.demo import DemoSource
from facecam.capture.source import open_source
from facecam.capture.stills import FolderSource, ImageSource
from facecam.capture.stream import UrlSource
from facecam.capture.video import VideoSource


@pytest.mark.parametrize(
    ("spec", "kind"),
    [
        ("demo", DemoSource),
        (" demo ", DemoSource),
        ("0", CameraSource),
        ("Logitech C920", CameraSource),
        ("USB2.0 HD UVC WebCam", CameraSource),
        ("USB2.0", CameraSource),
        ("/dev/video7", CameraSource),
        ("/dev/v4l/by-id/usb-046d_C920-video-index0", CameraSource),
        (r"\\?\usb#vid_046d&pid_082d#1", CameraSource),
        ("rtsp://user:secret@camera.local:554/stream", UrlSource),
        ("HTTP://camera.local/video.mjpg", UrlSource),
        ("film.mp4", VideoSource),
        ("./demo", VideoSource),
        ("face.JPG", ImageSource),
        ("album", FolderSource),
    ],
)
def test_a_source_is_known_by_its_words(
    tmp_path: Path, media: Path, monkeypatch: pytest.MonkeyPatch, spec: str, kind: type
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("album").mkdir()
    shutil.copy(media / "single_face.jpg", "face.JPG")
    for name in ("film.mp4", "demo"):
        shutil.copy(media / "single_face.mp4", name)
    assert type(open_source(spec)) is kind


@pytest.mark.parametrize("spec", ["", "   "])
def test_no_words_are_refused(spec: str) -> None:
    with pytest.raises(InputError, match="No source"):
        open_source(spec)


def test_an_unknown_kind_of_url_is_refused_with_those_there_are() -> None:
    with pytest.raises(InputError, match="gopher") as caught:
        open_source("gopher://camera")
    assert "rtsp" in caught.value.remedy


@pytest.mark.parametrize("spec", ["gone.mp4", "album/", "no/such/folder", "~/gone.jpg"])
def test_a_path_that_is_not_there_is_refused_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spec: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SourceError, match=Path(spec).name):
        open_source(spec)
