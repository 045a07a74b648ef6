"""What residents bring up comes in by a category: routed, received first, due for contact."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from desk import DESK, june, settle, write
from hypothesis import HealthCheck, given
from hypothesis import settings as tuned
from hypothesis import strategies as st

from xiangyue import Command, Conflict, Decision, Engine, Misuse
from xiangyue.cli.app import main
from xiangyue.time.clock import to_micros
from xiangyue.values import Source

WAYS = ("digital", "paper", "phone", "counter", "helper", "sheet")


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """Return a village with a desk."""
    with Engine(f"sqlite:///{tmp_path / 'desk.db'}") as engine:
        settle(engine, write(tmp_path))
        yield engine


def bring(engine: Engine, category: str = "gas", **more: object) -> Decision:
    """Let wang bring up a matter on the first of June, at ten."""
    said: dict[str, object] = {"community": "xinqi", "by": "wang", "now": june(1), **more}
    return engine.receive(category, **said)  # type: ignore[arg-type]


def test_a_category_opens_its_flow_and_is_kept(engine: Engine) -> None:
    """The task, its history and the rules know by which category it came in."""
    decision = bring(engine, title="It smells", matter="In the stairway")
    task = engine.task(decision)
    assert (decision.flow, task.flow, task.state) == ("request", "request", "raised")
    assert task.data["category"] == "gas"
    assert engine.history(task)[0] == decision
    assert engine.act(task, "contact", by="gao", now=june(1, "10:05"))
    assert engine.act(task, "close", by="gao", now=june(1, "10:05"))
    assert engine.verify()


def test_its_urgency_is_when_contact_is_due(engine: Engine) -> None:
    """It stands for what the state says, on the profile's calendar."""
    gas, lamp = (engine.task(bring(engine, name)) for name in ("gas", "lamp"))
    plain = engine.task(engine.open("request", community="xinqi", by="wang", now=june(1)))
    assert gas.state_due == to_micros(june(1, "12:00"))
    assert lamp.state_due == to_micros(june(3, "17:00"))
    assert plain.state_due == to_micros(june(2, "10:00"))


def test_its_role_is_told_first(engine: Engine) -> None:
    """Whoever holds it receives the matter; without a category nobody in particular does."""
    assert [one.to for one in bring(engine).interventions] == ["role:guard"]
    assert [one.to for one in bring(engine, "lamp").interventions] == ["role:clerk"]
    plain = engine.open("request", community="xinqi", by="wang", now=june(1))
    assert plain and not plain.interventions


def test_what_comes_back_is_due_when_it_was(engine: Engine) -> None:
    """To and fro wins nobody time: the clock of first contact starts at the opening."""
    task = bring(engine, "lamp")
    engine.act(task, "contact", by="lin", now=june(2))
    again = engine.act(task, "reopen", by="wang", note="Still dark", now=june(8))
    assert engine.task(again).state_due == to_micros(june(3, "17:00"))


def test_a_mode_routes_elsewhere(engine: Engine) -> None:
    """In an emergency the same category opens another flow, sooner."""
    assert engine.open("alarm", community="xinqi", by="gao", now=june(1))
    task = engine.task(bring(engine))
    assert (task.flow, task.state_due) == ("rescue", to_micros(june(1, "10:10")))


def test_a_key_is_bound_to_the_category(engine: Engine) -> None:
    """Sent again it is the same matter, even if it would be routed elsewhere by now."""
    first = bring(engine, key="slip-1", matter="Gas")
    engine.open("alarm", community="xinqi", by="gao", now=june(1, "10:01"))
    assert bring(engine, key="slip-1", matter="Gas", now=june(1, "11:00")) == first
    with pytest.raises(Conflict):
        bring(engine, "lamp", key="slip-1", matter="Gas")
    with pytest.raises(Conflict):
        bring(engine, key="slip-1", matter="Smoke")


def test_an_unknown_category_names_the_nearest(engine: Engine) -> None:
    """It is misuse, said in both languages, and nothing is recorded."""
    with pytest.raises(Misuse) as caught:
        bring(engine, "lampp")
    assert "lampp" in caught.value.describe("en") and "lamp" in caught.value.describe("zh")
    assert not engine.tasks("xinqi").tasks


def test_many_come_in_at_once(engine: Engine) -> None:
    """A raw command may name a category too, and what cannot be received fails alone."""
    commands = [
        Command("xinqi", "open", "wang", category=name, task=name) for name in ("gas", "no", "idea")
    ]
    gas, no, idea = engine.act_many(commands, now=june(1))
    assert isinstance(gas, Decision) and isinstance(idea, Decision) and isinstance(no, Misuse)
    assert (gas.flow, idea.flow) == ("request", "idea")
    assert engine.try_out(Command("xinqi", "open", "wang", category="lamp"), now=june(1))


