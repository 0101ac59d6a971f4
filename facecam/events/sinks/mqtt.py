"""An MQTT broker, and what Home Assistant needs to find by itself what is published there.

Each source has a topic `TOPIC/SOURCE/event` with the event as JSON, and two entities in Home Assistant: an event,
which automations wait for, and who was seen last. What tells of people is never retained; what is, names sources
alone. `TOPIC/status` says whether facecam is there (https://www.home-assistant.io/integrations/mqtt).
"""

from __future__ import annotations

import hashlib
import json
import re
import ssl
import threading
import uuid
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from facecam.base.errors import FacecamError, InputError
from facecam.base.messages import Message
from facecam.events.event import Kind
from facecam.events.sinks.sink import TIMEOUT
from facecam.events.targets import Mqtt

if TYPE_CHECKING:
    from paho.mqtt.client import Client
    from paho.mqtt.reasoncodes import ReasonCode

DISCOVERY = "homeassistant"
"""Where Home Assistant looks for what is new."""
KEEP_ALIVE = 30
_AT_LEAST_ONCE = 1
"""The quality of service."""


class MqttSink:
    def __init__(self, target: Mqtt) -> None:
        try:
            from paho.mqtt import client
        except ImportError as error:
            raise InputError("MQTT needs the package paho-mqtt", 'Install facecam with its extra "mqtt"') from error
        self._target = target
        self._mqtt = client
        self._client: Client | None = None
        self._announced: set[str] = set()
        """Sources that Home Assistant was told of, over this connection."""

    def send(self, values: dict[str, Any], key: str) -> None:
        try:
            self._connect()
            source = str(values.get("source") or "")
            if source and source not in self._announced:
                self._announce(source)
                self._announced.add(source)
            topic = f"{self._target.topic}/{slug(source)}/event" if source else f"{self._target.topic}/event"
            # Home Assistant's event entities want this word for it.
            self._publish(topic, {**values, "event_type": values["event"]}, retain=False)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        client, self._client = self._client, None
        if client is None:
            return
        if client.is_connected():
            with suppress(RuntimeError, ValueError):
                client.publish(self._status, "offline", _AT_LEAST_ONCE, retain=True).wait_for_publish(1.0)
        client.disconnect()
        client.loop_stop()

    @property
    def _status(self) -> str:
        return f"{self._target.topic}/status"

    def _connect(self) -> None:
        if self._client is not None and self._client.is_connected():
            return
        self.close()
        mqtt, target = self._mqtt, self._target
        client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, client_id=f"facecam-{uuid.uuid4().hex[:12]}")
        client.connect_timeout = TIMEOUT
        client.will_set(self._status, "offline", _AT_LEAST_ONCE, retain=True)
        if target.user:
            client.username_pw_set(target.user, target.password.reveal() or None)
        if target.tls:
            client.tls_set_context(ssl.create_default_context())
        answered, answers = threading.Event(), deque[Any](maxlen=1)

        def connected(client: Client, data: object, flags: object, reason: ReasonCode, properties: object) -> None:
            """In the client's thread, also after a break: the broker may have forgotten what it knew."""
            answers.append(reason)
            self._announced.clear()
            if not reason.is_failure:
                client.publish(self._status, "online", _AT_LEAST_ONCE, retain=True)
            answered.set()

        client.on_connect = connected
        try:
            client.connect(target.host, target.port, KEEP_ALIVE)
        except (OSError, ValueError) as error:
            raise self._silent(getattr(error, "strerror", None) or type(error).__name__) from None
        client.loop_start()
        self._client = client
        if not answered.wait(TIMEOUT) or answers[0].is_failure:
            raise self._silent(str(answers[0]) if answers else "")

    def _publish(self, topic: str, payload: dict[str, Any] | str, *, retain: bool) -> None:
        """Return once the broker has it."""
        assert self._client is not None
        text = payload if isinstance(payload, str) else json.dumps(payload, ensure_ascii=False)
        try:
            sent = self._client.publish(topic, text, _AT_LEAST_ONCE, retain)
            sent.wait_for_publish(TIMEOUT)
        except (RuntimeError, ValueError) as error:
            raise self._silent(type(error).__name__) from None
        if not sent.is_published():
            raise self._silent("")

    def _silent(self, reason: str) -> FacecamError:
        return FacecamError(
            "The broker {address} does not take it: {reason}",
            "Check the address, the name and the password, and that it runs",
            address=self._target.shown,
            reason=reason or Message("no answer"),
        )

    def _announce(self, source: str) -> None:
        for topic, config in discovery(self._target.topic, source):
            self._publish(topic, config, retain=True)


def slug(source: str) -> str:
    """A source as a level of a topic: letters, digits, `_` and `-`; no two sources have the same."""
    plain = re.sub(r"[^A-Za-z0-9_-]+", "_", source)[:40]
    return plain if plain == source else f"{plain}-{hashlib.sha256(source.encode()).hexdigest()[:8]}"


def discovery(topic: str, source: str) -> list[tuple[str, dict[str, Any]]]:
    """The topics and configurations that make Home Assistant know a source."""
    place = slug(source)
    base = slug(topic)
    shared = {
        "device": {"identifiers": [f"{base}_{place}"], "name": f"facecam {source}", "manufacturer": "facecam"},
        "availability_topic": f"{topic}/status",
        "state_topic": f"{topic}/{place}/event",
    }
    event = {
        **shared,
        "name": "Visit",
        "unique_id": f"{base}_{place}_visit",
        "event_types": [kind.value for kind in Kind],
        "icon": "mdi:face-recognition",
    }
    last = {
        **shared,
        "name": "Last seen",
        "unique_id": f"{base}_{place}_last",
        "value_template": "{{ value_json.name or value_json.state }}",
        "json_attributes_topic": f"{topic}/{place}/event",
        "icon": "mdi:account",
    }
    return [
        (f"{DISCOVERY}/event/{base}_{place}/visit/config", event),
        (f"{DISCOVERY}/sensor/{base}_{place}/last/config", last),
    ]
