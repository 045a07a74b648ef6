"""Event logs: what is read from XES and CSV, what is refused, and what is written."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangyue.errors import BadInput, Misuse, XiangyueError
from xiangyue.exchange.files import datafile
from xiangyue.exchange.logs.eventlog import Case, Event, EventLog, LogOptions, Value
from xiangyue.exchange.logs.make_log import generate_log
from xiangyue.exchange.logs.readlog import read_log
from xiangyue.exchange.logs.xesout import write_xes

HEADER = "case id,activity,timestamp\n"


def read(folder: Path, content: str | bytes, **options: str) -> EventLog:
    """Read a log with this content."""
    path = folder / "log"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_log(path, LogOptions(**options))


def event(activity: str = "a", at: str = "2026-01-01T00:00:00Z", more: str = "") -> str:
    """Write an XES event."""
    return (
        f'<event><string key="concept:name" value="{activity}"/>'
        f'<date key="time:timestamp" value="{at}"/>{more}</event>\n'
    )


def trace(*parts: str, name: str = "c") -> str:
    """Write an XES trace."""
    return f'<trace><string key="concept:name" value="{name}"/>\n{"".join(parts)}</trace>\n'


def xes(*traces: str) -> str:
    """Write an XES log."""
    return f'<?xml version="1.0"?>\n<log>\n{"".join(traces)}</log>\n'


def utc(year: int, month: int, day: int, *clock: int) -> datetime:
    """Return a moment in UTC; the clock is hours, minutes, seconds and microseconds."""
    hour, minute, second, micro = (*clock, 0, 0, 0, 0)[:4]
    return datetime(year, month, day, hour, minute, second, micro, UTC)


def first_times(log: EventLog) -> list[datetime]:
    """Return when each case began."""
    return [case.events[0].at for case in log.cases]


def test_the_receipt_log_is_read_as_it_is(data: Path) -> None:
    """The municipal log has the cases, events, variants and late ends that are known of it."""
    log = read_log(data / "receipt" / "receipt.xes.gz")
    assert (len(log.cases), log.event_count) == (1434, 8577)
    assert (len(log.activities), len(log.variants), len(log.resources)) == (27, 116, 48)
    assert (log.deadline_attribute, log.end_attribute) == ("deadline", "enddate")
    ended = [(log.end(case), log.deadline(case)) for case in log.cases if log.end(case)]
    assert len(ended) == 1329
    assert sum(end > due for end, due in ended if end and due) == 377
    # Some cases were closed before anything was entered: they are there from their end on.
    assert sum(log.opening(case) < case.events[0].at for case in log.cases) == 117


def test_a_sheet_of_requests_is_read_with_named_columns(data: Path) -> None:
    """A CSV that is no event log by itself becomes one when its columns are named."""
    log = read_log(
        data / "boston311" / "requests_sample.csv.gz",
        LogOptions(case="CASE_ENQUIRY_ID", activity="TYPE", time="OPEN_DT", resource="QUEUE"),
    )
    assert (len(log.cases), log.event_count) == (3000, 3000)
    assert (log.deadline_attribute, log.end_attribute) == ("TARGET_DT", "CLOSED_DT")
    assert log.cases[0].events[0].at == utc(2015, 1, 1, 10, 17, 3)
    assert "BTDT" in log.groups


NAMES = st.text(
    st.characters(
        codec="utf-8", exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"
    ),
    min_size=1,
    max_size=20,
).filter(str.strip)
MOMENTS = st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))
SCALARS: st.SearchStrategy[Value] = (
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn")), max_size=30)
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False)
    | st.booleans()
    | MOMENTS
)


@st.composite
def logs(draw: st.DrawFn) -> EventLog:
    """Draw a log as a reader returns one."""
    drawn = []
    for id in draw(st.lists(NAMES, min_size=1, max_size=5, unique=True)):
        attributes = draw(st.dictionaries(st.sampled_from(("channel", "n", "x:y")), SCALARS))
        steps = st.tuples(NAMES, MOMENTS, st.none() | NAMES, st.none() | NAMES)
        moves = sorted(draw(st.lists(steps, min_size=1, max_size=6)), key=lambda step: step[1])
        drawn.append((id, attributes, moves))
    drawn.sort(key=lambda case: case[2][0][1])
    numbers = iter(range(1, 100))
    return EventLog(
        "log",
        tuple(
            Case(id, given, tuple(Event(*move, position=next(numbers)) for move in moves))
            for id, given, moves in drawn
        ),
    )


def told(log: EventLog) -> list[tuple[object, ...]]:
    """Return what a log tells, without where it stands in which file."""
    return [
        (case.id, case.attributes, [(e.activity, e.at, e.resource, e.group) for e in case.events])
        for case in log.cases
    ]


@given(log=logs(), suffix=st.sampled_from(("xes", "xes.gz")))
def test_what_is_written_is_read_back(
    log: EventLog, suffix: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Writing XES and reading it again changes nothing."""
    path = tmp_path_factory.mktemp("logs") / f"log.{suffix}"
    write_xes(log, path)
    again = read_log(path)
    assert told(again) == told(log)
    assert [e.position for c in again.cases for e in c.events] == list(
        range(1, log.event_count + 1)
    )


