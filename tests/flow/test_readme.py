"""The README's examples and commands run as they stand."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from xiangyue import Engine

pytestmark = pytest.mark.sqlite

README = Path(__file__).parents[2] / "README.md"
TEXT = README.read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks() -> dict[str, str]:
    """Return the first block of each language."""
    found = BLOCK.findall(TEXT)
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


def test_what_comes_in_has_a_ref(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The three lines after ``receive`` run in the village of the example."""
    monkeypatch.chdir(tmp_path)
    first, second, *_ = [body for language, body in BLOCK.findall(TEXT) if language == "python"]
    exec(compile(first, str(README), "exec"), {})
    capsys.readouterr()
    with Engine("sqlite:///village.db") as engine:
        exec(compile(second, str(README), "exec"), {"engine": engine})
    assert capsys.readouterr().out.startswith("resident_matter ['")


def test_every_line_to_copy_runs(tmp_path: Path) -> None:
    """All commands up to the database of many machines, one after the other in one folder."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    kept = {name: v for name, v in os.environ.items() if not name.startswith("XIANGYUE_")}
    env = {**kept, "PATH": path, "LANG": "C.UTF-8", "TMPDIR": str(tmp_path)}
    ran = 0
    for line in re.findall(r"^\$ (.*?)(?: +#.*)?$", TEXT, re.MULTILINE):
        if line.startswith("make "):
            continue
        if line.startswith("export "):
            name, _, value = line.removeprefix("export ").partition("=")
            env[name] = value
            continue
        if "log.xes.gz" in line and not (tmp_path / "log.xes.gz").exists():
            run("xiangyue demo --log", tmp_path, env)
            (made,) = tmp_path.glob("xiangyue-demo-*/*.xes.gz")
            made.rename(tmp_path / "log.xes.gz")
        run(line, tmp_path, env)
        ran += 1
    assert ran >= 18


def run(line: str, folder: Path, env: dict[str, str]) -> None:
    """Run a line as a reader does; it must not fail."""
    done = subprocess.run(
        shlex.split(line), cwd=folder, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
