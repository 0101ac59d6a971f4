"""`facecam watch`: a source through the chain, one line a frame."""

from __future__ import annotations

import dataclasses
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from facecam.base.errors import InputError
from facecam.base.memory import one_heap
from facecam.base.messages import Message
from facecam.base.settings import Settings
from facecam.cli.support.failures import BAD, DONE, INTERRUPTED
from facecam.cli.support.interruption import interruption
from facecam.cli.support.opening import opened, tell_left_out
from facecam.cli.support.options import Db, GpuChoice, Json, Model, chosen
from facecam.cli.support.output import note, print_json

if TYPE_CHECKING:
    from facecam.capture.mailbox import BoundedQueue
    from facecam.events.event import Event
    from facecam.pipeline.runtime import Runtime


def watch(
    source: Annotated[
        str,
        typer.Argument(
            metavar="SOURCE",
            help="A camera (0, a name, a stable path), a video, an image, a folder of images, an RTSP or HTTP URL,"
            " `demo`, or a recording.",
        ),
    ],
    realtime: Annotated[
        bool, typer.Option("--realtime", help="Play a file at its own pace, dropping what comes too late.")
    ] = False,
    max_frames: Annotated[
        int | None, typer.Option("--max-frames", metavar="N", min=1, help="Stop after this many frames.")
    ] = None,
    record: Annotated[
        Path | None,
        typer.Option("--record", metavar="FILE", help="Record the results (no pixels) to be watched again."),
    ] = None,
    aspect: Annotated[
        str | None,
        typer.Option(
            "--aspect", metavar="W:H", help="How its pictures are to be seen, where it does not say: 16:9."
        ),
    ] = None,
    trust: Annotated[
        str | None,
        typer.Option(
            "--trust", metavar="SHA256", help="Accept the certificate with this fingerprint from its server."
        ),
    ] = None,
    remember: Annotated[
        bool,
        typer.Option(
            "--remember", help="Note in the database when whom was seen, and tell it where rules ask for it."
        ),
    ] = False,
    events: Annotated[
        bool, typer.Option("--events", help="With --json: a line for what happens, and not for each frame.")
    ] = False,
    as_json: Json = False,
    db: Db = None,
    gpu: GpuChoice = None,
    model: Model = None,
) -> int:
    """Say who is there, frame by frame."""
    with interruption() as interrupted, ExitStack() as stack:
        from facecam.capture.source import SourceState, open_source
        from facecam.cli.support.playback import Played
        from facecam.cli.support.run_stats import Tally
        from facecam.cli.support.text_output import Story
        from facecam.pipeline.watch import Watch
        from facecam.recording.results import Recorder, header, result_json

        if events and not as_json:
            raise InputError("--events goes with --json", "Add it, or leave --events out")
        one_heap()
        settings = chosen(db, gpu, model)
        if record is not None:
            _check_target(record, source)
        run: Played | Watch
        runtime: Runtime | None = None
        wrong: dict[str, str] = {}
        happened: BoundedQueue[Event] | None = None
        if (recorded := header(source)) is not None:
            for option, given in (("--remember", remember), ("--events", events)):
                if given:
                    raise InputError("{option} does not go with a recording", "Leave it out", option=option)
            run = Played(Path(source), recorded, realtime, interrupted)
        else:
            settings = _with_source(settings, source, aspect, trust)
            frames = open_source(source, aspect=settings.aspects.get(source, ""), trusted=settings.certificates)
            cam = stack.enter_context(opened(settings))
            tell_left_out(cam)
            if remember:
                cam.tell()
            if events:
                happened = cam.events()

            def say_state(state: SourceState, message: Message) -> None:
                if state is SourceState.RECONNECTING or (state is SourceState.LIVE and frames.remark):
                    note(str(message))

            runtime = cam.runtime
            run = Watch(
                runtime,
                frames,
                realtime=realtime,
                remember=remember,
                on_state=say_state,
                stopping=interrupted,
            )
        recorder: Recorder | None = None
        tally, story = Tally(), Story()
        try:
            with closing(run):
                while not interrupted.is_set() and tally.frames != max_frames:
                    result = next(run, None)
                    if result is None:
                        break
                    if record is not None:
                        recorder = recorder or stack.enter_context(Recorder(record, run.name, run.model))
                        recorder.add(result)
                    if runtime is not None and remember:
                        wrong = _say_what_is_wrong(runtime, wrong)
                    tally.add(result)
                    if happened is not None:
                        _print_events(happened)
                    elif as_json:
                        print_json(result_json(result))
                    else:
                        story.tell(result, run.still)
        finally:
            if happened is not None:
                _print_events(happened)  # of the visits that ended with the source
            # Also where the source broke off: what was seen until then was seen.
            if tally.frames or interrupted.is_set():
                summary = tally.summary(run.provider, run.model, run.threshold)
                if as_json:
                    print_json({"summary": summary})
                else:
                    story.sum_up(summary)
        for error in run.refused:
            note(str(error))
        if run.remark is not None:
            note(f"{run.name}: {run.remark}")
        return INTERRUPTED if interrupted.is_set() else BAD if run.refused else DONE


def _say_what_is_wrong(runtime: Runtime, said: dict[str, str]) -> dict[str, str]:
    """Say what keeps visits and clips from being written, once; returns what is wrong now."""
    wrong = {part: str(error) for part, error in runtime.problems.items() if part in ("database", "clips")}
    for part, what in wrong.items():
        if said.get(part) != what:
            note(what)
    return wrong


def _print_events(happened: BoundedQueue[Event]) -> None:
    from facecam.events.event import event_json

    while (event := happened.take()) is not None:
        print_json(event_json(event))


def _with_source(settings: Settings, source: str, aspect: str | None, trust: str | None) -> Settings:
    """The settings with what was given for this source. Raises `InputError` where it does not fit."""
    from facecam.base.addresses import is_address, parse
    from facecam.capture.certificates import PORTS, place

    if aspect is not None:
        settings = dataclasses.replace(settings, aspects={**settings.aspects, source: aspect})
    if trust is not None:
        address = parse(source) if is_address(source) else None
        if address is None or address.scheme not in PORTS:
            raise InputError(
                "--trust is for a server with a certificate",
                "Leave it out, or use {schemes}",
                schemes=", ".join(PORTS),
            )
        settings = dataclasses.replace(settings, certificates={**settings.certificates, place(address): trust})
    return settings


def _check_target(record: Path, source: str) -> None:
    """Refuse to write over the source, or a file that is no recording: a slip would cost a film."""
    from facecam.recording.results import header

    if not record.exists():
        return
    if not record.is_file() or (record.stat().st_size and header(record) is None):
        raise InputError(
            "--record {record} is there already and no recording", "Choose another file", record=str(record)
        )
    if Path(source).exists() and record.samefile(source):
        raise InputError("--record {record} is what is to be watched", "Choose another file", record=str(record))
