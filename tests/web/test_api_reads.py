"""What the API shows of what the demo leaves behind: the engine's own answers, and nothing else."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from programs import Program

from xiangyue import Engine
from xiangyue_admin import ApiSettings, ConsoleSettings, create_app
from xiangyue_admin.accounts import Accounts

PACK = Path(__file__).parents[1] / "flow" / "profiles"


@pytest.fixture(scope="module")
def engine(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The demo's communities, and a market whose rules change by drafts."""
    file = tmp_path_factory.mktemp("reads") / "demo.db"
    shutil.copy(demo, file)
    with Engine(f"sqlite:///{file}", profiles=[PACK]) as engine:
        engine.install(PACK / "market", "fair")
        engine.register("he", roles={"clerk": "fair"})
        engine.register("lin", roles={"council": "fair"})
        yield engine
        assert engine.verify().ok


@pytest.fixture(scope="module")
def app(engine: Engine) -> Flask:
    """A console around them."""
    return create_app(engine, ConsoleSettings(api=ApiSettings(per_minute=10**9)))


@pytest.fixture(scope="module")
def program(app: Flask, engine: Engine) -> Program:
    """A program that may see everything."""
    return Program(app, Accounts(engine), unit="*")


def told(program: Program, path: str) -> Any:
    """Return what stands at an address."""
    answer = program.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json


def walked(program: Program, path: str, limit: int) -> list[Any]:
    """Return all of a list, page by page, as ``next`` and ``Link`` lead."""
    items: list[Any] = []
    query = f"?limit={limit}"
    for _ in range(1000):
        answer = program.get(f"{path}{query}")
        assert answer.status_code == 200, answer.text
        assert answer.json is not None
        assert len(answer.json["items"]) <= limit
        items += answer.json["items"]
        link = answer.headers.get("Link", "")
        assert bool(link) == (answer.json["next"] is not None)
        if not link:
            return items
        query = link.partition(">")[0].lstrip("<")
        assert f"after={answer.json['next']}".replace("/", "%2F") in query
    raise AssertionError("it leads in a circle")


@pytest.mark.parametrize("limit", [1, 7, 1000])
def test_tasks_are_read_page_by_page(program: Program, engine: Engine, limit: int) -> None:
    """Each once, whatever the size of a page."""
    found = walked(program, "/communities/lvyuan/tasks", limit)
    assert [one["ref"] for one in found] == [
        task.ref for task in engine.tasks("lvyuan", limit=1000).tasks
    ]


def test_filters_are_the_engines(program: Program, engine: Engine) -> None:
    """Flow, state, whether it has ended and is late."""
    base = "/communities/xinqi/tasks"
    for query, wanted in (
        ("flow=village_task", {"flow": "village_task"}),
        ("ended=true", {"ended": True}),
        ("ended=false&late=true", {"ended": False, "late": True}),
        ("assignee=wang", {"assignee": "wang"}),
    ):
        found = [one["ref"] for one in told(program, f"{base}?limit=1000&{query}")["items"]]
        assert found == [task.ref for task in engine.tasks("xinqi", limit=1000, **wanted).tasks]
        assert found or "late" in query


@pytest.mark.parametrize("path", ["/communities/lvyuan/tasks/_14", "/members/li"])
def test_what_is_held_already_is_not_sent_again(program: Program, path: str) -> None:
    """304 with the same tag; a tag of something else is answered in full."""
    first = program.get(path)
    tag = first.headers["ETag"]
    again = program.get(path, If_None_Match=f'"other", {tag}')
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    assert program.get(path, If_None_Match='"other"').json == first.json


def test_a_tag_changes_with_what_is_shown(program: Program, app: Flask, engine: Engine) -> None:
    """Who may see less has another tag; after an act it is another, too."""
    path = "/communities/xinqi/tasks/"
    task = program.opened(title="A bridge")
    bare = Program(app, Accounts(engine), scopes={"tasks:read"})
    before = program.get(path + task).headers["ETag"]
    assert bare.get(path + task).headers["ETag"] != before
    known = {"task_class": "routine", "difficulty": "normal", "urgency": "soon"}
    assert (
        program.post(f"{path}{task}/acts", {"action": "convert", "data": known}).status_code == 200
    )
    assert program.get(path + task).headers["ETag"].startswith('"2.')


def test_choices_say_what_may_be_done_and_why_not(program: Program, engine: Engine) -> None:
    """The same as the engine's preview for the token's member."""
    task = program.opened()
    found = told(program, f"/communities/xinqi/tasks/{task}/choices")["items"]
    expected = engine.preview(f"xinqi/{task}", by="li")
    assert [(one["action"], one["allowed"], one["missing"]) for one in found] == [
        (one.action, one.allowed, [*one.missing]) for one in expected
    ]
    assert all(one["reasons"] for one in found if not one["allowed"])


