"""One scenario played on the real engine, with a clock of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from xiangyue.errors import Place, XiangyueError
from xiangyue.profile import Finding, Profile
from xiangyue.study.coverage import Watch
from xiangyue.study.judgment import (
    End,
    about,
    check_expectation,
    clock,
    meant,
    said_of,
    unlike,
)
from xiangyue.study.report import ScenarioResult, Told
from xiangyue.study.scenario import (
    ANYTHING,
    HERE,
    Attempt,
    Because,
    Event,
    Expectation,
    Fact,
    Scenario,
    Tried,
    Wait,
)
from xiangyue.study.stage import ERRAND, WAITING, Stage, Timer
from xiangyue.time.clock import from_micros, to_micros
from xiangyue.time.worktime import Duration
from xiangyue.values import Decision, Outcome, replace
from xiangyue.words import split_ref
from xiangyue.work.plans import Plans

DEADLINES: Final = 1000
"""The most deadlines that may pass at one step."""


class Failed(Exception):
    """A scenario cannot go on; ``finding`` says why."""

    def __init__(self, finding: Finding) -> None:
        """Remember what was found."""
        super().__init__(finding.code)
        self.finding = finding


class Play:
    """A scenario while it is played."""

    def __init__(self, scenario: Scenario, profile: Profile, plans: Plans, watch: Watch) -> None:
        """Open a stage, and set the clock to the scenario's beginning."""
        self._scenario = scenario
        self._profile = profile
        self._watch = watch
        self._stage = Stage(plans)
        self._now = to_micros(scenario.given.at)
        self._decisions: list[Decision] = []
        self._refs: dict[str, str] = {}
        self._story: list[Told] = []
        self._expected: tuple[Expectation, ...] = ()

    def run(self) -> ScenarioResult:
        """Play it to its end, or to the first step that does not come out as it should."""
        with self._stage:
            try:
                self._set_up()
                self._happen_first()
                self._expected = self._scenario.expectations
                for event in self._scenario.events:
                    self._happen(event)
                failures = self._judged()
            except Failed as failed:
                failures = (failed.finding,)
        name, place = self._scenario.name, self._scenario.place
        if failures and self._scenario.inherited:
            failures = (*failures, self._scenario.inherited)
        return ScenarioResult(name, place, failures, tuple(self._story))

    def _set_up(self) -> None:
        given, stage = self._scenario.given, self._stage
        beneath = {one.id for one in given.communities}
        with _blaming(given.place):
            stage.set_up(self._profile, given)
        for unit in given.units:
            with _blaming(unit.place):
                stage.add_unit(unit.id, unit.unit_level, parent=unit.parent, now=given.at)
        for somebody in given.members:
            with _blaming(somebody.place):
                home = somebody.unit if somebody.unit in beneath else HERE
                stage.register(somebody.id, home=home, kind=somebody.kind, now=given.at)
        for somebody in given.members:
            with _blaming(somebody.place):
                stage.move_in(somebody, self._profile, given)

    def _judged(self) -> tuple[Finding, ...]:
        end = End(self._stage, self._profile, self._now, tuple(self._decisions), self._refs)
        found = [check_expectation(e, end) for e in self._scenario.expectations]
        report = self._stage.verify()
        if not report:
            problem = {"problem": "; ".join(map(str, report.problems))}
            found.append(Finding("scenario-verify", "error", self._scenario.place, "", problem))
        return tuple(finding for finding in found if finding)

    # --- what happens ---

    def _happen_first(self) -> None:
        """Play what has happened before; what is told and judged begins after it."""
        first = self._scenario.given.first
        for event in first:
            self._happen(event)
        if first:
            self._decisions.clear()
            self._story.clear()
            self._tell("scenario-told-first", count=len(first))

    def _happen(self, event: Event) -> None:
        with _blaming(event.place):
            if isinstance(event, Wait):
                self._wait(event)
            else:
                self._try(event)

    def _try(self, attempt: Attempt) -> None:
        command = meant(attempt.command, self._refs)
        decision = self._note(self._stage.do(command, now=from_micros(self._now)))
        outcome = attempt.outcome or self._foreseen(decision)
        if code := unlike(decision, outcome, attempt.because):
            raise self._failed(code, attempt.place, decision, attempt.because)
        for followed in self._stage.followed(decision):
            self._note(followed)
        if any(timer.name == ERRAND for timer in self._stage.timers(self._now)):
            self._tick(attempt.place)

    def _tick(self, place: Place) -> None:
        for decided in self._stage.tick(from_micros(self._now)):
            decision = self._note(decided)
            if code := unlike(decision, self._foreseen(decision), ANYTHING):
                raise self._failed(code, place, decision, ANYTHING)

    def _foreseen(self, decision: Decision) -> Outcome:
        """Return what must have become of it: done, unless an expectation says otherwise."""
        return decision.outcome if any(_says(e, decision) for e in self._expected) else "done"

    def _wait(self, wait: Wait) -> None:
        """Let time pass; what falls due meanwhile happens at its own moment."""
        moment = wait.until
        if isinstance(moment, Duration):
            moment = self._profile.calendar.add(from_micros(self._now), moment)
        until = to_micros(moment)
        if until < self._now:
            raise self._stuck("scenario-backwards", wait.place, now=self._clock(self._now))
        passed = 0
        while timers := self._stage.timers(until):
            due = timers[0].due
            self._now = max(self._now, due)
            for timer in timers:
                if timer.due == due:
                    self._pass(timer)
                    passed += 1
            if passed > DEADLINES:
                raise self._stuck("scenario-deadlines", wait.place, most=DEADLINES)
            self._tick(wait.place)
        self._now = until
        self._tell("scenario-told-clock")

    # --- what is told of it ---

    def _pass(self, timer: Timer) -> None:
        if timer.name == WAITING and timer.task is None:
            self._tell("scenario-told-left")
            return
        ref = f"{timer.community}/{timer.task}"
        task = next((name for name, known in self._refs.items() if known == ref), timer.task)
        if timer.name == WAITING:
            self._tell("scenario-told-again", task=task)
            return
        if timer.name == ERRAND:
            self._tell("scenario-told-errand", task=task)
            return
        found = self._stage.task(ref)
        if timer.name in found.alarms:
            self._tell("scenario-told-fired", task=task, timer=timer.name)
            return
        name = found.flow if timer.name == "flow" else found.state
        self._tell("scenario-told-overdue", task=task, timer=name)

    def _called(self, decision: Decision) -> Decision:
        """Return a decision that calls its task as the scenario does."""
        if decision.command.origin is not None:
            name = f"{split_ref(decision.command.origin)[1]}@{decision.command.community}"
            self._refs[name] = decision.ref
            return replace(decision, task=name)
        names = (name for name, ref in self._refs.items() if ref == decision.ref)
        return replace(decision, task=next(names, decision.task))

    def _note(self, decision: Decision) -> Decision:
        decision = self._called(decision)
        self._decisions.append(decision)
        self._watch.note(decision)
        if decision.outcome != "done":
            code = f"scenario-told-{decision.outcome}"
        elif decision.before is None:
            code = "scenario-told-opened"
        else:
            code = "scenario-told-done"
        values = {"before": decision.before, "after": decision.after, "flow": decision.flow}
        self._tell(code, **said_of(decision, self._profile), **values)
        return decision

    def _stuck(self, code: str, place: Place, **values: Any) -> Failed:
        return Failed(Finding(code, "error", place, "", values))

    def _failed(self, code: str, place: Place, decision: Decision, because: Because) -> Failed:
        return Failed(about(code, place, decision, because, self._profile))

    def _tell(self, code: str, **values: Any) -> None:
        self._story.append(Told(code, {"at": self._clock(self._now), **values}))

    def _clock(self, micros: int) -> str:
        return clock(micros, self._profile)


def _says(expectation: Expectation, decision: Decision) -> bool:
    """Tell whether an expectation says that this will have been refused, or deferred."""
    if isinstance(expectation, Fact):
        wanted = (expectation.kind, expectation.about) == (decision.outcome, decision.task)
        return wanted and expectation.expected is not None
    return (
        isinstance(expectation, Tried)
        and expectation.outcome == decision.outcome
        and expectation.action == decision.command.action
        and expectation.task in (None, decision.task)
    )


@contextmanager
def _blaming(place: Place) -> Iterator[None]:
    """Let an error of the engine fail the scenario, at the place that brought it about."""
    try:
        yield
    except XiangyueError as error:
        raise Failed(Finding(error.code, "error", place, "", error.values)) from error
