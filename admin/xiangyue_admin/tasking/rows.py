"""The rows of My work: each a task, what is asked there, when, and of whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from xiangyue import Decision, Profile, Task
from xiangyue_admin.reasons import sentence
from xiangyue_admin.speaking import _, moment
from xiangyue_admin.tasking.history import deed
from xiangyue_admin.tasking.words import due_words, urgency
from xiangyue_admin.visiting import here

_FAR = 14 * 24 * 3600 * 1_000_000  # microseconds
_URGENT = frozenset({"at_once", "urgent", "emergency"})


@dataclass(frozen=True, slots=True)
class Row:
    """One task in a list; ``group`` is now, others (somebody else has it) or later."""

    community: str
    task: str
    title: str
    kind: str
    where: str
    stands: str
    asked: str
    due: int | None
    due_words: str
    urgency: str
    urgent: bool
    whose: str
    group: str
    answers: tuple[tuple[str, str, str], ...] = ()
    version: int = 0
    last: int = 0


class Rows:
    """Makes rows; the rules of a release are read once a page."""

    def __init__(self, member: str, now: int) -> None:
        """Make them for one member at one moment."""
        self._member, self._now = member, now
        self._rules: dict[tuple[str, str], Profile] = {}

    def of(self, waiting: Any) -> Row:
        """Return the row of a task that waits."""
        task: Task = waiting.task
        flow = self._profile(task).flows[task.flow]
        actions = {name: flow.actions[name] for name in waiting.actions}
        ahead = [a for a in actions.values() if _moves(a, task) and not a.note and not a.answer]
        asked = next(iter((*ahead, *actions.values())), None)
        language = here().language
        return Row(
            community=task.community,
            task=task.id,
            title=task.title or waiting.flow.of(language),
            kind=waiting.flow.of(language),
            where=here().title(task.community),
            stands=waiting.state.of(language),
            asked=asked.title.of(language) if asked is not None else "",
            due=waiting.due,
            due_words=due_words(waiting.due, self._now),
            urgency=urgency(waiting.due, self._now),
            urgent=waiting.urgency in _URGENT,
            whose=self._whose(waiting),
            group=self._group(waiting, flow),
            answers=tuple(
                (name, action.title.of(language), action.answer)
                for name, action in actions.items()
                if action.answer in ("accepted", "declined") and not action.needs
            )
            if waiting.whose == "asked"
            else (),
            version=task.version,
            last=task.last,
        )

    def _whose(self, waiting: Any) -> str:
        if waiting.whose == "mine":
            return _("Yours")
        if waiting.whose == "asked":
            return _("You are asked to come")
        if waiting.whose == "opened":
            return _("You opened it")
        if waiting.task.assignee is not None and waiting.task.assignee != self._member:
            return _("Somebody else is responsible")
        return _("Anybody of your role may take it")

    def _group(self, waiting: Any, flow: Any) -> str:
        task: Task = waiting.task
        if not waiting.actions:
            return "others"
        if waiting.whose == "role":
            if task.assignee not in (None, self._member) and _in_hand(flow, task):
                return "others"
            if waiting.due is None or waiting.due > self._now + _FAR:
                return "later"
        if waiting.whose == "opened" and all(
            flow.actions[name].note or _ends(flow, name) for name in waiting.actions
        ):
            return "others"
        return "now"

    def _profile(self, task: Task) -> Profile:
        key = task.community, task.release
        if key not in self._rules:
            self._rules[key] = here().engine.rules_of(task)
        return self._rules[key]


def grouped(rows: Iterable[Row]) -> Mapping[str, list[Row]]:
    """Return rows by their group, each in the order in which they came."""
    found: dict[str, list[Row]] = {"asked": [], "now": [], "others": [], "later": []}
    for row in rows:
        found["asked" if row.answers else row.group].append(row)
    return found


def passed_on(found: Any, now: int) -> list[Row]:
    """Return the rows of a page of what somebody has begun."""
    language = here().language
    return [
        Row(
            community=one.task.community,
            task=one.task.id,
            title=one.task.title or one.flow.of(language),
            kind=one.flow.of(language),
            where=here().title(one.task.community),
            stands=one.state.of(language),
            asked="",
            due=one.due,
            due_words=due_words(one.due, now),
            urgency=urgency(one.due, now),
            urgent=False,
            whose="",
            group="others",
        )
        for one in found.items
    ]


@dataclass(frozen=True, slots=True)
class PutOff:
    """Something that was asked for and is decided later; ``task`` is None for an opening."""

    community: str
    task: str | None
    title: str
    what: str
    until: str
    why: tuple[str, ...]


def put_off(decisions: Iterable[Decision]) -> list[PutOff]:
    """Return what was put off, in words."""
    engine, language, found = here().engine, here().language, []
    for one in decisions:
        opens, community = one.before is None, one.command.community
        profile = engine.intake(community) if opens else engine.rules_of(one)
        flow = profile.flows.get(one.flow)
        kind = flow.title.of(language) if flow else one.flow
        title = one.command.title if opens else engine.task(one).title
        found.append(
            PutOff(
                community,
                None if opens else one.task,
                title or kind,
                deed(profile, one),
                moment(one.until),
                tuple(map(sentence, one.reasons)),
            )
        )
    return found


def _moves(action: Any, task: Task) -> bool:
    return any(branch.to is not None and branch.to != task.state for branch in action.branches)


def _ends(flow: Any, name: str) -> bool:
    branches = flow.actions[name].branches
    return all(branch.to in flow.states and flow.states[branch.to].final for branch in branches)


def _in_hand(flow: Any, task: Task) -> bool:
    """Tell whether the person responsible can act where the task stands."""
    return any(
        "assignee" in action.by and (task.state in action.sources or "any" in action.sources)
        for action in flow.actions.values()
    )
