"""The needs and resources of a community, matched as they stand, and proposed once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import orjson
import pytest
from typer.testing import CliRunner

from xiangyue import BadInput, Engine, Misuse
from xiangyue.cli.app import app
from xiangyue.work.matching import Matches

LENDING = Path(__file__).parent / "profiles" / "lending"
NOW = datetime(2026, 10, 12, 1, tzinfo=UTC)


def settle(engine: Engine) -> None:
    """Set up a village of two grids where things are lent."""
    engine.add_unit("here", "village", now=NOW)
    engine.add_unit("east", "grid", parent="here", now=NOW)
    engine.install(LENDING, "here", now=NOW)
    for name in ("li", "club", "firm"):
        engine.register(name, home="here", roles={"keeper": "here"}, now=NOW)


def offer(engine: Engine, name: str, unit: str = "here", **data: object) -> None:
    """Offer a thing."""
    said = {"what": "boat", "amount": 1, **data}
    decision = engine.open(
        "thing", community="here", by="li", id=name, unit=unit, data=said, now=NOW
    )
    assert decision, decision.why()


def need(engine: Engine, name: str, unit: str = "here", hours: int = 0, **data: object) -> None:
    """Wish for a thing."""
    said = {"what": "boat", "many": 1, **data}
    now = NOW + timedelta(hours=hours)
    decision = engine.open(
        "wish", community="here", by="li", id=name, unit=unit, data=said, now=now
    )
    assert decision, decision.why()


def pairs(found: Matches) -> list[tuple[str, str, int]]:
    """Return what the plan gives to whom."""
    return [(m.need.id, m.offer.id, m.quantity) for m in found.plan.matches]


@pytest.fixture
def village() -> Iterator[Engine]:
    """Return a village where things are lent."""
    with Engine() as engine:
        settle(engine)
        yield engine


LATER = NOW + timedelta(hours=9)


def test_what_the_tasks_say_is_matched(village: Engine) -> None:
    """Type, tier, urgency and place, the longest waiting first, and what is missing waits."""
    offer(village, "near", "east", tier="T1", ready=10)
    offer(village, "far", tier="T3", ready=200, amount=2)
    offer(village, "bunk", what="bed")
    need(village, "late", hours=2, urgency="urgent")
    need(village, "early", "east", urgency="urgent", tier="T1")
    need(village, "idle", many=5)
    found = village.match("here", now=LATER)
    assert pairs(found) == [("early", "near", 1), ("late", "far", 1), ("idle", "far", 1)]
    assert [(one.need.id, one.quantity) for one in found.plan.waiting] == [("idle", 4)]
    assert [why.code for why in found.plan.matches[0].why] == [
        *("match-gives-all", "match-tier", "match-same-place", "match-only")
    ]
    assert found.plan.gap == 0
    assert not village.tasks(flow="loan").tasks


def test_what_is_out_of_date_is_not_given(village: Engine) -> None:
    """What is past its date never, what must be verified again only if asked for; it is listed."""
    offer(village, "old", best_before="2026-10-11")
    offer(village, "stale", checked="2026-07-01", check_by="2026-09-29")
    need(village, "n", many=2)
    found = village.match("here", now=NOW)
    assert pairs(found) == []
    assert [one.id for one in found.outdated] == ["stale"]
    assert [why.code for why in found.plan.waiting[0].why] == ["match-expired", "match-outdated"]
    assert pairs(village.match("here", stale=True, now=NOW)) == [("n", "stale", 1)]


def test_a_match_is_proposed_once(village: Engine) -> None:
    """Each pair becomes a task that holds its resource; called again only the rest is proposed."""
    offer(village, "boats", amount=3)
    need(village, "a", many=2)
    need(village, "b", many=2)
    first = village.match("here", by="li", propose=True, now=LATER)
    assert all(first.proposed)
    tasks = village.tasks(flow="loan").tasks
    said = [(t.data["wish"], t.data["thing"], t.data["many"], t.opener) for t in tasks]
    assert sorted(said) == [("a", "boats", 2, "li"), ("b", "boats", 1, "li")]
    again = village.match("here", by="li", propose=True, now=LATER)
    assert again.proposed == ()
    assert [(one.need.id, one.quantity) for one in again.plan.waiting] == [("b", 1)]
    assert [why.code for why in again.plan.waiting[0].why] == ["match-none-free"]
    (mine,) = (task for task in tasks if task.data["wish"] == "a")
    assert village.act(mine, "refuse", by="li", now=LATER)
    assert pairs(village.match("here", now=LATER)) == [("a", "boats", 2)]
    assert village.verify()


def test_what_was_brought_back_has_served_its_need(village: Engine) -> None:
    """A need that was served asks for nothing more, and its thing is free for the next."""
    offer(village, "boat")
    need(village, "a")
    need(village, "b", hours=1)
    village.match("here", by="li", propose=True, now=LATER)
    (loan,) = village.tasks(flow="loan").tasks
    assert village.act(loan, "lend", by="li", now=LATER)
    assert village.act(loan, "give_back", by="li", now=LATER)
    assert pairs(village.match("here", now=LATER)) == [("b", "boat", 1)]


def test_who_has_lent_lately_comes_later(village: Engine) -> None:
    """The loads of the last thirty days are spread over the owners."""
    offer(village, "a", owner="club")
    offer(village, "b", owner="firm")
    first = ""
    for n in range(2):
        need(village, f"n{n}", hours=n)
        now = LATER + timedelta(hours=n)
        found = village.match("here", by="li", propose=True, now=now)
        ((_, taken, _),) = pairs(found)
        assert taken != first
        first = taken
        (loan,) = village.tasks(flow="loan", ended=False).tasks
        assert village.act(loan, "lend", by="li", now=now)
        assert village.act(loan, "give_back", by="li", now=now)


def test_the_same_entry_serves_both_modes(village: Engine) -> None:
    """In an emergency the commitment counts, and back in peace the offer."""
    offer(village, "beds", what="bed", amount=2, surge=30)
    need(village, "n", what="bed", many=20)
    assert pairs(village.match("here", now=LATER)) == [("n", "beds", 2)]
    village._begin_mode("here", "emergency:II", LATER)
    assert pairs(village.match("here", now=LATER)) == [("n", "beds", 20)]


def test_two_who_propose_at_once_propose_it_once(tmp_path: Path) -> None:
    """Threads on two engines: each need is served once, and nothing is held twice."""
    url = f"sqlite:///{tmp_path / 'village.db'}"
    with Engine(url) as one, Engine(url) as two:
        settle(one)
        for n in range(6):
            offer(one, f"boat{n}", amount=2)
            need(one, f"n{n}")
        start = Barrier(2)

        def go(engine: Engine) -> Matches:
            start.wait()
            return engine.match("here", by="li", propose=True, now=LATER)

        with ThreadPoolExecutor(2) as pool:
            found = list(pool.map(go, (one, two)))
        assert all(all(each.proposed) for each in found)
        served = sorted(task.data["wish"] for task in one.tasks(flow="loan").tasks)
        assert served == [f"n{n}" for n in range(6)]
        assert one.verify()


def test_tasks_whose_number_the_engine_gave_are_matched(village: Engine) -> None:
    """Nobody has to think of ids for needs and offers."""
    one = village.open(
        "thing", community="here", by="li", data={"what": "boat", "amount": 1}, now=NOW
    )
    two = village.open("wish", community="here", by="li", data={"what": "boat", "many": 1}, now=NOW)
    (proposed,) = village.match("here", by="li", propose=True, now=LATER).proposed
    assert not isinstance(proposed, Exception) and proposed, str(proposed)
    assert village.task(proposed).data["wish"] == two.task
    assert village.match("here", now=LATER).plan.matches == (), one.task


def test_what_a_rule_forbids_is_said(village: Engine) -> None:
    """Who may not open a match proposes none, and is told so for each."""
    village.register("ma", home="here", now=NOW)
    offer(village, "boat")
    need(village, "n")
    found = village.match("here", by="ma", propose=True, now=LATER)
    (refused,) = found.proposed
    assert not isinstance(refused, Exception) and refused.reasons[0].code == "role"
    with pytest.raises(Misuse, match="A proposal needs somebody"):
        village.match("here", propose=True, now=LATER)


def test_a_profile_that_matches_nothing_says_so(village: Engine, ditch: Path) -> None:
    """One sentence, with its mend."""
    village.add_unit("there", "village", now=NOW)
    village.install(ditch, "there", now=NOW)
    with pytest.raises(Misuse, match="does not say what is matched"):
        village.match("there", now=NOW)
    with pytest.raises((Misuse, BadInput)):
        village.match("nowhere", now=NOW)


def test_the_command_line_says_who_gets_what(
    place: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In words and as JSON; what was proposed is there."""
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    url = place("village")
    with Engine(url) as engine:
        settle(engine)
        offer(engine, "boat", tier="T1")
        offer(engine, "stale", check_by="2026-10-01")
        need(engine, "a")
        need(engine, "b", hours=1)
    ran = CliRunner().invoke(app, ["match", "here", "--db", url])
    assert ran.exit_code == 0
    assert ran.stdout.splitlines() == [
        "a ← boat: 1",
        "    It gives all that is needed: 1.",
        "    It is in tier T1 and ready within 0 min.",
        "    Nothing else on offer fits.",
        "Waiting, in this order:",
        "1. b: 1",
        "    To be verified again before they count: 1. Verify them.",
        "    Given to needs that come before, or to this one: 1. What comes free is given in the"
        " order of the waiting list.",
        "To be verified again: stale",
        "Matches: 1, units given: 1, units missing: 1.",
    ]
    ran = CliRunner().invoke(
        app, ["match", "here", "--db", url, "--propose", "--by", "li", "--json"]
    )
    document = orjson.loads(ran.stdout)
    assert [one["outcome"] for one in document["proposed"]] == ["done"]
    assert (document["gap"], document["outdated"]) == (0.0, ["stale"])
    ran = CliRunner().invoke(app, ["match", "here", "--db", url, "--propose", "--by", "nobody"])
    assert ran.exit_code == 2  # nobody of that name may propose


