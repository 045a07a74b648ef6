"""``xiangyue change``: from a draft to its approval and back, as people and scripts read it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest

from xiangyue import Engine
from xiangyue.cli import main

pytestmark = pytest.mark.sqlite

MARKET = str(Path(__file__).parent / "profiles" / "market")
Ran = tuple[int, str, str]
Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process, in a folder of its own, on a market's data, in English."""
    monkeypatch.chdir(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("XIANGYUE_DB", "sqlite:///market.db")
    with Engine("sqlite:///market.db") as engine:
        engine.install(MARKET, "west")
        engine.register("he", roles={"clerk": "west"})
        engine.register("lin", roles={"council": "west"})

    def run(*args: str) -> Ran:
        return main(args), *capsys.readouterr()

    return run


def drafted(run: Run, *args: str) -> Ran:
    """Draft a change as the clerk."""
    why = ("--by", "he", "--reason", "Stalls stay longer.", "--scenarios", MARKET)
    return run("change", "draft", "west", *why, *args)


def test_a_change_is_drafted_approved_and_put_back(run: Run) -> None:
    """Each step says where it stands, and the history tells all of it."""
    code, out, err = drafted(run, "--set", "longest=7", "--json")
    assert (code, err) == (0, "")
    made = orjson.loads(out)["draft"]
    assert made["params"] == {"longest": [5, 7]}
    assert made["ok"]
    code, out, _ = run("change", "show", made["task"])
    assert code == 0
    lines = out.splitlines()
    assert lines[0] == f"{made['task']}  Checked"
    assert lines[1] == "Drafted by he: Stalls stay longer."
    assert re.fullmatch(r"Of \d{4}-\d\d-\d\d, on revision 1; profile market \w{12}, .*", lines[2])
    assert lines[2].endswith(f"content {made['content'][:12]}.")
    assert lines[3] == "~ params.longest: “Longest permit” is 7 instead of 5 (days)."
    assert lines[4] == "Rules read through: 0 mistakes, 0 hints."
    assert lines[5].startswith("! a_week_is_too_long: ")
    assert lines[6] == "Scenarios that come out: 1. In the way: 0."
    assert lines[7] == "What it would have done to past work is not worked out yet."
    code, out, _ = run("change", "approve", made["task"], "--by", "he")
    assert code == 1
    assert out.startswith("That was refused.\nNot your own.")
    assert run("change", "approve", made["task"], "--by", "lin")[0] == 0
    assert "In force" in run("change", "list", "west")[1]
    code, out, _ = run("change", "roll-back", "west", "--by", "he", "--reason", "Too long.")
    assert (code, out.splitlines()[0]) == (0, f"{made['task']}  Undone")
    code, out, _ = run("change", "history", "west", "--json")
    told = [(one["revision"], one["how"], one["why"]) for one in orjson.loads(out)]
    assert told == [
        (3, "put_back", "Too long."),
        (2, "approved", "Stalls stay longer."),
        (1, "installed", None),
    ]
    spoken = run("--lang", "zh", "change", "history", "west")[1]
    assert "恢复原规则" in spoken
    assert "“许可最长天数”由7改为5（days）。" in spoken


def test_what_it_would_have_done_is_told_in_sentences(run: Run) -> None:
    """What is nought is left out; by rules that hold no more it is told, too."""
    made = orjson.loads(drafted(run, "--set", "longest=7", "--json")[1])["draft"]
    counts = {"commands": 120, "flipped": 3, "flipped_refused": 2, "flipped_other": 1}
    points = {
        "points_changed": 4,
        "losing": 2,
        "gaining": 0,
        "points_was": 950,
        "points_would": 800,
    }
    with Engine("sqlite:///market.db") as engine:
        engine._foresee(made["task"], {**counts, **points, "deadlines_missed": 0})
    lines = run("change", "show", made["task"])[1].splitlines()
    assert lines[-3:] == [
        "What it would have done to past work:",
        "  Of 120 commands that were looked at once more 3 would have come out otherwise:"
        " 2 refused, 0 allowed, 0 put off, 1 in another way.",
        "  Points: 8.00 instead of 9.50; 2 would have had less, 0 more.",
    ]
    with Engine("sqlite:///market.db") as engine:
        engine.tune("west", {"longest": 6})
        engine._foresee(made["task"], {"commands": 7, "flipped": 0})
    lines = run("--lang", "zh", "change", "show", made["task"])[1].splitlines()
    assert lines[-3:-1] == [
        "对以往事项的影响（依据的规则已有变更）：",
        "  重新测算7条指令，结果均无变化。",
    ]


def test_what_stands_in_the_way_is_said_and_exits_with_1(run: Run) -> None:
    """Until the draft says that it is meant."""
    cell = ("--cell", "fees.1.fee=2")
    code, out, _ = drafted(run, *cell)
    assert code == 1
    assert "✗ a_small_stall_pays_one: " in out
    task = out.split()[0]
    assert run("change", "approve", task, "--by", "lin")[0] == 1
    assert run("change", "check", task, "--scenarios", MARKET)[0] == 1
    assert drafted(run, *cell, "--meant", "a_small_stall_pays_one")[0] == 0


def test_a_limit_is_drafted_to_hold_otherwise(run: Run, tmp_path: Path) -> None:
    """What was never tried is told, and so is what the record says of the rest."""
    (tmp_path / "market").mkdir()
    text = (Path(MARKET) / "profile.yaml").read_text("utf-8")
    profile = tmp_path / "market" / "profile.yaml"
    profile.write_text(text + "limits: {plain_words: {stance: audit}, workload: {stance: audit}}\n")
    with Engine("sqlite:///market.db") as engine:
        engine.install(profile.parent, "west")
    code, out, _ = drafted(run, "--stance", "workload=enforce")
    assert code == 0
    assert "~ limits.workload.stance: " not in out
    assert "- limits.workload.stance: The limit workload now stands at enforce" in out
    assert "· limits.workload: " in out


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--stance", "workload"), "Write --stance LIMIT=audit, warn or enforce."),
        (("--set", "longest"), "Write --set PARAM=VALUE."),
        (("--set", "longest=11"), "cannot be 11"),
        (("--cell", "fees=2"), "Write --cell TABLE.ROW.COLUMN=VALUE."),
        (("--cell", "fees.9.fee=2"), "Write ROW.COLUMN"),
        (("--unset", "longest"), "changes nothing"),
        (("--set", "longest=7", "--revision", "2"), "no settings revision 2"),
    ],
)
def test_what_cannot_be_drafted_is_said_with_its_mend(
    run: Run, args: tuple[str, ...], said: str
) -> None:
    """And exits with 2."""
    code, _, err = drafted(run, *args)
    assert code == 2
    assert said in err


