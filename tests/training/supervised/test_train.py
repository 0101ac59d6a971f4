"""The trainer on labels: recipes, batches, losses, judgements, and runs that were stopped."""

from __future__ import annotations

import dataclasses
import json
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

pytest.importorskip("torch", reason="the training group is not installed")
pytest.importorskip("lightning_fabric", reason="the training group is not installed")

import torch
from helpers.stopping import same, stopped
from safetensors.torch import save_file

from facecam.base.errors import FacecamError, InputError, ModelError
from training.core import checkpoints
from training.core.batch import Batch
from training.data.augmentation import resized
from training.data.faces import Faces
from training.metrics import verification
from training.metrics.figures import Figures
from training.networks.backbones import backbone_of
from training.networks.description import POOLED
from training.networks.trained import open_trained
from training.supervised import (
    comparison,
    loop,
    samplers,
)
from training.supervised import recipe as recipes
from training.supervised.collapse import collapsed
from training.supervised.frozen import FrozenAnswers
from training.supervised.objective import objective_of
from training.supervised.pictures import draw
from training.supervised.recipe import FOLDER, TrainRecipe, parse
from training.supervised.selection import NONE, Asked, Selection, select
from training.supervised.state import State, network_of

TINY: dict[str, Any] = {
    "name": "tiny",
    "dimension": 16,
    "side": 32,
    "batch": 8,
    "steps": 6,
    "network": {
        "backbone": "five_convolutions",
        "head": ["average", "flatten", "dropout 0.2", "linear", "batch_norm"],
    },
    "judging": {"every": 2, "pairs": 20},
    "optimiser": {"lr": 1e-3},
}
PLAIN = dict.fromkeys(("light", "grey", "low_resolution", "blur", "jpeg", "occlusion"), 0.0)
KINDS: dict[str, dict[str, Any]] = {
    "random triplets": {"sampler": {"kind": "balanced"}, "miners": [[0.0, "random"], [0.5, "semihard"]]},
    "memory": {
        "sampler": {"kind": "balanced"},
        "loss": {"memory": 20},
        "miners": [[0.0, "all"], [0.4, "batch_hard"]],
    },
    "drawn triplets": {
        "batch": 9,
        "sampler": {"kind": "triplets", "count": 50},
        "judging": {"triplets": 10, "every": 2},
    },
    "pairs": {"sampler": {"kind": "pairs", "pairs": "train"}, "loss": {"kind": "contrastive", "margin": 1.0}},
    "centres": {"loss": {"kind": "arcface", "margin": 28.6}, "optimiser": {"accumulate": 2, "ema": 0.9}},
    "classifier": {
        "loss": {"kind": "cross_entropy"},
        "data": {"closed": True},
        "sampler": {"repeats": 3},
        "optimiser": {"schedule": "plateau"},
    },
}


