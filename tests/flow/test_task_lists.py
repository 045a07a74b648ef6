"""Lists of tasks: whatever they are narrowed down to, the same as by looking through them all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import errands
from errands import MONDAY, begin, day, done

from xiangyue import Engine, Task

HERE = "xinqi"
LATER = day(9)
WAYS = ({"flow": "errand"}, {"flow": "scheme"}, {"state": "valued"}, {"assignee": "wang"})
MORE: tuple[dict[str, str], ...] = (
    {"unit": "xinqi-1"},
    {"flow": "errand", "state": "done"},
    {"flow": "none"},
    {},
)
"""How lists are narrowed down."""


def at_work(engine: Engine) -> None:
    """Fill a village with errands in every state, some late, some over, at several units."""
    errands.settle(engine)
    errands.adopt(engine)
    for to in ("new", "valued", "assigned", "waiting"):
        begin(engine, to)
    for when in (MONDAY, LATER):
        done(engine.act(begin(engine, "assigned"), "finish", by="wang", now=when))
    for unit, by in (("xinqi-1", "wang"), ("xinqi-2", "zhao"), (HERE, "qian")):
        said = {"size": 8, "kind": "road"}
        done(engine.open("errand", community=HERE, unit=unit, by=by, now=MONDAY, data=said))


def paged(read: Callable[..., Any], of: Callable[[Any], list[Task]]) -> Iterator[Task]:
    """Yield all of a list, page by page."""
    after = None
    while True:
        page = read(after=after)
        yield from of(page)
        after = page.next
        if after is None:
            return


def test_a_list_is_what_looking_through_all_tasks_gives() -> None:
    """By flow, state, unit and who is responsible, open or ended, late or not, in any pages."""
    with Engine() as engine:
        at_work(engine)
        tasks = engine.tasks(limit=1000).tasks
        late = {t.id for t in engine.tasks(late=True, limit=1000, now=LATER).tasks}
        found = set()
        for way, ended, lately in product((*WAYS, *MORE), (None, False, True), (None, False, True)):
            fit = [
                t.id
                for t in tasks
                if all(getattr(t, name) == value for name, value in way.items())
                and ended in (None, t.ended_at is not None)
                and lately in (None, t.id in late)
            ]
            narrow: dict[str, Any] = {**way, "ended": ended, "late": lately, "now": LATER}
            for limit in (2, 50):

                def read(after: str | None, asked: Any = (narrow, limit)) -> Any:
                    return engine.tasks(HERE, **asked[0], limit=asked[1], after=after)

                assert [t.id for t in paged(read, lambda p: p.tasks)] == fit, narrow
            found.add(len(fit))
        assert len(found) > 5


def test_a_list_goes_on_from_any_place() -> None:
    """From one in another community too, before this one or after it."""
    with Engine() as engine:
        at_work(engine)
        for ended, flow in product((None, False, True), (None, "errand")):
            narrow: dict[str, Any] = {"flow": flow, "ended": ended, "limit": 50}
            whole = engine.tasks(HERE, **narrow).tasks
            for after, rest in (("a/9", whole), ("zz/0", ()), (whole[0].ref, whole[1:])):
                assert engine.tasks(HERE, **narrow, after=after).tasks == rest


def test_what_somebody_has_begun_is_listed_by_ids() -> None:
    """In any pages: what they have opened and is open still."""
    with Engine() as engine:
        at_work(engine)
        tasks = engine.tasks(limit=1000).tasks
        for who, limit in product({t.opener for t in tasks}, (1, 2, 50)):

            def read(after: str | None, asked: Any = (who, limit)) -> Any:
                return engine.passed_on(asked[0], limit=asked[1], after=after)

            begun = [t for t in tasks if t.opener == who and t.ended_at is None]
            assert list(paged(read, lambda p: [one.task for one in p.items])) == begun


def test_a_history_is_whole_however_long() -> None:
    """What was done and refused, with what the engine noted in between, the oldest first."""
    with Engine() as engine:
        errands.settle(engine)
        task = begin(engine, "assigned")
        said = [*engine.history(task)]
        for n in range(70):
            said.append(engine.act(task, "convert", by="wang", now=day(n / 10)))
            engine.tick(day(n / 10))
        assert {decision.outcome for decision in said} == {"done", "refused"}
        assert [one.seq for one in engine.history(task)] == [one.seq for one in said]
        assert said[-1].seq - said[0].seq >= len(said), "deadlines have passed in between"
