"""Commands over HTTP: each outcome has its status, and says what was recorded."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from probes import Probe, begin, later, settle
from programs import Program

from xiangyue import Engine
from xiangyue_admin import create_app
from xiangyue_admin.accounts import Accounts

TASKS = "/communities/xinqi/tasks"
KNOWN = {"task_class": "routine", "difficulty": "normal", "urgency": "soon"}


@pytest.fixture
def program(app: Flask, accounts: Accounts) -> Program:
    """A program that acts as the village's secretary."""
    return Program(app, accounts)


def test_a_task_is_opened_and_found_where_the_answer_says(program: Program) -> None:
    """201, and ``Location`` is relative to the address that was sent to."""
    answer = program.post(TASKS, {"flow": "village_task", "title": "Clear the ditch"})
    assert answer.status_code == 201
    assert answer.json is not None
    found = program.get(f"/communities/xinqi/{answer.headers['Location']}")
    assert found.json is not None
    assert found.json["ref"] == answer.json["task"]
    assert found.json["data"]["title"] == "Clear the ditch"
    assert answer.json["actor"] == "li"


def test_a_matter_comes_in_by_what_it_is_about(program: Program) -> None:
    """The profile says which flow that opens; a helper enters it for whom it concerns."""
    said = {"category": "need", "title": "A ramp", "source": "helper", "on_behalf_of": "wang"}
    answer = program.post("/communities/xinqi/matters", said)
    assert answer.status_code == 201
    assert answer.json is not None
    assert (answer.json["on_behalf_of"], answer.json["actor"]) == ("wang", "li")
    assert program.get(f"/communities/xinqi/{answer.headers['Location']}").status_code == 200


def test_an_action_that_is_done_answers_with_its_decision(program: Program, engine: Engine) -> None:
    """The decision's id is its entry in the journal."""
    task = program.opened()
    answer = program.post(f"{TASKS}/{task}/acts", {"action": "convert", "data": KNOWN})
    assert (answer.status_code, answer.json and answer.json["after"]) == (200, "valued")
    assert answer.json is not None
    last = engine.history(f"xinqi/{task}")[-1]
    assert answer.json["id"] == f"xinqi/{last.seq}"
    assert engine.verify().ok


def test_a_refusal_is_a_problem_with_reasons_in_the_callers_language(
    program: Program, engine: Engine
) -> None:
    """422 with every reason and its mend; the refusal is recorded and named."""
    task = program.opened()
    body = {"action": "convert", "data": {"task_class": "routine"}}
    english = program.post(f"{TASKS}/{task}/acts", body)
    chinese = program.post(f"{TASKS}/{task}/acts", body, Accept_Language="zh-CN,en;q=0.5")
    for answer in (english, chinese):
        assert (answer.status_code, answer.content_type) == (422, "application/problem+json")
    assert english.json is not None
    assert chinese.json is not None
    assert english.json["type"] == "urn:xiangyue:problem:refused"
    assert [one["code"] for one in english.json["reasons"]] == ["needs"]
    assert "Urgency" in english.json["reasons"][0]["detail"]
    assert "紧急程度" in chinese.json["detail"]
    assert chinese.headers["Content-Language"] == "zh"
    recorded = engine.history(f"xinqi/{task}")[-1]
    assert chinese.json["decision"]["id"] == f"xinqi/{recorded.seq}"
    assert recorded.outcome == "refused"


def test_what_the_state_forbids_is_a_conflict(program: Program) -> None:
    """409, so that a program can tell it from what it should say otherwise."""
    task = program.opened()
    answer = program.post(f"{TASKS}/{task}/acts", {"action": "assign"})
    assert answer.status_code == 409
    assert answer.json is not None
    assert answer.json["type"] == "urn:xiangyue:problem:state"
    assert answer.json["decision"]["outcome"] == "refused"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"action": "conert"}, "action-unknown"),
        ({"action": "convert", "data": {"urgenci": 1}}, "field-unknown"),
        ({"action": "convert", "note": "\x07"}, "words-control"),
        ({"action": "convert", "data": {"urgency": 2**64}}, "value-number"),
    ],
)
def test_what_does_not_exist_or_cannot_be_is_not_recorded(
    program: Program, engine: Engine, body: dict[str, object], code: str
) -> None:
    """422 with the engine's own code, sentence and mend."""
    task = program.opened()
    answer = program.post(f"{TASKS}/{task}/acts", body)
    assert answer.status_code == 422
    assert answer.json is not None
    assert (answer.json["type"], answer.json["code"]) == ("urn:xiangyue:problem:invalid", code)
    assert len(engine.history(f"xinqi/{task}")) == 1


def test_a_key_decides_a_command_once(program: Program, engine: Engine) -> None:
    """The same content has the same decision and status, other content is a conflict."""
    body = {"flow": "village_task", "title": "Clear the ditch"}
    first = program.post(TASKS, body, Idempotency_Key="one")
    again = program.post(TASKS, body, Idempotency_Key='"one"')
    other = program.post(TASKS, {"flow": "village_task"}, Idempotency_Key="one")
    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 409)
    assert first.json == again.json
    assert other.json is not None
    assert other.json["code"] == "key-bound"
    assert len(engine.tasks("xinqi").tasks) == 1


def test_a_refusal_binds_its_key_as_well(program: Program) -> None:
    """Sent again, the same refusal comes back: nothing is decided anew behind somebody's back."""
    task = program.opened()
    body = {"action": "convert"}
    first, again = (
        program.post(f"{TASKS}/{task}/acts", body, Idempotency_Key="k") for _ in range(2)
    )
    assert (first.status_code, first.json) == (again.status_code, again.json)
    assert first.status_code == 422


