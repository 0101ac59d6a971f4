"""Pictures that end exactly where readable memory ends, and what facecam asks of OpenCV for such a one.

Run as a program: whoever reads on past the end ends it with a signal.
"""

from __future__ import annotations

import ctypes
import mmap
import sys

import cv2
import numpy as np

from facecam.base.types import Image
from facecam.vision.align import align, template
from facecam.vision.blur import blur_all, blur_faces
from facecam.vision.integral import IntegralImage, part_around
from facecam.vision.scan import PATIENT
from facecam.vision.scene_cuts import CutFinder

SIZES = ((360, 640), (480, 640), (720, 1280), (100, 101), (360, 638))
CORNERS = ((0, 0), (-90, -100), (-91, -100), (-97, -60), (-20, -20))
"""Left and top of the part that is used; negative: from the right and bottom."""


def guarded(height: int, width: int) -> Image:
    """(height, width, 3) of noise, followed by a page that may not be read."""
    size, page = height * width * 3, mmap.PAGESIZE
    pages = -(-size // page)
    libc = ctypes.CDLL(None, use_errno=True)
    libc.mmap.restype = ctypes.c_void_p
    libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, *[ctypes.c_int] * 3, ctypes.c_long]
    libc.mprotect.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
    private_anonymous = 0x22
    start = libc.mmap(None, (pages + 1) * page, mmap.PROT_READ | mmap.PROT_WRITE, private_anonymous, -1, 0)
    assert libc.mprotect(start + pages * page, page, 0) == 0
    raw = (ctypes.c_uint8 * size).from_address(start + pages * page - size)
    image = np.frombuffer(memoryview(raw), np.uint8).reshape(height, width, 3)
    image[:] = np.random.default_rng(1).integers(0, 256, image.shape, np.uint8)
    return image


def sum_parts() -> None:
    """The 25 parts that have a table of their own."""
    for height, width in SIZES:
        image = guarded(height, width)
        for left, top in CORNERS:
            IntegralImage(*part_around(image, np.array([[left % width, top % height, width, height]])))
            print(height, width, left, top, flush=True)


def see() -> None:
    """Everything between a frame and its crops."""
    from facecam.vision import open_detector

    detector = open_detector("off")
    for height, width in SIZES:
        image = guarded(height, width)
        detector.detect(image)
        detector.detect(image, PATIENT)
        detector.follow(image, np.array([[width - 90, height - 90, width, height]], np.float32))
        for scale in (0.3, 1.0, 2.6, 5.0):
            align(image, template() * scale + [width - 112 * scale, height - 112 * scale])
        blur_faces(image, [np.array([width - 60.0, height - 70.0, width, height])])
        blur_all(image)
        CutFinder().cut(image)
        part = image[height // 3 :, width // 3 :]
        for conversion in (cv2.COLOR_BGR2GRAY, cv2.COLOR_BGR2RGB):
            cv2.cvtColor(part, conversion)
        cv2.imencode(".jpg", part)
        print(height, width, flush=True)


if __name__ == "__main__":
    {"sum_parts": sum_parts, "see": see}[sys.argv[1]]()
