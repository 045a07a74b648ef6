"""Rules tried on made-up values, before anything is changed."""

from __future__ import annotations

import re
from functools import cache

import pytest

from xiangyue import Misuse, Profile, XiangyueError, load
from xiangyue.plugs import packs
from xiangyue.profile.written import with_tables
from xiangyue.study.trying import formulas, try_formula, try_table, uses

VALUE = "flows.village_task.actions.convert.proposes.value"
MAY = "flows.village_task.actions.convert.when"
TASK = {"task_class": "routine", "difficulty": "normal", "urgency": "normal"}


@cache
def rural() -> Profile:
    """Return the profile of the villages."""
    profile = load("resource-scarce-rural", packs()).profile
    assert profile is not None
    return profile


def test_a_formula_gives_what_a_task_would_get() -> None:
    """By the tables, for values that somebody makes up."""
    assert try_formula(rural(), VALUE, TASK, {}) == 2.0


def test_other_rows_give_another_answer() -> None:
    """A draft's tables are tried as those in force are."""
    rows = [["routine", 4], ["periodic", 5], ["key", 10], ["emergency", 15]]
    drafted = with_tables(rural(), {"base_value": rows})
    assert try_formula(drafted, VALUE, TASK, {}) == 4.0
    assert try_table(drafted, "base_value", ["routine"]) == {"points": 4}
    assert try_table(rural(), "base_value", ["routine"]) == {"points": 2}


@pytest.mark.parametrize("most, may", [(30, True), (24, False)])
def test_a_guard_is_tried_under_other_params(most: int, may: bool) -> None:
    """What an admin is about to tune decides whether it may be done."""
    assert try_formula(rural(), MAY, {"value": 25}, {"task_value_max": most}) is may


def test_formulas_are_found_by_what_they_take() -> None:
    """A param and a table lead to the rules that they count in."""
    assert VALUE in [one.address for one in formulas(rural(), table="base_value")]
    assert MAY in [one.address for one in formulas(rural(), param="task_value_max")]
    assert formulas(rural(), param="appeal_window") == ()


def test_nothing_is_tried_that_reads_people_or_tasks() -> None:
    """They cannot be made up by writing a value."""
    fields = rural().fields
    for one in formulas(rural()):
        assert one.reads
        assert all("format" not in fields[name].schema for name in one.reads)
        assert not re.search(r"\b(actor|opener|assignee|task)\b", one.source)


def test_uses_name_every_place_of_a_param() -> None:
    """Accounts and flows alike."""
    assert uses(rural(), "points_month_cap") == ("accounts.points.month_cap",)
    assert len(uses(rural(), "task_value_max")) > 2
    assert uses(rural(), "task_value") == ()


def test_what_gives_nothing_says_why() -> None:
    """A value that is missing, an address that is none."""
    with pytest.raises(XiangyueError):
        try_formula(rural(), VALUE, {"task_class": "routine"}, {})
    with pytest.raises(Misuse):
        try_formula(rural(), "flows.none", {}, {})
    with pytest.raises(Misuse):
        try_table(rural(), "none", [])
