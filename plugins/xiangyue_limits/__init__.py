"""First-party limits on digital intervention; they come through the same door as a stranger's."""

from __future__ import annotations

from collections.abc import Sequence

from xiangyue.plugs import Limit, hookimpl
from xiangyue_limits.no_checkin import NoCheckin

__all__ = ["xiangyue_limits"]


@hookimpl
def xiangyue_limits() -> Sequence[Limit]:
    """Bring the limits of this package."""
    return (NoCheckin(),)
