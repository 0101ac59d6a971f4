"""Everything that is said to people is a template with fields, and every template has its German."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import facecam
import training
from facecam.base import errors
from facecam.base.locale import update
from facecam.base.locale.speech import ERRORS, Saying, has_words, sayings
from facecam.base.messages import PLACE, Message, places, text
from facecam.tasks import enrolment

ROOT = Path(facecam.__file__).parents[1]
ROOMS = [Path(facecam.__file__).parent, Path(training.__file__).parent]

MAKERS = ("facecam/base/messages.py", "facecam/recording/log_format.py")
"""They make messages of what they are given, or of what a file has."""

MESSAGES = {"Message", "verbatim", "paragraph", "placed"}
"""What makes a message, beside the names of constants and fields that hold one."""


def spoken() -> Iterator[tuple[str, Saying]]:
    for room in ROOMS:
        for file in sorted(room.rglob("*.py")):
            name = file.relative_to(ROOT).as_posix()
            if name in MAKERS:
                continue
            for saying in sayings(ast.parse(file.read_text("utf-8"))):
                yield name, saying


def is_message(argument: ast.expr) -> bool:
    """Whether this is a message already, so that nothing is said anew: one that was made before, or here."""
    match argument:
        case ast.Call(func=ast.Name(id=name)):
            return name in MESSAGES
        case ast.Name(id=name):
            return name.isupper()
        case ast.Attribute(attr=name):
            return name in ("message", "advice", "told") or name.isupper()
        case ast.BoolOp(values=several):
            return all(map(is_message, several))
        case ast.IfExp(body=one, orelse=other):
            return is_message(one) and is_message(other)
    return False


def wrong(saying: Saying) -> str:
    """What is wrong with a call that says something; empty where nothing is."""
    templates = [one for one in saying.constants if one is not None]
    for argument, constant in zip(saying.arguments, saying.constants, strict=True):
        if constant is None and not (saying.speaker in ERRORS and is_message(argument)):
            return f"{ast.unparse(argument)} is neither a constant nor a message"
    if any(set("{}") & set(PLACE.sub("", one)) for one in templates):
        return "a place is more than a name"
    wanted = {name for one in templates for name in places(one)}
    given = saying.fields - ({"passphrase"} if saying.speaker == "LockedError" else set())
    return "" if wanted == given else f"places {sorted(wanted)}, fields {sorted(map(str, given))}"


def test_every_message_and_error_is_a_constant_with_its_fields() -> None:
    found = list(spoken())
    assert len(found) > 250
    bad = [f"{name}:{saying.line}: {problem}" for name, saying in found if (problem := wrong(saying))]
    assert bad == []


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("InputError('{name} is empty', 'Try again', name=name)", ""),
        ("InputError(error.message, RESTORE)", ""),
        ("Message('{n} face', '{n} faces', n=3)", ""),
        ("LockedError('{db} is locked', db=name, passphrase=False)", ""),
        ("InputError(f'{name} is empty')", "neither a constant"),
        ("InputError('The name ' + name)", "neither a constant"),
        ("errors.InputError(what, 'Try again')", "neither a constant"),
        ("Message(words)", "neither a constant"),
        ("InputError('{name} is empty', nam=name)", "places ['name']"),
        ("InputError('It is empty', name=name)", "fields ['name']"),
        ("InputError('{name} is empty', **fields)", "fields ['None']"),
        ("InputError('{} is empty')", "more than a name"),
        ("InputError('{name!r} is empty', name=name)", "more than a name"),
    ],
)
def test_what_is_wrong_is_found(code: str, problem: str) -> None:
    (saying,) = sayings(ast.parse(code))
    assert problem in wrong(saying) if problem else wrong(saying) == ""


def forms(words: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    """Singular and plural, where there are two."""
    return (words or "",) if words is None or isinstance(words, str) else tuple(words)


@pytest.mark.parametrize("language", update.LANGUAGES)
def test_every_template_is_translated_with_its_places(language: str) -> None:
    with update.files(language)[0].open("rb") as file:
        catalogue = read_po(file)
    assert len(catalogue) > 200
    for message in catalogue:
        if not message.id:
            continue
        ids, strings = forms(message.id), forms(message.string)
        assert all(strings) and not message.fuzzy, message.id
        for one, other in zip(ids, strings, strict=True):
            missing = set(places(one)) - set(places(other))
            assert missing <= ({"n"} if other is strings[0] and len(strings) == 2 else set()), (one, other)
            assert set(places(other)) <= set(places(one)), (one, other)


@pytest.mark.parametrize("language", update.LANGUAGES)
def test_the_catalogues_are_what_the_sources_say(language: str) -> None:
    po, mo = update.files(language)
    catalogue = update.updated(po)
    with po.open("rb") as file:
        kept = {message.id for message in read_po(file)}
    assert kept == {message.id for message in catalogue}, "run `python -m facecam.base.locale.update`"
    made = GNUTranslations(BytesIO(update.written(catalogue)[1]))
    with mo.open("rb") as file:
        read = GNUTranslations(file)
    for message in catalogue:
        one, *more = forms(message.id)
        other = more[0] if more else one
        for number in (1, 2) if one else ():
            assert made.ngettext(one, other, number) == read.ngettext(one, other, number)


def test_the_hints_and_reasons_are_in_german() -> None:
    hints = {*enrolment.HINTS.values(), *enrolment.POSES.values(), enrolment.FULL, enrolment.OTHER}
    hints |= {words for gate in enrolment.GATES for words in gate[1:] if isinstance(words, Message)}
    assert len(hints) > 15 and not {one for one in hints if text(one, "de") == str(one)}


def test_errors_begin_in_upper_case_and_end_without_a_stop() -> None:
    for name, saying in spoken():
        if saying.speaker not in ERRORS:
            continue
        for one in saying.constants:
            if one is not None and has_words(one):
                assert one[0].isupper() or not one[0].isalpha(), (name, saying.line, one)
                assert not one.endswith("."), (name, saying.line, one)
    assert "FacecamError" in ERRORS and issubclass(errors.SourceError, errors.FacecamError)
