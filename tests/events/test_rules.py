"""Rules: what they want, and what they say of themselves."""

from __future__ import annotations

from datetime import datetime, time

import pytest
from helpers.events import ANNA, add_rule, enrol, event

from facecam.base.errors import InputError, NotFoundError
from facecam.base.messages import text
from facecam.base.secret import Secret
from facecam.events.event import Kind
from facecam.events.rules import (
    MOST_RULES,
    Condition,
    conditions,
    default_kinds,
    list_rules,
    read_condition,
    target_of,
    write_condition,
)
from facecam.events.targets import Desktop, JsonLines, Mqtt, Program, Webhook
from facecam.operations import (
    AddRule,
    ChangeRule,
    Forget,
    Merge,
    PauseRule,
    RemoveRule,
    ReplaceRule,
    SetGroups,
    apply,
    undo,
)
from facecam.store.database import Database

HOOK = Webhook(Secret("https://hooks.example.org/hidden"), Secret("whsec_" + "QUFB" * 8))
ALL = tuple(Kind)


@pytest.mark.parametrize(("condition", "wanted"), [
    (Condition(), {Kind.NAMED: True, Kind.UNKNOWN: True}),
    (Condition(ALL), dict.fromkeys(ALL, True)),
    (Condition(ALL, persons=(1,)), {Kind.NAMED: True, Kind.ENDED: True}),
    (Condition(ALL, persons=(2,)), {}),
    (Condition(ALL, strangers=True), {Kind.UNKNOWN: True}),
    (Condition(ALL, persons=(1,), strangers=True), {Kind.NAMED: True, Kind.UNKNOWN: True, Kind.ENDED: True}),
    (Condition(ALL, sources=("door",)), dict.fromkeys(ALL, True)),
    (Condition(ALL, sources=("yard",)), {}),
    (Condition(ALL, daily=time(18)), {}),
])  # fmt: skip
def test_what_a_rule_wants(condition: Condition, wanted: dict[Kind, bool]) -> None:
    anna = {Kind.STARTED: None, Kind.NAMED: 1, Kind.UNKNOWN: None, Kind.ENDED: 1}
    assert {kind: condition.wants(event(kind, anna[kind])) for kind in ALL} == dict.fromkeys(ALL, False) | wanted


def test_quiet_hours_reach_over_midnight() -> None:
    night, noon = Condition(quiet=(time(22), time(7))), Condition(quiet=(time(12), time(13)))

    def at(hour: int, minute: int = 0) -> datetime:
        return datetime(2026, 3, 1, hour, minute).astimezone()

    assert [hour for hour in range(24) if night.silent(at(hour))] == [0, 1, 2, 3, 4, 5, 6, 22, 23]
    assert [noon.silent(at(12)), noon.silent(at(12, 59)), noon.silent(at(13)), noon.silent(at(11))] == [
        True, True, False, False,
    ]  # fmt: skip
    assert not Condition().silent(at(3))


@pytest.mark.parametrize(("values", "said"), [
    ({"stays": 5.0}, "Ask for strangers"),
    ({"stays": -1.0, "strangers": True}, "out of range"),
    ({"gap": 1e9}, "out of range"),
    ({"gap": float("nan")}, "out of range"),
    ({"quiet": (time(7), time(7))}, "no length"),
    ({"kinds": ()}, "tells nothing"),
    ({"kinds": ALL, "stays": 5.0, "strangers": True}, "told once"),
])  # fmt: skip
def test_conditions_that_cannot_be(values: dict[str, object], said: str) -> None:
    with pytest.raises(InputError, match=said):
        Condition(**values)  # type: ignore[arg-type]


def test_a_condition_is_kept_as_it_is() -> None:
    whole = Condition(ALL, (1, 2), True, ("door",), 0.0, True, 90.0, (time(22), time(7, 30)), time(18, 5), True)
    assert read_condition(write_condition(whole)) == whole
    assert read_condition(write_condition(Condition())) == Condition()
    for bad in ("", "{", '{"kinds": ["visit.nothing"]}', '{"quiet": ["x", "y"]}'):
        with pytest.raises(InputError):
            read_condition(bad)


def test_what_is_told_where_nobody_says() -> None:
    assert default_kinds(HOOK, (), False) == ALL
    assert default_kinds(Desktop(), (), False) == (Kind.NAMED, Kind.UNKNOWN)
    assert default_kinds(HOOK, (1,), False) == (Kind.NAMED,)
    assert default_kinds(HOOK, (1,), True) == (Kind.NAMED, Kind.UNKNOWN)
    assert default_kinds(Desktop(), (), True) == (Kind.UNKNOWN,)


def test_a_rule_says_itself_in_words(db: Database) -> None:
    anna, bo = enrol(db), enrol(db, "Bo")
    strangers = Condition((Kind.UNKNOWN,), strangers=True, stays=10.0, quiet=(time(22), time(7)))
    add_rule(db, HOOK, strangers)
    add_rule(db, Desktop(), Condition((Kind.NAMED,), persons=(anna, bo), once_a_day=True))
    add_rule(db, Mqtt("broker", 1883), Condition(ALL, sources=("door",), picture=True))
    add_rule(db, Program(("say",)), Condition(daily=time(18)))
    add_rule(db, JsonLines("/x/told"), Condition((Kind.ENDED,), persons=(anna,), gap=90.0))
    rules = list_rules(db)
    assert [str(rule.words) for rule in rules] == [
        "Tell https://hooks.example.org when a stranger stays for 10 s, not from 22:00 to 07:00",
        f"Tell me on the desktop when {ANNA}, Bo comes, once a day each",
        "Tell the broker mqtt://broker:1883/facecam all that happens, only at door, with the picture",
        "Tell the program say every day at 18:00 who was there",
        f"Tell the file /x/told when {ANNA} leaves, every 1.5 min at most",
    ]
    assert text(rules[1].words, "de").startswith("Meldung an mich auf dem Bildschirm: wenn")
    assert "hidden" not in repr(rules)


