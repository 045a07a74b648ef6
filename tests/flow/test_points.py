"""What a points scheme counts, keeps back, corrects and shows: the account's own rules."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from points import (
    POINTS,
    START,
    VILLAGE,
    adopt,
    appeal,
    codes,
    done,
    exchange,
    notes,
    number,
    on,
    score,
    settle,
)

from xiangyue import Command, Decision, Engine, Misuse
from xiangyue.values import replace


@pytest.fixture
def engine() -> Iterator[Engine]:
    """Return the village's engine; its scheme is adopted."""
    with Engine() as engine:
        settle(engine)
        adopt(engine)
        yield engine


@pytest.fixture
def waiting() -> Iterator[Engine]:
    """Return the village's engine; its scheme has not been adopted."""
    with Engine() as engine:
        settle(engine)
        yield engine


def amounts(decision: Decision) -> list[tuple[str, float]]:
    """Return what a decision brought: the sort of each entry, and its points."""
    return [(posting.sort, posting.amount / 100) for posting in decision.points]


def freeze(engine: Engine, who: str = "h01", **more: object) -> Decision:
    """Find a red line."""
    said = {"community": VILLAGE, "by": "deng", "who": who, "note": "as found", "now": START}
    return done(engine.open("review", **{**said, **more}))  # type: ignore[arg-type]


def test_rules_see_what_the_same_group_has_just_brought(tmp_path: Path) -> None:
    """What a group awards can be exchanged in it, and not twice."""
    text = (POINTS / "profile.yaml").read_text()
    by = "to: handed_out, by: scorer"
    guarded = text.replace(by, f"{by}, when: \"opener.balance('house') >= 8.0\"")
    assert guarded != text
    folder = tmp_path / "points"
    folder.mkdir()
    (folder / "profile.yaml").write_text(guarded)
    with Engine() as engine:
        settle(engine, folder)
        adopt(engine)
        deed = done(engine.open("deed", community=VILLAGE, by="li", who="h01", now=START))
        bought = [
            done(engine.open("purchase", community=VILLAGE, by="h01", worth=3, now=START))
            for _ in range(2)
        ]
        group = [Command(VILLAGE, "award_house", "deng", deed.task, data={"worth": 3})]
        group += [Command(VILLAGE, "hand_out", "deng", one.task) for one in bought]
        assert [bool(d) for d in engine.act_many(group, now=START)] == [True, True, False]
        assert engine.balance(VILLAGE, "h01", "house") == 500
        assert engine.verify()


# --- ceilings -------------------------------------------------------------------------------------


def test_one_class_brings_no_more_than_its_share(engine: Engine) -> None:
    """Of ten points a month, four may come from one class; another class has room of its own."""
    assert amounts(score(engine, "award", "wang", 3.25, kind="water")) == [("award", 3.25)]
    capped = score(engine, "award", "wang", 3.25, kind="water")
    assert amounts(capped) == [("award", 0.75)]
    assert "3.25, of which 0.75 count" in capped.said()
    assert "当月单类" in capped.said("zh")
    nothing = done(score(engine, "award", "wang", 3.25, kind="water"))
    assert (nothing.points, notes(nothing)) == ((), {"points-capped"})
    assert amounts(score(engine, "award", "wang", 3.25, kind="road")) == [("award", 3.25)]


def test_a_month_brings_no_more_than_its_cap(engine: Engine) -> None:
    """Four and four and two make ten, bonuses among them; the next month begins anew."""
    for kind in ("water", "road"):
        assert amounts(score(engine, "award", "wang", 9, kind=kind)) == [("award", 4)]
    assert amounts(score(engine, "add_bonus", "wang", 1.5)) == [("bonus", 1.5)]
    capped = score(engine, "award", "wang", 9, kind="care", now=on(5, 31))
    assert amounts(capped) == [("award", 0.5)]
    assert "all of a month" in capped.said()
    assert amounts(score(engine, "award", "wang", 9, kind="care", now=on(6))) == [("award", 4)]
    assert engine.balance(VILLAGE, "wang") == 1400


