"""After action: what the journal shows of an emergency, beside what a simulation expects."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from streets import START, act, at, begin, settle

from xiangyue import BadInput, Engine
from xiangyue.cli.app import main
from xiangyue.study.after_action import AfterAction, after_action, after_emergency
from xiangyue.study.expectation import (
    MEASURES,
    Expectation,
    expect,
    parse_expectation,
    read_expectation,
)
from xiangyue.study.resilience import HOUR, steps
from xiangyue.time.clock import to_micros

pytestmark = pytest.mark.sqlite


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return a street after a flood: a warning is heard late, water is out for five hours."""
    url = f"sqlite:///{tmp_path_factory.mktemp('street') / 'street.db'}"
    with Engine(url) as engine:
        settle(engine)
        flood = begin(engine, "flood", 1)
        warning = begin(engine, "warning", 1)
        water = begin(engine, "outage", 2, supply="water")
        act(engine, warning, ("hear", 5), ("end", 6))
        act(engine, water, ("repair", 7))
        act(engine, flood, ("stop", 41))
        engine.tick(at(41))
    return url


@pytest.fixture
def engine(store: str) -> Iterator[Engine]:
    """Return the street's engine."""
    with Engine(store) as engine:
        yield engine


@pytest.fixture
def reviewed(engine: Engine) -> AfterAction:
    """Return how it held up, by the review that the flood has left."""
    (review,) = engine.tasks("here", flow="review").tasks
    return after_emergency(engine, review.ref)


def expected(*lows: float) -> Expectation:
    """Return what runs let expect in which service is so low for ten of forty hours."""
    curves = [steps([(0, 100.0), (10 * HOUR, low), (20 * HOUR, 100.0)], 40 * HOUR) for low in lows]
    return expect(curves, about="a made-up flood")


def test_a_review_looks_back_on_the_emergency(engine: Engine, reviewed: AfterAction) -> None:
    """Its time is that of the task that had it opened, and of that task itself the same."""
    real = reviewed.resilience
    assert (real.since, real.until) == (to_micros(at(1)), to_micros(at(41)))
    (flood,) = engine.tasks("here", flow="flood").tasks
    assert reviewed.task == flood.ref
    assert after_emergency(engine, flood.ref) == reviewed


def test_the_measures_are_those_of_the_curve(reviewed: AfterAction) -> None:
    """By hand: 0.1 of 0.5 for half of the water; 0.4 of 0.5 late from three, half from eleven."""
    curve = reviewed.level.curve
    at_hours = [round(curve.at(to_micros(at(h)))) for h in (1, 2, 3, 7, 11, 27)]
    assert at_hours == [100, 90, 10, 20, 60, 100]
    real = reviewed.resilience
    lost = 10 * 1 + 90 * 4 + 80 * 4 + 40 * 16
    assert round(real.loss, 6) == lost
    assert round(real.normalised, 6) == round(1 - lost / 4000, 6)
    assert round(real.robustness) == 10
    assert real.rapidity == pytest.approx(90 / 24)
    assert real.recovered_at == to_micros(at(27))


def test_what_was_is_held_against_single_runs(reviewed: AfterAction, tmp_path: Path) -> None:
    """It is one case: so it is among them where one run would be, and not where their mean is."""
    near, far = expected(0, 10, 20), expected(88, 90, 92)
    assert reviewed.as_expected(near)["robustness"] is True
    assert reviewed.as_expected(far)["robustness"] is False
    assert reviewed.as_expected(expected(10))["robustness"] is None
    short = expect([steps([(0, low)], 9 * HOUR) for low in (0.0, 10.0, 20.0)])
    assert reviewed.as_expected(short) == {**dict.fromkeys(MEASURES), "robustness": True}
    file = tmp_path / "flood.json"
    file.write_bytes(orjson.dumps(near.as_dict()))
    assert read_expectation(file) == near
    assert near.length == 40
    low, high = near.single("robustness") or (-1, -1)
    assert (low, round(high, 2)) == (0, round(10 + 4.30265 * 10 * (4 / 3) ** 0.5, 2))
    assert near.single("speed") is None
    assert near.mean[15] == 10
    assert (near.low[15], near.high[15] > 30) == (0, True)


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"format": 1}', "\xff", '{"measures": {}, "hours": [0], "mean": []}']
)
def test_what_no_simulation_wrote_is_refused(text: str, tmp_path: Path) -> None:
    """A file that is something else, or none, is bad input, told in both languages."""
    with pytest.raises(BadInput) as caught:
        parse_expectation(text.encode("latin-1"), "odd.json")
    assert "odd.json" in caught.value.text("en")
    assert caught.value.text("zh").endswith("。")
    with pytest.raises(BadInput):
        read_expectation(tmp_path / "nowhere.json")
    whole = orjson.loads(orjson.dumps(expected(1).as_dict()))
    for change in ({"hours": whole["hours"][::-1]}, {"format": "other"}, {"mean": [1]}):
        with pytest.raises(BadInput):
            parse_expectation(orjson.dumps({**whole, **change}), "odd.json")


def test_recovered_is_what_is_ordinary(engine: Engine) -> None:
    """Where service is never whole, its ordinary level is what it rises to again."""
    low = after_action(engine, "here", since=START, until=at(12))
    assert low.resilience.recovered_at is None
    found = after_action(engine, "here", since=START, until=at(12), whole=60)
    assert found.resilience.recovered_at == to_micros(at(11))


def test_the_command_tells_and_draws_it(
    store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In words of both languages, as JSON and as a picture, with what was expected beside it."""
    file, picture = tmp_path / "flood.json", tmp_path / "flood.svg"
    file.write_bytes(orjson.dumps(expected(0, 10, 20).as_dict()))
    with Engine(store) as engine:
        (review,) = engine.tasks("here", flow="review").tasks
    told = ["resilience", "--task", review.ref, "--db", store, "--expected", str(file)]
    assert main([*told, "--svg", str(picture)]) == 0
    text = capsys.readouterr().out
    assert "Robustness: lowest level (%)" in text
    assert "as expected" in text
    assert "Vulnerable people reached" in text.split("Left out", 1)[1]
    assert "project default" in text
    assert "where 95% of single runs lie (3 runs)" in picture.read_text("utf-8")
    assert main(["--lang", "zh", *told]) == 0
    assert "韧性 R（%）" in capsys.readouterr().out
    assert main([*told, "--json"]) == 0
    document = orjson.loads(capsys.readouterr().out)
    assert document["as_expected"]["robustness"] is True
    assert document["level"]["left_out"] == ["reached", "acknowledged"]
    assert main(["resilience", "here", "--db", store, "--since", "2026-06-01T05:00"]) == 0
    assert "here, from 2026-06-01 05:00" in capsys.readouterr().out
    assert main(["resilience", "here", "--task", review.ref, "--db", store]) == 2
