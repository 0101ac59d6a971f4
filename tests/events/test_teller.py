"""From the outlet to the targets: in order, whatever fails, and nobody waits for anybody."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from helpers.events import ANNA, add_rule, enrol, event, hook
from helpers.outage import let_in
from helpers.waiting import wait_for

from facecam.base.errors import StoreError
from facecam.base.secret import Secret
from facecam.base.types import State
from facecam.events import delivery, outbox, teller
from facecam.events.event import Kind
from facecam.events.outlet import Outlet
from facecam.events.rules import Condition, list_rules
from facecam.events.sinks import webhook
from facecam.events.targets import Desktop, JsonLines, Webhook
from facecam.events.teller import Notice, Teller
from facecam.operations import RemoveRule, apply
from facecam.store.database import Database, open_database
from facecam.store.schema import Rule
from facecam.store.visits import VisitRecord, add_visits

SECRET = Secret("whsec_" + "QUFB" * 8)
ALL = tuple(Kind)


@contextmanager
def telling(db: Database | None, *, desktop: bool = False) -> Iterator[tuple[Outlet, list[Notice]]]:
    outlet, notices = Outlet(), list[Notice]()
    one = Teller(outlet, lambda: db, desktop=notices.append if desktop else None)
    one.start()
    try:
        yield outlet, notices
    finally:
        assert one.stop(20.0)


def lines(file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


def test_what_happens_is_told_in_order_everywhere(db: Database, tmp_path: Path) -> None:
    file = tmp_path / "told"
    with hook() as served:
        add_rule(db, Webhook(Secret(served.url), SECRET), Condition(ALL))
        add_rule(db, JsonLines(str(file)), Condition(ALL))
        with telling(db) as (outlet, _):
            events = [event(visit=f"v{i}") for i in range(20)]
            for one in events:
                outlet.publish([one])
        assert [told["visit"] for told in served.told] == [one.visit for one in events]
        assert [told["visit"] for told in lines(file)] == [one.visit for one in events]
    assert {entry.state for entry in outbox.log(db)} == {"delivered"}


def test_a_target_that_is_down_loses_nothing_and_delays_nobody(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """One answers 500 to the first tries, one hangs for ever, one is well."""
    monkeypatch.setattr(outbox, "FIRST_RETRY", 0.05)
    monkeypatch.setattr(delivery, "POLL", 0.1)
    monkeypatch.setattr(webhook, "TIMEOUT", 1.0)
    caplog.set_level(logging.INFO)
    file = tmp_path / "told"
    with hook() as ill, hook() as hangs:
        ill.answer = lambda n: 500 if n < 4 else 200
        hangs.hang = 30.0
        add_rule(db, Webhook(Secret(f"{ill.url}/hidden"), SECRET), Condition(ALL))
        stuck = add_rule(db, Webhook(Secret(f"{hangs.url}/hidden"), SECRET), Condition(ALL))
        add_rule(db, JsonLines(str(file)), Condition(ALL))
        with telling(db) as (outlet, _):
            outlet.publish([event(visit=f"v{i}") for i in range(3)])
            wait_for(lambda: len(lines(file)) == 3)
            assert not hangs.got
            wait_for(lambda: len(ill.got) == 3)
            assert [told["visit"] for told in ill.told] == ["v0", "v1", "v2"]
            wait_for(lambda: next(rule for rule in list_rules(db) if rule.id == stuck).problem)
        rule = next(rule for rule in list_rules(db) if rule.id == stuck)
        assert rule.waiting == 3 and "it took longer than" in str(rule.problem)
    assert "hidden" not in caplog.text and SECRET.reveal() not in caplog.text and "status 500" in caplog.text


def test_what_was_not_delivered_is_at_the_next_start(db: Database) -> None:
    with hook() as served:
        served.answer = lambda n: 503
        add_rule(db, Webhook(Secret(served.url), SECRET), Condition(ALL))
        with telling(db) as (outlet, _):
            outlet.publish([event(visit="v0"), event(visit="v1")])
            wait_for(lambda: list_rules(db)[0].problem)
        assert not served.got
        served.answer = lambda n: 200
        with telling(db):
            wait_for(lambda: len(served.got) == 2)
        assert [told["visit"] for told in served.told] == ["v0", "v1"]


def test_events_wait_while_the_database_is_away(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "told"
    add_rule(db, JsonLines(str(file)), Condition(ALL))
    add, away = outbox.add, True

    def fails(*arguments: object, **named: object) -> object:
        if away:
            raise StoreError("The database is away")
        return add(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(outbox, "add", fails)
    monkeypatch.setattr(teller, "LONGEST", 5)
    with telling(db) as (outlet, _):
        for i in range(8):
            outlet.publish([event(visit=f"v{i}")])
        wait_for(lambda: len(outlet._listeners[0]._values) == 0)
        away = False
        wait_for(lambda: len(lines(file)) == 5)
    assert [told["visit"] for told in lines(file)] == [f"v{i}" for i in range(3, 8)]


def test_an_outage_of_the_server_is_bridged(postgresql: Callable[[], str], tmp_path: Path) -> None:
    """PostgreSQL turns everybody away while things happen; all of it is told when it is back, in order."""
    url, file = postgresql(), tmp_path / "told"
    database = open_database(url)
    add_rule(database, JsonLines(str(file)), Condition(ALL))
    with telling(database) as (outlet, _):
        outlet.publish([event(visit="before")])
        # Not the line alone: what was told and not noted as told by then is told again.
        wait_for(lambda: [entry.state for entry in outbox.log(database)] == ["delivered"])
        let_in(url, False)
        for i in range(5):
            outlet.publish([event(visit=f"v{i}")])
            time.sleep(0.3)
        let_in(url, True)
        wait_for(lambda: len(lines(file)) == 6)
    assert [told["visit"] for told in lines(file)] == ["before", *(f"v{i}" for i in range(5))]
    database.close()


def test_rules_are_followed_while_it_runs(db: Database, tmp_path: Path) -> None:
    file = tmp_path / "told"
    with telling(db) as (outlet, _):
        outlet.publish([event(visit="before")])
        rule = add_rule(db, JsonLines(str(file)), Condition(ALL))
        outlet.publish([event(visit="with")])
        wait_for(lambda: len(lines(file)) == 1)
        apply(db, RemoveRule(rule))
        outlet.publish([event(visit="after")])
    assert [told["visit"] for told in lines(file)] == ["with"]


def test_a_stranger_is_told_once_they_have_stayed(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the clock where they are still there, at the end where the film was faster than life."""
    monkeypatch.setattr(teller, "TICK", 0.05)
    anna = enrol(db)
    add_rule(db, Desktop(), Condition((Kind.UNKNOWN,), strangers=True, stays=3.0))
    with telling(db, desktop=True) as (outlet, notices):
        unknown, ended = Kind.UNKNOWN, Kind.ENDED
        outlet.publish([event(unknown, visit="goes", seconds=2.0), event(ended, visit="goes", seconds=2.2)])
        outlet.publish([event(unknown, visit="anna", seconds=2.0), event(Kind.NAMED, anna, visit="anna")])
        outlet.publish([event(unknown, visit="film", seconds=2.0), event(ended, visit="film", seconds=9.0)])
        wait_for(lambda: len(notices) == 1)
        outlet.publish([event(unknown, visit="stays", seconds=2.5)])
        wait_for(lambda: len(notices) == 2)
        outlet.publish([event(ended, visit="stays", seconds=9.0)])
        outlet.publish([event(unknown, visit="short", seconds=0.3), event(ended, visit="short", seconds=0.3)])
    assert [str(notice.told) for notice in notices] == [
        "Somebody unknown has been here for 9 s: door", "Somebody unknown is here: door",
    ]  # fmt: skip
    assert len(outbox.log(db)) == 2


