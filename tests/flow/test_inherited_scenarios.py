"""Scenarios of the profiles that one extends: they are played on the child, as it is resolved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from xiangyue import BadInput, load
from xiangyue.study import ScenarioReport, run_scenarios, scenario_cases

pytestmark = pytest.mark.sqlite

FLOW = """
  {flow}:
    title: {{en: Work}}
    start: new
    open: {{by: clerk}}
    states: {{new: {{title: {{en: New}}}}, done: {{title: {{en: Done}}, final: true}}}}
    actions: {{finish: {{title: {{en: Finish}}, from: new, to: done, by: clerk}}}}
"""
GIVEN = "given: {members: {li: clerk, wu: {}}}"
OPENED = "{name}: {{{given}, when: [{{open: t, flow: {flow}, by: {by}}}], then: [{then}]}}\n"

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return what writes a profile with these flows and these lines of scenarios."""

    def writer(name: str, extends: str = "", flows: str = "", scenarios: str = "") -> Path:
        folder = tmp_path / name
        folder.mkdir()
        text = f"profile: {name}\ntitle: {{en: Town}}\nlanguages: [en]\n"
        if extends:
            text += f"extends: {extends}\n"
        else:
            text += "roles: {clerk: {title: {en: Clerk}}}\n"
        if flows:
            text += "flows:" + "".join(FLOW.format(flow=flow) for flow in flows.split())
        (folder / "profile.yaml").write_text(text, encoding="utf-8")
        if scenarios:
            (folder / "scenarios.yaml").write_text(scenarios, encoding="utf-8")
        return folder

    return writer


def one(name: str, flow: str = "work", by: str = "li", then: str = "{state: {t: new}}") -> str:
    """Return a scenario that opens a task."""
    return OPENED.format(name=name, flow=flow, by=by, then=then, given=GIVEN)


def finished(name: str, flow: str = "work") -> str:
    """Return a scenario that shows all that a flow holds."""
    steps = f"[{{open: t, flow: {flow}, by: li}}, {{do: finish, on: t, by: li}}]"
    return f"{name}: {{{GIVEN}, when: {steps}}}\n"


def names(report: ScenarioReport) -> list[str]:
    """Return the scenarios that were played, in order."""
    return [result.name for result in report.results]


def test_a_child_plays_what_it_inherits(write: Write) -> None:
    """With no scenario of its own, its coverage is complete all the same."""
    write("town", flows="work", scenarios=finished("a"))
    report = run_scenarios(write("child", "[town]"))
    assert report
    assert names(report) == ["a"]
    assert report.profile == "child"
    assert report.coverage.complete


def test_they_come_in_the_order_of_the_profiles(write: Write) -> None:
    """A parent that is reached twice brings its scenarios once, the child's own come last."""
    write("town", flows="work", scenarios=one("a"))
    write("left", "[town]", flows="left", scenarios=one("b", "left"))
    write("right", "[town]", flows="right", scenarios=one("c", "right"))
    child = write("child", "[left, right]", scenarios=one("d"))
    assert names(run_scenarios(child)) == ["a", "b", "c", "d"]


def test_the_later_of_two_of_one_name_holds(write: Write) -> None:
    """A later parent's stands for an earlier one's, and the child's own for both."""
    write("town", flows="work", scenarios=one("a") + one("b"))
    write("right", "[town]", scenarios=one("b", then="{state: {t: done}}"))
    assert not run_scenarios(write("first", "[right]"))
    child = write("second", "[right]", scenarios=one("b"))
    report = run_scenarios(child)
    assert report
    assert names(report) == ["a", "b"]
    assert report.results[1].place.file == str(child / "scenarios.yaml")


def test_what_no_longer_holds_fails_the_child_and_says_what_to_do(write: Write) -> None:
    """The mend names the child's own file, in both languages."""
    write("town", flows="work", scenarios=one("a") + one("b"))
    child = write("child", "[town]")
    with (child / "profile.yaml").open("a", encoding="utf-8") as file:
        file.write("flows: {work: {open: {by: [mayor]}}}\nroles: {mayor: {title: {en: Mayor}}}\n")
    report = run_scenarios(child)
    assert report.failed == 2
    own = "child/scenarios.yaml"
    assert f"one of the same name to {own}, or leave it out there: without: [a]." in str(report)
    assert f"请在 {own} 中写同名情景，或写 without: [a] 将其略去。" in report.text("zh")


def test_what_is_left_out_is_not_played(write: Write) -> None:
    """The child says so in the same word as in extends; so may a parent."""
    write("town", flows="work", scenarios=one("a", by="wu") + one("b", by="wu") + one("c"))
    write("left", "[town]", scenarios="without: [a]\n")
    write("right", "[town]", scenarios="without: [a]\n" + one("d"))
    child = write("child", "[left, right]", scenarios="without: [b]\n")
    report = run_scenarios(child)
    assert report
    assert names(report) == ["c", "d"]


def test_what_is_left_out_must_be_there(write: Write) -> None:
    """A name that nothing inherited has is a mistake, with its place and the nearest."""
    write("town", flows="work", scenarios=one("first_one") + one("b"))
    child = write("child", "[town]", scenarios="without: [b, frist_one]\n")
    report = run_scenarios(child)
    assert not report
    assert "scenarios.yaml:1:14: There is no scenario “frist_one” here. " in str(report)
    assert "Did you mean “first_one”?" in str(report)
    with pytest.raises(BadInput, match="frist_one"):
        scenario_cases(child)


def test_only_a_list_of_names_leaves_out(write: Write) -> None:
    """Anything else is refused as in every file."""
    write("town", flows="work", scenarios=one("a"))
    report = run_scenarios(write("child", "[town]", scenarios="without: a\n"))
    (finding,) = report.findings
    assert (finding.address, finding.place.line) == ("without", 1)


def test_scenarios_go_with_the_flow_that_is_left_out(write: Write) -> None:
    """Without its flow there is nothing that they could show; one's own must mean something."""
    write("town", flows="work play", scenarios=finished("a") + finished("b", "play"))
    child = write("child", "[{profile: town, without: [flows.play]}]")
    report = run_scenarios(child)
    assert report
    assert names(report) == ["a"]
    assert report.coverage.complete
    (child / "scenarios.yaml").write_text(one("c", "play"), encoding="utf-8")
    assert "There is no flow “play” here." in str(run_scenarios(child))


def test_a_mistake_of_a_parent_is_found_where_it_is(write: Write) -> None:
    """Its place is in the parent's file; the child's coverage suffers, not its other scenarios."""
    town = write("town", flows="work", scenarios=one("a", by="nobody") + one("b"))
    report = run_scenarios(write("child", "[town]"))
    assert names(report) == ["b"]
    assert {finding.place.file for finding in report.findings} == {str(town / "scenarios.yaml")}
    assert [finding.code for finding in report.findings] == [
        "scenario-inherited",
        "scenario-unknown",
    ]


def test_scenarios_are_cases_of_the_child_too(write: Write) -> None:
    """Under pytest, what is inherited is a case like one's own."""
    write("town", flows="work", scenarios=one("a"))
    child = write("child", "[town]", scenarios=one("b"))
    cases = scenario_cases(load(child))
    assert [str(case) for case in cases] == ["a", "b"]
    assert [case.inherited for case in cases] == [True, False]
    assert all(case.run().ok for case in cases)
