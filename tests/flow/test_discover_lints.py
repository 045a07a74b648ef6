"""What is drafted from a log has nothing that the linter minds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangyue.exchange.logs.discover import discover, write_profile
from xiangyue.exchange.logs.eventlog import Case, Event, EventLog, Value
from xiangyue.exchange.logs.make_log import generate_log
from xiangyue.exchange.logs.readlog import read_log
from xiangyue.lint import lint
from xiangyue.profile import RESERVED_BY, RESERVED_WHO, load

pytestmark = pytest.mark.sqlite

DAY_ONE = datetime(2026, 1, 1, tzinfo=UTC)


def findings(folder: Path, log: EventLog, name: str = "draft", share: float = 0.0) -> list[str]:
    """Return what the linter says of a log's draft."""
    write_profile(folder, discover(log, name, share), force=True)
    return [str(finding) for finding in lint(load(folder))]


NAMES = st.sampled_from(
    ("受理", "Visit", "visit", "End", "end", "open", "3", "a\nb", "x" * 500, "🙂", "no", "${x}")
) | st.text(min_size=1, max_size=12).filter(str.strip)
PEOPLE = st.none() | st.sampled_from(("Li", "li", "李", "Unknown", "system", "anyone", "worker"))
STEPS = st.tuples(NAMES, PEOPLE, PEOPLE, st.integers(0, 9))
DATES = st.dictionaries(st.sampled_from(("due", "end")), st.integers(-400, 400))


@st.composite
def logs(draw: st.DrawFn) -> EventLog:
    """Draw a log of a few cases, with or without people, groups, deadlines and ends."""
    cases = []
    position = 0
    for number in range(draw(st.integers(1, 6))):
        events = []
        for activity, resource, group, day in draw(st.lists(STEPS, min_size=1, max_size=6)):
            position += 1
            at = DAY_ONE + timedelta(days=day)
            events.append(Event(activity, at, resource, group, position))
        events.sort(key=lambda event: (event.at, event.position))
        dates: dict[str, Value] = {k: DAY_ONE + timedelta(d) for k, d in draw(DATES).items()}
        cases.append(Case(f"c{number}", dates, tuple(events)))
    due, end = (
        name if any(name in case.attributes for case in cases) else None for name in ("due", "end")
    )
    return EventLog("log", tuple(cases), due, end)


def test_what_profiles_mean_by_a_name_names_no_role(tmp_path: Path) -> None:
    """A log whose groups are called as rights are (asked, receiver, …) has roles all the same."""
    names = sorted({*RESERVED_BY, *RESERVED_WHO})
    events = tuple(Event(name, DAY_ONE, "li", name, n) for n, name in enumerate(names, 1))
    assert not findings(tmp_path, EventLog("log", (Case("c", {}, events),)))


@given(log=logs(), name=NAMES, share=st.floats(0, 1))
def test_any_draft_lints_clean(
    log: EventLog, name: str, share: float, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever the log calls its things, and whatever rare paths are dropped."""
    assert findings(tmp_path_factory.getbasetemp() / "out_1", log, name, share) == []


@pytest.mark.parametrize("share", [0.0, 0.05, 0.3, 1.0])
def test_the_receipt_draft_lints_clean(data: Path, tmp_path: Path, share: float) -> None:
    """The draft of a municipal log is ready to run."""
    log = read_log(data / "receipt" / "receipt.xes.gz")
    assert findings(tmp_path / "receipt", log, "receipt", share) == []


def test_a_generated_draft_lints_clean(tmp_path: Path) -> None:
    """So is that of the log of a village."""
    assert findings(tmp_path / "village", generate_log(200), "village") == []


def test_a_draft_of_hundreds_of_activities_lints_clean(tmp_path: Path) -> None:
    """A profile of thousands of paths is judged as a small one is."""
    events = [
        [
            Event(f"Step {(n * 7 + n * k) % 300}", DAY_ONE + timedelta(k), f"R{n % 50}", None, k)
            for k in range(40)
        ]
        for n in range(300)
    ]
    cases = tuple(Case(f"c{n}", {}, tuple(steps)) for n, steps in enumerate(events))
    assert findings(tmp_path / "long", EventLog("log", cases), "long") == []
