"""Alerts (CAP): those that are handed in, and those that a community publishes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote, urlsplit
from xml.sax.saxutils import escape, quoteattr

from flask import Response, request

from xiangyue import BadInput, Misuse
from xiangyue.office import (
    MOST_ALERT,
    BrokenAlert,
    Published,
    Received,
    publish,
    read_alert,
    receive_alert,
    verify_alert,
    write_alert,
)
from xiangyue_admin.api import gives
from xiangyue_admin.api.given import AlertQuery, FeedQuery
from xiangyue_admin.api.operation import WRITES, Call, Room
from xiangyue_admin.api.problems import Problem, nothing
from xiangyue_admin.api.reading import bytes_of
from xiangyue_admin.api.serving import SAFE, sent
from xiangyue_admin.api.trusting import trusted
from xiangyue_admin.api.written import reasons_json

room = Room("alerts", "Alerts")
CAP: Final = "application/cap+xml"
ATOM: Final = "application/atom+xml"
XML: Final = (CAP, "application/xml", "text/xml")
_MOST_ENTRIES: Final = 100


@room.post(
    "/alerts",
    "alerts:write",
    reads=XML,
    query=AlertQuery,
    answers={200: gives.Received},
    refuses=WRITES,
)
def take_in(call: Call) -> Response:
    """Hand in an alert of the Common Alerting Protocol 1.2, or 1.1.

    It proposes to whoever is on duty where its areas say, within the token's unit, and does no
    more. The same alert twice is one; updates and cancels follow it, in whatever order they come.
    400 where it cannot be read, 422 with all `findings` where it has errors, and where every
    community refused it. Where the installation asks for signatures, one that does not hold is 422.
    """
    wanted: AlertQuery = call.query
    data = bytes_of(request, XML, call.settings.body_bytes)
    most = min(MOST_ALERT, call.settings.body_bytes)
    try:
        alert = read_alert(data, "body", most)
    except BadInput as error:
        raise Problem("malformed", error) from error
    if call.settings.alert_certificates:
        try:
            alert = verify_alert(data, trusted(call.settings), "body", most).alert
        except BadInput as error:
            raise Problem("invalid", error) from error
    covers = call.caller.covers
    if wanted.community is not None and not covers(wanted.community):
        raise nothing()
    try:
        found = receive_alert(
            call.engine,
            alert,
            by=call.caller.member,
            communities=[wanted.community] if wanted.community else None,
            dry=wanted.dry,
            reaches=covers,
        )
    except BrokenAlert as error:
        raise Problem("invalid", error) from error
    if found.entries and all(entry.fate == "refused" for entry in found.entries):
        raise _refused(found)
    return sent(call, _json(found, call.language))


@room.get(
    "/communities/<community>/alerts",
    "alerts:read",
    query=FeedQuery,
    produces=ATOM,
    answers={200: None},
)
def feed(call: Call, community: str) -> Response:
    """Read what a community publishes as alerts: an Atom feed, the newest first.

    They are its call-outs, relayed warnings and activations, by what the profile names under
    `warns`; never whom a task has asked. Each entry leads to its alert. It holds a hundred at most,
    of the tasks on which something was done last.
    """
    sender = _sender(call, community)
    found = publish(call.engine, community, sender=sender, newest=_MOST_ENTRIES)
    body = _atom(community, found[-_MOST_ENTRIES:][::-1])
    return Response(body, 200, [*SAFE], content_type=f"{ATOM}; charset=utf-8")


@room.get(
    "/communities/<community>/alerts/<alert>",
    "alerts:read",
    query=FeedQuery,
    produces=CAP,
    answers={200: None},
)
def one(call: Call, community: str, alert: str) -> Response:
    """Read one published alert, by its identifier."""
    sender = _sender(call, community)
    task = alert.removeprefix(f"{community}.").rpartition(".")[0]
    if not alert.startswith(f"{community}.") or not task:
        raise nothing()
    for found in publish(call.engine, community, task, sender=sender):
        if found.alert.identifier == alert:
            body = write_alert(found.alert)
            return Response(body, 200, [*SAFE], content_type=f"{CAP}; charset=utf-8")
    raise nothing()


def _sender(call: Call, community: str) -> str:
    wanted: FeedQuery = call.query
    host = call.settings.alert_host or urlsplit(request.host_url).hostname or "localhost"
    return wanted.sender or f"{community}@{host}"


def _json(found: Received, language: str) -> object:
    document = found.document(language)
    for said, entry in zip(document["entries"], found.entries, strict=True):
        said["reasons"] = reasons_json(entry.why, language)
    return {**document, "remarks": reasons_json(found.remarks, language)}


def _refused(found: Received) -> Problem:
    """Return why no community took an alert in, each with its reasons."""
    errors = [
        {"in": "query", "name": entry.community, "detail": reason}
        for entry in found.entries
        for reason in entry.why
    ]
    return Problem("refused", Misuse("api-alert-refused"), errors=errors)


def _atom(community: str, found: Sequence[Published]) -> str:
    """Return a feed; where nothing was published, it is as old as time."""
    begin = datetime(1970, 1, 1, tzinfo=UTC)
    newest = max((one.alert.sent for one in found), default=begin)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"<id>urn:xiangyue:alerts:{escape(community)}</id>",
        f"<title>{escape(community)}</title>",
        f"<author><name>{escape(community)}</name></author>",
        f"<updated>{newest.isoformat()}</updated>",
    ]
    for one in found:
        alert, info = one.alert, one.alert.infos[0]
        where = f"alerts/{alert.identifier}?sender={quote(alert.sender)}"
        lines += [
            "<entry>",
            f"<id>urn:xiangyue:alert:{escape(alert.identifier)}</id>",
            f"<title>{escape(f'{alert.msg_type}: {info.headline}')}</title>",
            f"<updated>{alert.sent.isoformat()}</updated>",
            f'<link rel="alternate" type="{CAP}" href={quoteattr(where)}/>',
            "</entry>",
        ]
    return "\n".join([*lines, "</feed>", ""])
