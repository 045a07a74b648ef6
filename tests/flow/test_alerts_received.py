"""Alerts that come in: each a task for whoever is on duty, in whatever order, once."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sirens import BOTH, INFO, SIREN, XINQI, after, alert, township, written

from xiangyue import Engine
from xiangyue.errors import BadInput, Misuse
from xiangyue.exchange.cap.meaning import desks_of
from xiangyue.exchange.cap.model import Alert, Area, Info
from xiangyue.exchange.cap.received import Received
from xiangyue.exchange.cap.receiving import receive_alert, receive_at
from xiangyue.exchange.cap.recording import record_activation
from xiangyue.profile import build
from xiangyue.values import Task

pytestmark = pytest.mark.sqlite  # of a store it only asks what other commands ask


@pytest.fixture
def town() -> Iterator[Engine]:
    """Return an engine with a township that is warned."""
    with township() as engine:
        yield engine


def hand_in(engine: Engine, one: Alert, minute: float = 1, **said: Any) -> Received:
    """Hand an alert in as the weather station does."""
    return receive_alert(engine, one, **{"by": "station", "now": after(minute), **said})


def fates(received: Received) -> dict[str, int]:
    """Return how often each thing became of an alert."""
    counts: dict[str, int] = received.document()["counts"]
    return {fate: count for fate, count in counts.items() if count}


def tasks(engine: Engine, community: str = "xinqi") -> list[Task]:
    """Return the tasks of alerts, as they were sent."""
    found = engine.tasks(community, flow="alert").tasks
    return sorted(found, key=lambda task: str(task.data["sent"]))


def states(engine: Engine, community: str = "xinqi") -> dict[str, str]:
    """Return where the alerts stand, by their identifier."""
    return {str(one.data["number"]): one.state for one in tasks(engine, community)}


def mode(engine: Engine, minute: float) -> tuple[str, str]:
    """Return the mode then, and its response level."""
    found = engine.mode("xinqi", now=after(minute))
    return found.mode, found.level or ""


def told(engine: Engine, minute: float) -> int:
    """Return how often whoever is on watch has been told something by then."""
    engine.tick(after(minute))
    return len(engine.messages("xinqi"))


def test_an_alert_proposes_and_no_more(town: Engine) -> None:
    """Whoever is on watch gets a task with a level that it points to; the mode is as it was."""
    received = hand_in(town, alert())
    assert (received.fate, fates(received)) == ("taken", {"proposed": 2})
    (task,) = tasks(town)
    assert (task.state, task.data["proposed"], task.title) == ("new", "II", INFO.headline)
    assert task.ref == received.entries[1].task
    town.tick(after(5))
    assert mode(town, 5) == ("normal", "")
    assert [item.task.ref for item in town.worklist("watch-xinqi", now=after(5)).items] == [
        task.ref
    ]
    assert len(town.messages("xinqi")) == 1
    assert town.verify()


def test_a_person_records_what_the_authority_has_ordered(town: Engine) -> None:
    """The proposed level is only the form's beginning, and a later alert changes nothing of it."""
    first = alert()
    task = hand_in(town, first).entries[1].task
    recorded = record_activation(
        town, task, by="watch-xinqi", data={"document": "No. 7", "level": "III"}, now=after(3)
    )
    assert recorded.flow == "activation" and recorded
    assert mode(town, 3) == ("emergency", "III")
    assert town.task(task).data["recorded"] == recorded.task
    hand_in(town, alert("2", 5, first, msg_type="Cancel"), 6)
    assert states(town) == {"1": "cancelled"}
    assert town.task(recorded).state == "active"
    assert mode(town, 6) == ("emergency", "III")


def test_the_same_alert_twice_is_one(town: Engine) -> None:
    """However often and by whomever it is handed in, and however it is written."""
    assert fates(hand_in(town, alert())) == {"proposed": 2}
    again = alert(sent=after(0).astimezone(None), headline="Said otherwise")
    assert fates(hand_in(town, again, 2)) == {"known": 2}
    assert fates(hand_in(town, alert(), 3, by="watch-xinqi")) == {"known": 2}
    assert len(tasks(town)) == 1 and tasks(town)[0].title == INFO.headline


