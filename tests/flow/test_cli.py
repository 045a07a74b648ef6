"""The command line: what it prints, where, and with which exit code."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import pytest
import typer
from typer.core import TyperGroup

from xiangyue import plugs
from xiangyue.cli import app as root
from xiangyue.cli import main, output
from xiangyue.cli.demo import log as demo_log
from xiangyue.cli.output import safe, to_json
from xiangyue.exchange.logs.make_log import generate_log
from xiangyue.exchange.logs.xesout import write_xes

pytestmark = pytest.mark.sqlite

VILLAGE = "resource-scarce-rural"
REPLAYED = (
    "cases events accepted refused refusals fitness ended late variants seconds"
    " commands_per_second mode"
)
ESCAPE = "\x1b[2J"


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


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder, in English."""
    monkeypatch.chdir(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES", "XIANGYUE_DB", "XIANGYUE_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    return tmp_path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process."""

    def run(*args: str) -> Ran:
        code = main(args)
        return Ran(code, *capsys.readouterr())

    return run


@pytest.fixture
def errand(run: Run) -> Path:
    """Return the folder of a fresh profile."""
    assert run("profile", "new", "errand").code == 0
    return Path("errand")


@pytest.fixture
def log() -> Path:
    """Return a small log."""
    file = Path("log.xes.gz")
    write_xes(generate_log(30), file)
    return file


@pytest.fixture
def store(run: Run, log: Path) -> str:
    """Return the URL of a store into which the log was replayed."""
    assert run("discover", str(log), "--output", "draft").code == 0
    url = "sqlite:///store.db"
    assert run("replay", str(log), "--profile", "draft", "--db", url).code == 0
    return url


def change(file: Path, old: str, new: str) -> None:
    """Replace something in a file that holds it once."""
    text = file.read_text("utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), "utf-8")


def process(*args: str, **options: Any) -> subprocess.CompletedProcess[bytes]:
    """Run the command as its users do."""
    command = [sys.executable, "-m", "xiangyue", *args]
    return subprocess.run(command, capture_output=True, timeout=60, check=False, **options)


MISTYPED = (
    "nonsense",
    "worker --poll abc",
    "message list xinqi --state foo",
    "feed",
    "feed --types x",
    "webhook replay county",
    "contact set ma sms 1 --rank x --by ma",
    "message list a b c",
    "db reapply nope.jsonl --db sqlite:///nope.db",
)


@pytest.mark.parametrize("line", MISTYPED)
def test_what_is_mistyped_is_said_in_the_readers_language(
    run: Run, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    """What the parser or the system says in English does not stand in a Chinese sentence."""
    in_english = run(*line.split())
    assert (in_english.code, in_english.out, in_english.err.count("\n")) == (2, "", 1)
    assert "Value error" not in in_english.err
    asked = run("--lang", "zh", *line.split())
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    in_chinese = run(*line.split())
    assert in_chinese == asked
    assert in_chinese.code == 2
    said, _, mend = in_chinese.err.partition("。请")
    assert mend
    assert not re.search("[A-Za-z]+ [A-Za-z]+ [A-Za-z]+", said), said


# --- all commands ---------------------------------------------------------------------------------


def commands() -> Iterator[tuple[str, Any]]:
    """Go through our own commands, by their full names."""

    def below(name: str, command: Any) -> Iterator[tuple[str, Any]]:
        if isinstance(command, TyperGroup):
            context: Any = None  # nothing depends on one
            ours = name == "import"  # our importers come through the door that is open to others
            for word in command.list_commands(context) if ours else command.commands:
                yield from below(f"{name} {word}".strip(), command.get_command(context, word))
        else:
            yield name, command

    return below("", typer.main.get_command(root.app))


def test_every_command_is_there() -> None:
    """The commands that are promised, and no other."""
    profile = "schema list show lint test diff graph new install"
    others = ["discover", "replay", "verify", "db upgrade", "db heads", "db info", "demo"]
    others += ["doctor", "fit"]
    others += [f"db {name}" for name in ("backup", "restore", "destroyed", "reapply", "jobs")]
    others += ["burden", "signals", "plugin check", "plugin list", "feed"]
    others += [
        f"webhook {name}" for name in ("add", "list", "remove", "replay", "redrive", "rotate")
    ]
    others += [
        "rollup",
        "match",
        "list",
        "callout",
        "rates",
        "resilience",
        "whatif",
        "receive",
        *(f"calendar {name}" for name in ("show", "load", "refresh")),
    ]
    others += ["worker status", "worker dead", "worker redrive"]
    others += [f"points {name}" for name in ("statement", "settle", "slips", "explain", "reset")]
    others += [f"channel {name}" for name in ("check", "list", "test")]
    others += [f"contact {name}" for name in ("list", "set", "remove", "language")]
    sheets = ("units", "members", "orders", "resources", "points", "indicators")
    others += [f"import {name}" for name in (*sheets, "template")]
    others += [f"import {name}" for name in ("digit", "events", "hsds", "open311", "places")]
    others += [f"export {name}" for name in (*sheets, "digit", "hsds", "ocel", "xes")]
    others += [f"message {name}" for name in ("list", "show", "confirm")]
    others += [f"cap {name}" for name in ("check", "receive", "publish", "record")]
    others += ["participation", "sheet", "simulate", "compare"]
    change = "draft list show check approve roll-back history migrate foresee"
    others += [f"change {name}" for name in change.split()]
    assert {name for name, _ in commands()} == {*others, *(f"profile {n}" for n in profile.split())}


@pytest.mark.parametrize(("name", "command"), [*commands()])
def test_every_command_helps(run: Run, name: str, command: Any) -> None:
    """Each says in one sentence what it does, gives an example and takes --json."""
    ran = run(*name.split(), "--help")
    assert (ran.code, ran.err) == (0, "")
    assert command.help.count(".") == 1
    assert command.help.endswith(".")
    assert "Example" in ran.out
    assert f"xiangyue {name}" in command.epilog
    assert "--json" in ran.out
    assert not re.search(r"\\b|<[a-z]|\[\[", ran.out)


def test_a_group_cuts_no_sentence(run: Run) -> None:
    """A summary is read to its end, whatever it takes."""
    for group in ([], ["db"], ["points"]):
        listed = run(*group, "--help").out.partition("Commands:")[2]
        assert listed and "..." not in listed


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("calendar show --year x", ("1950", "2199", "x")),
        ("message list xinqi --state foo", ("waiting、sent", "foo")),
        ("worker --poll abc", ("数值", "abc")),
        ("db jobs maybe", ("on|off", "on、off", "maybe")),
        ("profile lint", ("PROFILE",)),
        ("profile lnt", ("lnt", "lint")),
        ("profile schema --jsn", ("--jsn", "--json")),
        ("calendar show --year", ("--year需要一个值",)),
    ],
)
def test_a_wrong_value_is_told_with_what_would_do(
    run: Run, line: str, told: tuple[str, ...]
) -> None:
    """Chinese names what is taken, as the help writes it, and English quotes no library."""
    said = run("--lang", "zh", *line.split()).err
    assert all(word in said for word in told), said
    assert "Input should" not in run(*line.split()).err


def test_version(run: Run) -> None:
    """The version is one line."""
    ran = run("--version")
    assert ran.code == 0
    assert ran.out.startswith("xiangyue ")
    assert ran.out.count("\n") == 1


@pytest.mark.parametrize("group", [[], ["profile"], ["db"]])
def test_a_group_alone_shows_its_help(run: Run, group: list[str]) -> None:
    """Nobody has to guess what comes next, and a script sees that nothing was done."""
    ran = run(*group)
    assert (ran.code, ran.out) == (2, "")
    assert "Usage:" in ran.err


# --- profiles -------------------------------------------------------------------------------------


def test_schema_is_json_with_or_without_asking(run: Run) -> None:
    """The schemas can be piped into a file as they are."""
    plain, asked = run("profile", "schema"), run("profile", "schema", "--json")
    assert plain.out == asked.out
    assert plain.document["$id"] == "urn:xiangyue:profile:1"
    assert run("profile", "schema", "--scenarios").document["$id"] == "urn:xiangyue:scenarios:1"


def test_list_names_the_installed_profiles(run: Run) -> None:
    """A shipped profile is found with its title and folder."""
    found = {row["profile"]: row for row in run("profile", "list", "--json").document}
    assert found[VILLAGE]["languages"] == ["en", "zh"]
    assert Path(found[VILLAGE]["path"]).is_dir()
    ran = run("profile", "list")
    assert (ran.code, ran.err) == (0, "")
    assert found[VILLAGE]["title"]["en"] in ran.out


def test_show_tells_what_a_profile_holds(run: Run) -> None:
    """Actions are listed with their ways; the document is there for scripts."""
    ran = run("profile", "show", VILLAGE)
    assert "convert" in ran.out
    document = run("profile", "show", VILLAGE, "--json").document
    assert document["profile"] == VILLAGE
    assert document["document"]["flows"]["village_task"]["start"] == "received"


def test_show_resolved_tells_where_every_value_came_from(run: Run, errand: Path) -> None:
    """Each address has its value, file and line."""
    file = errand / "profile.yaml"
    found = run("profile", "show", "errand", "--resolved", "--json").document
    due = found["flows.errand.states.asked.due"]
    assert (due["value"], due["file"]) == ("1d", str(file))
    assert "due: 1d" in file.read_text("utf-8").splitlines()[due["line"] - 1]
    lines = run("profile", "show", "errand", "--resolved").out.splitlines()
    assert f'flows.errand.states.asked.due = "1d"  {file}:{due["line"]}' in lines
    assert len(lines) == len(found)


def test_a_new_profile_is_sound_and_does_its_job(run: Run, errand: Path) -> None:
    """The template has nothing to complain about and passes its own scenarios."""
    assert run("profile", "lint", str(errand), "--strict").code == 0
    ran = run("profile", "test", str(errand), "--json")
    assert ran.code == 0
    assert ran.document["passed"] >= 2
    assert run("profile", "test", str(errand)).code == 0
    schema = run("profile", "schema").document
    assert orjson.loads((errand / "profile.schema.json").read_bytes()) == schema


def test_a_new_profile_never_replaces_anything(run: Run, errand: Path) -> None:
    """What is there stays as it is."""
    change(errand / "profile.yaml", "min(", "max(")
    before = (errand / "profile.yaml").read_bytes()
    assert run("profile", "new", "errand").code == 2
    assert (errand / "profile.yaml").read_bytes() == before


@pytest.mark.parametrize("name", ["Errand", "a b", "../up", "-", "", "e" * 65, ESCAPE])
def test_a_new_profile_needs_a_proper_name(run: Run, here: Path, name: str) -> None:
    """Nothing is written under a name that no profile can have."""
    ran = run("profile", "new", "--", name)
    assert ran.code == 2
    assert ESCAPE not in ran.err
    assert not list(here.iterdir())


def test_lint_says_one_finding_a_line(run: Run, errand: Path) -> None:
    """Compilers' format: place, severity, code, what is wrong and how to mend it."""
    change(errand / "profile.yaml", "to: taken\n", "to: takn\n")
    ran = run("profile", "lint", str(errand))
    assert ran.code == 1
    findings = run("profile", "lint", str(errand), "--json").document
    assert findings["errors"] >= 1
    first = next(f for f in findings["findings"] if f["severity"] == "error")
    place = f"{errand}/profile.yaml:{first['line']}:{first['column']}"
    said = f"error {first['code']}: {first['text']} {first['mend']}"
    assert f"{place}: {said}" in ran.out.splitlines()


def test_lint_lets_warnings_pass_unless_strict(run: Run, errand: Path) -> None:
    """A warning is told, and fails only those who ask for it."""
    spare = "  visitor: {title: {en: Visitor, zh: 访客}}\n"
    change(errand / "profile.yaml", "\nfields: ", f"{spare}\nfields: ")
    ran = run("profile", "lint", str(errand), "--json")
    assert (ran.code, ran.document["errors"], ran.document["warnings"]) == (0, 0, 1)
    assert run("profile", "lint", str(errand), "--strict").code == 1


def test_lint_goes_on_after_a_file_that_cannot_be_read(run: Run, errand: Path) -> None:
    """The findings of the others are told all the same."""
    change(errand / "profile.yaml", "to: taken\n", "to: takn\n")
    ran = run("profile", "lint", "nowhere", str(errand), "--json")
    assert ran.code == 2
    assert ran.document["error"]["code"] == "profile-unknown"
    assert ran.document["findings"]


def test_test_fails_readably(run: Run, errand: Path) -> None:
    """A scenario that no longer holds is told with its place."""
    change(errand / "scenarios.yaml", "{state: {soup: confirmed}}", "{state: {soup: withdrawn}}")
    ran = run("profile", "test", str(errand))
    assert ran.code == 1
    assert "scenarios.yaml:" in ran.out
    document = run("profile", "test", str(errand), "--json").document
    assert not document["ok"]
    assert document["failed"] == 1


def test_diff_says_what_may_happen_now(run: Run, errand: Path) -> None:
    """A change of who may do something is told, and the same profile twice differs in nothing."""
    assert run("profile", "new", "errand", "--output", "later").code == 0
    same = run("profile", "diff", "errand", "later/errand", "--json")
    assert (same.code, same.document["changes"]) == (0, [])
    change(Path("later/errand/profile.yaml"), "by: volunteer\n", "by: [volunteer, resident]\n")
    ran = run("profile", "diff", "errand", "later/errand", "--json")
    assert ran.code == 0
    assert ran.document["changes"]
    assert len(run("profile", "diff", "errand", "later/errand").out.splitlines()) >= 1


def test_graph_draws_mermaid(run: Run) -> None:
    """A flow by its name, or all of them."""
    ran = run("profile", "graph", VILLAGE, "--flow", "village_task")
    assert ran.code == 0
    assert "stateDiagram-v2" in ran.out
    assert "village_task" in run("profile", "graph", VILLAGE, "--json").document
    assert run("profile", "graph", VILLAGE, "--flow", "nope").code == 2


def test_graph_draws_svg(run: Run, errand: Path) -> None:
    """A file is written where one is asked for."""
    ran = run("profile", "graph", "errand", "--flow", "errand", "--svg", "errand.svg", "--json")
    if "error" in ran.document and ran.document["error"]["code"] == "graph-missing":
        pytest.skip("the extra 'graph' is not installed")
    assert ran.document == {"flow": "errand", "file": "errand.svg"}
    assert Path("errand.svg").read_text("utf-8").lstrip().startswith("<")
    assert run("profile", "graph", "errand", "--svg", "no/folder.svg").code == 2


# --- logs and stores ------------------------------------------------------------------------------


def test_discover_drafts_a_profile_that_lints_clean(run: Run, log: Path) -> None:
    """The draft is named as its folder, and is not written over without force."""
    ran = run("discover", str(log), "--output", "draft", "--json")
    assert (ran.code, ran.document["cases"]) == (0, 30)
    assert run("profile", "lint", "draft", "--strict").code == 0
    assert run("discover", str(log), "--output", "draft").code == 2
    assert run("discover", str(log), "--output", "draft", "--force").code == 0


def test_replay_reports_its_figures(run: Run, store: str, log: Path) -> None:
    """The keys are a promise; the same log again changes nothing."""
    args = ("replay", str(log), "--profile", "draft", "--db", store)
    ran = run(*args, "--json")
    assert ran.code == 0
    assert list(ran.document) == REPLAYED.split()
    assert ran.document["fitness"] == 1.0
    assert "Fitness" in run(*args).out


def test_replay_with_refusals_exits_one(run: Run, log: Path) -> None:
    """What rare cases did is refused, and each refusal has its reason."""
    assert run("discover", str(log), "--output", "common", "--min-share", "0.4").code == 0
    ran = run("replay", str(log), "--profile", "common", "--db", "sqlite:///c.db", "--json")
    assert ran.code == 1
    assert ran.document["refused"] == sum(ran.document["refusals"].values()) > 0


def test_the_store_comes_from_the_environment(
    run: Run, store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """XIANGYUE_DB stands in for --db."""
    assert run("verify").code == 2
    monkeypatch.setenv("XIANGYUE_DB", store)
    assert run("verify").code == 0


def test_verify_passes_and_finds_a_changed_row(run: Run, store: str) -> None:
    """A row that was changed behind the engine's back is named."""
    assert run("verify", "--db", store).code == 0
    assert run("verify", "--db", store, "--json").document["ok"] is True
    with contextlib.closing(sqlite3.connect("store.db")) as connection, connection:
        connection.execute("UPDATE task SET state = 'start' WHERE id = 'c7'")
    ran = run("verify", "--db", store, "--json")
    assert ran.code == 1
    assert {problem["row"] for problem in ran.document["problems"]} == {"task log/c7"}
    assert "task log/c7" in run("verify", "--db", store).out


def test_heads_show_that_the_newest_rows_were_cut_off(run: Run, store: str) -> None:
    """What was exported is compared with what is there."""
    heads = run("db", "heads", "--db", store, "--output", "heads.json", "--json").document
    assert orjson.loads(Path("heads.json").read_bytes()) == heads
    assert run("db", "heads", "--db", store).document == heads
    assert run("verify", "--db", store, "--heads", "heads.json").code == 0
    seq, _, digest = heads["log"].partition(":")
    Path("heads.json").write_bytes(to_json({**heads, "log": f"{int(seq) + 1}:{digest}"}))
    assert run("verify", "--db", store, "--heads", "heads.json").code == 1


def test_db_info_and_upgrade(run: Run, store: str) -> None:
    """Where the store is, what it holds, and that its schema is up to date."""
    document = run("db", "info", "--db", store, "--json").document
    assert document["schema"] == document["expected"]
    assert document["rows"]["task"] == 30
    assert "store.db" in run("db", "info", "--db", store).out
    ran = run("db", "upgrade", "--db", store, "--json")
    assert (ran.code, ran.document["after"]) == (0, document["expected"])


@pytest.mark.parametrize("command", ["verify", "db info", "db heads", "db upgrade"])
def test_looking_makes_no_store(run: Run, here: Path, command: str) -> None:
    """A misspelt name is told, not silently made into an empty store that verifies."""
    ran = run(*command.split(), "--db", "sqlite:///misspelt.db", "--json")
    assert (ran.code, ran.document["error"]["code"]) == (2, "cli-no-database")
    assert not list(here.iterdir())


# --- the demonstration ----------------------------------------------------------------------------


def test_demo_of_a_log_tells_its_story(
    run: Run, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A log is discovered and replayed; nothing is left where nobody looks."""
    monkeypatch.setattr(demo_log, "_CASES", 40)
    monkeypatch.setenv("XIANGYUE_DB", "sqlite:///mine.db")
    ran = run("demo", "--log", "--no-keep")
    assert (ran.code, ran.err) == (0, "")
    assert "Fitness" in ran.out
    assert not list(here.iterdir())


def test_demo_of_a_log_gives_its_facts(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The facts of the story, and where it is kept."""
    monkeypatch.setattr(demo_log, "_CASES", 40)
    facts = run("demo", "--log", "--json").document
    assert facts["replay"]["fitness"] == 1.0
    assert facts["verify"]["ok"]
    assert not facts["tampered"]["ok"]
    assert (Path(facts["folder"]) / "log.xes.gz").is_file()


def test_demo_of_a_log_can_be_told_twice_in_one_store(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its commands are idempotent, in both languages."""
    monkeypatch.setattr(demo_log, "_CASES", 40)
    for lang in ("en", "en", "zh"):
        assert run("--lang", lang, "demo", "--log", "--db", "sqlite:///mine.db").code == 0
    assert run("verify", "--db", "sqlite:///mine.db").code == 0


# --- languages ------------------------------------------------------------------------------------


def test_chinese_by_option_and_by_environment(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same sentence either way; the option wins."""
    chosen = run("--lang", "zh", "verify")
    assert "没有数据库" in chosen.err
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert run("verify").err == chosen.err
    assert "There is no database" in run("--lang", "en", "verify").err


def test_an_encoding_without_chinese_stops_nothing() -> None:
    """What the terminal cannot show is written as an escape."""
    ran = process("--lang", "zh", "verify", env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert ran.returncode == 2
    assert rb"\u6570\u636e\u5e93" in ran.stderr


# --- what goes wrong ------------------------------------------------------------------------------


HOSTILE = [
    ["profile", "lint", "nowhere"],
    ["profile", "lint", "."],
    ["profile", "lint", sys.executable],
    ["profile", "lint", "\udcff"],
    ["profile", "show", "a\nb" + ESCAPE],
    ["profile", "test", "nowhere"],
    ["profile", "graph", "nowhere"],
    ["profile", "diff", "nowhere", "nowhere"],
    ["profile", "new", "x", "--output", "/dev/null"],
    ["discover", "nowhere", "--output", "x"],
    ["discover", ".", "--output", "x"],
    ["discover", sys.executable, "--output", "x"],
    ["replay", "nowhere", "--profile", "nowhere"],
    ["verify", "--db", "nonsense"],
    ["verify", "--db", "sqlite:///."],
    ["verify", "--db", "sqlite:///binary"],
    ["verify", "--db", "sqlite:///binary", "--heads", "nowhere"],
    ["verify", "--db", "sqlite:///binary", "--heads", "binary"],
    ["verify", "--db", "postgresql://me:secret@nowhere/x"],
    ["db", "info", "--db", "sqlite:///binary"],
    ["db", "info", "--db", "postgresql://me:secret@nowhere/x"],
    ["db", "heads", "--db", "sqlite:///binary"],
    ["db", "upgrade", "--db", "sqlite:///binary"],
    ["demo", "--db", "sqlite:///no/such/folder/x.db"],
    ["nope"],
    ["profile", "nope"],
    ["profile", "lint", "--nope"],
    ["discover", "log"],
    ["discover", "log", "--output", "x", "--min-share", "many"],
    ["--lang"],
    ["--lang", "xx", "demo"],
]


@pytest.mark.parametrize("args", HOSTILE, ids=" ".join)
def test_bad_input_is_one_clear_line(run: Run, args: list[str]) -> None:
    """Never a traceback, never a control character; scripts get the same as JSON."""
    Path("binary").write_bytes(os.urandom(5000))
    ran = run(*args)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("\n") == 1
    assert "XIANGYUE_DEBUG" not in ran.err
    assert "secret" not in ran.err
    assert ran.err == safe(ran.err)
    at = 1 if args[:1] == ["--lang"] else len(args)
    error = run(*args[:at], "--json", *args[at:]).document["error"]
    assert error.keys() == {"code", "text", "mend", "place"}
    assert error["text"]


def test_names_from_outside_move_no_cursor(run: Run, errand: Path) -> None:
    """A folder whose name holds escapes is printed with them visible."""
    folder = Path(f"{ESCAPE}\n\u202eevil")
    errand.rename(folder)
    ran = run("profile", "show", str(folder), "--resolved")
    assert ran.code == 0
    assert ran.out == safe(ran.out)
    assert r"\x1b[2J" in ran.out
    document = run("profile", "show", str(folder), "--resolved", "--json").document
    assert document["profile"]["file"] == str(folder / "profile.yaml")


def test_what_should_not_happen_names_the_way_to_see_it(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line instead of a traceback, until somebody asks for it."""

    def fail() -> tuple[Path, ...]:
        raise ZeroDivisionError("never")

    monkeypatch.setattr(plugs, "packs", fail)
    ran = run("profile", "list", "--json")
    assert (ran.code, ran.document["error"]["code"]) == (2, "cli-unexpected")
    assert "XIANGYUE_DEBUG=1" in ran.err
    assert "Traceback" not in ran.err
    monkeypatch.setenv("XIANGYUE_DEBUG", "1")
    assert "Traceback" in run("profile", "list").err


def test_an_interrupt_is_quiet(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Control-C ends with 130 and says nothing."""

    def interrupt() -> tuple[Path, ...]:
        raise KeyboardInterrupt

    monkeypatch.setattr(plugs, "packs", interrupt)
    assert run("profile", "list") == Ran(130, "", "")


def test_a_reader_who_leaves_is_no_error() -> None:
    """`| head` ends the command without a word."""
    command = [sys.executable, "-m", "xiangyue", "profile", "schema"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as writer:
        assert writer.stdout
        assert writer.stderr
        writer.stdout.close()
        assert writer.stderr.read() == b""
    assert writer.returncode == 128 + signal.SIGPIPE


def test_a_full_disk_is_told() -> None:
    """Output that cannot be written is an error, not a success."""
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    with full.open("wb") as sink:
        ran = subprocess.run(
            [sys.executable, "-m", "xiangyue", "profile", "schema"],
            stdout=sink,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert ran.returncode == 2
    assert b"Traceback" not in ran.stderr


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_closed_streams_are_no_reason_to_fail(errand: Path, closed: str) -> None:
    """A command that nobody listens to still does its work."""
    line = f'"{sys.executable}" -m xiangyue profile lint errand {closed}'
    ran = subprocess.run(["sh", "-c", line], capture_output=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, b"")


def test_exit_codes_reach_the_shell(errand: Path) -> None:
    """What runs as a process returns what `main` returns."""
    assert process("profile", "lint", "errand").returncode == 0
    change(errand / "profile.yaml", "to: taken\n", "to: takn\n")
    assert process("profile", "lint", "errand").returncode == 1
    ran = process("profile", "lint", b"\xff".decode("utf-8", "surrogateescape"))
    assert ran.returncode == 2
    assert b"Traceback" not in ran.stderr


# --- plugins --------------------------------------------------------------------------------------


def test_plugins_bring_commands(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A guest's command is listed and runs; it cannot take the place of one of ours."""

    def bring(cli: Any) -> None:
        cli.command("greet", help="Greet.")(lambda: typer.echo("hello"))
        cli.command("verify", help="Trust us.")(lambda: typer.echo("fine"))

    monkeypatch.setattr(plugs, "commands", bring)
    assert "greet" in run("--help").out
    assert run("greet").out == "hello\n"
    assert run("verify").code == 2


def test_a_broken_plugin_breaks_nothing_else(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told where commands are looked for, and nowhere else."""

    def fail(cli: Any) -> None:
        raise ImportError("no module named far_away")

    monkeypatch.setattr(plugs, "commands", fail)
    ran = run("--help")
    assert ran.code == 0
    assert "far_away" in ran.err
    assert run("profile", "list").err == ""
    assert run("nope").code == 2


# --- output ---------------------------------------------------------------------------------------


def test_json_says_whatever_there_is() -> None:
    """Numbers and text that JSON cannot hold are said as text."""
    odd = {"big": 10**30, "half": "\udcff", "path": Path("a"), 1: ("b",), "nan": float("nan")}
    found = orjson.loads(to_json(odd))
    assert found == {"big": str(10**30), "half": r"\udcff", "path": "a", "1": ["b"], "nan": None}


def test_a_terminal_shows_the_same_words(
    run: Run, errand: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Colours come on top; brackets in names are no markup."""
    change(errand / "profile.yaml", "to: taken\n", 'to: "[red]x[/red]"\n')
    plain = run("profile", "lint", "errand")
    monkeypatch.setattr(output, "_is_terminal", lambda stream: True)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "dumb")
    shown = run("profile", "lint", "errand")
    assert "[red]" in plain.out
    assert shown.out.split() == plain.out.split()
    assert run("profile", "list").out
