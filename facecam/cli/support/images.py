"""Images named on the command line: folders opened up, pictures worked on ahead in a few threads."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from facecam.base.errors import FacecamError, ImageError, InputError
from facecam.cli.support.output import note

if TYPE_CHECKING:
    from facecam.base.types import Image

T = TypeVar("T")

_THREADS = 2
_AHEAD = 2
"""Pictures a thread that may wait: they can be large."""


def expand(paths: Sequence[str]) -> tuple[list[str], list[FacecamError]]:
    """The files of these paths in their order, as given; a folder's in sorted order, joined to it.

    With them the errors of paths that are empty and of folders without images. What is left out of a folder, as it
    is no image, is said.
    """
    from facecam.capture.folders import image_files, is_folder

    files: list[str] = []
    refused: list[FacecamError] = []
    for path in paths:
        try:
            if not path:
                raise InputError("One of the paths is empty", "Name an image or a folder")
            # Not pathlib's, which fails with a path that is too long.
            if os.path.exists(path) and is_folder(Path(path)):  # noqa: PTH110
                found = image_files(path)
                files += (os.path.join(path, file.relative_to(path)) for file in found.files)  # noqa: PTH118
                if found.remark is not None:
                    note(f"{path}: {found.remark}")
            else:
                files.append(path)
        except FacecamError as error:
            refused.append(error)
    return files, refused


def for_each(files: Sequence[str], work: Callable[[Image], T]) -> Iterator[tuple[str, T | FacecamError]]:
    """Read each image and do `work` with it, in a few threads; the results come in the order of the files.

    Where a file cannot be read, its error comes instead.
    """
    from facecam.capture.images import read_image

    def task(file: str) -> T | FacecamError:
        try:
            return work(read_image(file))
        except FacecamError as error:
            return error
        except OSError as error:
            return ImageError(
                "{file} cannot be read: {reason}", "Check the path", file=str(file), reason=str(error.strerror)
            )

    waiting: deque[tuple[str, Future[T | FacecamError]]] = deque()
    pool = ThreadPoolExecutor(_THREADS)
    try:
        for file in files:
            waiting.append((file, pool.submit(task, file)))
            if len(waiting) > _THREADS * _AHEAD:
                first, outcome = waiting.popleft()
                yield first, outcome.result()
        for file, outcome in waiting:
            yield file, outcome.result()
    finally:
        pool.shutdown(cancel_futures=True)
