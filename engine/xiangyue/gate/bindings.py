"""The limits that a profile binds, ready to review."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from xiangyue.frozen import frozen
from xiangyue.gate.periods import begins
from xiangyue.limit import (
    KINDS,
    Fact,
    Limit,
    Words,
    community_tasks,
    fields_asked,
    held,
    latest,
    open_tasks,
    opened,
    pending,
    touches,
)
from xiangyue.profile import LimitBinding, Profile, with_params
from xiangyue.values import Stance

MOST_BREAKS = 3
"""Breaks in a row after which a binding is not asked any more."""

_Where = tuple[str, tuple[str, ...], bool]
"""A kind of intervention, the modes whose exceptions hold, and whether a task is opened."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A limit as a profile binds it by ``id``; ``limit`` is None where it cannot be asked at all.

    ``liftable`` is whether modes and claims may set it aside, whatever the profile says.
    """

    id: str
    binding: LimitBinding
    stance: Stance
    title: Words
    limit: Limit | None
    config: Mapping[str, Any]
    facts: Mapping[str, Fact]
    budget: float
    liftable: bool
    openings: bool

    def lifted(self, modes: Iterable[str]) -> bool:
        """Tell whether it does not hold in one of these (``emergency``, ``emergency:II``)."""
        away = self.binding.lifted_in if self.liftable else ()
        return bool(away) and any(mode in away or mode.partition(":")[0] in away for mode in modes)


@dataclass(frozen=True, slots=True)
class Gate:
    """The limits by the kind of intervention they review; made once a release.

    ``document`` is the profile as plugins may read it, ``timer`` measures seconds, and ``tuned`` is
    whether it depends on a community's params. What holds in which modes is worked out once.
    """

    bound: Mapping[str, tuple[Bound, ...]]
    document: Mapping[str, Any]
    timer: Callable[[], float]
    tuned: bool
    _holding: dict[_Where, tuple[Bound, ...]] = field(default_factory=dict, repr=False)
    _facts: dict[_Where, tuple[Fact, ...]] = field(default_factory=dict, repr=False)

    def __bool__(self) -> bool:
        """Be true when any limit reviews anything."""
        return bool(self.bound)

    def holding(self, kind: str, modes: tuple[str, ...], opening: bool) -> tuple[Bound, ...]:
        """Return the limits that review interventions of a kind and are not lifted in the modes.

        ``opening`` is whether a task is opened: some review nothing else.
        """
        where = kind, modes, opening
        found = self._holding.get(where)
        if found is None:
            bound = (one for one in self.bound.get(kind, ()) if opening or not one.openings)
            found = self._holding[where] = tuple(one for one in bound if not one.lifted(modes))
        return found

    def facts(self, kind: str, modes: tuple[str, ...], opening: bool) -> tuple[Fact, ...]:
        """Return what these limits need to know of the past, each in its turn."""
        where = kind, modes, opening
        found = self._facts.get(where)
        if found is None:
            bound = self.holding(*where)
            found = self._facts[where] = tuple(f for one in bound for f in one.facts.values())
        return found


def build_gate(
    profile: Profile,
    installed: Mapping[str, Limit],
    params: Mapping[str, Any],
    timer: Callable[[], float] = time.perf_counter,
) -> Gate:
    """Bind the limits of a profile; one that is not installed counts as broken.

    ``params`` are those in force: a config may name them.
    """
    by_kind: dict[str, list[Bound]] = {}
    bindings = profile.limits.values()
    for binding in bindings:
        if binding.stance == "lifted":
            continue
        limit = installed.get(binding.limit)
        kinds = KINDS if limit is None else limit.kinds
        if kinds:
            bound = _bound(binding, binding.stance, limit, params)
            for kind in kinds:
                by_kind.setdefault(kind, []).append(bound)
    document = frozen(profile.document) if by_kind else {}
    tuned = any(with_params(b.config, {}) != with_params(b.config, params) for b in bindings)
    return Gate({kind: tuple(bound) for kind, bound in by_kind.items()}, document, timer, tuned)


def _bound(
    binding: LimitBinding, stance: Stance, limit: Limit | None, params: Mapping[str, Any]
) -> Bound:
    config = frozen(with_params(binding.config, params))
    facts, title = {}, {"en": binding.id, "zh": binding.id}
    liftable = True
    if limit is not None:
        title, liftable = dict(limit.title), limit.liftable
        try:
            facts = dict(limit.facts(config))
            for fact in facts.values():
                _check(fact)
        except Exception:  # whatever a plugin raises
            limit = None
    return Bound(
        id=binding.id,
        binding=binding,
        stance=stance,
        title=title,
        limit=limit,
        config=config,
        facts=facts if limit is not None else {},
        budget=binding.budget_ms / 1000,
        liftable=liftable,
        openings=limit is not None and limit.openings is True,
    )


def _check(fact: Fact) -> None:
    """Raise for a fact that nobody could tell."""
    if fact.what not in _WHAT or not all(isinstance(name, str) for name in fact.names):
        raise ValueError(fact)
    if fact.within:
        begins(fact.within, _SOME_DAY, "UTC")


_WHAT = {f.what for f in (touches(within=""), fields_asked(""), open_tasks(), community_tasks())}
_WHAT |= {f.what for f in (opened(within=""), latest("", ""), held(), pending())}
_SOME_DAY = 2**50
