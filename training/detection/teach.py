"""R- and O-Net taught further from facenet-pytorch's weights.

The loss: cross-entropy on the hardest 70 % (Zhang et al. 2016), smooth L1 of the box and of the points. AdamW, one
cosine, and a mean of the weights over the last steps, which is what is kept. The first convolution stays: edges are
edges, and half of the time would go into learning them again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal

import numpy as np
import torch
from facenet_pytorch.models.mtcnn import ONet, RNet
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from training.core.devices import has_bfloat16
from training.detection.samples import FACE, NONE, PART, Samples

Net = Literal["rnet", "onet"]

SHARES = {"face": 0.30, "none": 0.38, "empty": 0.20, "part": 0.12}
"""Of a batch: faces, places that are none in pictures with faces and in others, windows that teach the box."""
FOOLING = 0.3
"""Score before from which a place that is none comes three times as often."""
HARDEST = 0.7
BOX, POINTS = 4.0, 12.0
"""Weights of the losses beside the cross-entropy."""
RATE, DECAY = 1e-3, 1e-4
WARM, MEAN = 150, 0.998
"""Steps until the full rate; share of the mean of weights that stays in a step."""
LEAST_TRUST = 0.05


@dataclass(frozen=True)
class Lesson:
    """How much is taught: samples in all and in a batch."""

    samples: int
    batch: int
    seed: int = 1


class Pool:
    """All samples of a net, and batches of them."""

    def __init__(self, folder: Path, net: Net, random: np.random.Generator) -> None:
        """Raises `FileNotFoundError` where `prepare` has left none in `folder`."""
        self._random = random
        self._parts: list[Samples] = []
        places: dict[str, list[NDArray[np.int64]]] = {group: [] for group in SHARES}
        for file in sorted(folder.glob(f"{net}-*.npz")):
            with np.load(file, allow_pickle=False) as stored:
                one = Samples(**{field.name: stored[field.name] for field in fields(Samples)})
                empty = stored["empty"]
            for group, rows in _groups(one, empty).items():
                places[group].append(np.stack([np.full(len(rows), len(self._parts)), rows], axis=1))
            self._parts.append(one)
        if not self._parts:
            raise FileNotFoundError(f"no samples of {net} in {folder}")
        self._places = {group: np.concatenate(rows) for group, rows in places.items()}

    def batch(self, size: int) -> Samples:
        rows = np.concatenate(
            [
                places[self._random.integers(len(places), size=int(size * SHARES[group]))]
                for group, places in self._places.items()
                if len(places)
            ]
        )

        def column(name: str) -> NDArray[Any]:
            return np.stack([getattr(self._parts[part], name)[row] for part, row in rows])

        return Samples(*(column(field.name) for field in fields(Samples)))


def _groups(samples: Samples, empty: NDArray[np.bool_]) -> dict[str, NDArray[np.intp]]:
    """The rows of each group of `SHARES`; those that fooled the net more than once."""
    none, fooling = samples.kind == NONE, samples.hard > FOOLING

    def often(chosen: NDArray[np.bool_]) -> NDArray[np.intp]:
        return np.concatenate([np.flatnonzero(chosen), np.repeat(np.flatnonzero(chosen & fooling), 2)])

    return {
        "face": np.flatnonzero(samples.kind == FACE),
        "none": often(none & ~empty),
        "empty": often(none & empty),
        "part": np.flatnonzero(samples.kind == PART),
    }


def network(net: Net) -> nn.Module:
    """`net` with facenet-pytorch's weights, whose answer for "a face" is two logits."""
    module: nn.Module = {"rnet": RNet, "onet": ONet}[net]()
    for layer in [layer for layer, _ in module.named_children() if layer.startswith("softmax")]:
        setattr(module, layer, nn.Identity())
    for layer in ("conv1", "prelu1"):
        module.get_submodule(layer).requires_grad_(False)
    return module.train().to(memory_format=torch.channels_last)


