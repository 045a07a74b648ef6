"""The watchers of pages see what is wrong: each fault that is made on purpose is found."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browsing import Person, sitting
from demo_house import serving
from flask import Flask, Response
from legible import LOOKS, Look, broken_rules, hard_to_read
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:"
STYLE = """body { font: 20px/1.6 sans-serif; } p { overflow-wrap: anywhere; }
a { display: inline-block; padding: 10px; min-width: 60px; } p a { display: inline; padding: 0; }
input, button { font: inherit; min-height: 60px; min-width: 60px; }
.small { font-size: 12px; } .tight { line-height: 1; } .wide { width: 2000px; }
.pale { color: #bbb; background: #fff; } .low { min-height: 20px; height: 20px; }"""
FAULTS = {
    "": "<p>Words, and <a href='/x'>a link</a> among them.</p><button>Go</button>",
    "inline": "<script>document.title = 'x'</script>",
    "styled": "<p style='color: red'>Words.</p>",
    "outside": "<img alt='A house' src='https://example.invalid/house.png'>",
    "missing": "<img alt='A house' src='/missing.png'>",
    "thrown": "<script src='/thrown.js'></script>",
    "unlabelled": "<form><input name='what'></form>",
    "pale": "<p class='pale'>Words.</p>",
    "small": "<p class='small'>Words.</p>",
    "tight": "<p class='tight'>Words.</p>",
    "wide": "<p class='wide'>Words.</p>",
    "low": "<button class='low'>Go</button>",
    "link": "<ul><li><a class='low' href='/x'>A link that stands alone</a></li></ul>",
}


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """A page for each fault, under the console's own policy."""
    app = Flask("faults")

    @app.get("/pages/<fault>")
    @app.get("/pages/", defaults={"fault": ""})
    def page(fault: str) -> Response:
        answer = Response(
            f"<!doctype html><html lang='en'><head><title>A page</title>"
            f"<meta name='viewport' content='width=device-width'>"
            f"<link rel='icon' href='data:,'><link rel='stylesheet' href='/style.css'></head>"
            f"<body><main><h1>A page</h1>{FAULTS[fault]}</main></body></html>"
        )
        answer.headers["Content-Security-Policy"] = POLICY
        return answer

    app.add_url_rule("/style.css", "style", lambda: Response(STYLE, mimetype="text/css"))
    app.add_url_rule(
        "/thrown.js", "thrown", lambda: Response("throw 1", mimetype="text/javascript")
    )
    with serving(app) as url:
        yield url


@pytest.fixture
def person(chromium: Browser, url: str, request: pytest.FixtureRequest) -> Iterator[Person]:
    """Somebody who looks at these pages; what was seen is the test's to judge."""
    look = getattr(request, "param", LOOKS[0])
    with sitting(chromium, url, look, "faults") as person:
        yield person
        person.onlooker.seen.clear()


def seen(person: Person, fault: str) -> set[str]:
    """Open a page with a fault; return which kinds of things the onlooker saw, and fails for."""
    person.go(f"/pages/{fault}")
    person.page.wait_for_load_state("networkidle")
    with pytest.raises(AssertionError):
        person.onlooker.assert_clean()
    return {one.partition(":")[0] for one in person.onlooker.seen}


@pytest.mark.parametrize(
    "fault, kind",
    [
        ("inline", "policy"),
        ("styled", "policy"),
        ("outside", "outside"),
        ("missing", "status 404"),
        ("thrown", "script"),
    ],
)
def test_what_no_page_may_do_is_seen(person: Person, fault: str, kind: str) -> None:
    """An inline script or style, another host, a file that is not there, an error of a script."""
    assert kind in seen(person, fault)


@pytest.mark.parametrize("person", [Look("en", 390, scripts=False)], indirect=True)
@pytest.mark.parametrize(
    "fault, kind",
    [("styled", "console error"), ("outside", "outside"), ("missing", "status 404")],
)
def test_without_scripts_it_is_seen_as_well(person: Person, fault: str, kind: str) -> None:
    """The browser itself tells what its policy forbids; no script of ours is needed."""
    assert kind in seen(person, fault)


@pytest.mark.parametrize(
    "fault, told",
    [
        ("unlabelled", "axe label:"),
        ("pale", "axe color-contrast:"),
        ("small", "text 12 px"),
        ("tight", "lines 20px of 20 px"),
        ("wide", "scrolls sideways"),
        ("low", "target "),
        ("link", "target "),
    ],
)
def test_what_is_hard_to_read_is_found(person: Person, fault: str, told: str) -> None:
    """Under the console's policy, too: axe-core's rules, sizes, targets and the page's width."""
    person.go(f"/pages/{fault}")
    found = [*broken_rules(person.page), *hard_to_read(person.page)]
    assert [one for one in found if one.startswith(told)], found
    person.onlooker.assert_clean()


@pytest.mark.parametrize("person", LOOKS, indirect=True)
def test_a_page_without_fault_passes(person: Person) -> None:
    """Nothing is found where nothing is wrong; a link within a sentence may be as high as it."""
    person.go("/pages/")
    person.step("clean")
    assert not hard_to_read(person.page, large=True)
    person.onlooker.assert_clean()
