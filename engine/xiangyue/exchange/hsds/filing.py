"""Under which terms something is filed, and how much of it there is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xiangyue.exchange.hsds.directory import Capacity, Directory, Tag
from xiangyue.exchange.hsds.kinds import kind_of_table

Owner = tuple[str, str] | None
"""On what something hangs: a kind and an id."""


def of(owner: Owner, kind: str, says: Mapping[str, str]) -> str | None:
    """Return the id of the thing of a kind that another hangs on; None where it names none."""
    if owner is not None and owner[0] == kind:
        return owner[1]
    return says.get(f"{kind}_id") or says.get(f"{kind.replace('z', 's')}_id")


def plain(value: Any) -> str:
    """Return a scalar as text without what does not show at its ends; nothing of anything else."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip() if isinstance(value, str | int | float) else ""


class Filing:
    """Terms and capacities, some of which stand further down than what leads to them."""

    def __init__(self, found: Directory) -> None:
        """Nothing was read yet."""
        self.found = found
        self._untold: list[tuple[Tag, str]] = []
        self._uncounted: list[tuple[Capacity, str]] = []

    def attribute(self, says: Mapping[str, str], owner: Owner) -> Owner:
        """Note what a thing is said to be; returns what its term hangs on."""
        on = owner
        if on is None and (id_ := says.get("link_id") or says.get("service_id")):
            on = (kind_of_table(says.get("link_entity", "")) or "service", id_)
        if on is None:
            return None
        tag = Tag((), says.get("link_type", ""), says.get("value", ""))
        term = says.get("taxonomy_term_id") or says.get("taxonomy_id")
        if term:
            self._untold.append((tag, term))
        self.found.tags.setdefault(on, []).append(tag)
        return (f"tag {len(self.found.tags[on]) - 1} {on[0]}", on[1])

    def term(self, says: Mapping[str, str], owner: Owner) -> None:
        """Note a term, by its id and for what is filed under it."""
        words = tuple(says[key] for key in ("code", "name", "id") if key in says)
        if "id" in says:
            self.found.terms.setdefault(says["id"], words)
        if owner is None:
            return
        kind, _, on = owner[0].partition(" ")
        if kind == "tag":
            number, _, of_kind = on.partition(" ")
            self.found.tags[of_kind, owner[1]][int(number)].words = words
        else:
            self.found.tags.setdefault(owner, []).append(Tag(words))

    def capacity(self, says: Mapping[str, str], value: Mapping[str, Any], owner: Owner) -> None:
        """Note how much there is of a service."""
        service, unit = of(owner, "service", says), value.get("unit")
        if service is None:
            return
        name = plain(unit.get("name")) if isinstance(unit, Mapping) else says.get("unit", "")
        made = Capacity(says.get("available", ""), name)
        if "unit_id" in says:
            self._uncounted.append((made, says["unit_id"]))
        self.found.capacities.setdefault(service, []).append(made)

    def join(self) -> None:
        """Give each its term and its unit."""
        for tag, term in self._untold:
            tag.words = tag.words or self.found.terms.get(term, (term,))
        for capacity, unit in self._uncounted:
            capacity.unit = capacity.unit or self.found.units.get(unit, "")
