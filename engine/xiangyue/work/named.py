"""What a command names: its community, task, flow and action, or why there is no such thing."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from xiangyue.errors import Conflict, Misuse
from xiangyue.flow import Plan, Step
from xiangyue.messages.calls import KNOWN, NEAR
from xiangyue.spelling import shown
from xiangyue.storage import Head
from xiangyue.text import Text
from xiangyue.values import OPEN, Command, Task, replace

_LISTED = 8


def is_opening(command: Command) -> bool:
    """Tell whether a command opens a task."""
    return command.action == OPEN and (command.flow is not None or command.category is not None)


def known_head(head: Head | None, community: str) -> Head:
    """Return the head of a community that has a profile; raises Misuse for any other."""
    if head is None:
        raise Misuse("community-unknown", community=community)
    if head.settings == 0:
        raise Misuse("community-without-profile", community=community)
    return head


def check_task(command: Command, task: Task | None) -> Task | None:
    """Return the task to act on, None for an opening; raises Misuse or Conflict."""
    if is_opening(command):
        if task is not None:
            raise Conflict("task-exists", task=task.ref)
        return None
    if task is None:
        raise Misuse("task-unknown", task=f"{command.community}/{command.task}")
    if command.version is not None and command.version != task.version:
        raise Conflict("version", task=task.ref, given=command.version, now=task.version)
    return task


def routed(plan: Plan, command: Command) -> Command:
    """Return a command with the flow that its category opens; raises Misuse for an unknown one."""
    name = command.category
    if name is None:
        return command
    categories = plan.profile.categories
    if not categories:
        raise Misuse("category-none")
    if name not in categories:
        raise _unknown("category-unknown", name, categories)
    if not command.flow:
        command = replace(command, flow=categories[name].flow)
    return _asked_for(plan, command) if command.origin else command


def _asked_for(plan: Plan, command: Command) -> Command:
    """Return what was distributed with what is asked for here: communities differ."""
    flow = plan.flows.get(command.flow or "")
    if flow is None or command.data.keys() <= flow.opening.accepts:
        return command
    accepted = {n: value for n, value in command.data.items() if n in flow.opening.accepts}
    return replace(command, data=accepted)


def find_step(plan: Plan, command: Command, task: Task | None, *, own: bool = False) -> Step:
    """Return the action that a command names; raises Misuse for a name that does not exist."""
    flow = task.flow if task else command.flow or ""
    if flow not in plan.flows:
        raise _unknown("flow-unknown", flow, plan.flows)
    steps = plan.flows[flow].steps
    if own and task is not None and command.action in plan.flows[flow].calls:
        return plan.flows[flow].calls[command.action]
    if task is not None and command.action not in steps:
        raise _unknown("action-unknown", command.action, steps)
    for name in command.data:
        if name not in plan.checks:
            raise _unknown("field-unknown", name, plan.checks)
    return steps[command.action] if task is not None else plan.flows[flow].opening


def _unknown(code: str, name: str, known: Iterable[str]) -> Misuse:
    names = list(known)
    near = difflib.get_close_matches(str(name), names, 1, 0.5)
    listed = near or [*sorted(names)[:_LISTED], *["…"] * (len(names) > _LISTED)]
    hint = (NEAR if near else KNOWN) if listed else {"en": ""}
    said = Text((lang, words.format(near=", ".join(listed))) for lang, words in hint.items())
    return Misuse(code, name=shown(name), near=said)
