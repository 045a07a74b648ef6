"""Params, roles and fields: what can be tuned, who members can be, and what is asked."""

from __future__ import annotations

from collections.abc import Iterator

from xiangyue.diff.addresses import diff_as_imported
from xiangyue.diff.change import EFFECTS, Change, Effect, apart, spread_of, titles, word
from xiangyue.diff.people import level, tiers
from xiangyue.diff.schemas import diff_schema
from xiangyue.profile import Field, Param, Profile, Role
from xiangyue.text import Text


def diff_params(old: Profile, new: Profile) -> Iterator[Change]:
    """Yield what can be tuned now, no longer, or within other bounds."""
    gone, added, both = apart(old.params, new.params)
    for name in gone:
        values = {"title": old.params[name].title}
        yield Change("diff-param-removed", "forbids", f"params.{name}", values)
    for name in added:
        param = new.params[name]
        values = {"title": param.title, "new": param.default}
        yield Change("diff-param-added", "allows", f"params.{name}", values)
    for name in both:
        yield from _param(old.params[name], new.params[name], f"params.{name}")


def _param(old: Param, new: Param, at: str) -> Iterator[Change]:
    yield from diff_schema(old.schema, new.schema, at, new)
    if old.default != new.default:
        values = {"title": new.title, "old": old.default, "new": new.default}
        yield Change("diff-default", "changes", f"{at}.default", values)


def diff_roles(old: Profile, new: Profile) -> Iterator[Change]:
    """Yield what members can be now, no longer, or at another level."""
    gone, added, both = apart(old.roles, new.roles)
    for name in gone:
        values = {"title": old.roles[name].title}
        yield Change("diff-role-removed", "forbids", f"roles.{name}", values)
    for name in added:
        values = {"title": new.roles[name].title}
        yield Change("diff-role-added", "allows", f"roles.{name}", values)
    for name in both:
        yield from _role(old.roles[name], new.roles[name], f"roles.{name}")
        before, after = (side.document["roles"][name] for side in (old, new))
        yield from diff_as_imported(before, after, ("roles", name))


def _role(old: Role, new: Role, at: str) -> Iterator[Change]:
    spread = spread_of(tiers(old.at), tiers(new.at))
    if spread != "same":
        levels = {"title": new.title, "old": level(old.at), "new": level(new.at)}
        yield Change("diff-role-at", EFFECTS[spread], f"{at}.at", levels)
    gone, added, _ = apart(old.kinds, new.kinds)
    if added:
        values = {"title": new.title, "kinds": [word(f"diff-kind-{kind}") for kind in added]}
        yield Change("diff-role-kinds-added", "allows", f"{at}.kinds", values)
    if gone:
        values = {"title": new.title, "kinds": [word(f"diff-kind-{kind}") for kind in gone]}
        yield Change("diff-role-kinds-removed", "forbids", f"{at}.kinds", values)
    if old.advisory != new.advisory:
        code = "diff-advisory" if new.advisory else "diff-advisory-over"
        bound: Effect = "forbids" if new.advisory else "allows"
        yield Change(code, bound, f"{at}.advisory", {"title": new.title})
    if (old.proves, old.voluntary) != (new.proves, new.voluntary):
        shown = {"title": new.title, "old": _shows(old), "new": _shows(new)}
        yield Change("diff-proves", "changes", f"{at}.proves", shown)
    if old.literacy != new.literacy:
        asked = {"title": new.title, "old": old.literacy, "new": new.literacy}
        yield Change("diff-literacy", "changes", f"{at}.literacy", asked)


def _shows(role: Role) -> str:
    return ", ".join((*role.proves, *(("voluntary",) if role.voluntary else ()))) or "–"


def diff_fields(old: Profile, new: Profile) -> Iterator[Change]:
    """Yield which fields there are now, and what they accept; actions say where they are asked."""
    gone, added, both = apart(old.fields, new.fields)
    for name in gone:
        values = {"title": old.fields[name].title}
        yield Change("diff-field-removed", "changes", f"fields.{name}", values)
    for name in added:
        values = {"title": new.fields[name].title}
        yield Change("diff-field-added", "changes", f"fields.{name}", values)
    for name in both:
        yield from _field(old.fields[name], new.fields[name], f"fields.{name}")
        yield from _only_in(old, new, name)


def _field(old: Field, new: Field, at: str) -> Iterator[Change]:
    yield from diff_schema(old.schema, new.schema, at, new)
    if old.keep != new.keep:
        values = {"title": new.title, "old": str(old.keep), "new": str(new.keep)}
        yield Change("diff-keep", "changes", f"{at}.keep", values)
    if old.sensitivity != new.sensitivity:
        values = {"title": new.title, "old": old.sensitivity, "new": new.sensitivity}
        yield Change("diff-sensitivity", "changes", f"{at}.sensitivity", values)
    if old.about != new.about:
        words = {"old": word(f"diff-about-{old.about}"), "new": word(f"diff-about-{new.about}")}
        yield Change("diff-about", "changes", f"{at}.about", {"title": new.title, **words})
    if old.evidence != new.evidence:
        kinds = {"old": _evidence(old), "new": _evidence(new)}
        yield Change("diff-evidence", "changes", f"{at}.evidence", {"title": new.title, **kinds})
    if old.measure != new.measure:
        facts = {"title": new.title, "old": _measure(old), "new": _measure(new)}
        yield Change("diff-measure", "changes", f"{at}.measure", facts)


def _only_in(old: Profile, new: Profile, name: str) -> Iterator[Change]:
    """Compare in which modes a field is asked; where none is named, in all."""
    before, after = (frozenset(side.fields[name].only_in) for side in (old, new))
    if before != after:
        spread = spread_of(before, after) if before and after else "narrower" if after else "wider"
        values = {"title": new.fields[name].title, "old": _asked(old, name)}
        values["new"] = _asked(new, name)
        yield Change("diff-only-in", EFFECTS[spread], f"fields.{name}.only_in", values)


def _asked(profile: Profile, name: str) -> list[Text]:
    return titles(profile.fields[name].only_in, profile.modes) or [word("diff-any-mode")]


def _measure(field: Field) -> Text | str:
    return field.measure or word("diff-nothing")


def _evidence(field: Field) -> Text:
    return word(f"diff-evidence-{field.evidence}" if field.evidence else "diff-nothing")
