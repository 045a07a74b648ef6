"""Contacts: how members are reached, kept apart, and destroyed when they are replaced."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from errands import MONDAY, settle

from xiangyue import Engine
from xiangyue.errors import XiangyueError


@pytest.fixture
def engine() -> Iterator[Engine]:
    """Return the errand village."""
    with Engine() as engine:
        settle(engine)
        yield engine


def payloads(engine: Engine) -> str:
    """Return all that is kept apart, as text."""
    with engine._store.read() as reader:
        return " ".join(body for (body,) in reader.all("SELECT body FROM payload"))


def journaled(engine: Engine) -> str:
    """Return all that is chained, as text."""
    with engine._store.read() as reader:
        return " ".join(body for (body,) in reader.all("SELECT body FROM journal"))


def test_contacts_come_in_the_order_of_preference(engine: Engine) -> None:
    """The lowest rank first."""
    engine.contact("wang", "sms", "13800001", 2, by="li", now=MONDAY)
    engine.contact("wang", "mail", "wang@example.org", by="li", now=MONDAY)
    assert [(c.kind, c.rank, c.address) for c in engine.reach("wang")] == [
        ("mail", 1, "wang@example.org"),
        ("sms", 2, "13800001"),
    ]
    assert engine.reach("li") == ()
    assert engine.verify()


def test_an_address_never_enters_the_chain(engine: Engine) -> None:
    """It stands in the payload alone, where it can be destroyed."""
    engine.contact("wang", "sms", "13800001", by="li", now=MONDAY)
    assert "13800001" in payloads(engine)
    assert "13800001" not in journaled(engine)


@pytest.mark.parametrize("new", ["13899999", None])
def test_a_replaced_or_removed_address_is_destroyed(engine: Engine, new: str | None) -> None:
    """Nothing of the old one is left, and the chain still verifies."""
    engine.contact("wang", "sms", "13800001", by="li", now=MONDAY)
    engine.contact("wang", "sms", new, by="wang", now=MONDAY)
    assert "13800001" not in payloads(engine)
    assert [c.address for c in engine.reach("wang")] == ([new] if new else [])
    assert engine.verify()


CALLS: dict[str, Callable[[Engine], object]] = {
    "contact-kind": lambda e: e.contact("wang", "pigeon", "1", by="li"),
    "contact-rank": lambda e: e.contact("wang", "sms", "1", 0, by="li"),
    "contact-empty": lambda e: e.contact("wang", "sms", " ", by="li"),
    "contact-unknown": lambda e: e.contact("wang", "sms", None, by="li"),
    "language-tag": lambda e: e.language("wang", "Chinese!", by="li"),
    "member-unknown": lambda e: e.reach("nobody"),
    "words-control": lambda e: e.contact("wang", "sms", "1\x00", by="li"),
}


@pytest.mark.parametrize("code", CALLS)
def test_what_makes_no_sense_is_told(engine: Engine, code: str) -> None:
    """In both languages, and nothing is kept."""
    with pytest.raises(XiangyueError) as caught:
        CALLS[code](engine)
    assert caught.value.code == code
    assert caught.value.describe("en") and caught.value.describe("zh")
    assert engine.reach("wang") == ()
