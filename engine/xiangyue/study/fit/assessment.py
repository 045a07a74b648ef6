"""What a community's indicators say: its two best types, what is missing, what does not match."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType
from typing import Final, Literal

from xiangyue.study.fit.indicators import INDICATORS, RED_FLAGS, Band
from xiangyue.study.fit.plan import Step, plan
from xiangyue.study.fit.scoring import Bands, Score, Type, could_pass, score

Verdict = Literal["clear", "mixed", "weak", "thin", "none"]

ENOUGH: Final = Fraction(1, 2)
"""The share of a type's weight that has to be known to compare it with others. [D]"""

GOOD: Final = Fraction(1, 2)
"""The score below which no type is said to fit. [D]"""

CLOSE: Final = Fraction(15, 100)
"""Two types whose scores lie no further apart are mixed. [D]"""

SETTING: Final = "setting"


@dataclass(frozen=True, slots=True)
class Community:
    """A row of the data: what is known of a community; ``profile`` is what governs it by now."""

    id: str
    values: Mapping[str, float]
    profile: str | None = None
    setting: str | None = None

    @property
    def bands(self) -> dict[str, Band]:
        """The band in which each known indicator lies."""
        return {code: INDICATORS[code].band(value) for code, value in self.values.items()}


@dataclass(frozen=True, slots=True)
class Mismatch:
    """An indicator that lies elsewhere than a profile expects."""

    code: str
    value: float
    band: Band
    wanted: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """What was found of a community.

    ``best`` are at most two scores. ``missing`` is what is not known, ``open`` what of it could
    bring another type to the front. ``current`` is the type of the profile that governs by now.
    """

    community: Community
    best: tuple[Score, ...]
    verdict: Verdict
    missing: tuple[str, ...]
    open: tuple[str, ...]
    current: Score | None
    mismatches: tuple[Mismatch, ...]
    elsewhere: bool
    flags: tuple[str, ...]
    plan: tuple[Step, ...]
    mixes: Mapping[frozenset[str], str] = field(default_factory=dict)

    @property
    def mix(self) -> str | None:
        """The profile in which the two types are mixed, with what people decide written down."""
        return self.mixes.get(frozenset(self.extends))

    @property
    def extends(self) -> tuple[str, ...]:
        """The profiles to build on, in the order of ``extends``: the best type last, so it wins."""
        count = {"clear": 1, "mixed": 2}.get(self.verdict, 0)
        return tuple(one.type.id for one in reversed(self.best[:count]))


def assess(
    community: Community,
    types: Sequence[Type],
    current: Type | None = None,
    mixes: Mapping[frozenset[str], str] = MappingProxyType({}),
) -> Assessment:
    """Hold a community against types, whatever order they come in; ``current`` governs it by now.

    ``mixes`` names the profiles that are a mix of types, by the ids of those.

    A type of the other setting is out of the question. A type of which less than half of the
    weight is known comes after all of which more is; then the higher score comes first, then what
    is better known, then the id.

    The verdict is ``none`` where nothing can be scored, ``thin`` where less than half of the best
    type's weight is known, ``weak`` where its score is below a half, ``mixed`` where the second
    type is well enough known, scores a half at least and lies at most 0.15 behind, else ``clear``.
    """
    bands = community.bands
    possible = [kind for kind in types if not _elsewhere(kind, community)]
    ranked = sorted((score(kind, bands) for kind in possible), key=_rank)
    scored = [one for one in ranked if one.known]
    missing = tuple(code for code in INDICATORS if code not in bands)
    if community.setting is None and any(kind.setting for kind in types):
        missing = (SETTING, *missing)
    here = score(current, bands) if current else None
    return Assessment(
        community,
        best=tuple(scored[:2]),
        verdict=_verdict(scored),
        missing=missing,
        open=_undecided(scored[0].type, possible, bands, missing) if scored else missing,
        current=here,
        mismatches=_mismatches(current, community) if current else (),
        elsewhere=current is not None and _elsewhere(current, community),
        flags=tuple(code for code, band in RED_FLAGS.items() if bands.get(code) == band),
        plan=plan(bands),
        mixes=mixes,
    )


def _elsewhere(kind: Type, community: Community) -> bool:
    return None not in (kind.setting, community.setting) and kind.setting != community.setting


def _rank(one: Score) -> tuple[bool, Fraction, Fraction, str]:
    value = Fraction(-1) if one.value is None else one.value
    return one.known_share < ENOUGH, -value, -one.known_share, one.type.id


def _verdict(scored: Sequence[Score]) -> Verdict:
    first, second = (*scored[:2], None, None)[:2]
    if first is None or first.value is None:
        return "none"
    if first.known_share < ENOUGH:
        return "thin"
    if first.value < GOOD:
        return "weak"
    if second is None or second.value is None or second.known_share < ENOUGH:
        return "clear"
    return "mixed" if second.value >= max(GOOD, first.value - CLOSE) else "clear"


def _undecided(
    leader: Type, types: Sequence[Type], bands: Bands, missing: tuple[str, ...]
) -> tuple[str, ...]:
    """Return what is missing and could bring another type level with the leader, or past it."""
    others = [kind for kind in types if kind.id != leader.id]
    rivals = [kind for kind in others if could_pass(kind, leader, bands)]
    counts = frozenset().union(*(kind.codes for kind in (leader, *rivals) if rivals))
    found = {code for code in missing if code in counts}
    if leader.setting and others:
        found.add(SETTING)
    return tuple(code for code in missing if code in found)


def _mismatches(kind: Type, community: Community) -> tuple[Mismatch, ...]:
    bands = community.bands
    failed = {c for one in kind.criteria if one.agrees(bands) is False for c in one.members}
    return tuple(
        Mismatch(code, community.values[code], bands[code], kind.wanted(code))
        for code in INDICATORS
        if code in failed
    )
