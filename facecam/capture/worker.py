"""The thread that owns a source: opens, reads and releases it, and hands its frames to any number of listeners."""

from __future__ import annotations

import dataclasses
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import cv2
import numpy as np

from facecam.base.errors import FacecamError, SourceError
from facecam.base.messages import Message, paragraph
from facecam.base.settings import Rotation
from facecam.base.types import Frame
from facecam.capture.mailbox import Mailbox
from facecam.capture.source import Grabbing, Source, SourceState
from facecam.capture.transport import Playback, Seekable, Transport

log = logging.getLogger(__name__)

_TURNS = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}

PATIENCE = 3.0
"""A source that needs ten seconds for a picture is slow and not broken."""

FRESH = 0.1
"""While its listeners have the last frame before them, and it is no older, another one is passed over unseen: its
picture would cost time that they lack."""

SLOW = 10.0
"""A file that fell behind three times in so many seconds decodes too slowly; once, the computer was busy."""


class _Pace:
    """When the frames of a file that is played live are due."""

    def __init__(self, late: float) -> None:
        self._late = late
        self._origin: float | None = None
        """When media time 0 is due, on the monotonic clock."""

    def begin(self, frame: Frame) -> None:
        """This one is due now."""
        self._origin = time.monotonic() - frame.time

    def until(self, frame: Frame) -> tuple[float, bool]:
        """In how many seconds this one is due, and whether it is so late that all of them are put off.

        They are shown later then, and not left out: what is left out is decoded all the same, and lag grows.
        """
        now = time.monotonic()
        if self._origin is None:
            self.begin(frame)
            return 0.0, False
        lag = now - self._origin - frame.time
        if lag > self._late:
            self._origin += lag
            return 0.0, True
        return max(0.0, -lag), False


def _taken_now(frame: Frame) -> Frame:
    """A played file stands for a device, whose picture is taken at the moment it is due."""
    return dataclasses.replace(frame, captured=time.monotonic())


