"""Where in a file of DIGIT workflows stand, whatever is wrapped around them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final

from xiangyue.exchange.digit.escalating import read_escalation, read_levels
from xiangyue.exchange.digit.ledger import Ledger
from xiangyue.exchange.digit.model import (
    Configuration,
    DigitService,
    Escalation,
    Levels,
    Path,
)
from xiangyue.exchange.digit.services import read_service
from xiangyue.exchange.files.jsonfile import Located
from xiangyue.profile.check import listed
from xiangyue.spelling import shown

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
    everything = [
        pair for number, file in enumerate(files) for pair in _search(file.value, (number,))
    ]
    found = [(value, path) for value, path in everything if not _is_off(value)]
    services = [*_services(found, service, ledger)]
    if not services:
        code = "digit-no-such-service" if service else "digit-no-service"
        names = [value.get("businessService") for value, _ in found if _is_service(value)]
        raise ledger.fail((0,), code, service=shown(service), known=listed(map(shown, names)))
    on_the_way = {path[:length] for _, path in everything for length in range(1, len(path) + 1)}
    for number, file in enumerate(files):
        if (number,) in on_the_way:
            _note_others(file.value, (number,), on_the_way, ledger)
        else:
            ledger.note("changed", (number,), "digit-passed-over")
    for value, path in everything:
        if _is_off(value):
            ledger.seen("services" if _is_service(value["data"]) else "escalations", path)
            ledger.note("refused", path, "digit-record-off")
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


def _services(
    found: Sequence[tuple[Mapping[str, Any], Path]], wanted: str, ledger: Ledger
) -> Iterator[DigitService]:
    for value, path in found:
        if _is_service(value) and wanted in ("", value.get("businessService")):
            read = read_service(value, path, ledger)
            if read is not None:
                yield read


def _search(value: Any, path: Path) -> Iterator[tuple[Mapping[str, Any], Path]]:
    """Yield the objects that say something of a workflow, in the order of the file."""
    waiting: list[tuple[Any, Path]] = [(value, path)]
    while waiting:
        part, at = waiting.pop()
        if isinstance(part, list):
            waiting += reversed([(one, (*at, n)) for n, one in enumerate(part)])
        elif isinstance(part, dict):
            if _is_told(part) or _is_off(part):
                yield part, at
            else:
                waiting += reversed([(one, (*at, key)) for key, one in part.items()])


def _note_others(value: Any, at: Path, on_the_way: Collection[Path], ledger: Ledger) -> None:
    """Say once of each part beside what was found that it is left out."""
    waiting: list[tuple[Any, Path]] = [(value, at)]
    while waiting:
        part, path = waiting.pop()
        if _is_told(part) or _is_off(part):
            continue
        pairs = part.items() if isinstance(part, dict) else enumerate(part)
        for key, one in pairs:
            below = (*path, key)
            if below in on_the_way:
                waiting.append((one, below))
            elif key in _ENVELOPE:
                ledger.note("changed", below, "digit-envelope")
            elif key not in _RECORD and one is not None:
                ledger.note("changed", below, "digit-passed-over")


def _is_told(value: Any) -> bool:
    """Tell whether an object says something of a workflow."""
    if not isinstance(value, dict):
        return False
    return _is_service(value) or _is_escalation(value) or _is_levels(value)


def _is_off(value: Any) -> bool:
    """Tell whether a record of master data is switched off that says something of a workflow."""
    if not isinstance(value, dict) or value.get("isActive") is not False:
        return False
    return _is_told(value.get("data"))


def _is_service(value: Any) -> bool:
    return isinstance(value, dict) and "states" in value


def _is_escalation(value: Mapping[str, Any]) -> bool:
    return "businessService" in value and "state" in value


def _is_levels(value: Mapping[str, Any]) -> bool:
    return not _LEVELS.isdisjoint(value)
