"""Simulated communities: people wait, come and work as theory and the profile say."""

from __future__ import annotations

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from math import comb, factorial, fsum
from pathlib import Path
from typing import Any

import pytest

from xiangyue import BadInput, Engine, Misuse
from xiangyue.cli.lookup import sound
from xiangyue.profile import Profile
from xiangyue.study.confidence import interval
from xiangyue.study.recounting import Recount
from xiangyue.study.simulate import (
    Model,
    Options,
    Shock,
    Simulated,
    compare,
    fit_journal,
    model_text,
    read_model,
    read_shocks,
    simulate,
)
from xiangyue.study.simulate.fitting import fit
from xiangyue.study.simulate.life import Life
from xiangyue.study.simulate.model import Arrival, Pace, Role, Step
from xiangyue.study.simulate.running import Part, run_part
from xiangyue.study.simulate.streams import Streams
from xiangyue.study.simulate.village import HERE
from xiangyue.time.clock import to_micros
from xiangyue.work.plans import Plans

pytestmark = pytest.mark.sqlite

WATCHHOUSE = Path(__file__).parent / "profiles" / "watchhouse"
HOUR = 3_600_000_000
AT_ONCE = Pace(0.0, 0.0)
CLERK = Role(count=3, shift="always", pace=Pace(22.0), absent=0.0)
COUNTER = Model(
    name="counter",
    residents=5,
    grids=0,
    roles={"clerk": CLERK},
    rest=Role(count=1, shift="always", pace=AT_ONCE, absent=0.0),
    arrivals=(Arrival("request", "request", None, 144.0),),
    begins=0.0,
    delay=AT_ONCE,
    by_due=False,
)
ONE = Options(days=6, workers=1)


@pytest.fixture(scope="module")
def profile() -> Profile:
    """Return the profile of the watch house."""
    return sound(str(WATCHHOUSE))


def at_counter(profile: Profile, options: Options, **model: Any) -> Simulated:
    """Simulate the counter, with what is said of it otherwise."""
    return simulate(profile, options, model=replace(COUNTER, **model))


def said(found: Simulated) -> Mapping[str, Any]:
    """Return all of a result that a program reads."""
    told: Mapping[str, Any] = json.loads(json.dumps(found.as_dict()))
    return told


def calling(**roles: Role) -> Model:
    """Return a model in which somebody calls for help sixty times, and these roles answer."""
    steps = tuple(
        Step("help", None, {"wanted": 100}, after=0 if n == 0 else 12 * HOUR) for n in range(60)
    )
    return replace(COUNTER, arrivals=(), roles=roles, first=steps)


# --- where theory knows the answer ---


def test_the_counter_waits_as_erlang_says(profile: Profile) -> None:
    """Through the real engine, with real openings and actions, the mean wait is that of M/M/3."""
    load, servers = 144 * 22 / 1440, 3
    busy = load**servers / factorial(servers) * servers / (servers - load)
    theory = (
        22 / (servers - load) * busy / (fsum(load**n / factorial(n) for n in range(servers)) + busy)
    )
    found = at_counter(profile, replace(ONE, repetitions=8, days=4))
    waits = [one.tally.waits for one in found.counted]
    means = [one["clerk", "micros"] / one["clerk", "count"] / 60_000_000 for one in waits]
    bounds = interval(means, 0.999)
    assert bounds.low < theory < bounds.high
    flows, begun = found.total.flows, sum(one["clerk", "count"] for one in waits)
    assert flows["request", "ended"] <= begun <= flows["request", "opened"]
    assert not found.total.reasons


