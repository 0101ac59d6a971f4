import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from facecam.base import paths, settings
from facecam.base.errors import InputError
from facecam.base.settings import Settings


def test_what_is_saved_is_loaded(home: Path) -> None:
    changed = replace(Settings(), source="Käthes Kamera", strangers=50, theme="dark", mirror=True, tell=(3, 1))
    changed = replace(changed, rotations={"/dev/v4l/by-id/a b": 90, 'Käthes "Kamera"': 180})
    settings.save(changed)
    assert settings.load() == changed
    assert [file.name for file in home.iterdir()] == ["settings.toml"]


def test_a_home_of_somebody_who_is_not_there_is_a_folder_like_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACECAM_HOME", "~nobody.is-called-so/here")
    assert paths.data_dir() == Path("~nobody.is-called-so/here")
    monkeypatch.setenv("FACECAM_HOME", "~/here")
    assert paths.data_dir() == Path.home() / "here"


def test_no_file_gives_the_defaults() -> None:
    assert settings.load() == Settings()


@pytest.mark.parametrize(
    "text",
    [
        *("strangers = 1", "strangers = 'many'", "gpu = 'perhaps'", "mirror = 1", "theme = [", "\xff"),
        *("tell = 3", "tell = ['Anna']", "rotations = [90]", "rotations = { demo = 45 }"),
    ],
)
def test_a_file_that_does_not_fit_is_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_bytes(text.encode("latin-1"))
    with pytest.raises(InputError, match=r"settings\.toml"):
        settings.load(file)


def test_keys_of_a_newer_version_are_left_out(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("wings = true\nstrangers = 20\n")
    assert settings.load(file) == Settings(strangers=20)
    assert "wings" in caplog.text


@pytest.mark.parametrize(
    "values",
    [
        {"aspects": {"0": "16x9"}}, {"aspects": {"0": "0:9"}}, {"aspects": {"0": ""}}, {"aspects": {"0": "1e9:1"}},
        {"certificates": {"camera.local:443": "AB"}}, {"certificates": {"camera.local:443": "X" * 64}},
    ],
)  # fmt: skip
def test_how_a_source_is_seen_and_trusted_must_fit(values: dict[str, dict[str, str]]) -> None:
    with pytest.raises(InputError) as caught:
        Settings(**values)  # type: ignore[arg-type]
    assert caught.value.remedy


def test_how_a_source_is_seen_and_trusted_is_kept() -> None:
    prints = ":".join(["ab"] * 32)
    kept = Settings(aspects={"0": "16:9", "film.avi": "2.35:1"}, certificates={"camera.local:443": prints})
    settings.save(kept)
    assert settings.load() == kept


@pytest.mark.parametrize(
    "text",
    [
        "[rotations]\n'{url}' = 45", "[aspects]\n'{url}' = 45", "[aspects]\ndemo = '{url}'", "'{url}' = 90",
        "gpu = '{url}'", "source = ['{url}']", "others = '{url}'", "source = {{ a = '{url}' }}",
        "[certificates]\ndemo = '{url}'",
    ],
)  # fmt: skip
def test_no_password_is_in_what_does_not_fit(tmp_path: Path, text: str, caplog: pytest.LogCaptureFixture) -> None:
    file, said = tmp_path / "settings.toml", ""
    file.write_text(text.format(url="rtsp://me:s3cret@camera/live"))
    try:
        settings.load(file)
    except InputError as error:
        said = str(error)
    assert said or caplog.text
    assert "s3cret" not in said + caplog.text


def test_what_a_killed_program_left_is_deleted(home: Path) -> None:
    settings.save(Settings())
    file = paths.settings_file()
    old, now, users = (file.with_name(f"settings.toml.{name}") for name in ("old.part", "now.part", "bak"))
    for path in (old, now, users):
        path.write_text("source = 'rtsp://me:s3cret@camera/live'")
    os.utime(old, (0, 0))
    os.utime(users, (0, 0))
    settings.load()
    assert not old.exists() and now.exists() and users.exists()
    code = "import os, tomli_w; from facecam.base import settings; tomli_w.dump = lambda *_: os._exit(9)\n"
    killed = subprocess.run([sys.executable, "-c", code + "settings.save(settings.Settings())"])
    assert killed.returncode == 9
    parts = sorted(file.parent.glob("*.part"))
    assert len(parts) == 2
    for path in parts:
        os.utime(path, (0, 0))
    settings.load()
    assert list(file.parent.glob("*.part")) == []


def test_no_password_is_in_what_a_traceback_shows() -> None:
    camera, people = "rtsp://me:hidden@camera/1", "postgresql://me:hidden@server/people"
    kept = Settings(
        source=camera, others=(camera,), database=people, rotations={camera: 90}, aspects={camera: "4:3"}
    )
    assert "hidden" not in repr(kept) and "strangers=1000" in repr(kept)
