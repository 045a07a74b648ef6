"""What a verification found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from xiangyue.messages import mend, say

MOST = 1000
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """One row that is not as the journal says, or that the journal does not account for.

    ``table`` and ``key`` (the values of the primary key) name the row; where the file itself is
    damaged there is neither.
    """

    code: str
    table: str
    community: str
    key: tuple[Any, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def row(self) -> str:
        """The row's table and key: ``task xinqi/12``."""
        return " ".join(filter(None, [self.table, "/".join(map(show, self.key))]))

    def text(self, lang: str = "en") -> str:
        """Say which row it is and what is wrong, in ``lang``."""
        return say(self.code, lang, {**self.values, "row": self.row})

    def mend(self, lang: str = "en") -> str:
        """Say what can be done, in ``lang``."""
        return mend(self.code, lang, {**self.values, "row": self.row})

    def __str__(self) -> str:
        """Read in English."""
        return f"{self.text()} {self.mend()}".rstrip()


@dataclass(frozen=True, slots=True)
class Report:
    """What a verification read and found.

    ``problems`` holds at most 1,000 of them; ``more`` counts those beyond.
    """

    ok: bool
    communities: int
    entries: int
    problems: tuple[Problem, ...] = ()
    more: int = 0

    def __bool__(self) -> bool:
        """Be true when nothing is wrong."""
        return self.ok


class Findings:
    """The problems found so far; bounded, however much is wrong."""

    __slots__ = ("found", "more")

    def __init__(self) -> None:
        """Begin with none."""
        self.found: list[Problem] = []
        self.more = 0

    def add(
        self, code: str, table: str, community: str, key: tuple[Any, ...] = (), **values: Any
    ) -> None:
        """Note a problem."""
        if len(self.found) < MOST:
            self.found.append(Problem(code, table, community, key, values))
        else:
            self.more += 1


def show(value: Any) -> str:
    """Write a stored value so that it can be printed: short, and whatever bytes it holds."""
    if isinstance(value, bytes):
        return value[:8].hex() + ("…" if len(value) > 8 else "")
    text = str(value).encode("utf-8", "backslashreplace").decode()
    text = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text[: _SHOWN + 1])
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
