"""Short films that strangers send: decoded elsewhere, within bounds, and as those that are read from a file."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest
from helpers.installed import ROOT

from facecam.base.errors import SourceError
from facecam.capture import clip
from facecam.capture.clip import ClipSource, EncodedClip
from facecam.capture.video import VideoSource


def film(tmp_path: Path, ending: str = "avi", codec: str = "MJPG", size: tuple[int, int] = (64, 48)) -> Path:
    file = tmp_path / f"film.{ending}"
    writer = cv2.VideoWriter(str(file), cv2.VideoWriter.fourcc(*codec), 10, size)
    for shade in range(5):
        writer.write(np.full((size[1], size[0], 3), shade * 50, np.uint8))
    writer.release()
    return file


def source(data: bytes) -> ClipSource:
    return ClipSource(EncodedClip(data, "clip"))


def read(data: bytes) -> int:
    """How many pictures there are."""
    opened, number = source(data), 0
    try:
        opened.open()
        while opened.read() is not None:
            number += 1
    finally:
        opened.close()
    return number


@pytest.mark.parametrize(("ending", "codec"), [("avi", "MJPG"), ("mp4", "mp4v"), ("webm", "VP80")])
def test_it_is_as_a_file_of_it(tmp_path: Path, ending: str, codec: str) -> None:
    file = film(tmp_path, ending, codec)
    same, here = VideoSource(file), source(file.read_bytes())
    same.open()
    here.open()
    assert (here.live, here.mode, here.name) == (False, "64x48", "clip")
    for index in range(5):
        one, other = same.read(), here.read()
        assert one is not None and other is not None
        assert (other.image == one.image).all() and other.image.flags.writeable
        assert (other.index, other.time, other.position) == (index, one.time, one.position)
    assert here.read() is None and not here.rewind()
    same.close()
    here.close()
    here.close()


def test_what_a_header_lies_about_neither_kills_nor_fills_the_memory(tmp_path: Path) -> None:
    """The first crashed OpenCV (a place before the beginning is sought), the second wanted 2 GB; so did the third,
    whose pictures say that they are larger than their film says."""
    avi, webm = film(tmp_path).read_bytes(), bytearray(film(tmp_path, "webm", "VP80").read_bytes())
    index = b"idx1" + struct.pack("<I", 0x7FFFFFF0) + b"00dc" + bytes(12)
    info = b"LIST" + struct.pack("<I", 0x7FFFFFFF) + b"INFOINAM" + struct.pack("<I", 0x7FFFFFF0) + b"hello"
    at = webm.index(b"\x9d\x01\x2a") + 3
    webm[at : at + 4] = struct.pack("<HH", 16_383, 16_383)
    for data in (avi[: avi.index(b"idx1")] + index, avi[:12] + info + avi[12:], bytes(webm)):
        try:
            assert read(data) <= 5
        except SourceError as error:
            assert "clip is damaged" in str(error) or "is longer than 30 seconds, or larger" in str(error)


def test_it_has_so_much_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = film(tmp_path, size=(1280, 720)).read_bytes()
    opened = source(data)
    opened.open()
    assert opened._clock is not None and opened._clock.interval == clip.BUDGET and opened._reader is not None
    opened._clock.cancel()
    opened._stop(opened._reader)  # as when its time is over
    with pytest.raises(SourceError, match=r"^clip takes more than 30 seconds to look at"):
        while opened.read() is not None:
            pass
    opened.close()
    monkeypatch.setattr(clip, "BUDGET", 0.0)
    with pytest.raises(SourceError, match=r"^clip takes more than 0 seconds to look at"):
        read(data)


def test_it_is_let_go_of_at_once(tmp_path: Path) -> None:
    opened = source(film(tmp_path, size=(1280, 720)).read_bytes())
    opened.open()
    reader = opened._reader
    assert reader is not None
    opened.close()
    assert reader.returncode is not None


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such bounds")
def test_who_decodes_can_open_neither_files_nor_ports_nor_take_much_memory() -> None:
    tries = """
import socket, sys
from facecam.capture import clip_reader
clip_reader._confine()
def refused(what):
    try:
        what()
    except (OSError, MemoryError):
        return 1
    return 0
tried = (lambda: open(sys.executable), socket.socket, lambda: bytearray(clip_reader._MEMORY))
print(sum(map(refused, tried)))
"""
    done = subprocess.run([sys.executable, "-c", tries], capture_output=True, text=True)
    assert done.stdout == "3\n", done.stderr


def test_the_frozen_program_reads_clips_too(tmp_path: Path) -> None:
    program = ROOT / "packaging" / "program.py"
    words = [sys.executable, str(program), clip.OPTION]
    done = subprocess.run(words, input=film(tmp_path).read_bytes(), capture_output=True)
    assert done.returncode == clip.ENDED
    assert len(done.stdout) == 5 * (clip.PICTURE.size + 64 * 48 * 3)
