"""The graph of a flow: one beginning, at least one end, and a way from each state to an end."""

from __future__ import annotations

from collections.abc import Iterator

from xiangyue.lint.subject import Subject
from xiangyue.lint.ways import MOST_WAYS, Graph
from xiangyue.profile import Finding, Flow


def check_graphs(subject: Subject) -> Iterator[Finding]:
    """Find states without a way in or out, and whatever else is no proper graph."""
    for flow in subject.profile.flows.values():
        graph, path = subject.graphs[flow.id], ("flows", flow.id)
        if len(flow.start) > 1:
            yield subject.about_key(
                "graph-starts", "error", (*path, "start"), count=len(flow.start)
            )
        if graph.too_large:
            yield subject.about_key("graph-large", "error", path, most=MOST_WAYS)
            continue
        yield from _check_ends(subject, flow)
        yield from _check_ways(subject, flow, graph)


def _check_ends(subject: Subject, flow: Flow) -> Iterator[Finding]:
    finals = {state.id for state in flow.states.values() if state.final}
    for name in finals:
        for key in ("due", "pause"):
            path = ("flows", flow.id, "states", name, key)
            if subject.root.get(*path) is not None:
                yield subject.about_key("final-clock", "warning", path, key=key)
    for action in flow.actions.values():
        path = ("flows", flow.id, "actions", action.id, "from")
        for name, at in subject.each(action.sources, *path):
            if name in finals:
                yield subject.error("final-exit", *at, state=name, action=action.id)


def _check_ways(subject: Subject, flow: Flow, graph: Graph) -> Iterator[Finding]:
    path = ("flows", flow.id, "states")
    if not any(state.final for state in flow.states.values()):
        yield subject.about_key("graph-no-final", "error", path, flow=flow.id)
    for name in flow.states:
        if graph.starts and name not in graph.reached:
            yield subject.about_key("state-unreachable", "error", (*path, name), state=name)
        elif graph.ending and name not in graph.ending:
            yield subject.about_key("state-trap", "error", (*path, name), state=name)
