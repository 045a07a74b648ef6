"""Which names a rule may use: fields, params, tables and what is known of the task."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from xiangyue.profile import Profile
from xiangyue.rules import Environment, Function, Kind
from xiangyue.time.clock import from_micros
from xiangyue.values import Facts, LedgerEntry

ACTOR = "actor"
KNOWN = "known."
PARAMS = "params."
OUTSTANDING = "task.outstanding"

CONTEXT: Mapping[str, Kind] = {
    ACTOR: Kind.STRING,
    "assignee": Kind.STRING,
    "opener": Kind.STRING,
    "mode": Kind.STRING,
    "response_level": Kind.STRING,
    "now": Kind.INSTANT,
    "task.state": Kind.STRING,
    "task.opened_at": Kind.INSTANT,
    "task.since": Kind.INSTANT,
    "task.due": Kind.INSTANT,
    "task.late": Kind.BOOLEAN,
    "task.days_late": Kind.INTEGER,
    OUTSTANDING: Kind.INTEGER,
    "task.asked": Kind.INTEGER,
    "task.accepted": Kind.INTEGER,
}
"""What every rule may read besides fields and params; ``task.days_late`` counts begun days,
``task.outstanding`` the communities that have neither done nor returned what was distributed.
``task.asked`` and ``task.accepted`` are the members whom its call-out has asked so far, and those
of them who have accepted, with the answer that the rule is about."""

TAKEN = (frozenset(name.partition(".")[0] for name in CONTEXT) | {"params", "known"}) - {"assignee"}
"""Names that a field or table may not have; a field ``assignee`` says who is to be assigned."""

_SCALARS = {
    "integer": Kind.INTEGER,
    "number": Kind.NUMBER,
    "boolean": Kind.BOOLEAN,
    "string": Kind.STRING,
}


def kind_of(schema: Mapping[str, Any]) -> Kind:
    """Return the kind that a value of this schema has in a rule."""
    if schema.get("type") == "array":
        return Kind.STRINGS
    if schema.get("format") in ("date", "date-time"):
        return Kind.INSTANT
    if "type" in schema:
        return _SCALARS[schema["type"]]
    kinds = {type(value) for value in schema.get("enum", ("",))}
    if kinds <= {int}:
        return Kind.INTEGER
    if kinds <= {int, float}:
        return Kind.NUMBER
    return Kind.STRING


def environment(profile: Profile) -> Environment:
    """Return the names and functions that the rules of this profile may use."""
    names = dict(CONTEXT)
    for field in profile.fields.values():
        names[field.id] = kind_of(field.schema)
        names[KNOWN + field.id] = Kind.BOOLEAN
    for param in profile.params.values():
        names[PARAMS + param.id] = kind_of(param.schema)
    return Environment(names, (HAS_ROLE, *OF_POINTS, *_table_functions(profile)))


def has_role(facts: Facts, member: str, role: str) -> bool:
    """Tell whether the member holds the role at the time of the command, anywhere on the line."""
    known = facts.members.get(member)
    return known is not None and any(
        h.role == role and (h.unit in facts.line or h.unit in facts.below) and h.holds(facts.now)
        for h in known.holdings
    )


HAS_ROLE = Function(
    "has_role", (Kind.STRING, Kind.STRING), Kind.BOOLEAN, has_role, member=True, needs_context=True
)


BALANCE = "balance"
_HUNDRED = 100


def balance(facts: Facts, member: str, account: str) -> float:
    """Return the points that a member has; whoever is not known has none."""
    return facts.balances.get((member, account), 0) / _HUNDRED


def _of_entry(read: Callable[[LedgerEntry], Any], none: Any) -> Callable[[Facts, str], Any]:
    def tell(facts: Facts, number: str) -> Any:
        entry = facts.entries.get(number)
        return none if entry is None else read(entry)

    return tell


def published(facts: Facts, number: str) -> datetime:
    """Return when the list on which an entry stands hung out; until then, when it was posted."""
    entry = facts.entries.get(number)
    return _LONG_AGO if entry is None else from_micros(facts.published.get(number, entry.at))


PUBLISHED = "published"
_LONG_AGO = from_micros(0)

OF_POINTS = (
    Function(BALANCE, (Kind.STRING, Kind.STRING), Kind.NUMBER, balance, True, True),
    *(
        Function(name, (Kind.STRING,), kind, _of_entry(read, none), True, True)
        for name, kind, read, none in (
            ("holder", Kind.STRING, lambda e: e.member, ""),
            ("scorer", Kind.STRING, lambda e: e.scorer, ""),
            ("account", Kind.STRING, lambda e: e.account, ""),
            ("points", Kind.NUMBER, lambda e: e.amount / _HUNDRED, 0.0),
            ("posted", Kind.INSTANT, lambda e: from_micros(e.at), _LONG_AGO),
        )
    ),
    Function(PUBLISHED, (Kind.STRING,), Kind.INSTANT, published, True, True),
)
"""What rules may ask of points: a member's balance, and an entry of the ledger by its number."""


def _table_functions(profile: Profile) -> tuple[Function, ...]:
    return tuple(
        Function(
            f"{table.id}.{output}",
            tuple(_column_kind(column.kind) for column in table.inputs),
            _SCALARS[kind],
            _reader(table.lookup, output),
        )
        for table in profile.tables.values()
        for output, kind in table.outputs.items()
    )


def _column_kind(kind: str) -> Kind:
    return _SCALARS.get(kind, Kind.STRING)


def _reader(lookup: Any, output: str) -> Any:
    return lambda *inputs: lookup(*inputs).outputs[output]
