"""A village that keeps points, for tests of its ledger."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from xiangyue import Decision, Engine

POINTS = Path(__file__).parents[1] / "flow" / "profiles" / "points"
VILLAGE = "xinqi"
START = datetime(2024, 5, 4, 1, tzinfo=UTC)
"""Nine in the morning in Shanghai."""

PERSONS, HOUSES = ("wang", "zhao"), ("h01", "h02", "h03")


def on(month: int, day: int = 1, *, year: int = 2024) -> datetime:
    """Return noon of a day in Shanghai."""
    return datetime(year, month, day, 4, tzinfo=UTC)


def settle(engine: Engine, profile: Path = POINTS, now: datetime = START) -> None:
    """Set up the village: deng and sun score, mei decides appeals, li is the secretary."""
    engine.add_unit(VILLAGE, "village", title={"en": "Xinqi", "zh": "新圻"}, now=now)
    offices = {"li": "secretary", "deng": "scorer", "sun": "scorer", "mei": "panel"}
    for name, role in offices.items():
        engine.register(name, roles={role: VILLAGE}, now=now)
    for name in PERSONS:
        engine.register(name, home=VILLAGE, now=now)
    for name in HOUSES:
        engine.register(name, home=VILLAGE, kind="household", now=now)
    engine.register("coop", home=VILLAGE, kind="organization", now=now)
    engine.install(profile, community=VILLAGE, now=now)


def adopt(engine: Engine, months: int = 12, now: datetime = START) -> Decision:
    """Let the village adopt its scheme; returns the vote."""
    vote = done(engine.open("vote", community=VILLAGE, by="li", months=months, now=now))
    return done(engine.act(vote, "adopt", by="li", now=now))


def score(
    engine: Engine,
    action: str,
    who: str,
    worth: float,
    *,
    by: str = "deng",
    now: datetime = START,
    **said: Any,
) -> Decision:
    """Report a deed, and let somebody count it."""
    opening = {"illness": said.pop("illness")} if "illness" in said else {}
    deed = done(engine.open("deed", community=VILLAGE, by="li", who=who, now=now, **opening))
    note = "seen by two" if action.startswith("deduct") else None
    return engine.act(deed, action, by=by, worth=worth, note=note, now=now, **said)


def exchange(engine: Engine, who: str, worth: float, *, now: datetime = START) -> Decision:
    """Ask for an exchange, and let it be handed out."""
    asked = done(engine.open("purchase", community=VILLAGE, by=who, worth=worth, now=now))
    return engine.act(asked, "hand_out", by="deng", now=now)


def appeal(
    engine: Engine, who: str, entry: str, worth: float, *, by: str = "mei", now: datetime = START
) -> Decision:
    """Appeal against an entry, and let somebody decide what it should have been."""
    filed = done(engine.open("appeal", community=VILLAGE, by=who, entry=entry, now=now))
    return engine.act(filed, "decide", by=by, worth=worth, note="as two have seen it", now=now)


def number(decision: Decision, n: int = 0) -> str:
    """Return the number of the entry that a decision brought."""
    return f"{decision.seq}.{n}"


def done(decision: Decision) -> Decision:
    """Return a decision that must have been carried out."""
    assert decision, decision.why()
    return decision


def codes(decision: Decision) -> set[str]:
    """Return the reasons of a refusal, in short."""
    return {reason.code for reason in decision.reasons}


def notes(decision: Decision) -> set[str]:
    """Return what was said besides, in short."""
    return {note.code for note in decision.notes}
