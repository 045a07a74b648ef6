"""What an address or a form may say that no page would: told in a sentence, and nothing breaks."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask
from visitors import Visitor

from xiangyue import Engine
from xiangyue_admin.accounts import Accounts, Grant

LONG = "9" * 5000
DAYS = ("0001-01-01", "9999-12-31")
MONTHS = ("0001-01", "9999-12", "２０２６-06", "0999-12")
READ = (
    *(f"/communities/xinqi/burden?since={day}&until={day}" for day in DAYS),
    *(f"/communities/xinqi/burden?until={day}" for day in DAYS),
    *(f"/communities/xinqi/points/settlement?month={month}" for month in MONTHS),
    *(f"/communities/xinqi/points/statement/wang?month={month}" for month in MONTHS),
    *(f"/me/points?month={month}" for month in MONTHS),
    *(f"/residents/xinqi/points?month={month}" for month in MONTHS),
    *(f"/journal/xinqi/{seq}" for seq in (LONG, "9" * 15, "0", "٣")),
    *(f"/journal/xinqi?before={seq}" for seq in (LONG, "9" * 15)),
    *(f"/profiles/xinqi/versions?before={seq}" for seq in (LONG, "9" * 30, "9" * 15)),
    f"/refused/xinqi?before={LONG}",
    f"/tasks/xinqi/t1/done/{LONG}",
    f"/communities/xinqi/points/entries/{LONG}.{LONG}",
)
SENT: tuple[tuple[str, dict[str, str]], ...] = (
    *(("/exports/xinqi/points", {"account": "points", "month": month}) for month in MONTHS),
    ("/communities/xinqi/members/wang/contact", {"channel": "sms", "address": "1", "rank": LONG}),
    *(
        (f"/communities/xinqi/members/wang/{what}", {"since": day, "until": day, **role})
        for what in ("absence", "role")
        for day in DAYS
        for role in ({"role": "duty_person", "unit": "xinqi"},)
    ),
    ("/communities/xinqi/holidays", {"year": LONG, "source": "x", "off": "x"}),
    ("/communities/xinqi/members/new", {"id": "x" * 200_000, "kind": "person", "home": "xinqi"}),
    ("/communities/xinqi/units", {"id": "x" * 200_000, "en": "x"}),
    *(("/me/away", {"since": f"{day} 09:00", "until": f"{day} 10:00"}) for day in DAYS),
    *(
        ("/desk/xinqi/raise/about/need", {"way": "phone", "when": day, "f_matter": "The lamp"})
        for day in DAYS
    ),
    ("/profiles/xinqi/params/appeal_window", {"revision": LONG, "f_appeal_window": "9"}),
    ("/tasks/xinqi/t1/assign", {"version": LONG, "seen": LONG}),
    ("/tasks/xinqi/t1/assign", {"version": "٣", "seen": "²"}),
)


@pytest.fixture
def visitor(app: Flask, accounts: Accounts, engine: Engine) -> Visitor:
    """Li, who is admin and serves the counter too, with a task."""
    accounts.set_grants("li", [Grant("admin", "xinqi"), Grant("desk", "xinqi")], by="root")
    engine.open("village_task", by="li", community="xinqi", title="x", id="t1")
    found = Visitor(app)
    found.sign_in("li")
    return found


def test_odd_numbers_and_days_in_addresses_break_nothing(visitor: Visitor) -> None:
    """The first and the last year there is, other digits, and more of them than fit."""
    broken = [url[:80] for url in READ if visitor.get(url).status_code >= 500]
    assert not broken


def test_odd_numbers_and_days_in_forms_break_nothing(visitor: Visitor, engine: Engine) -> None:
    """Nor do they stand in the journal for good."""
    broken = [url for url, sent in SENT if visitor.post(url, **sent).status_code >= 500]
    assert not broken
    last = engine.entries(None).items[0].seq
    assert max(len(str(engine.entry(None, n).body)) for n in range(1, last + 1)) < 10_000


def test_what_leaves_opens_no_formula(visitor: Visitor, engine: Engine) -> None:
    """A title that a spreadsheet would reckon with is text, in the table and in the workbook."""
    import io
    import zipfile

    evil = "=cmd|'/c calc'!A1"
    engine.open("village_task", by="li", community="xinqi", title=evil)
    table = visitor.post("/exports/xinqi/tasks", titles="1", kind="csv")
    assert f",{evil}" not in table.text
    assert f"'{evil}" in table.text
    book = visitor.post("/exports/xinqi/tasks", titles="1", kind="xlsx")
    sheet = zipfile.ZipFile(io.BytesIO(book.data)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "filename=" in book.headers["Content-Disposition"]


@pytest.mark.parametrize("size", [9_000_000, 300_000_000])
def test_what_is_too_large_is_not_read(visitor: Visitor, size: int) -> None:
    """It is refused by what it says of its length."""
    answer = visitor.client.post("/view", headers={"Content-Length": str(size)}, data=b"x")
    assert answer.status_code == 413


def test_errors_of_the_database_tell_no_values(engine: Engine) -> None:
    """They are logged, and what people have written is not for the log."""
    with pytest.raises(sa.exc.DBAPIError) as failed, engine.sql.connect() as connection:
        connection.execute(sa.text("INSERT INTO nowhere VALUES (:x)"), {"x": "a secret"})
    assert "nowhere" in str(failed.value)
    assert "a secret" not in str(failed.value)
