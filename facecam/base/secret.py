"""What nobody may read by accident: passphrases, keys, addresses with a password in them."""

from __future__ import annotations

from typing import Any, Generic, NoReturn, TypeVar

T = TypeVar("T", str, bytes)

SHOWN = "***"


class Secret(Generic[T]):
    """Text or bytes that every way of showing, writing or sending them makes `***` of, or refuses.

    Only `reveal` gives them: who calls it hands them to what needs them, at once, and keeps nothing. Two are
    compared in a time that does not depend on what is in them.
    """

    __slots__ = ("_value",)

    def __init__(self, value: T) -> None:
        self._value: T = value

    @classmethod
    def of(cls, value: Secret[T] | T | None) -> Secret[T] | None:
        """The same where it is one already: for doors at which people hand in plain text."""
        return value if value is None or isinstance(value, Secret) else Secret(value)

    def reveal(self) -> T:
        """What it is."""
        value: T = self._value
        return value

    def __bool__(self) -> bool:
        return bool(self._value)

    def __repr__(self) -> str:
        return SHOWN

    def __format__(self, spec: str) -> str:
        return SHOWN

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        import hmac  # loads OpenSSL, for which the window's first picture need not wait

        mine, theirs = _bytes(self._value), _bytes(other.reveal())
        return hmac.compare_digest(mine, theirs)

    __hash__ = None  # type: ignore[assignment]  # a digest of it would lie about in tables

    def __copy__(self) -> Secret[T]:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Secret[T]:
        return self

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a secret is not written down")


def _bytes(value: str | bytes) -> bytes:
    return value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value


Phrase = Secret[str] | str
"""A passphrase as people hand it in: a program's own text becomes a secret at the first door (`Secret.of`)."""
