"""The rules of an action: its condition, and the values that it works out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from xiangyue.diff.change import EFFECTS, Change, Spread, apart, title, word
from xiangyue.diff.rules import REFUSED, Question, Setting, Side, Verdict
from xiangyue.diff.stage import Pair
from xiangyue.diff.ways import sources
from xiangyue.flow import kind_of
from xiangyue.profile import Action
from xiangyue.text import Text

_GUARDS: Final[Mapping[Spread, str]] = {
    "wider": "diff-guard-looser",
    "narrower": "diff-guard-stricter",
    "other": "diff-guard-changed",
}


def diff_guard(pair: Pair) -> Iterator[Change]:
    """Yield whether the condition of an action lets more or less pass, with an example."""
    old, new, judge = pair.old.when, pair.new.when, pair.stage.judge
    if old == new:
        return
    verdict = judge.compare(judge.old.condition(old), judge.new.condition(new), setting(pair))
    if verdict.spread == "same":
        return
    values = {"action": pair.name, "old": old, "new": new, **passing(verdict)}
    at = f"{pair.address}.when"
    if old is None:
        yield Change("diff-guard-added", "forbids", at, values)
    elif new is None:
        yield Change("diff-guard-removed", "allows", at, values)
    else:
        yield Change(_GUARDS[verdict.spread], EFFECTS[verdict.spread], at, values)


def diff_computed(pair: Pair) -> Iterator[Change]:
    """Yield which values an action works out now, no longer, or in another way."""
    old, new = _rules(pair.old), _rules(pair.new)
    before, after = pair.stage.old.fields, pair.stage.new.fields
    gone, added, both = apart(old, new)
    for field in gone:
        at, rule = old[field]
        values = {"action": pair.name, "field": title(field, before), "old": rule}
        yield Change("diff-value-rule-removed", "changes", at, values)
    for field in added:
        at, rule = new[field]
        values = {"action": pair.name, "field": title(field, after), "new": rule}
        yield Change("diff-value-rule-added", "changes", at, values)
    for field in both:
        (_, was), (at, rule) = old[field], new[field]
        yield from _firm(pair, field)
        if was == rule:
            continue
        judge = pair.stage.judge
        verdict = judge.compare(
            _question(judge.old, field, was), _question(judge.new, field, rule), setting(pair)
        )
        if verdict.spread != "same":
            named = {"action": pair.name, "field": title(field, after)}
            values = {**named, "old": was, "new": rule, **answers(verdict)}
            yield Change("diff-value-rule-changed", "changes", at, values)


def _firm(pair: Pair, field: str) -> Iterator[Change]:
    """Compare whether whoever acts may give another value."""
    was, now = (field in action.sets for action in (pair.old, pair.new))
    if was != now:
        values = {"action": pair.name, "field": title(field, pair.stage.new.fields)}
        code = "diff-value-rule-set" if now else "diff-value-rule-proposed"
        at = f"{pair.address}.sets.{field}"
        yield Change(code, "forbids" if now else "allows", at, values)


def setting(pair: Pair) -> Setting:
    """Return where the rules of an action are judged."""
    states = sources(pair.old, pair.stage.old_flow), sources(pair.new, pair.stage.new_flow)
    return Setting(pair.needed, tuple(apart(*states)[2]))


def passing(verdict: Verdict) -> dict[str, Any]:
    """Return the example of two conditions that differ: what passes now, or no longer."""
    if not str(verdict.case or ""):
        return {}
    return {"case": str(verdict.case), "passes": verdict.after is not REFUSED}


def answers(verdict: Verdict) -> dict[str, Any]:
    """Return the example of two rules that give different values."""
    if not str(verdict.case or ""):
        return {}
    return {
        "case": str(verdict.case),
        "before": _answer(verdict.before),
        "after": _answer(verdict.after),
    }


def _rules(action: Action) -> dict[str, tuple[str, str]]:
    """Return address and rule of each value, whether it is proposed or set."""
    return {
        field: (f"{action.address}.{key}.{field}", rule)
        for key, rules in (("proposes", action.proposes), ("sets", action.sets))
        for field, rule in rules.items()
    }


def _question(side: Side, field: str, rule: str) -> Question | None:
    known = side.profile.fields.get(field)
    return side.value(rule, kind_of(known.schema)) if known else None


def _answer(value: Any) -> Any:
    if value is REFUSED:
        return word("diff-refused")
    return value if isinstance(value, (bool, int, float, str)) else Text(en=str(value))
