"""What is in a folder with its subfolders, or in a ZIP archive: what is wanted, and by kind what is left out."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from facecam.base.errors import InputError
from facecam.base.messages import Message
from facecam.capture import archives
from facecam.capture.kinds import IMAGE_SUFFIXES, UNREADABLE, LeftOut, by_kind


@dataclass(frozen=True, slots=True)
class Contents:
    """Of a folder. What is hidden is in neither."""

    files: tuple[Path, ...]
    """Sorted."""
    left_out: tuple[LeftOut, ...]

    @property
    def remark(self) -> Message | None:
        """`left out: 3 raw pictures (.nef), 1 sound file (.mp3)`; None where all was taken."""
        if not self.left_out:
            return None
        files = self.left_out[0].counted
        for more in self.left_out[1:]:
            files = Message("{files}, {more}", files=files, more=more.counted)
        return Message("left out: {files}", files=files)


def is_folder(path: Path) -> bool:
    """Also a ZIP archive is one."""
    return path.is_dir() or archives.is_archive(path)


def contents(root: Path, suffixes: Collection[str]) -> Contents:
    """The files that end so, also behind links; each folder is looked into once, so that links may lead in circles.

    Raises `InputError` where there is no such folder, or an archive is not to be trusted.
    """
    unreadable: list[Path] = []
    if archives.is_archive(root):
        found = [file for file in archives.files_in(root) if not _hidden(file.relative_to(root))]
    elif root.is_dir():
        found = list(_walk(root, unreadable))
    else:
        raise InputError("There is no folder {folder}", "Check the path", folder=shown(root))
    wanted = [file for file in found if file.suffix.lower() in suffixes]
    left_out = by_kind(file for file in found if file.suffix.lower() not in suffixes)
    if unreadable:
        left_out = (LeftOut(UNREADABLE, tuple(unreadable)), *left_out)
    return Contents(tuple(sorted(wanted)), left_out)


def image_files(folder: str | os.PathLike[str]) -> Contents:
    """The images in a folder. Raises `InputError` where there is none, or no such folder."""
    root = Path(folder)
    found = contents(root, IMAGE_SUFFIXES)
    if not found.files:
        place = (
            Message("{folder} ({remark})", folder=shown(root), remark=found.remark) if found.remark else shown(root)
        )
        raise InputError(
            "There is no image in the folder {folder}",
            "Put some there ({endings})",
            folder=place,
            endings=", ".join(IMAGE_SUFFIXES),
        )
    return found


def _walk(root: Path, unreadable: list[Path]) -> Iterator[Path]:
    """The files in it and below; `unreadable` gets the folders that could not be looked into."""

    def refused(error: OSError) -> None:
        folder = Path(error.filename)
        if folder == root:
            raise InputError(
                "{file} cannot be read: {reason}",
                "Check its permissions",
                file=shown(root),
                reason=str(error.strerror),
            ) from error
        unreadable.append(folder)

    seen: set[tuple[int, int]] = set()
    for parent, folders, names in os.walk(root, onerror=refused, followlinks=True):
        try:
            status = Path(parent).stat()
        except OSError:  # deleted meanwhile
            continue
        if (status.st_dev, status.st_ino) in seen:
            folders.clear()
            continue
        seen.add((status.st_dev, status.st_ino))
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(parent, name) for name in names if not name.startswith("."))


def _hidden(path: Path) -> bool:
    """As macOS packs its own notes: `__MACOSX/._1.jpg`."""
    return any(part.startswith(".") or part == "__MACOSX" for part in path.parts)


def shown(path: Path) -> str:
    """The path as text that any terminal can print."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
