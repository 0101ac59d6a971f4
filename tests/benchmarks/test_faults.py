"""Faults at the doors of store, capture and models, in short; the long form is `python -m benchmarks faults`."""

from __future__ import annotations

import pytest

from benchmarks import faults


@pytest.mark.usefixtures("media")
def test_a_fault_ends_in_a_sentence_and_loses_nothing() -> None:
    done = faults.outcomes(kinds=2, moments=2)
    assert len(done) == 6 and all(one.runs == 2 for one in done)
    assert [(one.kind, one.tracebacks, one.lost) for one in done if one.tracebacks or one.lost] == []
    assert all(one.sentences for one in done if one.kind.startswith("store"))
