"""A finding of the linter: what is wrong, where, and how to mend it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from xiangyue.errors import BadInput, Place
from xiangyue.messages import mend, say

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the linter found; ``code`` names its message in the catalogue."""

    code: str
    severity: Severity
    place: Place
    address: str = ""
    values: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def text(self, lang: str = "en") -> str:
        """Say what is wrong."""
        return say(self.code, lang, self.values)

    def mend(self, lang: str = "en") -> str:
        """Say how to mend it."""
        return mend(self.code, lang, self.values)

    def __str__(self) -> str:
        """Read as compilers write: place, severity, code, sentence, mend."""
        return f"{self.place}: {self.severity} {self.code}: {self.text()} {self.mend()}".rstrip()


class BrokenProfile(BadInput):
    """A profile with errors; ``findings`` holds them all."""

    def __init__(self, profile: str, findings: tuple[Finding, ...]) -> None:
        """Remember the findings; the message quotes the first error."""
        errors = [f for f in findings if f.severity == "error"]
        first = errors[0]
        words = {"first_en": first.text(), "first_zh": first.text("zh")}
        values = {"profile": profile, "count": len(errors), **words}
        super().__init__("profile-broken", place=first.place, **values)
        self.profile = profile
        self.findings = findings

    def __reduce__(self) -> tuple[Any, ...]:
        """Survive the way between processes."""
        return BrokenProfile, (self.profile, self.findings)
