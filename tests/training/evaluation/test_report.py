"""One page that needs nothing beside itself, with every table and plot."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("matplotlib", reason="the training group is not installed")
pytest.importorskip("onnx", reason="the training group is not installed")

from training.core import report
from training.evaluation import open_set, plots, verification
from training.evaluation.datasets import Dataset


def test_the_page_is_whole(
    data: Dataset, vectors: np.ndarray, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    judged, known = verification.verify(data, vectors), open_set.identify(data, vectors, None)
    assert known is not None
    drawn = [plots.roc(["a"], [judged]), plots.det(["a"], [known]), plots.histogram("a", judged)]
    tables = [report.Table("Figures", "said in <words>", ("name", "value"), [("sha256", "f" * 64), ("b", "2")])]
    page = tmp_path / "page.html"
    report.write(page, "some & all", tables, drawn)
    text = page.read_text()
    assert "http" not in text and "<script" not in text
    assert text.count("<svg") == text.count("</svg>") == 3
    assert "some &amp; all" in text and "said in &lt;words&gt;" in text and "f" * 64 in text
    marks = re.findall(r'id="([^"]+)"', text)
    used = set(re.findall(r"url\(#([^)]+)\)", text))
    assert used <= set(marks) and all(marks.count(mark) == 1 for mark in used)

    report.show("some & all", tables)
    said = capsys.readouterr().out
    assert "f" * 64 in said and "python -m training" in said


def test_two_drawings_of_one_thing_are_alike(data: Dataset, vectors: np.ndarray) -> None:
    judged = verification.verify(data, vectors)
    assert plots.histogram("a", judged) == plots.histogram("a", judged)
