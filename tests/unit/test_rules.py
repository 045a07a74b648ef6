"""Rules: what they mean, what they refuse, and what can be proven of them."""

from __future__ import annotations

import gc
import operator
import pickle
import weakref
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal
from string import Formatter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangyue.errors import BadInput
from xiangyue.messages.rules import MESSAGES
from xiangyue.rules.apart import keeping_out
from xiangyue.rules.compile import compile_rule
from xiangyue.rules.faults import RuleError, RuleFailure
from xiangyue.rules.kinds import Environment, Function, Kind, usable
from xiangyue.rules.satisfy import Domain, Finite, Interval, Open, never_true

B, W, N, S = Kind.BOOLEAN, Kind.INTEGER, Kind.NUMBER, Kind.STRING
T, D = Kind.INSTANT, Kind.DURATION
BEIJING = timezone(timedelta(hours=8))


def _has_role(holders: Mapping[str, str], member: str, role: str) -> bool:
    return holders[member] == role


def _explode(*_: object) -> float:
    raise LookupError("no row fits")


HAS_ROLE = Function("has_role", (S, S), B, _has_role, member=True, needs_context=True)
POINTS = Function("class_value.points", (S, N), N, lambda name, factor: len(name) * factor)
EXPLODE = Function("class_value.explode", (S,), N, _explode)
TODAY = Function("today", (), W, lambda: 7)

NAMES = {
    "n": W,
    "m": W,
    "x": N,
    "y": N,
    "on": B,
    "s": S,
    "now": T,
    "due": T,
    "spent": D,
    "roles": Kind.STRINGS,
    "marks": Kind.INTEGERS,
    "shares": Kind.NUMBERS,
    "params.max": W,
    "params.share": N,
    "known.note": B,
    "note": S,
}
ENVIRONMENT = Environment(NAMES, (HAS_ROLE, POINTS, EXPLODE, TODAY))
VALUES: dict[str, Any] = {
    "n": 3,
    "m": 2,
    "x": 1.5,
    "y": 2.0,
    "on": True,
    "s": "村干部 li",
    "now": datetime(2026, 9, 28, 9, 30, tzinfo=BEIJING),
    "due": datetime(2026, 9, 30, 16, tzinfo=UTC),
    "spent": timedelta(hours=36),
    "roles": ["cadre", "sage"],
    "marks": [3, 1, 2],
    "shares": [0.5, 1.5],
    "params.max": 30,
    "params.share": 0.25,
    "known.note": False,
}


def evaluate(source: str, kind: Kind, **values: Any) -> Any:
    """Compile and evaluate with the usual values."""
    return compile_rule(source, ENVIRONMENT, kind).evaluate({**VALUES, **values}, {"li": "cadre"})


def refused(source: str, kind: Kind = B) -> RuleError:
    """Return the error that a rule is refused with."""
    with pytest.raises(RuleError) as caught:
        compile_rule(source, ENVIRONMENT, kind)
    return caught.value


def failed(source: str, kind: Kind = B, **values: Any) -> RuleFailure:
    """Return the failure that an evaluation ends with."""
    with pytest.raises(RuleFailure) as caught:
        evaluate(source, kind, **values)
    return caught.value


