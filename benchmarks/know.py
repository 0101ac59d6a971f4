"""Is the promise the same for everyone? Both shipped students, on what lies beside the repository.

By their scores, and by the cosine alone, which is what they would be without their neighbourhood's centres.

LFW through the whole pipeline; held-out faces (`training/data/heldout.txt`) by age, sex, ethnicity and turn; people
of LFW in galleries as the app makes them, with its calibration and its rule, by the code that decides in the app;
corrections on heads that turn; the live check. Sets kept back from whoever builds models (profiles, the same
people years apart) are read where `--kept-back FOLDER` has them.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks import corrections, embedder, live
from benchmarks.common import SHARED, Row, at_most
from facecam.base.paths import MODELS
from facecam.identity.gallery import Gallery
from facecam.identity.matching import Evidence, Matcher
from facecam.identity.neighbourhood import EVEN
from training.core.vectors import Vectors
from training.data import faces as face_sets
from training.data.faces import RUNS, Faces
from training.evaluation import datasets, fairness
from training.evaluation.datasets import Dataset
from training.evaluation.examination import Examination
from training.evaluation.pipeline import points, vectors
from training.evaluation.results import Result, calibration_of, judge
from training.evaluation.robustness import robustness
from training.evaluation.turned import tar_of_turned, yaws
from training.metrics.confidence_intervals import percent
from training.teachers import asking
from training.teachers.embedders import Embedder, open_embedder
from training.teachers.ensemble import TeacherEnsemble

STUDENTS = ("student-m", "student-m-int8")
LFW, FACES, TEACHERS = SHARED / "data" / "lfw.zip", SHARED / "data" / "faces", SHARED / "teachers"

FAR, FPIR = 1e-3, 1e-2
PROMISE = 1e-3
"""The share of strangers who may be named in a gallery of LFW's people."""
COVERED = {"mask": "85 %", "sunglasses": "95 %"}
HOUSEHOLDS = ((20, 3, "1.3 %"), (50, 5, "1.2 %"), (150, 5, "2.5 %"))
"""People, samples of each, and the bar for those who are missed."""
PICTURES, DRAWS = 10, 10
"""Known people have so many pictures, and are drawn so often."""

KEPT_BACK = {
    "profile": ("frontal against profile", "91 %", "68 %"),
    "age-a": ("years apart, many children", "-", "52 %"),
    "age-b": ("years apart, adults", "-", "27 %"),
}
"""By folder: what its pairs are, and the bars of ten-fold and TAR. Each has pictures and `pairs.txt`
(`training.evaluation.datasets`)."""

BARS = {("age (FairFace)", "0-2"): "1.0 %"}
"""Of a group's false matches; three times what is promised for all others."""


def rows(kept_back: Path | None = None) -> list[Row]:
    students = [open_embedder(name, MODELS) for name in STUDENTS]
    found = [*(_lfw(students) if LFW.exists() else [])]
    found += _kept_back(students, kept_back)
    if FACES.exists():
        faces = face_sets.load(FACES, RUNS)
        answers = TeacherEnsemble.concatenate(asking.ask(faces.pixels, RUNS, TEACHERS))
        examination = Examination(faces, answers)
        for student in students:
            found += _held_out(by_cosine(student), faces, answers, examination)
            found += _held_out(student, faces, answers, examination)
        found += _corrections(students[0], faces, examination)
    return [*found, *_sizes(), *embedder.rows(), *live.rows()]


def by_cosine(student: Embedder) -> Embedder:
    """The same without centres."""
    plain = copy.copy(student)
    plain.name, plain.neighbourhood = f"{student.name} by the cosine", EVEN
    return plain


def _lfw(students: list[Embedder]) -> list[Row]:
    data = datasets.read(LFW, None)
    five = points(data, RUNS)
    answers = vectors(data, five, students)
    results = [judge(data, five, *pair) for pair in zip(students, answers, strict=True)]
    judged = [result.verification for result in results]
    covered = robustness(data, five, students, answers, judged, tuple(COVERED))
    found: list[Row] = []
    for result, table in zip(results, covered, strict=True):
        name = result.embedder.name
        found += _figures(judge(data, five, by_cosine(result.embedder), result.vectors))
        found += _figures(result)
        found += [
            Row(
                f"{name}: second picture behind {row.name}, accepted at 1 % FAR",
                str(row.accepted),
                COVERED[row.name],
            )
            for row in table
            if row.name in COVERED
        ]
        found += _households(result, data)
    return found


def _kept_back(students: list[Embedder], folder: Path | None) -> Iterator[Row]:
    for name, (what, accuracy, tar) in KEPT_BACK.items():
        here = folder is not None and (folder / name).is_dir()
        results: list[Result] = []
        if folder is not None and here:
            data = datasets.read(folder / name, None)
            five = points(data, RUNS)
            answers = vectors(data, five, students)
            results = [judge(data, five, *pair) for pair in zip(students, answers, strict=True)]
        for at, student in enumerate(students):
            wanted = f"kept back: --kept-back FOLDER, with its pairs in FOLDER/{name}"
            pairs = results[at].verification if here else None
            told = (wanted, wanted) if pairs is None else (str(pairs.accuracy), str(pairs.tar[FAR]))
            yield Row(f"{student.name}: {what}, ten-fold", told[0], accuracy)
            yield Row(f"{student.name}: {what}, TAR at FAR {FAR:.1%}", told[1], tar)


