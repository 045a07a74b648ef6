"""``xiangyue rollup``: how what was distributed stands, as people and scripts read it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import orjson
import pytest
from offices import MONDAY, day, instruct, settle

from xiangyue import Engine
from xiangyue.cli import main

pytestmark = pytest.mark.sqlite

Ran = tuple[int, str, str]
Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process, in a folder of its own, in English."""
    monkeypatch.chdir(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("XIANGYUE_DB", "sqlite:///street.db")

    def run(*args: str) -> Ran:
        return main(args), *capsys.readouterr()

    return run


@pytest.fixture
def sent(run: Run) -> str:
    """Distribute to four communities: one done, one returned, one received, one without profile."""
    del run
    with Engine("sqlite:///street.db") as engine:
        settle(engine, 3, bare=1)
        sent = instruct(engine)
        tasks = {d.command.community: d for d in engine.tick(MONDAY)}
        for action in ("accept", "finish"):
            data = {"result": "All clear"} if action == "finish" else {}
            assert engine.act(tasks["c2"], action, by="wang2", data=data, now=day(1))
        assert engine.act(tasks["c0"], "return", by="wang0", note="ill", now=day(1))
        engine.tick(day(1))
    return sent.ref


def test_it_is_told_in_the_order_of_the_tree(run: Run, sent: str) -> None:
    """Each community with its state, its deadline and why it did not take it in."""
    code, out, err = run("rollup", sent)
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == f"{sent}  Drains"
    assert lines[1].startswith("Communities: 4 (not taken in 1, received 1, returned 1, done 1)")
    rows = [line.replace(",", "").split()[:2] for line in lines if line[:1] == "c"]
    assert rows == [["c0", "returned"], ["c2", "done"], ["c1", "received"], ["c3", "not"], rows[4]]
    assert "Install a profile" in lines[-2]
    assert lines[-1] == "Nothing is on its way: this is what the communities say."
    assert "All clear" not in out
    assert max(map(len, lines[:8])) <= 80


def test_results_and_groups_are_shown_where_they_are_asked_for(run: Run, sent: str) -> None:
    """By the community's own name of the field, and by the units of a level."""
    _, out, _ = run("rollup", sent, "--results", "--level", "subdistrict")
    assert "c2: Result: All clear" in out
    lines = [line.split()[:5] for line in out.splitlines()]
    assert ["dong", "0", "0", "1", "1"] in lines
    assert ["xi", "1", "1", "0", "0"] in lines


def test_a_script_reads_the_same(run: Run, sent: str) -> None:
    """States, reasons and results as JSON, with the codes of the reasons."""
    _, out, _ = run("rollup", sent, "--results", "--json")
    found = orjson.loads(out)
    assert (found["task"], found["lag"]) == (sent, 0)
    by_name = {one["community"]: one for one in found["communities"]}
    assert by_name["c2"]["result"] == {"result": "All clear"}
    assert by_name["c3"]["reasons"] == ["community-unknown"]
    assert by_name["c0"]["late"] is False


def test_what_is_on_its_way_is_said(run: Run) -> None:
    """And for how long, so that nobody takes it for the whole."""
    with Engine("sqlite:///street.db") as engine:
        settle(engine)
        sent = instruct(engine)
    _, out, _ = run("rollup", sent.ref)
    assert "On its way still: 3, due for" in out
    _, out, _ = run("--lang", "zh", "rollup", sent.ref)
    assert "仍有 3 件在途" in out


def test_what_was_never_distributed_says_so(run: Run, sent: str) -> None:
    """Such a task is no mistake; one that does not exist is."""
    with Engine("sqlite:///street.db") as engine:
        task = engine.open("instruction", community="dong", by="qian", content="x", now=MONDAY)
    assert "distributed to nobody yet" in run("rollup", task.ref)[1]
    code, _, err = run("rollup", "dong/none")
    assert (code, "none" in err) == (2, True)
    code, _, err = run("rollup", sent, "--level", "planet")
    assert (code, "planet" in err) == (2, True)
