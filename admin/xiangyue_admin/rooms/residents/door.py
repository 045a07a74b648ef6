"""The first page of a community, its notices, and how often one address may knock."""

from __future__ import annotations

from flask import Blueprint, abort, render_template
from werkzeug.wrappers import Response

from xiangyue import Profile
from xiangyue_admin.visiting import address, here

blueprint = Blueprint("residents", __name__, url_prefix="/residents")

RAISED_A_MINUTE = 6
RAISED_AN_HOUR = 200
LOOKED_UP_A_MINUTE = 12
READ_A_MINUTE = 60


def throttled(what: str, per_minute: int) -> None:
    """Count a try from this address; abort where there were too many within a minute."""
    if not here().house.throttle.passes(f"residents-{what}", address(), per_minute):
        abort(429)


def flooded(community: str) -> bool:
    """Count a matter of a community; tell whether more came in this hour than anybody can read."""
    passes = here().house.throttle.passes_hourly
    return not passes("residents-raised", community, RAISED_AN_HOUR)


def profile_of(community: str) -> Profile:
    """Return the profile in force; where there is none the page is not found."""
    return here().engine.intake(community)


@blueprint.get("/")
def index() -> str:
    """Show the communities that have a door."""
    return render_template("xiangyue/residents/index.html", communities=here().engine.communities())


@blueprint.get("/<community>/")
def start(community: str) -> str | Response:
    """Show the doors."""
    profile = profile_of(community)
    return render_template("xiangyue/residents/start.html", community=community, profile=profile)


@blueprint.get("/<community>/notices")
def notices(community: str) -> str:
    """Show what hangs on the notice board."""
    profile_of(community)
    throttled("read", READ_A_MINUTE)
    engine, profile = here().engine, here().engine.profile(community)
    lists = [engine.published(community, name) for name in profile.lists]
    return render_template(
        "xiangyue/residents/notices.html",
        community=community,
        notices=engine.notices(community),
        lists=[one for one in lists if one.rows],
    )