def test_a_month_is_the_villages(engine: Engine) -> None:
    """June begins at midnight in Shanghai, which is the afternoon of the last day in UTC."""
    may, june = on(5, 31).replace(hour=15, minute=59), on(5, 31).replace(hour=16)
    assert amounts(score(engine, "award", "wang", 4, now=may)) == [("award", 4)]
    assert amounts(score(engine, "award", "wang", 4, now=june)) == [("award", 4)]


def test_a_clock_that_is_put_back_passes_no_cap(engine: Engine) -> None:
    """Whatever came later counts for the earlier month too, and the later month loses nothing."""
    engine.tune(VILLAGE, {"month_cap": 5, "share": 100}, now=START)
    assert amounts(score(engine, "award", "wang", 1, now=on(6))) == [("award", 1)]
    assert amounts(score(engine, "award", "wang", 9, now=on(5, 31))) == [("award", 4)]
    assert amounts(score(engine, "award", "wang", 9, now=on(6))) == [("award", 4)]


def test_bonuses_have_a_ceiling_of_their_own(engine: Engine) -> None:
    """Three points of bonus a month, however much room there is otherwise."""
    assert amounts(score(engine, "add_bonus", "wang", 2)) == [("bonus", 2)]
    capped = score(engine, "add_bonus", "wang", 2)
    assert amounts(capped) == [("bonus", 1)]
    assert "bonuses of a month" in capped.said()


def test_deductions_have_a_ceiling(engine: Engine) -> None:
    """Two points a month at most, and what was earned makes no more room."""
    done(score(engine, "award", "wang", 4))
    assert amounts(score(engine, "deduct", "wang", 1.5)) == [("deduction", -1.5)]
    capped = score(engine, "deduct", "wang", 1.5)
    assert amounts(capped) == [("deduction", -0.5)]
    assert "deductions of a month" in capped.said()
    assert not score(engine, "deduct", "wang", 1.5).points
    assert amounts(score(engine, "deduct", "wang", 1.5, now=on(6))) == [("deduction", -1.5)]


def test_two_rules_of_one_action_share_a_ceiling(engine: Engine) -> None:
    """Each of the two has its class, and the third account no ceiling at all."""
    engine.tune(VILLAGE, {"month_cap": 5, "share": 60}, now=START)
    decision = score(engine, "award_twice", "wang", 9)
    assert amounts(decision) == [("award", 3), ("award", 2), ("award", 9)]
    assert engine.balance(VILLAGE, "wang") == 500
    assert engine.balance(VILLAGE, "wang", "hours") == 900


def test_a_ceiling_follows_its_param(engine: Engine) -> None:
    """What the village tunes holds from then on; nothing that was given is taken back."""
    done(score(engine, "award", "wang", 4))
    engine.tune(VILLAGE, {"month_cap": 5}, now=START)
    assert amounts(score(engine, "award", "wang", 4, kind="road")) == [("award", 1)]
    engine.tune(VILLAGE, {"month_cap": 0}, now=START)
    assert not score(engine, "award", "wang", 4, kind="care").points
    assert engine.balance(VILLAGE, "wang") == 500


def test_points_that_an_action_must_bring_refuse_it(engine: Engine) -> None:
    """Where the rule says that they are essential, there is nothing by halves."""
    refused = score(engine, "award_strictly", "wang", 5)
    assert codes(refused) == {"points-capped"}
    assert engine.balance(VILLAGE, "wang") == 0
    assert score(engine, "award_strictly", "wang", 4)


def test_excused_tasks_do_not_count(engine: Engine) -> None:
    """Neither for nor against: nothing is entered, and nothing is said to be missing."""
    decision = done(score(engine, "award", "wang", 4, excused=True))
    assert (decision.points, decision.notes) == ((), ())


# --- adoption, funding and holders ----------------------------------------------------------------


def test_without_an_adoption_nothing_counts(waiting: Engine) -> None:
    """The work is done all the same, and the note says what is missing."""
    decision = done(score(waiting, "award_house", "h01", 3))
    assert (decision.points, notes(decision)) == ((), {"points-not-adopted"})
    assert waiting.balance(VILLAGE, "h01", "house") == 0
    assert codes(score(waiting, "award_strictly", "wang", 1)) == {"points-not-adopted"}
    adopt(waiting)
    assert score(waiting, "award_house", "h01", 3).points


