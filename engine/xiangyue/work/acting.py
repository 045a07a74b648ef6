"""One command in one transaction: two turns, into ``decide`` and back, into the store and back."""

from __future__ import annotations

import difflib
import time
from collections.abc import Iterable, Sequence
from functools import partial
from operator import attrgetter

from xiangyue.canonical import SAFE
from xiangyue.decide import consider, decide
from xiangyue.decide.passing import questions
from xiangyue.errors import BadInput, Conflict, Misuse, XiangyueError
from xiangyue.flow import Plan, Step
from xiangyue.journal import digest_of
from xiangyue.messages.calls import KNOWN, NEAR
from xiangyue.profile import SOURCES
from xiangyue.spelling import shown
from xiangyue.storage import Head, Reader, Store, Tx
from xiangyue.text import Said
from xiangyue.time.clock import from_micros
from xiangyue.time.moments import Moment, micros
from xiangyue.values import OPEN, Command, Decision, Task, replace
from xiangyue.watch.facts import Failed, Rejected, code_of, decided
from xiangyue.watch.spans import carried, describe, part, span
from xiangyue.words import check_id, check_words, plain_data
from xiangyue.work.gathering import gather, likely_people
from xiangyue.work.leaving import after_switch, catch_up, end_lapsed
from xiangyue.work.pausing import put_off
from xiangyue.work.plans import Plans

_LISTED = 8
_WORDS = ("community", "action", "task", "flow", "category", "unit", "note", "title", "key")
_words = attrgetter(*_WORDS)


def is_opening(command: Command) -> bool:
    """Tell whether a command opens a task."""
    return command.action == OPEN and (command.flow is not None or command.category is not None)


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


def do(store: Store, plans: Plans, command: Command, now: Moment) -> Decision:
    """Judge one command and record what became of it, in a transaction of its own."""
    since = time.perf_counter()
    with span("command"):
        try:
            checked, at = check_command(command), micros(now)
            work = partial(_run, plans=plans, command=checked, now=at, since=since)
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


def run(tx: Tx, plans: Plans, command: Command, now: int, *, own: bool = False) -> Decision:
    """Judge one command and record what became of it.

    ``own`` is whether it may name what only the engine itself does: reminders and escalations.
    Raises Misuse where it names what does not exist, and Conflict where its key is bound to
    another command, its task's id is taken or its task has moved on; then nothing is recorded.
    """
    with span("command"):
        return _run(tx, plans, command, now, own=own, since=time.perf_counter())


def _run(
    tx: Tx, plans: Plans, command: Command, now: int, *, own: bool = False, since: float
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
        plan = _plan(tx, plans, head, command.community, task)
        command = routed(plan, command)
        step = find_step(plan, command, task, own=own)
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
    after_switch(tx, plans, decision, head.present)
    if tx.watched:
        _tell(tx, decision, since)
    return decision


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
    if tx.asks_ahead:
        commands = [command for command, _ in batch]
        tx.foresee(
            [(c.community, c.task) for c in commands],
            [(c.community, c.key) for c in commands if c.key is not None],
            set().union(*(_named(tx, c) for c in commands)),
        )
    return [_run_or_say(tx, plans, command, now) for command, now in batch]


def _run_or_say(tx: Tx, plans: Plans, command: Command, now: Moment) -> Decision | XiangyueError:
    try:
        return run(tx, plans, check_command(command), micros(now))
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
    reader: Reader, plans: Plans, command: Command, now: int, task: Task | None, head: Head
) -> Decision:
    """Judge a command without recording anything; ``head`` is as it holds now."""
    plan = _plan(reader, plans, head, command.community, task)
    command = routed(plan, command)
    step = find_step(plan, command, task)
    gate = plans.gate(reader, head, command.community)
    facts = gather(reader, plans, plan, head, step, command, task, now)
    case = consider(plan, task, command, facts)
    return decide(case, gate, reader.answer(command.community, questions(case, gate)))[0]


def _plan(reader: Reader, plans: Plans, head: Head, community: str, task: Task | None) -> Plan:
    return plans.in_force(reader, head, community, task.release if task else None)


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
    said = Said((lang, words.format(near=", ".join(listed))) for lang, words in hint.items())
    return Misuse(code, name=shown(name), near=said)


def _again(reader: Reader, command: Command, seq: int) -> Decision:
    """Return what was decided when this command came first; raises Conflict for another one."""
    decision, digest, salt = reader.prior(command.community, seq)
    if digest != digest_of(command, salt):
        raise Conflict("key-bound", key=command.key, community=command.community)
    return decision
