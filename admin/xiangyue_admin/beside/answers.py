"""The questions that a console asks beside its pages, and how each is answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from xiangyue import Engine
from xiangyue.office import (
    after_action,
    after_emergency,
    burden,
    examine,
    participation,
    rates,
    signals,
)
from xiangyue_admin.beside.foreseen import both, foreseen
from xiangyue_admin.beside.lived import lived

Question = tuple[str, ...]
"""What is asked, and about what: words alone, so that another process understands them."""

LOOK: Final[Question] = ("look",)
"""What the doctor finds, in the whole of a store."""
EMERGENCY: Final = "emergency"
"""How service held up in an emergency."""
WHAT_IF: Final = "what-if"
"""What a draft of the rules would have changed."""
BOTH: Final = "both"
"""One entry by the rules that held, and by those of a draft."""
SIMULATION: Final = "simulation"
"""How made-up people would live by the rules."""


def answer(engine: Engine, question: Question) -> Any:
    """Find an answer out, however long it takes; raises XiangyueError as the study does.

    A study is named with its community and the first and last day of its period, a what-if with the
    task of its draft, too; an emergency with its community and its task, or that of its review; an
    entry by both rules with its community, its number and the task of the draft; a simulation with
    its community, days, repetitions and seed, and the task of a draft or nothing.
    """
    if question == LOOK:
        return tuple(examine(engine.sql.url.render_as_string(hide_password=False)))
    study, community, since, until, *more = question
    if study == SIMULATION:
        days, repeat, (seed, draft) = int(since), int(until), more
        return lived(engine, community, days=days, repeat=repeat, seed=int(seed), draft=draft)
    if study == BOTH:
        return both(engine, f"{community}/{more[0]}", int(since))
    if study == EMERGENCY:
        return after_emergency(engine, f"{community}/{since}")
    period = {"since": date.fromisoformat(since), "until": date.fromisoformat(until)}
    if study == WHAT_IF:
        return foreseen(engine, f"{community}/{more[0]}", **period)
    return STUDIES[study](engine, community, **period)


def _signals(engine: Engine, community: str, *, since: date, until: date) -> Any:
    return signals(engine, [community], since=since, until=until)


STUDIES: Final[Mapping[str, Callable[..., Any]]] = {
    "burden": burden,
    "participation": participation,
    "rates": rates,
    "resilience": after_action,
    "signals": _signals,
}
