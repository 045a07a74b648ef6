"""What is wrong with an alert is found, by the schema's words and by the standard's."""

from __future__ import annotations

import copy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import xmlschema
from hypothesis import given
from hypothesis import strategies as st

from xiangyue.errors import BadInput
from xiangyue.exchange.cap.checking import check
from xiangyue.exchange.cap.model import Alert
from xiangyue.exchange.cap.reading import read_alert, read_root
from xiangyue.exchange.cap.writing import write_alert

ALERT = """<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
<identifier>33-1</identifier><sender>12379@zj.gov.cn</sender>
<sent>2026-07-01T08:00:00+08:00</sent><status>Actual</status><msgType>Alert</msgType>
<scope>Public</scope>
<info><language>zh-CN</language><category>Met</category><event>暴雨</event>
<urgency>Expected</urgency><severity>Severe</severity><certainty>Likely</certainty>
<effective>2026-07-01T09:00:00+08:00</effective>
<expires>2026-07-01T20:00:00+08:00</expires>
<web>https://example.cn/1</web>
<resource><resourceDesc>图</resourceDesc><mimeType>image/png</mimeType>
<uri>https://example.cn/1.png</uri></resource>
<area><areaDesc>杭州市</areaDesc>
<polygon>30.1,120.1 30.1,120.3 30.3,120.3 30.1,120.1</polygon>
<circle>30.2,120.2 12.5</circle>
<altitude>100</altitude><ceiling>900</ceiling></area></info></alert>
"""
UPDATE = ALERT.replace(">Alert<", ">Update<").replace(
    "</scope>",
    "</scope><references>12379@zj.gov.cn,33-0,2026-07-01T07:00:00+08:00</references>",
)


def found(text: str) -> list[tuple[str, str, int]]:
    """Return severity, code and line of each finding."""
    return [
        (one.severity, one.code, one.place.line)
        for one in check(read_root(text.encode(), "alert.xml"))
    ]


def test_a_sound_alert_has_no_findings() -> None:
    """Neither the plain one nor the one that refers to another is complained of."""
    assert found(ALERT) == found(UPDATE) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("33-1", "33 1", ("error", "cap-name", 2)),
        ("33-1", "33,1", ("error", "cap-name", 2)),
        ("33-1", "33&lt;1", ("error", "cap-name", 2)),
        ("12379@zj.gov.cn", "a&amp;b", ("error", "cap-name", 2)),
        ("12379@zj.gov.cn", " ", ("error", "cap-empty", 2)),
        ("08:00:00+08:00", "08:00:00Z", ("error", "cap-time", 3)),
        ("08:00:00+08:00", "08:00:00", ("error", "cap-time", 3)),
        ("2026-07-01T08", "2026-02-30T08", ("error", "cap-time", 3)),
        ("Actual", "actual", ("error", "cap-word", 3)),
        (">Alert<", ">Cancel<", ("error", "cap-references", 3)),
        ("Public", "Restricted", ("error", "cap-restriction", 4)),
        ("Public", "Private", ("error", "cap-addresses", 4)),
        (
            "</scope>",
            "</scope><restriction>a</restriction>",
            ("warning", "cap-restriction-idle", 4),
        ),
        ("</scope>", '</scope><incidents>"a b</incidents>', ("warning", "cap-quotes", 4)),
        ("Actual", "Exercise", ("warning", "cap-note-exercise", 3)),
        ("zh-CN", "Chinese language", ("error", "cap-language", 5)),
        ("zh-CN", "en-US", ("warning", "cap-language-han", 5)),
        ("暴雨", "", ("error", "cap-empty", 5)),
        ("20:00:00+08:00", "09:00:00+08:00", ("error", "cap-expires", 8)),
        ("20:00:00+08:00", "14:59:00+14:00", ("error", "cap-expires", 8)),
        (
            "<expires>",
            "<onset>2026-07-02T08:00:00+08:00</onset><expires>",
            ("warning", "cap-expires-onset", 8),
        ),
        ("<expires>2026-07-01T20:00:00+08:00</expires>", "", ("warning", "cap-no-expires", 5)),
        ("https://example.cn/1<", "example.cn/1<", ("warning", "cap-uri-relative", 9)),
        ("image/png", "PNG", ("warning", "cap-mime", 10)),
        ("<uri>https://example.cn/1.png</uri>", "", ("warning", "cap-resource", 10)),
        ("<uri>", "<size>-1</size><uri>", ("error", "cap-size", 11)),
        ("</uri>", "</uri><derefUri>%%</derefUri>", ("warning", "cap-deref", 11)),
        ("</uri>", "</uri><digest>12</digest>", ("warning", "cap-digest", 11)),
        ("杭州市", " ", ("warning", "cap-empty", 12)),
        ("30.1,120.3 ", "30.1;120.3 ", ("error", "cap-polygon", 13)),
        ("30.1,120.3 ", "30.1, 120.3 ", ("error", "cap-polygon", 13)),
        ("<circle>", "<polygon/><circle>", ("warning", "cap-empty", 14)),
        ("30.2,120.2 12.5", "", ("warning", "cap-empty", 14)),
        ("30.1,120.3 30.3,120.3 ", "", ("error", "cap-polygon-few", 13)),
        ("30.3,120.3 30.1,120.1", "30.3,120.3 30.3,120.1", ("error", "cap-polygon-open", 13)),
        ("30.1,120.3 30.3,120.3", "30.1,120.1 30.1,120.1", ("warning", "cap-polygon-flat", 13)),
        ("30.3,120.3", "30.3,220.3", ("error", "cap-range", 13)),
        ("30.2,120.2 12.5", "120.2,30.2 12.5", ("error", "cap-swapped", 14)),
        ("30.2,120.2 12.5", "30.2,120.2", ("error", "cap-circle", 14)),
        ("120.2 12.5", "120.2 -1", ("error", "cap-radius", 14)),
        ("<altitude>100</altitude>", "", ("error", "cap-ceiling", 15)),
        (">900<", ">90<", ("error", "cap-ceiling-low", 15)),
        (">900<", ">high<", ("error", "cap-number", 15)),
        ("<scope>Public</scope>", "", ("error", "cap-missing", 1)),
        ("<sender>", "<sender>a</sender><sender>", ("error", "cap-twice", 2)),
        ("</event>", "</event><category>Geo</category>", ("error", "cap-order", 5)),
        ("</event>", "</event><colour>red</colour>", ("error", "cap-element", 5)),
        ("<event>", "<event lang='zh'>", ("error", "cap-attribute", 5)),
        ("<event>", "<b/>x<event>", ("error", "cap-stray", 5)),
        ("暴雨", "<b>暴雨</b>", ("error", "cap-inside", 5)),
        ("<event>", "<event xmlns=''>", ("error", "cap-space", 5)),
        (' xmlns="urn:oasis:names:tc:emergency:cap:1.2"', "", ("error", "cap-space", 1)),
    ],
)
def test_each_fault_is_found_with_its_line(
    old: str, new: str, expected: tuple[str, str, int]
) -> None:
    """One slip in a sound alert is named where it stands."""
    assert old in ALERT
    assert expected in found(ALERT.replace(old, new, 1))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("gov.cn,33-0", "gov.cn 33-0", "cap-reference"),
        ("07:00:00+08:00", "07:00:00Z", "cap-reference"),
        ("33-0,2026-07-01T07", "33-1,2026-07-01T08", "cap-reference-self"),
        ("33-0,2026-07-01T07", "33-0,2026-07-01T09", "cap-reference-later"),
    ],
)
def test_references_name_messages_in_full(old: str, new: str, expected: str) -> None:
    """A reference that no message answers to is found; it would update nothing."""
    assert expected in [code for _, code, _ in found(UPDATE.replace(old, new, 1))]


