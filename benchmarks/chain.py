"""The whole chain on the 472 frames of the demo clip, against two chains that embed every face of every frame."""

from __future__ import annotations

import time
from collections.abc import Callable

import cv2
import numpy as np
import onnxruntime as ort
import torch
from facenet_pytorch import MTCNN, InceptionResnetV1

from benchmarks.common import SHARED, Row, clip
from facecam.base.settings import Settings
from facecam.base.types import Frame, Image
from facecam.identity.gallery import Gallery
from facecam.identity.matching import Matcher
from facecam.pipeline.recognizer import open_recognizer
from facecam.pipeline.track_pipeline import TrackPipeline
from facecam.vision.align import align


def fps(frames: list[Frame], process: Callable[[Frame], int]) -> tuple[float, int]:
    """Frames a second, and how many faces were seen."""
    process(frames[0])
    start = time.perf_counter()
    faces = sum(process(frame) for frame in frames)
    return len(frames) / (time.perf_counter() - start), faces


def ours() -> Callable[[Frame], int]:
    recognizer = open_recognizer(Settings(gpu="off"))
    embedder = recognizer.embedder
    random = np.random.default_rng(1).normal(size=(100, embedder.dimension)).astype(np.float32)
    vectors = random / np.linalg.norm(random, axis=1, keepdims=True)
    names = {person: f"person {person}" for person in range(100)}
    matcher = Matcher(
        Gallery(vectors, np.arange(100), names, embedder.space, neighbourhood=embedder.neighbourhood),
        recognizer.calibration,
        1 / Settings().strangers,
    )
    stream = TrackPipeline(recognizer)
    return lambda frame: len(stream.process(frame, matcher).faces)


def facenet() -> Callable[[Frame], int]:
    """facenet-pytorch as its README shows it: MTCNN for the crops, InceptionResnetV1 for the vectors."""
    torch.set_num_threads(1)
    detector, net = MTCNN(keep_all=True, min_face_size=40), InceptionResnetV1(pretrained=None).eval()

    def process(frame: Frame) -> int:
        with torch.inference_mode():
            crops = detector(cv2.cvtColor(frame.image, cv2.COLOR_BGR2RGB))
            if crops is None:
                return 0
            net(crops)
            return len(crops)

    return process


def yunet() -> Callable[[Frame], int] | None:
    """OpenCV's YuNet and MobileFaceNet (`mbf_b`) in ONNX Runtime."""
    detector_file = SHARED / "peers" / "face_detection_yunet_2023mar.onnx"
    embedder_file = SHARED / "teachers" / "mbf_b.onnx"
    if not (detector_file.exists() and embedder_file.exists()):
        return None
    cv2.setNumThreads(1)
    detector = cv2.FaceDetectorYN.create(str(detector_file), "", (640, 360))
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    session = ort.InferenceSession(embedder_file, options, providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name

    def process(frame: Frame) -> int:
        detector.setInputSize(frame.size)
        found = detector.detect(frame.image)[1]
        if found is None:
            return 0
        crops = [_floats(align(frame.image, row[4:14].reshape(5, 2))) for row in found]
        session.run(None, {name: np.stack(crops)})
        return len(found)

    return process


def _floats(crop: Image) -> np.ndarray:
    return ((crop[:, :, ::-1].astype(np.float32) - 127.5) / 127.5).transpose(2, 0, 1)


def rows() -> list[Row]:
    frames = clip()
    own, seen = fps(frames, ours())
    rows = []
    for label, build, bar in (
        ("facenet-pytorch MTCNN + InceptionResnetV1 in torch", facenet, "20x"),
        ("YuNet + mbf_b in ONNX Runtime", yunet, "1x"),
    ):
        process = build()
        if process is None:
            continue
        peer, peers_seen = fps(frames, process)
        rows.append(
            Row(
                f"whole chain on the clip / {label}",
                f"{own / peer:.1f}x ({own:.0f} / {peer:.1f} fps; faces seen {seen} / {peers_seen})",
                bar,
            )
        )
    return rows
