"""What the linter says where those who may only advise would decide."""

from __future__ import annotations

from pathlib import Path

import pytest

from xiangyue.lint import lint
from xiangyue.profile import load

PROFILE = """\
profile: child
title: {{en: Child, zh: 子方案}}
languages: [en, zh]
roles:
  committee: {{title: {{en: Committee, zh: 村委会}}, at: village}}
  elder: {{title: {{en: Elder, zh: 长者}}, at: village, advisory: {advisory}}}
flows:
  talk:
    title: {{en: Talk, zh: 议事}}
    start: asked
    open: {{by: committee}}
    states:
      asked: {{title: {{en: Asked, zh: 已邀请}}{due}}}
      over: {{title: {{en: Over, zh: 已结束}}, final: true}}
    actions:
      agree:
        title: {{en: Agree, zh: 同意}}
        from: asked
        to: over
        by: {by}
{more}
"""
LAPSE = """\
      lapse: {title: {en: Lapse, zh: 到期}, from: asked, to: over, by: system}
"""
POINTS = """\
scoring:
  praise:
    title: {en: Praise, zh: 加分}
    on: talk.agree
    to: opener
    points: "1"
    basis: project default
"""


def codes(folder: Path, **parts: str) -> set[str]:
    """Return which of its own findings the linter has about the profile."""
    given = {"advisory": "true", "by": "elder", "due": "", "more": "", **parts}
    (folder / "profile.yaml").write_text(PROFILE.format(**given), encoding="utf-8")
    found = lint(load(folder))
    return {finding.code for finding in found if finding.code.startswith("advisory")}


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({}, {"advisory-veto"}),
        ({"advisory": "false"}, set()),
        ({"by": "[elder, committee]"}, set()),
        ({"due": ", due: {after: 5d, then: lapse, basis: project default}", "more": LAPSE}, set()),
        ({"more": POINTS}, {"advisory-veto", "advisory-points"}),
        ({"by": "[elder, committee]", "more": POINTS}, {"advisory-points"}),
    ],
)
def test_whoever_advises_holds_nobody_up_and_gives_no_points(
    tmp_path: Path, parts: dict[str, str], expected: set[str]
) -> None:
    """Somebody else, or time, leads each task on; and no points hang on their word."""
    assert codes(tmp_path, **parts) == expected