def test_rules_are_added_changed_and_removed_and_all_of_it_is_undone(db: Database) -> None:
    rule = add_rule(db, HOOK, Condition(strangers=True))
    assert target_of(db, rule) == HOOK
    changed = apply(db, ChangeRule(rule, Condition(strangers=True, gap=60.0)))
    assert str(changed.message) == (
        "Changed the rule: Tell https://hooks.example.org when a stranger comes, every 1 min at most"
    )
    assert apply(db, ChangeRule(rule, Condition(strangers=True, gap=60.0))).operation is None
    removed = apply(db, RemoveRule(rule))
    assert str(removed.message).startswith("Removed the rule: Tell https://hooks.example.org when a stranger")
    assert list_rules(db) == []
    for edit in (RemoveRule(rule), ChangeRule(rule, Condition())):
        with pytest.raises(NotFoundError, match=f"no rule {rule}"):
            apply(db, edit)
    undo(db)
    assert list_rules(db)[0].condition.gap == 60.0
    undo(db)
    assert list_rules(db)[0].condition.gap == 0.0
    undo(db)
    assert list_rules(db) == []


def test_a_rule_tells_somewhere_else_in_one_act(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("facecam.operations.rules.MOST_RULES", 1)
    rule = add_rule(db, HOOK, Condition(strangers=True))
    other = Program(("say", "{sentence}"))
    changed = apply(db, ReplaceRule(rule, other, Condition(strangers=True, gap=60.0)))
    assert str(changed.message) == (
        "Changed the rule: Tell the program say when a stranger comes, every 1 min at most"
    )
    (now,) = list_rules(db)
    assert target_of(db, now.id) == other and now.condition.gap == 60.0
    with pytest.raises(NotFoundError, match=f"no rule {rule}"):
        apply(db, ReplaceRule(rule, other, Condition()))
    undo(db)
    (before,) = list_rules(db)
    assert before.id == rule and target_of(db, rule) == HOOK and before.condition.gap == 0.0


def test_a_rule_of_a_group_follows_who_is_in_it(db: Database) -> None:
    anna, bo = enrol(db), enrol(db, "Bo")
    apply(db, SetGroups(anna, ("Family",)))
    rule = add_rule(db, Desktop(), Condition((Kind.NAMED,), groups=("family",)))
    assert str(list_rules(db)[0].words) == "Tell me on the desktop when anybody of family comes"

    def wanted() -> list[int]:
        with db.read() as session:
            condition = conditions(session)[rule][1]
        return [one for one in (anna, bo) if condition.wants(event(Kind.NAMED, person=one))]

    assert wanted() == [anna]
    apply(db, SetGroups(bo, ("family",)))
    assert wanted() == [anna, bo]
    for person in (anna, bo):
        apply(db, SetGroups(person, ()))
    assert wanted() == [], "a group of nobody is not everybody"
    apply(db, ChangeRule(rule, Condition((Kind.NAMED,), persons=(bo,), groups=("family",))))
    apply(db, Forget(bo))
    assert [one.condition.groups for one in list_rules(db)] == [("family",)], "the rest of it holds"
    assert wanted() == []


def test_a_rule_of_nobody_and_one_too_many_are_refused(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NotFoundError, match="no person 77"):
        apply(db, AddRule(HOOK, Condition(persons=(77,))))
    monkeypatch.setattr("facecam.operations.rules.MOST_RULES", 2)
    add_rule(db, HOOK), add_rule(db, HOOK)
    with pytest.raises(InputError, match="There are 2 rules already"):
        apply(db, AddRule(HOOK, Condition()))
    assert len(list_rules(db)) == 2 and MOST_RULES >= 2


def test_a_rule_follows_who_was_merged(db: Database) -> None:
    anna, other = enrol(db), enrol(db, "A. Quistorp")
    rule = add_rule(db, HOOK, Condition(persons=(other,)))
    apply(db, Merge(other, anna))
    with db.read() as session:
        assert conditions(session)[rule][1].persons == (anna,)
    assert f"when {ANNA} comes" in str(list_rules(db)[0].words)


def test_a_rule_that_is_paused_is_not_in_force_until_it_goes_on(db: Database) -> None:
    rule = add_rule(db, HOOK)
    apply(db, PauseRule(rule))
    with db.read() as session:
        assert conditions(session) == {}
    assert text(list_rules(db)[0].words, "en").endswith(", paused for now")
    assert apply(db, PauseRule(rule)).operation is None  # it is already
    undo(db)
    with db.read() as session:
        assert list(conditions(session)) == [rule]
    apply(db, PauseRule(rule))
    resumed = apply(db, PauseRule(rule, paused=False))
    assert text(resumed.message, "en").startswith("The rule tells again: Tell https://hooks.example.org")
    with db.read() as session:
        assert list(conditions(session)) == [rule]
