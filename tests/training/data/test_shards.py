"""Shards: written and read as WebDataset has them, in an order that needs no memory; refused where damaged."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import cv2
import numpy as np
import pytest

pytest.importorskip("filelock", reason="the training group is not installed")
pytest.importorskip("pydantic", reason="the training group is not installed")

from facecam.base.errors import InputError
from training.core.permutation import permuted
from training.data import faces, shards


def face(number: int) -> bytes:
    image = np.full((32, 32, 3), number % 256, np.uint8)
    return cv2.imencode(".png", image)[1].tobytes()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """25 faces of five people in shards of ten."""
    count = shards.write(tmp_path / "many", ((face(i), i % 5) for i in range(25)), [f"P {i}" for i in range(5)], 10)
    assert count == 25
    return tmp_path / "many"


def test_what_was_written_is_read(folder: Path, tmp_path: Path) -> None:
    found = faces.load(folder, tmp_path / "cache")
    assert (len(found), found.side, found.people) == (25, 32, ("p_0", "p_1", "p_2", "p_3", "p_4"))
    assert [int(found.pixels[i].mean()) for i in range(25)] == list(range(25))
    assert found.person.tolist() == [i % 5 for i in range(25)]
    assert found.shards.tolist() == [0, 10, 20, 25]
    assert found.pixels[::10].shape == (3, 32, 32, 3)
    with tarfile.open(folder / "00002.tar") as archive:
        assert archive.getnames()[:4] == ["000000020.png", "000000020.cls", "000000021.png", "000000021.cls"]


def test_another_tools_shards_are_taken_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir()
    with tarfile.open(tmp_path / "theirs" / "a-000.tar", "w", format=tarfile.GNU_FORMAT) as archive:
        for name, data in (("x/long-" + 120 * "n" + ".jpg", b""), ("x/1.cls", b"3"), ("x/1.png", face(7))):
            if not data:
                continue
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    found = faces.load(tmp_path / "theirs", tmp_path / "cache")
    assert (len(found), found.person.tolist(), found.people[3]) == (1, [3], "theirs_3")
    assert found.pixels[0].max() == 7


def test_an_epoch_has_every_face_once_and_stays_in_a_few_shards_at_a_time() -> None:
    bounds = np.array([0, 7, 7 + 30, 37 + 3, 40 + 25, 65 + 35])
    for epoch in range(3):
        order = shards.streamed(np.arange(100), epoch, bounds, seed=1, window=2)
        assert sorted(order.tolist()) == list(range(100))
        shard = np.searchsorted(bounds, order, side="right")
        runs = [set(part.tolist()) for part in np.split(shard, np.flatnonzero(np.diff(shard) != 0) + 1)]
        seen: list[int] = [next(iter(run)) for run in runs]
        for number in set(seen):  # a shard's faces lie within the length of its window
            places = np.flatnonzero(shard == number)
            assert places.max() - places.min() < 65
        piecewise = np.concatenate(
            [shards.streamed(np.arange(a, a + 10), epoch, bounds, seed=1, window=2) for a in range(0, 100, 10)]
        )
        assert piecewise.tolist() == order.tolist()
    assert (
        shards.streamed(np.arange(100), 0, bounds, 1).tolist()
        != shards.streamed(np.arange(100), 1, bounds, 1).tolist()
    )


@pytest.mark.parametrize("n", [1, 2, 3, 10, 57, 1000, 4097])
def test_a_permutation_has_every_number_once(n: int) -> None:
    assert sorted(permuted(np.arange(n), n, [3, 4]).tolist()) == list(range(n))
    if n > 50:
        assert (permuted(np.arange(n), n, [3, 4]) != permuted(np.arange(n), n, [3, 5])).mean() > 0.9


def test_a_permutation_prefers_nobody() -> None:
    counts = np.zeros((20, 20))
    for seed in range(2000):
        counts[np.arange(20), permuted(np.arange(20), 20, [seed])] += 1
    assert counts.min() > 60 and counts.max() < 150, "each number at each place some 100 times"


def test_a_damaged_shard_is_named(folder: Path, tmp_path: Path) -> None:
    last = folder / "00002.tar"
    whole = last.read_bytes()
    last.write_bytes(whole[:3000])
    with pytest.raises(InputError, match=r"00002\.tar has 3000 bytes"):
        faces.load(folder, tmp_path / "cache")
    (folder / shards.LIST).unlink()
    with pytest.raises(InputError, match=r"00002\.tar is cut off"):
        faces.load(folder, tmp_path / "cache")
    last.write_bytes(b"no archive" * 1000)
    with pytest.raises(InputError, match=r"00002\.tar is no shard"):
        faces.load(folder, tmp_path / "cache")
    last.write_bytes(whole)
    other = np.zeros((48, 48, 3), np.uint8)
    with tarfile.open(folder / "00003.tar", "w") as archive:
        for name, data in (("9.png", cv2.imencode(".png", other)[1].tobytes()), ("9.cls", b"4")):
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    found = faces.load(folder, tmp_path / "cache")
    with pytest.raises(InputError, match=r"Face 0 of .*00003\.tar is not an image of 32 pixels"):
        found.pixels[25]


def test_a_list_that_does_not_fit_is_said(folder: Path, tmp_path: Path) -> None:
    listed = (folder / shards.LIST).read_text()
    (folder / "00001.tar").rename(tmp_path / "elsewhere.tar")
    with pytest.raises(InputError, match=r"00001\.tar is missing"):
        faces.load(folder, tmp_path / "cache")
    (tmp_path / "elsewhere.tar").rename(folder / "00001.tar")
    (folder / shards.LIST).write_text(listed + listed.splitlines()[1] + "\n")
    with pytest.raises(InputError, match=r"00000\.tar twice"):
        faces.load(folder, tmp_path / "cache")
    (folder / shards.LIST).write_text(listed)
    (folder / shards.PEOPLE).write_text("Ann\nBo\n")
    with pytest.raises(InputError, match="names 2 people, and the shards beside it show 5"):
        faces.load(folder, tmp_path / "cache")
    with pytest.raises(InputError, match="has shards already"):
        shards.write(folder, [], [])
