"""A consent noted or taken back, and what follows of it for what somebody answers for."""

from __future__ import annotations

from collections.abc import Iterator

from xiangyue.matching import Told
from xiangyue.storage import Tx, task_columns, to_task
from xiangyue.tables import REGISTRY
from xiangyue.values import SYSTEM, Command
from xiangyue.work.acting import run
from xiangyue.work.named import known_head
from xiangyue.work.plans import Plans
from xiangyue.work.registering import put_consent

_PLACES = (
    "SELECT DISTINCT community FROM task WHERE ended_at IS NULL AND (opener = ? OR data LIKE ?)"
    " ORDER BY community"
)


def note_consent(
    plans: Plans, member: str, purpose: str, given: bool, by: str, now: int, tx: Tx
) -> None:
    """Note a consent; where it is taken back, take off the list what the member answers for."""
    tx.head(REGISTRY)
    put_consent(tx, member, purpose, given, by, now)
    if given:
        return
    for (community,) in tx.all(_PLACES, member, f'%"{member}"%'):
        for command in list(_unlisted(tx, plans, community, member, purpose, now)):
            run(tx, plans, command, now)


def _unlisted(
    tx: Tx, plans: Plans, community: str, member: str, purpose: str, now: int
) -> Iterator[Command]:
    head = known_head(tx.head(community), community).at(now)
    plan = plans.in_force(tx, head, community)
    matching = plan.profile.matching
    unlisted = matching.unlisted if matching else None
    if matching is None or unlisted is None or purpose not in unlisted.purposes:
        return
    states = plan.flows[matching.offers.flow].machine.sources[unlisted.then]
    sql = (
        f"SELECT {', '.join(task_columns())} FROM task"
        " WHERE community = ? AND flow = ? AND ended_at IS NULL ORDER BY id"
    )
    for task in map(to_task, tx.all(sql, community, matching.offers.flow)):
        told = Told(plan.profile, matching.offers, task)
        contact = told.member("contact") or told.member("owner") or task.opener
        if member in (contact, told.member("deputy")) and task.state in states:
            yield Command(community, unlisted.then, SYSTEM, task.id)
