"""Replay: a log runs through the engine as it did in life, and the engine says what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangyue import BadInput, Command, Decision, Engine, Misuse, Profile, XiangyueError
from xiangyue.exchange.journals.export import export_xes
from xiangyue.exchange.journals.terms import LogTerms
from xiangyue.exchange.logs.discover import discover
from xiangyue.exchange.logs.eventlog import Case, Event, EventLog, LogOptions, Value
from xiangyue.exchange.logs.following import follow_log
from xiangyue.exchange.logs.make_log import generate_log
from xiangyue.exchange.logs.readlog import read_log
from xiangyue.exchange.logs.replay import ReplayReport, replay_log
from xiangyue.profile import build
from xiangyue.profile.source import parse

DAY_ONE = datetime(2026, 1, 1, tzinfo=UTC)
Step = tuple[str, str | None, str | None, int]

Change = Callable[[dict[str, Any]], object]


def make(
    cases: Sequence[Sequence[Step]],
    ends: Sequence[int | None] = (),
    deadlines: Sequence[int | None] = (),
) -> EventLog:
    """Make a log of (activity, resource, group, day); ends and deadlines are days too."""
    made, position = [], 0
    for number, steps in enumerate(cases):
        events = []
        for activity, resource, group, day in steps:
            position += 1
            events.append(Event(activity, on(day), resource, group, position, position))
        attributes: dict[str, Value] = {
            name: on(days[number])  # type: ignore[arg-type]
            for name, days in (("end", ends), ("due", deadlines))
            if number < len(days) and days[number] is not None
        }
        events.sort(key=lambda event: (event.at, event.position))
        made.append(Case(f"c{number}", attributes, tuple(events)))
    made.sort(key=lambda case: (case.events[0].at, case.events[0].position))
    named = [name if any("end" in c.attributes for c in made) else None for name in ("end",)]
    due = "due" if any("due" in c.attributes for c in made) else None
    return EventLog("log.csv", tuple(made), due, named[0])


def on(day: float) -> datetime:
    """Return the moment so many days after the first."""
    return DAY_ONE + timedelta(days=day)


def words(*cases: str, **dates: Any) -> EventLog:
    """Make a log of cases whose activities are single letters, an event a day, by nobody."""
    return make([[(c, None, None, n) for n, c in enumerate(case)] for case in cases], **dates)


def draft(log: EventLog, share: float = 0.0, change: Change | None = None) -> Profile:
    """Discover the profile of a log; ``change`` works on its document."""
    document = parse(discover(log, "drawn", share).encode(), "profile.yaml").plain()
    if change:
        change(document)
    return build(document)


def replay(
    log: EventLog, profile: Profile | None = None, engine: Engine | None = None, **options: Any
) -> ReplayReport:
    """Replay a log, with its own draft if no profile is given, and check what was stored."""
    with engine or Engine() as opened:
        report = replay_log(opened, log, profile or draft(log), **options)
        found = opened.verify()
        assert found.ok, found.problems[:3]
    assert report.accepted + report.refused == report.events
    assert sum(report.refusals.values()) == report.refused
    return report


def refused(log: EventLog, profile: Profile, **options: Any) -> str:
    """Return what is said against replaying."""
    with Engine() as engine, pytest.raises(Misuse) as caught:
        replay_log(engine, log, profile, **options)
    return str(caught.value)


STEPS = st.tuples(
    st.sampled_from(("受理", "Visit", "visit", "End", "end", "3", "a\nb", "x" * 500, "🙂")),
    st.none() | st.sampled_from(("Li", "li", "李", "Unknown", "system", "a\tb")),
    st.none() | st.sampled_from(("Grid", "Group 1", "group_1", "anyone")),
    st.integers(0, 6),
)
DAYS = st.lists(st.none() | st.integers(-9, 20), max_size=8)
LOGS = st.builds(
    make, st.lists(st.lists(STEPS, min_size=1, max_size=7), min_size=1, max_size=8), DAYS, DAYS
)


@pytest.mark.sqlite
@given(log=LOGS)
def test_a_log_runs_through_its_own_draft(log: EventLog) -> None:
    """All is accepted; who ended, and who was late, is what the log says; twice is as once."""
    profile = draft(log)
    with Engine() as engine:
        report = replay_log(engine, log, profile)
        assert (report.cases, report.events) == (len(log.cases), log.event_count)
        assert report.fitness == 1.0 and report.refusals == {}
        ended = [c for c in log.cases if log.end_attribute is None or log.end(c) is not None]
        assert report.ended == len(ended)
        closed = [(log.end(c) or c.events[-1].at, log.deadline(c)) for c in ended]
        assert report.late == sum(due is not None and end > due for end, due in closed)
        before = engine.heads()
        assert replay_log(engine, log, profile) == report
        assert engine.heads() == before
        assert engine.verify().ok
    followed = follow_log(log, profile)
    assert replace(followed, mode="commands") == report


@pytest.mark.sqlite
def test_where_a_case_may_stand_its_end_decides() -> None:
    """An action that leads to a final state or another leaves open which; the log's ends say it."""

    def fork(document: dict[str, Any]) -> None:
        ways = [{"to": "ended", "when": "mode == 'normal'"}, {"to": "after_a"}]
        document["flows"]["case"]["actions"]["b"]["to"] = ways

    profile = draft(words("ab", "ab"), change=fork)
    assert follow_log(words("ab", "ab", ends=[1, None]), profile).ended == 1
    assert follow_log(words("ab", "ab"), profile).ended == 2
    assert follow_log(words("aba"), profile).refusals == {"state": 1}


