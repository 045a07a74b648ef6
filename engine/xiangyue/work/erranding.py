"""Errands: what one chain has to say to another is decided there, in a transaction of its own.

    read      what each errand says: its entry, and the task that it is about
    decide    the commands of many recipients in one transaction, each under a key of its own
    mark      in another one what became of each: whoever dies between runs them once more

Run twice, the key gives back what was decided, so that nothing is lost and nothing is done twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from functools import partial
from typing import Any, Final

from xiangyue.canonical import chainable, dump
from xiangyue.errands import DESTROY, DISTRIBUTE, OF_REGISTRY, Key
from xiangyue.errors import BadInput, Conflict, Misuse, StoreError
from xiangyue.storage import Store, Tx
from xiangyue.tables import WAITING
from xiangyue.values import Command, Decision, Value, replace
from xiangyue.watch.facts import Failed
from xiangyue.watch.spans import span
from xiangyue.work.acting import run
from xiangyue.work.appointing import note_in_registry
from xiangyue.work.destroying import destroy
from xiangyue.work.errand_jobs import DONE, Entries, Job, read_jobs, still_so
from xiangyue.work.named import known_head
from xiangyue.work.passed import no_longer_held
from xiangyue.work.plans import Plans
from xiangyue.work.reported import enter_report

REFUSED = "refused"
GROUP: Final = 100
"""So many are decided in one transaction."""
_MINUTE: Final = 60_000_000

_DUE = (
    "SELECT community, seq, n FROM errand WHERE state = 'waiting' AND due <= ?"
    " ORDER BY due, community, seq, n LIMIT ?"
)
_WAITS = "SELECT 1 FROM waiting WHERE community = ? AND seq = ? AND due = ?"
"""What was given up waits too, but for its values to be destroyed, later."""
_MARK = (
    "UPDATE errand SET state = ?, due = ?, outcome = ?, error = ?, lease = 0, holder = NULL"
    " WHERE community = ? AND seq = ? AND n = ? AND state = 'waiting'"
)


class Outcome(Value, frozen=True):
    """What became of an errand: ``due`` is when to look again, where it still waits.

    ``decision`` is the one that was made now, if any was.
    """

    at: Key
    state: str
    said: Mapping[str, Any]
    decision: Decision | None = None
    due: int | None = None


def drain(
    store: Store, plans: Plans, now: int, limit: int, failed: Callable[[Key, Exception], None]
) -> list[Outcome]:
    """Run at most ``limit`` errands that are due, and what they send off in turn.

    One that fails is told to ``failed`` once, and left for the next time.
    """
    outcomes: list[Outcome] = []
    tried: set[Key] = set()
    while len(outcomes) < limit:
        with store.read() as reader:
            rows = reader.rows(_DUE, now, limit - len(outcomes) + len(tried))
            keys = [key for row in rows if (key := Key(*row)) not in tried]
        if not keys:
            break
        tried.update(keys)
        outcomes += run_errands(store, plans, keys, now, failed)
    return outcomes


def run_errands(
    store: Store,
    plans: Plans,
    keys: Sequence[Key],
    now: int,
    failed: Callable[[Key, Exception], None],
) -> list[Outcome]:
    """Have these errands decided and marked; none of them undoes another.

    ``failed`` is told of one that cannot even be asked. Raises StoreError where the store is lost.
    """
    outcomes: list[Outcome] = []
    entries: Entries = {}  # one may be about thousands of communities
    for start in range(0, len(keys), GROUP):
        group = keys[start : start + GROUP]
        try:
            outcomes += _run(store, plans, group, now, entries)
        except StoreError:
            raise
        except Exception as error:
            if len(group) == 1:
                failed(group[0], error)
                continue
            for key in group:  # whose fault it was shows when they are run one by one
                outcomes += run_errands(store, plans, [key], now, failed)
    return outcomes


def _run(
    store: Store, plans: Plans, keys: Sequence[Key], now: int, entries: Entries
) -> list[Outcome]:
    with span("errands", count=len(keys)):
        with store.read() as reader:
            jobs = list(read_jobs(reader, plans, keys, entries))
        outcomes = store.transact(partial(_decide_each, plans, jobs, now))
        kinds = {job.at: job.errand.kind for job in jobs}
        if DESTROY in kinds.values():
            store.scrub()
        seen = {at for at, kind in kinds.items() if kind == DISTRIBUTE}
        store.transact(partial(_mark, outcomes, now, seen))
    return outcomes


def _decide_each(plans: Plans, jobs: Sequence[Job], now: int, tx: Tx) -> list[Outcome]:
    tx.foresee(
        [(j.errand.recipient, j.errand.detail.get("task")) for j in jobs],
        [(j.errand.recipient, str(j.at)) for j in jobs],
    )
    if not still_so(tx, jobs):
        jobs = list(read_jobs(tx, plans, [job.at for job in jobs]))
    return [_decide(tx, plans, job, now) for job in jobs]


def _decide(tx: Tx, plans: Plans, job: Job, now: int) -> Outcome:
    try:
        if job.errand.kind in OF_REGISTRY:
            note_in_registry(tx, job.at, job.errand, job.values, now)
            return Outcome(job.at, DONE, {})
        if job.errand.kind == DESTROY:
            _destroy_copies(tx, job, now)
            return Outcome(job.at, DONE, {})
        if job.command is None:
            enter_report(tx, job.at, job.errand, job.values, now)
            return Outcome(job.at, DONE, {})
        community = job.command.community
        last = known_head(tx.situation(community, None, job.command.key).head, community).seq
        decision = _opened(tx, plans, job, job.command, now)
        became = _became(tx, job.at, decision, now)
        return became if decision.seq > last else replace(became, decision=None)
    except (BadInput, Conflict, Misuse) as error:
        reasons = [{"code": error.code, "values": chainable(error.values)}]
        return Outcome(job.at, REFUSED, {"reasons": reasons})


def _destroy_copies(tx: Tx, job: Job, now: int) -> None:
    """Destroy what came from a task that has it no more, once."""
    recipient = job.errand.recipient
    if tx.situation(recipient, None, str(job.at)).prior is not None:
        return
    tx.settled()
    seqs = no_longer_held(tx, recipient, **job.values)
    by, why = job.errand.detail["by"], job.errand.detail["why"]
    destroy(tx, recipient, seqs, by, why, now, came_from=job.task.ref, key=str(job.at))


def _opened(tx: Tx, plans: Plans, job: Job, command: Command, now: int) -> Decision:
    """Return what was decided, at whatever time; what was deferred may have been decided since."""
    try:
        decision = run(tx, plans, command, now, apart=job.task.private)
    except Conflict as error:
        # Decided before: its words were destroyed since, or what it read says something else now.
        if error.code not in ("key-bound", "key-destroyed"):
            raise
        prior = tx.situation(command.community, None, command.key).prior
        if prior is None:
            raise
        decision = tx.decision(command.community, prior)
    while decision.outcome == "deferred":
        again = tx.situation(command.community, None, f"~{decision.seq}").prior
        if again is None:
            break
        decision = tx.decision(command.community, again)
    return decision


def _became(tx: Tx, at: Key, decision: Decision, now: int) -> Outcome:
    community = decision.command.community
    if decision.outcome == "deferred":
        waits = tx.all(_WAITS, community, decision.seq, decision.until)
        if waits or decision.now == now:
            due = max(decision.until or now, now + _MINUTE)
            return Outcome(at, WAITING, {"until": decision.until}, decision, due)
        given_up = {"code": "errand-given-up", "values": {}}
        return Outcome(at, REFUSED, {"reasons": [given_up]}, decision)
    if decision.outcome == "done":
        task = tx.situation(community, decision.task, None).task
        said = {"task": decision.task, "due": task.due if task is not None else None}
        return Outcome(at, DONE, said, decision)
    reasons = [{"code": r.code, "values": chainable(r.values)} for r in decision.reasons]
    return Outcome(at, REFUSED, {"reasons": reasons}, decision)


def _mark(outcomes: Sequence[Outcome], now: int, seen: Set[Key], tx: Tx) -> None:
    """Note what became of errands; of what nobody sees in a roll-up, a refusal is a failure."""
    rows = []
    for one in outcomes:
        codes = ", ".join(reason["code"] for reason in one.said.get("reasons", ())) or None
        due = now if one.due is None else one.due
        if one.state == REFUSED and one.at not in seen:
            about = f"{one.at.seq} {one.at.n}"
            tx.note(Failed("errand", codes or "", one.at.community, about))
        rows.append((one.state, due, dump(chainable(one.said)).decode(), codes, *one.at))
    tx.executemany(_MARK, rows)
