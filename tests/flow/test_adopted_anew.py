"""Other rules for points than those that were adopted count only once they are adopted, too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from points import POINTS, VILLAGE, adopt, done, exchange, on, score, settle

from xiangyue import Decision, Engine, load
from xiangyue.flow import compile_plan, scheme_of
from xiangyue.profile import Profile, build

VOTED = """  voted:
    title: {en: What was adopted, zh: 通过的办法}
    schema: {type: string}
    measure: scheme
    sensitivity: none
    purpose: *use
    keep: 2y
  level:"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a village whose profile keeps which rules for points were adopted."""
    text = (POINTS / "profile.yaml").read_text("utf-8")
    text = text.replace("funding: months}", "funding: months, scheme: voted}")
    text = text.replace("from: proposed, to: adopted,", "from: proposed, to: adopted, asks: voted,")
    (tmp_path / "points").mkdir()
    file = tmp_path / "points" / "profile.yaml"
    file.write_text(text.replace("  level:", VOTED, 1), "utf-8")
    return file.parent


@pytest.fixture
def engine(folder: Path) -> Iterator[Engine]:
    """Return that village, its scheme adopted."""
    with Engine() as made:
        settle(made, folder)
        adopt(made)
        yield made
        report = made.verify()
        assert report, report.problems


def codes(decision: Decision) -> list[str]:
    """Return what is said of a decision, refused or not."""
    return [one.code for one in (*decision.reasons, *decision.notes)]


def test_other_ceilings_have_to_be_adopted_anew(engine: Engine) -> None:
    """Until then nothing counts; what is essential is refused, and put back they count again."""
    assert score(engine, "award", "wang", 2, now=on(6)).points
    engine.tune(VILLAGE, {"month_cap": 8}, now=on(7))
    assert codes(score(engine, "award", "wang", 2, now=on(7))) == ["points-other-scheme"]
    strict = score(engine, "award_strictly", "wang", 2, now=on(7))
    assert (strict.outcome, codes(strict)) == ("refused", ["points-other-scheme"])
    assert "重新提交会议表决" in strict.why("zh")

    engine.tune(VILLAGE, {"month_cap": 10}, now=on(8))
    assert score(engine, "award", "wang", 2, now=on(8)).points
    engine.tune(VILLAGE, {"month_cap": 8}, now=on(9))
    adopt(engine, now=on(9, 2))
    assert score(engine, "award", "wang", 2, now=on(9, 3)).points
    engine.tune(VILLAGE, {"month_cap": 10}, now=on(10))
    assert codes(score(engine, "award", "wang", 2, now=on(10))) == ["points-other-scheme"]


@pytest.mark.sqlite
def test_what_was_put_to_the_vote_before_is_adopted_as_it_is_then(engine: Engine) -> None:
    """The rules may be drafted, put to the vote and put in force: the vote that follows counts."""
    vote = done(engine.open("vote", community=VILLAGE, by="li", months=12, now=on(6)))
    engine.tune(VILLAGE, {"month_cap": 8}, now=on(7))
    done(engine.act(vote, "adopt", by="li", now=on(7)))
    assert score(engine, "award", "wang", 2, now=on(7)).points


@pytest.mark.sqlite
def test_what_was_earned_before_can_be_spent(engine: Engine) -> None:
    """Whoever has done something is not kept waiting for the next assembly."""
    assert score(engine, "award_house", "h01", 4, now=on(6)).points
    engine.tune(VILLAGE, {"month_cap": 8}, now=on(7))
    assert exchange(engine, "h01", 3, now=on(7)).points


@pytest.mark.sqlite
def test_nobody_says_what_was_adopted_but_the_engine(engine: Engine) -> None:
    """It is by what is in force at the vote."""
    vote = done(engine.open("vote", community=VILLAGE, by="li", months=12, now=on(6)))
    assert codes(engine.act(vote, "adopt", by="li", voted="abc", now=on(6))) == ["not-asked"]


@pytest.mark.sqlite
def test_an_adoption_of_before_this_was_kept_goes_on_counting(folder: Path) -> None:
    """Nobody has to vote again because the profile asks more by now."""
    with Engine() as engine:
        settle(engine)
        adopt(engine)
        engine.install(folder, VILLAGE, now=on(6))
        assert score(engine, "award", "wang", 2, now=on(6)).points


def scheme(profile: Profile, **params: object) -> str:
    """Return by what a profile's scheme is known."""
    values = {one.id: one.default for one in profile.params.values()}
    return scheme_of(compile_plan(profile), "vote", {**values, **params})


@pytest.mark.sqlite
def test_words_make_no_other_scheme_but_rules_tables_and_what_they_read_do(folder: Path) -> None:
    """Whatever changes how many points somebody gets has to be adopted, and nothing else."""
    document = load(folder).resolved()
    known = scheme(build(document))

    def other(room: str, name: str, **said: object) -> str:
        part = {**document[room][name], **said}
        return scheme(build({**document, room: {**document[room], name: part}}))

    assert other("scoring", "award", title={"en": "Reward", "zh": "奖分"}, basis="[S:16]") == known
    assert other("params", "share", help={"en": "A share", "zh": "比例"}) == known
    deed = document["flows"]["deed"]
    assert other("flows", "deed", title={"en": "Feat", "zh": "事项"}) == known
    for changed in (
        other("scoring", "award", points="worth + 1.0"),
        other("scoring", "award", when="!known.illness"),
        other("accounts", "points", bonus_cap=4),
        other("accounts", "points", month_cap=10.5),
        scheme(build(document), share=50),
    ):
        assert changed != known
    worked_out = {**deed["actions"]["award"], "sets": {"worth": "params.house_base"}, "asks": []}
    worked_out.pop("needs")
    set_so = build(
        {
            **document,
            "flows": {
                **document["flows"],
                "deed": {**deed, "actions": {**deed["actions"], "award": worked_out}},
            },
        }
    )
    assert scheme(set_so) != known
    assert scheme(set_so, house_base=6) != scheme(set_so)