MEANINGS: list[tuple[str, Kind, Any]] = [
    # Arithmetic
    ("1 + 2 * 3", W, 7),
    ("(1 + 2) * 3", W, 9),
    ("7 % 3", W, 1),
    ("-7 % 3", W, -1),
    ("-n", W, -3),
    ("n - 5", W, -2),
    ("0x1F", W, 31),
    ("n", N, 3.0),
    ("3 / 2", N, 1.5),
    ("n / m", N, 1.5),
    ("4 / 2", N, 2.0),
    ("x / 3.0 * 2.0", N, 1.0),
    ("1e3 + 0.5", N, 1000.5),
    # Integers and numbers together
    ("n * x", N, 4.5),
    ("x + n", N, 4.5),
    ("n - x", N, 1.5),
    ("x / n", N, 0.5),
    ("n / y", N, 1.5),
    ("n > x && x < n && n >= 3.0 && 3.0 <= n", B, True),
    ("n == 3.0 && 3.0 == n && n != x", B, True),
    ("n in [1.0, 3.0] && y in [1, 2]", B, True),
    ("on ? 2 : 0.5", N, 2.0),
    ("(on ? 1 : 0.5) / (on ? 2 : 0.5)", N, 0.5),
    # Our functions
    ("clip(n * x, 1.0, params.max)", N, 4.5),
    ("clip(50, 1, params.max)", W, 30),
    ("min(n, 2) + max(n, 5)", W, 7),
    ("min(n, x)", N, 1.5),
    ("round(2.5) + round(-2.5)", W, 0),
    ("round(0.49999999999999994)", W, 0),
    ("floor(-1.5)", W, -2),
    ("ceil(1.2)", W, 2),
    ("abs(-n)", W, 3),
    ("abs(-1.5)", N, 1.5),
    ("days(2) + hours(1.5)", D, timedelta(days=2, hours=1.5)),
    # Logic: what is false decides, whatever fails beside it
    ("on && !false || false", B, True),
    ("n / 0 > 1 && false", B, False),
    ("true || n / 0 > 1", B, True),
    ("on ? s : 'nobody'", S, "村干部 li"),
    # Texts
    ("'村' + '干部'", S, "村干部"),
    ("size(s)", W, 6),
    ("size('🙂é')", W, 2),
    ("s.contains('干') && s.startsWith('村') && s.endsWith('li')", B, True),
    (r"s.matches('^\\p{Han}+ [a-z]{2}$')", B, True),
    (r"'110101199003070000'.matches(r'^\d{17}[\dX]$')", B, True),
    ("'a' < 'b' && s == '村干部 li'", B, True),
    (r"'tab\t\u6751'", S, "tab\t村"),
    ("string(n) + string(x) + string(true)", S, "31.5true"),
    ("int('12') + int(3.9)", W, 15),
    ("double('2.5') + double(n)", N, 5.5),
    ("bool('true')", B, True),
    # Lists and macros
    ("'cadre' in roles", B, True),
    ("roles[1]", S, "sage"),
    ("size(roles + ['x'])", W, 3),
    ("roles + ['x']", Kind.STRINGS, ("cadre", "sage", "x")),
    ("[]", Kind.STRINGS, ()),
    ("marks", Kind.NUMBERS, (3.0, 1.0, 2.0)),
    ("shares.map(p, p * n)", Kind.NUMBERS, (1.5, 4.5)),
    ("marks.all(m, m > 0)", B, True),
    ("marks.exists(k, k == m)", B, True),
    ("marks.exists_one(k, k > 1)", B, False),
    ("marks.filter(k, k > 1)", Kind.INTEGERS, (3, 2)),
    ("marks.map(k, k > 1, k * k)", Kind.INTEGERS, (9, 4)),
    ("roles.map(r, size(r))", Kind.INTEGERS, (5, 4)),
    ("[[1, 2], [3]].all(row, row.all(k, k < 4))", B, True),
    ("{'routine': 2, 'key': 10}['key']", W, 10),
    # Times
    ("now < due && due - now > days(2)", B, True),
    ("now + duration('90m')", T, datetime(2026, 9, 28, 11, tzinfo=BEIJING)),
    ("due - now", D, timedelta(days=2, hours=14, minutes=30)),
    ("now.getHours()", W, 1),
    ("now.getHours('+08:00') * 100 + now.getMinutes('Asia/Shanghai')", W, 930),
    ("due.getDate('Asia/Shanghai')", W, 1),
    ("due.getMonth('Asia/Shanghai')", W, 9),
    ("now.getFullYear() * 10 + now.getDayOfWeek()", W, 20261),
    ("spent.getHours()", W, 36),
    ("spent > hours(35) && spent == duration('36h')", B, True),
    ("timestamp('2026-01-31T09:00:00+08:00')", T, datetime(2026, 1, 31, 1, tzinfo=UTC)),
    ("string(timestamp('2026-01-31T09:00:00+08:00'))", S, "2026-01-31T01:00:00Z"),
    # Names and declared functions
    ("params.share * params.max", N, 7.5),
    ("class_value.points(s, m) + 1", N, 13.0),
    ("'li'.has_role('cadre') && !'li'.has_role('sage')", B, True),
    ("today() + 1", W, 8),
    ("known.note && note != ''", B, False),
    ("known.note ? size(note) : 0", W, 0),
    ("n == 3 // a remark", B, True),
]


