"""What errands say: the commands that they are, with values of the tasks that they come from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from xiangyue.errands import DESTROY, DISTRIBUTE, OF_REGISTRY, REPORT, Errand, Key, Said, errand_at
from xiangyue.journal import said_in
from xiangyue.storage import Reader, task_columns, to_task
from xiangyue.values import OPEN, SYSTEM, Command, Task, Value, replace
from xiangyue.work.appointing import noted_with
from xiangyue.work.destroying import payloads_of
from xiangyue.work.passed import Held, brought
from xiangyue.work.plans import Plans

DONE = "done"
_TASK = f"SELECT {', '.join(task_columns())} FROM task WHERE community = ? AND id = ?"

Entries = dict[tuple[str, int], tuple[Mapping[str, Any], list[Said]]]
"""Entries that have been read, with what they say."""


class Job(Value, frozen=True):
    """An errand ready to be decided: the command that it is, or the values that go with it.

    ``task`` is the one that it comes from, as it was read.
    """

    at: Key
    errand: Errand
    command: Command | None
    values: Mapping[str, Any]
    task: Task


def read_jobs(
    reader: Reader, plans: Plans, keys: Sequence[Key], entries: Entries | None = None
) -> Iterator[Job]:
    """Read what errands say; each entry and each task once."""
    entries = {} if entries is None else entries
    tasks: dict[tuple[str, str], Task] = {}
    left: dict[tuple[str, str], tuple[Held, Mapping[str, Sequence[str]]]] = {}
    commands: dict[int, Command] = {}  # by what is said: it is the same for thousands
    for at in keys:
        entry = at.community, at.seq
        if entry not in entries:
            found = reader.entry(*entry)[0]
            entries[entry] = found, said_in(found)
        body, said = entries[entry]
        errand = errand_at(at.community, said, at.n)
        of = at.community, errand.task
        if of not in tasks:
            tasks[of] = reader.reveal(to_task(reader.all(_TASK, *of)[0]))
        task = tasks[of]
        if errand.kind == REPORT:
            yield Job(at, errand, None, _returned(reader, plans, errand, task), task)
        elif errand.kind in OF_REGISTRY:
            yield Job(at, errand, None, noted_with(reader, plans, at, errand, body), task)
        elif errand.kind == DESTROY:
            if of not in left:
                left[of] = _held(reader, task), brought(reader, *of)
            held, errands = left[of]
            yield Job(at, errand, None, {"held": held, "keys": errands[errand.recipient]}, task)
        elif errand.kind == DISTRIBUTE:
            known = commands.get(id(errand.detail)) or command_of(at, errand, body, task)
            commands[id(errand.detail)] = known
            given = replace(known, community=errand.recipient, key=str(at))
            yield Job(at, errand, given, {}, task)
        else:
            yield Job(at, errand, command_of(at, errand, body, task), {}, task)


def still_so(reader: Reader, jobs: Sequence[Job]) -> bool:
    """Tell whether what jobs pass on is there still: it may have been destroyed since."""
    tasks = list({job.task.ref: job.task for job in jobs if job.task.private}.values())
    bare = [
        replace(task, data={n: v for n, v in task.data.items() if n not in task.private})
        for task in tasks
    ]
    return [task.data for task in reader.reveal_all(bare)] == [task.data for task in tasks]


def _returned(reader: Reader, plans: Plans, errand: Errand, task: Task) -> Mapping[str, Any]:
    """Return the result that is uploaded with the report that all is done."""
    if errand.detail["state"] != DONE:
        return {}
    flow = plans.get(reader, task.release).flows[task.flow].flow
    return {name: task.data[name] for name in flow.returns if name in task.data}


def _held(reader: Reader, task: Task) -> Held:
    """Return what is left of a task's personal values."""
    held: dict[str, list[Any]] = {name: [] for name in task.private}
    for _, body in payloads_of(reader, task.community, task.id):
        for part in (body, body.get("given", {}), body.get("computed", {})):
            for name in held.keys() & part.keys():
                held[name].append(part[name])
    return held


def command_of(at: Key, errand: Errand, body: Mapping[str, Any], task: Task) -> Command:
    """Return the command that opens the task at its recipient's.

    What is distributed is opened by whoever distributes; what follows in one's own community, by
    the engine.
    """
    detail = errand.detail
    data = {name: task.data[name] for name in detail["with"] if name in task.data}
    command = Command(
        community=errand.recipient,
        action=OPEN,
        actor=SYSTEM,
        data=data,
        title=task.title or None,
        key=str(at),
        origin=task.ref,
    )
    if errand.kind == DISTRIBUTE:
        return replace(
            command,
            category=detail["as"],
            actor=body["actor"],
            on_behalf_of=body.get("for"),
            source=body.get("source", "digital"),
        )
    return replace(command, flow=detail["flow"], unit=task.unit)
