"""Call-outs and their end, published as alerts: what the profile names, never whom they asked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sirens import SENDER, after, alert, township

from xiangyue import Engine
from xiangyue.errors import BadInput, Misuse
from xiangyue.exchange.cap.checking import check
from xiangyue.exchange.cap.model import Pair
from xiangyue.exchange.cap.publishing import publish
from xiangyue.exchange.cap.reading import read_alert
from xiangyue.exchange.cap.receiving import receive_alert
from xiangyue.exchange.cap.writing import write_alert

pytestmark = pytest.mark.sqlite  # what is read of a store other tests ask of both

LATER = {"until": after(400).isoformat()}
CALL = {"weather": "storm", "colour": "blue", "until": after(300).isoformat()}


@pytest.fixture
def town() -> Iterator[Engine]:
    """Return an engine with a township, of which one village has an outline."""
    square = [(30.0, 120.0), (30.0, 120.1), (30.1, 120.1), (30.1, 120.0), (30.0, 120.0)]
    hole = [(30.04, 120.04), (30.04, 120.05), (30.05, 120.05), (30.04, 120.04)]
    with township() as engine:
        codes = [("区划代码", "330102001201")]
        engine.place("xinqi", codes=codes, outline=[square, hole], by="li", now=after(0))
        yield engine


def call(engine: Engine, minute: float = 0, **said: object) -> str:
    """Open a call-out with words that only those who are asked may read, and return its address."""
    told = {**CALL, **said}
    return engine.open(
        "call", community="xinqi", by="watch-xinqi", title="Chen's roof", id="c", data=told,
        now=after(minute),
    ).ref  # fmt: skip


def kinds(engine: Engine, task: str | None = None) -> list[tuple[str, str]]:
    """Return what is published: each message's type, and how severe it is."""
    found = publish(engine, "xinqi", task, sender=SENDER)
    return [(one.alert.msg_type, one.alert.infos[0].severity) for one in found]


def test_a_call_out_is_an_alert_and_its_end_a_cancel(town: Engine) -> None:
    """Another level in between is an update; what changes nothing for others is no message."""
    task = call(town)
    town.act(task, "found", by="watch-xinqi", data={"helper": "chen"}, now=after(1))
    town.act(task, "change", by="watch-xinqi", data={**LATER, "colour": "red"}, now=after(2))
    town.act(task, "change", by="watch-xinqi", data={**LATER, "colour": "red"}, now=after(3))
    assert kinds(town) == [("Alert", "Minor"), ("Update", "Extreme")]
    town.act(task, "stand_down", by="watch-xinqi", now=after(4))
    assert kinds(town) == [("Alert", "Minor"), ("Update", "Extreme"), ("Cancel", "Extreme")]
    first, second, last = (one.alert for one in publish(town, "xinqi", sender=SENDER))
    assert second.references == (first.reference,)
    assert last.references == (first.reference, second.reference)
    assert last.infos[0].response_types == ("AllClear",)
    assert publish(town, "xinqi", "c", sender=SENDER) == publish(town, "xinqi", sender=SENDER)


def test_what_is_called_anew_goes_on_as_an_update(town: Engine) -> None:
    """The old task's end is no all-clear: the new one's message takes its place."""
    task = call(town)
    town.act(task, "renew", by="watch-xinqi", data={"colour": "red"}, now=after(2))
    assert kinds(town) == [("Alert", "Minor")]
    town.tick(after(3))
    assert kinds(town) == [("Alert", "Minor"), ("Update", "Extreme")]
    first, second = (one.alert for one in publish(town, "xinqi", sender=SENDER))
    assert second.references == (first.reference,) and second.identifier != first.identifier


def test_the_newest_tasks_alone_can_be_asked_for(town: Engine) -> None:
    """Those on which something was done last, with all that they have published."""
    call(town)
    other = town.open("call", community="xinqi", by="watch-xinqi", id="d", data=CALL, now=after(1))
    town.act("xinqi/c", "stand_down", by="watch-xinqi", now=after(2))
    found = publish(town, "xinqi", sender=SENDER, newest=1)
    assert [(one.task, one.alert.msg_type) for one in found] == [
        ("xinqi/c", "Alert"),
        ("xinqi/c", "Cancel"),
    ]
    assert other.ref in {one.task for one in publish(town, "xinqi", sender=SENDER, newest=2)}


def test_only_what_is_named_leaves(town: Engine) -> None:
    """Neither the title nor anybody's name stands in it, in either language."""
    task = call(town, advice="Stay in")
    town.act(task, "found", by="watch-xinqi", data={"helper": "chen"}, now=after(1))
    town.act(task, "stand_down", by="watch-xinqi", note="Chen is safe", now=after(4))
    for one in publish(town, "xinqi", sender=SENDER):
        text = write_alert(one.alert).decode()
        assert "hen" not in text.replace("hence", "") and "watch-xinqi" not in text
        assert one.task == "xinqi/c"


