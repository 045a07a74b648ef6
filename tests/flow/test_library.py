"""The resource library kept honest: whose it is, how long it is good, and what is left of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest
from typer.testing import CliRunner

from xiangyue import Decision, Engine, Misuse
from xiangyue.cli.app import app
from xiangyue.work.matching import Matches

NOW = datetime(2026, 10, 12, 1, tzinfo=UTC)
"""Nine in the morning in Shanghai, a Monday."""
SOON = NOW + timedelta(hours=1)


def offer(engine: Engine, name: str, by: str = "owner", **more: Any) -> None:
    """Offer something, which the keeper verifies."""
    said = {
        "item": "boat", "offered_quantity": 3, "emergency_quantity": 5, "counted_in": "pieces",
        "ready_minutes": 10, "contact_member": "an", "contact_deputy": "bo", "insurance": "none",
        "consent_version": "v1", "return_rule": "returned", **more,
    }  # fmt: skip
    done(engine.open("resource", community="here", by=by, id=name, data=said, now=NOW))
    done(engine.act(f"here/{name}", "verify", by="keeper", note="Seen.", now=NOW))


def need(engine: Engine, name: str, by: str = "needy", **more: Any) -> None:
    """Raise a need."""
    said = {"item": "boat", "needed_quantity": 1, "counted_in": "pieces", "need_urgency": "soon"}
    said |= more
    done(engine.open("need", community="here", by=by, id=name, data=said, now=NOW))


def match(engine: Engine, wish: str, thing: str, now: datetime = SOON, **more: Any) -> Decision:
    """Propose a match by hand."""
    said = {"matched_need": wish, "matched_resource": thing, "matched_quantity": 1}
    said |= {"lender": "owner", "borrower": "needy", **more}
    return engine.open("match", community="here", by="keeper", data=said, now=now)


def act(engine: Engine, task: Decision | str, action: str, by: str, now: datetime = SOON) -> Any:
    """Act on a task."""
    return engine.act(task, action, by=by, note="So it is.", now=now)


def serve(engine: Engine, task: Decision) -> None:
    """Let both sides do their part, up to the end."""
    for action, by in (
        ("accept", "owner"),
        ("deliver", "owner"),
        ("confirm", "needy"),
        ("give_back", "owner"),
    ):
        done(act(engine, task, action, by))


def done(decision: Decision) -> Decision:
    """Return a decision that must have been carried out."""
    assert decision, decision.why()
    return decision


def codes(decision: Decision) -> list[str]:
    """Return why something was refused."""
    return [reason.code for reason in decision.reasons]


def waiting(found: Matches) -> dict[str, list[str]]:
    """Return why each need waits."""
    return {one.need.id: [why.code for why in one.why] for one in found.plan.waiting}


def settle(engine: Engine, profile: str = "resource-library") -> None:
    """Set up a village with a library and its people."""
    engine.add_unit("here", "community", now=NOW)
    engine.install(profile, "here", now=NOW)
    engine.register("keeper", roles={"library_keeper": "here"}, now=NOW)
    for name in ("an", "bo", "owner", "friend", "needy", "other"):
        engine.register(name, home="here", now=NOW)


@pytest.fixture
def village() -> Iterator[Engine]:
    """Return a village with a library; whatever has been done with it verifies."""
    with Engine() as engine:
        settle(engine)
        yield engine
        assert engine.verify()


def test_only_whose_it_is_lends_it(village: Engine) -> None:
    """A friend of the keeper cannot lend another's boat; the owner or the contact can."""
    offer(village, "boats")
    need(village, "trip")
    refused = match(village, "trip", "boats", lender="friend")
    assert codes(refused) == ["hold-lender"]
    assert "owner" in refused.why("zh")
    assert match(village, "trip", "boats")
    assert match(village, "trip", "boats", lender="an")


