"""How service held up, on pages: of some days, and of the emergency that a review looks back on."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from demo_house import UNHURRIED
from visitors import Visitor

from xiangyue import Engine
from xiangyue.office import Expectation, expect
from xiangyue.study.resilience import HOUR, steps
from xiangyue_admin import create_app


@pytest.fixture(scope="module")
def lively(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The demo's communities, after their flood."""
    file = tmp_path_factory.mktemp("resilience") / "lively.db"
    shutil.copy(demo, file)
    with Engine(f"sqlite:///{file}") as engine:
        yield engine


@pytest.fixture(scope="module")
def review(lively: Engine) -> str:
    """Return the review of the flood."""
    (found,) = lively.tasks("xinqi", flow="after_action_review").tasks
    return found.id


def expected() -> Expectation:
    """Return what three runs let expect."""
    lows = (40.0, 50.0, 60.0)
    curves = [steps([(0, 100.0), (HOUR, low), (9 * HOUR, 100.0)], 33 * HOUR) for low in lows]
    return expect(curves, about="a made-up flood")


def visiting(engine: Engine, login: str, language: str = "en") -> Visitor:
    """Return somebody who is signed in."""
    visitor = Visitor(create_app(engine, UNHURRIED), language)
    visitor.sign_in(login)
    return visitor


@pytest.mark.parametrize("language, word", [("en", "Robustness"), ("zh", "稳健性")])
def test_a_review_leads_to_how_service_held_up(
    lively: Engine, review: str, language: str, word: str
) -> None:
    """Whoever may see the review reads the measures and the curve, which stands in a table, too."""
    visitor = visiting(lively, "li", language)
    task = visitor.get(f"/tasks/xinqi/{review}").text
    (link,) = re.findall(r'href="([^"]+/resilience)"', task)
    page = visitor.get(link)
    assert page.status_code == 200
    assert word in page.text
    assert 'src="data:image/svg+xml;base64,' in page.text
    assert page.text.count("<table") == 3


def test_what_a_simulation_expected_is_set_beside(lively: Engine, review: str) -> None:
    """The file is sent once; the page then says what was as expected, and draws both."""
    visitor = visiting(lively, "li")
    for page in (
        f"/communities/xinqi/resilience?task={review}",
        f"/tasks/xinqi/{review}/resilience",
    ):
        assert "a made-up flood" not in visitor.get(page).text
        sent = visitor.post(
            page, file=(io.BytesIO(orjson.dumps(expected().as_dict())), "flood.json")
        )
        assert sent.status_code == 303
        text = visitor.get(sent.headers["Location"]).text
        assert "a made-up flood" in text
        assert "As expected?" in text
        assert "Simulated 3 times over 33 hours" in text


@pytest.mark.parametrize("content", [b"", b"{}", b"PK\x03\x04", "旗".encode()])
def test_a_file_that_is_something_else_changes_nothing(
    lively: Engine, review: str, content: bytes
) -> None:
    """It is said what is wrong with it, and the page is there all the same."""
    visitor = visiting(lively, "li")
    page = f"/communities/xinqi/resilience?task={review}"
    visitor.get(page)
    for sent in ({"file": (io.BytesIO(content), "odd.json")}, {}):
        answer = visitor.post(page, **sent)
        assert answer.status_code == 422
        assert 'id="errors"' in answer.text
        assert "Robustness" in answer.text
    assert visitor.get(f"{page}&expected={'0' * 32}.json").status_code == 422


def test_only_tasks_that_are_there_have_a_time(lively: Engine, review: str) -> None:
    """Another task than a review leads to its own page; one that nobody knows has none."""
    visitor = visiting(lively, "li")
    (flood,) = lively.tasks("xinqi", flow="activation").tasks
    assert visitor.get(f"/tasks/xinqi/{flood.id}/resilience").status_code == 303
    assert visitor.get(f"/communities/xinqi/resilience?task={flood.id}").status_code == 200
    assert visitor.get("/communities/xinqi/resilience?task=nobody").status_code == 404
    assert f"task={review}" in visitor.get("/communities/xinqi/resilience").text