OnState = Callable[[SourceState, Message], None]


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds of patience."""

    stall: float = 2.0
    """A live source without a frame for so long is said to have stalled; a slow one, for `PATIENCE` times the time
    between its last frames."""
    hang: float = 10.0
    """A call into the driver that lasts so long is said to hang; of a slow source the same holds."""
    open: float = 30.0
    """A source that has never given a frame is given up when opening lasts so long."""
    first_retry: float = 0.5
    """Between two attempts to reconnect; doubles up to `last_retry`."""
    last_retry: float = 8.0
    late: float = 0.3
    """A file played live that lags more than this (it decodes slowly, the computer slept) goes on from where it is;
    one that lags less catches up."""


class CaptureWorker:
    """Plays a source in a daemon thread of its own, and watches it from a second one.

    A live source that is lost or stalls after it has worked is RECONNECTING, for as long as it takes; one that
    never worked is FAILED, with the reason in `message` and `error`. A file with `realtime` keeps its own pace, or
    the decoder's where that is slower; without, the next frame is read when every listener has taken the last.
    Subscribe before `start`. What has places (`Seekable`) and is played with `realtime` obeys `transport`, which
    may be used at any time, also before `start`.

    `on_state` is called with each new state or message, in one of the threads; it must return at once.
    """

    def __init__(
        self,
        source: Source,
        *,
        realtime: bool,
        on_state: OnState | None = None,
        limits: Limits | None = None,
        transport: Transport | None = None,
    ) -> None:
        self.source = source
        self.realtime = realtime
        self.error: FacecamError | None = None
        """Why it FAILED."""
        self.frames = 0
        """Handed to the listeners so far."""
        self.transport = transport or Transport()
        self._rotation: Rotation = 0
        self._on_state = on_state
        self._limits = limits or Limits()
        self._lock = threading.RLock()
        self._state = SourceState.OPENING
        self._message = Message("Opening {source}", source=source.name)
        self._mailboxes: tuple[Mailbox[Frame], ...] = ()
        self._stopping = threading.Event()
        self._calling_since: float | None = None
        self._arrivals: deque[float] = deque(maxlen=60)
        self._gaps: deque[float] = deque(maxlen=4)
        """Seconds between the last frames: how slow the source is. One that was an outage is soon forgotten."""
        self._put_off: deque[float] = deque(maxlen=3)
        """When a file played live was behind its own pace last."""
        self._newest: float | None = None
        """When the last frame was taken, since it was opened."""
        self._owner = threading.Thread(target=self._own, name="capture", daemon=True)
        self._watchdog = threading.Thread(target=self._watch, name="capture-watchdog", daemon=True)

    # What listeners use

    def start(self) -> None:
        """Returns at once; the source is opened in the thread."""
        self._owner.start()
        self._watchdog.start()

    def stop(self, timeout: float) -> bool:
        """Release the source and end the threads; False where a driver hangs and `timeout` seconds passed.

        Such a thread cannot be ended from outside: only the end of the process frees the device.
        """
        self._stopping.set()
        self.transport.end()
        self._close_mailboxes()
        limit = time.monotonic() + timeout
        for thread in (self._owner, self._watchdog):
            if thread.ident is not None:
                thread.join(max(0.0, limit - time.monotonic()))
        return not self._owner.is_alive()

    def subscribe(self, notify: Callable[[], None] | None = None) -> Mailbox[Frame]:
        """A mailbox of one's own for the frames; closed at the end of the source."""
        mailbox: Mailbox[Frame] = Mailbox(notify)
        with self._lock:
            self._mailboxes += (mailbox,)
            if self._stopping.is_set():
                mailbox.close()
        return mailbox

    def unsubscribe(self, mailbox: Mailbox[Frame]) -> None:
        mailbox.close()
        with self._lock:
            self._mailboxes = tuple(other for other in self._mailboxes if other is not mailbox)

    @property
    def rotation(self) -> Rotation:
        """By how many degrees clockwise the pictures are turned from now on. May be changed at any time."""
        return self._rotation

    @rotation.setter
    def rotation(self, degrees: Rotation) -> None:
        if degrees != self._rotation:
            self._rotation = degrees
            self.transport.again()

    @property
    def playback(self) -> Playback | None:
        """How it is played; None for what has no places, and before it is open."""
        source = self.source
        if source.live or not self.realtime or not self.frames or not isinstance(source, Seekable):
            return None
        return Playback(source.length, source.period, source.counted, self.transport.paused)

    @property
    def state(self) -> SourceState:
        with self._lock:
            return self._state

    @property
    def message(self) -> Message:
        """The state in words, for people."""
        with self._lock:
            return self._message

    @property
    def dropped(self) -> int:
        """Pictures that could not be shown: damaged ones. A film that decodes slowly is shown slower, and whole."""
        return self.source.damaged

    @property
    def fps(self) -> float:
        """Frame rate: frames handed over a second, measured over the last 60; 0 while nothing comes."""
        with self._lock:
            if len(self._arrivals) < 2 or self._state is not SourceState.LIVE or self.transport.paused:
                return 0.0
            return (len(self._arrivals) - 1) / max(self._arrivals[-1] - self._arrivals[0], 1e-6)

    @property
    def remark(self) -> Message | None:
        """What is odd about the pictures now."""
        odd, behind = self.source.remark, self._put_off
        if len(behind) < 3 or time.monotonic() - behind[0] > SLOW:
            return odd
        slow = Message("shown slower than life, as it decodes too slowly")
        return slow if odd is None else Message("{remark}, {more}", remark=odd, more=slow)

    # The owner's thread

    def _own(self) -> None:
        try:
            self._play_and_reconnect()
        except Exception:
            log.exception("a defect in the capture of %s", self.source.name)
            self._fail(
                SourceError("{source} stopped by a defect of facecam", "The log says more", source=self.source.name)
            )
        finally:
            self._stopping.set()
            if self.state not in (SourceState.ENDED, SourceState.FAILED):
                self._say(SourceState.ENDED, Message("{source} was closed", source=self.source.name))
            self._close_mailboxes()

    def _play_and_reconnect(self) -> None:
        self._say(SourceState.OPENING, Message("Opening {source}", source=self.source.name))
        retry = self._limits.first_retry
        while True:
            before = self.frames
            self._newest = None
            try:
                with self._calling():
                    self.source.open()
                self._play()
                if not self._stopping.is_set():
                    ended = Message("{source} has ended", source=self.source.name)
                    self._say(SourceState.ENDED, self._with_remark(ended))
                return
            except FacecamError as error:
                if self._stopping.is_set():
                    return
                if not self.source.live or not self.frames:
                    self._fail(error)
                    return
                if self.frames > before:
                    retry = self._limits.first_retry
                again = Message("Trying again in {n} s", n=retry)
                self._say(SourceState.RECONNECTING, paragraph(*error.parts, again))
            finally:
                with self._calling():
                    self.source.close()
            if self._stopping.wait(retry):
                return
            retry = min(retry * 2, self._limits.last_retry)

    def _play(self) -> None:
        """Until the end of the source, or until stopped."""
        if self.realtime and isinstance(self.source, Seekable) and not self.source.live:
            self._play_places(self.source)
            return
        pace = _Pace(self._limits.late)
        while not self._stopping.is_set():
            frame = self._grab()
            if frame is None:
                if self.realtime and self.source.rewind():
                    continue
                return
            if self.realtime and not self.source.live:
                if self._stopping.wait(self._wait_for(frame, pace)):
                    return
                frame = _taken_now(frame)
            if (seen := self._retrieve(frame, wanted=not self.realtime or self._wanted(frame))) is not None:
                self._deliver(seen)

    def _play_places(self, places: Seekable) -> None:
        """The same of a source that can be held, and gone through by hand."""
        pace = _Pace(self._limits.late)
        shown: Frame | None = None
        ahead: Frame | None = None
        """Read, and not due yet when something was asked for."""
        while not self._stopping.is_set():
            paused, position, steps, again = self.transport.take()
            if steps < 0 or position is not None:
                ahead = self._look_for(places, shown, position, steps)
                steps = 1
            elif paused and shown is not None and steps == 0:
                if again:
                    self._deliver(shown := dataclasses.replace(_taken_now(shown), held=True))
                pace = _Pace(self._limits.late)
                self.transport.wait()
                continue
            asked = steps > 0 or shown is None
            for _ in range(max(steps, 1)):
                frame, ahead = ahead or self._grab(), None
                if frame is None:
                    break
            if frame is None:
                if paused and shown is not None:
                    continue  # held at its end
                if self.source.rewind():
                    continue
                return
            if asked:
                pace.begin(frame)
            elif self.transport.wait(self._wait_for(frame, pace)):
                ahead = frame
                continue
            frame = dataclasses.replace(_taken_now(frame), held=paused)
            if (seen := self._retrieve(frame, wanted=asked or self._wanted(frame))) is not None:
                self._deliver(shown := seen)

    def _look_for(self, places: Seekable, shown: Frame | None, position: float | None, steps: int) -> Frame | None:
        """The frame at a place, or so many steps before it; None at the end."""
        before = 0.0 if shown is None or shown.position is None else shown.position
        at = (before if position is None else position) + steps * places.period
        while True:
            with self._calling():
                places.seek(max(at, 0.0))
            frame = self._grab()
            if position is not None or frame is None or at <= 0:
                return frame
            if frame.position is None or frame.position < before:
                return frame
            at -= places.period  # one that is damaged lies there, or two are nearer than usual

    def _grab(self) -> Frame | None:
        """The next frame; of a source that can pass over frames without its picture."""
        with self._calling():
            return self.source.grab() if isinstance(self.source, Grabbing) else self.source.read()

    def _wanted(self, frame: Frame) -> bool:
        """Whether a listener has taken the last frame, or it is too old by now."""
        with self._lock:
            old = self._newest is None or frame.captured - self._newest >= FRESH
            return old or any(mailbox.empty for mailbox in self._mailboxes)

    def _retrieve(self, frame: Frame, *, wanted: bool) -> Frame | None:
        """It with its picture; None where nobody wants it, or it is damaged."""
        if not isinstance(self.source, Grabbing):
            return frame
        if wanted:
            with self._calling():
                return self.source.retrieve(frame)
        with self._lock:
            self._arrivals.append(frame.captured)
        return None

    def _wait_for(self, frame: Frame, pace: _Pace) -> float:
        """Seconds until a frame of a file is due."""
        wait, late = pace.until(frame)
        if late:
            self._put_off.append(time.monotonic())
        return wait

    def _deliver(self, frame: Frame) -> None:
        if (turn := _TURNS.get(self._rotation)) is not None:
            frame = dataclasses.replace(frame, image=np.asarray(cv2.rotate(frame.image, turn), np.uint8))
        with self._lock:
            self.frames += 1
            self._arrivals.append(frame.captured)
            if self._newest is not None:
                self._gaps.append(frame.captured - self._newest)
            self._newest = frame.captured
            if self._state is not SourceState.LIVE:
                self._arrivals.clear()
            live = Message("{source}, {mode}", source=self.source.name, mode=self.source.mode)
            self._say(SourceState.LIVE, self._with_remark(live))
            mailboxes = self._mailboxes
        for mailbox in mailboxes:
            mailbox.put(frame)
        if not self.realtime and not self.source.live:
            for mailbox in mailboxes:
                mailbox.wait_taken()

    def _with_remark(self, state: Message) -> Message:
        return state if (odd := self.remark) is None else Message("{state}: {remark}", state=state, remark=odd)

    @contextmanager
    def _calling(self) -> Iterator[None]:
        """While the owner is inside the driver, where it may hang; the watchdog looks at the time."""
        with self._lock:
            self._calling_since = time.monotonic()
        try:
            yield
        finally:
            with self._lock:
                self._calling_since = None

    # The watchdog's thread

    def _watch(self) -> None:
        period = min(self._limits.stall / 4, 0.25)
        while not self._stopping.wait(period):
            with self._lock:
                if self._calling_since is not None:
                    self._judge(time.monotonic() - self._calling_since)

    def _judge(self, waited: float) -> None:
        """Say in words what a call into the driver that lasts `waited` seconds means."""
        name, limits = self.source.name, self._limits
        silent = paragraph(Message("{source}: {problem}", source=name, problem=self.source.no_answer))
        if not self.frames:
            if waited > limits.open:
                self._fail(SourceError("{source}: {problem}", source=name, problem=self.source.no_answer))
                self._stopping.set()
                self._close_mailboxes()
            elif waited > limits.hang:
                self._say(SourceState.OPENING, silent)
            return
        usual = PATIENCE * max(self._gaps, default=limits.hang / PATIENCE)
        stall = max(limits.stall, usual)
        if waited > max(limits.hang, usual):
            self._say(SourceState.RECONNECTING, silent)
        elif waited > stall and self.source.live and self._state is SourceState.LIVE:
            waits = Message("{source} has given no picture for {n} s", source=name, n=round(stall, 2))
            self._say(SourceState.RECONNECTING, paragraph(waits))

    # Both

    def _say(self, state: SourceState, message: Message) -> None:
        with self._lock:
            if self._state is SourceState.FAILED or (state, message) == (self._state, self._message):
                return
            self._state, self._message = state, message
            if self._on_state is not None:
                self._on_state(state, message)
        log.info("%s: %s", state, message)

    def _fail(self, error: FacecamError) -> None:
        with self._lock:
            self.error = error
            self._say(SourceState.FAILED, error.told)

    def _close_mailboxes(self) -> None:
        with self._lock:
            mailboxes = self._mailboxes
        for mailbox in mailboxes:
            mailbox.close()


