"""The figures in words: one table for each question."""

from __future__ import annotations

from collections.abc import Sequence

from facecam.identity.track_evidence import GOOD
from training.core.report import Table
from training.evaluation import out_of_distribution, verification
from training.evaluation.datasets import Dataset
from training.evaluation.fairness import FMR, Group
from training.evaluation.open_set import CalibrationCheck
from training.evaluation.results import ALL_PAIRS_FAR, Result
from training.evaluation.robustness import FAR as CLEAN_FAR
from training.evaluation.robustness import Row as Corrupted
from training.metrics.confidence_intervals import percent
from training.teachers.embedders import Embedder


def embedders(opened: Sequence[Embedder], times: Sequence[float]) -> Table:
    rows = [
        (e.name, e.digest, f"{e.side}", f"{e.dimension}", f"{e.megabytes:.1f}", f"{ms:.2f}")
        for e, ms in zip(opened, times, strict=True)
    ]
    note = "ms: one face, one thread, median, in turns on the machine as it was."
    return Table("Embedders", note, ("name", "SHA-256", "pixels", "D", "MB", "ms"), rows)


def figures(data: Dataset, results: Sequence[Result]) -> Table:
    """One row a measure, one column an embedder."""
    first = results[0]
    rows = [
        (f"ten-fold accuracy, {len(data.pairs)} pairs", *(str(r.verification.accuracy) for r in results)),
        *(
            (
                f"TAR at FAR {percent(rate)}, {data.same.sum()} same and {(~data.same).sum()} different pairs",
                *(str(r.verification.tar[rate]) for r in results),
            )
            for rate in verification.RATES
        ),
    ]
    if first.all_pairs:
        name = f"TAR at FAR {percent(ALL_PAIRS_FAR)}, all {first.all_pairs.comparisons} pairs"
        rows.append((name, *(str(r.all_pairs) for r in results)))
    if first.open_set:
        one = first.open_set
        count = f"{one.people} people, {len(one.own)} probes, {len(one.stranger)} strangers"
        for rate in one.fnir:
            cells = (f"{r.open_set.fnir[rate]}, at {r.open_set.threshold[rate]:.3f}" for r in results if r.open_set)
            rows.append((f"FNIR at FPIR {percent(rate)}, {count}", *cells))
    rows.append((f"pictures without a detected face, of {len(data.names)}", *(str(r.undetected) for r in results)))
    note = (
        "A face that is not found is an error of each of its pairs and probes; for TAR, nobody accepts it. "
        "In brackets: 95 % intervals (Wilson, bootstrap over pairs, or over people). Some celebrities of the "
        "training sets are also in LFW."
    )
    return Table("Figures", note, ("measure", *(r.embedder.name for r in results)), rows)


def calibration_checks(results: Sequence[Result]) -> list[Table]:
    """Calibration check: what the shipped calibrations promised and what came of it."""

    def row(name: str, rate: float, check: CalibrationCheck) -> tuple[str, ...]:
        right, other, nobody = check.named
        limit = f"{check.threshold:.3f}"
        return (name, percent(rate), limit, str(check.fpir), str(check.fnir), f"{right} / {other} / {nobody}")

    rows = [
        row(r.embedder.name, rate, check)
        for r in results
        if r.open_set
        for rate, check in r.open_set.promised.items()
    ]
    columns = (
        "embedder",
        "FPIR promised",
        "threshold",
        "FPIR measured",
        "FNIR there",
        "named: right / wrong / none",
    )
    note = "The threshold comes from the shipped calibration and the gallery's size alone."
    return [Table("Calibration check", note, columns, rows)] if rows else []


def confusions(results: Sequence[Result]) -> list[Table]:
    columns = ("truth", "called one person", "called two people")
    return [
        Table(
            f"Confusion matrix of {r.embedder.name}",
            "Pairs, each judged at the threshold of the other folds.",
            columns,
            [
                (truth, *(str(count) for count in counts))
                for truth, counts in zip(("one person", "two people"), r.verification.confusion, strict=True)
            ],
        )
        for r in results
    ]


def yaws(results: Sequence[Result]) -> Table:
    rows = [
        (
            r.embedder.name,
            f"{low} to {high}",
            str(g.accuracy),
            str(g.accepted),
            str(g.refused),
            f"{g.accuracy.comparisons}",
        )
        for r in results
        for g in r.yaw
        for low, high in (g.degrees,)
    ]
    columns = ("embedder", "yaw, degrees", "accuracy", "same accepted", "different refused", "pairs")
    note = (
        "By the more turned picture of each pair, as the detector's five points show it (within some 10 degrees)."
    )
    return Table("Pairs by pose", note, columns, rows)


def robustness(opened: Sequence[Embedder], judged: Sequence[Sequence[Corrupted]]) -> Table:
    rows = [
        (embedder.name, row.name, percent(row.found.value), str(row.accepted), str(row.wrong), f"{pairs}")
        for embedder, table in zip(opened, judged, strict=True)
        for row in table
        for pairs in (row.accepted.comparisons + row.wrong.comparisons,)
    ]
    columns = ("embedder", "second picture", "faces found", "same accepted", "different accepted", "pairs")
    note = f"At the threshold with a FAR of {percent(CLEAN_FAR)} on clean pictures; faces not found are refused."
    return Table("Robustness", note, columns, rows)


def bad_pictures(embedder: Embedder, limit: float, judged: Sequence[out_of_distribution.Row]) -> Table:
    columns = ("crops", "above the threshold", "with the gate", "pass the gate", "gate for 0.1 %", "number")
    rows = [
        (r.kind, str(r.above), str(r.named), percent(r.through.value), f"{r.gate:.3f}", f"{r.above.comparisons}")
        for r in judged
    ]
    note = (
        f"Against {out_of_distribution.PEOPLE} held-out people at the app's threshold, {limit:.3f}. "
        f"The gate is the app's: quality {GOOD} or more. Crops reach the embedder without the detector's consent."
    )
    return Table(f"Bad pictures and {embedder.name}", note, columns, rows)


def groups(found: Sequence[Group]) -> Table:
    columns = ("by", "group", "faces", "missed", "of", "matched by mistake", "of pairs")
    rows = [
        (
            group.kind,
            group.name,
            f"{group.faces}",
            str(group.missed),
            f"{group.missed.comparisons} {'pairs' if group.photographs else 'altered views'}",
            str(group.matched),
            f"{group.matched.comparisons}",
        )
        for group in found
    ]
    note = f"One threshold for all: where {percent(FMR)} of all pairs of two held-out people are taken for one."
    return Table("By group", note, columns, rows)
