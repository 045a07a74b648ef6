"""From scenarios.yaml to scenarios: read, held against the schema, and every name looked up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final, cast

from xiangyue.clock import EARLIEST, to_micros
from xiangyue.errors import Misuse
from xiangyue.profile import Finding, Flow, Loaded, Node, Profile, parse, read
from xiangyue.profile.check import LIMIT, Steps, explain, in_order
from xiangyue.profile.judge import judge_by
from xiangyue.profile.load import SCENARIOS
from xiangyue.profile.schema import spread_out
from xiangyue.scoring import hundredths
from xiangyue.study.names import Names, many
from xiangyue.study.scenario import (
    HERE,
    Attempt,
    Event,
    Expectation,
    Fact,
    Given,
    Outcome,
    Right,
    Scenario,
    Somebody,
    Somewhere,
    Wait,
)
from xiangyue.study.stage import standard_units
from xiangyue.values import OPEN, SYSTEM, Command
from xiangyue.worktime import parse_duration

BEGIN: Final = "2026-06-01T09:00"
"""When a scenario begins that does not say so: a Monday, on the clock of the profile."""

_OF_TASKS: Final = ("state", "assignee", "late", "due", "state_due")

Found = tuple[tuple[Scenario, ...], tuple[Finding, ...]]


def scenario_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of scenarios.yaml, for editors and other tools."""
    name = "scenario_schema.yaml"
    text = files("xiangyue.study").joinpath(name).read_bytes()
    return cast("dict[str, Any]", parse(text, name).plain())


def read_scenarios(loaded: Loaded, profile: Profile) -> Found:
    """Return the scenarios of a profile, and what is wrong with those that are left out.

    Raises Misuse where the profile has none, and BadInput where the file cannot be read.
    """
    if loaded.scenarios is None:
        file = loaded.folder / SCENARIOS
        raise Misuse("scenario-none", profile=profile.id, file=str(file))
    root = read(loaded.scenarios)
    if not root.value:
        return (), (Finding("schema-empty", "error", root.place),)
    scenarios: list[Scenario] = []
    findings: list[Finding] = []
    for name, node in root.items():
        alone = Node({name: node}, root.place, {name: root.keys[name]})
        wrong = explain(alone, _judge().iter_errors(alone.plain()))
        if not wrong:
            reader = _Reader(name, alone, profile)
            scenario = reader.scenario()
            wrong = reader.findings
            if not wrong:
                scenarios.append(scenario)
        findings += wrong
        if len(findings) > LIMIT:
            more = Finding("schema-more", "error", node.place, values={"count": LIMIT})
            return tuple(scenarios), (*in_order(findings[:LIMIT]), more)
    return tuple(scenarios), tuple(in_order(findings))


@cache
def _judge() -> Any:
    return judge_by(spread_out(scenario_schema()))


