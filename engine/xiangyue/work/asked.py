"""Whom a call-out has asked so far, rung by rung, and what each has answered."""

from __future__ import annotations

from dataclasses import dataclass

from xiangyue.errors import Misuse
from xiangyue.flow import CallOut, Plan
from xiangyue.storage import Head, Reader
from xiangyue.storage.asks import asks_of_task
from xiangyue.text import Text
from xiangyue.values import Task
from xiangyue.work.library import brought
from xiangyue.work.plans import Plans


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom one rung of a call-out has asked, and how they stand.

    ``rung`` counts from 0, ``roles`` are the titles of those it asks (none where it asks for what
    is offered), ``offer`` is the resource that was asked for. ``state`` is ``asked``, ``accepted``,
    ``declined``, ``arrived``, ``freed`` or ``lapsed``, ``tries`` how often they were asked, and
    ``brings`` how many people come with an acceptance. Moments are microseconds.
    """

    rung: int
    roles: tuple[Text, ...]
    member: str
    offer: str | None
    state: str
    tries: int
    asked_at: int
    answered_at: int | None
    brings: int


def find_asks(reader: Reader, plans: Plans, head: Head, task: Task) -> tuple[Asked, ...]:
    """Return whom a task's call-out has asked; raises Misuse where its flow calls nobody out."""
    plan = plans.get(reader, task.release, head.mode)
    call = plan.flows[task.flow].call
    if call is None:
        raise Misuse("call-out-none", task=task.ref)
    brings = brought(reader, plan.profile, task.community, task.id)
    return tuple(
        Asked(
            rung=row.rung,
            roles=_roles(plan, call, row.rung),
            member=row.member,
            offer=row.offer,
            state=row.state,
            tries=row.tries,
            asked_at=row.asked_at,
            answered_at=row.answered_at,
            brings=brings.get(row.member, (1, False))[0],
        )
        for row in asks_of_task(reader, task.community, task.id)
    )


def _roles(plan: Plan, call: CallOut, rung: int) -> tuple[Text, ...]:
    if rung >= len(call.rungs):
        return ()
    roles = plan.profile.roles
    return tuple(roles[r].title if r in roles else Text(en=r) for r in call.rungs[rung].ask)
