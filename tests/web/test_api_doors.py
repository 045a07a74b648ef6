"""Who comes in where: tokens, scopes, units, and the doors of HTTP itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, Response, g, request
from programs import V1, Program
from visitors import Visitor

from xiangyue import Engine
from xiangyue_admin import ApiSettings, ConsoleSettings, api_blueprint, create_app
from xiangyue_admin.accounts import Accounts
from xiangyue_admin.api import SCOPES
from xiangyue_admin.api.callers import ByToken, Remembered
from xiangyue_admin.api.operation import Operation
from xiangyue_admin.api.pace import Pace
from xiangyue_admin.api.problems import Problem
from xiangyue_admin.api.routes import all_operations
from xiangyue_admin.open311.door import SCOPE as OPEN311

# What each operation needs; one that is new is written down here first.
NEEDS = {
    "GET /units": "units:read",
    "GET /units/<unit>": "units:read",
    "GET /units/<unit>/members": "members:read",
    "GET /members/<member>": "members:read",
    "GET /communities/<community>/tasks": "tasks:read",
    "POST /communities/<community>/tasks": "tasks:write",
    "POST /communities/<community>/matters": "tasks:write",
    "GET /communities/<community>/tasks/<task>": "tasks:read",
    "POST /communities/<community>/tasks/<task>/acts": "tasks:write",
    "GET /communities/<community>/tasks/<task>/choices": "tasks:read",
    "GET /communities/<community>/tasks/<task>/history": "personal:read tasks:read",
    "GET /communities/<community>/tasks/<task>/rollup": "tasks:read",
    "GET /communities/<community>/tasks/<task>/distribution": "tasks:read",
    "POST /acts": "tasks:write",
    "POST /events": "tasks:write",
    "POST /try-out": "tasks:read",
    "GET /communities/<community>/needs": "needs:read",
    "GET /communities/<community>/resources": "resources:read",
    "GET /communities/<community>/lists/<name>": "resources:read",
    "GET /communities/<community>/matches": "matches:read",
    "POST /communities/<community>/matches": "matches:write",
    "GET /communities/<community>/call-outs": "call-outs:read",
    "GET /communities/<community>/call-outs/<task>": "call-outs:read",
    "POST /alerts": "alerts:write",
    "GET /communities/<community>/alerts": "alerts:read",
    "GET /communities/<community>/alerts/<alert>": "alerts:read",
    "GET /communities/<community>/accounts/<account>/members/<member>": "points:read",
    "GET /communities/<community>/accounts/<account>/members/<member>/statement": "points:read",
    "GET /communities/<community>/accounts/<account>/settlement": "points:read",
    "GET /communities/<community>/entries/<number>": "points:read",
    "GET /communities/<community>/mode": "modes:read",
    "GET /communities/<community>/profile": "profiles:read",
    "POST /profiles/lint": "profiles:write",
    "POST /profiles/test": "profiles:write",
    "GET /communities/<community>/drafts": "profiles:read",
    "POST /communities/<community>/drafts": "profiles:write",
    "GET /communities/<community>/drafts/<task>": "profiles:read",
    "POST /communities/<community>/drafts/<task>/check": "profiles:write",
    "POST /communities/<community>/drafts/<task>/foresee": "profiles:write",
    "GET /communities/<community>/events": "journal:read",
    "GET /communities/<community>/log.xes": "journal:read",
    "GET /communities/<community>/log.ocel.json": "journal:read",
    "GET /health": "",
    "GET /metrics": "metrics:read",
}

# Bodies that would be taken, for the operations that read one.
BODIES: dict[str, Any] = {
    "POST /communities/<community>/tasks": {"flow": "village_task"},
    "POST /communities/<community>/matters": {"category": "need"},
    "POST /communities/<community>/tasks/<task>/acts": {"action": "convert"},
    "POST /try-out": {"community": "xinqi", "action": "open", "flow": "village_task"},
    "POST /communities/<community>/drafts": {"reason": "to see", "params": {}},
}

# Which are about no unit: what they show is narrowed down instead, and tested apart.
ANYWHERE = {"GET /units", "POST /acts", "POST /alerts", "POST /events", "GET /health"}
ANYWHERE |= {"POST /profiles/lint", "POST /profiles/test"}


def key(operation: Operation) -> str:
    """Return how an operation is written."""
    return f"{operation.method} {operation.rule}"


OPERATIONS = {key(one): one for one in all_operations()}


@pytest.fixture
def program(app: Flask, accounts: Accounts) -> Program:
    """A program with every scope in one village."""
    return Program(app, accounts)


@pytest.fixture
def task(program: Program) -> str:
    """A task of that village."""
    return program.opened()


def path(operation: Operation, task: str) -> str:
    """Return an address at which the operation would answer in the village of xinqi."""
    said = {"community": "xinqi", "unit": "xinqi", "member": "li", "account": "points"}
    said |= {"task": task, "name": "needs", "number": "1.0", "alert": "none"}
    return re.sub(r"<(\w+)>", lambda found: said[found[1]], operation.rule)


def test_each_operation_stands_in_the_written_table() -> None:
    """An operation that nobody has written a scope for fails here, and so does a scope of none."""
    assert {name: " ".join(sorted(one.scopes)) for name, one in OPERATIONS.items()} == NEEDS
    assert {*" ".join(NEEDS.values()).split(), OPEN311} == set(SCOPES)


@pytest.mark.parametrize("name", [one for one in NEEDS if NEEDS[one]])
def test_without_its_scope_nothing_opens(
    app: Flask, accounts: Accounts, task: str, name: str
) -> None:
    """403 with the scope that is missing, though all others are there."""
    for scope in NEEDS[name].split():
        other = Program(app, accounts, scopes=set(SCOPES) - {scope})
        operation = OPERATIONS[name]
        answer = other.send(operation.method, path(operation, task), json=BODIES.get(name))
        assert (answer.status_code, answer.content_type) == (403, "application/problem+json")
        assert answer.json is not None
        assert scope in answer.json["detail"]


@pytest.mark.parametrize("name", [one for one in NEEDS if one not in ANYWHERE])
def test_of_another_unit_nothing_is_seen(
    app: Flask, accounts: Accounts, engine: Engine, task: str, name: str
) -> None:
    """A token of the village beside it is told what it would be told of a village that is not."""
    sibling = Program(app, accounts, member="zhao", unit="other")
    operation = OPERATIONS[name]
    heads = {**engine.heads()}
    there = path(operation, task)
    answer = sibling.send(operation.method, there, json=BODIES.get(name))
    nowhere = re.sub("xinqi|/li$", "/nobody" if there.endswith("/li") else "nowhere", there)
    unknown = sibling.send(operation.method, nowhere, json=BODIES.get(name))
    assert answer.status_code == unknown.status_code == 404
    assert answer.json == unknown.json
    assert engine.heads() == heads


def test_the_whole_map_of_addresses_is_walked(app: Flask) -> None:
    """No address answers beside the operations, the documentation, and those that refuse."""
    kinds = {name.split("_")[0] for name in ("docs_x", "other_x", "elsewhere")}
    rules = [one for one in app.url_map.iter_rules() if one.rule.startswith(V1)]
    own = [one for one in rules if one.endpoint.split(".")[-1].split("_")[0] not in kinds]
    found = {(one.rule.removeprefix(V1), *(one.methods or ())) for one in own}
    assert {rule for rule, *_ in found} == {one.rule for one in OPERATIONS.values()}
    assert len(own) == len(OPERATIONS)


def test_a_token_of_the_county_sees_all_beneath_it(app: Flask, accounts: Accounts) -> None:
    """Its unit covers both villages; a village's covers itself."""
    county = Program(app, accounts, unit="county")
    village = Program(app, accounts, unit="xinqi")
    assert county.get("/communities/other/tasks").status_code == 200
    units = [one["id"] for one in (county.get("/units").json or {})["items"]]
    assert units == ["county", "other", "xinqi"]
    assert [one["id"] for one in (village.get("/units").json or {})["items"]] == ["xinqi"]


