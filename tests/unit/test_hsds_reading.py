"""The JSON of a directory is read thing by thing, and each has its place."""

from __future__ import annotations

import gzip
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hsds import location, organization, service, uid
from hypothesis import given
from hypothesis import strategies as st

from xiangyue import BadInput
from xiangyue.errors import Place
from xiangyue.exchange.files.jsonpieces import MOST
from xiangyue.exchange.hsds import stream
from xiangyue.exchange.hsds.gathering import gather
from xiangyue.exchange.hsds.package import records
from xiangyue.exchange.hsds.record import json_path


def written(tmp_path: Path, data: bytes, name: str = "in.json") -> Path:
    """Write a file and return it."""
    path = tmp_path / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("indent", [None, 1])
def test_a_long_file_is_read_as_a_short_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, indent: int | None
) -> None:
    """Piece by piece it holds the same things in the same places, packed or not."""
    page = {"size": 3, "contents": [service(n, schedules=[{"id": uid(n)}]) for n in range(40)]}
    path = written(tmp_path, json.dumps(page, indent=indent).encode())

    def lines(place: Place) -> tuple[int, int]:
        return place.line, place.column

    def told(path: Path) -> list[Any]:
        return [
            (one.value, one.steps, *(lines(one.place(steps)) for steps in ((), ("schedules", 0))))
            for one in records(path)
        ]

    short = told(path)
    assert [json_path(one[1]) for one in short[:2]] == ["$.contents[0]", "$.contents[1]"]
    monkeypatch.setattr(stream, "MOST_WHOLE", 100)
    assert told(path) == short
    assert told(written(tmp_path, gzip.compress(path.read_bytes()), "in.json.gz")) == short


def test_one_thing_at_a_time_is_held(tmp_path: Path) -> None:
    """A thing that is too long by itself is refused where it begins."""
    head, one = b'{"contents": [\n', b'{"id": "1", "name": "' + b"x" * 3 * MOST + b'"}'
    path = written(tmp_path, head + one + b"]}")
    with pytest.raises(BadInput) as caught:
        list(records(path))
    assert (caught.value.code, str(caught.value.place)) == ("hsds-long", f"{path}:2:1")


@given(
    st.sampled_from([service(), organization(services=[service()]), {"contents": [location()]}]),
    st.integers(0, 400),
    st.sampled_from([b"", b"\xff", b"}", b'"', b"[", b"null", b"\\ud800", b"9" * 5000, b"-"]),
    st.integers(0, 3),
)
def test_a_damaged_file_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, whole: Any, at: int, put: bytes, cut: int
) -> None:
    """With a place and a sentence, whatever was damaged where."""
    text = json.dumps(whole).encode()
    path = tmp_path_factory.mktemp("hsds") / "in.json"
    path.write_bytes(text[:at] + put + text[at + cut :])
    try:
        gather(records(path))
    except BadInput as error:
        assert error.place is not None
        assert error.describe("zh")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_mark_tells_the_encoding(tmp_path: Path, encoding: str) -> None:
    """As editors write it."""
    path = written(tmp_path, json.dumps(service(name="课"), ensure_ascii=False).encode(encoding))
    assert gather(records(path)).services[uid(100)].name == "课"


def test_a_package_is_bounded(tmp_path: Path) -> None:
    """A ZIP that blows up, is cut off, or holds nothing of it is refused."""
    bomb, path = tmp_path / "bomb.zip", tmp_path / "in.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("services.csv", b"id,name\n" + b"1,x\n" * 6_000_000)
    path.write_bytes(bomb.read_bytes()[:-100])
    headless, small = tmp_path / "headless.zip", tmp_path / "small.zip"
    with zipfile.ZipFile(small, "w") as packed:
        packed.writestr("services.csv", "id,name\n")
    headless.write_bytes(small.read_bytes()[:4] + small.read_bytes()[8:])
    empty = tmp_path / "empty.zip"
    with zipfile.ZipFile(empty, "w") as packed:
        packed.writestr("readme.txt", "x")
    for file, code in (
        (bomb, "file-bomb"),
        (path, "hsds-zip"),
        (headless, "hsds-zip"),
        (empty, "hsds-nothing"),
    ):
        with pytest.raises(BadInput) as caught:
            list(records(file))
        assert caught.value.code == code


def test_a_table_says_where_its_cells_are(tmp_path: Path) -> None:
    """Line and column, in whatever encoding; a column may stand there once."""
    path = written(tmp_path, "id,name,fees\n1,课,五元\n".encode("gb18030"), "services.csv")
    found = gather(records(path))
    assert str(found.left_out["service", "fees"].place) == f"{path}:2:3"
    with pytest.raises(BadInput, match="twice"):
        list(records(written(tmp_path, b"id,name,ID\n1,x,2\n", "services.csv")))
