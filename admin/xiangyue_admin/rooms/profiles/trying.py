"""Trying on examples: what rules give now, and what they would give as drafted, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from xiangyue import Profile, XiangyueError
from xiangyue.office import Formula, formulas, try_formula, try_table
from xiangyue_admin.forms import Asked, Sheet, of_field, sheet
from xiangyue_admin.speaking import _, language

PREFIX = "x-"  # before the names of what is made up, to keep it apart from what is drafted


@dataclass(frozen=True, slots=True)
class Outcome:
    """One rule for the example: what it is, what it gives now and as drafted."""

    title: str
    where: str
    now: str
    then: str

    @property
    def differs(self) -> bool:
        """Whether the draft changes it."""
        return self.now != self.then


@dataclass(frozen=True, slots=True)
class Rules:
    """A profile with the values of its params."""

    profile: Profile
    params: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Trial:
    """A form for an example, and what comes out of it; ``form`` None where nothing can be tried."""

    form: Sheet | None
    outcomes: tuple[Outcome, ...]


def trial(
    now: Rules, then: Rules | None, *, params: Iterable[str] = (), table: str | None = None
) -> Trial:
    """Return what rules that take these params, or this table, give for the example.

    ``then`` is None where what is drafted cannot be read; then only what holds now is shown.
    """
    found: dict[str, Formula] = {}
    for name in params:
        found |= {one.address: one for one in formulas(now.profile, param=name)}
    if table is not None:
        found |= {one.address: one for one in formulas(now.profile, table=table)}
    inputs = _inputs(now.profile, table) if table is not None else {}
    asked: dict[str, Asked] = {**inputs}
    for one in found.values():
        for name in one.reads:
            asked.setdefault(name, of_field(now.profile, name, required=True))
    if not asked:
        return Trial(None, ())
    form = sheet(asked.values(), {n: _example(one) for n, one in asked.items()}, prefix=PREFIX)
    for made_up in form.inputs:
        made_up.errors = list(
            made_up.process_errors
        )  # what is left out is no mistake in an example
    given = form.given
    outcomes = [_of_formula(one, given, now, then) for one in found.values()]
    if table is not None:
        values = [given.get(name) for name in inputs]
        if all(value is not None for value in values):
            outcomes.insert(0, _of_table(table, values, now, then))
    return Trial(form, tuple(outcomes))


def _inputs(profile: Profile, table: str) -> dict[str, Asked]:
    """Return what a table asks: its inputs, by the fields that they borrow from."""
    from xiangyue_admin.forms import Grid

    return {
        _name(profile, table, one.name): one.asked
        for one in Grid(profile, table).columns
        if not one.output
    }


def _name(profile: Profile, table: str, name: str) -> str:
    borrowed = profile.document["tables"][table]["inputs"][name]
    return borrowed.partition(".")[2] if isinstance(borrowed, str) else name


def _example(asked: Asked) -> Any:
    """Return a value to begin with, so that there is something to see at once."""
    if asked.schema.get("type") == "boolean":
        return True
    if asked.values:
        return next(iter(asked.values.values()))
    if asked.kind in ("integer", "number"):
        return max(asked.schema.get("minimum", 0), min(10, asked.schema.get("maximum", 10)))
    return None


def _of_formula(
    formula: Formula, given: Mapping[str, Any], now: Rules, then: Rules | None
) -> Outcome:
    what = _title(formula, now.profile)
    place = _(
        "%(flow)s: %(action)s",
        flow=formula.flow.of(language()),
        action=formula.action.of(language()),
    )

    def give(rules: Rules | None) -> str:
        if rules is None:
            return "–"
        try:
            found = try_formula(rules.profile, formula.address, given, rules.params)
        except XiangyueError as error:
            return _unsaid(error)
        if formula.sort == "guard":
            return _("allowed") if found else _("not allowed")
        if formula.gives is not None:
            return of_field(rules.profile, formula.gives).write(found)
        return Asked("", "", {"type": "number"}, unit=_("points")).write(found)

    return Outcome(what, place, give(now), give(then))


def _unsaid(error: XiangyueError) -> str:
    """Say why nothing comes out."""
    if error.code == "rule-missing-value":
        return _("Fill in the example above.")
    return error.text(language())


def _title(formula: Formula, profile: Profile) -> str:
    if formula.sort == "guard":
        return _("Whether it may be done")
    if formula.gives is not None and formula.gives in profile.fields:
        return profile.fields[formula.gives].title.of(language())
    return _("Points")


def _of_table(table: str, values: list[Any], now: Rules, then: Rules | None) -> Outcome:
    title = now.profile.document["tables"][table]["title"]

    def give(rules: Rules | None) -> str:
        if rules is None:
            return "–"
        try:
            found = try_table(rules.profile, table, values)
        except XiangyueError as error:
            return _unsaid(error)
        numbers = (Asked("", "", {}).write(value) for value in found.values())
        return _(", ").join(numbers)

    words = title.get(language()) or title.get("en", table)
    return Outcome(words, _("This table"), give(now), give(then))
