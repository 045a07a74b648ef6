"""What the engine's README shows of simulation runs as it stands."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from xiangyue.cli.lookup import sound
from xiangyue.study.simulate import read_model, read_shocks, simulation_schema

pytestmark = pytest.mark.sqlite

README = Path(__file__).parents[2] / "engine" / "README.md"
SECTION = README.read_text(encoding="utf-8").partition("\n## Simulation\n")[2]
SECTION = SECTION.partition("\n## ")[0]


def blocks(language: str) -> list[str]:
    """Return the examples in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", SECTION, re.MULTILINE | re.DOTALL)


def test_the_examples_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The model, the flood and the few lines of Python, on a shipped profile."""
    profile = sound("resource-scarce-rural")
    people, flood = (tmp_path / name for name in ("people.yaml", "flood.yaml"))
    for file, text in zip((people, flood), blocks("yaml"), strict=True):
        file.write_text(text, encoding="utf-8")
    model = read_model(people, profile)
    shocks = read_shocks(flood, profile, [one.id for one in model.arrivals or ()])
    (code,) = blocks("python")
    smaller = code.replace("communities=2, days=10, repetitions=3", "days=22, workers=1")
    assert smaller != code
    known: dict[str, Any] = {"profile": profile, "people": model, "shocks": shocks}
    exec(compile(smaller, str(README), "exec"), known)
    assert "Interval" in capsys.readouterr().out
    found = known["found"].total
    assert not {name for name in found.stuck if name.startswith("script")}
    assert found.asked["accepted"] > 0
    assert found.flows["activation", "opened"] == 1


def test_the_schemas_are_those_of_the_files() -> None:
    """Editors can hold both files against them."""
    assert simulation_schema("model")["$id"] == "urn:xiangyue:model:1"
    assert simulation_schema("shock")["$id"] == "urn:xiangyue:shocks:1"
