"""Response, resolution and satisfaction: held against what each history says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import orjson
import pytest
from desk import june
from hypothesis import HealthCheck, given
from hypothesis import settings as tuned
from hypothesis import strategies as st
from served import PLACE, Step, play, recount, settle

from xiangyue import Engine
from xiangyue.cli.app import main
from xiangyue.study.service import Served, service_rates

pytestmark = pytest.mark.sqlite

PROMISES = {"need": timedelta(hours=24), "hotline_danger": timedelta(minutes=30)}
WALKS = (
    {
        "object": "zhi jia",
        "reject_objection": "jie jia",
        "accept_objection": "jia",
        "take_on": "jian ge",
        "contact": "ge",
    },
    {"contact": "zhi jia", "ask_exclusion": "zhi jia", "exclude": "jia jian", "keep": "jia jie"},
    {"contact": "ge jia", "reply": "ge jia", "visit": "jia jie zhi", "end_unsolved": "jia jie"},
)
"""Actions that follow each other, with whom would take them; jia is of both sides."""


def walks(actions: dict[str, str]) -> st.SearchStrategy[list[Step]]:
    """Return steps of these actions in any order, by those who would take them."""
    pairs = [(action, who) for action, people in actions.items() for who in people.split()]
    step = st.tuples(
        st.sampled_from(pairs),
        st.sampled_from([1, 20, 45, 300, 1500]),
        st.booleans(),
        st.booleans(),
    )
    steps = st.lists(step.map(lambda one: (*one[0], *one[1:])), min_size=4, max_size=14)
    return steps


STEPS = st.sampled_from(WALKS).flatmap(walks)
LIKELY: list[Step] = [
    ("contact", "ge", 20, True, True),
    ("reply", "ge", 45, True, True),
    ("visit", "zhi", 45, True, False),
]
MATTERS = st.lists(
    st.tuples(st.sampled_from([*PROMISES]), st.one_of(STEPS, st.just(LIKELY))),
    min_size=1,
    max_size=4,
)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """Return a village that takes residents' matters."""
    with Engine(f"sqlite:///{tmp_path / 'served.db'}") as engine:
        settle(engine)
        yield engine


@tuned(deadline=None, max_examples=15)
@given(matters=MATTERS)
def test_the_rates_are_what_the_histories_say(matters: list[tuple[str, list[Step]]]) -> None:
    """Recounted from each task's history, every number comes out the same."""
    with Engine("sqlite://") as engine:
        settle(engine)
        tasks = [
            (play(engine, name, steps, june(2 + n)), PROMISES[name])
            for n, (name, steps) in enumerate(matters)
        ]
        found, by_flow = service_rates(engine, PLACE, now=june(28))
        told = [recount(engine.history(task), promise) for task, promise in tasks]
        assert engine.verify()
    counted = [one for one in told if not (one.objected or one.excluded)]
    visits = [one.visit for one in counted if one.visit is not None]
    assert found.dispatched == by_flow["resident_matter"].dispatched == len(told)
    assert found.objected == sum(one.objected for one in told)
    assert found.excluded == sum(one.excluded for one in told)
    assert found.counted == len(counted)
    assert found.responded == sum(one.responded for one in counted)
    assert found.visited == len(visits)
    assert found.solved == sum(solved for solved, _ in visits)
    assert found.satisfied == sum(satisfied for _, satisfied in visits)


