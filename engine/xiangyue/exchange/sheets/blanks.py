"""Which columns a sheet has that is to be filled in, by what it is about."""

from __future__ import annotations

from typing import Final

from xiangyue.errors import Misuse
from xiangyue.exchange.sheets import (
    indicators,
    member_columns,
    order_columns,
    point_columns,
    resources,
    units,
)
from xiangyue.exchange.sheets.columns import Column
from xiangyue.profile import Profile

BLANKS: Final = ("units", "members", "orders", "resources", "points", "indicators")
"""What there is a sheet about: the importers of these names read it."""


def blank_columns(
    what: str, profile: Profile | None = None, table: str | None = None, lang: str = "en"
) -> tuple[Column, ...]:
    """Return what a sheet can say, with the fields of a profile if one is given.

    Raises Misuse where points are asked for without a profile, or of a table that is not clear.
    """
    match what:
        case "units":
            return units.COLUMNS
        case "members":
            return member_columns.COLUMNS
        case "resources":
            asked = resources.resource_columns(profile) if profile else resources.OWN
            return tuple(column for column in asked if column is not resources.STATE)
        case "indicators":
            return indicators.indicator_columns()
        case "points":
            if profile is None:
                raise Misuse("sheet-points-profile")
            name = point_columns.table_named(profile, table)
            return point_columns.point_columns(profile, name, lang)
    return order_columns.order_columns(profile) if profile else order_columns.OWN
