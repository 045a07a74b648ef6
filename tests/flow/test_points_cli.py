"""``xiangyue points``: what a villager reads, and what hangs on the notice board."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from points import START, VILLAGE, adopt, appeal, done, exchange, number, on, score, settle

from xiangyue import Engine
from xiangyue.cli import main

pytestmark = pytest.mark.sqlite

Ran = tuple[int, str, str]
Run = Callable[..., Ran]

MAY = ("--account", "house", "--month", "2024-05")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with the village's store, in English."""
    monkeypatch.chdir(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("XIANGYUE_DB", "sqlite:///village.db")
    return tmp_path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process."""

    def run(*args: str) -> Ran:
        return main(args), *capsys.readouterr()

    return run


@pytest.fixture
def award(here: Path) -> str:
    """Let a month pass; returns the number of an entry that was capped, and corrected since."""
    with Engine("sqlite:///village.db") as engine:
        settle(engine)
        adopt(engine)
        engine.register("h07", home=VILLAGE, kind="household", name="=1+1", now=START)
        engine.consent("h07", "naming", by="li", now=START)
        done(score(engine, "award_house", "h02", 3, kind="water", now=on(5, 5)))
        capped = done(score(engine, "award_house", "h02", 3, kind="water", now=on(5, 6)))
        done(exchange(engine, "h02", 2, now=on(5, 7)))
        done(appeal(engine, "h02", number(capped), 2.5, now=on(5, 8)))
        done(score(engine, "award_light", "h07", 4, now=on(5, 8)))
        done(score(engine, "award_light", "h01", 1, now=on(5, 9)))
        opened = engine.open(
            "review", community=VILLAGE, by="sun", who="h01", note="so", now=on(5, 9)
        )
        done(opened)
    return number(capped)


def document(ran: Ran) -> Any:
    """Return standard output as the one JSON document that it must be."""
    assert ran[0] == 0
    return orjson.loads(ran[1])


# --- statement ------------------------------------------------------------------------------------


def test_a_statement_reads_like_a_bank_book(run: Run, award: str) -> None:
    """Entry, day, what for, points, balance; below, what can be spent and how to ask on."""
    code, out, _ = run("points", "statement", VILLAGE, "h02", *MAY)
    lines = [re.split(r"\s{2,}", line.strip()) for line in out.splitlines()]
    assert code == 0
    assert ["5.0", "2024-05-05", "Points that everybody begins with", "5.00", "5.00"] in lines
    assert ["5.1", "2024-05-05", "Award to a household (water)", "3.00", "8.00"] in lines
    assert [award, "2024-05-06", "Award to a household (water)", "1.00", "9.00"] in lines
    assert any(line[2:4] == [f"Correction of {award}", "1.50"] for line in lines)
    assert ["Carried forward: 8.50"] in lines
    assert ["Of these can be exchanged: 3.50"] in lines
    assert max(map(len, out.splitlines())) <= 80


def test_a_statement_of_a_quiet_month(run: Run, award: str) -> None:
    """What was there before is still there."""
    _, out, _ = run(
        "points", "statement", VILLAGE, "h02", "--account", "house", "--month", "2024-06"
    )
    assert "Brought forward: 8.50" in out
    assert "No entries in this month." in out
    assert "Carried forward: 8.50" in out
    assert document(run("points", "statement", VILLAGE, "h02", *MAY[:2], "--json"))["entries"] == []


def test_a_statement_says_that_the_account_waits(run: Run, award: str) -> None:
    """And nothing of what could be exchanged meanwhile."""
    _, out, _ = run("points", "statement", VILLAGE, "h01", *MAY)
    assert "waits for a human review" in out
    assert "exchanged" not in out


def test_an_account_that_nobody_exchanges_says_nothing_of_it(run: Run, award: str) -> None:
    """Cadres' points buy nothing."""
    assert "exchanged" not in run("points", "statement", VILLAGE, "wang")[1]


def test_a_statement_for_scripts(run: Run, award: str) -> None:
    """Points are numbers of points, and times say their zone."""
    page = document(run("points", "statement", VILLAGE, "h02", *MAY, "--json"))
    assert (page["month"], page["opening"], page["closing"]) == ("2024-05", 0, 8.5)
    assert (page["free"], page["frozen"]) == (3.5, False)
    assert page["entries"][2] == {
        "number": award,
        "at": "2024-05-06T12:00:00+08:00",
        "sort": "award",
        "rule": "house_award",
        "class": "water",
        "points": 1.0,
        "balance": 9.0,
        "corrects": None,
        "task": "_6",
        "title": "Award to a household",
    }


def test_an_entry_of_a_rule_that_is_gone_keeps_its_title(
    run: Run, award: str, tmp_path: Path
) -> None:
    """It is looked up in the release that it was made by."""
    from points import POINTS

    text = (POINTS / "profile.yaml").read_text(encoding="utf-8")
    folder = tmp_path / "changed"
    folder.mkdir()
    changed = text.replace("  house_award:", "  house_prize:").replace(
        "en: Award to a household,", "en: Prize,"
    )
    (folder / "profile.yaml").write_text(changed, encoding="utf-8")
    with Engine("sqlite:///village.db") as engine:
        engine.install(folder, VILLAGE)
    assert "Award to a household (water)" in run("points", "statement", VILLAGE, "h02", *MAY)[1]


# --- settle ---------------------------------------------------------------------------------------


def test_the_list_stands_by_code(run: Run, award: str) -> None:
    """Not by points, though the last has most; who waits for a review is shown as waiting."""
    code, out, _ = run("points", "settle", VILLAGE, *MAY)
    rows = [line.split() for line in out.splitlines() if line.startswith("h0")]
    assert code == 0
    assert rows == [
        ["h01", "6.00", "0.00", "6.00", "waits", "for", "review"],
        ["h02", "10.50", "2.00", "8.50"],
        ["h07", "=1+1", "9.00", "0.00", "9.00"],
    ]
    assert "Names stand here only by consent." in out


def test_a_list_that_is_empty_says_so(run: Run, award: str) -> None:
    """Nobody has booked an hour."""
    assert "Nobody has an account yet." in run("points", "settle", VILLAGE, "--account", "hours")[1]


def test_a_spreadsheet_opens_the_list_and_runs_nothing(run: Run, award: str) -> None:
    """It is UTF-8 with its mark, numbers are numbers, and no cell is a formula."""
    code, out, _ = run("--lang", "zh", "points", "settle", VILLAGE, *MAY, "--csv", "may.csv")
    assert (code, out) == (0, "已写入may.csv：3户。\n")
    written = Path("may.csv").read_bytes()
    assert written.startswith(codecs.BOM_UTF8)
    assert list(csv.reader(io.StringIO(written.decode("utf-8-sig")))) == [
        ["户号", "姓名", "增加", "减少", "余额", "备注"],
        ["h01", "", "6.00", "0.00", "6.00", "待复核"],
        ["h02", "", "10.50", "2.00", "8.50", ""],
        ["h07", "'=1+1", "9.00", "0.00", "9.00", ""],
    ]


@pytest.mark.parametrize("name", ["=1", "+1", "-1", "@SUM(1)", "＝1", "\t=1"])
def test_no_name_is_a_formula(name: str) -> None:
    """Whatever a spreadsheet might take for one is text."""
    from xiangyue.cli.ledger import to_csv
    from xiangyue.text import Text
    from xiangyue.work.bookkeeping import Line, Settlement

    found = Settlement("x", "house", Text(en="x"), 0, 1, (Line("h01", name, 0, 0, -5, False),))
    rows = list(csv.reader(io.StringIO(to_csv(found).decode("utf-8-sig"))))
    assert rows[1] == ["h01", f"'{name}", "0.00", "0.00", "-0.05", ""]


def test_the_list_for_scripts(run: Run, award: str) -> None:
    """The name stands there only by consent."""
    found = document(run("points", "settle", VILLAGE, *MAY, "--json"))
    assert found["month"] == "2024-05"
    assert [line["name"] for line in found["lines"]] == [None, None, "=1+1"]
    assert found["lines"][0] == {
        "member": "h01",
        "name": None,
        "added": 6.0,
        "taken": 0.0,
        "balance": 6.0,
        "frozen": True,
    }


# --- explain --------------------------------------------------------------------------------------


def test_an_entry_says_where_it_comes_from(run: Run, award: str) -> None:
    """Rule, what it read, the ceiling, the office that decided, the release and its correction."""
    code, out, _ = run("points", "explain", VILLAGE, award)
    assert code == 0
    assert f"Entry {award}: 1.00 points for h02 (Household points), 2024-05-06 12:00" in out
    assert "By the rule: Award to a household (house_award)\nHow many points: worth\n" in out
    assert "It read: Class: water; Points: 3\n" in out
    assert "is worth 3.00, of which 1.00 count" in out
    assert "Decided by: Points group, 2024-05-06 12:00" in out
    assert "deng" not in out
    assert "Basis: project default" in out
    assert re.search("Release: points [0-9a-f]{12}\n", out)
    correction = re.search(r"Corrected by: (\S+)\n", out)
    assert correction
    _, out, _ = run("points", "explain", VILLAGE, correction[1])
    assert "Kind of entry: correction" in out
    assert "Decided by: Appeals panel" in out
    assert f"It corrects: {award}" in out


def test_an_entry_explains_itself_in_chinese(run: Run, award: str) -> None:
    """No English is left but the profile's own formula and marks."""
    _, out, _ = run("--lang", "zh", "points", "explain", VILLAGE, award)
    assert "决定人：积分评议小组，2024-05-06 12:00" in out
    assert "依据：本项目默认值" in out
    assert "应记 3.00 分，实记 1.00 分" in out
    assert "所用数据：类别：water；分值：3" in out


def test_what_is_personal_is_only_named(run: Run, award: str) -> None:
    """That an illness was asked after is said, not which; a deputy and a late entry are said."""
    with Engine("sqlite:///village.db") as engine:
        engine.register("sun", roles={"panel": VILLAGE}, deputy="zhao", now=START)
        engine.register("wu", roles={"scorer": VILLAGE}, deputy="zhao", now=START)
        engine.absent("wu", since=on(5, 1), until=on(5, 30), now=START)
        deed = done(engine.open("deed", community=VILLAGE, by="li", who="wang", now=on(5, 10)))
        sheet = {"source": "paper", "on_behalf_of": "zhao", "occurred_at": on(5, 11)}
        said = {"by": "deng", "worth": 1, "now": on(5, 12), **sheet}
        entry = number(done(engine.act(deed, "award", **said)))  # type: ignore[arg-type]
        paid = done(engine.open("deed", community=VILLAGE, by="li", who="wang", illness="flu"))
        assert not engine.act(paid, "award", by="deng", worth=1).points
    _, out, _ = run("points", "explain", VILLAGE, entry)
    assert "Decided by: Points group (a deputy), 2024-05-12 12:00" in out
    assert "Done: 2024-05-11 12:00" in out
    assert "Illness: not given" in out


def test_base_points_and_a_reset_explain_themselves(run: Run, award: str) -> None:
    """No rule made them: the account did, and the year's end."""
    assert "Kind of entry: base points\nDecided by" in run("points", "explain", VILLAGE, "5.0")[1]
    code, out, _ = run("points", "reset", VILLAGE, "--account", "house", "--by", "li")
    assert (code, out) == (0, "Accounts brought back to their base: 3.\n")
    now = document(run("points", "statement", VILLAGE, "h02", *MAY[:2], "--json"))
    (reset,) = now["entries"]
    assert (reset["sort"], reset["points"], reset["title"]) == ("reset", -3.5, "Yearly reset")
    _, out, _ = run("points", "explain", VILLAGE, reset["number"])
    assert out.endswith("Kind of entry: yearly reset\n")
    assert document(run("points", "explain", VILLAGE, reset["number"], "--json"))["by"] is None


def test_an_explanation_for_scripts(run: Run, award: str) -> None:
    """Everything that people read, and the release in full."""
    found = document(run("points", "explain", VILLAGE, award, "--json"))
    assert found["read"] == {"kind": "water", "known.kind": True, "worth": 3}
    assert (found["by"], found["how"], found["member"]) == ("Points group", "worth", "h02")
    assert len(found["capped"]) == len(found["corrected_by"]) == 1
    assert len(found["release"]) == 64


# --- what can be wrong ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["statement", "nowhere", "h01"], "no community"),
        (["statement", VILLAGE, "nobody"], "no member"),
        (["statement", VILLAGE, "h01", "--account", "gold"], "points, house, hours"),
        (["statement", VILLAGE, "h01", "--month", "2024-13"], "Write it like"),
        (["statement", VILLAGE, "h01", "--month", "May"], "Write it like"),
        (["statement", VILLAGE, "h01", "--month", "9999-12"], "before the year 2255"),
        (["settle", VILLAGE, "--month", "1900-01"], "outside the years"),
        (["settle", VILLAGE, "--month", "2254-12"], "is not over"),
        (["settle", VILLAGE, "--csv", "none/may.csv"], "No such file"),
        (["explain", VILLAGE, "17"], "no entry 17"),
        (["explain", VILLAGE, "1.0"], "no entry 1.0"),
        (["reset", VILLAGE, "--by", "li"], "does not reset"),
        (["reset", VILLAGE], "--by"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_is_wrong_is_one_clear_line(run: Run, award: str, args: list[str], said: str) -> None:
    """With its mend, and exit code 2."""
    code, out, err = run("points", *args)
    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1


def test_looking_makes_no_store(run: Run, here: Path) -> None:
    """A typing error in the address is no new, empty village."""
    for args in (["statement", VILLAGE, "h01"], ["settle", VILLAGE], ["explain", VILLAGE, "1.0"]):
        assert run("points", *args)[0] == 2
    assert not list(here.iterdir())
