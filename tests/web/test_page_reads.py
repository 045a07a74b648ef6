"""No page reads more because there are more tasks, or because the journal is longer."""

from __future__ import annotations

import re
import shutil
from functools import partial
from pathlib import Path

import pytest
from demo_house import UNHURRIED, demo_pages
from multiplied import multiply
from patience import until
from reads import Reads, counting
from visitors import Visitor
from wandering import Page

from xiangyue import Engine
from xiangyue.reach import notices
from xiangyue.work import refusing
from xiangyue_admin import create_app
from xiangyue_admin.beside import STUDIES

AT_WORK, OVER = 8, 12
"""How often the demo's tasks are copied, so that lists fill their first page; then what is over."""
CALLS = ("callout",)
"""Their entries are most of a small journal, and few of a large one."""
HERE = re.compile(r"/(communities|profiles)/xinqi/[a-z-]*")
BOUNDED_OTHERWISE = {
    # a month, in which the copies lie, too
    ("me", "points"),
}
"""They read more for another reason than the journal's length."""
UNTIL_FULL = {
    # the newest twenty tasks of a flow that may have switched the mode, with their histories
    ("communities", "community"): 8_000,
    ("communities", "mode"): 8_000,
}
"""So many steps more they take until what they look at is as much as they ever look at."""
CEILING = 60
"""So many statements a page may read by: with one for each row of a list it has more."""
HIGHER = {
    # what is left to a member is judged for the page, and once more for the sheet
    ("tasks", "sheet"): 90,
    # each task that keeps a mode going is judged, and what limits ask about it is its own
    ("communities", "mode"): 110,
}
"""Pages with another ceiling, and why."""
_FEWER, _SLACK = 1.15, 400


def one_of_each(folder: Path) -> list[Page]:
    """Return a page of every kind, and those of a community that has a library besides."""
    kinds, _ = demo_pages(folder)
    first = {(page.room, page.name): page for room in kinds.values() for page in reversed(room)}
    return [*first.values(), *(elsewhere(page) for page in first.values() if has_twin(page))]


def has_twin(page: Page) -> bool:
    """Tell whether there is the same page of another community."""
    kind = page.room, page.name
    if page.name in STUDIES:  # whatever the community, a journal so long is counted elsewhere
        return False
    return kind not in BOUNDED_OTHERWISE and HERE.fullmatch(page.url) is not None


def elsewhere(page: Page) -> Page:
    """Return the same page of a community that has a library, and is in a mode."""
    return page._replace(login="lu", url=page.url.replace("xinqi", "lvyuan"))


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
        for page in pages:
            until(partial(shown, visitors[page.login], page))
            reads.forget()
            assert visitors[page.login].get(page.url).status_code == 200, page
            found[page] = Reads(reads.statements, reads.steps)
    return found


def shown(visitor: Visitor, page: Page) -> bool:
    """Tell whether a page shows what it is about, and does not come back by itself for it."""
    return page.name not in STUDIES or "Refresh" not in visitor.get(page.url).headers


def test_a_page_reads_no_more_when_the_journal_has_grown(
    demo: Path, shared_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As many statements, and few of them, and as many rows: what is over slows nobody down."""
    # The small store has no more than that of each: beyond it, neither page reads on.
    monkeypatch.setattr(refusing, "LOOK", 400)
    monkeypatch.setattr(notices, "MOST", 9)
    short, long = tmp_path / "short.db", tmp_path / "long.db"
    shutil.copy(demo, short)
    few = multiply(short, AT_WORK, without=CALLS)
    shutil.copy(short, long)
    many = multiply(long, OVER, without=CALLS, ended=True)
    pages = one_of_each(shared_folder)
    before, after = read(short, pages), read(long, pages)
    assert len(pages) > 80
    assert many[1] > 4 * few[1]
    more = []
    for page in pages:
        was, now, kind = before[page], after[page], (page.room, page.name)
        most = was.steps * _FEWER + UNTIL_FULL.get(kind, _SLACK)
        grown = now.statements > was.statements or now.steps > most
        if grown and kind not in BOUNDED_OTHERWISE:
            more.append(f"{page}: {was}, then {now}")
        if max(was.statements, now.statements) > HIGHER.get(kind, CEILING):
            more.append(f"{page}: {was}, then {now}, which is one statement a row")
    assert not more, "\n".join(more)
