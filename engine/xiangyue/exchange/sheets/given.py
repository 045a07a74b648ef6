"""What the importers of sheets are told, and how each of their readers is given it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from xiangyue.errors import Misuse
from xiangyue.importer import Incoming, Option

if TYPE_CHECKING:
    from xiangyue.exchange.sheets.table import SheetOptions
    from xiangyue.profile import Profile

SHEET: Final = (
    Option(
        "sheet",
        {"en": "Which sheet of the workbook.", "zh": "读取工作簿中的哪张工作表。"},
        "NAME",
        title={"en": "Sheet", "zh": "工作表"},
    ),
    Option(
        "column",
        {
            "en": "What a heading means, as HEADING=COLUMN; nothing after the sign: not read.",
            "zh": "表头对应哪一列，写作“表头=列名”；等号后留空则不读取该列。",
        },
        metavar="HEADING=COLUMN",
        many=True,
        title={"en": "Headings", "zh": "表头"},
    ),
    Option(
        "encoding",
        {
            "en": "How a CSV is encoded; tried out if left out.",
            "zh": "CSV 文件的编码；不填则自动识别。",
        },
        "NAME",
        title={"en": "Encoding", "zh": "编码"},
    ),
)


def given(incoming: Incoming) -> dict[str, Any]:
    """Return what every import of a sheet is given; raises Misuse for a column without a sign."""
    return {
        "engine": incoming.engine,
        "path": incoming.path,
        "by": incoming.by or "",
        "dry": incoming.dry,
        "options": sheet_options(incoming.options),
        "progress": incoming.progress,
        "now": incoming.now,
    }


def sheet_options(options: Mapping[str, Any]) -> SheetOptions:
    """Return what was said of a sheet; raises Misuse for a column without an equals sign."""
    from xiangyue.exchange.names import shown
    from xiangyue.exchange.sheets.table import SheetOptions

    renamed: dict[str, str] = {}
    columns: Sequence[str] = options.get("column", ())
    for said in columns:
        heading, equals, target = said.rpartition("=")
        if not equals or not heading.strip():
            raise Misuse("sheet-column-option", given=shown(said))
        renamed[heading.strip()] = target.strip()
    return SheetOptions(options.get("sheet"), options.get("encoding", ""), renamed)


def sound(ref: str) -> Profile:
    """Return a profile that lints without an error; raises BrokenProfile for any other."""
    from xiangyue.lint import require
    from xiangyue.plugs import limits, packs
    from xiangyue.profile import load

    return require(load(ref, packs()), limits())
