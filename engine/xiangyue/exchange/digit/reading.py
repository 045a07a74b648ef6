"""Where in a file of DIGIT workflows stand, whatever is wrapped around them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from xiangyue.exchange.digit.escalating import read_escalation, read_levels
from xiangyue.exchange.digit.ledger import Ledger
from xiangyue.exchange.digit.model import Configuration, Escalation, Levels, Path
from xiangyue.exchange.digit.services import read_service
from xiangyue.exchange.jsonfile import Located

_ENVELOPE: Final = frozenset({"RequestInfo", "ResponseInfo", "responseInfo", "requestInfo"})
# What surrounds a record of master data, which says nothing of the workflow itself.
_RECORD: Final = frozenset(
    {"id", "uniqueIdentifier", "schemaCode", "isActive", "auditDetails", "tenantId", "moduleName"}
    | {"totalCount", "count", "pagination"}
)
_LEVELS: Final = frozenset({"defaultSlaByLevel", "defaultSlaPercentageByLevel", "maxDepth"})


def read_configuration(
    files: Sequence[Located], ledger: Ledger, service: str = ""
) -> Configuration:
    """Return the workflows of the files, and what is said of their escalation.

    A workflow is an object with a list ``states``, wherever it stands: in a request or a response,
    in a list, in a record of master data, or by itself. With ``service`` only that one is read.
    Raises BadInput where an action has no next state, or where there is no workflow at all.
    """
    found = [
        pair for number, file in enumerate(files) for pair in _search(file.value, (number,), ledger)
    ]
    services = []
    for value, path in found:
        if _is_service(value):
            if service and value.get("businessService") != service:
                continue
            if (read := read_service(value, path, ledger)) is not None:
                services.append(read)
    if not services:
        code = "digit-no-such-service" if service else "digit-no-service"
        known = ", ".join(
            str(value.get("businessService")) for value, _ in found[:12] if _is_service(value)
        )
        raise ledger.fail((0,), code, service=service, known=known or "-")
    escalations: list[Escalation] = []
    levels: list[Levels] = []
    for value, path in found:
        if _is_service(value):
            continue
        if _is_levels(value):
            levels.append(read_levels(value, path, ledger))
        elif not service or str(value["businessService"]).lower() == service.lower():
            escalations.append(read_escalation(value, path, ledger))
    return Configuration(tuple(services), tuple(escalations), tuple(levels))


def _search(value: Any, path: Path, ledger: Ledger) -> Iterator[tuple[Mapping[str, Any], Path]]:
    """Yield the objects that say something of a workflow, in the order of the file."""
    waiting: list[tuple[Any, Path]] = [(value, path)]
    while waiting:
        part, at = waiting.pop()
        if isinstance(part, list):
            waiting += reversed([(one, (*at, n)) for n, one in enumerate(part)])
        elif not isinstance(part, dict):
            ledger.note("changed", at, "digit-passed-over")
        elif _is_service(part) or _is_escalation(part) or _is_levels(part):
            yield part, at
        elif part.get("isActive") is False and "data" in part:
            ledger.seen("services" if _is_service(part["data"]) else "escalations", at)
            ledger.note("refused", at, "digit-record-off")
        else:
            waiting += reversed([*_below(part, at, ledger)])


def _below(part: Mapping[str, Any], at: Path, ledger: Ledger) -> Iterator[tuple[Any, Path]]:
    for key, one in part.items():
        if key in _ENVELOPE:
            ledger.note("changed", (*at, key), "digit-envelope")
        elif isinstance(one, (dict, list)) and key != "auditDetails":
            yield one, (*at, key)
        elif key not in _RECORD and one is not None:
            ledger.note("changed", (*at, key), "digit-passed-over")


def _is_service(value: Any) -> bool:
    return isinstance(value, dict) and "states" in value


def _is_escalation(value: Mapping[str, Any]) -> bool:
    return "businessService" in value and "state" in value


def _is_levels(value: Mapping[str, Any]) -> bool:
    return not _LEVELS.isdisjoint(value)
