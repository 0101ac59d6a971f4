"""P-Net taught further from facenet-pytorch's weights, on whole pictures: on the pyramid that it sees in earnest.

A face is found where a few of its windows pass, so of each face those that the net likes best count as much as all
of them together; of what is no face the windows that fool it most. Windows on what may be a face teach nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from facenet_pytorch.models.mtcnn import PNet
from torch import Tensor, nn
from torch.nn import functional

from facecam.base.types import Image
from facecam.vision.geometry import Floats, areas, intersections, iou
from facecam.vision.integral import IntegralImage
from facecam.vision.mtcnn import P_STRIDE
from facecam.vision.pyramid import WINDOW, pyramid
from facecam.vision.scan import Scan
from training.detection.pictures import Pictures, load_pictures
from training.detection.prepare import FACES, NO_FACES, empty_views, views_of
from training.detection.views import View, unmarked

IS_FACE, IS_PART, IS_NONE = 0.5, 0.38, 0.25
"""IoU of a window with a face: from here it is one, teaches the box, and up to here it is none."""
TOUCHED = 0.15
"""Share of a window that what may be a face covers, from which it is not none."""
LIKED = 5
"""Windows of a face that count most."""
FOOLING = 150
"""Windows of a picture that are none and are learnt from: those with the best scores."""
BOX = 2.0
"""Weight of the box's loss beside that of the answers."""
TOGETHER = 8
"""Pictures in a step."""
EMPTY = 0.2
"""Share of pictures without a face."""
RATE, DECAY = 1e-3, 1e-4
WARM, MEAN = 30, 0.99
"""Steps until the full rate; share of the mean of weights that stays in a step."""


@dataclass(frozen=True)
class Level:
    """pixels: of the pyramid, BGR. windows [n, 4]: what P-Net looks at there, in the order of its answers and in
    pixels of the picture."""

    pixels: Image
    windows: Floats


