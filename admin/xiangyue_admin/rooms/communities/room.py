"""What every page of a community shares: where one stands, who is called what, which days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from flask import Blueprint, abort, render_template, request

from xiangyue import Profile
from xiangyue_admin import speaking
from xiangyue_admin.forms.reading import YEARS
from xiangyue_admin.speaking import _
from xiangyue_admin.visiting import here, to

blueprint = Blueprint("communities", __name__, url_prefix="/communities")

_EIGHT_WEEKS = timedelta(weeks=8)


def governed(community: str) -> str:
    """Return a community that a profile governs; anything else has no page."""
    if community not in here().engine.communities():
        abort(404)
    return community


def page(name: str, community: str, title: str, *above: tuple[str, str], **values: Any) -> str:
    """Write a page of a community; ``above`` are address and name of what stands between."""
    own = (to("communities.community", community=community), here().title(community))
    between = [] if name == "community" else [own, *above]
    steps = [(to("communities.index"), _("Communities")), *between, (None, title)]
    values |= {"community": community, "title": title, "steps": steps, "who": Names()}
    return render_template(f"xiangyue/communities/{name}.html", **values)


def task_page(ref: str) -> str:
    """Return the address of a task's page."""
    community, _slash, name = ref.partition("/")
    return to("tasks.show", community=community, task=name)


class Names:
    """What members are called on this page: by name with their consent, else by id."""

    def __init__(self) -> None:
        """Know nobody yet."""
        self._known: dict[str, str] = {}

    def __call__(self, member: str | None) -> str:
        """Return what a member is called; nothing for nobody."""
        if not member:
            return ""
        if member not in self._known:
            self.learn([member])
        return self._known[member]

    def learn(self, members: Iterable[str]) -> None:
        """Ask at once what many are called."""
        unknown = [one for one in members if one not in self._known]
        found = here().engine.names(unknown) if unknown else {}
        self._known |= {one: found.get(one, one) for one in unknown}


def called(member: str) -> str:
    """Return what a member is called: the name only with the consent to be named."""
    return here().engine.names([member]).get(member, member)


def state_of(profile: Profile, flow: str, state: str) -> str:
    """Return what a state is called; one of an older release by its id."""
    found = profile.flows.get(flow)
    known = found.states.get(state) if found else None
    return known.title.of(speaking.language()) if known else state.replace("_", " ")


def flow_of(profile: Profile, flow: str) -> str:
    """Return what a flow is called; one of an older release by its id."""
    found = profile.flows.get(flow)
    return found.title.of(speaking.language()) if found else flow.replace("_", " ")


def roles_of(profile: Profile, names: tuple[str, ...]) -> str:
    """Return what roles are called, and those who are named by what they have to do with it."""
    own: Mapping[str, str] = {
        "anyone": _("Anyone"),
        "asked": _("Whoever was asked"),
        "assignee": _("Whoever is responsible"),
        "opener": _("Whoever opened it"),
        "system": _("The system, by itself"),
    }
    said = []
    for name in names:
        role = profile.roles.get(name)
        said.append(role.title.of(speaking.language()) if role else own.get(name, name))
    return _(", ").join(said)


def period(back: timedelta = _EIGHT_WEEKS) -> tuple[date, date]:
    """Return the days of the page: from so far ``back`` until today unless the address says."""
    today = datetime.now(speaking.zone()).date()
    until = day(request.args.get("until")) or today
    since = day(request.args.get("since")) or until - back
    return min(since, until), until


def day(text: str | None) -> date | None:
    """Read a day; None for anything else."""
    try:
        found = date.fromisoformat(text.strip()) if text else None
    except ValueError:
        return None
    return found if found is not None and found.year in YEARS else None


def moment_of(value: object) -> int | None:
    """Return the moment that a date or a date with its time says; None for anything else."""
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    if found is None:
        return None
    local = found if found.tzinfo else found.replace(tzinfo=speaking.zone())
    return round(local.timestamp() * 1_000_000)


def begin(found: date) -> datetime:
    """Return the moment at which a day begins here."""
    return datetime.combine(found, time(), speaking.zone())


def shown_month(at: int) -> str:
    """Write the month that begins at a moment the way of a form: 2026-06."""
    return f"{datetime.fromisoformat(speaking.iso(at)):%Y-%m}"
