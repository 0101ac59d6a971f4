"""Teaching the detector: views carry what is marked, windows get their kinds, exports answer as the nets do."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import onnxruntime as ort
import pytest

pytest.importorskip("torch", reason="the training group is not installed")
pytest.importorskip("facenet_pytorch", reason="the training group is not installed")

import torch
from hypothesis import given
from hypothesis import strategies as st

from facecam.vision.align import template
from training.detection.context import context_net
from training.detection.context import varied as context_varied
from training.detection.crop_net import CropLesson, CropNet, build, pixels, teach
from training.detection.judge import judge_net, seen_anew, turned, varied
from training.detection.samples import FACE, NONE, PART, Samples, kinds_of
from training.detection.teach import Net, loss_of, mirrored, network, tensors
from training.detection.views import View, masked, spoilt, tight, unmarked, whole

FACE_BOX = np.array([[60, 50, 140, 150]], np.float32)


def scene() -> View:
    """A dark picture with one bright face: 80 x 100 pixels."""
    image = np.full((240, 320, 3), 30, np.uint8)
    image[50:150, 60:140] = 200
    points = template() * np.float32(0.8) + np.array([55, 55], np.float32)
    unsure = np.array([[200, 20, 260, 90]], np.float32)
    return View(image, FACE_BOX.copy(), points[None], np.ones(1, np.float32), unsure)


@given(st.integers(0, 10_000))
def test_a_view_carries_its_boxes_and_points(seed: int) -> None:
    """Where a view marks a face the picture is bright, and its points lie in its box."""
    random = np.random.default_rng(seed)
    for view in (whole(scene(), random), tight(scene(), 0, random)):
        for box, points in zip(view.faces, view.points, strict=True):
            centre = (box[:2] + box[2:]) / 2
            x, y = np.clip(centre, 1, np.array(view.image.shape[1::-1]) - 2).astype(int)
            assert view.image[y - 1 : y + 2, x - 1 : x + 2].mean() > 120
            assert (np.abs(points - centre) < (box[2:] - box[:2]) * 0.75).all()


@pytest.mark.parametrize("quarter", [90, 180, 270])
def test_a_view_that_lies_on_its_side_has_faces_that_are_none(quarter: float) -> None:
    view = whole(scene(), np.random.default_rng(1), turn=quarter)
    assert view.turned
    kinds, _ = kinds_of(view, view.faces)
    assert (kinds == NONE).all()


def test_windows_get_their_kinds() -> None:
    windows = np.array(
        [[55, 55, 145, 145], [60, 60, 180, 180], [150, 150, 230, 230], [205, 25, 260, 85], [20, 20, 160, 160]],
        np.float32,
    )
    kinds, nearest = kinds_of(scene(), windows)
    assert kinds.tolist() == [FACE, PART, NONE, -1, PART]
    assert (nearest == 0).all()


def test_the_nearest_window_of_a_face_is_one() -> None:
    kinds, _ = kinds_of(scene(), np.array([[60, 60, 180, 180], [20, 20, 160, 160]], np.float32))
    assert sorted(kinds.tolist()) == [FACE, PART]


def test_a_drawn_mask_covers_the_mouth_and_spares_the_eyes() -> None:
    view = masked(scene(), np.array([0]), np.random.default_rng(3))
    before, after = scene().image, view.image
    eye, mouth = scene().points[0, 0].astype(int), scene().points[0, 3:].mean(axis=0).astype(int)
    assert (before[eye[1], eye[0]] == after[eye[1], eye[0]]).all()
    assert (before[mouth[1], mouth[0]] != after[mouth[1], mouth[0]]).any()


def test_a_picture_without_a_face_stays_one() -> None:
    random = np.random.default_rng(1)
    view = spoilt(whole(unmarked(np.zeros((50, 60, 3), np.uint8)), random), random)
    assert len(view.faces) == len(view.unsure) == 0


def samples(count: int, side: int) -> Samples:
    random = np.random.default_rng(5)
    return Samples(
        random.integers(0, 256, (count, side, side, 3), np.uint8),
        random.integers(0, 3, count).astype(np.int8),
        random.normal(0, 0.1, (count, 4)).astype(np.float32),
        random.uniform(0, 1, (count, 10)).astype(np.float32),
        random.uniform(0, 1, count).astype(np.float32),
        random.uniform(0, 1, count).astype(np.float32),
    )


def test_twice_mirrored_is_as_before() -> None:
    one = samples(8, 24)
    box, points = torch.from_numpy(one.box), torch.from_numpy(one.points)
    again = mirrored(*mirrored(box, points))
    torch.testing.assert_close(again, (box, points))


@pytest.mark.parametrize(("name", "side"), [("rnet", 24), ("onet", 48)])
def test_a_step_lowers_the_loss_and_leaves_the_first_convolution(name: Net, side: int) -> None:
    torch.manual_seed(1)
    net = network(name)
    assert isinstance(net.conv1, torch.nn.Conv2d)
    first = net.conv1.weight.detach().clone()
    x, kind, box, points, trust = tensors(samples(32, side), np.random.default_rng(1))
    optimiser = torch.optim.AdamW([one for one in net.parameters() if one.requires_grad], 1e-3)
    losses = []
    for _ in range(12):
        loss = loss_of(net(x), kind, box, points, trust)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        losses.append(float(loss.detach()))
    assert losses[-1] < 0.8 * losses[0]
    assert torch.equal(first, net.conv1.weight)


@pytest.mark.parametrize("make", [judge_net, context_net])
def test_an_exported_crop_net_answers_as_the_taught_one(make: Callable[[], CropNet]) -> None:
    torch.manual_seed(2)
    net = make()
    crops = np.random.default_rng(2).integers(0, 256, (9, net.side, net.side, 3), np.uint8)
    net.train()(pixels(crops))  # so that the norms' statistics are no longer 0 and 1
    with torch.no_grad():
        expected = torch.sigmoid(net.eval()(pixels(crops))).numpy()
    session = ort.InferenceSession(build(net, "some").SerializeToString(), providers=["CPUExecutionProvider"])
    np.testing.assert_allclose(session.run(None, {"crop": crops})[0], expected, atol=1e-5)


@pytest.mark.parametrize(("make", "vary", "margin"), [(judge_net, varied, 0), (context_net, context_varied, 4)])
def test_a_crop_net_learns_what_it_is_shown(
    make: Callable[[], CropNet], vary: Callable[..., torch.Tensor], margin: int
) -> None:
    """Light above, or light below."""
    torch.manual_seed(2)
    net = make()
    side = net.side + 2 * margin
    crops = np.random.default_rng(2).integers(0, 90, (60, side, side, 3), np.uint8)
    crops[:30, : side // 2] += 120
    crops[30:, side // 2 :] += 120
    likely = np.full(30, 1 / 30), np.full(30, 1 / 30)
    net = teach(net, crops[:30], crops[30:], vary, CropLesson(32 * 40, batch=32, likely=likely), lambda _: None)
    inside = crops[:, margin : side - margin, margin : side - margin]
    with torch.no_grad():
        told = net(pixels(np.ascontiguousarray(inside))).numpy()
    assert (told[:30] > 0).all()
    assert (told[30:] < 0).all()


def test_crops_of_aligned_faces_for_the_judge() -> None:
    faces = np.random.default_rng(3).integers(0, 256, (3, 112, 112, 3), np.uint8)
    for make in (seen_anew, turned):
        assert make(faces, np.random.default_rng(4)).shape == (3, 48, 48, 3)
