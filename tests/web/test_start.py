"""The first run for real: units and people from sheets, what suits, the profile."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from openpyxl import Workbook
from visitors import PASSWORD, Visitor

from xiangyue import Engine
from xiangyue_admin import create_app
from xiangyue_admin.accounts import Accounts, Grant
from xiangyue_admin.uploads import kind_of

UNITS = "id,level,title,parent\nxian,county,县,\nxinqi,village,新旗村,xian\n"


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Engine]:
    """Return a store with nothing in it but who runs the system."""
    with Engine(f"sqlite:///{tmp_path / 'new.db'}") as engine:
        grants = [Grant("system", "*"), Grant("admin", "*")]
        Accounts(engine).add("root", by="setup", password=PASSWORD, grants=grants)
        yield engine
        assert engine.verify().ok


@pytest.fixture
def root(empty: Engine) -> Visitor:
    """Return whoever runs the system, signed in."""
    found = Visitor(create_app(empty))
    assert found.sign_in("root").status_code == 303
    return found


def send(root: Visitor, what: str, content: bytes, name: str = "sheet.csv") -> str:
    """Send a sheet to be looked at; returns the page."""
    root.get(f"/start/sheets/{what}")
    return root.post(f"/start/sheets/{what}", file=(io.BytesIO(content), name), do="look").text


def take(root: Visitor, what: str, page: str) -> int:
    """Take in what was looked at."""
    token = page.split('name="token" value="')[1].split('"', maxsplit=1)[0]
    return root.post(f"/start/sheets/{what}", token=token, do="take").status_code


def test_where_nothing_is_governed_it_begins_with_the_first_steps(root: Visitor) -> None:
    """Whoever runs the system is led there, and finds them again by a door of their own."""
    assert root.get("/").headers["Location"] == "/start/"
    assert 'href="/start/"' in root.get("/system/").text


def test_from_nothing_to_a_governed_community(root: Visitor, empty: Engine) -> None:
    """Units, a profile, people: each is looked at before it is taken in."""
    page = send(root, "units", UNITS.encode())
    assert "Everything is right" in page
    assert empty.units() == {}
    assert take(root, "units", page) == 303
    assert set(empty.units()) == {"xian", "xinqi"}
    root.get("/start/install")
    answer = root.post("/start/install", community="xinqi", profile="resource-scarce-rural")
    assert answer.status_code == 303
    assert empty.profile("xinqi").id == "resource-scarce-rural"
    members = "id,kind,home,role\nli,person,xinqi,village_secretary\n"
    page = send(root, "members", members.encode())
    assert take(root, "members", page) == 303
    assert empty.member("li").id == "li"
    assert "there are some" in root.get("/start/").text


def test_every_wrong_cell_is_said_and_nothing_taken(root: Visitor, empty: Engine) -> None:
    """With its row, and how to mend it."""
    page = send(root, "units", UNITS.replace("county", "kingdom").encode())
    assert "have to be mended" in page or "has to be mended" in page
    assert 'name="token"' not in page
    assert empty.units() == {}


def test_a_workbook_is_read_too(root: Visitor, empty: Engine) -> None:
    """Whatever it is called."""
    book = Workbook()
    for line in UNITS.splitlines():
        book.active.append(line.split(","))  # type: ignore[union-attr]
    stream = io.BytesIO()
    book.save(stream)
    page = send(root, "units", stream.getvalue(), "anything.dat")
    assert take(root, "units", page) == 303
    assert "xinqi" in empty.units()


def packed(*names: str) -> bytes:
    """Return an archive with these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as parts:
        for name in names:
            parts.writestr(name, "")
    return stream.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"", b" \n", b"%PDF-1.7", b"<html>", b"\x89PNG\r\n", b"PK\x03\x04broken", b"a\0b",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", packed("evil.exe"), packed("xl/workbook.xml"),
    ],
)  # fmt: skip
def test_what_is_no_sheet_is_not_kept(content: bytes) -> None:
    """It is told by its content, whatever it is called."""
    with pytest.raises(ValueError, match=r"\."):
        kind_of(content)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_is_read_as_offices_write_it(encoding: str) -> None:
    """In the encodings that spreadsheets save."""
    assert kind_of(UNITS.encode(encoding)) == "csv"


@pytest.mark.parametrize("token", ["", "../../etc/passwd", "0" * 32 + ".csv", "x"])
def test_an_invented_token_finds_no_file(root: Visitor, token: str) -> None:
    """It is said that the file is not kept."""
    root.get("/start/sheets/units")
    answer = root.post("/start/sheets/units", token=token, do="take")
    assert answer.status_code == 422
    assert "no longer kept" in answer.text


def test_figures_tell_what_suits(root: Visitor) -> None:
    """The best profiles stand with a way to choose them; people decide."""
    root.get("/start/fit")
    figures = {"A1": "55", "A2": "9.5", "R1": "12", "R2": "0.4", "R3": "31", "R4": "42"}
    figures |= {"O1": "0.5", "P1": "3", "P2": "18", "P3": "8", "D1": "48"}
    sent = {f"f_{code}": value for code, value in figures.items()}
    page = root.post("/start/fit", f_setting="rural", do="form", **sent).text
    assert "profile=resource-scarce-rural" in page
    assert "people decide" in page


def test_figures_from_a_sheet_tell_it_of_many(root: Visitor) -> None:
    """And what is wrong with a cell is said with its row."""
    good = "community,setting,A1,R1,R4\nxinqi,rural,55,12,42\nlvyuan,urban,20,90,5\n"
    root.get("/start/fit")
    page = root.post("/start/fit", file=(io.BytesIO(good.encode()), "f.csv"), do="sheet").text
    assert "<h2>xinqi</h2>" in page
    assert "<h2>lvyuan</h2>" in page
    bad = good.replace("55", "much")
    page = root.post("/start/fit", file=(io.BytesIO(bad.encode()), "f.csv"), do="sheet").text
    assert "Row 2" in page


@pytest.mark.parametrize("sent", [{}, {"community": "no", "profile": "no"}])
def test_a_made_up_choice_installs_nothing(
    root: Visitor, empty: Engine, sent: dict[str, str]
) -> None:
    """Only units of the store and profiles of the shelf."""
    empty.add_unit("xinqi", "village")
    root.get("/start/install")
    assert root.post("/start/install", **sent).status_code == 422
    assert empty.communities() == ()


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("what", ["units", "members"])
def test_an_empty_sheet_to_begin_with(root: Visitor, what: str, kind: str) -> None:
    """It is read again as a sheet without rows of its own."""
    answer = root.get(f"/start/templates/{what}.{kind}")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    assert kind_of(answer.data) == kind


@pytest.mark.parametrize("page", ["", "sheets/units", "sheets/members", "fit", "install"])
def test_only_who_runs_the_system_takes_first_steps(
    app: Flask, visitor: Visitor, page: str
) -> None:
    """An admin of one village does not."""
    visitor.sign_in("li")
    assert visitor.get(f"/start/{page}").status_code == 403
    assert app.test_client().get(f"/start/{page}").status_code == 303
