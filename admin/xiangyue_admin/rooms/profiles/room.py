"""The room of rules: its blueprint, and what its pages share."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from flask import Blueprint, abort

from xiangyue import Engine, Misuse, Profile
from xiangyue.office import Change, Draft, Revision
from xiangyue_admin.forms import Asked, of_param
from xiangyue_admin.forms.asked import UNITS
from xiangyue_admin.speaking import _, language
from xiangyue_admin.visiting import here, to

blueprint = Blueprint("profiles", __name__, url_prefix="/profiles")

Path = list[tuple[str | None, str]]


def rules_of(community: str) -> tuple[Profile, Revision]:
    """Return the profile that governs a community, and its newest settings revision."""
    engine = here().engine
    newest = engine.revisions(community, limit=1)
    if not newest:
        abort(404)
    return newest[0].profile, newest[0]


def values_of(revision: Revision) -> dict[str, Any]:
    """Return the value of every param that is in force."""
    return revision.rules.values


def drafts_of(community: str, limit: int = 20) -> tuple[Draft, ...]:
    """Return the newest drafts of a community; none where its rules have no flow to change by."""
    try:
        return here().engine.drafts(community, limit=limit)
    except Misuse:
        return ()


def open_drafts(drafts: Iterable[Draft]) -> list[Draft]:
    """Return those that still wait for something."""
    return [one for one in drafts if one.task.ended_at is None and not one.in_force]


def where(community: str, *more: tuple[str | None, str]) -> Path:
    """Return the way to a page of a community's rules."""
    title = here().title(community)
    return [
        (to("profiles.index"), _("Rules")),
        (to("profiles.community", community=community) if more else None, title),
        *more,
    ]


def said_of(changes: Iterable[Change]) -> list[str]:
    """Return changes in words, in the visitor's language; units of params in it, too."""
    return [_said(one) for one in changes]


def _said(change: Change) -> str:
    title = change.values.get("title")
    if change.address.startswith("params.") and isinstance(title, Mapping):
        old, new = change.values.get("old"), change.values.get("new")
        if old is not None and new is not None:
            return _(
                "%(title)s: %(new)s instead of %(old)s",
                title=title.get(language()) or title.get("en", ""),
                old=_plain(old, ""),
                new=_plain(new, str(change.values.get("unit") or "")),
            )
    return change.text(language())


def _plain(value: Any, unit: str) -> str:
    known = str(UNITS.get(unit, unit))
    return Asked("", "", {}, unit=known).write(value)


def write(profile: Profile, param: str, value: Any) -> str:
    """Write a param's value as people read it, with its unit."""
    return of_param(profile, param).write(value)


def key() -> str:
    """Return a key by which a form that is sent twice is acted on once."""
    return f"console-{secrets.token_hex(12)}"


def engine() -> Engine:
    """Return the engine of this console."""
    return here().engine


def acts() -> bool:
    """Return whether the visitor acts as a member, as whoever changes rules must."""
    account = here().account
    return account is not None and account.member is not None
