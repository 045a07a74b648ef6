"""Every reason why a command is refused, or is done otherwise: what brings it about, how it reads.

So for what limits and accounts of points say, and for calls about them that name something wrongly.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

import points
import probes
import pytest
from errands import MONDAY, begin, codes, day, settle

from xiangyue import Command, Decision, Engine, Profile, XiangyueError
from xiangyue.messages import limits
from xiangyue.messages.reasons import MESSAGES
from xiangyue.profile import build

pytestmark = pytest.mark.sqlite

SOON = MONDAY + timedelta(minutes=30)
PAPER = {"source": "paper"}

# The code, the state in which the errand is, the action, and what is said with it.
ACTS: list[tuple[str, str, str, dict[str, Any]]] = [
    ("state", "new", "assign", {"who": "wang"}),
    ("role", "new", "convert", {"by": "wang"}),
    ("unknown-actor", "new", "convert", {"by": "nobody"}),
    ("unknown-actor", "new", "convert", {**PAPER, "on_behalf_of": "system"}),
    ("behalf-digital", "new", "convert", {"by": "zhou", "on_behalf_of": "li"}),
    ("behalf-elsewhere", "new", "convert", {**PAPER, "by": "wu", "on_behalf_of": "li"}),
    ("behalf-apart", "assigned", "check", {**PAPER, "by": "wang", "on_behalf_of": "li"}),
    ("source", "new", "convert", {"source": "sheet"}),
    ("occurred-in-future", "new", "convert", {**PAPER, "occurred_at": day(1)}),
    ("backdated-digital", "new", "convert", {"occurred_at": MONDAY}),
    ("backdated-too-far", "new", "convert", {**PAPER, "occurred_at": MONDAY, "now": day(8)}),
    ("before-opening", "new", "convert", {**PAPER, "occurred_at": day(-1)}),
    ("not-asked", "new", "convert", {"share": 0.5}),
    ("value", "new", "convert", {"size": 101}),
    ("value", "new", "convert", {"kind": None}),
    ("computed-value", "new", "grow", {"size": 51}),
    ("unknown-member", "valued", "assign", {"who": "nobody"}),
    ("unknown-member", "valued", "assign", {"who": "wang", "helpers": ["zhao", "nobody"]}),
    ("unknown-unit", "valued", "assign", {"who": "wang", "place": "nowhere"}),
    ("needs", "valued", "assign", {}),
    ("note", "valued", "wait", {}),
    ("note-for-other-value", "new", "convert", {"value": 3}),
    ("guard", "new", "convert", {"size": 1}),
    ("guard-otherwise", "valued", "assign", {"who": "zhou"}),
    ("rule-failed", "nothing", "divide", {}),
    ("no-way", "road", "fork", {}),
    ("nobody", "valued", "remind", {}),
]
OTHERS = {
    "flow-paused",
    "points-many",
    "public-touched",
    "extend-no-deadline",
    "extend-not-later",
    "distribute-nobody",
    "errand-given-up",
    "hold-unknown",
    "hold-closed",
    "hold-expired",
    "hold-few",
    "hold-short",
    "hold-short-until",
}
OF_LIBRARY = {
    "hold-asker",
    "hold-counted",
    "hold-lender",
    "hold-need-closed",
    "hold-need-over",
    "hold-need-unknown",
    "hold-span",
    "hold-type",
    "hold-whole",
    "hold-window",
}
"""Met in the tests of the resource library."""
OF_ADOPTION = {"points-other-scheme"}
"""Met in the tests of rules that have to be adopted anew."""
OF_MODES = {"mode-long", "only-in", "extend-keep", "extend-keep-once"}
"""Met in the tests of modes, and of what is asked in some of them only."""
Scene = Callable[[Engine], Decision]
Call = Callable[[Engine], object]
HERE, NOW, LATER = points.VILLAGE, points.START, points.on(6)


def alarm(engine: Engine, **said: str) -> Decision:
    """Begin an emergency."""
    task = points.done(engine.open("alarm", community=HERE, by="li", now=NOW))
    return engine.act(task, "switch", by="li", now=NOW, data=said)


def fewer_levels(engine: Engine) -> Decision:
    """Begin an emergency under a release whose levels the one in force does not know any more."""
    task = points.done(engine.open("alarm", community=HERE, by="li", now=NOW))
    engine.install(two_levels(engine), HERE, now=NOW)
    said = {"level": "IV", "ends": "2024-06-01T00:00"}
    return engine.act(task, "switch", by="li", now=NOW, data=said)


def two_levels(engine: Engine) -> Profile:
    """Return the profile in force with two response levels instead of four."""
    document = {**engine.profile(HERE).document}
    level = {**document["fields"]["level"], "schema": {"enum": ["I", "II"]}}
    emergency = {**document["modes"]["emergency"], "levels": ["I", "II"]}
    document["fields"] = {**document["fields"], "level": level}
    document["modes"] = {"emergency": emergency}
    return build(document)


def frozen(engine: Engine) -> Decision:
    """Ask for an exchange while the account waits for a review."""
    said = {"community": HERE, "by": "deng", "now": NOW}
    points.done(engine.open("review", who="h01", note="as found", **said))  # type: ignore[arg-type]
    return points.exchange(engine, "h01", 1)


def corrected(engine: Engine, who: str, by: str) -> Decision:
    """Appeal against an entry of the first household."""
    award = points.done(points.score(engine, "award_house", "h01", 3))
    return points.appeal(engine, who, points.number(award, 1), 4, by=by)


def repealed(engine: Engine) -> Decision:
    """Award under a scheme that is in force no more."""
    (vote,) = engine.tasks(HERE, flow="vote").tasks
    points.done(engine.act(vote, "repeal", by="li", now=NOW))
    return points.score(engine, "award", "wang", 1)


def underfunded(engine: Engine) -> Decision:
    """Award under a scheme whose money soon ends."""
    points.adopt(engine, months=2, now=points.on(5, 5))
    return points.score(engine, "award", "wang", 1, now=points.on(5, 6))


def twice_reset(engine: Engine) -> None:
    """Bring the accounts back to their base, and again."""
    points.done(points.score(engine, "award_house", "h01", 3))
    for _ in range(2):
        engine.reset_points(HERE, "house", by="li", now=LATER)


# What the rules of accounts and modes say, for or against.
SCENES: Mapping[str, Scene] = {
    "mode-level": fewer_levels,
    "mode-over": lambda e: alarm(e, level="I", ends="2024-01-01T00:00"),
    "points-not-adopted": repealed,
    "points-adoption-over": lambda e: points.score(
        e, "award_strictly", "wang", 1, now=points.on(7, year=2025)
    ),
    "points-funding-short": underfunded,
    "points-capped": lambda e: points.score(e, "award_strictly", "wang", 9),
    "points-holder": lambda e: points.score(e, "award", "h01", 1),
    "points-sign": lambda e: points.score(e, "award", "wang", -1),
    "points-frozen": frozen,
    "points-short": lambda e: points.exchange(e, "h01", 1),
    "points-other-entry": lambda e: corrected(e, "h02", "mei"),
    "points-own-scoring": lambda e: corrected(e, "h01", "deng"),
    "unknown-entry": lambda e: e.open("appeal", community=HERE, by="h01", entry="99.0", now=NOW),
}
# What is wrong with a call, and raised.
CALLS: Mapping[str, Call] = {
    "entry-unknown": lambda e: e.explain(HERE, "99.0"),
    "account-unknown": lambda e: e.statement(HERE, "wang", "gold", now=NOW),
    "points-month-open": lambda e: e.settlement(HERE, month=NOW, now=NOW),
    "points-no-reset": lambda e: e.reset_points(HERE, by="li", now=NOW),
    "points-reset-done": twice_reset,
    "consent-purpose": lambda e: e.consent("wang", "Naming!", by="li", now=NOW),
    "literacy-level": lambda e: e.assess("wang", 9, by="li", now=NOW),
    "limit-not-failing": lambda e: e.resume_limit(HERE, "quiet_hours", by="li", now=NOW),
    "limit-form": lambda _: Engine(limits=["no limit"]),  # type: ignore[list-item]
    "command-own": lambda e: e.do(Command(HERE, "open", "li", flow="alarm", again=1), now=NOW),
    "key-form": lambda e: e.do(Command(HERE, "open", "li", flow="alarm", key="~1"), now=NOW),
}
# What a limit's verdict leads to, and what is then done in the gate's village.
SOON_AFTER = probes.later(probes.at(1), "message")
VERDICTS: Mapping[str, tuple[dict[str, probes.Answer], str]] = {
    "limit": ({"first": probes.no("message")}, "tell"),
    "limit-warned": ({"warning": probes.no("message")}, "tell"),
    "limit-dropped": ({"first": probes.no("publish")}, "hand_over"),
    "limit-deferred": ({"first": SOON_AFTER}, "hand_over"),
    "limit-reshaped": (
        {
            "first": lambda case, _: (
                probes.into(by=["wall"]) if case.intervention.detail["by"][1:] else None
            )
        },
        "tell",
    ),
}
BEGINNINGS: dict[str, dict[str, Any]] = {
    "new": {},
    "valued": {"to": "valued"},
    "assigned": {"to": "assigned"},
    "nothing": {"size": 0},
    "road": {"kind": "road"},
}


@pytest.fixture
def engine() -> Iterator[Engine]:
    """Return the village's engine."""
    with Engine() as engine:
        settle(engine)
        yield engine


