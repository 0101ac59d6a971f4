"""Still images from real, odd and broken files."""

from __future__ import annotations

import base64
import os
import struct
import sys
import zlib
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image as Pillow

from facecam.base.errors import ImageError
from facecam.capture import avif
from facecam.capture.images import read_image

CMYK_RED = base64.b64decode(
    "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwAbEhQXFBEbFxYXHhwbIChCKyglJShROj0wQmBVZWRfVV1baniZgWpxkHNbXYW1hpCeo6utq2eA"
    "vMm6pseZqKuk/8AAFAgAEAAQBEMRAE0RAFkRAEsRAP/EABUAAQEAAAAAAAAAAAAAAAAAAAAG/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/a"
    "AA4EQwBNAFkASwAAPwCmTKZUwAAAD//Z"
)
"""A JPEG of four inks, 16x16, all red."""


def encode(image: np.ndarray, suffix: str, *options: int) -> bytes:
    return bytes(cv2.imencode(suffix, image, options)[1])


def png(width: int, height: int, depth: int, colour: int, rows: bytes, palette: bytes = b"") -> bytes:
    """A PNG by hand (ISO 15948), for the kinds that OpenCV does not write."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", header),
            chunk(b"PLTE", palette) if palette else b"",
            chunk(b"IDAT", zlib.compress(rows, 1)),
            chunk(b"IEND", b""),
        )
    )


def with_orientation(jpeg: bytes, orientation: int) -> bytes:
    """The JPEG with an EXIF segment of one tag, 0x0112."""
    tiff = b"II*\0" + struct.pack("<IHHHIII", 8, 1, 0x0112, 3, 1, orientation, 0)
    body = b"Exif\0\0" + tiff
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + jpeg[2:]


UPRIGHT = {
    # How the stored picture must be turned to be upright, by EXIF orientation.
    1: lambda image: image,
    2: lambda image: image[:, ::-1],
    3: lambda image: np.rot90(image, 2),
    4: lambda image: image[::-1],
    5: lambda image: image.transpose(1, 0, 2),
    6: lambda image: np.rot90(image, -1),
    7: lambda image: np.rot90(image, 2).transpose(1, 0, 2),
    8: lambda image: np.rot90(image),
}


@pytest.mark.parametrize("orientation", UPRIGHT)
def test_images_are_turned_upright(tmp_path: Path, media: Path, orientation: int) -> None:
    jpeg = (media / "multi_face.jpg").read_bytes()
    file = tmp_path / "turned.jpg"
    file.write_bytes(with_orientation(jpeg, orientation))
    assert np.array_equal(read_image(file), UPRIGHT[orientation](read_image(media / "multi_face.jpg")))


def test_an_image_is_bgr_uint8_and_contiguous(media: Path) -> None:
    image = read_image(media / "multi_face.jpg")
    assert image.shape == (667, 1000, 3) and image.dtype == np.dtype(np.uint8) and image.flags.c_contiguous


def test_grey_becomes_bgr(media: Path) -> None:
    image = read_image(media / "BWPictureHuman.jpg")
    assert image.shape == (1912, 2560, 3)
    assert np.array_equal(image[..., 0], image[..., 2])


def test_alpha_is_dropped_and_the_colours_stay(tmp_path: Path) -> None:
    stored = np.random.default_rng(0).integers(0, 256, (20, 30, 4)).astype(np.uint8)
    (tmp_path / "cut-out.png").write_bytes(encode(stored, ".png"))
    assert np.array_equal(read_image(tmp_path / "cut-out.png"), stored[..., :3])


@pytest.mark.parametrize("suffix", [".png", ".tiff"])
@pytest.mark.parametrize("channels", [1, 3])
def test_of_16_bit_the_upper_byte_stays(tmp_path: Path, suffix: str, channels: int) -> None:
    deep = (np.arange(40 * 60 * channels) * 9).astype(np.uint16).reshape(40, 60, channels)
    file = tmp_path / f"deep{suffix}"
    file.write_bytes(bytes(cv2.imencode(suffix, deep)[1]))
    image = read_image(file)
    assert image.dtype == np.uint8
    assert np.abs(image.astype(int) - (deep >> 8)).max() <= 1


def test_a_palette_gives_its_colours(tmp_path: Path) -> None:
    rows = b"\0\0\1" + b"\0\1\0"
    (tmp_path / "p.png").write_bytes(png(2, 2, 8, 3, rows, palette=bytes([255, 0, 0, 0, 0, 255])))
    red, blue = [0, 0, 255], [255, 0, 0]
    assert read_image(tmp_path / "p.png").tolist() == [[red, blue], [blue, red]]


def test_four_inks_give_their_colour(tmp_path: Path) -> None:
    (tmp_path / "inks.jpg").write_bytes(CMYK_RED)
    blue, green, red = read_image(tmp_path / "inks.jpg")[8, 8]
    assert red > 240 and max(blue, green) < 15


def test_webp_is_read(tmp_path: Path, media: Path) -> None:
    original = read_image(media / "single_face.jpg")
    (tmp_path / "face.webp").write_bytes(encode(original, ".webp", cv2.IMWRITE_WEBP_QUALITY, 101))
    assert np.array_equal(read_image(tmp_path / "face.webp"), original)


@pytest.mark.skipif(not avif.readable(), reason="this Pillow reads no AVIF")
@pytest.mark.parametrize("orientation", UPRIGHT)
def test_avif_is_turned_upright(tmp_path: Path, media: Path, orientation: int) -> None:
    image = read_image(media / "single_face.jpg")
    exif = Pillow.Exif()
    exif[0x0112] = orientation  # which Pillow writes as the file's own turning
    backwards = {6: 8, 8: 6}.get(orientation, orientation)
    stored = Pillow.fromarray(np.ascontiguousarray(UPRIGHT[backwards](image)[:, :, ::-1]))
    stored.save(tmp_path / "turned.avif", quality=90, exif=exif)
    read = read_image(tmp_path / "turned.avif")
    assert read.shape == image.shape and np.abs(read.astype(int) - image).mean() < 4
    data = (tmp_path / "turned.avif").read_bytes()
    (tmp_path / "cut.avif").write_bytes(data[: len(data) // 2])
    with pytest.raises(ImageError, match=r"cut\.avif"):
        read_image(tmp_path / "cut.avif")


def test_avif_is_read(tmp_path: Path, media: Path) -> None:
    original = read_image(media / "single_face.jpg")
    (tmp_path / "face.avif").write_bytes(encode(original, ".avif", cv2.IMWRITE_AVIF_QUALITY, 95))
    image = read_image(tmp_path / "face.avif")
    assert image.shape == original.shape
    assert np.abs(image.astype(int) - original).mean() < 4


def test_of_a_picture_that_moves_the_first_is_read(tmp_path: Path) -> None:
    animation = cv2.Animation()
    animation.frames = [np.full((24, 32, 4), (*colour, 255), np.uint8) for colour in ((0, 0, 255), (255, 0, 0))]
    animation.durations = [100, 100]
    assert cv2.imwriteanimation(str(tmp_path / "two.gif"), animation)
    assert read_image(tmp_path / "two.gif")[12, 16].argmax() == 2


@pytest.mark.parametrize(("width", "height"), [(1, 1), (1, 500), (16384, 2), (16384, 8192)])
def test_a_picture_may_have_any_shape(tmp_path: Path, width: int, height: int) -> None:
    row = b"\0" + b"\x55" * -(-width // 8)
    (tmp_path / "odd.png").write_bytes(png(width, height, 1, 0, row * height))
    assert read_image(tmp_path / "odd.png").shape == (height, width, 3)


def test_a_hundred_megapixels_are_read(tmp_path: Path) -> None:
    side = 10_000
    row = b"\0" + b"\xaa" * (side // 8)
    (tmp_path / "huge.png").write_bytes(png(side, side, 1, 0, row * side))
    image = read_image(tmp_path / "huge.png")
    assert image.shape == (side, side, 3)
    assert image[-1, -2:, 0].tolist() == [255, 0]


@pytest.mark.parametrize("name", ["Élodie 日本 🙂.jpg", "a%03d.jpg", "-rf.jpg"])
def test_a_name_may_be_anything(tmp_path: Path, media: Path, name: str) -> None:
    (tmp_path / name).write_bytes((media / "single_face.jpg").read_bytes())
    assert read_image(tmp_path / name).size > 0


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux allows names that are no text")
def test_a_name_may_be_no_text_at_all(tmp_path: Path, media: Path) -> None:
    file = os.fsencode(tmp_path) + b"/\xff\xfe.jpg"
    Path(os.fsdecode(file)).write_bytes((media / "single_face.jpg").read_bytes())
    assert read_image(os.fsdecode(file)).size > 0
    Path(os.fsdecode(file)).write_bytes(b"")
    with pytest.raises(ImageError) as caught:
        read_image(os.fsdecode(file))
    assert str(caught.value).encode("utf-8"), "the message can be printed anywhere"


def encodings() -> dict[str, bytes]:
    rng = np.random.default_rng(1)
    image = cv2.GaussianBlur(rng.integers(0, 256, (120, 160, 3)).astype(np.uint8), (0, 0), 3)
    jpeg = encode(image, ".jpg")
    return {
        "plain.jpg": jpeg,
        "progressive.jpg": encode(image, ".jpg", cv2.IMWRITE_JPEG_PROGRESSIVE, 1),
        "restarts.jpg": encode(image, ".jpg", cv2.IMWRITE_JPEG_RST_INTERVAL, 4),
        # The thumbnail has an end of its own, which must not be taken for that of the picture.
        "thumbnail.jpg": jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(jpeg) + 2) + jpeg + jpeg[2:],
        **{f"plain{suffix}": encode(image, suffix) for suffix in (".png", ".webp", ".bmp", ".tiff", ".gif")},
    }


@pytest.mark.parametrize("name", encodings())
@pytest.mark.parametrize("part", [0.02, 0.3, 0.5, 0.9, 0.999])
def test_an_image_that_is_cut_short_is_refused_by_name(tmp_path: Path, name: str, part: float) -> None:
    data = encodings()[name]
    file = tmp_path / name
    file.write_bytes(data)
    assert read_image(file).shape == (120, 160, 3)
    file.write_bytes(data[: int(len(data) * part)])
    with pytest.raises(ImageError, match=name) as caught:
        read_image(file)
    assert caught.value.remedy


def test_an_image_whose_second_half_never_arrived_is_refused(tmp_path: Path, media: Path) -> None:
    data = (media / "multi_face.jpg").read_bytes()
    half = len(data) // 2
    (tmp_path / "holes.jpg").write_bytes(data[:half] + bytes(len(data) - half))
    with pytest.raises(ImageError, match=r"holes\.jpg"):
        read_image(tmp_path / "holes.jpg")


@pytest.mark.parametrize("content", [b"", b"\xff\xd8\xff", b"not an image\n" * 50, bytes(5000), b"%PDF-1.7"])
def test_a_file_that_is_no_image_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "fake.jpg").write_bytes(content)
    with pytest.raises(ImageError, match=r"fake\.jpg") as caught:
        read_image(tmp_path / "fake.jpg")
    assert caught.value.remedy


def test_a_path_that_is_not_there_or_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImageError, match=r"no file .*gone\.jpg"):
        read_image(tmp_path / "gone.jpg")
    with pytest.raises(ImageError, match="not a file"):
        read_image(tmp_path)


@pytest.mark.parametrize("name", encodings())
def test_a_broken_image_is_told_once_and_not_by_a_library(
    tmp_path: Path, name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_bytes(encodings()[name][:1500])
    with pytest.raises(ImageError):
        read_image(tmp_path / name)
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("size", [(0, 9), (9, 0), (2**31 - 1, 9), (9, 2**31 - 1)])
def test_a_png_of_a_size_that_cannot_be_is_told_once(
    tmp_path: Path, size: tuple[int, int], capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "odd.png").write_bytes(png(*size, 8, 2, bytes(100)))
    with pytest.raises(ImageError, match=r"odd\.png"):
        read_image(tmp_path / "odd.png")
    assert capfd.readouterr().err == ""


def test_a_png_with_a_wrong_bit_is_told_once_and_its_notes_may_be_wrong(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    data = bytearray(encodings()["plain.png"])
    note = b"tEXtAuthor\0somebody"
    notes = struct.pack(">I", len(note) - 4) + note + b"\0\0\0\0"
    (tmp_path / "noted.png").write_bytes(data[:-12] + notes + data[-12:])
    assert read_image(tmp_path / "noted.png").shape == (120, 160, 3)
    capfd.readouterr()  # of such a note libpng complains, and reads on
    for place in range(20, len(data) - 1, len(data) // 20):
        damaged = bytearray(data)
        damaged[place] ^= 0x10
        (tmp_path / "damaged.png").write_bytes(damaged)
        with pytest.raises(ImageError, match=r"damaged\.png"):
            read_image(tmp_path / "damaged.png")
    assert capfd.readouterr().err == ""
