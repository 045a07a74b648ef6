"""Whether an alert only proposes: nothing that the engine does by it may switch a mode.

Everything is followed that the engine may do without a person: the opening of the alert, every
action that it may take by itself, and all that these open. What would be distributed is taken for
a switch: what other communities make of it is not known here.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Final

from xiangyue.errands import DISTRIBUTE, FOLLOW_UP
from xiangyue.profile import Flow, Intervention, Profile
from xiangyue.values import SYSTEM

_SWITCHING: Final = frozenset({"switch_mode", DISTRIBUTE})


def switches(profile: Profile) -> tuple[tuple[str, str], ...]:
    """Return what would switch a mode by an alert alone, each once.

    Each is the address at which the alert's own flow sets it off, and that at which it switches.
    """
    if profile.alerts is None or profile.alerts.flow not in profile.flows:
        return ()
    found: dict[str, str] = {}
    for does in _alone(profile.flows[profile.alerts.flow]):
        for address in _switching(profile, does):
            found.setdefault(does.address, address)
    return tuple(found.items())


def _switching(profile: Profile, first: Intervention) -> Iterator[str]:
    """Yield where something switches a mode that follows from one thing, this one included."""
    seen: set[str] = set()
    rest = deque([first])
    while rest:
        does = rest.popleft()
        if does.kind in _SWITCHING:
            yield does.address
        flow = profile.flows.get(does.detail["flow"]) if does.kind == FOLLOW_UP else None
        if flow is not None and flow.id not in seen:
            seen.add(flow.id)
            rest.extend(_alone(flow))


def _alone(flow: Flow) -> Iterator[Intervention]:
    """Yield what a task of a flow does though no person acts on it."""
    for action in (flow.opening, *flow.actions.values()):
        if action is flow.opening or SYSTEM in action.by:
            yield from action.does