def test_an_adoption_runs_out_and_is_renewed(engine: Engine) -> None:
    """It holds for twelve months to the minute."""
    renewed = START.replace(year=2025)
    assert score(engine, "award", "wang", 1, now=renewed).points
    over = done(score(engine, "award", "wang", 1, now=renewed.replace(minute=1)))
    assert (over.points, notes(over)) == ((), {"points-adoption-over"})
    adopt(engine, now=renewed.replace(minute=2))
    assert score(engine, "award", "wang", 1, now=renewed.replace(minute=3)).points


def test_a_scheme_that_is_repealed_counts_no_more(waiting: Engine) -> None:
    """The body that adopted it can end it; what was wrong is still put right."""
    vote = adopt(waiting)
    award = done(score(waiting, "award_house", "h01", 3))
    done(waiting.act(vote, "repeal", by="li", now=START))
    assert notes(score(waiting, "award_house", "h01", 3)) == {"points-not-adopted"}
    assert appeal(waiting, "h01", number(award, 1), 4)
    assert waiting.balance(VILLAGE, "h01", "house") == 900


def test_short_funding_is_warned(waiting: Engine) -> None:
    """Under three months the points still count, and everybody hears of it."""
    adopt(waiting, months=2)
    decision = score(waiting, "award", "wang", 1)
    assert notes(decision) == {"points-funding-short"}
    assert "2 months" in decision.said()
    assert decision.points
    adopt(waiting, months=3, now=on(5, 5))
    assert not notes(score(waiting, "award", "wang", 1, now=on(5, 6)))


@pytest.mark.parametrize(
    ("action", "who", "holds"),
    [
        ("award", "wang", True),
        ("award", "h01", False),
        ("award", "coop", False),
        ("award_house", "h01", True),
        ("award_house", "wang", False),
        ("book_hours", "wang", True),
        ("book_hours", "h01", True),
        ("book_hours", "coop", True),
    ],
)
def test_an_account_has_its_kinds_of_holder(
    engine: Engine, action: str, who: str, holds: bool
) -> None:
    """Cadres, households and everybody's hours: nobody else is entered."""
    decision = score(engine, action, who, 1)
    assert bool(decision) is holds
    assert holds or codes(decision) == {"points-holder"}


@pytest.mark.parametrize("action", ["award", "add_bonus", "deduct", "award_house"])
def test_a_sign_that_contradicts_its_sort_is_refused(engine: Engine, action: str) -> None:
    """No award takes points away, and no deduction brings any."""
    who = "h01" if action == "award_house" else "wang"
    assert codes(score(engine, action, who, -1)) == {"points-sign"}


# --- base points, exchange and red lines ----------------------------------------------------------


def test_what_everybody_begins_with_cannot_be_exchanged(engine: Engine) -> None:
    """Five points of base and three earned: three can be spent, and then none."""
    assert amounts(score(engine, "award_house", "h01", 3)) == [("base", 5), ("award", 3)]
    short = exchange(engine, "h01", 3.5)
    assert codes(short) == {"points-short"}
    assert "3.50 points are asked for, and 3.00" in short.why()
    assert amounts(exchange(engine, "h01", 3)) == [("exchange", -3)]
    assert codes(exchange(engine, "h01", 0.01)) == {"points-short"}
    assert codes(exchange(engine, "h02", 1)) == {"points-short"}
    assert engine.balance(VILLAGE, "h02", "house") == 0


def test_a_red_line_freezes_the_exchange_until_it_is_cleared(engine: Engine) -> None:
    """Nothing is taken away, awards go on, and the account is free again with the review."""
    done(score(engine, "award_house", "h01", 3))
    review = freeze(engine)
    assert codes(exchange(engine, "h01", 1)) == {"points-frozen"}
    assert amounts(score(engine, "award_house", "h01", 1)) == [("award", 1)]
    page = engine.statement(VILLAGE, "h01", "house", now=START)
    assert (page.closing, page.free, page.frozen) == (900, 0, True)
    done(engine.act(review, "clear", by="mei", now=START))
    assert amounts(exchange(engine, "h01", 4)) == [("exchange", -4)]


# --- corrections ----------------------------------------------------------------------------------


