"""From the facts that limits need to the questions that the store answers, and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from xiangyue.asks import Answers, Ask, subject_of
from xiangyue.gate.bindings import Bound, Gate
from xiangyue.gate.periods import begins
from xiangyue.limit import Fact, Held
from xiangyue.profile import Field
from xiangyue.values import TOUCHING, Planned


class Asking:
    """What questions of one command are asked from: its task, moment and fields."""

    __slots__ = ("_asked", "fields", "now", "opening", "task", "timezone", "unit")

    def __init__(
        self,
        fields: Mapping[str, Field],
        now: int,
        timezone: str,
        task: str,
        unit: str,
        *,
        opening: bool,
    ) -> None:
        """Remember the command's moment, its task, the unit, and whether it opens the task."""
        self.opening = opening
        self.fields = fields
        self.now = now
        self.timezone = timezone
        self.task = task
        self.unit = unit
        self._asked: dict[tuple[int, int], tuple[Ask, ...]] = {}

    def asked(self, fact: Fact, planned: Planned) -> tuple[Ask, ...]:
        """Return the questions behind one fact about one intervention; worked out once."""
        key = id(fact), id(planned)  # both live as long as the command is judged
        found = self._asked.get(key)
        if found is None:
            found = self._asked[key] = _asked(fact, planned, self)
        return found

    def since(self, within: str) -> int:
        """Return when the time begins that counts."""
        return begins(within, self.now, self.timezone)


def asks_of(
    gate: Gate, planned: Iterable[Planned], modes: tuple[str, ...], asking: Asking
) -> Iterator[Ask]:
    """Yield every question that the limits have about these interventions."""
    for one in planned:
        for fact in gate.facts(one.kind, modes, asking.opening):
            yield from asking.asked(fact, one)


def _asked(fact: Fact, planned: Planned, asking: Asking) -> tuple[Ask, ...]:
    """Return the questions behind one fact; none where the answer is plain."""
    what, who = fact.what, planned.to
    if what in ("held", "pending"):
        return _data(what, planned, asking)
    if what == "touches":
        return (Ask("touches", who, fact.names, asking.since(fact.within)),) if who else ()
    if what == "fields":
        return (Ask("fields", who, (), asking.since(fact.within)),) if who else ()
    if what == "open-tasks":
        return (Ask("open-tasks", who, fact.names, task=asking.task),) if who else ()
    if what == "community-tasks":
        return (Ask("community-tasks", task=asking.task),)
    if what == "opened":
        return (Ask("opened", "", fact.names, asking.since(fact.within), asking.task),)
    return (Ask("latest", "", fact.names),)


def _data(what: Any, planned: Planned, asking: Asking) -> tuple[Ask, ...]:
    """Return one question a subject: the fields about the person, and those about the unit."""
    by_subject: dict[str, list[str]] = {}
    for name in planned.detail.get("fields", ()):
        about = asking.fields[name].about
        subject = asking.unit if about == "unit" else planned.to
        if about != "task" and subject:
            by_subject.setdefault(subject_of(about, subject), []).append(name)
    return tuple(
        Ask(what, subject, tuple(names), task=asking.task) for subject, names in by_subject.items()
    )


def known(
    bound: Bound,
    planned: Planned,
    answers: Answers,
    asking: Asking,
    passed: Sequence[Planned],
) -> Mapping[str, Any]:
    """Return the answers by the names that the limit gave its questions.

    ``planned`` is the intervention as it was planned, about which was asked; ``passed`` are those
    to the same person, of the same command, that have passed before it: no answer knows of them.
    """
    if not bound.facts:
        return {}
    return MappingProxyType(
        {n: _answer(fact, planned, answers, asking, passed) for n, fact in bound.facts.items()}
    )


def _answer(
    fact: Fact, planned: Planned, answers: Answers, asking: Asking, passed: Sequence[Planned]
) -> Any:
    found = [answers[ask] for ask in asking.asked(fact, planned)]
    if fact.what == "touches":
        new = [one for one in passed if one.kind in (fact.names or TOUCHING)]
        return sum(found) + len(new)
    if fact.what == "fields":
        return sum(found) + len(_collected(passed))
    if fact.what == "held":
        return MappingProxyType(
            {n: Held(d.task, d.seq, d.at) for data in found for n, d in data.items()}
        )
    if fact.what == "pending":
        return frozenset(_collected(passed)).union(*found)
    if fact.what in ("open-tasks", "community-tasks"):
        return MappingProxyType(dict(found[0]) if found else {})
    return found[0]


def _collected(passed: Sequence[Planned]) -> list[str]:
    return [name for one in passed if one.kind == "collect" for name in one.detail["fields"]]
