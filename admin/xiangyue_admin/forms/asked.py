"""One thing that a form asks: made from a field or a param of a profile, in one language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from jsonschema import Draft202012Validator

from xiangyue import Profile
from xiangyue_admin import speaking
from xiangyue_admin.forms import reading
from xiangyue_admin.forms.people import Named, People
from xiangyue_admin.speaking import _, lazy, n_

UNITS: Mapping[str, object] = {
    "contacts": lazy("contacts"),
    "days": lazy("days"),
    "hours": lazy("hours"),
    "minutes": lazy("minutes"),
    "months": lazy("months"),
    "objections": lazy("objections"),
    "people": lazy("people"),
    "percent": lazy("percent"),
    "points": lazy("points"),
    "tasks": lazy("tasks"),
    "weeks": lazy("weeks"),
}
WORDS: Mapping[str, object] = {
    "half": lazy("more than half"),
    "over_half": lazy("over half of all"),
    "two_thirds": lazy("two thirds"),
    "two_thirds_of_households": lazy("two thirds of the households"),
}
"""What shipped profiles call values and columns that can have no title of their own."""
_DURATION = re.compile(r"([0-9]{1,6})(min|h|wh|d|wd|w|m|y)", re.ASCII)
_LONG = 120  # characters; longer texts get several lines
_EVIDENCE: Mapping[str, object] = {
    "photo": lazy("Where the photo is kept: its number or address."),
    "video": lazy("Where the video is kept: its number or address."),
    "audio": lazy("Where the recording is kept: its number or address."),
    "location": lazy("The place: an address, or coordinates."),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: ``schema`` says what is accepted, ``choices`` what is read for its values.

    ``hints`` stand between the label and the field. ``unit`` is what a number counts.
    """

    name: str
    title: str
    schema: Mapping[str, Any]
    choices: Named = ()
    hints: tuple[str, ...] = ()
    unit: str = ""
    required: bool = False
    held: bool = False
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """What is read: integer, number, boolean, array, date, date-time, choice, long or text."""
        kind, form = self.schema.get("type", "string"), self.schema.get("format", "")
        if kind in ("array", "boolean"):
            return str(kind)
        if self.choices:
            return "choice"
        if kind in ("integer", "number"):
            return str(kind)
        if form in ("date", "date-time"):
            return str(form)
        long = not form and self.schema.get("maxLength", _LONG + 1) > _LONG
        return "long" if long else "text"

    @property
    def item(self) -> str:
        """What the text, or each item of a list, names: member, unit, date; empty if plain."""
        schema = self.schema.get("items", {}) if self.schema.get("type") == "array" else self.schema
        return str(schema.get("format", ""))

    def complaint(self, value: Any) -> str | None:
        """Say what JSON Schema has against a value; None where it has nothing."""
        for error in Draft202012Validator(dict(self.schema)).iter_errors(value):
            return _said(str(error.validator), error.validator_value, self)
        return None

    def write(self, value: Any) -> str:
        """Write a value as people read it: a choice by its title, a number with its unit."""
        if value is None:
            return "–"
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if isinstance(value, (list, tuple)):
            return _(", ").join(self.write(item) for item in value) or "–"
        titles = dict(self.choices)
        if str(value) in titles:
            return titles[str(value)]
        if isinstance(value, (int, float)):
            return f"{speaking.number(value)} {self.unit}".strip()
        if isinstance(value, str) and "date" in (self.item, self.kind):
            return speaking.written_day(value)
        if isinstance(value, str) and "date-time" in (self.item, self.kind):
            return speaking.written_moment(value)
        return reading.shown(value, self.kind)


def of_field(
    profile: Profile,
    name: str,
    *,
    required: bool = False,
    held: bool = False,
    people: People | None = None,
) -> Asked:
    """Return what a field of a profile asks; ``held`` where its value is known already."""
    found, language = profile.fields[name], speaking.language()
    schema, form = found.schema, _format(found.schema)
    titles = {value: text.of(language) for value, text in found.choices.items()}
    choices = _choices(schema, titles)
    if not choices and form:
        choices = (people or People()).of(name, form)
        if form == "category" and not choices:
            kept = profile.categories.values()
            choices = tuple((one.id, one.title.of(language)) for one in kept)
    hints = [found.help.of(language), str(_EVIDENCE.get(found.evidence, ""))]
    hints += [bounds(schema)] if not choices else []
    if found.sensitivity != "none":
        hints.append(_("What for: %(purpose)s", purpose=found.purpose.of(language)))
    return Asked(
        name,
        found.title.of(language) or name,
        schema,
        choices,
        tuple(filter(None, hints)),
        required=required,
        held=held,
        values=_values(schema),
    )


