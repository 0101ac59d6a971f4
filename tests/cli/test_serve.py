"""`facecam serve` as a program of its own, and `facecam keys`."""

from __future__ import annotations

import json
import os
import signal
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="the extra `serve` is not installed")

import httpx
from helpers.terminal import Facecam, start

from facecam.store.database import open_database


@contextmanager
def program(*arguments: object, key: str = "") -> Iterator[tuple[subprocess.Popen[str], dict[str, Any]]]:
    """A running `facecam serve --json` with what it printed first; killed where the test left it running."""
    os.environ.pop("FACECAM_KEY", None)
    if key:
        os.environ["FACECAM_KEY"] = key
    try:
        run = start("serve", "--json", "--port", "0", "--gpu", "off", *arguments)
    finally:
        os.environ.pop("FACECAM_KEY", None)
    try:
        assert run.stdout is not None and run.stderr is not None
        line = run.stdout.readline()
        assert line, run.stderr.read()
        yield run, json.loads(line)
    finally:
        if run.poll() is None:
            run.kill()
        run.communicate()


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
