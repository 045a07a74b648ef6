"""What is written in YAML."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from parser import Parser, said

import xiangyue.cli
from xiangyue import lint, load, plugs, run_scenarios
from xiangyue.time.notices import read_notice

PROFILES = Path(__file__).parents[1] / "flow" / "profiles"


def _profile(path: Path) -> None:
    said(lint(load(path.parent), plugs.limits()))


SHOWN = ("ditch", "errand", "hamlet", "levee", "market", "watchhouse")


def _profile_seeds() -> Sequence[bytes]:
    return tuple((PROFILES / name / "profile.yaml").read_bytes() for name in SHOWN)


STORIES = Path(xiangyue.cli.__path__[0]) / "template"


def _scenario_seeds() -> Sequence[bytes]:
    return ((STORIES / "scenarios.yaml").read_bytes(),)


def _scenario(path: Path) -> None:
    text = (STORIES / "profile.yaml").read_text(encoding="utf-8").replace("NAME", "errands")
    path.with_name("profile.yaml").write_text(text, encoding="utf-8")
    report = run_scenarios(path.parent)
    said(report.findings)
    for result in report.results:
        repr(result).encode()


NOTICE = """country: CN
year: 2027
source: 国办发明电〔2026〕1号
off: [2027-01-01, 2027-02-05..2027-02-12]
work: [2027-01-30]
"""


PARSERS = (
    Parser("profile", _profile_seeds, _profile, "profile.yaml"),
    Parser("scenarios", _scenario_seeds, _scenario, "scenarios.yaml"),
    Parser("notice", lambda: (NOTICE.encode(),), read_notice),
)
