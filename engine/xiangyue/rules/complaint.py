"""Turn what CEL says against a rule into one sentence with its place and its mend."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from xiangyue.rules.faults import RuleError, nearest, shown, wrong
from xiangyue.rules.functions import OWN
from xiangyue.rules.kinds import CEL_FUNCTIONS, OWN_FUNCTIONS, Scheme, Signature

_FIRST = re.compile(
    r"ERROR: <input>:(-?\d+):(-?\d+): (.*?)(?:\n \| |\nERROR: | \[[A-Z_]+\]$)", re.S
)
_DOTTED = re.compile(r"[A-Za-z_]\w*(?:\s*\.\s*[A-Za-z_]\w*)*")
_UNKNOWN = re.compile(r"undeclared reference to '(.*?)'")
_OPERANDS = re.compile(r"found no matching overload for '(.*?)' applied to '\((.*)\)'")
_RESERVED = re.compile(r"reserved identifier: (\w+)")
_SELECT = re.compile(r"expression of type '(.*?)' cannot be the operand of a select")
_RANGE = re.compile(r"expression of type '(.*?)' cannot be the range of a comprehension")
_SYNTAX = re.compile(r"Syntax error: (.*)", re.S)
_NEAR = re.compile(
    r"(?:token recognition error at: |(?:input|at) )'(.*?)'?(?: expecting .*)?$", re.S
)
_TYPE_WORDS = (
    ("google.protobuf.Timestamp", "instant"),
    ("google.protobuf.Duration", "duration"),
    ("null_type", "null"),
    ("double", "number"),
    ("timestamp", "instant"),
    ("bool", "boolean"),
    ("int", "integer"),
)
_OPERATORS = {"@in": "in", "!_": "!", "-_": "-", "_[_]": "[ ]", "_?_:_": "? :"}


def complaint(source: str, text: str, scheme: Scheme) -> RuleError:
    """Return the error for what CEL said; the first of several counts."""
    found = _FIRST.search(text)
    if found is None:
        if "recursion limit" in text or "recursion depth" in text:
            return RuleError("rule-deep")
        return RuleError("rule-cel", detail=shown(status_text(text)))
    line, column = max(int(found[1]), 1), max(int(found[2]), 1)
    said = found[3].strip()
    if "recursion" in said:
        return RuleError("rule-deep", line=line, column=column)
    for pattern, explain in _EXPLAIN:
        if match := pattern.search(said):
            return explain(_Complaint(source, scheme, line, column), match)
    return RuleError("rule-cel", line=line, column=column, detail=shown(said))


def status_text(text: str) -> str:
    """Return what a status says, without the code around it."""
    return re.sub(r"^[A-Z_]+: (?=.)|\s*\[[A-Z_]+\]$", "", text.strip())


def type_word(name: str) -> str:
    """Write a CEL type in the words of profiles: ``list(number)`` for ``list(double)``."""
    for cel, ours in _TYPE_WORDS:
        name = re.sub(rf"\b{re.escape(cel)}\b", ours, name)
    return name


def operator_word(name: str) -> str:
    """Write an operator as in a rule: ``+`` for ``_+_``."""
    return _OPERATORS.get(name, name.strip("_"))


def forms(name: str, signatures: Iterable[Signature]) -> str:
    """Write how a declared function, or one of ours, is called."""
    for signature in signatures:
        if signature.name == name:
            return signature.form()
    if name not in OWN_FUNCTIONS:
        return ""
    arity = next(len(overload.params) for overload in OWN if overload.name == name)
    return f"{name}({', '.join(['number'] * arity)})"


class _Complaint:
    """Where CEL complained, and how to say it."""

    def __init__(self, source: str, scheme: Scheme, line: int, column: int) -> None:
        self.scheme = scheme
        self.line = line
        self.column = column
        self.source = source
        lines = source.split("\n")
        self.offset = sum(len(text) + 1 for text in lines[: line - 1]) + column - 1

    def error(self, code: str, **values: Any) -> RuleError:
        return RuleError(code, line=self.line, column=self.column, **values)

    def unknown(self, match: re.Match[str]) -> RuleError:
        """Point at the whole dotted name, not at its dot or bracket."""
        name, start = match[1], self.offset
        for word in _DOTTED.finditer(self.source):
            if word.start() <= self.offset <= word.end():
                name, start = re.sub(r"\s", "", word[0]), word.start()
                if name.endswith(f".{match[1]}"):  # a member: before its dot all is fine
                    name, start = match[1], start + word[0].rindex(match[1])
        called = self.source[start + len(name) :].lstrip().startswith("(")
        functions = {signature.name for signature in self.scheme.signatures}
        target, dot, member = name.rpartition(".")
        # Where the target is what nobody knows, a member of its name is not to blame.
        unknown_target = dot and match[1] == target.partition(".")[0]
        for known in (name,) if unknown_target else (name, member, match[1]):
            form = forms(known, self.scheme.signatures)
            if called and form:
                return wrong(self.source, start, "rule-call", name=known, form=form)
        names = functions | OWN_FUNCTIONS | CEL_FUNCTIONS if called else dict(self.scheme.names)
        return wrong(
            self.source, start, "rule-unknown-name", name=shown(name), **nearest(name, names)
        )

    def operands(self, match: re.Match[str]) -> RuleError:
        name, got = match[1], type_word(match[2])
        form = forms(name, self.scheme.signatures)
        if form:
            return self.error("rule-call", name=name, form=form)
        if name == "_?_:_":
            return self.error("rule-choice", got=got)
        if re.match(r"\w+$", name) and not name.startswith("_"):
            return self.error("rule-call-cel", name=name, got=got)
        return self.error("rule-operands", operator=operator_word(name), got=got)

    def syntax(self, match: re.Match[str]) -> RuleError:
        near = _NEAR.search(match[1])
        if near is None:
            return self.error("rule-cel", detail=shown(match[1]))
        if near[1] == "<EOF>":
            return self.error("rule-ends")
        return self.error("rule-syntax", near=shown(near[1].strip() or near[1]))

    def reserved(self, match: re.Match[str]) -> RuleError:
        return self.error("rule-reserved", name=match[1])

    def select(self, match: re.Match[str]) -> RuleError:
        return self.error("rule-no-part", got=type_word(match[1]))

    def range(self, match: re.Match[str]) -> RuleError:
        return self.error("rule-no-list", got=type_word(match[1]))


_EXPLAIN: tuple[tuple[re.Pattern[str], Callable[[_Complaint, re.Match[str]], RuleError]], ...] = (
    (_SYNTAX, _Complaint.syntax),
    (_UNKNOWN, _Complaint.unknown),
    (_OPERANDS, _Complaint.operands),
    (_RESERVED, _Complaint.reserved),
    (_SELECT, _Complaint.select),
    (_RANGE, _Complaint.range),
)
