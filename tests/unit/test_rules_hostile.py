"""Rules and values that mean harm, or are merely absurd: refused, in this process, and soon."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import IntEnum, StrEnum
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangyue.rules.compile import compile_rule
from xiangyue.rules.faults import RuleError, RuleFailure
from xiangyue.rules.kinds import Environment, Kind
from xiangyue.rules.rule import Rule

B = Kind.BOOLEAN
NAMES = {
    "b": B,
    "i": Kind.INTEGER,
    "x": Kind.NUMBER,
    "s": Kind.STRING,
    "t": Kind.INSTANT,
    "d": Kind.DURATION,
    "texts": Kind.STRINGS,
    "wholes": Kind.INTEGERS,
    "reals": Kind.NUMBERS,
}
ENVIRONMENT = Environment(NAMES)

# Each text is as long as it may be, and all of one list together too.
LARGE = {
    "b": True,
    "i": 2**62,
    "x": 1e300,
    "s": "村" * 4096,
    "t": datetime(9999, 12, 31, tzinfo=UTC),
    "d": timedelta(days=3_652_500),
    "texts": ["村" * 65] * 1000,
    "wholes": list(range(1000)),
    "reals": [0.5] * 1000,
}

BOMBS = {
    "doubling": "[s]" + ".map(x, x + x + x + x)" * 4 + " == texts",
    "doubling ever on": "[s]" + ".map(x, x + x)" * 20 + " == texts",
    "doubling lists": "[texts]" + ".map(l, l + l + l + l + l)" * 3 + " == [texts]",
    "doubling inside": "wholes.all(x, (s + s + s + s + s + s + s + s + s) != s)",
    "joining in each step": "wholes.all(w, size(" + " + ".join(["texts"] * 9) + ") > 0)",
    "joining in nested steps": "texts.all(x, texts.all(y, x + y + s != s))",
    "mapping what was joined": "(" + " + ".join(["texts"] * 9) + ").map(x, x) == texts",
    "growing out of nothing": "['a']" + ".map(x, x + x + x + x + x)" * 4 + " == texts",
    "five macros": "wholes.all(a, " * 5 + "true" + ")" * 5,
    "patterns in each step": "texts.all(x, !x.matches('(x+x+)+y'))",
    "a pattern from outside": "s.matches(s)",
    "a huge pattern": "s.matches('" + "a" * 201 + "')",
    "repetition": "s.matches('(((a{9}){9}){9}){9}')",
    "repeated Unicode classes": r"s.matches(r'[\pL]{999}')",
    "searching in each step": "wholes.all(a, wholes.all(c, s.contains(s + 'x')))",
    "too long": "b" + " || b" * 500,
    "long text": "'" + "a" * 5000 + "' == s",
    "100,000 brackets": "(" * 100_000 + "1" + ")" * 100_000,
    "33 brackets": "(" * 33 + "b" + ")" * 33,
    "33 additions": "1" + " + 1" * 33 + " > 1",
    "33 lists": "[" * 33 + "]" * 33 + " == texts",
    "33 choices": "b ? " * 33 + "b" + " : b" * 33,
    "300 indices": "texts" + "[0]" * 300,
    "250 calls": "s" + ".size()" * 250 + " > 0",
    "500 parts": "s" + ".a" * 500,
    "a 1,900-digit number": "9" * 1900 + " > i",
    "NUL": "s == 'a\0b'",
    "escaped NUL": r"s == 'a\u0000b'",
    "half a character": "s == '\ud800'",
    "escaped half a character": r"s == '\ud800'",
    "turned text": "s == '\u202e'",
    "emoji": "🙂",
    "a byte order mark": "\ufeffb",
    "import": "__import__('os').system('ls')",
    "attributes": "s.__class__.__mro__",
    "a lambda": "lambda: b",
    "formatting": "'%s%s'.format([s, s]) == s",
    "replacing": "s.replace('', s) == s",
    "messages": "google.protobuf.Any{} == google.protobuf.Any{}",
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_refused_when_it_is_written(bomb: str) -> None:
    """Before it ever runs, with a place within its source."""
    with pytest.raises(RuleError) as caught:
        compile_rule(BOMBS[bomb], ENVIRONMENT, B)
    error = caught.value
    line = BOMBS[bomb].split("\n")[error.line - 1]
    assert 1 <= error.column <= len(line) + 1
    assert len(str(error)) < 500


# What is still allowed, at its worst.
HEAVY = [
    "wholes.all(a, wholes.all(c, a + c >= 0))",
    "texts.map(x, x + x + x + x).map(x, x + x).map(x, x + x) == texts",
    "[1, 2, 3, 4, 5, 6, 7, 8, 9].all(a, texts.all(x, texts == texts))",
    "[1, 2, 3, 4, 5, 6, 7, 8, 9].all(a, texts.all(x, x in texts))",
    "[1, 2, 3, 4, 5, 6, 7, 8, 9].map(a, texts.map(x, x)) == [texts]",
    "(texts + texts + texts).map(x, x) == texts",
    "texts.filter(x, texts.filter(y, y == x).size() == 1) == texts",
    "wholes.map(a, s + s) == texts",
    "wholes.map(a, texts + texts) == [texts]",
    "wholes.all(a, !s.contains(s + 'x'))",
    " || ".join(["(s + s + s + s).matches('[村]*.{150}.{150}z')"] * 9),
    " || ".join([r"s.matches(r'\pL{20}\pN{20}z')"] * 20),
    "b" + " && b" * 390,
]

CHILD = """
import json, resource, sys
from test_rules_hostile import ENVIRONMENT, B, LARGE, RuleFailure, compile_rule
before = resource.getrusage(resource.RUSAGE_SELF)
try:
    compile_rule(json.loads(sys.argv[1]), ENVIRONMENT, B).evaluate(LARGE)
