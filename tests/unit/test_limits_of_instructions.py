"""Limits on what comes from above: admission list, funding, assisting only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from circumstances import circumstances
from limit_profiles import VILLAGE, broken, config_refused, plain

from xiangyue.plugs import limits
from xiangyue.values import Standing

PROFILE = plain(VILLAGE)
OFFICER = Standing("officer", "county")


def verdict(limit: str, config: dict[str, Any], **case: Any) -> str:
    """Return what a limit says of an opening by an officer of the county."""
    usual = {"opening": True, "from_above": True, "flow": "work", "profile": PROFILE}
    review = limits()[limit].review(
        circumstances("message", "role:secretary", **{**usual, **case}), config, {}
    )
    return review.kind if review else "allow"


# --- admission list ---------------------------------------------------------------------------


def test_what_is_on_the_list_comes_in() -> None:
    """A flow on the list is nobody's to return (L10)."""
    assert verdict("admission_list", {"flows": ["work"]}) == "allow"


def test_what_is_not_on_the_list_is_returned() -> None:
    """An instruction that the list does not know is refused."""
    assert verdict("admission_list", {"flows": []}) == "deny"


@pytest.mark.parametrize(
    "case",
    [
        {"from_above": False},
        {"opening": False},
        {"standing": Standing("anyone", "county")},
    ],
)
def test_only_instructions_from_above_are_on_trial(case: dict[str, Any]) -> None:
    """The community's own matters, later steps, and services for all pass any list."""
    assert verdict("admission_list", {"flows": []}, **case) == "allow"


@pytest.mark.parametrize(
    ("data", "said"), [({"matter": "road"}, "allow"), ({"matter": "census"}, "deny"), ({}, "deny")]
)
def test_a_list_may_go_by_a_field(data: dict[str, str], said: str) -> None:
    """One flow can carry listed and unlisted matters; one that says nothing is unlisted."""
    config = {"flows": [], "field": "matter", "values": ["road"]}
    assert verdict("admission_list", config, data=data) == said


SILENT = "flows: {work: {open: {does: null}}}"
ACCESSORY = """
flows: {work: {open: {does: [{message: {to: secretary, say: {en: New, zh: 新}, accessory: true}}]}}}
"""


@pytest.mark.parametrize("changes", [SILENT, ACCESSORY])
def test_an_off_list_opening_that_touches_nobody_breaks_it(tmp_path: Path, changes: str) -> None:
    """What no limit gets to see, or can only drop a message of, could not be returned."""
    at = ["flows.work.open"]
    assert broken(tmp_path, "admission_list", changes, "{flows: []}") == at
    assert broken(tmp_path, "admission_list", changes, "{flows: [work]}") == []
    assert broken(tmp_path, "admission_list", "", "{flows: []}") == []


def test_a_role_held_anywhere_may_be_held_above(tmp_path: Path) -> None:
    """Only the unit level tells for sure that an opener stands in the community."""
    at = "roles: {officer: {at: %s}} \n" + SILENT
    changes = at.replace("\n", "\n")
    assert broken(tmp_path, "admission_list", changes % "null", "{flows: []}") == [
        "flows.work.open"
    ]
    assert broken(tmp_path, "admission_list", changes % "village", "{flows: []}") == []


def test_an_off_list_flow_that_only_those_above_open_is_dead(tmp_path: Path) -> None:
    """Nobody could ever open it."""
    changes = "flows: {work: {open: {by: officer}}}"
    assert broken(tmp_path, "admission_list", changes, "{flows: []}") == ["flows.work.open"]
    listed = "{flows: [], field: matter, values: [road]}"
    assert broken(tmp_path, "admission_list", changes, listed) == []


@pytest.mark.parametrize(
    ("config", "at"),
    [
        ("{flows: [work, gone]}", "limits.admission_list"),
        ("{flows: [work], field: gone, values: [road]}", "limits.admission_list"),
        ("{flows: [work], field: matter, values: [gone]}", "fields.matter.schema"),
    ],
)
def test_a_list_names_what_is_there(tmp_path: Path, config: str, at: str) -> None:
    """A misspelt name would open or shut the door without anybody's notice."""
    assert broken(tmp_path, "admission_list", "", config) == [at]


