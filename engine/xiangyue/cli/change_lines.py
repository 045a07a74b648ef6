"""Drafts and revisions of rules as the command line shows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from xiangyue.cli.comparing import MARKS
from xiangyue.cli.output import Line, Table, language, words

if TYPE_CHECKING:
    from xiangyue.diff import Change
    from xiangyue.values import Found
    from xiangyue.work.drafting import Draft
    from xiangyue.work.revising import Revision


def listed(found: Sequence[Draft]) -> Iterator[Line]:
    """List drafts, one a line."""
    heads = ("task", "state", "by", "reason")
    rows = [(one.ref, _state(one), one.task.opener, one.reason or "") for one in found]
    yield Table([words(f"change-head-{head}") for head in heads], rows)


def _state(found: Draft) -> str:
    from xiangyue.text import Text

    flow: Mapping[str, Any] = found.before.profile.document["flows"].get(found.task.flow, {})
    state = flow.get("states", {}).get(found.task.state, {})
    return Text(state.get("title", {"en": found.task.state})).of(language())


def lines(found: Draft) -> Iterator[Line]:
    """Show a draft: what it changes, who wants it and why, and what was found of it."""
    from xiangyue.work.feed import moment

    yield [(found.ref, "bold"), (f"  {_state(found)}", "")]
    yield words("change-by", author=found.task.opener, reason=found.reason or "–")
    yield words(
        "change-content",
        at=moment(found.task.opened_at)[:10],
        base=found.base,
        profile=found.after.profile.id,
        release=found.after.profile.hash[:12],
        content=found.content[:12],
    )
    yield from _changes(found.changes)
    yield from _checks(found)
    yield from _effects(found)
    if found.moved and not found.in_force and found.task.ended_at is None:
        yield words("change-moved")


def _checks(found: Draft) -> Iterator[Line]:
    if found.checks is None or not found.checked:
        yield words("change-unchecked")
        return
    checks, lang = found.checks, language()
    errors = sum(one.severity == "error" for one in checks.findings)
    yield words("change-lint", errors=errors, warnings=len(checks.findings) - errors)
    yield from (_found(one, lang) for one in (*checks.findings, *checks.failed, *checks.meant))
    yield from (_found(one, lang) for one in (*checks.otherwise, *checks.noted))
    if checks.note:
        yield words(checks.note)
    yield words("change-total", passed=checks.passed, errors=len(checks.errors))


def _effects(found: Draft) -> Iterator[Line]:
    from xiangyue.work.drafting import effects_in_words

    if found.effects is None:
        yield words("change-not-foreseen-yet")
        return
    yield words("change-effects" if found.foreseen else "change-effects-stale")
    yield from (f"  {said}" for said in effects_in_words(found.effects, language()))


def _changes(changes: Sequence[Change]) -> Iterator[Line]:
    for change in changes:
        text = change.text(language())
        yield [MARKS[change.effect], (f"{change.address}: ", "bold"), (text, "")]


def _found(found: Found, lang: str) -> Line:
    from xiangyue.text import Text, joined

    mark = _SEVERITIES.get(found.severity, ("! ", "yellow"))
    said = joined(Text(found.said).of(lang), Text(found.mend).of(lang), lang)
    return [mark, (f"{found.about}: " if found.about else "", "bold"), (said, "")]


_SEVERITIES = {"error": ("✗ ", "red"), "info": ("· ", "")}


def revisions(found: Sequence[Revision]) -> Iterator[Line]:
    """List settings revisions, each with what it changed."""
    from xiangyue.work.feed import moment

    for one in found:
        how = words(f"change-how-{one.how}")
        yield [(f"{one.number}", "bold"), (f"  {moment(one.at)}  {how}  {one.by}", "")]
        if one.why:
            yield f"   {one.why}"
        yield from _changes(one.changes)