def test_a_key_holds_among_many_at_once(program: Program, engine: Engine) -> None:
    """Sixteen at the same time are one command."""
    body = {"flow": "village_task", "title": "Clear the ditch"}

    def send(_: int) -> tuple[int, object]:
        answer = program.post(TASKS, body, Idempotency_Key="at once")
        return answer.status_code, answer.json

    def send_bare(_: int) -> tuple[int, object]:
        answer = program.post(TASKS, body, Idempotency_Key="at-once")
        return answer.status_code, answer.json and answer.json["id"]

    with ThreadPoolExecutor(8) as pool:
        assert {status for status, _ in pool.map(send, range(4))} == {400}
        assert len(set(pool.map(send_bare, range(16)))) == 1
    assert len(engine.tasks("xinqi").tasks) == 1


@pytest.mark.parametrize("key", ["", "~17", "a b", "é", "x" * 201])
def test_what_is_no_key_is_said_to_be_none(program: Program, key: str) -> None:
    """400 before anything is decided."""
    answer = program.send("POST", TASKS, {"Idempotency-Key": key}, json={"flow": "village_task"})
    assert (answer.status_code, answer.json and answer.json["code"]) == (400, "api-key-form")


def test_an_act_can_be_bound_to_what_was_seen(program: Program) -> None:
    """``If-Match`` with the tag of a task that has moved on is answered by 412."""
    task = program.opened()
    seen = program.get(f"{TASKS}/{task}").headers["ETag"]
    body = {"action": "convert", "data": KNOWN}
    done = program.post(f"{TASKS}/{task}/acts", body, If_Match=seen)
    late = program.post(f"{TASKS}/{task}/acts", body, If_Match=seen)
    assert (done.status_code, late.status_code) == (200, 412)
    assert late.json is not None
    assert late.json["type"] == "urn:xiangyue:problem:moved-on"
    wrong = program.post(f"{TASKS}/{task}/acts", body, If_Match='W/"what"')
    assert wrong.status_code == 400
    assert program.post(f"{TASKS}/{task}/acts", body, If_Match="*").status_code == 409


def test_a_repeated_act_is_answered_before_its_tag_is_held_against_the_task(
    program: Program,
) -> None:
    """Whoever did not hear the answer sends the same again, tag and key, and hears it."""
    task = program.opened()
    seen = program.get(f"{TASKS}/{task}").headers["ETag"]
    body = {"action": "convert", "data": KNOWN}
    first, again = (
        program.post(f"{TASKS}/{task}/acts", body, If_Match=seen, Idempotency_Key="k")
        for _ in range(2)
    )
    assert (first.status_code, first.json) == (again.status_code, again.json)


def test_many_commands_have_one_result_each(program: Program, engine: Engine) -> None:
    """Each has the status that it would have had alone, in their order."""
    task = program.opened()
    commands = [
        {"community": "xinqi", "action": "open", "flow": "village_task", "title": "A"},
        {"community": "xinqi", "action": "convert", "task": task, "data": KNOWN},
        {"community": "xinqi", "action": "convert", "task": task, "data": KNOWN, "version": 1},
        {"community": "xinqi", "action": "finish", "task": task},
        {"community": "other", "action": "open", "flow": "village_task"},
        {"community": "nowhere", "action": "open", "flow": "village_task"},
        {"community": "xinqi", "action": "convert", "task": "_99"},
    ]
    answer = program.post("/acts", {"commands": commands})
    assert answer.status_code == 200
    assert answer.json is not None
    results = answer.json["results"]
    assert [one["status"] for one in results] == [201, 200, 409, 409, 404, 404, 404]
    assert results[4] == results[5]
    assert not engine.tasks("other").tasks


def test_a_key_of_many_makes_each_idempotent(program: Program, engine: Engine) -> None:
    """The whole can be sent again; a key of a command's own goes before."""
    command = {"community": "xinqi", "action": "open", "flow": "village_task"}
    body = {"commands": [command, {**command, "key": "own"}]}
    first, again = (program.post("/acts", body, Idempotency_Key="batch") for _ in range(2))
    assert first.json is not None
    assert first.json == again.json
    keys = [one["decision"]["key"] for one in first.json["results"]]
    assert keys == ["batch:1", "own"]
    assert len(engine.tasks("xinqi").tasks) == 2


def test_trying_out_records_nothing(program: Program, engine: Engine) -> None:
    """It says what would come of a command, refused or done."""
    task = program.opened()
    heads = engine.heads()
    order = {"community": "xinqi", "action": "convert", "task": task}
    without = program.post("/try-out", order)
    whole = program.post("/try-out", {**order, "data": KNOWN})
    assert without.json is not None
    assert whole.json is not None
    assert (without.json["outcome"], whole.json["outcome"]) == ("refused", "done")
    assert engine.heads() == heads
    assert program.post("/try-out", {**order, "community": "other"}).status_code == 404


def test_what_must_wait_is_accepted_and_says_until_when(tmp_path: Path) -> None:
    """202, with the moment at which it is decided again."""
    until = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=5)
    probe = Probe()
    with Engine(f"sqlite:///{tmp_path / 'gate.db'}", limits=[probe]) as engine:
        settle(engine)
        begin(engine, phone="1380000")
        probe.answers = {"first": later(until, "message")}
        app = create_app(engine)
        program = Program(app, Accounts(engine), member="mei", unit="shigou")
        answer = program.post("/communities/shigou/tasks/t/acts", {"action": "tell"})
        assert answer.status_code == 202
        assert answer.json is not None
        assert answer.json["outcome"] == "deferred"
        assert answer.json["until"] == until.isoformat().replace("+00:00", "Z")
        assert [one["limit"] for one in answer.json["reasons"]] == ["first"]
