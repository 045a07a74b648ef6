"""What waits for whom: the same as if every task were asked about, and in the right order."""

from __future__ import annotations

import errands
import levee
import pytest
from errands import MONDAY, begin, day, done

from xiangyue import Engine, Misuse
from xiangyue.work.waiting import Waiting

PEOPLE = ("li", "wu", "wang", "zhao", "qian", "coop", "chen", "zhou", "sun")
NOBODYS = {"state", "flow-paused", "role", "unknown-actor"}
"""Reasons for which an action is not a member's to take, whatever they give with it."""


def at_work(engine: Engine) -> None:
    """Fill a village with errands in every state, at every unit."""
    errands.settle(engine)
    errands.adopt(engine)
    for to in ("new", "valued", "assigned", "waiting"):
        begin(engine, to)
    for unit, by in (("xinqi-1", "wang"), ("xinqi-2", "zhao"), ("xinqi", "qian")):
        said = {"size": 8, "kind": "road"}
        done(engine.open("errand", community="xinqi", unit=unit, by=by, now=MONDAY, data=said))
    done(engine.act(begin(engine, "assigned"), "finish", by="wang", now=MONDAY))


def every(engine: Engine, member: str, limit: int = 50, days: float = 0) -> list[Waiting]:
    """Return all that waits for a member, page by page."""
    found: list[Waiting] = []
    after = None
    while True:
        page = engine.worklist(member, limit=limit, after=after, now=day(days))
        found += page.items
        if page.next is None:
            return found
        after = page.next


def asked_one_by_one(engine: Engine, member: str, days: float) -> dict[str, set[str]]:
    """Return what waits for a member, by asking of every open task what they may do there."""
    found = {}
    for task in engine.tasks("xinqi", ended=False, limit=1000).tasks:
        flow = engine.profile("xinqi").flows[task.flow]
        rights = {
            c.action
            for c in engine.preview(task, by=member, now=day(days))
            if not {r.code for r in c.decision.reasons} & NOBODYS
        }
        own = {a for a in rights if flow.actions[a].by != ("anyone",)}
        if own or task.assignee == member:
            found[task.id] = rights
    return found


@pytest.mark.parametrize("days", [0, 3])
def test_it_is_what_every_task_says_when_asked(days: float) -> None:
    """For everybody, by roles above and beneath, a deputy too, and with the very same actions."""
    with Engine() as engine:
        at_work(engine)
        engine.absent("li", since=day(2), until=day(9), now=MONDAY)
        for member in PEOPLE:
            found = {w.task.id: set(w.actions) for w in every(engine, member, days=days)}
            assert found == asked_one_by_one(engine, member, days), member
        assert every(engine, "li", days=days) or days == 3
        assert every(engine, "sun", days=3), "the deputy of who is away"
        assert not every(engine, "sun")


def test_what_is_late_comes_first_and_pages_hold_each_once() -> None:
    """In the order of the next deadline; without one at the end, however short the pages are."""
    with Engine() as engine:
        at_work(engine)
        whole = every(engine, "li", days=3)
        dues = [w.due or 2**60 for w in whole]
        assert dues == sorted(dues)
        lates = [w.late for w in whole]
        assert lates == sorted(lates, reverse=True)
        assert len(set(lates)) == 2
        for limit in (1, 2, 3):
            assert every(engine, "li", limit, days=3) == whole


def test_it_says_whose_it_is() -> None:
    """Assigned to oneself, opened by oneself, or left to anybody of a role."""
    with Engine() as engine:
        errands.settle(engine)
        task = begin(engine, "assigned")
        whose = {who: [w.whose for w in every(engine, who)] for who in ("wang", "li", "qian")}
        assert whose == {"wang": ["mine"], "li": ["opened"], "qian": ["role"]}
        (mine,) = every(engine, "wang")
        assert mine.task.ref == task.ref
        assert (str(mine.flow), str(mine.state)) == ("Errand", "Valued")
        assert {str(title) for title in mine.actions.values()} >= {"Finish"}


