"""Words that several pages of work share: who somebody is, when something is due, how it came."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from xiangyue import Profile
from xiangyue_admin import speaking
from xiangyue_admin.speaking import _, lazy
from xiangyue_admin.visiting import here

SYSTEM = "system"
_SOON = 36 * 3600 * 1_000_000  # microseconds
_RIGHTS: Mapping[str, object] = {
    "assignee": lazy("the person responsible"),
    "opener": lazy("who opened it"),
    "anyone": lazy("anybody who is registered"),
    "asked": lazy("whoever was asked to come"),
    SYSTEM: lazy("the system"),
}
_SOURCES: Mapping[str, object] = {
    "paper": lazy("on paper"),
    "phone": lazy("by phone"),
    "counter": lazy("at the counter"),
    "helper": lazy("through a helper"),
    "sheet": lazy("from a list"),
    "log": lazy("from another system"),
}


class Names:
    """What members are called on one page, each asked once."""

    def __init__(self, *, named: bool) -> None:
        """Begin with nobody; ``named`` is for pages of those who may know people by name."""
        self._named = named
        self._known: dict[str, str] = {SYSTEM: str(_RIGHTS[SYSTEM])}

    def of(self, member: str) -> str:
        """Return what a member is called; the id where there is no name to be said."""
        self.learn([member])
        return self._known[member]

    def learn(self, members: Iterable[str]) -> None:
        """Ask what many are called at once; whoever has an account and is no member is too."""
        unknown = [*dict.fromkeys(one for one in members if one not in self._known)]
        found = here().engine.names(unknown, named=self._named) if unknown else {}
        self._known |= {one: found.get(one, one) for one in unknown}


def right(profile: Profile, name: str) -> str:
    """Return what people call a role, or a right such as being responsible."""
    role = profile.roles.get(name)
    return role.title.of(here().language) if role else str(_RIGHTS.get(name, name))


def listed(words: Iterable[str]) -> str:
    """Join words the way of the language, each once."""
    return ("、" if here().language == "zh" else ", ").join(dict.fromkeys(words))


def came(source: str) -> str:
    """Return how something came that was not done in the console; empty for what was."""
    return str(_SOURCES.get(source, ""))


def sources() -> list[tuple[str, str]]:
    """Return the ways of noting something without a device that a person can name."""
    return [(name, came(name)) for name in ("paper", "phone", "counter", "helper")]


def due_words(due: int | None, now: int) -> str:
    """Say when something is due, from now."""
    if due is None:
        return ""
    when = speaking.ago(due, now)
    return _("Was due %(when)s", when=when) if due < now else _("Due %(when)s", when=when)


def urgency(due: int | None, now: int) -> str:
    """Return ``late``, ``soon`` or nothing."""
    if due is None:
        return ""
    return "late" if due < now else "soon" if due < now + _SOON else ""
