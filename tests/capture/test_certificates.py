"""TLS: real servers on this computer with certificates that nobody vouches for."""

from __future__ import annotations

import datetime
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import cv2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from helpers.web_camera import WebCamera

from facecam.base.addresses import parse
from facecam.base.errors import CertificateError, SourceError
from facecam.capture import certificates
from facecam.capture.opencv import open_capture
from facecam.capture.source import open_source
from facecam.capture.stream import UrlSource
from facecam.capture.worker import frames


def self_signed(target: Path) -> Path:
    """A certificate of 127.0.0.1 with its key, as a camera makes one for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "camera")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    target.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return target


@pytest.fixture
def camera(media: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[WebCamera]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    film = (media / "WolfgangLanger_Pexels.mp4").read_bytes()
    with WebCamera(film, self_signed(tmp_path / "camera.pem")).running() as server:
        yield server


@pytest.mark.parametrize("path", ["/film.mp4", "/live", "/snap.jpg"])
def test_a_certificate_that_nobody_vouches_for_is_refused_and_can_be_trusted(camera: WebCamera, path: str) -> None:
    address = parse(camera.url(path))
    with pytest.raises(CertificateError, match="trusted by nobody here") as caught:
        next(frames(UrlSource(address)))
    assert camera.asked == [], "nothing was asked for, no password was sent"
    place, shown = caught.value.server, caught.value.fingerprint
    assert place == f"127.0.0.1:{camera.server_port}"
    assert f'"{place}" = "{shown}" under [certificates]' in caught.value.remedy
    source = open_source(camera.url(path), trusted={place: shown})
    assert next(frames(source)).size[0] > 0


def test_another_certificate_than_the_trusted_one_is_refused(camera: WebCamera) -> None:
    address = parse(camera.url("/live"))
    with pytest.raises(CertificateError, match="another certificate"):
        next(frames(UrlSource(address, {certificates.place(address): "AB" * 32})))
    assert camera.asked == []


def test_ffmpeg_itself_refuses_what_is_not_trusted(media: Path, tmp_path: Path) -> None:
    """Also where somebody comes in between after the check, or a server sends it elsewhere."""
    with WebCamera(b"", self_signed(tmp_path / "other.pem")).running() as server:
        for url in (server.url("/live"), "http://127.0.0.1/live"):
            with certificates.ffmpeg_checks(parse(url)):
                assert open_capture(server.url("/live"), cv2.CAP_FFMPEG) is None
        assert server.asked == []


def test_cameras_whose_certificates_have_the_same_name_are_told_apart(
    camera: WebCamera, media: Path, tmp_path: Path
) -> None:
    """As of all cameras of a maker who gives each the same; OpenSSL takes the first of that name."""
    with WebCamera(camera.film, self_signed(tmp_path / "second.pem")).running() as second:
        trusted = {}
        for server in (camera, second):
            address = parse(server.url("/live"))
            seen = ssl.get_server_certificate(("127.0.0.1", server.server_port))
            trusted[certificates.place(address)] = certificates.fingerprint(seen)
        for server in (camera, second, camera):
            assert next(frames(open_source(server.url("/live"), trusted=trusted))).size == (64, 48)


def test_a_server_without_tls_is_told(media: Path) -> None:
    with WebCamera(b"").running() as server, pytest.raises(SourceError, match="does not speak TLS"):
        next(frames(UrlSource(parse(server.url("/live").replace("http:", "https:")), timeout=5.0)))


def test_an_rtsps_server_is_checked_too(tmp_path: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed(tmp_path / "camera.pem"))
    heard: list[bytes] = []

    def serve() -> None:
        for _ in range(2):  # the look, and the look at the certificate that was refused
            try:
                with context.wrap_socket(listener.accept()[0], server_side=True) as connection:
                    heard.append(connection.recv(100))
            except OSError:
                pass

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve)
        thread.start()
        url = f"rtsps://anna:secret@127.0.0.1:{listener.getsockname()[1]}/live"
        with pytest.raises(SourceError, match="trusted by nobody here"):
            next(frames(UrlSource(parse(url), timeout=5.0)))
        thread.join(10)
    assert not any(heard)
