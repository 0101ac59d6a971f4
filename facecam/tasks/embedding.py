"""The main face of each of many pictures, and its vector."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from facecam.base.types import Face, Image
from facecam.pipeline.recognizer import Recognizer, main_face


def find_main(recognizer: Recognizer, image: Image) -> Face | None:
    """The largest and most central face, measured and not yet embedded."""
    faces = [Face(detection) for detection in recognizer.find(image)]
    face = main_face(faces, image.shape[1], image.shape[0])
    return None if face is None else recognizer.measure(image, face.detection)


def embed(recognizer: Recognizer, faces: Sequence[Face]) -> list[Face]:
    """The same faces with their vectors and without their crops, of which thousands would fill the memory."""
    return [replace(face, crop=None) for face in recognizer.embed(faces)]


def embed_main(recognizer: Recognizer, images: Sequence[Image]) -> list[Face | None]:
    """The main face of each image, embedded; None where there is none."""
    found = [find_main(recognizer, image) for image in images]
    embedded = iter(embed(recognizer, [face for face in found if face is not None]))
    return [None if face is None else next(embedded) for face in found]