@tuned(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(category=st.sampled_from([*PROMISES]), steps=STEPS)
def test_no_objection_beyond_the_limit_and_no_exclusion_by_the_handler(
    engine: Engine, category: str, steps: list[Step]
) -> None:
    """Whatever is tried in whatever order, one objection is taken and others decide."""
    task = play(engine, category, steps, june(2))
    done = [d for d in engine.history(task) if d]
    handler = engine.task(task).assignee
    names = [d.command.action for d in done]
    assert names.count("object") <= 1
    objector = next((d.command.actor for d in done if d.command.action == "object"), None)
    for decision in done:
        if decision.command.action in ("exclude", "keep", "visit", "end_unsolved"):
            assert decision.command.actor != handler
        if decision.command.action in ("accept_objection", "reject_objection"):
            assert decision.command.actor != objector
        if decision.command.action == "object":
            assert decision.occurred_at - done[0].occurred_at <= 12 * 3600 * 1_000_000


def test_a_second_objection_is_refused(engine: Engine) -> None:
    """It says what to do instead; nothing of the time to first contact is won."""
    task = engine.receive("need", community=PLACE, by="wang", now=june(2))
    due = engine.task(task).state_due
    assert engine.act(task, "object", by="zhi", note="No.", now=june(2, "11:00"))
    assert engine.act(task, "reject_objection", by="jie", note="Yes.", now=june(2, "18:00"))
    assert engine.task(task).state_due == due
    again = engine.act(task, "object", by="ge", note="No.", now=june(2, "19:00"))
    assert not again and "Contact the person" in again.why()


def served(engine: Engine) -> None:
    """Play a week by hand: five matters."""
    play(engine, "need", LIKELY, june(2))  # contact in time, solved, not satisfied
    late: list[Step] = [("contact", "ge", 1500, True, True), *LIKELY[1:]]
    play(engine, "need", late, june(3))  # late, solved, not satisfied
    objected: list[Step] = [("object", "ge", 5, True, True)]
    accepted = ("accept_objection", "jie", 5, True, True)  # sent on, and answered by others
    then = [("take_on", "jian", 5, True, True), ("reply", "jian", 5, True, True), LIKELY[-1]]
    play(engine, "need", [*objected, accepted, *then], june(4))
    excluded: list[Step] = [LIKELY[0], ("ask_exclusion", "ge", 5, True, True)]
    play(engine, "need", [*excluded, ("exclude", "jian", 5, True, True)], june(5))
    play(engine, "need", [], june(6))  # nobody has been in contact


def test_a_week_by_hand(engine: Engine) -> None:
    """Five dispatched, one objected to, one excluded: one of three in time, two of two solved."""
    served(engine)
    found, _ = service_rates(engine, PLACE, now=june(20))
    counts = (found.dispatched, found.objected, found.excluded, found.counted)
    assert counts == (5, 1, 1, 3)
    assert (found.responded, found.visited, found.solved, found.satisfied) == (1, 2, 2, 0)
    assert found.response == pytest.approx(1 / 3)
    assert (found.resolution, found.satisfaction) == (1.0, 0.0)
    assert found.resolution_of_counted == pytest.approx(2 / 3)
    assert found.score == pytest.approx(0.2 / 3 + 0.4)
    assert found.nearly_all


def test_only_the_period_counts(engine: Engine) -> None:
    """A matter belongs to when it was dispatched, and is judged as it stood at the end."""
    served(engine)
    found, _ = service_rates(engine, PLACE, since=june(3, "00:00"), until=june(4, "00:00"))
    assert (found.dispatched, found.responded, found.visited) == (1, 0, 0)
    found, _ = service_rates(engine, PLACE, since=june(5, "00:00"), until=june(5, "10:22"))
    assert (found.dispatched, found.excluded, found.responded) == (1, 0, 1)


CHILD = """
profile: slow
title: {en: Slow, zh: 慢}
languages: [en, zh]
extends: [resident-services]
intake:
  categories:
    wall: {title: {en: A wall, zh: 围墙}, flow: resident_matter, to: grid_worker, urgency: 1wd}
"""
NOTICE = "country: CN\nyear: 2026\nsource: test\noff: [2026-06-03]\n"


def test_a_holiday_moves_the_promise(tmp_path: Path) -> None:
    """What is due in a working day is due later once a day off is announced, and so is counted."""
    for name, text in (("slow/profile.yaml", CHILD), ("notice.yaml", NOTICE)):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    with Engine("sqlite://") as engine:
        settle(engine, str(tmp_path / "slow"))
        hours = 60 * 25
        early = play(engine, "wall", [("contact", "ge", hours, True, True)], june(1))
        task = engine.receive("wall", community=PLACE, by="wang", now=june(2, "17:00"))
        assert service_rates(engine, PLACE, now=june(3))[0].responded == 1
        engine.announce(PLACE, tmp_path / "notice.yaml", now=june(2, "18:00"))
        assert engine.act(task, "contact", by="ge", now=june(4, "10:00"))
        found, _ = service_rates(engine, PLACE, now=june(5))
        assert (found.dispatched, found.responded) == (2, 2)
        assert engine.task(early).data["category"] == "wall"
        assert engine.verify()


def test_the_weights_are_params(engine: Engine) -> None:
    """What weighs how much is the community's to say; project defaults otherwise."""
    served(engine)
    engine.tune(PLACE, {"response_weight": 1, "resolution_weight": 0})
    found, _ = service_rates(engine, PLACE, now=june(20))
    assert found.score == pytest.approx((1 / 3) / 1.4)


def test_nothing_is_a_rate_of_nothing() -> None:
    """Where nobody was visited nothing is said of it."""
    weights = {"response_weight": 0.0, "resolution_weight": 0.0, "satisfaction_weight": 0.0}
    none = Served(0, 0, 0, 0, 0, 0, 0, weights)
    assert (none.response, none.resolution, none.satisfaction, none.score) == (None,) * 4
    assert not none.nearly_all
    assert Served(2, 0, 0, 2, 1, 1, 1, weights).score is None


def test_the_command_shows_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In words with a warning where it is too good, and as JSON; flows in the profile's order."""
    url = f"sqlite:///{tmp_path / 'x.db'}"
    with Engine(url) as engine:
        settle(engine)
        served(engine)
    monkeypatch.setenv("XIANGYUE_DB", url)
    assert main(["rates", "--community", PLACE]) == 0
    said = capsys.readouterr().out
    assert "33.3%" in said and "project default" in said and "warning sign" in said
    assert main(["rates", "--community", PLACE, "--json"]) == 0
    told = orjson.loads(capsys.readouterr().out)["service"]
    assert list(told["flows"]) == ["resident_matter", "mediation"]
    assert told["all"]["counted"] == 3
    assert told["all"]["weights"]["response_weight"] == 0.2