def _corrections(student: Embedder, faces: Faces, examination: Examination) -> list[Row]:
    calibration = calibration_of(student)
    assert calibration is not None
    known, turn = examination.vectors(student), yaws(faces, examination.rows, RUNS)
    found = []
    for worst, double in ((False, "a double"), (True, "a double of the side view")):
        told = corrections.measure(known, examination.person, turn, calibration, student.neighbourhood, worst=worst)
        what = f"not this person: {told.heads} turning heads, each enrolled as {double}"
        found += [
            at_most(
                f"{what}, frames with the name again within a minute",
                told.again, "", 0, f"of {told.frames}, on {told.those} heads",
            ),
            Row(f"{what}, whose name it is, in that place", f"{told.owned} of {told.owners} named", "-"),
        ]  # fmt: skip
    return found


def _sizes() -> list[Row]:
    return [
        at_most(f"{name}: size", (MODELS / f"{name}.onnx").stat().st_size / 1e6, "MB", bar)
        for name, bar in zip(STUDENTS, (12, 4), strict=True)
    ]


def _figures(result: Result) -> list[Row]:
    name, pairs, known = result.embedder.name, result.verification, result.open_set
    assert known is not None
    return [
        Row(f"{name}: LFW ten-fold, {pairs.accuracy.comparisons} pairs", str(pairs.accuracy), "99.2 %"),
        Row(f"{name}: TAR at FAR {FAR:.1%}, the same pairs", str(pairs.tar[FAR]), "98.0 %"),
        Row(f"{name}: FNIR at FPIR {FPIR:.0%}, {known.people} people", str(known.fnir[FPIR]), "9 %"),
        *(
            Row(f"{name}: LFW's strangers at a promise of {rate:.1%}", str(check.fpir), "0.3 to 3 times")
            for rate, check in known.promised.items()
        ),
    ]


def _households(result: Result, data: Dataset) -> Iterator[Row]:
    """What the app's own rule says of known people and of strangers, in galleries of several sizes."""
    calibration = calibration_of(result.embedder)
    assert calibration is not None
    found = np.flatnonzero(~np.isnan(result.vectors).any(axis=1))
    _, number, counts = np.unique(data.person[found], return_inverse=True, return_counts=True)
    known, strangers = np.flatnonzero(counts >= PICTURES), found[counts[number] == 1]
    rng = np.random.default_rng(0)
    for people, samples, bar in HOUSEHOLDS:
        missed = wrong = probes = named = 0
        for _ in range(DRAWS):
            drawn = rng.choice(known, people, replace=False)
            shuffled = [rng.permutation(found[number == person]) for person in drawn]
            gallery = np.concatenate([own[:samples] for own in shuffled])
            ids = np.repeat(np.arange(people), samples)
            names = {i: str(i) for i in range(people)}
            vectors, place = result.vectors[gallery], result.embedder.neighbourhood
            enrolled = Gallery(vectors, ids, names, result.embedder.digest, neighbourhood=place)
            matcher = Matcher(enrolled, calibration, PROMISE)
            for person, own in enumerate(shuffled):
                said = [_named(matcher, result.vectors[place]) for place in own[samples:]]
                probes += len(said)
                missed += sum(name is None for name in said)
                wrong += sum(name is not None and name != person for name in said)
            named += sum(_named(matcher, result.vectors[place]) is not None for place in strangers)
        what = f"{result.embedder.name}: {people} people x {samples} samples, 1 stranger in {1 / PROMISE:,.0f}"
        yield Row(f"{what}: missed of {probes}", percent(missed / probes), bar)
        yield Row(f"{what}: wrong names", percent(wrong / probes), "0 to 0.05 %")
        yield Row(
            f"{what}: strangers named of {len(strangers) * DRAWS}",
            percent(named / (len(strangers) * DRAWS)),
            "0.03 to 0.2 %",
        )


def _named(matcher: Matcher, vector: NDArray[np.float32]) -> int | None:
    """The person whose name a still with this face gets."""
    return matcher.decide([Evidence(vector)])[0].person


def _held_out(student: Embedder, faces: Faces, answers: Vectors, examination: Examination) -> list[Row]:
    known, place = examination.vectors(student), student.neighbourhood
    limit = examination.threshold(known, fairness.FMR, place)
    groups = list(fairness.by_label(faces, answers, student, limit))
    ethnicities = [group.matched.value for group in groups if group.kind == "ethnicity"]
    name = student.name
    found = [
        Row(f"{name}: held-out people, TAR at FAR {FAR:.1%}", str(examination.tar(known, FAR, place)), "-"),
        Row(
            f"{name}: held-out people turned by over 35 degrees against frontal, TAR at FAR {FAR:.1%}",
            str(tar_of_turned(known, examination.person, yaws(faces, examination.rows, RUNS), limit, place)),
            "-",
        ),
        *(
            Row(
                f"{name}: {group.kind} {group.name}, taken for one another where {fairness.FMR:.1%} of all are",
                str(group.matched),
                BARS.get((group.kind, group.name), "0.3 %"),
            )
            for group in groups
        ),
    ]
    if ethnicities and min(ethnicities) > 0:
        ratio = max(ethnicities) / min(ethnicities)
        found.append(Row(f"{name}: worst of {len(ethnicities)} ethnicities over the best", f"{ratio:.1f}", "2.0"))
    return found