def test_what_ends_an_alert_may_be_over_when_it_is_sent() -> None:
    """Of a Cancel that has expired it is only said."""
    text = UPDATE.replace("Update", "Cancel").replace("T20:00", "T07:00")
    assert found(text) == [("warning", "cap-expires", 8)]


def test_the_same_said_twice_in_one_language_is_noticed() -> None:
    """Two infos of one language about one event are one too many; in two languages they are not."""
    info = ALERT[ALERT.index("<info>") : ALERT.index("</alert>")]
    assert found(ALERT.replace("</alert>", f"{info}</alert>")) == [
        ("warning", "cap-language-twice", 15)
    ]
    english = info.replace("zh-CN", "en-US").replace("暴雨", "Rain")
    assert found(ALERT.replace("</alert>", f"{english}</alert>")) == []


def test_an_older_alert_is_judged_by_the_schema_of_its_time() -> None:
    """CAP 1.1 writes UTC as Z and does not know AllClear."""
    old = ALERT.replace("cap:1.2", "cap:1.1").replace("08:00:00+08:00", "00:00:00Z")
    assert found(old) == []
    all_clear = old.replace("</event>", "</event><responseType>AllClear</responseType>")
    assert found(all_clear) == [("error", "cap-word", 5)]


def test_findings_say_where_and_how_in_both_languages() -> None:
    """A finding has the element's XPath, and a sentence and a mend in English and Chinese."""
    (one,) = check(read_root(ALERT.replace("Met", "Wind").encode()))
    assert one.address == "alert/info/category"
    assert "“Wind” is no category" in one.text()
    assert "“Wind”不是 category 的取值" in one.text("zh")
    assert one.mend() and one.mend("zh") != one.mend()


def test_thousands_of_faults_end_in_a_bounded_list() -> None:
    """What is wrong ten thousand times over is said two hundred times."""
    said = found(ALERT.replace("</info>", "<x/>" * 10_000 + "</info>"))
    assert len(said) == 201
    assert ("warning", "cap-more", 1) in said