def test_a_match_serves_an_open_need_of_whoever_raised_it(village: Engine) -> None:
    """Nothing is held for a need that is not there, is closed, or is somebody else's."""
    offer(village, "boats")
    need(village, "trip")
    need(village, "gone")
    need(village, "hall", item="hall", counted_in="seats")
    done(act(village, "here/gone", "withdraw", "needy"))
    assert codes(match(village, "none", "boats")) == ["hold-need-unknown"]
    assert codes(match(village, "boats", "boats")) == ["hold-need-unknown"]
    assert codes(match(village, "gone", "boats")) == ["hold-need-closed"]
    assert codes(match(village, "trip", "boats", borrower="other")) == ["hold-asker"]
    assert codes(match(village, "hall", "boats")) == ["hold-type"]


def test_what_was_given_for_good_stays_used_up(village: Engine) -> None:
    """Fifty boxes of fifty are gone with the match that gave them, and when that is destroyed."""
    offer(village, "water", item="drinking_water", offered_quantity=50, emergency_quantity=60,
          counted_in="boxes", return_rule="given")  # fmt: skip
    boxes: dict[str, Any] = {"item": "drinking_water", "needed_quantity": 50, "counted_in": "boxes"}
    need(village, "first", **boxes)
    (given,) = village.match("here", by="keeper", propose=True, now=SOON).proposed
    assert isinstance(given, Decision)
    serve(village, given)
    need(village, "second", by="other", **boxes)
    assert waiting(village.match("here", now=SOON)) == {"second": ["match-none-free"]}
    stock = village.task("here/water").data
    assert (stock["offered_quantity"], stock["emergency_quantity"]) == (0, 10)
    village.destroy(given.ref, by="keeper", why="Kept long enough.", now=SOON)
    assert waiting(village.match("here", now=SOON)) == {"second": ["match-none-free"]}
    assert codes(match(village, "second", "water", borrower="other")) == ["hold-few"]


def test_a_need_is_served_by_the_last_piece_that_has_come(village: Engine) -> None:
    """Not before, and not by what is only promised, which is free again; a person ends it."""
    offer(village, "boats")
    need(village, "trip", needed_quantity=2)
    first, second, spare = (done(match(village, "trip", "boats")) for _ in range(3))
    serve(village, first)
    assert village.task("here/trip").state == "raised"
    for action, by in (("accept", "owner"), ("deliver", "owner"), ("confirm", "needy")):
        assert village.task("here/trip").state == "raised"
        done(act(village, second, action, by))
    assert [village.task(one).state for one in ("here/trip", spare.ref)] == ["served", "released"]
    last = village.history("here/trip")[-1].command
    assert (last.action, last.actor) == ("be_served", "system")
    done(act(village, second, "give_back", "owner"))
    done(act(village, "here/trip", "settle", "keeper"))


def test_a_need_that_its_opener_has_settled_stays_so(village: Engine) -> None:
    """What comes afterwards is confirmed all the same."""
    offer(village, "boats")
    need(village, "trip")
    one = done(match(village, "trip", "boats"))
    for action in ("accept", "deliver"):
        done(act(village, one, action, "owner"))
    done(act(village, "here/trip", "settle", "needy"))
    done(act(village, one, "confirm", "needy"))
    assert village.history("here/trip")[-1].command.action == "settle"


def test_what_comes_back_or_was_never_given_is_not_used_up(village: Engine) -> None:
    """A boat is free again, and so is water that was declined."""
    offer(village, "boats")
    offer(village, "water", item="food", counted_in="boxes", return_rule="given")
    need(village, "trip")
    need(village, "lunch", item="food", counted_in="boxes")
    serve(village, done(match(village, "trip", "boats")))
    done(act(village, done(match(village, "lunch", "water")), "decline", "owner"))
    kept = [village.task(f"here/{name}").data["offered_quantity"] for name in ("boats", "water")]
    assert kept == [3, 3]


