"""Alerts of the Common Alerting Protocol: read safely, and written so that they read the same."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import TypeVar

import pytest
from cap_tools.models import Alert as Theirs
from hypothesis import given
from hypothesis import strategies as st
from xsdata.formats.dataclass.parsers import XmlParser
from xsdata.formats.dataclass.serializers import XmlSerializer

from xiangyue import errors
from xiangyue.exchange.cap import model, schema
from xiangyue.exchange.cap.document import MOST_DEPTH
from xiangyue.exchange.cap.reading import read_alert
from xiangyue.exchange.cap.writing import write_alert

T = TypeVar("T")

CHINA = timezone(timedelta(hours=8))
FLOOD = """<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
<identifier>33010041600000_20260701080000</identifier><sender>12379@zj.gov.cn</sender>
<sent>2026-07-01T08:00:00+08:00</sent><status>Actual</status><msgType>Update</msgType>
<scope>Public</scope>
<references>
  12379@zj.gov.cn,33010041600000_20260701060000,2026-07-01T06:00:00+08:00
  12379@zj.gov.cn,33010041600000_20260701070000,2026-07-01T07:00:00+08:00
</references>
<info><language>zh-CN</language><category>Met</category><event>暴雨</event>
<urgency>Expected</urgency><severity>Severe</severity><certainty>Likely</certainty>
<eventCode><valueName>GB</valueName><value>11B03</value></eventCode>
<expires>2026-07-01T20:00:00+08:00</expires><headline>暴雨橙色预警</headline>
<area><areaDesc>杭州市</areaDesc>
<polygon>
 30.1,120.1 30.1,120.3
 30.3,120.3 30.1,120.1
