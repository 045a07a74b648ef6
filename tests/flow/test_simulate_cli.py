"""``xiangyue simulate`` and ``compare``: what is asked for, and what is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from xiangyue import Engine
from xiangyue.cli.app import main
from xiangyue.study.expectation import read_expectation

pytestmark = pytest.mark.sqlite

WATCHHOUSE = str(Path(__file__).parent / "profiles" / "watchhouse")
LEVEE = str(Path(__file__).parent / "profiles" / "levee")
SHOCKS = """
shocks:
  flood: {begins: 1d, lasts: 1d, arrivals: {all: 3}, absent: {clerk: 1}}
"""

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a runner of one command in this process alone; it returns code, output, errors."""

    def one(*args: str) -> tuple[int, str, str]:
        code = main([*args, "--workers", "1"])
        told = capsys.readouterr()
        return code, told.out, told.err

    return one


@pytest.fixture
def shocks(tmp_path: Path) -> str:
    """Return a file with a flood."""
    file = tmp_path / "flood.yaml"
    file.write_text(SHOCKS, encoding="utf-8")
    return str(file)


def document(told: tuple[int, str, str]) -> Any:
    """Return the one JSON document that was printed."""
    code, out, err = told
    assert (code, err) == (0, "")
    return json.loads(out)


def test_a_simulation_is_told_in_words_and_as_data(run: Run, shocks: str) -> None:
    """Both say the same of the same seed; nobody is named."""
    asked = ("simulate", "--profile", WATCHHOUSE, "--days", "3", "--repeat", "2", "--shock", shocks)
    told = document(run(*asked, "--json"))
    assert told["shocks"] == ["flood"]
    assert told["resilience"]["loss"]["count"] == 2
    assert told == document(run(*asked, "--json"))
    for lang, words in (("en", ("Clerk", "Lowest level")), ("zh", ("Clerk", "最低水平"))):
        code, out, _ = run("--lang", lang, *asked)
        assert code == 0
        assert all(word in out for word in words)
        assert "clerk.1" not in out


def test_a_picture_an_expectation_and_the_people_are_written(
    run: Run, shocks: str, tmp_path: Path
) -> None:
    """The picture is SVG, the expectation is what a review reads, and the model is read again."""
    svg, expected, people = (tmp_path / name for name in ("a.svg", "a.json", "a.yaml"))
    written = ("--svg", str(svg), "--expect", str(expected), "--write-model", str(people))
    asked = ("simulate", "--profile", WATCHHOUSE, "--days", "3", "--repeat", "2", "--shock", shocks)
    told = document(run(*asked, *written, "--json"))
    assert ElementTree.fromstring(svg.read_text("utf-8")).tag.endswith("svg")
    found = read_expectation(expected)
    assert found.repetitions == 2
    assert found.length == 48  # from the flood on
    assert found.measures["loss"].mean == pytest.approx(told["resilience"]["loss"]["mean"])
    again = document(run(*asked, "--model", str(people), "--json"))
    assert again["outcomes"] == told["outcomes"]


def test_profiles_are_set_side_by_side(run: Run, tmp_path: Path) -> None:
    """With the difference, seed by seed, in words, as data and as a picture."""
    svg = tmp_path / "both.svg"
    asked = ("compare", WATCHHOUSE, LEVEE, "--days", "2", "--repeat", "2", "--svg", str(svg))
    told = document(run(*asked, "--json"))
    assert told["base"] == WATCHHOUSE
    assert told["differences"][LEVEE]["commands"]["mean"] < 0
    code, out, _ = run(*asked)
    assert code == 0
    assert "Difference" in out
    assert svg.read_text("utf-8").count("<polyline") >= 2


def test_people_are_like_those_of_a_community(run: Run, tmp_path: Path) -> None:
    """Its profile and its journal say what is simulated."""
    url = f"sqlite:///{tmp_path / 'village.db'}"
    with Engine(url) as engine:
        engine.install(Path(WATCHHOUSE), community="cun")
        engine.register("wu", home="cun")
        for _ in range(3):
            assert engine.open("request", community="cun", by="wu", kind="stamp")
    told = document(run("simulate", "--like", "cun", "--db", url, "--days", "2", "--json"))
    assert (told["profile"], told["model"]) == ("watchhouse", "cun")
    assert told["flows"].keys() == {"request"}


def test_people_are_like_those_of_an_event_log(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a log says is driven through its profile, and shows who comes how often."""
    log, draft = tmp_path / "log.csv", tmp_path / "draft"
    rows = ["case,activity,time,resource"]
    for n in range(30):
        day = f"2026-03-{n + 1:02}"
        rows += [f"{n},Take in,{day}T09:00:00,ann", f"{n},Answer,{day}T{10 + n % 5}:30:00,bob"]
    log.write_text("\n".join(rows), encoding="utf-8")
    assert main(["discover", str(log), "--output", str(draft)]) == 0
    capsys.readouterr()
    asked = ("simulate", "--profile", str(draft), "--log", str(log), "--days", "20", "--json")
    told = document(run(*asked))
    opened = sum(counts["opened"] for counts in told["flows"].values())
    assert 5 <= opened <= 35  # one a day


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("simulate",), "--profile"),
        (("simulate", "--profile", WATCHHOUSE, "--like", "cun"), "--like"),
        (("simulate", "--profile", WATCHHOUSE, "--days", "0"), "days"),
        (("simulate", "--profile", WATCHHOUSE, "--set", "x"), "PARAM=VALUE"),
        (("simulate", "--profile", WATCHHOUSE, "--set", "x=1"), "x"),
        (("simulate", "--profile", WATCHHOUSE, "--model", "nowhere.yaml"), "nowhere.yaml"),
        (("compare", WATCHHOUSE), "Two"),
        (("compare", WATCHHOUSE, WATCHHOUSE), "Two"),
    ],
)
def test_what_cannot_be_is_said(run: Run, args: tuple[str, ...], said: str) -> None:
    """In a sentence, with what to do, and with the exit code of bad input."""
    code, out, err = run(*args)
    assert (code, out) == (2, "")
    assert said in err
