"""Scoring rules: for which actions there are points, for whom, and how many."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xiangyue.diff.change import Change, apart, title, word
from xiangyue.diff.computed import answers, passing
from xiangyue.diff.people import person
from xiangyue.diff.rules import Judge, Setting
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
        accounts = {"title": now.title, "old": was.account, "new": now.account}
        yield Change("diff-scoring-account", "changes", f"{at}.account", accounts)
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
