"""Whoever enters for another what was done on paper: who may, and who may not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from errands import MONDAY, begin, codes, day, settle

from xiangyue import Engine


@pytest.fixture
def engine() -> Iterator[Engine]:
    """Return the village's engine; the secretary is a worker too, and has a colleague."""
    with Engine("sqlite://") as engine:
        settle(engine)
        engine.register("he", roles={"secretary": "xinqi"}, now=MONDAY)
        yield engine


def test_whom_a_rule_keeps_out_does_not_enter_it_for_another(engine: Engine) -> None:
    """The person responsible may not enter the check of their own work; anybody else here may."""
    task = begin(engine, "assigned")
    said: dict[str, Any] = {"on_behalf_of": "li", "source": "paper", "now": day(1)}
    assert codes(engine.act(task, "check", by="wang", **said)) == {"behalf-apart"}
    assert engine.act(task, "check", by="zhao", **said)


def test_it_is_asked_only_where_somebody_is_named(engine: Engine) -> None:
    """A rule that asks for a role keeps nobody out by name, and a clerk enters it."""
    task = begin(engine)
    assert engine.act(task, "own", by="zhao", on_behalf_of="li", source="phone", now=day(1))


def test_what_a_role_allows_is_entered_by_somebody_of_the_place(engine: Engine) -> None:
    """Somebody of the next village enters nothing for the secretary; the township's officer may."""
    task = begin(engine, "valued")
    said: dict[str, Any] = {"on_behalf_of": "li", "source": "paper", "now": day(1), "note": "Rain"}
    assert codes(engine.act(task, "wait", by="wu", **said)) == {"behalf-elsewhere"}
    assert engine.act(task, "wait", by="qian", **said)


def test_residents_may_be_helped_from_anywhere(engine: Engine) -> None:
    """What anybody may do, a helper who lives elsewhere enters too."""
    task = begin(engine, "assigned")
    said: dict[str, Any] = {"on_behalf_of": "zhou", "source": "phone", "now": day(1)}
    assert engine.act(task, "remind", by="wu", **said)
