"""Targets: read from words, kept whole, shown without their secrets."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from facecam.base.errors import InputError
from facecam.base.secret import Secret
from facecam.events.targets import (
    Desktop,
    JsonLines,
    Mqtt,
    Program,
    Webhook,
    decode,
    encode,
    fill,
    fill_json,
    is_machine,
    kind_of,
    read_target,
)

HOOK = "https://me:hidden1@hooks.example.org:8443/services/T0/hidden2?token=hidden3"


@pytest.mark.parametrize(("words", "kind", "shown", "machine"), [
    ((HOOK,), "webhook", "https://hooks.example.org:8443", True),
    (("http://[::1]:80/x",), "webhook", "http://[::1]:80", True),
    (("mqtt://me:hidden1@broker.local",), "mqtt", "mqtt://broker.local:1883/facecam", True),
    (("mqtts://me:hidden%401@broker/home/faces",), "mqtt", "mqtts://broker:8883/home/faces", True),
    (("desktop",), "desktop", "desktop", False),
    (("run", "notify-send", "hidden1", "{name}"), "program", "notify-send", False),
])  # fmt: skip
def test_a_target_is_kept_whole_and_shown_without_secrets(
    words: tuple[str, ...], kind: str, shown: str, machine: bool
) -> None:
    target = read_target(words)
    assert (kind_of(target), target.shown, is_machine(target)) == (kind, shown, machine)
    assert decode(encode(target)) == target
    assert "hidden" not in repr(target) + str(target)
    if kind != "program":  # whose arguments are no secret to who may list processes
        assert "hidden" not in repr(msgspec.structs.asdict(target)), "nor where its fields are shown one by one"


def test_what_a_broker_is_told() -> None:
    target = read_target(("mqtts://m%40e:p%2Fw@broker:99/a/b/",))
    assert target == Mqtt("broker", 99, True, "m@e", Secret("p/w"), "a/b")


def test_a_file_is_meant_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert read_target(("told.jsonl",)) == JsonLines(str(tmp_path / "told.jsonl"))
    (tmp_path / "folder").mkdir()
    for bad, words in (("folder", "is a folder"), ("none/told", "There is no folder")):
        with pytest.raises(InputError, match=words):
            read_target((bad,))


def test_each_web_hook_has_a_secret_of_its_own() -> None:
    first, second = (read_target((HOOK,)) for _ in range(2))
    assert isinstance(first, Webhook) and isinstance(second, Webhook) and first.secret != second.secret
    given = "whsec_" + "QUFB" * 8
    for words in (given, given.removeprefix("whsec_")):
        target = read_target((HOOK,), secret=words)
        assert isinstance(target, Webhook) and target.secret == Secret(given)


@pytest.mark.parametrize(("words", "more", "said"), [
    ((), {}, "no target"),
    (("  ",), {}, "no target"),
    (("run",), {}, "no program"),
    (("ftp://x/y",), {}, "ftp://x/y is no address that can be told"),
    ((HOOK, HOOK), {}, "There are 2 targets"),
    ((HOOK,), {"secret": "short"}, "secret cannot be used"),
    ((HOOK,), {"template": "{nmae}"}, "no field nmae"),
    (("desktop",), {"template": "{name}"}, "are for web hooks"),
    (("mqtt://broker/a/#",), {}, "topic"),
    (("mqtt://me:hidden1@broker/a/+",), {}, "topic"),
    (("run", "x", "{who}"), {}, "no field who"),
])  # fmt: skip
def test_what_cannot_be_is_said_without_secrets(words: tuple[str, ...], more: dict[str, str], said: str) -> None:
    with pytest.raises(InputError, match=said) as error:
        read_target(words, **more)
    assert "hidden" not in str(error.value)


def test_a_name_cannot_break_out_of_a_template() -> None:
    values = {"name": 'An"na\\ {score}', "score": 0.5, "person": None}
    assert fill("{name} {score} {person}{unknown}", values) == 'An"na\\ {score} 0.5 {unknown}'
    filled = fill_json('{"text": "It is {name}", "of": ["{score}", {"who": "{person}"}], "n": 1}', values)
    assert filled == {"text": 'It is An"na\\ {score}', "of": [0.5, {"who": None}], "n": 1}
    with pytest.raises(ValueError):
        fill_json("{name} came", values)


def test_what_was_damaged_is_said() -> None:
    for blob in (None, b"", b"{}", b'{"type":"pigeon"}'):
        with pytest.raises(InputError, match="cannot be read"):
            decode(blob)


def test_programs_and_desktops() -> None:
    assert read_target(("run", "a", "-b")) == Program(("a", "-b"))
    assert read_target(("desktop",)) == Desktop()
