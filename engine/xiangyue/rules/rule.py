"""A compiled rule, and how it is evaluated."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from cel_expr_python import cel

from xiangyue.rules.accept import ACCEPT, LONGEST_TEXT, MOST_ITEMS, Misfit
from xiangyue.rules.complaint import status_text
from xiangyue.rules.direct import NOTHING, Reach, Step
from xiangyue.rules.faults import RuleFailure, shown
from xiangyue.rules.functions import RUNNING, Frame
from xiangyue.rules.kinds import Environment, Kind
from xiangyue.rules.tree import Node

_ERROR = cel.Type.ERROR
_MOST_ANSWERS = 1_000
_SHORT = 64
_LISTS = (Kind.STRINGS, Kind.INTEGERS, Kind.NUMBERS)
_ABSENT = re.compile(r'No value with name "(.*?)" found')
_TROUBLES = (
    (re.compile(r"by zero"), "rule-zero-division"),
    (
        re.compile(r"overflow|out of|too big|range|above maximum|below minimum", re.I),
        "rule-overflow",
    ),
    (re.compile(r"Iteration budget"), "rule-budget"),
    (re.compile(r"Index error|Key not found|No such key", re.I), "rule-no-item"),
)


@dataclass(frozen=True, slots=True, eq=False)
class Compiled:
    """What a source compiles to, whatever stands behind its functions."""

    tree: Node
    names: frozenset[str]
    functions: frozenset[str]
    calls: bool
    """Whether it calls anything in Python besides arithmetic."""
    takes: tuple[tuple[str, Callable[[Any], Any]], ...]
    expression: Any
    direct: Step | None = None
    """What answers without CEL, where all goes well; None where nothing does."""


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """An immutable compiled rule; make one with ``compile_rule``. Safe to share between threads.

    ``names`` are the variables that it reads, ``functions`` the declared functions that it calls,
    ``tree`` is its checked expression.
    """

    source: str
    result: Kind
    environment: Environment = field(repr=False)
    compiled: Compiled = field(repr=False)
    remembered: dict[tuple[Any, ...], Any] | None = field(default=None, repr=False)
    """Answers by input, where the rule is a pure function of a few short scalars; else None."""

    @property
    def names(self) -> frozenset[str]:
        """The variables that the rule reads."""
        return self.compiled.names

    @property
    def functions(self) -> frozenset[str]:
        """The declared functions that the rule calls."""
        return self.compiled.functions

    @property
    def tree(self) -> Node:
        """The checked expression."""
        return self.compiled.tree

    def evaluate(self, values: Mapping[str, Any], context: object = None) -> Any:
        """Return what the rule gives for values by (dotted) name; only those it reads are asked.

        ``context`` goes to the functions that need one. A value may be missing or None as long as
        the answer does not depend on it: ``known.note && note != ''`` is false without a note.
        Raises RuleFailure for a missing or unfit value, a function that failed, a division by
        zero, an overflow or too many steps. Returns bool, int, float, str, an aware datetime, a
        timedelta or a tuple of scalars, as the rule's kind says, and never anything else.
        """
        data = {}
        name = ""
        try:
            for name, take in self.compiled.takes:
                try:
                    value = values[name]
                except KeyError:
                    continue
                if value is not None:
                    data[name] = take(value)
        except Misfit as misfit:
            raise RuleFailure(misfit.code, name=name, **misfit.values) from None
        if self.remembered is None or len(data) < len(self.compiled.takes):
            return self._ask(data, context)
        key = tuple(data.values())
        if key in self.remembered:
            return self.remembered[key]
        answer = self._ask(data, context)
        self._remember(key, answer)
        return answer

    def _ask(self, data: dict[str, Any], context: object) -> Any:
        """Answer in Python where that can be done and all goes well, and by CEL otherwise."""
        rule = self.compiled
        if rule.direct is not None:
            try:
                reach = Reach(self.environment.calls, context) if rule.functions else NOTHING
                plain = rule.direct(data, reach)
                return plain if plain is True or plain is False else _give(self.result, plain)
            except Exception:  # whatever a function raises, a missing value too
                pass  # CEL says what is wrong, and whether it matters
        return self._call(data, context) if rule.calls else self._answer(data)

    def _remember(self, key: tuple[Any, ...], answer: Any) -> None:
        """Keep an answer, so that what is often asked is worked out once."""
        known = self.remembered
        if known is None or any(type(v) is str and len(v) > _SHORT for v in (*key, answer)):
            return
        if len(known) >= _MOST_ANSWERS:
            known.clear()
        known[key] = answer

    def _call(self, data: dict[str, Any], context: object) -> Any:
        """Evaluate with the declared functions within reach."""
        outer = RUNNING.frame
        frame = RUNNING.frame = Frame(self.environment.calls, context)
        try:
            return self._answer(data)
        except RuleFailure as failure:
            if frame.failure is None:
                raise
            name, error = frame.failure
            if not isinstance(error, Exception):
                raise error from None
            if failure.code == "rule-missing-value":
                raise
            raise RuleFailure("rule-function", function=name, detail=_told(error)) from error
        finally:
            RUNNING.frame = outer

    def _answer(self, data: dict[str, Any]) -> Any:
        try:
            value = self.compiled.expression.eval(data=data)
            plain = value.plain_value()
        except (RuntimeError, TypeError) as error:  # the latter where it cannot write its own error
            _fail(str(error))
        if plain is True or plain is False:
            if self.result is Kind.BOOLEAN:
                return plain
        elif type(plain) is str and value.type() == _ERROR:
            _fail(plain)
        return _give(self.result, plain)


def _give(kind: Kind, value: Any) -> Any:
    """Return a result in the form of its kind."""
    if kind is Kind.NUMBER and type(value) is int:
        return float(value)
    if kind is Kind.STRING and isinstance(value, str) and len(value) > LONGEST_TEXT:
        raise RuleFailure("rule-result-large", limit=LONGEST_TEXT)
    if kind in _LISTS and isinstance(value, list):
        if len(value) > MOST_ITEMS:
            raise RuleFailure("rule-result-large", limit=MOST_ITEMS)
        if kind is Kind.NUMBERS:
            value = [float(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        raise RuleFailure("rule-result-infinite")
    try:
        accepted = ACCEPT[kind](value)
    except Misfit:
        raise RuleFailure("rule-result", expected=kind.value, got=type(value).__name__) from None
    return tuple(accepted) if kind in _LISTS else accepted


def _fail(text: str) -> NoReturn:
    """Raise what an error of CEL means."""
    absent = _ABSENT.search(text)
    if absent:
        raise RuleFailure("rule-missing-value", name=absent[1])
    for pattern, code in _TROUBLES:
        if pattern.search(text):
            raise RuleFailure(code)
    raise RuleFailure("rule-stopped", detail=shown(status_text(text)))


def _told(error: Exception) -> str:
    if isinstance(error, Misfit):
        return str(RuleFailure(error.code, name="the result", **error.values))
    return shown(error if str(error) else type(error).__name__)
