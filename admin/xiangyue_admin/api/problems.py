"""Problems as RFC 9457 has them, in the caller's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from xiangyue import BadInput, BrokenProfile, Conflict, Decision, Misuse, StoreError, XiangyueError
from xiangyue.office import BrokenAlert
from xiangyue_admin.api.written import decision_json, finding_json, place_json, reasons_json

TYPE: Final = "urn:xiangyue:problem:"
PROBLEM: Final = "application/problem+json"


class Kind(NamedTuple):
    """A kind of problem: its status, and what it means, for the documentation."""

    status: int
    says: str


KINDS: Final[Mapping[str, Kind]] = {
    "malformed": Kind(400, "The body or a header cannot be read."),
    "token": Kind(401, "There is no token, or it is unknown, over or withdrawn."),
    "scope": Kind(403, "The token lacks a scope; asked before anything is looked up."),
    "missing": Kind(404, "It does not exist, or lies outside the token's unit: both look alike."),
    "method": Kind(405, "Another method is possible; `Allow` names which."),
    "form": Kind(406, "The answer has another type than `Accept` asks for."),
    "conflict": Kind(409, "It clashes with what is recorded; nothing was recorded now."),
    "state": Kind(409, "Refused, and recorded: not possible in the state that the task is in."),
    "moved-on": Kind(412, "The task has another version than `If-Match` says."),
    "large": Kind(413, "The body is too large."),
    "media": Kind(415, "The body is of another type, or is compressed."),
    "invalid": Kind(422, "Something given does not exist or cannot be; nothing was recorded."),
    "refused": Kind(422, "Refused, and recorded, with every reason and what would change it."),
    "pace": Kind(429, "Too many requests; `Retry-After` says for how many seconds."),
    "broken": Kind(500, "A fault of this side; it is in the log."),
    "absent": Kind(501, "A part of the installation is missing."),
    "unavailable": Kind(503, "The store cannot be used now; `Retry-After` says when to try."),
}

_MISSING: Final = frozenset(
    {
        *("community-unknown", "community-without-profile", "task-unknown", "task-ref"),
        *("unit-unknown", "member-unknown", "entry-unknown", "list-none", "account-unknown"),
        *("change-task", "ledger-no-account", "match-nothing", "call-out-none", "change-no-flow"),
    }
)
_ABSENT: Final = frozenset({"match-missing", "metrics-missing", "cap-extra"})
_STALE: Final = frozenset({"version", "task-version"})
_STATE: Final = frozenset({"state", "flow-paused"})


class Problem(Exception):
    """Why a request is not answered as it was meant to be."""

    def __init__(
        self,
        kind: str,
        error: XiangyueError | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        errors: Iterable[Mapping[str, Any]] = (),
        decision: Decision | None = None,
    ) -> None:
        """Say what kind it is, and what is wrong: an error, or a decision that refuses."""
        super().__init__(kind)
        self.kind = kind
        self.error = error
        self.headers = dict(headers or {})
        self.errors = tuple(errors)
        self.decision = decision

    @property
    def status(self) -> int:
        """The HTTP status."""
        return KINDS[self.kind].status

    def body(self, language: str) -> dict[str, Any]:
        """Return what is sent."""
        told: dict[str, Any] = {
            "type": TYPE + self.kind,
            "title": Misuse(f"api-title-{self.kind}").text(language),
            "status": self.status,
        }
        if self.decision is not None:
            told["detail"] = self.decision.why(language)
            told["reasons"] = reasons_json(self.decision.reasons, language)
            told["decision"] = decision_json(self.decision, language)
        elif self.error is not None:
            told["detail"] = self.error.text(language)
            told["code"] = self.error.code
            if mend := self.error.mend(language):
                told["mend"] = mend
            if place := self.error.place:
                told["place"] = place_json(place)
        if isinstance(self.error, (BrokenAlert, BrokenProfile)):
            told["findings"] = [finding_json(one, language) for one in self.error.findings]
        if self.errors:
            told["errors"] = [
                {**one, "detail": one["detail"].text(language)} for one in self.errors
            ]
        return told


def of_error(error: XiangyueError) -> Problem:
    """Return the problem that an error of the engine is."""
    code = error.code
    if isinstance(error, StoreError):
        return Problem("unavailable", error, headers={"Retry-After": "1"})
    if isinstance(error, Conflict):
        return Problem("conflict", error)
    if code in _MISSING:
        return Problem("missing", error)
    if code in _ABSENT:
        return Problem("absent", error)
    if isinstance(error, (BadInput, Misuse)):
        return Problem("invalid", error)
    return Problem("broken", Misuse("api-broken"))


def of_refusal(decision: Decision) -> Problem:
    """Return the problem that a refusal is: the state's, or of another reason."""
    state = any(reason.code in _STATE for reason in decision.reasons)
    return Problem("state" if state else "refused", decision=decision)


def is_stale(error: XiangyueError) -> bool:
    """Tell whether an error says that the task has moved on."""
    return isinstance(error, Conflict) and error.code in _STALE


def nothing() -> Problem:
    """Return what is said of everything that is not there or not the token's to see."""
    return Problem("missing", Misuse("api-nothing"))