class _Reader:
    """Reads one scenario that the schema has accepted."""

    def __init__(self, name: str, top: Node, profile: Profile) -> None:
        self._names = Names(name, top, profile.calendar.timezone)
        self._profile = profile
        self._data: Mapping[str, Any] = top.plain()[name]
        given = self._data.get("given", {})
        self._members: Mapping[str, Any] = given.get("members", {})
        self._units = {*standard_units(profile), *given.get("units", {})}
        self._actors = {*self._members, SYSTEM}
        self._reached = {*self._members, *profile.roles}
        self._flows: dict[str, Flow] = {}  # of each task that was opened so far

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with it."""
        return tuple(self._names.findings)

    def scenario(self) -> Scenario:
        """Return the scenario; it is only whole where nothing was found."""
        return Scenario(
            name=self._names.scenario,
            place=self._names.place(),
            given=self._given(),
            events=tuple(self._events()),
            expectations=tuple(self._expectations()),
        )

    # --- what there is ---

    def _given(self) -> Given:
        data = self._data.get("given", {})
        for name in data.get("params", {}):
            self._names.known("param", name, self._profile.params, "given", "params", name)
        units = tuple(self._unit(name, unit) for name, unit in data.get("units", {}).items())
        return Given(
            place=self._names.place("given"),
            at=self._names.instant(data.get("at", BEGIN), "given", "at"),
            units=units,
            members=tuple(self._member(name, said) for name, said in self._members.items()),
            params=data.get("params", {}),
        )

    def _unit(self, name: str, data: Mapping[str, Any]) -> Somewhere:
        at: Steps = ("given", "units", name)
        if name in standard_units(self._profile):
            self._names.find("scenario-name-taken", at, {"unit": name}, is_key=True)
        parent = data.get("parent", HERE)
        self._names.known("unit", parent, self._units, *at, "parent")
        place = self._names.place(*at)
        return Somewhere(name, place, data["unit_level"], parent)

    def _member(self, name: str, said: Any) -> Somebody:
        at: Steps = ("given", "members", name)
        data = said if isinstance(said, dict) else {"roles": said}
        roles = many(data.get("roles", ()))
        for role in roles:
            self._names.known("role", role, self._profile.roles, *at)
        if "at" in data:
            self._names.known("unit", data["at"], self._units, *at, "at")
        if "deputy" in data:
            self._names.known("member", data["deputy"], self._members, *at, "deputy")
        return Somebody(
            id=name,
            place=self._names.place(*at),
            roles=roles,
            kind=data.get("kind", "person"),
            unit=data.get("at"),
            since=self._names.instant(data["from"], *at, "from") if "from" in data else EARLIEST,
            until=self._names.instant(data["until"], *at, "until") if "until" in data else None,
            deputy=data.get("deputy"),
            absences=tuple(
                (
                    self._names.instant(since, *at, "absent", n, 0),
                    self._names.instant(until, *at, "absent", n, 1),
                )
                for n, (since, until) in enumerate(data.get("absent", ()))
            ),
        )

    # --- what happens ---

    def _events(self) -> Iterator[Event]:
        for n, data in enumerate(self._data["when"]):
            at: Steps = ("when", n)
            place = self._names.place(*at)
            if "wait" in data:
                yield Wait(place, parse_duration(data["wait"]))
            elif "at" in data:
                yield Wait(place, self._names.instant(data["at"], *at, "at"))
            else:
                command = self._opening(data, at) if OPEN in data else self._act(data, at)
                because = self._names.because(data, at)
                done = data["expect"] == "done" if "expect" in data else None
                yield Attempt(place, command, False if because.codes else done, because)

    def _opening(self, data: Mapping[str, Any], at: Steps) -> Command:
        flow, task = data["flow"], data[OPEN]
        if self._names.known("flow", flow, self._profile.flows, *at, "flow"):
            self._flows[task] = self._profile.flows[flow]
        if "unit" in data:
            self._names.known("unit", data["unit"], self._units, *at, "unit")
        return self._command(OPEN, task, data, at)

    def _act(self, data: Mapping[str, Any], at: Steps) -> Command:
        self._action(data["do"], data["on"], (*at, "do"), (*at, "on"))
        return self._command(data["do"], data["on"], data, at)

    def _command(self, action: str, task: str, data: Mapping[str, Any], at: Steps) -> Command:
        for key in ("by", "on_behalf_of"):
            if key in data:
                self._names.known("member", data[key], self._actors, *at, key)
        for field in data.get("with", {}):
            self._names.known("field", field, self._profile.fields, *at, "with", field)
        occurred = data.get("occurred_at")
        return Command(
            community=HERE,
            action=action,
            actor=data["by"],
            task=task,
            flow=data.get("flow"),
            data=data.get("with", {}),
            note=data.get("note"),
            title=data.get("title"),
            unit=data.get("unit"),
            on_behalf_of=data.get("on_behalf_of"),
            occurred_at=to_micros(self._names.instant(occurred, *at, "occurred_at"))
            if occurred
            else None,
            source=data.get("source", "digital"),
            key=data.get("key"),
        )

    # --- what must come out ---

    def _expectations(self) -> Iterator[Expectation]:
        for n, data in enumerate(self._data.get("then", ())):
            at: Steps = ("then", n)
            place = self._names.place(*at)
            because = self._names.because(data, at)
            for key, value in data.items():
                if key in ("done", "refused"):
                    yield self._outcome(
                        Outcome(place, value, data.get("on"), key == "done", because), at
                    )
                elif key in ("allowed", "not_allowed"):
                    self._action(value, data["on"], (*at, key), (*at, "on"))
                    command = self._command(value, data["on"], data, at)
                    yield Right(place, command, key == "allowed", because)
                elif key not in ("on", "by", "with", "because"):
                    yield from self._facts(key, value, (*at, key))

    def _outcome(self, outcome: Outcome, at: Steps) -> Outcome:
        key = "done" if outcome.done else "refused"
        if outcome.task is not None:
            self._action(outcome.action, outcome.task, (*at, key), (*at, "on"), opening=True)
        else:
            actions = [a for flow in self._profile.flows.values() for a in flow.actions]
            self._names.known("action", outcome.action, (OPEN, *actions), *at, key)
        return outcome

    def _facts(self, kind: str, data: Mapping[str, Any], at: Steps) -> Iterator[Fact]:
        for about, said in data.items():
            path: Steps = (*at, about)
            place = self._names.place(*path)
            if kind in _OF_TASKS:
                self._names.known("task", about, self._flows, *path)
                yield Fact(place, kind, about, "", self._of_task(kind, about, said, path))
            elif kind == "fields":
                self._names.known("task", about, self._flows, *path)
                for field, value in said.items():
                    self._names.known("field", field, self._profile.fields, *path, field)
                    there = self._names.place(*path, field)
                    yield Fact(there, kind, about, field, value)
            elif kind == "points":
                self._names.known("member", about, self._members, *path)
                entry = said if isinstance(said, dict) else {"amount": said}
                account = entry.get("account", "points")
                yield Fact(place, kind, about, account, hundredths(entry["amount"]))
            else:
                self._names.known("member", about, self._reached, *path)
                known = about in self._members
                yield Fact(place, kind, about if known else f"role:{about}", "", said)

    def _of_task(self, kind: str, task: str, said: Any, path: Steps) -> Any:
        if kind in ("due", "state_due") and said is not None:
            return to_micros(self._names.instant(said, *path))
        if kind == "state" and task in self._flows:
            self._names.known("state", said, self._flows[task].states, *path)
        if kind == "assignee" and said is not None:
            self._names.known("member", said, self._members, *path)
        return said

    def _action(
        self, action: str, task: str, at: Steps, on: Steps, *, opening: bool = False
    ) -> None:
        if self._names.known("task", task, self._flows, *on):
            actions = (*self._flows[task].actions, *[OPEN] * opening)
            self._names.known("action", action, actions, *at)
