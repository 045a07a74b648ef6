"""What the words of a directory mean in a profile: the file that ``--map`` names."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Final

from xiangyue.errors import BadInput, Misuse
from xiangyue.exchange.sheets.field_values import described, says
from xiangyue.flow import compile_check
from xiangyue.profile import Field, Flow, Matched, Profile, source
from xiangyue.profile.check import explain, value_place
from xiangyue.profile.judge import judge_by
from xiangyue.profile.node import Node
from xiangyue.spelling import nearest, shown

LOCATION, HOURS = "location", "hours"
"""What a service has besides its properties: where it is, and when."""

ORGANIZATION, ACTOR = "@organization", "@by"
"""Values of a field that names a member: whoever offers the service, and who takes it in."""

_USUAL: Final = {LOCATION: "location", HOURS: "peacetime_offer"}
_WORDS: Final[dict[str, Any]] = {
    "oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]
}
_VALUES: Final[dict[str, Any]] = {"type": "object"}
_FILE: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {
        "role": {"type": "string"},
        "types": {"type": "object", "additionalProperties": _WORDS},
        "always": _VALUES,
        "of_type": {"type": "object", "additionalProperties": _VALUES},
        "fields": {"type": "object", "additionalProperties": {"type": "string"}},
        "locations": {"type": "string"},
        "gone": {"type": "string"},
    },
    "additionalProperties": False,
}


@dataclass(frozen=True, slots=True)
class Mapped:
    """Which words mean which type, and what else is said of an offer.

    ``fields`` says which field holds what of a service, ``gone`` is the action for one that the
    directory no longer offers, ``locations`` the type that a place without a service is.
    """

    profile: Profile
    offers: Matched
    role: str | None = None
    exact: Mapping[str, str] = field(default_factory=dict)
    like: tuple[tuple[str, str], ...] = ()
    always: Mapping[str, Any] = field(default_factory=dict)
    of_type: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    locations: str | None = None
    gone: str | None = None

    @property
    def flow(self) -> Flow:
        """The flow of offers."""
        return self.profile.flows[self.offers.flow]

    @property
    def accepts(self) -> dict[str, None]:
        """The fields that its opening takes."""
        opening = self.flow.opening
        return dict.fromkeys((*opening.needs, *opening.asks))

    @property
    def keep(self) -> frozenset[str]:
        """The properties of a service that have a field."""
        return frozenset(self.fields) - {LOCATION, HOURS}

    def type_of(self, name: str, terms: Iterable[str]) -> str | None:
        """Return the type of what is called or filed so; None where no word means one.

        A term that is called as one of the types, or has its id as code, is of that type.
        """
        words = [folded(word) for word in (*terms, name)]
        for word in words:
            if word in self.exact:
                return self.exact[word]
        for pattern, kind in self.like:
            if any(fnmatchcase(word, pattern) for word in words):
                return kind
        known = _titled(self.profile, self.offers)
        return next((known[word] for word in words[:-1] if word in known), None)


def names_member(asked: Field) -> bool:
    """Tell whether a field names a member."""
    return asked.schema.get("format") == "member"


def folded(text: str) -> str:
    """Return a word as it is compared: without regard to case, width and spaces around it."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _titled(profile: Profile, offers: Matched) -> dict[str, str]:
    """Return the types by what they are called in any language, and by their ids."""
    asked = profile.fields[offers.fields["type"]]
    kinds = [str(one) for one in asked.schema.get("enum", ())]
    titles = {folded(t): kind for kind in kinds for t in asked.choices.get(kind, {}).values()}
    return titles | {folded(kind): kind for kind in kinds}


def usual(profile: Profile, community: str) -> Mapped:
    """Return what holds where no file says more; raises Misuse where nothing is offered there."""
    offers = profile.matching.offers if profile.matching else None
    if offers is None or "type" not in offers.fields:
        raise Misuse("hsds-no-library", community=community, profile=profile.id)
    roles = [role.id for role in profile.roles.values() if role.kinds == ("organization",)]
    found = Mapped(profile, offers, roles[0] if len(roles) == 1 else None)
    fields = {what: name for what, name in _USUAL.items() if name in found.accepts}
    return Mapped(profile, offers, found.role, fields=fields)


def read_mapping(path: Path, profile: Profile, community: str) -> Mapped:
    """Read a mapping; raises BadInput, with its place, for what the profile does not have."""
    base = usual(profile, community)
    root = source.read(path)
    for finding in explain(root, judge_by(_FILE).iter_errors(root.plain())):
        raise BadInput(finding.code, place=finding.place, **finding.values)
    said = root.plain()
    known = base.accepts
    kinds = [str(one) for one in profile.fields[base.offers.fields["type"]].schema.get("enum", ())]
    for part in ("types", "of_type"):
        for kind in said.get(part, {}):
            _known(root, (part, kind), kind, kinds)
    for what, name in said.get("fields", {}).items():
        _known(root, ("fields", what), name, known)
    if "role" in said:
        _known(root, ("role",), said["role"], profile.roles)
    if "locations" in said:
        _known(root, ("locations",), said["locations"], kinds)
    if "gone" in said:
        _known(root, ("gone",), said["gone"], base.flow.actions)
    for steps in (("always",), *(("of_type", kind) for kind in said.get("of_type", {}))):
        _check_values(root, steps, profile, known)
    words = [
        (folded(word), kind)
        for kind, given in said.get("types", {}).items()
        for word in ([given] if isinstance(given, str) else given)
    ]
    return Mapped(
        profile,
        base.offers,
        said.get("role", base.role),
        {word: kind for word, kind in words if not _is_pattern(word)},
        tuple((word, kind) for word, kind in words if _is_pattern(word)),
        said.get("always", {}),
        said.get("of_type", {}),
        base.fields | said.get("fields", {}),
        said.get("locations"),
        said.get("gone"),
    )


def _is_pattern(word: str) -> bool:
    return "*" in word or "?" in word


def _known(root: Node, steps: tuple[str, ...], name: Any, known: Iterable[str]) -> None:
    names = list(known)
    if name not in names:
        place = root.place_of(*steps)
        raise BadInput("hsds-map-name", place=place, name=shown(name), **nearest(name, names))


def _check_values(
    root: Node, steps: tuple[str, ...], profile: Profile, known: Mapping[str, None]
) -> None:
    node = root.get(*steps)
    for name, value in (node.plain() if node else {}).items():
        _known(root, (*steps, name), name, known)
        schema = profile.fields[name].schema
        stands_in = names_member(profile.fields[name]) and value in (ORGANIZATION, ACTOR)
        if not stands_in and not compile_check(schema)(value):
            place = value_place(root, (*steps, name))
            said = {"field": says(profile.fields[name]), "schema": described(schema)}
            raise BadInput("hsds-map-value", place=place, value=shown(value), **said)