@pytest.mark.parametrize(("source", "kind", "meaning"), MEANINGS)
def test_a_rule_means_what_it_says(source: str, kind: Kind, meaning: Any) -> None:
    """Our core subset of CEL, with what we add to it."""
    result = evaluate(source, kind)
    assert result == meaning
    assert type(result) is type(meaning)


OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}
SMALL_INTEGERS = st.integers(-(10**6), 10**6)
SMALL_NUMBERS = st.floats(-1e6, 1e6)


@given(st.sampled_from([*OPERATORS]), SMALL_INTEGERS, SMALL_NUMBERS, st.booleans())
def test_integers_and_numbers_mix(sign: str, whole: int, real: float, flip: bool) -> None:
    """Every operator works on both together, as in Python."""
    source, sides = (f"x {sign} n", (real, whole)) if flip else (f"n {sign} x", (whole, real))
    kind = N if sign in "+-*" else B
    assert evaluate(source, kind, n=whole, x=real) == OPERATORS[sign](*sides)


@given(st.floats(-1e9, 1e9))
def test_round_is_half_away_from_zero(value: float) -> None:
    """As people round points, and as Decimal does it."""
    assert evaluate("round(x)", W, x=value) == int(Decimal(value).to_integral_value(ROUND_HALF_UP))


REFUSALS: list[tuple[str, Kind, str, int, int]] = [
    ("", B, "rule-empty", 1, 1),
    (" \n ", B, "rule-empty", 1, 1),
    ("n +", W, "rule-ends", 1, 4),
    ("(n", W, "rule-ends", 1, 3),
    ("n = 3", B, "rule-syntax", 1, 3),
    ("on and on", B, "rule-syntax", 1, 4),
    ("'中文' == s # x", B, "rule-syntax", 1, 11),
    ("for", B, "rule-reserved", 1, 1),
    ("9223372036854775808", W, "rule-cel", 1, 1),
    ("1e999 > x", B, "rule-infinite", 1, 1),
    ("os.system", B, "rule-unknown-name", 1, 1),
    ("os.system('ls')", B, "rule-unknown-name", 1, 1),
    ("params.mx > 3", B, "rule-unknown-name", 1, 1),
    ("n > 1 &&\n  '中文' == zz", B, "rule-unknown-name", 2, 11),
    ("n in foo", B, "rule-unknown-name", 1, 6),
    ("class_value.pionts(s, 1)", N, "rule-unknown-name", 1, 1),
    ("s.upper() == s", B, "rule-unknown-name", 1, 3),
    ("dyn(n)", W, "rule-unknown-name", 1, 1),
    ("type(n) == type(m)", B, "rule-unknown-name", 1, 1),
    ("int == int", B, "rule-unknown-name", 1, 1),
    ("google.protobuf.NullValue.NULL_VALUE == 0", B, "rule-unknown-name", 1, 26),
    ("clip(n, 1)", W, "rule-call", 1, 1),
    ("clip(s, 1, 2)", W, "rule-call", 1, 5),
    ("has_role(s, 'cadre')", B, "rule-call", 1, 1),
    ("class_value.points(s, s)", N, "rule-call", 1, 23),
    ("size(n)", W, "rule-call-cel", 1, 5),
    ("s + 1", S, "rule-operands", 1, 3),
    ("n == null", B, "rule-operands", 1, 3),
    ("on ? 'a' : 1", S, "rule-choice", 1, 4),
    ("s.length", W, "rule-no-part", 1, 2),
    ("n.all(k, true)", B, "rule-no-list", 1, 1),
    ("x in [1, 2.0]", B, "rule-mixed-list", 1, 6),
    ("b'a' == b'a'", B, "rule-unusable", 1, 1),
    ("1u < 2u", B, "rule-unusable", 1, 1),
    ("google.protobuf.Int64Value{value: 1} == 1", B, "rule-unusable", 1, 1),
    ("n", B, "rule-type", 1, 1),
    ("x", W, "rule-type", 1, 1),
    ("s", N, "rule-type", 1, 1),
    ("roles", S, "rule-type", 1, 1),
    ("marks", Kind.STRINGS, "rule-type", 1, 1),
    ("s.matches(s)", B, "rule-pattern", 1, 11),
    ("s.matches('(')", B, "rule-literal", 1, 11),
    ("now > timestamp('2026-13-01')", B, "rule-literal", 1, 17),
    ("spent > duration('1d')", B, "rule-literal", 1, 18),
    ("now.getHours('Mars/Base') > 3", B, "rule-literal", 1, 14),
]


