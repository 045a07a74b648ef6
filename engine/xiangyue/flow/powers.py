"""What a role may do to others: such a role is an office, and no task gives it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xiangyue.errands import APPOINT, DISMISS, DISTRIBUTE
from xiangyue.flow.changes import PUT_BACK, PUT_IN_FORCE
from xiangyue.profile import Action, Flow, Profile, Role
from xiangyue.text import Text

POINTS: Final = "points"

_BY_DOING: Final = {
    APPOINT: Text(en="give roles", zh="任命他人"),
    DISMISS: Text(en="end roles", zh="解除他人职务"),
    DISTRIBUTE: Text(en="give communities tasks", zh="向下辖社区下发任务"),
    "switch_mode": Text(en="switch the mode", zh="切换模式"),
    PUT_IN_FORCE: Text(en="put other rules in force", zh="批准规则变更"),
    PUT_BACK: Text(en="put earlier rules in force again", zh="恢复原有规则"),
}
_SCORE: Final = Text(en="move points", zh="变动积分")
_ADOPT: Final = Text(en="put a points scheme in force", zh="使积分制生效")
_CLAIM: Final = Text(en="set a limit aside", zh="排除某项限制")


def is_open(role: Role) -> bool:
    """Tell whether a role is held of one's own will, only advises, or only shows something."""
    return role.voluntary or role.advisory or bool(role.proves)


def power_of(profile: Profile, role: str) -> Text | None:
    """Return what whoever holds a role may do to others, in a few words; None for nothing."""
    return next(_powers(profile, role), None)


def may_be_given(profile: Profile, role: str) -> bool:
    """Tell whether a task may give a role, and end it."""
    known = profile.roles.get(role)
    return known is not None and is_open(known) and power_of(profile, role) is None


def _powers(profile: Profile, role: str) -> Iterator[Text]:
    for flow in profile.flows.values():
        for action in (flow.opening, *flow.actions.values()):
            if role in action.by:
                yield from (_BY_DOING[d.kind] for d in action.does if d.kind in _BY_DOING)
                yield from _over_points(profile, flow, action)
    for limit in profile.document.get("limits", {}).values():
        claimed = limit.get("claim", {}).get("roles", ())
        if role in ((claimed,) if isinstance(claimed, str) else claimed):
            yield _CLAIM


def _over_points(profile: Profile, flow: Flow, action: Action) -> Iterator[Text]:
    """Yield what an action does to points; hours that are noted are none."""
    accounts = profile.accounts
    for rule in profile.scoring.values():
        if (rule.flow, rule.action) == (flow.id, action.id):
            account = accounts.get(rule.account)
            if account is None or account.counts == POINTS:
                yield _SCORE
    leads_to = {branch.to for branch in action.branches}
    for account in accounts.values():
        adoption = account.adoption
        if adoption.flow == flow.id and adoption.state in leads_to:
            yield _ADOPT
