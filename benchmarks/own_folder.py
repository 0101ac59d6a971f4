"""`python -m benchmarks own_folder`: the commands of docs/training.md, from photographs of one's own to names.

Word for word as they stand there (but for `--steps`, and what installs), in a copy of the checkout and an empty
home. The folder has what folders have: years within a person's, a HEIC, a picture that is cut off, a film. Its
photographs are crops of a face set in a wider frame: the figures say that the way works, and not how well.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import cv2
import numpy as np

from benchmarks.common import SHARED, Row
from training.data import heldout
from training.data.faces import normalised

ROOT = Path(__file__).resolve().parents[1]
PEOPLE, EACH = 24, 8
"""Who are enrolled; one more photograph of each is asked about."""
STEPS = 300
INSTALLING = "python -m uv run "
PROGRAM = "import sys; from facecam.cli import main; sys.exit(main())"
"""Instead of the installed `facecam`, which would open its own models."""


def rows() -> list[Row]:
    """A row a command; none where the face sets are not beside the checkout."""
    source = SHARED / "data" / "faces" / "pins.npz"
    if not source.exists():
        return []
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "facecam"
        checkout(place)
        photographs(source, place)
        home = {"HOME": str(Path(folder) / "home"), "PYTHONPATH": "."}
        environment = {name: value for name, value in os.environ.items() if not name.startswith("FACECAM")} | home
        return [walked(command, place, environment) for command in commands()]


def commands() -> list[str]:
    """Those of the page's first parts, that end in names."""
    page = (ROOT / "docs" / "training.md").read_text(encoding="utf-8")
    found = [line for block in re.findall(r"```sh\n(.*?)```", page, re.DOTALL) for line in block.splitlines()]
    last = max(number for number, line in enumerate(found) if "identify" in line)
    return [line.removeprefix(INSTALLING) for line in found[: last + 1] if line.startswith(INSTALLING)]


def checkout(place: Path) -> None:
    """A copy of what git knows, as it is now."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    for name in filter(None, listed.decode().split("\0")):
        if not name.startswith("tests/") and (ROOT / name).is_file():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, place / name)


def photographs(source: Path, place: Path) -> None:
    """`my_photos` and `new_photos` in `place`, of people whom nothing was held out of."""
    held = heldout.read().people
    stored = np.load(source, allow_pickle=False)
    people = [str(name) for name in stored["identities"]]
    able = [
        number
        for number, name in enumerate(people)
        if normalised(name) not in held and (stored["identity"] == number).sum() > EACH
    ]
    content, offset = stored["data"], stored["offset"]
    for person in able[:PEOPLE]:
        name = people[person].title().replace(" ", "_")
        for number, row in enumerate(np.flatnonzero(stored["identity"] == person)[: EACH + 1]):
            crop = cv2.imdecode(content[offset[row] : offset[row + 1]], cv2.IMREAD_COLOR)
            assert crop is not None
            picture = cv2.resize(crop, (240, 240), interpolation=cv2.INTER_CUBIC)
            picture = cv2.copyMakeBorder(picture, 70, 70, 110, 110, cv2.BORDER_REPLICATE)
            inside = "." if number < 5 else "2019" if number < 7 else "2020"
            file = place / "my_photos" / name / inside / f"IMG_{number}.jpg"
            if number == EACH:
                file = place / "new_photos" / f"{name}.jpg"
            file.parent.mkdir(parents=True, exist_ok=True)
            cv2.imwrite(str(file), picture)
    folder = min((place / "my_photos").iterdir())
    shutil.copy(SHARED / "cases" / "portrait.heic", folder / "IMG_8.HEIC")
    (folder / "IMG_9.jpg").write_bytes((folder / "IMG_1.jpg").read_bytes()[:3000])
    (folder / "film.mov").write_bytes(b"film")


def walked(command: str, place: Path, environment: dict[str, str]) -> Row:
    """Run a command in `place`; of names, how many were right."""
    program, *words = command.replace("--group training ", "").split()
    start = [sys.executable] if program == "python" else [sys.executable, "-c", PROGRAM]
    words += ["--steps", str(STEPS)] if "own_faces" in words and "train" in words else []
    words += ["--json"] if "identify" in words else []
    before = time.perf_counter()
    done = subprocess.run([*start, *words], cwd=place, env=environment, capture_output=True, text=True)
    told = f"{time.perf_counter() - before:.0f} s"
    lines = (done.stderr + done.stdout).strip().splitlines()
    if "identify" in words:
        found = [json.loads(line) for line in done.stdout.splitlines()]
        right = sum(
            Path(one["path"]).stem.replace("_", " ") in [face["name"] for face in one["faces"]] for one in found
        )
        told += f", {right} of {len(found)} named rightly"
    elif lines:
        told += f": {lines[-1]}"
    return Row(command, told, "exit 0", done.returncode == 0 or "identify" in words)
