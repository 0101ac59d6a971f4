"""`facecam events`, and `watch` that tells."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from helpers.events import hook
from helpers.terminal import Facecam

from facecam.base import paths

HIDDEN = "hidden-0123456789"


def add(facecam: Facecam, *words: str) -> dict[str, Any]:
    run = facecam("events", "add", "--json", *words)
    assert run.code == 0, run.err
    return dict(json.loads(run.out))


def test_a_rule_is_added_listed_tried_and_removed(facecam: Facecam) -> None:
    with hook() as served:
        told = add(facecam, "--strangers", "--quiet", "22:00-07:00", f"{served.url}/{HIDDEN}")
        assert (told["rule"], told["kind"]) == (1, "add-rule") and told["secret"].startswith("whsec_")
        listed = facecam("events", "list", "--json")
        (rule,) = json.loads(listed.out)
        assert rule["sentence"].endswith("when a stranger comes, not from 22:00 to 07:00")
        assert (rule["kind"], rule["kinds"], rule["quiet"]) == ("webhook", ["visit.unknown"], ["22:00", "07:00"])
        tried = facecam("events", "test", "1")
        assert (tried.code, tried.out) == (0, "It arrived.\n") and served.told[0]["event"] == "test"
        served.answer = lambda n: 500
        failed = facecam("events", "test", "1")
        assert failed.code == 2 and "refuses with status 500" in failed.err
    words = facecam("events", "list")
    removed = facecam("events", "remove", "1")
    assert removed.out.startswith("Removed the rule: Tell http://127.0.0.1:")
    assert facecam("events", "list").out.startswith("There are no rules yet")
    assert facecam("people", "undo").out.startswith("Undone: Removed the rule: Tell")
    for run in (listed, tried, failed, words, removed):
        assert HIDDEN not in run.out + run.err and "whsec_" not in run.out + run.err


def test_a_rule_names_a_group(facecam: Facecam, tmp_path: Path) -> None:
    add(facecam, "--group", "family", "--group", "staff", str(tmp_path / "told.jsonl"))
    (rule,) = json.loads(facecam("events", "list", "--json").out)
    assert rule["groups"] == ["family", "staff"] and rule["kinds"] == ["visit.named"]
    assert rule["sentence"].endswith("when anybody of family, staff comes")


def test_nothing_secret_is_in_the_log(facecam: Facecam) -> None:
    add(facecam, f"http://me:{HIDDEN}@127.0.0.1:1/{HIDDEN}")
    assert facecam("events", "test", "1").code == 2
    written = "".join(path.read_text("utf-8", "replace") for path in paths.log_file().parent.glob("*.log*"))
    assert HIDDEN not in written


@pytest.mark.parametrize(("words", "said"), [
    (["--on", "birthday", "desktop"], "There is no event birthday. Use some of started, named, unknown, ended."),
    (["--quiet", "22-7", "desktop"], "7 is no time of day. Write it like 18:00."),
    (["--quiet", "22:00", "desktop"], "22:00 are no hours"),
    (["--daily", "noon", "desktop"], "noon is no time of day"),
    (["--person", "Zoe", "desktop"], "There is nobody called Zoe"),
    (["ftp://x"], "ftp://x is no address that can be told anything"),
    (["--stays", "5", "--on", "ended", "desktop"], "Who has stayed is told once"),
    ([], "Missing argument"),
])  # fmt: skip
def test_what_cannot_be_is_said_and_nothing_is_added(facecam: Facecam, words: list[str], said: str) -> None:
    run = facecam("events", "add", *words)
    assert run.code in (1, 2) and said in run.err and run.out == ""
    assert json.loads(facecam("events", "list", "--json").out) == []


def test_no_rule_of_that_number(facecam: Facecam) -> None:
    for verb in ("test", "remove"):
        run = facecam("events", verb, "7")
        assert run.code == 1 and "There is no rule 7" in run.err


def test_watch_tells_what_it_remembers(facecam: Facecam, media: Path, tmp_path: Path) -> None:
    film, file = str(media / "single_face.mp4"), tmp_path / "told.jsonl"
    with hook() as served:
        add(facecam, str(file))
        add(facecam, served.url)
        assert facecam("watch", film, "--json").code == 0
        assert not file.exists() and not served.got, "nothing is told that is not remembered"
        assert facecam("watch", film, "--remember", "--json").code == 0
        lines = [json.loads(line) for line in file.read_text().splitlines()]
        assert served.told and [told["event"] for told in served.told] == [line["event"] for line in lines]
    assert lines[0]["event"] == "visit.started" and lines[-1]["event"] == "visit.ended"
    assert {"visit.unknown"} == {line["event"] for line in lines} - {"visit.started", "visit.ended"}
    log = [json.loads(line) for line in facecam("events", "log", "1", "--json").out.splitlines()]
    assert [entry["event"] for entry in reversed(log)] == [line["event"] for line in lines]
    assert {entry["state"] for entry in log} == {"delivered"}
    assert "Somebody unknown is here: " in facecam("events", "log").out


def test_watch_prints_what_happens_in_place_of_frames(facecam: Facecam, media: Path) -> None:
    run = facecam("watch", str(media / "single_face.mp4"), "--json", "--events")
    *events, summary = [json.loads(line) for line in run.out.splitlines()]
    assert run.code == 0 and "summary" in summary
    kinds = [event["event"] for event in events]
    assert kinds[0] == "visit.started" and kinds[-1] == "visit.ended" and "visit.unknown" in kinds
    assert set(events[0]) == {
        *("id", "event", "visit", "source", "moment", "seconds", "state", "person", "name", "score"),
    }
    refused = facecam("watch", str(media / "single_face.mp4"), "--events")
    assert refused.code == 2 and "--events goes with --json" in refused.err
