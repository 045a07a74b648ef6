"""Months, as addresses and forms name them: 2026-06."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

from xiangyue_admin.forms.reading import YEARS

_MONTH: Final = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


def middle_of(text: str | None) -> datetime | None:
    """Return the middle of a month, which lies in it in every time zone; None for anything else."""
    found = _MONTH.fullmatch((text or "").strip())
    if found is None or int(found[1]) not in YEARS:
        return None
    return datetime(int(found[1]), int(found[2]), 15, 12, tzinfo=UTC)