def levels(image: Image, smallest: float, border: int) -> Iterator[Level]:
    """P-Net's levels from the one where a face of `smallest` pixels fills a window."""
    scan = Scan((0.0, 0.0, 0.0), overlaps=(1.0, 1.0), upright=0.0, border=border)
    for pixels, scale in pyramid(image, IntegralImage(image), smallest, scan):
        height, width = (-(-(side - 2) // 2) - 4 for side in pixels.shape[:2])
        if height < 1 or width < 1:
            continue
        rows, columns = np.divmod(np.arange(height * width), width)
        corners = (np.stack([columns, rows], axis=1) * P_STRIDE + 1 - border) / scale
        windows = np.concatenate([corners, corners + (WINDOW - 1) / scale], axis=1)
        yield Level(pixels, windows.astype(np.float32))


def loss_of(logits: Tensor, moves: Tensor, windows: Floats, view: View) -> Tensor:
    """Of P-Net's answers to all windows [n] of a view: of a face (n,), moves of the sides (n, 4)."""
    faces = view.faces[:0] if view.turned else view.faces
    unsure = np.concatenate([view.unsure, view.faces]) if view.turned else view.unsure
    overlap = iou(windows, faces)
    nearest = overlap.max(axis=1, initial=0)
    none = nearest < IS_NONE
    if len(unsure):
        covered = intersections(windows, unsure) / areas(windows)[:, None]
        none &= covered.max(axis=1) < TOUCHED
    fooled = functional.softplus(logits[torch.from_numpy(none)])
    total = fooled.topk(min(FOOLING, len(fooled))).values.mean() if len(fooled) else logits.sum() * 0
    each = functional.softplus(-logits)
    of_faces = []
    for face in range(len(faces)):
        own = np.flatnonzero(overlap[:, face] >= min(IS_FACE, max(float(overlap[:, face].max()), IS_PART)))
        if len(own):
            losses = each[torch.from_numpy(own)]
            best = losses.topk(min(LIKED, len(own)), largest=False).values
            of_faces.append((losses.mean() + best.mean()) / 2)
    if of_faces:
        total = total + torch.stack(of_faces).mean()
    part = np.flatnonzero(nearest >= IS_PART)
    if len(part):
        sides = windows[part, 2:] - windows[part, :2]
        target = (faces[overlap[part].argmax(axis=1)] - windows[part]) / np.concatenate([sides, sides], axis=1)
        moved = moves[torch.from_numpy(part)]
        total = total + BOX * functional.smooth_l1_loss(moved, torch.from_numpy(target), beta=0.1)
    return total


def network() -> nn.Module:
    """With facenet-pytorch's weights; its answer for "a face" is two logits."""
    module: nn.Module = PNet()
    setattr(module, "softmax4_1", nn.Identity())  # noqa: B010
    return module.train()


def answers(net: nn.Module, image: Image) -> tuple[Tensor, Tensor]:
    """Logits of a face (n,) and moves (n, 4) for the windows of a level."""
    rgb = torch.from_numpy(image[..., ::-1].copy()).permute(2, 0, 1)[None].float()
    moves, logits = net((rgb - 127.5) / 128)
    return (logits[0, 1] - logits[0, 0]).flatten(), moves[0].flatten(1).T


def teach_pnet(folder: Path, out: Path, pictures: int, seed: int = 1, say: Callable[[str], None] = print) -> None:
    """Teach P-Net on so many views of the pictures in `folder` and write its weights to `out`."""
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    net, views = network(), _views(folder, random)
    optimiser = torch.optim.AdamW(net.parameters(), RATE, weight_decay=DECAY)
    mean = {key: value.detach().clone() for key, value in net.state_dict().items()}
    steps, seen = pictures // TOGETHER, []
    for step in range(steps):
        for group in optimiser.param_groups:
            group["lr"] = RATE * min((step + 1) / WARM, 1) * 0.5 * (1 + np.cos(np.pi * step / steps))
        for _ in range(TOGETHER):
            view = next(views)
            looks = list(levels(view.image, float(random.uniform(17, 28)), int(random.choice([0, 6]))))
            if not looks:
                continue
            logits, moves = zip(*(answers(net, look.pixels) for look in looks), strict=True)
            windows = np.concatenate([look.windows for look in looks])
            loss = loss_of(torch.cat(logits), torch.cat(moves), windows, view) / TOGETHER
            loss.backward()  # type: ignore[no-untyped-call]
            seen.append(float(loss.detach()) * TOGETHER)
        nn.utils.clip_grad_norm_(net.parameters(), 5.0)
        optimiser.step()
        optimiser.zero_grad()
        keep = min(MEAN, (step + 1) / (step + 10))
        for key, value in net.state_dict().items():
            mean[key].mul_(keep).add_(value.detach(), alpha=1 - keep)
        if step % 20 == 19:
            say(f"pnet {step + 1} of {steps}: loss {np.mean(seen[-20 * TOGETHER :]):.4f}")
    torch.save(mean, out)


def _views(folder: Path, random: np.random.Generator) -> Iterator[View]:
    sets = [load_pictures(folder / name) for name in (FACES, NO_FACES)]
    faces, empty = sets
    places, without = faces.of("learn"), empty.of("learn")
    while True:
        if random.random() < EMPTY:
            yield next(empty_views(unmarked(empty.picture(int(random.choice(without)))), random))
        else:
            yield next(views_of(_marked(faces, int(random.choice(places))), random, 1))


def _marked(pictures: Pictures, index: int) -> View:
    """Without the points, which P-Net does not set."""
    own = pictures.image == index
    boxes, ignore = pictures.boxes[own], pictures.ignore[own]
    faces = boxes[~ignore]
    points, trust = np.zeros((len(faces), 5, 2), np.float32), np.zeros(len(faces), np.float32)
    return View(pictures.picture(index), faces, points, trust, boxes[ignore])
