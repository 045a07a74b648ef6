"""What the engine's README shows of feed and webhooks runs as it stands."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from xiangyue import Engine
from xiangyue.work.feed import PREFIX, TYPES

pytestmark = pytest.mark.sqlite

README = Path(__file__).parents[2] / "engine" / "README.md"
SECTION = README.read_text(encoding="utf-8").partition("## The feed and webhooks")[2]
SECTION = SECTION.partition("\n## ")[0]
BLOCKS = re.findall(r"^```python\n(.*?)^```$", SECTION, re.MULTILINE | re.DOTALL)


def test_the_examples_run(
    village: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Five lines each, on a village where something has happened."""
    file = shutil.copy(village, tmp_path / "village.db")
    with Engine(f"sqlite:///{file}") as engine:
        for block in BLOCKS:
            assert len(block.splitlines()) <= 5
            exec(compile(block, str(README), "exec"), {"engine": engine})
    said = capsys.readouterr().out
    assert "org.xiangyue.task.refused xinqi/" in said
    assert "county [('shanhe', 0, None)" in said
    assert len(BLOCKS) == 2


def test_every_type_is_named() -> None:
    """Who subscribes finds each type that there is."""
    for name in TYPES:
        group, _, rest = name.removeprefix(PREFIX).partition(".")
        assert f"`{group}.{rest}`" in SECTION or f"`.{rest}`" in SECTION, name
