"""A recipe: everything that a run's result depends on, but the time it is given. One TOML file each."""

from __future__ import annotations

import dataclasses
import difflib
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_type_hints

from facecam.errors import InputError
from training.data.augmentation import Augmentation
from training.distillation.mixed_samples import Views

RECIPES = Path(__file__).parents[1] / "recipes" / "distillation"


@dataclass(frozen=True)
class Loss:
    """Weights of `core/losses.py`, 0 for none, and their settings. Triplets with MSE are the founding document's loss.

    Class centres and triplets need to know who is on a crop: nobody does of a view.
    """

    cosine: float = 1.0
    """1 - cosine to the target"""
    mse: float = 0.0
    """squared distance to the target"""
    contrastive: float = 0.5
    """InfoNCE against other faces' teacher vectors"""
    negatives: int = 8192
    temperature: float = 0.05
    distance: float = 0.0
    """relational: of pairs"""
    angle: float = 0.0
    """relational: of triplets"""
    centres: float = 0.0
    """softmax over class centres"""
    margin: float = 28.6
    """degrees, of the class centres"""
    scale: float = 64.0
    """of the class centres: length of the logits"""
    triplet: float = 0.0
    triplet_margin: float = 0.2
    """Euclidean"""

    @property
    def weights(self) -> dict[str, float]:
        names = ("cosine", "mse", "contrastive", "distance", "angle", "centres", "triplet")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True)
class Maps:
    """The teacher's maps that the student learns (`feature_maps.py`). They need views: both must see the same picture."""

    tensors: tuple[str, ...] = ()
    """names in the teacher's ONNX graph, one for each map that the student has in common with it"""
    weight: float = 12.0
    alone: float = 0.0
    """part of the run in which each block learns alone, from the teacher's map before it"""
    together: float = 0.3
    """what the learning rates are multiplied by when they learn together"""


@dataclass(frozen=True)
class Optimiser:
    kind: str = "muon"
    """muon or adamw"""
    lr: float = 3e-3
    """peak, of AdamW"""
    muon_lr: float = 1e-2
    """peak, of Muon"""
    weight_decay: float = 0.05
    clip: float = 5.0
    """largest norm of a batch's gradient"""
    warm_up: int = 300
    """steps"""
    hold: float = 0.0
    """part of the run after which the learning rates begin to fall"""
    ema: float = 0.998
    """of one step"""


@dataclass(frozen=True)
class Recipe:
    name: str
    network: str = "mobilenetv4_conv_small"
    dimension: int = 512
    side: int = 112
    """pixels across the crop that the finished student takes"""
    sides: tuple[tuple[float, int], ...] = ((0.0, 112),)
    """progressive resolution: from this part of the run on, crops of so many pixels"""
    batch: int = 64
    each: int = 1
    """faces of a person that follow each other in an epoch: triplets need two or more"""
    bfloat16: bool = False
    """whether the convolutions between channels compute in half precision"""
    teachers: tuple[str, ...] = ("edgenext_xs",)
    """files in the teachers' folder without their .onnx, or paths of an .onnx or of a checkpoint (.pt)"""
    init: str = ""
    """`.safetensors` to go on from; empty for a fresh start"""
    seed: int = 1
    augment: Augmentation = field(default_factory=Augmentation)
    """what the student sees and the teacher does not"""
    views: Views = field(default_factory=Views)
    maps: Maps = field(default_factory=Maps)
    loss: Loss = field(default_factory=Loss)
    optimiser: Optimiser = field(default_factory=Optimiser)

    def side_at(self, progress: float) -> int:
        """Pixels across the training crops at `progress` (0..1)."""
        return [side for start, side in self.sides if start <= progress][-1]

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for checkpoints and metadata; `parse` reads them again."""
        return dataclasses.asdict(self)


def find(name: str) -> Path:
    """The file of a recipe, given by name or by path."""
    path = Path(name)
    if path.suffix == ".toml":
        return path
    return RECIPES / f"{name}.toml"


def load(name: str) -> Recipe:
    """Read a recipe by name or path; the file's name is the recipe's."""
    path = find(name)
    return parse(read(path), str(path))


def read(path: Path) -> dict[str, Any]:
    """The values of a recipe's file, of whatever kind, with its name."""
    if not path.exists():
        known = ", ".join(sorted(file.stem for file in path.parent.glob("*.toml"))) or "none beside it"
        raise InputError(f"there is no recipe {path}", f"there are {known}")
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path} is not TOML: {error}", "mend that line") from error
    return {"name": path.stem, **values}


def parse(values: dict[str, Any], where: str) -> Recipe:
    recipe: Recipe = build(Recipe, values, where)
    if not recipe.sides or recipe.sides[0][0] != 0:
        raise InputError(f"`sides` of {where} does not begin at 0", "begin it with [0.0, PIXELS]")
    loss, views = recipe.loss, recipe.views.reuse > 0
    if min(loss.weights.values()) < 0 or not any(loss.weights.values()):
        raise InputError(f"[loss] of {where} has no weight above 0, or one below", "give the wanted losses one")
    for name in ("centres", "triplet"):
        if views and loss.weights[name]:
            raise InputError(
                f"{where} combines views with `{name}` of [loss], and nobody knows who is on a view",
                f"say {name} = 0 or reuse = 0 in [views]",
            )
    if loss.triplet and recipe.each < 2:
        raise InputError(f"{where} has triplets without two faces of a person", "say each = 2, or more")
    if recipe.maps.tensors and not views:
        raise InputError(f"{where} has [maps] without [views]", "both must see the same picture: say reuse = 2")
    if recipe.maps.tensors and recipe.sides != ((0.0, recipe.side),):
        raise InputError(
            f"{where} combines [maps] with several resolutions, and maps have one",
            f"say sides = [[0.0, {recipe.side}]]",
        )
    return recipe


def build(kind: type[Any], values: dict[str, Any], where: str) -> Any:
    """A dataclass from plain values; an unknown key is an error that names the nearest right one."""
    hints = get_type_hints(kind)
    arguments = {}
    for key, value in values.items():
        if key not in hints:
            near = difflib.get_close_matches(key, hints, n=1, cutoff=0)
            raise InputError(f"{where} has an unknown key `{key}`", f"did you mean `{near[0]}`?")
        hint = hints[key]
        if dataclasses.is_dataclass(hint):
            arguments[key] = build(type_of(hint), value, f"{where} [{key}]")
        else:
            arguments[key] = _frozen(value)
            _check(arguments[key], hint, f"`{key}` of {where}")
    return kind(**arguments)


def type_of(hint: Any) -> type[Any]:
    assert isinstance(hint, type)
    return hint


def _frozen(value: Any) -> Any:
    return tuple(_frozen(item) for item in value) if isinstance(value, list | tuple) else value


def _check(value: Any, hint: Any, where: str) -> None:
    """Numbers, words and lists where they belong; a whole number may stand for any number."""
    wanted: Any = {int: int, float: (int, float), str: str, bool: bool}.get(hint, tuple)
    if isinstance(value, bool) != (hint is bool) or not isinstance(value, wanted):
        raise InputError(f"{where} is {value!r}", f"give it as {getattr(hint, '__name__', hint)}")
