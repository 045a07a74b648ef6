"""Units of a community, the lists that hang out, and the days off."""

from __future__ import annotations

import json
import re
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import redirect, request
from werkzeug.wrappers import Response

from xiangyue import BadInput, XiangyueError
from xiangyue_admin import speaking
from xiangyue_admin.rooms.communities.room import blueprint, governed, page
from xiangyue_admin.rooms.communities.tasks import units_of
from xiangyue_admin.speaking import _, n_
from xiangyue_admin.visiting import here, to, told

_LONGEST = 80


@blueprint.route("/<community>/units", methods=["GET", "POST"])
def units(community: str) -> Any:
    """List the units of a community, and add a grid."""
    visit = here()
    known = units_of(governed(community))
    given = {name: request.form.get(name, "").strip() for name in ("id", "en", "zh")}
    wrong: list[tuple[str, str]] = []
    if request.method == "POST":
        wrong = _wrong(given)
        if not wrong:
            title = {lang: given[lang] for lang in ("en", "zh") if given[lang]}
            try:
                visit.engine.remark("unit-added", by=visit.actor, unit=given["id"])
                visit.engine.add_unit(given["id"], "grid", parent=community, title=title)
            except XiangyueError as error:
                wrong = [("id", visit.say(error))]
            else:
                told(_("The grid is added: %(name)s.", name=given["id"]))
                return redirect(to("communities.units", community=community), 303)
    levels = {name: visit.accounts.tree.unit(name) for name in known}
    written = page(
        "units",
        community,
        _("Units"),
        units=known,
        levels={name: _level(unit.unit_level) for name, unit in levels.items() if unit},
        given=given,
        wrong=wrong,
    )
    return (written, 422) if wrong else written


def _wrong(given: dict[str, str]) -> list[tuple[str, str]]:
    found = []
    if not given["id"] or len(given["id"]) > _LONGEST:
        found.append(("id", _("Write the id by which the grid is kept.")))
    elif given["id"] in here().engine.units():
        found.append(("id", _("This id is taken. Choose another one.")))
    if not given["en"] and not given["zh"]:
        found.append(("zh", _("Write what people call it.")))
    found += [(n, _("This name is too long.")) for n in ("en", "zh") if len(given[n]) > _LONGEST]
    return found


def _level(level: str) -> str:
    return {
        "county": _("County"),
        "subdistrict": _("Sub-district"),
        "township": _("Township"),
        "community": _("Community"),
        "village": _("Village"),
        "grid": _("Grid"),
    }.get(level, level)


@blueprint.get("/<community>/lists")
def lists(community: str) -> str:
    """Show which lists hang out, and what stands on each."""
    engine = here().engine
    profile = engine.profile(governed(community))
    found = [(name, engine.published(community, name)) for name in profile.lists]
    return page("lists", community, _("Lists that hang out"), lists=found)


@blueprint.route("/<community>/holidays", methods=["GET", "POST"])
def holidays(community: str) -> Any:
    """Show who says which days are off, and put a holiday notice in force."""
    engine = here().engine
    governed(community)
    this = datetime.now(speaking.zone()).year
    names = ("year", "source", "off", "work")
    given = {name: request.form.get(name, "").strip() for name in names}
    wrong: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            return _announce(community, given)
        except XiangyueError as error:
            lang = speaking.language()
            wrong = [(_about(error), f"{error.text(lang)} {error.mend(lang)}".strip())]
    years = {year: engine.calendar(community, year) for year in (this, this + 1)}
    written = page(
        "holidays",
        community,
        _("Days off"),
        given={**given, "year": given["year"] or str(this + 1)},
        wrong=wrong,
        years={year: _noticed(source) for year, (_calendar, source) in years.items()},
        country=years[this][0].country,
    )
    return (written, 422) if wrong else written


def _noticed(source: str | None) -> str | None:
    """Return which notice says what is off; None where it is only what a package knows."""
    return None if source is None or source.startswith("holidays ") else source


def _announce(community: str, given: dict[str, str]) -> Response:
    visit = here()
    country = visit.engine.calendar(community, datetime.now(speaking.zone()).year)[0].country
    year: object = given["year"]
    year = int(given["year"]) if re.fullmatch("[0-9]{4}", given["year"]) else year
    notice = {"country": country, "year": year, "source": given["source"]}
    notice |= {
        name: given[name].replace("，", " ").replace(",", " ").split() for name in ("off", "work")
    }
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "notice.yaml"
        file.write_text(json.dumps(notice, ensure_ascii=False), "utf-8")
        moved = visit.engine.announce(community, file, by=visit.actor)
    if moved is None:
        told(_("This notice is in force already."), "warn")
    else:
        told(
            _("The notice is in force.")
            + " "
            + n_("One deadline moves.", "%(count)s deadlines move.", moved)
        )
    return redirect(to("communities.holidays", community=community), 303)


def _about(error: XiangyueError) -> str:
    """Return the field that an error is about, as far as its code says."""
    if isinstance(error, BadInput) and error.code in ("notice-year", "notice-source"):
        return error.code.partition("-")[2]
    return "off"
