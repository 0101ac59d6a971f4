"""The README's lines of curl do what it says."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from helpers.serving import Served

from facecam.store.access_keys import Scope

README = Path(__file__).parents[2] / "README.md"


def test_the_lines_of_curl(served: Served, album: Path) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    (block,) = re.findall(r"```sh\n(url=.*?)```", README.read_text("utf-8"), re.DOTALL)
    first, *asked = block.strip().splitlines()
    assert re.match(r"url=http://127\.0\.0\.1:8765 key=fck_", first) and len(asked) == 4
    start = f"url={served.url} key={served.keys[Scope.ADMIN]}"
    run = subprocess.run(["sh", "-ec", "\n".join([start, *asked])], cwd=album, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    for wanted in ('"accepted":2', '"name":"Anna"', '"same":true', "id,person,name"):
        assert wanted in run.stdout
    assert '"error"' not in run.stdout