def test_an_alert_is_judged_before_it_is_written() -> None:
    """One that a program has made is checked as it would be sent."""
    made = Alert("a b", "x", datetime(2026, 1, 1, tzinfo=UTC), "Actual", "Cancel")
    assert {one.code for one in check(made)} == {"cap-name", "cap-references"}
    assert check(read_alert(ALERT.encode())) == ()


# --- the schema itself as the judge -------------------------------------------------------------

OURS_BEYOND = {
    *("cap-name", "cap-empty", "cap-restriction", "cap-addresses", "cap-references"),
    *("cap-reference", "cap-reference-self", "cap-expires", "cap-size", "cap-uri"),
    *("cap-polygon", "cap-polygon-few", "cap-polygon-open", "cap-circle", "cap-radius"),
    *("cap-range", "cap-swapped", "cap-ceiling", "cap-ceiling-low"),
}
TEXTS = (
    *("", " ", "Actual", "actual", "Met", "Update", "Private", "None", "Severe", "en", "zh_CN"),
    *("2026-07-01T08:00:00+08:00", "2026-07-01T08:00:00Z", "2026-02-29T08:00:00-00:00", "12"),
    *(" 2026-07-01T24:00:00-05:00\n", "2026-07-01T08:00:60+08:00", "0000-07-01T08:00:00+08:00"),
    *("2026-07-01T08:00:00+15:00", "1e3", "+.5", "-7.", "٣", "http://[::1", "a b", "x" * 9),
)
TAGS = ("identifier", "status", "info", "category", "event", "area", "geocode", "value", "x")
NAMESPACE = "{urn:oasis:names:tc:emergency:cap:1.2}"

Step = tuple[str, int, int, str, str]
steps = st.tuples(
    st.sampled_from(["drop", "copy", "move", "name", "text", "tail", "add", "attribute", "bare"]),
    st.integers(0, 60),
    st.integers(0, 60),
    st.sampled_from(TAGS),
    st.sampled_from(TEXTS),
)


def mutated(root: ET.Element, step: Step) -> None:
    """Change one thing in a document."""
    what, here, there, tag, text = step
    elements = list(root.iter())
    parent = elements[here % len(elements)]
    inside = list(parent)
    other = elements[there % len(elements)]
    match what:
        case "drop" if inside:
            parent.remove(inside[there % len(inside)])
        case "copy" if inside:
            parent.insert(there % len(inside), copy.deepcopy(inside[here % len(inside)]))
        case "move" if inside:
            child = inside[there % len(inside)]
            parent.remove(child)
            parent.append(child)
        case "name" if parent is not root:
            parent.tag = NAMESPACE + tag
        case "text":
            other.text = text
        case "tail" if inside:
            inside[0].tail = text
        case "add":
            ET.SubElement(parent, NAMESPACE + tag).text = text
        case "attribute":
            other.set("language", text)
        case "bare" if other is not root:
            other.tag = other.tag.rpartition("}")[2]


@pytest.fixture(scope="module")
def judge(data: Path) -> tuple[Any, list[ET.Element]]:
    """Return the schema of the standard, and documents that it finds valid."""
    folder = data / "cap"
    schema = xmlschema.XMLSchema(str(folder / "CAP-v1.2.oasis.xsd"), allow="local")
    samples = [ET.parse(file).getroot() for file in sorted(folder.glob("example*.xml"))]
    return schema, [*samples, ET.fromstring(ALERT), ET.fromstring(UPDATE)]


@given(sample=st.integers(0, 5), changes=st.lists(steps, max_size=3))
def test_the_schema_and_we_find_the_same_documents_wrong(
    judge: tuple[Any, list[ET.Element]], sample: int, changes: list[Step]
) -> None:
    """However an alert is mutilated, ours is an error wherever the schema's is, and only there.

    Only the rules that the schema cannot say go beyond it.
    """
    schema, samples = judge
    root = copy.deepcopy(samples[sample])
    for step in changes:
        mutated(root, step)
    text = ET.tostring(root)
    codes = {one.code for one in check(read_root(text)) if one.severity == "error"}
    assert bool(codes - OURS_BEYOND) is not schema.is_valid(ET.fromstring(text)), codes


@given(sample=st.integers(0, 5), changes=st.lists(steps, max_size=2))
def test_what_we_write_the_schema_finds_valid_where_we_do(
    judge: tuple[Any, list[ET.Element]], sample: int, changes: list[Step]
) -> None:
    """An alert without errors is written as a document that the schema finds valid."""
    schema, samples = judge
    root = copy.deepcopy(samples[sample])
    for step in changes:
        mutated(root, step)
    try:
        alert = read_alert(ET.tostring(root))
    except BadInput:
        return
    if not any(one.severity == "error" for one in check(alert)):
        schema.validate(ET.fromstring(write_alert(alert)))