def test_history_tells_refusals_too(program: Program, engine: Engine) -> None:
    """Every decision of a task, page by page, the oldest first."""
    path = "/communities/xinqi/tasks/_3/history"
    found = walked(program, path, 2)
    assert [one["id"] for one in found] == [
        f"xinqi/{one.seq}" for one in engine.history("xinqi/_3")
    ]


def test_a_distributed_task_is_added_up(program: Program, app: Flask, engine: Engine) -> None:
    """Shares come in the order of the tree; a village sees no other village's."""
    base = "/communities/qinghe/tasks/_5"
    whole = told(program, f"{base}/rollup?level=township")
    shares = walked(program, f"{base}/distribution", 1)
    expected = engine.rollup("qinghe/_5")
    assert whole["states"] == dict(expected.states)
    assert [one["community"] for one in shares] == [one.community for one in expected.shares]
    assert sum(sum(group["states"].values()) for group in whole["groups"]) == len(shares)
    village = Program(app, Accounts(engine), unit="xinqi")
    assert village.get(f"{base}/distribution").status_code == 404


def test_needs_resources_and_lists(program: Program, engine: Engine) -> None:
    """The library as tasks, and what hangs out, without what is not published."""
    offers = walked(program, "/communities/lvyuan/resources", 3)
    assert {one["flow"] for one in offers} == {"resource"}
    assert len(offers) == len(engine.tasks("lvyuan", flow="resource", ended=False).tasks)
    needs = told(program, "/communities/lvyuan/needs?ended=true")["items"]
    assert all(one["ended_at"] for one in needs)
    hanging = told(program, "/communities/lvyuan/lists/resources")
    assert len(hanging["rows"]) == len(engine.published("lvyuan", "resources").rows)
    assert program.get("/communities/xinqi/needs").status_code == 404


def test_matches_are_explained_and_proposed_once(program: Program, engine: Engine) -> None:
    """The plan is the engine's; a need that is opened is served, and nothing twice."""
    plan = told(program, "/communities/lvyuan/matches?stale=true")
    found = engine.match("lvyuan", stale=True)
    assert len(plan["matches"]) == len(found.plan.matches)
    assert len(plan["waiting"]) == len(found.plan.waiting)
    assert plan["outdated"] == [one.id for one in found.outdated]
    first = program.send("POST", "/communities/lvyuan/matches?stale=true")
    assert first.status_code == 200
    assert first.json is not None
    assert len(first.json["results"]) == len(first.json["matches"])


def test_a_call_out_is_counted_and_told_one_by_one(program: Program, engine: Engine) -> None:
    """Its yield, and whom it has asked; open ones are listed."""
    found = told(program, "/communities/xinqi/call-outs/_26?within=5")
    expected = engine.call_out_yield("xinqi/_26", within=5)
    assert found["accepted"] == expected.accepted
    assert found["in_time"] == expected.in_time
    assert len(found["asks"]) >= found["asked"] > 0
    open_ones = walked(program, "/communities/lvyuan/call-outs", 1)
    flows = {"callout"}
    assert {one["flow"] for one in open_ones} <= flows | {"rescue", "drill", "callout"}
    assert all(one["ended_at"] is None for one in open_ones)
    assert program.get("/communities/xinqi/call-outs/_3").status_code == 404


def test_points_are_told_like_a_bank_book(program: Program, engine: Engine) -> None:
    """Balance, statement, settlement and the origin of an entry agree, in hundredths."""
    member = "/communities/xinqi/accounts/points/members/wang"
    balance = told(program, member)
    assert balance["hundredths"] == engine.balance("xinqi", "wang")
    entry = next(
        entry
        for month in range(1, 13)
        for year in (2025, 2026, 2027)
        for entry in told(program, f"{member}/statement?month={year}-{month:02}")["entries"]
    )
    explained = told(program, f"/communities/xinqi/entries/{entry['number']}")
    assert explained["entry"] == entry
    assert explained["rule"] == entry["rule"]
    assert explained["decision"]["id"] == f"xinqi/{entry['number'].partition('.')[0]}"
    settled = told(program, "/communities/xinqi/accounts/points/settlement")
    assert {one["member"] for one in settled["lines"]} >= {"wang"}
    assert program.get(f"{member}/statement?month=2026-13").status_code == 422
    assert program.get("/communities/xinqi/entries/1.0").status_code == 404


def test_the_decision_behind_points_is_personal(
    program: Program, app: Flask, engine: Engine
) -> None:
    """Without the scope the entry is explained, and the decision left out."""
    bare = Program(app, Accounts(engine), scopes={"points:read"})
    found = next(
        answer.json
        for number in range(1, 200)
        if (answer := bare.get(f"/communities/xinqi/entries/{number}.0")).status_code == 200
    )
    assert found is not None
    assert found["decision"] is None