def test_a_correction_is_a_counter_entry(engine: Engine) -> None:
    """The entry stays as it was; another brings the difference, and each leads to the other."""
    award = number(done(score(engine, "award_house", "h01", 3)), 1)
    decision = appeal(engine, "h01", award, 3.5)
    assert amounts(decision) == [("correction", 0.5)]
    assert engine.balance(VILLAGE, "h01", "house") == 850
    assert engine.explain(VILLAGE, award).entry.amount == 300
    assert engine.explain(VILLAGE, award).corrected_by == (number(decision),)
    assert engine.explain(VILLAGE, number(decision)).entry.corrects == award


def test_an_entry_is_known_in_the_transaction_that_makes_it(engine: Engine) -> None:
    """An appeal in the same sheet of commands finds the award before it."""
    seq = int(engine.heads()[VILLAGE].partition(":")[0])
    commands = [
        Command(VILLAGE, "open", "li", "a", "deed", {"who": "h01"}),
        Command(VILLAGE, "award_house", "deng", "a", data={"worth": 3}),
        Command(VILLAGE, "open", "h01", "b", "appeal", {"entry": f"{seq + 2}.1"}),
        Command(VILLAGE, "decide", "mei", "b", data={"worth": 4}, note="as two have seen it"),
    ]
    assert all(engine.act_many(commands, now=START))
    assert engine.balance(VILLAGE, "h01", "house") == 900


@pytest.mark.parametrize("by", ["deng", "sun"])
def test_whoever_scored_does_not_correct(engine: Engine, by: str) -> None:
    """The same hand does not judge its own entry, one of the same office may."""
    award = done(score(engine, "award_house", "h01", 3, by="deng"))
    decision = appeal(engine, "h01", number(award, 1), 4, by=by)
    assert codes(decision) == ({"points-own-scoring"} if by == "deng" else set())


def test_on_paper_it_is_the_scorer_who_scored(engine: Engine) -> None:
    """Who only enters a sheet for somebody else has not scored; whoever does both may not."""
    deed = done(engine.open("deed", community=VILLAGE, by="li", who="h01", now=START))
    sheet = {"source": "paper", "on_behalf_of": "sun", "now": START}
    award = done(engine.act(deed, "award_house", by="deng", worth=3, **sheet))  # type: ignore[arg-type]
    entry = number(award, 1)
    filed = done(engine.open("appeal", community=VILLAGE, by="h01", entry=entry, now=START))

    def decide(by: str, behalf: str | None) -> Decision:
        source = "paper" if behalf else "digital"
        said = {"by": by, "on_behalf_of": behalf, "source": source, "note": "so", "now": START}
        return engine.act(filed, "decide", worth=4, **said)  # type: ignore[arg-type]

    for by, behalf in (("sun", None), ("sun", "mei"), ("mei", "sun")):
        assert codes(decide(by, behalf)) == {"points-own-scoring"}
    assert decide("deng", None)


def test_only_an_entry_of_ones_own_is_corrected(engine: Engine) -> None:
    """Not another household's; and of whatever account it is, there it is put right."""
    award = number(done(score(engine, "award_house", "h01", 3)), 1)
    hours = number(done(score(engine, "book_hours", "h02", 3)))
    assert codes(appeal(engine, "h02", award, 4)) == {"points-other-entry"}
    done(appeal(engine, "h02", hours, 4))
    assert engine.balance(VILLAGE, "h02", "hours") == 400


# --- yearly reset ---------------------------------------------------------------------------------


def test_accounts_go_back_to_their_base_once_a_year(engine: Engine) -> None:
    """A counter-entry for each that is not there already; hours and cadres' points stay."""
    done(score(engine, "award_house", "h01", 3))
    done(score(engine, "deduct_house", "h02", 1))
    done(score(engine, "award_house", "h03", 1))
    done(exchange(engine, "h03", 1))
    done(score(engine, "book_hours", "h01", 3))
    assert engine.reset_points(VILLAGE, "house", by="li", now=on(1, year=2025)) == 2
    assert [engine.balance(VILLAGE, f"h0{n}", "house") for n in (1, 2, 3)] == [500, 500, 500]
    assert engine.balance(VILLAGE, "h01", "hours") == 300
    page = engine.statement(VILLAGE, "h01", "house", now=on(1, year=2025))
    assert [(e.sort, e.amount) for e in page.entries] == [("reset", -300)]
    reset = engine.explain(VILLAGE, page.entries[0].number)
    assert (reset.rule, reset.decision, reset.title["zh"]) == (None, None, "年度清零")
    with pytest.raises(Misuse, match="once a year"):
        engine.reset_points(VILLAGE, "house", by="li", now=on(12, year=2025))
    done(score(engine, "award_house", "h01", 1, now=on(2, year=2025)))
    assert engine.reset_points(VILLAGE, "house", by="li", now=on(1, year=2026)) == 1
    assert engine.verify()


