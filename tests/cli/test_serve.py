"""`facecam serve` as a program of its own, and `facecam keys`."""

from __future__ import annotations

import json
import signal
import socket
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="the extra `serve` is not installed")

import httpx
from helpers.serving import program
from helpers.terminal import Facecam
from helpers.waiting import wait_for

from facecam.store.database import open_database


def ask(said: dict[str, Any], path: str, **options: Any) -> httpx.Response:
    with httpx.Client(base_url=said["url"], timeout=120, trust_env=False, **options) as client:
        return client.get(path, headers={"x-api-key": said["key"]})


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_answers_from_its_first_line_on_and_ends_when_told(file: Path, number: signal.Signals) -> None:
    url = f"sqlite:///{file}"
    with program("--db", url) as (run, said):
        assert set(said) == {"url", "key"} and said["url"].startswith("http://127.0.0.1:")
        assert ask(said, "/v1/health").json()["status"] == "ok"
        assert ask(said, "/v1/people").json() == {"people": [], "next": None}
        run.send_signal(number)
        out, err = run.communicate(timeout=60)
        assert (run.returncode, out, err) == (0, "", "")
    assert said["key"] not in file.read_bytes().decode("latin-1")
    db = open_database(url)
    from facecam.store.access_keys import list_keys

    assert list_keys(db) == [], "the key of this run ends with it"
    db.close()


def test_cameras_are_watched_from_the_start_and_what_happens_there_is_told(
    file: Path, facecam: Facecam, tmp_path: Path, media: Path
) -> None:
    url, told = f"sqlite:///{file}", tmp_path / "told.jsonl"
    assert facecam("events", "add", "--db", url, told).code == 0
    film = media / "single_face.mp4"
    with program("--db", url, "--camera", "front=demo", "--camera", f"film={film}") as (run, said):
        wait_for(lambda: told.exists() and '"visit.ended"' in told.read_text(), 60)
        cameras = {one["name"]: one for one in ask(said, "/v1/cameras").json()["cameras"]}
        assert cameras["front"]["state"] == "live" and cameras["film"]["state"] == "ended"
        assert ask(said, "/v1/cameras/front/picture").content[:2] == b"\xff\xd8"
        run.send_signal(signal.SIGTERM)
        assert run.communicate(timeout=60) == ("", "") and run.returncode == 0
    assert {json.loads(line)["source"] for line in told.read_text().splitlines()} == {"front", "film"}
    history = facecam("history", "--json", "--db", url).out.splitlines()
    assert {json.loads(line)["source"] for line in history} == {"front", "film"}


@pytest.mark.parametrize(("cameras", "said"), [
    (["front"], "--camera front is no name with a source. Write it like front=rtsp://camera.local/live."),
    (["a=demo", "a=demo"], "There are two cameras a. Choose another name."),
    (["a=rtsp://me:hidden@"], "names no host"),
    (["a=nowhere.mp4"], "There is no file or folder nowhere.mp4"),
])  # fmt: skip
def test_cameras_that_cannot_be(facecam: Facecam, file: Path, cameras: list[str], said: str) -> None:
    given = [word for one in cameras for word in ("--camera", one)]
    run = facecam("serve", "--port", "0", "--gpu", "off", "--db", f"sqlite:///{file}", *given)
    assert run.code == 2 and said in run.err and "hidden" not in run.err


def test_a_key_of_the_environment_and_one_of_the_database(file: Path, facecam: Facecam) -> None:
    url = f"sqlite:///{file}"
    made = facecam("keys", "add", "the door", "--scope", "enrol", "--json", "--db", url).json
    assert (made["name"], made["scope"]) == ("the door", "enrol")
    with program("--db", url, key="a-key-of-my-own-0123") as (_, said):
        assert said["key"] == "a-key-of-my-own-0123"
        assert ask(said, "/v1/session").json() == {"name": "FACECAM_KEY", "scope": "admin"}
        mine = {**said, "key": made["key"]}
        assert ask(mine, "/v1/session").json() == {"name": "the door", "scope": "enrol"}
        listed = facecam("keys", "list", "--json", "--db", url).json
        assert [(one["id"], one["name"]) for one in listed] == [(made["id"], "the door")]
        assert made["key"] not in facecam("keys", "list", "--db", url).out
        assert facecam("keys", "revoke", made["id"], "--db", url).code == 0
        assert ask(mine, "/v1/session").status_code == 401, "at once, in a running server"
    assert facecam("keys", "revoke", made["id"], "--db", url).code == 1


