"""Limits that keep services open to all: complaints, data rights, offline ways, helpers."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from limit_profiles import broken

from xiangyue.plugs import parse_duration
from xiangyue_limits.durations import within

COMPLAINT = """
flows:
  complaint:
    title: {en: Complaint, zh: 投诉建议}
    offline: {en: At the counter or by phone, zh: 窗口或电话}
    start: heard
    due: 5wd
    open: {by: anyone}
    states:
      heard: {title: {en: Heard, zh: 已受理}}
      answered: {title: {en: Answered, zh: 已答复}, final: true}
    actions:
      answer: {title: {en: Answer, zh: 答复}, from: heard, to: answered, by: secretary}
"""
ENTRY = {
    "complaint_entry": "{flow: complaint}",
    "data_rights": "{access: complaint, correction: complaint, deletion: complaint}",
}
AT = "flows.complaint"


@pytest.mark.parametrize("limit", ENTRY)
def test_a_service_open_to_all_and_answered_in_time_passes(tmp_path: Path, limit: str) -> None:
    """Anyone may open it, and it has a short deadline (L19, L30)."""
    assert broken(tmp_path, limit, COMPLAINT, ENTRY[limit]) == []


@pytest.mark.parametrize("limit", ENTRY)
@pytest.mark.parametrize(
    ("change", "at"),
    [
        (("by: anyone", "by: secretary"), f"{AT}.open.by"),
        (("due: 5wd", "due: 16wd"), f"{AT}.due"),
        (("due: 5wd", "due: 1m"), f"{AT}.due"),
        (("    due: 5wd\n", ""), AT),
        (("due: 5wd", "due: 5wd\n    paused: true"), f"{AT}.paused"),
    ],
)
def test_what_shuts_people_out_breaks_it(
    tmp_path: Path, limit: str, change: tuple[str, str], at: str
) -> None:
    """A shut door, no deadline or a long one: nobody gets an answer."""
    changes = COMPLAINT.replace(*change)
    assert broken(tmp_path, limit, changes, ENTRY[limit]) == [at]
    assert broken(tmp_path, limit, changes, ENTRY[limit], stance="lifted") == []


@pytest.mark.parametrize(
    ("due", "ok"),
    [("7d", True), ("8d", False), ("40wh", True), ("41wh", False), ("1w", True), ("6wd", False)],
)
def test_durations_of_other_kinds_are_compared(tmp_path: Path, due: str, ok: bool) -> None:
    """Five working days are a week, and forty working hours."""
    changes = COMPLAINT.replace("due: 5wd", f"due: {due}")
    found = broken(tmp_path, "complaint_entry", changes, ENTRY["complaint_entry"])
    assert found == ([] if ok else [f"{AT}.due"])


DURATIONS = st.builds(
    "{}{}".format,
    st.integers(0, 999),
    st.sampled_from(["min", "h", "wh", "d", "wd", "w", "m", "y"]),
)


@given(DURATIONS, DURATIONS, DURATIONS)
def test_durations_stand_in_one_order(one: str, other: str, third: str) -> None:
    """Any two can be compared, and nothing is within what is within something shorter."""
    assert within(one, other) or within(other, one)
    if within(one, other) and within(other, third):
        assert within(one, third)
    first, second = parse_duration(one), parse_duration(other)
    if first.comparable(second):
        assert within(one, other) == (first <= second)


def test_a_profile_without_the_flow_breaks_it(tmp_path: Path) -> None:
    """The flow that the config names is there."""
    assert broken(tmp_path, "complaint_entry", "", ENTRY["complaint_entry"]) == [
        "limits.complaint_entry"
    ]
    assert broken(tmp_path, "data_rights", "", ENTRY["data_rights"]) == ["limits.data_rights"]


def test_every_flow_says_how_it_works_offline(tmp_path: Path) -> None:
    """No service hangs on a device (L32)."""
    changes = "flows: {work: {offline: null}}"
    assert broken(tmp_path, "offline_channel", COMPLAINT) == []
    assert broken(tmp_path, "offline_channel", changes) == ["flows.work"]
    assert broken(tmp_path, "offline_channel", changes, stance="lifted") == []


def test_one_channel_needs_no_device(tmp_path: Path) -> None:
    """Where channels are declared, one of them reaches those who own nothing digital."""
    channels = (
        "channels: {a: {title: {en: A, zh: 甲}, kind: app}, b: {title: {en: B, zh: 乙}, kind: %s}}"
    )
    assert broken(tmp_path, "offline_channel", channels % "sms") == ["channels"]
    assert broken(tmp_path, "offline_channel", channels % "door") == []


def test_the_ways_in_stay_open(tmp_path: Path) -> None:
    """Paper, phone, counter and helpers are taken; left out, all ways are open (L33)."""
    some = "intake: {sources: [digital, paper]}"
    assert broken(tmp_path, "proxy_entry", "") == []
    assert broken(tmp_path, "proxy_entry", some) == ["intake.sources"] * 3
    assert broken(tmp_path, "proxy_entry", some, "{sources: [paper]}") == []
    assert broken(tmp_path, "proxy_entry", some, stance="lifted") == []


FIELD = """
fields:
  NAME:
    title: {en: EN, zh: ZH}
    schema: {enum: [one, two]}
    purpose: {en: To know, zh: 了解}
    keep: 1y
flows: {work: {open: {asks: [NAME]}, actions: {finish: {when: "RULE"}}}}
"""


def reads(name: str, en: str = "Which", zh: str = "哪个", rule: str = "known.NAME") -> str:
    """Return a village whose finish reads a field in its guard."""
    rule = rule.replace("NAME", name)
    filled = FIELD.replace("NAME", name).replace("RULE", rule)
    return filled.replace("EN", en).replace("ZH", zh)


@pytest.mark.parametrize(
    "name", ["source", "entry_channel", "by_paper", "is_offline", "via_helper"]
)
def test_no_rule_reads_how_something_came(tmp_path: Path, name: str) -> None:
    """Whoever comes on paper is not treated otherwise."""
    at = ["flows.work.actions.finish.when"]
    assert broken(tmp_path, "proxy_entry", reads(name)) == at
    assert broken(tmp_path, "proxy_entry", reads("which", "Way of entry")) == at
    assert broken(tmp_path, "proxy_entry", reads("which", zh="上报方式")) == at


@pytest.mark.parametrize("name", ["water_source", "waste_paper", "helpers", "channel_depth"])
def test_rules_read_what_only_sounds_like_it(tmp_path: Path, name: str) -> None:
    """A spring and a heap of paper are matters, not ways in; nor is a quoted word."""
    assert broken(tmp_path, "proxy_entry", reads(name)) == []
    quoted = reads("which", rule="which == 'one' || which == 'two'").replace("[one,", "[paper,")
    assert broken(tmp_path, "proxy_entry", quoted.replace("'one'", "'paper'")) == []
