"""Who may ask what: keys, scopes, cookies, other hosts, other sites, too many requests."""

from __future__ import annotations

import logging
import re
import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from helpers.serving import Served, pictures
from helpers.waiting import wait_for

from facecam.serve.app import ROUTERS
from facecam.serve.gate import Gate, own_names
from facecam.serve.rates import Rates
from facecam.store.access_keys import Scope, digest

OPEN = {("GET", "/v1/health")}
"""What needs no key."""

WANTED = {
    ("POST", "/v1/people"): Scope.ENROL,
    ("PATCH", "/v1/people/1"): Scope.ENROL,
    ("DELETE", "/v1/people/1"): Scope.ENROL,
    ("POST", "/v1/people/1/forget"): Scope.ADMIN,
    ("POST", "/v1/people/1/faces"): Scope.ENROL,
    ("DELETE", "/v1/people/1/faces/1"): Scope.ENROL,
    ("POST", "/v1/people/1/confirm"): Scope.ENROL,
    ("POST", "/v1/people/1/deny"): Scope.ENROL,
    ("POST", "/v1/review"): Scope.ENROL,
    ("POST", "/v1/undo"): Scope.ENROL,
    ("POST", "/v1/unknowns/name"): Scope.ENROL,
    ("POST", "/v1/unknowns/ignore"): Scope.ENROL,
    ("POST", "/v1/cameras"): Scope.ADMIN,
    ("PATCH", "/v1/cameras/1"): Scope.ADMIN,
    ("DELETE", "/v1/cameras/1"): Scope.ADMIN,
    ("GET", "/v1/rules"): Scope.ADMIN,
    ("POST", "/v1/rules"): Scope.ADMIN,
    ("PUT", "/v1/rules/1"): Scope.ADMIN,
    ("DELETE", "/v1/rules/1"): Scope.ADMIN,
    ("POST", "/v1/rules/1/test"): Scope.ADMIN,
    ("GET", "/v1/told"): Scope.ADMIN,
}
"""What a key that only reads does not open."""


def routes() -> list[tuple[str, str]]:
    """Every method and path there is, numbers filled in."""
    found = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
    return sorted(
        (method, "/v1" + re.sub(r"{\w+(:path)?}", "1", route.path))
        for route in found
        for method in route.methods or ()
    )


def test_without_a_key_nothing_but_health_is_answered(served: Served) -> None:
    with served.client(None) as client:
        for method, path in routes():
            answer = client.request(method, path)
            assert (answer.status_code == 401) == ((method, path) not in OPEN), (method, path, answer.text)
            if answer.status_code == 401:
                assert answer.json()["error"]["code"] == "no_key"
                assert answer.headers["www-authenticate"] == "Bearer"


def status(client: httpx.Client, method: str, path: str) -> int:
    """Without the rest of the answer, which may be a stream without end."""
    with client.stream(method, path) as answer:
        return answer.status_code


def test_each_route_asks_for_its_scope(served: Served) -> None:
    with served.client(Scope.READ) as reader, served.client(Scope.ENROL) as enroller:
        for method, path in routes():
            wanted = WANTED.get((method, path), Scope.READ)
            refused = [status(client, method, path) == 403 for client in (reader, enroller)]
            assert refused == [wanted is not Scope.READ, wanted is Scope.ADMIN], (method, path)
        error = reader.delete("/v1/people/1").json()["error"]
    assert error["code"] == "scope_too_small" and "enrol" in error["message"] and error["remedy"]


@pytest.mark.parametrize("key", ["x", "fck_" + "A" * 43, "ä", "' OR 1=1 --"])
def test_a_wrong_key_opens_nothing(served: Served, key: str) -> None:
    with served.client(None) as client:
        for name, start in ((b"Authorization", b"Bearer "), (b"x-api-key", b"")):
            header = {name: start + key.encode()}
            assert client.get("/v1/people", headers=header).status_code == 401
        assert client.get("/v1/people", params={"key": served.keys[Scope.ADMIN]}).status_code == 401


def test_of_two_keys_both_must_be_right(served: Served) -> None:
    with served.client(Scope.READ) as client:
        for header in (
            {"x-api-key": "wrong"},
            {"Authorization": "Basic YTpi", "x-api-key": served.keys[Scope.READ]},
        ):
            assert client.get("/v1/people", headers=header).status_code == 401
        assert client.get("/v1/people", headers={"x-api-key": served.keys[Scope.READ]}).status_code == 200


def test_both_headers_carry_a_key_until_it_is_revoked(served: Served) -> None:
    made = served.cam.add_key("door", Scope.READ)
    with served.client(None) as client:
        headers = [{"Authorization": f"Bearer {made.key}"}, {"x-api-key": made.key}]
        assert [client.get("/v1/people", headers=one).status_code for one in headers] == [200, 200]
        served.cam.revoke_key(made.info.id)
        assert [client.get("/v1/people", headers=one).status_code for one in headers] == [401, 401]


def test_the_database_has_digests_only(served: Served) -> None:
    assert served.cam.database.file is not None
    with closing(sqlite3.connect(served.cam.database.file)) as raw:
        kept = "\n".join(raw.iterdump())
    for key in served.keys.values():
        assert key not in kept and digest(key) in kept