def test_an_update_takes_the_place_of_what_it_names(town: Engine) -> None:
    """The old task ends and says by which alert; the new one stands with its own level."""
    first = alert()
    second = alert("2", 10, first, severity="Extreme")
    hand_in(town, first)
    assert fates(hand_in(town, second, 11)) == {"proposed": 2, "replaced": 2}
    old, new = tasks(town)
    assert (old.state, new.state, new.data["proposed"]) == ("replaced", "new", "I")
    assert old.data["ended_by"] == new.data["replaces"][0].replace("1", "2", 1).replace(
        "T04:00", "T04:10"
    )
    assert "replaces" not in old.data and "replaces" in new.data
    assert fates(hand_in(town, second, 12)) == {"known": 2}
    third = alert("3", 20, first)  # names the first alone: what has replaced it is meant, too
    assert fates(hand_in(town, third, 21)) == {"proposed": 2, "replaced": 2}
    assert states(town) == {"1": "replaced", "2": "replaced", "3": "new"}


def test_an_update_for_fewer_places_ends_it_elsewhere(town: Engine) -> None:
    """Where the new alert is no longer meant, nothing is left of the old one."""
    first = alert()
    hand_in(town, first)
    hand_in(town, alert("2", 10, first, areas=(XINQI,)), 11)
    assert states(town) == {"1": "replaced", "2": "new"}
    assert states(town, "shanhe") == {"1": "replaced"}


def test_a_cancel_ends_it_and_tells(town: Engine) -> None:
    """It needs no area, and opens no task of its own."""
    first = alert()
    hand_in(town, first)
    said = told(town, 5)
    cancel = alert("2", 10, first, msg_type="Cancel", infos=())
    assert fates(hand_in(town, cancel, 11)) == {"cancelled": 2}
    assert states(town) == {"1": "cancelled"}
    assert told(town, 12) == said + 1
    assert fates(hand_in(town, cancel, 13)) == {}


def test_its_time_is_over_by_itself(town: Engine) -> None:
    """At the end it says, or after as long as the profile lets one stand."""
    hand_in(town, alert(expires=after(60)))
    hand_in(town, alert("2", expires=None))
    town.tick(after(61))
    assert states(town) == {"1": "over", "2": "new"}
    town.tick(after(12 * 60 + 1))
    assert states(town) == {"1": "over", "2": "over"}
    late = hand_in(town, alert("3", expires=after(60)), 61)
    assert fates(late) == {"over": 2} and "3" not in states(town)


FIRST, SECOND = alert(), alert("2", 10, alert())
MESSAGES = {
    "A": FIRST,
    "U": SECOND,
    "V": alert("3", 20, SECOND),
    "W": alert("3", 20, FIRST),
    "C": alert("4", 30, SECOND, msg_type="Cancel", infos=()),
    "D": alert("4", 30, FIRST, msg_type="Cancel", infos=()),
}
ORDERS = [
    ("".join(order), standing)
    for names, standing in (("AUV", ["3"]), ("AUW", ["3"]), ("AUC", []), ("AUD", []))
    for order in permutations(names)
]
"""Updates and cancels that name the last or the first alert of a thread, and what then stands."""


@pytest.mark.parametrize(("order", "standing"), ORDERS)
def test_in_whatever_order_they_come_it_comes_out_the_same(order: str, standing: list[str]) -> None:
    """An update or a cancel before its alert, and all of it once more, late."""
    with township() as town:
        for minute, name in enumerate(order + order, 40):
            hand_in(town, MESSAGES[name], minute)
        found = [one.data["number"] for one in tasks(town) if one.ended_at is None]
        assert found == standing
        assert [o for o in tasks(town, "shanhe") if o.ended_at is None] or not standing
        assert town.verify()


@settings(max_examples=10)
@given(st.lists(st.sampled_from("AUVC"), min_size=4, max_size=9).map("".join))
def test_whatever_is_missing_nothing_stands_that_was_ended(order: str) -> None:
    """Of what was ended by a message that came, nothing stands, however it was mixed."""
    with township() as town:
        for minute, name in enumerate(order, 40):
            hand_in(town, MESSAGES[name], minute)
        standing = {str(one.data["number"]) for one in tasks(town) if one.ended_at is None}
        gone = {r.identifier for name in order for r in MESSAGES[name].references}
        assert standing.isdisjoint(gone)


