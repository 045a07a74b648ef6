"""Resources from a sheet: what people and organisations can lend, as the profile asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

from xiangyue.engine import Engine
from xiangyue.errors import Conflict, Misuse
from xiangyue.exchange.files.datafile import Progress
from xiangyue.exchange.sheets import cells
from xiangyue.exchange.sheets.columns import Column
from xiangyue.exchange.sheets.openings import field_columns, field_data
from xiangyue.exchange.sheets.receiving import Desk, OrderReport, Received, number, receive
from xiangyue.exchange.sheets.table import Record, SheetOptions, Table
from xiangyue.exchange.sheets.units import by_title, find_unit
from xiangyue.profile import Matched, Profile
from xiangyue.spelling import shown
from xiangyue.time.moments import Moment
from xiangyue.values import OPEN, Command, Decision, Task, Unit

PREFIX: Final = "resource/"
"""What stands before a resource's number in its key, so that no order has the same."""

_MOST: Final = 100  # characters of a number
_ERRORS: Final = {"key-bound": "sheet-resource-bound", "key-destroyed": "sheet-resource-gone"}

NUMBER = Column(
    "number",
    "Resource number",
    "资源编号",
    ("number", "id", "resource", "编号", "资源号"),
    needed=True,
    help_en="The resource's number; the same number is never entered twice.",
    help_zh="资源编号；同一编号不会重复登记。",
    example="R-001",
)
TITLE = Column(
    "title",
    "Title",
    "资源名称",
    ("name", "名称", "标题"),
    help_en="What it is called.",
    help_zh="资源的名称。",
)
OWNER = Column(
    "owner",
    "Owner",
    "提供方",
    ("offered by", "提供单位", "提供人", "所有者", "共建单位"),
    help_en="The id of the member who offers it; whoever imports, if empty.",
    help_zh="提供方的人员（组织）编号；留空为导入人。",
)
UNIT = Column(
    "unit",
    "Unit",
    "所在单位",
    ("grid", "网格", "所属网格", "所在网格", "单位编号"),
    help_en="The id (or title) of a unit of this community.",
    help_zh="本社区（村）或其网格的编号（或名称）。",
)
STATE = Column("state", "State", "状态", help_en="Not read.", help_zh="导入时不读取。")
OWN = (NUMBER, TITLE, OWNER, UNIT, STATE)


@dataclass(frozen=True, slots=True)
class _Library:
    """What a row is read against.

    ``known`` are the rows that say what is there under their address; others ``differ`` from it.
    """

    engine: Engine
    profile: Profile
    offers: Matched
    units: Mapping[str, Unit]
    names: Mapping[str, str]
    community: str
    by: str
    known: list[Received] = field(default_factory=list)
    differ: set[str] = field(default_factory=set)
    members: dict[str, bool] = field(default_factory=dict)

    def knows(self, member: str) -> bool:
        """Tell whether somebody is registered."""
        if member not in self.members:
            self.members[member] = bool(self.engine.known_members((member,)))
        return self.members[member]


def offers_of(profile: Profile) -> Matched:
    """Return what a profile says of offers; raises Misuse where it says nothing."""
    if profile.matching is None:
        raise Misuse("sheet-no-resources", profile=profile.id)
    return profile.matching.offers


def resource_columns(profile: Profile) -> tuple[Column, ...]:
    """Return what a sheet of resources can say under a profile: what its offers ask for.

    Raises Misuse where the profile has no resource library.
    """
    opening = profile.flows[offers_of(profile).flow].opening
    return (*OWN, *field_columns(profile, [opening], OWN))


def import_resources(
    engine: Engine,
    path: Path | str,
    *,
    community: str,
    by: str,
    dry: bool = False,
    options: SheetOptions | None = None,
    progress: Progress | None = None,
    now: Moment = None,
) -> OrderReport:
    """Enter the resources of a sheet as offers; nothing if anything is wrong with a row.

    Columns are the resource's own, and the fields that the profile's offers ask for, by id or
    title. The number is the key: the same sheet brings nothing a second time, and a row that says
    otherwise of one is left out. What was exported is known by its address. Each row is tried out
    first. Raises BadInput for what is no sheet, and Misuse for an unknown community or member, or
    where the profile has no resource library.
    """
    profile = engine.profile(community)
    if by not in engine.known_members((by,)):
        raise Misuse("member-unknown", member=by)
    own = {name: u for name, u in engine.units().items() if u.community == community}
    library = _Library(engine, profile, offers_of(profile), own, by_title(own), community, by)
    table = Table(path, resource_columns(profile), options or SheetOptions(), progress)
    at = datetime.now().astimezone() if now is None else now
    desk = Desk(
        engine, partial(_command, library), partial(_try_out, library), _ERRORS, prefix=PREFIX
    )
    found = receive(desk, table, at, dry=dry)
    return found if found.findings else replace(found, orders=(*library.known, *found.orders))


def _command(library: _Library, record: Record) -> Command | None:
    key = record.get("number", lambda value: number(value, _MOST), needed=True)
    title = record.get("title", cells.text)
    owner = record.get("owner", cells.ident)
    if owner is not None and not library.knows(owner):
        record.wrong("owner", "sheet-no-member", value=shown(owner))
    unit = find_unit(record, "unit", library.names, library.units)
    opening = library.profile.flows[library.offers.flow].opening
    data = dict(field_data(record, library.profile, opening, library.names, library.units, _never))
    if key is None:
        return None
    command = Command(
        community=library.community,
        action=OPEN,
        actor=library.by,
        flow=library.offers.flow,
        title=title,
        unit=unit,
        on_behalf_of=owner if owner != library.by else None,
        source="sheet",
        key=PREFIX + key,
        data=data,
    )
    there = _there(library, key) if record.sound else None
    if there is None:
        return command
    if _differs(there, command):
        library.differ.add(key)
        return command
    place = record.place("number")
    library.known.append(Received(key, there.flow, "done", there.ref, known=True, place=place))
    return None


def _never(record: Record, name: str) -> None:
    raise AssertionError(name)  # every column of the sheet is one of the opening


def _there(library: _Library, number: str) -> Task | None:
    """Return the offer whose address a number is, as an export has it."""
    if not number.startswith(f"{library.community}/"):
        return None
    try:
        task = library.engine.task(number)
    except Misuse:
        return None
    return task if task.flow == library.offers.flow else None


def _differs(task: Task, command: Command) -> bool:
    said: Mapping[str, Any] = {**command.data, "title": command.title or ""}
    there = {**task.data, "title": task.title}
    opener = command.on_behalf_of or command.actor
    return (
        any(there.get(name) != value for name, value in said.items())
        or (command.unit or task.community) != task.unit
        or opener != task.opener
    )


def _try_out(library: _Library, command: Command, now: datetime) -> tuple[Command, Decision]:
    if (command.key or "").removeprefix(PREFIX) in library.differ:
        raise Conflict("key-bound")
    return command, library.engine.try_out(command, now=now)