@pytest.mark.parametrize(("code", "where", "action", "said"), ACTS)
def test_it_is_refused_with_its_reason(
    engine: Engine, code: str, where: str, action: str, said: dict[str, Any]
) -> None:
    """The one reason is given, and nothing else."""
    task = begin(engine, **BEGINNINGS[where])
    decision = engine.act(task, action, **{"by": "li", "now": SOON, **said})
    assert codes(decision) - {"needs"} == {code} - {"needs"}
    assert code in codes(decision)
    _check_words(decision)
    assert engine.verify().ok


def test_a_paused_flow_is_refused(engine: Engine) -> None:
    """No task of a flow that is paused is opened."""
    decision = engine.open("frozen", community="xinqi", by="li", now=SOON)
    assert codes(decision) == {"flow-paused"}
    _check_words(decision)


def test_points_beyond_measure_are_refused(engine: Engine) -> None:
    """What the ledger could not hold is no crash but a refusal."""
    task = engine.open("early", community="xinqi", by="li", now=SOON)
    decision = engine.act(task, "shut", by="li", size=99, now=SOON)
    assert codes(decision) == {"points-many"}
    assert engine.balance("xinqi", "li") == 0
    _check_words(decision)


@pytest.mark.parametrize("code", SCENES)
def test_an_account_or_a_mode_says_so(code: str) -> None:
    """The one reason is given, or the one note, and nothing else."""
    with Engine() as engine:
        points.settle(engine)
        points.adopt(engine)
        decision = SCENES[code](engine)
        assert points.codes(decision) | points.notes(decision) == {code}
        _check_words(decision)
        assert engine.verify()


