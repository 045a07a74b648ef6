"""How scenarios are written: what the schema says, and how mistakes are found."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from xiangyue.errors import BadInput, Misuse
from xiangyue.lint import require
from xiangyue.messages import profile as profile_words
from xiangyue.messages import scenarios as scenario_words
from xiangyue.profile import Finding, Loaded, load, read
from xiangyue.profile.schema import spread_out
from xiangyue.study import read_scenarios, scenario_schema

PROFILE = """
profile: p
title: {en: P}
languages: [en]
roles:
  clerk: {title: {en: Clerk}, at: village}
fields:
  size: {title: {en: Size}, schema: {type: integer}, purpose: {en: Test}, keep: 1y}
params:
  most: {title: {en: M}, schema: {type: integer}, default: 3, basis: project default}
flows:
  job:
    title: {en: Job}
    start: begun
    open: {by: [clerk, system], asks: size}
    states: {begun: {title: {en: Begun}}, ended: {title: {en: Ended}, final: true}}
    actions: {end: {title: {en: End}, from: begun, to: ended, by: clerk}}
  spread:
    title: {en: Spread}
    start: begun
    open: {by: clerk}
    states: {begun: {title: {en: Begun}}, ended: {title: {en: Ended}, final: true}}
    actions:
      end:
        title: {en: End}
        from: begun
        to: ended
        by: clerk
        does: [{distribute: {as: errand}}, {open: {flow: job}}]
accounts:
  hours:
    title: {en: Hours}
    adoption: {flow: job, state: ended}
    basis: project default
modes:
  emergency: {title: {en: Emergency}, levels: [I, II], lasts: 1d, basis: project default}
limits:
  rest: {limit: quiet_hours, stance: enforce}
intake: {categories: {errand: {title: {en: Errand}, flow: job}}}
"""

OPENED = "{open: t, flow: job, by: li}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a small profile."""
    folder = tmp_path_factory.mktemp("pack") / "p"
    folder.mkdir()
    (folder / "profile.yaml").write_text(PROFILE, encoding="utf-8")
    return folder


def found(folder: Path, text: str) -> tuple[Finding, ...]:
    """Return what is wrong with scenarios."""
    (folder / "scenarios.yaml").write_text(text, encoding="utf-8")
    loaded = load(folder)
    return read_scenarios(loaded, require(loaded))[1]


def one(given: str = "{members: {li: clerk}}", when: str = OPENED, then: str = "") -> str:
    """Write a file with one scenario."""
    return f"a:\n  given: {given}\n  when: [{when}]\n  then: [{then}]\n"


