"""CloudEvents: what happens in a community, and what other systems ask to be done."""

from __future__ import annotations

from typing import Any, Final

from flask import Response, request

from xiangyue import BadInput, Command, Decision, Misuse, XiangyueError
from xiangyue.office import NoEvent, read_event, read_headers, to_command
from xiangyue_admin.api import gives
from xiangyue_admin.api.given import EventQuery
from xiangyue_admin.api.operation import WRITES, Call, Room
from xiangyue_admin.api.paging import link
from xiangyue_admin.api.problems import Problem, nothing
from xiangyue_admin.api.reading import JSON, bytes_of, json_of
from xiangyue_admin.api.routes import acting
from xiangyue_admin.api.serving import sent

room = Room("journal", "Journal")
BATCH: Final = "application/cloudevents-batch+json"
ONE: Final = "application/cloudevents+json"


@room.get(
    "/communities/<community>/events",
    "journal:read",
    query=EventQuery,
    produces=BATCH,
    answers={200: None},
    headers=("Link",),
)
def feed(call: Call, community: str) -> Response:
    """Read what has happened, as CloudEvents 1.0 in the order it happened.

    No event holds a personal value. The header `Link` always leads on: it stays where it is while
    there is nothing new. A rare type may need several calls, some of them empty.
    """
    wanted: EventQuery = call.query
    types = wanted.types.split(",") if wanted.types else None
    found = call.engine.feed(community, wanted.after, wanted.limit, types)
    return sent(call, found.events, headers=link(found.next), content_type=BATCH)


@acting.room.post(
    "/events",
    "tasks:write",
    reads=(ONE, BATCH, JSON),
    answers={200: gives.Decision, 201: gives.Decision, 202: gives.Decision, 207: gives.Results},
    refuses=WRITES,
    headers=("Location",),
)
def take_in(call: Call) -> Response:
    """Take in a CloudEvent, or a batch of them.

    Each asks for what its type says: `org.xiangyue.task.open` (a `flow`), `org.xiangyue.task.act`
    (an `action`), or `org.xiangyue.matter.receive` (a `category`). Its `subject` is the community,
    or `COMMUNITY/TASK`; its `data` says the rest in the words of the other calls. An event is
    decided once, by its `source` and `id`: whoever sends it again gets the same decision. A single
    one is sent structured, or in the binary mode as `application/json` with `ce-` headers, and
    answered as the command would be. A batch is answered by 207, with a result for each.
    """
    data = bytes_of(request, (ONE, BATCH, JSON), call.settings.body_bytes)
    if request.mimetype == BATCH:
        return _each(call, json_of(data))
    try:
        command = _command(call, json_of(data) if request.mimetype == ONE else data)
    except BadInput as error:
        raise _wrong(error, "") from error
    decision = call.engine.do(command)
    within = f"communities/{command.community}/"
    return acting.decided(call, decision, 201 if decision.before is None else 200, within)


def _each(call: Call, events: Any) -> Response:
    most = call.settings.most_commands
    if not isinstance(events, list):
        raise _wrong(NoEvent("event-batch", at=""), "")
    if len(events) > most:
        raise Problem("large", Misuse("api-commands", most=most))
    commands: list[Command] = []
    found: list[Problem | None] = []
    for number, event in enumerate(events):
        try:
            commands.append(_command(call, event))
            found.append(None)
        except BadInput as error:
            found.append(_wrong(error, f"/{number}"))
        except Problem as problem:
            found.append(problem)
    decided = iter(call.engine.act_many(commands))
    results = [_result(call, problem or next(decided)) for problem in found]
    return sent(call, {"results": results}, 207)


def _command(call: Call, said: Any) -> Command:
    """Return the command of an event, or of the body of one in the binary mode."""
    if isinstance(said, bytes):
        headers = {name.lower(): value for name, value in request.headers.items()}
        event = read_headers(headers, lambda: json_of(said) if said else None)
    else:
        event = read_event(said)
    command = to_command(event, call.caller.member)
    if not acting.reaches(call, command.community, command.unit):
        raise nothing()
    return command


def _wrong(error: BadInput, before: str) -> Problem:
    where = {"in": "body", "pointer": f"{before}{error.values.get('at', '')}", "detail": error}
    return Problem("malformed" if isinstance(error, NoEvent) else "invalid", error, errors=[where])


def _result(call: Call, found: Problem | Decision | XiangyueError) -> dict[str, Any]:
    if isinstance(found, Problem):
        return {"status": found.status, "problem": found.body(call.language)}
    return acting.result(found, call.language)