def test_a_ladder_yields_what_the_binomial_says(profile: Profile) -> None:
    """Of twenty neighbours who are asked once more, as many come as hear and accept."""
    people = Role(count=20, hears=0.5, accepts=0.6, answers=Pace(2.0))
    found = simulate(
        profile, replace(ONE, days=31), model=calling(neighbour=people, friend=Role(hears=0.0))
    )
    came = {n: times for (_, n), times in found.total.yields.items()}
    calls, share = sum(came.values()), (1 - 0.5**2) * 0.6
    assert calls == 60
    mean = sum(n * times for n, times in came.items()) / calls
    assert abs(mean - 20 * share) < 3.3 * (20 * share * (1 - share) / calls) ** 0.5
    few = sum(comb(20, n) * share**n * (1 - share) ** (20 - n) for n in range(9))
    fewer = sum(times for n, times in came.items() if n < 9)
    assert abs(fewer / calls - few) < 3.3 * (few * (1 - few) / calls) ** 0.5
    tries = found.total.asked["asked"] / calls
    assert 20 < tries < 40  # who has answered is not asked again


def test_who_is_certain_to_come_comes(profile: Profile) -> None:
    """All of them, and of those who never hear anything, nobody."""
    sure = Role(count=4, hears=1.0, accepts=1.0)
    deaf = Role(count=4, hears=0.0)
    for people, comes in ((sure, 4), (deaf, 0)):
        model = calling(neighbour=people, friend=Role(hears=0.0))
        found = simulate(profile, replace(ONE, days=31), model=model)
        assert {n for _, n in found.total.yields} == {comes}


def test_a_rate_of_nothing_is_nothing(profile: Profile) -> None:
    """Where nothing comes up, nothing is decided."""
    found = at_counter(profile, ONE, arrivals=(Arrival("request", "request", None, 0.0),))
    assert found.total.commands == 0


# --- what is the same and what is not ---


def test_the_same_seed_is_the_same_result(profile: Profile) -> None:
    """However it is split up, and another seed is another one."""
    options = replace(ONE, communities=3, repetitions=2, days=1)
    found = said(at_counter(profile, options))
    with ThreadPoolExecutor(2) as executor:
        split = replace(options, workers=2, executor=executor)
        assert said(at_counter(profile, split)) == found
    assert said(at_counter(profile, replace(options, seed=2)))["outcomes"] != found["outcomes"]


def test_a_change_in_one_purpose_shifts_no_other(profile: Profile) -> None:
    """The same matters come up at the same moments, however long people take and whatever holds."""
    slow = replace(CLERK, pace=Pace(60.0), absent=0.5)
    both = [at_counter(profile, ONE, roles={"clerk": one}) for one in (CLERK, slow)]
    opened = [one.total.flows["request", "opened"] for one in both]
    assert opened[0] == opened[1]
    assert both[0].total.waits["clerk", "micros"] < both[1].total.waits["clerk", "micros"]


def test_compared_are_pairs_of_seeds(profile: Profile) -> None:
    """A profile against itself differs in nothing; against another, seed by seed."""
    options = replace(ONE, repetitions=3, days=3)
    same = compare({"a": (profile, {}), "b": (profile, {})}, options, model=COUNTER)
    gap = same.difference("b", lambda one: one.tally.commands)
    assert gap is not None
    assert (gap.mean, gap.low, gap.high) == (0, 0, 0)
    assert same.as_dict()["differences"]["b"]["on_time"]["mean"] == 0


# --- shocks ---


def test_a_shock_changes_what_comes_up_and_who_is_there(profile: Profile) -> None:
    """Only while it lasts; and whoever may do so switches the mode."""
    shock = Shock("flood", 2 * 24 * HOUR, 24 * HOUR, {"request": 3.0}, {"clerk": 1.0})
    calm, hit = (simulate(profile, ONE, model=COUNTER, shocks=shocks) for shocks in ((), (shock,)))
    more = hit.total.flows["request", "opened"] - calm.total.flows["request", "opened"]
    assert abs(more - 2 * 144) < 4 * (2 * 144) ** 0.5
    assert hit.total.waits["clerk", "micros"] > 20 * calm.total.waits["clerk", "micros"]


