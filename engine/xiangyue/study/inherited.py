"""What a profile takes unchanged from a parent is shown by that parent's scenarios."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from pathlib import Path

from xiangyue.profile import Loaded, load
from xiangyue.study.coverage import Coverage, Covered

_PARTS = ("flows", "tables", "scoring")
_NAMED = 2  # steps that an address takes to a flow, table or scoring rule

Shown = Callable[[Loaded], Coverage]
"""Plays a profile's scenarios, and tells what of it they have seen."""


def with_parents(
    coverage: Coverage, loaded: Loaded, packs: Sequence[Path], shown: Shown
) -> Coverage:
    """Count as covered what stands in a parent word for word and is covered there.

    Of a flow, table or scoring rule that the profile changes anywhere, nothing is taken over.
    """
    for file in reversed(loaded.files[:-1]):
        missing = {_part(address) for address in coverage.missing}
        parent = load(file, packs) if missing else None
        if parent is not None and parent.profile is not None and parent.scenarios is not None:
            same = {part for part in missing if _same(loaded, parent, part)}
            if same:
                coverage = _taken_over(coverage, same, frozenset(shown(parent).missing))
    return coverage


def _part(address: str) -> tuple[str, ...]:
    return tuple(address.split(".")[:_NAMED])


def _same(loaded: Loaded, parent: Loaded, part: tuple[str, ...]) -> bool:
    ours, theirs = loaded.root.get(*part), parent.root.get(*part)
    return part[0] in _PARTS and ours is not None and ours == theirs


def _taken_over(coverage: Coverage, same: set[tuple[str, ...]], unseen: frozenset[str]) -> Coverage:
    def part(of: Covered) -> Covered:
        left = tuple(a for a in of.missing if _part(a) not in same or a in unseen)
        addresses = {address.partition(" = ")[0] for address in left}
        return Covered(of.total - len(addresses), of.total, left)

    counted = (one for one in fields(Coverage) if one.name != "limits")
    return replace(coverage, **{one.name: part(getattr(coverage, one.name)) for one in counted})
