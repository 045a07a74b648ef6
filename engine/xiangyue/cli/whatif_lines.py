"""What a what-if came to, as people read it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from xiangyue.cli.ledger import local
from xiangyue.cli.output import Line, Table, language, words
from xiangyue.scoring import shown_points

if TYPE_CHECKING:
    from xiangyue import Decision, Profile, Task
    from xiangyue.study.whatif import Explained, WhatIf

_NONE: Final = "–"
_WIDE: Final = 60
_NAMED: Final = 3
_DIGEST: Final = 12


def lines_of(found: WhatIf, most: int) -> Iterator[Line]:
    """Say what would have gone otherwise, and for whom; at most so many lines of each list."""
    part = found.part
    yield words("whatif-total", commands=part.commands, communities=len(part.communities))
    yield words("whatif-judged", judged=part.judged, same=part.out_of_reach)
    if part.destroyed:
        yield words("whatif-destroyed", count=part.destroyed)
    if part.elsewhere:
        yield [(words("whatif-elsewhere", count=len(part.elsewhere)), "yellow")]
    yield ""
    if found.unchanged:
        yield [(words("whatif-same"), "bold")]
        return
    yield from _flips(found, most)
    yield from _points(found, most)
    yield from _deadlines(found, most)
    yield from _calls(found, most)
    yield from _limits(found)


def _flips(found: WhatIf, most: int) -> Iterator[Line]:
    part, lang = found.part, language()
    if not part.flips:
        return
    counts = ", ".join(
        words(f"whatif-{how}", count=count) for how, count in sorted(found.hows.items())
    )
    yield [(words("whatif-flips", counts=counts), "bold")]
    rows = [
        (
            one.ref,
            found.action(one, lang),
            one.by,
            words(f"whatif-how-{one.how}"),
            one.about or " ".join(reason.text(lang) for reason in one.reasons),
        )
        for one in part.flips[:most]
    ]
    yield Table([words(f"whatif-head-{n}") for n in ("entry", "action", "by", "how", "why")], rows)
    yield from _rest(len(part.flips), most)
    if part.knock_on:
        points = shown_points(part.at_stake)
        yield words("whatif-knock-on", count=len(part.knock_on), points=points)
    yield ""


def _points(found: WhatIf, most: int) -> Iterator[Line]:
    lang = language()
    changed = [one for one in found.standings if one.change]
    for shared in found.shared:
        if not (shared.gaining or shared.losing):
            continue
        title = found.title(f"accounts.{shared.account}", lang)
        was, would = shown_points(shared.was), shown_points(shared.would)
        yield [(words("whatif-account", account=title, was=was, would=would), "bold")]
        counts = {"gaining": shared.gaining, "losing": shared.losing, "same": shared.same}
        yield words("whatif-shared", **counts)
        yield words("whatif-gini", was=_number(shared.gini[0]), would=_number(shared.gini[1]))
        yield words("whatif-top", was=_share(shared.top[0]), would=_share(shared.top[1]))
    if not changed:
        return
    rows = [
        (
            one.community,
            one.member,
            found.title(f"accounts.{one.account}", lang),
            shown_points(one.was),
            shown_points(one.would),
            shown_points(one.change),
        )
        for one in changed[:most]
    ]
    names = ("community", "member", "account", "was", "would", "change")
    yield Table([words(f"whatif-head-{n}") for n in names], rows, frozenset({3, 4, 5}))
    yield from _rest(len(changed), most)
    yield ""


def _deadlines(found: WhatIf, most: int) -> Iterator[Line]:
    dues = found.part.deadlines
    if not dues:
        return
    missed = sum(one.missed for one in dues)
    yield [(words("whatif-deadlines", missed=missed, met=len(dues) - missed), "bold")]
    rows = [
        (
            f"{one.community}/{one.task}",
            found.title(f"flows.{one.flow}", language()),
            one.state or _NONE,
            words("whatif-missed" if one.missed else "whatif-met"),
        )
        for one in dues[:most]
    ]
    yield Table([words(f"whatif-head-{n}") for n in ("task", "flow", "state", "how")], rows)
    yield from _rest(len(dues), most)
    yield ""


def _calls(found: WhatIf, most: int) -> Iterator[Line]:
    calls = found.part.calls
    if not calls:
        return
    yield [(words("whatif-calls", count=len(calls)), "bold")]
    rows = [
        (f"{one.community}/{one.task}", one.rung + 1, _names(one.asked_too), _names(one.not_asked))
        for one in calls[:most]
    ]
    names = ("task", "rung", "asked-too", "not-asked")
    yield Table([words(f"whatif-head-{n}") for n in names], rows, frozenset({1}))
    yield from _rest(len(calls), most)
    yield ""


def _limits(found: WhatIf) -> Iterator[Line]:
    changed = [
        (bite, pair)
        for bite, pair in sorted(found.part.bites.items(), key=str)
        if pair[0] != pair[1]
    ]
    if not changed:
        return
    yield [(words("whatif-limits"), "bold")]
    rows = [
        (
            found.title(f"limits.{bite.limit}", language()),
            words(f"whatif-verdict-{bite.verdict}"),
            words(f"whatif-stance-{bite.stance}"),
            *pair,
        )
        for bite, pair in changed
    ]
    names = ("limit", "verdict", "stance", "was", "would")
    yield Table([words(f"whatif-head-{n}") for n in names], rows, frozenset({3, 4}))


def _rest(count: int, most: int) -> Iterator[Line]:
    if count > most:
        yield words("whatif-more", count=count - most)


def _names(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_NAMED]) or _NONE
    return f"{shown} +{len(names) - _NAMED}" if len(names) > _NAMED else shown


def _number(value: float | None) -> str:
    return _NONE if value is None else f"{value:.2f}"


def _share(value: float | None) -> str:
    return _NONE if value is None else f"{value:.1%}"


def picture(found: WhatIf, lang: str) -> str:
    """Draw how the points of the first account are shared, as they were and would have been."""
    from xiangyue.charts import lorenz_chart
    from xiangyue.study.inequality import lorenz

    accounts = [one.account for one in found.shared if one.gaining or one.losing] or [
        one.account for one in found.shared
    ]
    account = accounts[0] if accounts else ""
    of = [one for one in found.standings if one.account == account]
    curves = {
        words("whatif-was"): lorenz(one.was for one in of),
        words("whatif-would"): lorenz(one.would for one in of),
    }
    title = words("whatif-picture", account=found.title(f"accounts.{account}", lang))
    return lorenz_chart(curves, title=title, lang=lang)


# --- one decision ---------------------------------------------------------------------------------


def explained(found: Explained, lang: str) -> dict[str, Any]:
    """Return one decision under both rules as a script reads it."""
    return {
        "entry": f"{found.was.command.community}/{found.was.seq}",
        "action": found.was.command.action,
        "was": _one(found.was, found.left, found.profile, lang),
        "would": _one(found.would, found.after, found.tried, lang),
    }


def _one(decision: Decision, left: Task | None, profile: Profile, lang: str) -> dict[str, Any]:
    return {
        "release": f"{profile.id} {profile.hash[:_DIGEST]}",
        "outcome": words(f"whatif-outcome-{decision.outcome}"),
        "reasons": [one.text(lang) for one in decision.reasons],
        "notes": [one.text(lang) for one in decision.notes],
        "state": decision.after if decision else decision.before,
        "due": _when(profile, left.due) if left else None,
        "state_due": _when(profile, left.state_due) if left else None,
        "computed": _computed(decision),
        "read": dict(decision.saw),
        "points": {f"{p.member} {p.account}": p.amount / 100 for p in decision.points},
        "limits": [f"{one.limit}: {one.verdict} ({one.stance})" for one in decision.rulings],
    }


def explained_lines(found: Explained) -> Iterator[Line]:
    """Say what became of one command, and what would have, side by side."""
    document = explained(found, language())
    ref = f"{found.was.command.community}/{found.was.task}"
    about = {"entry": document["entry"], "action": document["action"], "task": ref}
    yield [(words("whatif-one", **about), "bold")]
    rows = []
    for name, said in document["was"].items():
        for part, was, would in _beside(said, document["would"][name]):
            what = words(f"whatif-one-{name}") + (f": {part}" if part else "")
            rows.append((what, was, "" if was == would else "≠", would))
    heads = [words(f"whatif-{name}") for name in ("one-what", "was", "one-differs", "would")]
    yield Table(heads, rows)


def _beside(was: Any, would: Any) -> Iterator[tuple[str, str, str]]:
    """Yield the parts of two values side by side; nothing where both are empty."""
    if isinstance(was, dict):
        for name in sorted(was.keys() | would.keys()):
            yield name, _told(was.get(name)), _told(would.get(name))
    elif was or would:
        yield "", _told(was), _told(would)


def _computed(decision: Decision) -> dict[str, Any]:
    given = decision.command.data
    return {name: value for name, value in decision.values.items() if name not in given}


def _when(profile: Profile, at: int | None) -> str | None:
    return None if at is None else f"{local(profile, at):%Y-%m-%d %H:%M}"


def _told(value: Any) -> str:
    if value is None:
        return _NONE
    if isinstance(value, list):
        return " ".join(value) or _NONE
    text = str(value)
    return text if len(text) <= _WIDE else f"{text[:_WIDE]}…"
