"""A library of resources as a directory (HSDS 3.1): what organisations offer, where and when.

Persons are nobody's business outside: what they offer, whom to call, and what is sensitive stays.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import orjson

from xiangyue.engine import Engine
from xiangyue.errors import Misuse, Place, why
from xiangyue.exchange.files.wholefile import Sink, whole
from xiangyue.exchange.hsds.mapping import HOURS, LOCATION, Mapped
from xiangyue.exchange.hsds.names import part, theirs
from xiangyue.exchange.hsds.said_hours import read, rule
from xiangyue.profile import Field
from xiangyue.time.clock import from_micros
from xiangyue.time.moments import Moment
from xiangyue.values import Task

_PAGE: Final = 200
_LINES: Final = frozenset({".ndjson", ".jsonl"})
_TEXT: Final = ("string", "array")


@dataclass(slots=True)
class Exported:
    """How much was written: services, of so many organisations; ``left`` are offers of persons."""

    services: int = 0
    left: int = 0
    owners: dict[str, dict[str, str] | None] = field(default_factory=dict)

    @property
    def organizations(self) -> int:
        """How many organisations offer something."""
        return sum(owner is not None for owner in self.owners.values())


def export_hsds(
    engine: Engine,
    path: Path | None,
    community: str,
    mapped: Mapped,
    *,
    unlisted: bool = False,
    lang: str = "en",
    now: Moment = None,
) -> Exported:
    """Write what organisations offer in a community; to standard output without a path.

    It is written as it is read: a page of an API, or a service a line where the name says
    ``.ndjson``; gzipped where it says so. With ``unlisted``, what is not on the list now is
    written as inactive. The file is there as a whole or not at all. Raises Misuse where it cannot
    be written.
    """
    told = Exported()
    found = _services(engine, community, mapped, told, unlisted, lang, now)
    if path is None:
        _write(sys.stdout.buffer, found, told, lines=False)
        return told
    try:
        with whole(path) as file:
            _write(file, found, told, lines=bool(_LINES & {*path.suffixes}))
    except OSError as error:
        raise Misuse("hsds-unwritten", place=Place(str(path)), reason=why(error)) from error
    return told


def _write(file: Sink, found: Iterator[dict[str, Any]], told: Exported, *, lines: bool) -> None:
    if lines:
        file.writelines(orjson.dumps(one) + b"\n" for one in found)
        return
    file.write(b'{"contents": [')
    for one in found:
        file.write(b",\n" if told.services > 1 else b"\n")
        file.write(orjson.dumps(one))
    page = {
        "total_items": told.services,
        "total_pages": 1,
        "page_number": 1,
        "size": told.services,
        "first_page": True,
        "last_page": True,
        "empty": not told.services,
    }
    file.write(b"],\n" + orjson.dumps(page)[1:] + b"\n")


def _services(
    engine: Engine,
    community: str,
    mapped: Mapped,
    told: Exported,
    unlisted: bool,
    lang: str,
    now: Moment,
) -> Iterator[dict[str, Any]]:
    after: str | None = None
    while True:
        flow = mapped.offers.flow
        page = engine.tasks(community, flow=flow, ended=False, limit=_PAGE, after=after, now=now)
        for task in page.tasks:
            if not unlisted and task.state not in mapped.offers.states:
                continue
            owner = _owner(engine, task, mapped, told, now)
            if owner is None:
                told.left += 1
            else:
                told.services += 1
                yield _service(mapped, task, owner, lang)
        if page.next is None:
            return
        after = page.next


def _owner(
    engine: Engine, task: Task, mapped: Mapped, told: Exported, now: Moment
) -> dict[str, str] | None:
    """Return the organisation that offers something; None where a person or household does."""
    id_ = str(task.data.get(mapped.offers.fields.get("owner", "")) or task.opener)
    if id_ not in told.owners:
        member = engine.member(id_, named=True, now=now)
        name = member.name or member.id
        said = {"id": theirs(id_), "name": name, "description": name}
        told.owners[id_] = said if member.kind == "organization" else None
    return told.owners[id_]


def _service(mapped: Mapped, task: Task, owner: dict[str, str], lang: str) -> dict[str, Any]:
    id_ = theirs(task.id, task.community)
    data, fields, asked = task.data, mapped.offers.fields, mapped.profile.fields
    kind = asked[fields["type"]]
    said: dict[str, Any] = {
        "id": id_,
        "name": task.title or _choice(kind, data.get(kind.id), lang),
        "status": "active" if task.state in mapped.offers.states else "inactive",
        "organization": owner,
    }
    for what in mapped.keep:
        if isinstance(data.get(mapped.fields[what]), str):
            said[what] = data[mapped.fields[what]]
    if verified := data.get(fields.get("verified", "")):
        said["assured_date"] = str(verified)[:10]
    if where := data.get(mapped.fields.get(LOCATION, "")):
        there = {"id": part(id_, "location"), "location_type": "physical", "name": where}
        said["service_at_locations"] = [{"id": part(id_, "place"), "location": there}]
    if when := data.get(mapped.fields.get(HOURS, "")):
        said["schedules"] = list(_schedules(id_, when))
    if capacity := _capacity(mapped, task, id_, lang):
        said["capacities"] = [capacity]
    said["attributes"] = list(_attributes(mapped, task, id_, lang))
    return said


def _schedules(id_: str, when: str) -> Iterator[dict[str, Any]]:
    known = read(when)
    if known is None:
        yield {"id": part(id_, "hours"), "description": when}
        return
    openings, since, until = known
    span = {"valid_from": since, "valid_to": until}
    for number, one in enumerate(openings):
        said = {name: value for name, value in span.items() if value}
        yield {"id": part(id_, f"hours/{number}"), **rule(one), **said}


def _capacity(mapped: Mapped, task: Task, id_: str, lang: str) -> dict[str, Any] | None:
    """Return how much there is, in what it is counted in."""
    fields, asked = mapped.offers.fields, mapped.profile.fields
    quantity = task.data.get(fields.get("quantity", ""))
    counted = fields.get("counted", "")
    if quantity is None or task.data.get(counted) is None:
        return None
    choice = task.data[counted]
    unit = {"id": part(mapped.profile.id, f"{counted}/{choice}")}
    unit["name"] = _choice(asked[counted], choice, lang)
    updated = from_micros(task.since).isoformat(timespec="milliseconds")
    return {"id": part(id_, "capacity"), "unit": unit, "available": quantity, "updated": updated}


def _attributes(mapped: Mapped, task: Task, id_: str, lang: str) -> Iterator[dict[str, Any]]:
    """Yield what else the opening asked for: choices and numbers, no words and nobody."""
    said = {*mapped.fields.values()}
    for name in mapped.accepts:
        asked, value = mapped.profile.fields.get(name), task.data.get(name)
        if asked is None or value is None or name in said or not _is_open(asked):
            continue
        attribute: dict[str, Any] = {
            "id": part(id_, f"attribute/{name}"),
            "link_type": name,
            "link_entity": "service",
            "value": str(value).lower() if isinstance(value, bool) else str(value),
            "label": asked.title.of(lang),
        }
        if "enum" in asked.schema:
            title = _choice(asked, value, lang)
            attribute["taxonomy_term"] = {
                "id": part(mapped.profile.id, f"{name}/{value}"),
                "code": str(value),
                "name": title,
                "description": title,
                "taxonomy": mapped.profile.id,
                "language": lang,
            }
        yield attribute


def _is_open(asked: Field) -> bool:
    schema: Mapping[str, Any] = asked.schema
    told = "enum" in schema or schema.get("format") == "date"
    return asked.sensitivity == "none" and (told or schema.get("type", "string") not in _TEXT)


def _choice(asked: Field, value: Any, lang: str) -> str:
    return asked.choices[value].of(lang) if value in asked.choices else str(value)
