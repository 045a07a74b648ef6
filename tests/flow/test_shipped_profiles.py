"""The shipped profiles: they lint clean, and their scenarios show all that they do."""

from __future__ import annotations

from pathlib import Path

import pytest

from xiangyue import lint, load
from xiangyue.plugs import limits
from xiangyue.study import ScenarioCase, run_scenarios, scenario_cases

pytestmark = pytest.mark.sqlite

PACK = Path(__file__).parents[2] / "profiles" / "xiangyue_profiles"
SHIPPED = sorted(file.parent.name for file in PACK.glob("*/profile.yaml"))
CASES = [(name, case) for name in SHIPPED for case in scenario_cases(PACK / name)]


def test_they_are_all_found() -> None:
    """The list is not empty by mistake."""
    assert {"base", "resource-scarce-rural"} <= {*SHIPPED}


@pytest.mark.parametrize("name", SHIPPED)
def test_it_lints_clean(name: str) -> None:
    """Not even a warning, with the installed limits too."""
    assert not [str(finding) for finding in lint(load(PACK / name), limits())]


@pytest.mark.parametrize(("name", "case"), CASES, ids=[f"{name}-{case}" for name, case in CASES])
def test_its_scenarios_come_out(name: str, case: ScenarioCase) -> None:
    """What is worked out by hand is what the engine does."""
    assert case.run().ok, name


@pytest.mark.parametrize("name", SHIPPED)
def test_its_scenarios_show_all_of_it(name: str) -> None:
    """Every state, action, guard and table row is seen at least once."""
    report = run_scenarios(PACK / name)
    assert report, str(report)
    assert not report.coverage.missing
