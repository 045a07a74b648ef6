"""A name that is nobody's, or a file that is no store, is refused and changes nothing."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from xiangyue import Engine
from xiangyue.cli import main

pytestmark = pytest.mark.sqlite

DB = "sqlite:///village.db"
Run = Callable[[str], tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in an empty folder, in English."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("XIANGYUE_DB", DB)

    def run(line: str) -> tuple[int, str, str]:
        return main(line.split()), *capsys.readouterr()

    return run


@pytest.fixture
def village(run: Run) -> None:
    """Make a village in which only Li is registered."""
    with Engine(DB) as engine:
        engine.add_unit("xinqi", "village")
        engine.install("base", "xinqi")
        engine.register("li", home="xinqi")


@pytest.mark.parametrize("line", ["db info", "db heads", "verify", "message list xinqi"])
def test_a_file_that_is_no_store_stays_as_it_is(run: Run, line: str) -> None:
    """Whoever only looks into an empty file, or another program's, leaves it alone."""
    import sqlite3

    empty, other = Path("village.db"), Path("other.db")
    empty.touch()
    assert run(line)[:2] == (2, "")
    assert empty.read_bytes() == b""
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE recipe (title TEXT)")
    connection.close()
    before = other.read_bytes()
    code, _, said = run(f"{line} --db sqlite:///other.db")
    assert (code, other.read_bytes()) == (2, before)
    assert "another program" in said
    code, _, said = run(f"{line} --db sqlite:///.")
    assert code == 2 and "folder" in said


@pytest.mark.usefixtures("village")
@pytest.mark.parametrize(
    "line",
    [
        "profile install base xinqi --by nosuch",
        "calendar refresh --by nosuch",
        "message confirm xinqi 1.0 --by nosuch",
        "match xinqi --propose --by nosuch",
        "contact set li sms 13800001111 --by nosuch",
        "contact language li zh --by nosuch",
        "webhook add county https://example.org/hooks --by nosuch",
        "points reset xinqi --by nosuch",
        "participation xinqi --staff nosuch",
        "sheet complaint --community xinqi --task 1 --as nosuch",
    ],
)
def test_nobody_acts_under_a_name_that_is_not_registered(run: Run, line: str) -> None:
    """A mistyped member or role is refused by name, and nothing is recorded."""
    before = run("db info --json")[1]
    code, _, said = run(line)
    assert code == 2 and "“nosuch”" in said
    assert run("db info --json")[1] == before


def test_a_mistyped_community_does_not_begin(run: Run, village: None) -> None:
    """Where there are units, a further community begins only when that is asked for."""
    code, _, said = run("profile install base xinqu --by li")
    assert code == 2 and "“xinqi”" in said
    assert run("profile install base shanhe --by li --new")[0] == 0


def test_the_first_community_begins_before_anybody_is_registered(run: Run) -> None:
    """An empty store takes its first community from whoever sets it up."""
    assert run("profile install base xinqi --by li")[0] == 0


@pytest.mark.parametrize("reading", ["xiangyue.errors", "sqlalchemy.engine", "typer.core"])
def test_an_interrupt_while_it_is_read_is_quiet(reading: str) -> None:
    """Control-C ends the console script with 130, however early, and leaves no traceback."""
    # Whoever runs the tests may be deaf to Control-C, as what a shell puts in the background is.
    code = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
        "import sys, xiangyue_start; sys.exit(xiangyue_start.main())"
    )
    command = [sys.executable, "-X", "importtime", "-c", code, "profile", "list"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL) as script:
        assert script.stderr
        for line in script.stderr:
            if line.rstrip().endswith(f" {reading}".encode()):
                script.send_signal(signal.SIGINT)
                break
        said = script.stderr.read()
    assert script.returncode == 130
    assert b"Traceback" not in said
