"""What a signal is: something to look at, with evidence; no score, and never about a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final, Protocol

from xiangyue.messages import mend, say
from xiangyue.profile import PROJECT_DEFAULT, Action, Profile
from xiangyue.study.recounting import Recorded
from xiangyue.values import Decision

MOST_SHOWN: Final = 10
"""How many tasks or entries a signal names; its counts tell of all."""

Count = int | float
Evidence = tuple[str, str]
"""A task (``community/task``) and one of its entries (``community:number``)."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From where on something is worth a look; every number is a project default, none is law.

    Shares run from 0 to 1. ``bulk_actions`` within ``bulk_seconds``, by one hand. ``same_texts``
    tasks with one text of ``text_length`` characters or more. ``closed_tasks`` that were due, of
    which ``closed_share`` were closed: real cities report 99.9 %, which is a warning sign as much
    as a success. ``deadline_tasks`` of which ``deadline_share`` were ended in the ``last_part`` of
    their time. ``unused_days`` as a county notice counts them [S:94]. ``choice_values`` without a
    choice.
    """

    bulk_actions: int = 10
    bulk_seconds: int = 30
    same_texts: int = 10
    text_length: int = 6
    closed_tasks: int = 200
    closed_share: float = 0.999
    deadline_tasks: int = 20
    deadline_share: float = 0.8
    last_part: float = 0.1
    unused_days: int = 60
    choice_values: int = 20

    def as_dict(self) -> dict[str, Any]:
        """Return the numbers, and on what they stand."""
        return {**asdict(self), "basis": PROJECT_DEFAULT}


DEFAULTS: Final = Thresholds()


@dataclass(frozen=True, slots=True)
class Signal:
    """Something to look at: ``code`` names its sentence, ``counts`` fill it in.

    ``about`` are addresses in the profile (``flows.visit.actions.done``), ``tasks`` and
    ``entries`` the evidence, at most ten of each.
    """

    code: str
    communities: tuple[str, ...]
    about: tuple[str, ...]
    counts: Mapping[str, Count] = field(hash=False)
    tasks: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()

    def text(self, lang: str = "en") -> str:
        """Say what was found, in ``lang``."""
        return say(self.code, lang, self.counts)

    def mend(self, lang: str = "en") -> str:
        """Say what to look for, in ``lang``."""
        return mend(self.code, lang, self.counts)

    def __str__(self) -> str:
        """Read in English."""
        return f"{self.text()} {self.mend()}"

    def as_dict(self, lang: str = "en") -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "code": self.code,
            "communities": list(self.communities),
            "about": list(self.about),
            "counts": dict(self.counts),
            "tasks": list(self.tasks),
            "entries": list(self.entries),
            "text": self.text(lang),
            "mend": self.mend(lang),
        }


def signal(
    code: str,
    communities: Iterable[str],
    about: Iterable[str],
    counts: Mapping[str, Count],
    shown: Iterable[Evidence] = (),
) -> Signal:
    """Make a signal; of its evidence, tasks are named once."""
    pairs = tuple(shown)[:MOST_SHOWN]
    tasks, entries = dict.fromkeys(task for task, _ in pairs), (entry for _, entry in pairs)
    return Signal(code, tuple(communities), tuple(about), counts, tuple(tasks), tuple(entries))


def evidence(decision: Decision) -> Evidence:
    """Return the task and the entry that a decision is."""
    return decision.ref, f"{decision.command.community}:{decision.seq}"


class Watch(Protocol):
    """Sees what was carried out in a community, and tells in the end what is worth a look."""

    def see(self, told: Recorded, action: Action, profile: Profile) -> None:
        """Take note of an entry."""

    def found(self) -> Iterator[Signal]:
        """Tell what was found in all of them."""
