"""What every sink does, and how a target is opened."""

from __future__ import annotations

from typing import Any, Protocol

from facecam.base.errors import InputError
from facecam.events.targets import Desktop, JsonLines, Mqtt, Program, Target, Webhook

TIMEOUT = 10.0
"""Seconds that a receiver has for its answer."""


class Sink(Protocol):
    """One target. A single thread calls it; what it raises never holds a secret."""

    def send(self, values: dict[str, Any], key: str) -> None:
        """Deliver `values` (`targets.FIELDS` and perhaps more); `key` is the same at every try.

        Returns once the receiver has it. Raises `FacecamError` where it has not, `RefusedError` where it does not
        want it.
        """

    def close(self) -> None:
        """Leave; may be called again."""


def open_sink(target: Target) -> Sink:
    """The sink of a target; nothing is connected yet. Raises `InputError` where a package is missing."""
    match target:
        case Webhook():
            from facecam.events.sinks.webhook import WebhookSink

            return WebhookSink(target)
        case Mqtt():
            from facecam.events.sinks.mqtt import MqttSink

            return MqttSink(target)
        case JsonLines():
            from facecam.events.sinks.json_lines import JsonLinesSink

            return JsonLinesSink(target)
        case Program():
            from facecam.events.sinks.program import ProgramSink

            return ProgramSink(target)
        case Desktop():
            raise InputError("The desktop is told by the window", "Open the window")
