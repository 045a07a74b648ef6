"""Who serves, what is wrong with a request, and which jurisdiction it is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import request

from xiangyue import Engine, Misuse, Profile, XiangyueError
from xiangyue_admin.api.callers import Callers
from xiangyue_admin.api.pace import Pace
from xiangyue_admin.intake import ABOUT, Matter, matters
from xiangyue_admin.settings import Open311Settings

SCOPE: Final = "open311:write"
LANGUAGES: Final = ("en", "zh")


@dataclass(frozen=True, slots=True)
class Door:
    """An engine as it is served here; ``base_url`` is where people reach the application."""

    engine: Engine
    settings: Open311Settings
    callers: Callers
    base_url: str | None
    pace: Pace
    tokens: Pace


class Wrong(Exception):
    """Why a request is not answered as it was meant to be: a status, and a sentence or several."""

    def __init__(
        self,
        status: int,
        *said: XiangyueError | str,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Say what is wrong."""
        super().__init__(status)
        self.status = status
        self.said = said
        self.headers = dict(headers or {})


def given(sent: Mapping[str, Any], name: str) -> str | None:
    """Return an argument; one that is empty is none, as the standard has it."""
    value = sent.get(name)
    return str(value).strip() or None if value is not None else None


def language() -> str:
    """Return the language that a request asks for; English where it does not."""
    named = request.args.get("locale", "").lower()[:2]
    if named in LANGUAGES:
        return named
    if "Accept-Language" not in request.headers:
        return LANGUAGES[0]
    wanted = (tag.lower().partition("-")[0] for tag in request.accept_languages.values())
    return next((tag for tag in wanted if tag in LANGUAGES), LANGUAGES[0])


def jurisdiction(
    door: Door, sent: Mapping[str, Any], among: Iterable[str] | None = None
) -> tuple[str, Profile]:
    """Return the community that a request is about, with its profile.

    Where it names none there must be only one with services, ``among`` those that it may be about.
    """
    name = given(sent, "jurisdiction_id")
    if name is not None:
        if name not in door.engine.communities():
            raise Wrong(404, Misuse("open311-jurisdiction", name=name[:80]))
        return name, door.engine.intake(name)
    found = None
    for community in door.engine.communities() if among is None else among:
        profile = door.engine.intake(community)
        if services(profile, LANGUAGES[0]):
            if found is not None:
                raise Wrong(400, Misuse("open311-jurisdiction-missing"))
            found = community, profile
    if found is None:
        raise Wrong(404, Misuse("open311-no-services"))
    return found


def services(profile: Profile, tongue: str) -> tuple[Matter, ...]:
    """Return what anybody may bring up by a category."""
    return tuple(one for one in matters(profile, tongue) if one.kind == ABOUT)


def service(profile: Profile, code: str, tongue: str) -> Matter:
    """Return one of them; raises Wrong where there is none."""
    for one in services(profile, tongue):
        if one.name == code:
            return one
    raise Wrong(404, Misuse("open311-service", name=code[:80]))
