"""Whatever a file holds, it is read, or refused in words; nothing else comes of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import pytest
from bounds import bounded
from hostile import FILES, SLOW
from hypothesis import HealthCheck, Phase, given, settings
from mutating import Plan, mutated, plans
from parser import Parser, said
from parsers import PARSERS

from xiangyue.errors import XiangyueError

SOAKED = float(os.environ.get("XIANGYUE_FUZZ_SECONDS", "600"))
"""How long each parser is tried in the soak."""

HERE = Path(__file__).parent
FEW, MANY = 20, 500

every = pytest.mark.parametrize("parser", PARSERS, ids=lambda parser: parser.name)
large = [parser for parser in PARSERS if parser.grown]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder that holds nothing else, and is the working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@cache
def seeds(parser: Parser) -> tuple[bytes, ...]:
    """Return the seeds of a parser."""
    return tuple(parser.seeds())


def taken(parser: Parser, folder: Path, data: bytes) -> str:
    """Let a parser read a file; returns the code of its refusal, or nothing."""
    path = folder / parser.file
    path.write_bytes(data)
    try:
        with bounded():
            parser.call(path)
    except XiangyueError as error:
        said([error])
        return error.code
    return ""


def trying(parser: Parser, folder: Path, examples: int, *, again: bool) -> Callable[[], None]:
    """Return what tries a parser on so many files that are nearly right, ``again`` the same."""

    @settings(
        max_examples=examples,
        database=None,
        suppress_health_check=[*HealthCheck],
        phases=[Phase.generate, Phase.shrink],
        derandomize=again,
    )
    @given(plan=plans())
    def read(plan: Plan) -> None:
        taken(parser, folder, mutated(seeds(parser), plan))

    return read


@every
def test_seeds_are_read(parser: Parser, folder: Path) -> None:
    """What is changed is right before: else a parser would only ever see its first bytes."""
    assert [taken(parser, folder, seed) for seed in seeds(parser)] == [""] * len(seeds(parser))


@every
def test_what_is_nearly_right_is_read_or_refused_in_words(parser: Parser, folder: Path) -> None:
    """Bytes, values, tags, cells and parts are changed: a few files for each parser."""
    trying(parser, folder, FEW, again=True)()


@pytest.mark.soak
@every
def test_nothing_that_is_nearly_right_does_harm(
    parser: Parser, folder: Path, record_property: Callable[[str, object], None]
) -> None:
    """Ten minutes each, with other files each time."""
    count, until = 0, time.monotonic() + SOAKED
    while time.monotonic() < until:
        trying(parser, folder, MANY, again=False)()
        count += MANY
    record_property("faults", f"{parser.name}: {count} files that were nearly right, no harm done")


def child(folder: Path, *said: str) -> dict[str, str]:
    """Run parsers in a process of their own; returns what came of each file."""
    run = subprocess.run(
        [sys.executable, HERE / "child.py", *said],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": f"{HERE}{os.pathsep}{HERE.parent / 'support'}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    found: dict[str, str] = json.loads(run.stdout)
    return found


@pytest.mark.parametrize(
    "files", [FILES, pytest.param(SLOW, marks=pytest.mark.soak)], ids=["quick", "slow"]
)
def test_hostile_files_are_refused_within_bounds(files: Sequence[str], tmp_path: Path) -> None:
    """Bombs, entities, endless lines, depths, pipes: no parser takes much, or falls over."""
    found = child(tmp_path, "hostile", *files)
    assert len(found) == len(files) * len(PARSERS)
    assert {name: outcome for name, outcome in found.items() if outcome.startswith("!")} == {}
    assert [name for name, outcome in found.items() if outcome == "read"] == []


@pytest.mark.soak
@pytest.mark.parametrize("parser", large, ids=lambda parser: parser.name)
def test_a_file_of_a_hundred_megabytes_is_read(
    parser: Parser, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """In a process that may take two gigabytes; how much it took is printed."""
    (told,) = child(tmp_path, "large", parser.name).values()
    assert not told.startswith("!"), told
    record_property("faults", f"{parser.name}: 100 MB {told}")
