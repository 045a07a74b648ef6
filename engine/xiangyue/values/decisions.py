"""What became of a command, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from xiangyue.messages import mend, say
from xiangyue.text import Text, joined, spoken
from xiangyue.values.people import Standing
from xiangyue.values.points import Posting
from xiangyue.values.tasks import Command
from xiangyue.values.value import Value

Outcome = Literal["done", "refused", "deferred"]

Stance = Literal["audit", "warn", "enforce"]


_EARLIER = {"what": Text(en="one thing", zh="其中一项")}
"""What reasons say that were kept before they said more."""


class Reason(Value, frozen=True):
    """Why something is refused; ``code`` names its sentence, ``values`` fill it in."""

    code: str
    values: Mapping[str, Any] = {}

    def text(self, lang: str = "en") -> str:
        """Say the reason in ``lang``."""
        return say(self.code, lang, spoken({**_EARLIER, **self.values}, lang))

    def mend(self, lang: str = "en") -> str:
        """Say what would make it pass, in ``lang``."""
        return mend(self.code, lang, spoken(self.values, lang))

    def __str__(self) -> str:
        """Read in English."""
        return f"{self.text()} {self.mend()}".rstrip()


class Planned(Value, frozen=True):
    """An intervention that a decision sets off: its kind, whom it touches and where it is said.

    ``detail`` is what of it was only known when it was planned, or was changed by a limit;
    ``at`` is when it takes place, None for at once.
    """

    kind: str
    to: str | None
    address: str
    accessory: bool = False
    detail: Mapping[str, Any] = {}
    at: int | None = None


class Ruling(Value, frozen=True):
    """What a limit made of an intervention, other than to allow it.

    ``verdict`` is ``defer``, ``reshape`` or ``deny``; ``broken`` where the limit itself failed and
    ``lifted`` where a claim set it aside. It took effect only under the stance ``enforce``.
    ``say`` and ``mend`` are its words by language; ``until`` is when to come back.
    """

    limit: str
    verdict: Literal["defer", "reshape", "deny", "broken", "lifted"]
    stance: Stance
    kind: str
    address: str
    to: str | None
    title: Mapping[str, str]
    say: Mapping[str, str]
    mend: Mapping[str, str] = {}
    until: int | None = None

    @property
    def reason(self) -> Reason:
        """The ruling as a reason."""
        values = {"limit": self.limit, "title": self.title, "say": self.say, "mend": self.mend}
        return Reason("limit", values)


class Hold(Value, frozen=True):
    """How much of a resource a task holds; both empty where it holds nothing."""

    resource: str = ""
    quantity: int = 0


class Decision(Value, frozen=True):
    """What became of a command, with everything it was judged by.

    It is true when the command was carried out. ``saw`` holds the values that the rules read
    (personal ones are only named in ``saw_private``), ``values`` what was given and computed.
    A deferred command is decided again at ``until``; what a refused opening carried is destroyed
    at ``keep``. ``rulings`` is what limits said other than
    yes, ``notes`` what else is to be known, though it refused nothing, and ``failing`` how often
    in a row each limit has now failed, where that has changed. ``reported`` are the data of persons
    and units: of whom, which field, and whether it was given (else it was asked for). ``holds`` is
    what the task holds from now on, None where its flow never holds anything. ``receipt`` is by
    what whoever brought it up follows it: told once, to them alone, and kept nowhere.
    """

    outcome: Outcome
    command: Command
    task: str
    seq: int
    now: int
    release: str
    settings: int
    mode: str
    before: str | None
    after: str | None
    flow: str
    reasons: tuple[Reason, ...] = ()
    standing: Standing | None = None
    values: Mapping[str, Any] = {}
    rules: tuple[str, ...] = ()
    saw: Mapping[str, Any] = {}
    saw_private: tuple[str, ...] = ()
    interventions: tuple[Planned, ...] = ()
    points: tuple[Posting, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    notes: tuple[Reason, ...] = ()
    until: int | None = None
    keep: int | None = None
    failing: Mapping[str, int] = {}
    reported: tuple[tuple[str, str, bool], ...] = ()
    holds: Hold | None = None
    receipt: str | None = None

    def __bool__(self) -> bool:
        """Be true when the command was carried out."""
        return self.outcome == "done"

    @property
    def ref(self) -> str:
        """The task's address in the store: ``community/id``."""
        return f"{self.command.community}/{self.task}"

    @property
    def occurred_at(self) -> int:
        """When it was really done."""
        at = self.command.occurred_at
        return self.now if at is None else at

    def why(self, lang: str = "en") -> str:
        """Say every reason and what would make it pass, a line each; empty if it was done."""
        return _lines(self.reasons, lang)

    def said(self, lang: str = "en") -> str:
        """Say what its actor should know besides, a line each: what was dropped, moved, capped."""
        return _lines(self.notes, lang)


def _lines(reasons: tuple[Reason, ...], lang: str) -> str:
    return "\n".join(joined(r.text(lang), r.mend(lang), lang) for r in reasons)


class Choice(Value, frozen=True):
    """An action that a member may, or may not, take on a task now."""

    action: str
    title: Text
    decision: Decision
    asks: tuple[str, ...] = ()
    note: bool = False

    @property
    def allowed(self) -> bool:
        """Whether it may be taken once the fields in ``asks``, and a note if so, are given."""
        return not self.reasons

    @property
    def missing(self) -> tuple[str, ...]:
        """The fields that still have to be given."""
        needs = (r.values["fields"] for r in self.decision.reasons if r.code == "needs")
        return tuple(name for names in needs for name in names if name in self.asks)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why not, whatever is given with it: what can still be filled in is no reason here."""
        return tuple(r for r in self.decision.reasons if not self._can_be_given(r))

    def _can_be_given(self, reason: Reason) -> bool:
        if reason.code == "needs":
            return all(name in self.asks for name in reason.values["fields"])
        return reason.code == "note" and self.note