def test_a_call_out_waits_for_who_was_asked() -> None:
    """Until they have answered it."""
    with Engine() as engine:
        levee.settle(engine)
        call = levee.call(engine)
        (asked,) = engine.worklist("tao", now=levee.at()).items
        assert (asked.task.ref, asked.whose) == (call.ref, "asked")
        done(engine.act(call, "decline", by="tao", now=levee.at(1)))
        assert not [w for w in engine.worklist("tao", now=levee.at(2)).items if w.whose == "asked"]


def test_a_task_is_read_by_the_release_it_is_pinned_to() -> None:
    """Where a newer release leaves the action to others, older tasks wait for whom they waited."""
    with Engine() as engine:
        errands.settle(engine)
        old = begin(engine)
        before = {w.task.id: set(w.actions) for w in every(engine, "li")}
        engine.install(levee.LEVEE, community="xinqi", now=MONDAY)
        assert (
            {w.task.id: set(w.actions) for w in every(engine, "li")}
            == before
            == {old.task: before[old.task]}
        )


def test_what_cannot_be_is_refused() -> None:
    """Nobody unknown, no endless page, no cursor of another list."""
    with Engine() as engine:
        errands.settle(engine)
        for wrong in ({"member": "nobody"}, {"limit": 0}, {"limit": 201}, {"after": "xinqi/_1"}):
            said = {"member": "li", **wrong}
            with pytest.raises(Misuse):
                engine.worklist(**said)  # type: ignore[arg-type]


def test_a_pause_stops_the_tasks_clock_and_not_the_states() -> None:
    """A paused task is in the list with its state's deadline alone."""
    with Engine() as engine:
        errands.settle(engine)
        paused = begin(engine, "waiting")
        task = engine.task(paused)
        (found,) = [w for w in every(engine, "li", days=1) if w.task.id == paused.task]
        assert task.due is not None
        assert (found.due, found.late) == (task.state_due, False)


def test_who_may_see_a_task() -> None:
    """Whoever has to do with it; nobody else of the village, and nobody of the next one."""
    with Engine() as engine:
        errands.settle(engine)
        task = begin(engine, "valued")
        said = {"who": "wang", "helpers": ["zhou"]}
        done(engine.act(task, "assign", by="li", data=said, now=MONDAY))
        seeing = {who for who in PEOPLE if engine.may_see(task, who, now=MONDAY)}
        assert seeing == {"li", "wang", "qian", "coop", "zhou"}
        assert not engine.may_see(task, "stranger", now=MONDAY)
        on_paper = {"by": "li", "source": "paper", "on_behalf_of": "chen", "now": MONDAY}
        done(engine.act(task, "remind", **on_paper))  # type: ignore[arg-type]
        assert engine.may_see(task, "chen", now=MONDAY), "it was done for them"
        done(engine.act(task, "remind", by="sun", now=MONDAY))
        assert engine.may_see(task, "sun", now=MONDAY), "they have acted on it"


def test_a_refused_try_opens_nothing() -> None:
    """To try one's luck with a task makes nobody a party of it."""
    with Engine() as engine:
        errands.settle(engine)
        task = begin(engine)
        assert not engine.act(task, "convert", by="zhou", now=MONDAY)
        assert not engine.may_see(task, "zhou", now=MONDAY)


def test_its_order_is_of_all_communities() -> None:
    """Who serves several communities sees one list, and its pages go on across them."""
    with Engine() as engine:
        errands.settle(engine)
        engine.install(errands.ERRAND, community="shanhe", now=MONDAY)
        for community, by in [("xinqi", "li"), ("shanhe", "wu")] * 3:
            task = done(engine.open("errand", community=community, by="qian", size=8, now=MONDAY))
            done(engine.act(task, "convert", by=by, kind="water", now=MONDAY))
        whole = every(engine, "qian")
        assert {w.task.community for w in whole} == {"xinqi", "shanhe"}
        assert len(whole) == 6
        assert every(engine, "qian", 2) == whole == every(engine, "qian", 5)
