"""The profile language: the schema that is printed, and what its findings say."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import dedent
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from xiangyue.messages.profile import EXPECTED
from xiangyue.profile import Finding, Node, check, parse, profile_schema
from xiangyue.profile.check import LIMIT
from xiangyue.profile.judge import judge
from xiangyue.profile.schema import Part, compiled
from xiangyue.time.worktime import parse_duration

DURATION = profile_schema()["$defs"]["duration"]["pattern"]
HEAD = "profile: a\ntitle: {en: A}\nlanguages: [en]\n"


def node(text: str) -> Node:
    """Parse the text of a profile."""
    return parse(dedent(text).encode(), "profile.yaml")


def findings(text: str) -> tuple[Finding, ...]:
    """Return what is wrong with a profile that has a name, a title and a language."""
    return check(node(HEAD + dedent(text)), "file")


def only(text: str) -> Finding:
    """Return the one thing that is wrong."""
    (finding,) = findings(text)
    return finding


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


def test_the_schema_is_valid() -> None:
    """What is printed is JSON Schema 2020-12."""
    Draft202012Validator.check_schema(profile_schema())


def test_every_key_is_described_and_no_other_allowed() -> None:
    """An editor explains each key and marks a misspelt one."""
    schema = profile_schema()
    for part in parts(schema):
        known = part.get("properties", {})
        assert not known or part["additionalProperties"] is False
        for key, below in known.items():
            target = schema["$defs"].get(below.get("$ref", "").removeprefix("#/$defs/"), {})
            assert "description" in {**target, **below}, key


def test_every_pattern_is_said_in_words() -> None:
    """Nobody has to read a regular expression to mend a value."""
    for part in parts(compiled("complete")):
        assert "pattern" not in part or part["$comment"] in EXPECTED


def test_every_word_of_the_schema_is_a_keyword() -> None:
    """A comma in an unquoted description, or a misspelt keyword, would judge nothing."""
    notes = {"description", "title", "$schema", "$id", "$defs", "then", "else"}
    for part in parts(profile_schema()):
        assert not set(part) - set(Draft202012Validator.VALIDATORS) - notes
        assert "$ref" not in part or set(part) <= {"$ref", "description"}


def test_the_printed_schema_and_the_judge_agree() -> None:
    """A file that extends others may be partial, and only such a file."""
    printed = Draft202012Validator(profile_schema())
    partial = {"profile": "a", "extends": ["b"], "params": {"p": {"default": 3}}}
    whole = {"profile": "a", "title": {"en": "A"}, "languages": ["en"]}
    for document in (partial, whole, {**partial, "params": {"p": {"x": 1}}}, {"profile": "a"}):
        part: Part = "overlay" if "extends" in document else "complete"
        assert printed.is_valid(document) == (not list(judge(document, part)))
    assert printed.is_valid(partial)
    assert printed.is_valid(whole)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=9),
        lambda below: (
            st.lists(below, max_size=3)
            | st.dictionaries(
                st.sampled_from([*compiled("complete")["properties"], "due", "when", "x"]),
                below,
                max_size=5,
            )
        ),
        max_leaves=12,
    )
)
def test_own_keywords_judge_as_jsonschema_does(document: Any) -> None:
    """Being quick changes no verdict, and each error leads to a sentence."""
    stock = Draft202012Validator(compiled("complete"))
    assert stock.is_valid(document) == (not list(judge(document, "complete")))


@pytest.mark.parametrize(
    ("text", "code", "line", "column", "address"),
    [
        ("rolls: {}", "schema-unknown-key", 4, 1, "rolls"),
        ("roles:\n  cadre: {titel: {en: C}}", "schema-unknown-key", 5, 11, "roles.cadre.titel"),
        ("roles:\n  cadre: {at: grid}", "schema-missing-key", 5, 3, "roles.cadre.title"),
        ("roles:\n  r: {title: Cadre}", "schema-type", 5, 14, "roles.r.title"),
        ("roles:", "schema-type", 4, 7, "roles"),
        ("roles: {r: {title: {en: R}, at: vilage}}", "schema-enum", 4, 33, "roles.r.at"),
        ("roles: {村: {title: {en: R}}}", "schema-pattern", 4, 9, "roles.村"),
        ("intake: {backdate: 7 days}", "schema-pattern", 4, 20, "intake.backdate"),
        ('intake: {backdate: "7d\\n"}', "schema-pattern", 4, 20, "intake.backdate"),
        ("intake: {sources: []}", "schema-empty", 4, 19, "intake.sources"),
        ("intake: {sources: [log, log]}", "schema-duplicate-items", 4, 25, "intake.sources.1"),
        ("fit: {A1: {bands: [low], weight: 99}}", "schema-bounds", 4, 34, "fit.A1.weight"),
        ("fit: {A9: {bands: [low]}}", "schema-unknown-key", 4, 7, "fit.A9"),
        ("help: {en: ''}", "schema-empty", 4, 12, "help.en"),
        (f"help: {{en: {'x' * 4001}}}", "schema-length", 4, 12, "help.en"),
        ("extends: [{profile: b, without: a}]", "schema-type", 4, 33, "extends.0.without"),
    ],
)
def test_a_finding_has_its_place(
    text: str, code: str, line: int, column: int, address: str
) -> None:
    """Keys are shown where the key stands, values where the value begins."""
    found = only(text)
    assert (found.code, found.severity, found.address) == (code, "error", address)
    assert (found.place.line, found.place.column) == (line, column)
    for lang in ("en", "zh"):
        assert found.text(lang)
        assert found.mend(lang)


def test_the_mend_says_what_belongs_there() -> None:
    """The sentence is about profiles and never jsonschema's own."""
    assert str(only("intake: {backdate: soon}")) == (
        "profile.yaml:4:20: error schema-pattern: “soon” is not written as it must be here. "
        "Write a whole number and a unit (min, h, wh, d, wd, w, m, y), such as 2wd, at most 999y."
    )
    found = only("roles: {r: {title: {en: R}, at: vilage}}")
    assert found.mend().startswith("Did you mean “village”? Allowed: county, ")
    assert found.mend("zh").startswith("是否想写“village”？允许的取值：county, ")
    found = only("roles: {r: {title: Cadre}}")
    assert found.text() == "This is text (Cadre), which does not fit here."
    assert found.mend("zh").startswith("请写成按语言书写的文字")


