"""From scenarios.yaml to scenarios: read, held against the schema, and every name looked up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Final, cast

from xiangyue.errors import Misuse, Place
from xiangyue.profile import Finding, Loaded, Profile, parse
from xiangyue.profile.check import LIMIT, Steps, explain, in_order
from xiangyue.profile.judge import judge_by
from xiangyue.profile.load import SCENARIOS
from xiangyue.profile.schema import spread_out
from xiangyue.study.expectations import read_expectations
from xiangyue.study.gathering import Gathered, Written, is_left_out
from xiangyue.study.names import Names, many
from xiangyue.study.scenario import (
    HERE,
    Attempt,
    Beneath,
    Event,
    Given,
    Scenario,
    Somebody,
    Somewhere,
    Wait,
)
from xiangyue.time.clock import EARLIEST
from xiangyue.time.worktime import parse_duration
from xiangyue.values import NORMAL, OPEN, Command

BEGIN: Final = "2026-06-01T09:00"
"""When a scenario begins that does not say so: a Monday, on the clock of the profile."""

Found = tuple[tuple[Scenario, ...], tuple[Finding, ...]]


def scenario_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of scenarios.yaml, for editors and other tools."""
    name = "scenario_schema.yaml"
    text = files("xiangyue.study").joinpath(name).read_bytes()
    return cast("dict[str, Any]", parse(text, name).plain())


def read_scenarios(loaded: Loaded, profile: Profile) -> Found:
    """Return the scenarios of a profile, and what is wrong with those that are left out.

    Those of the profiles that it extends come first. Raises Misuse where there are none at all,
    and BadInput where a file cannot be read.
    """
    if not loaded.scenarios:
        file = Place(str(loaded.folder / SCENARIOS)).near
        raise Misuse("scenario-none", profile=profile.id, file=str(file))
    gathered = Gathered(loaded)
    findings = gathered.findings
    if gathered.without:
        findings += explain(gathered.without, _judge().iter_errors(gathered.without.plain()))
    scenarios: list[Scenario] = []
    for written in gathered.scenarios:
        scenario, wrong = _read(written, profile)
        if scenario:
            scenarios.append(scenario)
        findings += wrong
        if len(findings) > LIMIT:
            place = findings[-1].place
            more = Finding("schema-more", "error", place, values={"count": LIMIT})
            return tuple(scenarios), (*in_order(findings[:LIMIT]), more)
    return tuple(scenarios), tuple(in_order(findings))


def _read(written: Written, profile: Profile) -> tuple[Scenario | None, Sequence[Finding]]:
    """Return a scenario, or what is wrong with it; neither of one that is left out."""
    wrong: Sequence[Finding] = explain(written.node, _judge().iter_errors(written.node.plain()))
    if wrong:
        return None, wrong
    names = Names(written.name, written.node, profile)
    if written.inherited and is_left_out(names.data, profile):
        return None, ()
    scenario = _scenario(names, written.inherited)
    when = names.data["when"]
    idle = when and all({"wait", "at"} & event.keys() for event in when)
    if idle and not scenario.expectations and not names.findings:
        names.find("scenario-expects-nothing", ("when",), {}, is_key=True)
    if not names.findings:
        return scenario, ()
    return None, [*names.findings, *filter(None, [written.inherited])]


@cache
def _judge() -> Any:
    return judge_by(spread_out(scenario_schema()))


def _scenario(names: Names, inherited: Finding | None) -> Scenario:
    """Return one that the schema has accepted; it is only whole where nothing is found."""
    given = _given(names)
    return Scenario(
        name=names.scenario,
        place=names.place(),
        given=given,
        events=tuple(_events(names, names.data["when"], ("when",))),
        expectations=tuple(read_expectations(names)),
        inherited=inherited,
    )


# --- what there is ---


def _given(names: Names) -> Given:
    data = names.data.get("given", {})
    for name in data.get("params", {}):
        names.known("param", name, names.profile.params, "given", "params", name)
    for key in ("consents", "literacy"):
        for name in data.get(key, {}):
            names.known("member", name, names.members, "given", key, name)
    return Given(
        place=names.place("given"),
        at=names.instant(data.get("at", BEGIN), "given", "at"),
        mode=_mode(names, data.get("mode", NORMAL)),
        units=tuple(_unit(names, name, unit) for name, unit in data.get("units", {}).items()),
        communities=tuple(_beneath(names, name) for name in names.communities),
        members=tuple(_member(names, name, said) for name, said in names.members.items()),
        params=data.get("params", {}),
        first=tuple(_events(names, data.get("first", ()), ("given", "first"))),
    )


