"""Capable people: any type may take them, and nothing of theirs brings points."""

from __future__ import annotations

from pathlib import Path

import pytest

from xiangyue import lint, load
from xiangyue.plugs import limits, packs
from xiangyue.study import run_scenarios

pytestmark = pytest.mark.sqlite

RIVER_VILLAGE = """\
profile: river-village
title: {en: Village by the river, zh: 沿江村}
languages: [en, zh]
extends:
  - profile: capable-people
    without:
      - flows.points_adoption
      - flows.points_appeal
      - flows.points_review
      - flows.points_settlement
      - flows.points_exchange
      - accounts.points
      - tables.quorum
      - scoring
limits:
  human_review:
    config: {formal: [complaint.close, rules_review.close, fit_review.close, rule_change.settle]}
"""


def test_another_type_takes_them_without_any_points(tmp_path: Path) -> None:
    """It lints clean, and inherited scenarios show all of it."""
    folder = tmp_path / "river-village"
    folder.mkdir()
    (folder / "profile.yaml").write_text(RIVER_VILLAGE, encoding="utf-8")
    assert not [str(finding) for finding in lint(load(folder, packs()), limits())]
    report = run_scenarios(folder)
    assert report, str(report)
    assert not report.coverage.missing


def test_in_a_village_with_points_they_neither_give_nor_earn_any() -> None:
    """No scoring rule stands on their flows, nor on any action that they may take."""
    profile = load("resource-scarce-rural", packs()).profile
    assert profile
    assert profile.roles["capable_person"].advisory
    for rule in profile.scoring.values():
        flow = profile.flows[rule.flow]
        step = flow.opening if rule.action == "open" else flow.actions[rule.action]
        assert rule.flow not in ("capable_help", "village_project", "mediation")
        assert "capable_person" not in step.by