except RuleFailure as failure:
    assert failure.code == "rule-budget"
after = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps([after.ru_utime - before.ru_utime, (after.ru_maxrss - before.ru_maxrss) / 1024]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is measured the Linux way")
@pytest.mark.parametrize("source", HEAVY, ids=range(len(HEAVY)))
def test_what_is_allowed_stays_within_bounds(source: str) -> None:
    """The heaviest rules we know, on the largest values they can get, need under 200 MB."""
    run = subprocess.run(
        [sys.executable, "-c", CHILD, json.dumps(source)],
        cwd=Path(__file__).parent,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr
    seconds, megabytes = json.loads(run.stdout)
    assert seconds > 0 and megabytes < 200


def _within_itself() -> list[Any]:
    items: list[Any] = []
    items.append(items)
    return items


def _deep() -> list[Any]:
    items: list[Any] = []
    for _ in range(100_000):
        items = [items]
    return items


class _Level(IntEnum):
    HIGH = 3


class _Class(StrEnum):
    KEY = "key"


UNFIT: list[tuple[str, Any, str]] = [
    ("b", 1, "rule-wrong-value"),
    ("b", "true", "rule-wrong-value"),
    ("i", True, "rule-wrong-value"),
    ("i", 2.0, "rule-wrong-value"),
    ("i", 2**63, "rule-large-value"),
    ("i", -(10**5000), "rule-large-value"),
    ("b", 10**5000, "rule-wrong-value"),
    ("x", "1.5", "rule-wrong-value"),
    ("x", False, "rule-wrong-value"),
    ("x", Decimal("1.5"), "rule-wrong-value"),
    ("x", 10**400, "rule-large-value"),
    ("x", float("nan"), "rule-no-number"),
    ("x", float("-inf"), "rule-no-number"),
    ("s", b"bytes", "rule-wrong-value"),
    ("s", 3, "rule-wrong-value"),
    ("s", "a" * 4097, "rule-large-value"),
    ("s", "a\0b", "rule-broken-text"),
    ("s", "\ud800", "rule-broken-text"),
    ("t", "2026-01-31", "rule-wrong-value"),
    ("t", date(2026, 1, 31), "rule-wrong-value"),
    ("t", datetime(2026, 1, 31), "rule-no-zone"),
    ("d", 3600, "rule-wrong-value"),
    ("d", timedelta.max, "rule-large-value"),
    ("texts", "cadre", "rule-wrong-value"),
    ("texts", {"cadre": 1}, "rule-wrong-value"),
    ("texts", ["a", 1], "rule-wrong-value"),
    ("texts", ["a", "\ud800"], "rule-broken-text"),
    ("texts", _within_itself(), "rule-wrong-value"),
    ("texts", _deep(), "rule-wrong-value"),
    ("texts", ["a"] * 10**6, "rule-large-value"),
    ("texts", ["a" * 100] * 1000, "rule-large-value"),
    ("wholes", [1, True], "rule-wrong-value"),
    ("wholes", range(10**9), "rule-wrong-value"),
    ("reals", [1.0, float("nan")], "rule-no-number"),
    ("reals", _within_itself(), "rule-wrong-value"),
]


@pytest.mark.parametrize(("name", "value", "code"), UNFIT, ids=range(len(UNFIT)))
def test_an_unfit_value_fails_by_name(name: str, value: Any, code: str) -> None:
    """Nothing reaches CEL that is not of the declared kind, bounded and copied."""
    rule = compile_rule(f"{name} == {name}", ENVIRONMENT, B)
    with pytest.raises(RuleFailure) as caught:
        rule.evaluate({name: value})
    assert (caught.value.code, caught.value.values["name"]) == (code, name)
    assert len(caught.value.text()) < 300


@pytest.mark.parametrize(
    ("name", "value", "source"),
    [
        ("x", 3, "x / 2.0 == 1.5"),
        ("i", _Level.HIGH, "i == 3"),
        ("s", _Class.KEY, "s == 'key'"),
        ("s", "🙂" * 4096, "size(s) == 4096"),
        ("texts", ("a", "b"), "texts == ['a', 'b']"),
        ("reals", [1, 2.5], "reals[0] == 1.0"),
        ("i", -(2**63), "i < 0"),
        ("t", datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC), "t.getFullYear() == 9999"),
        ("t", datetime(1, 1, 1, 0, 0, 1, tzinfo=UTC), "t.getFullYear() == 1"),
        ("d", timedelta(days=-1, microseconds=1), "d < duration('0s')"),
    ],
)
def test_a_fit_value_is_taken_as_its_kind(name: str, value: Any, source: str) -> None:
    """Also at its bounds, and as the enum or tuple that somebody's code works with."""
    assert compile_rule(source, ENVIRONMENT, B).evaluate({name: value}) is True


@pytest.mark.parametrize(
    ("source", "kind"),
    [("s + s", Kind.STRING), ("texts + texts", Kind.STRINGS), ("wholes + [1]", Kind.NUMBERS)],
)
def test_a_result_is_bounded_too(source: str, kind: Kind) -> None:
    """Whatever a rule gives can go into another."""
    with pytest.raises(RuleFailure) as caught:
        compile_rule(source, ENVIRONMENT, kind).evaluate(LARGE)
    assert caught.value.code == "rule-result-large"


SIGNS = "+ - * / % && || ! ? : == < in ( ) [ ] { } , . e 1 0 -2.5 'a' r'\\d' 村 true null"
CALLS = (
    ".all(e, .map(e, .filter(e, .matches( .contains( .getHours( size( clip( round( days("
    " timestamp( duration( string( int("
)
PIECES = st.sampled_from([*NAMES, *(f" {sign} " for sign in SIGNS.split(" ")), *CALLS.split()])


@given(st.lists(PIECES, max_size=14).map("".join) | st.text(max_size=60), st.sampled_from(Kind))
def test_any_text_is_a_rule_or_refused(source: str, kind: Kind) -> None:
    """And any rule gives its kind or fails; nothing else ever comes out."""
    try:
        rule: Rule = compile_rule(source, ENVIRONMENT, kind)
        result = rule.evaluate(LARGE)
    except RuleError as error:
        assert error.describe("zh") and error.line >= 1 and error.column >= 1
    except RuleFailure as failure:
        assert failure.describe("zh")
    else:
        types = {Kind.BOOLEAN: bool, Kind.INTEGER: int, Kind.NUMBER: float, Kind.STRING: str}
        types |= {Kind.INSTANT: datetime, Kind.DURATION: timedelta}
        assert type(result) is types.get(kind, tuple)