def of_param(profile: Profile, name: str) -> Asked:
    """Return what a param of a profile asks."""
    found, language = profile.params[name], speaking.language()
    unit = str(UNITS.get(found.unit, found.unit))
    choices = _choices(found.schema, {})
    hints = (found.help.of(language), bounds(found.schema, unit) if not choices else "")
    return Asked(
        name,
        found.title.of(language) or name,
        found.schema,
        choices,
        tuple(filter(None, hints)),
        unit=unit,
        required=True,
        values=_values(found.schema),
    )


def bounds(schema: Mapping[str, Any], unit: str = "") -> str:
    """Say which values are accepted, as far as a person needs to be told."""
    low, high = schema.get("minimum"), schema.get("maximum")
    step, words = schema.get("multipleOf"), []
    values = {"low": _number(low), "high": _number(high), "unit": unit}
    if low is not None and high is not None:
        words.append(_("From %(low)s to %(high)s %(unit)s", **values).strip())
    elif low is not None:
        words.append(_("%(low)s %(unit)s or more", **values).replace("  ", " "))
    elif high is not None:
        words.append(_("At most %(high)s %(unit)s", **values).strip())
    elif unit:
        words.append(_("In %(unit)s", unit=unit))
    if step not in (None, 1):
        words.append(_("in steps of %(step)s", step=_number(step)))
    least, most = schema.get("minLength", 0), schema.get("maxLength")
    if least > 1 and most is not None:
        words.append(_("From %(low)s to %(high)s characters", low=least, high=most))
    elif least > 1:
        words.append(_("At least %(count)s characters", count=least))
    elif most is not None and "enum" not in schema:
        words.append(_("At most %(count)s characters", count=most))
    return _(", ").join(words)


def _number(value: Any) -> str:
    return "" if value is None else speaking.number(value)


def _format(schema: Mapping[str, Any]) -> str:
    items = schema.get("items", {})
    return str(schema.get("format", items.get("format", "")))


def _enum(schema: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(schema.get("enum", schema.get("items", {}).get("enum", ())))


def _choices(schema: Mapping[str, Any], titles: Mapping[str, str]) -> Named:
    return tuple((str(one), titles.get(str(one)) or named(one)) for one in _enum(schema))


def named(value: Any) -> str:
    """Return words for a value, or a column of a table, that the profile gives none."""
    if isinstance(value, (int, float)):
        return speaking.number(value)
    if found := _DURATION.fullmatch(value):
        return _lasting(int(found[1]), found[2])
    return str(WORDS.get(value, value.replace("_", " ")))


def _lasting(count: int, unit: str) -> str:
    match unit:
        case "min":
            return n_("a minute", "%(count)s minutes", count)
        case "h":
            return n_("an hour", "%(count)s hours", count)
        case "wh":
            return n_("a working hour", "%(count)s working hours", count)
        case "d":
            return n_("a day", "%(count)s days", count)
        case "wd":
            return n_("a working day", "%(count)s working days", count)
        case "w":
            return n_("a week", "%(count)s weeks", count)
        case "m":
            return n_("a month", "%(count)s months", count)
        case _:
            return n_("a year", "%(count)s years", count)


def _values(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the values of an enum by how they are written in the page."""
    return {str(one): one for one in _enum(schema)}


def _said(keyword: str, value: Any, asked: Asked) -> str:
    match keyword:
        case "minimum" | "maximum" | "multipleOf":
            return _("Accepted: %(bounds)s.", bounds=bounds(asked.schema, asked.unit))
        case "minLength":
            return _("At least %(count)s characters are needed.", count=value)
        case "maxLength":
            return _("This is too long: at most %(count)s characters.", count=value)
        case "maxItems":
            return _("At most %(count)s can be named.", count=value)
        case _:
            return _("Choose one of those that are offered.")
