"""Limits that go by words: no check-in, no ranking, no usage metrics."""

from __future__ import annotations

from pathlib import Path

import pytest
from limit_profiles import broken, findings


def titled(en: str, zh: str) -> str:
    """Return the change that gives the one action of the village these titles."""
    return f"flows: {{work: {{actions: {{finish: {{title: {{en: '{en}', zh: '{zh}'}}}}}}}}}}"


ACTION = ["flows.work.actions.finish"]


@pytest.mark.parametrize(
    ("limit", "en", "zh"),
    [
        ("no_checkin", "Check-in", "到达"),
        ("no_checkin", "Clock out", "离开"),
        ("no_checkin", "Arrive", "到岗打卡"),
        ("no_checkin", "Call", "点名"),
        ("no_ranking", "Leaderboard", "结果"),
        ("no_ranking", "Rank the grids", "结果"),
        ("no_ranking", "Top ten", "结果"),
        ("no_ranking", "Results", "积分排行"),
        ("no_ranking", "Results", "网格名次"),
        ("no_usage_metrics", "Number of logins", "数量"),
        ("no_usage_metrics", "App usage", "数量"),
        ("no_usage_metrics", "Install rate", "数量"),
        ("no_usage_metrics", "Online time", "数量"),
        ("no_usage_metrics", "Thumbs up", "数量"),
        ("no_usage_metrics", "Views", "数量"),
        ("no_usage_metrics", "Study time", "数量"),
        ("no_usage_metrics", "Count", "登录次数"),
        ("no_usage_metrics", "Count", "点赞数"),
        ("no_usage_metrics", "Count", "转发量"),
        ("no_usage_metrics", "Count", "平台使用时长"),
        ("no_usage_metrics", "Count", "学习时长"),
    ],
)
def test_the_words_are_found_in_either_language(
    tmp_path: Path, limit: str, en: str, zh: str
) -> None:
    """Whatever it is called, the title gives it away (L01-L04)."""
    assert broken(tmp_path, limit, titled(en, zh)) == ACTION


@pytest.mark.parametrize(
    ("limit", "en", "zh"),
    [
        ("no_checkin", "Check in on the neighbour", "探访邻居"),
        ("no_checkin", "Check inside the shed", "核对地点名称"),
        ("no_ranking", "Frank talk", "登记报名次数"),
        ("no_ranking", "Thank the crank", "按单位次数安排"),
        ("no_usage_metrics", "Collect the views of residents", "听取意见"),
        ("no_usage_metrics", "Likely damage", "台风登陆前巡查"),
        ("no_usage_metrics", "Vote in the assembly", "会议投票表决"),
        ("no_usage_metrics", "Forward to the town", "转交乡镇"),
        ("no_usage_metrics", "Hours of use of the hall", "场地使用时长"),
    ],
)
def test_words_that_only_look_alike_pass(tmp_path: Path, limit: str, en: str, zh: str) -> None:
    """A place name is no roll call, landfall no login, and an assembly votes."""
    assert broken(tmp_path, limit, titled(en, zh)) == []


@pytest.mark.parametrize(
    ("changes", "address"),
    [
        ("fields: {matter: {schema: {enum: [road, water, check_in]}}}", "fields.matter"),
        (
            "channels: {checkin: {title: {en: Way, zh: 方式}, kind: app}}",
            "channels.checkin",
        ),
        (
            "flows: {work: {open: {does: [{message: {to: opener, say: {en: Do, zh: 打卡}}}]}}}",
            "flows.work.open.does.0.message.say",
        ),
        (
            "flows: {work: {states: {new: {title: {en: Signed, zh: 已签到}}}}}",
            "flows.work.states.new",
        ),
    ],
)
def test_they_are_found_wherever_people_read_them(
    tmp_path: Path, changes: str, address: str
) -> None:
    """Choices, channels, messages and states can hide a check-in as well as an action can."""
    assert broken(tmp_path, "no_checkin", changes) == [address]


POINTS = """
fields:
  ballots:
    title: {en: Votes, zh: 票数}
    schema: {type: integer, minimum: 0}
    purpose: {en: Tells the outcome, zh: 说明结果}
    keep: 1y
flows:
  work: {open: {by: officer, asks: [ballots]}}
  adoption:
    title: {en: Adoption, zh: 表决}
    start: voted
    open: {by: secretary}
    states:
      voted: {title: {en: Voted, zh: 已表决}}
      adopted: {title: {en: Adopted, zh: 已通过}, final: true}
    actions:
      adopt: {title: {en: Adopt, zh: 通过}, from: voted, to: adopted, by: secretary}
accounts:
  points:
    title: {en: Points, zh: 积分}
    adoption: {flow: adoption, state: adopted}
    basis: project default
scoring:
  award:
    title: {en: Award, zh: 得分}
    on: work.finish
    to: opener
    points: POINTS
    basis: project default
"""


def test_votes_are_counted_by_assemblies_and_never_scored(tmp_path: Path) -> None:
    """A field may hold votes; the linter itself keeps scoring rules from them (L04)."""
    scored = POINTS.replace("POINTS", '"known.ballots ? ballots * 2.0 : 0.0"')
    assert broken(tmp_path, "no_usage_metrics", POINTS.replace("POINTS", "'2.0'")) == []
    codes = {one.code for one in findings(tmp_path, "no_usage_metrics", scored)}
    assert "scoring-usage" in codes


def test_a_shelter_may_check_in_while_an_emergency_lasts(tmp_path: Path) -> None:
    """A check-in is paused in normal times, and the mode that opens it lifts the limit (L01)."""
    paused = titled("Check-in", "签到").replace("{work: {", "{work: {paused: true, ")
    opening = "{title: {en: Flood, zh: 防汛}, set: {flows.work.paused: false}}"
    with_mode = f"{paused}\nmodes: {{flood: {opening}}}\nlimits: {{no_checkin: LIFTED}}"
    assert broken(tmp_path, "no_checkin", paused) == []
    assert broken(tmp_path, "no_checkin", with_mode.replace("LIFTED", "{lifted_in: [flood]}")) == []
    assert broken(tmp_path, "no_checkin", with_mode.replace("LIFTED", "{}")) != []


@pytest.mark.parametrize("limit", ["no_checkin", "no_ranking", "no_usage_metrics"])
def test_a_lifted_limit_says_nothing(tmp_path: Path, limit: str) -> None:
    """The stance says whether a breach refuses, only warns, or does not count at all."""
    everything = titled("Check-in ranking by logins", "打卡")
    assert broken(tmp_path, limit, everything) == ACTION
    assert broken(tmp_path, limit, everything, stance="warn") == ACTION
    assert broken(tmp_path, limit, everything, stance="lifted") == []
