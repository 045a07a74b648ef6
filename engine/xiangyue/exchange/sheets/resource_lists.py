"""Resources out of a store into a sheet, as they come in again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from xiangyue.canonical import load
from xiangyue.engine import Engine
from xiangyue.exchange.sheets.field_values import field_cell
from xiangyue.exchange.sheets.resources import PREFIX, offers_of, resource_columns
from xiangyue.exchange.sheets.writing import Cell, write_sheet
from xiangyue.profile import Profile
from xiangyue.storage import Reader
from xiangyue.values import Task

_PAGE: Final = 1000
_KEYED: Final = (
    "SELECT key, body FROM journal WHERE community = ? AND key > ? AND key < ? ORDER BY key LIMIT ?"
)
_END: Final = PREFIX[:-1] + chr(ord(PREFIX[-1]) + 1)


def export_resources(engine: Engine, path: Path, community: str, *, lang: str = "en") -> int:
    """Write what is offered in a community and not withdrawn; returns how many.

    A resource that came in by a sheet has its number, another one its address. What is personal
    stays here. Raises Misuse for an unknown community or one without a resource library, and for
    another ending of the file than .xlsx or .csv.
    """
    profile = engine.profile(community)
    columns = [
        column
        for column in resource_columns(profile)
        if not column.id.startswith("field:") or profile.fields[column.id[6:]].sensitivity == "none"
    ]
    with engine._store.read() as reader:
        numbers = dict(_numbers(reader, community))
    wanted = [column.id for column in columns]
    rows = (
        _row(task, numbers, wanted, profile, lang)
        for task in _offers(engine, community, offers_of(profile).flow)
    )
    return write_sheet(path, columns, rows, lang=lang)


def _numbers(reader: Reader, community: str) -> Iterator[tuple[str, str]]:
    """Yield tasks with the numbers under which a sheet has brought them."""
    key = PREFIX
    while rows := reader.all(_KEYED, community, key, _END, _PAGE):
        for key, text in rows:
            body = load(text)
            if body.get("task"):
                yield body["task"], key.removeprefix(PREFIX)


def _offers(engine: Engine, community: str, flow: str) -> Iterator[Task]:
    after: str | None = None
    while True:
        page = engine.tasks(community, flow=flow, ended=False, limit=_PAGE, after=after)
        yield from page.tasks
        after = page.next
        if after is None:
            return


def _row(
    task: Task, numbers: dict[str, str], wanted: Sequence[str], profile: Profile, lang: str
) -> Sequence[Cell]:
    own: dict[str, Cell] = {
        "number": numbers.get(task.id, task.ref),
        "title": task.title or None,
        "owner": task.opener,
        "unit": None if task.unit == task.community else task.unit,
        "state": profile.flows[task.flow].states[task.state].title.of(lang),
    }
    return [own[name] if name in own else _field(name, task, profile, lang) for name in wanted]


def _field(name: str, task: Task, profile: Profile, lang: str) -> Cell:
    field = profile.fields[name.removeprefix("field:")]
    if field.id in task.private:
        return None
    return field_cell(task.data.get(field.id), field, lang)
