"""Who is not registered brings something up, and follows and answers it by a number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from desk import june
from door import LATER, NOW, PLACE, bring, settled

from xiangyue import BadInput, Conflict, Engine, Misuse
from xiangyue.cli import main
from xiangyue.time.clock import to_micros
from xiangyue.values import PUBLIC
from xiangyue.work.followed import Followed
from xiangyue.work.receipts import check_digit, new_receipt, read_receipt

WAYS = ("counter", "phone", "helper", "paper")


@pytest.fixture
def town(database: str) -> Iterator[Engine]:
    """A town with a door for everybody."""
    del database
    with Engine() as engine:
        yield settled(engine)


def follow(town: Engine, receipt: str | None) -> Followed:
    """Follow a matter."""
    assert receipt is not None
    return town.follow(receipt, community=PLACE, now=LATER)


def test_a_receipt_leads_to_how_it_stands(town: Engine) -> None:
    """State, who is next, by when: and nothing that names anybody."""
    decision = bring(town)
    assert decision and decision.receipt is not None
    found = town.follow(decision.receipt, community=PLACE, now=LATER)
    assert (found.title, found.state.of("en"), str(found.category)) == (
        "No light",
        "Raised",
        "A need",
    )
    assert found.step_due == to_micros(NOW + timedelta(hours=24))
    assert "Grid worker" in [role.of("en") for role in found.with_whom]
    assert town.act(decision, "contact", by="zhi", now=LATER)
    assert town.act(decision, "reply", by="zhi", answer="A new lamp on Friday", now=LATER)
    found = town.follow(decision.receipt, community=PLACE, now=LATER)
    assert [dict(one.values) for one in found.told] == [{"answer": "A new lamp on Friday"}]
    assert "zhi" not in repr(found)
    assert [one.action for one in found.choices] == ["visit"]
    assert town.verify()


def test_by_it_the_return_visit_is_answered(town: Engine) -> None:
    """Not solved: it is handled on. Solved: it is closed, as a visit by others would have it."""
    decision = bring(town)
    receipt = decision.receipt or ""
    for solved, state in ((False, "handling"), (True, "closed")):
        if town.task(decision).state == "raised":
            town.act(decision, "contact", by="zhi", now=LATER)
        town.act(decision, "reply", by="zhi", answer="Done", now=LATER)
        said = {"solved": solved, "satisfied": solved}
        assert town.answer(receipt, "visit", community=PLACE, data=said, now=LATER)
        assert town.task(decision).state == state
    assert not town.follow(receipt, community=PLACE, now=LATER).choices
    assert town.verify()


def test_nothing_else_can_be_done_by_it(town: Engine) -> None:
    """What others decide stays theirs, whoever holds the number."""
    receipt = bring(town).receipt or ""
    with pytest.raises(Misuse) as caught:
        town.answer(receipt, "contact", community=PLACE, now=LATER)
    assert caught.value.code == "receipt-action"
    assert town.answer(receipt, "withdraw", community=PLACE, now=LATER)


@pytest.mark.parametrize("way", WAYS)
def test_a_helper_enters_the_same(town: Engine, way: str) -> None:
    """At the counter, by phone, through a helper and on paper: the same, with a receipt."""
    more: dict[str, Any] = {"by": "bang", "on_behalf_of": PUBLIC, "source": way}
    decision = bring(town, **more)
    assert decision, decision.why()
    found = town.follow(decision.receipt or "", community=PLACE, now=LATER)
    own = town.follow(bring(town).receipt or "", community=PLACE, now=LATER)
    assert (found.state, found.step_due, found.due) == (own.state, own.step_due, own.due)
    told: dict[str, Any] = {"community": PLACE, "by": "bang", "source": way, "now": LATER}
    assert town.answer(decision.receipt or "", "withdraw", **told)
    assert town.verify()


def test_the_number_is_kept_nowhere(town: Engine) -> None:
    """Neither the journal nor a payload nor a task holds it, with its gaps or without."""
    receipt = bring(town).receipt or ""
    plain = receipt.replace(" ", "")
    with town._store.read() as reader:
        for table in ("journal", "payload", "task", "outbox"):
            rows = reader.all(f"SELECT * FROM {table}")
            assert rows or table == "outbox"
            text = repr(rows)
            assert receipt not in text and plain not in text, table


def test_with_the_same_key_the_same_number_comes(town: Engine) -> None:
    """A sheet of paper is entered once, however often; its number stays bound to what it said."""
    first, again = (bring(town, key="sheet 17") for _ in range(2))
    assert again.receipt == first.receipt and again.ref == first.ref
    assert bring(town, key="sheet 18").receipt != first.receipt
    with pytest.raises(Conflict):
        bring(town, key="sheet 17", title="Something else")
    assert town.verify()


def test_a_misread_number_is_said_to_be_one(town: Engine) -> None:
    """One wrong digit, or one too few, is told apart from a number that leads nowhere."""
    receipt = bring(town).receipt or ""
    last = str((int(receipt[-1]) + 1) % 10)
    for text, code in ((receipt[:-1] + last, "receipt-misread"), (receipt[:-2], "receipt-form")):
        with pytest.raises(BadInput) as caught:
            town.follow(text, community=PLACE)
        assert caught.value.code == code
    with pytest.raises(Misuse) as nowhere:
        town.follow(new_receipt(), community=PLACE)
    assert nowhere.value.code == "receipt-unknown"


def test_every_wrong_digit_is_found() -> None:
    """The check digit fails for each other digit in each place."""
    digits = re.sub(" ", "", new_receipt())
    for place, digit in enumerate(digits[:-1]):
        for other in set("0123456789") - {digit}:
            wrong = digits[:place] + other + digits[place + 1 : -1]
            assert check_digit(wrong) != int(digits[-1])


def test_it_is_read_as_people_write_it() -> None:
    """Without gaps, with dashes, in full-width digits."""
    receipt = new_receipt()
    wide = receipt.translate({ord(d): chr(ord(d) + 0xFEE0) for d in "0123456789"})
    for text in (receipt.replace(" ", ""), receipt.replace(" ", "-"), f" {wide}\u3000"):
        assert read_receipt(text) == receipt


def test_it_ends_with_the_matter(town: Engine) -> None:
    """Once what was brought up is destroyed, the number leads nowhere."""
    decision = bring(town)
    town.destroy(decision, by="xian-ban", why="asked for", now=LATER)
    with pytest.raises(Misuse) as caught:
        town.follow(decision.receipt or "", community=PLACE)
    assert caught.value.code == "receipt-unknown"
    assert town.verify()


def test_another_communitys_number_leads_nowhere(town: Engine) -> None:
    """A receipt is of one place."""
    town.add_unit("lvyuan", "community", parent="jiedao", now=NOW)
    town.install("self-organized-urban", community="lvyuan", now=NOW)
    with pytest.raises(Misuse):
        town.follow(bring(town).receipt or "", community="lvyuan")


def test_only_what_the_profile_says_is_open_to_all(town: Engine) -> None:
    """Where it does not say ``public``, who is not registered opens nothing."""
    decision = town.open("points_adoption", community=PLACE, by=PUBLIC, now=NOW)
    assert {one.code for one in decision.reasons} >= {"role"}
    second = town.act(bring(town), "contact", by=PUBLIC, now=LATER)
    assert [one.code for one in second.reasons] == ["role"]


def test_nobody_is_registered_under_that_name(town: Engine) -> None:
    """``public`` stands for everybody, and is no member."""
    with pytest.raises(Misuse) as caught:
        town.register(PUBLIC, home=PLACE)
    assert caught.value.code == "member-reserved"


def test_a_complaint_about_the_system_is_answered_in_five_working_days(town: Engine) -> None:
    """It is due then, its answer is read by the number, and it can be asked again."""
    said: dict[str, Any] = {"complaint_about": "burden", "complaint_text": "Too many forms"}
    decision = bring(town, flow="complaint", data=said)
    assert decision, decision.why()
    receipt = decision.receipt or ""
    due = town.follow(receipt, community=PLACE, now=LATER).due
    assert due == to_micros(june(8, "18:00"))
    assert town.act(decision, "reply", by="xian-ban", answer="Two are gone", now=LATER)
    found = town.follow(receipt, community=PLACE, now=LATER)
    assert {one.action for one in found.choices} == {"ask_again", "accept"}
    assert found.paused and found.due is None
    more: dict[str, Any] = {"note": "Three are left", "now": LATER}
    assert town.answer(receipt, "ask_again", community=PLACE, **more)
    assert town.task(decision).state == "received"


def test_data_are_shown_to_nobody_who_was_not_seen(town: Engine) -> None:
    """Who asks for data without being registered is seen at the counter before it is granted."""
    said: dict[str, Any] = {"data_right": "access", "data_meant": "My points"}
    decision = bring(town, flow="data_request", data=said)
    assert decision, decision.why()
    refused = town.act(decision, "grant", by="xian-ban", answer="Shown", now=LATER)
    assert [one.code for one in refused.reasons] == ["guard-otherwise"]
    seen: dict[str, Any] = {"identity_seen": "identity_card", "now": LATER}
    assert town.act(decision, "see_identity", by="bang", **seen)
    assert town.act(decision, "grant", by="xian-ban", answer="Shown", now=LATER)
    assert town.verify()
    registered = town.open("data_request", community=PLACE, by="chen", data=said, now=NOW)
    assert town.act(registered, "grant", by="xian-ban", answer="Shown", now=LATER)


def test_how_to_reach_somebody_is_kept_apart(town: Engine) -> None:
    """What they leave of themselves is in no body of the journal, and not shown by the number."""
    decision = bring(town, reach_at="13800001111")
    with town._store.read() as reader:
        assert "13800001111" not in repr(reader.all("SELECT body FROM journal"))
        assert "13800001111" in repr(reader.all("SELECT body FROM payload"))
    assert "13800001111" not in repr(follow(town, decision.receipt))
    assert town.task(decision).data["reach_at"] == "13800001111"


def test_nobody_is_touched_who_cannot_be_reached(town: Engine, tmp_path: Path) -> None:
    """What must reach whoever opened it is refused where nobody knows who that is."""
    folder = tmp_path / "asking"
    folder.mkdir()
    (folder / "profile.yaml").write_text(ASKING, encoding="utf-8")
    town.add_unit("lvyuan", "community", parent="jiedao", now=NOW)
    town.install(folder, community="lvyuan", now=NOW)
    told = {"community": "lvyuan", "now": NOW}
    for by, codes in ((PUBLIC, ["public-touched"]), ("chen", [])):
        matter = town.open("matter", by=by, **told)  # type: ignore[arg-type]
        decision = town.act(matter, "ask", by="chen", now=LATER)
        assert [one.code for one in decision.reasons] == codes
        assert town.act(matter, "tell", by="chen", now=LATER)
    assert town.verify()


@pytest.mark.sqlite
def test_the_command_line_prints_the_receipt(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """For whoever is not registered, at the counter and by themselves, in both languages."""
    url = f"sqlite:///{tmp_path / 'town.db'}"
    with Engine(url) as engine:
        settled(engine)
        monkeypatch.setenv("XIANGYUE_DB", url)
        said = ["receive", "need", "--community", PLACE, "--by", "bang", "--for", "public"]
        said += ["--source", "counter", "--receipt", "--with", "matter=No light", "--key", "s-1"]
        assert main([*said, "--json"]) == 0
        receipt = orjson.loads(capsys.readouterr().out)["receipt"]
        assert main(["--lang", "zh", *said]) == 0
        assert f"受理编号：{receipt}" in capsys.readouterr().out
        assert engine.follow(receipt, community=PLACE).state.of("en") == "Raised"
        own = ["receive", "--flow", "complaint", "--community", PLACE, "--by", "public"]
        own += ["--receipt", "--with", "complaint_about=fault", "--with", "complaint_text=Slow"]
        assert main(own) == 0
        assert "Receipt number:" in capsys.readouterr().out


ASKING = """
profile: asking
title: {en: Asking, zh: 询问}
languages: [en, zh]
calendar: {timezone: Asia/Shanghai, country: CN}
fields:
  more:
    title: {en: More, zh: 补充}
    schema: {type: integer}
    purpose: {en: Says more, zh: 补充说明}
    keep: 1y
flows:
  matter:
    title: {en: Matter, zh: 事项}
    start: raised
    open: {by: [anyone, public]}
    states:
      raised: {title: {en: Raised, zh: 已提出}}
      over: {title: {en: Over, zh: 已办结}, final: true}
    actions:
      ask:
        title: {en: Ask, zh: 询问}
        from: raised
        by: anyone
        does: [{collect: {from: opener, fields: more}}]
      tell:
        title: {en: Tell, zh: 告知}
        from: raised
        to: over
        by: anyone
        does: [{message: {to: opener, say: {en: Done, zh: 已办}}}]
"""
