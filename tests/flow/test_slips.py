"""The month's list hangs out masked, and each household finds its line, and its page, by a slip."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from points import HOUSES, VILLAGE, adopt, done, on, score, settle

from xiangyue import BadInput, Engine, Misuse
from xiangyue.cli import main
from xiangyue.work.receipts import new_receipt


@pytest.fixture
def village(database: str) -> Iterator[Engine]:
    """A village where each household got other points in May."""
    del database
    with Engine() as engine:
        settle(engine)
        adopt(engine)
        for worth, name in enumerate(HOUSES, 1):
            done(score(engine, "award_house", name, worth, kind="water", now=on(5, 20)))
        yield engine


def test_the_list_names_nobody_and_keeps_every_line(village: Engine) -> None:
    """Ids are gone, amounts are there, and the order says nothing of whose line it is."""
    plain = village.settlement(VILLAGE, "house", month=on(5), now=on(6))
    found = village.settlement(VILLAGE, "house", month=on(5), hidden=True, now=on(6))
    assert {one.member for one in found.lines} == {f"{one.member[0]}···" for one in plain.lines}
    assert sorted(one.closing for one in found.lines) == sorted(one.closing for one in plain.lines)
    codes = [one.code for one in found.lines]
    assert codes == sorted(codes) and len(set(codes)) == len(plain.lines) == len(HOUSES)


def test_a_slip_leads_a_household_to_its_line_and_page(village: Engine) -> None:
    """The code stands on the list; the number shows what the list sums up."""
    found = village.settlement(VILLAGE, "house", month=on(5), hidden=True, now=on(6))
    lines = {one.code: one for one in found.lines}
    for slip in village.slips(VILLAGE, "house", month=on(5), now=on(6)):
        page = village.statement_of_slip(VILLAGE, slip.number, "house", month=on(5), now=on(6))
        assert (page.member, page.closing) == (slip.member, lines[slip.code].closing)
        assert slip.number not in repr(found) and slip.code not in slip.number


def test_the_same_list_has_the_same_codes_and_the_next_has_others(village: Engine) -> None:
    """So a slip stays right, and nobody follows a line from month to month."""
    first, again = (village.slips(VILLAGE, "house", month=on(5), now=on(6, day)) for day in (1, 9))
    later = village.slips(VILLAGE, "house", month=on(6), now=on(7))
    assert first == again
    assert not {one.code for one in first} & {one.code for one in later}
    with pytest.raises(Misuse) as caught:
        village.statement_of_slip(VILLAGE, first[0].number, "house", month=on(6), now=on(7))
    assert caught.value.code == "slip-unknown"
    assert village.verify()


def test_a_guess_leads_nowhere(village: Engine) -> None:
    """A number that is on no slip, and one that was misread, show nothing."""
    for text, kind in ((new_receipt(), Misuse), ("123 456", BadInput)):
        with pytest.raises(kind):
            village.statement_of_slip(VILLAGE, text, "house", month=on(5), now=on(6))


def test_the_secret_is_in_no_entry(village: Engine) -> None:
    """What codes are made from is a payload: no entry and no event says it."""
    village.slips(VILLAGE, "house", month=on(5), now=on(6))
    with village._store.read() as reader:
        (payload,) = [
            body for (body,) in reader.all("SELECT body FROM payload") if '"secret"' in body
        ]
        secret = payload.split('"')[3]
        assert len(secret) == 64
        assert all(secret not in body for (body,) in reader.all("SELECT body FROM journal"))
    assert secret not in repr(village.feed(VILLAGE, limit=1000))
    assert village.verify()


@pytest.mark.sqlite
def test_the_command_line_lists_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The masked list and the slips that go with it agree, on the screen and in a file."""
    url = f"sqlite:///{tmp_path / 'village.db'}"
    with Engine(url) as engine:
        settle(engine)
        adopt(engine)
        done(score(engine, "award_house", "h02", 3, kind="water", now=on(5, 20)))
    monkeypatch.setenv("XIANGYUE_DB", url)
    about = [VILLAGE, "--account", "house", "--month", "2024-05"]
    assert main(["points", "slips", *about, "--json"]) == 0
    (slip,) = orjson.loads(capsys.readouterr().out)
    assert slip["member"] == "h02"
    assert main(["points", "settle", *about, "--masked"]) == 0
    shown = capsys.readouterr().out
    assert slip["line"] in shown and "h02" not in shown
    file = tmp_path / "slips.csv"
    assert main(["points", "slips", *about, "--csv", str(file)]) == 0
    assert slip["number"] in file.read_text("utf-8-sig")
    capsys.readouterr()
    assert main(["points", "slips", *about]) == 0
    assert slip["number"] in capsys.readouterr().out
