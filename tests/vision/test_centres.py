"""The centres beside a model: found, altered, missing, another's; and a model without any."""

from __future__ import annotations

import dataclasses
import hashlib
from pathlib import Path

import numpy as np
import pytest

from facecam.base.errors import ModelError
from facecam.identity.neighbourhood import Neighbourhood, pack
from facecam.vision.centres import read_neighbourhood
from facecam.vision.manifest import Centres, load_manifest

D = 12
PLACE = Neighbourhood(np.eye(4, D, dtype=np.float32), 2, 0.1, 1.0)


@pytest.fixture
def centres(tmp_path: Path) -> Centres:
    file = tmp_path / "own-neighbourhood.npz"
    file.write_bytes(pack(PLACE))
    return Centres(file, hashlib.sha256(file.read_bytes()).hexdigest(), "space")


def test_they_are_read_as_they_were_made(centres: Centres) -> None:
    found = read_neighbourhood(centres, "own", "space", D)
    np.testing.assert_array_equal(found.centres, PLACE.centres)
    assert (found.nearest, found.knee, found.weight) == (2, 0.1, 1.0)


def test_altered_ones_are_refused_with_the_way_back(centres: Centres) -> None:
    content = bytearray(centres.path.read_bytes())
    content[100] ^= 1
    centres.path.write_bytes(content)
    with pytest.raises(ModelError, match=r"own-neighbourhood.npz was altered.*Restore"):
        read_neighbourhood(centres, "own", "space", D)


def test_missing_ones_are_refused_with_the_way_back(centres: Centres) -> None:
    centres.path.unlink()
    with pytest.raises(ModelError, match=r"own-neighbourhood.npz cannot be read: No such file.*Restore"):
        read_neighbourhood(centres, "own", "space", D)


def test_those_of_another_model_are_refused(centres: Centres) -> None:
    with pytest.raises(ModelError, match="made for another model than own"):
        read_neighbourhood(centres, "own", "other space", D)
    with pytest.raises(ModelError, match=r"has no centres for own: centres \(4, 12\) for vectors of 13"):
        read_neighbourhood(centres, "own", "space", D + 1)


def test_a_list_of_models_may_name_them_or_not(tmp_path: Path) -> None:
    shipped = '[[model]]\nname = "a"\ntask = "embedder"\nfile = "a.onnx"\nsha256 = "0"\n'
    (tmp_path / "manifest.toml").write_text(shipped)
    assert load_manifest(tmp_path).embedder().neighbourhood is None
    named = '[model.neighbourhood]\nfile = "a-neighbourhood.npz"\nsha256 = "1"\nspace = "2"\n'
    (tmp_path / "manifest.toml").write_text(shipped + named)
    assert load_manifest(tmp_path).embedder().neighbourhood == Centres(tmp_path / "a-neighbourhood.npz", "1", "2")
    (tmp_path / "manifest.toml").write_text(shipped + named.replace("sha256", "digest"))
    with pytest.raises(ModelError, match="garbled"):
        load_manifest(tmp_path)


def test_the_shipped_models_have_theirs() -> None:
    """And small children crowd each other, where ordinary faces do not."""
    for entry in load_manifest().embedders:
        assert entry.neighbourhood is not None and entry.dimension is not None
        place = read_neighbourhood(entry.neighbourhood, entry.name, entry.space, entry.dimension)
        assert (place.nearest, place.weight) == (5, 1.25) and len(place.centres) > 400
        taken = place.crowding(place.centres)
        assert taken.max() > 0.15
        with pytest.raises(ModelError, match="another model"):
            other = dataclasses.replace(entry.neighbourhood, space="another")
            read_neighbourhood(other, entry.name, entry.space, entry.dimension)
