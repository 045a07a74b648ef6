"""From the resolved document to the frozen profile."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, cast

import orjson

from xiangyue.errands import DISTRIBUTE
from xiangyue.profile import model
from xiangyue.profile.alerts import alerts_of, warns_of
from xiangyue.profile.binding import binding
from xiangyue.profile.build_points import account, scoring
from xiangyue.profile.counts_as import counts_as
from xiangyue.profile.intake import categories, spelt_out, spoken_choices
from xiangyue.profile.lists import listings
from xiangyue.profile.matching import holds_of, matching_of
from xiangyue.profile.modes import lasting, mode
from xiangyue.profile.promise import promised
from xiangyue.profile.service import build_service, many
from xiangyue.rules import DecisionTable, build_table
from xiangyue.text import basis, text
from xiangyue.time.worktime import build_calendar, parse_duration

SOURCES = ("digital", "paper", "phone", "counter", "helper", "sheet", "log")
DEFAULT_BACKDATE = "7d"


def content_hash(document: Mapping[str, Any]) -> str:
    """Return the SHA-256 by which a release of this document is known.

    The order of keys counts: it is the order of a table's columns, and of what people see.
    """
    return hashlib.sha256(orjson.dumps(document)).hexdigest()


def build(document: Mapping[str, Any]) -> model.Profile:
    """Make the profile of a resolved document that the schema has accepted.

    Raises BadInput where a calendar or decision table is not one.
    """
    part = _parts(document)
    intake = document.get("intake", {})
    return model.Profile(
        id=document["profile"],
        hash=content_hash(document),
        title=text(document["title"]),
        languages=tuple(document["languages"]),
        params={k: _param(k, v) for k, v in part("params")},
        roles={k: _role(k, v) for k, v in part("roles")},
        fields={k: _field(k, v, document) for k, v in part("fields")},
        flows={k: _flow(k, v) for k, v in part("flows")},
        tables={k: table(k, v, document) for k, v in part("tables")},
        scoring={k: scoring(k, v) for k, v in part("scoring")},
        accounts={k: account(k, v) for k, v in part("accounts")},
        limits={k: binding(k, v) for k, v in part("limits")},
        modes={k: mode(k, v) for k, v in part("modes")},
        calendar=build_calendar(document.get("calendar", {"timezone": "UTC"})),
        backdate=parse_duration(intake.get("backdate", DEFAULT_BACKDATE)),
        sources=tuple(intake.get("sources", SOURCES)),
        categories=categories(document),
        matching=matching_of(document.get("matching")),
        alerts=alerts_of(document.get("alerts")),
        lists=listings(document.get("lists", {})),
        document=document,
    )


def table(name: str, data: Mapping[str, Any], document: Mapping[str, Any]) -> DecisionTable:
    """Make one decision table; inputs may borrow the schema of a field or param.

    Raises TableError (a BadInput) with the row and column of what is wrong.
    """
    inputs = {k: _input(v, document) for k, v in data["inputs"].items()}
    return build_table(name, inputs, data["outputs"], data.get("hit", "unique"), data["rows"])


def _input(schema: Any, document: Mapping[str, Any]) -> Mapping[str, Any]:
    if isinstance(schema, str):
        room, _, name = schema.partition(".")
        schema = document.get(room, {}).get(name, {}).get("schema", {"type": "string"})
        schema = spelt_out(schema, document)
    return cast("Mapping[str, Any]", schema)


def _parts(document: Mapping[str, Any]) -> Any:
    return lambda name: document.get(name, {}).items()


def _param(name: str, data: Mapping[str, Any]) -> model.Param:
    return model.Param(
        id=name,
        title=text(data["title"]),
        schema=data["schema"],
        default=data["default"],
        unit=data.get("unit", ""),
        basis=basis(data["basis"]),
        help=text(data.get("help")),
    )


def _role(name: str, data: Mapping[str, Any]) -> model.Role:
    return model.Role(
        id=name,
        title=text(data["title"]),
        at=data.get("at"),
        kinds=tuple(data.get("kinds", ("person",))),
        advisory=data.get("advisory", False),
        literacy=data.get("literacy", 0),
        voluntary=data.get("voluntary", False),
        proves=tuple(data.get("proves", ())),
    )


def _field(name: str, data: Mapping[str, Any], document: Mapping[str, Any]) -> model.Field:
    return model.Field(
        id=name,
        title=text(data["title"]),
        schema=spelt_out(data["schema"], document),
        purpose=text(data["purpose"]),
        keep=parse_duration(data["keep"]),
        sensitivity=data.get("sensitivity", default_sensitivity(data["schema"])),
        help=text(data.get("help")),
        about=data.get("about", "task"),
        evidence=data.get("evidence", ""),
        only_in=many(data.get("only_in")),
        measure=data.get("measure", ""),
        choices=spoken_choices(data["schema"], document)
        | {value: text(said) for value, said in data.get("choices", {}).items()},
    )


def default_sensitivity(schema: Mapping[str, Any]) -> model.Sensitivity:
    """Take free text for personal, and everything that is counted or chosen for not."""
    free = schema.get("items", schema) if schema.get("type") == "array" else schema
    closed = "enum" in free or "format" in free
    return "personal" if free.get("type", "string") == "string" and not closed else "none"


def _deadline(data: Any) -> model.Deadline | None:
    if data is None:
        return None
    if isinstance(data, str):
        return model.Deadline(parse_duration(data), None, None)
    after = data.get("after")
    return model.Deadline(
        after=parse_duration(after) if after else None,
        field=data.get("field"),
        then=data.get("then"),
        remind=tuple(map(parse_duration, data.get("remind", ()))),
        escalate=data.get("escalate"),
        start=data.get("from"),
    )


def _flow(name: str, data: Mapping[str, Any]) -> model.Flow:
    at, service = f"flows.{name}", build_service(data.get("service"))
    flow = model.Flow(
        id=name,
        title=text(data["title"]),
        help=text(data.get("help")),
        start=many(data["start"]),
        due=_deadline(data.get("due")),
        paused=data.get("paused", False),
        offline=text(data["offline"]) if "offline" in data else None,
        opening=_action("open", {"title": data["title"], **data["open"]}, f"{at}.open"),
        states={
            k: model.State(
                id=k,
                title=text(v["title"]),
                final=v.get("final", False),
                pause=v.get("pause", False),
                due=_deadline(v.get("due")),
                reports=v.get("reports", ""),
            )
            for k, v in data["states"].items()
        },
        actions={k: _action(k, v, f"{at}.actions.{k}") for k, v in data["actions"].items()},
        exercise=data.get("exercise"),
        lasts=lasting(data.get("while")),
        returns=many(data.get("returns")),
        holds=holds_of(data.get("holds")),
        service=service,
        counts_as=counts_as(data.get("service_level")),
        warns=warns_of(data.get("warns")),
    )
    return flow if service is None else promised(flow, service)


def _action(name: str, data: Mapping[str, Any], at: str) -> model.Action:
    when = data.get("when")
    guard = when if isinstance(when, dict) else {"rule": when}
    return model.Action(
        id=name,
        title=text(data["title"]),
        help=text(data.get("help")),
        sources=many(data.get("from")),
        branches=_branches(data.get("to")),
        by=many(data["by"]),
        at=data.get("at"),
        needs=many(data.get("needs")),
        asks=many(data.get("asks")),
        note=data.get("note", False),
        when=guard["rule"],
        otherwise=text(guard["otherwise"]) if "otherwise" in guard else None,
        proposes=data.get("proposes", {}),
        sets=data.get("sets", {}),
        does=tuple(_does(d, f"{at}.does.{i}") for i, d in enumerate(data.get("does", ()))),
        address=at,
        extend=_extension(data.get("extend")),
        answer=data.get("answer"),
        of=data.get("of"),
    )


def _extension(data: Mapping[str, Any] | None) -> model.Extension | None:
    if data is None:
        return None
    by = data.get("by")
    return model.Extension(data["of"], parse_duration(by) if by else None, data.get("until"))


def _does(data: Mapping[str, Any], at: str) -> model.Intervention:
    ((kind, detail),) = data.items()
    return model.Intervention(
        kind=kind,
        to=None if kind == DISTRIBUTE else _whom(detail),
        accessory=detail.get("accessory", False),
        detail=detail,
        address=at,
    )


def _whom(detail: Mapping[str, Any]) -> str | None:
    return next((detail[key] for key in ("to", "from", "who") if key in detail), None)


def _branches(data: Any) -> tuple[model.Branch, ...]:
    if isinstance(data, list):
        return tuple(model.Branch(b["to"], b.get("when")) for b in data)
    return (model.Branch(data, None),)