def test_over_tls(file: Path, tmp_path: Path) -> None:
    certificate, key = certified(tmp_path)
    with program("--db", f"sqlite:///{file}", "--certfile", certificate, "--keyfile", key) as (_, said):
        assert said["url"].startswith("https://")
        trusted = ssl.create_default_context(cafile=str(certificate))
        assert ask(said, "/v1/people", verify=trusted).status_code == 200


def test_others_are_warned_of_where_nothing_is_encrypted(file: Path) -> None:
    with program("--db", f"sqlite:///{file}", "--host", "0.0.0.0") as (run, said):
        assert said["url"].startswith("http://localhost:")
        run.send_signal(signal.SIGTERM)
        assert "--certfile" in run.communicate(timeout=60)[1]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--certfile", "nowhere.pem"), "belong together"),
        (("--certfile", "nowhere.pem", "--keyfile", "nowhere.pem"), "nowhere.pem"),
        (("--host", "no.such.host.invalid"), "no.such.host.invalid"),
        (("--port", "99999"), "port"),
        (("--compat", "nonsense"), "compat"),
    ],
)
def test_what_cannot_be_served_is_said(facecam: Facecam, arguments: tuple[str, ...], says: str) -> None:
    run = facecam("serve", "--gpu", "off", *arguments)
    assert run.code == 2 and says in run.err and run.out == ""


def test_a_port_that_is_taken_is_said(file: Path, facecam: Facecam) -> None:
    with program("--db", f"sqlite:///{file}") as (_, said):
        port = said["url"].rstrip("/").rsplit(":", 1)[1]
        run = facecam("serve", "--port", port, "--gpu", "off", "--db", f"sqlite:///{file}")
    assert run.code == 2 and port in run.err and "--port" in run.err


def test_a_key_that_is_too_short_is_said(facecam: Facecam, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACECAM_KEY", "short")
    run = facecam("serve", "--port", "0", "--gpu", "off")
    assert run.code == 2 and "FACECAM_KEY" in run.err and "short" not in run.err.replace("too short", "")


def test_without_its_packages_it_names_the_extra(facecam: Facecam, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    for name in [name for name in sys.modules if name.startswith("facecam.serve")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "fastapi", None)
    run = facecam("serve")
    assert run.code == 2 and "--extra serve" in run.err


def certified(folder: Path) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that vouches for itself, and its key."""
    from ipaddress import ip_address

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name, now = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "test")]), datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, secret = folder / "cert.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return certificate, secret


def test_it_ends_at_once_with_streams_listeners_slow_clients_and_cameras_open(file: Path) -> None:
    """Streams end by themselves, and nobody is waited for longer than the grace of open requests."""
    with program("--db", f"sqlite:///{file}", "--camera", "front=demo", "--camera", "yard=demo") as (run, said):
        wait_for(lambda: ask(said, "/v1/cameras/front/picture").status_code == 200, 60)
        key, where = {"x-api-key": said["key"]}, httpx.URL(said["url"])
        with (
            httpx.Client(base_url=said["url"], headers=key, timeout=60, trust_env=False) as client,
            client.stream("GET", "/v1/cameras/front/stream") as pictures,
            client.stream("GET", "/v1/events") as events,
            socket.create_connection((where.host, where.port or 0)) as slow,
        ):
            slow.sendall(b"POST /v1/identify HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n")
            assert next(pictures.iter_raw()) and events.status_code == 200
            run.send_signal(signal.SIGTERM)
            assert run.wait(60) == 0
        assert run.stderr is not None and "Traceback" not in run.stderr.read()