def test_whoever_may_switches_the_mode(profile: Profile) -> None:
    """In it requests are paused, as the profile says, and they come in again when it is over."""
    does = (
        Step("alert", None, {"over": {"in": "5d"}}),
        Step(None, "lift", {}, at_end=True),
    )
    shock = Shock("flood", 2 * 24 * HOUR, 3 * 24 * HOUR, does=does)
    found = simulate(profile, ONE, model=COUNTER, shocks=(shock,))
    paused = found.total.stuck["flow-paused"]
    assert abs(paused - 3 * 144) < 4 * (3 * 144) ** 0.5
    assert set(found.total.stuck) == {"flow-paused"}
    assert found.total.flows["alert", "ended"] == 1


def test_what_a_script_has_opened_is_done_by_everybody_when_it_moves_on(profile: Profile) -> None:
    """Of several openings in a row none is left lying."""
    steps = tuple(Step("request", None, {"kind": "stamp"}, after=HOUR) for _ in range(4))
    found = at_counter(profile, ONE, arrivals=(), first=steps)
    assert found.total.flows["request", "ended"] == 4


def test_channels_that_are_down_carry_nothing(profile: Profile) -> None:
    """Nobody hears what is sent by them."""
    people = Role(count=4, hears=1.0, accepts=1.0)
    shock = Shock("outage", 0, 31 * 24 * HOUR, down=frozenset({"text"}))
    model = calling(neighbour=people)
    found = simulate(profile, replace(ONE, days=31), model=model, shocks=(shock,))
    assert found.total.asked["accepted"] == 0
    assert found.total.asked["asked"] == 60 * 2 * 4 + 60  # the friend is asked too


def sources(profile: Profile, tmp_path: Path, model: Model, *shocks: Shock) -> set[str]:
    """Return by which ways in things came."""
    file = tmp_path / "journal.jsonl"
    simulate(profile, replace(ONE, days=2, journal=file), model=model, shocks=shocks)
    lines = [json.loads(line)["entry"] for line in file.read_text("utf-8").splitlines()]
    return {one.get("source", "digital") for one in lines if one["kind"] == "command"}


def test_what_is_done_while_the_platform_is_down_comes_on_paper(
    profile: Profile, tmp_path: Path
) -> None:
    """And so does what comes from those who lack the skill for a device."""
    assert sources(profile, tmp_path, COUNTER) == {"digital"}
    down = Shock("down", 0, 2 * 24 * HOUR, offline=True)
    assert sources(profile, tmp_path, COUNTER, down) == {"paper"}
    unskilled = replace(COUNTER.others, literacy={0: 1.0})
    assert sources(profile, tmp_path, replace(COUNTER, others=unskilled)) == {"digital", "paper"}


# --- the journal, and how it is told ---


def test_what_was_decided_can_be_kept(profile: Profile, tmp_path: Path) -> None:
    """Every entry is a line, also from processes of their own, and says what is counted."""
    file = tmp_path / "journal.jsonl"
    options = replace(ONE, communities=2, days=1, workers=2, journal=file)
    found = at_counter(profile, options)
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert {line["community"] for line in lines} == {1, 2}
    commands = [line for line in lines if line["entry"]["kind"] == "command"]
    assert len(commands) == found.total.commands
    assert [one.name for one in tmp_path.iterdir()] == ["journal.jsonl"]


def test_no_person_is_in_the_result(profile: Profile) -> None:
    """Loads are told of roles, never of one of those who hold them."""
    text = json.dumps(said(at_counter(profile, ONE)))
    assert "clerk" in text
    assert "clerk.1" not in text
    assert "resident.1" not in text


def test_service_and_resilience_are_told(profile: Profile) -> None:
    """A part of a run can be lived through alone, and its promises are the hour's."""
    found = at_counter(profile, replace(ONE, repetitions=2))
    assert set(found.as_dict()["resilience"]) == {"loss", "normalised", "robustness", "rapidity"}
    alone = run_part(Part(found.run, 1, 0, 1))
    assert alone.tally.outcomes == found.counted[1].tally.outcomes


