"""Folders and archives of pictures, and what is left out of them."""

from __future__ import annotations

import errno
import os
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from facecam.base.errors import ImageError, InputError, SourceError
from facecam.capture import archives
from facecam.capture.folders import contents, image_files
from facecam.capture.images import read_image
from facecam.capture.kinds import IMAGE_SUFFIXES
from facecam.capture.source import open_source
from facecam.capture.worker import frames


def touch(root: Path, *names: str) -> None:
    for name in names:
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()


def packed(target: Path, **files: bytes) -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target


def test_a_folder_that_cannot_be_read_is_said_and_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    touch(tmp_path, "a.png", "locked/b.png", "c.ts")
    scandir = os.scandir

    def refuse(folder: str) -> Any:
        if Path(folder).name == "locked":
            raise PermissionError(errno.EACCES, "Permission denied", folder)
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    found = image_files(tmp_path)
    assert [file.name for file in found.files] == ["a.png"]
    assert str(found.remark) == "left out: 1 folder that cannot be read, 1 video (.ts)"
    with pytest.raises(InputError, match="locked cannot be read: Permission denied") as error:
        image_files(tmp_path / "locked")
    assert error.value.remedy == "Check its permissions"


def test_the_images_of_a_folder_are_sorted_and_hidden_ones_left_out(tmp_path: Path) -> None:
    touch(tmp_path, "b.JPG", "a.png", "sub/c.webp", ".d.jpg", ".git/e.jpg", "telephone.HEIC")
    found = image_files(tmp_path)
    assert [file.relative_to(tmp_path).as_posix() for file in found.files] == [
        "a.png", "b.JPG", "sub/c.webp", "telephone.HEIC"
    ]  # fmt: skip
    assert found.left_out == () and found.remark is None


def test_what_is_left_out_is_counted_and_named_by_kind(tmp_path: Path) -> None:
    touch(tmp_path, "a.jpg", "1.nef", "2.NEF", "sub/3.cr2", "4.jxl", "5.tga", "6.PCX")
    touch(tmp_path, "song.mp3", "film.mov", "x.xmp", "y.zip")
    assert str(image_files(tmp_path).remark) == (
        "left out: 3 raw pictures (.cr2, .nef), 2 pictures of rare kinds (.pcx, .tga), 1 JPEG XL picture (.jxl),"
        " 1 archive (.zip), 1 other file (.xmp), 1 sound file (.mp3), 1 video (.mov)"
    )


def test_a_folder_without_images_or_that_is_not_there_is_refused(tmp_path: Path) -> None:
    touch(tmp_path, "1.nef")
    with pytest.raises(InputError, match=r"no image in the folder .* \(left out: 1 raw picture \(.nef\)\)"):
        image_files(tmp_path)
    with pytest.raises(InputError, match="no folder"):
        image_files(tmp_path / "gone")


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_folders_behind_links_are_followed_and_circles_are_not(tmp_path: Path) -> None:
    touch(tmp_path, "album/a.jpg", "elsewhere/b.jpg")
    (tmp_path / "album" / "more").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere" / "back").symlink_to(tmp_path / "album")
    (tmp_path / "album" / "self").symlink_to(".")
    (tmp_path / "album" / "broken").symlink_to("gone")
    found = contents(tmp_path / "album", IMAGE_SUFFIXES)
    assert sorted(file.name for file in found.files) == ["a.jpg", "b.jpg"]


@pytest.mark.parametrize("name", ["x.nef", "x.jxl", "song.mp3", "notes.txt", "packed.rar"])
def test_a_file_of_another_kind_is_called_by_its_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"something")
    with pytest.raises(SourceError, match="is no image and no video"):
        open_source(str(tmp_path / name))
    with pytest.raises(ImageError, match="is no image that can be read"):
        read_image(tmp_path / name)


def test_an_archive_is_a_folder(tmp_path: Path, media: Path) -> None:
    face = (media / "single_face.jpg").read_bytes()
    files = {
        "Anna/1.jpg": face,
        "Anna/film.mp4": b"x",
        "b.jpg": face,
        "__MACOSX/._b.jpg": b"x",
        "Anna/.h.jpg": b"x",
    }
    archive = packed(tmp_path / "album.zip", **files)
    found = image_files(archive)
    assert [file.relative_to(archive).as_posix() for file in found.files] == ["Anna/1.jpg", "b.jpg"]
    assert str(found.remark) == "left out: 1 video (.mp4)"
    got = list(frames(open_source(str(archive))))
    assert [frame.source for frame in got] == [str(archive / "Anna/1.jpg"), str(archive / "b.jpg")]
    assert (got[0].image == read_image(media / "single_face.jpg")).all()
    assert len(list(frames(open_source(str(archive / "b.jpg"))))) == 1
    with pytest.raises(ImageError, match=r"There is no file gone\.jpg"):
        read_image(archive / "gone.jpg")
    assert {file.name for file in tmp_path.iterdir()} == {"album.zip"}, "nothing is unpacked"


def test_an_archive_that_is_not_to_be_trusted_is_refused_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(archive: Path, why: str) -> None:
        for ask in (image_files, lambda path: list(frames(open_source(str(path))))):
            with pytest.raises(InputError, match=why) as caught:
                ask(archive)
            assert str(archive) in str(caught.value) and caught.value.remedy

    refused(packed(tmp_path / "bomb.zip", **{"a.jpg": bytes(40 * 2**20)}), "grows too large: 'a.jpg'")
    for number, name in enumerate(("../a.jpg", "x/../../a.jpg", "/etc/a.jpg", "C:/a.jpg", "..\\a.jpg")):
        refused(packed(tmp_path / f"{number}.zip", **{name: b"x"}), "leads out of it")
    with zipfile.ZipFile(tmp_path / "many.zip", "w") as archive:
        for number in range(archives.MOST_FILES + 1):
            archive.writestr(f"{number}.jpg", b"")
    refused(tmp_path / "many.zip", "holds 5,001 files")
    monkeypatch.setattr(archives, "LARGEST", 10)
    refused(packed(tmp_path / "large.zip", **{"a.jpg": bytes(11)}), "holds more than")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no archive at all", bytes(1000)])
def test_an_archive_that_is_damaged_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.zip").write_bytes(content)
    with pytest.raises(InputError, match=r"a\.zip is damaged or no ZIP archive"):
        image_files(tmp_path / "a.zip")


def test_a_picture_that_is_damaged_in_its_archive_is_refused_and_the_others_are_read(
    tmp_path: Path, media: Path
) -> None:
    face = (media / "single_face.jpg").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("1.jpg", face)
        archive.writestr("2.jpg", face)
    data = bytearray((tmp_path / "a.zip").read_bytes())
    data[2000:2400] = bytes(400)
    (tmp_path / "a.zip").write_bytes(data)
    with pytest.raises(ImageError, match=r"1\.jpg is damaged"):
        read_image(tmp_path / "a.zip" / "1.jpg")
    assert read_image(tmp_path / "a.zip" / "2.jpg").size
