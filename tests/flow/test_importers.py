"""The door of the importers: a stranger's comes in by an entry point and is a command at once."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from xiangyue import plugs
from xiangyue.cli import main
from xiangyue.plugs import Count, Importer, Tally

pytestmark = pytest.mark.sqlite

PLUGIN = '''
from xiangyue.errors import Place
from xiangyue.plugs import Importer, Note, Option, Tally, hookimpl

PROFILE = """\\
profile: made
title: {en: Made}
languages: [en]
roles: {anybody: {title: {en: Anybody}}}
flows:
  case:
    title: {en: Case}
    start: new
    open: {by: anybody}
    states: {new: {title: {en: New}}, old: {title: {en: Old}, final: true}}
    actions: {age: {title: {en: Age}, from: new, to: old, by: anybody}}
"""


class Lines(Importer):
    name = "lines"
    title = {"en": "Lines", "zh": "行"}
    help = {"en": "Make a profile of lines.", "zh": "由行制成方案。"}
    examples = ("lines lines.txt --output made",)
    kind = "profile"
    options = (Option("skip", {"en": "A line to leave out.", "zh": "跳过的行。"}, many=True),)

    def take(self, incoming):
        tally = Tally()
        for number, line in enumerate(incoming.path.read_text().splitlines(), 1):
            refused = line in incoming.options.get("skip", ())
            tally.count("lines", "refused" if refused else "carried")
            if refused:
                place = Place(str(incoming.path), number)
                tally.note(Note("refused", place, {"en": "Left out.", "zh": "未导入。"}, at="line"))
        return tally.imported(profile=PROFILE.replace("made", incoming.name))


class Names(Importer):
    name = "names"
    title = {"en": "Names", "zh": "名单"}
    help = {"en": "Register a member for each line.", "zh": "每行登记一人。"}
    kind = "store"
    options = (Option("shout", {"en": "Say names loudly.", "zh": "大声。"}, flag=True),)

    def take(self, incoming):
        tally = Tally()
        for line in incoming.path.read_text().splitlines():
            if not incoming.dry:
                incoming.engine.register(line, home=incoming.community)
            tally.count("members", "changed" if incoming.options.get("shout") else "carried")
        return tally.imported(written=not incoming.dry, more={"place": incoming.community})


@hookimpl
def xiangyue_importers():
    return (Lines(), Names())
'''


@pytest.fixture(autouse=True)
def plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Install the plugin of a stranger for one test."""
    (tmp_path / "strange_importers.py").write_text(PLUGIN)
    info = tmp_path / "strange-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: strange\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[xiangyue.importers]\nodd = strange_importers\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", "C.UTF-8")
    plugs._manager.cache_clear()
    yield
    plugs._manager.cache_clear()
    sys.modules.pop("strange_importers", None)


def run(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, Any]:
    """Run a command with --json; returns its exit code and its document."""
    code = main([*args, "--json"])
    return code, orjson.loads(capsys.readouterr().out)


def test_a_profile_is_made_and_linted(capsys: pytest.CaptureFixture[str]) -> None:
    """What was left out is told with its place, and the exit code says so."""
    Path("lines.txt").write_text("a\nb\nc\n")
    code, said = run(capsys, "import", "lines", "lines.txt", "-o", "kind", "--skip", "b")
    assert code == 1
    assert [said[name] for name in ("read", "carried", "changed", "refused")] == [3, 2, 0, 1]
    assert said["notes"] == [
        {
            "fate": "refused",
            "code": "",
            "file": "lines.txt",
            "line": 2,
            "column": 0,
            "at": "line",
            "text": "Left out.",
            "mend": "",
        }
    ]
    assert said["findings"] == []
    assert main(["profile", "lint", "kind"]) == 0


def test_a_profile_is_not_written_over(capsys: pytest.CaptureFixture[str]) -> None:
    """Unless that is asked for."""
    Path("lines.txt").write_text("a\n")
    assert main(["import", "lines", "lines.txt", "-o", "kind"]) == 0
    assert "profile lint kind" in capsys.readouterr().out
    assert main(["import", "lines", "lines.txt", "-o", "kind"]) == 2
    assert main(["import", "lines", "lines.txt", "-o", "kind", "--force"]) == 0


def test_a_store_takes_in_unless_it_is_dry(capsys: pytest.CaptureFixture[str]) -> None:
    """A dry run says the same and writes nothing; a store is made of nothing but units."""
    Path("names.txt").write_text("wang\nli\n")
    Path("units.csv").write_text("unit,level\nxinqi,village\n")
    args = ["import", "names", "names.txt", "--community", "xinqi", "--by", "li"]
    db = ["--db", "sqlite:///s.db"]
    assert run(capsys, *args, *db)[0] == 2
    assert not Path("s.db").exists()
    assert run(capsys, "import", "units", "units.csv", "--by", "li", *db)[0] == 0
    code, said = run(capsys, *args, *db, "--dry-run", "--shout")
    assert (code, said["changed"], said["written"]) == (0, 2, False)
    code, said = run(capsys, *args, *db)
    assert (code, said["carried"], said["written"], said["place"]) == (0, 2, True, "xinqi")


def test_the_help_names_it(capsys: pytest.CaptureFixture[str]) -> None:
    """As it names the commands of the house."""
    assert main(["import", "--help"]) == 0
    assert "Register a member for each line." in capsys.readouterr().out
    assert main(["import", "lines", "--help"]) == 0
    assert "xiangyue import lines lines.txt --output made" in capsys.readouterr().out


def test_what_is_no_importer_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """With its name, before anything is read."""
    strange = importlib.import_module("strange_importers")
    monkeypatch.setattr(strange.Names, "kind", "somewhere")
    with pytest.raises(Exception, match="is brought as an importer and is none"):
        plugs.importers()
    monkeypatch.setattr(strange.Names, "kind", "store")
    monkeypatch.setattr(strange.Names, "name", "lines")
    with pytest.raises(Exception, match="Two importers have the name “lines”"):
        plugs.importers()


def test_a_broken_one_keeps_nobody_from_the_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is complained of by name, and the file of another is read."""
    points = "[xiangyue.importers]\nodd = strange_importers\nbroken = no_such_module\n"
    (tmp_path / "strange-1.dist-info" / "entry_points.txt").write_text(points)
    Path("lines.txt").write_text("a\n")
    assert main(["import", "lines", "lines.txt", "-o", "kind"]) == 0
    assert "no_such_module" in capsys.readouterr().err


def test_the_counts_add_up() -> None:
    """Whatever was read was carried, changed or refused."""
    tally = Tally()
    tally.sorts(("b", "a"))
    tally.count("a", "changed", 2)
    tally.count("a", "refused")
    found = tally.imported()
    assert [*found.counts] == ["b", "a"]
    assert found.total == Count(0, 2, 1)
    assert found.total.read == 3
    with pytest.raises(NotImplementedError):
        Importer().take(None)  # type: ignore[arg-type]
