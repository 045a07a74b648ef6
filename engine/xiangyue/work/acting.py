"""One command in one transaction: two turns, into ``decide`` and back, into the store and back."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Sequence
from functools import partial
from operator import attrgetter
from typing import Any

from xiangyue.asks import Answers, Ask
from xiangyue.canonical import SAFE
from xiangyue.decide import consider, decide
from xiangyue.decide.passing import questions
from xiangyue.errors import BadInput, Conflict, Misuse, XiangyueError
from xiangyue.journal import digest_of
from xiangyue.profile import SOURCES
from xiangyue.spelling import shown
from xiangyue.storage import Head, Reader, Store, Tx
from xiangyue.time.clock import from_micros
from xiangyue.time.moments import Moment, micros
from xiangyue.values import Command, Decision, Task, replace
from xiangyue.watch.facts import Failed, Rejected, code_of, decided
from xiangyue.watch.spans import carried, describe, part, span
from xiangyue.words import check_id, check_words, plain_data
from xiangyue.work.changing import after_change
from xiangyue.work.following import following
from xiangyue.work.forgetting import forget_once_ended
from xiangyue.work.gathering import gather, likely_people
from xiangyue.work.leaving import after_switch, catch_up, end_lapsed
from xiangyue.work.named import check_task, is_opening, known_head
from xiangyue.work.pausing import put_off
from xiangyue.work.plans import Plans
from xiangyue.work.weighing import meet, weigh

_WORDS = ("community", "action", "task", "flow", "category", "unit", "note", "title", "key")
_words = attrgetter(*_WORDS)

Known = dict[tuple[str, Ask], Any]
"""What the store has answered, by the community and the question."""


def check_command(command: Command) -> Command:
    """Return a command that can be kept as it is; raises Misuse or BadInput for any other."""
    if command.source not in SOURCES:
        raise Misuse("source-unknown", source=shown(command.source), known=", ".join(SOURCES))
    check_id(command.actor)
    if command.on_behalf_of is not None:
        check_id(command.on_behalf_of)
    if command.task is not None and is_opening(command):
        check_id(command.task)
    for name, words in zip(_WORDS, _words(command), strict=True):
        if words is not None:
            check_words(name, words)
    own = "again" if command.again is not None else "origin" if command.origin is not None else None
    if own is not None:
        raise BadInput("command-own", name=own)
    if command.key is not None and command.key[:1] in ("", "~"):
        raise BadInput("key-form" if command.key else "words-empty", name="key")
    if command.occurred_at is not None or command.version is not None:
        _check_numbers(command)
    if command.data:
        return replace(command, data=plain_data(command.data))
    return command


def _check_numbers(command: Command) -> None:
    for name in ("occurred_at", "version"):
        number = getattr(command, name)
        if number is not None and type(number) is not int:
            raise BadInput("value-whole", name=name, value=shown(number))
    if command.occurred_at is not None:
        when = from_micros(command.occurred_at)
        if command.occurred_at >= SAFE:
            raise BadInput("now-late", now=when.isoformat())


def do(store: Store, plans: Plans, command: Command, now: Moment, *, own: bool = False) -> Decision:
    """Judge one command and record what became of it, in a transaction of its own.

    ``own`` is as with ``run``.
    """
    since = time.perf_counter()
    with span("command"):
        try:
            checked, at = check_command(command), micros(now)
            work = partial(_run, plans=plans, command=checked, now=at, own=own, since=since)
            return store.transact(carried(work), keyed=checked.key is not None)
        except Exception as error:
            store.watch.tell(_wrong(error))
            raise


def do_each(
    store: Store, plans: Plans, batch: Sequence[tuple[Command, Moment]]
) -> list[Decision | XiangyueError]:
    """Judge and record commands in one transaction; the error of one undoes none of the others."""
    with span("commands", count=len(batch)):
        return store.transact(carried(partial(run_each, plans, batch)))


def _wrong(error: Exception) -> Rejected | Failed:
    told = isinstance(error, (BadInput, Conflict, Misuse))
    return Rejected(code_of(error)) if told else Failed("command", code_of(error))


def run(
    tx: Tx,
    plans: Plans,
    command: Command,
    now: int,
    *,
    own: bool = False,
    apart: Iterable[str] = (),
) -> Decision:
    """Judge one command and record what became of it.

    ``own`` is whether it may name what only the engine itself does: reminders, escalations, and
    what the checks of a change have found.
    ``apart`` are fields that are personal where it comes from, and are so here.
    Raises Misuse where it names what does not exist, and Conflict where its key is bound to
    another command, its task's id is taken or its task has moved on; then nothing is recorded.
    """
    with span("command"):
        return _run(tx, plans, command, now, own=own, since=time.perf_counter(), apart=apart)


def _run(
    tx: Tx,
    plans: Plans,
    command: Command,
    now: int,
    *,
    own: bool = False,
    since: float,
    apart: Iterable[str] = (),
) -> Decision:
    with part("gather"):
        people = _named(tx, command) if tx.asks_ahead else ()
        found = tx.situation(command.community, command.task, command.key, people)
        head = known_head(found.head, command.community)
        if found.prior is not None and command.key is not None:
            return _again(tx, command, found.prior)
        head = end_lapsed(tx, plans, head, command.community, now)
        task = check_task(command, found.task)
        if task is not None and head.present.behind:
            task = catch_up(tx, plans, head, command.community, task, now)
            head = known_head(tx.head(command.community), command.community)
        met = meet(tx, plans, head, command, task, own=own, apart=apart)
        plan, step, command = met.plan, met.step, met.command
        if step.attests and not own:
            raise Misuse("change-attested", action=command.action)
        if tx.asks_ahead:
            tx.registry.named[command.flow, command.action] = step.members
        if task is not None and not step.reads.isdisjoint(task.private):
            task = tx.reveal(task)
        gate = plans.gate(tx, head, command.community)
        facts = gather(tx, plans, plan, head, step, command, task, now)
    with part("decide"):
        case = consider(plan, task, command, facts)
        decision, after = decide(case, gate, tx.answer(command.community, questions(case, gate)))
        decision = put_off(tx, plans, head, decision, task.release if task else None)
    # What is refused may hold anything, in any field: it is kept apart as a whole.
    private = plan.private if decision else plan.private | command.data.keys()
    tx.record(decision, after, private, task)
    after_switch(tx, plans, decision, head)
    after_change(tx, plans, decision)
    if after is not None and after.ended_at is not None and plan.flows[after.flow].call:
        forget_once_ended(tx, after, now)
    if tx.watched:
        _tell(tx, decision, since)
    for follows in list(following(tx, plan, decision, task)):
        _follow(tx, plans, follows, now)
    return decision


def _follow(tx: Tx, plans: Plans, command: Command, now: int) -> None:
    """Do what follows from a command; what a mode or a release has taken away is left out."""
    try:
        run(tx, plans, command, now)
    except Misuse as error:
        tx.note(_wrong(error))


def _named(tx: Tx, command: Command) -> set[str]:
    """Return the members that a command names, as far as its action is known here."""
    return likely_people(command, tx.registry.named.get((command.flow, command.action), ()))


def _tell(tx: Tx, decision: Decision, since: float) -> None:
    fact = decided(decision)
    tx.note(fact, since)
    describe(community=fact.community, flow=fact.flow, action=fact.action, outcome=fact.outcome)


def run_each(
    plans: Plans, batch: Sequence[tuple[Command, Moment]], tx: Tx
) -> list[Decision | XiangyueError]:
    """Judge and record commands one after the other, within a transaction."""
    checked = [_checked(command) for command, _ in batch]
    commands = [one for one in checked if isinstance(one, Command)]
    tx.foresee(
        [(c.community, c.task) for c in commands],
        [(c.community, c.key) for c in commands if c.key is not None],
        set().union(*(_named(tx, c) for c in commands)) if tx.asks_ahead else (),
    )
    return [_run_or_say(tx, plans, one, now) for one, (_, now) in zip(checked, batch, strict=True)]


def _checked(command: Command) -> Command | XiangyueError:
    """Return a command that can be asked about, or why it cannot."""
    try:
        return check_command(command)
    except XiangyueError as error:
        return error


def _run_or_say(
    tx: Tx, plans: Plans, command: Command | XiangyueError, now: Moment
) -> Decision | XiangyueError:
    try:
        if isinstance(command, XiangyueError):
            raise command
        return run(tx, plans, command, micros(now))
    except XiangyueError as error:
        tx.note(_wrong(error))
        return error


def try_out(reader: Reader, plans: Plans, command: Command, now: int) -> Decision:
    """Judge one command as ``run`` would, raise what it would raise, and record nothing."""
    found = reader.situation(command.community, command.task, command.key)
    head = known_head(found.head, command.community).at(now)
    if found.prior is not None and command.key is not None:
        return _again(reader, command, found.prior)
    task = check_task(command, found.task)
    return judge(reader, plans, command, now, reader.reveal(task) if task else None, head)


def judge(
    reader: Reader,
    plans: Plans,
    command: Command,
    now: int,
    task: Task | None,
    head: Head,
    known: Known | None = None,
) -> Decision:
    """Judge a command without recording anything; ``head`` is as it holds now.

    ``known`` holds what was asked before in the same state of the store.
    """
    known = {} if known is None else known

    def answer(community: str, asks: Collection[Ask]) -> Answers:
        rest = [ask for ask in asks if (community, ask) not in known]
        found = reader.answer(community, rest)
        known.update(((community, ask), said) for ask, said in found.items())
        return {ask: known[community, ask] for ask in asks}

    met = meet(reader, plans, head, command, task)
    return weigh(reader, plans, head, met, task, now, answer)[0]


def _again(reader: Reader, command: Command, seq: int) -> Decision:
    """Return what was decided when this command came first; raises Conflict for another one."""
    decision, digest, salt = reader.prior(command.community, seq)
    if digest != digest_of(command, salt):
        raise Conflict("key-bound", key=command.key, community=command.community)
    return decision
