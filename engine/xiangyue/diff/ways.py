"""The ways of an action: in which states it can be taken, and where it leads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from xiangyue.diff.change import EFFECTS, Change, Spread, apart, titles, word
from xiangyue.diff.rules import REFUSED, Setting
from xiangyue.diff.stage import Pair
from xiangyue.flow import ANY
from xiangyue.profile import Action, Flow
from xiangyue.text import Text

_MOST: Final = 8  # states in one sentence
_STAY: Final = "."  # no state can be called so
_CODES: Final[Mapping[Spread, str]] = {
    "wider": "diff-way-looser",
    "narrower": "diff-way-stricter",
    "other": "diff-way-changed",
}


def diff_ways(pair: Pair) -> Iterator[Change]:
    """Yield where an action can be taken and lead to now, where it could before, and when."""
    stage, at, values = pair.stage, f"{pair.address}.from", {"action": pair.name}
    gone, added, both = apart(sources(pair.old, stage.old_flow), sources(pair.new, stage.new_flow))
    if added and not _everywhere(pair):
        states = _some(added, stage.new_flow)
        yield Change("diff-from-added", "allows", at, {**values, "states": states})
    if gone and not _everywhere(pair):
        states = _some(gone, stage.old_flow)
        yield Change("diff-from-removed", "forbids", at, {**values, "states": states})
    yield from _targets(pair, both)
    chooses = any(branch.when is not None for branch in (*pair.old.branches, *pair.new.branches))
    if chooses and pair.old.branches != pair.new.branches:
        yield from _choice(pair, both)


def sources(action: Action, flow: Flow) -> tuple[str, ...]:
    """Return the states in which an action can be taken."""
    if action.sources == (ANY,):
        return tuple(state.id for state in flow.states.values() if not state.final)
    return action.sources


def _everywhere(pair: Pair) -> bool:
    """Tell whether both take it in every state: what states there are is said elsewhere."""
    return pair.old.sources == pair.new.sources == (ANY,)


def _targets(pair: Pair, both: Iterable[str]) -> Iterator[Change]:
    """Compare where the action leads to from the states that both sides take it in."""
    led, leads = _to(pair.old), _to(pair.new)
    if led == leads:
        return
    gone: dict[str, list[str]] = {}
    added: dict[str, list[str]] = {}
    for source in both:
        before = [source if to == _STAY else to for to in led]
        after = [source if to == _STAY else to for to in leads]
        lost, gained, _ = apart(before, after)
        for found, targets in ((gone, lost), (added, gained)):
            for to in targets:
                found.setdefault(_STAY if to == source else to, []).append(source)
    yield from _led(pair, "diff-to-added", added)
    yield from _led(pair, "diff-to-removed", gone)


def _led(pair: Pair, code: str, ways: Mapping[str, list[str]]) -> Iterator[Change]:
    new = code == "diff-to-added"
    flow = pair.stage.new_flow if new else pair.stage.old_flow
    for target, found in ways.items():
        whole = _everywhere(pair) and len(found) > 1
        states = [word("diff-any-state")] if whole else _some(found, flow)
        values = {"action": pair.name, "states": states, "target": _target(target, flow)}
        yield Change(code, "allows" if new else "forbids", f"{pair.address}.to", values)


def _choice(pair: Pair, both: Iterable[str]) -> Iterator[Change]:
    """Compare under which conditions which way is taken."""
    stage, judge = pair.stage, pair.stage.judge
    verdict = judge.compare(
        judge.old.way(pair.old.branches, _STAY),
        judge.new.way(pair.new.branches, _STAY),
        Setting(pair.needed, tuple(both)),
    )
    if verdict.spread == "same":
        return
    values: dict[str, Any] = {"action": pair.name}
    if case := str(verdict.case or ""):
        values["case"] = case
        values["before"] = _answer(verdict.before, stage.old_flow)
        values["after"] = _answer(verdict.after, stage.new_flow)
    code, effect = _CODES[verdict.spread], EFFECTS[verdict.spread]
    yield Change(code, effect, f"{pair.address}.to", values)


def _to(action: Action) -> list[str]:
    return list(dict.fromkeys(branch.to or _STAY for branch in action.branches))


def _answer(state: str | None, flow: Flow) -> Text:
    return word("diff-refused") if state is REFUSED else _target(state, flow)


def _target(state: str, flow: Flow) -> Text:
    return word("diff-stays") if state == _STAY else titles([state], flow.states)[0]


def _some(states: list[str], flow: Flow) -> list[Text]:
    more = [Text(en="…")] if len(states) > _MOST else []
    return [*titles(states[:_MOST], flow.states), *more]