def test_what_comes_at_the_same_moment_comes_out_the_same(tmp_path: Path) -> None:
    """An alert, its update and the cancel of that leave nothing open, however they meet."""
    store = f"sqlite:///{tmp_path / 'town.db'}"
    with township(target=store) as town, ThreadPoolExecutor(6) as pool:
        for n in range(12):
            first = alert(f"a{n}")
            second = alert(f"b{n}", 1, first, msg_type="Update")
            third = alert(f"c{n}", 2, second, msg_type="Cancel")
            both = [*pool.map(lambda one: hand_in(town, one, 3), [first, second, third] * 2)]
            assert {one.fate for one in both} <= {"taken", "nowhere"}
        for community in ("xinqi", "shanhe"):
            assert not [task for task in tasks(town, community) if task.ended_at is None]


@pytest.mark.parametrize("status", ["System", "Test", "Draft", ""])
def test_tests_and_drafts_begin_nothing(town: Engine, status: str) -> None:
    """They are checked and held back; a cancel among them ends nothing."""
    first = alert()
    hand_in(town, first)
    for one in (alert("2", 1, status=status), alert("3", 2, first, status=status)):
        received = hand_in(town, one, 3, anyway=True)
        assert (received.fate, received.entries) == ("held", ())
        assert not received.remarks[0].text("zh").isascii()
    assert states(town) == {"1": "new"}


@pytest.mark.parametrize("kind", ["Ack", "Error"])
def test_answers_are_noted(town: Engine, kind: str) -> None:
    """Nothing follows from them."""
    first = alert()
    hand_in(town, first)
    assert hand_in(town, alert("2", 1, first, msg_type=kind, note="Heard"), 2).fate == "noted"
    assert states(town) == {"1": "new"}


def test_an_exercise_is_a_drill_and_ends_only_drills(town: Engine) -> None:
    """Its task says so, and the alert in earnest of the same name is untouched by its cancel."""
    first = alert()
    hand_in(town, first)
    drilled = replace(first, status="Exercise")
    assert fates(hand_in(town, drilled, 2)) == {"proposed": 2}
    drill = next(one for one in tasks(town) if one.data.get("drill"))
    assert drill.title.startswith("【演练】")
    hand_in(town, alert("2", 3, drilled, msg_type="Cancel", status="Exercise"), 4)
    assert town.task(drill).state == "cancelled"
    assert [one.state for one in tasks(town) if not one.data.get("drill")] == ["new"]


def test_where_there_are_no_drills_an_exercise_is_refused() -> None:
    """It would be taken for the real thing."""
    text = (SIREN / "profile.yaml").read_text(encoding="utf-8")
    with written(text.replace("    exercise: drill\n", "").replace(", drill]", "]")) as town:
        received = hand_in(town, alert(status="Exercise"))
        assert fates(received) == {"refused": 2}
        assert {entry.why[0].code for entry in received.entries} == {"cap-no-drills"}


def test_nobody_ends_what_another_has_sent(town: Engine) -> None:
    """An update or cancel of another sender's leaves it standing."""
    first = alert()
    hand_in(town, first)
    for kind in ("Update", "Cancel"):
        other = alert(kind, 5, first, sender="other@example.org", msg_type=kind)
        hand_in(town, other, 6)
    assert states(town)["1"] == "new"


def test_who_may_open_none_may_end_none(town: Engine) -> None:
    """Whoever has no right to hand alerts in changes nothing with one, whatever it is."""
    first = alert()
    assert fates(hand_in(town, first, by="chen")) == {"refused": 2} and not tasks(town)
    hand_in(town, first)
    for kind in ("Update", "Cancel"):
        received = hand_in(town, alert("2", 5, first, msg_type=kind), 6, by="chen")
        assert received.refused and "role" in {entry.why[0].code for entry in received.entries}
    assert states(town) == {"1": "new"}


