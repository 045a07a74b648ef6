"""What can be brought up in a community without an account: each matter with what it asks.

The residents' page and the counter offer the same, ask the same and give the same receipt.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from xiangyue import Decision, Engine, Profile
from xiangyue_admin.forms import Sheet
from xiangyue_admin.plainly import plain_sheet

ABOUT, FLOW = "about", "flow"
_NAMING = frozenset({"member", "entry", "task", "unit"})
_TITLE = 60


@dataclass(frozen=True, slots=True)
class Matter:
    """Something to bring up: a category of the intake, or a flow of what has none."""

    kind: str
    name: str
    title: str
    help: str
    flow: str
    offline: str
    needs: tuple[str, ...]
    asks: tuple[str, ...]


def matters(profile: Profile, language: str) -> tuple[Matter, ...]:
    """Return what anybody may bring up now, the profile's categories first."""
    return tuple(_matters(profile, language))


def matter(profile: Profile, kind: str, name: str, language: str) -> Matter | None:
    """Return one of them; None where there is none."""
    found = (one for one in _matters(profile, language) if (one.kind, one.name) == (kind, name))
    return next(found, None)


def form_of(profile: Profile, found: Matter) -> Sheet:
    """Return the form of a matter, filled in with what was sent."""
    return plain_sheet(profile, (*found.needs, *found.asks), needed=found.needs)


def title_of(profile: Profile, found: Matter, given: Mapping[str, Any]) -> str:
    """Return what a matter is called: how its text begins, else what is asked for."""
    texts = (given.get(name) for name in (*found.needs, *found.asks) if _is_long(profile, name))
    return shortened(next((str(one) for one in texts if one), "")) or found.title


def shortened(text: str) -> str:
    """Return how a text begins, in one line."""
    text = " ".join(text.split())
    return text if len(text) <= _TITLE else f"{text[: _TITLE - 1]}…"


def take_in(
    engine: Engine, community: str, found: Matter, key: str, said: Mapping[str, Any]
) -> Decision:
    """Take a matter in, with a receipt; what would be refused is told, and kept nowhere.

    ``said`` is what ``engine.receive`` takes besides. A key of what came in already brings what was
    decided then.
    """
    what: dict[str, Any] = {"category": found.name} if found.kind == ABOUT else {"flow": found.name}
    return engine.receive(
        community=community, key=key, receipt=True, refusals=False, **what, **said
    )


def _matters(profile: Profile, language: str) -> Iterator[Matter]:
    for category in profile.categories.values():
        if category.offered:
            title = category.title.of(language)
            yield from _of(profile, ABOUT, category.id, title, category.flow, language)
    named = {category.flow for category in profile.categories.values()}
    for flow in profile.flows.values():
        if flow.id not in named:
            yield from _of(profile, FLOW, flow.id, flow.title.of(language), flow.id, language)


def _of(
    profile: Profile, kind: str, name: str, title: str, of: str, language: str
) -> Iterator[Matter]:
    flow = profile.flows[of]
    opening, fields = flow.opening, profile.fields
    needs = tuple(one for one in opening.needs if one != "category")
    if Engine.PUBLIC not in opening.by or flow.paused or any(_names(profile, n) for n in needs):
        return
    asks = tuple(one for one in opening.asks if one in fields and not _names(profile, one))
    if not needs:  # something has to be said
        needs = tuple(one for one in asks if _is_long(profile, one))[:1]
    rest = tuple(one for one in asks if one not in needs)
    offline = flow.offline.of(language) if flow.offline else ""
    yield Matter(kind, name, title, flow.help.of(language), of, offline, needs, rest)


def _names(profile: Profile, name: str) -> bool:
    """Tell whether a field names somebody or something: nobody is offered a list of these here."""
    schema = profile.fields[name].schema
    return schema.get("items", schema).get("format") in _NAMING


def _is_long(profile: Profile, name: str) -> bool:
    schema = profile.fields[name].schema
    plain = schema.get("type", "string") == "string" and not {"enum", "format"} & schema.keys()
    return plain and schema.get("maxLength", 0) > _TITLE * 5
