"""What is said: to whom, in which language, by which channel, and with what is still known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telling import NOW, settle, tell, write

from xiangyue import Decision, Engine
from xiangyue.channel import NotDelivered
from xiangyue.reach.composing import Letter, compose, letters
from xiangyue.reach.switchboard import Route, Switchboard
from xiangyue.time.clock import to_micros
from xiangyue.values import Planned
from xiangyue_channels import xiangyue_channels


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a profile with channels."""
    return write(tmp_path_factory.mktemp("profiles"))


@pytest.fixture(scope="module")
def shared(folder: Path) -> Iterator[Engine]:
    """Return a village that no test changes but by further tasks."""
    with Engine() as engine:
        settle(engine, folder)
        yield engine


@pytest.fixture
def engine(folder: Path) -> Iterator[Engine]:
    """Return a village of one's own."""
    with Engine() as engine:
        settle(engine, folder)
        yield engine


def written(engine: Engine, decision: Decision, n: int = 0, at: datetime = NOW) -> list[Letter]:
    """Return the letters of one of the four things that telling does."""
    with engine._store.read() as reader:
        return [*compose(reader, engine._plans, "xinqi", decision.seq, n, to_micros(at))]


def said(letters: list[Letter]) -> list[str]:
    """Return the text of each letter."""
    return [letter.tries[0].text for letter in letters]


def test_blanks_are_filled_in_once(engine: Engine) -> None:
    """What a value says is no template, and what is not known leaves a sign of it."""
    engine.language("mei", "en", by="mei", now=NOW)
    decision = tell(engine, title="Ditch {wet}", story="dry {title} {", wet=True)
    assert said(written(engine, decision)) == ["Ditch {wet} / dry {title} { / yes / 梅{story} / …"]


def test_what_was_destroyed_is_not_said(engine: Engine) -> None:
    """Neither title nor personal fields, in text, subject or event."""
    decision = tell(engine, story="于某")
    assert said(written(engine, decision)) == ["事项水渠：于某"]
    engine.destroy(decision, by="mei", why="asked for", now=NOW)
    (letter,) = written(engine, decision)
    assert letter.tries[0].text == "事项…：…"
    assert "于某" not in repr(letter) and "水渠" not in repr(letter)


@pytest.mark.parametrize(
    ("language", "text"), [(None, "事项"), ("zh-CN", "事项"), ("en", "水渠 /"), ("bo", "事项")]
)
def test_each_is_spoken_to_in_its_language(engine: Engine, language: str | None, text: str) -> None:
    """Else in the profile's first."""
    if language:
        engine.language("mei", language, by="mei", now=NOW)
    assert said(written(engine, tell(engine)))[0].startswith(text)


def test_the_event_is_the_same_at_every_attempt(engine: Engine) -> None:
    """A CloudEvent whose id names entry and place; each person's copy has a key of its own."""
    decision = tell(engine)
    (first,), (again,) = written(engine, decision), written(engine, decision, at=later(5))
    assert first == again
    event = first.tries[0].event
    assert (event["specversion"], event["id"]) == ("1.0", f"xinqi/{decision.seq}.0/mei")
    assert (event["type"], event["time"]) == ("xiangyue.message", "2026-09-28T01:00:00Z")
    assert first.tries[0].key == f"xinqi/{decision.seq}.0/mei"


def later(days: float) -> datetime:
    """Return the moment so many days later."""
    return NOW + timedelta(days=days)


def test_channels_come_in_the_order_of_the_member_then_of_the_profile(engine: Engine) -> None:
    """Only those that the member can use; what everybody hears only where it is named."""
    decision = tell(engine)

    def ways() -> list[tuple[str, str]]:
        (letter,) = written(engine, decision)
        return [(one.channel, one.address) for one in letter.tries]

    assert ways() == [("knock", "")]
    engine.contact("mei", "sms", "138", 2, by="mei", now=NOW)
    engine.contact("mei", "mail", "m@example.org", 1, by="mei", now=NOW)
    engine.contact("mei", "app", "mei", 1, by="mei", now=NOW)
    reached = [("letter", "m@example.org"), ("text", "138"), ("knock", "")]
    assert ways() == reached
    engine.assess("mei", 3, by="mei", now=NOW)
    assert ways() == [("app", "mei"), *reached]


