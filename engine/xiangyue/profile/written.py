"""A profile that stands in no file: a release of the store, with other rows in its tables."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from xiangyue.errors import BadInput, Misuse, Place
from xiangyue.profile.build import build
from xiangyue.profile.check import check, listed
from xiangyue.profile.finding import BrokenProfile
from xiangyue.profile.load import Loaded
from xiangyue.profile.model import Profile
from xiangyue.profile.node import node_of
from xiangyue.spelling import shown
from xiangyue.words import plain_data

_MANY = (list, tuple)

STEPS: Final = ("audit", "warn", "enforce")
"""How a limit comes in, step by step: recorded, then said, then kept."""

Cells = Mapping[str, Any]
"""Values by ``ROW.COLUMN``, rows counted from 1."""


def loaded_from(document: Mapping[str, Any], scenarios: tuple[Path, ...] = ()) -> Loaded:
    """Return a document as if it had been read from files; raises BadInput for one that is none."""
    place = Place(str(document.get("profile", "")), 1, 1)
    root = node_of(document, place)
    findings = check(root, "resolved")
    if any(one.severity == "error" for one in findings):
        raise BrokenProfile(str(document.get("profile", "")), findings)
    folder = scenarios[-1].parent if scenarios else Path()
    return Loaded(folder, root, (), findings, build(document), scenarios)


def with_tables(profile: Profile, tables: Mapping[str, Any]) -> Profile:
    """Return a profile with other rows in its decision tables, or with single cells changed.

    Of each table either all rows are given, or cells by ``ROW.COLUMN``. Raises Misuse where there
    is no such table or cell, and BadInput where the profile accepts no such row.
    """
    document = dict(profile.document)
    known = dict(document.get("tables", {}))
    for name, given in tables.items():
        if name not in known:
            raise Misuse("change-table", name=shown(name), known=listed(sorted(known)))
        rows = _with_cells(name, known[name], given) if isinstance(given, Mapping) else given
        known[name] = {**known[name], "rows": _plain(rows)}
    document["tables"] = known
    made = loaded_from(document).profile
    if made is None:
        raise BadInput("change-table", name="", known="")
    return made


def with_stances(profile: Profile, stances: Mapping[str, str]) -> Profile:
    """Return a profile in which limits hold otherwise: ``audit``, ``warn`` or ``enforce``.

    Raises Misuse where it binds no such limit, or where there is no such stance.
    """
    for name, stance in stances.items():
        if name not in profile.limits:
            raise Misuse("change-limit", name=shown(name), known=listed(sorted(profile.limits)))
        if stance not in STEPS:
            raise Misuse("change-stance", name=name, given=shown(stance), known=listed(STEPS))
    return bound_so(profile, stances)


def bound_so(profile: Profile, stances: Mapping[str, str]) -> Profile:
    """Return a profile with limits that it binds at these stances."""
    limits = profile.document.get("limits", {})
    moved = {name: {**limits[name], "stance": stance} for name, stance in stances.items()}
    return build({**profile.document, "limits": {**limits, **moved}})


def with_defaults(profile: Profile, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return a profile's document as it reads where these values are the params' own."""
    params = profile.document.get("params", {})
    own = {k: {**said, "default": values.get(k, said["default"])} for k, said in params.items()}
    return {**profile.document, **({"params": own} if own else {})}


def _plain(rows: Any) -> Any:
    """Return rows as a document holds them; what is none is left to the schema."""
    if not isinstance(rows, _MANY):
        return rows
    return [
        [plain_data({"cell": cell})["cell"] for cell in row] if isinstance(row, _MANY) else row
        for row in rows
    ]


def _with_cells(name: str, table: Mapping[str, Any], cells: Cells) -> list[list[Any]]:
    rows = [list(row) for row in table["rows"]]
    columns = [*table["inputs"], *table["outputs"]]
    for at, value in cells.items():
        number, _, column = str(at).partition(".")
        row = int(number) if number.isdecimal() and len(number) < 10 else 0
        if not 0 < row <= len(rows) or column not in columns:
            known, cell = listed(columns), shown(at)
            raise Misuse("change-cell", table=shown(name), cell=cell, rows=len(rows), known=known)
        rows[row - 1][columns.index(column)] = value
    return rows
