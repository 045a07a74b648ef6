"""``xiangyue plugin``: what is listed, what is checked, and with which exit code it ends."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

from xiangyue.cli import main
from xiangyue.plugs import limits

pytestmark = pytest.mark.sqlite

LIMIT = """
from xiangyue.plugs import ALLOW, Limit, hookimpl


class Odd(Limit):
    name = "odd"
    title = {"en": "Odd", "zh": "奇怪"}
    basis = "BASIS"
    rules = ("L17",)
    kinds = ("message",)

    def review(self, case, config, facts):
        return ALLOW


MARK
def xiangyue_limits():
    return (Odd(),)
"""

OURS = frozenset(limits())  # asked before anything else is installed

Ran = tuple[int, str, str]
Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in this process, in English."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")

    def run(*args: str) -> Ran:
        return main(args), *capsys.readouterr()

    return run


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Install a package ``odd-limits``, whose entry point ``odd`` names a module of its own."""
    monkeypatch.syspath_prepend(str(tmp_path))

    def install(module: str, *, basis: str = "[D] ours", mark: str = "@hookimpl") -> None:
        text = LIMIT.replace("BASIS", basis).replace("MARK", mark)
        (tmp_path / f"{module}.py").write_text(text, encoding="utf-8")
        info = tmp_path / "odd_limits-1.dist-info"
        info.mkdir()
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: odd-limits\nVersion: 1\n")
        (info / "entry_points.txt").write_text(f"[xiangyue.limits]\nodd = {module}\n")

    return install


def checked(ran: Ran) -> Any:
    """Return the document of a check."""
    return orjson.loads(ran[1])


def test_a_stranger_stands_beside_our_own(run: Run, install: Callable[..., None]) -> None:
    """Every limit is listed with its title, its rules and the package that brings it."""
    install("odd_sound")
    code, out, err = run("plugin", "list", "--json")
    rows = {row["limit"]: row for row in orjson.loads(out)}
    assert (code, err) == (0, "")
    assert rows["odd"] == {
        "limit": "odd",
        "title": {"en": "Odd", "zh": "奇怪"},
        "rules": ["L17"],
        "plugin": "odd",
        "distribution": "odd-limits",
    }
    assert {name for name, row in rows.items() if row["distribution"] == "xiangyue"} == OURS
    assert "Odd  " in run("plugin", "list")[1]
    assert "奇怪" in run("--lang", "zh", "plugin", "list")[1]


@pytest.mark.parametrize("name", ["odd-limits", "Odd_Limits", "odd"])
def test_a_sound_plugin_passes(run: Run, install: Callable[..., None], name: str) -> None:
    """It is found by its package, however that is spelt, or by its entry point."""
    install("odd_sound")
    code, out, err = run("plugin", "check", name)
    assert (code, err) == (0, "")
    assert out.startswith("odd: ok  (allow ")
    assert out.endswith("Limits: 1, wrong: 0.\n")


def test_a_wrong_limit_is_named(run: Run, install: Callable[..., None]) -> None:
    """What is wrong is said to people and to scripts, and the exit code is 1."""
    install("odd_wrong", basis="none")
    code, out, _ = run("plugin", "check", "odd")
    assert code == 1
    assert "odd: does not conform" in out
    assert "  error conformance-basis: It does not say on what it stands: 'none'." in out
    ran = run("plugin", "check", "odd", "--json")
    assert ran[0] == 1
    (limit,) = checked(ran)["limits"]
    assert not limit["ok"]
    assert [problem["code"] for problem in limit["problems"]] == ["conformance-basis"]


def test_a_plugin_that_cannot_be_loaded_is_said(run: Run, install: Callable[..., None]) -> None:
    """The others are listed all the same."""
    install("odd_broken", mark="import nothing_of_that_name")
    code, out, err = run("plugin", "list")
    assert (code, "no_checkin" in out, "nothing_of_that_name" in err) == (1, True, True)
    code, out, err = run("plugin", "check", "odd", "--json")
    assert (code, checked((code, out, err))["bad"], "nothing_of_that_name" in err) == (1, 1, True)


def test_a_plugin_that_brings_nothing_is_said(run: Run, install: Callable[..., None]) -> None:
    """Whoever forgets the mark of the hook is told."""
    install("odd_empty", mark="")
    code, out, err = run("plugin", "check", "odd", "--json")
    assert (code, checked((code, out, err))["limits"]) == (1, [])
    assert "brings no limits" in err


def test_an_unknown_plugin_is_misuse(run: Run) -> None:
    """The exit code is 2, and what is installed is named."""
    code, out, err = run("plugin", "check", "nobody")
    assert (code, out) == (2, "")
    assert "xiangyue" in err