def test_a_reset_uncovers_a_base_that_was_tuned(engine: Engine) -> None:
    """All begin the new year with the same."""
    done(score(engine, "award_house", "h01", 3))
    engine.tune(VILLAGE, {"house_base": 7.5}, now=START)
    engine.reset_points(VILLAGE, "house", by="li", now=on(1, year=2025))
    assert engine.balance(VILLAGE, "h01", "house") == 750


def test_only_what_the_profile_resets_is_reset(engine: Engine) -> None:
    """A scheme that does not say so keeps what was earned."""
    with pytest.raises(Misuse, match="does not reset"):
        engine.reset_points(VILLAGE, by="li", now=on(1, year=2025))


# --- statements and the list of a month -----------------------------------------------------------


def test_a_statement_is_a_page_of_a_bank_book(engine: Engine) -> None:
    """What was brought forward, what came and went, and what is carried forward."""
    done(score(engine, "award_house", "h01", 3, now=on(5, 31)))
    done(score(engine, "award_house", "h01", 1, now=on(6, 1)))
    done(exchange(engine, "h01", 2, now=on(6, 30)))
    midnight = on(6, 30).replace(hour=16)
    done(score(engine, "award_house", "h01", 1, now=midnight))
    page = engine.statement(VILLAGE, "h01", "house", month=on(6, 15), now=on(8))
    assert (page.opening, page.closing, page.free) == (800, 700, 200)
    assert [entry.amount for entry in page.entries] == [100, -200]
    assert [entry.balance for entry in page.entries] == [900, 700]
    empty = engine.statement(VILLAGE, "h01", "house", now=on(8))
    assert (empty.opening, empty.entries, empty.closing) == (800, (), 800)
    before = engine.statement(VILLAGE, "h01", "house", month=on(4), now=on(8))
    assert (before.opening, before.closing, before.free) == (0, 0, 0)


def test_a_past_page_stays_as_it_was(engine: Engine) -> None:
    """What is frozen later was free at that month's end."""
    done(score(engine, "award_house", "h01", 3, now=on(5, 31)))
    freeze(engine, now=on(6))
    pages = [engine.statement(VILLAGE, "h01", "house", month=on(m), now=on(7)) for m in (5, 6, 7)]
    assert [(page.frozen, page.free) for page in pages] == [(False, 300), (True, 0), (True, 0)]


def test_the_list_of_a_month_goes_by_code(engine: Engine) -> None:
    """Never by points; whoever waits for a review is shown as waiting."""
    done(score(engine, "award_house", "h02", 1))
    done(score(engine, "award_house", "h01", 3))
    done(score(engine, "deduct_house", "h01", 0.5))
    freeze(engine, "h02")
    listed = engine.settlement(VILLAGE, "house", month=START, now=on(6))
    assert [line.member for line in listed.lines] == ["h01", "h02"]
    first, second = listed.lines
    assert (first.earned, first.spent, first.closing, first.frozen) == (800, 50, 750, False)
    assert (second.earned, second.closing, second.frozen) == (600, 600, True)
    assert engine.settlement(VILLAGE, "house", now=on(6)) == listed


def test_a_month_is_settled_when_it_is_over(engine: Engine) -> None:
    """Not a moment before midnight of its last day."""
    last = on(5, 31).replace(hour=15, minute=59)
    with pytest.raises(Misuse, match="2024-05 is not over"):
        engine.settlement(VILLAGE, "house", month=START, now=last)
    done(score(engine, "award_house", "h01", 1))
    over = last.replace(hour=16, minute=0)
    assert engine.settlement(VILLAGE, "house", month=START, now=over).lines