def loss_of(answer: tuple[Tensor, ...], kind: Tensor, box: Tensor, points: Tensor, trust: Tensor) -> Tensor:
    """Of a net's answer (moves, then O-Net's points, then two logits) to windows of these kinds [n]."""
    move, logits = answer[0].float(), answer[-1].float()
    whole = kind != PART
    each = functional.cross_entropy(logits[whole], kind[whole], reduction="none", label_smoothing=0.02)
    total = each.topk(max(int(len(each) * HARDEST), 1)).values.mean()
    real = kind != NONE
    total = total + BOX * functional.smooth_l1_loss(move[real], box[real], beta=0.1)
    if len(answer) == 3:
        face = kind == FACE
        apart = functional.smooth_l1_loss(answer[1].float()[face], points[face], beta=0.05, reduction="none")
        total = total + POINTS * (apart.mean(dim=1) * trust[face]).mean()
    return total


def tensors(batch: Samples, random: np.random.Generator) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
    """Pixels as facenet-pytorch wants them, kinds, boxes, points and trust; half mirrored, all in other light."""
    x = torch.from_numpy(batch.pixels[..., ::-1].copy()).permute(0, 3, 1, 2).float()
    box, points = torch.from_numpy(batch.box).clone(), torch.from_numpy(batch.points).clone()
    flip = torch.from_numpy(random.random(len(batch)) < 0.5)
    x[flip] = x[flip].flip(3)
    box[flip], points[flip] = mirrored(box[flip], points[flip])

    def each(values: NDArray[np.floating]) -> Tensor:
        return torch.from_numpy(values).float()[:, None, None, None]

    count = len(batch)
    x = (x * each(random.uniform(0.8, 1.25, count)) + each(random.uniform(-18, 18, count))).clamp(0, 255)
    x = (x + torch.randn_like(x) * each(random.uniform(0, 4, count)) - 127.5) / 128
    kind, trust = torch.from_numpy(batch.kind.astype(np.int64)), torch.from_numpy(batch.trust)
    return x.to(memory_format=torch.channels_last), kind, box, points, trust.clamp(LEAST_TRUST, 1)


def mirrored(box: Tensor, points: Tensor) -> tuple[Tensor, Tensor]:
    """Answers [n, 4] and [n, 10] (five x, five y) for the mirrored window: left is right, and so are the eyes."""
    swapped = points[:, [1, 0, 2, 4, 3, 6, 5, 7, 9, 8]].clone()
    swapped[:, :5] = 1 - swapped[:, :5]
    return box[:, [2, 1, 0, 3]] * torch.tensor([-1.0, 1, -1, 1]), swapped


def teach(net: Net, folder: Path, out: Path, lesson: Lesson, say: Callable[[str], None] = print) -> None:
    """Teach `net` on the samples in `folder` and write its weights to `out`."""
    torch.manual_seed(lesson.seed)
    random = np.random.default_rng(lesson.seed)
    module, pool = network(net), Pool(folder, net, random)
    taught = [one for one in module.parameters() if one.requires_grad]
    optimiser = torch.optim.AdamW(taught, RATE, weight_decay=DECAY)
    mean = {key: value.detach().clone() for key, value in module.state_dict().items()}
    steps, seen = lesson.samples // lesson.batch, []
    for step in range(steps):
        for group in optimiser.param_groups:
            group["lr"] = RATE * min((step + 1) / WARM, 1) * 0.5 * (1 + np.cos(np.pi * step / steps))
        x, kind, box, points, trust = tensors(pool.batch(lesson.batch), random)
        with torch.autocast("cpu", torch.bfloat16, enabled=has_bfloat16(torch.device("cpu"))):
            answer = module(x)
        loss = loss_of(answer, kind, box, points, trust)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(module.parameters(), 5.0)
        optimiser.step()
        keep = min(MEAN, (step + 1) / (step + 10))
        for key, value in module.state_dict().items():
            mean[key].mul_(keep).add_(value.detach(), alpha=1 - keep)
        seen.append(float(loss.detach()))
        if step % 100 == 99:
            say(f"{net} {step + 1} of {steps}: loss {np.mean(seen[-100:]):.4f}")
    torch.save({key: value.contiguous() for key, value in mean.items()}, out)
