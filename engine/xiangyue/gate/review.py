"""Every limit reviews every intervention; the strictest verdict wins.

    deny > defer > reshape > allow

A deny of an essential intervention refuses the command, of an accessory one drops only that; a
defer likewise lets the command, or only that, wait. What a reshape leaves is reviewed once more
by all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from xiangyue.asks import Answers
from xiangyue.frozen import frozen
from xiangyue.gate.bindings import MOST_BREAKS, Bound, Gate
from xiangyue.gate.crowd import Crowds, addressee, is_asked
from xiangyue.gate.facts import Asking, known
from xiangyue.gate.said import CLAIMED, MISSING, SUSPENDED, failed, slow, what
from xiangyue.gate.verdicts import Rubbish, checked
from xiangyue.limit import ALLOW, Circumstances, Intervention, Verdict, Words
from xiangyue.time.clock import from_micros, to_micros
from xiangyue.values import Facts, Member, Planned, Reason, Ruling, Standing, replace

_Said = tuple[Verdict, Ruling]
"""What a limit says other than yes."""


class Reviewed(NamedTuple):
    """What the gate lets through, and what was said.

    ``denied`` is whether something essential was refused; ``until`` is when a deferred command is
    decided again; ``failing`` counts, by binding, how often it has now broken in a row, where
    that has changed.
    """

    interventions: tuple[Planned, ...]
    reasons: tuple[Reason, ...]
    notes: tuple[Reason, ...]
    denied: bool
    rulings: tuple[Ruling, ...]
    until: int | None
    failing: Mapping[str, int]


class Before(NamedTuple):
    """The command before the gate: what all reviews of it share."""

    circumstances: Circumstances
    declared: Mapping[str, Mapping[str, Any]]
    members: Mapping[str, Member]
    facts: Facts
    answers: Answers
    asking: Asking
    standing: Standing | None
    given: Mapping[str, Any]


def review(gate: Gate, planned: tuple[Planned, ...], before: Before) -> Reviewed:
    """Let every planned intervention pass the limits, in their order."""
    desk = _Desk(gate, before)
    kept: dict[int, Planned] = {}
    # What is essential comes first, so that nothing accessory takes the last place under a cap.
    for n, one in sorted(enumerate(planned), key=lambda item: item[1].accessory):
        through = desk.pass_(one)
        if through is not None:
            desk.through.setdefault(through.to, []).append(through)
            kept[n] = through
    return Reviewed(
        tuple(kept[n] for n in sorted(kept)),
        tuple(desk.reasons),
        (*desk.notes, *desk.crowds.notes()),
        desk.denied,
        tuple(desk.rulings),
        desk.until,
        desk.failing,
    )


class _Desk:
    """Where the interventions of one command are reviewed, one after the other."""

    def __init__(self, gate: Gate, before: Before) -> None:
        self.gate = gate
        self.before = before
        self.through: dict[str | None, list[Planned]] = {}
        self.reasons: list[Reason] = []
        self.notes: list[Reason] = []
        self.rulings: list[Ruling] = []
        self.until: int | None = None
        self.failing: dict[str, int] = {}
        self.denied = False
        self.crowds = Crowds()
        self._modes = before.facts.modes
        self._breaks = dict(before.facts.suspended)
        self._claims = before.standing is not None and True in before.given.values()
        self._details: dict[tuple[int, int], Mapping[str, Any]] = {}

    def pass_(self, planned: Planned) -> Planned | None:
        """Return the intervention as it takes place; None where it does not."""
        bound = self._holding(planned)
        original, shaped = planned, dict[str, Ruling]()
        while bound:
            case = self._circumstances(planned)
            found = [
                said
                for one in bound
                if (said := self._ask(one, case, planned, original, shaped))
                and self._keep(said[1], said[0].kind, planned)
            ]
            if not found:
                break
            if denied := [ruling for verdict, ruling in found if verdict.kind == "deny"]:
                self.denied = self.denied or not planned.accessory
                self._say("deny", denied, planned)
                return None
            if deferred := [said for said in found if said[0].kind == "defer"]:
                planned = self._later(planned, deferred)
                break
            verdict, ruling = found[0]
            shaped[ruling.limit] = ruling
            planned = replace(planned, detail={**planned.detail, **verdict.instead})
        if shaped:
            self._say("reshape", shaped.values(), planned)
        return planned

    def _holding(self, planned: Planned) -> Sequence[Bound]:
        """Return the limits that hold for this command, and note where a claim sets one aside."""
        opening = self.before.asking.opening
        holding = self.gate.holding(planned.kind, self._modes, opening)
        if not self._claims:
            return holding
        bound = []
        for one in holding:
            if self._claimed(one):
                lifted = _ruling(one, "lifted", planned, Verdict("allow", *CLAIMED))
                if lifted not in self.rulings:
                    self.rulings.append(lifted)
            else:
                bound.append(one)
        return bound

    def _claimed(self, bound: Bound) -> bool:
        claim, right = bound.binding.claim, self.before.standing
        if not bound.liftable or claim is None or right is None:
            return False
        return self.before.given.get(claim.field) is True and right.role in claim.roles

    def _circumstances(self, planned: Planned) -> Circumstances:
        before = self.before
        declared = before.declared.get(planned.address, _NOTHING)
        now = before.circumstances.now
        return replace(
            before.circumstances,
            member=before.members.get(planned.to or ""),
            intervention=Intervention(
                kind=planned.kind,  # type: ignore[arg-type]
                to=planned.to,
                address=planned.address,
                accessory=planned.accessory,
                detail=self._merged(declared, planned.detail) if planned.detail else declared,
                at=from_micros(planned.at) if planned.at is not None else now,
            ),
        )

    def _merged(self, declared: Mapping[str, Any], detail: Mapping[str, Any]) -> Mapping[str, Any]:
        key = id(declared), id(detail)  # both live as long as the command is judged
        found = self._details.get(key)
        if found is None:
            found = self._details[key] = _merged(declared, detail)
        return found

    def _ask(
        self,
        bound: Bound,
        case: Circumstances,
        planned: Planned,
        original: Planned,
        shaped: Collection[str],
    ) -> _Said | None:
        """Ask one limit; one that fails, or answers rubbish, or too late, is broken."""
        breaks = self._breaks.get(bound.id, 0)
        if breaks >= MOST_BREAKS:
            return self._broken(bound, planned, SUSPENDED)
        if bound.limit is None:
            return self._broke(bound, planned, breaks, MISSING)
        facts, timer = _NOTHING, self.gate.timer
        if bound.facts:
            before, passed = self.before, self.through.get(planned.to, ()) if planned.to else ()
            facts = known(bound, original, before.answers, before.asking, passed)
        try:
            for _ in range(2):
                begun = timer()
                answer = bound.limit.review(case, bound.config, facts)
                took = timer() - begun
                # The machine may have stood still meanwhile; a slow limit is slow again.
                if not bound.budget < took < bound.budget * _SURELY:
                    break
            if answer is None and took <= bound.budget and not breaks:
                return None  # as most limits have nothing to say most of the time
            verdict = checked(answer, planned, case.now)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # whatever a plugin raises
            detail = str(error) if isinstance(error, Rubbish) else type(error).__name__
            return self._broke(bound, planned, breaks, failed(detail))
        if took > bound.budget:
            return self._broke(bound, planned, breaks, slow(bound))
        if bound.id in shaped and verdict.kind == "reshape":
            return self._broke(bound, planned, breaks, failed("reshape"))
        if breaks:
            self._count(bound, 0)
        return (
            None if verdict is ALLOW else (verdict, _ruling(bound, verdict.kind, planned, verdict))
        )

    def _broke(
        self, bound: Bound, planned: Planned, breaks: int, words: tuple[Words, Words]
    ) -> _Said:
        self._count(bound, breaks + 1)
        return self._broken(bound, planned, words)

    def _count(self, bound: Bound, breaks: int) -> None:
        self.failing[bound.id] = self._breaks[bound.id] = breaks

    def _broken(self, bound: Bound, planned: Planned, words: tuple[Words, Words]) -> _Said:
        kind: Any = "deny" if bound.binding.closed else "allow"
        verdict = Verdict(kind, *words)
        return verdict, _ruling(bound, "broken", planned, verdict)

    def _keep(self, ruling: Ruling, effect: str, planned: Planned) -> bool:
        """Keep a ruling, and tell whether it takes effect; a warning is only said."""
        fresh = ruling not in self.rulings
        if fresh:
            self.rulings.append(ruling)
        if ruling.stance == "enforce" and effect != "allow":
            return True
        if (fresh or is_asked(planned)) and ruling.stance != "audit":
            self._note("limit-warned", ruling, planned)
        return False

    def _say(self, effect: str, rulings: Iterable[Ruling], planned: Planned) -> None:
        """Say what takes effect: as reasons where the command does not go on for it."""
        for ruling in rulings:
            if effect == "reshape" or _goes_on_without(effect, planned):
                self._note(_EFFECTS[effect], ruling, planned)
            else:
                self.reasons.append(ruling.reason)

    def _note(self, code: str, ruling: Ruling, planned: Planned) -> None:
        if is_asked(planned):
            self.crowds.note(code, ruling, planned.to or "")
            return
        about = {"to": planned.to or "", **what(planned.kind)}
        self.notes.append(Reason(code, {**ruling.reason.values, **about}))

    def _later(self, planned: Planned, found: Sequence[_Said]) -> Planned:
        """Move an accessory intervention; let the command wait for an essential one."""
        until = max(to_micros(verdict.until) for verdict, _ in found if verdict.until is not None)
        self._say("defer", [ruling for _, ruling in found], planned)
        if not _goes_on_without("defer", planned):
            self.until = max(until, self.until or 0)
        return replace(planned, at=until)


def _goes_on_without(effect: str, planned: Planned) -> bool:
    """Tell whether a command goes on though this is refused, or comes later.

    Points cannot come later than what earns them: their command waits with them.
    """
    return planned.accessory and (effect != "defer" or planned.kind != "score")


def _merged(declared: Mapping[str, Any], detail: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what the profile says of an intervention with what was worked out, frozen."""
    return MappingProxyType({**declared, **{name: frozen(value) for name, value in detail.items()}})


_SURELY = 10
"""So many times its budget is no accident."""

_NOTHING: Mapping[str, Any] = MappingProxyType({})
_EFFECTS = {"deny": "limit-dropped", "defer": "limit-deferred", "reshape": "limit-reshaped"}


def _ruling(bound: Bound, verdict: Any, planned: Planned, said: Verdict) -> Ruling:
    return Ruling(
        limit=bound.id,
        verdict=verdict,
        stance=bound.stance,
        kind=planned.kind,
        address=planned.address,
        to=addressee(planned),
        title=bound.title,
        say=said.say,
        mend=said.mend,
        until=to_micros(said.until) if said.until is not None else None,
    )
