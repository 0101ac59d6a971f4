"""The students that the app ships beside their bars: LFW through the whole pipeline, size, and time.

Its teacher is measured with them. Not there: faces turned away, for which no free set is at hand.
"""

from __future__ import annotations

from benchmarks import embedder
from benchmarks.common import SHARED, Row
from facecam.base.paths import MODELS
from training.data.faces import RUNS
from training.evaluation import datasets
from training.evaluation.pipeline import points, vectors
from training.evaluation.results import Result, judge
from training.teachers.embedders import open_embedder

TEACHER = SHARED / "teachers" / "edgenext_xs.onnx"
LFW = SHARED / "data" / "lfw.zip"
BARS = {"student-m": ("98.5 %", "18 MB"), "student-m-int8": ("98.0 %", "11 MB")}
"""Accuracy and size. The other bars are those of the first, the shipped one."""
FAR, FPIR = 1e-3, 1e-2


def rows() -> list[Row]:
    """The figures of LFW are left out where it is not there."""
    return [*(_lfw() if LFW.exists() else []), *embedder.rows()]


def _lfw() -> list[Row]:
    data = datasets.read(LFW, None)
    five = points(data, RUNS)
    embedders = [open_embedder(name, MODELS) for name in (*BARS, *([str(TEACHER)] if TEACHER.exists() else []))]
    answers = vectors(data, five, embedders)
    results = [judge(data, five, *pair) for pair in zip(embedders, answers, strict=True)]
    students, teachers = results[: len(BARS)], results[len(BARS) :]
    return [row for student in students for row in _rows(student, teachers)]


def _rows(student: Result, teachers: list[Result]) -> list[Row]:
    found, known, name = student.verification, student.open_set, student.embedder.name
    assert known is not None
    accuracy, size = BARS[name]
    bars = ("1 pp", "94 %", "20 %", "0.3 to 3 %") if name == next(iter(BARS)) else ("-",) * 4
    gaps = [
        Row(
            f"{name}: its gap to {teacher.embedder.name}",
            f"{100 * (teacher.verification.accuracy.value - found.accuracy.value):.2f} pp",
            bars[0],
        )
        for teacher in teachers
    ]
    return [
        Row(f"{name}: LFW ten-fold, {found.accuracy.comparisons} pairs", str(found.accuracy), accuracy),
        *gaps,
        Row(f"{name}: TAR at FAR {FAR:.1%}, the same pairs", str(found.tar[FAR]), bars[1]),
        Row(f"{name}: FNIR at FPIR {FPIR:.0%}, {known.people} people", str(known.fnir[FPIR]), bars[2]),
        Row(f"{name}: a promised FPIR of {FPIR:.0%} measures", str(known.promised[FPIR].fpir), bars[3]),
        Row(f"{name}: size", f"{student.embedder.megabytes:.1f} MB, SHA-256 {student.embedder.digest[:8]}", size),
    ]