def test_a_unit_that_is_named_lies_within_the_tokens(program: Program) -> None:
    """In a body too, another's unit is answered as one that does not exist."""
    said = {"flow": "village_task", "community": "xinqi", "action": "open"}
    opening = {"flow": "village_task"}
    for path, body in (
        ("/communities/xinqi/tasks", opening),
        ("/communities/xinqi/matters", {"category": "need"}),
        ("/try-out", said),
    ):
        there, nowhere = (program.post(path, {**body, "unit": u}) for u in ("other", "nowhere"))
        assert (there.status_code, there.json) == (404, nowhere.json)
    answer = program.post("/acts", {"commands": [{**said, "unit": u} for u in ("other", "no")]})
    first, second = (answer.json or {})["results"]
    assert first == second
    assert first["status"] == 404


def test_roles_elsewhere_are_not_told(app: Flask, accounts: Accounts, engine: Engine) -> None:
    """Of somebody who helps out here, only what they are here."""
    engine.register("zhao", roles={"duty_person": "xinqi"})
    found = Program(app, accounts).get("/members/zhao").json
    assert found is not None
    assert [(one["role"], one["unit"]) for one in found["roles"]] == [("duty_person", "xinqi")]
    assert found["home"] is None


def test_personal_values_need_a_scope_of_their_own(
    app: Flask, accounts: Accounts, program: Program
) -> None:
    """Without it a task says which it holds, not what they are; names are there by consent."""
    task = program.opened(title="About Wang")
    bare = Program(app, accounts, scopes={"tasks:read", "members:read"})
    whole = program.get(f"/communities/xinqi/tasks/{task}")
    told = bare.get(f"/communities/xinqi/tasks/{task}")
    assert "About Wang" in whole.text
    assert "About Wang" not in told.text + bare.get("/communities/xinqi/tasks").text
    assert "title" in (told.json or {})["personal"]
    assert (program.get("/members/li").json or {})["name"] == "李书记"
    assert (bare.get("/members/li").json or {})["name"] is None


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ("", "api-token-none"),
        ("Basic bGk6bGk=", "api-token-none"),
        ("Bearer", "api-token-none"),
        ("Bearer nonsense", "api-token-bad"),
        ("Bearer xy_" + "a" * 43, "api-token-bad"),
        ("Bearer xy_\xff", "api-token-bad"),
    ],
)
def test_who_has_no_token_is_asked_for_one(app: Flask, sent: str, code: str) -> None:
    """401 with the challenge that the standard asks for."""
    answer = app.test_client().get(f"{V1}/units", headers={"Authorization": sent})
    assert (answer.status_code, answer.json and answer.json["code"]) == (401, code)
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_session_opens_nothing_here(visitor: Visitor, app: Flask) -> None:
    """Whoever is signed in to the console is nobody to the API: no page can act in their name."""
    visitor.sign_in("li")
    assert visitor.client.get(f"{V1}/units").status_code == 401
    sent = visitor.client.post(f"{V1}/communities/xinqi/tasks", json={"flow": "village_task"})
    assert sent.status_code == 401
    assert "Set-Cookie" not in sent.headers


