"""The rules' page and its form, on a real database; what is told goes to a real web server and a real program."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from helpers.events import add_rule, enrol, event, hook
from helpers.scenes import database
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QPushButton

from facecam.base.secret import Secret
from facecam.base.types import State
from facecam.events import outbox
from facecam.events.event import Kind
from facecam.events.outbox import Happening
from facecam.events.rules import Condition, list_rules, target_of
from facecam.events.targets import Desktop, Program, Webhook, read_target
from facecam.operations import SetGroups, apply
from facecam.store.visits import VisitRecord, add_visits
from ui.base.control import Control
from ui.rules.dialog import RuleDialog
from ui.rules.draft import Draft, Often, When, Where, Who, draft_of
from ui.rules.page import RulesPage
from ui.window.main_window import Window

pytestmark = pytest.mark.usefixtures("no_thread_left")

WAIT = 20_000


def opened(window: Window, qtbot: Any, rules: int = 0) -> RulesPage:
    window.show_page("rules")
    page = window._pages["rules"]
    assert isinstance(page, RulesPage)
    qtbot.waitUntil(lambda: len(page.cards) == rules and page._stack.currentIndex() > 0, timeout=WAIT)
    return page


def form(page: RulesPage, qtbot: Any) -> RuleDialog:
    qtbot.waitUntil(lambda: bool(page.findChildren(RuleDialog)), timeout=WAIT)
    dialog: RuleDialog = page.findChildren(RuleDialog)[-1]
    return dialog


def choose(dialog: RuleDialog, **values: Any) -> None:
    for name, value in values.items():
        combo = getattr(dialog, name)
        combo.setCurrentIndex(combo.findData(value))


def button(page: RulesPage, words: str) -> QPushButton:
    (found,) = [one for one in page.findChildren(QPushButton) if one.text() == words]
    return found


def test_an_empty_page_offers_a_rule_that_is_ready_to_be_saved(window: Window, qtbot: Any) -> None:
    page = opened(window, qtbot)
    qtbot.mouseClick(button(page, "When a stranger stays..."), Qt.MouseButton.LeftButton)
    dialog = form(page, qtbot)
    qtbot.waitUntil(lambda: "10 s" in dialog.said.text(), timeout=WAIT)
    assert dialog.said.text() == "Tell me on the desktop when a stranger stays for 10 s."
    dialog.stays.setValue(30)
    dialog.quiet.setChecked(True)
    qtbot.waitUntil(lambda: "22:00" in dialog.said.text(), timeout=WAIT)
    qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(page.cards) == 1, timeout=WAIT)
    (card,) = page.cards.values()
    assert card.words.text() == "Tell me on the desktop when a stranger stays for 30 s, not from 22:00 to 07:00."
    assert "Added the rule" in window._toast.text
    (rule,) = list_rules(database(window._control))
    assert rule.condition == Condition(
        (Kind.UNKNOWN,), strangers=True, stays=30, quiet=(time(22), time(7))
    )  # fmt: skip


def test_people_are_ticked_and_nobody_is_not_everybody(window: Window, qtbot: Any) -> None:
    control = window._control
    enrol(database(control), "Bo")
    anna = enrol(database(control), "Anna")
    page = opened(window, qtbot)
    page.add_rule(Draft(Who.PEOPLE, often=Often.ONCE_A_DAY))
    dialog = form(page, qtbot)
    qtbot.waitUntil(lambda: dialog.people.list.count() == 2, timeout=WAIT)
    qtbot.waitUntil(lambda: dialog.said.text() == "Whom is it about?", timeout=WAIT)
    assert not dialog.save.isEnabled()
    dialog.people.search.setText("ann")
    shown = [row for row in range(2) if not dialog.people.list.item(row).isHidden()]
    assert [dialog.people.list.item(row).text() for row in shown] == ["Anna"]
    dialog.people.list.item(shown[0]).setCheckState(Qt.CheckState.Checked)
    qtbot.waitUntil(
        lambda: dialog.said.text() == "Tell me on the desktop when Anna comes, once a day each.", timeout=WAIT
    )
    qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(page.cards) == 1, timeout=WAIT)
    (rule,) = list_rules(database(control))
    assert rule.condition == Condition((Kind.NAMED,), persons=(anna,), once_a_day=True)


def test_a_web_hook_is_tried_before_it_is_saved(window: Window, qtbot: Any) -> None:
    page = opened(window, qtbot)
    page.add_rule()
    dialog = form(page, qtbot)
    choose(dialog, where=Where.WEBHOOK)
    qtbot.waitUntil(lambda: dialog.said.text() == "Whom shall it tell?", timeout=WAIT)
    dialog.place.setText("ftp://example.org")
    qtbot.waitUntil(dialog.problem.isVisible, timeout=WAIT)
    assert "ftp://example.org is no address that can be told anything" in dialog.problem.text()
    assert not dialog.save.isEnabled()
    with hook() as receiver:
        dialog.place.setText(receiver.url)
        qtbot.waitUntil(dialog.test.isEnabled, timeout=WAIT)
        qtbot.waitUntil(lambda: "127.0.0.1" in dialog.said.text(), timeout=WAIT)
        qtbot.mouseClick(dialog.test, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: dialog.arrived.text() == "It arrived.", timeout=WAIT)
        assert not dialog.problem.isVisible(), "that it went well is no warning"
        assert [told["event"] for told in receiver.told] == ["test"]
        secret = dialog.secret.text()
        qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: len(page.cards) == 1, timeout=WAIT)
        db = database(window._control)
        (rule,) = list_rules(db)
        target = target_of(db, rule.id)
        assert isinstance(target, Webhook) and target.secret.reveal() == secret != ""


def test_a_program_is_run_without_a_shell_and_its_failure_is_said(
    window: Window, qtbot: Any, tmp_path: Path
) -> None:
    page = opened(window, qtbot)
    page.add_rule(Draft(where=Where.PROGRAM))
    dialog = form(page, qtbot)
    ran = tmp_path / "ran"
    script = tmp_path / "tell it.py"
    script.write_text(f"import sys; open({str(ran)!r}, 'w').write(sys.argv[1])", "utf-8")
    dialog.place.setText(f"'{sys.executable}' '{script}' '{{sentence}}; touch {tmp_path}/shell'")
    qtbot.waitUntil(lambda: "Tell the program" in dialog.said.text(), timeout=WAIT)
    qtbot.mouseClick(dialog.test, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.arrived.text() == "It arrived.", timeout=WAIT)
    assert not dialog.problem.isVisible(), "that it went well is no warning"
    assert ran.read_text() == f"This is a test of facecam.; touch {tmp_path}/shell"
    assert not (tmp_path / "shell").exists()
    dialog.place.setText(f"'{sys.executable}' -c 'raise SystemExit(3)'")
    qtbot.waitUntil(dialog.test.isEnabled, timeout=WAIT)
    qtbot.mouseClick(dialog.test, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "ended with code 3" in dialog.problem.text(), timeout=WAIT)


def test_a_rule_is_paused_changed_removed_and_all_of_it_undone(window: Window, qtbot: Any) -> None:
    db = database(window._control)
    number = add_rule(db, Desktop(), Condition((Kind.UNKNOWN,), strangers=True, stays=10))
    page = opened(window, qtbot, 1)
    card = page.cards[number]
    card.customContextMenuRequested.emit(QPoint(5, 5))
    (menu,) = card.findChildren(QMenu)
    assert [one.text() for one in menu.actions()] == ["Test", "Pause", "Change", "Remove"]
    menu.actions()[1].trigger()
    menu.close()
    qtbot.waitUntil(lambda: card.rule.condition.paused, timeout=WAIT)
    assert card.words.text().endswith("paused for now.") and card.pause.accessibleName() == "Go on"
    card.change.click()
    dialog = form(page, qtbot)
    qtbot.waitUntil(lambda: "10 s" in dialog.said.text(), timeout=WAIT)
    dialog.stays.setValue(60)
    qtbot.waitUntil(lambda: "60 s" in dialog.said.text(), timeout=WAIT)
    qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: card.rule.condition.stays == 60, timeout=WAIT)
    assert card.rule.condition.paused
    card.remove.setFocus()
    page.delete_chosen()
    qtbot.waitUntil(lambda: not page.cards, timeout=WAIT)
    for left in (Condition((Kind.UNKNOWN,), strangers=True, stays=60, paused=True),
                 Condition((Kind.UNKNOWN,), strangers=True, stays=10, paused=True),
                 Condition((Kind.UNKNOWN,), strangers=True, stays=10)):  # fmt: skip
        window._control.undo()
        qtbot.waitUntil(
            lambda left=left: [one.rule.condition for one in page.cards.values()] == [left], timeout=WAIT
        )


def test_a_rule_tells_somewhere_else_and_of_a_group(window: Window, qtbot: Any, tmp_path: Path) -> None:
    db = database(window._control)
    apply(db, SetGroups(enrol(db), ("family",)))
    add_rule(
        db,
        Webhook(Secret("https://hooks.example.org/x"), Secret("c2VjcmV0")),
        Condition((Kind.UNKNOWN,), strangers=True),
    )
    page = opened(window, qtbot, 1)
    page.change_rule(next(iter(page.cards.values())).rule)
    dialog = form(page, qtbot)
    qtbot.waitUntil(lambda: dialog.people.list.count() == 2, timeout=WAIT)
    assert not dialog.secret.isVisible() and dialog.place.placeholderText() == "https://hooks.example.org"
    choose(dialog, who=Who.PEOPLE)
    assert dialog.people.list.item(0).text() == "Everybody of family"
    dialog.people.list.item(0).setCheckState(Qt.CheckState.Checked)
    qtbot.waitUntil(lambda: "anybody of family" in dialog.said.text(), timeout=WAIT)
    assert "hooks.example.org" in dialog.said.text(), "where it told before"
    choose(dialog, where=Where.FILE)
    qtbot.waitUntil(lambda: not dialog.save.isEnabled(), timeout=WAIT)
    dialog.place.setText(str(tmp_path / "told.jsonl"))
    qtbot.waitUntil(lambda: "told.jsonl" in dialog.said.text() and dialog.save.isEnabled(), timeout=WAIT)
    qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: [one.rule.kind for one in page.cards.values()] == ["file"], timeout=WAIT)
    (card,) = page.cards.values()
    assert card.rule.condition.groups == ("family",) and card.rule.condition.persons == ()
    window._control.undo()
    qtbot.waitUntil(lambda: [one.rule.kind for one in page.cards.values()] == ["webhook"], timeout=WAIT)


def test_the_page_shows_what_was_told_and_what_waits(window: Window, qtbot: Any) -> None:
    db = database(window._control)
    number = add_rule(db, Program(("/does/not/exist",)), Condition())
    told = [Happening(number, True, Condition(), event(Kind.UNKNOWN, visit=str(at))) for at in range(33)]
    outbox.add(db, told)
    page = opened(window, qtbot, 1)
    qtbot.waitUntil(lambda: page.told.rowCount() == 31, timeout=WAIT)
    assert "Told 30 times within an hour" in page.told.index(0, 1).data()
    assert page.told.index(0, 1).data().endswith("(3)")
    assert page.told.index(1, 1).data() == "Somebody unknown is here: door"
    assert page.told.index(1, 3).data() == "waits"
    assert "33 wait to be delivered" in page.cards[number].state.text()


def test_what_was_told_is_read_whole_on_a_small_window(window: Window, qtbot: Any) -> None:
    """The sentence gets the room; a film is called by its name, without its folders."""
    db = database(window._control)
    number = add_rule(db, Program(("/does/not/exist",)), Condition())
    film = replace(event(Kind.UNKNOWN), source="/films/of/last/year/door.mp4")
    outbox.add(db, [Happening(number, True, Condition(), film)])
    window.resize(800, 560)
    page = opened(window, qtbot, 1)
    qtbot.waitUntil(lambda: page.told.rowCount() == 1, timeout=WAIT)
    sentence = page.told.index(0, 1).data()
    assert sentence == "Somebody unknown is here: door.mp4"
    assert page.log.columnWidth(1) > page.log.fontMetrics().horizontalAdvance(sentence)
    assert page.log.horizontalScrollBar().maximum() == 0


def test_a_rule_that_would_tell_a_hundred_times_says_so(window: Window, qtbot: Any) -> None:
    db, now = database(window._control), datetime.now(UTC)
    seen = [VisitRecord("door", now - timedelta(seconds=at), now, 3, State.UNKNOWN, None) for at in range(100, 200)]
    add_visits(db, seen)
    page = opened(window, qtbot)
    page.add_rule()
    dialog = form(page, qtbot)
    qtbot.waitUntil(lambda: "100 times" in dialog.forecast.text(), timeout=WAIT)
    assert "70 of them would have been counted and not told" in dialog.forecast.text()


@pytest.mark.parametrize("condition", [
    Condition(),
    Condition((Kind.UNKNOWN,), strangers=True, stays=25, gap=600, quiet=(time(1), time(2))),
    Condition((Kind.NAMED,), persons=(1,), once_a_day=True, sources=("door",)),
    Condition((Kind.NAMED, Kind.UNKNOWN, Kind.ENDED), persons=(1,), strangers=True),
    Condition((Kind.NAMED,), groups=("family",)),
    Condition((Kind.NAMED, Kind.UNKNOWN), persons=(1,), groups=("family",), strangers=True),
    Condition(tuple(Kind)),
    Condition((Kind.STARTED,)),
    Condition(daily=time(7, 30), paused=True),
])  # fmt: skip
def test_a_form_gives_back_the_rule_that_it_was_filled_from(condition: Condition) -> None:
    assert draft_of(condition, "program").condition(Program(("x",))) == condition


def test_a_desktop_rule_is_shown_as_it_will_be(control: Control, window: Window, qtbot: Any) -> None:
    number = add_rule(database(control), Desktop())
    page, seen = opened(window, qtbot, 1), list[Any]()
    control.bridge.notice.connect(seen.append)
    page.cards[number].test.click()
    qtbot.waitUntil(lambda: len(seen) == 1, timeout=WAIT)
    assert str(seen[0].told) == "This is a test of facecam"


def test_a_file_is_one_line_each(window: Window, qtbot: Any, tmp_path: Path) -> None:
    draft = Draft(where=Where.FILE, place=str(tmp_path / "told.jsonl"), when=When.ALL, who=Who.ANYBODY)
    assert draft.target() == read_target((str(tmp_path / "told.jsonl"),))
    assert draft.condition(draft.target()).kinds == tuple(Kind)
