"""What people read of an assessment: one table of all communities, then each in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from xiangyue.cli.output import Line, Table, joined, language, words

if TYPE_CHECKING:
    from xiangyue.study.fit import Assessment, Mismatch, Need, Ruling, Score, Step

_NONE: Final = "–"
_HEADS: Final = ("community", "best", "score", "known", "verdict", "sure")


def fit_lines(found: Sequence[tuple[Assessment, Ruling | None]]) -> Iterator[Line]:
    """Say what was found, in the order of the rows."""
    heads = [words(f"fit-head-{name}") for name in _HEADS]
    rows = [row for one, _ in found for row in _rows(one)]
    yield Table(heads, rows, frozenset({2, 3}))
    for one, ruling in found:
        yield ""
        yield from _in_words(one, ruling)
    yield ""
    yield words("fit-steps")
    for number, step in enumerate(found[0][0].plan if found else (), 1):
        name, what, first = (words(f"fit-{w}-{step.stage}") for w in ("name", "stage", "first"))
        yield f"  {number}. {name}{'：' if language() == 'zh' else ': '}{joined(what, first)}"
    yield words("fit-how")


def _rows(found: Assessment) -> Iterator[Sequence[object]]:
    """Yield the best type with the verdict, and the second one below it."""
    sure = words("fit-yes" if found.best and not found.open else "fit-no")
    said = (words(f"fit-verdict-{found.verdict}"), sure)
    if not found.best:
        yield found.community.id, _NONE, _NONE, _NONE, *said
    for number, score in enumerate(found.best):
        name, *more = (found.community.id, *said) if number == 0 else ("", "", "")
        yield name, score.type.title.of(language()), *_figures(score), *more


def _figures(score: Score) -> tuple[str, str]:
    return _percent(score.value), _percent(score.known_share)


def _percent(share: Fraction | None) -> str:
    return _NONE if share is None else f"{float(share):.0%}"


def _in_words(found: Assessment, ruling: Ruling | None) -> Iterator[Line]:
    yield [(found.community.id, "bold"), (f": {_verdict(found)}", "")]
    if ruling:
        yield from _ruled(ruling)
    if found.missing:
        yield f"  {words('fit-missing', names=_listed(_names(found.missing)))}"
        if found.open and found.best:
            yield f"  {words('fit-open', names=_listed(_names(found.open)))}"
        elif found.best:
            yield f"  {words('fit-settled')}"
    yield from _now(found)
    for code in found.flags:
        value = f"{found.community.values[code]:g}"
        yield [(f"  {words(f'fit-flag-{code}', value=value)}", "yellow")]
    joint = "" if language() == "zh" else " "
    steps = joint.join(_step(step, found, before) for step, before in _with_before(found.plan))
    yield f"  {words('fit-plan', steps=steps.removesuffix('；'))}"


def _verdict(found: Assessment) -> str:
    titles = [one.type.title.of(language()) for one in found.best]
    names = dict(zip(("first", "second"), titles, strict=False))
    clear, mixed = found.verdict == "clear", found.verdict == "mixed"
    code = f"fit-says-{found.verdict}"
    if clear and found.best[0].type.id == found.community.profile:
        code = "fit-says-same"
    elif mixed and found.mix is None:
        code = "fit-says-undecided"
    elif mixed and found.mix == found.community.profile:
        code = "fit-says-same-mix"
    return words(code, extends=", ".join(found.extends), mix=found.mix, **names)


def _ruled(ruling: Ruling) -> Iterator[Line]:
    yield [(f"  {words('fit-ruled', **ruling.as_dict())}", "bold")]
    if ruling.reason:
        yield f"  {words('fit-ruled-reason', reason=ruling.reason)}"
    if ruling.overrules:
        yield f"  {words('fit-ruled-holds')}"
    if ruling.next_review:
        yield f"  {words('fit-ruled-next', day=ruling.next_review)}"


def _now(found: Assessment) -> Iterator[Line]:
    profile = found.community.profile
    if profile is None:
        return
    if found.current is None:
        yield f"  {words('fit-current-none', profile=profile)}"
        return
    score = _percent(found.current.value)
    yield f"  {words('fit-current', profile=profile, score=score)}"
    if found.elsewhere:
        setting = words(f"fit-{found.current.type.setting}")
        yield [(f"  {words('fit-current-elsewhere', setting=setting)}", "yellow")]
    for one in found.mismatches:
        yield f"    {_mismatch(one)}"


def _mismatch(one: Mismatch) -> str:
    from xiangyue.study.fit import INDICATORS

    indicator = INDICATORS[one.code]
    return words(
        "fit-mismatch",
        indicator=one.code,
        value=f"{one.value:g}",
        band=words(f"fit-{one.band}"),
        wanted=words("fit-or").join(
            f"{words(f'fit-{band}')} ({indicator.range(band)})" for band in one.wanted
        ),
        title=indicator.title.of(language()),
        unit=indicator.unit.of(language()),
    )


def _with_before(plan: Sequence[Step]) -> Iterator[tuple[Step, Step | None]]:
    return zip(plan, (None, *plan), strict=False)


def _step(step: Step, found: Assessment, before: Step | None) -> str:
    own = (*step.unmet, *step.unknown) if step.unmet else step.unknown
    waits = not own and before is not None and before.standing != "ready"
    values = {
        "stage": words(f"fit-name-{step.stage}"),
        "needs": _listed(_need(need, found) for need in own),
    }
    return words(f"fit-step-{'waits' if waits else step.standing}", **values)


def _need(need: Need, found: Assessment) -> str:
    value = found.community.values.get(need.code)
    if value is None:
        return words("fit-need-unknown", indicator=need.code, wanted=need.wanted)
    return words("fit-need", indicator=need.code, wanted=need.wanted, value=f"{value:g}")


def _names(codes: Iterable[str]) -> Iterator[str]:
    for code in codes:
        yield words("fit-setting-name") if code == "setting" else code


def _listed(names: Iterable[str]) -> str:
    return ("、" if language() == "zh" else ", ").join(names)
