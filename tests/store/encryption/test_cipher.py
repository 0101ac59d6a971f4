"""What is sealed comes back in its place alone, and only as it was."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facecam.store.encryption.cipher import OVERHEAD, SealBrokenError, Vault

PLACES = st.binary(max_size=40)


@settings(max_examples=50)
@given(st.binary(max_size=2_000), PLACES)
def test_it_comes_back_and_never_looks_the_same(blob: bytes, place: bytes) -> None:
    vault = Vault.new()
    first, second = vault.seal(blob, place), vault.seal(blob, place)
    assert vault.unseal(first, place) == vault.unseal(second, place) == blob
    assert first != second and len(first) == len(blob) + OVERHEAD
    assert len(blob) < 8 or blob not in first


@settings(max_examples=50)
@given(st.binary(max_size=200), PLACES, st.data())
def test_a_flipped_bit_is_refused(blob: bytes, place: bytes, data: st.DataObject) -> None:
    vault = Vault.new()
    sealed = bytearray(vault.seal(blob, place))
    bit = data.draw(st.integers(0, 8 * len(sealed) - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(SealBrokenError):
        vault.unseal(bytes(sealed), place)


@settings(max_examples=50)
@given(st.binary(max_size=200), PLACES, PLACES)
def test_another_place_is_refused(blob: bytes, place: bytes, other: bytes) -> None:
    vault = Vault.new()
    sealed = vault.seal(blob, place)
    if place != other:
        with pytest.raises(SealBrokenError):
            vault.unseal(sealed, other)


@settings(max_examples=50)
@given(st.binary(max_size=OVERHEAD + 4))
def test_what_was_never_sealed_is_refused(junk: bytes) -> None:
    with pytest.raises(SealBrokenError):
        Vault.new().unseal(junk, b"")


def test_another_key_is_refused() -> None:
    with pytest.raises(SealBrokenError):
        Vault.new().unseal(Vault.new().seal(b"face", b""), b"")


def test_the_key_is_not_shown() -> None:
    vault = Vault.new()
    assert vault.key.reveal().hex() not in repr(vault) + repr(vars(vault)) + str(vault.key)
