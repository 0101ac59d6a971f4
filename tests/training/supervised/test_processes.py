"""Several processes are one trainer: what two and four of them learn is what one does."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

pytest.importorskip("torch", reason="the training group is not installed")
pytest.importorskip("lightning_fabric", reason="the training group is not installed")

import torch
from helpers import train_recipes

from training.core import checkpoints
from training.networks.trained import open_trained
from training.supervised import comparison
from training.supervised.recipe import parse
from training.supervised.selection import select

TINY: dict[str, Any] = {
    "dimension": 16,
    "side": 32,
    "batch": 16,
    "steps": 6,
    "data": {"validation": 0.3, "test": 0.3},
    "network": {"backbone": "five_convolutions"},
    "judging": {"every": 3, "pairs": 20},
    "optimiser": {"kind": "sgd", "lr": 1e-2, "momentum": 0.5},
}
KINDS: list[dict[str, Any]] = [
    TINY | {"name": "mined", "sampler": {"kind": "balanced"}, "miners": [[0.0, "random"], [0.5, "semihard"]]},
    TINY | {"name": "memory", "sampler": {"kind": "balanced"}, "loss": {"memory": 40}},
    TINY | {"name": "centres", "loss": {"kind": "arcface", "margin": 28.6}, "batch": 16},
    TINY
    | {
        "name": "sampled",
        "loss": {"kind": "arcface", "margin": 28.6, "classes": 0.999},
        "augment": {"on_device": True, "jpeg": 0.0, "low_resolution": 0.0},
    },
]
SCRIPT = Path(train_recipes.__file__)


@pytest.fixture(scope="module")
def sets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Thirty people of six faces: patterns under noise."""
    folder, rng = tmp_path_factory.mktemp("sets"), np.random.default_rng(0)
    people, each = 30, 6
    person = np.repeat(np.arange(people), each)
    own, changing = rng.normal(0, 30, (people, 8, 8, 3))[person], rng.normal(0, 30, (people * each, 8, 8, 3))
    pixels = np.clip(128 + own + changing, 0, 255).astype(np.uint8).repeat(14, axis=1).repeat(14, axis=2)
    files = [cv2.imencode(".png", image)[1] for image in pixels]
    np.savez(
        folder / "noise.npz",
        data=np.concatenate(files),
        offset=np.cumsum([0, *map(len, files)]),
        identity=person.astype(np.int32),
        identities=np.array([f"somebody {i}" for i in range(people)]),
        face_width=np.full(people * each, 90, np.int16),
    )
    return folder


def started(*arguments: str) -> subprocess.Popen[str]:
    # The tests' own folder is where `helpers` lies; one thread, for networks as small as these.
    environment = os.environ | {
        "PYTHONPATH": f"{Path.cwd()}{os.pathsep}{SCRIPT.parents[1]}",
        "OMP_NUM_THREADS": "1",
    }
    return subprocess.Popen(
        [sys.executable, *arguments], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def torchrun(processes: int, *arguments: str) -> subprocess.Popen[str]:
    return started("-m", "torch.distributed.run", "--standalone", "--nproc-per-node", str(processes), *arguments)


@pytest.fixture(scope="module")
def trained(sets: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The runs of two processes in `2`, of four in `4`."""
    out = tmp_path_factory.mktemp("trained")
    (out / "2.json").write_text(json.dumps(KINDS))
    (out / "4.json").write_text(json.dumps(KINDS[:1]))
    run = started("-m", "helpers.forked_trainers", str(sets), str(out), "2", "4")
    said, _ = run.communicate()
    assert run.returncode == 0, said[-3000:]
    return out


def test_two_and_four_processes_learn_what_one_does(sets: Path, trained: Path, tmp_path: Path) -> None:
    recipes = tmp_path / "recipes.json"
    recipes.write_text(json.dumps(KINDS))
    train_recipes.main(recipes, sets, tmp_path)
    for processes, kinds in ((2, KINDS), (4, KINDS[:1])):
        for values in kinds:
            one, several = (
                checkpoints.load(folder / values["name"] / "last.pt")
                for folder in (tmp_path, trained / str(processes))
            )
            for name, value in one["system"].items():
                if not isinstance(value, torch.Tensor):
                    assert several["system"][name] == value, "where the memory writes next"
                    continue
                near = 0.05 if "embedding_memory" in name else 2e-4  # vectors multiply what weights differ by
                torch.testing.assert_close(
                    several["system"][name].float(),
                    value.float(),
                    rtol=2e-3,
                    atol=near,
                    msg=f"{values['name']} {name}",
                )
            told = [
                json.loads((folder / values["name"] / "report.json").read_text())
                for folder in (tmp_path, trained / str(processes))
            ]
            aucs = [report["figures"]["test"]["scores"]["auc"] for report in told]
            assert abs(aucs[0] - aucs[1]) < 0.02


def test_the_best_checkpoint_gives_the_figures_that_were_printed(sets: Path, trained: Path, tmp_path: Path) -> None:
    run = trained / "2" / "mined"
    recipe = parse(KINDS[0], "mined")
    selection = select(recipe, sets, tmp_path / "cache")
    again = comparison.beside(str(run / "best.pt"), recipe, selection, tmp_path, tmp_path)
    report = json.loads((run / "report.json").read_text())
    assert again.scores == pytest.approx(report["figures"]["test"]["scores"], abs=1e-6)
    assert open_trained(run / "best.pt").sets == ("noise",)


@contextmanager
def endless(sets: Path, out: Path) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """Two processes in the middle of a run, and their checkpoint: of the judgement of the untrained network."""
    recipes, last = out / "recipes.json", out / "mined" / "last.pt"
    recipes.write_text(json.dumps([KINDS[0] | {"steps": 100000, "judging": {"every": 50000, "pairs": 20}}]))
    run = torchrun(2, str(SCRIPT), str(recipes), str(sets), str(out))
    try:
        deadline = time.monotonic() + 300
        while not last.exists() and run.poll() is None and time.monotonic() < deadline:
            time.sleep(0.2)
        assert last.exists()
        time.sleep(2)
        yield run, last
    finally:
        run.terminate()  # which ends its workers, too; a kill would leave them
        run.wait(60)


def test_a_stopped_run_keeps_what_it_had(sets: Path, tmp_path: Path) -> None:
    with endless(sets, tmp_path) as (run, last):
        run.send_signal(signal.SIGTERM)
        run.communicate(timeout=120)
    assert checkpoints.load(last)["step"] > 0, "kept on SIGTERM, not at a judgement"


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="processes are found as Linux lists them")
def test_a_dead_process_ends_the_others_and_leaves_the_checkpoint_whole(sets: Path, tmp_path: Path) -> None:
    with endless(sets, tmp_path) as (run, last):
        both = Path(f"/proc/{run.pid}/task/{run.pid}/children").read_text().split()
        os.kill(int(both[-1]), signal.SIGKILL)
        said, _ = run.communicate(timeout=120)
        assert run.returncode != 0 and len(both) == 2
        assert not any(Path(f"/proc/{number}").exists() for number in both)
    assert "Another of the 2 processes has ended" in said, said
    assert checkpoints.load(last)["step"] == 0
