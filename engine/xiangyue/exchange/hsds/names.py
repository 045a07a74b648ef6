"""Ids of a directory and of a store: each leads to the other, and back to the same one."""

from __future__ import annotations

import re
import uuid
from typing import Final

from xiangyue.words import is_id

_SPACE: Final = uuid.UUID("c6b1f6f0-6a0e-5f0b-9d4a-0b6e6c1f7a11")
_PREFIX: Final = "hsds-"
_UUID: Final = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def ours(theirs: str) -> str:
    """Return by which id a thing of a directory is kept: its own where that is a UUID."""
    if _UUID.fullmatch(theirs):
        return theirs.lower()
    plain = _PREFIX + theirs
    return plain if is_id(plain) else _PREFIX + str(uuid.uuid5(_SPACE, theirs))


def theirs(ours: str, *within: str) -> str:
    """Return the UUID by which a directory knows what is kept here, in a community or none."""
    return ours if _UUID.fullmatch(ours) else str(uuid.uuid5(_SPACE, "/".join((*within, ours))))


def part(of: str, what: str) -> str:
    """Return the UUID of a part of something that has one."""
    return str(uuid.uuid5(_SPACE, f"{of}/{what}"))
