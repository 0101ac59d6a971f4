"""MQTT against Debian's mosquitto, read back with another client."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from helpers.broker import Broker, broker
from helpers.waiting import wait_for
from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion

from facecam.base.errors import FacecamError
from facecam.events.sinks.mqtt import discovery, slug
from facecam.events.sinks.opening import open_sink
from facecam.events.targets import Mqtt, read_target

VALUES: dict[str, Any] = {
    "id": "1", "event": "visit.named", "name": "Änna", "state": "known", "source": "Front door", "person": 3,
}  # fmt: skip


@pytest.fixture
def there(tmp_path: Path) -> Iterator[Broker]:
    with broker(tmp_path) as one:
        yield one


@contextmanager
def listener(there: Broker) -> Iterator[list[tuple[str, Any, bool]]]:
    """Topic, payload and whether it was retained, of all that comes."""
    got: list[tuple[str, Any, bool]] = []
    ready: list[int] = []
    client = Client(CallbackAPIVersion.VERSION2)
    client.username_pw_set("me", "pass/word")

    def note(client: object, data: object, message: MQTTMessage) -> None:
        text = message.payload.decode()
        got.append((message.topic, json.loads(text) if text.startswith("{") else text, message.retain))

    def join(*_: object) -> None:
        client.subscribe("#", 1)

    client.on_message = note
    client.on_subscribe = lambda *_: ready.append(1)
    client.on_connect = join
    client.connect("127.0.0.1", there.port)
    client.loop_start()
    wait_for(lambda: ready)
    try:
        yield got
    finally:
        client.disconnect()
        client.loop_stop()


def test_home_assistant_finds_the_source_and_hears_of_the_visit(there: Broker) -> None:
    place = slug("Front door")
    sink = open_sink(read_target((there.url,)))
    with listener(there) as got:
        sink.send(VALUES, "1")
        sink.send({**VALUES, "id": "2"}, "2")
        wait_for(lambda: len([1 for topic, _, _ in got if topic.endswith("/event")]) == 2)
        heard = {topic: payload for topic, payload, _ in got}
        state = f"home/faces/{place}/event"
        assert heard[state] == {**VALUES, "id": "2", "event_type": "visit.named"}
        assert heard["home/faces/status"] == "online"
        configs = {topic: payload for topic, payload in heard.items() if topic.startswith("homeassistant/")}
        assert len(configs) == 2 == len([1 for topic, _, _ in got if topic.startswith("homeassistant/")])
        for topic, config in configs.items():
            assert topic.endswith("/config") and config["state_topic"] == state
            assert config["availability_topic"] == "home/faces/status"
            assert config["device"]["name"] == "facecam Front door" and config["unique_id"]
        event = next(config for config in configs.values() if "event_types" in config)
        assert heard[state]["event_type"] in event["event_types"]
    with listener(there) as later:
        wait_for(lambda: len(later) == 3)
        assert all(retained for _, _, retained in later)
        assert "Änna" not in json.dumps(later, ensure_ascii=False), "nobody is retained"
        sink.close()
        wait_for(lambda: later[-1][:2] == ("home/faces/status", "offline"))


def test_a_broker_that_goes_and_comes_back_is_told_again(there: Broker) -> None:
    sink = open_sink(read_target((there.url,)))
    sink.send(VALUES, "1")
    there.stop()
    wait_for(lambda: not sink._client.is_connected())  # type: ignore[attr-defined]
    with pytest.raises(FacecamError, match="/home/faces does not take it: Connection refused"):
        sink.send(VALUES, "2")
    there.start()
    with listener(there) as got:
        sink.send(VALUES, "2")
        wait_for(lambda: [topic for topic, _, _ in got if topic.endswith("/event")])
        assert [topic for topic, _, _ in got if topic.startswith("homeassistant/")], "it had forgotten them"
    sink.close()


@pytest.mark.parametrize("login", ["me:hidden", ""])
def test_who_may_not_is_told_so(there: Broker, login: str) -> None:
    sink = open_sink(read_target((f"mqtt://{login + '@' if login else ''}127.0.0.1:{there.port}",)))
    with pytest.raises(FacecamError, match="does not take it: Not authorized") as error:
        sink.send(VALUES, "1")
    assert "hidden" not in str(error.value)
    sink.close()


def test_sources_have_topics_of_their_own() -> None:
    names = ["front", "front door", "front_door", "front/door", "Tür", "Tor", "+#", "x" * 300]
    slugs = [slug(name) for name in names]
    assert len(set(slugs)) == len(names) and slugs[0] == "front"
    assert all(set(one) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") for one in slugs)
    topics = [topic for name in names for topic, _ in discovery("facecam", name)]
    assert len(set(topics)) == len(topics)


def test_without_the_package_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "paho.mqtt", None)
    with pytest.raises(FacecamError, match='extra "mqtt"'):
        open_sink(Mqtt("broker", 1883))