def test_mode_profile_and_members(program: Program, engine: Engine) -> None:
    """What governs, in which mode, and who is there."""
    assert told(program, "/communities/xinqi/mode")["mode"] == engine.mode("xinqi").mode
    profile = told(program, "/communities/xinqi/profile")
    assert profile["release"] == engine.intake("xinqi").hash
    assert {one["id"] for one in profile["flows"]} == set(engine.intake("xinqi").flows)
    members = [one["id"] for one in walked(program, "/units/xinqi/members", 50)]
    assert members == sorted(set(members))
    assert "wang" in members


def test_events_are_read_to_the_end_and_on(program: Program, engine: Engine) -> None:
    """A reader that follows ``Link`` misses nothing, repeats nothing, and can wait at the end."""
    seen: list[int] = []
    query = "?limit=40"
    while True:
        answer = program.get(f"/communities/xinqi/events{query}")
        assert answer.content_type == "application/cloudevents-batch+json"
        if not answer.json:
            break
        seen += [event["xiangyueseq"] for event in answer.json]
        query = answer.headers["Link"].partition(">")[0].lstrip("<")
    last = int(engine.heads()["xinqi"].partition(":")[0])
    assert seen == list(range(1, last + 1))
    task = program.opened()
    after = program.get(f"/communities/xinqi/events{query}").json
    assert after is not None
    assert [event["subject"] for event in after] == [f"xinqi/{task}"]
    refused = program.get("/communities/xinqi/events?types=task.refused&limit=5").json or []
    assert {event["type"] for event in refused} == {"org.xiangyue.task.refused"}
    assert program.get("/communities/xinqi/events?types=no.such").status_code == 422


def test_a_profile_that_is_sent_is_linted_and_played(program: Program) -> None:
    """Findings with their place; scenarios with what became of each; nothing is kept."""
    texts = [
        (PACK / "market" / name).read_text("utf-8") for name in ("profile.yaml", "scenarios.yaml")
    ]
    whole = program.post("/profiles/lint", {"profile": texts[0]})
    assert whole.json == {"ok": True, "findings": []}
    broken = texts[0].replace("from: checked", "from: nowhere")
    found = program.post("/profiles/lint", {"profile": broken}, Accept_Language="zh").json or {}
    assert found["ok"] is False
    assert found["findings"][0]["place"]["line"] > 1
    played = program.post("/profiles/test", {"profile": texts[0], "scenarios": texts[1]}).json or {}
    assert played["ok"]
    assert played["passed"] == len(played["results"]) > 0
    refused = program.post("/profiles/test", {"profile": broken, "scenarios": texts[1]})
    assert refused.status_code == 422
    assert refused.json is not None
    assert refused.json["findings"]


def test_a_draft_is_made_checked_and_put_in_force_by_another(app: Flask, engine: Engine) -> None:
    """Over HTTP as well, nobody changes the rules alone; every step is a task's."""
    accounts = Accounts(engine)
    clerk = Program(app, accounts, member="he", unit="fair")
    council = Program(app, accounts, member="lin", unit="fair")
    body = {"reason": "Stalls stay longer.", "params": {"longest": 7}}
    drafted = clerk.post("/communities/fair/drafts", body, Idempotency_Key="longer")
    assert drafted.status_code == 201
    task = drafted.headers["Location"].rpartition("/")[2]
    draft = told(clerk, f"/communities/fair/drafts/{task}")
    assert draft["checked"] is None
    assert [one["address"] for one in draft["changes"]][:1] == ["params.longest"]
    assert clerk.send("POST", f"/communities/fair/drafts/{task}/check").status_code == 200
    draft = told(clerk, f"/communities/fair/drafts/{task}")
    assert draft["checked"]["ok"] and not draft["checked"]["noted"]
    assert (len(draft["content"]), draft["effects"]) == (64, None)
    assert clerk.send("POST", f"/communities/fair/drafts/{task}/foresee").status_code == 200
    effects = told(clerk, f"/communities/fair/drafts/{task}")["effects"]
    assert effects["holds"] and effects["summary"]["flipped"] == 0
    acts = f"/communities/fair/tasks/{task}/acts"
    own = clerk.post(acts, {"action": "approve"})
    assert own.status_code == 422
    assert council.post(acts, {"action": "approve"}).status_code == 200
    assert told(clerk, f"/communities/fair/drafts/{task}")["in_force"]
    assert len(told(clerk, "/communities/fair/drafts")["items"]) == 1
    nothing = clerk.post("/communities/fair/drafts", body)
    assert (nothing.status_code, (nothing.json or {})["code"]) == (422, "change-nothing")


def test_figures_count_what_the_api_does(program: Program, app: Flask, engine: Engine) -> None:
    """Prometheus reads them with a token that is bound to no unit; others are told of nothing."""

    def done() -> float:
        text = program.get("/metrics").text
        line = next(
            x for x in text.splitlines() if x.startswith('xiangyue_commands_total{outcome="done"}')
        )
        return float(line.rpartition(" ")[2])

    before = done()
    program.opened()
    assert done() == before + 1
    assert Program(app, Accounts(engine)).get("/metrics").status_code == 404
