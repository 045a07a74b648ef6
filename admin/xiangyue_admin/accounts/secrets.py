"""What must not be guessed: passwords, and random secrets of which only the hash is kept."""

from __future__ import annotations

import hashlib
import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

TOKEN_PREFIX = "xy_"


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
    """Return the argon2id hash of a password."""
    return _hasher().hash(password)


def opens(password: str, sealed: str | None) -> bool:
    """Return whether a password is the right one; it takes as long where there is none."""
    try:
        _hasher().verify(sealed or _nobody(), password)
    except (VerificationError, InvalidHashError, UnicodeEncodeError):
        return False
    return sealed is not None


def outdated(sealed: str) -> bool:
    """Return whether a hash was made with weaker parameters than today's."""
    return _hasher().check_needs_rehash(sealed)