@pytest.mark.sqlite
@given(log=LOGS, share=st.floats(0, 1))
def test_every_refused_event_has_its_reason(log: EventLog, share: float) -> None:
    """Whatever rare paths were dropped, the counts add up and the chain holds."""
    profile = draft(log, share)
    report = replay(log, profile)
    if "end" not in log.activities:  # by which an exported log means the action
        assert replace(follow_log(log, profile), mode="commands") == report
    assert set(report.refusals) <= {"state", "unknown-action"}
    assert 0 <= report.late <= report.ended <= report.cases


def comes_out(engine: Engine, log: EventLog, folder: Path) -> None:
    """Export what a log was replayed into: it is the same cases again, and fits their draft."""
    with engine:
        export_xes(engine, folder / "out.xes.gz", "log", LogTerms(members=True))
        profile = engine.profile("log")
    titles = {a.id: a.title.of("en") for a in profile.flows["case"].actions.values()}
    del titles["end"]
    out = read_log(folder / "out.xes.gz")
    cases = Counter(
        tuple((titles[e.activity], e.at) for e in case.events if e.activity in titles)
        for case in out.cases
    )
    assert cases == Counter(tuple((e.activity, e.at) for e in case.events) for case in log.cases)
    report = follow_log(out, profile)
    assert (report.fitness, report.refused, report.mode) == (1.0, 0, "states")


def test_the_receipt_log(data: Path, tmp_path: Path) -> None:
    """A municipal log fits its own draft; a second run on the database changes nothing."""
    log = read_log(data / "receipt" / "receipt.xes.gz")
    url = f"sqlite:///{tmp_path / 'receipt.db'}"
    report = replay(log, engine=Engine(url))
    said = report.as_dict()
    assert said.pop("seconds") > 0 and said.pop("commands_per_second") > 0
    assert said == {
        "cases": 1434,
        "events": 8577,
        "accepted": 8577,
        "refused": 0,
        "refusals": {},
        "fitness": 1.0,
        "ended": 1329,
        "late": 377,
        "variants": 116,
        "mode": "commands",
    }
    assert replay(log, engine=Engine(url)) == report
    comes_out(Engine(url), log, tmp_path)


def test_the_receipt_log_without_its_rare_paths(data: Path) -> None:
    """Some events are refused, each with its reason, and fewer cases can end."""
    log = read_log(data / "receipt" / "receipt.xes.gz")
    report = replay(log, draft(log, 0.05))
    assert (report.accepted, report.ended, report.late) == (7849, 1305, 371)
    assert report.refusals == {"unknown-action": 469, "state": 259}
    assert report.fitness == 7849 / 8577


