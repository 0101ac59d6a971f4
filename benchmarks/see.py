"""Everything about seeing in one table: what is found and what it costs, on what lies beside the checkout.

python -m benchmarks see
python -m benchmarks.see --pictures FOLDER --stills FOLDER_OR_ARCHIVE      # the same on other sets
"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks import detection, detector, films, picture_memory, stills, student
from benchmarks.common import Row
from benchmarks.table import show


def rows(pictures: Path | None = None, portraits: Path | None = None) -> list[Row]:
    """`pictures`: a folder of marked pictures, `portraits`: pictures with a face each, instead of those beside the
    checkout."""
    return [
        *stills.rows(portraits),
        *detection.rows(pictures),
        *detector.rows(),
        *films.rows(),
        *picture_memory.rows(),
        *student.rows(),
    ]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.see", description=__doc__)
    parser.add_argument("--pictures", type=Path, help="a folder with faces.npz and nofaces.npz, measured whole")
    parser.add_argument("--stills", type=Path, help="a folder or archive of pictures with a face each")
    parser.add_argument("--json", action="store_true", help="print the rows as JSON")
    given = parser.parse_args()
    show(rows(given.pictures, given.stills), as_json=given.json)
