"""Tells what happens: events against rules, into the outbox, and from there to the targets.

One thread decides what is told and writes it down; one a rule delivers it (`delivery`). While the database is away
the events wait, in their order.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from facecam.base.errors import FacecamError
from facecam.base.messages import Message
from facecam.base.types import State
from facecam.events import outbox
from facecam.events.delivery import HOLDER, Delivery
from facecam.events.event import Event, Kind
from facecam.events.outbox import Happening
from facecam.events.outlet import Outlet
from facecam.events.rules import Condition, conditions
from facecam.events.targets import DISTURBING
from facecam.store.database import Database

log = logging.getLogger(__name__)

TICK = 0.5
"""Seconds between two looks at the rules and the clock."""
BATCH = 100
"""Events that are looked at in one transaction."""
LONGEST = 10_000
"""Events that wait for a database that is away; beyond them the oldest are lost, and the log says so."""
UPKEEP = 3600.0
"""Seconds between two clearings of the log of what was told."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What the desktop is to show."""

    rule: int
    told: Message
    moment: datetime
    person: int | None


class Teller:
    """Listens to an outlet and tells what the rules in the database ask for."""

    def __init__(
        self,
        outlet: Outlet,
        database: Callable[[], Database | None],
        *,
        desktop: Callable[[Notice], object] | None = None,
        days: Callable[[], int] = lambda: 30,
    ) -> None:
        """`database`: the open one, or None while there is none; `desktop` shows notices, and is called in the
        teller's thread: without it, rules for the desktop tell nothing here. `days`: how long the log is kept."""
        self._outlet = outlet
        self._database = database
        self._desktop = desktop
        self._days = days
        self._inbox = outlet.subscribe()
        self._waiting: deque[Event] = deque()
        self._rules: dict[int, tuple[str, Condition]] = {}
        self._seen: tuple[Database, int] | None = None
        """The database and its revision when the rules were read last."""
        self._staying: dict[tuple[int, str], tuple[float, Event]] = {}
        """By rule and visit: strangers who are told once they have stayed, and when that is."""
        self._told_day: dict[int, datetime] = {}
        """By rule: the summary that was written last."""
        self._kept_up = -UPKEEP
        self._deliveries: dict[int, Delivery] = {}
        self._said = ""
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="facecam-events", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, timeout: float = 3.0) -> bool:
        """Write down what happened, give the targets the rest of `timeout` seconds to take what is due, and end.

        What was not delivered by then waits in the database. Returns False where a thread still hangs.
        """
        limit = time.monotonic() + timeout
        self._outlet.unsubscribe(self._inbox)
        self._stopping.set()
        if self._thread.ident is not None:
            self._thread.join(timeout)
        ended = not self._thread.is_alive()
        while self._busy() and time.monotonic() < limit:
            time.sleep(0.02)
        for delivery in self._deliveries.values():
            ended = delivery.stop(limit - time.monotonic()) and ended
        if (database := self._database()) is not None and self._deliveries:
            try:
                outbox.release(database, HOLDER)
            except FacecamError as error:
                log.warning("%s", error)
        return ended

    def _busy(self) -> bool:
        """Whether something waits that is due and was not tried in vain."""
        database = self._database()
        if database is None:
            return False
        try:
            heads = [outbox.head(database, rule) for rule in self._deliveries]
        except FacecamError:
            return False
        return any(one is not None and not one.tries for one in heads)

    def _run(self) -> None:
        while True:
            stopping = self._stopping.is_set()
            self._collect(0.0 if stopping else TICK)
            database = self._database()
            if database is not None:
                try:
                    self._step(database)
                    self._said = ""
                except FacecamError as error:
                    if str(error) != self._said:
                        self._said = str(error)
                        log.warning("events wait: %s", error)
                    self._stopping.wait(TICK)
                except Exception:
                    log.exception("a defect in telling")
                    self._waiting.clear()
            if stopping:
                return

    def _collect(self, timeout: float) -> None:
        event = self._inbox.get(timeout=timeout)
        while event is not None:
            self._waiting.append(event)
            event = self._inbox.take()
        if (lost := len(self._waiting) - LONGEST) > 0:
            for _ in range(lost):
                self._waiting.popleft()
            log.error("%d events are lost: the database has been away for too long", lost)

    def _step(self, database: Database) -> None:
        self._follow(database)
        while self._waiting:
            batch = [self._waiting[i] for i in range(min(BATCH, len(self._waiting)))]
            self._tell(database, [one for event in batch for one in self._happenings(event)])
            for _ in batch:
                self._waiting.popleft()
        self._tell(database, self._stayed())
        self._sum_up(database)
        if time.monotonic() - self._kept_up > UPKEEP:
            outbox.purge(database, self._days())
            self._kept_up = time.monotonic()

    def _follow(self, database: Database) -> None:
        """Read the rules anew where anybody changed the database."""
        revision = database.revision()
        if self._seen == (database, revision):
            return
        with database.read() as session:
            self._rules = {
                rule: (kind, condition)
                for rule, (kind, condition) in conditions(session).items()
                if kind != "desktop" or self._desktop is not None
            }
        self._seen = database, revision
        self._outlet.pictures = any(condition.picture for _, condition in self._rules.values())
        delivered = {rule for rule, (kind, _) in self._rules.items() if kind != "desktop"}
        for rule in self._deliveries.keys() - delivered:
            self._deliveries.pop(rule).stop(0.0)
        for rule in delivered - self._deliveries.keys():
            self._deliveries[rule] = Delivery(rule, self._database)
            self._deliveries[rule].start()

    def _happenings(self, event: Event) -> list[Happening]:
        """What rules have to tell of an event, now; strangers who have to stay are waited for."""
        found: list[Happening] = []
        for rule, (_, condition) in self._rules.items():
            key = rule, event.visit
            if event.kind in (Kind.NAMED, Kind.ENDED):
                due = self._staying.pop(key, None)
                if due is not None and event.state is State.UNKNOWN and event.seconds >= condition.stays:
                    found.append(self._happening(rule, replace(due[1], seconds=event.seconds)))
            if not condition.wants(event):
                continue
            if not condition.stays or event.person is not None or event.seconds >= condition.stays:
                found.append(self._happening(rule, event))
            elif event.kind is Kind.UNKNOWN:
                self._staying[key] = time.monotonic() + condition.stays - event.seconds, event
        return found

    def _stayed(self) -> list[Happening]:
        """The strangers who have been there for long enough by now."""
        now = time.monotonic()
        due = [key for key, (when, _) in self._staying.items() if when <= now]
        found = []
        for rule, visit in due:
            _, event = self._staying.pop((rule, visit))
            if rule in self._rules:
                stays = self._rules[rule][1].stays
                late = timedelta(seconds=stays - event.seconds)
                found.append(self._happening(rule, replace(event, seconds=stays, moment=event.moment + late)))
        return found

    def _happening(self, rule: int, event: Event) -> Happening:
        kind, condition = self._rules[rule]
        return Happening(rule, kind in DISTURBING, condition, event)

    def _tell(self, database: Database, happenings: list[Happening]) -> None:
        if not happenings:
            return
        desktop = {rule for rule, (kind, _) in self._rules.items() if kind == "desktop"}
        for told in outbox.add(database, happenings, settled=desktop):
            if told.rule in desktop:
                self._show(Notice(told.rule, told.told, told.moment, told.person))
            elif told.rule in self._deliveries:
                self._deliveries[told.rule].wake()

    def _show(self, notice: Notice) -> None:
        if self._desktop is not None:
            self._desktop(notice)

    def _sum_up(self, database: Database) -> None:
        """Write the daily summaries that are due, each once."""
        now = datetime.now().astimezone()
        for rule, (kind, condition) in self._rules.items():
            if condition.daily is None:
                continue
            due = datetime.combine(now.date(), condition.daily).astimezone()
            if due > now:
                due = datetime.combine(now.date() - timedelta(days=1), condition.daily).astimezone()
            if self._told_day.get(rule) == due:
                continue
            told = outbox.add_summary(database, rule, due.astimezone(UTC), settled=kind == "desktop")
            self._told_day[rule] = due
            if told is not None and kind == "desktop":
                self._show(Notice(rule, told.told, told.moment, None))
            elif told is not None and rule in self._deliveries:
                self._deliveries[rule].wake()
