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
from collections.abc import Mapping
from pathlib import Path

from facecam.addresses import Address
from facecam.errors import SourceError

PORTS = {"https": 443, "rtsps": 322}
"""The schemes that are encrypted, with the port where none is given."""

_lock = threading.Lock()
_pinned: set[str] = set()
"""Certificates (PEM) of cameras that were found and are trusted, for FFmpeg's file."""


def place(address: Address) -> str:
    """How the setting `certificates` names a server: `camera.local:443`."""
    return f"{address.host}:{address.port or PORTS[address.scheme]}".lower()


def checked(address: Address, trusted: Mapping[str, str], timeout: float) -> ssl.SSLContext:
    """What to greet that server with; `trusted` has fingerprints (SHA-256, hexadecimal) by `place`.

    Connects once to look. Raises `SourceError` for a server whose certificate nobody vouches for, with its
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
        raise SourceError(
            "The certificate of {address} is trusted by nobody here: {reason}",
            "If this is your camera, trust its certificate: --trust {fingerprint},"
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
        raise SourceError(
            "{address} shows another certificate (SHA-256 {fingerprint}) than the one that you trust",
            "Somebody may be in between; if the camera has a new one, trust that",
            address=address.shown,
            fingerprint=fingerprint(seen),
        )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False  # the certificate itself says more than the name in it
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    context.load_verify_locations(cadata=seen)
    _offer((seen,))
    return context


def _seen(server: tuple[str, int], timeout: float) -> str:
    """The certificate that the server shows now, whoever vouches for it, as PEM."""
    return ssl.get_server_certificate(server, timeout=timeout)


def fingerprint(certificate: str) -> str:
    """SHA-256 of a certificate (PEM), in hexadecimal."""
    return hashlib.sha256(ssl.PEM_cert_to_DER_cert(certificate)).hexdigest().upper()


def _plain(text: str) -> str:
    return text.replace(":", "").replace(" ", "").upper()


def ffmpeg_trusts() -> None:
    """Make FFmpeg check certificates too, from the next connection on: also where a server sends it elsewhere.

    FFmpeg gives no reasons and does not look at the name in a certificate; that is what `checked` is for. OpenCV
    passes options on from the environment only; `rtsp_flags` is its own default (RTSP through TCP), which any
    options replace.
    """
    _offer(())
    os.environ.setdefault(
        "OPENCV_FFMPEG_CAPTURE_OPTIONS", f"rtsp_flags;prefer_tcp|tls_verify;1|ca_file;{_bundle()}"
    )


def _offer(more: tuple[str, ...]) -> None:
    """Write all that is trusted into the file that FFmpeg reads at each connection."""
    with _lock:
        if _bundle().exists() and _pinned.issuperset(more):
            return
        _pinned.update(more)
        authorities = [
            ssl.DER_cert_to_PEM_cert(one) for one in ssl.create_default_context().get_ca_certs(binary_form=True)
        ]
        temporary = _bundle().with_suffix(".part")
        temporary.write_text("".join(authorities + sorted(_pinned)), "ascii")
        temporary.replace(_bundle())


def _bundle() -> Path:
    return Path(_folder().name) / "trusted.pem"


@functools.cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    """Deleted when the program ends."""
    return tempfile.TemporaryDirectory(prefix="facecam-")