@pytest.mark.parametrize("code", CALLS)
def test_a_call_is_told_what_it_names_wrongly(code: str) -> None:
    """One sentence with its mend, in both languages, and nothing is kept."""
    with Engine() as engine:
        points.settle(engine)
        points.adopt(engine)
        with pytest.raises(XiangyueError) as caught:
            CALLS[code](engine)
        assert caught.value.code == code
        for lang in ("en", "zh"):
            _check(caught.value.text(lang), caught.value.mend(lang), lang)
        assert engine.verify()


@pytest.mark.parametrize("code", VERDICTS)
def test_a_limit_says_so(code: str) -> None:
    """In its own words, under its title."""
    answers, action = VERDICTS[code]
    probe = probes.Probe()
    with Engine(limits=[probe]) as engine:
        probes.settle(engine)
        task = probes.begin(engine)
        probe.answers = answers
        decision = engine.act(task, action, by="mei", who="an", now=probes.NOON)
        assert points.codes(decision) | points.notes(decision) == {code}
        assert "Probe: Because." in decision.why() + decision.said()
        assert "探针：因为如此。" in decision.why("zh") + decision.said("zh")
        _check_words(decision)


def test_every_reason_has_its_test() -> None:
    """A new reason does not get in without somebody who meets it."""
    assert {code for code, *_ in ACTS} | OTHERS | OF_LIBRARY == MESSAGES.keys()
    assert {*SCENES, *CALLS, *VERDICTS} | OF_MODES | OF_ADOPTION == limits.MESSAGES.keys()


def _check_words(decision: Decision) -> None:
    """Read each reason and note as a person would: in whole sentences, in both languages."""
    for reason in (*decision.reasons, *decision.notes):
        for lang in ("en", "zh"):
            _check(reason.text(lang), reason.mend(lang), lang)
    for said, reasons in ((decision.why(), decision.reasons), (decision.said(), decision.notes)):
        assert len(said.splitlines()) == len(reasons)


def _check(text: str, mend: str, lang: str) -> None:
    """See that nothing is left of a template, and that Chinese is Chinese."""
    for words in filter(None, (text, mend)):
        assert not re.search(r"[{}]|None|Text\(|'zh'", words), words
        assert (lang == "zh") <= bool(re.search(r"[\u4e00-\u9fff]", words)), words
    assert text
