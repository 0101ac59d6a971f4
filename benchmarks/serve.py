"""`facecam serve` under load: answers a second beside the front door called in a loop, the slowest answers, memory;
and the page in Chromium, from the choice of a picture to its boxes.

Server, clients and loop run on the same cores. A client sends one face at 640x360 as JPEG and waits for the answer.

    python -m benchmarks serve
    python -m benchmarks.serve --seconds 20 --clients 64
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from statistics import median, quantiles

import cv2

import facecam
from benchmarks.common import Row, at_least, at_most, clip
from facecam.capture.images import EncodedImage

ROUNDS = 3
"""In which loop and server take turns, so that a noisy moment meets both."""

EACH = 5.0
"""Seconds of one turn."""

FEW, MANY = 8, 64
"""Clients at a time."""

PICTURES = 9
"""Of which the page's time is taken."""

BOUNDARY = "facecam-benchmark"


@dataclass
class Load:
    """What came of some clients that ask as fast as they are answered."""

    seconds: list[float] = field(default_factory=list)
    """Each answer's."""
    errors: int = 0


def face() -> bytes:
    """One face at 640x360, as JPEG."""
    return bytes(cv2.imencode(".jpg", clip()[0].image)[1])


@contextmanager
def running(folder: Path, *options: str) -> Iterator[tuple[int, str, int]]:
    """Port, key and process number of a server, in a process of its own."""
    command = [sys.executable, "-c", "import sys; from facecam.cli import main; sys.exit(main())"]
    command += [
        "serve",
        "--json",
        "--port",
        "0",
        "--gpu",
        "off",
        "--db",
        f"sqlite:///{folder / 'people.db'}",
        *options,
    ]
    environment = {**os.environ, "FACECAM_HOME": str(folder / "home")}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        said = json.loads(process.stdout.readline())
        yield int(said["url"].rstrip("/").rsplit(":", 1)[1]), said["key"], process.pid
        process.send_signal(signal.SIGTERM)


def load(port: int, key: str, jpeg: bytes, clients: int, seconds: float) -> Load:
    """So many clients for so long."""
    part = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n'
    body = part.encode() + jpeg + f"\r\n--{BOUNDARY}--\r\n".encode()
    headers = {"x-api-key": key, "Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    done, end = Load(), time.monotonic() + seconds

    def client() -> None:
        connection = HTTPConnection("127.0.0.1", port, timeout=120)
        while time.monotonic() < end:
            start = time.monotonic()
            try:
                connection.request("POST", "/v1/identify", body, headers)
                answer = connection.getresponse()
                found = json.loads(answer.read())
                assert answer.status == 200 and found["faces"][0]["name"] == "Anna"
            except (OSError, HTTPException, ValueError, KeyError, IndexError, AssertionError):
                done.errors += 1
                connection.close()
            else:
                done.seconds.append(time.monotonic() - start)
        connection.close()

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return done


def in_a_loop(cam: facecam.Facecam, jpeg: bytes, seconds: float) -> float:
    """Answers a second of the front door alone."""
    start, number = time.monotonic(), 0
    while time.monotonic() < start + seconds:
        cam.identify(EncodedImage(jpeg, "a.jpg"))
        number += 1
    return number / (time.monotonic() - start)


def resident(process: int) -> float:
    """Megabytes of memory of a process; 0 where the system does not say."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0.0
    return next(int(line.split()[1]) / 1000 for line in status.splitlines() if line.startswith("VmRSS"))


def page(port: int, key: str, jpeg: bytes) -> float | None:
    """Milliseconds from the choice of a picture to its boxes, the median; None without a browser."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    try:
        from playwright.sync_api import sync_playwright
    except ModuleNotFoundError:
        return None
    if browser is None:
        return None
    taken = []
    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        shown = running.new_page()
        shown.goto(f"http://127.0.0.1:{port}/#key={key}")
        for _ in range(PICTURES):
            shown.wait_for_selector("input[type=file]", state="attached")
            start = time.monotonic()
            shown.set_input_files("input[type=file]", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": jpeg})
            shown.wait_for_selector("rect.box.known", state="attached")
            taken.append(time.monotonic() - start)
            shown.reload()
        running.close()
    return 1000 * median(taken)


def rows(seconds: float = 60.0, clients: int = MANY) -> Iterator[Row]:
    """The table's rows; needs the extra `serve`."""
    jpeg = face()
    with tempfile.TemporaryDirectory() as name, facecam.open(Path(name) / "people.db", gpu="off") as cam:
        cam.enrol("Anna", EncodedImage(jpeg, "a.jpg"))
        with running(Path(name)) as (port, key, process):
            load(port, key, jpeg, FEW, 2.0)
            alone, served = [], []
            for _ in range(ROUNDS):
                alone.append(in_a_loop(cam, jpeg, EACH))
                few = load(port, key, jpeg, FEW, EACH)
                served.append(len(few.seconds) / EACH)
            ratio = median(served) / median(alone)
            more = f"{median(served):.1f} against {median(alone):.1f} a second"
            yield at_least(
                f"identify over HTTP, {FEW} clients, against the front door in a loop", ratio, "x", 0.8, more
            )
            if (waited := page(port, key, jpeg)) is not None:
                yield at_most("page: from the choice of a photo to its boxes", waited, "ms", 300)
            load(port, key, jpeg, clients, seconds / 4)
            before = resident(process)
            many = load(port, key, jpeg, clients, seconds)
            slowest = quantiles(many.seconds, n=100)[98] / median(many.seconds)
            what = f"{clients} clients for {seconds:.0f} s"
            yield at_most(f"{what}: errors", many.errors, "", 0, f"of {len(many.seconds) + many.errors:,} answers")
            yield at_most(f"{what}: the 99th of a hundred answers over the median", slowest, "x", 6)
            yield at_most(f"{what}: memory that it took more", resident(process) - before, "MB", 20)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.serve", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--clients", type=int, default=MANY)
    chosen = parser.parse_args()
    for row in rows(chosen.seconds, chosen.clients):
        print(f"{row.what}: {row.measured} (bar {row.bar})")
