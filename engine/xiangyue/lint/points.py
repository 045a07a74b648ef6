"""Points: earned by results that others have verified, never a way to shut anybody out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from xiangyue.flow import PARAMS
from xiangyue.lint.counted import MERITS, is_statutory
from xiangyue.lint.reads import POINTS_OF, is_computed
from xiangyue.lint.subject import Steps, Subject, guess
from xiangyue.lint.written import ALLOWED, Written, step_of
from xiangyue.profile import Action, Finding, ScoringRule
from xiangyue.rules import RuleFailure
from xiangyue.values import OPEN, SYSTEM

GAINS = (*MERITS, "cleared", "correction")
"""Entries that bring points, or give them back."""

COSTS = ("deduction", "red_line")
"""Entries that take something from somebody."""


def check_exclusion(subject: Subject) -> Iterator[Finding]:
    """Find guards, and ways to earn, that are shut to those who have few points.

    An action that exchanges points is left out: the engine itself sees whether there are enough.
    """
    scoring = subject.profile.scoring
    spent = {(rule.flow, rule.action) for rule in scoring.values() if rule.sort == "exchange"}
    for written in subject.rules:
        if not _shuts_out(subject, written, spent):
            continue
        read = subject.reads.of(written)
        if POINTS_OF in read:
            path = written.path
            yield subject.inside("points-exclusion", "error", path, read[POINTS_OF], {})


def check_entries(subject: Subject) -> Iterator[Finding]:
    """Find points that nobody verifies, and what is taken without anybody answering for it."""
    for rule in subject.profile.scoring.values():
        action = step_of(subject.profile.flows.get(rule.flow), rule.action)
        if action is not None:
            yield from _check_verified(subject, rule, action)
            yield from _check_deduction(subject, rule, action)
        yield from _check_correction(subject, rule)
    for written in subject.rules:
        if written.path[0] == "scoring" and written.path[-1] == "points":
            yield from _check_sign(subject, subject.profile.scoring[str(written.path[1])], written)


def _shuts_out(subject: Subject, written: Written, spent: set[tuple[str, str]]) -> bool:
    """Tell whether low points, read in this rule, would keep somebody from something."""
    if written.path[0] == "scoring":
        return subject.profile.scoring[str(written.path[1])].sort in MERITS
    if written.flow is None or written.action is None or is_computed(written):
        return False
    step = written.flow.id, written.action.id
    return step not in spent and not is_statutory(subject, *step)


def _check_verified(subject: Subject, rule: ScoringRule, action: Action) -> Iterator[Finding]:
    path: Steps = ("scoring", rule.id)
    people = [right for right in action.by if right != SYSTEM]
    if not people and rule.sort not in COSTS:
        yield subject.error("points-by-system", *path, "on", rule=rule.title)
    if rule.sort not in GAINS:
        return
    own = rule.to == "actor" or (rule.to == "opener" and rule.action == OPEN)
    if own or people == [_person(subject, rule)]:
        yield subject.error("points-unverified", *path, "to", rule=rule.title)


def _person(subject: Subject, rule: ScoringRule) -> str:
    """Return whose points they are; a field by which a task is assigned names its assignee."""
    flow = subject.profile.flows[rule.flow]
    does = chain(flow.opening.does, *(action.does for action in flow.actions.values()))
    assigned = {one.to for one in does if one.kind == "assign"}
    return ALLOWED if rule.to in assigned else rule.to


def _check_deduction(subject: Subject, rule: ScoringRule, action: Action) -> Iterator[Finding]:
    if rule.sort not in COSTS:
        return
    path: Steps = ("scoring", rule.id, "on")
    if SYSTEM in action.by:
        yield subject.error("deduction-automatic", *path, rule=rule.title)
    if not action.note:
        yield subject.error("deduction-note", *path, rule=rule.title, action=action.title)


def _check_correction(subject: Subject, rule: ScoringRule) -> Iterator[Finding]:
    path: Steps = ("scoring", rule.id, "corrects")
    fields = subject.profile.fields
    entries = [f.id for f in fields.values() if f.schema.get("format") == "entry"]
    if rule.corrects is None:
        if rule.sort == "correction":
            yield subject.about_key("correction-of-nothing", "error", path[:2], rule=rule.title)
    elif rule.sort != "correction":
        yield subject.about_key("corrects-alone", "error", path, entry=rule.sort)
    elif rule.corrects not in fields:
        yield subject.error("unknown-field", *path, **guess(rule.corrects, entries))
    elif rule.corrects not in entries:
        yield subject.error("corrects-no-entry", *path, field=rule.corrects)


def _check_sign(subject: Subject, rule: ScoringRule, written: Written) -> Iterator[Finding]:
    """Check which way points go that are always the same."""
    compiled = written.rule
    if compiled is None or any(not name.startswith(PARAMS) for name in compiled.names):
        return
    params = {PARAMS + p.id: p.default for p in subject.profile.params.values()}
    try:
        points = compiled.evaluate(params)
    except RuleFailure:
        return
    if points < 0 and rule.sort in MERITS:
        yield subject.error("award-negative", *written.path, rule=rule.title, points=points)
    if points > 0 and rule.sort in ("deduction", "exchange"):
        yield subject.error("deduction-positive", *written.path, rule=rule.title, points=points)
