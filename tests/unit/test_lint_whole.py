"""The linter as a whole: what it takes, what it leaves alone, and what it never does."""

from __future__ import annotations

import json
import runpy
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangyue.errors import BadInput
from xiangyue.flow import compile_plan
from xiangyue.lint import lint, require
from xiangyue.plugs import limits
from xiangyue.profile import BrokenProfile, Finding, load, parse

ROOT = Path(__file__).parents[2]
PACK = ROOT / "profiles" / "xiangyue_profiles"

SMALL = """\
profile: small
title: {en: Small}
languages: [en]
roles:
  cadre: {title: {en: Cadre}}
flows:
  job:
    title: {en: Job}
    start: new
    open: {by: anyone}
    states:
      new: {title: {en: New}}
      done: {title: {en: Done}, final: true}
    actions:
      finish: {title: {en: Finish}, from: new, to: done, by: cadre}
"""

Write = Callable[..., tuple[Finding, ...]]


@cache
def big(flows: int) -> str:
    """Return the profile that the benchmark measures."""
    made = runpy.run_path(str(ROOT / "tests" / "bench" / "big_profile.py"))
    return str(made["big_profile"](flows))


@pytest.fixture
def found(tmp_path: Path) -> Write:
    """Write profiles, each into a folder of its name, and lint the last."""

    def write(*texts: str) -> tuple[Finding, ...]:
        for text in texts:
            folder = tmp_path / text.split()[1]
            folder.mkdir(exist_ok=True)
            (folder / "profile.yaml").write_text(text, encoding="utf-8")
        return lint(load(folder))

    return write


def codes(findings: tuple[Finding, ...]) -> list[str]:
    """Return the codes of findings in their order."""
    return [finding.code for finding in findings]


def test_shipped_profiles_are_without_findings() -> None:
    """What is shipped is an example of what the linter asks for."""
    for folder in PACK.glob("*/profile.yaml"):
        assert not lint(load(folder.parent, [PACK]), limits()), folder


def test_a_large_profile_is_without_findings(found: Write) -> None:
    """The benchmark measures a profile that could be installed."""
    assert not found(big(10))
    assert big(10).count("\n") > 800


def test_require_returns_what_was_built(tmp_path: Path, found: Write) -> None:
    """Warnings do not keep a profile from being installed."""
    assert codes(found(SMALL.replace("flows:", "  idle: {title: {en: Idle}}\nflows:"))) == [
        "unused-role"
    ]
    assert require(load(tmp_path / "small")).id == "small"


def test_require_raises_with_all_findings(tmp_path: Path, found: Write) -> None:
    """One error is enough, and the exception holds the others too."""
    findings = found(SMALL.replace("to: done", "to: dne"))
    with pytest.raises(BrokenProfile) as caught:
        require(load(tmp_path / "small"))
    assert caught.value.profile == "small"
    assert caught.value.findings == findings
    assert codes(findings) == ["state-trap", "state-unreachable", "unknown-state"]


def test_a_wrong_form_is_all_that_is_said(found: Write) -> None:
    """Where the schema is broken, nothing else can be told for sure."""
    assert codes(found(SMALL.replace("start: new", "start: 3").replace("to: done", "to: x"))) == [
        "schema-type"
    ]


def test_a_broken_table_hides_nothing_else(found: Write) -> None:
    """Mistakes elsewhere are found at once, and rules that use the table are not blamed."""
    table = """\
tables:
  worth:
    title: {en: Worth}
    inputs: {late: {type: boolean}}
    outputs: {points: number}
    rows: [[often, 2], [true, 3]]
"""
    rule = "by: cadre, when: worth.points(task.late) > params.mst}"
    text = SMALL.replace("by: cadre}", rule).replace("start: new", "start: nw") + table
    assert codes(found(text)) == ["unknown-state", "table-cell-type"]
    assert "rule-unknown-name" in codes(found(text.replace("worth.points(", "wrth.points(")))


def test_a_broken_calendar_hides_nothing_else(found: Write) -> None:
    """Nor does a time zone that is none."""
    text = SMALL.replace("start: new", "start: nw") + "calendar: {timezone: Mars/Olympus}\n"
    assert codes(found(text)) == ["unknown-state", "clock-zone"]


def test_what_a_mode_breaks_is_found_where_it_is_set(found: Write) -> None:
    """What can no longer be built in a mode is said at what the mode sets."""
    modes = "modes:\n  alarm:\n    title: {en: Alarm}\n    set: {calendar.timezone: Mars}\n"
    (finding,) = found(SMALL + "calendar: {timezone: UTC}\n" + modes)
    assert (finding.code, finding.place.line, finding.place.column) == ("clock-zone", 20, 5)


