"""Sheets through the door of importers: ``xiangyue import units`` and the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Final

from xiangyue.errors import Misuse
from xiangyue.importer import Imported, Importer, Incoming, Option
from xiangyue.limit import Words

if TYPE_CHECKING:
    from xiangyue.exchange.sheets.table import SheetOptions
    from xiangyue.profile import Profile

SHEET: Final = (
    Option("sheet", "Which sheet of the workbook.", "NAME"),
    Option(
        "column", "What a heading means; nothing: not read.", metavar="HEADING=COLUMN", many=True
    ),
    Option("encoding", "How a CSV is encoded; tried out if left out.", "NAME"),
)


class UnitsSheet(Importer):
    """Units, as a tree."""

    name = "units"
    title: ClassVar[Words] = {"en": "Units", "zh": "单位"}
    help = "Register the units of a sheet, XLSX or CSV, all of them or, if a cell is wrong, none."
    examples = (
        "units units.xlsx --by li --dry-run",
        "units units.csv --by li --db sqlite:///village.db",
    )
    kind = "store"
    community = False
    begins = True
    options = SHEET

    def take(self, incoming: Incoming) -> Imported:
        """Register units; raises as ``import_units`` does."""
        from xiangyue.exchange.sheets.telling import of_report
        from xiangyue.exchange.sheets.units import import_units

        return of_report(import_units(**given(incoming)), "units", str(incoming.path))


class MembersSheet(Importer):
    """Members with their roles and contacts."""

    name = "members"
    title: ClassVar[Words] = {"en": "Members", "zh": "人员"}
    help = "Register the members of a sheet with roles and contacts, or none if a cell is wrong."
    examples = (
        "members members.xlsx --by li --dry-run",
        'members members.xlsx --sheet 人员 --column "微信=" --by li',
    )
    kind = "store"
    community = False
    options = (
        Option("profile", "Whose roles count where no profile governs yet.", "PROFILE"),
        *SHEET,
    )

    def take(self, incoming: Incoming) -> Imported:
        """Register members; raises as ``import_members`` does, and for a profile with errors."""
        from xiangyue.exchange.sheets.members import import_members
        from xiangyue.exchange.sheets.telling import of_report

        said = incoming.options.get("profile")
        found = import_members(**given(incoming), profile=sound(said) if said else None)
        return of_report(found, "rows", str(incoming.path))


class OrdersSheet(Importer):
    """Hotline orders and grid events."""

    name = "orders"
    title: ClassVar[Words] = {"en": "Orders", "zh": "工单"}
    help = "Receive the hotline orders or grid events of a sheet, each number once."
    examples = (
        "orders hotline.xlsx --community xinqi --by li --dry-run",
        "orders grid.csv --community xinqi --category road --by li",
        "orders open-orders.xlsx --community xinqi --by li --backlog",
    )
    kind = "store"
    options = (
        Option("category", "That of rows that name none.", "CATEGORY"),
        Option("backlog", "Enter those of long ago as of now, with their time noted.", flag=True),
        *SHEET,
    )

    def take(self, incoming: Incoming) -> Imported:
        """Receive orders; raises as ``import_orders`` does."""
        from xiangyue.exchange.sheets.orders import import_orders
        from xiangyue.exchange.sheets.telling import of_orders

        found = import_orders(
            **given(incoming),
            community=incoming.community or "",
            category=incoming.options.get("category"),
            backlog=incoming.options.get("backlog", False),
        )
        return of_orders(found, str(incoming.path))


class ResourcesSheet(Importer):
    """What can be lent."""

    name = "resources"
    title: ClassVar[Words] = {"en": "Resources", "zh": "资源"}
    help = "Enter the resources of a sheet into the resource library, each number once."
    examples = (
        "resources resources.xlsx --community lvyuan --by li --dry-run",
        "resources resources.csv --community lvyuan --by li",
    )
    kind = "store"
    options = SHEET

    def take(self, incoming: Incoming) -> Imported:
        """Enter resources; raises as ``import_resources`` does."""
        from xiangyue.exchange.sheets.resources import import_resources
        from xiangyue.exchange.sheets.telling import of_orders

        found = import_resources(**given(incoming), community=incoming.community or "")
        return of_orders(found, str(incoming.path), "resources")


class PointsSheet(Importer):
    """Rules for points, and any other decision table."""

    name = "points"
    title: ClassVar[Words] = {"en": "Rules for points", "zh": "积分规则"}
    help = "Draft the rows of a sheet as those of a decision table, for somebody else to approve."
    examples = (
        "points points.xlsx --community xinqi --table household_value --by li --dry-run",
        "points points.csv --community xinqi --table base_value --by li --reason 'As voted'",
    )
    kind = "store"
    options = (
        Option("table", "Which decision table, by id or title.", "TABLE"),
        Option("reason", "Why, for all to read.", "TEXT"),
        *SHEET,
    )

    def take(self, incoming: Incoming) -> Imported:
        """Draft rules; raises as ``import_points`` does."""
        from xiangyue.exchange.sheets.point_rules import import_points
        from xiangyue.exchange.sheets.telling import of_points

        found = import_points(
            **given(incoming),
            community=incoming.community or "",
            reason=incoming.options.get("reason", ""),
            table=incoming.options.get("table"),
        )
        return of_points(found, str(incoming.path), dry=incoming.dry)


class IndicatorsSheet(Importer):
    """Figures of communities, which propose their types."""

    name = "indicators"
    title: ClassVar[Words] = {"en": "Indicators", "zh": "社区指标"}
    help = "Propose to each community of a sheet the type that its figures speak for."
    examples = (
        "indicators indicators.xlsx --by jiedao --dry-run",
        "indicators indicators.csv --by jiedao --profile drafts/resettlement-estate",
    )
    kind = "store"
    community = False
    options = (
        Option("profile", "A type beside those installed.", "PROFILE", many=True),
        Option("sheet", "Which sheet of the workbook.", "NAME"),
    )

    def take(self, incoming: Incoming) -> Imported:
        """Propose types; raises as ``import_indicators`` does."""
        from xiangyue.exchange.fittypes import catalogue
        from xiangyue.exchange.sheets.indicators import import_indicators

        return import_indicators(
            incoming.engine,
            incoming.path,
            by=incoming.by or "",
            types=catalogue([*incoming.options.get("profile", ())]),
            sheet=incoming.options.get("sheet"),
            dry=incoming.dry,
            now=incoming.now,
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