def test_a_made_log_is_the_same_for_each_seed(tmp_path: Path) -> None:
    """The same seed gives the same bytes; deadline and end are found in them again."""
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        write_xes(generate_log(40, seed), tmp_path / f"{name}.xes.gz")
    a, b, c = ((tmp_path / f"{name}.xes.gz").read_bytes() for name in "abc")
    assert a == b != c
    log = read_log(tmp_path / "a.xes.gz")
    assert told(log) == told(generate_log(40, 1))
    assert (log.deadline_attribute, log.end_attribute) == ("deadline", "enddate")
    assert 0 < sum(log.end(case) is not None for case in log.cases) < 40


def test_a_character_that_xml_cannot_hold_is_refused(tmp_path: Path) -> None:
    """Nothing is written, and the character is named."""
    log = EventLog("log", (Case("c", {}, (Event("a\x00b", utc(2026, 1, 1), None, None, 1),)),))
    with pytest.raises(BadInput, match=r"U\+0000"):
        write_xes(log, tmp_path / "log.xes")
    assert list(tmp_path.iterdir()) == []


def test_content_decides_not_the_name(tmp_path: Path) -> None:
    """A gzipped XES log may be called what it likes."""
    path = tmp_path / "log.csv"
    path.write_bytes(gzip.compress(xes(trace(event())).encode("utf-16")))
    assert read_log(path).event_count == 1


def test_order_is_a_stable_sort_by_time(tmp_path: Path) -> None:
    """Events and cases go by time; at one time the file decides; identical events all stay."""
    late, early = "2026-01-02T00:00:00Z", "2026-01-01T01:00:00+01:00"
    log = read(
        tmp_path,
        xes(
            trace(event("b", late), event("c", late), event("a", early), event("c", late)),
            trace(event("z", "2025-12-31T23:59:59.9Z"), name="d"),
        ),
    )
    assert [case.id for case in log.cases] == ["d", "c"]
    assert [e.activity for e in log.cases[1].events] == ["a", "b", "c", "c"]
    assert [(c.id, e.position) for c, e in log.in_time()] == [
        *(("d", 5), ("c", 3), ("c", 1), ("c", 2), ("c", 4))
    ]


def test_xes_keeps_to_what_the_events_say(tmp_path: Path) -> None:
    """Defaults, classifiers, nesting and life cycles change nothing; missing stays missing."""
    who = (
        '<string key="org:resource" value="EMPTY"><string key="org:group" value="x"/></string>'
        '<string key="lifecycle:transition" value="start"/><string key="org:role" value="R"/>'
    )
    head = (
        '<global scope="event"><string key="org:group" value="UNKNOWN"/></global>'
        '<classifier name="c" keys="concept:name lifecycle:transition"/>'
    )
    ns = xes(head, trace(event(more=who), event())).replace("<log>", '<log xmlns="http://x/">')
    first, second = read(tmp_path, ns).cases[0].events
    assert (first.activity, first.resource, first.group, first.line) == ("a", "EMPTY", "R", 4)
    assert (second.resource, second.group) == (None, None)
    prefixed = xes(trace(event())).replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?")
    assert read(tmp_path, prefixed.replace("<x:log>", '<x:log xmlns:x="u">')).event_count == 1


