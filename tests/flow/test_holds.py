"""What a task holds of a resource: never more than there is, and free again with its state."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kept import kept

from xiangyue import BadInput, Command, Decision, Engine

LENDING = Path(__file__).parent / "profiles" / "lending"
NOW = datetime(2026, 10, 12, 1, tzinfo=UTC)


def settle(engine: Engine) -> None:
    """Set up a village that lends three boats."""
    engine.add_unit("here", "village", now=NOW)
    engine.install(LENDING, "here", now=NOW)
    engine.register("li", roles={"keeper": "here"}, now=NOW)
    assert put(engine, "boats", amount=3)


def put(engine: Engine, name: str, **data: object) -> Decision:
    """Offer a thing."""
    said = {"what": "boat", "amount": 1, **data}
    return engine.open("thing", community="here", by="li", id=name, data=said, now=NOW)


def lend(engine: Engine, name: str, many: int = 1, thing: str = "boats") -> Decision:
    """Ask for a loan."""
    said = {"thing": thing, "many": many}
    return engine.open("loan", community="here", by="li", id=name, data=said, now=NOW)


def do(engine: Engine, name: str, action: str, **data: object) -> Decision:
    """Act on a task."""
    return engine.act(f"here/{name}", action, by="li", data=data, note="so it is", now=NOW)


def held(engine: Engine) -> dict[str, tuple[str, int]]:
    """Return what each task holds, as the rows say it."""
    with engine._store.read() as reader:
        rows = reader.all("SELECT task, resource, quantity FROM hold ORDER BY task")
    return {task: (resource, quantity) for task, resource, quantity in rows}


@pytest.fixture
def village() -> Iterator[Engine]:
    """Return a village that lends three boats."""
    with Engine() as engine:
        settle(engine)
        yield engine


def test_a_task_holds_while_it_stands_where_it_holds(village: Engine) -> None:
    """The row comes with the state, follows the field, and goes with the state."""
    assert lend(village, "a", 2)
    assert held(village) == {"a": ("boats", 2)}
    assert do(village, "a", "lend")
    assert do(village, "a", "change", many=3)
    assert held(village) == {"a": ("boats", 3)}
    assert do(village, "a", "give_back")
    assert held(village) == {}
    assert lend(village, "b", 3)
    assert do(village, "b", "shelve")
    assert held(village) == {}
    assert do(village, "b", "unshelve")
    assert held(village) == {"b": ("boats", 3)}
    assert village.verify()


def test_no_more_is_held_than_there_is(village: Engine) -> None:
    """It is said how many are free, how many others hold, and until when the first of them."""
    assert lend(village, "a", 2)
    refused = lend(village, "b", 2)
    assert refused.why() == (
        "Of the resource “boats” 1 are free, not 2: others hold 2, the first of them until"
        " 2026-10-22 01:00. Take less or another one, or wait until it is freed."
    )
    assert "可用1" in refused.why("zh")
    assert lend(village, "c", 1)
    assert not do(village, "c", "change", many=2)
    assert do(village, "a", "refuse")
    assert do(village, "c", "change", many=3)
    assert held(village) == {"c": ("boats", 3)}
    assert lend(village, "d", 9).reasons[0].code == "hold-short-until"
    assert village.verify()


def test_what_cannot_be_lent_is_refused(village: Engine) -> None:
    """Unknown, kept back, gone, out of date or too few: each has its sentence."""
    put(village, "old", best_before="2026-10-11")
    put(village, "kept"), do(village, "kept", "keep")
    put(village, "gone"), do(village, "gone", "lose")
    village.open("wish", community="here", by="li", id="wish", what="bed", many=1, now=NOW)
    why = {
        name: lend(village, f"loan-{name}", 4, name).why().partition(".")[0]
        for name in ("none", "wish", "old", "kept", "gone", "boats")
    }
    assert why == {
        "none": "“none” is no resource of this community",
        "wish": "“wish” is no resource of this community",
        "old": "The resource “old” is past its date",
        "kept": "The resource “kept” is not on offer: it is “Kept”",
        "gone": "The resource “gone” is not on offer: it is “Gone”",
        "boats": "Of the resource “boats” there are 3, not 4",
    }
    assert held(village) == {}


def test_what_is_held_may_go_on_being_held(village: Engine) -> None:
    """That the owner has fewer now, or keeps it, does not stop who has it already."""
    assert lend(village, "a", 3)
    assert do(village, "boats", "count", amount=1)
    assert do(village, "boats", "keep")
    assert do(village, "a", "lend")
    assert do(village, "a", "change", many=2)
    assert not do(village, "a", "change", many=3)
    assert do(village, "a", "give_back")


def test_a_task_may_hold_something_else_instead(village: Engine) -> None:
    """What it held is free at once, and it is asked what of the other is free."""
    put(village, "raft")
    assert lend(village, "a", 3)
    assert not do(village, "a", "change", thing="raft")
    assert do(village, "a", "change", thing="raft", many=1)
    assert held(village) == {"a": ("raft", 1)}
    assert lend(village, "b", 3)


def test_another_mode_may_count_otherwise(village: Engine) -> None:
    """The same entry commits other numbers to an emergency."""
    put(village, "rafts", amount=1, surge=5)
    assert not lend(village, "a", 5, "rafts")
    village._begin_mode("here", "emergency:II", NOW)
    assert lend(village, "a", 5, "rafts")
    assert lend(village, "b", 1, "boats").reasons[0].code == "hold-few"


def test_commands_of_one_transaction_see_each_other(village: Engine) -> None:
    """Of many at once as many are done as there is room for, in their order."""
    commands = [
        Command("here", "open", "li", f"l{n}", "loan", {"thing": "boats", "many": 2 - n % 2})
        for n in range(4)
    ]
    done = village.act_many([*commands, Command("here", "refuse", "li", "l0")], now=NOW)
    assert [bool(decision) for decision in done] == [True, True, False, False, True]
    assert held(village) == {"l1": ("boats", 1)}
    assert village.verify()


@pytest.mark.parametrize("word", ["he\x00re", "he\ud800re", 7, b"here"])
@pytest.mark.parametrize("name", ["community", "task", "key"])
def test_a_command_that_nothing_can_be_asked_with_spoils_no_other(
    village: Engine, name: str, word: Any
) -> None:
    """What is read ahead for all is not asked with what is no word at all."""
    sound = Command("here", "open", "li", flow="loan", data={"thing": "boats", "many": 1})
    said = {"community": "here", "task": "l0", "key": "k", name: word}
    first, wrong, last = village.act_many(
        [sound, Command(action="refuse", actor="li", **said), sound], now=NOW
    )
    assert first and last
    assert isinstance(wrong, BadInput)


def test_of_two_who_want_the_last_one_one_has_it(tmp_path: Path) -> None:
    """Threads on two engines, time after time."""
    url = f"sqlite:///{tmp_path / 'village.db'}"
    with Engine(url) as one, Engine(url) as two:
        settle(one)
        assert lend(one, "most", 2)
        for n in range(20):
            start = Barrier(2)

            def take(engine: Engine, name: str, start: Barrier = start) -> Decision:
                start.wait()
                return lend(engine, name)

            with ThreadPoolExecutor(2) as pool:
                won = list(pool.map(take, (one, two), (f"a{n}", f"b{n}")))
            assert sorted(map(bool, won)) == [False, True]
            (winner,) = (decision for decision in won if decision)
            assert do(two, winner.task, "refuse")
        assert held(one) == {"most": ("boats", 2)}
        assert one.verify()


MOVES = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.sampled_from(["open", "lend", "refuse", "give_back", "change", "shelve", "unshelve"]),
        st.integers(1, 3),
    ),
    max_size=25,
)


@given(moves=MOVES)
@settings(max_examples=25)
def test_nothing_leaks(moves: list[tuple[int, str, int]]) -> None:
    """After any commands the rows are what the states say, never more than there is, and proved."""
    with Engine() as engine:
        settle(engine)
        for number, action, many in moves:
            name, there = f"l{number}", {task.id for task in engine.tasks(flow="loan").tasks}
            if action == "open" and name not in there:
                lend(engine, name, many)
            elif action != "open" and name in there:
                do(engine, name, action, **({"many": many} if action == "change" else {}))
        loans = engine.tasks(flow="loan").tasks
        standing = [task for task in loans if task.state in ("asked", "out")]
        assert held(engine) == {task.id: ("boats", task.data["many"]) for task in standing}
        assert sum(quantity for _, quantity in held(engine).values()) <= 3
        assert engine.verify()


@pytest.mark.sqlite
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE hold SET quantity = 1",
        "UPDATE hold SET resource = 'rafts'",
        "DELETE FROM hold",
        "INSERT INTO hold VALUES ('here', 'b', 'boats', 1)",
        "INSERT INTO hold VALUES ('nowhere', 'b', 'boats', 1)",
    ],
)
def test_a_changed_row_is_found(village: Engine, change: str) -> None:
    """Whoever frees a thing in the table, or holds it there, is found by the audit."""
    assert lend(village, "a", 2)
    assert lend(village, "b", 1)
    assert do(village, "b", "refuse")
    assert village.verify()
    connection = kept(village._store).writer
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute(change)
    problems = village.verify().problems
    assert {problem.table for problem in problems} == {"hold"}


def test_a_decision_read_back_says_what_is_held(village: Engine) -> None:
    """The journal holds it, and the same key has the same answer."""
    said = {"thing": "boats", "many": 2}
    first = village.open("loan", community="here", by="li", key="k", data=said, now=NOW)
    again = village.open(
        "loan", community="here", by="li", key="k", data=said, now=NOW + timedelta(hours=1)
    )
    assert first == again
    assert first.holds and first.holds.quantity == 2
    assert village.history(first)[0].holds == first.holds
