"""The ways through a flow by what their deadlines add up to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from heapq import heappop, heappush
from typing import Final

from xiangyue.lint.ways import Graph

MOST_STEPS: Final = 4_000
"""Steps after which no longer way is looked for: of ways there may be millions."""

Minutes = Mapping[str, int]


def quickest_way(graph: Graph, cost: Minutes) -> list[str] | None:
    """Return the way from start to end whose deadlines take the least, or None if there is none."""
    waiting: list[tuple[int, int, str, str | None]]
    waiting = [(0, n, start, None) for n, start in enumerate(graph.starts)]
    came: dict[str, str | None] = {}
    number = len(waiting)
    states = graph.flow.states
    while waiting:
        spent, _, state, before = heappop(waiting)
        if state in came:
            continue
        came[state] = before
        if states[state].final:
            return _back(came, state)
        for target, _ in graph.out[state]:
            if target not in came:
                number += 1
                heappush(waiting, (spent + cost.get(state, 0), number, target, state))
    return None


def way_over(
    graph: Graph, cost: Minutes, is_over: Callable[[Sequence[str]], bool]
) -> list[str] | None:
    """Return a way from start to end that is over, or None if none was found in a few steps.

    No state is passed twice on it; those whose deadlines are long are tried first.
    """
    for way in _ways(graph, cost):
        if is_over(way):
            return way
    return None


def _ways(graph: Graph, cost: Minutes) -> Iterator[list[str]]:
    states = graph.flow.states
    following = {
        state: sorted(
            {target for target, _ in ways if target in graph.ending},
            key=lambda target: (-cost.get(target, 0), target),
        )
        for state, ways in graph.out.items()
    }
    open_ends = [iter([start for start in graph.starts if start in graph.ending])]
    way: list[str] = []
    for _ in range(MOST_STEPS):
        state = next(open_ends[-1], None)
        if state is None:
            open_ends.pop()
            if not way:
                return
            way.pop()
        elif states[state].final:
            yield [*way, state]
        elif state not in way:
            way.append(state)
            open_ends.append(iter(following[state]))


def _back(came: Mapping[str, str | None], state: str) -> list[str]:
    way = [state]
    while (before := came[way[-1]]) is not None:
        way.append(before)
    return way[::-1]
