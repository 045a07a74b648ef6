"""What a program may send by mistake or on purpose: each is said to be what it is."""

from __future__ import annotations

import gzip
import json
import logging
import tempfile
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from programs import Program

from xiangyue import Engine, StoreError
from xiangyue.plugs import packs
from xiangyue_admin.accounts import Accounts

ACTS = "/acts"
MARKET = Path(__file__).parents[1] / "flow/profiles/market"
TASKS = "/communities/xinqi/tasks"


@pytest.fixture
def program(app: Flask, accounts: Accounts) -> Program:
    """A program that acts as the village's secretary."""
    return Program(app, accounts)


def sent(program: Program, data: bytes, path: str = ACTS, **headers: str) -> Any:
    """Send bytes that are called JSON."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return program.send("POST", path, named, data=data, content_type="application/json")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "api-json"),
        (b"{", "api-json"),
        (b'{"commands": []}}', "api-json"),
        (b"{'commands': []}", "api-json"),
        (b'{"commands": [NaN]}', "api-json"),
        (b'{"commands": [Infinity]}', "api-json"),
        (b'{"commands": [1e999]}', "api-json"),
        (b'{"commands": [' + b"9" * 5000 + b"]}", "api-json"),
        (b'{"commands": [], "commands": []}', "api-json-twice"),
        (b'{"commands": [{"data": {"a": 1, "a": 2}}]}', "api-json-twice"),
        (b'{"commands": ["\\ud800"]}', "api-json"),
        (b'{"commands": ["\xed\xa0\x80"]}', "api-json"),
        (b'{"commands": ["\xff"]}', "api-json"),
        (b'\xef\xbb\xbf{"commands": []}', "api-json"),
        ('{"commands": []}'.encode("utf-16"), "api-json"),
        ('{"commands": []}'.encode("utf-32"), "api-json"),
        (b"[" * 100_000, "api-json"),
        (b'{"a":' * 20_000 + b"1" + b"}" * 20_000, "api-json"),
    ],
)
def test_what_is_no_json_is_said_to_be_none(program: Program, data: bytes, code: str) -> None:
    """400 with what is wrong, before anything is decided."""
    answer = sent(program, data)
    assert answer.status_code == 400
    assert answer.json["code"] == code


@pytest.mark.parametrize("depth", [100, 900, 1000, 1023])
def test_depth_costs_nothing(program: Program, depth: int) -> None:
    """What a parser can still read cannot be anyway."""
    answer = sent(program, b"[" * depth + b"]" * depth)
    assert answer.status_code in (400, 422)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ([], ""),
        ({"commands": {}}, "/commands"),
        ({"commands": [{"action": "open"}]}, "/commands/0/community"),
        ({"commands": [], "more": 1}, "/more"),
        (
            {"commands": [{"community": "xinqi", "action": "x", "data": {"a": {}}}]},
            "/commands/0/data/a",
        ),
        (
            {"commands": [{"community": "xinqi", "action": "x", "version": True}]},
            "/commands/0/version",
        ),
        (
            {"commands": [{"community": "xinqi", "action": "x", "occurred_at": 5}]},
            "/commands/0/occurred_at",
        ),
        (
            {"commands": [{"community": "xinqi", "action": "x", "source": "fax"}]},
            "/commands/0/source",
        ),
        (
            {"commands": [{"community": "xinqi", "action": "x", "note": "x" * 4001}]},
            "/commands/0/note",
        ),
    ],
)
def test_each_value_that_cannot_be_is_named(program: Program, body: Any, pointer: str) -> None:
    """422 with a JSON pointer and a sentence, in both languages."""
    for language, words in (("en", "be"), ("zh", "。")):
        answer = program.post(ACTS, body, Accept_Language=language)
        assert (answer.status_code, answer.json and answer.json["code"]) == (422, "api-fields")
        assert answer.json is not None
        found = [one for one in answer.json["errors"] if one["pointer"].startswith(pointer)]
        assert found
        assert all(one["in"] == "body" and one["detail"] for one in found)
        assert words in answer.json["detail"]


def test_bodies_are_bounded_before_they_are_read(program: Program) -> None:
    """413 by what the header says, and by what comes where it says nothing."""
    large = b'{"commands": [' + b" " * (5 * 1024 * 1024) + b"]}"
    assert sent(program, large).status_code == 413
    many = {"commands": [{"community": "xinqi", "action": "x", "task": "_1"}] * 1001}
    assert program.post(ACTS, many).status_code == 413


def test_a_bomb_is_not_unpacked(program: Program) -> None:
    """415 for whatever is packed."""
    bomb = gzip.compress(b" " * 10_000_000)
    answer = sent(program, bomb, Content_Encoding="gzip")
    assert (answer.status_code, (answer.json or {})["code"]) == (415, "api-coded")


@pytest.mark.parametrize(
    "kind", ["", "text/plain", "application/x-www-form-urlencoded", "application/json; charset=gbk"]
)
def test_another_type_is_not_read(program: Program, kind: str) -> None:
    """415: a form of a web page, which a browser sends without asking, is none of ours."""
    answer = program.send("POST", ACTS, data=b'{"commands": []}', content_type=kind)
    said = (answer.json or {})["detail"]
    assert (answer.status_code, said) == (
        415,
        f"A body of the type “{kind or '-'}” cannot be read here.",
    )


@pytest.mark.parametrize(
    "name", ["%00", "%0a", "%ff", "x" * 300, "%F0%9F%98%80", "..", "%2e%2e%2f"]
)
def test_odd_addresses_lead_nowhere(program: Program, name: str) -> None:
    """404, whatever stands for a name."""
    for path in (
        f"/communities/{name}/tasks",
        f"{TASKS}/{name}",
        f"/units/{name}",
        f"/members/{name}",
        f"/communities/xinqi/lists/{name}",
        f"/communities/xinqi/accounts/{name}/settlement",
        f"/communities/xinqi/entries/{name}",
    ):
        assert program.get(path).status_code in (404, 308, 405), path


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=1001",
        "limit=1e3",
        "limit=%D9%A1",
        "ended=maybe",
        "after=%00",
        "flow=a&flow=b",
        "unknown=1",
        "assignee=%F0%9F%98%80",
        "limit=" + "9" * 5000,
    ],
)
def test_odd_queries_are_named(program: Program, query: str) -> None:
    """422 with the name of what cannot be."""
    answer = program.get(f"{TASKS}?{query}")
    assert answer.status_code == 422
    assert answer.json is not None
    assert answer.json["errors"][0]["name"] == query.partition("=")[0]


NAUGHTY = [
    "'; DROP TABLE task; --",
    "<script>alert(1)</script>",
    "{{7*7}}${7*7}%s%n",
    "\u202eevil",
    "👨‍👩‍👧‍👦" * 50,
    "Ω≈ç√∫˜µ≤≥÷",
    "=cmd|' /C calc'!A0",
    "田中さんにあげて下さい",
    "\u0000",
    "\u001b[31m",
    "../../etc/passwd",
    "NULL",
    " ",
    "",
]


@pytest.mark.parametrize("words", NAUGHTY)
def test_naughty_words_come_back_as_they_are_or_are_refused(program: Program, words: str) -> None:
    """In every field: kept to the letter, or 4xx with a reason; never a fault."""
    for flow, more in (
        ("village_task", {"title": words}),
        ("village_task", {"note": words}),
        ("village_task", {"data": {"title": words}}),
        ("village_task", {"data": {words: words}}),
        ("village_task", {"unit": words}),
        (words, {}),
    ):
        answer = program.post(TASKS, {"flow": flow, **more})
        assert answer.status_code in (201, 404, 422), answer.text
        if answer.status_code == 201 and "title" in more:
            task = program.get(f"/communities/xinqi/{answer.headers['Location']}").json or {}
            assert task["data"].get("title", "") == words


def test_a_fault_says_nothing_of_the_inside(
    program: Program, app: Flask, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    """500 as a problem without a trace of code or path; the log has it all."""

    class Broken(Engine):
        def communities(self) -> tuple[str, ...]:
            raise ZeroDivisionError("a secret of the inside")

    from xiangyue_admin import api_blueprint

    other = Flask("broken")
    with Broken(f"sqlite:///{tmp_path / 'broken.db'}") as engine:
        other.register_blueprint(api_blueprint(engine), url_prefix="/api/v1")
        with caplog.at_level(logging.ERROR):
            answer = other.test_client().get("/api/v1/health")
    assert (answer.status_code, answer.content_type) == (500, "application/problem+json")
    assert "secret" not in answer.text
    assert "a secret of the inside" in caplog.text
    assert program.secret not in caplog.text
    del app


def test_a_store_that_cannot_be_used_says_when_to_come_back(tmp_path: Path) -> None:
    """503 with ``Retry-After``."""

    class Gone(Engine):
        def communities(self) -> tuple[str, ...]:
            raise StoreError("store-no-busy-timeout")

    from xiangyue_admin import api_blueprint

    app = Flask("gone")
    with Gone(f"sqlite:///{tmp_path / 'gone.db'}") as engine:
        app.register_blueprint(api_blueprint(engine), url_prefix="/api/v1")
        answer = app.test_client().get("/api/v1/health")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")


def test_a_document_that_is_sent_reads_no_file_of_this_machine(program: Program) -> None:
    """A profile extends what is installed, and is told nothing of where it was put."""
    for name in ("../../etc", "/etc", "sent", "..", "base/../../x"):
        document = json.dumps({"profile": "x", "extends": [name], "title": {"en": "X", "zh": "X"}})
        for path in ("/profiles/lint", "/profiles/test"):
            body = {"profile": document} | ({"scenarios": "a: 1"} if "test" in path else {})
            answer = program.post(path, body)
            assert answer.status_code in (200, 422)
            assert str(tempfile.gettempdir()) not in answer.text


def test_no_answer_says_where_files_lie_here(program: Program) -> None:
    """Neither those that are sent nor those that are installed: folder and name are enough."""
    here = [tempfile.gettempdir(), *(str(pack) for pack in packs())]
    parents = ["resource-scarce-rural", "self-organized-urban"]
    head = {"profile": "mixed", "title": {"en": "Mixed", "zh": "混合"}, "languages": ["en", "zh"]}
    heir = json.dumps({**head, "extends": parents})
    linted = program.post("/profiles/lint", {"profile": heir})
    assert "resource-scarce-rural/profile.yaml:" in linted.text
    nothing = program.post("/profiles/test", {"profile": heir, "scenarios": ""})
    market = (MARKET / "profile.yaml").read_text("utf-8")
    wrong = """a: {when: [{open: t, flow: permit, by: nobody, because: role}]}
b: {given: {members: {ma: {}}}, when: [{open: t, flow: permit, by: ma, because: role}]}
"""
    played = program.post("/profiles/test", {"profile": market, "scenarios": wrong})
    assert "market/scenarios.yaml:2" in played.text
    lost = program.post("/profiles/test", {"profile": market, "scenarios": "without: [c]"})
    for answer in (linted, nothing, played, lost):
        assert answer.status_code in (200, 422)
        assert not [place for place in here if place in answer.text], answer.text
