"""The counter's first pages, and for whom and how something is entered there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast
from zoneinfo import ZoneInfo

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from xiangyue import Engine, Profile
from xiangyue_admin.forms.reading import YEARS
from xiangyue_admin.speaking import _
from xiangyue_admin.visiting import here, to

blueprint = Blueprint("desk", __name__, url_prefix="/desk")
Way = Literal["counter", "phone", "helper", "paper"]
WAYS: tuple[Way, ...] = ("counter", "phone", "helper", "paper")
_MOST = 128


@dataclass(slots=True)
class Behalf:
    """Who is entered for, how it came, and when it was said; read from what was sent."""

    whom: str
    way: str
    when: str
    number: str
    wrong: list[tuple[str, str]]
    at: datetime | None = None

    @property
    def member(self) -> str:
        """On whose behalf: a member, or whoever is not registered."""
        return self.whom or Engine.PUBLIC

    @property
    def source(self) -> Way:
        """How it came."""
        return cast("Way", self.way)

    @property
    def key(self) -> str | None:
        """The key of a sheet of paper, by which it is entered once."""
        return self.number if self.way == "paper" and self.number else None


def behalf(profile: Profile, sent: dict[str, Any], *, named: bool = False) -> Behalf:
    """Read for whom something is entered; ``named`` where it must be somebody who is registered."""
    found = Behalf(
        whom=str(sent.get("whom", "")).strip()[:_MOST],
        way=str(sent.get("way", "")),
        when=str(sent.get("when", "")).strip(),
        number=str(sent.get("number", "")).strip()[:_MOST],
        wrong=[],
    )
    if found.way not in WAYS:
        found.wrong.append(("way-0", _("Say how it came to you.")))
    if named and not found.whom:
        found.wrong.append(("whom", _("Say who did it, by their id.")))
    if found.whom and not here().engine.known_members([found.whom]):
        found.wrong.append(("whom", _("Nobody is registered under this id.")))
    if found.way == "paper" and not found.number:
        found.wrong.append(("number", _("Write the number of the sheet: so it is entered once.")))
    if found.when:
        try:
            read = datetime.fromisoformat(found.when)
            if read.year not in YEARS:
                raise ValueError
        except ValueError:
            found.wrong.append(("when", _("Write day and time as 2026-06-01 10:30.")))
        else:
            zone = ZoneInfo(profile.calendar.timezone or here().house.settings.zone)
            found.at = read if read.tzinfo else read.replace(tzinfo=zone)
    return found


@blueprint.before_request
def _somebody() -> tuple[str, int] | None:
    """Turn away an account that is no member: nobody could say who entered it."""
    account = here().account
    if account is not None and account.member is None:
        return render_template("xiangyue/desk/nobody.html"), 403
    return None


@blueprint.get("/")
def index() -> str | Response:
    """Show the counters that this helper serves; lead to the only one."""
    communities = here().communities("desk")
    if len(communities) == 1:
        return redirect(to("desk.start", community=communities[0]), 303)
    return render_template("xiangyue/desk/index.html", communities=communities)


@blueprint.get("/<community>/")
def start(community: str) -> str:
    """Show what can be done for somebody."""
    here().engine.intake(community)
    return render_template("xiangyue/desk/start.html", community=community)


def sent() -> dict[str, Any]:
    """Return what was sent, as one text a name."""
    return request.form.to_dict() if request.method == "POST" else request.args.to_dict()
