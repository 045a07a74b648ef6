"""What one check of an installation found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from xiangyue.errors import XiangyueError
from xiangyue.messages import mend, say

State = Literal["fine", "look", "wrong"]
"""All is well; somebody should look at it; it does not work."""


@dataclass(frozen=True, slots=True)
class Found:
    """One line of what the doctor says; ``code`` names its message in the catalogue.

    ``place`` is the spot in a file that it is about, if there is one.
    """

    state: State
    code: str
    values: Mapping[str, Any] = field(default_factory=dict)
    place: str = ""

    def text(self, lang: str = "en") -> str:
        """Say what is so."""
        where = f"{self.place}: " if self.place else ""
        return where + say(self.code, lang, self.values)

    def mend(self, lang: str = "en") -> str:
        """Say how to mend it; empty where nothing is to be done."""
        return "" if self.state == "fine" else mend(self.code, lang, self.values)


def fine(code: str, **values: Any) -> Found:
    """Say that all is well."""
    return Found("fine", code, values)


def look(code: str, **values: Any) -> Found:
    """Say what somebody should look at."""
    return Found("look", code, values)


def wrong(code: str, **values: Any) -> Found:
    """Say what does not work."""
    return Found("wrong", code, values)


def of_error(error: XiangyueError) -> Found:
    """Say an error of ours."""
    return Found("wrong", error.code, error.values, str(error.place or ""))
