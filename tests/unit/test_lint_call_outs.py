"""What the linter says of call-outs: each mistake with its place, and nothing of what is sound."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from xiangyue.lint import lint
from xiangyue.messages.lint_call_outs import MESSAGES
from xiangyue.profile import Finding, load, parse

LEVEE = Path(__file__).parents[1] / "flow" / "profiles" / "levee" / "profile.yaml"
FLOW = "flows.levee"
CALL = f"{FLOW}.open.does.0.call_out"
ACTIONS = f"{FLOW}.actions"
RUNGS = "ladders.up.steps"

Document = dict[str, Any]


def at(document: Document, address: str) -> Any:
    """Return what stands at an address."""
    part: Any = document
    for step in address.split("."):
        part = part[int(step)] if isinstance(part, list) else part[step]
    return part


def put(address: str, value: Any) -> Callable[[Document], None]:
    """Return a change that writes a value at an address; None takes it away."""

    def change(document: Document) -> None:
        above, _, name = address.rpartition(".")
        if value is None:
            del at(document, above)[name]
        else:
            at(document, above)[name] = value

    return change


def found(folder: Path, *changes: Callable[[Document], None]) -> list[Finding]:
    """Return what the linter finds in the levee's profile after these changes."""
    document: Document = parse(LEVEE.read_bytes(), "profile.yaml").plain()
    for change in changes:
        change(document)
    # JSON is YAML, a line for each value.
    (folder / "profile.yaml").write_text(json.dumps(document, indent=1), encoding="utf-8")
    return [*lint(load(folder))]


def test_what_is_sound_is_not_found_fault_with(tmp_path: Path) -> None:
    """The profile that the others change."""
    assert found(tmp_path) == []


SECOND = {"title": {"en": "Again"}, "from": "calling", "by": "duty", "note": True}
SECOND |= {"does": [{"call_out": {"ladder": "up"}}]}

WRONG: list[tuple[str, str, str, Any]] = [
    ("unknown-ladder", f"{CALL}.ladder", f"{CALL}.ladder", "down"),
    ("unknown-field", f"{CALL}.enough", f"{CALL}.enough", "needed"),
    ("call-enough-field", f"{CALL}.enough", f"{CALL}.enough", "drill"),
    ("call-enough-field", f"{CALL}.enough", "fields.wanted.schema.minimum", 0),
    ("call-within", f"{RUNGS}.0.within", f"{RUNGS}.0.within", "0min"),
    ("unknown-action", f"{CALL}.through", f"{CALL}.through", "finito"),
    ("alone-by", f"{CALL}.through", f"{ACTIONS}.end.by", "duty"),
    ("call-twice", f"{ACTIONS}.again.does.0", f"{ACTIONS}.again", SECOND),
    ("call-unanswered", CALL, f"{ACTIONS}.accept", None),
    ("call-state", CALL, f"{ACTIONS}.accept.from", "working"),
    ("call-none", f"{ACTIONS}.accept.answer", f"{FLOW}.open.does", None),
    ("call-own-answer", f"{ACTIONS}.accept.by", f"{ACTIONS}.accept.by", ["asked", "duty"]),
    ("call-own-answer", f"{ACTIONS}.decline.by", f"{ACTIONS}.decline.by", "team"),
    ("call-head-count-by", f"{ACTIONS}.count.by", f"{ACTIONS}.count.by", "asked"),
    ("call-head-count", f"{ACTIONS}.count.answer", f"{ACTIONS}.count.of", None),
    ("call-of", f"{ACTIONS}.decline.of", f"{ACTIONS}.decline.of", "there"),
    ("unknown-field", f"{ACTIONS}.count.of", f"{ACTIONS}.count.of", "heads"),
    ("call-of-field", f"{ACTIONS}.count.of", f"{ACTIONS}.count.of", "drill"),
    ("call-adult", f"{RUNGS}.1", f"{RUNGS}.1.having", None),
    ("unknown-role", f"{RUNGS}.1.having", f"{RUNGS}.1.having", "adlut"),
    ("call-dangerous", f"{RUNGS}.0", "ladders.up.dangerous", True),
    ("ladder-nobody", f"{RUNGS}.0.at", f"{RUNGS}.0.at", "county"),
    ("rung-whom", f"{RUNGS}.0", f"{RUNGS}.0.ask", None),
    ("rung-whom", f"{RUNGS}.0", f"{RUNGS}.0.offers", "T1"),
    ("rung-no-offers", f"{RUNGS}.0.offers", f"{RUNGS}.0.offers", "T1"),
    ("unknown-field", f"{CALL}.wants", f"{CALL}.wants", "boats"),
    ("call-wants", f"{CALL}.wants", f"{CALL}.wants", "wanted"),
    ("exercise-none", FLOW, f"{FLOW}.exercise", None),
    ("exercise-field", f"{FLOW}.exercise", f"{FLOW}.exercise", "wanted"),
    ("unknown-field", f"{FLOW}.exercise", f"{FLOW}.exercise", "dril"),
    ("exercise-later", f"{FLOW}.exercise", f"{ACTIONS}.begin.asks", "drill"),
]


