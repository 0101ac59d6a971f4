"""What programs read of a benchmark's rows (`--json`)."""

from __future__ import annotations

import pytest

from benchmarks.common import Row, at_least, at_most


@pytest.mark.parametrize(
    ("measured", "value", "unit"),
    [
        ("5.4x (110 / 20 ms)", 5.4, "x"),
        ("93.9 % (of 444)", 93.9, "%"),
        ("1,234 MB", 1234.0, "MB"),
        ("0 (of 25)", 0.0, ""),
        ("-0.5 pp", -0.5, "pp"),
        ("11 ms; 14 ms", 11.0, "ms"),
        ("all of them", None, ""),
    ],
)
def test_the_figure_that_a_row_begins_with_is_its_value(measured: str, value: float | None, unit: str) -> None:
    told = Row("what", measured, "-").as_json()
    assert (told["value"], told["unit"], told["ok"]) == (value, unit, None)


def test_a_bar_is_met_or_missed() -> None:
    assert at_least("found", 93.2, "%", 93).ok and not at_least("found", 92.9, "%", 93).ok
    assert at_most("gap", 0.3, "s", 0.3).ok and not at_most("gap", 0.31, "s", 0.3).ok
    assert at_least("found", 93.25, "%", 93, "of 444") == Row("found", "93.25 % (of 444)", "93 %", True)
