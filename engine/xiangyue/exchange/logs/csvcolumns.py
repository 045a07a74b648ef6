"""Which column of a CSV log says what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xiangyue.errors import BadInput, Place
from xiangyue.exchange.logs.eventlog import LogOptions
from xiangyue.exchange.names import shown

MAX_COLUMNS = 1_000
CASE_PREFIX = "case:"


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# Without case and marks, the surest name first.
_USUAL: Mapping[str, tuple[str, ...]] = {
    "case": _words(
        "caseconceptname caseid case casenumber caseno casename traceid trace processinstance "
        "processinstanceid instanceid ticketid 案件编号 事项编号 案例编号 编号"
    ),
    "activity": _words(
        "conceptname activity activityname event eventname task taskname action step 活动 环节 步骤"
    ),
    "time": _words(
        "timetimestamp timestamp completetimestamp completiontime completetime endtimestamp "
        "eventtime datetime time date starttimestamp starttime 办理时间 时间"
    ),
    "resource": _words(
        "orgresource resource resourcename user username performer agent employee "
        "办理人 经办人 人员"
    ),
    "group": _words("orggroup group orgrole role department team 部门 科室 角色"),
}
_NEEDED = ("case", "activity", "time")


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the columns are; ``own`` are attributes of the case, ``others`` may be."""

    case: int
    activity: int
    time: int
    resource: int | None
    group: int | None
    own: tuple[tuple[int, str], ...]
    others: tuple[tuple[int, str], ...]
    count: int


def find_columns(header: Sequence[str], options: LogOptions, place: Place) -> Columns:
    """Find the columns by the options, else by their usual names.

    Raises BadInput if a named column or one for case, activity or time is not there, or if
    there are more than 1,000.
    """
    if len(header) > MAX_COLUMNS:
        raise BadInput("log-too-many-columns", place=place, limit=MAX_COLUMNS)
    known = ", ".join(shown(name, 30) for name in header[:30]) or "-"
    found: dict[str, int] = {}
    for what in _USUAL:
        if wanted := getattr(options, what):
            if wanted not in header:
                raise BadInput("log-no-column", place=place, name=shown(wanted), known=known)
            found[what] = header.index(wanted)
    bare = ["".join(char for char in name.lower() if char.isalnum()) for name in header]
    for what, usual in _USUAL.items():
        ranked = sorted((usual.index(name), i) for i, name in enumerate(bare) if name in usual)
        free = [index for _, index in ranked if index not in found.values()]
        if what not in found and free:
            found[what] = free[0]
    for what in _NEEDED:
        if what not in found:
            raise BadInput(f"log-no-{what}-column", place=place, known=known)
    rest = [(i, name) for i, name in enumerate(header) if name and i not in found.values()]
    return Columns(
        found["case"],
        found["activity"],
        found["time"],
        found.get("resource"),
        found.get("group"),
        tuple((i, n.removeprefix(CASE_PREFIX)) for i, n in rest if n.startswith(CASE_PREFIX)),
        tuple((i, n) for i, n in rest if not n.startswith(CASE_PREFIX)),
        len(header),
    )