def test_with_approval_on_profiles_are_not_installed_over(run: Run) -> None:
    """The command line can only draft, too."""
    with Engine("sqlite:///market.db") as engine:
        engine.tune("west", {"by_approval": True})
    assert run("profile", "new", "errand")[0] == 0
    code, _, err = run("profile", "install", "errand", "west", "--by", "he")
    assert code == 2
    assert "Make a draft, “xiangyue change draft”" in err
    why = ("--by", "he", "--reason", "As voted.", "--json")
    code, out, _ = run("change", "draft", "west", "--profile", "errand", *why)
    assert code == 0
    assert orjson.loads(out)["draft"]["checks"]["passed"] > 0


def test_open_tasks_go_on_and_back(run: Run, tmp_path: Path) -> None:
    """A dry run lists what would stay; a plan in a file maps states; back is one command."""
    folder = tmp_path / "other" / "market"
    folder.mkdir(parents=True)
    text = (Path(MARKET) / "profile.yaml").read_text(encoding="utf-8")
    assert "asked" in text
    (folder / "profile.yaml").write_text(text.replace("asked", "heard"), encoding="utf-8")
    with Engine("sqlite:///market.db") as engine:
        made = engine.open("permit", community="west", by="lin", size="small", days=2)
        engine.install(folder, "west")
    sign = ("west", "--by", "he", "--reason", "Other words")
    code, out, _ = run("change", "migrate", *sign, "--dry-run")
    assert code == 1
    assert "The state “Asked” is not there any more." in out
    assert out.splitlines()[-1].startswith("Would go on: 0. Would stay: 1.")
    plan = tmp_path / "plan.yaml"
    plan.write_text("flows: {permit: {asked: heard}}", encoding="utf-8")
    code, out, _ = run("change", "migrate", *sign, "--plan", str(plan), "--json")
    assert (code, orjson.loads(out)["done"]) == (0, 1)
    code, out, _ = run("change", "migrate", *sign, "--back")
    assert (code, out) == (0, "Went back: 1. Stayed: 0. Deadlines moved: 0.\n")
    plan.write_text("flows: {permit: [asked]}", encoding="utf-8")
    code, _, err = run("change", "migrate", *sign, "--plan", str(plan))
    assert code == 2
    assert "plan.yaml:1:" in err
    with Engine("sqlite:///market.db") as engine:
        assert engine.task(made).state == "asked"
        assert engine.verify()