def test_a_mapping_where_one_word_belongs_is_a_finding() -> None:
    """It has its place and names the word, like every other mistake."""
    field = "{title: {en: X}, purpose: {en: X}, keep: 1y, schema: {type: array, items: {type: {}}}}"
    finding = only(f"fields: {{x: {field}}}")
    assert finding.code == "schema-type"
    assert finding.mend("en") == "Write string."


@given(st.from_regex(DURATION.removesuffix("$"), fullmatch=True))
def test_every_duration_that_is_accepted_can_be_counted(text: str) -> None:
    """The schema refuses at its place what the calendar could not read."""
    assert parse_duration(text).amount >= 0


def test_braces_in_a_value_are_only_braces() -> None:
    """What was written is quoted, never filled in."""
    assert "“{0.x}”" in only("intake: {backdate: '{0.x}'}").text()


def test_findings_come_in_the_order_of_the_text() -> None:
    """A reader mends from top to bottom."""
    found = findings("roles: {r: {at: x}}\nintake: {backdate: x, y: 1}\nz: 1")
    assert [f.address for f in found] == [
        "roles.r.title",
        "roles.r.at",
        "intake.backdate",
        "intake.y",
        "z",
    ]


def test_one_mistake_is_one_finding() -> None:
    """A value that breaks several rules is reported for the first."""
    assert only(f"roles: {{r: {{title: {{en: R}}, at: {'x' * 500}}}}}").code == "schema-enum"
    assert only(f"limits: {{q: {{stance: warn, basis: {'x' * 500}}}}}").code == "schema-pattern"


def test_a_partial_file_lacks_nothing_but_a_resolved_one_does() -> None:
    """What parents bring is asked for only when they have brought it."""
    partial = node("profile: a\nextends: [b]\nparams: {p: {default: 3}}\n")
    assert check(partial, "file") == ()
    missing = {f.address for f in check(partial, "resolved") if f.code == "schema-missing-key"}
    assert missing == {"title", "languages", "params.p.title", "params.p.schema", "params.p.basis"}


@pytest.mark.parametrize(
    "text",
    [
        "flows: {f: {due: {after: 2d}}}",
        "flows: {f: {open: {when: {otherwise: {en: No}}}}}",
        "flows: {f: {actions: {a: {to: [{when: 'true'}]}}}}",
        "flows: {f: {actions: {a: {does: [{assign: {}}]}}}}",
        "ladders: {l: {steps: [{ask: r}]}}",
    ],
)
def test_one_value_is_never_partial(text: str) -> None:
    """Deadlines, guards and the items of lists are whole in every file."""
    found = check(node(f"profile: a\nextends: [b]\n{text}\n"), "file")
    assert {f.code for f in found} == {"schema-missing-key"}


def test_what_was_found_sound_hides_no_mistake() -> None:
    """A document that differs from it by the kind of one value is judged for itself."""
    for said, sound in (("true", True), ("1", False), ("true", True), ("'true'", False)):
        text = f"profile: a\nextends: [b]\nroles: {{c: {{advisory: {said}}}}}\n"
        assert (check(node(text), "file") == ()) is sound
        assert check(node(text), "resolved")


def test_many_mistakes_end_in_one_sentence() -> None:
    """A file that is wrong throughout is answered soon and briefly."""
    found = findings("roles: {" + ", ".join(f"r{n}: 1" for n in range(20_000)) + "}")
    assert len(found) == LIMIT + 1
    assert found[-1].code == "schema-more"