def parts(schema: Any) -> Iterator[dict[str, Any]]:
    """Return every schema within a schema."""
    if isinstance(schema, dict):
        yield schema
        for key, value in schema.items():
            if key in ("properties", "$defs"):
                for below in value.values():
                    yield from parts(below)
            else:
                yield from parts(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from parts(value)


def test_the_schema_is_valid() -> None:
    """An editor can be given the schema as it is."""
    Draft202012Validator.check_schema(scenario_schema())


def test_every_key_is_described() -> None:
    """An editor explains each key."""
    schema = scenario_schema()
    for part in parts(schema):
        for key, below in part.get("properties", {}).items():
            target = schema["$defs"].get(below.get("$ref", "").removeprefix("#/$defs/"), {})
            assert "description" in {**target, **below}, key


def test_every_pattern_is_said_in_words() -> None:
    """Nobody has to read a regular expression to mend a value."""
    words = {**scenario_words.EXPECTED, **profile_words.EXPECTED}
    for part in parts(spread_out(scenario_schema())):
        assert "pattern" not in part or part["$comment"] in words


def test_what_is_accepted_fits_the_schema(folder: Path) -> None:
    """Every way of writing things passes, here and in an editor."""
    text = """
plain:
  when: []
beneath:
  given: {communities: {c1: {}, c2: {mode: "emergency:II", params: {most: 4}}}}
  when: [{open: t, flow: spread, by: system}, {do: end, on: t@c1, by: system}]
  then: [{state: {t@c1: begun, t@here: begun}, shares: {t: {c1: received, c2: null}}}]
full:
  given:
    members:
      li: clerk
      wang: [clerk]
      zhao:
        roles: clerk
        kind: household
        at: here
        from: 2026-01-01T00:00Z
        until: 2026-12-31 00:00
        deputy: li
        absent: [[2026-06-01T09:00, 2026-06-02T09:00+08:00]]
      sun: {}
    units: {g1: {unit_level: grid}, far: {unit_level: village, parent: here}}
    params: {most: 4}
    at: 2026-06-01T09:00:30
    mode: emergency:II
    consents: {li: [naming, "sensitive:health"], sun: []}
    literacy: {li: 2}
    first:
      - {open: s, flow: job, by: li}
      - {wait: 1h}
  when:
    - {open: t, flow: job, by: li, title: T, unit: g1, with: {size: 3}, note: N, key: k}
    - {open: c, category: errand, by: li}
    - {do: end, on: t, by: wang, source: paper, on_behalf_of: li, occurred_at: 2026-06-01T09:00}
    - {do: end, on: t, by: system, expect: refused, because: [role, state]}
    - {do: end, on: t, by: li, expect: deferred, because: [limit.rest]}
    - {do: end, on: s, by: li, because: mode-level}
    - {wait: 2wd}
    - {at: 2026-07-01T09:00}
  then:
    - {state: {t: begun}, late: {t: false}, due: {t: null}, state_due: {t: 2026-06-01T09:00}}
    - {assignee: {t: null}, fields: {t: {size: null}}, messages: {li: 0, clerk: 1}}
    - {points: {li: 1.5, wang: {hours: -2, points: 0}}}
    - {frozen: {li: false, wang: {hours: true}}}
    - {dropped: {li: 1}, sent_at: {clerk: [2026-06-01T09:00], li: []}}
    - {deferred: {t: 2026-06-02T08:30, s: null}}
    - {notes: []}
    - {notes: limit-dropped.rest}
    - {notes: [due-provisional]}
    - {notes: {t: [points-capped, limit-warned.rest], s: points-not-adopted}}
    - {done: open}
    - {refused: end, on: t, because: guard}
    - {allowed: end, on: t, by: li, with: {size: 3}}
    - {not_allowed: end, on: t, by: li, because: [role]}
"""
    assert found(folder, text) == ()
    written = read(folder / "scenarios.yaml").plain()
    Draft202012Validator(scenario_schema()).validate(written)


WRONG = [  # what is wrong, ¦ marking the place, and words that are said of it
    ("¦{}", "empty"),
    ("a: {when: []}\nb: {¦whn: []}", "Did you mean “when”?"),
    ("¦a: {given: {}}", "“when” is missing from a."),
    (one(when="{¦opn: t}"), "Did you mean “open”?"),
    (one(when="{open: t, flow: job, by: li, ¦do: end}"), "“do” is not known here."),
    (one(when="¦{do: end, on: t}"), "“by” is missing from a.when.0."),
    (one(when="¦{}"), "This is empty."),
    (one(given="{members: {li: clerk}, mode: ¦war}"), "no mode “war” here."),
    (one(given="{members: {li: clerk}, mode: ¦emergency:IV}"), "no response level “IV” here."),
    (one(given="{members: {li: clerk}, mode: ¦emergency:2}"), "such as emergency:II"),
    (one(given="{members: {li: clerk}, consents: {¦lo: [naming]}}"), "no member “lo”"),
    (one(given="{members: {li: clerk}, consents: {li: [¦Naming]}}"), "such as naming or"),
    (one(given="{members: {li: clerk}, literacy: {li: ¦9}}"), "at most 8"),
    (one(given="{members: {li: clerk}, first: [{do: end, on: ¦t, by: li}]}"), "no task “t”"),
    (one(when="{wait: ¦2 days}"), "Write a whole number and a unit"),
    (one(when="¦{wait: 2wd, at: 2026-06-01T09:00}"), "at most 1"),
    (one(when="{at: ¦tomorrow}"), "Write a moment such as"),
    (one(when="{at: ¦2026-02-30T09:00}"), "not a moment in time"),
    (one(when="¦end"), "Write a step: {open: task, ...}"),
    (one(given="{members: {li: ¦clrk}}"), "no role “clrk” here. Did you mean “clerk”?"),
    (one(given="{members: {¦李: clerk}}"), "Write a name in ASCII letters"),
    (one(given="{params: {¦mst: 3}}", when=""), "Did you mean “most”?"),
    (one(given="{members: {li: {at: ¦ther}}}"), "no unit “ther”"),
    (one(given="{members: {li: {deputy: ¦wu}}}"), "no member “wu”"),
    (one(given="{units: {¦here: {unit_level: grid}}}", when=""), "a unit “here” already"),
    (one(when="{open: t, flow: ¦jb, by: li}"), "no flow “jb” here. Did you mean “job”?"),
    (one(when="{open: t, category: ¦erand, by: li}"), "Did you mean “errand”?"),
    (one(when="{¦open: t, by: li}"), "Say one of the two: flow or category."),
    (one(when="{¦open: t, flow: job, category: errand, by: li}"), "one of the two"),
    (one(when="{open: t, flow: job, by: ¦lo}"), "no member “lo” here. Known: li, public, system."),
    (one(when="{open: t, flow: job, by: li, with: {¦siz: 3}}"), "Did you mean “size”?"),
    (one(when="{open: t, flow: job, by: li, because: ¦rol}"), "Did you mean “role”?"),
    (one(when="{open: t, flow: job, by: li, because: ¦limit.rst}"), "Did you mean “limit.rest”?"),
    (one(when="{open: t, flow: job, by: li, because: ¦limit}"), "Did you mean"),
    (one(when=f"{OPENED}, {{do: ¦ende, on: t, by: li}}"), "Did you mean “end”?"),
    (one(when=f"{OPENED}, {{do: end, on: ¦u, by: li}}"), "no task “u” here. Known: t."),
    (one(then="{¦stat: {t: begun}}"), "Did you mean “state”?"),
    (one(then="{state: {t: ¦bgun}}"), "Did you mean “begun”?"),
    (one(then="{state: {¦u: begun}}"), "no task “u”"),
    (one(then="{fields: {t: {¦siz: 1}}}"), "Did you mean “size”?"),
    (one(then="{points: {¦lo: 1}}"), "no member “lo”"),
    (one(then="{points: {li: ¦1e99}}"), "out of bounds"),
    (one(then="{points: {li: {¦hour: 1}}}"), "no account “hour” here. Did you mean “hours”?"),
    (one(then="{frozen: {li: ¦1}}"), "true or false, or {account: true}"),
    (one(then="{deferred: {¦u: null}}"), "no task “u”"),
    (one(then="{dropped: {¦lo: 1}}"), "no member “lo”"),
    (one(then="{sent_at: {li: [¦soon]}}"), "Write a moment such as"),
    (one(then="{notes: [¦points-caped]}"), "no note “points-caped” here."),
    (one(then="{notes: {t: ¦limit-dropped.rst}}"), "Did you mean “limit-dropped.rest”?"),
    (one(then="{notes: {¦u: []}}"), "no task “u”"),
    (one(then="{assignee: {t: ¦lo}}"), "no member “lo”"),
    (one(then="{messages: {¦lo: 1}}"), "no member “lo”"),
    (one(given="{communities: {¦here: {}}}", when=""), "a unit “here” already"),
    (one(given="{communities: {c1: {mode: ¦war}}}", when=""), "no mode “war” here."),
    (one(given="{communities: {c1: {params: {¦mst: 3}}}}", when=""), "Did you mean “most”?"),
    (one(then="{shares: {t: {¦c1: done}}}"), "no unit “c1” here."),
    (one(then="{shares: {¦u: {}}}"), "no task “u”"),
    (one(then="{refused: ¦ende}"), "Did you mean “end”?"),
    (one(then="{refused: end, ¦becaus: role}"), "Did you mean “because”?"),
    (one(then="¦{allowed: end, on: t}"), "“by” is missing"),
    (one(then="{allowed: ¦open, on: t, by: li}"), "no action “open”"),
]


@pytest.mark.parametrize(("marked", "words"), WRONG, ids=[words for _, words in WRONG])
def test_mistakes_are_found_at_their_place(folder: Path, marked: str, words: str) -> None:
    """Each has its line and column, and says what may have been meant."""
    before, _, after = marked.partition("¦")
    first = found(folder, before + after)[0]
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    assert (first.place.line, first.place.column) == (line, column)
    assert words in str(first)
    assert first.severity == "error"
    assert first.text("zh")
    assert first.mend("zh") or not first.mend()


def test_what_is_no_yaml_is_refused(folder: Path) -> None:
    """The file is read as strictly as a profile."""
    with pytest.raises(BadInput, match=r"scenarios\.yaml:4:24: "):
        found(folder, one(then="{points: {li: .inf}}"))


def test_every_mistake_of_a_scenario_is_found(folder: Path) -> None:
    """Names are not given up after the first unknown one, and other scenarios stay usable."""
    then = "{state: {t: x}}, {points: {y: 1}}"
    (folder / "scenarios.yaml").write_text(one(then=then) + "b: {when: []}\n", encoding="utf-8")
    loaded = load(folder)
    scenarios, findings = read_scenarios(loaded, require(loaded))
    assert [finding.address for finding in findings] == ["a.then.0.state.t", "a.then.1.points.y"]
    assert [scenario.name for scenario in scenarios] == ["b"]


def test_a_profile_without_scenarios_says_how_to_begin(tmp_path: Path) -> None:
    """The error names the file that is missing."""
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "profile.yaml").write_text(PROFILE, encoding="utf-8")
    loaded = load(tmp_path / "p")
    with pytest.raises(Misuse, match=r"no scenarios.*scenarios\.yaml.*profile new"):
        read_scenarios(loaded, require(loaded))


KEYS = st.sampled_from(
    [
        "a",
        "t",
        "li",
        "given",
        "when",
        "then",
        "members",
        "first",
        "notes",
        "deferred",
        "open",
        "do",
        "on",
        "by",
        "flow",
        "state",
        "with",
        "without",
    ]
)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-5, 5)
    | st.sampled_from(["t", "li", "job", "end", "clerk", "2wd", "2026-06-01T09:00", "role", ""])
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@given(document=st.dictionaries(KEYS, VALUES, max_size=3))
def test_no_document_is_too_strange(folder: Path, document: dict[str, Any]) -> None:
    """Whatever is written, it is either a scenario or a finding with its place."""
    (folder / "scenarios.yaml").write_bytes(orjson.dumps(document))
    loaded: Loaded = load(folder)
    scenarios, findings = read_scenarios(loaded, require(loaded))
    assert all(finding.place.line and str(finding) for finding in findings)
    wrong = {finding.address.partition(".")[0] for finding in findings}
    assert {scenario.name for scenario in scenarios} == document.keys() - wrong - {"without"}
