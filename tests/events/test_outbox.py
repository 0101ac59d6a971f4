"""The outbox: at least once, in order, bounded, and nothing of who was forgotten."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from helpers.events import ANNA, add_rule, enrol, event
from helpers.waiting import wait_for
from sqlalchemy import select

from facecam.base.messages import Message
from facecam.base.secret import Secret
from facecam.events import outbox
from facecam.events.event import Event, Kind
from facecam.events.outbox import Happening
from facecam.events.outlet import Outlet
from facecam.events.payload import payload
from facecam.events.rules import HOURLY, Condition, list_rules, target_of
from facecam.events.targets import JsonLines, Webhook
from facecam.events.teller import Teller
from facecam.operations import Forget, Merge, RemoveRule, Rename, apply, undo
from facecam.store.database import Database, open_database
from facecam.store.schema import Notification, Rule
from facecam.tasks.encryption import decrypt, encrypt

HOOK = Webhook(Secret("https://hooks.example.org/hidden"), Secret("whsec_" + "QUFB" * 8))
JPEG = b"\xff\xd8 a face \xff\xd9"
NOON = datetime(2026, 3, 1, 12).astimezone()


def add(
    db: Database, rule: int, *events: Event, condition: Condition | None = None, to_person: bool = False
) -> int:
    """How many of them are told."""
    made = [Happening(rule, to_person, condition or Condition(tuple(Kind)), one) for one in events]
    return len(outbox.add(db, made))


def heads(db: Database, rule: int) -> list[str]:
    """Deliver all that waits."""
    found = []
    while (what := outbox.head(db, rule)) is not None:
        found.append(what.visit)
        outbox.delivered(db, what)
    return found


def states(db: Database) -> list[str]:
    with db.read() as session:
        return list(session.scalars(select(Notification.state).order_by(Notification.id)))


def test_what_waits_comes_in_order_and_once(db: Database) -> None:
    first, second = add_rule(db, HOOK), add_rule(db, HOOK)
    events = [event(visit=f"v{i}") for i in range(5)]
    assert add(db, first, *events[:3]) == 3 and add(db, second, events[0]) == 1
    assert add(db, first, *events) == 2  # again, after the connection broke
    assert heads(db, first) == ["v0", "v1", "v2", "v3", "v4"] and heads(db, second) == ["v0"]
    assert outbox.head(db, first) is None and set(states(db)) == {"delivered"}


def test_it_is_told_by_the_name_of_today(db: Database) -> None:
    rule, anna = add_rule(db, HOOK), enrol(db)
    add(db, rule, event(person=anna, seconds=2.0))
    apply(db, Rename(anna, "Anna Berg"))
    what = outbox.head(db, rule)
    assert what is not None
    told = payload(db, what)
    assert (told["name"], told["person"], told["event"], told["source"]) == (
        "Anna Berg", anna, "visit.named", "door",
    )  # fmt: skip
    assert told["sentence"] == "Anna Berg is here: door." and told["id"] == what.key and "picture" not in told


def test_a_picture_is_kept_until_it_is_delivered_and_only_where_it_is_wanted(db: Database) -> None:
    rule = add_rule(db, HOOK)
    add(db, rule, event(picture=JPEG))
    add(db, rule, event(visit="v2", picture=JPEG), condition=Condition(picture=True))
    first = outbox.head(db, rule)
    assert first is not None and first.picture is None
    outbox.delivered(db, first)
    second = outbox.head(db, rule)
    assert second is not None and second.picture == JPEG and payload(db, second)["picture"]
    outbox.delivered(db, second)
    with db.read() as session:
        assert set(session.scalars(select(Notification.picture))) == {None}


def test_who_is_forgotten_leaves_the_outbox_the_log_and_the_rules(db: Database, file: Path) -> None:
    """Nothing of the name is left in the files, and who waited is not told of any more."""
    anna, bo = enrol(db), enrol(db, "Bo")
    of_anna = add_rule(db, HOOK, Condition(persons=(anna,)))
    both = add_rule(db, HOOK, Condition(persons=(anna, bo)))
    everything = add_rule(db, HOOK)
    for rule in (of_anna, both, everything):
        add(db, rule, event(person=anna, visit="anna", picture=JPEG), condition=Condition(picture=True))
        add(db, rule, event(person=bo, visit="bo"))
    add(db, everything, event(Kind.UNKNOWN, visit="x", picture=JPEG), condition=Condition(picture=True))
    delivered = outbox.head(db, everything)
    assert delivered is not None and delivered.person == anna
    outbox.delivered(db, delivered)
    assert ANNA.encode() in file.read_bytes() + Path(f"{file}-wal").read_bytes()

    proof = apply(db, Forget(anna)).proof
    assert proof is not None and proof.complete and proof.notifications == 3
    assert [(rule.id, rule.condition.persons) for rule in list_rules(db)] == [(both, (bo,)), (everything, ())]
    assert [entry.name for entry in outbox.log(db)] == [None, "Bo", "Bo"]
    with db.read() as session:
        assert set(session.scalars(select(Notification.picture))) == {None}, "it may show her, too"
    assert heads(db, both) == ["bo"] and heads(db, everything) == ["bo", "x"]
    for part in (file, Path(f"{file}-wal")):
        left = part.read_bytes() if part.exists() else b""
        assert ANNA.encode() not in left and JPEG not in left
    assert add(db, everything, event(person=anna)) == 0, "an event that was under way"


def test_a_merged_person_takes_theirs_along_when_forgotten(db: Database) -> None:
    anna, other = enrol(db), enrol(db, "Other")
    rule = add_rule(db, HOOK)
    add(db, rule, event(person=other))
    apply(db, Merge(other, anna))
    apply(db, Forget(anna))
    assert states(db) == []


def test_targets_and_pictures_are_sealed_where_the_database_is_encrypted(db: Database, file: Path) -> None:
    rule = add_rule(db, HOOK)
    add(db, rule, event(picture=JPEG), condition=Condition(picture=True))
    encrypt(db, "correct horse", lambda *_: True)
    other = add_rule(db, HOOK)
    add(db, other, event(picture=JPEG), condition=Condition(picture=True))
    db.close()
    for part in file.parent.glob(f"{file.name}*"):
        assert b"hooks.example.org/hidden" not in part.read_bytes() and JPEG not in part.read_bytes()
    opened = open_database(f"sqlite:///{file}", passphrase="correct horse")
    for one in (rule, other):
        what = outbox.head(opened, one)
        assert what is not None and what.picture == JPEG and target_of(opened, one) == HOOK
    decrypt(opened, lambda *_: True, "correct horse")
    assert target_of(opened, other) == HOOK
    opened.close()


def test_of_too_many_the_oldest_are_dropped_and_the_rule_says_so(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "MOST_WAITING", 3)
    rule = add_rule(db, HOOK)
    add(db, rule, *(event(visit=f"v{i}") for i in range(4)))
    add(db, rule, event(visit="v4"))
    (info,) = list_rules(db)
    assert (info.waiting, info.dropped) == (3, 2)
    assert heads(db, rule) == ["v2", "v3", "v4"]
    assert [entry.state for entry in outbox.log(db)] == ["delivered"] * 3 + ["dropped"] * 2


def test_each_try_waits_longer_and_after_a_day_it_is_given_up(db: Database) -> None:
    rule = add_rule(db, HOOK)
    add(db, rule, event())
    waits = []
    for _ in range(12):
        what = outbox.head(db, rule)
        assert what is not None
        before = datetime.now(UTC)
        assert not outbox.missed(db, what, Message("no"), refused=False)
        what = outbox.head(db, rule)
        assert what is not None
        waits.append((what.due - before).total_seconds())
    assert all(2**i <= wait < 2**i * 1.25 + 1 for i, wait in enumerate(waits[:8]))
    assert all(300 <= wait < 361 for wait in waits[9:])
    (info,) = list_rules(db)
    assert str(info.problem) == "no" and info.waiting == 1
    with db.write() as session:
        session.scalars(select(Notification)).one().moment = datetime.now(UTC) - timedelta(hours=25)
    what = outbox.head(db, rule)
    assert what is not None and outbox.missed(db, what, Message("no"), refused=False)
    assert states(db) == ["failed"] and list_rules(db)[0].dropped == 1


def test_what_is_refused_five_times_lets_the_next_one_go(db: Database) -> None:
    rule = add_rule(db, HOOK)
    add(db, rule, event(visit="bad"), event(visit="good"))
    given_up = []
    for _ in range(5):
        what = outbox.head(db, rule)
        assert what is not None and what.visit == "bad"
        given_up.append(outbox.missed(db, what, Message("no"), refused=True))
    assert given_up == [False] * 4 + [True]
    assert heads(db, rule) == ["good"]


def test_once_a_day_each_and_strangers_together(db: Database) -> None:
    rule, anna, bo = add_rule(db, HOOK), enrol(db), enrol(db, "Bo")
    daily = Condition(once_a_day=True)

    def told(kind: Kind, person: int | None, moment: datetime) -> int:
        return add(db, rule, event(kind, person, moment=moment), condition=daily)

    assert [told(Kind.NAMED, anna, NOON + timedelta(hours=hours)) for hours in (0, 1, 11, 13, 14)] == [
        1,
        0,
        0,
        1,
        0,
    ]
    assert told(Kind.NAMED, bo, NOON) == 1
    assert [told(Kind.UNKNOWN, None, NOON + timedelta(hours=hours)) for hours in (0, 2, 13)] == [1, 0, 1]


def test_a_gap_is_kept_of_each_person(db: Database) -> None:
    rule, anna, bo = add_rule(db, HOOK), enrol(db), enrol(db, "Bo")
    gap = Condition(gap=600.0)
    told = [
        add(db, rule, event(person=person, moment=NOON + timedelta(minutes=minutes)), condition=gap)
        for minutes, person in ((0, anna), (1, bo), (9, anna), (11, anna), (12, bo), (20, anna))
    ]
    assert told == [1, 1, 0, 1, 1, 0]


def test_in_quiet_hours_nothing_is_told(db: Database) -> None:
    rule = add_rule(db, HOOK)
    quiet = Condition(quiet=(NOON.time(), (NOON + timedelta(hours=1)).time()))
    told = [
        add(db, rule, event(moment=NOON + timedelta(minutes=minutes)), condition=quiet)
        for minutes in (-1, 0, 59, 60)
    ]
    assert told == [1, 0, 0, 1]


def test_a_person_is_told_so_often_within_an_hour_and_then_that_it_is_enough(db: Database) -> None:
    rule, machine = add_rule(db, HOOK), add_rule(db, HOOK)
    events = [event(visit=f"v{i}", moment=NOON + timedelta(seconds=i)) for i in range(1000)]
    for start in range(0, 1000, 100):
        add(db, rule, *events[start : start + 100], to_person=True)
        add(db, machine, *events[start : start + 100])
    told = outbox.log(db, rule=rule, limit=2000)
    assert len(told) == HOURLY + 1 and told[0].event == "held" and told[0].times == 1000 - HOURLY
    assert str(told[0].told).startswith(f"Told {HOURLY} times within an hour")
    assert len(outbox.log(db, rule=machine, limit=2000)) == 1000
    later = event(visit="later", moment=NOON + timedelta(hours=1, minutes=20))
    assert add(db, rule, later, to_person=True) == 1
    assert outbox.log(db, rule=rule)[0].event == "visit.named"


def test_one_program_at_a_time_delivers_a_rule(db: Database) -> None:
    rule = add_rule(db, HOOK)
    assert outbox.hold(db, rule, "one", 60.0) and outbox.hold(db, rule, "one", 60.0)
    assert not outbox.hold(db, rule, "two", 60.0)
    outbox.release(db, "one")
    assert outbox.hold(db, rule, "two", 60.0)
    with db.write() as session:  # it was killed, and its time is over
        session.scalars(select(Rule)).one().held_until = datetime.now(UTC) - timedelta(seconds=1)
    assert outbox.hold(db, rule, "one", 60.0)


def test_a_rule_that_was_removed_tells_nothing_until_that_is_undone(db: Database) -> None:
    rule = add_rule(db, HOOK)
    add(db, rule, event(visit="v1"))
    apply(db, RemoveRule(rule))
    assert outbox.head(db, rule) is None and add(db, rule, event(visit="v2")) == 0
    undo(db)
    assert heads(db, rule) == ["v1"]


def test_the_log_is_read_a_page_at_a_time_and_cleared_by_age_and_length(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = add_rule(db, HOOK)
    now = datetime.now(UTC)
    add(db, rule, *(event(visit=f"v{i}", moment=now - timedelta(days=10 - i, hours=-1)) for i in range(10)))
    page = outbox.log(db, limit=4)
    assert [entry.moment for entry in page] == sorted((entry.moment for entry in page), reverse=True)
    assert outbox.log(db, before=page[-1].id, limit=4)[0].id == page[-1].id - 1
    outbox.purge(db, 5)
    assert len(states(db)) == 10, "what waits is not old"
    heads(db, rule)
    outbox.purge(db, 5)
    assert len(states(db)) == 5
    monkeypatch.setattr(outbox, "LOG_LENGTH", 2)
    outbox.purge(db, 5)
    assert len(states(db)) == 2 and outbox.log(db)[0].moment == now - timedelta(hours=23)


@pytest.mark.parametrize("server", [False, True])
def test_a_program_that_is_killed_between_write_and_delivery_tells_it_when_it_starts_again(
    tmp_path: Path, server: bool, request: pytest.FixtureRequest
) -> None:
    """kill -9 once the event is in the outbox and before it is delivered, or after it was and before that is noted:
    it comes once or twice, with the same id, and never not at all. On SQLite and on PostgreSQL."""
    url = request.getfixturevalue("postgresql")() if server else f"sqlite:///{tmp_path / 'people.db'}"
    file = tmp_path / "told.jsonl"
    db = open_database(url)
    add_rule(db, JsonLines(str(file)))
    for place in ("before", "after"):
        program = textwrap.dedent(f"""
            import os, signal, sys, time
            sys.path[:0] = {sys.path!r}
            from helpers.events import event
            from facecam.events.outlet import Outlet
            from facecam.events.sinks.json_lines import JsonLinesSink
            from facecam.events.teller import Teller
            from facecam.store.database import open_database

            send = JsonLinesSink.send
            def kill(self, values, key):
                if {place!r} == "after":
                    send(self, values, key)
                os.kill(os.getpid(), signal.SIGKILL)
            JsonLinesSink.send = kill
            db, outlet = open_database({url!r}), Outlet()
            teller = Teller(outlet, lambda: db)
            teller.start()
            outlet.publish([event(visit={place!r})])
            time.sleep(60)
        """)
        done = subprocess.run([sys.executable, "-c", program], timeout=120, capture_output=True)
        assert done.returncode == -9, done.stderr
    assert [entry.state for entry in outbox.log(db)] == ["waiting", "waiting"]

    teller = Teller(Outlet(), lambda: db)
    with db.write() as session:
        session.scalars(select(Rule)).one().held_until = datetime.now(UTC)  # instead of waiting for it
    teller.start()
    wait_for(lambda: [entry.state for entry in outbox.log(db)] == ["delivered", "delivered"])
    assert teller.stop()
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    # The second program was killed once it had sent what the first had left.
    assert [line["visit"] for line in lines] == ["before", "before", "after"]
    assert lines[0]["id"] == lines[1]["id"] != lines[2]["id"]
    db.close()
