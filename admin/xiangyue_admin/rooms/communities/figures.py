"""What a community's journal shows: burden, participation, rates, signals; nobody is ranked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from werkzeug.wrappers import Response

from xiangyue.office import SHARES, Burden, Participation, Rates, Signal
from xiangyue_admin import pictures, speaking
from xiangyue_admin.counted import SOON, counted
from xiangyue_admin.rooms.communities.room import (
    Names,
    blueprint,
    flow_of,
    governed,
    page,
    period,
    task_page,
)
from xiangyue_admin.speaking import _
from xiangyue_admin.visiting import here

_LEAST = 10
"""So few people or less are not said to have a share: it would tell of persons."""

Values = Callable[[Any], Mapping[str, Any]]


def _figures(study: str, community: str, title: str, values: Values) -> str | Response:
    """Show a study of some days: as it is now, or as it was when it was last counted."""
    since, until = period()
    question = (study, governed(community), since.isoformat(), until.isoformat())
    told = counted(question, community)
    about: dict[str, Any] = {"since": since, "until": until, "counted": told.at, "runs": told.runs}
    if told.found is not None:
        return page(study, community, title, **about, **values(told.found))
    waiting = Response(page("counting", community, title, **about), mimetype="text/html")
    if told.comes:
        waiting.headers["Refresh"] = str(SOON)
    return waiting


@blueprint.get("/<community>/burden", endpoint="burden")
def show_burden(community: str) -> str | Response:
    """Show what was asked of workers and residents, in fields, by week."""
    return _figures("burden", community, _("Burden"), _burden)


def _burden(found: Burden) -> Mapping[str, Any]:
    whole = next((one for one in found.units if one.depth == 0), None)
    weeks = sorted({week for one in found.units for week in one.weeks})
    each = _each_week(found.workers)
    chart = pictures.bars(
        _("Fields asked of one worker in a week, on average"),
        [*map(speaking.written_week, weeks)],
        {_("Fields"): [round(each[week], 1) for week in weeks]},
    )
    who = Names()
    who.learn(one.member for one in found.workers)
    return {
        "found": found,
        "whole": whole,
        "weeks": weeks,
        "chart": chart if weeks else None,
        "workers": [
            (who(one.member), one) for one in sorted(found.workers, key=lambda one: one.member)
        ],
        "units": [(here().title(one.unit.id), one) for one in found.units],
        "touches": [(_whom(one.whom), _kind(one.kind), one) for one in found.touches],
        "limits": [(_in(one.title) or one.limit, one) for one in found.limits],
        "repeated": [(_title(found, name), count) for name, count in found.repeated.items()],
    }


def _each_week(workers: Any) -> dict[str, float]:
    """Return how many fields a worker filled in on average, by week, of those who did any."""
    weeks: dict[str, list[int]] = {}
    for one in workers:
        for week, fields in one.weeks.items():
            weeks.setdefault(week, []).append(fields)
    return {week: sum(fields) / len(fields) for week, fields in weeks.items()}


def _in(title: Any) -> str:
    return str(title.get(speaking.language()) or title.get("en") or "")


def _title(found: Burden, name: str) -> str:
    return _in(found.titles.get(f"fields.{name}", {})) or name


def _whom(whom: str) -> str:
    return {
        "resident": _("Residents"),
        "worker": _("Workers"),
        "role": _("Whoever holds a role"),
        "nobody": _("Nobody in particular"),
    }.get(whom, whom)


def _kind(kind: str) -> str:
    return {
        "assign": _("Tasks given"),
        "message": _("Messages"),
        "ask": _("Asked to come"),
        "collect": _("Data collected"),
        "score": _("Points"),
        "publish": _("Notices"),
        "switch_mode": _("Mode switched"),
        "automate": _("Steps by the system"),
    }.get(kind, kind)


@blueprint.get("/<community>/participation", endpoint="participation")
def show_participation(community: str) -> str | Response:
    """Show how many take part, who is new to it, and whether it is always the same few."""
    return _figures("participation", community, _("Participation"), _participation)


def _participation(found: Participation) -> Mapping[str, Any]:
    rows = [(*_share(found, name), getattr(found, name)) for name in SHARES]
    said = [(title, one.share) for title, _help, one in rows if one.share is not None]
    chart = pictures.bars(
        _("Shares, in percent"),
        [title for title, _share_of in said],
        {_("Percent"): [round(100 * share, 1) for _title_of, share in said]},
        lying=True,
    )
    return {"found": found, "rows": rows, "chart": chart if said else None, "least": _LEAST}


def _share(found: Participation, name: str) -> tuple[str, str]:
    """Return what a share is called, and of what it is one."""
    homes = _("Households reached") if found.households else _("Residents reached")
    return {
        "household_coverage": (homes, _("Of all that are registered.")),
        "new_participant_share": (
            _("New to it"),
            _("Of those who took part: who had never done so before."),
        ),
        "same_few_share": (
            _("The same five"),
            _("How much of all taking part is that of the five who do so most."),
        ),
        "bottom_up_share": (_("From below"), _("Of all tasks: opened by people for themselves.")),
        "offline_service_share": (
            _("Without a device"),
            _("On paper, by phone, at the counter or through a helper."),
        ),
    }[name]


@blueprint.get("/<community>/rates", endpoint="rates")
def show_rates(community: str) -> str | Response:
    """Show what was due, and what became of it."""
    return _figures("rates", community, _("Rates of closure"), _rates)


def _rates(found: tuple[Rates, Rates]) -> Mapping[str, Any]:
    every, urgent = found
    return {"rows": [(_("All tasks"), every), (_("Urgent ones"), urgent)], "every": every}


@blueprint.get("/<community>/signals", endpoint="signals")
def show_signals(community: str) -> str | Response:
    """Show what is worth a look: tasks and rules, never people."""

    def values(found: tuple[Signal, ...]) -> Mapping[str, Any]:
        profile = here().engine.profile(community)
        shown = [(one, [flow_of(profile, name) for name in _flows(one)]) for one in found]
        return {"found": shown, "task_page": task_page}

    return _figures("signals", community, _("Worth a look"), values)


def _flows(one: Signal) -> list[str]:
    """Return the flows that a signal is about."""
    ways = (address.split(".") for address in one.about)
    return [*dict.fromkeys(way[1] for way in ways if way[0] == "flows" and len(way) > 1)]
