"""How a change of the rules comes into force: by which flow, and whether only so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from xiangyue.profile import Action, Flow, Intervention, Profile
from xiangyue.values import SYSTEM

PUT_IN_FORCE: Final = "put_in_force"
PUT_BACK: Final = "put_back"
CHANGES: Final = frozenset({PUT_IN_FORCE, PUT_BACK})
"""What puts other rules in force: those that a task proposes, or those before them."""

ATTESTED: Final = ("checks", "effects")
"""What names the fields that hold what studies of a change have found."""

DRAFT: Final = "draft"
ONLY_SO: Final = "only_so"
_PARAMS: Final = "params."


class ChangePath(NamedTuple):
    """The flow of changes: its fields, and its actions that check, put in force and put back.

    ``states`` are those in which what a task proposes is in force. ``effects`` is the field that
    says what the change would have done to past work, and ``foresee`` the action that notes it;
    both None where the flow has no room for that.
    """

    flow: str
    change: str
    checks: str
    check: str
    approve: str
    back: str | None
    states: tuple[str, ...]
    effects: str | None = None
    foresee: str | None = None


class Changing(NamedTuple):
    """What an action does to a change of the rules, and in which fields that stands.

    ``kind`` is ``draft``, ``put_in_force`` or ``put_back``.
    """

    kind: str
    change: str
    checks: str


def changing(flow: Flow, action: Action) -> Changing | None:
    """Return what an action does to a change of the rules; None for nothing."""
    for _, does in _doing(flow, PUT_IN_FORCE):
        change, checks = does.detail["change"], does.detail["checks"]
        kinds = [one.kind for one in action.does if one.kind in CHANGES]
        if kinds:
            return Changing(kinds[0], change, checks)
        if action is flow.opening and change in (*action.needs, *action.asks, *action.proposes):
            return Changing(DRAFT, change, checks)
    return None


def written_by_engine(profile: Profile) -> frozenset[str]:
    """Return the fields that hold changes and checks: people write nothing of their own in them."""
    return frozenset(
        does.detail[key]
        for flow in profile.flows.values()
        for _, does in _doing(flow, PUT_IN_FORCE)
        for key in ("change", *ATTESTED)
        if key in does.detail
    )


def change_path(profile: Profile) -> ChangePath | None:
    """Return by which flow a change comes into force; None where the profile has none."""
    for flow in profile.flows.values():
        for action, does in _doing(flow, PUT_IN_FORCE):
            change, checks = does.detail["change"], does.detail["checks"]
            check = _noting(flow, checks)
            if check is not None:
                backs = [(one.id, one.sources) for one, _ in _doing(flow, PUT_BACK)]
                back, states = backs[0] if backs else (None, ())
                effects = does.detail.get("effects")
                foresee = _noting(flow, effects) if effects else None
                here = (flow.id, change, checks, check, action.id, back, states)
                return ChangePath(*here, effects if foresee else None, foresee)
    return None


def _noting(flow: Flow, field: str) -> str | None:
    """Return the action by which the engine fills in a field; None for none."""
    for one in flow.actions.values():
        if SYSTEM in one.by and field in (*one.needs, *one.asks):
            return one.id
    return None


def only_so(profile: Profile, params: Mapping[str, Any]) -> bool:
    """Tell whether rules change by their flow alone, under these params."""
    for flow in profile.flows.values():
        for _, does in _doing(flow, PUT_IN_FORCE):
            said = does.detail.get(ONLY_SO, False)
            if isinstance(said, str):
                said = params.get(said.removeprefix(_PARAMS), False)
            if said is True:
                return True
    return False


def attested(flow: Flow) -> frozenset[str]:
    """Return the fields of a flow that say what studies have found: only the engine fills them."""
    doing = [does.detail for _, does in _doing(flow, PUT_IN_FORCE)]
    return frozenset(said[key] for said in doing for key in ATTESTED if key in said)


def _doing(flow: Flow, kind: str) -> Iterator[tuple[Action, Intervention]]:
    for action in (flow.opening, *flow.actions.values()):
        yield from ((action, does) for does in action.does if does.kind == kind)