def test_a_withdrawn_token_opens_nothing(engine: Engine, accounts: Accounts) -> None:
    """At once where nothing is remembered, else after the seconds that it may be."""
    app = create_app(engine, ConsoleSettings(api=ApiSettings(token_seconds=0)))
    program = Program(app, accounts)
    assert program.get("/units").status_code == 200
    accounts.revoke_token(program.token.id, by="root")
    assert program.get("/units").status_code == 401


def test_a_token_is_remembered_for_seconds(app: Flask, accounts: Accounts) -> None:
    """Withdrawn meanwhile, it ends when they are over; a new one is good at once."""
    now = [0.0]
    known = Remembered(ByToken(accounts), 2, lambda: now[0])
    program = Program(app, accounts)
    assert known.caller(program.secret) is not None
    accounts.revoke_token(program.token.id, by="root")
    now[0] = 1.9
    assert known.caller(program.secret) is not None
    now[0] = 2.1
    assert known.caller(program.secret) is None
    assert known.caller(Program(app, accounts).secret) is not None


def test_too_many_requests_are_slowed_down(engine: Engine, accounts: Accounts) -> None:
    """429 with the seconds to wait; another token is not held up."""
    app = create_app(engine, ConsoleSettings(api=ApiSettings(per_minute=3)))
    one, other = Program(app, accounts), Program(app, accounts)
    answers = [one.get("/units") for _ in range(8)]
    slowed = next(found for found in answers if found.status_code == 429)
    assert 1 <= int(slowed.headers["Retry-After"]) <= 60
    assert slowed.content_type == "application/problem+json"
    assert other.get("/units").status_code == 200


