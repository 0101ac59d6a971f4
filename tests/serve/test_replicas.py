"""Two servers on one PostgreSQL: what one is told the other knows, and one goes on when the other ends."""

from __future__ import annotations

import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
from helpers.serving import pictures, program, serving
from helpers.waiting import wait_for

import facecam
from facecam.store.access_keys import Scope


def test_two_servers_on_one_database(postgresql: Callable[[], str], album: Path) -> None:
    url = postgresql()
    party = dict(pictures(album, "party.jpg", field="file"))
    with (
        facecam.open(url, gpu="off") as here,
        facecam.open(url, gpu="off") as there,
        serving(here) as one,
        one.client() as asker,
    ):
        with serving(there) as other, other.client() as replica:
            assert replica.get("/v1/session").json() == {"name": "admin", "scope": "admin"}
            mine = {"Authorization": f"Bearer {one.keys[Scope.READ]}"}
            assert replica.get("/v1/session", headers=mine).json()["scope"] == "read", "each knows the other's"
            made = asker.post("/v1/people", data={"name": "Anna"}, files=pictures(album, "anna-1.jpg"))
            answers = [client.post("/v1/identify", files=party).json() for client in (asker, replica)]
            assert answers[0] == answers[1]
            assert [face["person"] for face in answers[0]["faces"]] == [made.json()["person"], None]
            replica.delete(f"/v1/people/{made.json()['person']}")
            assert asker.get("/v1/people").json()["people"] == []
            assert asker.post("/v1/undo").status_code == 200
        answer = asker.post("/v1/identify", files=party)
    assert answer.json() == answers[0]


KEY = "a-key-that-both-know-of-enough-letters"


def test_one_of_two_is_killed_under_load(pgserver: Callable[[], str], album: Path) -> None:
    """Nobody is lost, nobody is there twice, and the other answers as before."""
    url = pgserver()
    picture, party = (album / "anna-1.jpg").read_bytes(), (album / "party.jpg").read_bytes()
    with program("--db", url, key=KEY) as (doomed, one), program("--db", url, key=KEY) as (_, two):

        def client(said: dict[str, Any]) -> httpx.Client:
            return httpx.Client(base_url=said["url"], headers={"x-api-key": KEY}, timeout=120, trust_env=False)

        def enrol(number: int) -> int:
            """As a careful program does it: who got no answer asks the other server, by the id of its own."""
            for said in (one, two) if number % 2 else (two,):
                with client(said) as asking, suppress(httpx.TransportError):
                    answer = asking.post(
                        "/v1/people",
                        data={"name": f"Person {number}", "external_id": str(number)},
                        files=[("files", ("anna.jpg", picture, "image/jpeg"))],
                    )
                    return answer.status_code
            raise AssertionError("the other server did not answer")

        with client(two) as asking, ThreadPoolExecutor(4) as pool:
            asked = [pool.submit(enrol, number) for number in range(24)]
            wait_for(lambda: len(asking.get("/v1/people?limit=100").json()["people"]) >= 6, 120)
            doomed.send_signal(signal.SIGKILL)
            assert {one.result() for one in asked} <= {201, 409}
            people = asking.get("/v1/people?limit=100").json()["people"]
            assert sorted(person["external_id"] for person in people) == sorted(map(str, range(24)))
            assert all(person["templates"] == 1 for person in people)
            found = asking.post("/v1/identify", files={"file": ("party.jpg", party, "image/jpeg")})
            assert sorted(face["state"] for face in found.json()["faces"]) == ["known", "unknown"]
