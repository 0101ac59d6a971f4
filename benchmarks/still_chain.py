"""Prints the processor's seconds for detecting, aligning and embedding some pictures of an archive.

    python benchmarks/still_chain.py PROGRAM ARCHIVE FIRST COUNT

PROGRAM: the folder whose `facecam` is used: this one or an older one. So only what every version has is asked for.
"""

from __future__ import annotations

import sys
import time
import zipfile
from pathlib import Path

import cv2
import numpy as np


def main(program: str, archive: str, first: int, count: int) -> None:
    sys.path.insert(0, program)
    from facecam.vision import open_detector, open_embedder
    from facecam.vision.align import align

    try:
        from facecam.vision.scan import PATIENT as STILL
    except ImportError:  # one scan for everything
        scans: tuple[object, ...] = ()
    else:
        scans = (STILL,)
    cv2.setNumThreads(1)
    detector, embedder = open_detector("off"), open_embedder("", "off")
    with zipfile.ZipFile(archive) as opened:
        names = [name for name in opened.namelist() if Path(name).suffix == ".webp"]
        step = len(names) // 1000
        chosen = [opened.read(name) for name in names[::step][first : first + count]]
    pictures = [
        np.asarray(cv2.imdecode(np.frombuffer(one, np.uint8), cv2.IMREAD_COLOR), np.uint8) for one in chosen
    ]
    before = 0.0
    for number, picture in enumerate((pictures[0], *pictures)):
        if number == 1:  # the first was there to warm up
            before = time.process_time()
        found = detector.detect(picture, *scans)  # type: ignore[arg-type]
        if found:
            embedder.embed(np.stack([align(picture, one.points, embedder.size) for one in found]))
    print(time.process_time() - before)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
