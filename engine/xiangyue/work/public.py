"""How matters stand for everybody: no name, and nothing that is personal.

Only what comes in by a category that is offered, through a flow that the public may open, is there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final

from xiangyue.errors import Misuse
from xiangyue.profile import Category, Field, Flow, Profile, said_of_any
from xiangyue.roles import OPENER
from xiangyue.storage import Head, Reader, task_columns, to_task
from xiangyue.text import Text
from xiangyue.values import CATEGORY, PUBLIC, Task, Value
from xiangyue.work.followed import names_nobody, with_whom
from xiangyue.work.plans import Plans

MOST: Final = 1000
DEEPEST: Final = 10_000
"""Matters before those of a page; further back leads a narrower time."""

_COLUMNS: Final = ", ".join(task_columns())
_STANDS: Final = {None: "", False: " AND ended_at IS NULL", True: " AND ended_at IS NOT NULL"}
_END: Final = "ORDER BY opened_at DESC, id DESC LIMIT"
_AT_ONCE: Final = 200
_LATEST: Final = (2**63 - 1, "")


class PublicMatter(Value, frozen=True):
    """A matter as anybody may see it; instants are microseconds since 1970 UTC.

    ``task`` is its address, ``title`` what its category is called. ``since`` is when it came to
    stand as it does. ``due`` is by when all must be done, None where nothing is, or its clock
    stands still. ``with_whom`` are the roles whose turn it is.
    ``said`` is what was said of it, by what it is (``address``), where the profile has a field for
    it that is not personal. ``told`` are such values of what its opener was told, by field.
    """

    task: str
    category: str
    title: Text
    state: Text
    opened_at: int
    since: int
    ended_at: int | None
    due: int | None
    with_whom: tuple[Text, ...]
    said: Mapping[str, Any]
    told: Mapping[str, Any]
    fields: Mapping[str, Field]


def find_matters(
    reader: Reader,
    plans: Plans,
    head: Head,
    community: str,
    *,
    categories: Collection[str] | None,
    since: int,
    until: int,
    ended: bool | None,
    limit: int,
    offset: int,
) -> tuple[PublicMatter, ...]:
    """Return the public matters that were opened in a time, both ends included, the newest first.

    Raises Misuse for a ``limit`` beyond 1 to 1000, or an ``offset`` beyond 10,000.
    """
    if not 1 <= limit <= MOST:
        raise Misuse("page-limit", limit=limit, most=MOST)
    if not 0 <= offset <= DEEPEST:
        raise Misuse("page-offset", offset=offset, most=DEEPEST)
    flows = sorted(_flows(plans.in_force(reader, head, community).profile, categories))
    tasks = _newest(reader, community, flows, since, until, ended)
    found = (_public(reader, plans, head, task) for task in tasks)
    fit = (one for one in found if one and (categories is None or one.category in categories))
    return tuple(islice(fit, offset, offset + limit))


def find_public(
    reader: Reader, plans: Plans, head: Head, community: str, ids: Sequence[str]
) -> tuple[PublicMatter, ...]:
    """Return the public ones of these tasks, in this order; what is none is left out."""
    tasks = reader.tasks(community, ids)
    found = (_public(reader, plans, head, tasks[name]) for name in ids if name in tasks)
    return tuple(one for one in found if one)


def _flows(profile: Profile, categories: Collection[str] | None) -> set[str]:
    """Return the flows that hold public matters, those that a mode or older rules lead to too."""
    listed = profile.categories.values()
    routed = {one.flow for one in listed if categories is None or one.id in categories}
    return routed | {flow.id for flow in profile.flows.values() if PUBLIC in flow.opening.by}


def _newest(
    reader: Reader, community: str, flows: Sequence[str], since: int, until: int, ended: bool | None
) -> Iterator[Task]:
    part = (
        f"SELECT {_COLUMNS} FROM task WHERE community = ? AND flow = ? AND opened_at >= ?"
        f" AND opened_at <= ? AND (opened_at, id) < (?, ?){_STANDS[ended]} {_END} {_AT_ONCE}"
    )
    union = " UNION ALL ".join(f"SELECT * FROM ({part}) AS p{n}" for n in range(len(flows)))
    seen = _LATEST
    while flows:
        given = [(community, flow, since, min(until, seen[0]), *seen) for flow in flows]
        rows = reader.all(f"{union} {_END} {_AT_ONCE}", *(one for many in given for one in many))
        tasks = [to_task(row) for row in rows]
        yield from tasks
        if len(tasks) < _AT_ONCE:
            return
        seen = (tasks[-1].opened_at, tasks[-1].id)


def _public(reader: Reader, plans: Plans, head: Head, task: Task) -> PublicMatter | None:
    """Return a task as everybody may see it; None where they may not. Nothing is revealed."""
    plan = plans.in_force(reader, head, task.community, task.release)
    profile, flow = plan.profile, plan.flows[task.flow]
    category = _category(profile, task)
    drill = flow.flow.exercise is not None and task.data.get(flow.flow.exercise)
    if category is None or not category.offered or PUBLIC not in flow.flow.opening.by or drill:
        return None
    over = task.ended_at is not None
    open_to_all = {
        name: value
        for name, value in task.data.items()
        if name in profile.fields and _is_open(profile.fields[name])
    }
    named = said_of_any(profile.document).items()
    told = _told(flow.flow) & open_to_all.keys()
    fields = {name: field for name, field in profile.fields.items() if name in told}
    return PublicMatter(
        task=task.ref,
        category=category.id,
        title=category.title,
        state=flow.flow.states[task.state].title,
        opened_at=task.opened_at,
        since=task.since,
        ended_at=task.ended_at,
        due=None if task.paused_at is not None and not over else task.due,
        with_whom=() if over else tuple(with_whom(plan, flow, task.state)),
        said={key: open_to_all[name] for key, name in named if name in open_to_all},
        told={name: open_to_all[name] for name in fields},
        fields=fields,
    )


def _category(profile: Profile, task: Task) -> Category | None:
    """Return what a task is about: as it keeps it, else the only one that its flow is opened by."""
    if CATEGORY in task.data:
        return profile.categories.get(str(task.data[CATEGORY]))
    found = [one for one in profile.categories.values() if one.flow == task.flow]
    return found[0] if len(found) == 1 else None


def _is_open(field: Field) -> bool:
    return field.sensitivity == "none" and names_nobody(field)


def _told(flow: Flow) -> set[str]:
    """Return the fields that are asked for where the opener is told, and given nowhere else."""
    telling, others = set[str](), set[str]()
    for action in (flow.opening, *flow.actions.values()):
        tells = any(does.kind == "message" and does.to == OPENER for does in action.does)
        asked = (*action.needs, *action.asks)
        (telling if tells and action is not flow.opening else others).update(asked)
        others.update(action.sets, action.proposes)
    return telling - others
