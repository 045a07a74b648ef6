"""The types that communities are held against: those of installed profiles, and others."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from xiangyue.engine import Engine
from xiangyue.errors import Misuse, XiangyueError
from xiangyue.lint import require
from xiangyue.plugs import limits, packs
from xiangyue.profile import Loaded, available, load, resolved_lines
from xiangyue.study.fit import Assessment, Community, Ruling, Type, assess, latest_ruling, to_type


@dataclass(slots=True)
class Catalogue:
    """The profiles by name: ``types`` are compared, of ``kinds`` can be told whether they match.

    Whoever only inherits a fit section is of its parent's type, and no type beside it. Those that
    cannot be read are ``skipped``.
    """

    known: set[str]
    types: dict[str, Type] = field(default_factory=dict)
    kinds: dict[str, Type] = field(default_factory=dict)
    mixes: dict[frozenset[str], str] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)


def catalogue(named: list[str]) -> Catalogue:
    """Return the profiles that are installed, and those that are named, with what they are for.

    Raises Misuse where a named one says nothing of whom it fits, or where none does.
    """
    found = Catalogue({*available(packs())})
    ancestors = {}
    for name in sorted(found.known):
        try:
            loaded = load(name, packs())
        except XiangyueError:
            loaded = None
        if loaded is None or loaded.profile is None:
            found.skipped.append(name)
        elif kind := to_type(loaded.profile.document):
            found.kinds[name] = kind
            ancestors[name] = {file.parent.name for file in loaded.files[:-1]}
            if _says_itself(loaded):
                found.types[name] = kind
    for name in sorted(ancestors, key=lambda name: (-len(ancestors[name]), name)):
        mixed = frozenset(ancestors[name] & {*found.types})
        if len(mixed) > 1:
            found.mixes[mixed] = name  # the plainest comes last, and stays
    for ref in named:
        document = require(load(ref, packs()), limits()).document
        kind = to_type(document)
        if kind is None:
            raise Misuse("fit-no-section", profile=document["profile"])
        found.kinds[kind.id] = found.types[kind.id] = kind
        found.known.add(kind.id)
    if not found.types:
        raise Misuse("fit-no-types")
    return found


def _says_itself(loaded: Loaded) -> bool:
    own = str(loaded.files[-1])
    return any(
        address.startswith("fit.") and place.file == own
        for address, _, place in resolved_lines(loaded)
    )


def judged(
    community: Community, types: Catalogue, engine: Engine | None = None
) -> tuple[Assessment, Ruling | None]:
    """Hold a community against the types; a store says what governs it, unless the table does."""
    ruling = None
    current = types.kinds.get(community.profile or "")
    if engine:
        ruling = latest_ruling(engine, community.id)
        if community.profile is None:
            document = engine.profile(community.id).document
            community = replace(community, profile=document["profile"])
            current = to_type(document)
    return assess(community, [*types.types.values()], current, types.mixes), ruling
