"""Scenarios at work: time passes, expectations are held against the engine, failures are told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from xiangyue import BadInput, BrokenProfile
from xiangyue.study import ScenarioReport, run_scenarios, scenario_cases

pytestmark = pytest.mark.sqlite

PROFILE = """
profile: ferry
title: {en: Ferry}
languages: [en]
roles:
  officer: {title: {en: Officer}, at: township}
  ferryman: {title: {en: Ferryman}, at: village}
  watcher: {title: {en: Watcher}, at: grid}
fields:
  people:
    title: {en: People}
    schema: {type: integer, minimum: 0, maximum: 90}
    purpose: {en: Load}
    keep: 1y
  fare: {title: {en: Fare}, schema: {type: number}, purpose: {en: Pay}, keep: 1y}
params:
  seats:
    title: {en: Seats}
    schema: {type: integer, minimum: 1, maximum: 20}
    default: 8
    basis: project default
tables:
  price:
    title: {en: Price}
    inputs: {people: fields.people}
    outputs: {each: number}
    hit: sum
    rows:
      - ["-", 1]
      - [">= 2", 0.5]
      - [">= 5", 0.25]
flows:
  crossing:
    title: {en: Crossing}
    start: called
    open: {by: [officer, watcher], needs: people}
    states:
      called: {title: {en: Called}, due: {after: 2h, then: remind, basis: project default}}
      reminded: {title: {en: Reminded}, due: {after: 1h, then: give_up, basis: project default}}
      crossed: {title: {en: Crossed}, final: true}
      full: {title: {en: Full}, final: true}
      given_up: {title: {en: Given up}, final: true}
    actions:
      cross:
        title: {en: Cross}
        from: [called, reminded]
        to:
          - {to: full, when: people > params.seats}
          - {to: crossed}
        by: ferryman
        when: {rule: people > 0, otherwise: {en: Nobody is there.}}
        sets: {fare: price.each(people)}
        does:
          - assign: {to: actor}
          - message: {to: officer, say: {en: Across}}
      remind:
        title: {en: Remind}
        from: called
        to: reminded
        by: system
        does:
          - message: {to: opener, say: {en: Soon}}
      give_up: {title: {en: Give up}, from: reminded, to: given_up, by: system, when: people < 9}
  scheme:
    title: {en: Scheme of points}
    start: proposed
    open: {by: officer}
    states: {proposed: {title: {en: Proposed}}, adopted: {title: {en: Adopted}, final: true}}
    actions: {adopt: {title: {en: Adopt}, from: proposed, to: adopted, by: officer}}
accounts:
  points: &account
    title: {en: Fares}
    adoption: {flow: scheme, state: adopted}
    basis: project default
  thanks: *account
scoring:
  paid: {title: {en: Paid}, on: crossing.cross, to: opener, points: fare, basis: project default}
  crowd:
    title: {en: Crowd}
    on: crossing.cross
    to: opener
    when: people >= 5
    points: "1.0"
    account: thanks
    basis: project default
calendar: {timezone: Asia/Shanghai}
"""

GIVEN = """
  given:
    members: {wu: officer, lao: ferryman, qi: watcher}
    first: [{open: s, flow: scheme, by: wu}, {do: adopt, on: s, by: wu}]
"""

COMPLETE = f"""
alone:{GIVEN}
  when:
    - {{open: c, flow: crossing, by: wu, with: {{people: 1}}}}
    - {{do: cross, on: c, by: lao}}
  then:
    - {{state: {{c: crossed}}, assignee: {{c: lao}}, fields: {{c: {{fare: 1}}}}}}
    - {{points: {{wu: 1.00}}}}
    - {{messages: {{officer: 1, lao: 0}}}}
too_many:{GIVEN}
  when:
    - {{open: c, flow: crossing, by: qi, with: {{people: 9}}}}
    - {{do: cross, on: c, by: lao}}
  then:
    - {{state: {{c: full}}}}
    - {{points: {{qi: {{thanks: 1, points: 1.75}}}}}}