@pytest.mark.parametrize("name", ["communities", "days", "repetitions"])
def test_numbers_that_cannot_be_are_refused(profile: Profile, name: str) -> None:
    """In a sentence."""
    wrong: dict[str, Any] = {name: 0}
    with pytest.raises(Misuse, match=name):
        simulate(profile, replace(ONE, **wrong))


@pytest.mark.parametrize(
    "name", ["administrative-rich-urban", "self-organized-urban", "low-participation"]
)
def test_every_type_of_community_lives(name: str) -> None:
    """Nothing of a type is known here: its profile alone says who does what."""
    found = simulate(sound(name), replace(ONE, days=3))
    assert found.total.outcomes["done"] > 60
    assert found.total.flows.total() > 50
    assert not found.total.stuck.keys() - {"learnt", "nobody"}


# --- files ---

MODEL = """
model: a counter
residents: 5
grids: 0
roles:
  clerk: {count: 3, shift: always, minutes: 22, absent: 0}
rest: {shift: always, minutes: 0, cv: 0, absent: 0}
arrivals:
  request: {flow: request, a_day: 144}
values:
  kind: {one_of: {paper: 3, stamp: 1}}
ways:
  request.serve: {share: 1, begins: 0, delay: {minutes: 0}}
first:
  - {open: help, data: {wanted: 2}, after: 2h}
"""
SHOCKS = """
shocks:
  flood:
    begins: 2d
    lasts: 12h
    arrivals: {all: 2, request: 0.5}
    absent: {clerk: 0.3}
    slower: {all: 1.5}
    channels_down: [text]
    platform_down: true
    does:
      - {open: alert, data: {over: {in: 1d}}}
      - {do: lift, at_end: true}
"""


def written(tmp_path: Path, text: str) -> Path:
    """Return a file with this text."""
    file = tmp_path / "said.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_model_is_read_from_its_file(profile: Profile, tmp_path: Path) -> None:
    """What it says is what is simulated, and what it leaves out is a default."""
    model = read_model(written(tmp_path, MODEL), profile)
    assert model.roles["clerk"] == replace(CLERK, pace=Pace(22.0, 0))
    assert model.role("duty").pace == AT_ONCE
    assert model.first == (Step("help", None, {"wanted": 2}, after=2 * HOUR),)
    found = simulate(profile, ONE, model=model)
    assert abs(found.total.flows["request", "opened"] - 6 * 144) < 4 * (6 * 144) ** 0.5


def test_shocks_are_read_from_their_file(profile: Profile, tmp_path: Path) -> None:
    """With times in hours and days, and what is done at their end."""
    (shock,) = read_shocks(written(tmp_path, SHOCKS), profile)
    assert (shock.begins, shock.lasts) == (48 * HOUR, 12 * HOUR)
    assert shock.down == {"text"}
    assert [step.at_end for step in shock.does] == [False, True]


@pytest.mark.parametrize(
    ("text", "wrong", "right", "said"),
    [
        (MODEL, "clerk: {", "clark: {", "said.yaml:6:3: .*no role “clark”.*clerk"),
        (MODEL, "flow: request", "flow: requests", "no flow “requests”"),
        (MODEL, "shift: always", "shift: daily", "daily"),
        (MODEL, "a_day: 144", "a_day: -1", "a_day|-1"),
        (MODEL, "kind: {one", "kid: {one", "no field “kid”"),
        (MODEL, "request.serve", "request.swerve", "no action “swerve”"),
        (MODEL, "{open: help", "{do: help, open: help", "open or do"),
        (MODEL, "2h}", "2wd}", "a time such as"),
        (SHOCKS, "clerk: 0.3", "clerks: 0.3", "no role “clerks”"),
        (SHOCKS, "[text]", "[texts]", "no channel “texts”"),
        (SHOCKS, "request: 0.5", "requests: 0.5", "requests"),
        (SHOCKS, "do: lift", "do: lit", "no action “lit”"),
        (SHOCKS, "lasts: 12h", "length: 12h", "“lasts” is missing"),
    ],
)
def test_mistakes_are_found_where_they_stand(
    profile: Profile, tmp_path: Path, text: str, wrong: str, right: str, said: str
) -> None:
    """With the place, what is wrong, and what it could be, in both languages."""
    assert wrong in text
    file = written(tmp_path, text.replace(wrong, right, 1))
    with pytest.raises(BadInput, match=said) as caught:
        if text is MODEL:
            read_model(file, profile)
        else:
            read_shocks(file, profile)
    assert caught.value.text("zh") != caught.value.text("en")