def test_each_message_is_as_the_standard_says(town: Engine) -> None:
    """No error, no warning; words by language, the village's code and its outline without holes."""
    town.act(call(town, advice="Stay in"), "stand_down", by="watch-xinqi", now=after(4))
    found = [one.alert for one in publish(town, "xinqi", sender=SENDER)]
    for one in found:
        assert not check(read_alert(write_alert(one)))
        assert read_alert(write_alert(one)) == one
    chinese, english = found[0].infos
    assert (chinese.event, english.event) == ("风暴", "Storm")
    assert (english.headline, english.instruction) == ("Call-out: Storm: Blue", "Stay in")
    (area,) = english.areas
    assert area.geocodes == (Pair("区划代码", "330102001201"),) and len(area.polygons) == 1


def test_a_drill_is_an_exercise(town: Engine) -> None:
    """Nobody takes it for the real thing."""
    call(town, drill=True)
    assert [one.alert.status for one in publish(town, "xinqi", sender=SENDER)] == ["Exercise"]


def test_an_activation_received_is_told_on(town: Engine) -> None:
    """So is what was relayed, in the shipped profile; the response level says how severe."""
    with Engine() as engine:
        engine.add_unit("xinqi", "village", now=after(0))
        engine.install("emergency-work", community="xinqi", now=after(0))
        engine.register("zhi", roles={"duty_person": "xinqi"}, now=after(0))
        data = {
            "authority": "Headquarters",
            "document_number": "No. 7",
            "emergency_item": "flood",
            "activated_level": "II",
            "expected_end": after(600).isoformat(),
            "measures_ordered": "Watch the dykes.",
        }
        task = engine.open("activation", community="xinqi", by="zhi", data=data, now=after(0))
        ended = {"stand_down_authority": "Headquarters", "stand_down_document": "No. 8"}
        assert engine.act(task, "stand_down", by="zhi", data=ended, now=after(60))
        found = [one.alert for one in publish(engine, "xinqi", sender=SENDER)]
    assert [(one.msg_type, one.infos[0].severity) for one in found] == [
        ("Alert", "Severe"),
        ("Cancel", "Severe"),
    ]
    assert found[0].infos[0].categories == ("Met",)
    assert not [finding for one in found for finding in check(one)]


def test_what_one_village_publishes_another_takes_in(town: Engine) -> None:
    """An alert, its update and its cancel come out of one store and into another the same."""
    task = call(town)
    town.act(task, "change", by="watch-xinqi", data={**LATER, "colour": "red"}, now=after(2))
    town.act(task, "stand_down", by="watch-xinqi", now=after(4))
    sent = [read_alert(write_alert(one.alert)) for one in publish(town, "xinqi", sender=SENDER)]
    with township() as other:
        seen = []
        for minute, one in enumerate(sent, 5):
            receive_alert(other, one, by="station", now=after(minute))
            seen.append([t.state for t in other.tasks("xinqi", flow="alert").tasks])
    assert list(map(sorted, seen)) == [["new"], ["new", "replaced"], ["cancelled", "replaced"]]


@pytest.mark.parametrize("sender", ["", "a b", "a,b", "a<b", "a&b"])
def test_a_sender_must_be_one(town: Engine, sender: str) -> None:
    """Others name it in references, between commas and spaces."""
    with pytest.raises(BadInput):
        publish(town, "xinqi", sender=sender)


def test_what_is_no_call_out_is_not_published(town: Engine) -> None:
    """An alert that came in is its sender's to publish."""
    receive_alert(town, alert(), by="station", now=after(1))
    assert publish(town, "xinqi", sender=SENDER) == []
    task = town.tasks("xinqi", flow="alert").tasks[0]
    with pytest.raises(Misuse):
        publish(town, "xinqi", task.ref, sender=SENDER)


@pytest.mark.parametrize(("scope", "words"), [("Public", "Stay at home"), ("Private", "")])
def test_words_that_are_not_for_the_public_are_not_published(
    town: Engine, scope: str, words: str
) -> None:
    """What goes on from such an alert says that it is so, and none of its words."""
    sent = alert(scope=scope, addresses=("a@b.example",), instruction="Stay at home")
    receive_alert(town, sent, by="station", now=after(1))
    (found,) = town.tasks("xinqi", flow="alert").tasks
    data = {**CALL, "advice": found.data["advice"]}
    assert town.open(
        "call", community="xinqi", by="watch-xinqi", title=found.title, data=data, now=after(2)
    )
    (published,) = publish(town, "xinqi", sender=SENDER)
    assert {info.instruction for info in published.alert.infos} == {words}