def test_service_requests_are_a_log_too(data: Path, tmp_path: Path) -> None:
    """A city's list of requests, a row each: ended and late are as its columns say."""
    url = f"sqlite:///{tmp_path / 'requests.db'}"
    options = LogOptions(
        case="CASE_ENQUIRY_ID", activity="TYPE", time="OPEN_DT", group="Department"
    )
    log = read_log(data / "boston311" / "requests_sample.csv.gz", options)
    report = replay(log, engine=Engine(url))
    assert (report.fitness, report.ended, report.late) == (1.0, 2477, 491)
    comes_out(Engine(url), log, tmp_path)


def test_an_interrupted_replay_is_taken_up(tmp_path: Path) -> None:
    """What was done stays done; the second run does the rest and reports the whole."""
    log = generate_log(300)
    profile, url = draft(log), f"sqlite:///{tmp_path / 'log.db'}"

    def stop(_: float) -> None:
        raise KeyboardInterrupt

    with Engine(url) as engine, pytest.raises(KeyboardInterrupt):
        replay_log(engine, log, profile, progress=stop)
    assert replay(log, profile, Engine(url)) == replay(log, profile)


def test_progress_goes_from_begin_to_end() -> None:
    """The shares told grow up to the whole."""
    shares: list[float] = []
    replay(generate_log(300), progress=shares.append)
    assert len(shares) > 2 and shares == sorted(shares) and shares[-1] == 1.0


def test_what_ended_and_what_was_late_follows_from_the_flow() -> None:
    """Where a case may no longer end, or its deadline is another, the engine counts otherwise."""
    log = words("ab", "ac", ends=[1, 4], deadlines=[1, 3])
    assert (replay(log).ended, replay(log).late) == (2, 1)

    def stay(document: dict[str, Any]) -> None:
        document["flows"]["case"]["actions"]["end"]["from"] = ["after_b"]

    def hurry(document: dict[str, Any]) -> None:
        document["flows"]["case"]["due"] = {"after": "1h", "basis": "project default"}

    assert replay(log, draft(log, change=stay)).ended == 1
    assert replay(log, draft(log, change=hurry)).late == 2


def test_without_end_dates_all_end_that_may() -> None:
    """A case whose last activity leaves no way to the end stays open."""
    log = words("ab", "ab", "a")

    def stay(document: dict[str, Any]) -> None:
        document["flows"]["case"]["actions"]["end"]["from"] = ["after_b"]

    assert replay(log).ended == 3
    assert replay(log, draft(log, change=stay)).ended == 2


def test_lateness_is_a_matter_of_instants() -> None:
    """An end at the deadline is in time, a microsecond after it is late, whatever was done then."""
    steps: list[Step] = [("a", None, None, 5)]
    log = make([steps, steps, steps], [3, 3, 3], [3, 3, 3])
    (first, second, third) = log.cases
    moment = timedelta(microseconds=1)
    cases = (
        Case(first.id, {**first.attributes, "end": on(3) + moment}, first.events),
        Case(second.id, {**second.attributes, "due": on(3) - moment}, second.events),
        third,
    )
    assert replay(EventLog("log", cases, "due", "end")).late == 2


def test_commands_have_the_clock_and_the_people_of_the_log() -> None:
    """A task's history reads as the case did, with the end at its date."""
    log = make([[("a", "Li", "G", 1), ("b", "Wu", "H", 2), ("c", None, None, 4)]], [3])
    with Engine() as engine:
        replay_log(engine, log, draft(log))
        history = engine.history("log/c1")
        task = engine.task("log/c1")
    told = [(d.command.action, d.command.actor, micros(d.now)) for d in history]
    assert told == [
        ("open", "li", on(1)),
        ("a", "li", on(1)),
        ("b", "wu", on(2)),
        ("c", "unknown", on(4)),
        ("end", "unknown", on(4)),
    ]
    assert [d.command.source for d in history] == ["log"] * 5
    assert (task.state, micros(task.ended_at or 0)) == ("ended", on(3))


