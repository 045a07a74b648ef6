"""What leaves for other programs: the log of events and the resource library, each noted."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask
from hsds import MAP, faults, service
from visitors import PASSWORD, Visitor

from xiangyue import Engine
from xiangyue.exchange.logs.readlog import read_log
from xiangyue.plugs import Incoming, importers
from xiangyue_admin.accounts import Accounts, Grant


def signed_in(app: Flask, login: str, language: str = "en") -> Visitor:
    """Return somebody who is signed in and has read the page of lists."""
    visitor = Visitor(app, language)
    visitor.sign_in(login)
    visitor.get("/exports/xinqi")
    return visitor


def noted(engine: Engine) -> dict[str, Any]:
    """Return the newest act that is noted beside the communities."""
    newest = engine.entry(None, int(engine.heads()["~registry"].partition(":")[0]))
    return dict(newest.body["about"])


@pytest.fixture
def worked(engine: Engine) -> Engine:
    """A task that was moved on by hand, with words that are nobody's business."""
    task = engine.open("village_task", community="xinqi", by="li", title="Privy matter")
    assert not engine.act(task, "convert", by="wang", note="Privy note")
    return engine


def test_the_log_is_read_by_what_reads_logs(worked: Engine, app: Flask, tmp_path: Path) -> None:
    """As XES: each task a trace, members under other names each time, nothing personal."""
    visitor = signed_in(app, "li")
    answer = visitor.post("/exports/xinqi/log", kind="xes")
    assert (answer.status_code, answer.mimetype) == (200, "application/xml")
    assert re.search(r'filename="log-xes-[0-9-]+\.xes"', answer.headers["Content-Disposition"])
    (tmp_path / "log.xes").write_bytes(answer.data)
    assert len(read_log(tmp_path / "log.xes").cases) == 1
    assert "Privy" not in answer.text
    assert not re.search(r'value="(li|wang)"', answer.text)
    about = noted(worked)
    assert (about["act"], about["by"]) == ("exported", "li")
    assert about["facts"] == {"community": "xinqi", "list": "log-xes", "refused": False}
    visitor.get("/exports/xinqi")
    again = visitor.post("/exports/xinqi/log", kind="xes", refused="1")
    resources = [
        set(re.findall(r'"org:resource" value="([^"]+)"', t.text)) for t in (answer, again)
    ]
    assert resources[0] and not resources[0] & resources[1] - {"system"}


def test_the_log_tells_objects_too(worked: Engine, app: Flask) -> None:
    """As OCEL 2.0 in JSON, narrowed down to a flow and days; a day that is none is refused."""
    visitor = signed_in(app, "li")
    found = json.loads(visitor.post("/exports/xinqi/log", kind="ocel", flow="village_task").data)
    assert {one["type"] for one in found["events"]} and found["objects"]
    assert "Privy" not in json.dumps(found)
    assert noted(worked)["facts"]["flow"] == "village_task"
    before = worked.heads()
    for wrong in ({"since": "soon"}, {"until": "2026-02-30"}, {"flow": "no such flow"}):
        visitor.get("/exports/xinqi")
        answer = visitor.post("/exports/xinqi/log", kind="xes", **wrong)
        assert (answer.status_code, worked.heads()) == (400, before)
        assert "has to be mended" in answer.text
    visitor.get("/exports/xinqi")
    assert visitor.post("/exports/xinqi/log", kind="exe").status_code == 400


def test_a_library_leaves_as_a_sheet_and_as_a_directory(
    engine: Engine, app: Flask, tmp_path: Path
) -> None:
    """What organisations offer; where there is no library that is said."""
    engine.add_unit("lib", "community", parent="county")
    engine.install("resource-library", "lib")
    engine.register("keeper", roles={"library_keeper": "lib"})
    grants = [Grant("admin", "lib")]
    Accounts(engine).add("keeper", by="setup", member="keeper", password=PASSWORD, grants=grants)
    (tmp_path / "d.json").write_text(json.dumps(service()))
    (tmp_path / "map.yaml").write_text(MAP)
    told = {"map": str(tmp_path / "map.yaml")}
    said: dict[str, Any] = {"engine": engine, "community": "lib", "by": "keeper", "options": told}
    importers()["hsds"].take(Incoming(path=tmp_path / "d.json", **said))
    (task,) = engine.tasks("lib").tasks
    assert engine.act(task, "verify", by="keeper", note="Seen.")
    visitor = signed_in(app, "keeper")
    visitor.get("/exports/lib")
    (one,) = json.loads(visitor.post("/exports/lib/library", kind="hsds").data)["contents"]
    assert (one["name"], faults(one)) == (task.title, [])
    assert noted(engine)["facts"] == {"community": "lib", "list": "resources", "kind": "hsds"}
    visitor.get("/exports/lib")
    sent = visitor.post("/exports/lib/library", kind="xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(sent.data)).active
    assert sheet is not None
    assert task.title in {cell.value for row in sheet.iter_rows() for cell in row}
    assert task.title in visitor.post("/exports/lib/library", kind="csv").text
    none = signed_in(app, "li")
    assert "has no resource library" in none.get("/exports/xinqi").text
    assert none.post("/exports/xinqi/library", kind="hsds").status_code == 400
