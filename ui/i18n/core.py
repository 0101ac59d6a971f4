"""What the core said, in the window's language: hints, reasons, errors, and the journal's names of edits.

The core and its journal speak English. A sentence is known again by its form (`sentences.py`); a name or a
library's message within it stays as it is.
"""

from __future__ import annotations

import re

from ui.i18n.language import translate
from ui.i18n.sentences import SENTENCES
from ui.i18n.words import decimal, whole

_NUMBERS = ("n", "m")


def _pattern(form: str) -> re.Pattern[str]:
    def field(found: re.Match[str]) -> str:
        what = r"\d[\d,]*(?:\.\d+)?" if found[1] in _NUMBERS else ".+"
        return f"(?P<_{found[1]}>{what})"

    escaped = re.escape(form)
    return re.compile(re.sub(r"\\{(\w+)\\}", field, escaped), re.DOTALL)


_PATTERNS = {
    form: _pattern(form)
    for form in sorted(map(str, SENTENCES), key=len, reverse=True)  # the most special first
    if "{" in form
}


def said(sentence: str) -> str:
    """A sentence of the core, or several with their full stops; as it is where its form is not known."""
    if not sentence.endswith("."):
        return _known(sentence) or sentence
    before, _, last = sentence[:-1].rpartition(". ")
    if before and (remedy := _known(last)):
        return f"{said(f'{before}.')} {remedy}."
    only = _known(sentence[:-1])
    return f"{only}." if only else sentence


def _known(sentence: str) -> str:
    """Empty where its form is not known."""
    if sentence in SENTENCES:
        return translate("Core", sentence)
    for form, pattern in _PATTERNS.items():
        if found := pattern.fullmatch(sentence):
            return _filled(form, found.groupdict())
    return ""


def _filled(form: str, groups: dict[str, str]) -> str:
    fields = {name[1:]: _field(name[1:], words) for name, words in groups.items()}
    return re.sub(r"{(\w+)}", lambda one: fields[one[1]], translate("Core", form))


def _field(name: str, words: str) -> str:
    if name in _NUMBERS:
        number = words.replace(",", "")
        return decimal(float(number), 1) if "." in number else whole(int(number))
    return words if name.isdigit() else said(words)
