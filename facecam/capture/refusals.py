"""What a connection to a server fails with, in words that name the address and the remedy."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.error import HTTPError, URLError

from facecam.addresses import Address, advice
from facecam.errors import SourceError

_AGAIN = "Check the address and the network"


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
            f"{address} cannot be opened: it wants a name and a password, and has not got the right ones",
            f"Write them like {address.scheme}://name:password@{address.host}/... . {advice(address)}",
        )
    if 300 <= code < 400:
        return SourceError(
            f"{address} cannot be opened: it sends from one address to the next and never arrives",
            "Use the address at which the stream is",
        )
    reason = "there is nothing at that address" if code in (404, 410) else "it refuses"
    return SourceError(f"{address} cannot be opened: {reason} (HTTP {code})", advice(address))


def _unreachable(address: Address, error: Exception, timeout: float) -> SourceError:
    if isinstance(error, TimeoutError):
        return SourceError(f"{address} did not answer within {timeout:.3g} s", _AGAIN)
    if isinstance(error, socket.gaierror | UnicodeError):
        return SourceError(f"{address} cannot be opened: no host has that name", _AGAIN)
    if isinstance(error, ConnectionRefusedError):
        return SourceError(f"{address} cannot be opened: nothing listens there", advice(address))
    if isinstance(error, ssl.SSLError):
        return SourceError(f"{address} cannot be opened: it does not speak TLS as it should", _AGAIN)
    reason = error.strerror if isinstance(error, OSError) and error.strerror else "the connection broke off"
    return SourceError(f"{address} cannot be opened: {reason}", _AGAIN)
