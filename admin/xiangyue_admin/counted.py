"""What is counted for a page: at once where a journal is short, else beside the pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from xiangyue.office import REGISTRY
from xiangyue_admin.beside import Question, answer
from xiangyue_admin.visiting import here

AT_ONCE: Final = 1000
"""A journal of so many entries is counted while one waits; a longer one beside the pages."""
SOON: Final = 3
"""Seconds after which a page without figures looks again."""
_HOLD: Final = 600.0
"""Seconds for which a count stands where nothing was written; deadlines run out by themselves."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What was found, None if it is not there yet, or could not be counted.

    ``at`` is as of when, None where it was counted at once; ``runs`` is whether it is being
    counted anew.
    """

    found: Any
    at: int | None
    runs: bool

    @property
    def comes(self) -> bool:
        """Whether it is worth looking again soon; where too much waits, it is asked again."""
        return self.found is None and (self.runs or self.at is None)


def counted(question: Question, community: str, *, at_once: bool = True) -> Counted:
    """Return an answer about a community: as it is now, or as it was when it was last counted.

    What takes long however short a journal is, is not counted ``at_once``.
    """
    visit = here()
    heads = visit.engine.heads()
    if at_once and int(heads[community].partition(":")[0]) <= AT_ONCE:
        return Counted(answer(visit.engine, question), None, False)
    mark = f"{heads[community]} {heads.get(REGISTRY)}"
    kept, runs = visit.house.beside.ask(question, mark, hold=_HOLD)
    return Counted(kept.found, kept.at, runs) if kept else Counted(None, None, runs)
