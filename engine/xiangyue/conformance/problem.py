"""What the kit found of a limit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xiangyue.messages import mend, say
from xiangyue.profile import Severity
from xiangyue.values import Value


class Problem(Value, frozen=True):
    """One thing that is not as it should be; ``code`` names its message in the catalogue."""

    code: str
    severity: Severity = "error"
    values: Mapping[str, Any] = {}

    def text(self, lang: str = "en") -> str:
        """Say what is wrong."""
        return say(self.code, lang, self.values)

    def mend(self, lang: str = "en") -> str:
        """Say how to mend it."""
        return mend(self.code, lang, self.values)

    def __str__(self) -> str:
        """Read in English: severity, code, sentence, mend."""
        return f"{self.severity} {self.code}: {self.text()} {self.mend()}".rstrip()


class Report(Value, frozen=True):
    """What trying a limit showed; it is true when nothing is wrong, warnings aside.

    ``said`` counts the reviews by verdict. ``median`` and ``slowest`` are microseconds a review.
    """

    limit: str
    problems: tuple[Problem, ...]
    said: Mapping[str, int] = {}
    median: float = 0.0
    slowest: float = 0.0

    @property
    def reviews(self) -> int:
        """How many different cases were reviewed."""
        return sum(self.said.values())

    def __bool__(self) -> bool:
        """Be true when no problem is an error."""
        return all(problem.severity != "error" for problem in self.problems)
