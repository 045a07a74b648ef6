"""What hangs on the notice board can be read anywhere: for as long as it hangs, and no names."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from door import LATER, NOW, PLACE, bring, settled

from xiangyue import Engine


@pytest.fixture
def town(database: str) -> Iterator[Engine]:
    """A town in which a proposal was carried out, and told to everybody."""
    del database
    with Engine() as engine:
        settled(engine)
        idea = bring(engine, category="proposal", title="A bench")
        engine.act(idea, "agree", by="juwei", answer="In a week", now=LATER)
        assert engine.act(idea, "feed_back", by="juwei", result="It stands", now=LATER)
        vote = {"funding_source": "none_needed", "funding_months": 12}
        assert engine.open("points_adoption", community=PLACE, by="juwei", data=vote, now=LATER)
        yield engine


def test_a_notice_hangs_as_long_as_was_said(town: Engine) -> None:
    """The vote for seven days, the bench for fourteen; then the board is empty."""
    told = [
        [one.flow.of("en") for one in town.notices(PLACE, now=NOW + timedelta(days=days))]
        for days in (1, 8, 15)
    ]
    assert told == [["Vote on noting volunteer hours", "Proposal"], ["Proposal"], []]


def test_a_notice_says_values_in_both_languages(town: Engine) -> None:
    """Choices by their titles; what is free text is personal by default, and is not there."""
    vote, idea = town.notices(PLACE, now=LATER)
    assert [(one.of("en"), said.of("zh")) for one, said in vote.words] == [
        ("Who pays for the rewards", "不需要资金"),
        ("Months that the money lasts", "12"),
    ]
    assert "It stands" not in repr(idea)
