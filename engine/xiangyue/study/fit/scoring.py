"""How well a profile's ``fit`` section agrees with what is known of a community."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from xiangyue.study.fit.indicators import BANDS, INDICATORS, Band
from xiangyue.text import Text, text

Bands = Mapping[str, Band]


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that a type expects; of several ``members`` one that agrees is enough."""

    weight: int
    members: Mapping[str, frozenset[Band]]

    def agrees(self, bands: Bands) -> bool | None:
        """Tell whether it is met; None where that hangs on what is missing."""
        if any(bands.get(code) in wanted for code, wanted in self.members.items()):
            return True
        return False if self.members.keys() <= bands.keys() else None


@dataclass(frozen=True, slots=True)
class Type:
    """A type of community as a profile describes it; ``setting`` None fits town and country."""

    id: str
    title: Text
    setting: str | None
    criteria: tuple[Criterion, ...]

    @property
    def codes(self) -> frozenset[str]:
        """The indicators that count for it."""
        return frozenset(code for one in self.criteria for code in one.members)

    def wanted(self, code: str) -> tuple[Band, ...]:
        """Return the bands that it expects of an indicator."""
        found = [one.members[code] for one in self.criteria if code in one.members]
        return tuple(band for band in BANDS if any(band in wanted for wanted in found))


@dataclass(frozen=True, slots=True)
class Score:
    """The weights of a type's criteria: of those that agree, those that are known, and all."""

    type: Type
    agreed: int
    known: int
    total: int

    @property
    def value(self) -> Fraction | None:
        """The weight of the criteria that agree out of those that are known; None if none is."""
        return Fraction(self.agreed, self.known) if self.known else None

    @property
    def known_share(self) -> Fraction:
        """The weight of the criteria that are known out of all."""
        return Fraction(self.known, self.total)


def to_type(document: Mapping[str, Any]) -> Type | None:
    """Return what a resolved profile says of its type; None where it has no ``fit`` section.

    Indicators of one ``either`` make one criterion with the largest of their weights.
    """
    fit = document.get("fit", {})
    groups: dict[tuple[bool, str], list[str]] = {}
    for code in INDICATORS:
        if code in fit:
            either = fit[code].get("either")
            groups.setdefault((either is not None, either or code), []).append(code)
    if not groups:
        return None
    criteria = tuple(
        Criterion(
            max(fit[code].get("weight", 1) for code in codes),
            {code: frozenset(fit[code]["bands"]) for code in codes},
        )
        for codes in groups.values()
    )
    title = text(document.get("title"), document["profile"])
    return Type(document["profile"], title, fit.get("setting"), criteria)


def score(kind: Type, bands: Bands) -> Score:
    """Weigh a type's criteria against the bands in which the known indicators lie.

    The score is the weight of the criteria that agree divided by the weight of those that are
    known: from 0 (none agrees) to 1 (all do). A criterion is known once nothing that is missing
    can change whether it agrees. What is missing counts neither way, so no score is higher than
    it would be if all that is missing agreed, nor lower than if none of it did.
    """
    answers = [(one.weight, one.agrees(bands)) for one in kind.criteria]
    return Score(
        kind,
        agreed=sum(weight for weight, answer in answers if answer),
        known=sum(weight for weight, answer in answers if answer is not None),
        total=sum(weight for weight, _ in answers),
    )


def could_pass(rival: Type, leader: Type, bands: Bands) -> bool:
    """Tell whether what is missing could bring a rival level with the leader, or past it.

    Every way to fill in what is missing is looked at; False where nothing that counts is missing.
    """
    missing = [code for code in INDICATORS if code in (rival.codes | leader.codes) - bands.keys()]
    if not missing:
        return False
    scored = [(rival, 1), (leader, -1)]
    parts = [
        (one, sign * Fraction(one.weight, sum(other.weight for other in kind.criteria)))
        for kind, sign in scored
        for one in kind.criteria
    ]
    start = frozenset(n for n, (one, _) in enumerate(parts) if one.agrees(bands))
    # Of the criteria that agree so far only those are told apart of which a member is still to
    # come: the best lead for each such set is all that later choices can depend on.
    leads = {_open(start, parts, missing): sum((parts[n][1] for n in start), Fraction(0))}
    for n, code in enumerate(missing):
        found: dict[frozenset[int], Fraction] = {}
        for held, lead in leads.items():
            for chosen in _choices(code, parts):
                new = chosen - held
                key = _open(held | chosen, parts, missing[n + 1 :])
                gained = lead + sum((parts[i][1] for i in new), Fraction(0))
                found[key] = max(gained, found.get(key, gained))
        leads = found
    return max(leads.values()) >= 0


def _open(
    agreed: Collection[int], parts: list[tuple[Criterion, Fraction]], missing: list[str]
) -> frozenset[int]:
    return frozenset(n for n in agreed if not parts[n][0].members.keys().isdisjoint(missing))


def _choices(code: str, parts: list[tuple[Criterion, Fraction]]) -> Iterator[frozenset[int]]:
    for band in BANDS:
        yield frozenset(
            n for n, (one, _) in enumerate(parts) if band in one.members.get(code, frozenset())
        )
