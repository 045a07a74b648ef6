"""Made-up people live by a community's rules some days, and by those of a draft beside it.

What comes out is no forecast: what holds is the difference that a rule makes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf
from typing import Any, Final

import orjson
from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from xiangyue import Profile
from xiangyue.office import MEASURES, STEPS, Text, charts, limits, say
from xiangyue_admin import pictures
from xiangyue_admin.beside import SIMULATION, Lived, Simulation
from xiangyue_admin.counted import Counted, counted
from xiangyue_admin.rooms.communities.room import flow_of
from xiangyue_admin.rooms.profiles.limits import stance
from xiangyue_admin.rooms.profiles.path import known_draft
from xiangyue_admin.rooms.profiles.room import (
    blueprint,
    drafts_of,
    open_drafts,
    rules_of,
    where,
)
from xiangyue_admin.rooms.profiles.what_if import soon
from xiangyue_admin.speaking import _, language, number
from xiangyue_admin.visiting import to

BOUNDS: Final = {"days": (7, 60), "repeat": (1, 10), "seed": (1, 999_999)}
"""What may be asked for: enough to see a difference, little enough to wait for."""
_USUAL: Final = {"days": 14, "repeat": 5, "seed": 1}
_SHARES: Final = ("on_time", "refused")
_NONE: Final = "–"
_HOUR: Final = 3_600_000_000
_LARGE: Final = 100
_MOST: Final = {"normalised": 1.0, "robustness": 100.0, "on_time": 1.0, "refused": 1.0}
"""What a figure can be at most; none is less than nothing."""


@dataclass
class Wanted:
    """What a visitor asks for; ``wrong`` says by field what cannot be."""

    given: dict[str, str]
    draft: str = ""
    wrong: list[tuple[str, str]] = field(default_factory=list)

    @property
    def said(self) -> bool:
        """Whether anything was asked for: nothing is simulated for whoever only looks in."""
        return "days" in request.args and not self.wrong

    def question(self, community: str) -> tuple[str, ...]:
        """Return it as a question that is answered beside the pages."""
        numbers = (str(int(self.given[name])) for name in BOUNDS)
        return (SIMULATION, community, *numbers, self.draft)


@blueprint.get("/<community>/simulation", endpoint="simulation")
def show_simulation(community: str) -> Response:
    """Show how people fare under the rules in force, and under a draft where one is chosen."""
    profile, _newest = rules_of(community)
    wanted = _wanted(community)
    told = _told(wanted, community) if wanted.said else None
    found = told.found if told else None
    page = render_template(
        "xiangyue/profiles/simulation.html",
        community=community,
        path=where(community, (None, _("Simulation"))),
        wanted=wanted,
        bounds=BOUNDS,
        drafts=open_drafts(drafts_of(community)),
        told=told,
        **(_values(found, profile, community, wanted.draft) if found else {}),
    )
    answer = soon(page, told) if told else Response(page, mimetype="text/html")
    answer.status_code = 422 if wanted.wrong else 200
    return answer


@blueprint.get("/<community>/simulation/expectation.json", endpoint="expectation")
def take_expectation(community: str) -> Response:
    """Give what is expected as the file that the page of resilience takes."""
    rules_of(community)
    wanted = _wanted(community)
    told = _told(wanted, community) if wanted.said else None
    if told is None or told.found is None:
        asked = {**wanted.given, "draft": wanted.draft or None}
        return redirect(to("profiles.simulation", community=community, **asked), 303)
    side = told.found.then or told.found.now
    answer = Response(orjson.dumps(side.expected.as_dict()), mimetype="application/json")
    answer.headers["Content-Disposition"] = 'attachment; filename="expectation.json"'
    return answer


def _told(wanted: Wanted, community: str) -> Counted:
    return counted(wanted.question(community), community, at_once=False)


def _wanted(community: str) -> Wanted:
    """Read what was asked for."""
    given = {name: request.args.get(name, str(own)).strip() for name, own in _USUAL.items()}
    wanted = Wanted(given, request.args.get("draft", ""))
    for name, (least, most) in BOUNDS.items():
        text = given[name]
        whole = text.isascii() and text.isdecimal() and len(text) <= len(str(most))
        if not (whole and least <= int(text) <= most):
            said = _("Choose a number from %(least)s to %(most)s.", least=least, most=number(most))
            wanted.wrong.append((name, said))
    if wanted.draft:
        known_draft(community, wanted.draft)
    return wanted


# --- what the page says ---


def _values(found: Simulation, profile: Profile, community: str, draft: str) -> Mapping[str, Any]:
    sides = [(_("Rules in force"), profile, found.now)]
    if found.then is not None:
        sides.append(
            (_("Rules of the draft"), known_draft(community, draft).after.profile, found.then)
        )
    return {
        "found": found,
        "chart": _chart(sides),
        "figures": [(_named(name), *_row(name, found)) for name in _figures(found)],
        "left_out": [say(f"level-{name}", language()) for name in found.now.left_out],
        "sides": [(title, _side(rules, lived)) for title, rules, lived in sides],
        "head": lambda name: say(f"simulate-head-{name}", language()),
    }


def _chart(sides: list[tuple[str, Profile, Lived]]) -> pictures.Chart:
    since, series = sides[0][2].since, []
    for title, _rules, lived in sides:
        told = lived.expected
        at = [float(since + hour * _HOUR) for hour in told.hours]
        around = [*zip(at, told.low, told.high, strict=True)] if told.repetitions > 1 else ()
        series.append(charts.Series(title, [*zip(at, told.mean, strict=True)], around))
    until = since + round(sides[0][2].expected.length * _HOUR)
    axis = charts.time_axis(since, until, sides[0][1].calendar.timezone, language())
    return pictures.lines(_("Level of service"), series, axis, unit="%")


def _figures(found: Simulation) -> list[str]:
    """Return the names of all figures: those of resilience come first."""
    return sorted(found.now.figures, key=lambda name: name not in MEASURES)


def _named(name: str) -> str:
    return say(f"simulate-{name}", language())


def _row(name: str, found: Simulation) -> tuple[str, ...]:
    """Return what a figure is by the rules in force, by the draft, and by how much it is more."""
    most = _MOST.get(name, inf)
    told = [_interval(name, found.now.figures[name], 0.0, most)]
    if found.then is not None:
        told.append(_interval(name, found.then.figures[name], 0.0, most))
        told.append(_interval(name, found.gaps[name], -inf, inf))
    return tuple(told)


def _interval(name: str, one: Any, least: float, most: float) -> str:
    """Write a mean and where it lies, within what it can be."""
    if one is None:
        return _NONE
    bounds = one.mean, max(one.low, least), min(one.high, most)
    mean, low, high = (_said(name, value) for value in bounds)
    return f"{mean} ({low} – {high})" if one.count > 1 else mean


def _said(name: str, value: float) -> str:
    if name in _SHARES:
        return f"{number(round(_LARGE * value, 1))} %"
    return _number(value)


def _number(value: float | None) -> str:
    if value is None:
        return _NONE
    return number(round(value) if abs(value) >= _LARGE else float(f"{value:.3g}"))


def _side(profile: Profile, lived: Lived) -> Mapping[str, Any]:
    lang, known = language(), limits()
    roles = profile.roles
    return {
        "loads": [
            (
                roles[name].title.of(lang) if name in roles else _named("others"),
                number(load["people"]),
                _number(load["hours_a_week"]),
                _number(load["busiest_week"]),
                _number(None if load["waited_minutes"] is None else load["waited_minutes"] / 60),
            )
            for name, load in lived.loads
        ],
        "flows": [(flow_of(profile, one.flow), *one[1:]) for one in lived.flows],
        "limits": [
            (
                Text(known[limit].title).of(lang) if limit in known else limit,
                _named(verdict),
                stance(how) if how in STEPS else how,
                times,
            )
            for (limit, verdict, how), times in lived.limits
        ],
        "call_outs": lived.call_outs,
    }
