"""Who lives and works in a community: the list, and registering somebody."""

from __future__ import annotations

from typing import Any

from flask import redirect, request
from werkzeug.wrappers import Response

from xiangyue import XiangyueError
from xiangyue_admin.rooms.communities.room import blueprint, governed, page
from xiangyue_admin.rooms.communities.tasks import units_of
from xiangyue_admin.speaking import _
from xiangyue_admin.visiting import here, to, told

_AT_ONCE = 50
_LONGEST = 100


def kinds() -> dict[str, str]:
    """Return what the kinds of members are called."""
    return {
        "person": _("Person"),
        "household": _("Household"),
        "organization": _("Organisation"),
    }


def is_of(community: str, member: str) -> bool:
    """Tell whether a member is at home in a community or holds a role there."""
    engine = here().engine
    if member not in engine.known_members([member]):
        return False
    person = engine.member(member)
    return any(own(community, unit) for unit in (person.home, *(r.unit for r in person.roles)))


def _place(community: str, person: Any, mine: frozenset[str]) -> str | None:
    """Return where a member's page is: here, or in the community beneath where they are at home."""
    if any(own(community, unit) for unit in (person.home, *(r.unit for r in person.roles))):
        return community
    found = here().accounts.tree.unit(person.home)
    return found.community if found and found.community in mine else None


def own(community: str, unit: str) -> bool:
    """Tell whether a unit belongs to a community."""
    found = here().accounts.tree.unit(unit)
    return found is not None and found.community == community


@blueprint.get("/<community>/members")
def members(community: str) -> str | Response:
    """List who is at home in a community or holds a role there, by their ids."""
    engine = here().engine
    governed(community)
    named, wrong = request.args.get("member", "").strip(), []
    if named and is_of(community, named):
        return redirect(to("communities.member", community=community, member=named), 303)
    if named:
        wrong = [("member", _("Nobody of this id is at home or holds a role here."))]
    asked = request.args.get("after") or None
    found = engine.members(community, after=asked, limit=_AT_ONCE)
    address, mine = to("communities.members", community=community), here().communities("admin")
    return page(
        "members",
        community,
        _("Members and roles"),
        people=[(one, _place(community, one, frozenset(mine))) for one in found.items],
        named=named,
        wrong=wrong,
        kinds=kinds(),
        next=to("communities.members", community=community, after=found.next)
        if found.next
        else None,
        first=address if asked else None,
    )


@blueprint.route("/<community>/members/new", methods=["GET", "POST"])
def register(community: str) -> Any:
    """Register a member; what else is known of them is noted on their own page."""
    visit = here()
    units = units_of(governed(community))
    given = {name: request.form.get(name, "").strip() for name in ("id", "name", "kind", "home")}
    wrong: list[tuple[str, str]] = []
    if request.method == "POST":
        wrong = _wrong(given, units)
        if not wrong:
            try:
                _register(given)
            except XiangyueError as error:
                wrong = [("id", visit.say(error))]
            else:
                told(_("%(who)s is registered.", who=given["id"]))
                return redirect(
                    to("communities.member", community=community, member=given["id"]), 303
                )
    written = page(
        "register",
        community,
        _("Register a member"),
        (to("communities.members", community=community), _("Members and roles")),
        given=given,
        wrong=wrong,
        kinds=kinds(),
        units=units,
    )
    return (written, 422) if wrong else written


def _wrong(given: dict[str, str], units: dict[str, str]) -> list[tuple[str, str]]:
    """Return what is wrong with what was written, each with the field that it is about."""
    found = []
    if not given["id"] or len(given["id"]) > _LONGEST:
        found.append(("id", _("Write the id by which this member is kept.")))
    elif here().engine.known_members([given["id"]]):
        found.append(("id", _("This id is taken. Choose another one.")))
    if len(given["name"]) > _LONGEST:
        found.append(("name", _("This name is too long.")))
    if given["kind"] not in kinds():
        found.append(("kind", _("Choose what kind of member it is.")))
    if given["home"] not in units:
        found.append(("home", _("Choose a unit of this community.")))
    return found


def _register(given: dict[str, str]) -> None:
    visit = here()
    visit.engine.remark("member-registered", by=visit.actor, member=given["id"])
    visit.engine.register(
        given["id"],
        kind=given["kind"],  # type: ignore[arg-type]
        home=given["home"],
        name=given["name"] or None,
    )
