"""Two servers on one PostgreSQL: what one is told the other knows, and one goes on when the other ends."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from helpers.serving import pictures, serving

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