def test_a_holiday_moves_the_contact_too(engine: Engine, tmp_path: Path) -> None:
    """Working days of an urgency are those of the calendar in force."""
    task = bring(engine, "lamp")
    closed = DESK.replace("country: CN}", "country: CN, closed: ['2026-06-02']}")
    engine.install(write(tmp_path / "later", closed), community="xinqi", now=june(1, "11:00"))
    assert engine.task(task).state_due == to_micros(june(4, "17:00"))
    assert engine.verify()


@pytest.mark.sqlite
@tuned(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    way=st.sampled_from(WAYS),
    category=st.sampled_from(["gas", "lamp", "idea"]),
    asked=st.one_of(st.none(), st.integers(-1, 5)),
    hour=st.integers(8, 18),
    actor=st.sampled_from(["wang", "nobody"]),
)
def test_every_way_in_is_equal(
    engine: Engine, way: Source, category: str, asked: int | None, hour: int, actor: str
) -> None:
    """The same matter gets the same decision and the same deadlines, through whatever way in."""
    data = {} if asked is None else {"asked": asked}
    now = june(1, f"{hour:02}:00")
    own = bring(engine, category, by=actor, data=data, now=now)
    helped = way != "digital"
    other = bring(
        engine,
        category,
        by="ma" if helped and actor == "wang" else actor,
        on_behalf_of="wang" if helped and actor == "wang" else None,
        source=way,
        data=data,
        now=now,
    )
    assert (own.outcome, [r.code for r in own.reasons]) == (
        other.outcome,
        [r.code for r in other.reasons],
    )
    assert other.command.source == way
    if own:
        a, b = engine.task(own), engine.task(other)
        assert (a.state_due, a.due, a.opener, a.data) == (b.state_due, b.due, b.opener, b.data)
        assert [i.to for i in own.interventions] == [i.to for i in other.interventions]


@pytest.mark.sqlite
def test_the_command_line_receives(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says what was opened and when contact is due, or why not; a retry changes nothing."""
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    with Engine(url) as engine:
        settle(engine, write(tmp_path))
    monkeypatch.setenv("XIANGYUE_DB", url)
    said = ["receive", "gas", "--community", "xinqi", "--by", "ma", "--for", "wang"]
    said += ["--source", "helper", "--with", "asked=2", "--key", "a"]
    assert main([*said, "--json"]) == 0
    told = orjson.loads(capsys.readouterr().out)
    assert (told["flow"], told["category"], told["outcome"]) == ("request", "gas", "done")
    assert told["contact_due"].endswith("Z")
    assert main(said) == 0
    assert told["task"] in capsys.readouterr().out
    assert (
        main(["receive", "idea", "--community", "xinqi", "--by", "no", "--title", "a", "--json"])
        == 1
    )
    assert orjson.loads(capsys.readouterr().out)["reasons"] == ["unknown-actor"]
    assert main(["receive", "ga", "--community", "xinqi", "--by", "wang"]) == 2
    assert main([*said[:-4], "--with", "asked"]) == 2
    with Engine(url) as engine:
        (task,) = engine.tasks("xinqi").tasks
        assert (task.data["asked"], task.opener) == (2, "wang")


def test_a_task_has_the_rules_it_began_under(engine: Engine, tmp_path: Path) -> None:
    """They are those of its release as the mode has them, not newer ones."""
    task = engine.task(bring(engine, "lamp"))
    newer = DESK.replace("{en: Lamp, zh: 路灯}", "{en: Light, zh: 灯}")
    engine.install(write(tmp_path / "newer", newer), community="xinqi", now=june(2))
    assert engine.intake("xinqi").categories["lamp"].title.of("en") == "Light"
    assert engine.rules_of(task, now=june(2)).categories["lamp"].title.of("en") == "Lamp"
    assert engine.open("alarm", community="xinqi", by="gao", now=june(3))
    assert engine.rules_of(task, now=june(3)).categories["gas"].flow == "rescue"


def test_whoever_opened_something_sees_where_it_stands(engine: Engine) -> None:
    """Open tasks of one's own come in pages, with what they are called and when they are due."""
    for name in ("gas", "lamp", "idea"):
        bring(engine, name)
    bring(engine, by="ma")
    page = engine.passed_on("wang", limit=2, now=june(2))
    more = engine.passed_on("wang", limit=2, after=page.next, now=june(2))
    found = [*page.items, *more.items]
    assert [(str(one.flow), str(one.state), one.late) for one in found] == [
        ("Request", "Raised", True),
        ("Request", "Raised", False),
        ("Idea", "Heard", False),
    ]
    assert more.next is None
    with pytest.raises(Misuse):
        engine.passed_on("wang", limit=0)
