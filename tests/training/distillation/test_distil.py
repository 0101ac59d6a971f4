"""A run that was stopped goes on as if it had not been, bit by bit."""

from __future__ import annotations

import dataclasses
import functools
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

pytest.importorskip("torch", reason="the training group is not installed")
pytest.importorskip("lightning_fabric", reason="the training group is not installed")

import torch
from helpers.stopping import same, stopped
from safetensors.torch import save_file

from facecam.base.errors import InputError, ModelError
from training.core import checkpoints
from training.core.losses import cosine_loss
from training.core.vectors import unit
from training.data import heldout
from training.data.augmentation import resized
from training.data.faces import Faces
from training.distillation import data as distillation_data
from training.distillation import loop as distil
from training.distillation import recipe as recipes
from training.distillation.data import DistillationData, make_batch
from training.distillation.feature_maps import FeatureMaps
from training.distillation.mixed_samples import MixedSamples
from training.distillation.objective import objective_of
from training.distillation.readout import RIDGE, as_matrix, least_squares, read_out
from training.distillation.recipe import Loss, Recipe, parse
from training.metrics import heldout_pairs
from training.networks.face_network import FaceNetwork, student
from training.networks.facenext import FaceNeXt
from training.networks.half_precision import in_bfloat16
from training.teachers import asking

RECIPE = parse(
    {
        "name": "tiny",
        "dimension": 16,
        "side": 32,
        "sides": [[0.0, 32]],
        "batch": 4,
        "loss": {"negatives": 8},
        "optimiser": {"warm_up": 2},
    },
    "tiny",
)


def some_data(n: int = 24, people: int = 6) -> DistillationData:
    """Noise instead of faces: enough to compute with."""
    rng = np.random.default_rng(0)
    pixels = rng.integers(0, 256, (n, 112, 112, 3), dtype=np.uint8)
    zeros = np.zeros(n, np.int64)
    names = tuple(str(i) for i in range(people))
    faces = Faces(pixels, np.arange(n) % people, names, zeros, ("noise",), np.arange(n), zeros, zeros, zeros)
    targets = torch.nn.functional.normalize(torch.randn(n, 16, generator=torch.Generator().manual_seed(0)))
    check = heldout_pairs.prepare(faces, np.arange(n), targets.numpy())
    return DistillationData(faces, np.arange(n), targets, check, answer, SHAPES, asked=np.arange(n))


MIXED = dataclasses.replace(RECIPE, mixed_samples=MixedSamples(reuse=2, window=16))
ALL = dataclasses.replace(
    RECIPE, each=2, loss=Loss(mse=1.0, distance=1.0, angle=1.0, centres=0.1, triplet=1.0, negatives=8)
)
SHAPES = ((32, 8, 8),) * 4 + ((64, 4, 4),) * 3 + ((100, 2, 2),) * 9 + ((192, 1, 1),) * 3
MAPS = dataclasses.replace(
    MIXED,
    network="facenext",
    bfloat16=True,
    feature_maps=recipes.FeatureMaps(tuple(str(i) for i in range(len(SHAPES))), blockwise=0.5),
)
READ_OUT = dataclasses.replace(MIXED, network="facenext-wide", readout=True)


