"""The questions that a console asks beside its pages, and how each is answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from xiangyue import Engine
from xiangyue.office import burden, examine, participation, rates, signals

Question = tuple[str, ...]
"""What is asked, and about what: words alone, so that another process understands them."""

LOOK: Final[Question] = ("look",)
"""What the doctor finds, in the whole of a store."""


def answer(engine: Engine, question: Question) -> Any:
    """Find an answer out, however long it takes; raises XiangyueError as the study does.

    A study is named with its community and the first and last day of its period.
    """
    if question == LOOK:
        return tuple(examine(engine.sql.url.render_as_string(hide_password=False)))
    study, community, since, until = question
    days = {"since": date.fromisoformat(since), "until": date.fromisoformat(until)}
    return STUDIES[study](engine, community, **days)


def _signals(engine: Engine, community: str, *, since: date, until: date) -> Any:
    return signals(engine, [community], since=since, until=until)


STUDIES: Final[Mapping[str, Callable[..., Any]]] = {
    "burden": burden,
    "participation": participation,
    "rates": rates,
    "signals": _signals,
}
