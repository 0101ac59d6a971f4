"""A model's card, from the manifest: what it is, how well it does, what it was made of and may be used for."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx

from facecam.base.errors import InputError
from facecam.identity.calibration import Calibration
from training.core import manifest
from training.core.files import write_atomically
from training.distillation import recipe
from training.evaluation.fairness import ENOUGH, FMR, worst
from training.metrics.confidence_intervals import Estimate, percent
from training.release import terms

PROMISES = (0.01, 0.003)
"""FPIR"""
GALLERIES = (10, 100, 1_000, 10_000)
"""people"""

BAR = 0.985
"""Of LFW's ten-fold accuracy; the best small models that are published have 0.995 and more."""


def write(name: str, models: Path) -> Path:
    """Write `NAME.md` beside the model; return its path."""
    entry = manifest.find(name, models / manifest.MANIFEST.name)
    if entry["task"] != "embedder":
        raise InputError("{name} is no embedder", "Its card is written by hand", name=name)
    path = models / f"{name}.md"
    write_atomically(path, card(entry, parameters(models / entry["file"])).encode())
    return path


def parameters(file: Path) -> int:
    """Numbers that an ONNX file carries, as far as they are weights."""
    return sum(int(np.prod(t.dims)) for t in onnx.load(file).graph.initializer if len(t.dims) > 0)


def card(entry: manifest.Entry, count: int) -> str:
    """The whole card of an embedder with `count` parameters. What was not measured is said to be so."""
    figures: dict[str, Any] = entry.get("figures", {})
    parts = [
        f"# {entry['name']}",
        " ".join(what(entry, count)),
        *verdict(figures),
        *entry.get("remarks", []),
        table(("measured", "value"), list(measured(entry, figures))),
        f"sha256 `{entry['sha256']}`. LFW's figures are printed by `python -m training evaluate {entry['name']}`; "
        "LFW chose nothing about weights, recipe or threshold. Some celebrities of the face sets are also in LFW.",
        "## Made of",
        "\n".join(paragraph(f"- {line}") for line in made_of(entry)),
        "## By group",
        *by_group(entry),
    ]
    return "\n\n".join(paragraph(part) for part in parts) + "\n"


def what(entry: manifest.Entry, count: int) -> Iterator[str]:
    """Sentences: network, size, input, where to go on from."""
    side = f"{entry['size']}x{entry['size']}"
    yield f"{count / 1e6:.1f} M parameters, {entry['dimension']}-D;"
    yield f"aligned crops of {side} (uint8 BGR) in, unit vectors out; scaling and normalisation are inside."
    if "variant_of" in entry:
        yield f"The {entry['variant']} variant of `{entry['variant_of']}`."
        shared = entry["space"] != entry["sha256"]
        yield f"Its templates {'may' if shared else 'must not'} be compared with those of the float model."
    else:
        yield f"`{entry['name']}.safetensors` holds its averaged weights in fp16, unfused:"
        yield f'`init = "models/{entry["name"]}.safetensors"` in a recipe goes on from them.'


def thresholds(curve: Calibration) -> Iterator[tuple[str, str]]:
    """Rows: the threshold for a promise, by the number of people enrolled."""
    sizes = " / ".join(f"{people:,}" for people in GALLERIES)
    for fpir in PROMISES:
        scores = [curve.threshold(fpir, people) for people in GALLERIES]
        shown = " / ".join(f"{score:.3f}{'*' if curve.extrapolated(score) else ''}" for score in scores)
        yield f"threshold for an FPIR of {100 * fpir:g} % with {sizes} people (*: beyond what was measured)", shown


def verdict(figures: dict[str, Any]) -> Iterator[str]:
    """How far it is from what is wanted, in bold, before anything else."""
    accuracy = figures.get("lfw_accuracy")
    if accuracy is None:
        yield "**Not measured on LFW yet.**"
    elif accuracy < BAR:
        yield (
            f"**Under the bar.** It should have {percent(BAR)} on LFW at least, and the best small models that are "
            "published have 99.5 % and more. Treat it as something to build on, not as a lock on a door."
        )