@pytest.mark.parametrize("config", ["{}", "{flows: [], field: matter}", "{flows: work}"])
def test_a_config_that_says_half_is_refused(tmp_path: Path, config: str) -> None:
    """The schema of the config asks for the list, and for values with their field."""
    assert config_refused(tmp_path, "admission_list", config)


# --- funding ----------------------------------------------------------------------------------

PAID = {"flows": ["work"], "field": "matter"}


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ({}, "deny"),
        ({"data": {"matter": "road"}}, "allow"),
        ({"chars": {"matter": 9}}, "allow"),
        ({"chars": {"matter": 0}}, "deny"),
        ({"from_above": False}, "allow"),
        ({"flow": "other"}, "allow"),
    ],
)
def test_a_delegated_task_says_who_pays(case: dict[str, Any], said: str) -> None:
    """Without a source of funds it is refused; a personal source is known by its length (L12)."""
    assert verdict("funding", PAID, **case) == said


CONFIG = "{flows: [work], field: matter}"


def test_a_delegating_opening_asks_for_the_source(tmp_path: Path) -> None:
    """It must be possible to say who pays, and to refuse the task where nobody does."""
    at = ["flows.work.open"]
    unasked = "flows: {work: {open: {asks: null}}}"
    assert broken(tmp_path, "funding", "", CONFIG) == []
    assert broken(tmp_path, "funding", unasked, CONFIG) == at
    assert broken(tmp_path, "funding", SILENT, CONFIG) == at
    assert broken(tmp_path, "funding", SILENT, CONFIG, stance="lifted") == []
    assert broken(tmp_path, "funding", "", "{flows: [gone], field: matter}") == ["limits.funding"]


# --- assisting --------------------------------------------------------------------------------

LEAD = """
fields:
  lead:
    title: {en: Lead, zh: 牵头单位}
    schema: {type: string, format: FORMAT}
    purpose: {en: Says who leads, zh: 明确牵头单位}
    keep: 1y
flows: {work: {open: {asks: [lead]}}}
"""
LED = {"flows": ["work"], "lead": "lead"}
LED_PROFILE = {**PROFILE, "fields": {"lead": {"title": {"en": "Lead", "zh": "牵头单位"}}}}


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ({}, "deny"),
        ({"data": {"lead": "township"}}, "allow"),
        ({"data": {"lead": "here"}}, "deny"),
        ({"data": {"lead": "wang"}, "assignee": "wang"}, "deny"),
        ({"data": {"lead": "zhen"}, "assignee": "wang"}, "allow"),
        ({"from_above": False}, "allow"),
        ({"flow": "other"}, "allow"),
    ],
)
def test_where_the_community_assists_another_leads(case: dict[str, Any], said: str) -> None:
    """Nobody leading, or the community itself, turns assisting into the main duty (L11)."""
    assert verdict("assist_only", LED, **{"profile": LED_PROFILE, **case}) == said


def test_a_flow_may_hold_both_what_one_assists_with_and_what_one_leads() -> None:
    """Then a field tells them apart."""
    config = {**LED, "field": "item", "values": ["aid"]}
    assert verdict("assist_only", config, profile=LED_PROFILE, data={"item": "aid"}) == "deny"
    assert verdict("assist_only", config, profile=LED_PROFILE, data={"item": "streets"}) == "allow"


def test_an_assist_opening_asks_for_a_lead_who_is_somebody(tmp_path: Path) -> None:
    """The field is asked for, and names a unit or member."""
    config = "{flows: [work], lead: lead}"
    unit, date = LEAD.replace("FORMAT", "unit"), LEAD.replace("FORMAT", "date")
    assert broken(tmp_path, "assist_only", unit, config) == []
    assert broken(tmp_path, "assist_only", date, config) == ["fields.lead"]
    assert broken(tmp_path, "assist_only", date, config, stance="lifted") == []
    unasked = unit.replace("asks: [lead]", "asks: [matter]")
    assert broken(tmp_path, "assist_only", unasked, config) == ["flows.work.open"]
