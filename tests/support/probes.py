"""A limit that answers what a test tells it to, and a village whose limits all ask it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

from xiangyue import Decision, Engine
from xiangyue.plugs import (
    KINDS,
    Circumstances,
    Fact,
    Limit,
    Verdict,
    community_tasks,
    defer,
    deny,
    fields_asked,
    held,
    latest,
    open_tasks,
    opened,
    pending,
    reshape,
    touches,
)

GATE = Path(__file__).parents[1] / "flow" / "profiles" / "gate"
NOON = datetime(2026, 6, 3, 4, tzinfo=UTC)
"""Noon of a Wednesday in Shanghai."""
SAY = {"en": "Because.", "zh": "因为如此。"}
MEND = {"en": "Do otherwise.", "zh": "请另行处理。"}

Answer = Callable[[Circumstances, Mapping[str, Any]], Any]


class Probe(Limit):
    """Answers by binding as ``answers`` says; None of them allows everything."""

    name = "probe"
    title: ClassVar = {"en": "Probe", "zh": "探针"}
    basis = "[D] of the tests"
    kinds = KINDS
    config_schema: ClassVar = {
        "type": "object",
        "properties": {"as": {"type": "string"}, "facts": {"type": "boolean"}},
        "required": ["as"],
        "additionalProperties": False,
    }

    def __init__(self, **answers: Answer) -> None:
        """Remember what each binding answers."""
        self.answers = dict(answers)

    def facts(self, config: Mapping[str, Any]) -> Mapping[str, Fact]:
        """Ask for one fact of every sort, where the binding says so."""
        if not config.get("facts"):
            return {}
        return {
            "touches": touches(within="3d"),
            "messages": touches("message", within="month"),
            "fields": fields_asked("week"),
            "open": open_tasks(),
            "by_wells": open_tasks(by="wells"),
            "community": community_tasks(),
            "opened": opened("work", within="2d"),
            "latest": latest("work", "done"),
            "held": held(),
            "pending": pending(),
        }

    def review(
        self, case: Circumstances, config: Mapping[str, Any], facts: Mapping[str, Any]
    ) -> Verdict | None:
        """Answer as the test has said."""
        answer = self.answers.get(config["as"])
        return answer(case, facts) if answer else None


def always(verdict: Any, *kinds: str) -> Answer:
    """Return an answer to interventions of some kinds, or of all."""
    return lambda case, _: verdict if case.intervention.kind in (kinds or KINDS) else None


def no(*kinds: str) -> Answer:
    """Return a denial of interventions of some kinds, or of all."""
    return always(deny(SAY, MEND), *kinds)


def later(at: datetime, *kinds: str) -> Answer:
    """Return a deferral, until a moment, of what is decided before it."""

    def answer(case: Circumstances, _: Mapping[str, Any]) -> Verdict | None:
        waits = case.intervention.kind in (kinds or KINDS) and case.now < at
        return defer(at, SAY, MEND) if waits else None

    return answer


def into(**instead: Any) -> Verdict:
    """Return a reshape."""
    return reshape(instead, SAY, MEND)


def at(hours: float) -> datetime:
    """Return the moment so many hours after noon."""
    return NOON + timedelta(hours=hours)


def settle(engine: Engine, now: datetime = NOON) -> None:
    """Set up a village with a town above it, whose points scheme is adopted."""
    engine.add_unit("town", "township", now=now)
    engine.add_unit("shigou", "village", parent="town", now=now)
    places = {
        "mei": ("secretary", "shigou"),
        "bo": ("worker", "shigou"),
        "guan": ("officer", "town"),
    }
    for member, (role, unit) in places.items():
        engine.register(member, roles={role: unit}, now=now)
    engine.register("an", home="shigou", now=now)
    engine.install(GATE, "shigou", now=now)
    scheme = engine.open("scheme", community="shigou", by="mei", id="scheme", now=now)
    assert engine.act(scheme, "adopt", by="mei", now=now)


def begin(engine: Engine, task: str = "t", now: datetime = NOON, **fields: Any) -> Decision:
    """Open a task that must be opened."""
    said = {"who": "an", **fields}
    decision = engine.open("work", community="shigou", by="mei", id=task, now=now, data=said)
    assert decision, decision.why()
    return decision


def act(engine: Engine, action: str, by: str = "mei", **more: Any) -> Decision:
    """Take an action on the one task."""
    return engine.act("shigou/t", action, by=by, **{"now": NOON, **more})


def said(decision: Decision) -> list[tuple[str, str, str]]:
    """Return limit, verdict and stance of each ruling."""
    return [(r.limit, r.verdict, r.stance) for r in decision.rulings]


def at_address(address: str, answer: Answer) -> Answer:
    """Return an answer to one intervention alone."""

    def of_one(case: Circumstances, facts: Mapping[str, Any]) -> Any:
        return answer(case, facts) if case.intervention.address.endswith(address) else None

    return of_one


def spoken(word: str, less: dict[str, Any], whole: int) -> Answer:
    """Return the answer that a drawn word stands for; a reshape is said while there is all."""

    def answer(case: Circumstances, _: Mapping[str, Any]) -> Any:
        if word == "reshape":
            full = len(case.intervention.detail[next(iter(less))]) == whole
            return into(**less) if full else None
        if word == "defer 2":
            return defer(at(2), SAY, MEND)
        return {"allow": None, "defer 1": defer(at(1), SAY, MEND), "deny": deny(SAY, MEND)}.get(
            word, "rubbish"
        )

    return answer
