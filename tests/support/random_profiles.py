"""Profiles that nobody wrote, and that the linter accepts all the same."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

Document = dict[str, Any]

DEFAULT = "project default"
ACCOUNTS = ("points", "thanks")
KINDS = ("small", "large", "odd")
ROLES: Mapping[str, str | None] = {
    "secretary": "village",
    "cadre": "village",
    "worker": "grid",
    "officer": "township",
    "elder": None,
}
SCHEMAS: Mapping[str, Document] = {
    "length": {"type": "integer", "minimum": 0, "maximum": 20},
    "amount": {"type": "number", "minimum": 0, "maximum": 100},
    "kind": {"enum": list(KINDS)},
    "flag": {"type": "boolean"},
    "who": {"type": "string", "format": "member"},
    "place": {"type": "string", "format": "unit"},
    "day": {"type": "string", "format": "date"},
    "moment": {"type": "string", "format": "date-time"},
    "tags": {"type": "array", "items": {"type": "string", "enum": ["x", "y"]}, "maxItems": 3},
    "story": {"type": "string", "minLength": 1, "maxLength": 60},
    "secret": {"type": "integer", "minimum": 0, "maximum": 9},
}
PERSONAL = ("story", "secret")

# Each reads what may not be known yet, what is personal, or what changes with time.
GUARDS = (
    "length > 3",
    "!known.length || length <= params.most",
    "amount >= params.rate",
    "kind == 'small' || kind == 'large'",
    "flag",
    "size(story) < 20",
    "!known.secret || secret * 2 < 15",
    "!known.day || day < now",
    "!known.moment || moment > now",
    "known.tags && 'x' in tags",
    "factor.times(kind) > 0.9",
    "actor.has_role('cadre')",
    "opener.has_role('secretary') || length / 2 > 1",
    "mode == 'normal'",
    "100 / length > 9",
)
LATER_GUARDS = (*GUARDS, "!task.late", "task.days_late < 2", "now - task.since < hours(30)")
COMPUTED: Mapping[str, tuple[str, ...]] = {
    "length": ("length + 3", "size(kind)"),
    "amount": ("length * params.rate", "factor.times(kind) * 60", "amount * 1.5"),
    "flag": ("length > 5",),
    "day": ("now", "moment"),
    "moment": ("now", "now + hours(5)"),
    "story": ("'so: ' + story", "kind"),
    "secret": ("secret + 1",),
}
POINTS = (
    "1.25",
    "known.length ? length * 0.5 : 2.0",
    "known.secret ? secret : 1",
    "known.amount ? amount * params.rate : 0.335",
    "amount",
)
DURATIONS = ("90min", "5h", "1d", "3d", "2wd", "6wh")
LONG = ("400d", "2y")
RIGHTS = ("secretary", "cadre", "worker", "officer", "elder", "opener")
SCHEME: Document = {
    "title": {"en": "Scheme", "zh": "积分制"},
    "start": "put",
    "open": {"by": "secretary"},
    "states": {
        "put": {"title": {"en": "Put", "zh": "待议"}},
        "adopted": {"title": {"en": "Adopted", "zh": "已通过"}, "final": True},
    },
    "actions": {
        "adopt": {
            "title": {"en": "Adopt", "zh": "通过"},
            "from": "put",
            "to": "adopted",
            "by": "secretary",
        }
    },
}
"""Puts the accounts in force: no points count before."""
PARAMS: Mapping[str, tuple[Document, float]] = {
    "most": ({"type": "integer", "minimum": 0, "maximum": 30}, 12),
    "rate": ({"type": "number", "minimum": 0.5, "maximum": 4}, 1.5),
}

_names = st.sampled_from(sorted(SCHEMAS))


def some(pool: tuple[str, ...] | list[str], most: int, least: int = 0) -> Any:
    """Draw a few of a pool, each once."""
    return st.lists(st.sampled_from(pool), min_size=least, max_size=most, unique=True)


def words(name: str) -> Document:
    """Return a text in both languages."""
    return {"en": name.capitalize(), "zh": f"“{name}”"}


@st.composite
def steps(draw: st.DrawFn, *, opening: bool, targets: list[str]) -> Document:
    """Draw what an action asks for, computes and does."""
    step: Document = {"by": draw(st.just(["anyone"]) | some(RIGHTS[:-1], 3, 1))}
    if not opening and "anyone" not in step["by"]:
        step["by"] += draw(some(("opener", "assignee"), 1))
    needs, asks = draw(some(sorted(SCHEMAS), 2)), draw(some(sorted(SCHEMAS), 3))
    proposes = draw(some(sorted(COMPUTED), 1))
    sets = [n for n in draw(some(sorted(COMPUTED), 2)) if n not in (*proposes, *asks, *needs)]
    step["proposes"] = {name: draw(st.sampled_from(COMPUTED[name])) for name in proposes}
    step["sets"] = {name: draw(st.sampled_from(COMPUTED[name])) for name in sets}
    if draw(st.integers(0, 3)) == 0:
        step["note"] = True
    guards = GUARDS if opening else LATER_GUARDS
    if draw(st.booleans()):
        rule = draw(st.sampled_from(guards))
        step["when"] = draw(st.sampled_from([rule, {"rule": rule, "otherwise": words("no")}]))
    if targets:
        step["to"] = draw(st.sampled_from(targets) | branches(targets))
    if draw(st.integers(0, 3)):
        rules = [step.get(key) for key in ("when", "to", "proposes", "sets")]
        read = re.findall(r"\w+", json.dumps(rules))
        needs += [n for n in sorted(SCHEMAS.keys() & read) if n not in (*needs, *proposes, *sets)]
    step["needs"], step["asks"] = needs, [n for n in asks if n not in needs]
    step["does"] = draw(interventions("who" in needs))
    return {name: value for name, value in step.items() if value not in ([], {})}


@st.composite
def branches(draw: st.DrawFn, targets: list[str]) -> list[Document]:
    """Draw a few ways, of which all but perhaps the last have a condition."""
    rules = draw(some(LATER_GUARDS, 2, 1))
    ways = [{"to": draw(st.sampled_from(targets)), "when": rule} for rule in rules]
    return [*ways, {"to": draw(st.sampled_from(targets))}] if draw(st.booleans()) else ways


@st.composite
def interventions(draw: st.DrawFn, who: bool) -> list[Document]:
    """Draw what touches people."""
    say = words("news")
    pool: list[Document] = [
        {"message": {"to": "opener", "say": say}},
        {"message": {"to": "cadre", "say": say, "accessory": True}},
        {"publish": {"fields": "length", "for": "7d"}},
    ]
    if who:
        pool += [{"assign": {"to": "who"}}, {"message": {"to": "who", "say": say}}]
    return draw(st.lists(st.sampled_from(pool), max_size=2))


@st.composite
def flows(draw: st.DrawFn) -> Document:
    """Draw a flow whose states lead one to the next, with other ways across."""
    count = draw(st.integers(2, 6))
    finals = draw(st.integers(1, min(2, count - 1)))
    names = [f"s{n}" for n in range(count)]
    running = names[:-finals]
    states: Document = {name: {"title": words(name)} for name in names}
    for name in names[-finals:]:
        states[name]["final"] = True
    actions: Document = {}
    for n, name in enumerate(running):
        targets = names[-finals:] if name == running[-1] else [names[n + 1]]
        actions[f"next_{n}"] = {"title": words(f"next {n}"), "from": name} | draw(
            steps(opening=False, targets=targets[:1])
        )
    for name in names[-finals:][1:]:
        actions[f"reach_{name}"] = {"title": words(name), "from": "any", "to": name, "by": "anyone"}
    for n in range(draw(st.integers(0, 3))):
        sources = draw(st.just("any") | some(running, 3, 1))
        actions[f"other_{n}"] = {"title": words(f"other {n}"), "from": sources} | draw(
            steps(opening=False, targets=draw(st.sampled_from([[], names])))
        )
    paused = draw(some(running[1:], 1)) if running[1:] else []
    for name in paused:
        states[name]["pause"] = True
    for name, action in actions.items():  # whoever suspends a task, or may return it, says why
        if leads_to(action) & {*(names if name.startswith("other") else paused)}:
            action["note"] = True
    flow: Document = {"title": words("flow"), "start": "s0"}
    if draw(st.booleans()):
        flow["due"] = draw(st.sampled_from(LONG) | dues("day") | dues("moment"))
    alone = draw(some(running, 2))
    for name in alone:
        after = {"after": draw(st.sampled_from(DURATIONS)), "basis": DEFAULT}
        states[name]["due"] = after | draw(st.sampled_from([{}, {"then": "lapse"}]))
    if any("then" in state.get("due", {}) for state in states.values()):
        actions["lapse"] = {"title": words("lapse"), "from": "any", "by": "system"}
        actions["lapse"]["to"] = names[-1]
    flow |= {"open": draw(steps(opening=True, targets=[])), "states": states, "actions": actions}
    return flow


def leads_to(action: Document) -> set[str]:
    """Return the states to which an action leads."""
    to = action.get("to", [])
    return {to} if isinstance(to, str) else {way["to"] for way in to}


def dues(field: str) -> st.SearchStrategy[Document]:
    """Return a deadline that a field tells."""
    return st.just({"field": field, "basis": DEFAULT})


@st.composite
def profiles(draw: st.DrawFn) -> Document:
    """Draw a whole profile."""
    made = {f"flow_{n}": draw(flows()) for n in range(draw(st.integers(1, 3)))}
    places = [
        (f"{name}.{key}", action)
        for name, flow in made.items()
        for key, action in flow["actions"].items()
        if action["by"] != "system"
    ]
    scoring = {f"score_{n}": draw(scores(places)) for n in range(draw(st.integers(0, 3)))}
    return {
        "profile": "random",
        "title": words("random"),
        "languages": ["en", "zh"],
        "params": {
            name: {"title": words(name), "schema": schema, "default": default, "basis": DEFAULT}
            for name, (schema, default) in PARAMS.items()
        },
        "roles": {
            name: {"title": words(name)} | ({"at": level} if level else {})
            for name, level in ROLES.items()
        },
        "fields": {name: _field(name, schema) for name, schema in SCHEMAS.items()},
        "tables": {
            "factor": {
                "title": words("factor"),
                "inputs": {"kind": "fields.kind"},
                "outputs": {"times": "number"},
                "rows": [["small", 0.5], ["large", 1.5], ["odd", 2.0]],
                "basis": DEFAULT,
            }
        },
        "flows": {**made, "scheme": SCHEME},
        "accounts": {name: draw(accounts()) for name in ACCOUNTS},
        "scoring": scoring,
        "calendar": {"timezone": "Asia/Shanghai", "country": "CN"},
        "intake": {"sources": ["digital", "paper", "phone"], "backdate": "4d"},
    }


@st.composite
def scores(draw: st.DrawFn, places: list[tuple[str, Document]]) -> Document:
    """Draw a scoring rule on one of the actions."""
    on, action = draw(st.sampled_from(places))
    entry = draw(st.sampled_from(("award", "bonus", *(["deduction"] if "note" in action else []))))
    points = draw(st.sampled_from(POINTS))
    return {
        "title": words("score"),
        "on": on,
        "to": "who" if "who" in action.get("needs", ()) else "opener",
        "points": f"-({points})" if entry == "deduction" else points,
        "account": draw(st.sampled_from(ACCOUNTS)),
        "entry": entry,
        "basis": DEFAULT,
    }


@st.composite
def accounts(draw: st.DrawFn) -> Document:
    """Draw an account, with a base and a ceiling or without."""
    own: Document = {"base": draw(st.sampled_from((0, 5)))}
    if draw(st.booleans()):
        own["month_cap"] = draw(st.sampled_from((3, "params.most")))
    adoption = {"flow": "scheme", "state": "adopted"}
    return {"title": words("account"), "adoption": adoption, "basis": DEFAULT, **own}


def _field(name: str, schema: Document) -> Document:
    field = {"title": words(name), "schema": schema, "purpose": words("use"), "keep": "1y"}
    return field | ({"sensitivity": "personal"} if name in PERSONAL else {})


def write(document: Document, root: Path) -> Path:
    """Write a profile into a folder of its own name; JSON is YAML too."""
    folder = root / str(document["profile"])
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "profile.yaml").write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return folder