def test_a_table_with_an_unknown_input_has_that_one_mistake(found: Write) -> None:
    """Its cells cannot be judged, so they are not."""
    text = """\
profile: pieces
title: {en: Pieces}
languages: [en]
tables:
  worth:
    title: {en: Worth}
    inputs: {days: fields.dys}
    outputs: {points: number}
    rows: [[3, 2]]
"""
    assert codes(found(text)) == ["unknown-field"]


def test_findings_come_in_the_order_of_the_file(found: Write) -> None:
    """They are read from top to bottom."""
    findings = found(SMALL.replace("by: cadre", "by: cdre").replace("start: new", "start: nw"))
    places = [(f.place.line, f.place.column) for f in findings]
    assert places == sorted(places) and len(places) == 3


def test_limits_are_not_checked_where_none_are_known(found: Write) -> None:
    """Whoever lints without plugins is not told that they are missing."""
    assert not found(SMALL + "limits:\n  quiet: {stance: enforce}\n")


def test_pieces_without_flows_need_no_use(found: Write) -> None:
    """A profile that others build on offers what it has."""
    assert not found(SMALL.partition("flows:")[0])


def test_what_is_inherited_need_not_be_used(found: Write) -> None:
    """Only what stands in the profile's own file is its own to clear away."""
    base = SMALL.partition("flows:")[0].replace("small", "pieces")
    own = SMALL.replace("[en]\n", "[en]\nextends: [pieces]\n").replace("cadre:", "aide:")
    assert codes(found(base, own.replace("by: cadre", "by: anyone"))) == ["unused-role"]


def test_a_limit_that_one_parent_changes_is_named(found: Write) -> None:
    """What another parent has as it was does not change in silence; the own file decides."""
    quiet = "limits:\n  quiet: {stance: enforce, config: {flows: [job]}"
    base = f"{SMALL}{quiet}}}\n".replace("profile: small", "profile: base")
    heir = "profile: {}\ntitle: {{en: Heir}}\nlanguages: [en]\nextends: [{}]\n".format
    one = heir("one", "base") + quiet.replace("[job]", "[task]") + ", lifted_in: [normal]}\n"
    mixed = heir("mixed", "one, other")
    (finding,) = found(base, one, heir("other", "base"), mixed)
    assert (finding.code, finding.severity) == ("limit-altered", "warning")
    assert finding.place.file.endswith("one/profile.yaml") and finding.place.line == 6
    what = "limits.quiet.config.flows, limits.quiet.lifted_in"
    assert finding.text().startswith(f"one changes a limit ({what}) that other has as it was")
    assert not found(mixed + quiet + ", lifted_in: []}\n")
    assert not found(heir("mixed", "base, one"))


def test_parents_that_differ_are_named_both(found: Write) -> None:
    """Which of two flows wins is not left to the order of the parents in silence."""
    first = SMALL.replace("profile: small", "profile: first")
    second = SMALL.replace("profile: small", "profile: second").replace("en: Job", "en: Task")
    heir = "profile: heir\ntitle: {en: Heir}\nlanguages: [en]\nextends: [first, second]\n"
    (finding,) = found(first, second, heir)
    assert finding.code == "defined-twice" and finding.severity == "warning"
    assert finding.place.file.endswith("second/profile.yaml") and finding.place.line == 8
    assert finding.address == "flows.job.title.en"
    assert finding.text().startswith("second and first (")
    assert "first/profile.yaml:8:" in finding.text("en")
    assert finding.mend("zh").endswith("。")
    assert not found(heir.replace("[first", "[{profile: first, without: [flows.job]}"))
    assert not found(second.replace("[en]\n", "[en]\nextends: [first]\n"), heir)


def test_parents_that_change_the_same_of_their_own_parent_are_named(found: Write) -> None:
    """Each wins over what both build on, and neither over the other; their heir may decide."""
    common = SMALL.replace("profile: small", "profile: common")
    head = "profile: {}\ntitle: {{en: P}}\nlanguages: [en]\nextends: {}\n"
    change = "flows: {{job: {{{}}}}}\n"
    first = head.format("first", "[common]") + change.format("title: {en: Task}")
    second = head.format("second", "[common]")
    heir = head.format("heir", "[first, second]")
    other = change.format("title: {en: Duty}")
    assert [f.address for f in found(common, first, second + other, heir)] == ["flows.job.title.en"]
    assert not found(second + change.format("help: {en: H}"), heir)
    assert not found(second + other, heir + change.format("title: {en: Chore}"))


def test_a_mode_is_linted_as_the_profile_that_it_makes(found: Write) -> None:
    """A mistake that only a mode brings about is found before the mode is switched on."""
    modes = "modes:\n  alarm:\n    title: {en: Alarm}\n    set:\n      flows.job.actions.finish"
    (finding,) = found(f"{SMALL}{modes}.by: [cdre]\n")
    assert (finding.code, finding.place.line, finding.place.column) == ("unknown-role", 20, 37)
    assert finding.address == "modes.alarm.set.flows.job.actions.finish.by.0"
    assert not found(f"{SMALL}{modes}.by: [anyone]\n")


