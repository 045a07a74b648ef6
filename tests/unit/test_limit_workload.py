"""L35: no more open tasks than one person can carry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from circumstances import circumstances
from jsonschema import Draft202012Validator

from xiangyue.plugs import Verdict, open_tasks
from xiangyue_limits.workload import Workload

LIMIT = Workload()
BY_FIELD = {"field": "task_class", "values": ("key", "emergency")}
BY_FLOW = {"flows": ("rescue",)}


def given(
    mine: str, have: Mapping[str, int], config: Mapping[str, Any] | None = None
) -> Verdict | None:
    """Give somebody a task of a class, or flow, on top of those open tasks."""
    config = config or {}
    by_field = "field" in config
    case = circumstances(
        "assign",
        "wang",
        flow="work" if by_field else mine,
        data={"task_class": mine} if by_field and mine else {},
    )
    return LIMIT.review(case, config, {"open": have})


EXEMPT = {"exempt": {"alarm": "[D] of the tests"}}


def test_an_exempt_flow_is_never_one_task_too_many() -> None:
    """Nor does what is open of it keep anybody from other work."""
    assert given("alarm", {"work": 9}, EXEMPT) is None
    assert given("work", {"work": 4, "alarm": 3}, EXEMPT) is None
    assert given("work", {"work": 5, "alarm": 3}, EXEMPT) is not None


def test_what_is_exempt_is_known_where_a_field_tells_the_classes() -> None:
    """It has no class, and would be counted as routine."""
    config = {**BY_FIELD, **EXEMPT}
    case = circumstances("assign", "wang", flow="work", data={"task_class": "routine"})
    for routine, allowed in ((4, True), (5, False)):
        facts = {"open": {"routine": routine, "": 3}, "by_flow": {"work": routine, "alarm": 3}}
        assert (LIMIT.review(case, config, facts) is None) == allowed
    assert LIMIT.facts(config) == {"open": open_tasks("task_class"), "by_flow": open_tasks()}


def test_five_tasks_are_carried_and_a_sixth_is_not() -> None:
    """Where nothing tells a key task, all are routine, of whatever flow."""
    assert given("work", {"work": 3, "visit": 1}) is None
    verdict = given("work", {"work": 3, "visit": 2})
    assert verdict is not None and verdict.kind == "deny"
    assert verdict.say["en"] == "This person has 5 open routine tasks, and 5 is the most."
    assert verdict.say["zh"] == "此人在办一般任务 5 项，上限为 5 项。"


@pytest.mark.parametrize("config", [BY_FIELD, BY_FLOW])
def test_a_key_task_has_a_place_of_its_own(config: Mapping[str, Any]) -> None:
    """Five routine tasks leave room for a key one, one key task for routine ones, not for two."""
    key, routine = ("key", "routine") if config is BY_FIELD else ("rescue", "work")
    assert given(key, {routine: 5}, config) is None
    assert given(routine, {key: 1, routine: 4}, config) is None
    assert given(routine, {key: 0, routine: 5}, config) is not None
    verdict = given(key, {key: 1}, config)
    assert verdict is not None and "1 open key tasks" in verdict.say["en"]


def test_all_values_that_make_a_task_a_key_one_count_together() -> None:
    """An emergency task and a key one are two key tasks."""
    assert given("key", {"emergency": 1}, BY_FIELD) is not None
    assert given("key", {"emergency": 1}, {**BY_FIELD, "key": 2}) is None


def test_a_task_whose_class_is_not_known_is_routine() -> None:
    """What nobody has classed takes no key place."""
    assert given("", {"key": 1, "": 4}, BY_FIELD) is None
    assert given("", {"": 5}, BY_FIELD) is not None


def test_it_asks_for_what_tells_the_classes_apart() -> None:
    """By the field where there is one, else by flow."""
    assert LIMIT.facts(BY_FIELD) == {"open": open_tasks("task_class")}
    assert LIMIT.facts(BY_FLOW) == LIMIT.facts({}) == {"open": open_tasks()}


@pytest.mark.parametrize(
    "config", [{"field": "x"}, {"values": ["x"]}, {"field": "x", "values": ["y"], "flows": ["z"]}]
)
def test_a_config_says_one_thing(config: Mapping[str, Any]) -> None:
    """Either a field with its values, or flows, and never half of it."""
    assert not Draft202012Validator(LIMIT.config_schema).is_valid(config)


def test_names_that_are_not_there_are_found() -> None:
    """A misspelt flow, field or class would let every task pass as a routine one."""
    document = {
        "flows": {"work": {}},
        "fields": {"task_class": {"schema": {"enum": ["routine", "key"]}}},
    }

    def found(config: Mapping[str, Any]) -> list[str]:
        return [address for address, _, _ in LIMIT.check_profile(document, config)]

    assert found({"flows": ["work"]}) == found({"field": "task_class", "values": ["key"]}) == []
    assert found({"flows": ["rescue"]}) == ["flows.rescue"]
    assert found(EXEMPT) == ["flows.alarm"]
    assert found({"field": "klass", "values": ["key"]}) == ["fields.klass"]
    assert found(BY_FIELD) == ["fields.task_class.schema"]
