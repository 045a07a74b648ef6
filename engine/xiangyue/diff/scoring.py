"""Scoring rules: for which actions there are points, for whom, and how many."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xiangyue.diff.change import Change, Effect, apart, title, word
from xiangyue.diff.computed import answers, passing
from xiangyue.diff.people import person
from xiangyue.diff.rules import Judge, Question, Setting, Side
from xiangyue.profile import Profile, ScoringRule
from xiangyue.rules import Kind
from xiangyue.text import Text
from xiangyue.values import OPEN


def diff_scoring(old: Profile, new: Profile, judge: Judge) -> Iterator[Change]:
    """Yield which points there are now, no longer, or worked out in another way."""
    gone, added, both = apart(old.scoring, new.scoring)
    for name in gone:
        rule = old.scoring[name]
        values = {**_values(rule, old), "old": rule.points}
        yield Change("diff-scoring-removed", "changes", f"scoring.{name}", values)
    for name in added:
        rule = new.scoring[name]
        values = {**_values(rule, new), "new": rule.points}
        yield Change("diff-scoring-added", "changes", f"scoring.{name}", values)
    for name in both:
        yield from _rule(old, new, old.scoring[name], new.scoring[name], judge)


def _rule(
    old: Profile, new: Profile, was: ScoringRule, now: ScoringRule, judge: Judge
) -> Iterator[Change]:
    at = f"scoring.{now.id}"
    if (was.flow, was.action) != (now.flow, now.action):
        told = {"title": now.title, "old": _step(was, old), "new": _step(now, new)}
        yield Change("diff-scoring-on", "changes", f"{at}.on", told)
    if was.to != now.to:
        told = {"title": now.title, "old": person(was.to, old), "new": person(now.to, new)}
        yield Change("diff-scoring-to", "changes", f"{at}.to", told)
    if was.account != now.account:
        before, after = title(was.account, old.accounts), title(now.account, new.accounts)
        accounts = {"title": now.title, "old": before, "new": after}
        yield Change("diff-scoring-account", "changes", f"{at}.account", accounts)
    yield from _entry(old, new, was, now)
    setting = Setting(_needs(was, old) & _needs(now, new))
    if was.when != now.when:
        sides = judge.old.condition(was.when), judge.new.condition(now.when)
        verdict = judge.compare(*sides, setting)
        if verdict.spread != "same":
            rules: dict[str, Any] = {
                "old": was.when or word("diff-nothing"),
                "new": now.when or word("diff-nothing"),
            }
            values = {"title": now.title, **rules, **passing(verdict)}
            yield Change("diff-scoring-when", "changes", f"{at}.when", values)
    if was.points != now.points:
        questions = (
            judge.old.value(was.points, Kind.NUMBER),
            judge.new.value(now.points, Kind.NUMBER),
        )
        verdict = judge.compare(*questions, setting)
        if verdict.spread != "same":
            points = {"title": now.title, "old": was.points, "new": now.points}
            values = {**points, **answers(verdict)}
            yield Change("diff-scoring-points", "changes", f"{at}.points", values)
    if was.group != now.group:
        sides = _group(judge.old, was), _group(judge.new, now)
        verdict = judge.compare(*sides, setting)
        if verdict.spread != "same":
            groups = {"old": was.group or was.title, "new": now.group or now.title}
            values = {"title": now.title, **groups, **answers(verdict)}
            yield Change("diff-scoring-class", "changes", f"{at}.class", values)


def _entry(old: Profile, new: Profile, was: ScoringRule, now: ScoringRule) -> Iterator[Change]:
    """Compare what a rule is in the ledger, and what becomes of the action without the points."""
    at = f"scoring.{now.id}"
    if was.sort != now.sort:
        sorts = {"old": word(f"diff-entry-{was.sort}"), "new": word(f"diff-entry-{now.sort}")}
        yield Change("diff-scoring-entry", "changes", f"{at}.entry", {"title": now.title, **sorts})
    if was.corrects != now.corrects:
        fields = {"old": _corrected(was, old), "new": _corrected(now, new)}
        values = {"title": now.title, **fields}
        yield Change("diff-scoring-corrects", "changes", f"{at}.corrects", values)
    if was.essential != now.essential:
        code = "diff-scoring-essential" if now.essential else "diff-scoring-accessory"
        effect: Effect = "forbids" if now.essential else "allows"
        yield Change(code, effect, f"{at}.essential", {"title": now.title})


def _group(side: Side, rule: ScoringRule) -> Question | None:
    """Ask for the class of the points; without a rule it is the scoring rule itself."""
    return side.value(rule.group, Kind.STRING) if rule.group is not None else None


def _corrected(rule: ScoringRule, profile: Profile) -> Text:
    return title(rule.corrects, profile.fields) if rule.corrects else word("diff-nothing")


def _values(rule: ScoringRule, profile: Profile) -> dict[str, Any]:
    return {"action": _step(rule, profile), "who": person(rule.to, profile)}


def _step(rule: ScoringRule, profile: Profile) -> Text:
    flow = profile.flows.get(rule.flow)
    if flow is None:
        return Text(en=f"{rule.flow}.{rule.action}")
    if rule.action == OPEN:
        return word("diff-open", flow=flow.title)
    return title(rule.action, flow.actions)


def _needs(rule: ScoringRule, profile: Profile) -> frozenset[str]:
    flow = profile.flows.get(rule.flow)
    action = flow and (flow.opening if rule.action == OPEN else flow.actions.get(rule.action))
    return frozenset(action.needs if action else ())
