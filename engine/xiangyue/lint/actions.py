"""Actions: what two have in common, what one contradicts, and what the engine can take."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterator

from xiangyue.lint.subject import Steps, Subject, guess
from xiangyue.lint.ways import Graph
from xiangyue.profile import Action, Deadline, Finding, Flow
from xiangyue.values import SYSTEM

_TWINS = 20  # unlike actions with the same deeds that are compared with one more


def check_twins(subject: Subject) -> Iterator[Finding]:
    """Find actions that do what another one does, of which one asks for no less."""
    scored = defaultdict(list)
    for rule in subject.profile.scoring.values():
        scored[rule.flow, rule.action].append(rule.id)
    for flow in subject.profile.flows.values():
        seen: dict[Hashable, list[Action]] = defaultdict(list)
        for action in flow.actions.values():
            twins = seen[_deeds(action), tuple(scored[flow.id, action.id])]
            asked = set(action.needs)
            for other in twins:
                if asked <= set(other.needs) or asked >= set(other.needs):
                    values = {"action": action.id, "other": other.id}
                    path: Steps = ("flows", flow.id, "actions", action.id)
                    yield subject.about_key("action-twin", "warning", path, **values)
                    break
            else:
                twins[_TWINS:] = [action]


def check_branches(subject: Subject) -> Iterator[Finding]:
    """Find branches that are never taken, because one before them always is."""
    for _, action, path in subject.actions():
        always = False
        rules: set[str] = set()
        for n, branch in enumerate(action.branches):
            at: Steps = (*path, "to", n)
            if always:
                yield subject.error("branch-dead", *at)
            elif branch.when in rules:
                yield subject.warning("branch-shadowed", *at, "when")
            always = always or branch.when is None
            rules.add(branch.when or "")


def check_computed(subject: Subject) -> Iterator[Finding]:
    """Find values that are set and asked for, or worked out twice."""
    for _, action, path in subject.actions():
        for name in action.sets:
            at: Steps = (*path, "sets", name)
            if name in action.asks:
                yield subject.about_key("sets-asked", "error", at, field=name)
            if name in action.proposes:
                yield subject.about_key("sets-proposed", "error", at, field=name)


def check_alone(subject: Subject) -> Iterator[Finding]:
    """Find actions that the engine is to take by itself, and cannot."""
    for flow in subject.profile.flows.values():
        graph, path = subject.graphs[flow.id], ("flows", flow.id)
        if graph.too_large:
            continue
        if flow.due and flow.due.then:
            running = [s for s in graph.open_states if not flow.states[s].pause]
            states = [s for s in running if s in graph.reached]
            yield from _check_then(subject, graph, flow.due, states, (*path, "due"))
        for state in flow.states.values():
            if state.due and state.due.then and not state.final:
                at = (*path, "states", state.id, "due")
                yield from _check_then(subject, graph, state.due, [state.id], at)
        for action in (flow.opening, *flow.actions.values()):
            yield from _check_automate(subject, graph, flow, action)
            yield from _check_through(subject, graph, flow, action)


def _check_then(
    subject: Subject, graph: Graph, due: Deadline, states: Collection[str], path: Steps
) -> Iterator[Finding]:
    yield from check_taken(subject, graph, due.then or "", states, (*path, "then"))


def running(flow: Flow, graph: Graph) -> list[str]:
    """Return the states in which a call-out goes on: somebody can accept there."""
    accepts = [action.id for action in flow.actions.values() if action.answer == "accepted"]
    return [*dict.fromkeys(state for name in accepts for state in graph.sources[name])]


def check_taken(
    subject: Subject,
    graph: Graph,
    name: str,
    states: Collection[str],
    at: Steps,
    given: Collection[str] = (),
) -> Iterator[Finding]:
    """Check an action that the engine is to take in any of these states; it gives it fields."""
    yield from _check_system(subject, graph, name, states, at, given)
    if name not in graph.sources or not states:
        return
    possible = set(graph.sources[name])
    wrong = [state for state in states if state not in possible]
    if len(wrong) == len(states):
        yield subject.error("alone-state", *at, action=name, states=", ".join(wrong))
    elif wrong:
        yield subject.warning("alone-state", *at, action=name, states=", ".join(wrong))


def _check_through(subject: Subject, graph: Graph, flow: Flow, action: Action) -> Iterator[Finding]:
    for n, does in enumerate(action.does):
        if "through" in does.detail:
            at: Steps = (*action.address.split("."), "does", n, does.kind, "through")
            name, states = does.detail["through"], running(flow, graph)
            # Where enough have come the ladder is never through: some of the states will do.
            states = [s for s in states if s in graph.sources.get(name, ())] or states
            yield from check_taken(subject, graph, name, states, at)


def _check_automate(
    subject: Subject, graph: Graph, flow: Flow, action: Action
) -> Iterator[Finding]:
    names = {n: d.detail["action"] for n, d in enumerate(action.does) if d.kind == "automate"}
    if not names:
        return
    opening = action is flow.opening
    froms = () if opening else graph.sources[action.id]
    to = set(graph.starts if opening else (t for s in froms for t in graph.targets(action, s)))
    for n, name in names.items():
        at: Steps = (*action.address.split("."), "does", n, "automate", "action")
        yield from _check_system(subject, graph, name, to, at)
        possible = graph.sources.get(name)
        if to and possible is not None and not to.intersection(possible):
            yield subject.error("alone-state", *at, action=name, states=", ".join(sorted(to)))


def _check_system(
    subject: Subject,
    graph: Graph,
    name: str,
    states: Collection[str],
    path: Steps,
    given: Collection[str] = (),
) -> Iterator[Finding]:
    """Check what holds wherever the engine takes the action."""
    action = graph.flow.actions.get(name)
    if action is None:
        yield subject.error("unknown-action", *path, **guess(name, graph.flow.actions))
        return
    if SYSTEM not in action.by:
        yield subject.error("alone-by", *path, action=name)
    if action.note:
        yield subject.error("alone-note", *path, action=name)
    known = [graph.known[s] for s in states if s in graph.known]
    needed = [f for f in action.needs if f not in action.proposes and f not in given]
    missing = [f for f in needed if not any(f in names for names in known)]
    if known and missing:
        yield subject.error("alone-needs", *path, action=name, fields=", ".join(missing))


def _deeds(action: Action) -> Hashable:
    """Return all that an action does, whatever it is called and asks for."""
    does = tuple((d.kind, d.to, repr(d.detail)) for d in action.does)
    computed = (tuple(action.proposes.items()), tuple(action.sets.items()))
    by, sources = frozenset(action.by), frozenset(action.sources)
    ways = action.branches, action.extend, action.answer, action.of
    return sources, ways, by, action.at, action.when, computed, does
