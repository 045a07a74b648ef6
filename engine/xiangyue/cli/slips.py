"""Slips that go with a month's masked list, as people, scripts and spreadsheets read them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from xiangyue.cli.ledger import inert
from xiangyue.cli.output import Line, Table, words
from xiangyue.work.bookkeeping import month_name

if TYPE_CHECKING:
    from xiangyue import Profile
    from xiangyue.work.masking import Slip


def slips_document(found: Sequence[Slip]) -> object:
    """Return what a script reads of the slips."""
    return [
        {"member": one.member, "line": f"{one.masked} {one.code}", "number": one.number}
        for one in found
    ]


def slips_lines(found: Sequence[Slip], profile: Profile, file: Path | None) -> Iterator[Line]:
    """Show the slips, or say where they were written."""
    if file is not None:
        yield words("slips-file", file=file, count=len(found))
    elif found:
        month = month_name(profile, found[0].begins)
        yield [(words("slips-list", month=month, community=found[0].community), "bold")]
        yield Table(_heads(), list(_rows(found)))
        yield words("slips-how")
    else:
        yield words("ledger-list-none")


def slips_csv(found: Sequence[Slip]) -> bytes:
    """Return the slips for a spreadsheet, in which no cell is taken for a formula."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(_heads())
    writer.writerows([inert(cell) for cell in row] for row in _rows(found))
    return file.getvalue().encode("utf-8-sig")


def _heads() -> Sequence[str]:
    return [words(f"slips-head-{name}") for name in ("member", "line", "number")]


def _rows(found: Sequence[Slip]) -> Iterator[Sequence[str]]:
    return ((one.member, f"{one.masked} {one.code}", one.number) for one in found)
