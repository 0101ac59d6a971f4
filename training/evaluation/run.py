"""Everything about some embedders on one data set: tables, a page with plots, and figures for the manifest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from facecam.base.errors import InputError
from training.core import manifest, report
from training.data import faces
from training.evaluation import datasets, out_of_distribution, plots, tables
from training.evaluation.datasets import Dataset
from training.evaluation.pipeline import Points, points, vectors
from training.evaluation.results import ALL_PAIRS_FAR, Result, calibration_of, judge
from training.evaluation.robustness import robustness
from training.metrics.confidence_intervals import Estimate
from training.teachers import asking
from training.teachers.embedders import Embedder, milliseconds, open_embedder
from training.teachers.ensemble import TeacherEnsemble


def evaluate(
    which: Sequence[str],
    source: Path,
    models: Path,
    cache: Path,
    *,
    pairs: Path | None = None,
    page: Path | None = None,
    corrupted: bool = False,
    bad: tuple[Path, Path] | None = None,
    recorded: bool = False,
) -> list[Result]:
    """Measure embedders, print tables and write the page, and where they are `recorded` the manifest's figures.

    which: as `open_embedder`. source, pairs: as `datasets.read`. corrupted: with the robustness table. bad: with
    the table of bad pictures, made from the face sets and with the teachers in these two folders.
    """
    embedders = [open_embedder(name, models) for name in dict.fromkeys(which)]
    if bad and not any(calibration_of(embedder) for embedder in embedders):
        raise InputError("No embedder has a calibration", "Run `python -m training calibrate NAME` first")
    data = datasets.read(source, pairs)
    five = points(data, cache)
    answers = vectors(data, five, embedders)
    results = [judge(data, five, *pair) for pair in zip(embedders, answers, strict=True)]
    judged = [result.verification for result in results]
    times = milliseconds(embedders)
    shown = [
        tables.embedders(embedders, times),
        tables.figures(data, results),
        *tables.calibration_checks(results),
        *tables.confusions(results),
        tables.yaws(results),
    ]
    if corrupted:
        shown.append(tables.robustness(embedders, robustness(data, five, embedders, answers, judged)))
    named: dict[str, dict[str, float]] = {}
    if bad:
        for embedder, limit, rows in bad_pictures(embedders, data, five, cache, *bad):
            shown.append(tables.bad_pictures(embedder, limit, rows))
            named[embedder.name] = {f"named_{row.kind.replace(' ', '_')}": row.named.value for row in rows}
    title = f"{data.title}: {len(data.names)} pictures, {len(data.pairs)} pairs, whole pipeline"
    report.show(title, shown)
    names = [embedder.name for embedder in embedders]
    known = [result.open_set for result in results if result.open_set]
    drawn = [
        plots.roc(names, judged),
        *([plots.det(names, known)] if known else []),
        *(plots.histogram(name, one) for name, one in zip(names, judged, strict=True)),
    ]
    page = page or cache / f"report-{data.title}.html"
    report.write(page, title, shown, drawn)
    print(f"page: {page}")
    for result, ms in zip(results if recorded else [], times, strict=False):
        record(result, data, models, ms, named.get(result.embedder.name, {}))
    return results


def bad_pictures(
    embedders: Sequence[Embedder], data: Dataset, five: Points, cache: Path, face_sets: Path, folder: Path
) -> Iterator[tuple[Embedder, float, list[out_of_distribution.Row]]]:
    """Threshold and rows of each embedder that has a calibration."""
    loaded = faces.load(face_sets, cache)
    teacher = TeacherEnsemble.concatenate(asking.ask(loaded.pixels, cache, folder))
    for embedder in embedders:
        if curve := calibration_of(embedder):
            yield embedder, *out_of_distribution.bad_pictures(embedder, curve, loaded, teacher, data, five)


def record(result: Result, data: Dataset, models: Path, ms: float, named: Mapping[str, float]) -> None:
    """Write the figures of a model of the manifest into it, `ms` a face and the bad pictures `named` included.

    The entry is read anew, for it may have changed meanwhile. A variant keeps the time that it was measured with
    beside its float model.
    """
    if result.embedder.entry is None:
        return
    path = models / manifest.MANIFEST.name
    entry = manifest.find(result.embedder.name, path)
    if entry["sha256"] != result.embedder.digest:
        raise InputError(
            "{name} was exchanged while it was measured", "Measure it again", name=result.embedder.name
        )
    found: dict[str, float | int] = {
        "accuracy": round(result.verification.accuracy.value, 4),
        "pairs": len(data.pairs),
        "undetected": result.undetected,
    }
    estimates: dict[str, Estimate] = {f"tar_at_far_{rate}": tar for rate, tar in result.verification.tar.items()}
    if result.all_pairs:
        estimates[f"all_pairs_tar_at_far_{ALL_PAIRS_FAR}"] = result.all_pairs
    if result.open_set:
        one = result.open_set
        found |= {"people": one.people, "probes": len(one.own), "strangers": len(one.stranger)}
        estimates |= {f"fnir_at_fpir_{rate}": fnir for rate, fnir in one.fnir.items()}
        estimates |= {f"fpir_measured_of_{rate}": promise.fpir for rate, promise in one.promised.items()}
    found |= {name: round(estimate.value, 4) for name, estimate in estimates.items()}
    entry.setdefault("figures", {}).update(
        {**{f"{data.title}_{name}": value for name, value in found.items()}, **named}
    )
    if "variant_of" not in entry:
        entry["figures"] |= {"ms": round(ms, 2), "megabytes": round(result.embedder.megabytes, 2)}
    manifest.update(entry, path)
