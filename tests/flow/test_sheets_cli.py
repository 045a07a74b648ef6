"""From a sheet to a governed village with its orders, by the command line alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import orjson
import pytest
from desk import write
from sheets import Rows, write_csv, write_xlsx

from xiangyue import Engine
from xiangyue.cli import main

pytestmark = pytest.mark.sqlite

DB = "sqlite:///v.db"
PACK = Path(__file__).parent / "profiles"


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """Return standard output as the one JSON document that it must be."""
        return orjson.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run commands in an empty folder, in English, on one store."""
    monkeypatch.chdir(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("XIANGYUE_DB", DB)

    def run(*args: str) -> Ran:
        code = main(args)
        return Ran(code, *capsys.readouterr())

    return run


UNITS = [["unit", "level", "parent", "title"], ["xinqi", "village", "", "新启村"]]
MEMBERS = [
    ["member", "name", "home", "role", "phone"],
    ["lin", "Lin", "xinqi", "clerk", "13800001111"],
    ["wang", "Wang", "xinqi", "", ""],
]
ORDERS = [["order number", "category", "matter"], ["A-1", "lamp", "dark"], ["A-2", "gas", "smell"]]


def test_from_sheets_to_results(run: Run) -> None:
    """Units, a profile, members, orders and what came of them; then everything verifies."""
    write_xlsx(Path("units.xlsx"), UNITS)
    write_csv(Path("members.csv"), MEMBERS)
    write_xlsx(Path("orders.xlsx"), ORDERS)
    write(Path())
    for line in (
        "import units units.xlsx --by lin",
        "profile install ./desk xinqi --by lin",
        "import members members.csv --by lin",
        "import orders orders.xlsx --community xinqi --by wang",
        "export orders results.xlsx --community xinqi",
        "verify",
    ):
        ran = run(*line.split())
        assert (ran.code, ran.err) == (0, ""), line
    sheet: Any = openpyxl.load_workbook("results.xlsx").active
    assert [cell.value for cell in sheet["A"]] == ["Order number", "A-1", "A-2"]
    with Engine(DB) as engine:
        assert [c.kind for c in engine.reach("lin")] == ["sms", "voice", "phone"]


def test_a_list_sent_again_says_what_was_left_out(run: Run) -> None:
    """The new row is received, the changed one named with its mend; exit 1, dry and not."""
    write_csv(Path("units.csv"), UNITS)
    write_csv(Path("members.csv"), MEMBERS)
    write(Path())
    run("import", "units", "units.csv", "--by", "lin")
    run("profile", "install", "./desk", "xinqi", "--by", "lin")
    run("import", "members", "members.csv", "--by", "lin")
    head = [*ORDERS[0], "received at"]
    first, old = [*ORDERS[1], ""], ["A-3", "gas", "old", "2020-01-02 08:00"]
    line = ["import", "orders", "o.csv", "--community", "xinqi", "--by", "wang", "--backlog"]
    write_csv(Path("o.csv"), [head, first])
    assert run(*line).code == 0
    write_csv(Path("o.csv"), [head, ["A-1", "lamp", "darker", ""], old])
    for more in ("--dry-run",), ():
        ran = run(*line, *more)
        assert (ran.code, ran.err) == (1, "")
        assert ran.out.startswith("o.csv:2:1: number Refused: The order “A-1” was")
        assert "o.csv:3:1: Changed: It counts from when it was entered" in ran.out
        assert "`xiangyue export orders`" in ran.out and "left out, as said above: 1." in ran.out
        assert "received: 1." in ran.out and "time in the note: 1." in ran.out
    write_csv(Path("o.csv"), [head, first, old])
    again = run(*line[:-1], "--json")
    counts = {name: again.document[name] for name in ("read", "carried", "changed", "refused")}
    assert again.code == 0
    assert counts == {"read": 2, "carried": 1, "changed": 1, "refused": 0}
    assert [order["backlog"] for order in again.document["orders"]] == [False, True]


def test_a_dry_run_makes_no_store(run: Run) -> None:
    """A first look at one's own sheet leaves nothing behind."""
    write_csv(Path("units.csv"), UNITS)
    ran = run("import", "units", "units.csv", "--by", "lin", "--dry-run")
    assert (ran.code, not Path("v.db").exists()) == (0, True)
    assert "dry run: nothing was written" in ran.out
    again = run("import", "members", "units.csv", "--by", "lin", "--dry-run")
    assert (again.code, "no database" in again.err) == (2, True)


def test_bad_cells_are_listed_for_people_and_scripts(run: Run) -> None:
    """One line each with its place and its mend; exit 1, and JSON with the same."""
    write_xlsx(Path("units.xlsx"), [UNITS[0], ["a b", "vilage", "", ""]])
    ran = run("import", "units", "units.xlsx", "--by", "lin")
    lines = ran.out.splitlines()
    assert (ran.code, ran.err) == (1, "")
    assert lines[0].startswith("units.xlsx!Sheet!A2: unit Refused: “a b” is no id. Use")
    assert lines[1].startswith("units.xlsx!Sheet!B2: level Refused: ")
    assert (lines[-2], lines[-1]) == ("Cells to mend: 2.", "Nothing was written.")
    script = run("import", "units", "units.xlsx", "--by", "lin", "--json")
    document = script.document
    assert (script.code, script.err, document["written"]) == (1, "", False)
    assert [(note["file"], note["code"]) for note in document["notes"]] == [
        ("units.xlsx!Sheet!A2", "sheet-id"),
        ("units.xlsx!Sheet!B2", "sheet-choice"),
    ]
    assert document["counts"] == {"units": {"read": 1, "carried": 0, "changed": 0, "refused": 1}}
    chinese = run("--lang", "zh", "import", "units", "units.xlsx", "--by", "lin")
    assert "“a b”不是编号。" in chinese.out


def test_what_leaves_names_nobody(run: Run) -> None:
    """Neither a name nor a number of the sheet is printed, whatever becomes of it."""
    write_csv(Path("units.csv"), UNITS)
    write_csv(Path("members.csv"), MEMBERS)
    run("import", "units", "units.csv", "--by", "lin")
    write(Path())
    run("profile", "install", "./desk", "xinqi", "--by", "lin")
    ran = run("import", "members", "members.csv", "--by", "lin", "--json")
    assert ran.document["added"] == {"member": 2, "role": 1, "contact": 3}
    assert "13800001111" not in ran.out and "Wang" not in ran.out
    write_csv(Path("members.csv"), [*MEMBERS[:1], ["lin", "Lin", "xinqi", "", "13800002222"]])
    ran = run("import", "members", "members.csv", "--by", "lin")
    assert "lin: contact changed: sms." in ran.out
    assert "13800002222" not in ran.out


def test_a_file_that_is_no_sheet_is_one_sentence(run: Run) -> None:
    """Exit 2, on standard error."""
    Path("folder").mkdir()
    Path("page.xls").write_bytes(b"<html>")
    for name in ("folder", "page.xls", "no.csv"):
        ran = run("import", "units", name, "--by", "lin")
        assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
        assert ran.err.startswith(f"{name}: ")


def test_headings_may_be_said_to_mean_something(run: Run) -> None:
    """``--column`` renames or passes over; what makes no sense is said."""
    write_csv(Path("units.csv"), [["code", "level", "note"], ["xinqi", "village", "x"]])
    line = ["import", "units", "units.csv", "--by", "lin"]
    assert run(*line).code == 1
    renamed = run(*line, "--column", "code=unit", "--column", "note=")
    assert (renamed.code, "Of unit: 1 added, 0 changed." in renamed.out) == (0, True)
    assert run(*line, "--column", "code").code == 2
    assert run(*line, "--column", "code=nothing").code == 2


@pytest.mark.parametrize(("kind", "lang"), [("csv", "zh"), ("xlsx", "en")])
@pytest.mark.parametrize("what", ["units", "members", "orders", "points"])
def test_templates_are_ready_to_be_filled_in(run: Run, what: str, kind: str, lang: str) -> None:
    """Its headings are in the language, its example is passed over, and no file is overwritten."""
    write(Path())
    governed = what in ("orders", "points")
    more = ["--profile", "./desk"] if governed else []
    line = ["--lang", lang, "import", "template", what, "-o", f"t.{kind}", *more]
    assert run(*line).code == 0
    there = Path(f"t.{kind}").read_bytes()
    assert (run(*line).code, Path(f"t.{kind}").read_bytes()) == (2, there)
    write_csv(Path("units.csv"), UNITS)
    run("import", "units", "units.csv", "--by", "lin")
    run("profile", "install", "./desk", "xinqi", "--by", "lin")
    write_csv(Path("members.csv"), MEMBERS)
    run("import", "members", "members.csv", "--by", "lin")
    community = ["--community", "xinqi"] if governed else []
    ran = run("import", what, f"t.{kind}", "--by", "lin", *community, "--json")
    assert (ran.code, ran.document["notes"]) == (0, [])
    assert (ran.document["read"], ran.document["examples"]) == (0, 1)
    if what == "orders":
        assert "matter" in str(run(*line[:5], "-o", f"u.{kind}", *more, "--json").document)


def test_resources_and_rules_go_out_and_come_in(run: Run) -> None:
    """What is exported is known when it is read again, and every row is counted."""
    write_csv(
        Path("units.csv"), [["unit", "level"], ["lvyuan", "village"], ["ditchford", "village"]]
    )
    people = [["member", "home", "role"], ["li", "ditchford", "committee"], ["club", "lvyuan", ""]]
    write_csv(Path("people.csv"), people)
    head = ["number", "title", "owner", "what", "amount"]
    write_csv(Path("r.csv"), [head, ["1", "Boat", "club", "boat", "1,000"]])
    counted = {"carried": 1, "changed": 0, "refused": 0, "read": 1}
    for line in (
        "import units units.csv --by li",
        f"profile install {PACK / 'lending'} lvyuan --by li",
        f"profile install {PACK / 'commons'} ditchford --by li",
        "import members people.csv --by li",
        "import resources r.csv --community lvyuan --by li --dry-run",
        "import resources r.csv --community lvyuan --by li",
        "export resources out.xlsx --community lvyuan",
        "export points rules.csv --community ditchford --table worths",
        "export members out.csv --community lvyuan",
        "export units units.xlsx --community lvyuan",
        f"import template resources --profile {PACK / 'lending'} -o t.csv",
        "import resources t.csv --community lvyuan --by li",
    ):
        ran = run(*line.split())
        assert (ran.code, ran.err) == (0, ""), line
    again = run("import", "resources", "out.xlsx", "--community", "lvyuan", "--by", "li", "--json")
    assert (again.code, again.document["counts"]["resources"]) == (0, counted)
    assert again.document["resources"][0]["known"]
    rules = ["import", "points", "rules.csv", "--community", "ditchford", "--by", "li"]
    assert "These are the rules in force.\nNothing was written." in run(*rules).out
    text = Path("rules.csv").read_text("utf-8")
    Path("rules.csv").write_text(text.replace("ditch,6", "ditch,7"), "utf-8")
    assert run(*rules).code == 2  # nothing says why
    made = run(*rules, "--reason", "As voted", "--json")
    assert (made.code, made.document["written"]) == (0, True)
    assert run("change", "show", made.document["draft"]).code == 0
    assert run("export", "points", "rules.csv", "--table", "worths").code == 2


def test_indicators_come_from_a_workbook_too(run: Run) -> None:
    """What a CSV says and what a workbook says fit the same types."""
    grid: Rows = [
        ["# a note"],
        ["社区", "A1", "R1", "R4"],
        ["xinqi", 55, 12.5, "42"],
        ["", "", "", ""],
    ]
    write_xlsx(Path("fit.xlsx"), grid)
    write_csv(Path("fit.csv"), grid)
    book, text = (run("fit", f"fit.{kind}", "--json") for kind in ("xlsx", "csv"))
    assert book.code == text.code == 0
    assert book.document == text.document
    write_xlsx(Path("bad.xlsx"), [*grid[:2], ["xinqi", "=1+", "", ""]])
    ran = run("fit", "bad.xlsx")
    assert (ran.code, "bad.xlsx!Sheet!B3: There is a formula" in ran.err) == (2, True)