nobody:{GIVEN}
  when:
    - {{open: c, flow: crossing, by: wu, with: {{people: 0}}}}
    - {{do: cross, on: c, by: lao, because: guard}}
    - {{do: cross, on: c, by: lao, because: guard-otherwise}}
forgotten:{GIVEN}
  when:
    - {{open: c, flow: crossing, by: wu, with: {{people: 3}}}}
    - {{wait: 1d}}
  then:
    - {{state: {{c: given_up}}, messages: {{wu: 1}}}}
crowd:{GIVEN}
  when:
    - {{open: c, flow: crossing, by: wu, with: {{people: 20}}}}
    - {{wait: 1d}}
  then:
    - {{refused: give_up, because: [guard]}}
    - {{state: {{c: reminded}}}}
"""

COMPLETE_NAMES = ["alone", "too_many", "nobody", "forgotten", "crowd"]

FIRST = "2026-06-01 09:00  steps that come first, and are not told here: 2"

Run = Callable[[str], ScenarioReport]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of a small profile that has one of everything."""
    folder = tmp_path / "ferry"
    folder.mkdir()
    (folder / "profile.yaml").write_text(PROFILE, encoding="utf-8")
    return folder


@pytest.fixture
def run(folder: Path) -> Run:
    """Return a way to run scenarios of the small profile."""

    def running(text: str) -> ScenarioReport:
        (folder / "scenarios.yaml").write_text(text, encoding="utf-8")
        return run_scenarios(folder)

    return running


def one(when: str, then: str = "", given: str = GIVEN) -> str:
    """Write a scenario that opens a crossing for three and goes on as said."""
    opened = "{open: c, flow: crossing, by: wu, with: {people: 3}}"
    return f"a:{given}  when: [{opened}, {when}]\n  then: [{then}]\n"


def failure(report: ScenarioReport) -> str:
    """Return the only thing that did not come out."""
    (result,) = report.results
    (finding,) = result.failures
    assert not report
    assert not report.findings
    assert finding.text("zh")
    return str(finding)


def test_what_comes_out_as_expected_passes(run: Run) -> None:
    """Everything that the profile says was seen, in both ways where it can go both ways."""
    report = run(COMPLETE)
    assert report, str(report)
    assert [result.name for result in report.results] == COMPLETE_NAMES
    assert report.coverage.complete, report.coverage.missing
    assert [str(part["total"]) for part in report.as_dict()["coverage"].values()] == list("76430")


def test_what_was_not_seen_is_listed(run: Run) -> None:
    """States, actions, rows, and of a guard the side that is missing."""
    report = run(one("{do: cross, on: c, by: lao}"))
    assert report
    assert report.coverage.as_dict() == {
        "states": {
            "covered": 4,
            "total": 7,
            "missing": [f"flows.crossing.states.{s}" for s in ("reminded", "full", "given_up")],
        },
        "actions": {
            "covered": 4,
            "total": 6,
            "missing": [f"flows.crossing.actions.{a}" for a in ("remind", "give_up")],
        },
        "guards": {
            "covered": 0,
            "total": 4,
            "missing": [
                "flows.crossing.actions.cross.when = false",
                "flows.crossing.actions.cross.to.0.when = true",
                "flows.crossing.actions.give_up.when = true",
                "flows.crossing.actions.give_up.when = false",
                "scoring.crowd.when = true",
            ],
        },
        "rows": {"covered": 2, "total": 3, "missing": ["tables.price.rows.2"]},
        "limits": {"covered": 0, "total": 0, "missing": []},
    }
    assert "not covered: tables.price.rows.2" in str(report)


def test_every_run_says_the_same(run: Run) -> None:
    """Nothing depends on the clock on the wall, on chance, or on what ran before."""
    text = COMPLETE + one("{do: cross, on: c, by: wu}").replace("a:", "fails:", 1)
    first = run(text).as_dict()
    assert first == run(text).as_dict()
    assert first["failed"] == 1


