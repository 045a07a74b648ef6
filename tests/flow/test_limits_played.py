"""The limits at work: each has a profile whose scenarios show what it lets pass and what not.

Where a limit judges profiles too, ``bad.yaml`` beside it is one that it refuses.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from xiangyue import lint, load
from xiangyue.plugs import limits
from xiangyue.study import ScenarioCase, scenario_cases

pytestmark = pytest.mark.sqlite

LIMITS = Path(__file__).parent / "limits"
PLAYED = sorted(file.parent.name for file in LIMITS.glob("*/scenarios.yaml"))
REFUSED = sorted({file.parent.name for file in LIMITS.glob("*/bad.yaml")} & limits().keys())
CASES = [(name, case) for name in PLAYED for case in scenario_cases(LIMITS / name)]


def test_they_are_all_found() -> None:
    """The lists are not empty by mistake."""
    assert {"quiet_hours", "training"} <= {*PLAYED}
    assert {"reply_time", "group_life"} <= {*REFUSED}


@pytest.mark.parametrize("name", PLAYED)
def test_its_profile_lints_clean(name: str) -> None:
    """What keeps a limit does not break it when it is linted."""
    assert not [str(finding) for finding in lint(load(LIMITS / name), limits())]


@pytest.mark.parametrize(("name", "case"), CASES, ids=[f"{name}-{case}" for name, case in CASES])
def test_its_scenarios_come_out(name: str, case: ScenarioCase) -> None:
    """What the limit should say is what it says."""
    assert case.run().ok, name


@pytest.mark.parametrize("name", REFUSED)
def test_a_profile_that_breaks_it_is_refused(name: str, tmp_path: Path) -> None:
    """The linter says which limit; nothing else is wrong with the profile."""
    bad = LIMITS / name / "bad.yaml"
    home = tmp_path / name
    home.mkdir()
    (home / "profile.yaml").write_text(bad.read_text(encoding="utf-8"), encoding="utf-8")
    errors = [finding for finding in lint(load(home), limits()) if finding.severity == "error"]
    assert {(finding.code, finding.values.get("limit")) for finding in errors} == {
        ("limit-broken", name)
    }, "\n".join(map(str, errors))