def measured(entry: manifest.Entry, figures: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Rows of the table of figures; one that was not measured is left out."""

    def has(*names: str) -> bool:
        return all(name in figures for name in names)

    def shares(*names: str) -> str:
        return " / ".join(percent(figures[name]) for name in names)

    if has("lfw_accuracy"):
        name = (
            f"LFW ten-fold, whole pipeline ({figures['lfw_pairs']} pairs, {figures['lfw_undetected']} undetected)"
        )
        yield name, shares("lfw_accuracy")
    tar = "lfw_tar_at_far_0.01", "lfw_tar_at_far_0.001"
    if has(*tar):
        yield "TAR at FAR 1 % / 0.1 %, the same pairs", shares(*tar)
    if has("lfw_all_pairs_tar_at_far_0.0001"):
        yield "TAR at FAR 0.01 %, all pairs of LFW's pictures", shares("lfw_all_pairs_tar_at_far_0.0001")
    fnir = "lfw_fnir_at_fpir_0.01", "lfw_fnir_at_fpir_0.003"
    if has(*fnir, "lfw_probes"):
        counts = (
            f"{figures['lfw_people']} people, {figures['lfw_probes']} probes, {figures['lfw_strangers']} strangers"
        )
        yield f"open set on LFW ({counts}): FNIR at FPIR 1 % / 0.3 %", shares(*fnir)
    promised = "lfw_fpir_measured_of_0.01", "lfw_fpir_measured_of_0.003"
    if has(*promised):
        yield "with the shipped calibration a promised FPIR of 1 % / 0.3 % measures", shares(*promised)
    if has("heldout_tar_at_far_0.0001"):
        name = f"held-out people, TAR at FAR 0.01 % ({figures['heldout_comparisons']} pairs)"
        value, low, high = figures["heldout_tar_at_far_0.0001_float"]
        yield name, f"{shares('heldout_tar_at_far_0.0001')}; float model {Estimate(value, low, high, 0)}"
    if has("ms", "megabytes"):
        turns = f" ({figures['ms_float']} for the float model, in turns)" if has("ms_float") else ""
        yield "one face, one thread, ONNX Runtime, median", f"{figures['ms']} ms{turns}; {figures['megabytes']} MB"
    for key, value in figures.items():
        if key.startswith("named_"):
            yield f"bad pictures given a name: {key.removeprefix('named_').replace('_', ' ')}", percent(value)
    yield "a score", neighbourhood(entry)
    if curve := entry.get("calibration"):
        rate = f"down to a false match rate of {10 ** curve['log10_fmr'][-1]:.1e}"
        yield (
            "threshold calibrated",
            f"{rate}, {curve['comparisons']} comparisons of {curve['people']} held-out people",
        )
        yield from thresholds(Calibration(curve["score"], curve["log10_fmr"]))


def neighbourhood(entry: manifest.Entry) -> str:
    """What a score is, in words."""
    centres = entry.get("neighbourhood")
    if centres is None:
        return "the cosine: crowded faces, as those of small children, are taken for one another more often"
    return (
        f"the cosine, less what is taken off for each of two faces that lie where many do (`{centres['file']}`: "
        "centres that are nobody's face, balanced by age and ethnicity); that of ordinary adults is the cosine"
    )


def made_of(entry: manifest.Entry) -> Iterator[str]:
    """Recipe, data, teachers and terms."""
    yield f"Recipe: `{entry.get('recipe', 'unknown')}`{details(entry)}."
    yield f"Data: {entry.get('training_data', 'not stated')}."
    teachers = [terms.teacher(name) for name in entry.get("teachers", [])]
    if teachers:
        yield f"Teachers: {'; '.join(teachers)}. Terms of those not yours are non-commercial or were not stated."
    yield f"Terms: **{entry.get('licence', 'not stated: treat it as research only')}**."


def details(entry: manifest.Entry) -> str:
    """What the recipe says, where it is still among the package's, and how many samples were seen."""
    samples = f", {entry['samples'] / 1e6:.2f} million samples seen" if "samples" in entry else ""
    try:
        chosen = recipe.load(str(entry.get("recipe", "")))
    except InputError:
        return samples
    return f" ({chosen.network}{samples}; seed {chosen.seed})"


def by_group(entry: manifest.Entry) -> Iterator[str]:
    """The fairness table, its worst groups and its limits."""
    found = entry.get("fairness")
    if not found:
        yield f"By age, sex and set: not measured yet (`python -m training fairness {entry['name']}`)."
        return
    groups: list[dict[str, Any]] = found["groups"]

    def share(numbers: list[float]) -> str:
        value, low, high, count = numbers
        return f"{Estimate(value, low, high, int(count))} of {int(count)}"

    rows = [(f"{g['kind']} {g['name']}", str(g["faces"]), share(g["missed"]), share(g["matched"])) for g in groups]
    yield table(("group", "faces", "missed", "two people taken for one"), rows)
    named = []
    for kind, rate, verb in (
        ("age", "missed", "missed most often"),
        ("age", "matched", "taken for one another most often"),
        ("sex", "matched", "the sex taken for one another more often"),
        ("ethnicity", "matched", "the ethnicity taken for one another most often"),
        ("set", "missed", "the set missed most often"),
    ):
        group = worst(groups, kind, rate)
        if group:
            named.append(f"{verb}: {kind} {group['name']} ({percent(group[rate][0])})")
    yield f"Worst of the groups with {ENOUGH} faces or more: {'; '.join(named)}."
    yield (
        f"One threshold for all, {found['threshold']}, at which {percent(FMR)} of the pairs of two held-out people "
        "are taken for one. Who is on the faces by age, sex and ethnicity is not known: `missed` is measured there "
        "on an altered view of the same photograph, easier than another photograph; the sets have real pairs. "
        "Pairs that the teachers take for one person do not count as two. Labels of age, sex and ethnicity are the "
        "sets' makers'."
    )


def paragraph(text: str) -> str:
    """Lines of 120; tables, lists and headings stay as they are."""
    if "\n" in text or text.startswith("#"):
        return text
    indent = "  " if text.startswith("- ") else ""
    return textwrap.fill(text, 120, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """A table in Markdown."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