def test_deadlines_pass_at_their_own_moments(run: Run) -> None:
    """What falls due while time passes happens in between, each with its own consequences."""
    report = run(one("{wait: 1d}", "{state: {c: called}}"))
    assert [str(told) for told in report.results[0].story] == [
        FIRST,
        "2026-06-01 09:00  wu: open c (crossing): done, now called",
        "2026-06-01 11:00  the deadline of c passes (called)",
        "2026-06-01 11:00  system: remind c: done, called → reminded",
        "2026-06-01 12:00  the deadline of c passes (reminded)",
        "2026-06-01 12:00  system: give_up c: done, reminded → given_up",
        "2026-06-02 09:00  time has passed",
    ]


def test_a_deadline_does_not_pass_early(run: Run) -> None:
    """To the minute before, nothing has happened."""
    assert run(one("{wait: 119min}", "{state: {c: called}}, {late: {c: false}}"))
    assert run(one("{wait: 120min}", "{state: {c: reminded}}"))


def test_a_failure_tells_the_whole_story(run: Run, folder: Path) -> None:
    """Scenario, place, what was expected, what was found, and what happened until then."""
    report = run(one("{do: cross, on: c, by: lao}", "\n    {state: {c: full}}"))
    file = folder / "scenarios.yaml"
    assert report.results[0].text() == (
        f"FAILED  a  ({file}:1:1)\n"
        f"    {file}:7:14: The state of c is crossed, not full.\n"
        "    What happened:\n"
        f"      {FIRST}\n"
        "      2026-06-01 09:00  wu: open c (crossing): done, now called\n"
        "      2026-06-01 09:00  lao: cross c: done, called → crossed"
    )


def test_an_unforeseen_refusal_fails_with_its_reasons(run: Run) -> None:
    """Nothing goes on after a step that did not do what it says."""
    report = run(one("{do: cross, on: c, by: wu}", "{state: {c: full}}"))
    assert "is not for wu to do. It may be done by: Ferryman." in failure(report)


FAILURES = {
    "{do: cross, on: c, by: lao, expect: refused}": "was done, and should have been refused",
    "{do: cross, on: c, by: wu, because: guard}": "was refused because of role, not guard",
    "{do: cross, on: c, by: wu, because: [role, state]}": "because of role, not role, state",
    "{at: 2026-05-31T09:00}": "2026-06-01 09:00 already",
    "{open: c, flow: crossing, by: wu, with: {people: 1}}": "There is a task here/c already.",
    "{do: cross, on: c, by: lao, key: k}, {do: cross, on: c, by: wu, key: k}": "another command",
}


@pytest.mark.parametrize("when", FAILURES)
def test_a_step_that_does_not_come_out_fails(run: Run, when: str) -> None:
    """Refused or done, for another reason, backwards in time, or an error of the engine."""
    assert FAILURES[when] in failure(run(one(when)))


EXPECTATIONS = {
    "{state: {c: full}}": "The state of c is crossed, not full.",
    "{assignee: {c: null}}": "The person responsible for c is lao, not null.",
    "{fields: {c: {fare: 2}}}": "“fare” of c is 1.5, not 2.",
    "{fields: {c: {people: true}}}": "“people” of c is 3, not true.",
    "{late: {c: true}}": "Whether c is late is false, not true.",
    "{due: {c: 2026-06-01T09:00}}": "The deadline of c is null, not 2026-06-01 09:00.",
    "{points: {wu: 2}}": "The balance of wu (points) is 1.50, not 2.00.",
    "{points: {wu: {points: 1.5, thanks: 1}}}": "The balance of wu (thanks) is 0.00",
    "{frozen: {wu: true}}": "Whether the account of wu waits for a review (points) is false",
    "{dropped: {officer: 1}}": "The number of dropped messages to officer is 0, not 1.",
    "{sent_at: {officer: []}}": "each message to officer leaves is 2026-06-01 09:00, not -.",
    "{deferred: {c: 2026-06-01T10:00}}": "on c is decided again is null, not 2026-06-01 10:00.",
    "{notes: points-capped}": "What was noted last is -, not points-capped.",
    "{notes: {c: [points-capped]}}": "What was noted last on c is -, not points-capped.",
    "{messages: {officer: 2}}": "The number of messages to officer is 1, not 2.",
    "{done: remind}": "“remind” was not tried.",
    "{refused: cross}": "was done, and should have been refused",
    "{allowed: cross, on: c, by: lao}": "“cross” of c is not allowed to lao",
    "{not_allowed: cross, on: c, by: lao, because: role}": "because of state, not role",
}


