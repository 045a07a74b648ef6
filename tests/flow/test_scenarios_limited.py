"""Scenarios where limits have a say: deferrals, what is dropped or noted, and what came first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest

from xiangyue.plugs import Circumstances, Limit, Verdict, Words, defer, deny
from xiangyue.study import ScenarioReport, run_scenarios

pytestmark = pytest.mark.sqlite

PROFILE = """
profile: hall
title: {en: Village hall}
languages: [en]
roles:
  clerk: {title: {en: Clerk}, at: village}
  keeper: {title: {en: Keeper}, at: village}
modes:
  emergency: {title: {en: Emergency}, levels: [I, II], lasts: 1d, basis: project default}
limits:
  hush: {stance: enforce, lifted_in: ["emergency:II"]}
  skilled: {stance: enforce}
  unheard: {limit: skilled, stance: warn}
flows:
  booking:
    title: {en: Booking}
    start: asked
    open:
      by: clerk
      does: [{message: {to: opener, say: {en: Asked}, accessory: true}}]
    states:
      asked: {title: {en: Asked}, due: {after: 3d, then: lapse, basis: project default}}
      given: {title: {en: Given}, final: true}
      lapsed: {title: {en: Lapsed}, final: true}
    actions:
      give:
        title: {en: Give}
        from: asked
        to: given
        by: keeper
        does: [{message: {to: opener, say: {en: It is yours}}}]
      blame: {title: {en: Blame}, from: asked, by: keeper, note: true}
      lapse: {title: {en: Lapse}, from: asked, to: lapsed, by: system}
  trial:
    title: {en: Trial of points}
    start: talked
    open: {by: clerk}
    states: {talked: {title: {en: Talked over}}, agreed: {title: {en: Agreed}, final: true}}
    actions:
      agree: {title: {en: Agree}, from: talked, to: agreed, by: clerk}
accounts:
  points:
    title: {en: Points}
    bonus_cap: 1
    adoption: {flow: trial, state: agreed}
    basis: project default
scoring:
  thrift:
    title: {en: Thrift}
    on: booking.give
    to: opener
    points: "1.5"
    entry: bonus
    basis: project default
  misuse:
    title: {en: Misuse}
    on: booking.blame
    to: opener
    points: "0.0"
    entry: red_line
    basis: project default
calendar: {timezone: Asia/Shanghai}
"""

GIVEN = """
  given: &hall
    members: {li: clerk, wang: keeper}
    first: [{open: p, flow: trial, by: li}, {do: agree, on: p, by: li}]
    literacy: {li: 2}
    consents: {li: [naming]}
"""


class Hush(Limit):
    """Lets messages wait until ten o'clock; keepers are never written to before."""

    name = "hush"
    title: ClassVar[Words] = {"en": "Hush", "zh": "清静"}
    basis = "project default"
    kinds = ("message",)

    def review(
        self, case: Circumstances, config: Mapping[str, Any], facts: Mapping[str, Any]
    ) -> Verdict | None:
        """Defer what comes before ten, Shanghai time."""
        del config, facts
        ten = case.now.replace(hour=2, minute=0)
        if case.now >= ten:
            return None
        return defer(max(ten, case.now + timedelta(minutes=1)), _said("Too early"), _said("Wait"))


class Skilled(Limit):
    """Writes only to those who can read it, and agreed to be named."""

    name = "skilled"
    title: ClassVar[Words] = {"en": "Skilled", "zh": "会用"}
    basis = "project default"
    kinds = ("message",)

    def review(
        self, case: Circumstances, config: Mapping[str, Any], facts: Mapping[str, Any]
    ) -> Verdict | None:
        """Deny messages to those who were not found to read well."""
        del config, facts
        able = case.member and case.member.literacy == 2 and "naming" in case.member.consents
        return None if able else deny(_said("Cannot read it"), _said("Go and see them"))


def _said(words: str) -> dict[str, str]:
    return {"en": words, "zh": words}