def test_the_resource_library_goes_from_offer_to_freed() -> None:
    """Offer, verify, need, propose, accept, deliver, both confirm: and the next need is served."""
    day: Any = {"now": NOW}
    boats: dict[str, object] = {
        "item": "boat",
        "offered_quantity": 2,
        "emergency_quantity": 5,
        "counted_in": "pieces",
        "ready_minutes": 10,
        "contact_member": "li",
        "contact_deputy": "an",
        "insurance": "both",
        "consent_version": "v1",
        "return_rule": "returned",
    }
    with Engine() as engine:
        engine.add_unit("here", "community", **day)
        engine.install("resource-library", "here", **day)
        engine.register("guan", roles={"library_keeper": "here"}, **day)
        for name in ("li", "an", "bo", "club"):
            engine.register(name, home="here", **day)
        engine.open("resource", community="here", by="club", id="boats", data=boats, **day)
        assert engine.act("here/boats", "verify", by="guan", note="seen", **day)
        for name, until in (("an", "2026-10-20"), ("bo", "2026-10-21")):
            said: dict[str, object] = {"item": "boat", "needed_quantity": 2}
            said |= {"need_urgency": "urgent", "wanted_until": until, "counted_in": "pieces"}
            assert engine.open("need", community="here", by=name, id=f"of-{name}", data=said, **day)
        (first,) = engine.match("here", by="guan", propose=True, **day).proposed
        assert not isinstance(first, Exception) and first, first
        told = engine.task(first).data
        assert (told["lender"], told["borrower"]) == ("club", "an")
        assert told["return_by"] == "2026-10-20"
        assert not engine.match("here", by="guan", propose=True, **day).proposed
        for action, by in (("accept", "club"), ("deliver", "club"), ("confirm", "an")):
            assert engine.act(first, action, by=by, **day)
        assert engine.act("here/of-an", "settle", by="an", **day)
        assert engine.act(first, "give_back", by="club", **day)
        (second,) = engine.match("here", by="guan", propose=True, **day).proposed
        assert not isinstance(second, Exception)
        assert engine.task(second).data["borrower"] == "bo"
        found = engine.match("here", now=NOW + timedelta(days=91))
        assert [one.id for one in found.outdated] == ["boats"]
        assert engine.verify()
