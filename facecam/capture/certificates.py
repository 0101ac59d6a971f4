"""Which servers are who they say they are: TLS certificates, of the authorities that the system trusts and of
single cameras that the user trusts.

Most cameras sign their certificate themselves, so that no authority vouches for them. Such a one is trusted by its
fingerprint (the setting `certificates`): then this one certificate and no other is accepted from that server.
"""

from __future__ import annotations

import functools
import hashlib
import os
import socket
import ssl
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from facecam.base.addresses import Address
from facecam.base.errors import CertificateError

PORTS = {"https": 443, "rtsps": 322}
"""The schemes that are encrypted, with the port where none is given."""

_OPTIONS = "OPENCV_FFMPEG_CAPTURE_OPTIONS"
_opening = threading.Lock()
_pinned: dict[str, str] = {}
"""By `place`: the certificate (PEM) that the user trusts, as the server has shown it."""


def place(address: Address) -> str:
    """How the setting `certificates` names a server: `camera.local:443`."""
    return f"{address.host}:{address.port or PORTS[address.scheme]}".lower()


def checked(address: Address, trusted: Mapping[str, str], timeout: float) -> ssl.SSLContext:
    """What to greet that server with; `trusted` has fingerprints (SHA-256, hexadecimal) by `place`.

    Connects once to look. Raises `CertificateError` for a server whose certificate nobody vouches for, with its
    fingerprint, and for one that shows another than the one that is trusted. `OSError` where it is not reached.
    """
    server = (address.host, address.port or PORTS[address.scheme])
    if (wanted := trusted.get(place(address))) is not None:
        return _only(address, server, wanted, timeout)
    context = ssl.create_default_context()
    try:
        with (
            socket.create_connection(server, timeout) as connection,
            context.wrap_socket(connection, server_hostname=address.host),
        ):
            pass
    except ssl.SSLCertVerificationError as error:
        reason = error.verify_message.rstrip(".") or "it cannot be verified"
        shown = fingerprint(_seen(server, timeout))
        raise CertificateError(
            "The certificate of {address} is trusted by nobody here: {reason}",
            "If this is your camera, trust its certificate: by the window's button, with --trust {fingerprint},"
            ' or in the settings "{server}" = "{fingerprint}" under [certificates]',
            address=address.shown,
            reason=reason,
            fingerprint=shown,
            server=place(address),
        ) from error
    return context


def _only(address: Address, server: tuple[str, int], wanted: str, timeout: float) -> ssl.SSLContext:
    """Accepts the certificate with this fingerprint and no other."""
    seen = _seen(server, timeout)
    if _plain(fingerprint(seen)) != _plain(wanted):
        raise CertificateError(
            "{address} shows another certificate (SHA-256 {fingerprint}) than the one that you trust",
            "Somebody may be in between; if the camera has a new one, trust that:"
            ' "{server}" = "{fingerprint}" under [certificates] in the settings',
            address=address.shown,
            server=place(address),
            fingerprint=fingerprint(seen),
        )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False  # the certificate itself says more than the name in it
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    context.load_verify_locations(cadata=seen)
    _pinned[place(address)] = seen
    return context


def _seen(server: tuple[str, int], timeout: float) -> str:
    """The certificate that the server shows now, whoever vouches for it, as PEM."""
    return ssl.get_server_certificate(server, timeout=timeout)


def fingerprint(certificate: str) -> str:
    """SHA-256 of a certificate (PEM), in hexadecimal."""
    return hashlib.sha256(ssl.PEM_cert_to_DER_cert(certificate)).hexdigest().upper()


def _plain(text: str) -> str:
    return text.replace(":", "").replace(" ", "").upper()


@contextmanager
def ffmpeg_checks(address: Address) -> Iterator[None]:
    """While a source is opened: FFmpeg checks certificates too, also those of where a server sends it.

    It gives no reasons and does not look at the name in a certificate; that is what `checked` is for. OpenCV takes
    options from the environment only, when it opens; so servers with a certificate are opened one after the other.
    Options that the user has set there are left alone.
    """
    if _users_options():
        yield
    elif address.scheme not in PORTS:
        os.environ.setdefault(_OPTIONS, _options(""))
        yield
    else:
        with _opening:
            os.environ[_OPTIONS] = _options(_pinned.get(place(address), ""))
            try:
                yield
            finally:
                os.environ[_OPTIONS] = _options("")


@functools.cache
def _users_options() -> bool:
    return _OPTIONS in os.environ


@functools.cache
def _options(certificate: str) -> str:
    """FFmpeg's, with a file of what is trusted: the system's authorities, and that certificate (PEM).

    A file each, as OpenSSL confuses cameras whose certificates have the same name. `rtsp_flags` is OpenCV's own
    default (RTSP through TCP), which any options replace.
    """
    authorities = ssl.create_default_context().get_ca_certs(binary_form=True)
    file = Path(_folder().name) / f"{hashlib.sha256(certificate.encode()).hexdigest()}.pem"
    file.write_text("".join(map(ssl.DER_cert_to_PEM_cert, authorities)) + certificate, "ascii")
    return f"rtsp_flags;prefer_tcp|tls_verify;1|ca_file;{file}"


@functools.cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    """Deleted when the program ends."""
    return tempfile.TemporaryDirectory(prefix="facecam-")
