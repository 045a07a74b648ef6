"""Indicators of communities from a sheet: what type they propose is for people to decide."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from xiangyue.engine import Engine
from xiangyue.errors import Misuse, Place, XiangyueError
from xiangyue.exchange.fit.fitcells import COLUMNS
from xiangyue.exchange.fit.fitsheet import BadCells, read_table
from xiangyue.exchange.fit.fittypes import Catalogue, catalogue, judged
from xiangyue.exchange.noted import note
from xiangyue.exchange.sheets.columns import Column
from xiangyue.exchange.sheets.writing import Cell, write_sheet
from xiangyue.importer import Fate, Imported, Note, Tally
from xiangyue.messages import LANGUAGES
from xiangyue.study.fit import INDICATORS, SETTINGS, Community
from xiangyue.study.fit.decided import FLOW
from xiangyue.study.fit.indicators import BANDS
from xiangyue.time.moments import Moment
from xiangyue.values import OPEN, Command, Decision, Task

FIGURES: Final = "type_figures"
"""The field of a review that keeps the figures on which its proposal rests."""

PROPOSED: Final = "proposed_type"
PROPOSE: Final = "propose"

_SORT: Final = "communities"
_PAGE: Final = 200
_FIGURE: Final = re.compile(r"(\w+) (-?[\d.]+(?:e[+-]?\d+)?|[a-z]+)")
_EXAMPLE: Final[Mapping[str, str]] = {
    **{"community": "xinqi", "setting": "rural", "A1": "55", "A2": "9.5", "A3": "20"},
    **{"R1": "12", "R2": "0.4", "R3": "31", "R4": "42", "D1": "48"},
}


@dataclass(frozen=True, slots=True)
class _Desk:
    engine: Engine
    types: Catalogue
    governed: frozenset[str]
    by: str
    dry: bool
    now: datetime


def indicator_columns() -> tuple[Column, ...]:
    """Return what a sheet of indicators can say of a community, a row each."""
    return tuple(_column(name) for name in COLUMNS)


def _column(name: str) -> Column:
    example = _EXAMPLE.get(name, "")
    if name in INDICATORS:
        one = INDICATORS[name]
        bands = ", ".join(one.range(band) for band in BANDS)
        return Column(
            name,
            f"{name} {one.title['en']}",
            f"{name} {one.title['zh']}",
            help_en=f"{one.unit['en']}; low, mid, high: {bands}",
            help_zh=f"{one.unit['zh']}；低、中、高：{bands}",
            example=example,
        )
    en, zh = {
        "community": ("Community", "社区"),
        "profile": ("Profile", "治理方案"),
        "setting": ("Setting", "城乡"),
    }[name]
    choices = SETTINGS if name == "setting" else ()
    chinese = ("城市", "农村") if name == "setting" else ()
    needed = name == "community"
    return Column(name, en, zh, (), needed, "", "", example, choices, chinese)


def import_indicators(
    engine: Engine,
    path: Path,
    *,
    by: str,
    types: Catalogue | None = None,
    sheet: str | None = None,
    dry: bool = False,
    now: Moment = None,
) -> Imported:
    """Propose to each community of a sheet the type that its figures speak for.

    A review is opened, or the proposal of the open one is entered anew, with the figures on which
    it rests; people decide. What stands there already is left. ``types`` are those of the installed
    profiles if left out. Nothing is entered if a cell is wrong. Raises BadInput for what is no
    sheet, or has no row.
    """
    types = types or catalogue([])
    tally = Tally()
    tally.sorts([_SORT])
    try:
        table = read_table(path, types.known, sheet)
    except BadCells as error:
        for problem in error.problems:
            place = problem.place or Place(str(path))
            tally.note(note("refused", place, problem.code, "", **problem.values))
        tally.count(_SORT, "refused", error.count)
        return tally.imported()
    at = now if isinstance(now, datetime) else datetime.now().astimezone()
    desk = _Desk(engine, types, frozenset(engine.communities()), by, dry, at)
    tasks: list[dict[str, Any]] = []
    for community in table.communities:
        place = Place(str(path), table.lines[community.id])
        proposed, told = _propose(desk, community, place)
        tally.count(_SORT, told.fate if told else "carried")
        if told:
            tally.note(told)
        tasks.append({"community": community.id, **proposed})
    written = any(one.get("entered") for one in tasks) and not dry
    return tally.imported(written=written, more={"proposals": tasks})


def _propose(desk: _Desk, community: Community, place: Place) -> tuple[dict[str, Any], Note | None]:
    """Return what became of a community's row, and why it was left out or comes later."""

    def left(code: str, /, **values: Any) -> tuple[dict[str, Any], Note]:
        told = note("refused", place, code, "", **{"community": community.id, **values})
        return {"type": None, "task": None, "entered": False}, told

    if community.id not in desk.governed:
        return left("indicators-not-governed")
    profile = desk.engine.profile(community.id)
    flow = profile.flows.get(FLOW)
    if flow is None or FIGURES not in profile.fields or PROPOSE not in flow.actions:
        return left("indicators-no-review", profile=profile.id)
    found, _ = judged(community, desk.types, desk.engine)
    proposed = "+".join(found.extends)
    if not proposed:
        return left("indicators-no-type")
    data = {PROPOSED: proposed, FIGURES: figures(community)}
    last = max(_reviews(desk.engine, community.id), key=lambda t: t.opened_at, default=None)
    task = last if last is not None and last.ended_at is None else None
    if task is not None and _says(task, data):
        return {"type": proposed, "task": task.ref, "entered": False}, None
    if task is not None and task.state not in flow.actions[PROPOSE].sources:
        return left("indicators-decided", task=task.ref)
    try:
        decision = _enter(desk, community.id, task, _key(last, data), data)
    except XiangyueError as error:
        return left(error.code, **error.values)
    entered = decision.outcome != "refused"
    ref = decision.ref if decision and not desk.dry else task.ref if task else None
    told = None if decision else _told("changed" if entered else "refused", place, decision)
    return {"type": proposed, "task": ref, "entered": entered}, told


