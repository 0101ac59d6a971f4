"""What a connection to a server fails with, in words that name the address and the remedy."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.error import HTTPError, URLError

from facecam.base.addresses import Address, public
from facecam.base.errors import SourceError
from facecam.base.messages import Message

AGAIN = Message("Check the address and the network")


@contextmanager
def in_words(address: Address, timeout: float) -> Iterator[None]:
    """Turn the errors of sockets, TLS and HTTP into a `SourceError`; `timeout` is what was waited for at most."""
    try:
        yield
    except HTTPError as error:
        error.close()
        # Without the cause, as everywhere here: it may hold the URL.
        raise _refused(address, error.code) from None
    except URLError as error:
        reason = error.reason if isinstance(error.reason, Exception) else error
        raise _unreachable(address, reason, timeout) from None
    except (OSError, ValueError) as error:  # of the latter: a host that IDNA refuses, an unknown way to log in
        raise _unreachable(address, error, timeout) from None


def _refused(address: Address, code: int) -> SourceError:
    if code == 401:
        return SourceError(
            "{address} cannot be opened: it wants a name and a password, and has not got the right ones",
            "Write them like {scheme}://name:password@{host}/... . {advice}",
            address=address.shown,
            scheme=address.scheme,
            host=public(f"{address.scheme}://{address.host}").partition("://")[2],
            advice=address.advice,
        )
    if 300 <= code < 400:
        return SourceError(
            "{address} cannot be opened: it sends from one address to the next and never arrives",
            "Use the address at which the stream is",
            address=address.shown,
        )
    if code in (404, 410):
        return SourceError(
            "{address} cannot be opened: there is nothing at that address", address.advice, address=address.shown
        )
    return SourceError(
        "{address} cannot be opened: it refuses (HTTP {code})",
        address.advice,
        address=address.shown,
        code=str(code),
    )


def _unreachable(address: Address, error: Exception, timeout: float) -> SourceError:
    if isinstance(error, TimeoutError):
        return SourceError("{address} did not answer within {n} s", AGAIN, address=address.shown, n=timeout)
    if isinstance(error, socket.gaierror | UnicodeError):
        return SourceError("{address} cannot be opened: no host has that name", AGAIN, address=address.shown)
    if isinstance(error, ConnectionRefusedError):
        return SourceError(
            "{address} cannot be opened: nothing listens there", address.advice, address=address.shown
        )
    if isinstance(error, ssl.SSLError):
        return SourceError(
            "{address} cannot be opened: it does not speak TLS as it should", AGAIN, address=address.shown
        )
    if isinstance(error, OSError) and error.strerror:
        return SourceError(
            "{address} cannot be opened: {reason}", AGAIN, address=address.shown, reason=error.strerror
        )
    return SourceError("{address} cannot be opened: the connection broke off", AGAIN, address=address.shown)
