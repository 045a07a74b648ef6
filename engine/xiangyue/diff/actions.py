"""Actions: who may take them, and with what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xiangyue.diff.change import EFFECTS, Change, apart, joined, spread_of, titles
from xiangyue.diff.computed import diff_computed, diff_guard
from xiangyue.diff.interventions import diff_does
from xiangyue.diff.people import level, tiers, who
from xiangyue.diff.stage import Pair
from xiangyue.diff.ways import diff_ways
from xiangyue.profile import Action
from xiangyue.values import NOBODYS

_ANYONE: Final = "anyone"


def diff_action(pair: Pair) -> Iterator[Change]:
    """Yield what differs between one action, or opening, in both profiles."""
    yield from _by(pair)
    yield from _level(pair)
    yield from diff_ways(pair)
    yield from _fields(pair)
    at, values = f"{pair.address}.note", {"action": pair.name}
    if pair.new.note and not pair.old.note:
        yield Change("diff-note-added", "forbids", at, values)
    if pair.old.note and not pair.new.note:
        yield Change("diff-note-removed", "allows", at, values)
    if pair.old.extend != pair.new.extend:
        told = {"action": pair.name, "old": _moves(pair.old), "new": _moves(pair.new)}
        yield Change("diff-extend", "changes", f"{pair.address}.extend", told)
    if (pair.old.answer, pair.old.of) != (pair.new.answer, pair.new.of):
        told = {"action": pair.name, "old": _answers(pair.old), "new": _answers(pair.new)}
        yield Change("diff-answer", "changes", f"{pair.address}.answer", told)
    yield from diff_guard(pair)
    yield from diff_computed(pair)
    yield from diff_does(pair)


def _moves(action: Action) -> str:
    extend = action.extend
    return f"{extend.of}: {extend.by or extend.until}" if extend else "–"


def _answers(action: Action) -> str:
    return " ".join(part for part in (action.answer, action.of) if part) or "–"


def _by(pair: Pair) -> Iterator[Change]:
    stage, at = pair.stage, f"{pair.address}.by"
    added = _more(pair.new, pair.old)
    if added:
        values = {"action": pair.name, "who": who(added, stage.new)}
        yield Change("diff-by-added", "allows", at, values)
    gone = _more(pair.old, pair.new)
    if gone:
        values = {"action": pair.name, "who": who(gone, stage.old)}
        yield Change("diff-by-removed", "forbids", at, values)


def _more(action: Action, other: Action) -> list[str]:
    """Return the rights of an action that the other does not give, by this or another word."""
    members_may = _ANYONE in other.by
    return [
        right
        for right in _rights(action)
        if right not in other.by and (right in NOBODYS or not members_may)
    ]


def _rights(action: Action) -> list[str]:
    """Return what of ``by`` counts: where anyone may, it says nothing to name others."""
    if _ANYONE in action.by:
        return [right for right in action.by if right == _ANYONE or right in NOBODYS]
    return list(action.by)


def _level(pair: Pair) -> Iterator[Change]:
    """Compare at which level a role must be held, for the roles that both sides name."""
    old, new = pair.stage.old.roles, pair.stage.new.roles
    before, after = tiers(pair.old.at), tiers(pair.new.at)
    spreads = []
    for role in set(_rights(pair.old)) & set(_rights(pair.new)) & old.keys() & new.keys():
        own = tiers(old[role].at)
        if own == tiers(new[role].at):
            spreads.append(spread_of(own & before, own & after))
        else:
            spreads.append(spread_of(before, after))
    spread = joined(spreads)
    if spread != "same":
        values = {"action": pair.name, "old": level(pair.old.at), "new": level(pair.new.at)}
        yield Change("diff-at", EFFECTS[spread], f"{pair.address}.at", values)


def _fields(pair: Pair) -> Iterator[Change]:
    """Compare what must be given, and what may."""
    old, new, name, at = pair.old, pair.new, pair.name, pair.address
    before, after = pair.stage.old.fields, pair.stage.new.fields
    gone, added, _ = apart(old.needs, new.needs)
    if added:
        values = {"action": name, "fields": titles(added, after)}
        yield Change("diff-needs-added", "forbids", f"{at}.needs", values)
    if gone:
        values = {"action": name, "fields": titles(gone, before)}
        yield Change("diff-needs-removed", "allows", f"{at}.needs", values)
    gone, added, _ = apart(_taken(old), _taken(new))
    added = [field for field in added if field not in new.needs]
    gone = [field for field in gone if field not in old.needs]
    if added:
        values = {"action": name, "fields": titles(added, after)}
        yield Change("diff-asks-added", "allows", f"{at}.asks", values)
    if gone:
        values = {"action": name, "fields": titles(gone, before)}
        yield Change("diff-asks-removed", "forbids", f"{at}.asks", values)


def _taken(action: Action) -> tuple[str, ...]:
    return (*action.needs, *action.asks, *action.proposes)