def _key(last: Task | None, data: Mapping[str, Any]) -> str:
    """Return a key under which the same figures are entered once, until the next review."""
    said = "\n".join((last.id if last else "", *map(str, data.values())))
    return f"figures/{sha256(said.encode()).hexdigest()[:32]}"


def _enter(
    desk: _Desk, community: str, task: Task | None, key: str, data: Mapping[str, Any]
) -> Decision:
    command = Command(
        community,
        OPEN if task is None else PROPOSE,
        desk.by,
        task=task.id if task else None,
        flow=FLOW if task is None else None,
        title=data[PROPOSED] if task is None else None,
        source="sheet",
        key=key,
        data=data,
    )
    decision = desk.engine.try_out(command, now=desk.now)
    if desk.dry or decision.outcome == "refused":
        return decision
    return desk.engine.do(command, now=desk.now)


def _says(task: Task, data: Mapping[str, Any]) -> bool:
    return all(task.data.get(name) == value for name, value in data.items())


def _told(fate: Fate, place: Place, decision: Decision) -> Note:
    reason = decision.reasons[0]
    said = {lang: reason.text(lang) for lang in LANGUAGES}
    mend = {lang: reason.mend(lang) for lang in LANGUAGES}
    return Note(fate, place, said, mend, code=reason.code)


def _reviews(engine: Engine, community: str) -> Iterator[Task]:
    after: str | None = None
    while True:
        page = engine.tasks(community, flow=FLOW, limit=_PAGE, after=after)
        yield from page.tasks
        after = page.next
        if after is None:
            return


def figures(community: Community) -> str:
    """Return a community's figures in one line, as a review keeps them."""
    said = [
        f"{code} {community.values[code]:.12g}" for code in INDICATORS if code in community.values
    ]
    setting = [f"setting {community.setting}"] if community.setting else []
    return "; ".join([*said, *setting])


def read_figures(line: str) -> dict[str, Cell]:
    """Read what ``figures`` has written; what is none of it is left."""
    found: dict[str, Cell] = {}
    for name, value in _FIGURE.findall(line):
        if name in INDICATORS:
            found[name] = float(value) if "." in value or "e" in value else int(value)
        elif name == "setting" and value in SETTINGS:
            found[name] = value
    return found


def export_indicators(
    engine: Engine, path: Path, *, community: str | None = None, lang: str = "en"
) -> int:
    """Write the newest figures of each community, or of one, that a review has kept.

    Returns how many communities. Raises Misuse for one that is not governed, and for another
    ending than .xlsx or .csv.
    """
    governed = engine.communities()
    if community is not None and community not in governed:
        raise Misuse("indicators-not-governed", community=community)
    rows = _figure_rows(engine, [community] if community else governed)
    return write_sheet(path, indicator_columns(), rows, lang=lang)


def _figure_rows(engine: Engine, communities: Sequence[str]) -> Iterator[Sequence[Cell]]:
    for community in communities:
        kept = (t for t in _reviews(engine, community) if FIGURES in t.data)
        task = max(kept, key=lambda task: (task.opened_at, task.since), default=None)
        if task is not None:
            known = {"community": community, **read_figures(str(task.data[FIGURES]))}
            yield [known.get(name) for name in COLUMNS]
