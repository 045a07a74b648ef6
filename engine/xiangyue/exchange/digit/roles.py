"""The roles of DIGIT's workflows, and who may in the words of a profile."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from xiangyue.exchange.digit.ledger import Ledger
from xiangyue.exchange.digit.naming import Ids, heading
from xiangyue.spelling import shown

ANYBODY: Final = "*"
ANYONE: Final = "anyone"
NOBODY: Final = "nobody"
NOWHERE: Final = -1
"""Instead of a file's number: what stands in several places."""


class Roles:
    """The roles of all flows, each with an id."""

    def __init__(self, ledger: Ledger) -> None:
        """Nobody was named yet."""
        self.document: dict[str, Any] = {}
        self._ids = Ids("role", ["documents"])
        self._of: dict[str | None, str] = {}
        self._ledger = ledger

    def rights(self, codes: Iterable[str], path: tuple[str | int, ...]) -> list[str]:
        """Return who may, in the words of a profile; where no role is named, a role of nobody's."""
        found = [ANYONE if code == ANYBODY else self.id(code, path) for code in codes]
        if not found:
            self._ledger.note("changed", path, "digit-no-roles")
        return found or [self._nobody()]

    def id(self, code: str, path: tuple[str | int, ...]) -> str:
        """Return the id of a role, which is one of the profile from now on."""
        if code not in self._of:
            self._of[code] = chosen = self._ids.give(code)
            about = (NOWHERE, "roles", code)
            self._ledger.seen("roles", about)
            said = {} if chosen == code else {"as_imported": {"code": code}}
            self.document[chosen] = {"title": {"en": heading(code, "Role")}, **said}
            if said:
                name = shown(code)
                self._ledger.note("changed", path, "digit-id", about=about, name=name, id=chosen)
        return self._of[code]

    def _nobody(self) -> str:
        if None not in self._of:
            self._of[None] = chosen = self._ids.give(NOBODY)
            role = {"title": {"en": "Nobody"}, "as_imported": {"code": None}}
            self.document[chosen] = role
        return self._of[None]
