"""`facecam events`: what is told, where to, and what was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from facecam.cli.support.failures import DONE
from facecam.cli.support.opening import opened
from facecam.cli.support.options import Db, Json, chosen
from facecam.cli.support.output import note, print_json, say

if TYPE_CHECKING:
    from facecam.events.outbox import LogEntry
    from facecam.operations import Change

app = typer.Typer(help="Rules: what is told, and where to; `watch --remember` tells it.", rich_markup_mode=None)

RuleId = Annotated[int, typer.Argument(metavar="RULE", help="The rule's number.")]


@app.command("list")
def list_rules(as_json: Json = False, db: Db = None) -> int:
    """List the rules, and what waits."""
    from facecam.events.rules import rule_json

    with opened(chosen(db)) as cam:
        rules = cam.rules()
    if as_json:
        print_json([rule_json(rule) for rule in rules])
    elif rules:
        for rule in rules:
            say(f"{rule.id}  {rule.words}.")
            if rule.waiting:
                why = f" ({rule.problem})" if rule.problem is not None else ""
                say(f"   {rule.waiting:,} waiting{why}.")
            if rule.dropped:
                say(f"   {rule.dropped:,} could not be delivered.")
    else:
        say("There are no rules yet: `facecam events add TARGET` makes one.")
    return DONE


@app.command(context_settings={"allow_interspersed_args": False})
def add(
    target: Annotated[
        list[str],
        typer.Argument(
            metavar="TARGET...",
            help="https://..., mqtt://NAME:PASSWORD@HOST/TOPIC, a file, desktop, or run PROGRAM ARGUMENT...",
        ),
    ],
    person: Annotated[
        list[str] | None, typer.Option("--person", metavar="NAME", help="Only of this person; may be repeated.")
    ] = None,
    group: Annotated[
        list[str] | None,
        typer.Option("--group", metavar="GROUP", help="Only of whoever is in this group; may be repeated."),
    ] = None,
    strangers: Annotated[bool, typer.Option("--strangers", help="Only of those who are nobody known.")] = False,
    stays: Annotated[
        float, typer.Option("--stays", metavar="S", min=0, help="Only once a stranger has stayed for S seconds.")
    ] = 0.0,
    source: Annotated[
        list[str] | None, typer.Option("--source", metavar="SOURCE", help="Only there; may be repeated.")
    ] = None,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="EVENTS", help="Some of started,named,unknown,ended.  [default: what fits]"),
    ] = None,
    once_a_day: Annotated[bool, typer.Option("--once-a-day", help="Of each person once a day.")] = False,
    gap: Annotated[
        float, typer.Option("--gap", metavar="MIN", min=0, help="Of each person every so many minutes at most.")
    ] = 0.0,
    quiet: Annotated[
        str | None, typer.Option("--quiet", metavar="FROM-TO", help="Hours in which nothing is told: 22:00-07:00.")
    ] = None,
    daily: Annotated[
        str | None, typer.Option("--daily", metavar="HH:MM", help="Tell once a day who was there instead.")
    ] = None,
    picture: Annotated[bool, typer.Option("--picture", help="With the picture of the face.")] = False,
    template: Annotated[
        str, typer.Option("--template", metavar="TEXT", help="What a web hook is sent: JSON or text with {name}.")
    ] = "",
    secret: Annotated[
        str,
        typer.Option(
            "--secret",
            metavar="BASE64",
            envvar="FACECAM_WEBHOOK_SECRET",
            help="What signs a web hook.  [default: drawn by lot]",
            show_default=False,
        ),
    ] = "",
    as_json: Json = False,
    db: Db = None,
) -> int:
    """Add a rule. Options come before the target.

    A web hook's secret is shown once, and never again.
    """
    from facecam.events.rules import Condition, default_kinds, read_hours, read_kinds, read_time
    from facecam.events.targets import Webhook, read_target

    where = read_target(tuple(target), secret=secret, template=template)
    with opened(chosen(db)) as cam:
        persons = tuple(dict.fromkeys(cam.find(_who(name)).id for name in person or ()))
        strangers = strangers or stays > 0
        groups = tuple(dict.fromkeys(group or ()))
        who = (*persons, *groups)
        condition = Condition(
            kinds=default_kinds(where, who, strangers) if on is None else read_kinds(on.split(",")),
            persons=persons,
            groups=groups,
            strangers=strangers,
            sources=tuple(source or ()),
            stays=stays,
            once_a_day=once_a_day,
            gap=gap * 60,
            quiet=None if quiet is None else read_hours(quiet),
            daily=None if daily is None else read_time(daily),
            picture=picture,
        )
        change = cam.add_rule(where, condition)
        forecast = cam.forecast(where, condition)
        rule = cam.rules()[-1].id
    drawn = where.secret.reveal() if isinstance(where, Webhook) and not secret else None
    if as_json:
        print_json({"rule": rule, **_change(change), **({"secret": drawn} if drawn else {})})
        return DONE
    say(f"{change.message}. It is number {rule}: `facecam events test {rule}` tries it.")
    if forecast.times:
        say(f"{forecast.words}.")
    if drawn:
        say(f"What it sends is signed with {drawn}, which is not shown again.")
    return DONE


@app.command()
def test(rule: RuleId, as_json: Json = False, db: Db = None) -> int:
    """Send a rule's target an example."""
    with opened(chosen(db)) as cam:
        cam.test_rule(rule)
    if as_json:
        print_json({"rule": rule, "delivered": True})
    else:
        say("It arrived.")
    return DONE


