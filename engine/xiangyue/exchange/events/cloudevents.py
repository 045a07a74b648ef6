"""CloudEvents 1.0 as commands: another system says what is to be done, and each event does it once.

What an event asks for is the API's own command, in the same words: its ``data`` holds them, its
``subject`` the address. Facts, as the feed tells them, are no commands.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import unquote

from xiangyue.canonical import dump, sha256
from xiangyue.errors import BadInput, Misuse
from xiangyue.spelling import nearest, shown
from xiangyue.time.clock import parse_instant, to_micros
from xiangyue.values import OPEN, Command, Value
from xiangyue.words import split_ref
from xiangyue.work.feed import PREFIX

OPENS: Final = f"{PREFIX}task.open"
ACTS: Final = f"{PREFIX}task.act"
RECEIVES: Final = f"{PREFIX}matter.receive"

_ENTERED: Final = ("note", "on_behalf_of", "source", "data")
_SAYS: Final[Mapping[str, tuple[str, ...]]] = {
    OPENS: ("flow", "title", "unit", *_ENTERED),
    ACTS: ("action", "version", *_ENTERED),
    RECEIVES: ("category", "title", "unit", *_ENTERED),
}
"""What the data of each type may say; it must say the first."""

_MOST: Final = 2_000
_JSON: Final = re.compile(r"\s*[\w.+-]+/([\w.+-]+\+)?json\s*(;.*)?", re.IGNORECASE | re.DOTALL)
_OFFSET: Final = re.compile(r"(Z|[+-][0-9:]+)\Z", re.IGNORECASE)
_QUOTED: Final = re.compile(r'"((?:[^"\\]|\\.)*+)"')
_HEADER: Final = "ce-"


class NoEvent(BadInput):
    """Something that is no CloudEvent; ``at`` is a JSON pointer into what was sent."""


class Event(Value, frozen=True):
    """A CloudEvent: ``time`` in microseconds, ``data`` what its JSON says, None for nothing."""

    id: str
    source: str
    type: str
    subject: str | None = None
    time: int | None = None
    data: Any = None


def read_event(said: Any) -> Event:
    """Return the event that a JSON object is; attributes that are not known are left alone.

    Raises NoEvent where it is none: what is needed and missing, what is no text, another version,
    a time without an offset, data that is no JSON.
    """
    if not isinstance(said, Mapping):
        raise NoEvent("event-object", at="", said=shown(said))
    if _text(said, "specversion") != "1.0":
        raise NoEvent("event-version", at="/specversion", said=shown(said["specversion"]))
    event = {name: _text(said, name) for name in ("id", "source", "type")}
    subject = _text(said, "subject") if said.get("subject") is not None else None
    return Event(**event, subject=subject, time=_time(said), data=_data(said))


def read_headers(headers: Mapping[str, str], load: Callable[[], Any]) -> Event:
    """Return the event of an HTTP message in the binary mode; ``load`` reads its body as JSON.

    Names of headers are lower case. Raises as ``read_event`` does, with ``/ce-id`` for a header.
    """
    said: dict[str, Any] = {
        name.removeprefix(_HEADER): unquote(_unescaped(value))
        for name, value in headers.items()
        if name.startswith(_HEADER)
    }
    said.pop("data_base64", None)
    said["data"] = load()
    try:
        return read_event(said)
    except NoEvent as error:
        name = error.values.pop("at").removeprefix("/")
        raise NoEvent(error.code, at=f"/{_HEADER}{name}", **error.values) from None


def _unescaped(value: str) -> str:
    """Return what a header says that may be a quoted string (RFC 9110)."""
    found = _QUOTED.fullmatch(value)
    return re.sub(r"\\(.)", r"\1", found[1]) if found else value


def _text(said: Mapping[str, Any], name: str) -> str:
    value = said.get(name)
    if value is None:
        raise NoEvent("event-missing", at=f"/{name}", name=name)
    if not isinstance(value, str) or not value or len(value) > _MOST or not value.isprintable():
        raise NoEvent("event-text", at=f"/{name}", name=name, most=_MOST)
    return value


def _time(said: Mapping[str, Any]) -> int | None:
    if said.get("time") is None:
        return None
    text = _text(said, "time")
    try:
        if _OFFSET.search(text):
            return to_micros(parse_instant(text))
    except BadInput:
        pass
    raise NoEvent("event-time", at="/time", said=shown(text))


def _data(said: Mapping[str, Any]) -> Any:
    if said.get("datacontenttype") is not None:
        kind = _text(said, "datacontenttype")
        if not _JSON.fullmatch(kind):
            raise NoEvent("event-media", at="/datacontenttype", said=shown(kind))
    if said.get("data_base64") is None:
        return said.get("data")
    if said.get("data") is not None:
        raise NoEvent("event-twice", at="/data_base64")
    from xiangyue.exchange.files.jsonfile import parse_json

    try:
        packed = base64.b64decode(said["data_base64"], validate=True)
        return parse_json(packed, "data_base64").value
    except (binascii.Error, TypeError, ValueError, BadInput):
        raise NoEvent("event-packed", at="/data_base64") from None


def to_command(event: Event, by: str) -> Command:
    """Return what an event asks for, as ``by`` does it.

    The same event (its source and id) is always the same command: whoever sends it again gets the
    same answer. Its time is when the thing was done only where its data says that it did not come
    in digitally, as the profile's ``intake`` lets it: else it is done when it is here. Raises
    BadInput for a type that asks for nothing, a subject that is no address, and data that says
    something else than a command does.
    """
    known = _SAYS.get(event.type)
    if known is None:
        guess = nearest(event.type, _SAYS)
        raise BadInput("event-type", at="/type", said=shown(event.type), **guess)
    said = event.data
    if not isinstance(said, Mapping):
        raise BadInput("event-data", at="/data", name=known[0])
    for name in said:
        if name not in known:
            guess = nearest(str(name), known)
            raise BadInput("event-extra", at=f"/data/{_step(name)}", name=shown(name), **guess)
    for name in known:
        _check(said, name, needed=name == known[0])
    community, task = _address(event)
    source: Any = said.get("source") or "digital"
    return Command(
        community=community,
        action=said["action"] if event.type == ACTS else OPEN,
        actor=by,
        task=task,
        flow=said.get("flow"),
        category=said.get("category"),
        data=said.get("data") or {},
        note=said.get("note"),
        title=said.get("title"),
        unit=said.get("unit"),
        on_behalf_of=said.get("on_behalf_of"),
        occurred_at=None if source == "digital" else event.time,
        source=source,
        key=f"event:{sha256(dump([event.source, event.id])).hex()}",
        version=said.get("version"),
    )


def _check(said: Mapping[str, Any], name: str, *, needed: bool) -> None:
    value = said.get(name)
    if value is None and not needed:
        return
    form = Mapping if name == "data" else int if name == "version" else str
    if not isinstance(value, form) or isinstance(value, bool) or value == "":
        raise BadInput("event-value", at=f"/data/{name}", name=name)


def _step(name: object) -> str:
    return str(name)[:80].replace("~", "~0").replace("/", "~1")


def _address(event: Event) -> tuple[str, str | None]:
    """Return the community, and the task, that an event is about."""
    subject = event.subject or ""
    if subject and "/" not in subject and event.type != ACTS:
        return subject, None
    try:
        return split_ref(subject)
    except Misuse:
        code = "event-subject-task" if subject or event.type == ACTS else "event-subject"
        raise BadInput(code, at="/subject", said=shown(subject)) from None
