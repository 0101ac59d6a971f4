"""`docs/architecture.md` is true: its layers are the import contract's, and its words lead to their files."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")

SEARCHED = (
    *("early stopping", "prefetch", "ensemble", "toast", "latency", "confidence interval", "status bar", "sidebar"),
    *("scene cut", "integral image", "diagnostics", "heat map", "mixup", "EMA", "non-maximum suppression"),
    *("image pyramid", "alignment", "calibration", "false match rate", "open-set identification", "clustering"),
    *("hysteresis", "tracker", "mailbox", "back-pressure", "schema migration", "undo journal"),
    *("quantisation", "knowledge distillation", "triplet loss", "ArcFace", "hard negative mining", "telemetry"),
    *(
        "keyboard shortcut",
        "API key",
        "rate limit",
        "webhook",
        "Kalman filter",
        "data association",
        "image quality",
    ),
    *("confirmation dialog", "data augmentation", "data loader", "learning rate schedule", "drag and drop"),
)
"""What somebody who knows the field and not this program greps for."""

GLOSSARY = dict(
    re.findall(
        r"^\| ([^|(]+?)(?: \([^|]*\))? \| [^|]+ \| `([^`]+)` \|$", PAGE.split("## Glossary")[1], re.MULTILINE
    )
)


def contracts() -> Iterator[tuple[str, list[str]]]:
    """The layers of each room that has a contract, as the page writes them."""
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]:
        for container in contract.get("containers", ()):
            yield container, contract["layers"]


@cache
def said(file: Path) -> tuple[str, str, str]:
    """In small letters: the words of a file's name, the beginning of its docstring, and all of its docstrings."""
    tree = ast.parse(file.read_text("utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    texts = [ast.get_docstring(node) or "" for node in ast.walk(tree) if isinstance(node, documented)]
    texts += [  # below a constant
        node.value.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    ]
    everything = re.sub(r"\s+", " ", " ".join(texts)).lower()
    name = f"{file.parent.name} {file.stem}".replace("_", " ")
    return name.lower(), texts[0].split("\n\n")[0].replace("\n", " ").lower(), everything


def found(term: str) -> list[str]:
    """Where a search for a term ends: files with it in their name, else at their beginning, else in a docstring."""
    files = [path for room in ("facecam", "ui", "training") for path in sorted((ROOT / room).rglob("*.py"))]
    word = re.compile(rf"\b{re.escape(term.lower())}(s|es)?\b")
    for place in range(3):
        if here := [str(path.relative_to(ROOT)) for path in files if word.search(said(path)[place])]:
            return here
    return []


def test_the_layers_are_those_of_the_contract() -> None:
    drawn = {
        room: [line.strip() for line in lines.strip().splitlines()]
        for room, lines in re.findall(r"^```text (\S+)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    }
    assert drawn == dict(contracts())


@pytest.mark.parametrize("term", SEARCHED)
def test_a_word_of_the_field_leads_to_its_file(term: str) -> None:
    assert term in GLOSSARY, "the glossary has it"
    files = found(term)
    assert GLOSSARY[term] in files and len(files) <= 3, files


@pytest.mark.parametrize("term", GLOSSARY)
def test_every_word_of_the_glossary_is_in_the_file_it_names(term: str) -> None:
    file = ROOT / GLOSSARY[term]
    assert file.is_file()
    assert any(term.lower() in place for place in said(file)), "its name or one of its docstrings"


@pytest.mark.parametrize(
    "page",
    [
        "README.md",
        "CONTRIBUTING.md",
        "docs/architecture.md",
        "docs/training.md",
        "docs/mutations.md",
        "docs/licences.md",
        "docs/events.md",
        "docs/peers.md",
    ],
)
def test_every_file_that_a_page_names_is_there(page: str) -> None:
    """By its whole path, or from one of the packages."""
    text = (ROOT / page).read_text("utf-8")
    rooms = (ROOT, ROOT / "facecam", ROOT / "training", ROOT / "ui")
    for path in re.findall(r"`((?:\.?\w[\w-]*/)+[\w-]*(?:\.(?:py|toml|md|txt))?)`", text):
        assert "NNNN" in path or any((room / path).exists() for room in rooms), path


def test_the_index_of_decisions_has_all_of_them() -> None:
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text("utf-8")
    assert re.findall(r"\]\((\d{4}-[\w-]+\.md)\)", index) == sorted(path.name for path in folder.glob("[0-9]*.md"))


def test_no_document_is_cited_that_is_not_here() -> None:
    """A citation such as "DESIGN 4" helps nobody who has only this repository."""
    absent = re.compile(r"\b(?:DESIGN|INTERFACE|STYLE|PEERS|UI)(?:\.md|:? \d)|DESIGN:|founding document")
    files = [*ROOT.glob("*.py"), *ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "pyproject.toml"]
    for room in ("facecam", "ui", "training", "benchmarks", "examples"):
        files += [path for kind in ("*.py", "*.md", "*.toml") for path in (ROOT / room).rglob(kind)]
    cited = {str(path.relative_to(ROOT)): absent.findall(path.read_text("utf-8")) for path in files}
    assert not {path: names for path, names in cited.items() if names}


def test_the_licences_name_every_weight_face_set_and_package() -> None:
    page = (ROOT / "docs" / "licences.md").read_text("utf-8")
    manifest = tomllib.loads((ROOT / "models" / "manifest.toml").read_text("utf-8"))["model"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    groups = (*project["project"]["optional-dependencies"].values(), *project["dependency-groups"].values())
    wanted = [requirement for group in (project["project"]["dependencies"], *groups) for requirement in group]
    packages = {re.split(r"[\[<>=;! ]", requirement)[0] for requirement in wanted}
    teachers = {teacher for model in manifest for teacher in model.get("teachers", ())}
    for name in (*(model["file"] for model in manifest), *teachers):
        assert f"`{name}" in page, name
    for name in sorted(packages):
        assert re.search(rf"^\|.*\b{re.escape(name)}\b", page, re.MULTILINE), name
    terms = tomllib.loads((ROOT / "training" / "release" / "terms.toml").read_text("utf-8"))
    assert len(terms["sets"]) > 12
    for name in terms["sets"]:
        assert re.search(rf"^\| .*\b{name}\b", page, re.MULTILINE | re.IGNORECASE), name
