"""The table of all numbered rules: complete, up to date, and every example is there."""

from __future__ import annotations

import importlib
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import xiangyue_limits
from xiangyue.messages import catalogue
from xiangyue.plugs import KINDS, Limit, limits
from xiangyue_limits import LIMITS
from xiangyue_limits.rows import ROWS, Row
from xiangyue_limits.table import carriers, page

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "plugins" / "LIMITS.md"
EXAMPLES = ROOT / "tests" / "flow" / "limits"

NUMBERS = [f"L{number:02}" for number in range(1, 38)]
MARK = re.compile(r"\[(L:[^\]]+|S:[0-9,]+|D|M)\]")


def test_the_page_is_what_the_limits_say() -> None:
    """Nobody writes it by hand: ``python -m xiangyue_limits.table`` does."""
    written = subprocess.run(
        [sys.executable, "-m", "xiangyue_limits.table"], capture_output=True, check=True
    )
    assert PAGE.read_text(encoding="utf-8") == page() == written.stdout.decode()


def test_it_has_every_rule_once() -> None:
    """No rule of the list is missing, and none is made up."""
    assert [row.number for row in ROWS] == NUMBERS
    assert {number for limit in LIMITS for number in limit.rules} <= {*NUMBERS}


@pytest.mark.parametrize("row", ROWS, ids=NUMBERS)
def test_no_row_is_empty(row: Row) -> None:
    """Each rule is kept by something, stands on something, and says what would fail."""
    kept = carriers(row.number)
    assert kept or row.keepers
    assert MARK.search(row.basis) or (kept and not row.basis)
    for words in (row.asks, row.lifted, *(w for k in row.keepers for w in (k.what, k.fails))):
        assert {*words} == {"en", "zh"}
        assert all(words.values())
    for keeper in row.keepers:
        assert (keeper.code in catalogue()) == (keeper.kind != "later")
    if any(keeper.kind == "linter" for keeper in row.keepers):
        assert (EXAMPLES / row.number / "bad.yaml").exists()


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.name)
def test_each_limit_shows_how_it_fails(limit: type[Limit]) -> None:
    """Scenarios where it reviews, a bad profile where it only judges; other tests play them."""
    folder = EXAMPLES / limit.name
    assert (folder / "profile.yaml").exists()
    assert (folder / ("scenarios.yaml" if limit.kinds else "bad.yaml")).exists()


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.name)
def test_each_limit_is_well_made(limit: type[Limit]) -> None:
    """Name, title, basis, schema and kinds are what profiles, people and the gate rely on."""
    assert re.fullmatch(r"[a-z][a-z0-9_]*", limit.name)
    assert limit.__module__ == f"xiangyue_limits.{limit.name}"
    assert {*limit.title} == {"en", "zh"}
    assert MARK.search(limit.basis)
    assert limit.__doc__
    assert {*limit.kinds} <= {*KINDS}
    assert limit.config_schema["additionalProperties"] is False
    Draft202012Validator.check_schema(dict(limit.config_schema))


def test_every_limit_of_the_package_is_brought() -> None:
    """A file with a limit that nobody lists would limit nothing."""
    here = {
        one
        for module in pkgutil.iter_modules(xiangyue_limits.__path__)
        for one in vars(importlib.import_module(f"xiangyue_limits.{module.name}")).values()
        if isinstance(one, type) and issubclass(one, Limit) and one is not Limit
    }
    assert here == {*LIMITS}
    assert {limit.name for limit in LIMITS} <= {*limits()}
    assert len({limit.name for limit in LIMITS}) == len(LIMITS)
