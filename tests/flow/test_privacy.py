"""Personal values are in the payload alone, whatever is decided about them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from errands import MONDAY, begin, codes, done, settle

from xiangyue import Command, Decision, Engine
from xiangyue.tables import metadata

SECRET = "Wang Xiaoming 13800001111"


@pytest.fixture
def engine() -> Iterator[Engine]:
    """Return the village's engine."""
    with Engine() as engine:
        settle(engine)
        yield engine
        assert engine.verify().ok


def places(engine: Engine, words: str) -> set[str]:
    """Return the tables that hold these words anywhere."""
    with engine._store.read() as reader:
        return {
            name
            for name in metadata.tables
            if any(words in repr(row) for row in reader.all(f"SELECT * FROM {name}"))
        }


@pytest.mark.parametrize(
    ("action", "said"),
    [
        ("convert", {"story": SECRET}),
        ("convert", {"story": SECRET, "by": "zhou"}),
        ("convert", {"story": SECRET, "size": 0}),
        ("convert", {"note": SECRET, "value": 4}),
        ("convert", {"kind": SECRET}),
        ("convert", {"share": SECRET}),
        ("divide", {"story": SECRET, "kind": SECRET, "note": SECRET}),
        ("grow", {"story": SECRET, "size": "x", "key": "k"}),
        ("grow", {"age": SECRET}),
        ("own", {"who": SECRET, "key": "k"}),
    ],
)
def test_nothing_that_is_said_is_kept_in_the_open(
    engine: Engine, action: str, said: dict[str, Any]
) -> None:
    """Neither what is personal by its field nor what has no business in a field."""
    task = begin(engine)
    decision = engine.act(task, action, **{"by": "li", "now": MONDAY, **said})
    assert places(engine, SECRET) == {"payload"}
    assert engine.history(task)[-1] == decision


def test_a_title_is_kept_apart(engine: Engine) -> None:
    """It is free text, and may name anybody."""
    task = engine.open("early", community="xinqi", by="li", title=SECRET, now=MONDAY)
    assert engine.task(task).title == SECRET
    assert engine.tasks("xinqi").tasks[0].title == SECRET
    assert places(engine, SECRET) == {"payload"}


def test_rules_judge_what_they_do_not_tell(engine: Engine) -> None:
    """A refusal names the personal values that it saw, and not what they are."""
    task = begin(engine, age=97, story=SECRET)
    refused = engine.act(task, "confess", by="li", now=MONDAY)
    assert codes(refused) == {"guard"}
    assert refused.saw_private == ("age", "story")
    assert refused.saw == {}
    refused = engine.act(task, "grow", by="li", now=MONDAY)
    assert codes(refused) == {"computed-value"}
    assert "194" not in refused.why()
    for value in ("97", "194"):
        assert f'"age":{value}' not in repr(bodies(engine))
    assert places(engine, SECRET) == {"payload"}


def bodies(engine: Engine) -> list[Any]:
    """Return all that is chained."""
    with engine._store.read() as reader:
        return reader.all("SELECT body FROM journal")


def test_what_is_kept_apart_is_read_within_the_same_transaction(engine: Engine) -> None:
    """A rule sees the personal value that the command before it gave."""
    grow = Command("xinqi", "grow", "li", "t", data={"size": 2})
    commands = [
        Command("xinqi", "open", "li", "t", "errand", data={"age": 20, "story": SECRET}),
        grow,
        grow,
    ]
    results = engine.act_many(commands, now=MONDAY)
    assert [isinstance(result, Decision) and result.values.get("age") for result in results] == [
        20,
        40,
        80,
    ]
    assert engine.task("xinqi/t").data["age"] == 80


def test_destroyed_values_are_missing_and_nothing_else(engine: Engine) -> None:
    """Rules that need them ask for them again; the key of what said them stays bound."""
    task = begin(engine, age=20, story=SECRET)
    assert engine.destroy(task, by="li", why="kept long enough", now=MONDAY) == 1
    assert places(engine, SECRET) == set()
    assert engine.task(task).data == {"kind": "water", "size": 8}
    assert codes(engine.act(task, "confess", by="li", now=MONDAY)) == {"needs"}
    assert done(engine.act(task, "convert", by="li", now=MONDAY))
    assert engine.history(task)[0].values == {"kind": "water", "size": 8}