@pytest.mark.parametrize("then", EXPECTATIONS)
def test_what_came_out_otherwise_is_said(run: Run, then: str) -> None:
    """Each expectation says what it found instead."""
    assert EXPECTATIONS[then] in failure(run(one("{do: cross, on: c, by: lao}", then)))


def test_every_expectation_that_fails_is_told(run: Run) -> None:
    """One does not hide the next."""
    report = run(one("{wait: 1min}", "{state: {c: full}}, {done: remind}"))
    assert len(report.results[0].failures) == 2


def test_what_may_be_done_can_be_asked(run: Run) -> None:
    """What only has to be filled in does not stand in the way."""
    then = "{allowed: cross, on: c, by: lao}, {not_allowed: cross, on: c, by: wu, because: [role]}"
    assert run(one("{wait: 1min}", then))


def test_the_same_key_is_one_command(run: Run) -> None:
    """Its points and messages come once."""
    twice = "{do: cross, on: c, by: lao, key: k}, {do: cross, on: c, by: lao, key: k}"
    assert run(one(twice, "{points: {wu: 1.5}}, {messages: {officer: 1}}"))


GIVENS = """
  given:
    members:
      wu: {roles: officer, kind: person}
      lao: {roles: ferryman, deputy: er, absent: [[2026-06-01T10:00, 2026-06-01T11:00]]}
      er: {}
      old: {roles: ferryman, until: 2026-06-01T08:00}
      far: {roles: ferryman, at: other}
      new: {roles: ferryman, from: 2026-06-01T09:30}
    units: {other: {unit_level: village, parent: township}}
    params: {seats: 2}
"""


@pytest.mark.parametrize(
    "when",
    [
        "{do: cross, on: c, by: old, because: role}",
        "{do: cross, on: c, by: far, because: role}",
        "{do: cross, on: c, by: er, because: role}",
        "{do: cross, on: c, by: new, because: role}, {wait: 30min}, {do: cross, on: c, by: new}",
        "{at: 2026-06-01T10:30}, {do: cross, on: c, by: er}",
        "{wait: 1h}, {do: cross, on: c, by: wu, on_behalf_of: lao, source: phone,"
        " occurred_at: 2026-06-01T09:10}",
    ],
)
def test_who_there_is_can_be_said_in_full(run: Run, when: str) -> None:
    """Roles begin, end, and are held elsewhere; deputies and helpers act for others."""
    report = run(one(when, given=GIVENS))
    assert report, str(report)


def test_params_can_be_tuned(run: Run) -> None:
    """Two seats are too few for three; a value out of bounds fails where it is given."""
    assert run(one("{do: cross, on: c, by: lao}", "{state: {c: full}}", GIVENS))
    report = run(one("{wait: 1h}", given=GIVENS.replace("seats: 2", "seats: 200")))
    assert "'seats' cannot be 200" in failure(report)


def test_a_broken_scenario_does_not_stop_the_others(run: Run) -> None:
    """It is a finding; the report is not well."""
    report = run(COMPLETE + "broken: {when: [{wait: 1 day}]}\n")
    assert not report
    assert (report.passed, report.failed, len(report.findings)) == (5, 0, 1)
    assert "error" not in report.as_dict()["findings"][0]["text"]
    assert str(report).startswith(str(report.findings[0].place))