@pytest.mark.parametrize(("source", "kind", "code", "line", "column"), REFUSALS)
def test_a_wrong_rule_is_refused_at_its_place(
    source: str, kind: Kind, code: str, line: int, column: int
) -> None:
    """With a code of its own and, in characters of the source, line and column."""
    error = refused(source, kind)
    assert (error.code, error.line, error.column) == (code, line, column)
    assert (error.values["line"], error.values["column"]) == (line, column)
    assert str(error).startswith(f"rule:{line}:{column}: ")
    assert error.text("zh") != error.text("en") and error.mend("zh") and error.mend("en")


def test_an_unknown_name_brings_the_nearest() -> None:
    """So that a slip of the pen is mended at once."""
    assert refused("params.mx > 3").values["nearest"] == "params.max"
    assert refused("class_value.pionts(s, 1) > 2.0").values["nearest"] == "class_value.points"
    assert refused("clip(n, 1)", W).values["form"] == "clip(number, number, number)"
    assert refused("s.has_role(n)").values["form"] == "string.has_role(string)"


def test_errors_survive_the_way_between_processes() -> None:
    """A linter in a pool reports as one in the same process."""
    for error in (refused("zz"), failed("note == ''")):
        again = pickle.loads(pickle.dumps(error))
        assert (str(again), again.values) == (str(error), error.values)


def test_a_rule_knows_what_it_reads_and_calls() -> None:
    """Loop variables are not names, even where they hide one."""
    source = (
        "params.max > 1 && 'li'.has_role(s) && marks.all(n, n > params.share) && clip(x, 0, 1) > 0"
    )
    rule = compile_rule(source, ENVIRONMENT, B)
    assert rule.names == {"params.max", "s", "marks", "params.share", "x"}
    assert rule.functions == {"has_role"}
    assert compile_rule("marks.exists(n, n == .n)", ENVIRONMENT, B).names == {"marks", "n"}


def test_only_what_a_rule_reads_is_asked() -> None:
    """A value that is dear to fetch is fetched for the rules that need it."""
    asked = []

    class Asked(dict[str, Any]):
        def __missing__(self, name: str) -> Any:
            asked.append(name)
            return VALUES[name]

    assert compile_rule("n > 1 && marks.all(k, k > 0)", ENVIRONMENT, B).evaluate(Asked())
    assert sorted(asked) == ["marks", "n"]


def test_a_missing_value_fails_by_name_where_it_matters() -> None:
    """None is missing too; what decides without the value decides."""
    assert failed("note == ''").values["name"] == "note"
    assert failed("n > 1", n=None).values["name"] == "n"
    assert failed("class_value.points(note, 1) > 1.0").code == "rule-missing-value"
    assert evaluate("n > 1 || note == ''", B) is True


