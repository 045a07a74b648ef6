"""Discovery: the draft of a profile allows what the log shows, and reads as the log does."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangyue.errors import Misuse
from xiangyue.exchange.logs.cast import UNKNOWN, performers
from xiangyue.exchange.logs.discover import discover, write_profile
from xiangyue.exchange.logs.eventlog import Case, Event, EventLog, Value
from xiangyue.exchange.logs.make_log import generate_log
from xiangyue.exchange.logs.paths import find_paths
from xiangyue.exchange.logs.readlog import read_log
from xiangyue.exchange.names import ids, match, title
from xiangyue.profile.check import check
from xiangyue.profile.source import parse

DAY_ONE = datetime(2026, 1, 1, tzinfo=UTC)
Step = tuple[str, str | None, str | None]


def make(cases: Iterable[Iterable[Step]], ends: Iterable[int | None] = ()) -> EventLog:
    """Make a log of (activity, resource, group), an event a day; ends are days after the first."""
    days = list(ends)
    made, position = [], 0
    for number, steps in enumerate(cases):
        events: list[Event] = []
        for step in steps:
            position += 1
            events.append(Event(step[0], DAY_ONE + timedelta(len(events)), *step[1:], position))
        end = days[number] if number < len(days) else None
        attributes: dict[str, Value] = {} if end is None else {"end": DAY_ONE + timedelta(end)}
        made.append(Case(f"c{number}", attributes, tuple(events)))
    return EventLog("log", tuple(made), None, "end" if days else None)


def words(*cases: str) -> EventLog:
    """Make a log of cases whose activities are single letters, done by nobody in particular."""
    return make([(letter, None, None) for letter in case] for case in cases)


def document(text: str) -> dict[str, Any]:
    """Read a profile and hold it against the profile language."""
    node = parse(text.encode(), "profile.yaml")
    assert not check(node, "file")
    found: dict[str, Any] = node.plain()
    return found


def fitness(log: EventLog, profile: dict[str, Any]) -> tuple[int, int]:
    """Return how many events the flow accepts, and how many ended cases may end."""
    flow, roles = profile["flows"]["case"], profile.get("roles", {})
    end = flow["actions"]["end"]
    actions = {k: [v["title"]["en"]] for k, v in flow["actions"].items() if v is not end}
    action_of = match(log.activities, actions)
    members = performers(log, {role: [data["title"]["en"]] for role, data in roles.items()})
    accepted = ended = 0
    for case in log.cases:
        state: str = flow["start"]
        for event in case.events:
            action = flow["actions"].get(action_of.get(event.activity, ""))
            rights = {"anyone", *members[event.resource].roles}
            if action and state in action["from"] and rights.intersection(action["by"]):
                accepted, state = accepted + 1, action["to"]
        ended += state in end["from"] and (not log.end_attribute or log.end(case) is not None)
    return accepted, ended


def assert_sound(profile: dict[str, Any]) -> None:
    """Check that every state can be reached and left for the end, and every role is used."""
    flow = profile["flows"]["case"]
    onward: dict[str, set[str]] = {state: set() for state in flow["states"]}
    back: dict[str, set[str]] = {state: set() for state in flow["states"]}
    for action in flow["actions"].values():
        assert action["from"] and action["by"]
        for state in action["from"]:
            onward[state].add(action["to"])
            back[action["to"]].add(state)
    assert reach("start", onward) == reach("ended", back) == onward.keys()
    used = {role for action in flow["actions"].values() for role in action["by"]}
    assert used - {"anyone"} == set(profile.get("roles", {}))


def reach(state: str, ways: dict[str, set[str]]) -> set[str]:
    """Return the states that can be reached."""
    seen, waiting = {state}, [state]
    while waiting:
        new = ways[waiting.pop()] - seen
        seen |= new
        waiting.extend(new)
    return seen


STEPS = st.tuples(
    st.sampled_from(("受理", "Visit", "visit", "End", "end", "3", "a\nb", "a b", "x" * 500, "🙂")),
    st.none() | st.sampled_from(("Li", "li", "李", "Unknown", "worker")),
    st.none() | st.sampled_from(("Grid", "Group 1", "group_1", "anyone")),
)
LOGS = st.builds(
    make,
    st.lists(st.lists(STEPS, min_size=1, max_size=7), min_size=1, max_size=8),
    st.lists(st.none() | st.integers(-5, 9), max_size=8).map(
        lambda days: days if any(day is not None for day in days) else []
    ),
)


@given(log=LOGS)
def test_a_log_fits_its_own_draft(log: EventLog) -> None:
    """Every event is accepted, every ended case may end, and no state is a trap."""
    profile = document(discover(log, "drawn"))
    assert_sound(profile)
    ended = sum(log.end(c) is not None for c in log.cases) if log.end_attribute else len(log.cases)
    assert fitness(log, profile) == (log.event_count, ended)


@given(log=LOGS, share=st.floats(0, 1))
def test_any_smallest_share_leaves_a_sound_draft(log: EventLog, share: float) -> None:
    """Whatever is dropped, what is left has a start, an end and a way between."""
    profile = document(discover(log, "drawn", share))
    assert_sound(profile)
    assert fitness(log, profile)[0] <= log.event_count


def test_the_receipt_log_fits_its_own_draft(data: Path) -> None:
    """Nothing is refused; all ended cases end; roles are the groups; the deadline is a field."""
    log = read_log(data / "receipt" / "receipt.xes.gz")
    profile = document(discover(log, "receipt"))
    assert_sound(profile)
    assert fitness(log, profile) == (8577, 1329)
    flow = profile["flows"]["case"]
    assert len(flow["actions"]) == 28
    assert flow["actions"]["t02_check_confirmation_of_receipt"]["title"] == {
        "en": "T02 Check confirmation of receipt"
    }
    assert flow["due"] == {"field": "deadline", "basis": "project default"}
    assert profile["roles"]["group_1"] == {"title": {"en": "Group 1"}}
    # The last case was worked on for 41 days and some hours after it was closed.
    assert profile["intake"] == {"backdate": "42d"}


def test_without_its_rare_paths_most_of_the_receipt_log_fits(data: Path) -> None:
    """At 0.05 the side tracks are gone; the six activities of the main way remain."""
    log = read_log(data / "receipt" / "receipt.xes.gz")
    profile = document(discover(log, "receipt", 0.05))
    assert_sound(profile)
    assert len(profile["flows"]["case"]["actions"]) == 7
    assert 0.9 < fitness(log, profile)[0] / log.event_count < 1


def test_a_path_is_rare_among_the_ways_out_of_its_activity() -> None:
    """A branch that few cases take keeps its own inner ways; rare exits go, the main one stays."""
    log = words(*["abd"] * 90, *["acd"] * 6, *["aced"] * 4, "ad")
    paths = find_paths(log, 0.05)
    assert paths.into == {"a": ("",), "b": ("a",), "d": ("b", "c", "e"), "c": ("a",), "e": ("c",)}
    assert paths.ends == ("d",)
    assert find_paths(log, 1).into == {"a": ("",), "b": ("a",), "d": ("b",)}


def test_a_case_that_went_on_after_its_end_still_ends() -> None:
    """The end belongs to the last activity, whatever its date; open cases rest elsewhere."""
    log = make(
        [[("a", None, None), ("b", None, None)], [("a", None, None), ("c", None, None)]], [0]
    )
    paths = find_paths(log)
    # Nothing leads on from c, so that it may end there as well.
    assert paths.ends == ("b", "c")
    assert "intake: {backdate: 1d}" in discover(log, "log")


def test_roles_come_from_groups_else_resources_else_anyone() -> None:
    """What tells the events apart makes the roles; who is not named is anyone."""
    both = document(discover(make([[("a", "Li", "G"), ("b", "Li", "H"), ("b", None, None)]]), "x"))
    assert both["roles"] == {"g": {"title": {"en": "G"}}, "h": {"title": {"en": "H"}}}
    assert both["flows"]["case"]["actions"]["b"]["by"] == ["h", "anyone"]
    one = document(discover(make([[("a", "Li", "G"), ("b", "Wu", "G")]]), "x"))
    assert set(one["roles"]) == {"li", "wu"}
    none = document(discover(make([[("a", None, "G")]]), "x"))
    assert "roles" not in none
    assert none["flows"]["case"]["actions"]["a"]["by"] == ["anyone"]


def test_many_groups_make_one_role() -> None:
    """Beyond sixty groups all who are named are workers."""
    log = make([[("a", f"R{number}", f"G{number}")] for number in range(61)])
    profile = document(discover(log, "x"))
    assert profile["roles"] == {"worker": {"title": {"en": "Worker"}}}
    members = performers(log, {"worker": ["Worker"]})
    assert all(member.roles == {"worker"} for member in members.values())
    assert fitness(log, profile)[0] == 61


def test_performers_hold_the_roles_in_which_they_acted() -> None:
    """A member is registered for each resource, and one for whoever is not named."""
    log = make([[("a", "李", "G"), ("b", "Li", "H"), ("c", "Li", "G"), ("d", None, "H")]])
    found = performers(log, {"g": ["G"], "h": ["H", "部门"]})
    assert {name: (m.id, set(m.roles)) for name, m in found.items()} == {
        None: (UNKNOWN, {"h"}),
        "李": ("member_1", {"g"}),
        "Li": ("li", {"g", "h"}),
    }


def test_names_become_safe_ids_of_their_own() -> None:
    """Ids are ASCII, begin with a letter, collide neither with each other nor with the language."""
    names = ["T02 Check", "t02-check", "检查", "3 Visit", "End", "Révision", "🙂", "z" * 90]
    assert list(ids(names, "activity").values()) == [
        *("t02_check", "t02_check_2", "activity_3", "activity_3_visit"),
        *("end_2", "revision", "activity_7", "z" * 48),
    ]


@given(st.lists(st.text(max_size=300), unique=True, max_size=30))
def test_titles_are_safe_and_lead_back(names: list[str]) -> None:
    """Whatever names a log brings, titles fit into a profile and stand for one name each."""
    found = ids(names, "activity")
    assert len(set(found.values())) == len(names)
    assert all(re.fullmatch("[a-z][a-z0-9_]*", key) for key in found.values())
    titles = [title(name) for name in names]
    assert len(set(titles)) == len(names)
    assert all(len(text) <= 200 and "\n" not in text for text in titles)
    assert match(names, {found[n]: [title(n)] for n in names if n}) == {
        name: found[name] for name in names if name
    }


def test_titles_are_the_names_themselves() -> None:
    """Quotes, tags and emoji need no change; an override of the reading direction does."""
    for name in ('say "no": # {x}', "👩‍💻 & co", "办结", "!!python/object"):
        assert title(name) == name
        assert document(discover(make([[(name, None, None)]]), name))["title"]["en"] == name
    assert "\u202e" not in title("a\u202eb")


def test_hundreds_of_activities_fit_into_one_profile() -> None:
    """Long names are given up for short ids when a profile would grow too long otherwise."""
    names = [f"{'quite a long name for a step of the work ' * 2}{number}" for number in range(300)]
    steps = [
        [(names[(start * 7 + step * start) % 300], None, None) for step in range(100)]
        for start in range(300)
    ]
    log = make(steps)
    text = discover(log, "x")
    assert len(text) < 1_500_000
    assert fitness(log, document(text))[0] == 30_000


def test_what_no_profile_can_hold_is_refused() -> None:
    """An attribute that differs from event to event is no activity; the message says what to do."""
    log = make([[(f"{number}-{step}", None, None) for step in range(3)] for number in range(9000)])
    with pytest.raises(Misuse, match=r"27000 activities and 27000 paths .*--min-share"):
        discover(log, "x")
    for share in (-0.1, 1.1, float("nan")):
        with pytest.raises(Misuse, match="between 0 and 1"):
            discover(log, "x", share)


def test_a_profile_is_written_whole_and_not_over_another(tmp_path: Path) -> None:
    """The folder is made; a profile that is there stays unless it is to be replaced."""
    text = discover(generate_log(20), "demo")
    folder = tmp_path / "new" / "demo"
    path = write_profile(folder, text)
    assert path.read_text(encoding="utf-8") == text
    assert [entry.name for entry in folder.iterdir()] == ["profile.yaml"]
    with pytest.raises(Misuse, match=r"profile.yaml: There is a profile here already.*--force"):
        write_profile(folder, "x")
    write_profile(folder, "y", force=True)
    assert path.read_text(encoding="utf-8") == "y"
    with pytest.raises(Misuse, match="cannot be written"):
        write_profile(path, "x")


@pytest.mark.parametrize(
    ("name", "found"),
    [
        *[("Receipt 2011", "receipt-2011"), ("2011", "log"), ("收件", "log"), ("--a_b--", "a-b")],
        *[("NULL", "null-log"), ("true", "true-log")],
    ],
)
def test_a_profile_has_a_name_of_its_own(name: str, found: str) -> None:
    """The id keeps to small letters, digits and hyphens; the title keeps the name."""
    profile = document(discover(words("ab"), name))
    assert profile["profile"] == found
    assert profile["title"] == {"en": name}