def test_a_pace_begins_anew_each_minute() -> None:
    """So many in one minute, and as many in the next."""
    now = [30.0]
    pace = Pace(2, lambda: now[0])
    pace.take("a")
    pace.take("a")
    with pytest.raises(Problem) as slowed:
        pace.take("a")
    assert slowed.value.headers == {"Retry-After": "31"}
    now[0] = 60.0
    pace.take("a")


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_a_method_that_is_not_possible_says_which_is(program: Program, method: str) -> None:
    """405 as a problem, with ``Allow``."""
    answer = program.send(method, "/acts")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert answer.content_type == "application/problem+json"
    assert program.send("DELETE", "/units").headers["Allow"] == "GET, HEAD"


def test_an_answer_that_nobody_wants_is_not_made(program: Program) -> None:
    """406 where another type is asked for; what is asked for as such comes."""
    assert program.get("/units", Accept="text/html").status_code == 406
    assert program.get("/units", Accept="application/*;q=0.1").status_code == 200
    events = "/communities/xinqi/events"
    batch = program.get(events, Accept="application/cloudevents-batch+json")
    assert batch.content_type == "application/cloudevents-batch+json"
    assert program.get(events, Accept="application/json").status_code == 406


def test_an_address_that_leads_nowhere_is_a_problem(program: Program) -> None:
    """404 in the same form, and not the console's page."""
    answer = program.get("/no/such/thing")
    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")


@pytest.fixture
def stranger(engine: Engine) -> Iterator[Flask]:
    """Somebody else's application, with error handlers, hooks and limits of its own."""
    app = Flask("stranger")
    app.config.update(MAX_CONTENT_LENGTH=10, TRAP_HTTP_EXCEPTIONS=False)

    @app.errorhandler(404)
    @app.errorhandler(405)
    @app.errorhandler(413)
    @app.errorhandler(415)
    @app.errorhandler(422)
    @app.errorhandler(Exception)
    def own(error: Exception) -> tuple[str, int]:
        return f"the stranger's own page of {error}", 418

    @app.before_request
    def note() -> None:
        g.seen = request.path

    @app.after_request
    def mark(response: Response) -> Response:
        response.headers["X-Stranger"] = str(g.seen)
        return response

    app.register_blueprint(api_blueprint(engine), url_prefix="/governance/api")
    yield app


def test_it_lives_in_anothers_application(stranger: Flask, accounts: Accounts) -> None:
    """Under any prefix, with problems of its own form, and without touching what is not its."""
    program = Program(stranger, accounts, prefix="/governance/api")
    task = program.opened(title="longer than the stranger lets anybody send to itself")
    assert program.get(f"/communities/xinqi/tasks/{task}").status_code == 200
    assert program.get("/health").json == {"status": "ok"}
    for answer, status in (
        (program.get("/no/such"), 404),
        (program.send("DELETE", "/acts"), 405),
        (
            program.send("POST", "/acts", data=b"x" * 5_000_000, content_type="application/json"),
            413,
        ),
        (program.send("POST", "/acts", data=b"{}", content_type="text/plain"), 415),
        (program.post("/acts", {"commands": 1}), 422),
    ):
        assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
        assert "X-Stranger" in answer.headers
    assert stranger.test_client().get("/elsewhere").status_code == 418
    assert stranger.config["MAX_CONTENT_LENGTH"] == 10
    assert not stranger.extensions


def test_two_stand_beside_each_other(engine: Engine, tmp_path: Any, accounts: Accounts) -> None:
    """Two engines in one application, each under its prefix, and no token of one for the other."""
    with Engine(f"sqlite:///{tmp_path / 'second.db'}") as second:
        app = Flask("both")
        app.register_blueprint(api_blueprint(engine), url_prefix="/a")
        app.register_blueprint(api_blueprint(second), url_prefix="/b", name="second")
        program = Program(app, accounts, prefix="/a")
        assert program.get("/units").status_code == 200
        program.prefix = "/b"
        assert program.get("/units").status_code == 401