def test_cases_keep_their_scalar_attributes(tmp_path: Path) -> None:
    """Each value has the type its element says, or stays text where it is none."""
    log = read(
        tmp_path,
        xes(
            trace(
                '<int key="i" value="7"/><float key="f" value="0.5"/><int key="bad" value="?"/>',
                '<boolean key="b" value="true"/><date key="d" value="2026-01-01T00:00:00"/>',
                '<list key="l"><values/></list>',
                event(),
            ),
            "<trace/>",
        ),
        timezone="Asia/Shanghai",
    )
    assert log.cases[0].attributes == {
        **{"i": 7, "f": 0.5, "bad": "?", "b": True},
        "d": utc(2025, 12, 31, 16),
    }
    assert log.empty_cases == 1


def test_traces_of_one_name_stay_apart(tmp_path: Path) -> None:
    """Each trace is a case; a name that is taken or missing is made up."""
    log = read(tmp_path, xes(*[trace(event())] * 3, trace(event(), name="c (2)"), trace(name="")))
    assert [case.id for case in log.cases] == ["c", "c (3)", "c (4)", "c (2)"]


@pytest.mark.parametrize(
    ("key", "value", "found"),
    [
        ("due_date", "2026-02-01", True),
        ("Target Date", "2026-02-01T00:00:00+01:00", True),
        ("截止时间", "2026-02-01 08:00", True),
        ("deadline", "tomorrow", False),
        ("deadline", "UNKNOWN", False),
        ("planned", "2026-02-01", False),
    ],
)
def test_a_deadline_is_found_by_name_and_value(
    tmp_path: Path, key: str, value: str, found: bool
) -> None:
    """An attribute that is called like a deadline and holds dates is one, also on events."""
    line = f'<string key="{key}" value="{value}"/>'
    for log in (
        read(tmp_path, xes(trace(line, event()))),
        read(tmp_path, xes(trace(event(more=line), event()))),
        read(
            tmp_path, f"case:id,activity,timestamp,{key}\n1,a,2026-01-01,{value}\n", case="case:id"
        ),
    ):
        assert log.deadline_attribute == (key if found else None)
        assert (log.deadline(log.cases[0]) is not None) == found


def test_named_dates_win_and_must_be_dates(tmp_path: Path) -> None:
    """An attribute named by an option is taken, refused with its line, or said to be missing."""
    log = xes(
        trace('<string key="soll" value="31.12.2026"/>\n', '<int key="n" value="3"/>', event())
    )
    assert read(tmp_path, log, deadline="soll").deadline_attribute == "soll"
    with pytest.raises(BadInput, match=r"log:3: .3. cannot be read as a time"):
        read(tmp_path, log, end="n")
    with pytest.raises(BadInput, match="there are: soll, n"):
        read(tmp_path, log, end="enddate")


def test_xes_attributes_can_be_named(tmp_path: Path) -> None:
    """One attribute may serve twice; a name that is nowhere is refused."""
    more = (
        '<string key="Step" value="s"/><string key="Who" value="w"/>'
        '<date key="At" value="2026-02-01"/>'
    )
    log = xes(trace('<string key="No" value="7"/>', event(more=more)))
    found = read(tmp_path, log, case="No", activity="Step", time="At", resource="Who", group="Who")
    case, first = found.cases[0], found.cases[0].events[0]
    assert (case.id, case.attributes) == ("7", {"concept:name": "c"})
    assert (first.activity, first.at) == ("s", utc(2026, 2, 1))
    assert (first.resource, first.group) == ("w", "w")
    with pytest.raises(BadInput, match=r"attribute .who.; there are: concept:name, .*Who"):
        read(tmp_path, log, resource="who")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_csv_of_any_make(tmp_path: Path, separator: str, encoding: str) -> None:
    """Separator, encoding, columns and attributes of the case are found out."""
    rows = (
        (
            "Case ID",
            "环节",
            "Complete Timestamp",
            "人员",
            "部门",
            "case:due",
            "channel",
            "step cost",
        ),
        ("2", "受理", "2026-01-03 10:00:00", "李梅", "", "2026-02-01", "phone", "1"),
        ("1", "受理", "2026-01-02 10:00:00", "", "村委会", "", "", "2"),
        ("2", '办"结"', "2026-01-01 10:00:00", "王军", "", "2026-02-01", "phone", "3"),
    )
    text = "\r\n".join(
        separator.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows
    )
    log = read(tmp_path, text.encode(encoding), timezone="Asia/Shanghai")
    assert [case.id for case in log.cases] == ["2", "1"]
    first, last = log.cases[0].events
    assert (first.activity, first.resource, first.group) == ('办"结"', "王军", None)
    assert (first.at, first.position, first.line) == (utc(2026, 1, 1, 2), 3, 4)
    assert last.resource == "李梅"
    due = utc(2026, 1, 31, 16)
    assert log.cases[0].attributes == {"due": due, "channel": "phone"}
    assert log.groups == ("村委会",)


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        (
            ("31.01.2026 08:30", "02.01.2026 08:30"),
            (utc(2026, 1, 31, 8, 30), utc(2026, 1, 2, 8, 30)),
        ),
        (("05/06/2026", "13/06/2026"), (utc(2026, 6, 5), utc(2026, 6, 13))),
        (
            ("05/06/2026 12:00:00 AM", "06/13/2026 01:05:09.25 PM"),
            (utc(2026, 5, 6), utc(2026, 6, 13, 13, 5, 9, 250_000)),
        ),
        (
            ("2026/1/5 9:05", "2026/12/5 09:05 +08:00"),
            (utc(2026, 1, 5, 9, 5), utc(2026, 12, 5, 1, 5)),
        ),
        (("2026-01-05T09:05Z", "2026-01-05 09:05"), (utc(2026, 1, 5, 9, 5), utc(2026, 1, 5, 9, 5))),
    ],
)
def test_times_are_told_from_the_whole_column(
    tmp_path: Path, times: tuple[str, str], expected: tuple[datetime, datetime]
) -> None:
    """One value that is clear decides for all."""
    rows = "".join(f"{number},a,{time}\n" for number, time in enumerate(times))
    log = read(tmp_path, HEADER + rows)
    assert sorted(first_times(log)) == sorted(expected)


