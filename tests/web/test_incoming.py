"""Other people's files in the console: looked at first, then taken in by an admin's own member."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from flask import Flask
from hsds import MAP, service
from openpyxl import Workbook
from visitors import PASSWORD, Visitor

from xiangyue import Engine
from xiangyue.plugs import importers
from xiangyue_admin.accounts import Accounts, Grant
from xiangyue_admin.uploads import kind_of

HERE = "/communities/xinqi/incoming"
LIBRARY = "/communities/lib/incoming/hsds"
ORDERS = "编号,类别,标题,诉求内容\nA-1,need,路灯不亮,三组路口\nA-2,没有这一类,井盖,破了\n"


@pytest.fixture
def library(engine: Engine) -> Engine:
    """A community with a resource library, whose keeper is its admin."""
    engine.add_unit("lib", "community", parent="county")
    engine.install("resource-library", "lib")
    engine.register("keeper", roles={"library_keeper": "lib"})
    grants = [Grant("admin", "lib")]
    Accounts(engine).add("keeper", by="setup", member="keeper", password=PASSWORD, grants=grants)
    return engine


def signed_in(app: Flask, login: str, language: str = "en") -> Visitor:
    """Return somebody who is signed in."""
    visitor = Visitor(app, language)
    visitor.sign_in(login)
    return visitor


def send(visitor: Visitor, page: str, content: bytes, name: str, **more: object) -> str:
    """Send a file to be looked at; returns the page."""
    visitor.get(page)
    return visitor.post(page, file=(io.BytesIO(content), name), do="look", **more).text


def hidden(page: str) -> dict[str, str]:
    """Return what the form that takes in repeats."""
    form = page.partition('name="do" value="take"')[0].rpartition("<form")[2]
    parts = form.split('<input type="hidden" name="')[1:]
    return {part.split('"', 1)[0]: part.split('value="', 1)[1].split('"', 1)[0] for part in parts}


def test_every_importer_speaks_both_languages() -> None:
    """What it is called and does, what it may be told, and what it counts."""
    for one in importers().values():
        options = [said for option in one.options for said in (option.help, option.title)]
        for said in (one.title, one.help, *options, *one.sorts.values()):
            assert said["en"] and said["zh"], one.name
            assert any("一" <= sign <= "鿿" for sign in said["zh"]), (one.name, said)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_can_come_in_is_listed_by_its_title(app: Flask, language: str) -> None:
    """Those about one community for its admins, and no path of the machine is asked for."""
    page = signed_in(app, "li", language).get(HERE).text
    for one in importers().values():
        listed = one.kind == "store" and one.community
        assert (f'{HERE}/{one.name}"' in page) is listed
        assert (one.title[language] in page) or not listed
    shown = signed_in(app, "li", language).get(f"{HERE}/hsds").text
    assert 'type="file" id="o-map"' in shown
    assert 'id="o-map-template"' not in shown


def test_orders_are_looked_at_and_then_taken_in(app: Flask, engine: Engine) -> None:
    """Counts and notes first, with their places; then a task by the admin, and once only."""
    visitor = signed_in(app, "li", "zh")
    page = send(visitor, f"{HERE}/orders", ORDERS.encode("gb18030"), "十二月工单.csv")
    assert engine.tasks("xinqi").tasks == ()
    assert "第 3 行" in page
    assert "没有这一类" in page
    assert "/tmp" not in page
    assert "十二月工单.csv" in page
    page = send(visitor, f"{HERE}/orders", ORDERS[: ORDERS.index("A-2")].encode(), "工单.csv")
    assert re.findall(r"<dd>(\d+)<", page) == ["1", "1", "0", "0"]
    answer = visitor.post(f"{HERE}/orders", **hidden(page), do="take")
    assert (answer.status_code, answer.headers["Location"]) == (303, HERE)
    (task,) = engine.tasks("xinqi").tasks
    assert task.opener == "li"
    assert "原样导入 1 项" in visitor.get(HERE).text
    again = send(visitor, f"{HERE}/orders", ORDERS[: ORDERS.index("A-2")].encode(), "工单.csv")
    said = visitor.post(f"{HERE}/orders", **hidden(again), do="take")
    assert "没有新内容" in said.text
    assert len(engine.tasks("xinqi").tasks) == 1


def test_what_cannot_be_read_is_told_in_a_sentence(app: Flask, engine: Engine) -> None:
    """The file stays for another try, as with a sheet's name that was wrong."""
    book = Workbook()
    book.active.title = "工单"  # type: ignore[union-attr]
    for line in ORDERS.splitlines()[:2]:
        book.active.append(line.split(","))  # type: ignore[union-attr]
    stream = io.BytesIO()
    book.save(stream)
    visitor = signed_in(app, "li")
    wrong = {"file": (io.BytesIO(stream.getvalue()), "book.xlsx"), "o-sheet": "no such"}
    visitor.get(f"{HERE}/orders")
    answer = visitor.post(f"{HERE}/orders", **wrong, do="look")
    assert answer.status_code == 422
    assert "no such" in answer.text
    assert "/tmp" not in answer.text
    kept = re.findall(r'name="kept" value="([^"]+)"', answer.text)[0]
    page = visitor.post(f"{HERE}/orders", **{"kept": kept, "o-sheet": "工单"}, do="look").text
    assert 'value="take"' in page
    for content in (b"", b"%PDF-1.7 \x00", b"PK\x03\x04half", b"[" * 5000):
        for name in ("orders", "open311"):
            visitor.get(f"{HERE}/{name}")
            sent = visitor.post(f"{HERE}/{name}", file=(io.BytesIO(content), "x"), do="look")
            assert sent.status_code == 422, (name, content[:9])
            assert "/tmp" not in sent.text
    assert engine.tasks("xinqi").tasks == ()


