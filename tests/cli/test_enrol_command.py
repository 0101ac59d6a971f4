"""`facecam enrol-many`: a list, a report, and the same command once more."""

from __future__ import annotations

import json
from pathlib import Path

from helpers.terminal import Facecam


def test_a_list_is_enrolled_once_and_the_report_is_kept(facecam: Facecam, pictures: Path, tmp_path: Path) -> None:
    people, report = tmp_path / "people.csv", tmp_path / "report.csv"
    people.write_text("id,name,picture\n7,Anna,anna-1.jpg\n8,Bo,nobody.jpg\n", "utf-8")
    run = facecam("enrol-many", str(people), str(pictures), "--report", str(report))
    assert run.code == 1 and "Bo: no picture (there is no face)" in run.out, run.err
    lines = report.read_text("utf-8-sig").splitlines()
    assert lines[1].startswith("7,Anna,,enrolled,1,1") and lines[2].startswith("8,Bo,,no picture")
    again = facecam("enrol-many", "--json", str(people), str(pictures))
    told = [json.loads(line) for line in again.out.splitlines()]
    assert [(one["name"], one["outcome"]) for one in told[:2]] == [("Anna", "known"), ("Bo", "no picture")]
    assert facecam("events", "pause", "1").err.startswith("There is no rule 1.")
