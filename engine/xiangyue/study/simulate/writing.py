"""A model as its file: what ``read_model`` reads again."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import yaml

from xiangyue.study.simulate.model import Arrival, Model, Pace, Role, Way


def model_document(model: Model) -> dict[str, Any]:
    """Return a model as the plain data of its file; what is a default is left out.

    What is done ``first`` is left out, too: nothing that is fitted has any.
    """
    own = Model()
    plain = ("residents", "grids", "openings", "by_due", "begins")
    found: dict[str, Any] = {"model": model.name}
    found |= {n: getattr(model, n) for n in plain if getattr(model, n) != getattr(own, n)}
    if model.delay != own.delay:
        found["delay"] = _pace(model.delay)
    for name, role, default in (
        ("rest", model.rest, own.rest),
        ("others", model.others, own.others),
    ):
        if said := _role(role, default):
            found[name] = said
    if model.roles:
        found["roles"] = {name: _role(role, model.rest) for name, role in model.roles.items()}
    if model.arrivals is not None:
        found["arrivals"] = {one.id: _arrival(one) for one in model.arrivals}
    if model.ways:
        found["ways"] = {name: _way(way) for name, way in model.ways.items()}
    if model.values:
        found["values"] = dict(model.values)
    return found


def model_text(model: Model) -> str:
    """Return a model as the text of its file."""
    return yaml.safe_dump(model_document(model), allow_unicode=True, sort_keys=False)


def _pace(pace: Pace) -> dict[str, float]:
    return {"minutes": pace.minutes, "cv": pace.cv}


def _role(role: Role, own: Role) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in fields(Role):
        value = getattr(role, one.name)
        if value == getattr(own, one.name):
            continue
        if one.name == "pace":
            found |= _pace(value)
        elif one.name == "answers":
            found["answers"] = _pace(value)
        elif one.name == "literacy":
            found["literacy"] = {str(level): weight for level, weight in value.items()}
        else:
            found[one.name] = value
    return found


def _arrival(one: Arrival) -> dict[str, Any]:
    found: dict[str, Any] = {"category": one.category} if one.category else {"flow": one.flow}
    found["a_day"] = one.a_day
    if one.hours:
        found["hours"] = list(one.hours)
    if one.days:
        found["days"] = list(one.days)
    if one.by:
        found["by"] = one.by
    return found


def _way(way: Way) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if way.share is not None:
        found["share"] = way.share
    if way.pace is not None:
        found |= _pace(way.pace)
    if way.begins is not None:
        found["begins"] = way.begins
    if way.delay is not None:
        found["delay"] = _pace(way.delay)
    return found
