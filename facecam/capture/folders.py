"""What is in a folder with its subfolders, or in a ZIP archive: what is wanted, and by kind what is left out."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from facecam.capture import archives
from facecam.capture.kinds import IMAGE_SUFFIXES, LeftOut, by_kind
from facecam.errors import InputError


@dataclass(frozen=True, slots=True)
class Contents:
    """Of a folder. What is hidden is in neither."""

    files: tuple[Path, ...]
    """Sorted."""
    left_out: tuple[LeftOut, ...]

    @property
    def remark(self) -> str:
        """`left out: 3 raw pictures (.nef), 1 sound (.mp3)`; empty where all was taken."""
        return f"left out: {', '.join(str(files.counted) for files in self.left_out)}" if self.left_out else ""


def is_folder(path: Path) -> bool:
    """Also a ZIP archive is one."""
    return path.is_dir() or archives.is_archive(path)


def contents(root: Path, suffixes: Collection[str]) -> Contents:
    """The files that end so, also behind links; each folder is looked into once, so that links may lead in circles.

    Raises `InputError` where there is no such folder, or an archive is not to be trusted.
    """
    if archives.is_archive(root):
        found = [file for file in archives.files_in(root) if not _hidden(file.relative_to(root))]
    elif root.is_dir():
        found = list(_walk(root))
    else:
        raise InputError(f"There is no folder {shown(root)}", "Check the path")
    wanted = [file for file in found if file.suffix.lower() in suffixes]
    return Contents(tuple(sorted(wanted)), by_kind(file for file in found if file.suffix.lower() not in suffixes))


def image_files(folder: str | os.PathLike[str]) -> Contents:
    """The images in a folder. Raises `InputError` where there is none, or no such folder."""
    root = Path(folder)
    found = contents(root, IMAGE_SUFFIXES)
    if not found.files:
        where = "folder" if root.is_dir() else "archive"
        others = f" ({found.remark})" if found.left_out else ""
        raise InputError(
            f"There is no image in the {where} {shown(root)}{others}",
            f"Put some there ({', '.join(IMAGE_SUFFIXES)})",
        )
    return found


def _walk(root: Path) -> Iterator[Path]:
    seen: set[tuple[int, int]] = set()
    for parent, folders, names in os.walk(root, followlinks=True):
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
