"""The counting of burden: entries in, sums out; each entry is read once and not kept."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from xiangyue.canonical import chainable, dump
from xiangyue.gate import each
from xiangyue.limit import KINDS
from xiangyue.profile import Action, Field, Profile
from xiangyue.study.period import week
from xiangyue.study.reading import (
    Works,
    action_of,
    by_system,
    by_worker,
    channel,
    filled_in,
    is_free_text,
)
from xiangyue.study.recounting import Recorded
from xiangyue.study.workload import Burden, LimitCount, Touch, UnitBurden, WorkerBurden
from xiangyue.values import Ruling, Unit


def count_burden(
    entries: Iterable[Recorded],
    *,
    units: Mapping[str, Unit],
    profile_of: Callable[[str, str], Profile],
    works: Works,
    timezone: str | None,
    seconds_per_field: float,
) -> Burden:
    """Count what entries of one community show.

    ``units`` are the community's own, ``profile_of`` gives the profile of a release in a mode.
    """
    filled, touches, limits = _Filled(timezone), _Touches(works), _Limits()
    for told in entries:
        limits.see(told.decision.rulings)
        if told.decision:
            profile = profile_of(told.decision.release, told.decision.mode)
            action = action_of(told, profile)
            touches.see(told, action)
            if not by_system(told):
                filled.see(told, action, profile.fields, by_worker(told, works))
    return Burden(
        seconds_per_field=seconds_per_field,
        workers=filled.workers(),
        units=filled.units(units),
        resident_fields=filled.by_residents,
        destroyed=filled.destroyed,
        repeated=filled.repeated(),
        touches=touches.found(),
        limits=limits.found(),
    )


class _Filled:
    """Counts fields by worker, unit and week, and keeps a hash of each value to find repetitions.

    Eight bytes a field, whatever was said in it.
    """

    def __init__(self, timezone: str | None) -> None:
        self.by_residents = 0
        self.destroyed = 0
        self._timezone = timezone
        self._counts: Counter[tuple[str, str, str]] = Counter()
        self._said: dict[str, array[int]] = {}

    def see(
        self, told: Recorded, action: Action, fields: Mapping[str, Field], worker: bool
    ) -> None:
        decision = told.decision
        names, who = filled_in(told, action), decision.command.principal
        if worker:
            when = week(decision.occurred_at, self._timezone)
            self._counts[who, told.unit, when] += len(names)
        else:
            self.by_residents += len(names)
        given = decision.command.data
        self.destroyed += len(names - given.keys())
        for name, value in given.items():
            scope = _scope(fields[name], decision.task)
            if scope is not None and value is not None:
                said = hash((who, told.unit, scope, dump(chainable(value))))
                self._said.setdefault(name, array("q")).append(said)

    def workers(self) -> tuple[WorkerBurden, ...]:
        lines: dict[str, Counter[str]] = {}
        at: dict[str, set[str]] = {}
        for (who, unit, when), count in self._counts.items():
            if count:
                lines.setdefault(who, Counter())[when] += count
                at.setdefault(who, set()).add(unit)
        return tuple(
            WorkerBurden(who, dict(sorted(weeks.items())), frozenset(at[who]))
            for who, weeks in sorted(lines.items(), key=lambda line: (-line[1].total(), line[0]))
        )

    def units(self, units: Mapping[str, Unit]) -> tuple[UnitBurden, ...]:
        """Return the units as a tree, each with what was filled in there and beneath it."""
        counts: dict[str, Counter[str]] = {name: Counter() for name in units}
        weeks: dict[str, set[tuple[str, str]]] = {name: set() for name in units}
        for (who, unit, when), count in self._counts.items():
            for name in _upwards(unit, units) if count else ():
                counts[name][when] += count
                weeks[name].add((who, when))
        return tuple(
            UnitBurden(
                unit=units[name],
                depth=depth,
                weeks=dict(sorted(counts[name].items())),
                workers=len({who for who, _ in weeks[name]}),
                worker_weeks=len(weeks[name]),
            )
            for name, depth in _tree(units)
        )

    def repeated(self) -> dict[str, int]:
        """Return how often each field was given again with what had been said before."""
        found = {name: len(said) - len(set(said)) for name, said in self._said.items()}
        return {name: n for name, n in sorted(found.items(), key=lambda one: -one[1]) if n}


def _scope(field: Field, task: str) -> str | None:
    """Return within what the same value once more is the same datum; None where it never is.

    Of a person or unit it is so everywhere. Of a task, text is material that is written again,
    and a number or date counts within its task: elsewhere it may well be the same. What is chosen
    from a list, or names somebody, is a decision each time.
    """
    if field.about != "task":
        return ""
    schema = field.schema.get("items", field.schema)
    if is_free_text(field):
        return ""
    chosen = "enum" in schema or schema.get("type") == "boolean"
    return None if chosen or schema.get("format") in ("member", "unit", "entry", "task") else task


def _upwards(unit: str, units: Mapping[str, Unit]) -> Iterable[str]:
    """Yield a unit and those above it within the community."""
    name: str | None = unit
    while name is not None and name in units:
        yield name
        name = units[name].parent


def _tree(units: Mapping[str, Unit]) -> Iterable[tuple[str, int]]:
    """Yield the units from the top, each before those beneath it, with its depth."""

    def below(parent: str, depth: int) -> Iterable[tuple[str, int]]:
        yield parent, depth
        for name, unit in units.items():
            if unit.parent == parent:
                yield from below(name, depth + 1)

    for name, unit in units.items():
        if unit.parent not in units:
            yield from below(name, 0)


class _Touches:
    """Counts interventions by whom they touch, kind and channel."""

    def __init__(self, works: Works) -> None:
        self._works = works
        self._counts: dict[tuple[str, str, str], Counter[str | None]] = {}

    def see(self, told: Recorded, action: Action) -> None:
        decision = told.decision
        for one in each(decision.interventions):
            if one.kind in KINDS:
                self._touch(one.to, one.kind, channel(one, action), decision.occurred_at)
        for posting in decision.points:
            self._touch(posting.member, "score", "", decision.occurred_at)

    def _touch(self, to: str | None, kind: str, by: str, at: int) -> None:
        if to is None:
            whom = "nobody"
        elif to.startswith("role:"):
            whom = "role"
        else:
            whom = "worker" if self._works(to, at) else "resident"
        self._counts.setdefault((whom, kind, by), Counter())[to] += 1

    def found(self) -> tuple[Touch, ...]:
        return tuple(
            Touch(*key, times.total(), len(times), max(times.values()))
            for key, times in sorted(self._counts.items())
        )


class _Limits:
    """Counts what limits said other than yes."""

    def __init__(self) -> None:
        self._counts: dict[str, Counter[str]] = {}
        self._titles: dict[str, Mapping[str, str]] = {}

    def see(self, rulings: Iterable[Ruling]) -> None:
        for ruling in rulings:
            self._titles[ruling.limit] = ruling.title
            counts = self._counts.setdefault(ruling.limit, Counter())
            counts[ruling.verdict] += 1
            if ruling.stance == "enforce" and ruling.verdict not in ("lifted", "broken"):
                counts["enforced"] += 1

    def found(self) -> tuple[LimitCount, ...]:
        return tuple(
            LimitCount(limit, dict(self._titles[limit]), counts.pop("enforced", 0), dict(counts))
            for limit, counts in sorted(self._counts.items())
        )
