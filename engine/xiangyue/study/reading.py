"""What studies read out of one journal entry: its action, what was filled in, and by whom."""

from __future__ import annotations

from collections.abc import Callable

from xiangyue.flow import calls_of
from xiangyue.profile import Action, Field, Profile
from xiangyue.roles import ANYONE, OPENER
from xiangyue.study.recounting import Recorded, Recount
from xiangyue.values import PUBLIC, SYSTEM, TITLE, Planned

FOR_THEMSELVES = frozenset({ANYONE, OPENER, PUBLIC, "resident", "villager", "household"})
"""Rights by which people see to their own matters: whoever has only these is no worker."""

Works = Callable[[str, int], bool]
"""Tells whether a member holds a worker's role at an instant."""


def works(recount: Recount) -> Works:
    """Return what tells workers from residents by the roles that they hold."""

    def held(member: str, at: int) -> bool:
        holdings = recount.holdings(member) or ()
        return any(h.role not in FOR_THEMSELVES and h.holds(at) for h in holdings)

    return held


def action_of(told: Recorded, profile: Profile) -> Action:
    """Return the action that a command took, of the release that it was judged by."""
    flow = profile.flows[told.decision.flow]
    if told.decision.before is None:
        return flow.opening
    name = told.decision.command.action
    return flow.actions[name] if name in flow.actions else calls_of(profile, flow)[name]


def filled_in(told: Recorded, action: Action) -> frozenset[str]:
    """Return the fields that somebody filled in, those whose values are destroyed too.

    What rules have worked out, and what was held already and only confirmed, was not filled in.
    """
    given = frozenset(told.decision.command.data)
    if not told.destroyed:
        return given
    return given | (frozenset(told.held) - {TITLE} - action.sets.keys() - action.proposes.keys())


def by_worker(told: Recorded, works: Works) -> bool:
    """Tell whether somebody acted as a worker, and not in a matter of their own."""
    decision = told.decision
    right = decision.standing
    if right is not None and right.role not in FOR_THEMSELVES:
        return True
    return works(decision.command.principal, decision.occurred_at)


def by_system(told: Recorded) -> bool:
    """Tell whether the engine itself acted."""
    return told.decision.command.principal == SYSTEM


def channel(planned: Planned, action: Action) -> str:
    """Return the channel that is tried first; empty where the profile names none."""
    by = planned.detail.get("by")
    if by is None:
        declared = (does.detail for does in action.does if does.address == planned.address)
        by = next(declared, {}).get("by", ())
    return by if isinstance(by, str) else next(iter(by), "")


def is_free_text(field: Field) -> bool:
    """Tell whether a field takes text as somebody writes it, about a task."""
    schema = field.schema
    free = schema.get("type", "string") == "string" and not {"enum", "format"} & schema.keys()
    return free and field.about == "task"


def same_words(value: object, length: int) -> int | None:
    """Return a hash of a text that has letters and this length; how it is spaced does not count."""
    words = " ".join(value.split()) if isinstance(value, str) else ""
    return hash(words) if len(words) >= length and any(map(str.isalpha, words)) else None