def test_the_desktop_is_told_by_the_program_that_has_one(db: Database) -> None:
    anna = enrol(db)
    add_rule(db, Desktop(), Condition(persons=(anna,), once_a_day=True))
    with telling(db) as (outlet, _):
        outlet.publish([event(person=anna)])
    assert outbox.log(db) == []
    with telling(db, desktop=True) as (outlet, notices):
        outlet.publish([event(person=anna), event(person=anna)])
    assert [str(notice.told) for notice in notices] == [f"{ANNA} is here: door"]
    assert [entry.state for entry in outbox.log(db)] == ["delivered"]


def test_the_summary_of_the_day_is_told_once(db: Database, tmp_path: Path) -> None:
    file, now = tmp_path / "told", datetime.now().astimezone()
    anna, due = enrol(db), (now - timedelta(minutes=1)).replace(second=0, microsecond=0)
    if due.date() != now.date():
        pytest.skip("midnight")
    for minutes, person in ((60, anna), (50, anna), (40, None), (60 * 30, anna)):
        began = due.astimezone(UTC) - timedelta(minutes=minutes)
        state = State.UNKNOWN if person is None else State.KNOWN
        add_visits(db, [VisitRecord("door", began, began + timedelta(seconds=60), 5, state, person)])
    rule = add_rule(db, JsonLines(str(file)), Condition(daily=due.time()))
    with db.write() as session:
        session.get_one(Rule, rule).created = now - timedelta(days=2)
    for _ in range(2):
        with telling(db) as (outlet, _):
            outlet.publish([event()])
            wait_for(lambda: lines(file))
    (told,) = lines(file)
    seen = told["people"][0]  # type: ignore[index]
    assert (told["event"], told["strangers"]) == ("summary", 1)
    assert (seen["name"], seen["seconds"], seen["visits"]) == (ANNA, 120.0, 2)
    assert str(told["sentence"]).startswith(f"Who was there until {due:%Y-%m-%d %H:%M}: {ANNA} (")
    assert str(told["sentence"]).endswith("1 visit of strangers.")


def test_a_rule_of_today_sums_up_tomorrow(db: Database, tmp_path: Path) -> None:
    now = datetime.now().astimezone()
    add_rule(db, JsonLines(str(tmp_path / "told")), Condition(daily=(now - timedelta(minutes=2)).time()))
    with telling(db) as (outlet, _):
        outlet.publish([event()])
    assert outbox.log(db) == []


def test_pictures_are_made_only_while_a_rule_wants_them(db: Database, tmp_path: Path) -> None:
    with telling(db) as (outlet, _):
        assert not outlet.pictures
        rule = add_rule(db, JsonLines(str(tmp_path / "told")), Condition(picture=True))
        wait_for(lambda: outlet.pictures)
        apply(db, RemoveRule(rule))
        wait_for(lambda: not outlet.pictures)


def test_there_need_be_no_database() -> None:
    with telling(None) as (outlet, _):
        outlet.publish([event()])
