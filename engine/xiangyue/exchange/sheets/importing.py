"""Sheets through the door of importers: ``xiangyue import units`` and the others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from xiangyue.exchange.sheets.given import SHEET, given, sound
from xiangyue.importer import Imported, Importer, Incoming, Option
from xiangyue.limit import Words


class UnitsSheet(Importer):
    """Units, as a tree."""

    name = "units"
    title: ClassVar[Words] = {"en": "Units", "zh": "单位"}
    help: ClassVar[Words] = {
        "en": "Register the units of a sheet, XLSX or CSV, or none if a cell is wrong.",
        "zh": "登记表格（XLSX 或 CSV）中的单位；只要有一格有误，就全部不登记。",
    }
    examples = (
        "units units.xlsx --by li --dry-run",
        "units units.csv --by li --db sqlite:///village.db",
    )
    kind = "store"
    community = False
    begins = True
    options = SHEET
    sorts: ClassVar[Mapping[str, Words]] = {"units": {"en": "Units", "zh": "单位"}}

    def take(self, incoming: Incoming) -> Imported:
        """Register units; raises as ``import_units`` does."""
        from xiangyue.exchange.sheets.telling import of_report
        from xiangyue.exchange.sheets.units import import_units

        return of_report(import_units(**given(incoming)), "units", str(incoming.path))


class MembersSheet(Importer):
    """Members with their roles and contacts."""

    name = "members"
    title: ClassVar[Words] = {"en": "Members", "zh": "人员"}
    help: ClassVar[Words] = {
        "en": "Register a sheet's members with roles and contacts, or none if a cell is wrong.",
        "zh": "登记表格中的人员及其角色和联系方式；只要有一格有误，就全部不登记。",
    }
    examples = (
        "members members.xlsx --by li --dry-run",
        'members members.xlsx --sheet 人员 --column "微信=" --by li',
    )
    kind = "store"
    community = False
    options = (
        Option(
            "profile",
            {
                "en": "Whose roles count where no profile governs yet.",
                "zh": "尚未启用治理方案时，按哪个方案的角色登记。",
            },
            "PROFILE",
            takes="profile",
            title={"en": "Profile", "zh": "治理方案"},
        ),
        *SHEET,
    )
    sorts: ClassVar[Mapping[str, Words]] = {"rows": {"en": "Rows", "zh": "行"}}

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
    help: ClassVar[Words] = {
        "en": "Receive the hotline orders or grid events of a sheet, each number once.",
        "zh": "受理表格中的热线工单或网格事件，同一编号只受理一次。",
    }
    examples = (
        "orders hotline.xlsx --community xinqi --by li --dry-run",
        "orders grid.csv --community xinqi --category road --by li",
        "orders open-orders.xlsx --community xinqi --by li --backlog",
    )
    kind = "store"
    options = (
        Option(
            "category",
            {"en": "The category of rows that name none.", "zh": "未写明类别的行按哪个类别受理。"},
            "CATEGORY",
            takes="category",
            title={"en": "Category", "zh": "类别"},
        ),
        Option(
            "backlog",
            {
                "en": "Enter those of long ago as of now, with their time noted.",
                "zh": "时间过久的按现在受理，并注明原来的时间。",
            },
            flag=True,
            title={"en": "Enter old ones too", "zh": "补录旧单"},
        ),
        *SHEET,
    )
    sorts: ClassVar[Mapping[str, Words]] = {"orders": {"en": "Orders", "zh": "工单"}}

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
    help: ClassVar[Words] = {
        "en": "Enter the resources of a sheet into the resource library, each number once.",
        "zh": "把表格中的资源录入资源库，同一编号只录入一次。",
    }
    examples = (
        "resources resources.xlsx --community lvyuan --by li --dry-run",
        "resources resources.csv --community lvyuan --by li",
    )
    kind = "store"
    options = SHEET
    sorts: ClassVar[Mapping[str, Words]] = {"resources": {"en": "Resources", "zh": "资源"}}

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
    help: ClassVar[Words] = {
        "en": "Draft a sheet's rows as those of a decision table, for somebody else to approve.",
        "zh": "把表格各行起草为决策表的规则，由他人批准后生效。",
    }
    examples = (
        "points points.xlsx --community xinqi --table household_value --by li --dry-run",
        "points points.csv --community xinqi --table base_value --by li --reason 'As voted'",
    )
    kind = "store"
    options = (
        Option(
            "table",
            {"en": "Which decision table, by id or title.", "zh": "哪张决策表，填标识或标题。"},
            "TABLE",
            takes="table",
            title={"en": "Decision table", "zh": "决策表"},
        ),
        Option(
            "reason",
            {"en": "Why, for all to read.", "zh": "修改理由，所有人可见。"},
            "TEXT",
            title={"en": "Reason", "zh": "理由"},
        ),
        *SHEET,
    )
    sorts: ClassVar[Mapping[str, Words]] = {"rows": {"en": "Rows", "zh": "行"}}

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
    help: ClassVar[Words] = {
        "en": "Propose to each community of a sheet the type that its figures speak for.",
        "zh": "按表格中的指标，为每个社区建议适合的类型。",
    }
    examples = (
        "indicators indicators.xlsx --by jiedao --dry-run",
        "indicators indicators.csv --by jiedao --profile drafts/resettlement-estate",
    )
    kind = "store"
    community = False
    options = (
        Option(
            "profile",
            {"en": "A type beside those installed.", "zh": "已安装类型之外的类型。"},
            "PROFILE",
            many=True,
            takes="profile",
            title={"en": "Profile", "zh": "治理方案"},
        ),
        SHEET[0],
    )
    sorts: ClassVar[Mapping[str, Words]] = {"communities": {"en": "Communities", "zh": "社区"}}

    def take(self, incoming: Incoming) -> Imported:
        """Propose types; raises as ``import_indicators`` does."""
        from xiangyue.exchange.fit.fittypes import catalogue
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