def test_no_key_is_logged(served: Served, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with served.client() as client:
        client.get("/v1/people", params={"q": "Anna", "token": served.keys[Scope.ADMIN]})
    wait_for(lambda: "/people 200" in caplog.text)
    assert served.keys[Scope.ADMIN] not in "".join(one for one in caplog.text.splitlines() if "httpx" not in one)
    assert "q=Anna" not in "".join(one for one in caplog.text.splitlines() if "facecam.serve" in one)


class TestBrowsers:
    def test_a_key_becomes_a_cookie_that_no_script_reads(self, served: Served) -> None:
        with served.client() as client:
            begun = client.post("/v1/session")
        assert begun.json() == {"name": "admin", "scope": "admin"}
        cookie = begun.headers["set-cookie"].lower()
        assert (
            "httponly" in cookie and "samesite=strict" in cookie and served.keys[Scope.ADMIN].lower() not in cookie
        )
        with served.client(None, cookies=begun.cookies) as page:
            assert page.get("/v1/people").status_code == 200
            assert page.get("/v1/session").json()["scope"] == "admin"
            assert page.delete("/v1/session").status_code == 204
            assert page.get("/v1/people").status_code == 401

    def test_the_cookie_ends_with_its_key(self, served: Served) -> None:
        made = served.cam.add_key("page", Scope.READ)
        with served.client(None) as client:
            begun = client.post("/v1/session", headers={"x-api-key": made.key})
        with served.client(None, cookies=begun.cookies) as page:
            assert page.get("/v1/people").status_code == 200
            served.cam.revoke_key(made.info.id)
            assert page.get("/v1/people").status_code == 401

    @pytest.mark.parametrize("site", ["cross-site", "same-site"])
    def test_a_page_of_another_site_cannot_use_it(self, served: Served, site: str) -> None:
        with served.client() as client:
            begun = client.post("/v1/session")
        with served.client(None, cookies=begun.cookies) as page:
            answer = page.get("/v1/people", headers={"Sec-Fetch-Site": site})
            assert answer.status_code == 403 and answer.json()["error"]["code"] == "other_origin"
            for mine in ("same-origin", "none"):
                assert page.get("/v1/people", headers={"Sec-Fetch-Site": mine}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8765", "127.0.0.1.evil.example", "", "[::1", "10.0.0.1"]
)
def test_another_host_is_refused_even_without_a_key(served: Served, host: str) -> None:
    with served.client() as client:
        answer = client.get("/v1/health", headers={"Host": host})
    assert answer.status_code in (400, 403)
    if answer.status_code == 403:
        assert answer.json()["error"]["code"] == "other_host"


def test_who_listens_to_all_has_any_address_and_still_its_own_names_alone() -> None:
    """The page of another site may have its name lead here (DNS rebinding)."""
    gate = Gate(FastAPI(), own_names("0.0.0.0"), anywhere=True)
    assert all(map(gate._mine, ("192.168.0.7:8765", "[fe80::1]", "localhost", socket.gethostname())))
    assert not any(map(gate._mine, ("evil.example", "evil.example:8765", "192.168.0.7.evil.example", "")))


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1", "127.0.0.1:99", "[::1]:80", "127.8.8.8"])
def test_this_machines_names_are_taken(served: Served, host: str) -> None:
    with served.client() as client:
        assert client.get("/v1/health", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost:3000", "http://127.0.0.1"])
def test_another_origin_is_refused_with_the_right_key(served: Served, origin: str) -> None:
    with served.client() as client:
        assert client.get("/v1/people", headers={"Origin": served.url}).status_code == 200
        for method in ("GET", "POST", "OPTIONS"):
            answer = client.request(method, "/v1/people", headers={"Origin": origin})
            assert answer.status_code == 403 and answer.json()["error"]["code"] == "other_origin"
            assert "access-control-allow-origin" not in answer.headers


def test_too_many_requests_are_sent_away_for_a_moment(served: Served) -> None:
    with served.client(Scope.READ) as client:
        assert client.get("/v1/session").status_code == 200
        served.service.rates = Rates(5, 10, clock=lambda: 0.0)
        answers = [client.get("/v1/session") for _ in range(12)]
    assert [one.status_code for one in answers] == [200] * 10 + [429] * 2
    assert int(answers[-1].headers["retry-after"]) >= 1
    assert answers[-1].json()["error"]["code"] == "too_many_requests"


def test_who_has_no_key_is_counted_too(served: Served) -> None:
    with served.client(None) as client:
        served.service.rates = Rates(5, 10, clock=lambda: 0.0)
        answers = [client.get("/v1/health").status_code for _ in range(12)]
    assert answers == [200] * 10 + [429] * 2


def test_what_takes_another_key_is_not_taken_back_with_this_one(served: Served) -> None:
    """A hook that was removed is told again else."""
    with served.client() as admin, served.client(Scope.ENROL) as client:
        rule = admin.post("/v1/rules", json={"target": "http://127.0.0.1:1/", "strangers": True}).json()["rule"]
        admin.delete(f"/v1/rules/{rule}")
        answer = client.post("/v1/undo")
        assert answer.status_code == 409 and "cannot be undone with this key" in answer.json()["error"]["message"]
        assert admin.get("/v1/rules").json() == {"rules": []}
        assert admin.post("/v1/undo").json()["kind"] == "remove-rule"


def test_a_bucket_fills_up_again() -> None:
    now = 0.0
    rates = Rates(5, 10, clock=lambda: now)
    assert all(rates.take("door") for _ in range(10))
    assert not rates.take("door") and rates.take("window")
    now = 0.21
    assert rates.take("door") and not rates.take("door")
    now = 1e9
    assert sum(rates.take("door") for _ in range(1_000)) == 10


def test_what_is_answered_is_for_no_other_site(client: httpx.Client, anna: int, album: Path) -> None:
    for answer in (client.get("/v1/people"), client.get("/nothing"), client.get("/docs")):
        assert answer.headers["x-content-type-options"] == "nosniff" and answer.headers["x-request-id"]
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["cache-control"] == "no-store"
    assert pictures(album, "anna-1.jpg")
