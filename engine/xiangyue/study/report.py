"""What became of scenarios, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from xiangyue.errors import Place
from xiangyue.messages import say
from xiangyue.profile import Finding
from xiangyue.study.coverage import Coverage
from xiangyue.text import joined

TOLD: Final = 30
"""How many lines of a story are said; programs get them all."""


@dataclass(frozen=True, slots=True)
class Told:
    """One line of a scenario's story; ``code`` names its sentence."""

    code: str
    values: Mapping[str, Any] = field(hash=False)

    def text(self, lang: str = "en") -> str:
        """Tell it in ``lang``."""
        return say(self.code, lang, self.values)

    def __str__(self) -> str:
        """Tell it in English."""
        return self.text()


@dataclass(frozen=True, slots=True)
class ScenarioResult:
    """What became of one scenario: what did not come out, and what happened until then."""

    name: str
    place: Place
    failures: tuple[Finding, ...]
    story: tuple[Told, ...]

    @property
    def ok(self) -> bool:
        """Whether all came out as it should."""
        return not self.failures

    @property
    def near(self) -> ScenarioResult:
        """The same, with no path of a machine in its places."""
        failures = (replace(failure, place=failure.place.near) for failure in self.failures)
        return replace(self, place=self.place.near, failures=tuple(failures))

    def text(self, lang: str = "en") -> str:
        """Say it in one line, and more where something failed."""
        if self.ok:
            return say("scenario-passed", lang, {"name": self.name})
        return "\n".join(self._lines(lang))

    def _lines(self, lang: str) -> Iterator[str]:
        yield say("scenario-failed", lang, {"name": self.name, "place": self.place})
        for failure in self.failures:
            yield f"    {_line(failure, lang)}"
        if self.story:
            earlier = max(0, len(self.story) - TOLD)
            code = "scenario-story-earlier" if earlier else "scenario-story"
            yield f"    {say(code, lang, {'count': earlier})}"
        yield from (f"      {told.text(lang)}" for told in self.story[-TOLD:])

    def __str__(self) -> str:
        """Read in English."""
        return self.text()

    def as_dict(self, lang: str = "en") -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "name": self.name,
            "ok": self.ok,
            **_where(self.place),
            "failures": [_plain(failure, lang) for failure in self.failures],
            "story": [told.text(lang) for told in self.story],
        }


@dataclass(frozen=True, slots=True)
class ScenarioReport:
    """What became of a profile's scenarios.

    ``findings`` say what is wrong with scenarios that could not be run at all.
    """

    profile: str
    results: tuple[ScenarioResult, ...]
    findings: tuple[Finding, ...]
    coverage: Coverage

    @property
    def ok(self) -> bool:
        """Whether every scenario could be run and came out as it should."""
        return not self.findings and all(result.ok for result in self.results)

    @property
    def passed(self) -> int:
        """How many came out as they should."""
        return sum(result.ok for result in self.results)

    @property
    def failed(self) -> int:
        """How many did not."""
        return len(self.results) - self.passed

    def __bool__(self) -> bool:
        """Be true when all is well."""
        return self.ok

    def text(self, lang: str = "en") -> str:
        """Say what failed and what was not covered."""
        return "\n".join(self._lines(lang))

    def _lines(self, lang: str) -> Iterator[str]:
        yield from (_line(finding, lang) for finding in self.findings)
        yield from (result.text(lang) for result in self.results)
        yield say("scenario-total", lang, {"passed": self.passed, "failed": self.failed})
        if self.findings:
            yield say("scenario-unplayed", lang, {"count": len(self.findings)})
        seen = self.coverage
        parts = {name: str(getattr(seen, name)) for name in ("states", "actions", "guards", "rows")}
        yield say("scenario-coverage", lang, parts)
        for address in seen.missing:
            yield f"  {say('scenario-uncovered', lang, {'address': address})}"
        if seen.limits.total:
            yield say("scenario-coverage-limits", lang, {"limits": str(seen.limits)})
        for address in seen.limits.missing:
            yield f"  {say('scenario-silent', lang, {'address': address})}"

    def __str__(self) -> str:
        """Read in English."""
        return self.text()

    def as_dict(self, lang: str = "en") -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "profile": self.profile,
            "ok": self.ok,
            "passed": self.passed,
            "failed": self.failed,
            "findings": [_plain(finding, lang) for finding in self.findings],
            "results": [result.as_dict(lang) for result in self.results],
            "coverage": self.coverage.as_dict(),
        }


def _line(finding: Finding, lang: str) -> str:
    return f"{finding.place}: {joined(finding.text(lang), finding.mend(lang), lang)}"


def _where(place: Place) -> dict[str, Any]:
    return {"file": place.file, "line": place.line, "column": place.column}


def _plain(finding: Finding, lang: str) -> dict[str, Any]:
    return {
        "code": finding.code,
        **_where(finding.place),
        "text": finding.text(lang),
        "mend": finding.mend(lang),
    }