def test_it_goes_where_it_is_meant(town: Engine) -> None:
    """By code to one village, by name to a grid, by hand wherever; else it says that nobody is."""
    one = hand_in(town, alert(areas=(XINQI,)))
    assert [(e.community, e.unit, e.how) for e in one.entries] == [
        ("xinqi", "xinqi", "code: 330102001201")
    ]
    grid = hand_in(town, alert("2", areas=(Area("xinqi-1"),)))
    assert [e.community for e in grid.entries] in ([], ["xinqi"])
    nowhere = hand_in(town, alert("3", areas=(Area("Elsewhere"),)))
    assert (nowhere.fate, nowhere.remarks[0].code) == ("nowhere", "cap-nowhere")
    named = hand_in(town, alert("3", areas=(Area("Elsewhere"),)), communities=["shanhe"])
    assert [(e.community, e.how) for e in named.entries] == [("shanhe", "by hand")]
    for wrong in ("zhen", "nobody"):
        with pytest.raises(Misuse):
            hand_in(town, alert("4"), communities=[wrong])


def test_what_is_said_for_one_village_is_said_there(town: Engine) -> None:
    """Of several infos each place gets its own, and of those the most severe counts."""
    infos = (
        replace(INFO, severity="Minor", headline="Rain", areas=(BOTH,)),
        replace(INFO, severity="Extreme", headline="Dam breaks", areas=(XINQI,)),
    )
    hand_in(town, alert(infos=infos))
    found = {c: tasks(town, c)[0] for c in ("xinqi", "shanhe")}
    assert {c: (t.title, t.data["proposed"]) for c, t in found.items()} == {
        "xinqi": ("Dam breaks", "I"),
        "shanhe": ("Rain", "IV"),
    }


def test_each_language_has_its_words(town: Engine) -> None:
    """What is not said in a language stands in the one that there is."""
    chinese = replace(INFO, language="zh-CN", headline="暴雨橙色预警", instruction="", areas=())
    hand_in(town, alert(infos=(INFO, chinese)))
    data = tasks(town)[0].data
    assert (data["headline"], data["headline_en"]) == ("暴雨橙色预警", "Orange warning of rain")
    assert tasks(town)[0].title == "暴雨橙色预警"
    hand_in(town, alert("2"))
    assert tasks(town)[1].data["headline"] == "Orange warning of rain"


@pytest.mark.parametrize(
    ("colour", "level"), [("Red", "I"), ("ORANGE", "II"), ("Yellow", "III"), ("blue", "IV")]
)
def test_colours_are_understood(town: Engine, colour: str, level: str) -> None:
    """Where an alert says one instead of a severity, and is taken in all the same."""
    assert fates(hand_in(town, alert(severity=colour), anyway=True)) == {"proposed": 2}
    assert tasks(town)[0].data["proposed"] == level


def test_long_texts_are_shortened_and_said_so(town: Engine) -> None:
    """A field holds what it can; the alert is taken in all the same."""
    received = hand_in(town, alert(headline="雨" * 500, instruction="\x7fStay"))
    assert fates(received) == {"proposed": 2}
    assert [remark.code for remark in received.remarks][:1] == ["cap-shortened"]
    task = tasks(town)[0]
    assert len(task.data["headline"]) == 400 and task.data["headline"].endswith("…")
    assert len(task.title) == 200 and task.data["advice"] == "Stay"


@pytest.mark.parametrize("scope", ["Restricted", "Private"])
def test_what_is_not_for_the_public_is_kept_apart(scope: str) -> None:
    """It stands in personal fields alone; the title and open fields say nothing of it."""
    text = (SIREN / "profile.yaml").read_text(encoding="utf-8")
    text = text.replace(
        "zh: 区域}, schema: *words, purpose: *says, keep: 1y}",
        "zh: 区域}, schema: *words, purpose: *says, keep: 1y, sensitivity: none}",
    )
    secret = alert(scope=scope, restriction="Officers", addresses=("a@b.c",), headline="Secret")
    with written(text) as town:
        hand_in(town, secret)
        task = tasks(town)[0]
        assert task.title == task.data["where"] == "不公开的预警"
        assert task.data["headline"] == "Secret" and "headline" in task.private
        with town._store.read() as reader:
            rows = reader.all("SELECT body FROM journal")
        assert not [row for row in rows if "Secret" in str(row)]


