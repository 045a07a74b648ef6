"""Whether the points of a community reach many or always the same: what the top tenth has earned.

Points are *earned* by awards and bonuses, as corrected after appeals; spending them and losing them
is left out, and so is what everybody begins with. Nobody is named, and nobody is ranked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from xiangyue.engine import Engine
from xiangyue.profile import PROJECT_DEFAULT, Account
from xiangyue.study.participation import LEAST
from xiangyue.study.period import Day, instants
from xiangyue.study.recounting import Recount, recounting

FEW_HAVE: Final = 0.3
"""Project default: from here on the points go to the same few."""

_EARNED: Final = frozenset({"award", "bonus", "correction"})
_NOT_EARNED: Final = frozenset({"exchange", "deduction"})


@dataclass(frozen=True, slots=True)
class Spread:
    """How the points of one account are spread, in hundredths.

    ``holders`` are all registered members of its kinds where everybody begins with something, else
    whoever has earned points; ``top`` is what the tenth of them with most has earned (rounded up),
    ``earned`` what all have.
    """

    holders: int
    earners: int
    top: int
    earned: int

    @property
    def share(self) -> float | None:
        """The share of the top tenth, from 0 to 1; None of fewer than ``LEAST`` holders."""
        return self.top / self.earned if self.holders >= LEAST and self.earned > 0 else None

    @property
    def few_have(self) -> bool:
        """Whether the top tenth has earned more than three tenths of all points."""
        return self.share is not None and self.share > FEW_HAVE

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data; counts of what is too few to be a share are left out."""
        said = self.share is not None
        counts = {"holders": self.holders, "earners": self.earners} if said else {}
        flags = {"few_have": self.few_have, "least": LEAST, "basis": PROJECT_DEFAULT}
        return {"points_top10_share": self.share, **counts, **flags}


def points_spread(
    engine: Engine, community: str, *, since: Day = None, until: Day = None
) -> Mapping[str, Spread]:
    """Return how the points of each account are spread, by its name.

    ``since`` and ``until`` are as in ``participation``. Raises Misuse for an unknown community, or
    where the period is none.
    """
    with recounting(engine) as recount:
        profile = recount.governed(community).profile
        start, end = instants(since, until, profile.calendar.timezone)
        earned: dict[str, Counter[str]] = {name: Counter() for name in profile.accounts}
        lost: set[str] = set()
        for told in recount.entries(community, until=end):
            decision = told.decision
            counts = start is None or decision.occurred_at >= start
            for n, posting in enumerate(decision.points if decision else ()):
                if posting.sort in _NOT_EARNED:
                    lost.add(f"{decision.seq}.{n}")
                elif counts and posting.sort in _EARNED and posting.corrects not in lost:
                    earned.setdefault(posting.account, Counter())[posting.member] += posting.amount
        return {
            name: _spread(recount, community, account, earned[name])
            for name, account in profile.accounts.items()
        }


def _spread(recount: Recount, community: str, account: Account, earned: Counter[str]) -> Spread:
    gained = sorted((amount for amount in earned.values() if amount > 0), reverse=True)
    holders = len(gained)
    if account.base.param is not None or account.base.value > 0:
        homes = recount.residents(community)
        holders = max(holders, sum(kind in account.kinds for kind in homes.values()))
    tenth = -(-holders // 10)
    return Spread(holders, len(gained), sum(gained[:tenth]), sum(gained))
