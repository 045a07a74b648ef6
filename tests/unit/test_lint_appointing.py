"""What the linter says of posts that tasks fill and end."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from xiangyue.lint import lint
from xiangyue.messages import lint_appointing
from xiangyue.profile import Finding, load

POSTS = """\
profile: posts
title: {en: Posts, zh: 岗位}
languages: [en, zh]
roles:
  clerk: {title: {en: Clerk, zh: 文书}, at: village}
  secretary: {title: {en: Secretary, zh: 村支书}, at: village}
  helper: {title: {en: Helper, zh: 帮手}, at: village, voluntary: true}
  sage: {title: {en: Sage, zh: 乡贤}, advisory: true}
  adult: {title: {en: Adult, zh: 成年人}, proves: [adult]}
fields:
  newcomer:
    title: {en: Newcomer, zh: 字段}
    schema: {type: string, format: member}
    purpose: {en: Says it, zh: 说明}
    keep: 1y
  where:
    title: {en: Where, zh: 字段}
    schema: {type: string, format: unit}
    purpose: {en: Says it, zh: 说明}
    keep: 1y
  ends:
    title: {en: Ends, zh: 字段}
    schema: {type: string, format: date}
    purpose: {en: Says it, zh: 说明}
    keep: 1y
  shut:
    title: {en: Shut, zh: 字段}
    schema: {type: string, format: date}
    purpose: {en: Says it, zh: 说明}
    keep: 1y
    sensitivity: personal
  level:
    title: {en: Level, zh: 字段}
    schema: {enum: [I, II]}
    purpose: {en: Says it, zh: 说明}
    keep: 1y
flows:
  post:
    title: {en: Post, zh: 岗位}
    start: empty
    open: {by: [clerk, secretary]}
    states:
      empty: {title: {en: Empty, zh: 空缺}}
      full: {title: {en: Full, zh: 在任}}
      over: {title: {en: Over, zh: 结束}, final: true}
    actions:
      fill:
        title: {en: Fill, zh: 任命}
        from: empty
        to: full
        by: [clerk]
        needs: newcomer
        asks: [where, ends, shut, level]
        does: [{appoint: {role: helper, who: newcomer, unit: where, until: ends}}]
      leave:
        title: {en: Leave, zh: 卸任}
        from: full
        to: over
        by: [clerk, opener, assignee]
        does: [{dismiss: {role: helper, who: newcomer}}]
"""
FILL = "appoint: {role: helper,"
HELPERS = "by: [clerk]\n        needs"
STORM = "modes: {storm: {title: {en: Storm, zh: 风暴}, lasts: 1d, basis: project default}}\n"
BY_HELPER = """\
      call:
        title: {en: Call, zh: 召集}
        from: full
        by: helper
        does: [DOES]
      leave:
"""

EXAMPLES: Mapping[str, tuple[str, str, str]] = {
    "unknown-role": (FILL, "appoint: {role: helpers,", "fill.does.0.appoint.role"),
    "appoint-office": (FILL, "appoint: {role: secretary,", "fill.does.0.appoint.role"),
    "unknown-field": ("who: newcomer, unit", "who: assignee, unit", "appoint.who"),
    "who-not-member": ("who: newcomer, unit", "who: ends, unit", "appoint.who"),
    "appoint-unit-field": ("unit: where", "unit: level", "appoint.unit"),
    "appoint-until-field": ("until: ends", "until: level", "appoint.until"),
    "field-kept-apart": ("until: ends", "until: shut", "appoint.until"),
    "appoint-by": (HELPERS, "by: [clerk, opener]\n        needs", "fill.by.1"),
}
"""Each finding: what is broken, and how its address ends."""


def found(folder: Path, text: str) -> dict[str, Finding]:
    """Lint a profile that is written into a folder; returns its errors by code."""
    (folder / "profile.yaml").write_text(text, encoding="utf-8")
    return {one.code: one for one in lint(load(folder)) if one.severity == "error"}


@pytest.mark.parametrize("role", ["helper", "sage", "adult"])
def test_what_is_held_of_ones_own_will_can_be_given(role: str, tmp_path: Path) -> None:
    """Helpers, who advises, and what only shows something; what the examples break is whole."""
    assert not found(tmp_path, POSTS.replace("role: helper", f"role: {role}"))


@pytest.mark.parametrize("code", EXAMPLES)
def test_a_post_that_no_task_may_fill_is_found(code: str, tmp_path: Path) -> None:
    """Each mistake has its finding at its place, in both languages, with its mend."""
    old, new, address = EXAMPLES[code]
    assert POSTS.count(old) == 1
    finding = found(tmp_path, POSTS.replace(old, new))[code]
    assert finding.address.endswith(address)
    for lang, end in (("en", "."), ("zh", "。")):
        assert finding.text(lang).endswith((end, "?", "？")) and finding.mend(lang).endswith(end)


@pytest.mark.parametrize("right", ["anyone", "opener", "assignee", "system"])
def test_nobody_appoints_without_a_role(right: str, tmp_path: Path) -> None:
    """Whoever comes along, whoever opened it and the engine have none."""
    text = POSTS.replace(HELPERS, f"by: {right}\n        needs")
    assert "appoint-by" in found(tmp_path, text)


def test_everybody_ends_their_own_post_and_the_engine_none(tmp_path: Path) -> None:
    """Whoever has no role in it is looked at when it is done."""
    text = POSTS.replace("[clerk, opener, assignee]", "anyone")
    assert "appoint-by" not in found(tmp_path, text)
    finding = found(tmp_path, POSTS.replace("[clerk, opener, assignee]", "[clerk, system]"))
    assert finding["appoint-by"].address.endswith("leave.by.1")


@pytest.mark.parametrize(
    ("does", "said"),
    [
        ("{appoint: {role: adult, who: newcomer}}", "give roles"),
        ("{dismiss: {role: adult, who: newcomer}}", "end roles"),
        ("{switch_mode: {mode: storm}}", "switch the mode"),
        ("{distribute: {as: errand}}", "give communities tasks"),
    ],
)
def test_a_role_with_power_over_others_is_not_given(does: str, said: str, tmp_path: Path) -> None:
    """So nobody who is appointed appoints the next, nor comes to rule by an open post."""
    text = POSTS.replace("      leave:\n", BY_HELPER.replace("DOES", does), 1)
    finding = found(tmp_path, text + STORM)["appoint-power"]
    assert said in finding.text()
    assert finding.address.endswith((".appoint.role", ".dismiss.role"))


ACCOUNT = """\
accounts:
  points:
    title: {en: Points, zh: 积分}
    COUNTS
    month_cap: 10
    adoption: {flow: vote, state: yes_it_is}
    basis: project default
scoring:
  award:
    title: {en: Award, zh: 奖}
    on: post.call
    to: newcomer
    points: "1.0"
    basis: project default
"""
VOTE = """\
  vote:
    title: {en: Vote, zh: 表决}
    start: asked
    open: {by: clerk}
    states:
      asked: {title: {en: Asked, zh: 待表决}}
      yes_it_is: {title: {en: Yes, zh: 通过}}
      over: {title: {en: Over, zh: 结束}, final: true}
    actions:
      adopt: {title: {en: Adopt, zh: 通过}, from: asked, to: yes_it_is, by: VOTER}
      end: {title: {en: End, zh: 结束}, from: yes_it_is, to: over, by: clerk}
"""


@pytest.mark.parametrize(
    ("counts", "voter", "said"),
    [
        ("", "clerk", "move points"),
        ("counts: hours", "helper", "put a points scheme in force"),
        ("counts: hours", "clerk", None),
    ],
)
def test_nor_one_that_rules_over_points(
    counts: str, voter: str, said: str | None, tmp_path: Path
) -> None:
    """Hours that are only noted are none."""
    call = BY_HELPER.replace("        does: [DOES]\n", "")
    text = POSTS.replace("      leave:\n", call, 1) + VOTE.replace("VOTER", voter)
    finding = found(
        tmp_path, text + ACCOUNT.replace("    COUNTS\n", f"    {counts}\n" if counts else "")
    )
    assert not [code for code in finding if code.startswith("schema")]
    power = finding.get("appoint-power")
    assert (power is None) if said is None else (power is not None and said in power.text())


def test_nor_one_that_sets_limits_aside(tmp_path: Path) -> None:
    """Whoever may claim that life is in danger holds an office."""
    claim = "claim: {field: danger, roles: helper, review: right}"
    text = POSTS + f"limits: {{quiet_hours: {{stance: enforce, {claim}}}}}\n"
    assert "set a limit aside" in found(tmp_path, text)["appoint-power"].text()


def test_every_finding_has_an_example() -> None:
    """Whatever the linter can say here is shown once."""
    assert {*lint_appointing.MESSAGES} == {c for c in EXAMPLES if "appoint" in c} | {
        "appoint-power"
    }
