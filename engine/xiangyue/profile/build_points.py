"""From the resolved document to scoring rules and accounts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xiangyue.profile import model
from xiangyue.text import basis, text
from xiangyue.time.worktime import parse_duration

CLASS_SHARE, BONUS_CAP, DEDUCTION_CAP = 40, 10, 20
"""Project defaults: percent of a month's cap, and points of a month."""
RENEW = "12m"


def scoring(name: str, data: Mapping[str, Any]) -> model.ScoringRule:
    """Make a scoring rule."""
    flow, _, action = data["on"].partition(".")
    return model.ScoringRule(
        id=name,
        title=text(data["title"]),
        flow=flow,
        action=action,
        to=data["to"],
        when=data.get("when"),
        points=data["points"],
        account=data.get("account", "points"),
        sort=data.get("entry", "award"),
        group=data.get("class"),
        corrects=data.get("corrects"),
        essential=data.get("essential", False),
        basis=basis(data["basis"]),
    )


def account(name: str, data: Mapping[str, Any]) -> model.Account:
    """Make an account of points."""
    adoption = data["adoption"]
    return model.Account(
        id=name,
        title=text(data["title"]),
        kinds=tuple(data.get("of", ("person",))),
        counts=data.get("counts", "points"),
        base=_amount(data.get("base", 0)),
        month_cap=_amount(data["month_cap"]) if "month_cap" in data else None,
        class_share=_amount(data.get("class_share", CLASS_SHARE)),
        bonus_cap=_amount(data.get("bonus_cap", BONUS_CAP)),
        deduction_cap=_amount(data.get("deduction_cap", DEDUCTION_CAP)),
        yearly=data.get("resets") == "yearly",
        frail=tuple(data.get("frail", ())),
        adoption=model.Adoption(
            flow=adoption["flow"],
            state=adoption["state"],
            renew=parse_duration(adoption.get("renew", RENEW)),
            funding=adoption.get("funding"),
            scheme=adoption.get("scheme"),
        ),
        basis=basis(data["basis"]),
    )


def _amount(value: Any) -> model.Amount:
    if isinstance(value, str):
        return model.Amount(0, value.partition(".")[2])
    return model.Amount(value)