@pytest.mark.parametrize(("code", "place", "address", "value"), WRONG)
def test_what_is_wrong_is_found(
    tmp_path: Path, code: str, place: str, address: str, value: Any
) -> None:
    """By its code, at its address, with a line and a mend in both languages."""
    findings = found(tmp_path, put(address, value))
    assert (code, place) in [(f.code, f.address.removesuffix(".by.0")) for f in findings]
    one = next(f for f in findings if f.code == code)
    assert one.severity == "error"
    assert one.place.line > 1
    assert one.text("zh")


FLEET = LEVEE.parents[1] / "fleet"
PACK = Path(__file__).parents[2] / "profiles" / "xiangyue_profiles"
SPARE = """ladders:
  spare:
    title: {en: Spare, zh: 备用}
    steps: [{offers: T1, by: callout_sms, within: 1wd, basis: project default}]
"""
IN_THE_LIBRARY: list[tuple[str, str, str, str]] = [
    ("rung-tier", "ladders.library.steps.1.offers", "offers: T2", "offers: T9"),
    ("rung-tier", "ladders.library.steps.1.offers", "offers: T2", "offers: 2"),
    ("call-offer-adult", "ladders.library.steps.1.offers", "T2, having: adult", "T2"),
    ("rung-offers-late", "ladders.spare.steps.0.offers", "ladders:\n", SPARE),
]


@pytest.mark.parametrize(("code", "place", "old", "new"), IN_THE_LIBRARY)
def test_a_rung_that_asks_for_offers_knows_them(
    tmp_path: Path, code: str, place: str, old: str, new: str
) -> None:
    """Their tiers, and that only a call-out asks for them; what is sound is not found."""
    text = (FLEET / "profile.yaml").read_text(encoding="utf-8")
    (tmp_path / "profile.yaml").write_text(text.replace(old, new), encoding="utf-8")
    assert (code, place) in [(f.code, f.address) for f in lint(load(tmp_path, [PACK]))]
    assert [*lint(load(FLEET, [PACK]))] == []


def test_every_finding_is_shown() -> None:
    """No message is there that no test has seen."""
    assert {code for code, *_ in (*WRONG, *IN_THE_LIBRARY)} >= MESSAGES.keys()


def test_dangerous_work_is_for_those_who_prove_it(tmp_path: Path) -> None:
    """By roles that are asked for besides, or by the role that is asked itself."""
    proof = put("roles.adult.proves", ["adult", "insured", "trained"])
    team = put("roles.team.proves", ["adult", "insured", "trained"])
    duty = put("roles.duty.proves", ["adult", "insured", "trained"])
    danger = put("ladders.up.dangerous", True)
    assert [f.code for f in found(tmp_path, danger, proof, team, duty)] == []
    assert [f.address for f in found(tmp_path, danger, proof, team)] == [f"{RUNGS}.2"]


def test_a_ladder_of_deadlines_may_tell_volunteers(tmp_path: Path) -> None:
    """To be told that something is late is no call-out."""
    ladder = put("ladders.late", {"title": {"en": "Late"}, "steps": [{"ask": "helper"}]})
    step = {"by": "text", "within": "1h", "basis": "project default"}
    filled = [put(f"ladders.late.steps.0.{name}", value) for name, value in step.items()]
    due = put(f"{FLOW}.due", {"after": "1d", "escalate": "late", "basis": "project default"})
    assert [f.code for f in found(tmp_path, ladder, *filled, due)] == []
