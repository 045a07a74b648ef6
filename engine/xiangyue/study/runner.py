"""Runs a profile's scenarios: all of them with a report, or one by one under pytest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from xiangyue import plugs
from xiangyue.errors import BadInput
from xiangyue.limit import Limit
from xiangyue.lint import require
from xiangyue.profile import Finding, Loaded, Profile, load
from xiangyue.study.coverage import Coverage, Watch
from xiangyue.study.play import Play
from xiangyue.study.remembering import Memory, Remembered, always_read, values_of
from xiangyue.study.report import ScenarioReport, ScenarioResult
from xiangyue.study.scenario import Scenario
from xiangyue.study.scenarios import read_scenarios
from xiangyue.study.seen import ALL, ToldPlans


class Bench:
    """Plays the scenarios of one profile, and watches what of it they see."""

    def __init__(
        self, profile: Profile, limits: Mapping[str, Limit], memory: Memory | None = None
    ) -> None:
        """Begin having seen nothing; the profile is compiled once.

        Reviews of limits are not timed: a scenario says the same on a slow machine. With the memory
        of these rules, what need not be played again is not; ``played`` counts the others.
        """
        self.profile = profile
        self.played = 0
        self._watch = Watch(profile, limits)
        self._plans = ToldPlans(limits, compiler=self._watch.compile, timed=False)
        self._plans.tell = self._watch.read
        self._memory = Memory() if memory is None else memory
        self._values = values_of(profile.document)
        self._always = always_read(profile.document)

    def run(self, scenario: Scenario) -> ScenarioResult:
        """Play one scenario in a village of its own, or remember what became of it."""
        known = self._memory.find(scenario, self._values)
        if known is not None:
            self._watch.add(known.seen)
            return known.result
        self.played += 1
        with self._watch.apart() as seen:
            result = Play(scenario, self.profile, self._plans, self._watch).run()
        # A play that broke off might have read on; one that fails is played each time.
        read = seen.read | self._always if result.ok else {ALL}
        values = {name: self._values[name] for name in read if name in self._values}
        self._memory.keep(Remembered(scenario, values, result, seen))
        return result

    def coverage(self) -> Coverage:
        """Return what of the profile was seen until now."""
        return self._watch.coverage()


@dataclass(frozen=True, slots=True)
class ScenarioCase:
    """A scenario as a test: ``str`` is its name, for ``ids=str``."""

    scenario: Scenario
    bench: Bench = field(repr=False, compare=False)

    @property
    def name(self) -> str:
        """The scenario's name."""
        return self.scenario.name

    @property
    def inherited(self) -> bool:
        """Whether a profile that this one extends brings it."""
        return self.scenario.inherited is not None

    def __str__(self) -> str:
        """Be called as the scenario is."""
        return self.name

    def run(self) -> ScenarioResult:
        """Play it; raises AssertionError, with the whole story, where it does not come out."""
        result = self.bench.run(self.scenario)
        if not result.ok:
            raise AssertionError(str(result))
        return result


def run_scenarios(
    ref: str | Path | Loaded, packs: Sequence[Path] = (), *, limits: Sequence[Limit] = ()
) -> ScenarioReport:
    """Run the scenarios of a profile, each on the real engine in a store of its own.

    ``ref`` is a folder, the name of a profile in ``packs`` or an installed pack, or a profile as
    it was loaded; ``limits`` are limits besides those that are installed. Scenarios of parents are
    played too, on this very profile. Raises Misuse where there is no such profile or it has no
    scenarios, BrokenProfile where it has errors, and BadInput where a file cannot be read.
    """
    loaded, bench = _found(ref, packs, limits)
    return play_all(bench, *read_scenarios(loaded, bench.profile))


def play_all(
    bench: Bench, scenarios: Iterable[Scenario], findings: tuple[Finding, ...] = ()
) -> ScenarioReport:
    """Run scenarios on a bench; ``findings`` are what is wrong with those that cannot be."""
    results = tuple(map(bench.run, scenarios))
    return ScenarioReport(bench.profile.id, results, findings, bench.coverage())


def scenario_cases(
    ref: str | Path | Loaded, packs: Sequence[Path] = (), *, limits: Sequence[Limit] = ()
) -> list[ScenarioCase]:
    """Return the scenarios of a profile as tests for ``pytest.mark.parametrize``.

    Raises as ``run_scenarios`` does, and BadInput where a scenario is not written as it must be.
    """
    loaded, bench = _found(ref, packs, limits)
    scenarios, findings = read_scenarios(loaded, bench.profile)
    if findings:
        first = findings[0]
        count, said = len(findings), f"{first.text()} {first.mend()}".rstrip()
        raise BadInput("scenario-broken", place=first.place, count=count, first=said)
    return [ScenarioCase(scenario, bench) for scenario in scenarios]


def _found(
    ref: str | Path | Loaded, packs: Sequence[Path], limits: Sequence[Limit]
) -> tuple[Loaded, Bench]:
    loaded = ref if isinstance(ref, Loaded) else load(ref, (*packs, *plugs.packs()))
    known = plugs.limits(*limits)
    return loaded, Bench(require(loaded, known), known)