def _mode(names: Names, said: str, *path: str) -> str:
    at, (name, _, level) = ("given", *path, "mode"), said.partition(":")
    modes = names.profile.modes
    if names.known("mode", name, {NORMAL, *modes}, *at) and level:
        levels = modes[name].levels if name in modes else ()
        names.known("level", level, levels, *at)
    return said


def _beneath(names: Names, name: str) -> Beneath:
    at: Steps = ("given", "communities", name)
    if name in names.standard:
        names.find("scenario-name-taken", at, {"unit": name}, is_key=True)
    data = names.communities[name]
    for param in data.get("params", {}):
        names.known("param", param, names.profile.params, *at, "params", param)
    mode = _mode(names, data.get("mode", NORMAL), "communities", name)
    return Beneath(name, names.place(*at), mode, data.get("params", {}))


def _unit(names: Names, name: str, data: Mapping[str, Any]) -> Somewhere:
    at: Steps = ("given", "units", name)
    if name in {*names.standard, *names.communities}:
        names.find("scenario-name-taken", at, {"unit": name}, is_key=True)
    parent = data.get("parent", HERE)
    names.known("unit", parent, names.units, *at, "parent")
    return Somewhere(name, names.place(*at), data["unit_level"], parent)


def _member(names: Names, name: str, said: Any) -> Somebody:
    at: Steps = ("given", "members", name)
    data = said if isinstance(said, dict) else {"roles": said}
    roles = many(data.get("roles", ()))
    for role in roles:
        names.known("role", role, names.profile.roles, *at)
    if "at" in data:
        names.known("unit", data["at"], names.units, *at, "at")
    if "deputy" in data:
        names.known("member", data["deputy"], names.members, *at, "deputy")
    given = names.data["given"]
    return Somebody(
        id=name,
        place=names.place(*at),
        roles=roles,
        kind=data.get("kind", "person"),
        unit=data.get("at"),
        since=names.instant(data["from"], *at, "from") if "from" in data else EARLIEST,
        until=names.instant(data["until"], *at, "until") if "until" in data else None,
        deputy=data.get("deputy"),
        absences=tuple(
            (
                names.instant(since, *at, "absent", n, 0),
                names.instant(until, *at, "absent", n, 1),
            )
            for n, (since, until) in enumerate(data.get("absent", ()))
        ),
        consents=tuple(given.get("consents", {}).get(name, ())),
        literacy=given.get("literacy", {}).get(name),
    )


# --- what happens ---


def _events(names: Names, said: Sequence[Mapping[str, Any]], path: Steps) -> Iterator[Event]:
    for n, data in enumerate(said):
        at: Steps = (*path, n)
        place = names.place(*at)
        if "wait" in data:
            yield Wait(place, parse_duration(data["wait"]))
        elif "at" in data:
            yield Wait(place, names.instant(data["at"], *at, "at"))
        else:
            command = _opening(names, data, at) if OPEN in data else _act(names, data, at)
            because = names.because(data, at)
            outcome = data.get("expect")
            if because.codes and outcome != "deferred":
                outcome = "refused"
            yield Attempt(place, command, outcome, because)


def _opening(names: Names, data: Mapping[str, Any], at: Steps) -> Command:
    task, categories = data[OPEN], names.profile.categories
    if ("flow" in data) is ("category" in data):
        names.find("scenario-flow", (*at, OPEN), {}, is_key=True)
    elif "flow" in data and names.known("flow", data["flow"], names.profile.flows, *at, "flow"):
        names.opened(task, data["flow"])
    elif "category" in data and names.known(
        "category", data["category"], categories, *at, "category"
    ):
        names.opened(task, categories[data["category"]].flow)
    if "unit" in data:
        names.known("unit", data["unit"], names.units, *at, "unit")
    return names.command(OPEN, task, data, at)


def _act(names: Names, data: Mapping[str, Any], at: Steps) -> Command:
    names.action(data["do"], data["on"], (*at, "do"), (*at, "on"))
    return names.command(data["do"], data["on"], data, at)
