"""HEIC files, written for the tests and, where it is there, a telephone's."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from facecam.base.errors import ImageError
from facecam.capture.images import read_image
from facecam.capture.source import open_source
from facecam.capture.worker import frames

WRITE = """
import sys
import pillow_heif
from PIL import Image

face, folder = sys.argv[1:]

def write(name, *pictures, main=0):
    file = pillow_heif.HeifFile()
    for picture in pictures:
        file.add_from_pillow(picture)
    file.save(f"{folder}/{name}", quality=90, primary_index=main)

write("face.HEIC", Image.open(face).convert("RGB"))
write("odd.heic", Image.open(face).convert("RGB").resize((203, 157)))
write("burst.heic", *(Image.new("RGB", (64, 48), (5 * n, 255 - 5 * n, 30)) for n in range(50)), main=30)
for mode, colour in (("L", 90), ("RGBA", (10, 90, 200, 80)), ("LA", (90, 9)), ("I;16", 90 << 8)):
    write(f"{mode}.heif".replace(";", ""), Image.new(mode, (61, 47), colour))
"""
"""Writes the files, in a process of its own: the libraries that write HEIC and read it must not meet in one."""

BESIDE = """
import sys
import pillow_heif
from facecam.capture.images import read_image
print(read_image(sys.argv[1]).shape, "pi_heif" in sys.modules)
"""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory, media: Path) -> Path:
    pytest.importorskip("PIL", reason="what writes HEIC is not installed: use the group `dev`")
    folder = tmp_path_factory.mktemp("heic")
    done = subprocess.run(
        [sys.executable, "-c", WRITE, media / "single_face.jpg", folder], capture_output=True, text=True
    )
    if "No module named 'pillow_heif'" in done.stderr:
        pytest.skip("what writes HEIC is not installed: use the group `dev`")
    assert done.returncode == 0, done.stderr
    return folder


def test_a_photograph_of_a_telephone_is_read(shared: Path) -> None:
    (frame,) = frames(open_source(str(shared / "cases" / "portrait.heic")))
    assert frame.size == (286, 281)
    assert 40 < frame.image.mean() < 220


def test_a_picture_comes_back_as_it_was(written: Path, media: Path) -> None:
    image, wanted = read_image(written / "face.HEIC"), read_image(media / "single_face.jpg")
    assert image.shape == wanted.shape and image.flags.c_contiguous and image.flags.owndata
    assert np.abs(image.astype(int) - wanted).mean() < 4, "blue, green, red"
    assert read_image(written / "odd.heic").shape == (157, 203, 3)


@pytest.mark.parametrize(
    ("mode", "colour"),
    [("L", (90, 90, 90)), ("RGBA", (200, 90, 10)), ("LA", (90, 90, 90)), ("I16", (90, 90, 90))],
)
def test_every_mode_becomes_bgr(written: Path, mode: str, colour: tuple[int, ...]) -> None:
    image = read_image(written / f"{mode}.heif")
    assert image.shape == (47, 61, 3) and image.dtype == np.uint8
    assert np.abs(image.mean(axis=(0, 1)) - colour).max() < 4


def test_of_fifty_pictures_the_main_one_is_read(written: Path) -> None:
    (frame,) = frames(open_source(str(written / "burst.heic")))
    assert abs(int(frame.image[..., 2].mean()) - 150) < 6


@pytest.mark.parametrize("part", [0.02, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.95])
def test_a_file_that_was_cut_is_refused_by_name(tmp_path: Path, written: Path, part: float) -> None:
    data = (written / "face.HEIC").read_bytes()
    (tmp_path / "cut.heic").write_bytes(data[: int(len(data) * part)])
    with pytest.raises(ImageError, match=r"cut\.heic") as caught:
        read_image(tmp_path / "cut.heic")
    assert caught.value.remedy


def test_a_program_that_has_loaded_pillow_heif_reads_with_that(written: Path) -> None:
    """Its libheif and pi-heif's are two of one name: together they end the process."""
    done = subprocess.run([sys.executable, "-c", BESIDE, written / "odd.heic"], capture_output=True, text=True)
    assert (done.stdout.strip(), done.returncode) == ("(157, 203, 3) False", 0), done.stderr
