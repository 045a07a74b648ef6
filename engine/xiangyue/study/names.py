"""The names and moments of one scenario, looked up; what is wrong with them becomes findings."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from xiangyue.clock import EARLIEST, parse_instant
from xiangyue.errors import BadInput, Place
from xiangyue.messages import reasons
from xiangyue.messages.scenarios import WORDS
from xiangyue.profile import Finding, Node, address
from xiangyue.profile.check import LIMIT, Steps, hint, listed, nearest, value_place
from xiangyue.spelling import shown
from xiangyue.study.scenario import Because, plain_code


class Names:
    """Looks up what a scenario names; ``top`` is the file with this scenario alone."""

    def __init__(self, scenario: str, top: Node, timezone: str) -> None:
        """Begin with nothing found."""
        self.scenario = scenario
        self.findings: list[Finding] = []
        self._top = top
        self._timezone = timezone

    def known(self, what: str, name: str, known: Collection[str], *path: str | int) -> bool:
        """Tell whether a name is known; one that is not becomes a finding, with the nearest."""
        if name in known:
            return True
        if len(self.findings) <= LIMIT:
            said = {"what": WORDS[what], "name": shown(name), "known": listed(sorted(known))}
            said["hint"] = hint(nearest(name, known))
            self.find("scenario-unknown", path, said, is_key=path[-1] == name)
        return False

    def instant(self, text: str, *path: str | int) -> datetime:
        """Read a moment on the clock of the profile; one that is none becomes a finding."""
        try:
            return parse_instant(text, self._timezone)
        except BadInput as error:
            self.find(error.code, path, error.values)
            return EARLIEST

    def because(self, data: Mapping[str, Any], at: Steps) -> Because:
        """Read the reasons that something is refused for, if any are said."""
        said = data.get("because", ())
        codes = many(said)
        for code in codes:
            self.known("reason", code, reasons.MESSAGES, *at, "because")
        return Because(frozenset(map(plain_code, codes)), every=isinstance(said, list))

    def place(self, *path: str | int) -> Place:
        """Return where a key or an item of the scenario stands."""
        return self._top.place_of(self.scenario, *path)

    def find(self, code: str, path: Steps, values: Mapping[str, Any], is_key: bool = False) -> None:
        """Add a finding at a value, or at its key."""
        whole = (self.scenario, *path)
        place = self.place(*path) if is_key else value_place(self._top, whole)
        self.findings.append(Finding(code, "error", place, address(whole), values))


def many(value: Any) -> tuple[str, ...]:
    """Return one name, or a list of names, as a tuple."""
    return (value,) if isinstance(value, str) else tuple(value)
