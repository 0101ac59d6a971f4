"""Diagnostics, which `facecam doctor` prints: what was found, and what to do where that is not enough."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError
from typing import Any

import facecam
from facecam.base import paths
from facecam.base.errors import FacecamError, SourceError
from facecam.base.settings import Settings
from facecam.capture.camera import cameras
from facecam.capture.demo import DemoSource
from facecam.cli.support import display_libraries as display
from facecam.cli.support import requirements
from facecam.cli.support.opening import open_database
from facecam.identity.neighbourhood import EVEN
from facecam.store.database import Database
from facecam.store.gallery import load_gallery
from facecam.store.people import list_people, other_spaces, unreadable
from facecam.store.sketched_gallery import VAST
from facecam.tasks.encryption import state
from facecam.vision.embedder import Embedder
from facecam.vision.manifest import ModelEntry, load_manifest
from facecam.vision.sessions import open_session

_NO_CUDA = "The CPU does it all; for a GPU install NVIDIA's driver, and facecam's extra `gpu`"


@dataclass(frozen=True, slots=True)
class Check:
    name: str
    ok: bool
    """Whether facecam can do what it is for; a remedy may stand beside it all the same."""
    found: str
    remedy: str = ""

    def json(self) -> dict[str, Any]:
        return asdict(self)


def failed(name: str, error: FacecamError) -> Check:
    return Check(name, False, error.what, error.remedy)


def settings_place() -> str:
    file = paths.settings_file()
    return str(file) if file.exists() else f"{file} (not there: the defaults)"


def _packages(settings: Settings) -> list[Check]:
    try:
        wanted = requirements.required()
    except PackageNotFoundError:
        return [Check("facecam", False, "facecam itself is not installed", "Install it: pip install .")]
    found = [requirements.look(one) for one in wanted]
    lacking = [f"{one.name}{one.specifier}" for one, (_, enough) in zip(wanted, found, strict=True) if not enough]
    remedy = f"Install {', '.join(lacking)}" if lacking else ""
    return [
        Check("facecam", True, f"{facecam.__version__}, Python {platform.python_version()}, {platform.platform()}"),
        Check("packages", not lacking, ", ".join(words for words, _ in found), remedy),
    ]


def _models(settings: Settings) -> list[Check]:
    """Every model's digest, and the processors that really run the chosen embedder."""
    try:
        manifest = load_manifest()
    except FacecamError as error:
        return [failed("models", error)]
    checks = []
    for entry in manifest.models:
        try:
            session = open_session(entry, "off")
            found = f"{entry.path.name}, its SHA-256 is as listed"
            if entry.task == "embedder":
                told = Embedder(session, entry).neighbourhood is not EVEN
                found += "; crowded faces are told from others" if told else "; its scores are plain cosines"
            checks.append(Check(f"model {entry.name}", True, found))
        except FacecamError as error:
            checks.append(failed(f"model {entry.name}", error))
    try:
        return checks + _providers(manifest.embedder(settings.model), settings)
    except FacecamError as error:
        return [*checks, failed("embedder", error)]


def _providers(entry: ModelEntry, settings: Settings) -> list[Check]:
    try:
        session = open_session(entry, "auto")
        if session.provider == "CUDA":
            cuda = Check("CUDA", True, f"runs {entry.name}")
        else:
            # Only who insists on a GPU is stopped by this.
            cuda = Check("CUDA", settings.gpu != "required", str(session.remark), _NO_CUDA)
    except FacecamError as error:
        cuda = failed("CUDA", error)
    try:
        open_session(entry, "off")
        cpu = Check("CPU", True, f"runs {entry.name}")
    except FacecamError as error:
        cpu = failed("CPU", error)
    return [cuda, cpu]


def _cameras(settings: Settings) -> list[Check]:
    found = cameras()
    remedy = "" if found else "Plug one in, or use a file, a URL or `demo`"
    return [Check("cameras", True, ", ".join(map(str, found)) or "none", remedy)]


def _demo(settings: Settings) -> list[Check]:
    source = DemoSource()
    try:
        source.open()
    except SourceError as error:
        return [Check("demo", True, error.what, error.remedy)]
    finally:
        source.close()
    return [Check("demo", True, source.mode)]


def _display(settings: Settings) -> list[Check]:
    """Qt, and the libraries that it needs from the system; an error only where there is a display to open it on."""
    wanted = not sys.platform.startswith("linux") or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))
    missing = display.missing()
    if missing:
        return [Check("display", not wanted, f"missing: {', '.join(missing)}", display.APT)]
    if paths.INSTALLATION == "frozen":  # it is no Python that runs a line, and was seen to start when it was made
        return [Check("display", True, "the libraries are here" + ("" if wanted else "; no display is set"))]
    # In a process of its own: the core knows no Qt, and Qt may abort.
    try:
        tried = subprocess.run([sys.executable, "-c", "import PySide6.QtWidgets"], capture_output=True, text=True)
    except OSError as error:  # Python itself may not be started by whoever asks
        return [Check("display", True, f"not tried: {sys.executable}: {error.strerror}")]
    if tried.returncode:
        reason = (tried.stderr.strip().splitlines() or ["it ended without a word"])[-1]
        return [Check("display", not wanted, f"Qt cannot be loaded: {reason}", "Install pyside6-essentials anew")]
    return [Check("display", True, "Qt and its libraries load" + ("" if wanted else "; no display is set"))]


def _database(settings: Settings) -> list[Check]:
    url = settings.database or None
    if url is None and not (paths.data_dir() / "facecam.db").exists():
        return [Check("database", True, f"{paths.data_dir() / 'facecam.db'} (made when it is needed)")]
    try:
        database = open_database(settings)
    except FacecamError as error:
        return [failed("database", error)]
    try:
        people = list_people(database)
        samples = sum(person.templates for person in people)
        key = state(database)
        found = f"{database.name}, version {database.version}, {len(people)} people, {samples} samples"
        found += f", encrypted ({key.value})" if key is not None else ", not encrypted"
        model = load_manifest().embedder(settings.model)
        others = other_spaces(database, model.space)
        remedy = "Enrol those people anew, or name their model with --model" if others else ""
        damage = None
        if key is not None or samples < VAST:  # nobody reads very many whole, and what is not sealed is not damaged
            gallery = load_gallery(database, model.space, model.dimension or 0, keeps=False)  # the app's is another
            damage = unreadable(database, gallery)
        if database.file is None:
            found += f", {_search(database)}"
        checks = [Check("database", True, found + (f", {others} of another model" if others else ""), remedy)]
        return checks if damage is None else [*checks, failed("faces", damage)]
    except FacecamError as error:
        return [failed("database", error)]
    finally:
        database.close()


def _search(database: Database) -> str:
    """Who compares a face with very many people."""
    from facecam.store.sketch_index import LARGE, why_not

    reason = why_not(database)
    if reason is None:
        return f"from {LARGE:,} samples on programs hold a sketch of the people"
    return f"each program holds all people in memory, for {reason}"


def _log(settings: Settings) -> list[Check]:
    return [Check("log", True, str(paths.log_file()))]


ALL: tuple[Callable[[Settings], list[Check]], ...] = (
    _packages,
    _models,
    _cameras,
    _demo,
    _display,
    _database,
    _log,
)
