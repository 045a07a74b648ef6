"""Every folder of ``limits``: what a limit accepts, what it says, and what it refuses.

``profile.yaml`` lints clean and plays its ``scenarios.yaml``; ``bad.yaml`` is refused by the limit
of the folder's name, or, in a folder named after a rule, by what the table says keeps it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from xiangyue import lint, load
from xiangyue.plugs import limits
from xiangyue.study import ScenarioCase, run_scenarios, scenario_cases
from xiangyue_limits.rows import ROWS

pytestmark = pytest.mark.sqlite

HERE = Path(__file__).parent / "limits"
GOOD = sorted(file.parent.name for file in HERE.glob("*/profile.yaml"))
PLAYED = sorted(file.parent.name for file in HERE.glob("*/scenarios.yaml"))
BAD = sorted(file.parent.name for file in HERE.glob("*/bad.yaml"))
LINTER = {row.number: {k.code for k in row.keepers if k.kind == "linter"} for row in ROWS}
OF_LIMITS = [name for name in BAD if name not in LINTER]
OF_LINTER = [name for name in BAD if name in LINTER]

CASES = [(name, case) for name in PLAYED for case in scenario_cases(HERE / name)]


def test_they_are_all_found() -> None:
    """The lists are not empty by mistake, and no folder is left over."""
    assert GOOD
    assert CASES
    assert BAD
    assert {*PLAYED} <= {*GOOD}
    assert {*GOOD, *BAD} == {folder.name for folder in HERE.iterdir()}


@pytest.mark.parametrize("name", GOOD)
def test_what_it_accepts_lints_clean(name: str) -> None:
    """Not even a warning."""
    assert not [str(finding) for finding in lint(load(HERE / name), limits())]


@pytest.mark.parametrize(("name", "case"), CASES, ids=[f"{name}-{case}" for name, case in CASES])
def test_its_scenarios_come_out(name: str, case: ScenarioCase) -> None:
    """Allowed, refused, put off or lifted: as it was worked out by hand."""
    assert case.run().ok, name


@pytest.mark.parametrize("name", [name for name in PLAYED if name in limits()])
def test_in_its_scenarios_the_limit_speaks(name: str) -> None:
    """A limit that only ever allows would show nothing."""
    report = run_scenarios(HERE / name)
    assert report.coverage.limits.total
    assert not report.coverage.limits.missing


@pytest.mark.parametrize("name", OF_LIMITS)
def test_what_it_refuses_is_refused_by_it_alone(name: str, tmp_path: Path) -> None:
    """The limit is what stands in the way: lifted, the profile passes it."""
    bad = HERE / name / "bad.yaml"
    findings = lint(load(bad), limits())
    assert findings
    assert {(f.code, f.severity, f.values["limit"]) for f in findings} == {
        ("limit-broken", "error", name)
    }
    text = bad.read_text(encoding="utf-8")
    assert text.count("stance: enforce") == 1
    lifted = tmp_path / name / "profile.yaml"
    lifted.parent.mkdir()
    lifted.write_text(text.replace("stance: enforce", "stance: lifted"), encoding="utf-8")
    assert not [str(f) for f in lint(load(lifted), limits()) if f.severity == "error"]


@pytest.mark.parametrize("name", OF_LINTER)
def test_what_the_linter_refuses_is_refused_for_that(name: str) -> None:
    """The finding is the one that the table names."""
    codes = {finding.code for finding in lint(load(HERE / name / "bad.yaml"), limits())}
    assert LINTER[name]
    assert LINTER[name] <= codes