def test_too_much_is_refused_in_one_sentence(found: Write) -> None:
    """What would keep the engine busy for minutes is not begun."""
    states = "".join(f"      s{n}: {{title: {{en: S}}}}\n" for n in range(320))
    action = "      a{}: {{title: {{en: A}}, from: any, to: s{}, by: cadre}}\n"
    actions = "".join(action.format(n, n) for n in range(320))
    large = SMALL.replace("    actions:\n", f"{states}    actions:\n{actions}")
    assert codes(found(large)) == ["graph-large"]
    branch = "          - {{to: done, when: task.days_late > {}}}\n"
    many = SMALL + "".join(branch.format(n) for n in range(1100))
    many = many.replace("{title: {en: Finish}, from: new, to: done, by: cadre}\n", "\n")
    many = many.replace(
        "finish:", "finish:\n        title: {en: F}\n        from: new\n        to:"
    )
    assert "rules-many" in codes(found(many + "        by: cadre\n"))
    modes = "modes:\n  m:\n    title: {en: M}\n    set:\n"
    modes += "".join(f"      flows.job.states.s{n}.title.en: T\n" for n in range(301))
    assert codes(found(SMALL + modes)) == ["modes-many"]


def test_findings_end_at_some_point(found: Write) -> None:
    """After two hundred errors one more says that there are others."""
    actions = "".join(
        f"      a{n}: {{title: {{en: A}}, from: new, to: x{n}, by: cadre}}\n" for n in range(300)
    )
    findings = found(SMALL + actions)
    assert len(findings) < 210
    assert "schema-more" in codes(findings)


def paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of every value of a document."""
    below = value.items() if isinstance(value, dict) else enumerate(value)
    for key, child in below:
        yield (*path, key)
        if isinstance(child, (dict, list)):
            yield from paths(child, (*path, key))


MORE = """\
channels: {app: {title: {en: App, zh: 应用}, kind: app}}
ladders:
  call:
    title: {en: Call, zh: 呼叫}
    steps: [{ask: [cadre], at: village, by: [app], within: 5min, basis: project default}]
modes:
  alarm:
    title: {en: Alarm, zh: 应急}
    levels: [I, II]
    lasts: {I: 3d}
    set:
      flows.task_1.due.after: 5d
      flows.task_1.actions.assign.does.1.message.to: cadre
      tables.task_1_worth.rows.0: [routine, "-", 3]
      roles.cadre.at: grid
limits: {quiet: {stance: warn, lifted_in: ["alarm:I"], config: {from: "22:00"}}}
intake: {categories: {repair: {title: {en: Repair, zh: 维修}, flow: task_1}}}
calendar: {timezone: Asia/Shanghai, hours: [["08:00", "12:00"]]}
"""


@cache
def document() -> str:
    """Return a whole profile as JSON, to be taken apart."""
    return json.dumps(parse((big(1) + MORE).encode(), "big.yaml").plain())


PLACES = list(paths(json.loads(document())))
FLOW_WORDS = ("task_1", "task_1.score", "task_1_value", "fields.assignee", "assignee", "received")
WORDS = st.sampled_from(
    [
        *FLOW_WORDS,
        "any",
        "system",
        "open",
        "3d",
        "-",
        "!",
        "1/0",
        "true",
        "now > task.due",
        "[0..3]",
    ]
)
VALUES = st.one_of(
    WORDS, st.integers(-3, 40), st.booleans(), st.none(), st.lists(WORDS, max_size=2)
)


@given(st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from(PLACES) | VALUES), max_size=4))
def test_no_profile_brings_the_linter_down(changes: list[tuple[tuple[Any, ...], Any]]) -> None:
    """Whatever is moved or overwritten, it answers; and what it passes can be run."""
    data = json.loads(document())
    for path, value in changes:
        new = json.loads(document()) if isinstance(value, tuple) else value
        try:
            for step in value if isinstance(value, tuple) else ():
                new = new[step]
            spot = data
            for step in path[:-1]:
                spot = spot[step]
            spot[path[-1]] = new
        except (KeyError, IndexError, TypeError):
            continue
    with TemporaryDirectory() as folder:
        file = Path(folder) / "big" / "profile.yaml"
        file.parent.mkdir()
        file.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        try:
            loaded = load(file)
        except BadInput:
            return
        findings = lint(loaded)
        for finding in findings:
            assert finding.text("en") and finding.mend("zh"), finding
    if loaded.profile and not any(finding.severity == "error" for finding in findings):
        compile_plan(loaded.profile)