def frames(
    source: Source,
    *,
    realtime: bool = False,
    on_state: OnState | None = None,
    stopping: threading.Event | None = None,
) -> Iterator[Frame]:
    """Every frame of a file, each read when the last was dealt with; of a live source always the newest.

    `realtime` plays a file at its own pace, too; `on_state` is for what is played so, and `stopping` ends it.
    Closes the source in the end. Raises what the source raises.
    """
    if source.live or realtime:
        return _newest_frames(source, realtime, on_state, stopping or threading.Event())
    return _all_frames(source)


def _all_frames(source: Source) -> Iterator[Frame]:
    try:
        source.open()
        while (frame := source.read()) is not None:
            yield frame
    finally:
        source.close()


def _newest_frames(
    source: Source, realtime: bool, on_state: OnState | None, stopping: threading.Event
) -> Iterator[Frame]:
    worker = CaptureWorker(source, realtime=realtime, on_state=on_state)
    mailbox = worker.subscribe()
    worker.start()
    try:
        while not stopping.is_set():
            # A limit, as on Windows a wait without one cannot be interrupted from the keyboard.
            frame = mailbox.get(timeout=0.2)
            if frame is not None:
                yield frame
            elif mailbox.closed:
                break
    finally:
        worker.stop(timeout=2.0)
    if worker.error is not None:
        raise worker.error
