"""Pages of the points ledger as people read them, and as scripts and spreadsheets do."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from xiangyue.cli.output import Line, Table, language, listed, words
from xiangyue.scoring import HUNDREDTHS, shown_points
from xiangyue.time.clock import from_micros, zone
from xiangyue.work.bookkeeping import month_name

if TYPE_CHECKING:
    from xiangyue import Engine, Profile
    from xiangyue.values import LedgerEntry
    from xiangyue.work.bookkeeping import Settlement, Statement

_FORMULA: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")

# --- a page of an account -------------------------------------------------------------------------


def titles_of(
    engine: Engine, profile: Profile, entries: Sequence[LedgerEntry]
) -> Mapping[str, str]:
    """Return what each entry is for; one of a rule that is gone is looked up in its release."""
    titles = {}
    for entry in entries:
        rule = profile.scoring.get(entry.rule) if entry.sort != "base" else None
        title = rule.title if rule else engine.explain(entry.community, entry.number).title
        titles[entry.number] = title.of(language())
    return titles


def page_document(page: Statement, profile: Profile, titles: Mapping[str, str]) -> object:
    """Return what a script reads of one month of an account."""
    return {
        "community": page.community,
        "member": page.member,
        "account": page.account,
        "month": month_name(profile, page.begins),
        "opening": _points(page.opening),
        "entries": [
            {**entry_of(entry, profile), "title": titles[entry.number]} for entry in page.entries
        ],
        "closing": _points(page.closing),
        "free": _points(page.free),
        "frozen": page.frozen,
    }


def page_lines(page: Statement, profile: Profile, titles: Mapping[str, str]) -> Iterator[Line]:
    """Show one month of an account, like a page of a bank book."""
    account = profile.accounts[page.account]
    said = words(
        "ledger-page",
        account=account.title.of(language()),
        member=page.member,
        community=page.community,
        month=month_name(profile, page.begins),
    )
    yield [(said, "bold")]
    yield words("ledger-opening", points=shown_points(page.opening))
    if page.entries:
        heads = _heads("number", "day", "what", "points", "balance")
        rows = [_row(entry, profile, titles[entry.number]) for entry in page.entries]
        yield Table(heads, rows, frozenset({3, 4}))
    else:
        yield words("ledger-none")
    yield words("ledger-closing", points=shown_points(page.closing))
    if page.frozen:
        yield [(words("ledger-frozen"), "yellow")]
    elif _exchanged(profile, page.account):
        yield words("ledger-free", points=shown_points(page.free))
    if page.entries:
        number = page.entries[-1].number
        yield words("ledger-how", community=page.community, number=number)


def _row(entry: LedgerEntry, profile: Profile, title: str) -> Sequence[str]:
    if entry.corrects:
        title = words("ledger-corrects", title=title, number=entry.corrects)
    elif entry.group:
        title = words("ledger-what", title=title, group=said(profile, entry.group))
    day = f"{local(profile, entry.at):%Y-%m-%d}"
    return entry.number, day, title, shown_points(entry.amount), shown_points(entry.balance)


def _exchanged(profile: Profile, account: str) -> bool:
    """Tell whether points of an account can be exchanged at all."""
    rules = profile.scoring.values()
    return any(rule.sort == "exchange" and rule.account == account for rule in rules)


# --- the list of a month --------------------------------------------------------------------------


def list_document(found: Settlement, profile: Profile) -> object:
    """Return what a script reads of the list of a month."""
    return {
        "community": found.community,
        "account": found.account,
        "month": month_name(profile, found.begins),
        "lines": [
            {
                "member": line.member,
                "name": line.name,
                "added": _points(line.earned),
                "taken": _points(line.spent),
                "balance": _points(line.closing),
                "frozen": line.frozen,
                **({"code": line.code} if line.code else {}),
            }
            for line in found.lines
        ],
    }


def list_lines(found: Settlement, profile: Profile, file: Path | None) -> Iterator[Line]:
    """Show the list of a month, or say where it was written."""
    if file is not None:
        yield words("ledger-list-file", file=file, count=len(found.lines))
        return
    said = words(
        "ledger-list",
        account=found.title.of(language()),
        month=month_name(profile, found.begins),
        community=found.community,
    )
    yield [(said, "bold")]
    if found.lines:
        yield Table(_list_heads(), list(_list_rows(found)), frozenset({2, 3, 4}))
        yield words("ledger-list-end", count=len(found.lines))
    else:
        yield words("ledger-list-none")


def _list_heads() -> Sequence[str]:
    return _heads("code", "name", "added", "taken", "balance", "note")


def _list_rows(found: Settlement) -> Iterator[Sequence[str]]:
    for line in found.lines:
        amounts = shown_points(line.earned), shown_points(line.spent), shown_points(line.closing)
        note = words("ledger-waits") if line.frozen else ""
        yield f"{line.member} {line.code}".rstrip(), line.name or "", *amounts, note


def to_csv(found: Settlement) -> bytes:
    """Return the list of a month for a spreadsheet, in which no cell is taken for a formula."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(_list_heads())
    for code, name, *amounts, note in _list_rows(found):
        writer.writerow([inert(code), inert(name), *amounts, note])
    return file.getvalue().encode("utf-8-sig")


def inert(text: str) -> str:
    """Return a cell that a spreadsheet shows as it is."""
    return f"'{text}" if text.startswith(_FORMULA) else text


# --- small words ----------------------------------------------------------------------------------


def entry_of(entry: LedgerEntry, profile: Profile) -> dict[str, Any]:
    """Return what a script reads of an entry."""
    return {
        "number": entry.number,
        "at": local(profile, entry.at).isoformat(),
        "sort": entry.sort,
        "rule": entry.rule,
        "class": entry.group,
        "points": _points(entry.amount),
        "balance": _points(entry.balance),
        "corrects": entry.corrects or None,
        "task": entry.task or None,
    }


def said(profile: Profile, value: object, names: Iterable[str] = ()) -> str:
    """Return a value as its field's choices call it; of a class, no matter which field it is of."""
    if isinstance(value, (list, tuple)):
        return listed(said(profile, one, names) for one in value)
    for name in names or profile.fields:
        field = profile.fields.get(name)
        if field and str(value) in field.choices:
            return field.choices[str(value)].of(language())
    return str(value)


def _heads(*names: str) -> Sequence[str]:
    return [words(f"ledger-head-{name}") for name in names]


def _points(amount: int) -> float:
    """Return points as scripts read them."""
    return amount / HUNDREDTHS


def local(profile: Profile, at: int) -> datetime:
    """Return an instant in the community's time zone."""
    return from_micros(at).astimezone(zone(profile.calendar.timezone))
