"""The short form of `python -m benchmarks fuzz`: what comes from outside is taken or refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.fuzz import PIECES, READERS, fuzz
from facecam.base import settings
from facecam.base.errors import InputError


@pytest.mark.parametrize("name", READERS)
def test_damaged_inputs_are_no_defect(name: str, tmp_path: Path) -> None:
    sound, read = READERS[name]
    read(sound(), tmp_path)
    tried, findings = fuzz(name, seconds=1.0)
    assert tried >= 20 and findings == []


def test_settings_that_are_nested_without_end(tmp_path: Path) -> None:
    (deep,) = (piece for piece in PIECES if piece.startswith(b"[["))
    file = tmp_path / "settings.toml"
    file.write_bytes(b"others = " + deep)
    with pytest.raises(InputError, match="cannot be read"):
        settings.load(file)


def test_a_finding_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(data: bytes, folder: Path) -> None:
        raise KeyError("a defect")

    monkeypatch.setitem(READERS, "broken", (lambda: b"x", broken))
    assert [finding[:8] for finding in fuzz("broken", 0.0)[1]] == ["KeyError"]
