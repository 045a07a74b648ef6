"""One member: roles, literacy, consents, how they are reached; changed by those who may."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from flask import abort, redirect, request
from werkzeug.wrappers import Response

from xiangyue import Profile, XiangyueError
from xiangyue.plugs import CHANNEL_KINDS
from xiangyue_admin import speaking
from xiangyue_admin.rooms.communities.members import is_of, kinds, own
from xiangyue_admin.rooms.communities.room import begin, blueprint, day, governed, page
from xiangyue_admin.rooms.communities.tasks import units_of
from xiangyue_admin.speaking import _
from xiangyue_admin.visiting import here, to, told

_SHOWN = 3
_LITERACY = range(9)
_LOW = ("village", "community", "grid")


def _known(community: str, member: str) -> Any:
    """Return a member who is at home in a community or holds a role there; else nobody."""
    if not is_of(community, member):
        abort(404)
    return here().engine.member(member)


@blueprint.get("/<community>/members/<member>")
def member(community: str, member: str) -> str:
    """Show a member, and what may be noted of them."""
    engine = here().engine
    profile = engine.profile(governed(community))
    person = _known(community, member)
    mine = own(community, person.home)
    reach = engine.reach(member) if mine else ()
    return page(
        "member",
        community,
        person.name or person.id,
        (to("communities.members", community=community), _("Members and roles")),
        person=person,
        mine=mine,
        held=[(one, own(community, one.unit) and one.deputy_for is None) for one in person.roles],
        kind=kinds()[person.kind],
        roles=_roles(profile, person.kind),
        units=units_of(community),
        channels=_channels(),
        contacts=[(_channels()[one.kind], one, _masked(one.address)) for one in reach],
        purposes=_purposes(profile, person),
        literacy=_LITERACY,
        languages={"zh": "中文", "en": "English"},
    )


def _roles(profile: Profile, kind: str) -> dict[str, str]:
    """Return the roles that this kind of member can hold in a community."""
    return {
        name: role.title.of(speaking.language())
        for name, role in profile.roles.items()
        if kind in role.kinds and (role.at is None or role.at in _LOW)
    }


def _channels() -> dict[str, str]:
    titles = {
        "app": _("App"),
        "sms": _("Text message"),
        "voice": _("Voice call by machine"),
        "phone": _("Telephone"),
        "mail": _("Mail"),
        "group": _("Group chat"),
        "webhook": _("Another system"),
        "loudspeaker": _("Loudspeaker"),
        "board": _("Notice board"),
        "paper": _("On paper"),
        "door": _("At the door"),
    }
    return {kind: titles.get(kind, kind) for kind in CHANNEL_KINDS}


def _purposes(profile: Profile, person: Any) -> dict[str, tuple[str, bool]]:
    """Return what a member can consent to, what it is called, and whether they do."""
    known = {"naming": _("To be named where others see it")}
    unlisted = profile.matching.unlisted if profile.matching else None
    known |= {one: _said(one) for one in (unlisted.purposes if unlisted else ())} | known
    known |= {one: _said(one) for one in sorted(person.consents - known.keys())}
    return {one: (title, one in person.consents) for one, title in known.items()}


def _said(purpose: str) -> str:
    words = {"library": _("To stand in the resource library")}
    return words.get(purpose, purpose)


def _masked(address: str | None) -> str:
    """Return as much of an address as is needed to recognise it."""
    if address is None:
        return ""
    if len(address) <= _SHOWN:
        return "•" * len(address)
    return "•" * 4 + address[-_SHOWN:]


@blueprint.post("/<community>/members/<member>/<what>", endpoint="note")
def note(community: str, member: str, what: str) -> Response:
    """Note something of a member, and go back to their page."""
    governed(community)
    person = _known(community, member)
    how = _NOTES.get(what)
    if how is None or (what not in ("role", "end-role") and not own(community, person.home)):
        abort(404)
    try:
        told(how(community, person))
    except XiangyueError as error:
        told(here().say(error), "error")
    except ValueError as error:
        told(str(error), "error")
    return redirect(to("communities.member", community=community, member=member), 303)


def _role(community: str, person: Any) -> str:
    visit = here()
    role, unit = _chosen("role"), _chosen("unit")
    roles = _roles(visit.engine.profile(community), person.kind)
    if person.id == visit.actor:
        raise ValueError(_("Nobody gives a role to themselves. Ask another admin."))
    if role not in roles or not own(community, unit):
        raise ValueError(_("Choose a role, and a unit of this community."))
    level, wanted = visit.accounts.tree.unit(unit), visit.engine.profile(community).roles[role].at
    if wanted == "grid" and level is not None and level.unit_level != "grid":
        raise ValueError(_("This role is held at a grid. Choose the grid."))
    until = day(_chosen("until"))
    if _chosen("until") and until is None:
        raise ValueError(_("Write a day, as 2026-06-30."))
    visit.engine.remark("role-given", by=visit.actor, member=person.id, role=role, unit=unit)
    ends = begin(until + timedelta(days=1)) if until else None
    visit.engine.register(person.id, roles={role: unit}, until=ends)
    return _("The role is held from now on: %(role)s.", role=roles[role])


def _end_role(community: str, person: Any) -> str:
    visit = here()
    role, unit = _chosen("role"), _chosen("unit")
    held = any((one.role, one.unit) == (role, unit) for one in person.roles)
    if not held or not own(community, unit):
        raise ValueError(_("This role is not held here any more."))
    visit.engine.remark("role-ended", by=visit.actor, member=person.id, role=role, unit=unit)
    visit.engine.release_role(person.id, role, unit)
    return _("The role is over.")


def _assess(community: str, person: Any) -> str:
    del community
    level = _chosen("level")
    if level not in {str(n) for n in _LITERACY}:
        raise ValueError(_("Choose a level from 0 to 8."))
    here().engine.assess(person.id, int(level), by=here().actor)
    return _("The digital literacy level is noted.")


def _consent(community: str, person: Any) -> str:
    known = _purposes(here().engine.profile(community), person)
    purpose, given = _chosen("purpose"), _chosen("given") == "1"
    if purpose not in known:
        raise ValueError(_("Choose what the consent is for."))
    here().engine.consent(person.id, purpose, given=given, by=here().actor)
    return _("The consent is noted.") if given else _("It is noted that the consent is taken back.")


def _contact(community: str, person: Any) -> str:
    del community
    kind, address = _chosen("channel"), _chosen("address")
    if kind not in _channels():
        raise ValueError(_("Choose how this member is reached."))
    rank = _chosen("rank") or "1"
    if not (rank.isascii() and rank.isdecimal() and len(rank) < 4):
        raise ValueError(_("Write the order as a number, 1 for what is tried first."))
    here().engine.contact(person.id, kind, address or None, int(rank), by=here().actor)
    return _("The address is noted.") if address else _("The address is removed.")


def _language(community: str, person: Any) -> str:
    del community
    here().engine.language(person.id, _chosen("language"), by=here().actor)
    return _("The language is noted.")


def _absent(community: str, person: Any) -> str:
    del community
    since, until = day(_chosen("since")), day(_chosen("until"))
    if since is None or until is None or until < since:
        raise ValueError(_("Write the first day and the last day."))
    visit = here()
    ends: datetime = begin(until + timedelta(days=1))
    visit.engine.remark("absence-noted", by=visit.actor, member=person.id)
    visit.engine.absent(person.id, since=begin(since), until=ends)
    return _("The absence is noted. Deputies stand in meanwhile.")


def _chosen(name: str) -> str:
    return request.form.get(name, "").strip()


_NOTES: dict[str, Callable[[str, Any], str]] = {
    "role": _role,
    "end-role": _end_role,
    "literacy": _assess,
    "consent": _consent,
    "contact": _contact,
    "language": _language,
    "absence": _absent,
}
