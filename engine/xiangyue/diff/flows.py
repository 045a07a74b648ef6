"""Flows, their states and deadlines: what can be opened, where tasks can stand, and how long."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from xiangyue.diff.actions import diff_action
from xiangyue.diff.addresses import diff_as_imported, diff_value
from xiangyue.diff.change import Change, apart, title, titles, word
from xiangyue.diff.people import who
from xiangyue.diff.rules import Judge
from xiangyue.diff.stage import Pair, Stage
from xiangyue.profile import Action, Deadline, Flow, Profile, State
from xiangyue.text import Text


def diff_flows(old: Profile, new: Profile, judge: Judge) -> Iterator[Change]:
    """Yield what differs between the flows of two profiles."""
    gone, added, both = apart(old.flows, new.flows)
    for name in gone:
        values = {"flow": old.flows[name].title}
        yield Change("diff-flow-removed", "forbids", f"flows.{name}", values)
    for name in added:
        values = {"flow": new.flows[name].title}
        yield Change("diff-flow-added", "allows", f"flows.{name}", values)
    for name in both:
        yield from _flow(Stage(old, new, old.flows[name], new.flows[name], judge))


def _flow(stage: Stage) -> Iterator[Change]:
    old, new, at = stage.old_flow, stage.new_flow, f"flows.{stage.new_flow.id}"
    values: Mapping[str, Any] = {"flow": new.title}
    if new.paused and not old.paused:
        yield Change("diff-flow-paused", "forbids", f"{at}.paused", values)
    if old.paused and not new.paused:
        yield Change("diff-flow-resumed", "allows", f"{at}.paused", values)
    if old.exercise != new.exercise:
        drill = {**values, "old": old.exercise or "–", "new": new.exercise or "–"}
        yield Change("diff-exercise", "changes", f"{at}.exercise", drill)
    if old.start != new.start:
        starts = titles(old.start, old.states), titles(new.start, new.states)
        told: dict[str, Any] = {**values, "old": starts[0], "new": starts[1]}
        yield Change("diff-start", "changes", f"{at}.start", told)
    yield from _due(old.due, new.due, f"{at}.due", new.title, stage)
    for key in ("holds", "warns"):
        was, is_ = (side.document["flows"][new.id].get(key) for side in (stage.old, stage.new))
        yield from diff_value(was, is_, ("flows", new.id, key), words=True)
    yield from _service(stage)
    yield from _service_level(stage)
    yield from _lasts(stage, at)
    if old.returns != new.returns:
        back = {"old": _back(old, stage.old), "new": _back(new, stage.new)}
        yield Change("diff-returns", "changes", f"{at}.returns", {**values, **back})
    yield from _states(stage, f"{at}.states")
    yield from diff_action(Pair(stage, old.opening, new.opening))
    yield from _actions(stage, old.actions, new.actions)
    yield from _as_imported(stage)


def _as_imported(stage: Stage) -> Iterator[Change]:
    """Compare what a file said of the flow, its states and its actions when it was imported."""
    name = stage.new_flow.id
    old, new = (side.document["flows"][name] for side in (stage.old, stage.new))
    yield from diff_as_imported(old, new, ("flows", name))
    for room in ("states", "actions"):
        for one in [key for key in new[room] if key in old[room]]:
            yield from diff_as_imported(old[room][one], new[room][one], ("flows", name, room, one))


def _service(stage: Stage) -> Iterator[Change]:
    """Compare what is counted; the time to first contact is a deadline like any other."""
    name = stage.new_flow.id
    old, new = (
        {
            key: value
            for key, value in side.document["flows"][name].get("service", {}).items()
            if key != "within"
        }
        for side in (stage.old, stage.new)
    )
    yield from diff_value(old, new, ("flows", name, "service"), words=True)


def _service_level(stage: Stage) -> Iterator[Change]:
    """Compare what its tasks count as in the level of service."""
    name = stage.new_flow.id
    old, new = (
        side.document["flows"][name].get("service_level", {}) for side in (stage.old, stage.new)
    )
    yield from diff_value(old, new, ("flows", name, "service_level"), words=True)


def _lasts(stage: Stage, at: str) -> Iterator[Change]:
    """Compare what becomes of its tasks when a mode ends."""
    old, new = stage.old_flow, stage.new_flow
    if old.lasts != new.lasts:
        told = {"old": _ends(old, stage.old), "new": _ends(new, stage.new)}
        yield Change("diff-while", "changes", f"{at}.while", {"flow": new.title, **told})


def _ends(flow: Flow, profile: Profile) -> Text:
    if (lasts := flow.lasts) is None:
        return word("diff-nothing")
    code = "diff-while-all" if lasts.earlier else "diff-while-opened"
    modes = titles(lasts.modes, profile.modes)
    return word(code, action=title(lasts.then, flow.actions), modes=modes)


def _back(flow: Flow, profile: Profile) -> list[Text]:
    return titles(flow.returns, profile.fields) or [word("diff-nothing")]


def _states(stage: Stage, at: str) -> Iterator[Change]:
    old, new = stage.old_flow.states, stage.new_flow.states
    gone, added, both = apart(old, new)
    for name in gone:
        values = {"state": old[name].title}
        yield Change("diff-state-removed", "forbids", f"{at}.{name}", values)
    for name in added:
        values = {"state": new[name].title}
        yield Change("diff-state-added", "allows", f"{at}.{name}", values)
    for name in both:
        yield from _state(old[name], new[name], f"{at}.{name}")
        yield from _due(old[name].due, new[name].due, f"{at}.{name}.due", new[name].title, stage)


def _state(old: State, new: State, at: str) -> Iterator[Change]:
    values = {"state": new.title}
    if old.final != new.final:
        code = "diff-final" if new.final else "diff-not-final"
        yield Change(code, "changes", f"{at}.final", values)
    if old.pause != new.pause:
        code = "diff-pause" if new.pause else "diff-no-pause"
        yield Change(code, "changes", f"{at}.pause", values)
    if old.reports != new.reports:
        told = {"old": _reported(old), "new": _reported(new)}
        yield Change("diff-reports", "changes", f"{at}.reports", {**values, **told})


def _reported(state: State) -> Text:
    return word(f"rollup-is-{state.reports}" if state.reports else "diff-nothing")


def _actions(
    stage: Stage, old: Mapping[str, Action], new: Mapping[str, Action]
) -> Iterator[Change]:
    gone, added, both = apart(old, new)
    for name in gone:
        values = {"action": old[name].title}
        yield Change("diff-action-removed", "forbids", old[name].address, values)
    for name in added:
        told = {"action": new[name].title, "who": who(new[name].by, stage.new)}
        yield Change("diff-action-added", "allows", new[name].address, told)
    for name in both:
        yield from diff_action(Pair(stage, old[name], new[name]))


def _due(
    old: Deadline | None, new: Deadline | None, at: str, what: Text, stage: Stage
) -> Iterator[Change]:
    if old is None and new is not None:
        values = {"what": what, "new": _said(new)}
        yield Change("diff-due-added", "forbids", at, values)
    if new is None and old is not None:
        values = {"what": what, "old": _said(old)}
        yield Change("diff-due-removed", "allows", at, values)
    if old is None or new is None:
        return
    values = {"what": what, "old": _said(old), "new": _said(new)}
    if (old.after, old.field, old.param) != (new.after, new.field, new.param):
        if old.after is None or new.after is None or not old.after.comparable(new.after):
            yield Change("diff-due-changed", "changes", at, values)
        elif old.after < new.after:
            yield Change("diff-due-longer", "allows", at, values)
        else:
            yield Change("diff-due-shorter", "forbids", at, values)
    yield from _told(old, new, at, what)
    if old.then != new.then:
        follows = {
            "old": _follows(old.then, stage.old_flow),
            "new": _follows(new.then, stage.new_flow),
        }
        yield Change("diff-then", "changes", f"{at}.then", {"what": what, **follows})


def _told(old: Deadline, new: Deadline, at: str, what: Text) -> Iterator[Change]:
    """Compare where the clock starts, who is reminded and when, and who hears of it when over."""
    for code, key, before, after in (
        ("diff-clock", "from", old.start, new.start),
        ("diff-remind", "remind", _listed(old), _listed(new)),
        ("diff-escalate", "escalate", old.escalate, new.escalate),
    ):
        if before != after:
            values = {"what": what, "old": before or "–", "new": after or "–"}
            yield Change(code, "changes", f"{at}.{key}", values)


def _listed(due: Deadline) -> str:
    return ", ".join(map(str, due.remind))


def _said(due: Deadline) -> str:
    return str(due.after or due.field or f"params.{due.param}")


def _follows(action: str | None, flow: Flow) -> Text:
    return word("diff-nothing") if action is None else title(action, flow.actions)