def test_names_are_published_by_consent_only(engine: Engine) -> None:
    """It can be taken back, and consent to something else is none."""
    engine.register("h09", home=VILLAGE, kind="household", name="李家", now=START)
    done(score(engine, "award_house", "h09", 1))

    def name() -> str | None:
        return engine.settlement(VILLAGE, "house", month=START, now=on(6)).lines[0].name

    assert name() is None
    engine.consent("h09", "sensitive:health", by="li", now=START)
    assert name() is None
    engine.consent("h09", "naming", by="li", now=START)
    assert name() == "李家"
    engine.consent("h09", "naming", given=False, by="li", now=START)
    assert name() is None


# --- where an entry comes from --------------------------------------------------------------------


def test_every_entry_explains_itself(engine: Engine) -> None:
    """The rule, what it read, the decision behind it and the release; personal values by name."""
    done(score(engine, "award", "wang", 3, kind="care"))
    decision = done(score(engine, "award", "wang", 3, kind="care", excused=False))
    found = engine.explain(VILLAGE, number(decision))
    assert (found.rule, found.points, found.entry.amount) == ("award", "worth", 100)
    assert found.inputs["worth"] == 3
    assert found.inputs["kind"] == "care"
    assert found.basis.of() == "[D] what others have verified"
    assert found.release == engine.profile(VILLAGE).hash
    assert found.decision is not None
    assert found.decision.standing is not None
    assert found.decision.standing.role == "scorer"
    assert [note.code for note in found.decision.notes] == ["points-capped"]
    assert found.entry.scorer == "deng"


def test_many_entries_are_explained_at_once(engine: Engine) -> None:
    """Each as if it were asked for alone, in the order asked for; what there is not is left out."""
    first = number(done(score(engine, "award", "wang", 3)))
    second = number(done(score(engine, "award_house", "h01", 3)))
    found = engine.explain_each(VILLAGE, [second, "999.0", "nonsense", first])
    assert [*found] == [second, first]
    assert found == {one: engine.explain(VILLAGE, one) for one in (second, first)}


def test_the_first_entries_of_a_page_come_with_its_whole_sum(engine: Engine) -> None:
    """However few are asked for, what the page begins and ends with stays the same."""
    for worth in (1, 2, 1):
        done(score(engine, "award", "wang", worth))
    whole = engine.statement(VILLAGE, "wang", now=START)
    assert len(whole.entries) == 3
    for most in (1, 2, 3, 4):
        part = engine.statement(VILLAGE, "wang", most=most, now=START)
        assert part == replace(whole, entries=whole.entries[:most])


def test_base_points_explain_themselves(engine: Engine) -> None:
    """They come with the account, not by the rule that opened it."""
    decision = done(score(engine, "award_house", "h01", 3))
    base, award = (engine.explain(VILLAGE, number(decision, n)) for n in (0, 1))
    assert (base.rule, base.points, base.inputs) == (None, "", {})
    assert base.basis.of() == "[S:16] base points that cannot be exchanged"
    assert award.rule == "house_award"


def test_an_entry_is_explained_by_the_mode_it_was_made_in(engine: Engine) -> None:
    """Whatever is in force when somebody asks."""
    alarm = done(engine.open("alarm", community=VILLAGE, by="li", now=START))
    said = {"level": "II", "ends": "2024-06-01T00:00"}
    done(engine.act(alarm, "switch", by="li", now=START, data=said))
    decision = done(score(engine, "award", "wang", 3))
    assert engine.explain(VILLAGE, number(decision)).title["en"] == "Award in an emergency"


def test_an_entry_is_explained_by_its_own_release(engine: Engine, tmp_path: Path) -> None:
    """A rule that has been changed since still says what it said then."""
    decision = done(score(engine, "award", "wang", 3))
    text = (POINTS / "profile.yaml").read_text(encoding="utf-8")
    changed = text.replace("{en: Award, zh: 得分}\n    on: deed.award\n", _RENAMED)
    assert changed != text
    (tmp_path / "profile.yaml").write_text(changed, encoding="utf-8")
    engine.install(tmp_path, VILLAGE, now=START)
    after = done(score(engine, "award", "wang", 1))
    titles = [engine.explain(VILLAGE, number(one)).title["en"] for one in (decision, after)]
    assert titles == ["Award", "New"]


_RENAMED = "{en: New, zh: 新}\n    on: deed.award\n"
