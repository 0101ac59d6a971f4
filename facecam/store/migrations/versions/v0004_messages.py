"""The journal keeps what was done as an id with fields, no longer as an English sentence.

A sentence is read back where it can have been made in one way only: "Split Bo from Peter from IT with 1 sample"
cannot, for nobody knows where Bo's name ends. Such a sentence is kept as it is.
"""

from __future__ import annotations

import json
import re
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_SENTENCES: dict[str, list[tuple[str, str]]] = {
    "enrol": [
        ("Enrolled {name} with {n} sample", "Enrolled {name} with {n} samples"),
        ("Added {n} sample to {name}", "Added {n} samples to {name}"),
    ],
    "rename": [("Renamed {name} to {new}", "")],
    "notes": [("Changed the notes on {name}", "")],
    "consent": [("Changed the consent of {name}", "")],
    "merge": [("Merged {name} into {other}", "")],
    "split": [("Split {name} from {other} with {n} sample", "Split {name} from {other} with {n} samples")],
    "remove": [("Removed {name}", "")],
    "remove-template": [("Removed a sample of {name}", "")],
    "not-this-person": [
        ("This is not {name}: noted", ""),
        ("This is not {name}: noted in {n} visit", "This is not {name}: noted in {n} visits"),
    ],
    "name-visits": [("Named {n} visit {name}", "Named {n} visits {name}")],
    "ignore": [
        ("Ignored an unknown face, seen in {n} visit", "Ignored an unknown face, seen in {n} visits"),
    ],
}
"""What each kind of edit said, with one and with several things."""

_SAMPLES = ("{n} sample", "{n} samples")
_CORRECTIONS = ("{samples} and {n} correction", "{samples} and {n} corrections")
_REEMBEDDED = re.compile(
    r"Brought (?P<samples>\d[\d,]*) samples?(?: and (?P<corrections>\d[\d,]*) corrections?)?"
    r" over to the model (?P<model>.+)",
    re.DOTALL,
)


def upgrade() -> None:
    op.alter_column("operation", "sentence", new_column_name="message")
    table = sa.table("operation", sa.column("id"), sa.column("kind"), sa.column("message"))
    connection = op.get_bind()
    for row in connection.execute(sa.select(table.c.id, table.c.kind, table.c.message)).all():
        message = json.dumps(read(row.kind, row.message))
        connection.execute(sa.update(table).where(table.c.id == row.id).values(message=message))


def read(kind: str, sentence: str) -> dict[str, Any]:
    """The message of a sentence; one that shows it as it is where it can be read in several ways, or in none."""
    if kind == "reembed":
        found = [_reembedded(match) for match in [_REEMBEDDED.fullmatch(sentence)] if match]
    else:
        found = [message for forms in _SENTENCES.get(kind, []) for message in _ways(forms, sentence)]
    return found[0] if len(found) == 1 else {"id": "{words}", "fields": {"words": sentence}}


def _ways(forms: tuple[str, str], sentence: str) -> list[dict[str, Any]]:
    """The messages of one pair of forms that may have made a sentence; of three and more ways, two."""
    one, several = forms
    ways = []
    for form in filter(None, forms):
        first, last = (_match(form, sentence, fewest) for fewest in (True, False))
        for fields in [first] if first == last else [first, last]:
            if fields is not None and (not several or (fields["n"] == 1) == (form == one)):
                ways.append({"id": one, **({"plural": several} if several else {}), "fields": fields})
    return ways


def _match(form: str, sentence: str, fewest: bool) -> dict[str, Any] | None:
    """The fields, the first name as short or as long as it can be: one way only, where both are the same."""

    def place(found: re.Match[str]) -> str:
        return r"(?P<n>\d[\d,]*)" if found[1] == "n" else f"(?P<{found[1]}>.+{'?' if fewest else ''})"

    pattern = re.sub(r"\\{(\w+)\\}", place, re.escape(form))
    found = re.fullmatch(pattern, sentence, re.DOTALL)
    if found is None:
        return None
    fields: dict[str, Any] = found.groupdict()
    return fields | {"n": _number(fields["n"])} if "n" in fields else fields


def _reembedded(found: re.Match[str]) -> dict[str, Any]:
    told: dict[str, Any] = {"id": _SAMPLES[0], "plural": _SAMPLES[1], "fields": {"n": _number(found["samples"])}}
    if found["corrections"]:
        fields = {"samples": told, "n": _number(found["corrections"])}
        told = {"id": _CORRECTIONS[0], "plural": _CORRECTIONS[1], "fields": fields}
    return {"id": "Brought {what} over to the model {model}", "fields": {"what": told, "model": found["model"]}}


def _number(words: str) -> int:
    return int(words.replace(",", ""))