def small(crops: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """112 pixels to 32: every third of the middle."""
    return np.ascontiguousarray(crops[:, 8:104:3, 8:104:3])


@functools.cache
def teacher() -> FaceNetwork:
    with torch.random.fork_rng():
        torch.manual_seed(7)
        return student("facenext", 16, 32).eval()


@torch.no_grad()
def answer(crops: NDArray[np.uint8]) -> tuple[NDArray[np.float32], NDArray[np.float16]]:
    """A teacher that nobody taught, and all of its maps."""
    network, maps = teacher(), []
    assert isinstance(network.backbone, FaceNeXt)
    x = network.pixels(torch.from_numpy(small(crops)))
    for layer, module in enumerate(network.backbone.layers):
        x = module(x)
        if layer in network.backbone.HEARD:
            maps.append(x.flatten(1).half())
    return torch.nn.functional.normalize(network.head(x)).numpy(), torch.cat(maps, dim=1).numpy()


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """The batches are too small to be shared out."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.mark.parametrize(
    "recipe",
    [RECIPE, MIXED, MAPS, ALL, READ_OUT],
    ids=["crops", "mixed samples", "feature maps", "losses", "readout"],
)
def test_a_run_stopped_anywhere_resumes_bitwise(recipe: Recipe, tmp_path: Path) -> None:
    distil.run(recipe, some_data(), tmp_path / "whole", steps=6)
    before, behind = None, 0
    for steps in (2, 1, 2):  # then it is stopped in the middle of the next one
        cut = tmp_path / f"cut after {behind}"
        with stopped(distil, "part_of_peak", steps + 1):
            distil.run(recipe, some_data(), cut, steps=6, check_minutes=0, resume=before)
        before, behind = cut / "last.pt", behind + steps
        assert checkpoints.load(before)["step"] == behind
    distil.run(recipe, some_data(), tmp_path / "rest", steps=6, resume=before)
    whole, resumed = (checkpoints.load(tmp_path / folder / "last.pt") for folder in ("whole", "rest"))
    for key in whole.keys() | resumed.keys():
        assert same(whole[key], resumed[key]), key


def test_a_head_read_out_answers_as_least_squares_do() -> None:
    data = some_data()
    network = distil.fresh(READ_OUT)
    crops = torch.from_numpy(np.stack([resized(crop, 32) for crop in data.faces.pixels]))
    with torch.no_grad():
        maps = network.eval().features(network.pixels(crops)).flatten(1)
    weight, bias = least_squares(maps, data.targets, RIDGE)
    middle, spread = maps.mean(dim=0), maps.std(dim=0)
    scaled, goal = ((maps - middle) / spread).double().numpy(), data.targets.mean(dim=0).numpy()
    # Ridge regression is least squares with as many rows more that want every weight to be 0.
    inputs = np.concatenate([scaled, np.sqrt(RIDGE * len(maps)) * np.eye(maps.shape[1])])
    wanted = np.concatenate([data.targets.numpy() - goal, np.zeros((maps.shape[1], 16))])
    expected = scaled @ np.linalg.lstsq(inputs, wanted)[0] + goal
    np.testing.assert_allclose((maps @ weight.T + bias).numpy(), expected, atol=1e-3)
    read_out(network, data)
    with torch.no_grad():
        found = network.eval()(crops)
    np.testing.assert_allclose(found.numpy(), unit(expected), atol=1e-3)


def test_what_a_trained_head_knows_stays() -> None:
    """Few faces that ask for what it says, turned: other faces get it turned, too."""
    data, trained = some_data(), distil.fresh(dataclasses.replace(READ_OUT, network="facenext")).eval()
    turn = torch.linalg.qr(torch.randn(16, 16, generator=torch.Generator().manual_seed(1)))[0]
    network = distil.fresh(dataclasses.replace(READ_OUT, network="facenext-dense"))
    network.backbone.load_state_dict(trained.backbone.state_dict())
    seen = torch.from_numpy(np.stack([resized(crop, 32) for crop in some_data(60).faces.pixels]))
    crops, others = seen[:24], seen[24:]
    with torch.no_grad():
        asked = dataclasses.replace(data, targets=trained(crops) @ turn)
        read_out(network, asked, trained.head)
        alike = (network.eval()(others) * (trained(others) @ turn)).sum(dim=1)
    assert alike.min() > 0.9


@pytest.mark.parametrize("network", ["facenext", "facenext-dense"])
def test_a_head_as_a_matrix_answers_as_the_head(network: str) -> None:
    head = distil.fresh(dataclasses.replace(READ_OUT, network=network)).head
    maps = torch.randn(40, 192, 1, 1, generator=torch.Generator().manual_seed(2))
    with torch.no_grad():
        head.train()(maps)  # its norms have seen something
        weight, bias = as_matrix(head, maps.shape[1:])
        np.testing.assert_allclose((maps.flatten(1) @ weight.T + bias), head.eval()(maps), atol=1e-4)


def test_a_finished_run_has_what_its_averaged_head_missed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = some_data()
    crops = torch.from_numpy(small(data.faces.pixels))
    fast = dataclasses.replace(READ_OUT, optimiser=recipes.Optimiser(lr=0.03, warm_up=1, ema=0.0))
    finished = distil.run(fast, data, tmp_path / "whole", steps=2 * distil.BLEND_STEPS)

    def at_the_start(student: FaceNetwork, data: DistillationData, trained: torch.nn.Module | None = None) -> None:
        if trained is None:
            read_out(student, data)

    monkeypatch.setattr(distil, "read_out", at_the_start)
    again = distil.run(fast, data, tmp_path / "without the end", steps=2 * distil.BLEND_STEPS)
    with torch.no_grad():
        assert not torch.allclose(finished.eval()(crops), again.eval()(crops), atol=1e-3)
        read_out(again, data, again.head)
        np.testing.assert_allclose(finished.eval()(crops).numpy(), again.eval()(crops).numpy(), atol=1e-4)


def test_the_head_of_the_weights_that_a_run_begins_with(tmp_path: Path) -> None:
    before = distil.fresh(dataclasses.replace(READ_OUT, network="facenext"))
    save_file(
        {name: value.contiguous() for name, value in before.state_dict().items()}, tmp_path / "before.safetensors"
    )
    recipe = dataclasses.replace(READ_OUT, network="facenext-dense", init=str(tmp_path / "before.safetensors"))
    network, data = distil.fresh(recipe), some_data()
    read_out(network, data, before.head)
    run = distil.run(recipe, data, tmp_path / "run", steps=0)
    assert same(run.state_dict(), network.state_dict())


def test_no_steps_only_read_out_the_head(tmp_path: Path) -> None:
    dense = dataclasses.replace(READ_OUT, network="facenext-dense")
    network, data = distil.fresh(dense), some_data()
    read_out(network, data)
    distil.run(dense, data, tmp_path, steps=0)
    found = checkpoints.load(tmp_path / "last.pt")
    assert same(found["weights"], network.state_dict())
    assert (found["step"], found["samples"]) == (0, len(data.asked))


def test_only_a_dense_head_is_read_out() -> None:
    with pytest.raises(InputError, match="depthwise"):
        read_out(distil.fresh(MIXED), some_data())


def stem(network: FaceNetwork) -> tuple[torch.nn.Conv2d, torch.nn.BatchNorm2d]:
    """The first layer: its convolution and its norm."""
    assert isinstance(network.backbone, FaceNeXt)
    layer = network.backbone.layers[0]
    assert isinstance(layer, torch.nn.Sequential)
    conv, norm = layer
    assert isinstance(conv, torch.nn.Conv2d) and isinstance(norm, torch.nn.BatchNorm2d)
    return conv, norm


def looked_at(seed: int, faces: int = 16) -> tuple[torch.Tensor, torch.Tensor]:
    """Crops as the student sees them, and the teacher's maps of them."""
    crops = np.random.default_rng(seed).integers(0, 256, (faces, 112, 112, 3), dtype=np.uint8)
    return torch.from_numpy(small(crops)), torch.from_numpy(answer(crops)[1])


def test_a_block_alone_does_not_wait_for_those_before_it() -> None:
    network = distil.fresh(MAPS)
    crops, maps = looked_at(1)
    blocks = FeatureMaps(network, SHAPES, maps)
    alone, joint = (blocks(crops, maps, blockwise=blockwise)[1].detach() for blockwise in (True, False))
    with torch.no_grad():
        stem(network)[0].weight.normal_()
    worse = blocks(crops, maps, blockwise=True)[1].detach()
    assert worse[0] != alone[0] and torch.equal(worse[1:], alone[1:])
    assert (blocks(crops, maps, blockwise=False)[1].detach() != joint).all()


def test_what_a_block_misses_goes_down_to_nothing() -> None:
    """A block that is given the teacher's weights, in the student's units, misses nothing of its map."""
    network = distil.fresh(MAPS)
    crops, maps = looked_at(1)
    blocks = FeatureMaps(network, SHAPES, maps).eval()
    network.eval()
    conv, norm = stem(network)
    with torch.no_grad():
        unit = blocks.get_buffer("unit0").flatten()
        conv.weight.copy_(stem(teacher())[0].weight)
        norm.weight.div_(unit)
    assert float(blocks(crops, maps, blockwise=False)[1][0]) < 1e-4
    unmoved = blocks(*looked_at(2), blockwise=True)[1]
    assert float(unmoved[0]) < 1e-4 < float(unmoved[1])


def test_maps_that_do_not_lie_as_the_students_are_refused() -> None:
    maps = looked_at(1)[1]
    with pytest.raises(ModelError, match="Name one tensor"):
        FeatureMaps(distil.fresh(MAPS), SHAPES[:-1], maps)
    with pytest.raises(ModelError, match="no feature maps in common"):
        FeatureMaps(distil.fresh(RECIPE), SHAPES, maps)


def test_the_learning_rate_rises_and_falls_twice() -> None:
    how = dataclasses.replace(MAPS, feature_maps=dataclasses.replace(MAPS.feature_maps, joint=0.25))
    rates = [distil.learning_rate(how, 1000, progress) for progress in (0.0, 0.25, 0.4999, 0.5, 0.75, 1.0)]
    assert rates == pytest.approx([1, 0.5, 0, 0.25, 0.125, 0], abs=1e-3)


def test_half_precision_changes_answers_little_and_weights_not_at_all() -> None:
    model, half = distil.fresh(RECIPE).eval(), distil.fresh(RECIPE).eval()
    in_bfloat16(half)
    crops = torch.randint(0, 256, (4, 96, 96, 3), dtype=torch.uint8, generator=torch.Generator().manual_seed(2))
    with torch.no_grad():
        cosines = (model(crops) * half(crops)).sum(dim=1)
    assert float(cosines.min()) > 0.99 and not torch.equal(model(crops), half(crops))
    assert {w.dtype for w in half.parameters()} == {torch.float32}


def test_only_a_checkpoint_of_such_a_network_goes_on(tmp_path: Path) -> None:
    distil.run(RECIPE, some_data(), tmp_path, steps=1)
    last, narrow = tmp_path / "last.pt", dataclasses.replace(RECIPE, dimension=8)
    with pytest.raises(InputError, match="dimension = 16"):
        distil.run(narrow, some_data(), tmp_path, steps=2, resume=last)
    with pytest.raises(InputError, match="network"):
        distil.run(MAPS, some_data(), tmp_path, steps=2, resume=last)
    torch.save({"kind": "train"}, last)
    with pytest.raises(ModelError, match="distil"):
        distil.run(RECIPE, some_data(), tmp_path, steps=2, resume=last)


def test_too_few_to_learn_from_or_to_judge_by_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def prepare(people: list[str]) -> None:
        picture = cv2.imencode(".png", np.zeros((112, 112, 3), np.uint8))[1]
        np.savez(
            tmp_path / "few.npz",
            data=np.concatenate([picture] * len(people)),
            offset=np.arange(len(people) + 1) * len(picture),
            identity=np.arange(len(people), dtype=np.int32),
            identities=np.array(people),
            face_width=np.full(len(people), 90, np.int16),
        )
        distillation_data.prepare(RECIPE, tmp_path, tmp_path, tmp_path)

    with pytest.raises(InputError, match="fewer than two people to judge by"):
        prepare(["some one", "some two", "some three"])
    monkeypatch.setattr(asking, "ask", lambda crops, *_, **__: [np.ones((len(crops), 1), np.float32)])
    with pytest.raises(InputError, match="every face"):
        prepare([*sorted(heldout.read().people)[:2], "some one"])
    monkeypatch.setattr(asking, "ask", lambda crops, *_, **__: [np.eye(len(crops), dtype=np.float32)])
    with pytest.raises(InputError, match=f"{RECIPE.dimension} dimensions, and edgenext_xs 3"):
        prepare([*sorted(heldout.read().people)[:2], "some one"])


def test_a_person_comes_in_runs_and_each_face_once_an_epoch() -> None:
    few = some_data(n=23, people=4)
    few.faces.person[::5] = -1
    order = few.order(1, 0, each=2)
    assert sorted(order) == list(range(23))
    assert order.tolist() != few.order(1, 1, each=2).tolist()
    person = few.faces.person[order].tolist()
    for one in range(4):
        places = [place for place, found in enumerate(person) if found == one]
        assert all(places[i + 1] == places[i] + 1 for i in range(0, len(places) - 1, 2))


def test_two_halves_of_a_batch_are_the_whole() -> None:
    """What two processes see is what one sees with twice the batch."""
    whole = make_batch(some_data(), dataclasses.replace(RECIPE, batch=8), 3, 32)
    halves = [make_batch(some_data(), RECIPE, step, 32) for step in (6, 7)]
    for field in ("crops", "targets", "labels"):
        assert torch.equal(getattr(whole, field), torch.cat([getattr(half, field) for half in halves]))


def test_unlabelled_crops_teach_no_people() -> None:
    """Centres and triplets of a batch without labels are zero, and the step goes on."""
    objective = objective_of(ALL, some_data(), torch.device("cpu"))
    batch = make_batch(some_data(), ALL, 0, 32)
    batch.labels[:] = -1
    assert batch.targets is not None
    vectors = torch.nn.functional.normalize(batch.targets + 0.1).requires_grad_()
    parts = objective(vectors, batch, 0)
    assert float(parts["centres"].detach()) == float(parts["triplet"].detach()) == 0
    objective.weighted(parts).backward()  # type: ignore[no-untyped-call]
    assert vectors.grad is not None and vectors.grad.isfinite().all()


def test_a_loss_without_weight_is_not_computed() -> None:
    batch = make_batch(some_data(), RECIPE, 0, 32)
    parts = objective_of(RECIPE, some_data(), torch.device("cpu"))(batch.targets, batch, 0)
    assert parts.keys() == {"cosine", "contrastive"}


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"loss": {"centres": 1.0}, "mixed_samples": {"reuse": 4}}, "nobody knows who"),
        ({"loss": {"triplet": 1.0}, "each": 2, "mixed_samples": {"reuse": 4}}, "nobody knows who"),
        ({"loss": {"triplet": 1.0}}, "each = 2"),
        ({"loss": {"cosine": 0.0, "contrastive": 0.0}}, "no weight"),
        ({"feature_maps": {"tensors": ["x"]}}, "without"),
        (
            {"feature_maps": {"tensors": ["x"]}, "mixed_samples": {"reuse": 2}, "sides": [[0.0, 64], [0.5, 112]]},
            "resolutions",
        ),
    ],
)
def test_what_cannot_be_combined_is_refused(values: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        parse({"name": "x", **values}, "x.toml")


@pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no GPU")
@pytest.mark.parametrize("recipe", [RECIPE, MAPS, ALL], ids=["crops", "maps", "losses"])
def test_a_gpu_learns_it_too(recipe: Recipe, tmp_path: Path) -> None:
    model = distil.run(recipe, some_data(), tmp_path, steps=4, accelerator="cuda")
    assert next(model.parameters()).device.type == "cuda"
    distil.run(recipe, some_data(), tmp_path, steps=6, accelerator="cpu", resume=tmp_path / "last.pt")


PROCESS = """
import os, runpy, sys
from pathlib import Path
import torch
torch.set_num_threads(1)
here, folder = runpy.run_path(sys.argv[1]), Path(sys.argv[2])
made = here["distil"].run(here["RECIPE"], here["some_data"](), folder, steps=4, log_steps=1, accelerator="cpu")
torch.save(dict(made.named_parameters()), folder / f"{os.environ['RANK']}.pt")
"""


def test_two_processes_learn_alike_and_say_their_mean_loss(tmp_path: Path) -> None:
    script = tmp_path / "process.py"
    script.write_text(PROCESS)
    launch = ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]
    answer = subprocess.run(
        [sys.executable, *launch, str(script), __file__, str(tmp_path)],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    weights, others = (torch.load(tmp_path / f"{rank}.pt", weights_only=True) for rank in (0, 1))
    assert same(weights, others)

    said = [float(found) for found in re.findall(r"lr .*  cosine (\d\.\d+)", answer.stdout)]
    losses = []
    for rank in (0, 1):
        half = make_batch(some_data(), RECIPE, rank, 32)
        assert half.targets is not None
        losses.append(float(cosine_loss(distil.fresh(RECIPE)(half.crops), half.targets).detach()))
    assert len(said) == 4
    assert abs(losses[0] - losses[1]) > 4e-3, "else their mean could not be told from the first one's"
    assert said[0] == pytest.approx(np.mean(losses), abs=1e-3)
