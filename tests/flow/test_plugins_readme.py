"""The way to a limit of one's own, as plugins/README.md walks it: every snippet, every command."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import orjson
import pytest
import yaml

from xiangyue.plugs import limits
from xiangyue.profile import profile_schema

pytestmark = pytest.mark.sqlite

README = Path(__file__).parents[2] / "plugins" / "README.md"
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PYTHON = {"xiangyue": "xiangyue", "pytest": "pytest"}


class Block(NamedTuple):
    """A block of code: its language, the file that it belongs in, and its text."""

    language: str
    file: str
    text: str


def blocks() -> list[Block]:
    """Return the blocks of the README in their order."""
    return [Block(*found) for found in BLOCK.findall(README.read_text("utf-8"))]


def steps(text: str) -> Iterator[tuple[str, str]]:
    """Yield each command of a console block with what it prints."""
    for step in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, output = step.partition("\n")
        yield command, output


class Reader:
    """Somebody who follows the README in an empty folder."""

    def __init__(self, folder: Path) -> None:
        """Begin there."""
        self.folder = folder
        self.installed: list[Path] = []

    def write(self, block: Block) -> None:
        """Put a snippet where it belongs: into a new file, or at the end of one."""
        with (self.folder / block.file).open("a", encoding="utf-8") as file:
            file.write(block.text)

    def run(self, command: str) -> str:
        """Run a command and return what it prints; it must not fail."""
        words = shlex.split(command)
        if words[0] == "mkdir":
            Path(self.folder, words[-1]).mkdir(parents=True)
            return ""
        if words[:2] == ["pip", "install"]:
            self.install(self.folder / words[-1])
            return ""
        beside = filter(None, [os.environ.get("PYTHONPATH")])
        path = os.pathsep.join([*map(str, self.installed), *beside])
        ran = subprocess.run(
            [sys.executable, "-m", PYTHON[words[0]], *words[1:]],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": path, "LANG": "C.UTF-8", "LC_ALL": ""},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert ran.returncode == 0, f"{command}\n{ran.stdout}{ran.stderr}"
        return ran.stdout

    def install(self, project: Path) -> None:
        """Leave what an installer would leave of an editable install, without a network."""
        about = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))["project"]
        name, version = about["name"], about["version"]
        info = project / f"{name.replace('-', '_')}-{version}.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        points = [
            f"[{group}]\n" + "".join(f"{key} = {value}\n" for key, value in entries.items())
            for group, entries in about["entry-points"].items()
        ]
        (info / "entry_points.txt").write_text("\n".join(points))
        self.installed.append(project)


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """Return a reader who has done all that the README says, and seen what it promises."""
    reader = Reader(tmp_path_factory.mktemp("newcomer"))
    for block in blocks():
        if block.file:
            reader.write(block)
        elif block.language == "console":
            for command, promised in steps(block.text):
                printed = reader.run(command)
                parts = [re.escape(part) for part in re.split(r"\.\.\.\n?", promised)]
                assert re.fullmatch("(?s:.*)".join(parts), printed), f"{command}\n{printed}"
    return reader


def test_a_newcomer_arrives(reader: Reader) -> None:
    """Every command does what the README says, down to a limit that bites and conforms."""
    checked = orjson.loads(reader.run("xiangyue plugin check village --json"))
    (limit,) = checked["limits"]
    assert limit["limit"] == "market_day"
    assert {"allow", "defer", "deny"} == limit["verdicts"].keys()


def test_nothing_is_left_out() -> None:
    """The snippets are a limit, its package, a binding, scenarios and a test; and a channel."""
    files = [block.file for block in blocks() if block.file]
    assert [Path(file).name for file in files] == [
        "village_limits.py",
        "pyproject.toml",
        "profile.yaml",
        "scenarios.yaml",
        "test_market_day.py",
        "village_pager.py",
        "pyproject.toml",
        "channels.yaml",
    ]


def test_a_binding_shows_every_key() -> None:
    """The example at the end has each key that the profile language knows, and no other."""
    (text,) = (block.text for block in blocks() if block.language == "yaml" and not block.file)
    (binding,) = yaml.safe_load(text)["limits"].values()
    known = profile_schema()["$defs"]["limit"]["properties"]
    assert {*binding, "basis"} == {*known}
    assert binding["claim"].keys() == known["claim"]["properties"].keys()


def test_every_fact_is_explained() -> None:
    """The table of facts names each function that makes one."""
    from xiangyue import limit, plugs

    made = {
        name
        for name in plugs.__all__
        if getattr(getattr(limit, name, None), "__annotations__", {}).get("return") == "Fact"
    }
    told = set(re.findall(r"^\| `(\w+)\(", README.read_text("utf-8"), re.MULTILINE))
    assert made == told - {"reshape", "defer", "deny"}


def test_ours_are_listed_elsewhere() -> None:
    """The table of first-party limits is generated; this page only points to it."""
    assert "(LIMITS.md)" in README.read_text("utf-8")
    assert not [name for name in limits() if f"| `{name}` |" in README.read_text("utf-8")]
