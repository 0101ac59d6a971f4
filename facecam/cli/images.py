"""Images named on the command line: folders opened up, pictures worked on ahead in a few threads."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from facecam.errors import FacecamError, ImageError, InputError

if TYPE_CHECKING:
    from facecam.types import Image

T = TypeVar("T")

_THREADS = 2
_AHEAD = 2
"""Pictures a thread that may wait: they can be large."""


def expand(paths: Iterable[str]) -> Iterator[str | FacecamError]:
    """The files of these paths in their order, as given; a folder's in sorted order, joined to it.

    A folder without images, and an empty path, gives the error that says so.
    """
    from facecam.capture.images import image_files

    for path in paths:
        if not os.path.isdir(path):  # noqa: PTH112 (pathlib takes an empty path for a folder, and fails with long ones)
            yield path or InputError("One of the paths is empty", "Name an image or a folder")
            continue
        try:
            yield from (os.path.join(path, file.relative_to(path)) for file in image_files(path))  # noqa: PTH118
        except FacecamError as error:
            yield error


def for_each(
    files: Iterable[str | FacecamError], work: Callable[[Image], T]
) -> Iterator[tuple[str, T] | tuple[None, FacecamError]]:
    """Read each image and do `work` with it; the results come in the order of the files.

    Where a file cannot be read its error comes instead.
    """
    from facecam.capture.images import read_image

    def task(file: str | FacecamError) -> tuple[str, T] | tuple[None, FacecamError]:
        if isinstance(file, FacecamError):
            return None, file
        try:
            return file, work(read_image(file))
        except FacecamError as error:
            return None, error
        except OSError as error:
            return None, ImageError(f"{file} cannot be read: {error.strerror}", "Check the path")

    waiting: deque[Future[tuple[str, T] | tuple[None, FacecamError]]] = deque()
    pool = ThreadPoolExecutor(_THREADS)
    try:
        for file in files:
            waiting.append(pool.submit(task, file))
            if len(waiting) > _THREADS * _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)
