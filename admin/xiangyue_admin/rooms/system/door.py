"""The room's door: only who runs the whole system goes in, for accounts reach everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from flask import Blueprint, abort, render_template

from xiangyue.office import to_micros
from xiangyue_admin.accounts import EVERYWHERE, Grant
from xiangyue_admin.speaking import _, zone
from xiangyue_admin.visiting import here

blueprint = Blueprint("system", __name__, url_prefix="/system")

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@blueprint.before_request
def _whole() -> None:
    """Let in whose power covers the whole tree; at a unit it would reach beyond it."""
    if not here().everywhere("system"):
        abort(403)


@blueprint.get("/")
def index() -> str:
    """Show what can be run here."""
    return render_template("xiangyue/system/index.html")


def units() -> list[tuple[str, str]]:
    """Return every unit with its title, the whole tree last."""
    visit = here()
    known = sorted(visit.engine.units().values(), key=lambda unit: unit.id)
    named = [(unit.id, f"{unit.title.of(visit.language) or unit.id} ({unit.id})") for unit in known]
    return [*named, (EVERYWHERE, _("everywhere"))]


def grants_in(powers: Iterable[str], places: Iterable[str]) -> list[Grant]:
    """Return the grants of a form: pairs of a power and a unit; a row without a power is none."""
    found = zip(powers, places, strict=False)
    return [Grant(power, place) for power, place in found if power]  # type: ignore[arg-type]


def end_of(day: str) -> int | None:
    """Return the end of a day of a form, in microseconds; None for no day, ValueError for none."""
    if not day:
        return None
    if not _DAY.fullmatch(day):
        raise ValueError(day)
    after = date.fromisoformat(day) + timedelta(days=1)
    return to_micros(datetime.combine(after, time(), zone()))
