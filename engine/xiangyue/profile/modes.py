"""What a profile says of modes, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from xiangyue.text import Text, text
from xiangyue.time.worktime import Duration, parse_duration


@dataclass(frozen=True, slots=True)
class Lasting:
    """The modes that a flow's tasks do not outlast: ``then`` is taken when they have ended.

    Only tasks that were opened in one of them are meant, unless ``earlier``.
    """

    modes: tuple[str, ...]
    then: str
    earlier: bool = False


@dataclass(frozen=True, slots=True)
class Mode:
    """An overlay of the profile; ``levels`` are the response levels it knows.

    ``lasts`` is how long it may last, by level ("" for all others); ``on_the_spot`` is whether a
    community may begin it by itself.
    """

    id: str
    title: Text
    levels: tuple[str, ...]
    set: Mapping[str, Any]
    lasts: Mapping[str, Duration] = field(default_factory=dict)
    on_the_spot: bool = False

    def term(self, level: str) -> Duration | None:
        """Return how long it may last at a level; None where nothing is said."""
        return self.lasts.get(level, self.lasts.get(""))


def lasting(data: Mapping[str, Any] | None) -> Lasting | None:
    """Make what a flow says under ``while``."""
    if data is None:
        return None
    modes = data["mode"]
    named = (modes,) if isinstance(modes, str) else tuple(modes)
    return Lasting(named, data["then"], data.get("earlier", False))


def mode(name: str, data: Mapping[str, Any]) -> Mode:
    """Make a mode of what its profile says."""
    lasts = data.get("lasts", {})
    by_level = lasts if isinstance(lasts, dict) else {"": lasts}
    return Mode(
        id=name,
        title=text(data["title"]),
        levels=tuple(data.get("levels", ())),
        set=data.get("set", {}),
        lasts={level: parse_duration(term) for level, term in by_level.items()},
        on_the_spot=data.get("on_the_spot", False),
    )
