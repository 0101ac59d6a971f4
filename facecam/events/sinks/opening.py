"""The sink that a target asks for."""

from __future__ import annotations

from facecam.base.errors import InputError
from facecam.events.sinks.sink import Sink
from facecam.events.targets import Desktop, JsonLines, Mqtt, Program, Target, Webhook


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