def test_the_same_is_said_in_chinese(run: Run) -> None:
    """A report is read by whoever governs."""
    said = run(one("{do: cross, on: c, by: wu}")).text("zh")
    assert "失败  a" in said
    assert "0 个通过，1 个失败。" in said


def test_endless_deadlines_end(run: Run, folder: Path) -> None:
    """Deadlines that set off each other for ever fail the scenario."""
    on = "[{to: called, when: people < 90}, {to: given_up}]"
    text = PROFILE.replace("to: given_up, by: system", f"to: {on}, by: system")
    (folder / "profile.yaml").write_text(text, encoding="utf-8")
    report = run(one("{wait: 99y}"))
    assert "More than 1000 deadlines pass at this step." in failure(report)
    assert len(str(report).splitlines()) < 60


def test_a_broken_profile_is_not_run(folder: Path) -> None:
    """Its findings come first."""
    text = PROFILE.replace("people > 0", "peple > 0")
    (folder / "profile.yaml").write_text(text, encoding="utf-8")
    (folder / "scenarios.yaml").write_text(COMPLETE, encoding="utf-8")
    with pytest.raises(BrokenProfile, match="peple"):
        run_scenarios(folder)


def test_scenarios_are_tests_under_pytest(folder: Path) -> None:
    """Each is a case with its name; a failing one raises with its story."""
    file = folder / "scenarios.yaml"
    file.write_text(COMPLETE + one("{do: cross, on: c, by: wu}"), encoding="utf-8")
    *good, bad = scenario_cases(folder)
    assert [str(case) for case in good] == COMPLETE_NAMES
    assert all(case.run().ok for case in good)
    with pytest.raises(AssertionError, match=r"FAILED  a[\s\S]*refused[\s\S]*What happened:"):
        bad.run()
    file.write_text("a: {when: [{wait: soon}]}\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"scenarios\.yaml:1:19: .* 1 mistakes, the first: “soon”"):
        scenario_cases(folder)


SENT = """
sent:
  given:
    communities: {dong: {}, xi: {}}
    members: {qian: {roles: sub_district, at: here}}
  when:
    - open: order
      flow: instruction
      by: qian
      with:
        content: Clear the drains.
        source_department: Urban management
        admission_item: environment
        complete_by: COMPLETE_BY
    - {do: check, on: order, by: qian, with: {reported_elsewhere: false}}
    - {do: distribute, on: order, by: qian, with: {addressees: [xi]}}
  then:
    - THEN
"""


@pytest.mark.parametrize(
    ("complete_by", "then", "said"),
    [
        ("2026-06-12", "{shares: {order: {xi: received, dong: null}}}", ""),
        ("2026-06-12", "{shares: {order: {xi: done}}}", "The share of xi in order is received"),
        ("2026-06-12", "{state: {order@xi: accepted}}", "The state of order@xi is received"),
        ("2026-06-03", "{state: {order: distributed}}", "“open” of order@xi by qian was refused"),
        ("2026-06-03", "{refused: open, on: order@xi, because: limit.lead_time}", ""),
    ],
)
def test_what_is_distributed_is_told_by_its_communities(
    tmp_path: Path, complete_by: str, then: str, said: str
) -> None:
    """Each has a task of its own in the story, and a refusal there that nobody expects fails it."""
    (tmp_path / "profile.yaml").write_text(
        "profile: street\ntitle: {en: Street, zh: 街道}\nlanguages: [en, zh]\n"
        "extends: [instructions]\nlimits: {lead_time: {config: {min_lead_time: 5wd}}}\n",
        encoding="utf-8",
    )
    text = SENT.replace("COMPLETE_BY", complete_by).replace("THEN", then)
    (tmp_path / "scenarios.yaml").write_text(text, encoding="utf-8")
    (case,) = (one for one in scenario_cases(tmp_path) if one.name == "sent")
    if said:
        with pytest.raises(AssertionError, match=said):
            case.run()
    else:
        assert case.run().ok