def test_a_role_is_whoever_holds_it_now(engine: Engine) -> None:
    """On the line of the task's unit; the deputy for the absent; not who left."""
    decision = tell(engine)

    def reached(at: datetime) -> list[str | None]:
        return [letter.recipient for letter in written(engine, decision, 1, at)]

    assert reached(NOW) == ["wang", "zhao"]
    engine.absent("zhao", since=later(1), until=later(2), now=NOW)
    engine.release_role("wang", "worker", "g1", until=later(3), now=NOW)
    assert reached(later(1.5)) == ["wang", "sun"]
    assert reached(later(4)) == ["zhao"]
    assert [letter.recipient for letter in written(engine, tell(engine, unit="g1"), 1)] == ["wang"]


def test_the_channels_that_a_message_names_are_used(engine: Engine) -> None:
    """The loudspeaker needs no number, and hears nobody's preference."""
    letter = written(engine, tell(engine), 1)[0]
    assert [one.channel for one in letter.tries] == ["horn"]


def test_what_is_asked_for_is_said_with_its_purpose(engine: Engine) -> None:
    """In plain words that the engine knows."""
    assert said(written(engine, tell(engine), 2)) == [
        "请提供：经过（用于办理）；有水（用于了解）。事项：水渠。"
    ]


def test_what_is_published_hangs_on_the_board(engine: Engine) -> None:
    """In all languages of the profile, to nobody in particular."""
    (letter,) = written(engine, tell(engine, wet=False), 3)
    (message,) = letter.tries
    assert (letter.recipient, message.channel, message.kind) == (None, "wall", "board")
    assert message.text == "公示：水渠\n有水：否\n谁：梅{story}"
    assert message.also == {"en": "Made public: 水渠\nWet: no\nWho: 梅{story}"}


texts = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=80) | st.sampled_from(
    ["{title}", "{", "}}", "{0}", "{story!r}", "%s", "{who.__class__}"]
)


@given(title=texts, story=texts, wet=st.booleans() | st.none())
def test_composing_never_fails(shared: Engine, title: str, story: str, wet: bool | None) -> None:
    """Whatever people wrote, and nothing that they wrote is lost or read as a template."""
    said_of_it: dict[str, Any] = {} if wet is None else {"wet": wet}
    decision = tell(shared, title=title, story=story, **said_of_it)
    for n in range(4):
        for letter in written(shared, decision, n):
            assert all(one.text and one.subject for one in letter.tries)
    assert said(written(shared, decision)) == [f"事项{title or '…'}：{story or '…'}"]


def test_a_letter_goes_by_the_first_channel_that_takes_it(engine: Engine, tmp_path: Path) -> None:
    """One that fails or is not set up lets the next one try."""
    engine.contact("mei", "sms", "a,b", by="mei", now=NOW)
    (letter,) = written(engine, tell(engine))
    channels = {one.name: one for one in xiangyue_channels()}
    sms = Route(channels["apprise"], {"url": "json://localhost/{address}"})
    door = Route(channels["door"], {"folder": str(tmp_path)})
    delivery = Switchboard({"sms": sms, "door": door}).deliver(letter)
    assert (delivery.channel, delivery.receipt.state) == ("knock", "sent")
    assert "水渠" in Path(delivery.receipt.where).read_text("utf-8")
    for routes, code in (({}, "channel-unset"), ({"door": sms}, "channel-unset")):
        with pytest.raises(NotDelivered) as caught:
            Switchboard(routes).deliver(letter)
        assert (caught.value.code, caught.value.again) == (code, False)
    with pytest.raises(NotDelivered) as caught:
        Switchboard({}).deliver(Letter("mei", ()))
    assert caught.value.code == "channel-none"


def test_whatever_a_channel_raises_is_tried_again(engine: Engine) -> None:
    """A broken plugin loses no message, and its words are not kept: they may quote it."""
    voice = {one.name: one for one in xiangyue_channels()}["door"]
    (letter,) = written(engine, tell(engine))
    with pytest.raises(NotDelivered) as caught:
        Switchboard({"door": Route(voice, {})}).deliver(letter)
    assert caught.value.again
    assert "KeyError" in caught.value.describe()


@pytest.mark.parametrize(("level", "reached"), [("grid", ["wang", "zhao"]), ("village", [])])
def test_a_role_may_be_asked_at_one_level(shared: Engine, level: str, reached: list[str]) -> None:
    """As a ladder does, whose wording stands where it says."""
    address = "flows.matter.actions.tell.does.1"
    planned = Planned("message", "role:worker", address, detail={"at": level})
    with shared._store.read() as reader:
        task = shared.task(tell(shared))
        profile = shared.profile("xinqi")
        at = to_micros(NOW)
        found = letters(reader, profile, task, task.data, planned, "xinqi/1.0", at, at)
    assert [letter.recipient for letter in found] == reached
    assert {letter.tries[0].text for letter in found} <= {"集合：水渠"}
