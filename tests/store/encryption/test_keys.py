"""The data key behind a passphrase, and in the system's keyring."""

from dataclasses import replace

import keyring as library
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facecam.base.errors import InputError, LockedError, StoreError
from facecam.store.encryption import keys
from facecam.store.encryption.cipher import Vault
from facecam.store.encryption.keys import Kind, LockedKey, Scrypt, discard, lock, unlock

LONG = "correct horse battery"


@pytest.mark.usefixtures("quick_passphrases")
class TestPassphrase:
    def test_it_opens(self) -> None:
        vault = Vault.new()
        locked = lock(vault, LONG)
        assert locked.kind is Kind.PASSPHRASE and vault.key.reveal() not in locked.wrapped
        opened = unlock(locked, "people.db", LONG)
        assert (opened.name, opened.key) == (vault.name, vault.key)

    @pytest.mark.parametrize("wrong", ["correct horse batterz", "", "Correct horse battery"])
    def test_another_one_is_told_at_once(self, wrong: str) -> None:
        with pytest.raises(LockedError, match=r"not the passphrase of the database people\.db.*nothing is lost"):
            unlock(lock(Vault.new(), LONG), "people.db", wrong)

    def test_a_missing_one_is_asked_for(self) -> None:
        with pytest.raises(LockedError, match=r"people\.db is encrypted") as caught:
            unlock(lock(Vault.new(), LONG), "people.db")
        assert caught.value.passphrase

    def test_a_short_one_is_refused(self) -> None:
        with pytest.raises(InputError, match="shorter than 8"):
            lock(Vault.new(), "1234567")

    def test_it_is_the_same_however_it_is_typed(self) -> None:
        vault = Vault.new()
        assert unlock(lock(vault, "Zürich 1234"), "", "Zu\u0308rich 1234").key == vault.key

    def test_the_same_one_twice_locks_differently(self) -> None:
        vault = Vault.new()
        assert lock(vault, LONG).wrapped[13:] != lock(vault, LONG).wrapped[13:]

    def test_cheaper_parameters_in_the_database_open_nothing(self) -> None:
        locked = lock(Vault.new(), LONG)
        for altered in (
            replace(locked, cost=Scrypt(n=4)),
            replace(locked, salt=bytes(16)),
            replace(locked, name="x"),
        ):
            with pytest.raises(LockedError):
                unlock(altered, "people.db", LONG)


def test_a_guess_is_dear() -> None:
    assert 128 * keys.COST.n * keys.COST.r >= 2**27


def test_the_keyring_opens(keyring: dict[str, str]) -> None:
    vault = Vault.new()
    locked = lock(vault, None)
    assert locked.kind is Kind.KEYRING and list(keyring) == [locked.entry]
    assert unlock(locked, "people.db").key == unlock(locked, "people.db", "not looked at").key == vault.key
    discard(locked)
    assert not keyring
    discard(locked)  # again: nothing happens


def lost(keyring: dict[str, str], locked: LockedKey) -> None:
    keyring.clear()


def junk(keyring: dict[str, str], locked: LockedKey) -> None:
    keyring[locked.entry] = "no base64!"


def short(keyring: dict[str, str], locked: LockedKey) -> None:
    keyring[locked.entry] = "AAAA"


@pytest.mark.parametrize("harm", [lost, junk, short])
def test_a_lost_keyring_is_said(keyring: dict[str, str], harm: object) -> None:
    locked = lock(Vault.new(), None)
    assert callable(harm)
    harm(keyring, locked)
    with pytest.raises(LockedError, match=r"not to be had from the system's keyring.*nothing .* is lost") as caught:
        unlock(locked, "people.db")
    assert not caught.value.passphrase


def test_another_computers_key_is_said(keyring: dict[str, str]) -> None:
    first, second = lock(Vault.new(), None), lock(Vault.new(), None)
    keyring[first.entry] = keyring[second.entry]
    with pytest.raises(LockedError, match="does not fit"):
        unlock(first, "people.db")


@pytest.mark.parametrize("answer", [None, RuntimeError("no bus")])
def test_no_keyring_is_said(
    keyring: dict[str, str], monkeypatch: pytest.MonkeyPatch, answer: Exception | None
) -> None:
    def keep(service: str, entry: str, text: str) -> None:
        if answer is not None:
            raise answer  # what a backend may do; the other one keeps nothing and is silent

    monkeypatch.setattr(library, "set_password", keep)
    with pytest.raises(StoreError, match=r"keeps no key.*use a passphrase"):
        lock(Vault.new(), None)


@settings(max_examples=30)
@given(st.binary(max_size=100))
def test_a_damaged_key_is_said(wrapped: bytes) -> None:
    locked = LockedKey("name", Kind.PASSPHRASE, bytes(16), Scrypt(n=2), wrapped)
    with pytest.raises(LockedError):
        unlock(locked, "people.db", LONG)
