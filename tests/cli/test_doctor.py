"""`facecam doctor` and `facecam bench`."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.terminal import Facecam
from packaging.requirements import Requirement

from facecam.base.settings import Settings
from facecam.base.types import STAGES
from facecam.cli.support import diagnostics as checks
from facecam.cli.support import display_libraries as display
from facecam.cli.support import requirements

KEYS = {"name", "ok", "found", "remedy"}


def by_name(run_json: dict[str, object]) -> dict[str, dict[str, object]]:
    listed = run_json["checks"]
    assert isinstance(listed, list)
    assert all(set(check) == KEYS for check in listed)
    return {check["name"]: check for check in listed}


@pytest.mark.usefixtures("embedder")
def test_doctor_finds_what_is_here(facecam: Facecam, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    run = facecam("doctor", "--json")
    assert (run.code, run.json["ok"]) == (0, True)
    found = by_name(run.json)
    assert {"cameras", "display", "CUDA", "CPU", "database", "packages", "log", "model pnet"} <= set(found)
    assert "onnxruntime" in str(found["packages"]["found"]) and "runs" in str(found["CPU"]["found"])
    assert str(home) in str(found["log"]["found"])
    assert not (home / "facecam.db").exists()
    assert "All is well" in facecam("doctor").out


def test_what_is_missing_or_too_old_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = [
        "numpy>=1",
        "rich>=999",
        "nowhere-to-be-had>=2",
        "tomli; python_version < '3'",
        "feat; extra == 'x'",
    ]
    monkeypatch.setattr("importlib.metadata.requires", lambda name: listed)
    _, check = checks._packages(Settings())
    assert not check.ok and check.found.startswith("numpy ")
    assert check.remedy == "Install rich>=999, nowhere-to-be-had>=2"


def test_a_python_that_cannot_be_started_ends_no_doctor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(display, "missing", list)
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    (check,) = checks._display(Settings())
    assert check.ok and check.found == "not tried: /nowhere/python: No such file or directory"


def test_either_package_of_the_runtime_will_do() -> None:
    words, enough = requirements.look(Requirement("onnxruntime-gpu>=1.20"))
    assert enough and words.startswith("onnxruntime")
    assert requirements.look(Requirement("onnxruntime>=1.20")) == (words, True)


@pytest.mark.usefixtures("embedder")
def test_doctor_names_the_database_and_its_version(facecam: Facecam, tmp_path: Path) -> None:
    facecam("people", "list")
    database = by_name(facecam("doctor", "--json").json)["database"]
    assert database["ok"] and "version" in str(database["found"])
    bad = tmp_path / "bad.db"
    bad.write_bytes(b"something else" * 100)
    run = facecam("doctor", "--json", "--db", f"sqlite:///{bad}")
    assert run.code == 1 and not run.json["ok"]
    database = by_name(run.json)["database"]
    assert not database["ok"] and str(bad) in str(database["found"]) and database["remedy"]


@pytest.mark.parametrize("screen", [True, False])
def test_missing_libraries_are_an_error_only_where_there_is_a_display(
    monkeypatch: pytest.MonkeyPatch, screen: bool
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr(display, "LIBRARIES", {"libmissing-cursor.so.0": "libmissing-cursor0"})
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    if screen:
        monkeypatch.setenv("DISPLAY", ":0")
    else:
        monkeypatch.delenv("DISPLAY", raising=False)
    (check,) = checks._display(Settings())
    assert check.ok is not screen
    assert "libmissing-cursor.so.0" in check.found and "apt-get install" in check.remedy


def test_bad_settings_are_named(facecam: Facecam, home: Path) -> None:
    home.mkdir()
    (home / "settings.toml").write_text("strangers = 'many'")
    run = facecam("doctor", "--json")
    assert run.code == 1
    settings = by_name(run.json)["settings"]
    assert not settings["ok"] and "strangers" in str(settings["found"])
    run = facecam("people", "list", "--json")
    assert (run.code, run.out) == (2, "") and "settings.toml" in run.err


@pytest.mark.usefixtures("embedder", "media")
def test_bench_measures_every_stage(facecam: Facecam) -> None:
    run = facecam("bench", "--frames", 10, "--gpu", "off", "--json")
    assert run.code == 0
    for one in run.json["runs"]:
        assert one["provider"] == "CPU" and one["model"] and one["fps"] > 0
        assert set(one["ms"]) == set(STAGES) and one["ms"]["total"] >= one["ms"]["detect"] > 0
    assert run.json["runs"]