@pytest.mark.parametrize(
    ("action", "by", "state"),
    [
        ("attest", "keeper", "in_use"),
        ("confirm", "needy", "in_use"),
        ("take_back", "owner", "cancelled"),
        ("take_back", "keeper", "cancelled"),
    ],
)
def test_what_nobody_confirms_is_not_held_for_good(
    village: Engine, action: str, by: str, state: str
) -> None:
    """After two working days the keeper may confirm it, and the lender take it back."""
    offer(village, "boats", offered_quantity=1)
    need(village, "trip")
    task = done(match(village, "trip", "boats"))
    done(act(village, task, "accept", "owner"))
    done(act(village, task, "deliver", "owner"))
    assert action == "confirm" or not act(village, task, action, by)
    later = NOW + timedelta(days=20)
    village.tick(later)
    done(act(village, task, action, by, later))
    assert village.task(task).state == state
    if state == "in_use":
        done(act(village, task, "close", "keeper", later))
    need(village, "walk")
    assert match(village, "walk", "boats", later)


def test_a_need_whose_time_is_over_is_not_matched(village: Engine) -> None:
    """It waits and says why; by hand nothing is held for it either."""
    offer(village, "hall")
    need(village, "past", wanted_from="2026-10-13", wanted_until="2026-10-14")
    late = NOW + timedelta(days=5)
    assert waiting(village.match("here", now=late)) == {"past": ["match-over"]}
    assert codes(match(village, "past", "hall", late)) == ["hold-need-over"]
    assert match(village, "past", "hall", NOW + timedelta(days=2))


def test_what_is_not_to_be_had_then_is_not_matched_by_hand(village: Engine) -> None:
    """After its last day, or before its first, nothing is promised of it."""
    offer(village, "van", available_from="2026-10-12", available_until="2026-10-13")
    need(village, "trip")
    assert codes(match(village, "trip", "van", NOW + timedelta(days=3))) == ["hold-window"]
    assert match(village, "trip", "van")


def test_what_has_expired_meanwhile_is_not_delivered(village: Engine) -> None:
    """Neither what was proposed nor what was accepted goes on after its last day."""
    offer(village, "food", expires_on="2026-10-13")
    need(village, "lunch")
    first, second = (done(match(village, "lunch", "food")) for _ in range(2))
    done(act(village, first, "accept", "owner"))
    late = NOW + timedelta(days=2)
    assert codes(act(village, first, "deliver", "owner", late)) == ["hold-expired"]
    assert codes(act(village, second, "accept", "owner", late)) == ["hold-expired"]


def test_a_span_that_ends_before_it_begins_is_refused(village: Engine) -> None:
    """Of an offer as of a need, and of an update too."""
    said = {"item": "boat", "needed_quantity": 1, "counted_in": "pieces", "need_urgency": "soon"}
    said |= {"wanted_from": "2026-10-14", "wanted_until": "2026-10-13"}
    refused = village.open("need", community="here", by="needy", data=said, now=NOW)
    assert codes(refused) == ["hold-span"]
    offer(village, "boats", available_from="2026-10-14")
    days = {"available_until": "2026-10-13"}
    assert codes(village.act("here/boats", "update", by="owner", data=days, now=NOW)) == [
        "hold-span"
    ]


def test_whoever_withdraws_a_need_frees_what_was_promised(village: Engine) -> None:
    """At once, and everybody is told; what is out already goes on."""
    offer(village, "pump", offered_quantity=2)
    need(village, "cellar")
    out, promised = (done(match(village, "cellar", "pump")) for _ in range(2))
    done(act(village, out, "accept", "owner"))
    done(act(village, out, "deliver", "owner"))
    done(act(village, promised, "accept", "owner"))
    done(act(village, "here/cellar", "withdraw", "needy"))
    assert [village.task(task).state for task in (out, promised)] == ["delivered", "released"]
    told = [one.to for one in village.history(promised)[-1].interventions]
    assert told == ["role:library_keeper", "owner", "needy"]
    need(village, "shop", by="other")
    assert [m.offer.id for m in village.match("here", now=SOON).plan.matches] == ["pump"]