def test_errors_keep_an_alert_out(town: Engine) -> None:
    """Nothing is written, and the first is named; by hand it passes all the same."""
    wrong = alert(severity="Awful")
    with pytest.raises(BadInput) as caught:
        hand_in(town, wrong)
    assert caught.value.code == "cap-invalid" and not tasks(town)
    assert fates(hand_in(town, wrong, anyway=True)) == {"proposed": 2}
    assert tasks(town)[0].data["severity"] == "Unknown"


def test_a_dry_run_says_all_and_does_nothing(town: Engine) -> None:
    """What would be proposed, ended and refused is told; no task, no entry is there."""
    first = alert()
    heads = town.heads()
    assert fates(hand_in(town, first, dry=True)) == {"proposed": 2}
    assert town.heads() == heads
    hand_in(town, first)
    heads = town.heads()
    second = alert("2", 5, first, areas=(XINQI,))
    assert fates(hand_in(town, second, 6, dry=True)) == {"proposed": 1, "replaced": 2}
    assert town.heads() == heads


def test_a_profile_that_would_switch_takes_no_alert(town: Engine) -> None:
    """The linter keeps it out; if one is there all the same, nothing comes in by it."""
    document = deepcopy(dict(town.profile("xinqi").document))
    switch = {"switch_mode": {"mode": "emergency", "level": "proposed", "until": "until"}}
    document["flows"]["alert"]["open"]["does"].append(switch)
    desks = desks_of(town, None)
    broken = desks._replace(profiles={**desks.profiles, "xinqi": build(document)})
    received = receive_at(town, alert(), broken, by="station", now=after(1))
    assert fates(received) == {"refused": 1, "proposed": 1} and not tasks(town)
    assert {entry.why[0].code for entry in received.entries if entry.why} == {"cap-switches"}


TEXTS = st.text(max_size=30) | st.sampled_from(
    ["", "暴雨", "x" * 5000, "a\x00b", "\ud7ff", "{title}"]
)
TIMES = st.none() | st.integers(-600, 6000).map(after)
ODD_INFOS = st.builds(
    Info,
    event=TEXTS,
    categories=st.lists(st.sampled_from(["Met", "Geo", "met", ""]), max_size=2).map(tuple),
    urgency=TEXTS,
    severity=st.sampled_from(["Extreme", "Minor", "Unknown", "Red", "", "severe"]),
    certainty=TEXTS,
    language=st.sampled_from(["zh-CN", "en-US", "zh_Hans", "fr", "", "EN", "i-klingon"]),
    onset=TIMES,
    expires=TIMES,
    sender_name=TEXTS,
    headline=TEXTS,
    instruction=TEXTS,
    areas=st.lists(st.builds(Area, desc=TEXTS), max_size=2).map(tuple),
)


@settings(max_examples=15)
@given(
    st.lists(ODD_INFOS, max_size=3).map(tuple),
    TEXTS.map(lambda text: text.strip() or "1"),
    st.sampled_from(["Alert", "Update", "Cancel"]),
    st.sampled_from(["Public", "Restricted", "Private", ""]),
    st.sampled_from(["Actual", "Exercise"]),
)
def test_whatever_an_alert_says_it_is_taken_in(
    infos: tuple[Info, ...], identifier: str, kind: str, scope: str, status: str
) -> None:
    """Odd words, empty or endless ones, times that make no sense: nothing is refused for it."""
    said: dict[str, Any] = {"msg_type": kind, "scope": scope, "status": status, "infos": infos}
    first, second = alert(identifier, **said), alert(f"{identifier}2", 5, alert(identifier), **said)
    with township() as town:
        for one in (first, second):
            received = hand_in(town, one, 6, anyway=True, communities=["xinqi"])
            assert not [str(why) for entry in received.entries for why in entry.why]
            for lang in ("en", "zh"):
                assert received.document(lang)["fate"] in ("taken", "nowhere")