# --- people as a journal shows them ---


@pytest.fixture(scope="module")
def lived(profile: Profile) -> Model:
    """Return what the journal of a simulated village shows of people of whom all is known."""
    hours = tuple(1.0 if 8 <= hour < 18 else 0.0 for hour in range(24))
    model = replace(
        COUNTER,
        roles={
            "clerk": Role(count=4, shift="office", pace=Pace(20.0), absent=0.0),
            "neighbour": Role(count=12, hears=0.7, accepts=0.4, answers=Pace(6.0)),
        },
        arrivals=(Arrival("request", "request", None, 60.0, hours),),
        values={"kind": {"one_of": {"paper": 3, "stamp": 1}}},
        first=calling().first[:19],
    )
    begin = to_micros(datetime(2026, 1, 4, 16, tzinfo=UTC))
    life = Life(Plans(), (profile, {}, model, (), begin, 21), Streams(5), "1")
    life.run()
    life.world.flush()
    fitted = fit(Recount(life.world), HERE)
    life.world.close()
    assert fitted.profile.hash == profile.hash
    return fitted.model


def test_people_are_fitted_to_a_journal(lived: Model) -> None:
    """Rates, hours, counts, answers and choices come out as they went in; nobody is named."""
    (request, help_) = sorted(lived.arrivals or (), key=lambda one: -one.a_day)
    assert abs(request.a_day - 60) < 4 * (60 / 21) ** 0.5
    assert sum(request.hours[8:18]) == sum(request.hours)
    assert (help_.flow, help_.by) == ("help", "duty")
    clerk, neighbour = lived.roles["clerk"], lived.roles["neighbour"]
    assert (clerk.count, clerk.shift) == (4, "office")
    assert lived.residents == 5
    assert abs(neighbour.accepts - 0.4) < 0.1
    assert 0.7 <= neighbour.hears < 0.95  # who is asked twice is heard of more often
    kinds = lived.values["kind"]["one_of"]
    assert 0.7 < kinds["paper"] / (kinds["paper"] + kinds["stamp"]) < 0.8
    assert "clerk.1" not in model_text(lived)


def test_what_was_fitted_is_written_and_read_again(
    profile: Profile, lived: Model, tmp_path: Path
) -> None:
    """The file says the same model, and a simulation with it is the same."""
    again = read_model(written(tmp_path, model_text(lived)), profile)
    assert again == lived
    options = replace(ONE, days=2)
    assert said(simulate(profile, options, model=again)) == said(
        simulate(profile, options, model=lived)
    )


def test_what_is_seen_seldom_is_left_to_defaults(lived: Model) -> None:
    """Nobody of the friends was asked often enough to say how many come."""
    assert lived.role("duty").shift == Role().shift
    assert lived.role("friend").hears == Role().hears
    assert lived.rest == Role()


def test_a_community_without_a_past_has_nobody_to_be_like(profile: Profile) -> None:
    """It says so, with what to do."""
    with Engine("sqlite://") as engine:
        engine.install(profile, community="new")
        with pytest.raises(Misuse, match="journal"):
            fit_journal(engine, "new")
