"""Teaching P-Net on whole pictures: which windows it looks at, and what each of them teaches."""

from __future__ import annotations

import numpy as np
import onnxruntime as ort
import pytest

pytest.importorskip("torch", reason="the training group is not installed")
pytest.importorskip("facenet_pytorch", reason="the training group is not installed")

import torch

from facecam.base.types import Image
from facecam.vision.geometry import Floats, iou
from training.detection.mtcnn import build
from training.detection.proposals import answers, levels, loss_of, network
from training.detection.views import View

FACE_BOX = np.array([[60, 50, 140, 150]], np.float32)
UNSURE = np.array([[200, 20, 260, 90]], np.float32)


def scene(turned: bool = False) -> View:
    """A dark picture with one bright face: 80 x 100 pixels."""
    image = np.full((240, 320, 3), 30, np.uint8)
    image[50:150, 60:140] = 200
    none = np.zeros((1, 5, 2), np.float32), np.zeros(1, np.float32)
    return View(image, FACE_BOX.copy(), *none, UNSURE.copy(), turned)


def noise(height: int, width: int) -> Image:
    return np.random.default_rng(3).integers(0, 256, (height, width, 3), np.uint8)


@pytest.mark.parametrize(("height", "width"), [(240, 320), (241, 333), (60, 47)])
@pytest.mark.parametrize("border", [0, 6])
def test_there_is_a_window_for_each_answer(height: int, width: int, border: int) -> None:
    looks = list(levels(noise(height, width), 20, border))
    assert looks
    with torch.no_grad():
        for look in looks:
            logits, moves = answers(network(), look.pixels)
            assert len(logits) == len(moves) == len(look.windows)


def test_a_window_lies_where_its_answer_comes_from() -> None:
    """A level's answer changes only with the pixels of its window."""
    look = next(levels(noise(120, 160), 20, 0))
    changed = look.pixels.copy()
    changed[20, 40] = 255 - changed[20, 40]
    scale = look.pixels.shape[1] / 160
    with torch.no_grad():
        before, after = (answers(network(), pixels)[0] for pixels in (look.pixels, changed))
    touched = look.windows[(before != after).numpy()] * scale
    assert len(touched)
    place = np.array([40, 20])
    assert (touched[:, :2] <= place + 2.5).all() and (touched[:, 2:] >= place - 2.5).all()


def losses(windows: Floats, logits: list[float], view: View) -> torch.Tensor:
    """The gradient of each logit: what its window teaches."""
    given = torch.tensor(logits, requires_grad=True)
    loss_of(given, torch.zeros(len(windows), 4), windows, view).backward()  # type: ignore[no-untyped-call]
    assert given.grad is not None
    return given.grad


def test_what_each_window_teaches() -> None:
    windows = np.array([[50, 50, 150, 150], [0, 160, 60, 220], [205, 30, 255, 80], [75, 75, 175, 175]], np.float32)
    face, none, unsure, beside = losses(windows, [0.0] * 4, scene()).tolist()
    assert face < 0 < none
    assert unsure == beside == 0
    face, none, unsure, beside = losses(windows, [0.0] * 4, scene(turned=True)).tolist()
    assert face == unsure == 0 < none, "what lies on its side is neither a face nor none"


def test_the_windows_that_are_liked_most_teach_most() -> None:
    windows = np.array([[50 + move, 50, 150 + move, 150] for move in range(8)], np.float32)
    assert (iou(windows, FACE_BOX) > 0.6).all()
    liked = losses(windows, [1.0, 1.0, 1.0, 1.0, 1.0, -1.0, -1.0, -1.0], scene())
    equal = losses(windows, [0.0] * 5 + [-1.0] * 3, scene())
    assert abs(float(equal[0])) > abs(float(equal[7]))
    assert (liked < 0).all()


def test_the_box_is_learnt_from_what_is_near() -> None:
    windows = np.array([[50, 50, 150, 150], [0, 160, 60, 220]], np.float32)
    moves = torch.zeros(2, 4, requires_grad=True)
    loss_of(torch.zeros(2), moves, windows, scene()).backward()  # type: ignore[no-untyped-call]
    assert moves.grad is not None
    assert moves.grad[0].sign().tolist() == [-1, 0, 1, 0], "the face begins further right and ends further left"
    assert not moves.grad[1].any()


def test_a_step_lowers_the_loss_and_the_export_answers_as_what_was_taught() -> None:
    torch.manual_seed(1)
    net, view = network(), scene()
    looks = list(levels(view.image, 60, 6))
    windows = np.concatenate([look.windows for look in looks])
    optimiser, seen = torch.optim.AdamW(net.parameters(), 1e-3), []
    for _ in range(15):
        logits, moves = zip(*(answers(net, look.pixels) for look in looks), strict=True)
        loss = loss_of(torch.cat(logits), torch.cat(moves), windows, view)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        seen.append(float(loss.detach()))
    assert seen[-1] < 0.8 * seen[0]
    weights = {key: value.detach().numpy() for key, value in net.state_dict().items()}
    session = ort.InferenceSession(build("pnet", weights).SerializeToString(), providers=["CPUExecutionProvider"])
    pixels = noise(37, 54)
    got, _ = session.run(None, {"image": pixels[None]})
    with torch.no_grad():
        expected = torch.sigmoid(answers(net, pixels)[0]).numpy()
    np.testing.assert_allclose(got.ravel(), expected, atol=1e-4)
