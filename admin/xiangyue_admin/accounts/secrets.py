"""What must not be guessed: passwords, and random secrets of which only the hash is kept."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import BoundedSemaphore
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

TOKEN_PREFIX = "xy_"
AT_ONCE: Final = 3
"""Passwords that are sealed or tried in one moment; each takes 64 MiB and several cores."""
PATIENCE = 10.0
"""Seconds that the next one waits for its turn."""

_turns: Final = BoundedSemaphore(AT_ONCE)


class Busy(Exception):
    """So many passwords are tried at this moment that another one could not be."""


@contextmanager
def turn() -> Iterator[None]:
    """Wait for a turn, and hold it; raises Busy where none comes in time."""
    if not _turns.acquire(timeout=PATIENCE):
        raise Busy
    try:
        yield
    finally:
        _turns.release()


def fresh(prefix: str = "") -> str:
    """Return a new secret of 256 random bits."""
    return prefix + secrets.token_urlsafe(32)


def hashed(secret: str) -> str:
    """Return what is kept of a random secret; it is long enough to need no salt."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()  # argon2id with the parameters of RFC 9106 for little memory


@cache
def _nobody() -> str:
    return _hasher().hash(fresh())


def seal(password: str) -> str:
    """Return the argon2id hash of a password; raises Busy."""
    with turn():
        return _hasher().hash(password)


def opens(password: str, sealed: str | None) -> bool:
    """Return whether a password is the right one; it takes as long where there is none.

    Raises Busy.
    """
    try:
        with turn():
            _hasher().verify(sealed or _nobody(), password)
    except (VerificationError, InvalidHashError, UnicodeEncodeError):
        return False
    return sealed is not None


def outdated(sealed: str) -> bool:
    """Return whether a hash was made with weaker parameters than today's."""
    return _hasher().check_needs_rehash(sealed)
