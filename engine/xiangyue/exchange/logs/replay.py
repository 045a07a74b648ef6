"""A log driven through the engine: what of it a profile allows, and what came of it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from itertools import islice
from typing import Any

from xiangyue.engine import Engine
from xiangyue.errors import Conflict, Misuse, XiangyueError
from xiangyue.exchange.logs.cast import performers
from xiangyue.exchange.logs.eventlog import EventLog
from xiangyue.exchange.logs.script import EVENT, FIRST_TASK, OPENING, Cue, Script, write_script
from xiangyue.exchange.logs.stage import register_members, set_stage
from xiangyue.exchange.names import shown
from xiangyue.profile import Flow, Profile
from xiangyue.values import Decision

UNKNOWN_ACTION = "unknown-action"
NOT_OPENED = "open-"

_BATCH = 1000
_PAGE = 1000


@dataclass(frozen=True, slots=True)
class ReplayReport:
    """What became of a log.

    ``refusals`` counts the refused events by the code of their first reason: one of the engine's
    (``state``, ``role``, ``needs``, …), ``unknown-action`` where the flow has none for the
    activity, or ``open-`` and a code where the case could not even be opened. ``fitness`` is the
    share of events that were accepted, from 0 to 1. ``ended`` and ``late`` count tasks as the
    engine knows them afterwards. ``seconds`` is how long it took, and does not count when
    reports are compared; nor does ``commands_per_second``. ``mode`` is ``commands`` where the
    engine decided each event, ``states`` where states and actions alone were followed.
    """

    cases: int
    events: int
    accepted: int
    refused: int
    refusals: Mapping[str, int]
    fitness: float
    ended: int
    late: int
    variants: int
    seconds: float = field(compare=False)
    commands_per_second: float = field(compare=False)
    mode: str = "commands"

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return asdict(self)


def replay_log(
    engine: Engine,
    log: EventLog,
    profile: Profile,
    *,
    flow: str | None = None,
    community: str = "log",
    progress: Callable[[float], None] | None = None,
) -> ReplayReport:
    """Drive every event of a log through the engine, and end the cases that ended.

    Each case becomes a task of ``flow`` (the profile's only one, if left out), opened when the
    case was there at the latest. Events are commands of the members that the log names, taken
    at their own times and in their order; each is stored. The action ``end``, where the flow has
    it, then ends the cases that have an end date or, if the log has none, all that may end.
    Replaying the same log again changes nothing and gives the same report; an interrupted replay
    is taken up where it stopped. ``progress`` is told the share that is done, from 0 to 1.

    Raises Misuse if the flow is not clear, if log and flow have nothing in common, or if the
    community holds something else already; BadInput for times before 1900 or after 2254.
    """
    began = time.perf_counter()
    chosen = _choose(profile, flow)
    titles = {role.id: tuple(role.title.values()) for role in profile.roles.values()}
    actors = performers(log, titles)
    script = write_script(log, profile, chosen, community, actors)
    cues = script.cues()
    first = next(cues)
    set_stage(engine, profile, chosen, community, first.at)
    _check_same(engine, script, first)
    register_members(engine, profile, chosen, community, actors.values(), first.at)
    tally = _Tally(script)
    for batch in _batches(first, cues):
        tally.take(batch, engine)
        if progress:
            progress(tally.done / tally.total)
    ended, late = _count(engine, community, chosen.id)
    seconds = time.perf_counter() - began
    return ReplayReport(
        cases=len(log.cases),
        events=log.event_count,
        accepted=tally.accepted,
        refused=tally.refusals.total(),
        refusals=dict(tally.refusals.most_common()),
        fitness=tally.accepted / log.event_count,
        ended=ended,
        late=late,
        variants=len(log.variants),
        seconds=seconds,
        commands_per_second=tally.commands / seconds,
    )


class _Tally:
    """What has been done of a script, and what came of its events."""

    def __init__(self, script: Script) -> None:
        self.accepted = 0
        self.refusals: Counter[str] = Counter()
        self.commands = 0
        self.done = 0
        self.total = script.length
        self._community = script.community
        self._unopened: dict[int, str] = {}

    def take(self, batch: list[Cue], engine: Engine) -> None:
        """Let the engine decide a batch, and count."""
        timed = [(cue.command, cue.at) for cue in batch if cue.command is not None]
        results = iter(engine.act_many(timed))
        for cue in batch:
            if cue.command is None:
                self.refusals[UNKNOWN_ACTION] += 1
            else:
                self._count(cue, next(results))
        self.done += len(batch)
        self.commands += len(timed)

    def _count(self, cue: Cue, result: Decision | XiangyueError) -> None:
        if isinstance(result, XiangyueError):
            self._pass_over(cue, result)
        elif cue.kind == OPENING and not result:
            self._unopened[cue.case] = NOT_OPENED + result.reasons[0].code
        elif cue.kind == EVENT:
            self.accepted += bool(result)
            if not result:
                self.refusals[result.reasons[0].code] += 1

    def _pass_over(self, cue: Cue, error: XiangyueError) -> None:
        """Count what was said to a case that is not there; any other error ends the replay."""
        if isinstance(error, Conflict):
            raise Misuse("replay-other-log", community=self._community) from error
        if cue.case not in self._unopened:
            raise error
        if cue.kind == EVENT:
            self.refusals[self._unopened[cue.case]] += 1


def _choose(profile: Profile, name: str | None) -> Flow:
    flows = profile.flows
    known = ", ".join(flows)
    if name is None and len(flows) != 1:
        raise Misuse("replay-which-flow" if flows else "replay-no-flow", flows=known)
    chosen = next(iter(flows.values())) if name is None else flows.get(name)
    if chosen is None:
        raise Misuse("flow-unknown", name=shown(str(name)), near=known)
    return chosen


def _check_same(engine: Engine, script: Script, first: Cue) -> None:
    """Raise Misuse where the first task was opened by another log; the opening is known then."""
    try:
        engine.task(f"{script.community}/{FIRST_TASK}")
    except Misuse:
        return
    _Tally(script).take([first], engine)


def _batches(first: Cue, cues: Iterator[Cue]) -> Iterator[list[Cue]]:
    """Yield the first cue alone: where it meets another log, nothing else has been done."""
    yield [first]
    while batch := list(islice(cues, _BATCH)):
        yield batch


def _count(engine: Engine, community: str, flow: str) -> tuple[int, int]:
    """Return how many of the tasks ended, and how many of these late."""
    ended = late = 0
    after = None
    while True:
        page = engine.tasks(community, flow=flow, ended=True, limit=_PAGE, after=after)
        ended += len(page.tasks)
        late += sum(task.late for task in page.tasks)
        after = page.next
        if after is None:
            return ended, late