@pytest.mark.parametrize("action", ["withdraw", "rest"])
def test_whoever_withdraws_an_offer_frees_what_was_promised(village: Engine, action: str) -> None:
    """Nobody accepts what is not there any more, and the need is served by another."""
    offer(village, "pump")
    need(village, "cellar")
    task = done(match(village, "cellar", "pump"))
    done(act(village, "here/pump", action, "owner"))
    assert codes(act(village, task, "accept", "owner")) == ["state"]
    assert codes(act(village, task, "ask_again", "keeper")) == ["hold-closed"]
    offer(village, "spare", by="other")
    assert [m.offer.id for m in village.match("here", now=SOON).plan.matches] == ["spare"]


def test_what_its_owner_changes_is_verified_again(village: Engine) -> None:
    """Until then it is listed and not given; what was promised of it goes on."""
    offer(village, "boats")
    need(village, "trip")
    need(village, "race", needed_quantity=9)
    task = done(match(village, "trip", "boats"))
    more = {"offered_quantity": 1000, "ready_minutes": 1}
    done(village.act("here/boats", "update", by="owner", data=more, now=SOON))
    found = village.match("here", now=SOON)
    assert waiting(found) == {"race": ["match-outdated"]}
    assert [one.id for one in found.outdated] == ["boats"]
    done(act(village, task, "accept", "owner"))
    done(act(village, "here/boats", "verify", "keeper"))
    assert [m.quantity for m in village.match("here", now=SOON).plan.matches] == [9]


def test_only_what_is_counted_alike_is_matched(village: Engine) -> None:
    """Twenty tools are not three boxes and seventeen pieces."""
    offer(village, "boxes", item="tools", offered_quantity=3, counted_in="boxes")
    offer(village, "pieces", item="tools", offered_quantity=50)
    need(village, "tools", item="tools", needed_quantity=20)
    found = village.match("here", now=SOON)
    assert [(m.offer.id, m.quantity) for m in found.plan.matches] == [("pieces", 20)]
    assert codes(match(village, "tools", "boxes")) == ["hold-counted"]


def test_an_entry_may_be_for_an_emergency_only(village: Engine) -> None:
    """In peacetime nothing of it is given; an entry of nothing at all is none."""
    offer(village, "beds", offered_quantity=0)
    need(village, "trip")
    assert waiting(village.match("here", now=SOON)) == {"trip": ["match-none-free"]}
    village._begin_mode("here", "emergency:II", SOON)
    assert [m.offer.id for m in village.match("here", now=SOON).plan.matches] == ["beds"]
    said = dict(village.task("here/beds").data) | {"emergency_quantity": 0}
    for name in ("tier", "resource_type", "verified_on", "verify_by"):
        said.pop(name)
    refused = village.open("resource", community="here", by="owner", data=said, now=SOON)
    assert codes(refused) == ["guard-otherwise"]


def test_what_must_be_whole_is_not_split(village: Engine) -> None:
    """The forty of a choir do not sit in two halls, nor does the keeper put them there."""
    for name in ("east", "west"):
        offer(village, name, item="hall", offered_quantity=20, counted_in="seats")
    need(village, "choir", item="hall", needed_quantity=40, counted_in="seats", from_one=True)
    assert waiting(village.match("here", now=SOON)) == {"choir": ["match-small"]}
    assert codes(match(village, "choir", "east", matched_quantity=20)) == ["hold-whole"]
    offer(village, "theatre", item="hall", offered_quantity=50, counted_in="seats")
    found = village.match("here", now=SOON)
    assert [(m.offer.id, m.quantity) for m in found.plan.matches] == [("theatre", 40)]