</polygon>
<circle>30.2,120.2 12.5</circle>
<geocode><valueName>GB/T 2260</valueName><value>330100000000</value></geocode>
<altitude>100</altitude></area></info></alert>
"""


def envelope(*alerts: str) -> bytes:
    """Put alerts into what others send them in."""
    bare = "".join(alert.partition("\n")[2] for alert in alerts)
    return f"<EDXLDistribution xmlns='urn:x'>\n<a>{bare}</a></EDXLDistribution>".encode()


def test_what_an_alert_says_is_read() -> None:
    """Lists, times, polygons and pairs come out as values, whatever blanks stand around them."""
    alert = read_alert(FLOOD.encode())
    assert alert.sent == datetime(2026, 7, 1, 0, tzinfo=UTC)
    assert [one.identifier[-6:] for one in alert.references] == ["060000", "070000"]
    (info,) = alert.infos
    assert (info.language, info.event, info.severity) == ("zh-CN", "暴雨", "Severe")
    assert info.expires == datetime(2026, 7, 1, 12, tzinfo=UTC)
    (area,) = info.areas
    assert area.polygons == (((30.1, 120.1), (30.1, 120.3), (30.3, 120.3), (30.1, 120.1)),)
    assert area.circles == (model.Circle(30.2, 120.2, 12.5),)
    assert area.geocodes == (model.Pair("GB/T 2260", "330100000000"),)
    assert (area.altitude, area.ceiling) == (100, None)
    assert (info.place.line, area.place.line) == (10, 14)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"\xef\xbb\xbf" + FLOOD.encode(), id="utf-8 with a mark"),
        pytest.param(FLOOD.encode("utf-16"), id="utf-16 with a mark, called UTF-8"),
        pytest.param(FLOOD.replace("UTF-8", "UTF-16").encode("utf-16-be"), id="bare utf-16"),
        pytest.param(FLOOD.replace("UTF-8", "utf-16").encode(), id="utf-8, called UTF-16"),
        pytest.param(FLOOD.replace("UTF-8", "GB2312").encode("gb18030"), id="gb18030"),
        pytest.param(FLOOD.replace("UTF-8", "gbk").encode("gbk"), id="gbk"),
        pytest.param(FLOOD.partition("\n")[2].encode(), id="no declaration"),
        pytest.param(FLOOD.replace(":cap:1.2", ":cap:1.1").encode(), id="CAP 1.1"),
        pytest.param(envelope(FLOOD), id="in an envelope"),
        pytest.param(
            FLOOD.replace("</", "</c:")
            .replace("<", "<c:")
            .replace("<c:/c:", "</c:")
            .replace("<c:?", "<?")
            .replace("xmlns=", "xmlns:c=")
            .encode(),
            id="prefixed",
        ),
    ],
)
def test_an_alert_reads_alike_in_every_clothing(data: bytes) -> None:
    """Encoding, byte order mark, prefixes and version do not change what is said."""
    assert read_alert(data) == read_alert(FLOOD.encode())


def test_a_packed_file_is_read(tmp_path: Path) -> None:
    """Feeds are often kept gzipped."""
    file = tmp_path / "alert.xml.gz"
    file.write_bytes(gzip.compress(FLOOD.encode()))
    assert read_alert(file) == read_alert(FLOOD.encode())


ENTITIES = """<?xml version="1.0"?>
<!DOCTYPE alert [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>&b;</identifier></alert>"""


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (ENTITIES.encode(), "cap-doctype", 2),
        (b"", "cap-xml", 1),
        (b"not XML", "cap-xml", 1),
        (FLOOD.encode()[:-30], "cap-xml", 21),
        (FLOOD.replace("暴雨", "&nbsp;", 1).encode(), "cap-xml", 10),
        (FLOOD.replace("暴雨", "\0", 1).encode(), "cap-xml", 10),
        (FLOOD.encode("gbk"), "cap-encoding", 10),
        (FLOOD.replace("UTF-8", "utf-7").encode(), "cap-encoding-unknown", 1),
        (FLOOD.replace("UTF-8", "zlib_codec").encode(), "cap-encoding-unknown", 1),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'/>", "cap-root", 1),
        (b"<alert xmlns='http://www.incident.com/cap/1.0'/>", "cap-old", 1),
        (b"<alert xmlns='urn:x'/>", "cap-namespace", 1),
        (envelope(FLOOD, FLOOD), "cap-several", 22),
        (FLOOD.replace("identifier>", "id>").encode(), "cap-nameless", 2),
        (FLOOD.replace("08:00:00+08:00", "08:00:00").encode(), "cap-time", 4),
        (b"<a>" * (MOST_DEPTH + 1), "cap-deep", 1),
        (b"<a>" + b"<b/>\n" * 60_000, "cap-many", 50_000),
        (b" " * (1 << 20) + b"<a/>", "cap-large", 0),
    ],
)
def test_what_is_no_alert_is_refused_with_its_place(data: bytes, code: str, line: int) -> None:
    """Entities, half files, wrong encodings and bombs end in one sentence that names the line."""
    with pytest.raises(errors.BadInput) as caught:
        read_alert(data, "alert.xml")
    assert caught.value.code == code
    assert caught.value.place is not None
    assert caught.value.place.line == line
    assert caught.value.text("zh") != caught.value.text("en")


@pytest.mark.parametrize(
    "written",
    [
        "2026-07-01T00:00:00Z",
        "2026-07-01 08:00:00+08:00",
        "2026-07-01T08:00:00.000+0800",
        "2026-06-30T24:00:00-00:00",
        "\n 2026-07-01T08:00+08:00 ",
    ],
)
def test_times_are_read_where_they_leave_nothing_open(written: str) -> None:
    """Common slips of the pen still say which instant is meant."""
    alert = read_alert(
        FLOOD.replace("<sent>2026-07-01T08:00:00+08:00", f"<sent>{written}").encode()
    )
    assert alert.sent == datetime(2026, 7, 1, 8, tzinfo=CHINA)


def test_what_cannot_be_read_is_left_out_and_never_guessed() -> None:
    """A broken polygon, time or reference is no other one."""
    text = FLOOD.replace("30.1,120.1 30.1,120.3", "30.1;120.1 30.1,120.3")
    text = text.replace("20:00:00+08:00", "20:00:00").replace("30.2,120.2 12.5", "30.2,120.2")
    text = text.replace("2026-07-01T06:00:00+08:00", "2026-13-01T06:00:00+08:00")
    (info,) = (alert := read_alert(text.encode())).infos
    assert (info.expires, info.areas[0].polygons, info.areas[0].circles) == (None, (), ())
    assert [one.identifier[-6:] for one in alert.references] == ["070000"]


def test_addresses_with_blanks_are_quoted() -> None:
    """A list of names keeps those together that hold blanks."""
    text = FLOOD.replace("</scope>", '</scope><addresses>a@b "Wang Er"  c</addresses>')
    alert = read_alert(text.encode())
    assert alert.addresses == ("a@b", "Wang Er", "c")
    assert read_alert(write_alert(alert)).addresses == alert.addresses


def test_a_character_that_no_xml_can_hold_is_refused() -> None:
    """What is written can be read, or is not written."""
    alert = model.Alert("a", "b", datetime(2026, 1, 1, tzinfo=UTC), "Actual", "Alert", note="\x01")
    with pytest.raises(errors.BadInput, match=r"U\+0001"):
        write_alert(alert)


def few(one: st.SearchStrategy[T]) -> st.SearchStrategy[tuple[T, ...]]:
    """Draw none, one or two."""
    return st.lists(one, max_size=2).map(tuple)


words = st.text(st.characters(exclude_categories=["C"]), max_size=8).map(str.strip)
said = words.map(lambda text: text or "…")  # the other library cannot read what is empty
token = st.from_regex(r"[A-Za-z0-9@.:_-]{1,9}", fullmatch=True)
times = st.datetimes(
    datetime(1900, 1, 1),
    datetime(2999, 1, 1),
    timezones=st.integers(-840, 840).map(lambda minutes: timezone(timedelta(minutes=minutes))),
).map(lambda at: at.replace(microsecond=0))
some = st.none() | times
number = st.floats(-1e9, 1e9, allow_nan=False)
pair = st.builds(model.Pair, token, said)
area = st.builds(
    model.Area,
    said,
    few(st.lists(st.tuples(number, number), min_size=1, max_size=5).map(tuple)),
    few(st.builds(model.Circle, number, number, number)),
    few(pair),
    st.none() | number,
    st.none() | number,
)
resource = st.builds(
    model.Resource, said, said, st.none() | st.integers(0, 10**9), words, words, words
)
info = st.builds(
    model.Info,
    event=said,
    categories=st.lists(st.sampled_from(schema.CATEGORIES), min_size=1, max_size=2).map(tuple),
    urgency=st.sampled_from(schema.URGENCIES),
    severity=st.sampled_from(schema.SEVERITIES),
    certainty=st.sampled_from(schema.CERTAINTIES),
    response_types=few(st.sampled_from(schema.RESPONSE_TYPES)),
    language=token,
    event_codes=few(pair),
    effective=some,
    expires=some,
    headline=words,
    description=words,
    resources=few(resource),
    areas=few(area),
)
alert = st.builds(
    model.Alert,
    token,
    token,
    times,
    st.sampled_from(schema.STATUSES),
    st.sampled_from(schema.MSG_TYPES),
    st.sampled_from(schema.SCOPES),
    note=words,
    addresses=few(token),
    references=few(st.builds(model.Reference, token, token, times)),
    infos=few(info),
)


@given(alert)
def test_whatever_is_written_reads_the_same(alert: model.Alert) -> None:
    """An alert survives its way through a file, and the same alert makes the same bytes."""
    written = write_alert(alert)
    assert read_alert(written) == alert
    assert write_alert(read_alert(written)) == written


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_the_standards_examples_go_through_and_back(data: Path, number: int) -> None:
    """Each example of the standard is written as it was read."""
    alert = read_alert(data / "cap" / f"example{number}.xml")
    assert read_alert(write_alert(alert)) == alert
    assert all(info.areas for info in alert.infos)


@given(alert)
def test_another_library_reads_what_is_written_and_writes_what_is_read(alert: model.Alert) -> None:
    """An alert is the same after the bindings that were made from the standard's schema had it."""
    theirs = XmlParser().from_bytes(write_alert(alert), Theirs)
    assert read_alert(XmlSerializer().render(theirs).encode()) == alert
    assert [one.identifier for one in theirs.references_to_list()] == [
        one.identifier for one in alert.references
    ]
