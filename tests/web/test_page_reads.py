"""No page reads more because there are more tasks, or because the journal is longer."""

from __future__ import annotations

import shutil
from pathlib import Path

from demo_house import UNHURRIED, demo_pages
from multiplied import multiply
from reads import Reads, counting
from visitors import Visitor
from wandering import Page

from xiangyue import Engine
from xiangyue_admin import create_app

AT_WORK, OVER = 8, 12
"""How often the demo's tasks are copied, so that lists fill their first page; then what is over."""
CALLS = ("callout",)
"""Their entries are most of a small journal, and few of a large one."""
BOUNDED_OTHERWISE = {
    # a month or some weeks, in which the copies lie, too
    ("me", "points"),
    ("communities", "burden"),
    ("communities", "participation"),
    ("communities", "rates"),
    ("communities", "signals"),
    ("communities", "entry"),
    # the newest fifty notices, the newest five thousand entries
    ("residents", "notices"),
    ("refused", "community"),
    # the check of the whole store, which is what is asked for there
    ("system", "condition"),
}
"""They read more for another reason than the journal's length."""
CEILING = 60
"""So many statements a page may read by: with one for each row of a list it has more."""
HIGHER = {
    # what is left to a member is judged for the page, and once more for the sheet
    ("tasks", "sheet"): 90,
    # each task that keeps a mode going is judged, and what limits ask about it is its own
    ("communities", "mode"): 110,
    # counted from the journal
    ("communities", "burden"): 720,
    ("communities", "participation"): 620,
    ("communities", "signals"): 240,
    ("refused", "community"): 260,
    ("residents", "notices"): 130,
}
"""Pages with another ceiling, and why."""
_FEWER, _SLACK = 1.15, 400


def read(file: Path, pages: list[Page]) -> dict[Page, Reads]:
    """Return what each page reads when it is opened for the second time."""
    found = {}
    with counting() as reads, Engine(f"sqlite:///{file}") as engine:
        app = create_app(engine, UNHURRIED)
        visitors: dict[str | None, Visitor] = {}
        for page in pages:
            if page.login not in visitors:
                visitors[page.login] = Visitor(app)
                if page.login is not None:
                    visitors[page.login].sign_in(page.login)
            visitors[page.login].get(page.url)
            reads.forget()
            assert visitors[page.login].get(page.url).status_code == 200, page
            found[page] = Reads(reads.statements, reads.steps)
    return found


def test_a_page_reads_no_more_when_the_journal_has_grown(
    demo: Path, shared_folder: Path, tmp_path: Path
) -> None:
    """As many statements, and few of them, and as many rows: what is over slows nobody down."""
    short, long = tmp_path / "short.db", tmp_path / "long.db"
    shutil.copy(demo, short)
    few = multiply(short, AT_WORK, without=CALLS)
    shutil.copy(short, long)
    many = multiply(long, OVER, without=CALLS, ended=True)
    kinds, _ = demo_pages(shared_folder)
    first = {(page.room, page.name): page for room in kinds.values() for page in reversed(room)}
    pages = list(first.values())
    before, after = read(short, pages), read(long, pages)
    assert len(pages) > 40
    assert many[1] > 4 * few[1]
    more = []
    for page in pages:
        was, now, kind = before[page], after[page], (page.room, page.name)
        grown = now.statements > was.statements or now.steps > was.steps * _FEWER + _SLACK
        if grown and kind not in BOUNDED_OTHERWISE:
            more.append(f"{page}: {was}, then {now}")
        if max(was.statements, now.statements) > HIGHER.get(kind, CEILING):
            more.append(f"{page}: {was}, then {now}, which is one statement a row")
    assert not more, "\n".join(more)
