"""Needs matched to offers: never wrongly, never worse than could be, and always explained."""

from __future__ import annotations

import itertools
import sys
from collections import Counter
from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangyue.errors import BadInput, Misuse
from xiangyue.matching import LEANING, Match, Need, Offer, Plan, greedy, solve
from xiangyue.values import replace

DAY = 86_400_000_000
NOW = 20_000 * DAY

MINUTE = 60_000_000

# Mostly nothing stands in the way, so that needs compete for the same offers.
TIMES = st.sampled_from([None] * 9 + [NOW + days * DAY for days in (-2, -1, 1, 2)])
ENDS = st.one_of(TIMES, st.sampled_from([NOW, NOW + 12 * MINUTE, NOW + 18 * MINUTE - 1]))
WINDOWS = st.sampled_from(
    [()] * 6 + [((NOW - DAY, None),), ((NOW + 15 * MINUTE, None),), ((NOW, NOW + 15 * MINUTE),)]
)
COUNTED = st.sampled_from(["", "", "", "pieces"])
PLACES = st.sampled_from(["", "east", "west"])


def needs(most: int, quantity: int) -> st.SearchStrategy[list[Need]]:
    """Make needs, mostly of one type."""
    need = st.builds(
        Need,
        id=st.integers(0, 99).map("n{}".format),
        type=st.sampled_from(["boat", "boat", "boat", "bed"]),
        quantity=st.integers(1, quantity),
        urgency=st.integers(0, 2),
        since=st.integers(0, 3),
        tier=st.sampled_from([None, None, 1, 2]),
        within=st.sampled_from([None, None, 15, 60]),
        at=TIMES,
        until=ENDS,
        place=PLACES,
        counted=COUNTED,
    )
    return st.lists(need, max_size=most, unique_by=lambda need: need.id)


def offers(most: int, quantity: int) -> st.SearchStrategy[list[Offer]]:
    """Make offers, mostly of the same type, and of one that nobody needs."""
    offer = st.builds(
        Offer,
        id=st.integers(0, 99).map("o{}".format),
        owner=st.sampled_from(["club", "firm", "school"]),
        type=st.sampled_from(["boat", "boat", "boat", "bed", "bus"]),
        free=st.integers(0, quantity),
        total=st.integers(0, quantity),
        tier=st.integers(1, 3),
        ready=st.sampled_from([5, 12, 18, 90]),
        windows=WINDOWS,
        expires=TIMES,
        verified=TIMES,
        verify_by=TIMES,
        place=PLACES,
        load=st.integers(0, 3),
        counted=COUNTED,
    )
    return st.lists(offer, max_size=most, unique_by=lambda offer: offer.id)


def order(need: Need) -> tuple[int, int, str]:
    """Return where a need stands in the order."""
    return -need.urgency, need.since, need.id


def suits(need: Need, offer: Offer) -> bool:
    """Tell whether an offer may be given to a need at all, in the words of the rules."""
    begin = max(NOW + offer.ready * MINUTE, need.at or NOW)
    end = max(begin, need.until or begin)
    return (
        need.type == offer.type
        and need.counted in ("", offer.counted)
        and (need.until is None or (need.until > NOW and need.until > begin))
        and (need.tier is None or offer.tier <= need.tier)
        and (need.within is None or offer.ready <= need.within)
        and (offer.verify_by is None or offer.verify_by > NOW)
        and (offer.expires is None or offer.expires > end)
        and (
            not offer.windows
            or any(a <= begin and (b is None or begin < b >= end) for a, b in offer.windows)
        )
    )


