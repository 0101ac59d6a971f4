"""Prints the faces found in a picture full of them, and the resident memory in MB after an empty picture of its
size, after it, and after memory was given back: `crowd.py PORTRAIT ROWS COLUMNS`."""

from __future__ import annotations

import sys
from pathlib import Path

import cv2
import numpy as np

from facecam.base.memory import give_back
from facecam.base.settings import Settings
from facecam.pipeline.recognizer import open_recognizer

PAGE_KB = 4


def resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE_KB // 1024


if __name__ == "__main__":
    portrait = cv2.resize(np.asarray(cv2.imread(sys.argv[1]), np.uint8), (100, 100), interpolation=cv2.INTER_AREA)
    crowd = np.asarray(np.tile(portrait, (int(sys.argv[2]), int(sys.argv[3]), 1)), np.uint8)
    recognizer = open_recognizer(Settings(gpu="off"))
    recognizer.faces(np.zeros_like(crowd))
    before = resident()
    found = recognizer.faces(crowd)
    after = resident()
    recognizer.give_back()
    give_back()
    print(len(found), before, after, resident())
