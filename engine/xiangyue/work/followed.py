"""How a matter stands, for whoever brought it up and holds its receipt: without names.

What is shown of an answer is what was asked for in an action that tells the opener, as the profile
says. Who acts is said by role, never by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from xiangyue.decide.checks import RIGHTS
from xiangyue.errors import Misuse
from xiangyue.flow import FlowPlan, Plan
from xiangyue.profile import Field
from xiangyue.roles import OPENER
from xiangyue.spelling import shown
from xiangyue.storage import Head, Reader
from xiangyue.text import Text
from xiangyue.values import CATEGORY, NOBODYS, Choice, Command, Task, Value
from xiangyue.work.acting import judge
from xiangyue.work.plans import Plans
from xiangyue.work.querying import trail

_WHO = frozenset({"member", "unit"})


class Told(Value, frozen=True):
    """What its opener was told: when (microseconds since 1970 UTC), by which action, which values.

    ``values`` are those of the profile's fields, by id; one that was destroyed is not there.
    """

    at: int
    title: Text
    values: Mapping[str, Any]


class Answerable(Value, frozen=True):
    """An action that whoever brought it up may take now.

    ``needs`` are the fields that have to be given, ``asks`` those that may be too.
    """

    action: str
    title: Text
    help: Text
    needs: tuple[str, ...]
    asks: tuple[str, ...]
    note: bool


class Followed(Value, frozen=True):
    """How a matter stands; instants are microseconds since 1970 UTC.

    ``task`` is its address, for whoever may see it. ``category`` is None where it came in by its
    flow. ``step_due`` is by when its next step must be taken, ``due`` by when all must be done;
    both None where nothing is due, or the clock stands still (``paused``). ``with_whom`` are the
    roles whose turn it is; empty where it has ended, or it waits for whoever brought it up.
    ``choices`` are what these may do now.
    """

    task: str
    title: str
    flow: Text
    category: Text | None
    state: Text
    opened_at: int
    ended_at: int | None
    due: int | None
    step_due: int | None
    paused: bool
    with_whom: tuple[Text, ...]
    told: tuple[Told, ...]
    choices: tuple[Answerable, ...]
    fields: Mapping[str, Field]


def followed(
    reader: Reader, plans: Plans, plan: Plan, head: Head, task: Task, now: int
) -> Followed:
    """Return how a task stands for its opener."""
    flow, profile = plan.flows[task.flow], plan.profile
    ended = task.ended_at is not None
    category = profile.categories.get(str(task.data.get(CATEGORY)))
    told = tuple(_told(reader, flow, profile.fields, task))
    choices = tuple(_choices(reader, plans, plan, head, task, now)) if not ended else ()
    named = {name for one in told for name in one.values} | {
        n for one in choices for n in (*one.needs, *one.asks)
    }
    return Followed(
        task=task.ref,
        title=task.title,
        flow=flow.flow.title,
        category=category.title if category else None,
        state=flow.flow.states[task.state].title,
        opened_at=task.opened_at,
        ended_at=task.ended_at,
        due=None if ended or task.paused_at is not None else task.due,
        step_due=None if ended else task.state_due,
        paused=task.paused_at is not None and not ended,
        with_whom=() if ended else tuple(with_whom(plan, flow, task.state)),
        told=told,
        choices=choices,
        fields={name: profile.fields[name] for name in profile.fields if name in named},
    )


def openers(plan: Plan, task: Task) -> tuple[str, ...]:
    """Return the actions that whoever opened a task may take by this alone, in any state."""
    steps = plan.flows[task.flow].steps
    return tuple(name for name, step in steps.items() if OPENER in step.action.by)


def check_openers(plan: Plan, task: Task, action: str) -> None:
    """Raise Misuse for an action that is none of the opener's."""
    known = openers(plan, task)
    if action not in known:
        raise Misuse("receipt-action", action=shown(action), known=", ".join(known) or "–")


def _choices(
    reader: Reader, plans: Plans, plan: Plan, head: Head, task: Task, now: int
) -> Iterator[Answerable]:
    for name in openers(plan, task):
        step = plan.flows[task.flow].steps[name]
        if task.state not in plan.flows[task.flow].machine.sources[name]:
            continue
        command = Command(task.community, name, task.opener, task.id)
        decision = judge(reader, plans, command, now, task, head)
        asks = tuple(n for n in plan.checks if n in step.accepts)
        choice = Choice(name, step.action.title, decision, asks, step.action.note)
        if choice.allowed:
            needs, more = choice.missing, tuple(n for n in asks if n not in choice.missing)
            action = step.action
            yield Answerable(name, action.title, action.help, needs, more, action.note)


def with_whom(plan: Plan, flow: FlowPlan, state: str) -> Iterator[Text]:
    """Yield who takes the next step: of the first action that leads on, and is not the opener's."""
    roles = plan.profile.roles
    for action in flow.flow.actions.values():
        others = [right for right in action.by if right != OPENER and right not in NOBODYS]
        leads = any(branch.to not in (None, state) for branch in action.branches)
        if others and leads and state in flow.machine.sources[action.id]:
            yield from (roles[r].title if r in roles else RIGHTS[r] for r in others)
            return


def _told(
    reader: Reader, flow: FlowPlan, fields: Mapping[str, Field], task: Task
) -> Iterator[Told]:
    for decision in trail(reader, task):
        action = flow.flow.actions.get(decision.command.action)
        if not decision or decision.before is None or action is None:
            continue
        if any(does.kind == "message" and does.to == OPENER for does in action.does):
            asked = (*action.needs, *action.asks)
            said = {
                n: v for n, v in decision.values.items() if n in asked and names_nobody(fields[n])
            }
            yield Told(decision.occurred_at, action.title, said)


def names_nobody(field: Field) -> bool:
    """Tell whether a value of this field names nobody and is nothing sensitive."""
    schema = field.schema.get("items", field.schema)
    return field.sensitivity != "sensitive" and schema.get("format") not in _WHO
