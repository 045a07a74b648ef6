"""The README's example runs as it stands, and prints what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.sqlite

README = Path(__file__).parents[2] / "README.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks() -> dict[str, str]:
    """Return the first block of each language."""
    found = BLOCK.findall(README.read_text(encoding="utf-8"))
    return dict(reversed([(language, body) for language, body in found]))


def test_the_example_does_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Line by line; ``...`` stands for any lines."""
    monkeypatch.chdir(tmp_path)
    example = blocks()
    exec(compile(example["python"], str(README), "exec"), {})
    said = capsys.readouterr().out
    parts = [re.escape(part) for part in example["text"].split("...\n")]
    assert re.fullmatch("(?s:.*)".join(parts), said), said
    assert [path.name for path in tmp_path.glob("*.db")] == ["village.db"]


def test_the_example_is_short() -> None:
    """What one must know to embed the engine fits on a quarter of a page."""
    lines = [line for line in blocks()["python"].splitlines() if line.strip()]
    assert len(lines) <= 18