FAILURES: list[tuple[str, Kind, str]] = [
    ("n / (m - 2)", N, "rule-zero-division"),
    ("x / 0.0", N, "rule-zero-division"),
    ("n % (m - 2)", W, "rule-zero-division"),
    ("9223372036854775807 + n", W, "rule-overflow"),
    ("round(x * 1e300)", W, "rule-overflow"),
    ("int(x * 1e300)", W, "rule-overflow"),
    ("now + days(3000000)", T, "rule-overflow"),
    ("x * 1e308 * 1e308", N, "rule-result-infinite"),
    ("double('NaN')", N, "rule-result-infinite"),
    ("marks[7]", W, "rule-no-item"),
    ("{'a': 1}[s]", W, "rule-no-item"),
    ("int(s)", W, "rule-stopped"),
    ("clip(n, 5, 2)", W, "rule-function"),
    ("days(1e300)", D, "rule-function"),
    ("class_value.explode(s)", N, "rule-function"),
]


@pytest.mark.parametrize(("source", "kind", "code"), FAILURES)
def test_a_failing_rule_gives_no_answer(source: str, kind: Kind, code: str) -> None:
    """It says why, in both languages, and never hands out an error as a value."""
    failure = failed(source, kind)
    assert failure.code == code
    assert failure.text("en") and failure.text("zh") != failure.text("en")


def test_a_failing_function_is_named() -> None:
    """With what it said and the error it came from."""
    failure = failed("class_value.explode(s) > 1.0 && on")
    assert failure.values == {"function": "class_value.explode", "detail": "no row fits"}
    assert isinstance(failure.__cause__, LookupError)


def test_a_function_may_fail_in_any_language() -> None:
    """CEL cannot write every error that it was given; the one who failed is named all the same."""

    def fail(name: str) -> float:
        raise KeyError(name)

    environment = Environment({}, (Function("f", (S,), N, fail),))
    with pytest.raises(RuleFailure) as caught:
        compile_rule("f('中') > 1.0", environment, B).evaluate({})
    assert caught.value.values == {"function": "f", "detail": "'中'"}


@pytest.mark.parametrize("given", [None, "2", True, float("nan"), 10**400, [1.0]])
def test_a_function_gives_its_kind_or_fails(given: Any) -> None:
    """What a table or a plugin returns is checked like what comes from outside."""
    environment = Environment({}, (Function("f", (), N, lambda: given),))
    with pytest.raises(RuleFailure) as caught:
        compile_rule("f() > 1.0", environment, B).evaluate({})
    assert caught.value.code == "rule-function"


def test_a_function_may_evaluate_another_rule() -> None:
    """The outer rule still finds its own context afterwards."""
    inner = compile_rule("'li'.has_role('cadre')", ENVIRONMENT, B)
    outer = Environment(
        {},
        (
            Function("inner", (), B, lambda: inner.evaluate({}, {"li": "cadre"})),
            Function("context", (), S, str, needs_context=True),
        ),
    )
    rule = compile_rule("inner() ? context() : ''", outer, S)
    assert rule.evaluate({}, "outer") == "outer"


def test_an_interruption_is_not_swallowed() -> None:
    """Ctrl-C inside a function stops the program, not the rule alone."""

    def interrupted() -> bool:
        raise KeyboardInterrupt

    rule = compile_rule("f()", Environment({}, (Function("f", (), B, interrupted),)), B)
    with pytest.raises(KeyboardInterrupt):
        rule.evaluate({})


def test_equal_schemes_share_what_is_compiled_but_not_their_functions() -> None:
    """A profile loaded again is warm, and calls its own tables."""

    def environment(points: float) -> Environment:
        return Environment({"n": W}, (Function("t.points", (W,), N, lambda n: n * points),))

    one, two = (compile_rule("t.points(n)", environment(k), N) for k in (1.0, 2.0))
    assert one.tree is two.tree
    assert (one.evaluate({"n": 3}), two.evaluate({"n": 3})) == (3.0, 6.0)


def test_a_dropped_rule_leaves_nothing_behind() -> None:
    """Neither caches nor CEL hold on to the functions of a profile that is gone."""

    class Table:
        def points(self) -> float:
            return 1.0

    table = Table()
    environment = Environment({}, (Function("t.points", (), N, table.points),))
    assert compile_rule("t.points()", environment, N).evaluate({}) == 1.0
    kept = weakref.ref(table)
    del table, environment
    gc.collect()
    assert kept() is None


