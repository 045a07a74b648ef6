"""By which right somebody may act where a task stands, before any rule is asked."""

from __future__ import annotations

from xiangyue.flow import FlowPlan, Plan
from xiangyue.roles import standing
from xiangyue.storage import Reader
from xiangyue.values import Calling, Facts, Member, Task


def rights_of(
    plan: Plan, flow: FlowPlan, facts: Facts, task: Task, member: str, now: int
) -> dict[str, str]:
    """Return the actions that a member may take where the task stands, each with the right."""
    found = {}
    for name, step in flow.steps.items():
        if task.state in flow.machine.sources[name]:
            right = standing(step.action, plan.profile.roles, facts, task, member, now)
            if right is not None:
                found[name] = right.role
    return found


def facts_around(
    reader: Reader, member: Member, unit: str, now: int, stands: str | None = None
) -> Facts:
    """Return as much of the facts as is needed to tell by which right a member acts at a unit."""
    line, below = reader.line(unit)
    return Facts(
        now=now,
        seq=0,
        settings=0,
        params={},
        mode="",
        line=line,
        below=below,
        members={member.id: member},
        calling=Calling(stands={member.id: stands}) if stands else None,
    )
