"""What a sheet of orders can say: the order's own columns, and the profile's fields."""

from __future__ import annotations

from dataclasses import replace

from xiangyue.exchange.sheets.columns import Column
from xiangyue.exchange.sheets.openings import field_columns
from xiangyue.exchange.sheets.words import titles
from xiangyue.profile import Profile

NUMBER = Column(
    "number",
    "Order number",
    "工单编号",
    (
        "order",
        "order id",
        "number",
        "id",
        "工单号",
        "单号",
        "编号",
        "事件编号",
        "事件号",
        "案件编号",
        "案卷编号",
        "受理编号",
    ),
    needed=True,
    help_en="The order's number; the same number is never received twice.",
    help_zh="工单编号；同一编号不会重复受理。",
    example="20261101-0001",
)
CATEGORY = Column(
    "category",
    "Category",
    "类别",
    (
        "诉求类别",
        "诉求类型",
        "诉求分类",
        "事件类别",
        "事件类型",
        "事项类别",
        "案件类别",
        "分类",
        "类型",
    ),
    help_en="A category of the profile's intake, by id or title.",
    help_zh="治理方案中的受理类别（编号或名称）。",
)
TITLE = Column(
    "title",
    "Title",
    "标题",
    ("诉求标题", "工单标题", "事件标题", "主题", "事件名称"),
    help_en="What it is called.",
    help_zh="标题。",
)
RECEIVED = Column(
    "received",
    "Received at",
    "受理时间",
    (
        "received",
        "received on",
        "reported at",
        "date",
        "来电时间",
        "登记时间",
        "上报时间",
        "发现时间",
        "诉求时间",
        "派单时间",
    ),
    help_en="When it was brought up, like 2026-10-01 14:30; its deadline counts from then. For a"
    " backlog of older ones, import with --backlog: they count from now, and their notes say when.",
    help_zh="提出的时间，如 2026-10-01 14:30；期限由此起算。较早的积压工单请用 --backlog 导入："
    "期限从导入时起算，原时间写入备注。",
)
UNIT = Column(
    "unit",
    "Unit",
    "网格",
    ("grid", "所属网格", "所属社区", "网格编号", "所属单位", "单位编号", "承办单位"),
    help_en="The id (or title) of a unit of this community.",
    help_zh="本社区（村）或其网格的编号（或名称）。",
)
OWN = (NUMBER, CATEGORY, TITLE, RECEIVED, UNIT)


def category_titles(profile: Profile) -> dict[str, str]:
    """Return the categories of a profile by what they may be called."""
    return titles(profile.categories)


def order_columns(profile: Profile, category: str | None = None) -> tuple[Column, ...]:
    """Return what a sheet of orders can say under a profile.

    Fields are those that the categories' flows ask for when they begin; one whose name an own
    column has goes without it. Where a ``category`` holds for all rows, none need name its own.
    """
    own = OWN if category else (NUMBER, replace(CATEGORY, needed=True), *OWN[2:])
    wanted = [profile.categories[category]] if category else profile.categories.values()
    openings = [profile.flows[one.flow].opening for one in wanted]
    return (*own, *field_columns(profile, openings, OWN))
