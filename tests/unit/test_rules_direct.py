"""What Python says of a rule by itself is what CEL says of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xiangyue.rules import Environment, Function, Kind, Rule, RuleFailure, compile_rule
from xiangyue.rules.direct import directly

B, W, N, S, T, D, L = (
    Kind.BOOLEAN,
    Kind.INTEGER,
    Kind.NUMBER,
    Kind.STRING,
    Kind.INSTANT,
    Kind.DURATION,
    Kind.STRINGS,
)


BEIJING = timezone(timedelta(hours=8))


def _worth(context: Mapping[str, float], name: str, factor: float) -> float:
    return context[name] * factor


ENVIRONMENT = Environment(
    {
        **{"on": B, "known.n": B, "n": W, "m": W, "x": N, "y": N, "s": S, "t": S},
        **{"now": T, "due": T, "spent": D, "left": D, "names": L},
    },
    (
        Function("worth", (S, N), N, _worth, member=True, needs_context=True),
        Function("table.size", (S, W), W, lambda text, n: len(text) * n),
        Function("table.day", (W,), T, lambda n: datetime(2026, 1, n, tzinfo=BEIJING)),
    ),
)

CONTEXT = {"a": 1.5, "b": 1e308}

WHOLE = st.integers(-5, 40) | st.sampled_from([2**53, 2**53 + 1, -(2**63), 2**63 - 1])
REAL = st.floats(-50, 50) | st.sampled_from([0.0, -0.0, 1e308, -1e308, float(2**53), 2.5])
WORD = st.sampled_from(["", "a", "b", "ab", "中", "a\u0301", "𝒳"])
MOMENT = st.datetimes(
    datetime(1, 1, 3), datetime(9999, 12, 28), timezones=st.sampled_from([UTC, BEIJING])
).map(lambda at: at.replace(fold=0)) | st.sampled_from(
    [datetime(2026, 6, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=BEIJING)]
)
SPAN = st.timedeltas(timedelta(-200_000), timedelta(200_000)) | st.just(timedelta(1))
VALUES = st.fixed_dictionaries(
    {},
    optional={
        **{name: st.booleans() for name in ("on", "known.n")},
        **dict.fromkeys(("n", "m"), WHOLE),
        **{name: REAL | st.none() for name in ("x", "y")},
        **dict.fromkeys(("s", "t"), WORD),
        **dict.fromkeys(("now", "due"), MOMENT),
        **dict.fromkeys(("spent", "left"), SPAN),
        "names": st.lists(WORD, max_size=3),
    },
)


def _joined(*parts: st.SearchStrategy[str] | str) -> st.SearchStrategy[str]:
    drawn = [st.just(part) if isinstance(part, str) else part for part in parts]
    return st.tuples(*drawn).map("".join).map("({})".format)


def _grown(of: Mapping[Kind, st.SearchStrategy[str]]) -> dict[Kind, st.SearchStrategy[str]]:
    """Return rules of each kind, one step larger."""
    number = of[N] | of[W]
    order, equal = st.sampled_from(["<", "<=", ">", ">="]), st.sampled_from(["==", "!="])
    sign = st.sampled_from([" + ", " - ", " * "])

    def choice(kind: Kind) -> st.SearchStrategy[str]:
        return _joined(of[B], " ? ", of[kind], " : ", of[kind])

    return {
        B: of[B]
        | _joined("!", of[B])
        | _joined(of[B], st.sampled_from([" && ", " || ", " == ", " != "]), of[B])
        | _joined(number, order | equal, number)
        | _joined(of[S], equal, of[S])
        | _joined(of[T], order | equal, of[T])
        | _joined(of[D], order | equal, of[D])
        | _joined(of[S], " in ", of[L])
        | _joined(of[W], " in [1, n, 3]")
        | choice(B),
        W: of[W]
        | _joined(of[W], sign, of[W])
        | _joined("-", of[W])
        | st.sampled_from(["round", "floor", "ceil"]).flatmap(lambda f: _joined(f, "(", of[N], ")"))
        | st.sampled_from(["min", "max"]).flatmap(lambda f: _joined(f, "(", of[W], ",", of[W], ")"))
        | _joined("size(", of[S] | of[L], ")")
        | _joined("table.size(", of[S], ",", of[W], ")")
        | choice(W),
        N: of[N]
        | _joined(number, sign, of[N])
        | _joined("-", of[N])
        | _joined(number, " / ", number)
        | _joined("abs(", of[N], ")")
        | _joined("clip(", number, ",", number, ",", of[N], ")")
        | _joined(of[S], ".worth(", number, ")")
        | choice(N),
        S: of[S] | choice(S),
        T: of[T]
        | _joined(of[T], st.sampled_from([" + ", " - "]), of[D])
        | _joined("table.day(", of[W], ")")
        | choice(T),
        D: of[D]
        | st.sampled_from(["days", "hours"]).flatmap(lambda f: _joined(f, "(", number, ")"))
        | _joined(of[T], " - ", of[T])
        | choice(D),
        L: of[L] | _joined("[", of[S], ",", of[S], "]") | _joined(of[L], " + ", of[L]) | choice(L),
    }


SMALLEST: dict[Kind, st.SearchStrategy[str]] = {
    B: st.sampled_from(["on", "known.n", "true", "false"]),
    W: st.sampled_from(["n", "m", "0", "7", "9007199254740993"]),
    N: st.sampled_from(["x", "y", "0.5", "-2.0"]),
    S: st.sampled_from(["s", "t", "'a'", "'中'"]),
    T: st.sampled_from(["now", "due"]),
    D: st.sampled_from(["spent", "left"]),
    L: st.sampled_from(["names", "['a', 'b']"]),
}
LARGER = _grown(_grown(SMALLEST))
SOURCES = st.sampled_from([*LARGER]).flatmap(lambda k: st.tuples(st.just(k), LARGER[k]))


def _outcome(rule: Rule, values: Mapping[str, Any]) -> str:
    try:
        answer = rule.evaluate(values, CONTEXT)
    except RuleFailure as failure:
        return f"{failure.code} {failure.values}"
    return repr(answer)


@settings(max_examples=200)
@given(SOURCES, st.lists(VALUES, min_size=1, max_size=4))
def test_python_says_what_cel_says(sourced: tuple[Kind, str], cases: list[dict[str, Any]]) -> None:
    """Whatever a rule reads, both give the same answer or the same reason for none."""
    kind, source = sourced
    rule = compile_rule(source, ENVIRONMENT, kind)
    assert rule.compiled.direct is not None
    by_cel = replace(rule, compiled=replace(rule.compiled, direct=None), remembered=None)
    for values in cases:
        assert _outcome(rule, values) == _outcome(by_cel, values), (source, values)


@pytest.mark.parametrize(
    "source",
    [
        "names.all(one, one != '')",
        "s.startsWith('a')",
        "now.getHours() > 8",
        "s < t",
        "[] == names",
        "n in [1, 2].map(one, one + 1)",
    ],
)
def test_what_only_cel_can_say_is_left_to_it(source: str) -> None:
    """Macros, texts and calendars are CEL's."""
    rule = compile_rule(source, ENVIRONMENT, B)
    assert directly(rule.tree, rule.functions) is None


def test_cel_decides_what_a_missing_value_means() -> None:
    """It does not matter where the other side says no, on whichever side it stands."""
    for source in ("x > 1.0 && on", "on && x > 1.0"):
        assert compile_rule(source, ENVIRONMENT, B).evaluate({"on": False}) is False
