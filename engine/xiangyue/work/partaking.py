"""Who is a party of a task: nobody else has to do with it, and nobody else may see it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from xiangyue.flow import FlowPlan, Plan
from xiangyue.profile import Profile
from xiangyue.roles import by_role
from xiangyue.storage import Head, Reader
from xiangyue.storage.asks import stands
from xiangyue.values import Facts, Member, Task
from xiangyue.work.plans import Plans
from xiangyue.work.rights import facts_around

_MEMBER = "member"


def is_party(
    reader: Reader, plans: Plans, head: Head, task: Task, member: Member, now: int
) -> bool:
    """Tell whether a member has to do with a task.

    That is whoever opened it, is responsible, is named in it or was asked by its call-out; whoever
    may act on it by a role held where it counts; and whoever has acted on it, or for whom it was
    done. A role that people take of their own will counts only while the task waits for it.
    """
    who = member.id
    if who in (task.assignee, task.opener):
        return True
    plan = plans.get(reader, task.release, head.mode)
    flow = plan.flows[task.flow]
    return (
        who in named_in(plan.profile, task)
        or (flow.call is not None and bool(stands(reader, task.community, task.id, (who,))))
        or _by_role(plan, flow, task, facts_around(reader, member, task.unit, now), member)
        or who in set(_acted(reader, task))
    )


def named_in(profile: Profile, task: Task) -> set[str]:
    """Return the members whom a task's fields name, as far as they are kept still."""
    found: set[str] = set()
    for name, value in task.data.items():
        field = profile.fields.get(name)
        if field is not None and _names_members(field.schema):
            found |= {one for one in _listed(value) if isinstance(one, str)}
    return found


def _names_members(schema: Mapping[str, Any]) -> bool:
    return bool(schema.get("items", schema).get("format") == _MEMBER)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _by_role(plan: Plan, flow: FlowPlan, task: Task, facts: Facts, member: Member) -> bool:
    roles = plan.profile.roles
    for name, step in flow.steps.items():
        right = by_role(step.action, roles, facts, member, facts.now)
        if right is None:
            continue
        role = roles.get(right.role)
        if task.state in flow.machine.sources[name] or (role is not None and not role.voluntary):
            return True
    return False


def _acted(reader: Reader, task: Task) -> Iterator[str]:
    """Yield who has acted on a task, and for whom, from its history: the newest first."""
    for _, body, _ in reader.entries_about(task.community, task.id, task.last):
        if body["kind"] == "command" and body["outcome"] == "done":
            yield body["actor"]
            if "for" in body:
                yield body["for"]
