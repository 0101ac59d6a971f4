"""What holds for all commands: help, exit codes, one sentence on stderr, JSON alone on stdout."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from helpers.terminal import Facecam

from facecam.base import paths
from facecam.base.errors import FacecamError, InputError, NotFoundError
from facecam.cli.support import failures, output

OPTIONS = {
    "watch": "SOURCE --realtime --max-frames --record --remember --json --db --gpu --model",
    "detect": "PATH --json --db --gpu --model",
    "enrol": "NAME PATH --start --end --id --json --db --gpu --model",
    "identify": "IMAGE --top --json --db --gpu --model",
    "verify": "A B --live --person --ask --json --db --gpu --model",
    "embed": "PATH --out --json --db --gpu --model",
    "people list": "--json --db",
    "people show": "NAME --id --json --db",
    "people rename": "NAME --id --json --db",
    "people merge": "--id --json --db",
    "people remove": "NAME --id --json --db",
    "people forget": "NAME --id --json --db",
    "people undo": "--json --db",
    "doctor": "--json --db --gpu --model",
    "bench": "--json --db --gpu --model",
}


@pytest.mark.parametrize("command", OPTIONS)
def test_help_names_every_argument_and_option_of_the_interface(facecam: Facecam, command: str) -> None:
    run = facecam(*command.split(), "--help")
    assert run.code == 0
    words = set(run.out.replace("[", " ").replace("]", " ").replace("...", " ").replace("{", " ").split())
    assert set(OPTIONS[command].split()) <= {word.strip("}") for word in words}


def test_help_names_every_command(facecam: Facecam) -> None:
    for group in ((), ("people",)):
        run = facecam(*group, "--help")
        commands = {c.split()[len(group)] for c in OPTIONS if c.split()[: len(group)] == list(group)}
        assert commands <= {line.split()[0] for line in run.out.splitlines() if line.startswith("  ")}


def test_help_loads_nothing_heavy() -> None:
    program = (
        "import sys; from facecam.cli import main; main(['--help']); main(['watch', '--help'])\n"
        "print(*{'numpy', 'cv2', 'sqlalchemy', 'onnxruntime', 'rich'} & set(sys.modules), file=sys.stderr)"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (run.returncode, run.stderr.strip()) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        ((), "command"),
        (("peple",), "peple"),
        (("watch",), "SOURCE"),
        (("watch", "demo", "--gup", "off"), "--gup"),
        (("watch", "demo", "--gpu", "fast"), "--gpu"),
        (("watch", "demo", "--max-frames", "0"), "--max-frames"),
        (("watch", "demo", "--max-frames", "many"), "--max-frames"),
        (("watch", "demo", "--db", ""), "--db"),
        (("watch", "demo", "--model", " "), "--model"),
        (("watch", "nowhere.mp4"), "nowhere.mp4"),
        (("watch", "nothing://there"), "nothing://"),
        (("watch", "x" * 5000), "name too long"),
        (("watch", "demo", "--db", "people.db"), "people.db"),
        (("identify", "nowhere.jpg"), "nowhere.jpg"),
        (("verify", "nowhere.jpg", "elsewhere.jpg"), "nowhere.jpg"),
        (("embed", "a.jpg"), "--out"),
        (("enrol", "Anna"), "PATH"),
        (("enrol", "Anna", "nowhere.jpg"), "nowhere.jpg"),
        (("enrol", "  ", "demo"), "name"),
        (("enrol", "x" * 10_000, "demo"), "10,000"),
        (("enrol", "Anna", "demo", "--start", "3", "--end", "2"), "--end"),
        (("enrol", "Anna", "demo", "--start", "nan"), "--start"),
        (("people", "show"), "--id"),
        (("people", "rename", "Anna"), "rename"),
        (("people", "merge", "Anna"), "merge"),
    ],
)
def test_bad_usage_is_exit_2_and_one_line_that_names_what_is_wrong(
    facecam: Facecam, arguments: tuple[str, ...], names: str
) -> None:
    run = facecam(*arguments)
    assert (run.code, run.out) == (2, "")
    assert run.err.count("\n") == 1
    assert names.lower() in run.err.lower()


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"", "0 bytes"), (b"no picture", "damaged"), (b"\xff\xd8\xff\xe0" + b"x" * 400, "damaged")],
)
def test_a_bad_file_is_named_with_its_remedy(facecam: Facecam, tmp_path: Path, content: bytes, says: str) -> None:
    for name, command in (("bad.jpg", "identify"), ("bad.jpg", "watch"), ("bad.mp4", "watch")):
        file = tmp_path / name
        file.write_bytes(content)
        run = facecam(command, file, "--json")
        assert (run.code, run.out) == (2, "")
        assert str(file) in run.err
        assert says in run.err and "." in run.err.strip()[:-1]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (FacecamError("It is so", "Do this"), 2),
        (InputError("It is so"), 2),
        (NotFoundError("It is not there"), 1),
        (KeyboardInterrupt(), 130),
        (output.OutputClosed(), 130),
        (FileNotFoundError(2, "No such file", "lost.txt"), 2),
    ],
)
def test_each_kind_of_failure_has_its_exit_code(error: BaseException, code: int) -> None:
    def fail() -> int:
        raise error

    assert failures.guarded(fail) == code


def test_a_defect_is_logged_and_the_log_is_named(
    facecam: Facecam, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object) -> None:
        raise ZeroDivisionError("a test")

    monkeypatch.setattr("facecam.store.people.list_people", fail)
    run = facecam("people", "list")
    assert (run.code, run.out) == (2, "")
    assert run.err.count("\n") == 1 and str(paths.log_file()) in run.err
    assert "ZeroDivisionError" in paths.log_file().read_text()


def test_works_where_no_log_can_be_written(facecam: Facecam, home: Path) -> None:
    home.mkdir()
    (home / "facecam.log").mkdir()
    assert facecam("people", "list", "--json").json == []


def test_the_log_holds_no_arguments(facecam: Facecam) -> None:
    facecam("people", "show", "Geraldine Secret")
    logging.getLogger("facecam").warning("something")
    assert "Geraldine" not in paths.log_file().read_text()


def test_stdout_is_utf8_in_any_locale() -> None:
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    program = "import sys; from facecam.cli import main; sys.exit(main(['people', 'show', '\\xc5sa']))"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, env=environment)
    assert run.returncode == 1 and "Åsa".encode() in run.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="signals and /dev/full")
@pytest.mark.parametrize("target", ["/dev/full", "closed"])
def test_stdout_that_cannot_be_written_is_no_traceback(target: str) -> None:
    redirect = ">&-" if target == "closed" else f">{target}"
    program = f"'{sys.executable}' -c 'import sys; from facecam.cli import main; sys.exit(main())'"
    run = subprocess.run(["sh", "-c", f"{program} people list --json {redirect}"], capture_output=True, text=True)
    assert run.returncode == (0 if target == "closed" else 2)
    assert run.stderr.count("\n") == run.returncode // 2
    assert "Traceback" not in run.stderr
