"""The journal over HTTP, for process-mining tools: whole, and as far as the token may see."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from programs import Program

from xiangyue import Engine
from xiangyue.exchange.logs.readlog import read_log
from xiangyue.time.clock import from_micros
from xiangyue_admin import ApiSettings, ConsoleSettings, create_app
from xiangyue_admin.accounts import Accounts
from xiangyue_admin.api import SCOPES

LOGS = ("log.xes", "log.ocel.json")


@pytest.fixture(scope="module")
def engine(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A copy of the demo's communities: programs leave their tokens in it."""
    copy = shutil.copy(demo, tmp_path_factory.mktemp("logs") / "demo.db")
    with Engine(f"sqlite:///{copy}") as engine:
        yield engine


@pytest.fixture(scope="module")
def app(engine: Engine) -> Flask:
    """A console around them."""
    return create_app(engine, ConsoleSettings(api=ApiSettings(per_minute=10**9)))


@pytest.fixture(scope="module")
def program(app: Flask, engine: Engine) -> Program:
    """A program that may see everything."""
    return Program(app, Accounts(engine), unit="*")


def test_both_logs_hold_every_decision(program: Program, engine: Engine, tmp_path: Path) -> None:
    """As files to be saved, of their length, with what the engine says was done."""
    done = {
        f"xinqi/{one.seq}"
        for task in engine.tasks("xinqi", limit=1000).tasks
        for one in engine.history(task)
        if one
    }
    answer = program.get("/communities/xinqi/log.xes")
    assert (answer.status_code, answer.content_type) == (200, "application/xml")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="xinqi.xes"'
    assert answer.headers["Content-Length"] == str(len(answer.data))
    (tmp_path / "log.xes").write_bytes(answer.data)
    log = read_log(tmp_path / "log.xes")
    assert log.event_count == len(done)
    objects = program.get("/communities/xinqi/log.ocel.json")
    assert objects.content_type == "application/json"
    assert {one["id"] for one in json.loads(objects.data)["events"]} == done


def test_a_query_says_which_tasks_and_what_of_them(program: Program, engine: Engine) -> None:
    """By flow and day; what cannot be is told, and nothing is written."""
    whole = program.get("/communities/xinqi/log.xes?refused=true").text
    day = from_micros(engine.task("xinqi/_3").opened_at).astimezone(ZoneInfo("Asia/Shanghai"))
    chosen = f"flow=village_task&until={day.date()}"
    some = program.get(f"/communities/xinqi/log.xes?{chosen}").text
    assert 0 < some.count("<trace>") < whole.count("<trace>")
    assert 'value="ate_abort"' in whole and 'value="ate_abort"' not in some
    for query in (
        "flow=nothing",
        "since=2026-06-31",
        "since=2026-06-02&until=2026-06-01",
        "until=9999-12-31",
        "a=b",
    ):
        for log in LOGS:
            answer = program.get(f"/communities/xinqi/{log}?{query}")
            assert (answer.status_code, answer.content_type) == (422, "application/problem+json")
    assert program.get("/communities/nowhere/log.xes").status_code == 404


def test_what_leaves_is_what_the_token_may_see(
    app: Flask, engine: Engine, program: Program
) -> None:
    """Ids need ``members:read`` and personal values ``personal:read``; neither comes unasked."""
    (member,) = {m for one in engine.history("xinqi/_3") if (m := one.command.actor) == "li"}
    title = engine.task("xinqi/_3").title
    for log in LOGS:
        plain = program.get(f"/communities/xinqi/{log}").text
        assert title not in plain and f'{member}"' not in plain
        both = program.get(f"/communities/xinqi/{log}?members=true&personal=true").text
        assert title in both and f'{member}"' in both
        for name in ("members", "personal"):
            scope = f"{name}:read"
            other = Program(app, Accounts(engine), scopes=set(SCOPES) - {scope})
            answer = other.get(f"/communities/xinqi/{log}?{name}=true")
            assert answer.status_code == 403 and scope in answer.text
            assert other.get(f"/communities/xinqi/{log}").status_code == 200
