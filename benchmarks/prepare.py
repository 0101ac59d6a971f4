"""`prepare` against facenet-pytorch: photographs of LFW to crops, a process and a thread each.

The processor's time is taken: other programs on the machine do not disturb it, and two processes do twice as much.
"""

from __future__ import annotations

import io
import tempfile
import time
from pathlib import Path

import cv2
import torch
from facenet_pytorch import MTCNN
from PIL import Image

from benchmarks.common import SHARED, Row
from training.data import crops, photo_source
from training.data.faces import SIDE

PHOTOGRAPHS, TURN = 256, 16
SMALLEST = 40


def rows() -> list[Row]:
    """Left out where LFW is not there."""
    source = SHARED / "data" / "lfw.zip"
    if not source.exists():
        return []
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    store = photo_source.open_store(source)
    names = photo_source.of(store.names)
    names = names[:: len(names) // PHOTOGRAPHS][:PHOTOGRAPHS]
    theirs = MTCNN(image_size=SIDE, min_face_size=SMALLEST)
    ours = other = 0.0
    with tempfile.TemporaryDirectory() as folder:
        crops.start(source, SMALLEST, SIDE)
        for start in range(0, len(names), TURN):
            turn = names[start : start + TURN]
            before = time.process_time()
            crops.make_shard(Path(folder) / f"{start}.npz", turn)
            between = time.process_time()
            for number, name in enumerate(turn):
                with Image.open(io.BytesIO(store.read(name))) as photograph:
                    theirs(photograph.convert("RGB"), save_path=str(Path(folder) / f"{number}.jpg"))
            ours += between - before
            other += time.process_time() - between
    what = f"{len(names)} photographs of LFW to crops: facenet-pytorch / ours"
    return [Row(what, f"{other / ours:.1f}x ({len(names) / other:.0f} / {len(names) / ours:.0f} a second)", "4x")]
