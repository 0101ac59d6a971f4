"""The database server ends under load and comes back: a clear error meanwhile, nothing lost, nothing twice."""

from __future__ import annotations

import itertools
import threading
from pathlib import Path

import httpx
from helpers.postgres import PostgresServer
from helpers.serving import Served, serving
from helpers.waiting import wait_for

import facecam

ENROLLING, LOOKING = 3, 2
"""Clients at a time."""


def test_the_database_server_ends_under_load_and_comes_back(own_server: PostgresServer, album: Path) -> None:
    with facecam.open(own_server.new(), gpu="off") as cam, serving(cam) as served:
        answers = Answers(served, album)
        threads = [threading.Thread(target=answers.enrol, args=(number,)) for number in range(ENROLLING)]
        threads += [threading.Thread(target=answers.look) for _ in range(LOOKING)]
        for thread in threads:
            thread.start()
        wait_for(lambda: len(answers.made) > ENROLLING)
        own_server.stop()
        wait_for(lambda: answers.count(503) > ENROLLING)
        own_server.start()
        back, looked = len(answers.made), answers.count(200)
        wait_for(lambda: len(answers.made) > back + ENROLLING and answers.count(200) > looked + LOOKING)
        answers.enough.set()
        for thread in threads:
            thread.join()
        assert set(answers.codes) == {"database_unavailable"}, "and nothing else went wrong"
        assert answers.statuses <= {200, 201, 409, 503}
        with served.client() as client:
            people = client.get("/v1/people?limit=1000").json()["people"]
        assert sorted(one["external_id"] for one in people) == sorted(answers.made), "each once, and nobody else"


class Answers:
    """What clients are told who go on asking."""

    def __init__(self, served: Served, album: Path) -> None:
        self._served = served
        self._pictures = {name: (album / f"{name}.jpg").read_bytes() for name in ("anna-1", "party")}
        self._said: list[int] = []
        self.codes: list[str] = []
        """Of errors."""
        self.made: list[str] = []
        """People who were said to be made, by the id of one's own."""
        self.enough = threading.Event()

    @property
    def statuses(self) -> set[int]:
        return set(self._said)

    def count(self, status: int) -> int:
        return self._said.count(status)

    def enrol(self, client_number: int) -> None:
        """As a careful program does it: who is told 503 asks again, and 409 says that it had been done."""
        with self._served.client() as client:
            for number in itertools.count():
                own = f"{client_number}-{number}"
                while self._ask(client, "people", {"name": f"Person {own}", "external_id": own}, "anna-1") == 503:
                    self.enough.wait(0.2)
                self.made.append(own)
                if self.enough.is_set():
                    return

    def look(self) -> None:
        with self._served.client() as client:
            while not self.enough.is_set():
                self._ask(client, "identify", {}, "party")

    def _ask(self, client: httpx.Client, route: str, form: dict[str, str], picture: str) -> int:
        field = "files" if route == "people" else "file"
        sent = [(field, (f"{picture}.jpg", self._pictures[picture], "image/jpeg"))]
        answer = client.post(f"/v1/{route}", data=form, files=sent)
        self._said.append(answer.status_code)
        if answer.status_code == 503:
            assert int(answer.headers["retry-after"]) >= 1
            self.codes.append(answer.json()["error"]["code"])
        return answer.status_code