def test_a_directory_comes_in_by_a_mapping_that_is_filled_in(app: Flask, library: Engine) -> None:
    """Its template is sent; with it, the directory's service becomes an offer of the library."""
    visitor = signed_in(app, "keeper")
    directory = json.dumps(service()).encode()
    visitor.get(LIBRARY)
    made = visitor.post(LIBRARY, file=(io.BytesIO(directory), "d.json"), do="make:map-template")
    assert made.headers["Content-Disposition"] == 'attachment; filename="hsds-map-template.yaml"'
    assert "types:" in made.text
    refused = send(visitor, LIBRARY, directory, "d.json")
    assert "“Mapping”" in refused
    assert "--map" not in refused
    mapping = {"o-map": (io.BytesIO(MAP.encode()), "our map.yaml")}
    page = send(visitor, LIBRARY, directory, "d.json", **mapping)
    assert "our map.yaml" in page
    assert library.tasks("lib").tasks == ()
    assert visitor.post(LIBRARY, **hidden(page), do="take").status_code == 303
    (task,) = library.tasks("lib").tasks
    assert (task.flow, library.member(task.opener).kind) == ("resource", "organization")


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_sheet_to_begin_with_is_read_again(app: Flask, engine: Engine, kind: str) -> None:
    """With the headings that the community's rules ask for; rules as they are bring nothing new."""
    visitor = signed_in(app, "li", "zh")
    blank = visitor.get(f"{HERE}/orders/sheet?kind={kind}")
    assert kind_of(blank.data) == kind
    page = send(visitor, f"{HERE}/orders", blank.data, f"o.{kind}", **{"o-category": "need"})
    assert "文件中没有找到内容" in page
    assert '<option value="need" selected>' in page
    table = re.findall(r'<option value="(\w+)">', visitor.get(f"{HERE}/points").text)[0]
    rules = visitor.get(f"{HERE}/points/sheet?kind={kind}&table={table}")
    page = send(visitor, f"{HERE}/points", rules.data, f"r.{kind}", **{"o-table": table})
    assert re.findall(r"<dd>(\d+)<", page)[3] == "0"
    assert visitor.get(f"{HERE}/points/sheet?table=none").status_code == 400
    for none in ("hsds/sheet", "resources/sheet", "orders/sheet?kind=exe"):
        assert visitor.get(f"{HERE}/{none}").status_code == 404, none


def test_no_file_of_the_machine_is_read(app: Flask, library: Engine, tmp_path: Path) -> None:
    """Where a path is written into the form instead of a file, none is found."""
    secret = tmp_path / "map.yaml"
    secret.write_text(MAP)
    visitor = signed_in(app, "keeper")
    for name in ("o-map", "kept"):
        more = {} if name == "kept" else {"file": (io.BytesIO(b"{}"), "d.json")}
        visitor.get(LIBRARY)
        answer = visitor.post(LIBRARY, **{name: str(secret), **more}, do="look")
        assert answer.status_code == 422
        assert "no longer kept" in answer.text


@pytest.mark.parametrize("login", ["zhao", "chen", "wang", "root", "county", None])
def test_only_an_admin_with_a_member_takes_anything_in(
    app: Flask, engine: Engine, login: str | None
) -> None:
    """Another's admin finds no such page; an account without a member is told what it lacks."""
    visitor = signed_in(app, login) if login else Visitor(app)
    page = visitor.get(HERE)
    if login is None:
        visitor.get("/sign-in")
    sent = {"file": (io.BytesIO(ORDERS.encode()), "o.csv")}
    answer = visitor.post(f"{HERE}/orders", **sent, do="take")
    if login == "county":
        assert "acts as no member" in page.text
        assert (answer.status_code, "<input" in answer.text) == (422, True)
        assert 'type="file"' not in answer.text
    else:
        assert answer.status_code == (404 if login else 401)
    assert engine.tasks("xinqi").tasks == ()


def test_what_is_about_all_units_is_for_who_runs_the_system(app: Flask, engine: Engine) -> None:
    """Outlines of units come in among the first steps, and nowhere else."""
    assert signed_in(app, "li").get(f"{HERE}/places").status_code == 404
    assert signed_in(app, "li").get("/start/files/places").status_code == 403
    root = signed_in(app, "root")
    assert 'href="/start/files/places"' in root.get("/start/").text
    assert root.get("/start/files/units").status_code == 404, "it has a page of its own"
    ring = [[120.0, 30.0], [120.1, 30.0], [120.1, 30.1], [120.0, 30.0]]
    units = [
        {
            "type": "Feature",
            "properties": {"unit": unit},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }
        for unit in ("xinqi", "nowhere")
    ]
    content = json.dumps({"type": "FeatureCollection", "features": units}).encode()
    page = send(root, "/start/files/places", content, "map.geojson")
    assert re.findall(r"<dd>(\d+)<", page) == ["2", "1", "0", "1"]
    assert "nowhere" in page
    assert root.post("/start/files/places", **hidden(page), do="take").status_code == 303
    assert set(engine.places()) == {"xinqi"}
