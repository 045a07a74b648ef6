"""The first-party limits, through the door that strangers use."""

from __future__ import annotations

from pathlib import Path

import pytest

from xiangyue import lint, load
from xiangyue.plugs import limits

PROFILE = """
profile: village
title: {en: Village, zh: 村}
languages: [en, zh]
roles:
  cadre: {title: {en: Cadre, zh: 干部}}
flows:
  visit:
    title: {en: Visit, zh: 走访}
    start: planned
    open: {by: cadre}
    states:
      planned: {title: {en: Planned, zh: 已计划}}
      done: {title: {en: Done, zh: 已完成}, final: true}
    actions:
      ID: {title: {en: EN, zh: ZH}, from: planned, to: done, by: cadre}
limits:
  no_checkin: {stance: STANCE}
"""


def found(folder: Path, name: str, en: str, zh: str, stance: str = "enforce") -> list[str]:
    """Lint a profile whose one action has these names; return code, severity and place."""
    home = folder / "village"
    home.mkdir()
    words = {"ID": name, "EN": en, "ZH": zh, "STANCE": stance}
    text = PROFILE
    for mark, word in words.items():
        text = text.replace(mark, word)
    (home / "profile.yaml").write_text(text, encoding="utf-8")
    findings = lint(load(home), limits())
    return [f"{f.code} {f.severity} {f.place.line}" for f in findings]


@pytest.mark.parametrize(
    ("name", "en", "zh"),
    [
        ("check_in", "Arrive", "到达"),
        ("arrive", "Clock in at the office", "到达"),
        ("arrive", "Arrive", "打卡"),
        ("arrive", "Arrive", "网格员签到"),
    ],
)
def test_a_check_in_is_refused_by_id_or_title_in_either_language(
    tmp_path: Path, name: str, en: str, zh: str
) -> None:
    """Whatever it is called, a check-in does not pass the linter (L01)."""
    assert found(tmp_path, name, en, zh) == ["limit-broken error 16"]


def test_a_result_is_no_check_in(tmp_path: Path) -> None:
    """Reporting what was achieved is allowed, and so are words that only look alike."""
    assert found(tmp_path, "finish", "Check inside the shed", "报告结果") == []


def test_an_audited_limit_only_warns(tmp_path: Path) -> None:
    """The binding's stance says how severe a breach is."""
    assert found(tmp_path, "check_in", "Arrive", "到达", "audit") == ["limit-broken warning 16"]