Run = Callable[[str], ScenarioReport]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Return a way to run scenarios of the village hall."""
    folder = tmp_path / "hall"
    folder.mkdir()
    (folder / "profile.yaml").write_text(PROFILE, encoding="utf-8")

    def running(text: str) -> ScenarioReport:
        (folder / "scenarios.yaml").write_text(text, encoding="utf-8")
        return run_scenarios(folder, limits=[Hush(), Skilled()])

    return running


def one(when: str, then: str = "", given: str = GIVEN) -> str:
    """Write a scenario that books the hall and goes on as said."""
    return f"a:{given}  when: [{{open: b, flow: booking, by: li}}, {when}]\n  then: [{then}]\n"


def failure(report: ScenarioReport) -> str:
    """Return the only thing that did not come out."""
    (result,) = report.results
    (finding,) = result.failures
    assert finding.text("zh")
    return str(finding)


GIVE = "{do: give, on: b, by: wang}"
PUT_OFF = "{do: give, on: b, by: wang, expect: deferred, because: [limit.hush]}"


def test_a_deferred_command_is_decided_again(run: Run) -> None:
    """It waits for its time, and the story tells when it is done."""
    report = run(one(f"{PUT_OFF}, {{wait: 1h}}", "{state: {b: given}}, {done: give}"))
    assert report, str(report)
    assert [str(told) for told in report.results[0].story][1:] == [
        "2026-06-01 09:00  li: open b (booking): done, now asked (limit-deferred.hush)",
        "2026-06-01 09:00  wang: give b: deferred to 2026-06-01 10:00 (limit.hush): "
        "Hush: Too early Wait",
        "2026-06-01 10:00  what was deferred on b is decided again",
        "2026-06-01 10:00  wang: give b: done, asked → given (points-capped)",
        "2026-06-01 10:00  time has passed",
    ]


def test_until_then_nothing_has_happened(run: Run) -> None:
    """The task stands as it was, and it can be asked when its command is decided again."""
    then = "{state: {b: asked}}, {deferred: {b: 2026-06-01T10:00}}, {points: {li: 0}}"
    assert run(one(f"{PUT_OFF}, {{wait: 59min}}", then))
    foreseen = one(GIVE, "{deferred: {b: 2026-06-01T10:00}}")
    assert run(foreseen)


FAILURES = {
    GIVE: "was deferred to 2026-06-01 10:00: Hush: Too early Wait Mend the scenario",
    "{do: give, on: b, by: wang, expect: refused}": "was deferred to 2026-06-01 10:00",
    "{do: give, on: b, by: wang, because: limit.hush}": "was deferred to 2026-06-01 10:00",
    "{do: give, on: b, by: wang, expect: deferred, because: [limit.skilled]}": (
        "was deferred because of limit.hush, not limit.skilled"
    ),
    "{do: give, on: b, by: li, expect: deferred}": "was refused: ",
    "{wait: 1h}, {do: give, on: b, by: wang, expect: deferred}": "was done at once",
}


@pytest.mark.parametrize("when", FAILURES)
def test_a_deferral_that_is_not_expected_fails(run: Run, when: str) -> None:
    """So does one for another reason, and one that does not come."""
    assert FAILURES[when] in failure(run(one(when)))


def test_what_the_time_brings_must_be_foreseen(run: Run) -> None:
    """A deferred command that is refused in the end fails as any other refusal does."""
    twice = f"{PUT_OFF}, {PUT_OFF}, {{wait: 1d}}"
    assert "was refused: “Give” is not possible" in failure(run(one(twice)))
    assert run(one(twice, "{refused: give, because: [state]}, {state: {b: given}}"))


def test_what_limits_move_and_drop_is_noted(run: Run) -> None:
    """A message that is no more than a courtesy is moved or dropped, and the command done."""
    moved = "{messages: {li: 1}}, {sent_at: {li: [2026-06-01T10:00]}}, {dropped: {li: 0}}"
    noted = "{notes: {b: [limit-deferred.hush]}}, {notes: limit-deferred.hush}"
    assert run(one("{wait: 1min}", f"{moved}, {noted}"))
    silent = GIVEN.replace("li: 2", "li: 1")
    dropped = "{messages: {li: 0}}, {sent_at: {li: []}}, {dropped: {li: 1}}"
    noted = "{notes: [limit-dropped.skilled, limit-warned.unheard]}"
    report = run(one("{wait: 1min}", f"{dropped}, {noted}", silent))
    assert report, str(report)


def test_a_scenario_begins_in_a_mode(run: Run) -> None:
    """What a level lifts is lifted there, and nowhere else."""
    lifted = GIVEN + "    mode: emergency:II\n"
    assert run(one(GIVE, "{state: {b: given}}, {notes: {b: [points-capped]}}", lifted))
    assert "was deferred" in failure(run(one(GIVE, given=lifted.replace(":II", ":I"))))


def test_consents_and_literacy_are_known(run: Run) -> None:
    """A limit that asks for both refuses where one is missing."""
    unread = "{wait: 1h}, {do: give, on: b, by: wang, because: [limit.skilled]}"
    assert run(one(unread, given=GIVEN.replace("naming", "else")))
    assert run(one(unread, given=GIVEN.replace("{li: 2}", "{li: 1}")))
    assert "should have been refused" in failure(run(one(unread)))


def test_ceilings_and_red_lines_are_seen(run: Run) -> None:
    """What of the points counts, and that the account waits for a review."""
    then = "{points: {li: {points: 1}}}, {notes: [points-capped]}"
    blame = "{do: blame, on: b, by: wang, note: The hall was left unlocked}"
    then += ", {frozen: {li: true, wang: {points: false}}}"
    report = run(one(f"{blame}, {{wait: 1h}}, {GIVE}", then))
    assert report, str(report)


def test_what_comes_first_is_not_what_is_judged(run: Run) -> None:
    """Its messages are not counted, its actions not looked for, and its refusals not forgiven."""
    first = "{open: c, flow: booking, by: li}"
    given = GIVEN.replace("first: [", f"first: [{first}, ")
    assert run(one("{wait: 1min}", "{messages: {li: 1}}", given))
    assert "“agree” was not tried" in failure(run(one("{wait: 1min}", "{done: agree}", given)))
    twice = GIVEN.replace("by: li}]", "by: li}, {do: agree, on: p, by: li}]")
    report = run(one("{wait: 1min}", "{refused: agree}", twice))
    assert "scenarios.yaml:4:73: " in failure(report)
    assert "is not possible while the task is “Agreed”" in failure(report)
    assert "2026-06-01 09:00  li: agree p: done, talked → agreed" in str(report)


def test_limits_that_never_said_no_are_listed(run: Run) -> None:
    """As information: what was not seen of the profile itself is another matter."""
    report = run(one(f"{PUT_OFF}, {{wait: 1h}}") + "b: {when: [{wait: 3d}]}\n")
    assert report.coverage.limits.missing == ("limits.skilled", "limits.unheard")
    assert not any(address.startswith("limits.") for address in report.coverage.missing)
    assert "Limits that had something to say: 1/3." in str(report)
    assert "  never said no: limits.skilled" in str(report)
