"""What people write into forms: values that a field's schema accepts, or those of the model."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from random import Random
from typing import Any

from xiangyue.flow import Plan
from xiangyue.study.simulate.spans import span
from xiangyue.time.clock import from_micros

ONE_OF, IN, HOLDS = "one_of", "in", "holds"
"""What a value of the model may be instead of a value."""

_WORDS = "simulated words that stand for what people write "
_SPAN = 10
_DAYS_AHEAD = 14
_MANY = 3
_NEWEST = 400
_ITSELF, _OFFICE = 0.2, 0.2
"""Project defaults: how often a form names whoever fills it in, or somebody with a role."""

_NEVER = Random(0)
"""What a script says is drawn from nothing."""

Draw = Callable[[Random, int], Any]
"""Return a value at a moment; None where there is none to give."""


class Pantry:
    """What a community has that forms name: members, units, tasks, entries of the ledger.

    ``actor`` is whoever fills in the form, ``holders`` are those who hold each role.
    """

    __slots__ = ("actor", "entries", "holders", "members", "staff", "tasks", "units")

    def __init__(
        self, members: Sequence[str], holders: Mapping[str, Sequence[str]], units: Sequence[str]
    ) -> None:
        """Begin with who and what is there."""
        self.members, self.holders, self.units = members, holders, units
        self.staff = [name for names in holders.values() for name in names]
        self.actor = ""
        self.tasks: list[str] = []
        self.entries: list[str] = []

    def add(self, entries: Iterable[str]) -> None:
        """Note new entries of the ledger; only the newest are kept in mind."""
        self.entries += entries
        if len(self.entries) > _NEWEST:
            del self.entries[: _NEWEST // 2]


class Forms:
    """Draws the values of all fields of a plan."""

    def __init__(self, plan: Plan, values: Mapping[str, Any], pantry: Pantry) -> None:
        """Compile each field once."""
        self._pantry, self._fields = pantry, plan.profile.fields
        self._draws = {
            name: self._said(values[name], field.schema)
            if name in values
            else self._of(field.schema)
            for name, field in plan.profile.fields.items()
        }

    def value(self, field: str, random: Random, now: int) -> Any:
        """Return a value of a field; None where none can be given."""
        return self._draws[field](random, now)

    def said(self, data: Mapping[str, Any], now: int) -> dict[str, Any]:
        """Return the values of a script, with what they say of times worked out."""
        fields = self._fields
        return {
            name: self._said(value, fields[name].schema)(_NEVER, now) if name in fields else value
            for name, value in data.items()
        }

    def _said(self, value: Any, schema: Mapping[str, Any]) -> Draw:
        if isinstance(value, dict):
            if HOLDS in value:
                return _any_of(self._pantry.holders.get(value[HOLDS], ()))
            if IN in value:
                return _ahead(value[IN], schema.get("format") == "date")
            known, weights = list(value[ONE_OF]), list(value[ONE_OF].values())
            real = [_real(name, schema) for name in known]
            return lambda random, now: random.choices(real, weights)[0]
        return lambda random, now: value

    def _of(self, schema: Mapping[str, Any]) -> Draw:
        if "enum" in schema:
            options = schema["enum"]
            return lambda random, now: options[int(random.random() * len(options))]
        kind = schema.get("type", "string")
        if kind == "boolean":
            return lambda random, now: random.random() < 0.5
        if kind in ("integer", "number"):
            return _number(schema, kind)
        if kind == "array":
            return self._list(schema)
        return self._text(schema)

    def _list(self, schema: Mapping[str, Any]) -> Draw:
        one = self._of(schema.get("items", {"type": "string"}))
        most = min(schema.get("maxItems", _MANY), _MANY)

        def some(random: Random, now: int) -> list[Any]:
            found = [one(random, now) for _ in range(1 + int(random.random() * most))]
            return list(dict.fromkeys(value for value in found if value is not None))

        return some

    def _member(self, random: Random, now: int) -> str | None:
        """Return a resident mostly, else whoever fills in the form, or one of those with a role."""
        del now
        pantry, which = self._pantry, random.random()
        if which < _ITSELF:
            return pantry.actor or None
        names = pantry.members
        if which < _ITSELF + _OFFICE and pantry.staff:
            names = pantry.staff
        return names[int(random.random() * len(names))] if names else None

    def _text(self, schema: Mapping[str, Any]) -> Draw:
        pantry, form = self._pantry, schema.get("format")
        if form == "date":
            return _ahead(None, True)
        if form == "date-time":
            return _ahead(None, False)
        if form == "member":
            return self._member
        if form in ("unit", "task", "entry"):
            kinds: Mapping[str, Sequence[str]] = {
                "unit": pantry.units,
                "task": pantry.tasks,
                "entry": pantry.entries,
            }
            return _any_of(kinds[form])
        least = max(schema.get("minLength", 0), 1)
        words = (_WORDS * (1 + least // len(_WORDS)))[: max(least, 9)]
        words = words[: schema.get("maxLength", len(words))]
        return lambda random, now: words


def _any_of(names: Sequence[str]) -> Draw:
    return lambda random, now: names[int(random.random() * len(names))] if names else None


def _number(schema: Mapping[str, Any], kind: str) -> Draw:
    low = schema.get("minimum", min(0, schema.get("maximum", 0)))
    high = schema.get("maximum", low + _SPAN)
    grain = schema.get("multipleOf", 1 if kind == "integer" else 0.5)
    least = -(-low // grain)
    steps = int(high // grain - least) + 1
    if steps <= 0:
        return lambda random, now: low
    as_kind = int if kind == "integer" else float
    return lambda random, now: as_kind((least + int(random.random() * steps)) * grain)


def _ahead(said: str | None, as_date: bool) -> Draw:
    """Return a moment that lies ahead: by what is said (``-2h`` is behind), or by some days."""
    sign = -1 if said is not None and said.startswith("-") else 1
    fixed = None if said is None else sign * span(said.lstrip("+-"))

    def moment(random: Random, now: int) -> str:
        ahead = fixed if fixed is not None else timedelta(days=1 + random.random() * _DAYS_AHEAD)
        at = from_micros(now) + ahead
        return at.date().isoformat() if as_date else at.isoformat(timespec="seconds")

    return moment


def _real(name: str, schema: Mapping[str, Any]) -> Any:
    """Return what a key of ``one_of`` stands for: YAML keys are always words."""
    kind = schema.get("type")
    if kind == "boolean":
        return name == "true"
    if kind == "integer" or (
        kind is None and all(type(value) is int for value in schema.get("enum", ("",)))
    ):
        return int(name)
    return float(name) if kind == "number" else name
