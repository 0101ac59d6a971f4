"""Messages: what stands in their places is never read as anything but text."""

from __future__ import annotations

import copy
import json
from gettext import GNUTranslations
from io import BytesIO

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from hypothesis import given
from hypothesis import strategies as st

from facecam.base import messages
from facecam.base.errors import FacecamError, LockedError, SourceError
from facecam.base.messages import Field, Message, paragraph, placed, text, verbatim

ODD = (
    "Bo from Peter", "Team into Future", "{0}", "{name}", "{other}", "{n}", "%1", "%n", "%Ln", "%(name)s",
    "{{name}}", "\\1", "\\g<1>", "<b>Bo</b>", "&amp;", "Undone: Removed Bo", "with 3 samples", "", " ",
    "\u200f", "\n",
)  # fmt: skip
"""Names that a sentence could trip over."""

NAMES = st.one_of(st.sampled_from(ODD), st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
LATIN = NAMES.filter(lambda name: messages._isolated(name) == name)
"""Names that are shown as they are, for none of their letters runs from right to left."""

FIELDS = st.recursive(
    st.one_of(NAMES, st.integers(), st.floats(allow_nan=False, allow_infinity=False)),
    lambda inner: st.builds(
        lambda fields, n: Message("{a} of {n}", "{a} of {n} and {b}", **{**fields, "n": n}),
        st.fixed_dictionaries({"a": inner, "b": inner}),
        st.integers(0, 5),
    ),
    max_leaves=5,
)


@pytest.fixture
def backwards(monkeypatch: pytest.MonkeyPatch) -> None:
    """A language whose sentences have their places in another order."""
    made = Catalog(locale="de")
    made.add("Split {name} from {other}", "Aus {other} wurde {name}")
    made.add(("{n} visit of {name}", "{n} visits of {name}"), ("{name} kam", "{name} kam {n} Mal"))
    made.add("Undone: {edit}", "Nicht mehr: {edit}")
    file = BytesIO()
    write_mo(file, made)
    catalogue = GNUTranslations(BytesIO(file.getvalue()))
    english = messages._catalogue("en")
    monkeypatch.setattr(messages, "_catalogue", lambda language: catalogue if language == "xx" else english)


@pytest.mark.usefixtures("backwards")
def test_no_name_changes_what_a_sentence_says() -> None:
    @given(LATIN, LATIN, st.integers(0, 10**6))
    def check(name: str, other: str, n: int) -> None:
        split = Message("Split {name} from {other}", name=name, other=other)
        assert str(split) == "Split " + name + " from " + other
        assert text(split, "xx") == "Aus " + other + " wurde " + name
        assert text(Message("Undone: {edit}", edit=split), "xx") == "Nicht mehr: Aus " + other + " wurde " + name
        visits = Message("{n} visit of {name}", "{n} visits of {name}", n=n, name=name)
        assert text(visits, "xx") == (name + " kam" if n == 1 else name + " kam " + f"{n:,} Mal")

    check()


@given(NAMES, NAMES)
def test_what_turns_the_direction_turns_its_own_field_only(name: str, other: str) -> None:
    said = str(Message("{name} into {other}", name=name + "\u202e", other=other))
    assert not set(said) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067")
    before, _, after = said.partition(" into ") if " into " not in name else said.rpartition(" into ")
    if " into " not in name + other:
        assert before.count("\u2068") == before.count("\u2069") and after.count("\u2068") == after.count("\u2069")


def test_a_name_from_right_to_left_is_set_apart() -> None:
    assert str(Message("Removed {name}", name="דנה")) == "Removed \u2068דנה\u2069"


@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), FIELDS, max_size=4))
def test_a_message_survives_the_journal(fields: dict[str, Field]) -> None:
    made = Message("any {a}", "", **fields)
    read = Message.from_json(json.loads(json.dumps(made.to_json())))
    assert read == made and hash(read) == hash(made) and str(read) == str(made)
    assert copy.deepcopy(made) == made


def test_numbers_are_written_as_the_language_writes_them() -> None:
    number = Message("{a}; {b}; {c}", a=1_234_567, b=1234.5, c="1234")
    assert str(number) == "1,234,567; 1,234.5; 1234"
    assert text(number, "de") == "1.234.567; 1.234,5; 1234"


def test_a_place_without_a_field_stays_as_it_is() -> None:
    assert str(Message("{a} and {b}", a="{b}")) == "{b} and {b}"
    assert str(verbatim("Removed {name}")) == "Removed {name}"
    assert placed("{a}", {"a": "x", "b": "y"}) == Message("{a}", a="x")
    assert str(Message("")) == text(Message(""), "de") == ""


def test_an_error_has_its_fields_in_both_sentences() -> None:
    error = SourceError(
        "{source} cannot be opened", "Look at {place} of {source}", source="a. {place}", place="the end"
    )
    assert str(error) == "a. {place} cannot be opened. Look at the end of a. {place}."
    assert (error.what, error.remedy) == ("a. {place} cannot be opened", "Look at the end of a. {place}")
    assert error.message == Message("{source} cannot be opened", source="a. {place}")
    again = copy.deepcopy(error)  # as it is when it comes out of another process
    assert str(again) == str(error) and again.parts == error.parts
    assert str(FacecamError("{x}.jpg is gone")) == "{x}.jpg is gone."
    assert not LockedError("{db} is locked", passphrase=False, db="x").passphrase


def test_errors_are_told_with_other_sentences() -> None:
    error = SourceError("{source} has gone", "Plug it in", source="cam")
    again = Message("Trying again in {seconds} s", seconds=0.5)
    assert str(paragraph(*error.parts, again)) == "cam has gone. Plug it in. Trying again in 0.5 s."
    wrapped = SourceError(Message("{file}: {problem}", file="s.toml", problem=error.message), error.advice or "")
    assert str(wrapped) == "s.toml: cam has gone. Plug it in."
