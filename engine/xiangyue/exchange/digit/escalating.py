"""What DIGIT is told of escalation: entries of ``AutoEscalation`` and their like."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from xiangyue.exchange.digit.ledger import Ledger
from xiangyue.exchange.digit.model import Escalation, Levels, Path
from xiangyue.exchange.digit.values import Values, cleaned

MOST_LEVELS: Final = 20
# Where nothing else is said, the complaint service looks at these.
_USUAL: Final = ("PENDINGFORASSIGNMENT", "PENDINGATLME")
_WHOM: Final = re.compile(
    r"escalat(ee|ees|e_?to|ion_?to|ed_?to|ee_?roles?|ion_?roles?)|roles?", re.I
)


def read_escalation(value: Mapping[str, Any], path: Path, ledger: Ledger) -> Escalation:
    """Return one entry; of a list of states that are left in peace nothing is done here."""
    ledger.seen("escalations", path)
    values = Values(value, path, ledger)
    states = values.texts("state")
    if isinstance(value["state"], list):
        ledger.note("changed", path, "digit-in-peace")
        state = None
    else:
        state = values.text("state") if states is not None else None
    action = values.text("action")
    days = _days(values, "stateSLA", "stateSla")
    service_days = _days(values, "businessSLA", "businessSla")
    active = values.truth("active", "isActive")
    return Escalation(
        path=path,
        service=values.text("businessService") or "",
        state=state,
        action=action or None,
        days=days,
        service_days=service_days,
        active=active is not False,
        roles=_whom(values),
        raw=_kept(value, path, ledger),
    )


def read_levels(value: Mapping[str, Any], path: Path, ledger: Ledger) -> Levels:
    """Return how long each level of a hierarchy has; shares of another time are not known here."""
    ledger.seen("escalations", path)
    values = Values(value, path, ledger)
    spans = []
    _, found = values.raw("defaultSlaByLevel")
    for number, span in enumerate(found if isinstance(found, list) else ()):
        if isinstance(span, int) and not isinstance(span, bool) and 0 < span < 10**15:
            spans.append(span)
        else:
            ledger.note("refused", path, "digit-no-number", "defaultSlaByLevel", number)
    depth = values.number("maxDepth")
    most = MOST_LEVELS if depth is None else max(0, min(MOST_LEVELS, int(depth)))
    if spans and depth is not None:
        spans += [spans[-1]] * (most - len(spans))
    states = values.texts("eligibleStatuses") or _USUAL
    for key in ("defaultSlaPercentageByLevel", "enabledByLevel", "overrides"):
        if value.get(key):
            ledger.note("changed", path, "digit-only-kept", key)
    return Levels(path, tuple(spans[:most]), states, _kept(value, path, ledger))


def _days(values: Values, *keys: str) -> float | None:
    number = values.number(*keys)
    if number is not None and number < 0:
        values.ledger.note("refused", values.path, "digit-negative", keys[0])
        return None
    return number


def _whom(values: Values) -> tuple[str, ...]:
    """Return the roles to which it is escalated, however that is called."""
    found: list[str] = []
    for key, value in values.value.items():
        if _WHOM.fullmatch(key):
            inside = value.get("roles", value) if isinstance(value, dict) else value
            found += Values({key: inside}, values.path, values.ledger).texts(key) or ()
    return tuple(dict.fromkeys(found))


def _kept(value: Mapping[str, Any], path: Path, ledger: Ledger) -> Mapping[str, Any]:
    kept: Mapping[str, Any] = cleaned(value)
    if kept != value:
        ledger.note("changed", path, "digit-unsafe")
    return kept
