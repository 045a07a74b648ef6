"""A what-if's answer as people and scripts read it: totals, who gains and loses, and each flip."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from xiangyue.profile import Profile
from xiangyue.scoring import HUNDREDTHS
from xiangyue.study.inequality import gini, top_share
from xiangyue.study.whatif.outcome import Flip, Part
from xiangyue.study.whatif.trial import Trial
from xiangyue.text import Text
from xiangyue.values import Decision, Task
from xiangyue.work.feed import moment

_SORT = "flows."


@dataclass(frozen=True, slots=True)
class Standing:
    """What a member was brought in the period on an account, and would have been (hundredths)."""

    community: str
    member: str
    account: str
    was: int
    would: int

    @property
    def change(self) -> int:
        """How much more it would have been; less is negative."""
        return self.would - self.was


@dataclass(frozen=True, slots=True)
class Shared:
    """How the points of one account are shared, as they were and as they would have been.

    ``gini`` is from 0 (all have the same) to 1, ``top`` the share of the tenth with most; None
    where nobody has any.
    """

    account: str
    gaining: int
    losing: int
    same: int
    was: int
    would: int
    gini: tuple[float | None, float | None]
    top: tuple[float | None, float | None]


class Explained(NamedTuple):
    """One command as it was decided and as it would have been, each with the task that it left.

    The task is None where the command was not carried out; ``profile`` and ``tried`` are the rules.
    """

    was: Decision
    left: Task | None
    profile: Profile
    would: Decision
    after: Task | None
    tried: Profile


@dataclass(frozen=True)
class WhatIf:
    """What a trial of other rules came to.

    ``part`` holds every flip; ``titles`` what people call flows, actions, accounts and limits, by
    their addresses.
    """

    trial: Trial
    part: Part
    titles: Mapping[str, Mapping[str, str]]

    def title(self, address: str, lang: str = "en") -> str:
        """Return what people call a part of the rules; its id where it has no title."""
        said = self.titles.get(address)
        return Text(said).of(lang) if said else address.rpartition(".")[2]

    def action(self, flip: Flip, lang: str = "en") -> str:
        """Return what people call the action of a flip."""
        if flip.action == "open":
            return self.title(f"{_SORT}{flip.flow}", lang)
        return self.title(f"{_SORT}{flip.flow}.actions.{flip.action}", lang)

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """What each member was brought, and would have been; those with most to lose first."""
        found = (Standing(*key, *pair) for key, pair in self.part.balances.items())
        return tuple(sorted(found, key=lambda one: (one.change, one.community, one.member)))

    @cached_property
    def shared(self) -> tuple[Shared, ...]:
        """How the points of each account are shared."""
        by_account: dict[str, list[Standing]] = {}
        for one in self.standings:
            by_account.setdefault(one.account, []).append(one)
        return tuple(_shared(name, of) for name, of in sorted(by_account.items()))

    @cached_property
    def hows(self) -> Counter[str]:
        """How many commands would have come out otherwise, and how."""
        return Counter(flip.how for flip in self.part.flips)

    @property
    def unchanged(self) -> bool:
        """Whether nothing at all would have come out otherwise."""
        part = self.part
        bites = any(was != would for was, would in part.bites.values())
        return not (part.flips or part.points or part.deadlines or part.calls or bites)

    def summary(self) -> dict[str, int]:
        """Return its totals alone, for a draft to keep: nobody is named."""
        part = self.part
        missed = sum(one.missed for one in part.deadlines)
        return {
            "communities": len(part.communities),
            "commands": part.commands,
            "judged": part.judged,
            "out_of_reach": part.out_of_reach,
            "destroyed": part.destroyed,
            "elsewhere": len(part.elsewhere),
            "flipped": len(part.flips),
            **{f"flipped_{how}": self.hows[how] for how in HOWS},
            "knock_on": len(part.knock_on),
            "points_changed": len(part.points),
            "gaining": sum(one.gaining for one in self.shared),
            "losing": sum(one.losing for one in self.shared),
            "points_was": sum(one.was for one in self.shared),
            "points_would": sum(one.would for one in self.shared),
            "deadlines_missed": missed,
            "deadlines_met": len(part.deadlines) - missed,
            "calls_changed": len(part.calls),
        }

    def as_dict(self, lang: str = "en", *, most: int | None = None) -> dict[str, Any]:
        """Return it as plain data; at most ``most`` of each list (all, if left out)."""
        part = self.part
        return {
            "trial": {"release": self.trial.release, "params": dict(self.trial.params)},
            "summary": self.summary(),
            "flips": [self._flip(one, lang) for one in part.flips[:most]],
            "knock_on": [
                {"entry": f"{community}/{seq}", "task": f"{community}/{task}"}
                for community, seq, task in part.knock_on[:most]
            ],
            "points_at_stake": part.at_stake / HUNDREDTHS,
            "points": [
                {
                    "entry": f"{one.community}/{one.seq}",
                    "task": f"{one.community}/{one.task}",
                    "member": one.member,
                    "account": one.account,
                    "was": one.was / HUNDREDTHS,
                    "would": one.would / HUNDREDTHS,
                }
                for one in part.points[:most]
            ],
            "members": [
                {
                    "community": one.community,
                    "member": one.member,
                    "account": one.account,
                    "was": one.was / HUNDREDTHS,
                    "would": one.would / HUNDREDTHS,
                }
                for one in self.standings[:most]
            ],
            "accounts": {
                one.account: {
                    "gaining": one.gaining,
                    "losing": one.losing,
                    "same": one.same,
                    "was": one.was / HUNDREDTHS,
                    "would": one.would / HUNDREDTHS,
                    "gini": list(one.gini),
                    "points_top10_share": list(one.top),
                }
                for one in self.shared
            },
            "deadlines": [
                {
                    "entry": f"{one.community}/{one.seq}",
                    "task": f"{one.community}/{one.task}",
                    "flow": one.flow,
                    "state": one.state or None,
                    "missed": one.missed,
                    "was": None if one.due is None else moment(one.due),
                    "would": None if one.would is None else moment(one.would),
                    "at": moment(one.at),
                }
                for one in part.deadlines[:most]
            ],
            "calls": [
                {
                    "entry": f"{one.community}/{one.seq}",
                    "task": f"{one.community}/{one.task}",
                    "rung": one.rung,
                    "asked_too": list(one.asked_too),
                    "not_asked": list(one.not_asked),
                }
                for one in part.calls[:most]
            ],
            "limits": [
                {
                    "limit": bite.limit,
                    "verdict": bite.verdict,
                    "stance": bite.stance,
                    "was": was,
                    "would": would,
                }
                for bite, (was, would) in sorted(part.bites.items(), key=_by_name)
            ],
            "elsewhere": [f"{community}/{seq}" for community, seq in part.elsewhere[:most]],
        }

    def _flip(self, one: Flip, lang: str) -> dict[str, Any]:
        return {
            "entry": one.ref,
            "task": f"{one.community}/{one.task}",
            "flow": one.flow,
            "action": one.action,
            "at": moment(one.at),
            "by": one.by,
            "was": one.was,
            "would": one.would,
            "how": one.how,
            "about": one.about or None,
            "reasons": [{"code": reason.code, "text": reason.text(lang)} for reason in one.reasons],
        }


HOWS = ("refused", "allowed", "deferred", "other")


def _by_name(item: tuple[Any, Any]) -> tuple[str, str, str]:
    bite = item[0]
    return bite.limit, bite.verdict, bite.stance


def _shared(account: str, standings: list[Standing]) -> Shared:
    was = [max(0, one.was) for one in standings]
    would = [max(0, one.would) for one in standings]
    return Shared(
        account=account,
        gaining=sum(one.change > 0 for one in standings),
        losing=sum(one.change < 0 for one in standings),
        same=sum(one.change == 0 for one in standings),
        was=sum(one.was for one in standings),
        would=sum(one.would for one in standings),
        gini=(gini(was), gini(would)),
        top=(top_share(was), top_share(would)),
    )