def micros(at: int) -> datetime:
    """Return what the engine keeps as microseconds."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at)


def test_a_batch_may_have_a_clock_for_each_command() -> None:
    """Commands of one transaction are judged each at its own time, or all at one."""
    log = words("a")
    with Engine() as engine:
        engine.install(draft(log), "log", now=on(0))
        engine.register("li", home="log", now=on(0))
        open_one = Command("log", "open", "li", "one", "case")
        timed = engine.act_many([(open_one, on(1)), (Command("log", "a", "li", "one"), on(2))])
        (plain,) = engine.act_many([Command("log", "end", "li", "one")], now=on(3))
    assert [micros(found.now) for found in decisions([*timed, plain])] == [on(1), on(2), on(3)]


def decisions(found: Sequence[Decision | XiangyueError]) -> list[Decision]:
    """Return the decisions, none of which may be an error."""
    return [result for result in found if isinstance(result, Decision)]


def test_a_placeholder_for_a_date_is_none() -> None:
    """The year 9999 says that a case has not ended, the year 1 that nothing is due."""
    log = words("a", "a", ends=[1, None], deadlines=[0, None])
    never = datetime(9999, 12, 31, tzinfo=UTC)
    second = Case("x", {"end": never, "due": datetime(1, 1, 1, tzinfo=UTC)}, log.cases[1].events)
    report = replay(EventLog("log", (log.cases[0], second), "due", "end"))
    assert (report.ended, report.late) == (1, 1)


@pytest.mark.parametrize("year", [1900, 1969, 2254])
def test_any_century_can_be_replayed(year: int) -> None:
    """Times before 1970 and far from now are kept, read back and verified."""
    begun = datetime(year, 3, 1, tzinfo=UTC)
    events = (Event("a", begun, "Li", None, 1), Event("b", begun, None, None, 2))
    dates: Mapping[str, Value] = {
        "end": begun + timedelta(days=2),
        "due": begun + timedelta(days=1),
    }
    report = replay(EventLog("log", (Case("c", dates, events),), "due", "end"))
    assert (report.accepted, report.ended, report.late) == (2, 1, 1)


@pytest.mark.parametrize("day", ["1899-12-31", "2255-01-01"])
def test_a_time_that_cannot_be_kept_is_refused_with_its_line(day: str) -> None:
    """Nothing is installed for a log with an event before 1900 or after 2254."""
    event = Event("a", datetime.fromisoformat(f"{day}T00:00Z"), None, None, 1, line=7)
    log = EventLog("log.csv", (Case("c", {}, (event,)),))
    with Engine() as engine:
        with pytest.raises(BadInput, match=f"log.csv:7: .* {day}.*1900 to 2254"):
            replay_log(engine, log, draft(log))
        assert engine.communities() == ()


def test_who_may_not_open_a_case_leaves_it_shut() -> None:
    """Its events are refused for the reason for which it was not opened."""
    log = make([[("a", "Li", "G", 0), ("b", "Wu", "H", 1)], [("a", "Wu", "H", 0)]])

    def shut(document: dict[str, Any]) -> None:
        document["flows"]["case"]["open"] = {"by": "g"}

    report = replay(log, draft(log, change=shut))
    assert (report.accepted, report.refusals, report.ended) == (2, {"open-role": 1}, 1)


def test_who_does_not_hold_the_role_is_refused() -> None:
    """Roles are taken from the log by their titles or ids."""
    log = make([[("a", "Li", "G", 0), ("b", "Wu", "H", 1)]])

    def swap(document: dict[str, Any]) -> None:
        document["flows"]["case"]["actions"]["b"]["by"] = "g"

    assert replay(log, draft(log, change=swap)).refusals == {"role": 1}


def test_roles_of_other_unit_levels_are_held_there() -> None:
    """Units are added above and beneath the community where the profile asks for them."""
    log = make([[("a", "Li", "G", 0), ("b", "Wu", "H", 1), ("c", "Wu", "H", 2)]])

    def spread(document: dict[str, Any]) -> None:
        document["roles"]["g"]["at"] = "township"
        document["flows"]["case"]["actions"]["b"]["at"] = "grid"
        document["flows"]["case"]["actions"]["c"]["at"] = "village"

    profile = draft(log, change=spread)
    with Engine() as engine:
        report = replay_log(engine, log, profile)
        assert replay_log(engine, log, profile) == report
    assert report.fitness == 1.0


def test_an_action_called_end_is_not_an_activity() -> None:
    """What the log calls so is refused where the draft has dropped it, and ends no case."""
    log = words(*["ab"] * 30, ends=[9])
    stray = Case("x", {}, (Event("end", on(0), None, None, 99),))
    log = EventLog("log", (*log.cases, stray), None, "end")
    report = replay(log, draft(log, 0.1))
    assert report.refusals == {"unknown-action": 1}
    assert report.ended == 1


def two_flows(document: dict[str, Any]) -> None:
    """Add a second flow."""
    document["flows"]["other"] = document["flows"]["case"]


def test_the_flow_is_named_where_there_are_several() -> None:
    """Without a name they are listed; a wrong name is told the right ones."""
    log = words("ab")
    profile = draft(log, change=two_flows)
    assert "several flows: case, other. Say with --flow" in refused(log, profile)
    assert "no flow 'more'" in refused(log, profile, flow="more")
    assert replay(log, profile, flow="other").fitness == 1.0
    assert "no flow that" in refused(log, draft(log, change=lambda d: d.pop("flows")))


def test_what_cannot_fit_is_said_before_anything_is_done() -> None:
    """A flow without the log's activities, an opening that needs more, a door that is shut."""
    log = words("ab", deadlines=[3])
    assert "log.csv: None of the log's activities (a, b)" in refused(log, draft(words("xy")))

    def shut(document: dict[str, Any]) -> None:
        document["intake"] = {"sources": ["digital"]}

    def ask(document: dict[str, Any]) -> None:
        document["flows"]["case"]["open"] = {"by": "anyone", "needs": ["deadline"]}

    assert "Add log to the sources" in refused(log, draft(log, change=shut))
    needy = draft(log, change=ask)
    assert replay(log, needy).fitness == 1.0
    assert "does not bring: deadline" in refused(words("ab"), needy)