@app.command()
def pause(rule: RuleId, as_json: Json = False, db: Db = None) -> int:
    """Tell nothing by a rule for now; what waits to be delivered waits on."""
    return _pause(rule, True, as_json, db)


@app.command()
def resume(rule: RuleId, as_json: Json = False, db: Db = None) -> int:
    """Let a rule that was paused tell again."""
    return _pause(rule, False, as_json, db)


@app.command()
def remove(rule: RuleId, as_json: Json = False, db: Db = None) -> int:
    """Remove a rule; `facecam people undo` brings it back within 30 days."""
    with opened(chosen(db)) as cam:
        change = cam.remove_rule(rule)
    if as_json:
        print_json({"rule": rule, **_change(change)})
    else:
        say(f"{change.message}.")
    return DONE


@app.command()
def log(
    rule: Annotated[int | None, typer.Argument(metavar="[RULE]", help="Only of this rule.")] = None,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, max=10_000, help="So many.")] = 100,
    as_json: Json = False,
    db: Db = None,
) -> int:
    """Show what was told, or waits to be, the newest first."""
    with opened(chosen(db)) as cam:
        entries = cam.told(rule=rule, limit=limit)
    if as_json:
        for entry in entries:
            print_json(_entry(entry))
        return DONE
    if not entries:
        say("Nothing was told yet.")
        return DONE
    from rich.table import Table

    table = Table("when", "rule", "what", "where", "state", box=None, pad_edge=False)
    for entry in entries:
        state = entry.state if entry.problem is None else f"{entry.state}: {entry.problem}"
        when = f"{entry.moment.astimezone():%Y-%m-%d %H:%M:%S}"
        table.add_row(when, str(entry.rule), str(entry.told), entry.shown, state)
    say(table)
    if len(entries) == limit:
        note(f"These are the newest {limit}; --limit gives more.")
    return DONE


def _pause(rule: int, paused: bool, as_json: bool, db: str | None) -> int:
    with opened(chosen(db)) as cam:
        change = cam.pause_rule(rule, paused)
    if as_json:
        print_json({"rule": rule, "paused": paused, **_change(change)})
    else:
        say(f"{change.message}.")
    return DONE


def _who(name: str) -> int | str:
    return int(name) if name.isdecimal() else name


def _entry(entry: LogEntry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "rule": entry.rule,
        "event": entry.event,
        "sentence": str(entry.told),
        "moment": entry.moment.astimezone().isoformat(),
        "person": entry.person,
        "name": entry.name,
        "target": entry.shown,
        "state": entry.state,
        "tries": entry.tries,
        "settled": None if entry.settled is None else entry.settled.astimezone().isoformat(),
        "problem": None if entry.problem is None else str(entry.problem),
        "times": entry.times,
    }


def _change(change: Change) -> dict[str, Any]:
    return {"kind": change.kind, "operation": change.operation, "sentence": str(change.message)}
