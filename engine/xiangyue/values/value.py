"""What all frozen values have in common."""

from __future__ import annotations

import msgspec


class Value(msgspec.Struct, frozen=True):
    """A frozen value; ``replace`` makes a changed copy."""


replace = msgspec.structs.replace