def test_a_deadline_may_be_a_day() -> None:
    """Where the field takes a date, a case is due at the end of that day in the profile's zone."""
    log = words("a", "a", ends=[0.7, 0.6], deadlines=[0, 0])

    def by_day(document: dict[str, Any]) -> None:
        document["fields"]["deadline"]["schema"]["format"] = "date"
        document["calendar"] = {"timezone": "Asia/Shanghai"}

    assert replay(log).late == 2
    assert replay(log, draft(log, change=by_day)).late == 1


def test_a_community_holds_one_log_and_one_profile() -> None:
    """Another log or another profile is sent to another database; the first stays as it is."""
    log, profile = words("ab"), draft(words("ab"))
    later = [[("a", None, None, 0), ("b", None, None, 2)]]
    by_others: list[list[Step]] = [[("a", "Li", None, 0), ("b", "Wu", None, 1)]]
    with Engine() as engine:
        report = replay_log(engine, log, profile)
        before = engine.heads()
        for other in (
            words("ba"),
            make(later),
            make(by_others),
            words("abb"),
            words("ab", "a"),
            words("ab", ends=[9]),
        ):
            with pytest.raises(Misuse, match="something else than this log"):
                replay_log(engine, other, profile)
            assert engine.heads() == before
        with pytest.raises(Misuse, match="governed by another profile"):
            replay_log(engine, log, draft(log, change=two_flows), flow="case")
        assert replay_log(engine, log, profile) == report
        assert replay_log(engine, log, profile, community="log-2") == report


@pytest.mark.sqlite
@pytest.mark.soak
def test_a_long_log_is_replayed(tmp_path: Path) -> None:
    """Sixty thousand events and more run through a database on disk."""
    log = generate_log(9500)
    assert log.event_count > 60_000
    report = replay(log, engine=Engine(f"sqlite:///{tmp_path / 'long.db'}"))
    assert report.fitness == 1.0
