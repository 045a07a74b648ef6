"""What all frozen values have in common."""

from __future__ import annotations

import msgspec


class Value(msgspec.Struct, frozen=True, gc=False):
    """A frozen value; ``replace`` makes a changed copy.

    It holds only what was there before it, and so no circle: the collector of garbage need not
    look at it.
    """


replace = msgspec.structs.replace
