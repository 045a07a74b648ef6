"""One command judged as it would be, and nothing recorded of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from xiangyue.asks import Answers, Ask
from xiangyue.decide import consider, decide
from xiangyue.decide.passing import questions
from xiangyue.flow import Plan, Step
from xiangyue.storage import Head, Reader
from xiangyue.values import Command, Decision, Task, Value
from xiangyue.work.gathering import gather
from xiangyue.work.named import find_step, routed
from xiangyue.work.pausing import put_off
from xiangyue.work.plans import Plans

Answering = Callable[[str, Collection[Ask]], Answers]
"""Answers questions about the past of a community."""


class Weighed(Value, frozen=True):
    """What a command meets: its plan and step, by the rules of the task it is about."""

    plan: Plan
    step: Step
    command: Command


def meet(
    reader: Reader,
    plans: Plans,
    head: Head,
    command: Command,
    task: Task | None,
    *,
    own: bool = False,
    apart: Iterable[str] = (),
) -> Weighed:
    """Find the plan and step that a command names; raises Misuse where there are none.

    ``own`` and ``apart`` are as with ``acting.run``.
    """
    plan = plans.in_force(reader, head, command.community, task.release if task else None)
    plan = plan.keeping_apart((*task.private, *apart) if task else apart)
    command = routed(plan, command)
    return Weighed(plan, find_step(plan, command, task, own=own), command)


def weigh(
    reader: Reader,
    plans: Plans,
    head: Head,
    met: Weighed,
    task: Task | None,
    now: int,
    answer: Answering | None = None,
) -> tuple[Decision, Task | None]:
    """Return what would become of a command, and the task as it would leave it.

    The task is None where the command is refused or deferred. ``answer`` is what answers questions
    about the past, if not the reader itself.
    """
    plan, step, command = met.plan, met.step, met.command
    gate = plans.gate(reader, head, command.community)
    facts = gather(reader, plans, plan, head, step, command, task, now)
    case = consider(plan, task, command, facts)
    answers = (answer or reader.answer)(command.community, questions(case, gate))
    decision, after = decide(case, gate, answers)
    return put_off(reader, plans, head, decision, task.release if task else None), after
