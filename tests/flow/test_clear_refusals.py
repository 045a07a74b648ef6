"""What cannot be is refused in words that help, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from xiangyue import Engine
from xiangyue.cli import main

pytestmark = pytest.mark.sqlite

DB = "sqlite:///village.db"
Run = Callable[[str], tuple[int, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in a village with Li and return its code and all that it said."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("XIANGYUE_DB", DB)
    with Engine(DB) as engine:
        engine.add_unit("xinqi", "village")
        engine.install("resource-scarce-rural", "xinqi")
        engine.register("li", roles={"village_secretary": "xinqi"})
        engine.add_unit("plain", "village")
        assert main(["profile", "new", "errand-only"]) == 0
        engine.install("errand-only", "plain")
        engine.add_unit("street", "community")
        engine.install("administrative-rich-urban", "street")
    capsys.readouterr()

    def run(line: str) -> tuple[int, str]:
        code = main(line.split())
        return code, "".join(capsys.readouterr())

    return run


REFUSED = {
    "contact set li sms abc --by li": "no phone number",
    "contact set li mail li --by li": "no mail address",
    "contact language li xx-yy-zz --by li": "language",
    "receive need --community xinqi --by li": "--title",
    "receive need --community xinqi --by li --title Ramp --source helper": "--for",
    "receive need --community xinqi --by li --with nosuch=1": "Known: ",
    "receive need --community plain --by li --title Ramp": "receives nothing by category",
    "webhook add county http://127.0.0.1:1/ --by li": "public internet",
    "webhook add county http://localhost/ --by li": "public internet",
    "points settle street": "no points account",
    "sheet complaint --profile base --language fr": "en, zh",
    "sheet complaint --profile base -o c.pdf": ".html",
    "feed --community xinqi --limit 0": "0 at a time",
    "db jobs on": "--db",
    "db restore missing": "“missing”",
}


@pytest.mark.parametrize("line", REFUSED)
def test_what_cannot_be_is_refused_with_what_would_do(run: Run, line: str) -> None:
    """The line names what is wrong and the mend, and nothing is written."""
    code, said = run(line)
    assert code == 2 and REFUSED[line] in said, said
    assert ": -." not in said
    assert not [*Path().glob("*.pdf"), *Path().glob("*.html")]


def test_results_replace_no_file_unasked(run: Run) -> None:
    """What is there already stays, unless --force says otherwise."""
    Path("o.csv").write_text("mine")
    assert run("export orders o.csv --community xinqi")[0] == 2
    assert Path("o.csv").read_text() == "mine"
    assert run("export orders o.csv --community xinqi --force")[0] == 0


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("--lang zh db heads --output .", "是文件夹"),
        ("--lang zh profile new a --output errand-only/profile.yaml/x", "文件夹"),
        ("--lang zh verify --db sqlite:///no/such.db", "没有"),
        ("--lang zh db info --db sqlite:///errand-only/profile.yaml", "文件不是数据库"),
    ],
)
def test_the_system_speaks_chinese_too(run: Run, line: str, told: str) -> None:
    """What the disk or the database refuses is said in the reader's language."""
    code, said = run(line)
    assert code == 2 and told in said, said
    assert not any(word in said for word in ("directory", "file is", "unable"))


def test_a_finding_and_its_mend_stand_together_in_chinese(run: Run) -> None:
    """Chinese sets no space between sentences, and calls an error by its name."""
    profile = Path("errand-only/profile.yaml")
    profile.write_text(profile.read_text("utf-8") + "nosuch: 1\n", "utf-8")
    _, said = run("--lang zh profile lint errand-only")
    assert "错误 " in said and "error" not in said
    assert "。 " not in said
    refused = run("--lang zh receive need --community xinqi --by nobody --title a")[1]
    assert "。" in refused and "。 " not in refused


def test_a_scenario_that_is_not_played_is_told(run: Run) -> None:
    """A mistake is counted beside what passed, and to expect nothing is one."""
    file = Path("errand-only/scenarios.yaml")
    text = file.read_text("utf-8")
    name = "Nothing is expected"
    idle = f"\n{name}:\n  when:\n    - {{wait: 1d}}\n"
    file.write_text(text + idle, "utf-8")
    code, said = run("profile test errand-only")
    assert code == 1 and "nothing is expected" in said
    assert "Mistakes in scenarios: 1" in said
