"""Receipts: numbers by which whoever brought something up follows it, without being registered.

A receipt is twenty decimal digits that cannot be guessed (more than 66 bits) and a check digit, in
groups of three: digits are read out over the telephone in every dialect. It is kept nowhere. What
stands in the journal, as the key of the opening, is slowly made from it and leads to the task;
nobody comes from there to the receipt.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import unicodedata

from xiangyue.errors import BadInput, Misuse
from xiangyue.storage import Reader, Store, Tx
from xiangyue.values import Task
from xiangyue.work.named import known_head
from xiangyue.work.registering import journal

DIGITS = 20
KEY = "receipt:"
"""What the key of an opening begins with that was given a receipt."""

_GROUP = 3
_ROUNDS = 20_000
_SECRET = "~secret"
_BYTES = 32
_BETWEEN = re.compile(r"[\s.·\-‐-―]+")


def new_receipt() -> str:
    """Return a new receipt."""
    return written(secrets.randbelow(10**DIGITS))


def derived(secret: bytes, *about: str) -> str:
    """Return the receipt that belongs to this and to nothing else, as the secret has it."""
    return written(int.from_bytes(sealed(secret, *about), "big") % 10**DIGITS)


def sealed(secret: bytes, *about: str) -> bytes:
    """Return what only somebody with the secret can make of this."""
    said = b"".join(len(raw := part.encode()).to_bytes(4, "big") + raw for part in about)
    return hmac.digest(secret, said, "sha256")


def written(number: int) -> str:
    """Write a number with its check digit, in groups of three."""
    digits = f"{number:0{DIGITS}}"
    return grouped(digits + str(check_digit(digits)))


def grouped(digits: str) -> str:
    """Write digits in groups of three."""
    return " ".join(digits[n : n + _GROUP] for n in range(0, len(digits), _GROUP))


def check_digit(digits: str) -> int:
    """Return the check digit of ISO/IEC 7064, MOD 11,10: one wrong digit never passes."""
    product = 10
    for digit in digits:
        product = 2 * ((product + int(digit)) % 10 or 10) % 11
    return (11 - product) % 10


def read_receipt(text: str) -> str:
    """Return a receipt as it is written here; full-width digits, dashes and no gaps are fine.

    Raises BadInput where it cannot be one: a digit is missing, or one was misread.
    """
    digits = _BETWEEN.sub("", unicodedata.normalize("NFKC", text))
    if not (digits.isascii() and digits.isdecimal()) or len(digits) != DIGITS + 1:
        raise BadInput("receipt-form", digits=DIGITS + 1)
    if check_digit(digits[:-1]) != int(digits[-1]):
        raise BadInput("receipt-misread")
    return grouped(digits)


def key_of(community: str, receipt: str) -> str:
    """Return the key of the opening that a receipt leads to."""
    said, salt = receipt.encode(), f"xiangyue receipt {community}".encode()
    return KEY + hashlib.pbkdf2_hmac("sha256", said, salt, _ROUNDS, _BYTES).hex()


def find(reader: Reader, community: str, receipt: str) -> Task:
    """Return the task that a receipt leads to, with its personal values.

    Raises Misuse where there is none, or what was brought up is destroyed by now, and where it
    waits to be opened.
    """
    known_head(reader.situation(community, None, None).head, community)
    seq = reader.situation(community, None, key_of(community, receipt)).prior
    while seq is not None:
        body, payload, _ = reader.entry(community, seq)
        if payload is None and "private" in body:
            break
        if body["outcome"] == "done":
            task = reader.situation(community, body["task"], None).task
            if task is None:
                break
            return reader.reveal(task)
        if body["outcome"] != "deferred":
            break
        again = reader.situation(community, None, f"~{seq}").prior
        if again is None:
            raise Misuse("receipt-waits")
        seq = again
    raise Misuse("receipt-unknown")


def secret_of(store: Store, community: str, now: int) -> bytes:
    """Return the secret of a community, from which codes are made; the first time it is made up.

    It is a payload of the community's chain: kept apart, and in no feed or list.
    """
    with store.read() as reader:
        known = _secret(reader, community)
    if known is not None:
        return known
    with store.begin() as tx:
        return _secret(tx, community) or _made_up(tx, community, now)


def _secret(reader: Reader, community: str) -> bytes | None:
    found = reader.situation(community, None, _SECRET)
    known_head(found.head, community)
    if found.prior is None:
        return None
    payload = reader.entry(community, found.prior)[1]
    return bytes.fromhex(payload["secret"]) if payload else None


def _made_up(tx: Tx, community: str, now: int) -> bytes:
    secret = secrets.token_bytes(_BYTES)
    journal(tx, community, "secret", now, {}, {"secret": secret.hex()}, _SECRET, after={})
    return secret
