"""What FORMATS.md shows runs as it stands, on the communities of the demo."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from demo_house import demo_store

from xiangyue.cli import main
from xiangyue.plugs import Importer

pytestmark = pytest.mark.sqlite

FORMATS = Path(__file__).parents[2] / "engine" / "FORMATS.md"
TEXT = FORMATS.read_text(encoding="utf-8")
FILE = re.compile(r"^```\w+ (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture
def here(tmp_path: Path, shared_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder with a copy of the demo's store."""
    shutil.copy(demo_store(shared_folder), tmp_path / "demo.db")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XIANGYUE_DB", "sqlite:///demo.db")
    monkeypatch.setenv("LANG", "C.UTF-8")
    return tmp_path


def test_every_line_to_copy_runs(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One after the other, with the files that stand between them; ``exit 1`` is said beside it."""
    for name, text in FILE.findall(TEXT):
        (here / name).write_text(text, encoding="utf-8")
    lines = re.findall(r"^\$ xiangyue (.*?)(?: +# (.*))?$", TEXT, re.MULTILINE)
    for line, remark in lines:
        code = main(shlex.split(line))
        said = capsys.readouterr()
        assert code == int("exit 1" in remark), f"{line}\n{said.out}{said.err}"


FORMATS_SHOWN = [part.partition("\n") for part in TEXT.split("\n## ")[1:]]


@pytest.mark.parametrize(
    ("title", "_", "section"), FORMATS_SHOWN, ids=[s[0] for s in FORMATS_SHOWN]
)
def test_each_format_is_shown_in_about_five_lines(title: str, _: str, section: str) -> None:
    """To be typed, or of Python."""
    typed = re.findall(r"^\$ .*$|^```python", section, re.MULTILINE)
    assert 1 <= len(typed) <= 8, title


def test_the_importer_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """The example of one's own is sound."""
    (body,) = re.findall(
        r"^```python\n(from xiangyue.plugs.*?)^```$", TEXT, re.MULTILINE | re.DOTALL
    )
    found: dict[str, object] = {}
    exec(compile(body, str(FORMATS), "exec"), found)
    (importer,) = found["xiangyue_importers"]()  # type: ignore[operator]
    assert isinstance(importer, Importer)
    assert importer.kind == "store"
