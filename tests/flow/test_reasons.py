"""Every reason for which a command is refused: what brings it about, and how it reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from errands import MONDAY, begin, codes, day, settle

from xiangyue import Decision, Engine
from xiangyue.messages.reasons import MESSAGES

SOON = MONDAY + timedelta(minutes=30)
PAPER = {"source": "paper"}

# The code, the state in which the errand is, the action, and what is said with it.
ACTS: list[tuple[str, str, str, dict[str, Any]]] = [
    ("state", "new", "assign", {"who": "wang"}),
    ("role", "new", "convert", {"by": "wang"}),
    ("unknown-actor", "new", "convert", {"by": "nobody"}),
    ("unknown-actor", "new", "convert", {**PAPER, "on_behalf_of": "system"}),
    ("behalf-digital", "new", "convert", {"by": "zhou", "on_behalf_of": "li"}),
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
OTHERS = {"flow-paused", "points-many"}
BEGINNINGS: dict[str, dict[str, Any]] = {
    "new": {},
    "valued": {"to": "valued"},
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


def test_every_reason_has_its_test() -> None:
    """A new reason does not get in without somebody who meets it."""
    assert {code for code, *_ in ACTS} | OTHERS == MESSAGES.keys()


def _check_words(decision: Decision) -> None:
    """Read each reason as a person would: in whole sentences, in both languages."""
    for reason in decision.reasons:
        for lang in ("en", "zh"):
            said = f"{reason.text(lang)} {reason.mend(lang)}"
            assert not re.search(r"[{}]|None|Text\(|\bzh\b", said), said
        assert re.search(r"[\u4e00-\u9fff]", reason.text("zh")), reason
        assert re.search(r"[\u4e00-\u9fff]", reason.mend("zh")), reason
    assert decision.why().count("\n") == len(decision.reasons) - 1
