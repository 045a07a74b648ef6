"""Lists that hang out: of which flow the open tasks stand on each, in which states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from xiangyue.profile.service import many
from xiangyue.text import Text, text

LISTED: Final = "listed_"
"""What a measure begins with that counts what stands on a list."""

SCHEME: Final = "scheme"
"""The measure by which the scheme of points is known that is voted on."""


def at_any_time(measure: str) -> bool:
    """Tell whether a measure is taken wherever it is asked, and not only at an opening."""
    return measure.startswith(LISTED) or measure == SCHEME


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of what is published of a flow's tasks while they stand in one of these states.

    ``who`` is a field, or the opener or assignee, whose name stands there if they consent to it.
    """

    id: str
    title: Text
    flow: str
    states: tuple[str, ...]
    who: str | None


def listings(data: Mapping[str, Any]) -> dict[str, Listing]:
    """Return the lists of a profile by name."""
    return {
        name: Listing(name, text(one["title"]), one["flow"], many(one["in"]), one.get("who"))
        for name, one in data.items()
    }
