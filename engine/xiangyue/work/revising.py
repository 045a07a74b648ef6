"""Settings revisions: by which rules a community was governed, since when, by whom and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from xiangyue.canonical import load
from xiangyue.diff.change import Change
from xiangyue.flow import PUT_IN_FORCE
from xiangyue.profile import Profile
from xiangyue.storage import Reader
from xiangyue.values import OPEN
from xiangyue.words import split_ref
from xiangyue.work.changing import Rules, rules_at
from xiangyue.work.drafting import changes_between, changes_in_words
from xiangyue.work.feed import moment
from xiangyue.work.named import known_head
from xiangyue.work.plans import Plans
from xiangyue.work.querying import find_task, trail

_REVISIONS = (
    "SELECT s.revision, s.days, j.body FROM settings s"
    " LEFT JOIN journal j ON j.community = s.community"
    " AND j.key = '~settings.' || CAST(s.revision AS TEXT)"
    " WHERE s.community = ? AND s.revision < ? ORDER BY s.revision DESC LIMIT ?"
)
_OLDER = (
    "SELECT body FROM journal WHERE community = ? AND key IS NULL AND task IS NULL"
    """ AND body LIKE '%"kind":"settings"%'"""
)
"""Entries of before each had a key; read only where a store has such ones."""


@dataclass(frozen=True)
class Revision:
    """One settings revision: since when (microseconds), by whom and why it holds, and its rules.

    ``why`` is what its draft says, or whoever put it back; None where one person has set it.
    ``how`` is ``installed``, ``set`` (by one person), ``approved`` or ``put_back`` (``task`` is
    then where), or ``calendar`` where only days off have changed.
    """

    number: int
    at: int
    by: str
    why: str | None
    how: str
    task: str | None
    rules: Rules
    before: Rules | None

    @property
    def profile(self) -> Profile:
        """The release."""
        return self.rules.profile

    @property
    def params(self) -> Mapping[str, Any]:
        """The params that are not left to the release."""
        return self.rules.params

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """What it changed, in plain words; nothing for the first."""
        return changes_between(self.before, self.rules) if self.before else ()

    def as_dict(self, lang: str = "en") -> dict[str, Any]:
        """Return it as plain data, its sentences in ``lang``."""
        return {
            "revision": self.number,
            "at": moment(self.at),
            "by": self.by,
            "why": self.why,
            "how": self.how,
            "task": self.task,
            "profile": self.profile.id,
            "release": self.profile.hash,
            "params": dict(self.params),
            "changes": changes_in_words(self.changes, lang),
        }


def revisions_of(
    reader: Reader, plans: Plans, community: str, limit: int, before: int | None
) -> Iterator[Revision]:
    """Yield the settings revisions of a community, the newest first."""
    head = known_head(reader.situation(community, None, None).head, community)
    rows = reader.all(_REVISIONS, community, before or head.settings + 1, limit)
    older: Mapping[int, Mapping[str, Any]] = {}
    if any(body is None for _, _, body in rows):
        entries = [load(body) for (body,) in reader.all(_OLDER, community)]
        older = {e["about"]["revision"]: {**e["about"], "at": e["at"]} for e in entries}
    for number, days, body in rows:
        entry = load(body) if body is not None else None
        about = {**entry["about"], "at": entry["at"]} if entry else older[number]
        rules = rules_at(reader, plans, community, number)
        last = rules_at(reader, plans, community, number - 1) if number > 1 else None
        task = about.get("decided_in")
        how, why = _how(rules, last, days, reader.days(community, number - 1) if last else ""), None
        if task is not None:
            how, why = _decided(reader, task, about["decision"])
        yield Revision(number, about["at"], about["by"], why, how, task, rules, last)


def _how(rules: Rules, last: Rules | None, days: str, days_before: str) -> str:
    if last is None:
        return "installed"
    if rules.content == last.content and days != days_before:
        return "calendar"
    return "set" if rules.profile.hash == last.profile.hash else "installed"


def _decided(reader: Reader, ref: str, seq: int) -> tuple[str, str | None]:
    """Return whether a task has put rules in force or back, and the reason that was given."""
    community, _ = split_ref(ref)
    decision = reader.decision(community, seq)
    if any(one.kind == PUT_IN_FORCE for one in decision.interventions):
        opening = next(
            (d for d in trail(reader, find_task(reader, ref)[1]) if d.command.action == OPEN), None
        )
        return "approved", opening.command.note if opening else None
    return "put_back", decision.command.note
