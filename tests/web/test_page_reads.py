"""No page reads more because there are more tasks, or because the journal is longer."""

from __future__ import annotations

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
BOUNDED_OTHERWISE = {
    # a month, in which the copies lie, too
    ("me", "points"),
}
"""They read more for another reason than the journal's length."""
LOOKED_THROUGH = {
    ("work", "waiting"),
    ("communities", "index"),
    ("communities", "community"),
    ("communities", "call_outs"),
    ("communities", "mode"),
    ("communities", "points"),
    ("me", "reach"),
}
"""Their lists look through the community's tasks, a few steps each."""
STEPS_EACH = 8
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
    """As many statements, and as many rows: what is over and done slows nobody down."""
    # The small store has no more than that of each: beyond it, neither page reads on.
    monkeypatch.setattr(refusing, "LOOK", 400)
    monkeypatch.setattr(notices, "MOST", 9)
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
        most = was.steps * _FEWER + _SLACK
        if kind in LOOKED_THROUGH:
            most += STEPS_EACH * (many[0] - few[0])
        if kind not in BOUNDED_OTHERWISE and (now.statements > was.statements or now.steps > most):
            more.append(f"{page}: {was}, then {now}")
    assert not more, "\n".join(more)
