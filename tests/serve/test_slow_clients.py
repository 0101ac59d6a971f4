"""Headers that do not come to an end close their connection, and take nobody else's."""

from __future__ import annotations

import socket
import time
from http.client import HTTPResponse
from urllib.parse import urlsplit

import pytest
from helpers.serving import Served

from facecam.serve import server


def connect(served: Served) -> socket.socket:
    where = urlsplit(served.url)
    assert where.hostname is not None and where.port is not None
    connection = socket.create_connection((where.hostname, where.port), timeout=60)
    return connection


def ended(connection: socket.socket) -> bool:
    """Waits for what comes: nothing more, or an answer."""
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True


@pytest.mark.parametrize("begun", [b"", b"GET /v1/health HTTP/1.1\r\nHost: localhost\r\nX-"])
def test_headers_that_never_end(served: Served, begun: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "HEADERS", 0.5)
    with connect(served) as slow:
        slow.sendall(begun)
        assert ended(slow)


def test_headers_that_trickle(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "HEADERS", 0.5)
    with connect(served) as slow:
        slow.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n")
        with pytest.raises(OSError):
            for number in range(1_000):
                slow.sendall(b"X-%d: a\r\n" % number)
                time.sleep(0.05)


def test_a_second_request_has_its_own_time(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    request = b"GET /v1/health HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with connect(served) as client:
        client.sendall(request)
        with HTTPResponse(client) as answer:  # all of it: what is left of it would look like a second answer
            answer.begin()
            assert answer.status == 200 and answer.read()
        monkeypatch.setattr(server, "HEADERS", 0.5)
        client.sendall(request[:20])
        assert ended(client)


def test_an_answer_that_takes_longer_than_headers_may(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "HEADERS", 0.2)
    with served.client() as client, client.stream("GET", "/v1/events") as events:
        assert events.status_code == 200
        time.sleep(0.6)
        with connect(served) as other:
            other.sendall(b"GET /v1/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            assert other.recv(65_536).startswith(b"HTTP/1.1 200")
        assert not events.is_closed
