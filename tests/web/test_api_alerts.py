"""Alerts over HTTP: handed in once and within the token's unit, and published as a feed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from certificates import identity
from cryptography.hazmat.primitives.asymmetric import ec
from flask import Flask
from programs import Program
from sirens import INFO, alert
from werkzeug.test import TestResponse

from xiangyue import BadInput, Engine
from xiangyue.exchange.cap.checking import check
from xiangyue.exchange.cap.model import Alert, Area
from xiangyue.exchange.cap.reading import read_alert
from xiangyue.exchange.cap.signing import sign_alert
from xiangyue.exchange.cap.writing import write_alert
from xiangyue_admin import ApiSettings, ConsoleSettings, create_app
from xiangyue_admin.accounts import Accounts

CAP = "application/cap+xml"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def program(app: Flask, accounts: Accounts) -> Program:
    """A program that acts as whoever is on duty in Xinqi."""
    return Program(app, accounts, member="chen")


def now(one: Alert, **of_info: object) -> Alert:
    """Return an alert that was sent a minute ago, for the village called Xinqi."""
    sent = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=1)
    said = {"areas": (Area("Xinqi"),), "expires": sent + timedelta(hours=8), **of_info}
    return replace(one, sent=sent, infos=(replace(INFO, **said),))  # type: ignore[arg-type]


def post(program: Program, body: bytes, path: str = "/alerts", kind: str = CAP) -> TestResponse:
    """Hand a body in."""
    return program.send("POST", path, {"Content-Type": kind}, data=body)


@pytest.mark.parametrize(
    "kind", [CAP, "application/xml", "text/xml; charset=Utf-8", "text/xml; charset=gb2312"]
)
def test_an_alert_is_handed_in_once(program: Program, engine: Engine, kind: str) -> None:
    """It is a task for whoever is on duty; sent again it is known, and no second one."""
    body = write_alert(now(alert()))
    first, again = post(program, body, kind=kind), post(program, body, kind=kind)
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json is not None and again.json is not None
    assert (first.json["counts"]["proposed"], again.json["counts"]["known"]) == (1, 1)
    (task,) = engine.tasks("xinqi", flow="alert").tasks
    assert task.ref == first.json["entries"][0]["task"] == again.json["entries"][0]["task"]
    assert task.data["proposed_level"] == "II" and engine.mode("xinqi").mode == "normal"


def test_it_reaches_no_farther_than_the_token(program: Program, engine: Engine) -> None:
    """A village that the token does not cover is as if it were not there, in either way."""
    both = now(alert(), areas=(Area("Xinqi"), Area("other")))
    answer = post(program, write_alert(both))
    assert answer.json is not None
    assert [one["community"] for one in answer.json["entries"]] == ["xinqi"]
    assert post(program, write_alert(both), "/alerts?community=other").status_code == 404
    assert not engine.tasks("other", flow="alert").tasks


def test_by_hand_and_dry(program: Program, engine: Engine) -> None:
    """The query names a community, or asks what would be."""
    body = write_alert(now(alert(), areas=(Area("Elsewhere"),)))
    assert (post(program, body).json or {})["fate"] == "nowhere"
    answer = post(program, body, "/alerts?community=xinqi&dry=true")
    assert answer.json is not None and answer.json["counts"]["proposed"] == 1
    assert not engine.tasks("xinqi", flow="alert").tasks


def test_what_is_no_alert_is_told_with_its_place(program: Program, engine: Engine) -> None:
    """400 for what cannot be read, 422 with every finding, 413 and 415 for the rest."""
    body = write_alert(now(alert()))
    for wrong in (b"", b"{}", body[:200], b"<!DOCTYPE x [<!ENTITY y 'z'>]>" + body):
        answer = post(program, wrong)
        assert answer.status_code == 400 and answer.json is not None
        assert answer.json["place"]["file"] == "body"
    answer = post(program, write_alert(now(alert(), severity="Awful", urgency="Soon")))
    assert answer.status_code == 422 and answer.json is not None
    lines = [one["place"]["line"] for one in answer.json["findings"]]
    assert len(lines) >= 2 and all(lines)
    assert post(program, body, kind="application/json").status_code == 415
    assert post(program, b" " * 10_000_000).status_code == 413
    assert not engine.tasks(flow="alert").tasks


def test_where_signatures_are_asked_for_only_they_count(engine: Engine, tmp_path: Path) -> None:
    """A signed alert is taken in; all others are 422 and leave nothing."""
    office, stranger = (
        identity(name, ec.generate_private_key(ec.SECP256R1())) for name in ("office", "stranger")
    )
    file = tmp_path / "office.pem"
    file.write_bytes(office.certificate)
    app = create_app(engine, ConsoleSettings(api=ApiSettings(alert_certificates=[str(file)])))
    program = Program(app, Accounts(engine), member="chen")
    signed = sign_alert(now(alert()), *office)
    wrong = {
        "cap-unsigned": write_alert(now(alert())),
        "cap-signature-changed": signed.replace(b"Severe", b"Extreme"),
        "cap-signature": sign_alert(now(alert()), *stranger),
    }
    for code, body in wrong.items():
        answer = post(program, body)
        assert answer.status_code == 422 and answer.json is not None
        assert (answer.json["code"], answer.json["place"]["file"]) == (code, "body")
    assert not engine.tasks(flow="alert").tasks
    answer = post(program, signed)
    assert answer.status_code == 200 and len(engine.tasks(flow="alert").tasks) == 1
    with pytest.raises(BadInput):
        create_app(engine, ConsoleSettings(api=ApiSettings(alert_certificates=["none.pem"])))


def test_who_may_not_is_told_why(app: Flask, accounts: Accounts, engine: Engine) -> None:
    """422 where no community takes it, and 403 without the scope."""
    body = write_alert(now(alert()))
    answer = post(Program(app, accounts, member="wang"), body)
    assert answer.status_code == 422 and answer.json is not None
    assert [one["name"] for one in answer.json["errors"]] == ["xinqi"]
    assert post(Program(app, accounts, scopes=["tasks:write"]), body).status_code == 403
    assert not engine.tasks(flow="alert").tasks


def test_call_outs_are_published_as_a_feed(program: Program, engine: Engine) -> None:
    """The newest first; each entry leads to its alert, which is sound; and nobody is named."""
    data = {
        "authority": "Headquarters",
        "document_number": "No. 7",
        "emergency_item": "flood",
        "activated_level": "II",
        "expected_end": (datetime.now(UTC) + timedelta(hours=8)).isoformat(),
        "measures_ordered": "Watch the dykes.",
    }
    empty = program.get("/communities/xinqi/alerts")
    assert empty.status_code == 200 and not list(
        ElementTree.fromstring(empty.data).iter(f"{ATOM}entry")
    )
    task = engine.open("activation", community="xinqi", by="chen", title="Li's", data=data)
    ended = {"stand_down_authority": "Headquarters", "stand_down_document": "No. 8"}
    assert engine.act(task, "stand_down", by="chen", data=ended)
    answer = program.get("/communities/xinqi/alerts")
    assert (answer.status_code, answer.mimetype) == (200, "application/atom+xml")
    entries = list(ElementTree.fromstring(answer.data).iter(f"{ATOM}entry"))
    titles = [entry.findtext(f"{ATOM}title", "") for entry in entries]
    assert [title.partition(":")[0] for title in titles] == ["Cancel", "Alert"]
    for entry in entries:
        link = entry.find(f"{ATOM}link")
        assert link is not None
        found = program.get(f"/communities/xinqi/{link.get('href')}")
        assert found.mimetype == CAP and b"chen" not in found.data and b"Li's" not in found.data
        assert not check(read_alert(found.data))
    feed = program.get("/communities/xinqi/alerts?sender=a%2Bb%25%23c@x.example").data
    for link in ElementTree.fromstring(feed).iter(f"{ATOM}link"):
        found = program.get(f"/communities/xinqi/{link.get('href')}")
        assert read_alert(found.data).sender == "a+b%#c@x.example"
    near = program.get("/communities/xinqi/alerts", Host="[::1]:8080").text
    assert "?sender=xinqi%40%3A%3A1" in near
    app = create_app(engine, ConsoleSettings(base_url="https://compact.example.org/x"))
    far = Program(app, Accounts(engine), member="chen").get("/communities/xinqi/alerts", Host="y")
    assert "?sender=xinqi%40compact.example.org" in far.text
    assert program.get("/communities/xinqi/alerts?sender=%01").status_code == 422
    assert program.get("/communities/xinqi/alerts/xinqi._9.1").status_code == 404
    assert program.get("/communities/xinqi/alerts/none").status_code == 404
    assert program.get("/communities/other/alerts").status_code == 404