def test_the_lists_are_made_of_what_was_published(village: Engine) -> None:
    """Open needs and offers in both languages; nobody's name without consent, nothing private."""
    offer(village, "boats")
    offer(village, "pump", by="other", item="pump", location="Behind the third house")
    need(village, "trip")
    need(village, "gone")
    done(act(village, "here/gone", "withdraw", "needy"))
    village.consent("other", "naming", by="other", now=NOW)
    needs = village.published("here", "needs", now=SOON)
    assert [row.words["zh"]["item"] for row in needs.rows] == ["船只"]
    assert needs.title == {"en": "What is needed", "zh": "需求清单"}
    offered = village.published("here", "resources", now=SOON)
    assert [(row.words["en"]["item"], row.who) for row in offered.rows] == [
        ("Boat", ""),
        ("Pump", "other"),
    ]
    assert set(offered.fields) == {"item", "offered_quantity", "counted_in", "tier"}
    done(act(village, "here/boats", "rest", "owner"))
    assert len(village.published("here", "resources", now=SOON).rows) == 1
    assert village.published("here", "projects", now=SOON).rows == ()
    with pytest.raises(Misuse, match=r"has no list “people”\. It has: needs"):
        village.published("here", "people", now=SOON)


def test_the_command_line_prints_a_list(
    place: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a table to be hung up, in the language of whoever reads it, and as JSON."""
    url = place("village")
    with Engine(url) as engine:
        settle(engine)
        offer(engine, "boats")
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    ran = CliRunner().invoke(app, ["list", "resources", "here", "--db", url])
    assert ran.exit_code == 0, ran.output
    assert ran.stdout.splitlines()[0] == "资源清单 (1)"
    assert "船只" in ran.stdout
    ran = CliRunner().invoke(app, ["list", "resources", "here", "--db", url, "--json"])
    document = orjson.loads(ran.stdout)
    assert document["count"] == 1
    assert document["rows"][0]["values"]["offered_quantity"] == 3
    assert "owner" not in ran.stdout
    ran = CliRunner().invoke(app, ["list", "needs", "here", "--db", url])
    assert ran.stdout.splitlines() == ["需求清单 (0)", "暂无内容。"]


def test_the_joint_meeting_counts_what_is_on_its_lists() -> None:
    """Nobody types the numbers that are published."""
    with Engine() as engine:
        settle(engine, "self-organized-urban")
        engine.register("party", roles={"party_organization": "here"}, now=NOW)
        offer(engine, "boats")
        need(engine, "trip")
        need(engine, "race")
        meeting = engine.open("joint_meeting", community="here", by="party", now=NOW)
        said: dict[str, Any] = {"posted_where": "notice_board"}
        wrong = engine.act(
            meeting, "publish", by="party", data={**said, "needs_listed": 9}, now=NOW
        )
        assert codes(wrong) == ["not-asked"]
        done(engine.act(meeting, "publish", by="party", data=said, now=NOW))
        data = engine.task(meeting).data
        counts = [data[f"{name}_listed"] for name in ("needs", "resources", "projects")]
        assert counts == [2, 1, 0]
        assert engine.verify()


@pytest.mark.parametrize("member", ["an", "bo"])
def test_who_takes_consent_back_is_not_asked_any_more(village: Engine, member: str) -> None:
    """What they answer for is neither matched nor promised; another's is, and so is what is out."""
    offer(village, "boats")
    offer(village, "rafts", by="other", contact_member="friend", contact_deputy="other")
    need(village, "trip", needed_quantity=5)
    promised = done(match(village, "trip", "boats"))
    out = done(match(village, "trip", "boats"))
    done(act(village, out, "accept", "owner"))
    done(act(village, out, "deliver", "owner"))
    village.consent("owner", "library", given=False, by="owner", now=SOON)
    village.consent(member, "illness", given=False, by=member, now=SOON)
    assert village.task("here/boats").state == "listed"
    village.consent(member, "library", given=False, by=member, now=SOON)
    states = [village.task(task).state for task in ("here/boats", "here/rafts", promised, out)]
    assert states == ["resting", "listed", "released", "delivered"]
    assert [m.offer.id for m in village.match("here", now=SOON).plan.matches] == ["rafts"]
    done(
        village.act("here/boats", "reach", by="owner", now=SOON, data={"contact_member": "friend"})
    )
    done(act(village, "here/boats", "come_back", "owner"))
