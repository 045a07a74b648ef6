"""Where an entry of the points ledger comes from, as people and scripts read it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from xiangyue.cli.ledger import entry_of, local, said
from xiangyue.cli.output import Line, language, words
from xiangyue.profile import PROJECT_DEFAULT
from xiangyue.scoring import shown_points

if TYPE_CHECKING:
    from xiangyue import Decision, Profile, Reason
    from xiangyue.work.explaining import Explanation

_DIGEST: Final = 12  # characters of a release's hash that people are shown
_KNOWN, _PARAMS = "known.", "params."


def document_of(found: Explanation, profile: Profile) -> object:
    """Return what a script reads of where an entry comes from."""
    decision = found.decision
    lang = language()
    return {
        **entry_of(found.entry, profile),
        "member": found.entry.member,
        "account": found.entry.account,
        "title": found.title.of(lang),
        "rule": found.rule,
        "how": found.points,
        "read": found.inputs,
        "personal": found.personal,
        "capped": [note.text(lang) for note in _capped(found)],
        "by": _right(decision, profile) if decision else None,
        "occurred": local(profile, decision.occurred_at).isoformat() if decision else None,
        "basis": found.basis.of(lang),
        "profile": found.profile,
        "release": found.release,
        "corrected_by": found.corrected_by,
    }


def lines_of(found: Explanation, profile: Profile) -> Iterator[Line]:
    """Say where an entry comes from."""
    entry, lang = found.entry, language()
    account = profile.accounts.get(entry.account)
    about = words(
        "ledger-entry",
        number=entry.number,
        points=shown_points(entry.amount),
        member=entry.member,
        account=account.title.of(lang) if account else entry.account,
        when=_when(profile, entry.at),
    )
    yield [(about, "bold")]
    yield words("ledger-sort", sort=words(f"ledger-sort-{entry.sort}"))
    if found.rule:
        yield words("ledger-rule", title=found.title.of(lang), rule=found.rule)
        yield words("ledger-points", rule=found.points)
    if read := _read(found, profile):
        yield words("ledger-read", values=_joined(read))
    if found.personal:
        names = _joined([_field(profile, name) for name in found.personal])
        yield words("ledger-personal", names=names)
    if entry.group:
        yield words("ledger-class", group=said(profile, entry.group))
    for note in _capped(found):
        yield [(words("ledger-capped", note=note.text(lang)), "yellow")]
    yield from _decided(found, profile)
    if found.basis:
        basis = found.basis.of(lang)
        default = basis == PROJECT_DEFAULT
        yield words("ledger-basis", basis=words("ledger-default") if default else basis)
    if found.release:
        yield words("ledger-release", profile=found.profile, release=found.release[:_DIGEST])
    if entry.corrects:
        yield words("ledger-correction", number=entry.corrects)
    if found.corrected_by:
        yield words("ledger-is-corrected", numbers=_joined(found.corrected_by))


def _decided(found: Explanation, profile: Profile) -> Iterator[Line]:
    """Say by which right it was decided, and when: an office answers for it, not a name."""
    decision = found.decision
    if decision is None:
        return
    standing = decision.standing
    code = "ledger-by-deputy" if standing and standing.deputy_for else "ledger-by"
    when = _when(profile, decision.now)
    yield words(code, right=_right(decision, profile), when=when)
    if decision.occurred_at != decision.now:
        yield words("ledger-done", when=_when(profile, decision.occurred_at))


def _right(decision: Decision, profile: Profile) -> str:
    """Return the role by which somebody decided, in words."""
    from xiangyue.decide.checks import RIGHTS

    right = decision.standing.role if decision.standing else "anyone"
    role = profile.roles.get(right)
    title = role.title if role else RIGHTS.get(right)
    return title.of(language()) if title else right


def _capped(found: Explanation) -> Sequence[Reason]:
    """Return what was said when ceilings left less of this entry than its rule gave."""
    notes = found.decision.notes if found.decision else ()
    return [
        note
        for note in notes
        if note.code == "points-capped" and note.values["rule"] == found.title
    ]


def _read(found: Explanation, profile: Profile) -> Sequence[str]:
    """Return the values that the rule read, in words; whoever acted is no part of it."""
    read = []
    for name, value in found.inputs.items():
        if name.startswith(_KNOWN):
            if not value:
                field = _field(profile, name.removeprefix(_KNOWN))
                read.append(words("ledger-missing", field=field))
        elif name not in ("actor", "opener", "assignee"):
            shown = said(profile, value, [name])
            read.append(words("ledger-value", field=_field(profile, name), value=shown))
    return read


def _field(profile: Profile, name: str) -> str:
    """Return what people call a field or a param."""
    known = profile.fields.get(name) or profile.params.get(name.removeprefix(_PARAMS))
    return known.title.of(language()) if known else name


def _joined(names: Sequence[str]) -> str:
    return ("；" if language() == "zh" else "; ").join(names)


def _when(profile: Profile, at: int) -> str:
    return f"{local(profile, at):%Y-%m-%d %H:%M}"