def test_threads_share_a_rule() -> None:
    """Eight at once, each with its own values and context."""
    rule = compile_rule("class_value.points(s, n) + clip(n, 0, 10000)", ENVIRONMENT, N)
    guard = compile_rule("s.has_role('r' + string(n))", ENVIRONMENT, B)

    def work(k: int) -> bool:
        return all(
            rule.evaluate({"s": "x" * k, "n": n}) == k * n + n
            and guard.evaluate({"s": "li", "n": n}, {"li": f"r{k}"}) is (n == k)
            for n in range(200)
        )

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(8)))


@pytest.mark.parametrize("name", ["", "a b", "任务", "a..b", "for", "type", "in.x", "a.true", "1a"])
def test_a_name_that_rules_cannot_read_is_refused(name: str) -> None:
    """Where it is declared, rather than where it is used."""
    assert not usable(name)
    with pytest.raises(BadInput) as caught:
        Environment({name: W})
    assert caught.value.code == "rule-name"


def test_a_function_may_not_hide_another() -> None:
    """Neither one of ours, nor one of CEL, nor one declared before."""
    for functions in (
        (Function("clip", (), W, int),),
        (Function("size", (), W, int),),
        (TODAY,) * 2,
    ):
        with pytest.raises(BadInput):
            Environment({}, functions)


def test_every_message_is_complete() -> None:
    """In two languages that say the same things, with a mend wherever somebody can act."""
    for code, message in MESSAGES.items():
        assert message.en and message.zh, code
        assert bool(message.mend_en) is bool(message.mend_zh), code
        for en, zh in ((message.en, message.zh), (message.mend_en, message.mend_zh)):
            assert _fields(en) == _fields(zh), code


def _fields(template: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(template) if field}


# What can be proven

WHOLE = Interval(W, 0, 10)
PROOFS: list[tuple[str, Mapping[str, Domain], bool]] = [
    ("false", {}, True),
    ("true", {}, False),
    ("1 > 2", {}, True),
    ("n > 10", {"n": WHOLE}, True),
    ("n >= 10", {"n": WHOLE}, False),
    ("n > 9.5 && n < 10", {"n": WHOLE}, True),
    ("x > 9.5 && x < 10", {"x": Interval(N, 0, 10)}, False),
    ("x > 5 && x < 5.0000001", {}, False),
    ("x > 5 && x < 3", {}, True),
    ("3 > x && 5 < x", {}, True),
    ("n in [11, 12]", {"n": WHOLE}, True),
    ("n != 4 && !(n < 4) && !(n > 4)", {}, True),
    ("s == 'rotuine'", {"s": Finite(("routine", "key"))}, True),
    ("size(s) == 3", {"s": Finite(("routine", "key"))}, False),
    ("size(s) == 4", {"s": Finite(("routine", "key"))}, True),
    ("s == 'a' && s == 'b'", {"s": Open()}, True),
    ("s != 'a' && s != 'b'", {"s": Open()}, False),
    ("s in ['a', 'b'] && s == 'another 0'", {}, True),
    ("on && !on", {}, True),
    ("on == true", {}, False),
    ("n + 1 > 100", {"n": WHOLE}, False),  # arithmetic: not proven
    ("n + 1 > 100", {"n": Finite((1, 2))}, True),
    ("n > m && m > n", {"n": WHOLE, "m": WHOLE}, False),  # two names together: not proven
    ("s < 'a' && s > 'b'", {}, False),  # order of texts: not proven
    ("n / 0 > 1", {"n": Finite((1, 2))}, True),
    ("note == 'x' && now > due && n > 20", {"n": WHOLE}, True),
    ("now > due && due > now", {}, False),
    ("s.has_role('cadre') && n > 20", {"n": WHOLE}, True),
    ("s.has_role('cadre')", {"s": Finite(("li",))}, False),
    ("s.has_role('cadre') && !s.has_role('cadre')", {}, False),
    ("class_value.points(s, n) > 1.0 && n > 5 && n < 5", {}, True),
    ("roles.all(r, n > 20)", {"n": WHOLE}, False),
    ("roles.exists(r, n > 20) && n > 20", {"n": WHOLE}, True),
    ("n > 9007199254740993 && n < 9007199254740993", {}, False),  # beyond exact floats
]


