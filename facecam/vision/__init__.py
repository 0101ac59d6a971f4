"""Pixels to numbers: where faces are, how good their picture is, and the vector that stands for each.

Models import ONNX Runtime, which takes a moment: what opens one imports it, and not the room, for a window's thread
must not wait for that when it asks for a cut or a blur.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from facecam.base.settings import Gpu

if TYPE_CHECKING:
    from facecam.vision.classifier import Classifier
    from facecam.vision.embedder import Embedder
    from facecam.vision.mtcnn import Mtcnn

TAUGHT = ("pnet", "rnet", "onet", "judge", "context")
"""Tasks of the manifest."""
ORIGINAL = ("pnet-facenet-pytorch", "rnet-facenet-pytorch", "onet-facenet-pytorch")
"""Names in the manifest."""


def open_detector(gpu: Gpu = "auto", min_face: int = 40, threads: int = 1, original: bool = False) -> Mtcnn:
    """The detector with the models that facecam ships; `original`: with the nets as they come from
    facenet-pytorch, and without a judge and a context net.

    Raises `ModelError` for a missing or altered file, `ProviderError` where a GPU is required and does not run.
    """
    from facecam.vision.manifest import load_manifest
    from facecam.vision.mtcnn import Mtcnn
    from facecam.vision.sessions import open_session

    manifest = load_manifest()
    entries = [manifest.named(name) for name in ORIGINAL] if original else [manifest.task(task) for task in TAUGHT]
    pnet, rnet, onet, *others = (open_session(entry, gpu, threads) for entry in entries)
    judge, context = others or (None, None)
    return Mtcnn(pnet, rnet, onet, judge, context, min_face)


def open_embedder(name: str = "", gpu: Gpu = "auto", threads: int = 1) -> Embedder:
    """The embedder of that name, or the manifest's default. Raises as `open_detector`, and `InputError`."""
    from facecam.vision.embedder import Embedder
    from facecam.vision.manifest import load_manifest
    from facecam.vision.sessions import open_session

    entry = load_manifest().embedder(name)
    return Embedder(open_session(entry, gpu, threads), entry)


def open_classifier(name: str, gpu: Gpu = "auto", threads: int = 1) -> Classifier:
    """The classifier of that name. Raises as `open_embedder`."""
    from facecam.vision.classifier import Classifier
    from facecam.vision.manifest import load_manifest
    from facecam.vision.sessions import open_session

    entry = load_manifest().classifier(name)
    return Classifier(open_session(entry, gpu, threads), entry)