def cost(amounts: Sequence[tuple[Need, Offer, int]], offered: Sequence[Offer]) -> int:
    """Reckon what is given, unit by unit."""
    total = 0
    given: Counter[tuple[str, str]] = Counter()
    for need, offer, amount in amounts:
        away = bool(need.place and offer.place and need.place != offer.place)
        total += amount * (30 * (offer.tier - 1) + 2 * (offer.ready // 10) + 15 * away)
        given[offer.owner, offer.type] += amount
    for (owner, kind), amount in given.items():
        has = [offer for offer in offered if (offer.owner, offer.type) == (owner, kind)]
        size = sum(max(offer.total, offer.free) for offer in has)
        load = sum(offer.load for offer in has)
        total += sum(40 * min(4 * (load + unit) // size, 40) // 4 for unit in range(amount))
    return total


@given(wanted=needs(4, 3), offered=offers(3, 4), wholes=st.sets(st.integers(0, 3)))
def test_no_plan_with_whole_needs_is_better(
    wanted: list[Need], offered: list[Offer], wholes: set[int]
) -> None:
    """Of all plans that split nothing that is whole, none serves the more urgent better."""
    wanted = [replace(need, whole=n in wholes) for n, need in enumerate(wanted)]
    plan = solve(wanted, offered, NOW)
    assert plan.gap == 0
    given = [(m.need, m.offer, m.quantity) for m in plan.matches]
    assert all(n.quantity == amount for n, _, amount in given if n.whole)
    assert plan.cost == cost(given, offered)
    assert all(one.why for one in plan.waiting)
    pairs = [(n, o) for n in wanted for o in offered if o.free and suits(n, o)]
    choices = [
        (0, n.quantity) if n.whole else tuple(range(min(n.quantity, o.free) + 1)) for n, o in pairs
    ]
    best = min(
        merit([(n, o, a) for (n, o), a in zip(pairs, amounts, strict=True)], wanted, offered)
        for amounts in itertools.product(*choices)
        if possible(pairs, amounts, wanted, offered)
    )
    assert merit(given, wanted, offered) == best


def possible(
    pairs: Sequence[tuple[Need, Offer]],
    amounts: Sequence[int],
    wanted: Sequence[Need],
    offered: Sequence[Offer],
) -> bool:
    """Tell whether nobody gets more than is wanted, nor gives more than is free."""
    got, gives = Counter[str](), Counter[str]()
    for (need, offer), amount in zip(pairs, amounts, strict=True):
        got[need.id] += amount
        gives[offer.id] += amount
    return all(got[n.id] <= n.quantity for n in wanted) and all(
        gives[o.id] <= o.free for o in offered
    )


def merit(
    given: Sequence[tuple[Need, Offer, int]], wanted: Sequence[Need], offered: Sequence[Offer]
) -> tuple[tuple[int, ...], int]:
    """Return what waits by its weight, the most urgent first, and what is given costs."""
    ordered = sorted(wanted, key=order)
    missing = {need.id: need.quantity for need in wanted}
    for need, _, amount in given:
        missing[need.id] -= amount
    weights = {need.id: len(ordered) - place for place, need in enumerate(ordered)}
    levels = sorted({need.urgency for need in wanted}, reverse=True)
    waits = tuple(
        sum(weights[n.id] * missing[n.id] for n in wanted if n.urgency == level) for level in levels
    )
    return waits, cost(given, offered)


def test_what_must_be_whole_is_not_split() -> None:
    """Forty seats are not two halls of twenty; a hall of fifty serves them, and ten more."""
    choir = Need("choir", "boat", 40, whole=True)
    small = [offer(name, free=20) for name in "ab"]
    plan = solve([choir], small, NOW)
    assert [why.code for why in plan.waiting[0].why] == ["match-small"]
    assert greedy([choir], small, NOW).matches == ()
    others = Need("others", "boat", 30)
    for find in (solve, greedy):
        found = find([choir, others], [*small, offer("large", free=50)], NOW)
        halls = {(m.need.id, m.offer.id): m.quantity for m in found.matches}
        assert halls.pop(("choir", "large")) == 40
        assert sum(halls.values()) == 30


@given(wanted=needs(12, 9), offered=offers(15, 9), wholes=st.sets(st.integers(0, 11)))
def test_too_many_whole_needs_are_placed_roughly(
    wanted: list[Need], offered: list[Offer], wholes: set[int]
) -> None:
    """Nothing is proved then; but nothing is split, given twice or worse than the obvious way."""
    wanted = [replace(need, whole=n in wholes) for n, need in enumerate(wanted)]
    with pytest.MonkeyPatch.context() as small:
        small.setattr("xiangyue.matching.whole.MOST_PLACES", 0)
        plan = solve(wanted, offered, NOW)
    assert all(m.quantity == m.need.quantity for m in plan.matches if m.need.whole)
    given = [(m.need, m.offer, m.quantity) for m in plan.matches]
    pairs, amounts = [one[:2] for one in given], [one[2] for one in given]
    assert possible(pairs, amounts, wanted, offered)
    assert all(suits(need, offer) for need, offer in pairs)
    assert plan.cost == cost(given, offered)
    assert plan.unserved <= greedy(wanted, offered, NOW).unserved


def test_the_urgent_whole_need_comes_before_a_larger_one() -> None:
    """However much would be served instead."""
    wanted = [Need("ill", "boat", 2, urgency=1, whole=True), Need("fair", "boat", 5, whole=True)]
    plan = solve(wanted, [offer("boats", free=5)], NOW)
    assert [(m.need.id, m.quantity) for m in plan.matches] == [("ill", 2)]
    assert [why.code for why in plan.waiting[0].why] == ["match-taken"]


def pieces(plan: Plan) -> list[tuple[Need, Offer, int]]:
    """Return who is given what."""
    return [(match.need, match.offer, match.quantity) for match in plan.matches]


def served(plan: Plan, wanted: Sequence[Need]) -> tuple[int, ...]:
    """Return how much each need is given, in the order of needs."""
    given = Counter[str]()
    for match in plan.matches:
        given[match.need.id] += match.quantity
    return tuple(given[need.id] for need in sorted(wanted, key=order))


@given(wanted=needs(3, 2), offered=offers(3, 2))
def test_no_plan_is_better(wanted: list[Need], offered: list[Offer]) -> None:
    """Of all plans there are, none serves more in all, or one need more without one before it."""
    plan = solve(wanted, offered, NOW)
    pairs = [(n, o) for n in wanted for o in offered if o.free and suits(n, o)]
    best: tuple[tuple[int, ...], int] | None = None
    most = 0
    for amounts in itertools.product(*(range(min(n.quantity, o.free) + 1) for n, o in pairs)):
        got, gives = Counter[str](), Counter[str]()
        for (need, offer), amount in zip(pairs, amounts, strict=True):
            got[need.id] += amount
            gives[offer.id] += amount
        if any(got[n.id] > n.quantity for n in wanted) or any(
            gives[o.id] > o.free for o in offered
        ):
            continue
        most = max(most, sum(amounts))
        all_given = [(n, o, a) for (n, o), a in zip(pairs, amounts, strict=True)]
        key = tuple(-got[n.id] for n in sorted(wanted, key=order)), cost(all_given, offered)
        best = key if best is None else min(best, key)
    assert (tuple(-n for n in served(plan, wanted)), plan.cost) == best
    assert plan.served == most


@given(wanted=needs(12, 9), offered=offers(15, 9))
def test_a_plan_keeps_to_what_there_is(wanted: list[Need], offered: list[Offer]) -> None:
    """Nobody gives more than is free or gets more than is wanted, nor what does not suit."""
    plan = solve(wanted, offered, NOW)
    gives = Counter[str]()
    for match in plan.matches:
        assert match.quantity > 0
        assert suits(match.need, match.offer)
        gives[match.offer.id] += match.quantity
    assert all(gives[offer.id] <= offer.free for offer in offered)
    missing = {one.need.id: one.quantity for one in plan.waiting}
    ordered = sorted(wanted, key=order)
    for need, got in zip(ordered, served(plan, wanted), strict=True):
        assert got + missing.get(need.id, 0) == need.quantity
    assert [one.need for one in plan.waiting] == [need for need in ordered if need.id in missing]
    assert plan.cost == cost(pieces(plan), offered)


@given(wanted=needs(12, 9), offered=offers(15, 9))
def test_a_plan_is_proved_and_never_worse_than_greedy(
    wanted: list[Need], offered: list[Offer]
) -> None:
    """Both bounds are met, and the obvious way leaves no less unserved, nor is it cheaper."""
    plan, obvious = solve(wanted, offered, NOW), greedy(wanted, offered, NOW)
    assert plan.gap == 0
    assert obvious.gap is None
    assert (plan.unserved, plan.cost) <= (obvious.unserved, obvious.cost)


@given(wanted=needs(12, 9), offered=offers(15, 9), chance=st.randoms(use_true_random=False))
def test_the_order_given_does_not_matter(
    wanted: list[Need], offered: list[Offer], chance: Random
) -> None:
    """The same needs and offers make the same plan, reasons and all."""
    plan = solve(wanted, offered, NOW)
    chance.shuffle(wanted)
    chance.shuffle(offered)
    assert solve(wanted, offered, NOW) == plan


@given(wanted=needs(12, 9), offered=offers(15, 9))
def test_who_waits_waits_for_needs_before_it(wanted: list[Need], offered: list[Offer]) -> None:
    """All that suits a need that waits is given, to itself and to needs that come before it."""
    plan = solve(wanted, offered, NOW)
    for one in plan.waiting:
        fit = [offer for offer in offered if offer.free and suits(one.need, offer)]
        for offer in fit:
            takers = [m for m in plan.matches if m.offer == offer]
            assert sum(m.quantity for m in takers) == offer.free
            assert all(order(m.need) <= order(one.need) for m in takers)
        taken = [why.values["count"] for why in one.why if why.code == "match-taken"]
        assert taken == ([len(fit)] if fit else [])


@given(wanted=needs(6, 9), offered=offers(8, 9))
def test_every_reason_speaks_both_languages(wanted: list[Need], offered: list[Offer]) -> None:
    """Each match says what it gives and how near it is; each need that waits says why."""
    plan = solve(wanted, offered, NOW, stale=True)
    for match in plan.matches:
        assert [why.code for why in match.why][1] == "match-tier"
    reasons = [one.why for one in plan.matches] + [one.why for one in plan.waiting]
    assert all(reasons)
    for why in itertools.chain(*reasons):
        assert why.text("en").isascii()
        assert not why.text("zh").isascii()


def offer(name: str, **other: object) -> Offer:
    """Make an offer of one boat."""
    return replace(Offer(name, f"owner of {name}", "boat", 1), **other)


def test_greedy_takes_what_another_needs() -> None:
    """The near boat is left to whom no other would do: two are served, where greedy serves one."""
    wanted = [Need("a", "boat", 1, urgency=2), Need("b", "boat", 1, tier=1)]
    offered = [offer("near"), offer("far", tier=3)]
    obvious, plan = greedy(wanted, offered, NOW), solve(wanted, offered, NOW)
    assert [one.need.id for one in obvious.waiting] == ["b"]
    assert [(m.need.id, m.offer.id) for m in plan.matches] == [("a", "far"), ("b", "near")]
    assert [why.code for why in plan.matches[0].why][-1] == "match-others"
    assert plan.matches[1].why[-1].text() == "Nothing else on offer fits."


def test_the_urgent_need_comes_first_whatever_it_costs() -> None:
    """One urgent need from far away, rather than two that are near."""
    wanted = [
        Need("urgent", "boat", 2, urgency=1, tier=3),
        *(Need(name, "boat", 1, tier=1) for name in "ab"),
    ]
    plan = solve(wanted, [offer("near", free=2)], NOW)
    assert [(m.need.id, m.quantity) for m in plan.matches] == [("urgent", 2)]
    assert [one.need.id for one in plan.waiting] == ["a", "b"]


def test_loads_are_spread() -> None:
    """Who has given lately comes later, and nobody gives all while others give none."""
    wanted = [Need(f"n{n}", "boat", 1) for n in range(4)]
    busy, fresh = offer("busy", free=4, load=4), offer("fresh", free=4)
    third = offer("third", free=4)
    plan = solve(wanted, [busy, fresh, third], NOW)
    given = Counter(match.offer.id for match in plan.matches)
    assert given == {"fresh": 2, "third": 2}


def test_a_nearer_one_is_spared_where_it_carries_too_much() -> None:
    """Load can outweigh a little time, and the match says so."""
    wanted = [Need("n", "boat", 1)]
    plan = solve(wanted, [offer("a", load=3), offer("b", ready=20)], NOW)
    (match,) = plan.matches
    assert match.offer.id == "b"
    assert match.why[-1].code == "match-spread"


@pytest.mark.parametrize(
    ("within", "windows", "suits"), [(15, (), "soon"), (None, ((NOW + 15 * MINUTE, None),), "late")]
)
def test_a_few_minutes_can_tell_offers_apart(
    within: int | None, windows: tuple[tuple[int, int | None], ...], suits: str
) -> None:
    """Two offers that are alike but for six minutes are not taken for the same."""
    pair = [offer("late", ready=18, windows=windows), offer("soon", ready=12, windows=windows)]
    plan = solve([Need("n", "boat", 2, within=within)], pair, NOW)
    assert [match.offer.id for match in plan.matches] == [suits]


@given(wanted=needs(12, 9), offered=offers(15, 9))
def test_nothing_is_spared_where_load_costs_nothing(
    wanted: list[Need], offered: list[Offer]
) -> None:
    """That a nearer one was spared is only said where its owner's load was the reason."""
    plan = solve(wanted, offered, NOW, leaning=replace(LEANING, load=0))
    assert all(why.code != "match-spread" for match in plan.matches for why in match.why)


def test_what_is_stale_is_offered_only_if_asked_for() -> None:
    """Past its verification an offer counts no more, unless somebody wants to see it."""
    wanted = [Need("n", "boat", 1)]
    old = offer("old", verify_by=NOW - 3 * DAY)
    plan = solve(wanted, [old], NOW)
    assert [why.text() for why in plan.waiting[0].why] == [
        "To be verified again before they count: 1."
    ]
    (match,) = solve(wanted, [old], NOW, stale=True).matches
    assert "It should have been verified again 3 d ago." in [why.text() for why in match.why]


@pytest.mark.parametrize(
    ("need", "there", "code"),
    [
        ({}, None, "match-no-type"),
        ({}, {"expires": NOW}, "match-expired"),
        ({"until": NOW + 2 * DAY}, {"expires": NOW + DAY}, "match-expired"),
        ({}, {"verify_by": NOW}, "match-outdated"),
        ({}, {"windows": ((NOW + DAY, None),)}, "match-closed"),
        ({"until": NOW + DAY}, {"windows": ((NOW, NOW + 1),)}, "match-closed"),
        ({"until": NOW}, {}, "match-over"),
        ({"within": 15}, {"ready": 16}, "match-late"),
        ({"until": NOW + 15 * MINUTE}, {"ready": 15}, "match-late"),
        ({"counted": "boxes"}, {"counted": "pieces"}, "match-counted"),
        ({"tier": 1}, {"tier": 2}, "match-far"),
        ({}, {"free": 0, "total": 1}, "match-none-free"),
    ],
)
def test_who_waits_is_told_why(
    need: dict[str, object], there: dict[str, object] | None, code: str
) -> None:
    """Each reason for which an offer does not serve is named."""
    offered = [] if there is None else [offer("o", **there)]
    (one,) = solve([replace(Need("n", "boat", 1), **need)], offered, NOW).waiting
    assert [why.code for why in one.why] == [code]


def test_what_cannot_be_is_refused() -> None:
    """A quantity below one, an id twice, less than nothing free: one clear sentence each."""
    with pytest.raises(BadInput, match="The need “n” asks for 0"):
        solve([Need("n", "boat", 0)], [], NOW)
    with pytest.raises(Misuse, match="“n” is there twice"):
        solve([Need("n", "boat", 1)] * 2, [], NOW)
    with pytest.raises(BadInput, match="The offer “o” has a quantity"):
        solve([], [offer("o", free=-1)], NOW)


def test_without_the_solver_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence, and greedy goes on working."""
    monkeypatch.setitem(sys.modules, "highspy", None)
    wanted = [Need("n", "boat", 1)]
    with pytest.raises(Misuse, match=r"Run: pip install 'xiangyue\[match\]'"):
        solve(wanted, [offer("o")], NOW)
    assert isinstance(greedy(wanted, [offer("o")], NOW).matches[0], Match)


def test_the_solver_says_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    """Standard output belongs to whoever calls."""
    solve([Need("n", "boat", 1)], [offer("o")], NOW, leaning=LEANING)
    assert capfd.readouterr() == ("", "")