def recipe_of(**changes: Any) -> TrainRecipe:
    """The tiny recipe; tables are merged."""
    values = dict(TINY)
    for key, value in changes.items():
        values[key] = values.get(key, {}) | value if isinstance(value, dict) else value
    return parse(values, "tiny")


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """The networks are too small to be shared out."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def selection_of(recipe: TrainRecipe, people: int = 8, each: int = 12) -> Selection:
    """People are patterns under stronger, changing ones. One half of their pictures is learnt from."""
    rng = np.random.default_rng(0)
    person = np.repeat(np.arange(people), each)
    own, changing = rng.normal(0, 20, (people, 8, 8, 3))[person], rng.normal(0, 40, (people * each, 8, 8, 3))
    pixels = np.clip(128 + own + changing, 0, 255).astype(np.uint8).repeat(14, axis=1).repeat(14, axis=2)
    names, zeros = tuple(f"person_{i}" for i in range(people)), np.zeros(len(person), np.int64)
    faces = Faces(pixels, person, names, zeros, ("noise",), np.arange(len(person)), zeros + 90, zeros, zeros)
    rows, judged = np.arange(len(person))[::2], np.arange(len(person))[1::2]
    labels, judged_labels = person[rows], person[judged]
    pairs = samplers.draw_pairs(labels, 20, 0) if recipe.sampler.kind == "pairs" else NONE
    pairs_asked = NONE if recipe.data.closed else samplers.draw_pairs(judged_labels, 60, 0)
    triplets = samplers.draw_triplets(judged_labels, recipe.judging.triplets, 0)
    asked = Asked(judged, judged_labels, pairs_asked, triplets)
    return Selection(faces, rows, labels, names, asked, pairs=pairs)


@pytest.mark.parametrize("kind", KINDS)
def test_a_run_stopped_anywhere_resumes_bitwise(kind: str, tmp_path: Path) -> None:
    recipe = recipe_of(**KINDS[kind])
    selection = selection_of(recipe)
    loop.run(recipe, selection, tmp_path / "whole", accelerator="cpu")

    cut, before = tmp_path / "cut", None
    for step, checkpoint in ((2, 0), (4, 2), (4, 4)):  # the step, counted from where it goes on, that is stopped
        with stopped(loop, "seed", step * recipe.optimiser.accumulate):
            loop.run(recipe, selection, cut, accelerator="cpu", workers=2, resume=before)
        before = cut / "last.pt"
        assert checkpoints.load(before)["step"] == checkpoint
    loop.run(recipe, selection, cut, resume=before, accelerator="cpu")

    whole, resumed = (checkpoints.load(folder / "last.pt") for folder in (tmp_path / "whole", cut))
    assert whole["step"] == 6
    for key in whole.keys() | resumed.keys():
        assert same(whole[key], resumed[key]), key
    assert (cut / "triplets.csv").exists() == bool(recipe.judging.triplets)


def test_what_is_learnt_is_better_than_nothing_and_is_read_again(tmp_path: Path) -> None:
    recipe = recipe_of(
        loss={"kind": "arcface", "margin": 10.0, "scale": 16.0},
        batch=16,
        steps=60,
        judging={"every": 30},
        optimiser={"lr": 5e-3},
        network={"head": list(POOLED)},
        augment=PLAIN,
    )
    selection = selection_of(recipe)
    figures = loop.run(recipe, selection, tmp_path, accelerator="cpu")
    assert figures["best"].score("auc") > figures["untrained"].score("auc") + 0.05

    best = open_trained(tmp_path / "best.pt")
    assert best.classifier is None and best.trains_on_lfw is False
    assert parse(checkpoints.load(tmp_path / "best.pt")["recipe"], "best.pt") == recipe
    asked = selection.validation
    vectors = comparison.embedded(str(tmp_path / "best.pt"), selection.faces, asked.rows, tmp_path, tmp_path)
    again = verification.verification(vectors, asked.pairs)
    assert again.scores == pytest.approx(figures["best"].scores)
    one = best.network(torch.zeros(1, 32, 32, 3, dtype=torch.uint8)).detach()
    assert float(one.norm()) == pytest.approx(1, abs=1e-5)


def test_a_teacher_is_agreed_with(tmp_path: Path) -> None:
    recipe = recipe_of(
        sampler={"kind": "balanced"},
        batch=16,
        steps=60,
        loss={"teachers": ["teacher"], "alpha": 10.0},
        judging={"every": 60},
        optimiser={"lr": 5e-3},
        network={"head": list(POOLED)},
        augment=PLAIN,
    )
    selection = selection_of(recipe)
    teacher = dataclasses.replace(recipe, loss=dataclasses.replace(recipe.loss, teachers=(), alpha=0.0), seed=7)
    loop.run(teacher, selection, tmp_path / "teacher", accelerator="cpu")
    targets = comparison.targets(recipe, selection, tmp_path, tmp_path)
    assert targets is not None

    def agreement(steps: int) -> float:
        """Correlation of the faces' likenesses with the teacher's."""
        folder = tmp_path / f"student{steps}"
        loop.run(dataclasses.replace(recipe, steps=steps), selection, folder, targets=targets, accelerator="cpu")
        network = open_trained(folder / "last.pt").network
        crops = np.stack([resized(selection.faces.pixels[row], recipe.side) for row in selection.rows])
        with torch.no_grad():
            vectors = network(torch.from_numpy(crops)).numpy()
        return float(np.corrcoef((vectors @ vectors.T).ravel(), (targets @ targets.T).ravel())[0, 1])

    untaught, taught = agreement(1), agreement(60)
    assert taught > untaught + 0.5

    with pytest.raises(InputError, match="16 numbers, and tiny 8"):
        comparison.targets(dataclasses.replace(recipe, dimension=8), selection, tmp_path, tmp_path)

    committee = recipe_of(loss={"teachers": ["teacher", "student1"]})
    both = comparison.targets(committee, selection, tmp_path, tmp_path)
    assert both is not None and both.shape == targets.shape
    np.testing.assert_allclose(np.linalg.norm(both, axis=1), 1, atol=1e-5)
    mean = np.zeros((len(both), len(both)), np.float32)
    for name in ("teacher", "student1"):
        member = comparison.embedded(name, selection.faces, selection.rows, tmp_path, tmp_path)
        mean += member @ member.T / 2
    assert np.corrcoef((both @ both.T).ravel(), mean.ravel())[0, 1] > 0.9
    with pytest.raises(InputError, match="32 numbers, and tiny 40"):
        comparison.targets(dataclasses.replace(committee, dimension=40), selection, tmp_path, tmp_path)


def test_ctrl_c_keeps_the_step_and_a_finished_run_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recipe = recipe_of(judging={"every": 100}, sampler={"kind": "balanced"})
    selection = selection_of(recipe)
    loop.run(dataclasses.replace(recipe, steps=8), selection, tmp_path / "whole", accelerator="cpu")
    seed, calls, before = loop.seed, iter(range(100)), signal.getsignal(signal.SIGINT)

    def pressed(*words: int) -> None:
        if next(calls) == 2:
            signal.raise_signal(signal.SIGINT)
        seed(*words)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(loop, "seed", pressed)
        loop.run(recipe, selection, tmp_path / "cut", accelerator="cpu")
    last = tmp_path / "cut" / "last.pt"
    assert checkpoints.load(last)["step"] == 3, "the step in which it was pressed is the last"
    assert signal.getsignal(signal.SIGINT) is before
    loop.run(recipe, selection, tmp_path / "cut", resume=last, accelerator="cpu")
    with pytest.raises(InputError, match=r"cut has a run already \(last.pt\)"):
        loop.run(recipe, selection, tmp_path / "cut", accelerator="cpu")
    assert checkpoints.load(last)["step"] == 6
    constant = {"schedule": "constant"}
    short = recipe_of(judging={"every": 100}, sampler={"kind": "balanced"}, optimiser=constant)
    loop.run(short, selection, tmp_path / "short", accelerator="cpu")
    longer = dataclasses.replace(short, steps=8)
    resume = tmp_path / "short" / "last.pt"
    loop.run(longer, selection, tmp_path / "short", resume=resume, accelerator="cpu")
    assert checkpoints.load(resume)["step"] == 8
    loop.run(longer, selection, tmp_path / "long", accelerator="cpu")
    first, second = (checkpoints.load(tmp_path / name / "last.pt")["system"] for name in ("short", "long"))
    assert same(first, second)
    with pytest.raises(InputError, match="is of step 8, and the recipe ends at 6"):
        State.fresh(short, selection.classes).restore(resume)


def test_checkpoints_come_by_the_clock_too(tmp_path: Path) -> None:
    recipe = recipe_of(judging={"every": 100}, sampler={"kind": "balanced"}, precision="16-mixed")
    steps: list[int] = []
    save = State.save

    def noted(self: State, *arguments: Any, **named: Any) -> None:
        steps.append(self.step)
        save(self, *arguments, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(State, "save", noted)
        loop.run(recipe, selection_of(recipe), tmp_path, accelerator="cpu", save_minutes=0.0)
    assert steps == [0, 1, 2, 3, 4, 5, 6]
    assert checkpoints.load(tmp_path / "last.pt")["scaler"]["scale"] > 0, "the scaler is in the checkpoint"


def test_a_run_is_drawn_from_what_it_wrote(tmp_path: Path) -> None:
    runs = []
    for kind in ("drawn triplets", "classifier"):
        recipe = recipe_of(name=kind.split()[-1], **KINDS[kind])
        runs.append(tmp_path / recipe.name)
        loop.run(recipe, selection_of(recipe), runs[-1], accelerator="cpu")
    report = json.loads((runs[0] / "report.json").read_text())
    assert report["figures"]["best"]["scores"]["loss"] > 0, "validation has a loss of its own"
    assert [entry["step"] for entry in report["history"] if "judged auc" in entry] == [0, 2, 4, 6]
    page = draw(runs)
    text = page.read_text()
    assert text.count("<svg") == 15 and "http" not in text
    for word in ("validation loss", "ROC", "DET", "confusion matrix", "t-SNE", "occlusion", "confidence"):
        assert word in text
    names = {file.name for file in (runs[0] / "pictures").iterdir()}
    assert {"loss.png", "ROC.png", "DET.png", "scores.png", "PCA.png", "t-SNE.png", "occlusion.png"} <= names
    with pytest.raises(InputError, match="no report of a finished run"):
        draw([tmp_path])


def test_an_epoch_is_of_what_is_drawn() -> None:
    for kind, number in (("drawn triplets", 50), ("pairs", 40), ("classifier", 48)):
        recipe = recipe_of(**KINDS[kind])
        assert selection_of(recipe).epoch(recipe) == number


def test_training_stops_when_its_patience_is_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recipe = recipe_of(judging={"every": 1, "patience": 2}, sampler={"kind": "balanced"})
    figures = Figures("auc", {"auc": 0.5}, 1)
    monkeypatch.setattr(loop, "judge", lambda *_: figures)
    loop.run(recipe, selection_of(recipe), tmp_path, accelerator="cpu")
    assert checkpoints.load(tmp_path / "best.pt")["step"] == 1, "the untrained network, as good, is not the best"
    assert checkpoints.load(tmp_path / "last.pt")["step"] == 3


def test_only_a_checkpoint_of_the_same_recipe_and_people_goes_on(tmp_path: Path) -> None:
    recipe = recipe_of()
    state = State.fresh(recipe, ("a", "b"))
    state.save(tmp_path, 0, best=True)
    State.fresh(recipe, ("a", "b")).restore(tmp_path / "last.pt")
    with pytest.raises(InputError, match="dimension = 16"):
        State.fresh(recipe_of(dimension=8), ("a", "b")).restore(tmp_path / "last.pt")
    with pytest.raises(InputError, match="other people"):
        State.fresh(recipe, ("a", "c")).restore(tmp_path / "last.pt")
    with pytest.raises(ModelError, match=r"best\.pt"):
        State.fresh(recipe, ("a", "b")).restore(tmp_path / "best.pt")


class Harmful:
    def __reduce__(self) -> tuple[Any, ...]:
        return (print, ("executed",))


def test_a_checkpoint_executes_nothing_and_is_whole_or_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "last.pt"
    torch.save({"state": Harmful()}, file)
    with pytest.raises(ModelError, match=r"last\.pt"):
        checkpoints.load(file)
    checkpoints.save(file, {"step": 1})

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(torch, "save", full)
    with pytest.raises(InputError, match="No space left"):
        checkpoints.save(file, {"step": 2})
    monkeypatch.undo()
    assert checkpoints.load(file) == {"step": 1}
    assert [path.name for path in tmp_path.iterdir()] == ["last.pt"]


@pytest.mark.parametrize(
    "file",
    sorted([*FOLDER.glob("*.toml"), *(FOLDER.parent / "founding").glob("*.toml")]),
    ids=lambda file: f"{file.parent.name}-{file.stem}",
)
def test_every_recipe_loads_and_survives_a_checkpoint(file: Path) -> None:
    recipe = recipes.load(str(file))
    assert parse(recipe.as_dict(), "checkpoint") == recipe
    on_lfw = file.stem.startswith(("kd_", "siamese")) and not file.stem.endswith("vggface2")
    on_lfw |= file.parent.name == "founding" and file.stem in ("teacher", "distilled")
    assert recipe.trains_on_lfw == on_lfw


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"los": {}}, "nearest one is `loss`"),
        ({"loss": {"margins": 1.0}}, "nearest one is `margin`"),
        ({"loss": {"kind": "tripled"}}, "triplet, contrastive"),
        ({"miners": [[0.0, "easy"]]}, "semihard"),
        ({"miners": [[0.5, "all"]]}, "begin"),
        ({"loss": {"kind": "cross_entropy"}}, "closed"),
        ({"trains_on_lfw": 1}, "trains_on_lfw"),
        ({"precision": "half"}, "32-true, 16-mixed or bf16-mixed"),
        ({"judging": {"every": -1}}, "`every` in x.toml .judging. is -1. It should be greater than or equal to 0"),
        ({"dimension": 0}, "`dimension` in x.toml is 0. It should be greater than or equal to 1"),
        ({"batch": 0}, "`batch` in x.toml is 0. It should be greater than or equal to 1"),
        ({"network": {"head": ["linear", "softmax"]}}, "head"),
        ({"loss": {"classes": 0.1}}, "class centres"),
        ({"optimiser": {"kind": "muon"}}, "adamw, adam, adagrad, sgd or rmsprop"),
        ({"batch": 30, "sampler": {"kind": "balanced", "each": 4}}, "multiple"),
    ],
)
def test_what_is_wrong_in_a_recipe_is_said(values: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        parse({"name": "x", **values}, "x.toml")


@pytest.mark.parametrize(
    "network",
    [
        {"backbone": "resnet18"},
        {"backbone": "timm/resnet1818"},
        {"backbone": "five_convolutions", "weights": "nowhere.pt"},
        {"backbone": "inception_resnet_v1", "head": "depthwise"},
    ],
)
def test_a_network_that_cannot_be_made_is_said(network: dict[str, Any]) -> None:
    with pytest.raises(FacecamError):
        network_of(recipe_of(network=network, side=96))


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is such a device")
def test_a_device_that_is_not_there_is_said(tmp_path: Path) -> None:
    recipe = recipe_of()
    with pytest.raises(InputError, match=r"no 1 devices of the kind cuda .* Say --accelerator cpu"):
        loop.run(recipe, selection_of(recipe), tmp_path, accelerator="cuda")
    assert not list(tmp_path.iterdir())


def test_a_full_gpu_says_which_number_to_lower() -> None:
    with (
        pytest.raises(InputError, match=r"a batch of 8 faces of 32 pixels.* Lower `batch`"),
        loop._said(recipe_of()),
    ):
        raise torch.OutOfMemoryError("CUDA out of memory")


def test_frozen_layers_stay_as_they_are() -> None:
    recipe = recipe_of(network={"trained_layers": 2})
    network = network_of(recipe).train()
    before = {name: value.clone() for name, value in network.backbone.state_dict().items()}
    network(torch.randint(0, 256, (4, 32, 32, 3), dtype=torch.uint8)).sum().backward()
    changed = [
        name for name, value in network.backbone.state_dict().items() if not torch.equal(value, before[name])
    ]
    learns = [name for name, weight in network.backbone.named_parameters() if weight.grad is not None]
    assert changed == ["17.running_mean", "17.running_var", "17.num_batches_tracked"]
    assert learns == ["16.weight", "17.weight", "17.bias"]


def test_a_frozen_backbone_is_asked_once_for_each_picture_as_it_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe = recipe_of(
        loss={"kind": "cross_entropy"},
        data={"closed": True},
        sampler={"repeats": 2},
        network={
            "weights": str(tmp_path / "backbone.safetensors"),
            "trained_layers": 0,
            "head": ["average", "flatten", "batch_norm", "linear 16", "relu"],
        },
        steps=36,
        judging={"every": 12},
        optimiser={"lr": 1e-2},
    )
    selection = selection_of(recipe)
    torch.manual_seed(1)
    backbone = backbone_of("five_convolutions").train()
    crops = np.stack([resized(selection.faces.pixels[row], recipe.side) for row in selection.rows])
    with torch.no_grad():
        for _ in range(30):  # its norms know the pictures
            backbone((torch.from_numpy(crops).flip(3).permute(0, 3, 1, 2).float() - 127.5) / 127.5)
    save_file(backbone.state_dict(), tmp_path / "backbone.safetensors")
    asked: list[tuple[int, int]] = []
    real = FrozenAnswers._asked

    def noted(self: FrozenAnswers, keys: list[tuple[int, int]]) -> torch.Tensor:
        asked.extend(keys)
        return real(self, keys)

    monkeypatch.setattr(FrozenAnswers, "_asked", noted)
    figures = loop.run(recipe, selection, tmp_path / "whole", accelerator="cpu")
    rows = set(selection.rows.tolist())
    shown = [key for key in asked if key[0] in rows and key[1] >= 0]
    assert len(shown) == len(set(shown)) == 2 * len(rows), "three epochs of two alterations each"
    assert figures["best"].score("loss") < figures["untrained"].score("loss")
    best = open_trained(tmp_path / "whole" / "best.pt")
    crops = np.stack([resized(selection.faces.pixels[row], recipe.side) for row in selection.validation.rows])
    with torch.no_grad():
        assert best.classifier is not None
        said = best.classifier(best.network.project(torch.from_numpy(crops))).argmax(dim=1).numpy()
    assert float((said == selection.validation.labels).mean()) == figures["best"].scores["accuracy"]


def test_triplet_loss_is_that_of_naive_loops() -> None:
    objective = objective_of(recipe_of(loss={"margin": 0.7}), 3)
    projected = torch.randn(9, 16, generator=torch.Generator().manual_seed(0))
    labels = torch.arange(9) % 3
    unit = torch.nn.functional.normalize(projected)
    violations = [
        float((unit[a] - unit[p]).norm() - (unit[a] - unit[n]).norm()) + 0.7
        for a in range(9)
        for p in range(9)
        for n in range(9)
        if a != p and labels[a] == labels[p] and labels[a] != labels[n]
    ]
    expected = np.mean([v for v in violations if v > 0])
    batch = Batch(torch.empty(0), labels)
    got = objective(unit, batch, 0, projected)["triplet"]
    assert float(got) == pytest.approx(expected, abs=1e-4)


def test_collapse_is_told_from_a_loss_at_the_margin() -> None:
    one = torch.nn.functional.normalize(torch.ones(8, 16) + 1e-3 * torch.randn(8, 16))
    many = torch.nn.functional.normalize(torch.randn(8, 16))
    assert collapsed(0.199, 0.2, one)
    assert not collapsed(0.199, 0.2, many)
    assert not collapsed(0.1, 0.2, one)


def test_batches_have_what_their_sampler_promises() -> None:
    labels = np.repeat(np.arange(5), [2, 4, 6, 8, 10])
    drawn = samplers.balanced(labels, 12, 4, seed=0)(3)
    assert sorted(np.unique(labels[drawn.places], return_counts=True)[1]) == [4, 4, 4]
    walked = np.concatenate([samplers.shuffled(30, 8, seed=0)(step).places for step in range(15)])
    assert np.bincount(walked, minlength=30).tolist() == [4] * 30
    triplets = samplers.draw_triplets(labels, 40, 0)
    batch = samplers.of_triplets(triplets, 12, 0)(0)
    assert batch.indices is not None
    anchor, positive, negative = (labels[batch.places[part]] for part in batch.indices)
    assert (anchor == positive).all() and (anchor != negative).all() and len(anchor) == 4
    pairs = samplers.draw_pairs(labels, 20, 0)
    assert ((labels[pairs[:, 0]] == labels[pairs[:, 1]]) == (pairs[:, 2] == 1)).all()
    paired = samplers.of_pairs(pairs, 12, 0)(1)
    assert paired.indices is not None
    first, positive, other, negative = (labels[paired.places[part]] for part in paired.indices)
    assert (first == positive).all() and (other != negative).all() and len(first) + len(other) == 6


def test_figures_of_pairs_count_what_is_right() -> None:
    vectors = np.eye(4, dtype=np.float32)[[0, 0, 1, 1, 2, 3]]
    pairs = np.array([[0, 1, 1], [2, 3, 1], [0, 2, 0], [4, 5, 0]] * 10)
    figures = verification.verification(vectors, pairs, threshold=0.5)
    assert figures.scores["accuracy"] == figures.scores["f1"] == figures.scores["auc"] == 1
    assert figures.confusion.tolist() == [[20, 0], [0, 20]]
    wrong = verification.verification(
        vectors, np.array([[0, 1, 1], [4, 5, 1], [0, 2, 0], [4, 2, 0]] * 10), threshold=0.5
    )
    assert wrong.confusion.tolist() == [[10, 10], [0, 20]]
    assert wrong.scores["precision"] == 1 and wrong.scores["recall"] == 0.5
    assert verification.triplet_accuracy(vectors, np.array([[0, 1, 2], [0, 2, 1]])) == 0.5


def noise(folder: Path, people: int, each: int) -> None:
    """A set of so many people; a fourth of them are women."""
    rng = np.random.default_rng(0)
    files = [
        cv2.imencode(".png", rng.integers(0, 256, (112, 112, 3), dtype=np.uint8))[1] for _ in range(people * each)
    ]
    np.savez(
        folder / "noise.npz",
        data=np.concatenate(files),
        offset=np.cumsum([0, *map(len, files)]),
        identity=np.repeat(np.arange(people), each).astype(np.int32),
        identities=np.array([f"noise {i}" for i in range(people)]),
        face_width=np.full(people * each, 90, np.int16),
        sex=np.repeat(np.arange(people) % 4 == 0, each).astype(np.int8),
    )


def test_selected_people_are_on_one_side_only(tmp_path: Path) -> None:
    noise(tmp_path, 60, 3)
    recipe = recipe_of(data={"people": 20, "each": 2, "balance": ["sex"], "validation": 0.2})
    chosen = select(recipe, tmp_path, tmp_path / "cache")
    assert chosen.test is not None
    sides = [set(chosen.faces.person[rows]) for rows in (chosen.rows, chosen.validation.rows, chosen.test.rows)]
    learnt, choosing, testing = sides
    assert len(learnt) == 20 and len(chosen.rows) == 40
    assert min(len(choosing), len(testing)) > 1
    assert not (learnt & choosing or learnt & testing or choosing & testing)
    assert sum(person % 4 == 0 for person in learnt) == 10
    assert select(recipe, tmp_path, tmp_path / "cache").rows.tolist() == chosen.rows.tolist()

    closed = select(
        recipe_of(data={"closed": True, "people": 20}, loss={"kind": "cross_entropy"}), tmp_path, tmp_path / "cache"
    )
    assert closed.test is not None
    judged = [closed.validation.rows, closed.test.rows]
    assert all(set(closed.faces.person[rows]) <= set(closed.faces.person[closed.rows]) for rows in judged)
    assert not set(np.concatenate(judged)) & set(closed.rows)
    with pytest.raises(InputError, match="60 people"):
        select(recipe_of(data={"closed": True, "people": 61}, loss={"kind": "cross_entropy"}), tmp_path, tmp_path)
    with pytest.raises(InputError, match="noise"):
        select(recipe_of(data={"sets": ["celeba"]}), tmp_path, tmp_path / "cache")
    with pytest.raises(InputError, match="no list"):
        select(
            recipe_of(sampler={"kind": "pairs", "pairs": "x"}, judging={"list": "y"}), tmp_path, tmp_path / "cache"
        )


def test_a_triplet_file_is_what_a_network_is_tested_by(tmp_path: Path) -> None:
    noise(tmp_path, 40, 3)
    recipe = recipe_of(judging={"triplets": 30, "every": 2}, data={"validation": 0.2, "test": 0.3})
    first = select(recipe, tmp_path, tmp_path / "cache")
    asked, file = first.test, tmp_path / "triplets.csv"
    assert asked is not None
    file.write_text(first.triplet_file(asked))
    by_file = dataclasses.replace(recipe, judging=dataclasses.replace(recipe.judging, file=str(file)))
    chosen = select(by_file, tmp_path, tmp_path / "cache")
    assert chosen.test is not None and len(chosen.test.triplets) == 30 and len(chosen.test.pairs) == 60
    assert chosen.test.rows[chosen.test.triplets].tolist() == asked.rows[asked.triplets].tolist()
    tested = set(chosen.faces.person[chosen.test.rows])
    assert not tested & set(chosen.faces.person[chosen.rows])
    assert not tested & set(chosen.faces.person[chosen.validation.rows])

    sampled = recipe_of(sampler={"kind": "triplets", "file": str(file)}, data={"validation": 0.1}, batch=9)
    learnt = select(sampled, tmp_path, tmp_path / "cache")
    assert 0 < len(learnt.triplets) <= 30 and learnt.epoch(sampled) == len(learnt.triplets)
    assert not set(learnt.faces.person[learnt.rows]) & set(learnt.faces.person[learnt.validation.rows])

    for text, said in (
        ("noise:0,noise:1,noise:999\n", "Line 1 of .* names noise:999"),
        ("a.jpg,b.jpg\n", "Line 1 of .* is no triplet"),
        ("noise:0,noise:3,noise:6\n", "Line 1 of .* is no triplet of these sets"),
        ("noise:0,noise:1,noise:3\n", "no two triplets"),
    ):
        file.write_text(text)
        with pytest.raises(InputError, match=said):
            select(by_file, tmp_path, tmp_path / "cache")
    file.unlink()
    with pytest.raises(InputError, match=r"triplets\.csv cannot be read"):
        select(by_file, tmp_path, tmp_path / "cache")


def test_what_the_benchmarks_people_taught_teaches_nobody_else(tmp_path: Path) -> None:
    recipe = recipe_of(trains_on_lfw=True)
    State.fresh(recipe, ("a", "b")).save(tmp_path, 0, best=True)
    assert comparison.knows_the_benchmark(str(tmp_path / "best.pt"), tmp_path)
    pupil = recipe_of(loss={"teachers": [str(tmp_path / "best.pt")]})
    with pytest.raises(InputError, match="benchmark"):
        comparison.targets(pupil, selection_of(pupil), tmp_path, tmp_path)
    assert (
        comparison.targets(dataclasses.replace(pupil, trains_on_lfw=True), selection_of(pupil), tmp_path, tmp_path)
        is not None
    )
    with pytest.raises(InputError, match="First: python -m training train kd_resnet101_teacher"):
        comparison.checkpoint_of("kd_resnet101_teacher", tmp_path)


def test_a_processor_without_half_precision_computes_in_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("torch.ops.mkldnn._is_mkldnn_bf16_supported", lambda: False)
    ends = []
    for precision in ("bf16-mixed", "32-true"):
        recipe = recipe_of(precision=precision, steps=2, judging={"every": 2})
        loop.run(recipe, selection_of(recipe), tmp_path / precision, accelerator="cpu")
        ends.append(checkpoints.load(tmp_path / precision / "last.pt")["weights"])
    assert same(*ends)