def test_a_pattern_decides_what_the_column_leaves_open(tmp_path: Path) -> None:
    """The pattern holds for the events; a deadline in the same order follows it."""
    text = "case id,activity,timestamp,deadline\n1,a,01/02/2026,03/04/2026\n"
    log = read(tmp_path, text, time_format="%d/%m/%Y")
    assert first_times(log) == [utc(2026, 2, 1)]
    assert log.deadline(log.cases[0]) == utc(2026, 4, 3)


BAD = {
    "empty": (b"", "holds no event"),
    "zip": (b"PK\x03\x04...", "neither XES nor CSV"),
    "json": (b'{"a": 1}', "neither XES nor CSV"),
    "twice": (gzip.compress(gzip.compress(b"x")), "neither XES nor CSV"),
    "nul": (f"{HEADER}1,a,2026-01-01\n\x00".encode(), r"log:3: There is a NUL byte"),
    "cut": (gzip.compress(xes(trace(event())).encode())[:-12], "ends too early"),
    "damaged": (gzip.compress(b"x" * 100)[:-8] + b"12345678", "damaged"),
    "bomb": (gzip.compress(b"<log>" + b"\n" * (20 << 20)), "unpacks to more than 250 times"),
    "xml": (b"<log>\n<trace></log>", r"log:2:10: The XML is invalid"),
    "no log": (b"<html/>", "root element is .html."),
    "entity": (
        b'<?xml version="1.0"?>\n<!DOCTYPE l [<!ENTITY a "b">]><log>&a;</log>',
        "log:2:13: .*DOCTYPE",
    ),
    "deep": (b"<log>" + b"<x>" * 10_000, "nested more than 100 deep"),
    "long": (b'<log a="' + b"x" * (3 << 20), "longer than 1 MiB"),
    "no event": (xes(trace()).encode(), "holds no event"),
    "outside": (xes(event()).encode(), "log:3: This event belongs to no trace"),
    "no time": (
        xes(trace(event().replace("time:timestamp", "t"), name="C7")).encode(),
        "log:4: This event of case .C7. has no time",
    ),
    "no name": (xes(trace(event(" "))).encode(), "log:4: This event of case .c. has no activity"),
    "no date": (xes(trace(event(at="2026-02-30"))).encode(), "log:4: .2026-02-30. cannot be read"),
    "wide": (
        xes(trace(*(f'<int key="k{n}" value="1"/>' for n in range(2000)))).encode(),
        "1000 attr",
    ),
    "column": (b"a,b,c\n1,2,3\n", "log:1: No column is known to name the case; there are: a, b, c"),
    "row": (f"{HEADER}1,a,2026-01-01,9\n".encode(), "log:2: The row has 4 cells"),
    "case": (f"{HEADER},a,2026-01-01\n".encode(), "log:2: This row does not say which case"),
    "time": (
        f"{HEADER}1,a,2026-01-01\n1,a\n".encode(),
        "log:3: This event of case .1. has no time",
    ),
    "soon": (f"{HEADER}1,a,2026-01-01\n1,a,soon\n".encode(), "log:3: .soon. cannot be read"),
    "open": (
        f"{HEADER}1,a,01/02/2026\n".encode(),
        "log:2: .*which number is the day.*--time-format",
    ),
    "mixed": (f"{HEADER}1,a,31/12/2026\n1,a,12/31/2026\n".encode(), "log:3: .*another order"),
    "year": (f"{HEADER}1,a,31/12/26\n".encode(), "log:2: .*four digits"),
    "quote": (
        f'{HEADER}1,"a,2026-01-01\n2,b,2026-01-01\n'.encode(),
        "log:2: The row that begins here",
    ),
    "line": (b"a" * (2 << 20), "line is longer"),
    "bytes": (f"{HEADER}1,a,2026-01-01\n".encode() + b"1,\xff\xff,x\n", "log:3: This is not text"),
    "name": (f"{HEADER}1,{'a' * 5000},2026-01-01\n".encode(), "log:2: .*longer than 4000"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_refused_with_its_place(tmp_path: Path, name: str) -> None:
    """One sentence says where and what, another how to mend it, in both languages."""
    content, said = BAD[name]
    with pytest.raises(BadInput, match=said) as error:
        read(tmp_path, content)
    assert error.value.mend("en")
    assert error.value.mend("zh")
    assert str(tmp_path) in error.value.describe("zh")


@pytest.mark.parametrize(
    ("options", "kind", "said"),
    [
        ({"timezone": "Mars/Olympus"}, Misuse, "no time zone"),
        ({"encoding": "hex"}, Misuse, "no text encoding"),
        ({"activity": "step"}, BadInput, "no column .step."),
        ({"time_format": "%d %B"}, BadInput, "log:2: .*cannot be read as a time"),
    ],
)
def test_options_that_fit_nothing_are_refused(
    tmp_path: Path, options: dict[str, str], kind: type[XiangyueError], said: str
) -> None:
    """What does not exist is named."""
    with pytest.raises(kind, match=said):
        read(tmp_path, f"{HEADER}1,a,2026-01-01\n", **options)


def test_only_ordinary_files_are_opened(tmp_path: Path) -> None:
    """A folder, a device or nothing at all is said to be that."""
    for path in (tmp_path, Path("/dev/zero"), tmp_path / "nowhere.xes"):
        with pytest.raises(BadInput, match=r"no ordinary file|cannot be read"):
            read_log(path)


def test_size_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the file nor what it unpacks to may pass the bound."""
    monkeypatch.setattr(datafile, "MAX_BYTES", 1000)
    for content in (b"<log>" * 1000, gzip.compress(b"<log>" * 1000)):
        with pytest.raises(BadInput, match="larger than 2 GiB"):
            read(tmp_path, content)


@given(junk=st.binary(max_size=300), packed=st.booleans())
def test_any_bytes_are_read_or_refused(
    junk: bytes, packed: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """No content brings anything but a log or an error of ours."""
    path = tmp_path_factory.getbasetemp() / "junk"
    for content in (junk, b"<log><trace>" + junk, HEADER.encode() + junk):
        path.write_bytes(gzip.compress(content) if packed else content)
        try:
            assert read_log(path).event_count
        except BadInput as error:
            assert str(error)


def test_progress_reaches_the_end(tmp_path: Path) -> None:
    """The share read so far grows up to one."""
    path = tmp_path / "log.xes.gz"
    write_xes(generate_log(300), path)
    seen: list[float] = []
    read_log(path, progress=seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == 1.0


def test_variants_count_cases_by_their_activities() -> None:
    """Two cases with the same activities are one variant."""

    def cases() -> Iterator[Case]:
        for number, path in enumerate(("ab", "ab", "abb")):
            events = (Event(a, utc(2026, 1, 1) + timedelta(1), None, None, 1) for a in path)
            yield Case(str(number), {}, tuple(events))

    assert EventLog("log", tuple(cases())).variants == {("a", "b"): 2, ("a", "b", "b"): 1}
