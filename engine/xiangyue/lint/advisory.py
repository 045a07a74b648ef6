"""Who only advises: holds nobody up, and neither gives nor earns points by it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from xiangyue.lint.subject import Subject
from xiangyue.lint.ways import Graph
from xiangyue.lint.written import step_of
from xiangyue.profile import Finding


def check_vetoes(subject: Subject) -> Iterator[Finding]:
    """Find states in which a task waits for those alone who may advise and decide nothing."""
    advising = _advising(subject)
    for flow in subject.profile.flows.values() if advising else ():
        graph = subject.graphs[flow.id]
        others = {k: a for k, a in flow.actions.items() if not advising.issuperset(a.by)}
        if graph.too_large or len(others) == len(flow.actions):
            continue
        free = Graph(replace(flow, actions=others)).ending
        for state in graph.reached:
            if state in graph.ending and state not in free:
                path = ("flows", flow.id, "states", state)
                yield subject.about_key("advisory-veto", "error", path, state=state)


def check_points(subject: Subject) -> Iterator[Finding]:
    """Find points that are given or earned by an action of those who may only advise."""
    advising = _advising(subject)
    for rule in subject.profile.scoring.values() if advising else ():
        step = step_of(subject.profile.flows.get(rule.flow), rule.action)
        if step and not advising.isdisjoint(step.by):
            role = subject.profile.roles[next(r for r in step.by if r in advising)].title
            yield subject.error("advisory-points", "scoring", rule.id, "on", role=role)


def _advising(subject: Subject) -> set[str]:
    return {role.id for role in subject.profile.roles.values() if role.advisory}