@pytest.mark.parametrize(("source", "domains", "proven"), PROOFS)
def test_what_is_proven_never_to_hold(
    source: str, domains: Mapping[str, Domain], proven: bool
) -> None:
    """Only what certainly fails for all values; everything else is left alone."""
    assert never_true(compile_rule(source, ENVIRONMENT, B), domains) is proven


def _atoms() -> Iterator[st.SearchStrategy[str]]:
    signs = st.sampled_from(["<", "<=", ">", ">=", "==", "!="])
    marks = st.integers(-3, 3).map(str) | st.sampled_from(["-1.5", "0.5", "2.5"])
    yield st.tuples(st.sampled_from(["n", "m"]), signs, marks).map(" ".join)
    yield st.tuples(marks, signs, st.sampled_from(["n", "m"])).map(" ".join)
    yield st.sampled_from(["on", "s == 'a'", "s in ['a', 'b']", "s != 'b'", "n in [1, 2]"])


def _combined(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    joined = st.tuples(parts, st.sampled_from(["&&", "||"]), parts).map(" ".join)
    return joined.map("({})".format) | parts.map("!({})".format)


PURE = st.recursive(st.one_of(*_atoms()), _combined, max_leaves=6)
OPAQUE = st.sampled_from(["n + m > 2", "size(s) > 1", "x > params.share", "marks.all(k, k > n)"])
MIXED = st.recursive(st.one_of(*_atoms(), OPAQUE), _combined, max_leaves=6)
DOMAINS: dict[str, Domain] = {"n": Interval(W, -2, 2), "m": Interval(W, None, 1)}


@given(PURE)
def test_comparisons_with_constants_are_decided(source: str) -> None:
    """The proof agrees with trying everything that could matter."""
    rule = compile_rule(source, ENVIRONMENT, B)
    holds = any(
        rule.evaluate({"n": n, "m": m, "on": on, "s": s})
        for n in range(-2, 3)
        for m in range(-6, 2)
        for on in (False, True)
        for s in ("a", "b", "c")
    )
    assert never_true(rule, DOMAINS) is not holds


@given(MIXED, st.data())
def test_a_proof_is_never_wrong(source: str, data: st.DataObject) -> None:
    """Whatever is proven never to hold does not hold for values drawn at random."""
    rule = compile_rule(source, ENVIRONMENT, B)
    if not never_true(rule, DOMAINS):
        return
    for _ in range(20):
        values = {
            "n": data.draw(st.integers(-2, 2)),
            "m": data.draw(st.integers(-1000, 1)),
            "x": data.draw(SMALL_NUMBERS),
            "params.share": data.draw(SMALL_NUMBERS),
            "on": data.draw(st.booleans()),
            "s": data.draw(st.sampled_from(["a", "b", "c", "dd"])),
            "marks": data.draw(st.lists(st.integers(-3, 3), max_size=3)),
        }
        assert rule.evaluate(values) is False


@pytest.mark.parametrize(
    ("source", "rules"),
    [
        ("who != mayor", ["who != mayor"]),
        ("mayor != who && size > 1", ["who != mayor"]),
        ("open || who != mayor", ["who != mayor"]),
        ("!(who == mayor || who in names)", ["who != mayor", "!(who in names)"]),
        ("!(open && who in names)", ["!(who in names)"]),
        ("who == mayor", []),
        ("who in names", []),
        ("!!(who == mayor)", []),
        ("open ? who != mayor : who != 'wang'", ["who != mayor"]),
        ("!(who != mayor)", []),
    ],
)
def test_a_rule_tells_whom_it_keeps_out(source: str, rules: list[str]) -> None:
    """Whoever a rule names as one who may not is found, and nobody else."""
    kinds = {"who": S, "mayor": S, "names": Kind.STRINGS, "open": B, "size": N}
    rule = compile_rule(source, Environment(kinds, ()), B)
    assert [found.source for found in keeping_out(rule, "who")] == rules
