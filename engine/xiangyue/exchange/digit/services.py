"""Business services of DIGIT: their states and actions, in each form that was ever in use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from xiangyue.exchange.digit.ledger import Ledger
from xiangyue.exchange.digit.model import DigitAction, DigitService, DigitState, Path
from xiangyue.exchange.digit.values import Values, held, keepable
from xiangyue.spelling import shown

# What a database has added, and what only repeats what stands around it.
_BOOKKEEPING: Final = frozenset({"uuid", "auditDetails", "businessServiceId", "stateId", "id"})
_BY_NAME: Final = frozenset({"applicableActions", "applicableNextStates"})


def read_service(value: Mapping[str, Any], path: Path, ledger: Ledger) -> DigitService | None:
    """Return a service; None where it has no state, which is said.

    Raises BadInput where an action has no next state.
    """
    ledger.seen("services", path)
    values = Values(value, path, ledger)
    code = values.text("businessService", "code") or values.text("business")
    if not code:
        code = f"service_{path[-1]}"
        ledger.note("changed", path, "digit-no-code", name=code)
    values.raw("states")
    sla = _sla(values, "businessServiceSla", "businessServiceSLA")
    tenant = values.value.get("tenantId")
    ids = {str(one.get("uuid")): one.get("state") for one in _objects(value.get("states"))}
    states = tuple(
        read_state(one, at, ledger, tenant, ids)
        for one, at in ledger.each(value["states"], (*path, "states"), path)
    )
    if not states:
        ledger.note("refused", path, "digit-no-states", name=shown(code))
        return None
    if _has_bookkeeping(value):
        ledger.note("changed", path, "digit-bookkeeping")
    return DigitService(path, code, sla, states, values.more(_BOOKKEEPING))


def read_state(
    value: Mapping[str, Any], path: Path, ledger: Ledger, tenant: Any, ids: Mapping[str, Any]
) -> DigitState:
    """Return a state of a service, of which it is known whose it is and which names have ids."""
    ledger.seen("states", path)
    values = Values(value, path, ledger)
    name = values.text("state", "name")
    status = values.text("applicationStatus")
    documents = values.truth("docUploadRequired")
    start, final = values.truth("isStartState"), values.truth("isTerminateState")
    updatable = values.truth("isStateUpdatable", "UpdateAllowed")
    uuid, sla = values.text("uuid"), _sla(values, "sla", "stateSla", "stateSLA")
    actions, idle = [], []
    values.raw("actions")
    for one, at in ledger.each(value.get("actions"), (*path, "actions"), path):
        if one.get("active") in (False, "false"):
            ledger.seen("actions", at)
            if keepable(one):
                ledger.note("changed", at, "digit-action-off")
                idle.append(_idle(one, ids))
            else:
                ledger.note("refused", at, "digit-not-kept")
        elif (action := read_action(one, at, ledger, tenant, (name, uuid), ids)) is not None:
            actions.append(action)
    passed = _BOOKKEEPING | _BY_NAME | ({"tenantId"} if value.get("tenantId") == tenant else set())
    return DigitState(
        path=path,
        name=name,
        uuid=uuid,
        sla=sla,
        status=status,
        documents=bool(documents),
        start=bool(start),
        final=bool(final),
        updatable=updatable,
        actions=tuple(actions),
        idle=tuple(idle),
        more=values.more(frozenset(passed)),
    )


def read_action(
    value: Mapping[str, Any],
    path: Path,
    ledger: Ledger,
    tenant: Any,
    state: tuple[str | None, str | None],
    ids: Mapping[str, Any],
) -> DigitAction | None:
    """Return an action; None for an entry that names none, which is said.

    Raises BadInput for an action without a next state.
    """
    ledger.seen("actions", path)
    values = Values(value, path, ledger)
    name, roles = values.text("action", "name"), values.texts("roles")
    key, target = values.raw("nextState", "nextStateId")
    if isinstance(target, (str, int)) and not isinstance(target, bool):
        target = values.text(key)
    if not isinstance(target, str) or not target.strip():
        if not name and not roles:
            ledger.note("refused", path, "digit-empty-action")
            return None
        raise ledger.fail(
            (*path, key), "digit-no-next", action=shown(name or "-"), state=shown(state[0])
        )
    if not name:
        ledger.note("refused", path, "digit-no-action")
        return None
    here = values.value.get("currentState")
    if here is not None and here not in (*state, ids.get(str(state[1]))):
        ledger.note("changed", path, "digit-elsewhere", "currentState", said=shown(here))
    passed = _BOOKKEEPING | {"currentState"}
    if value.get("tenantId") == tenant:
        passed |= {"tenantId"}
    return DigitAction(path, name, target, roles or (), values.more(frozenset(passed)))


def _idle(value: Mapping[str, Any], ids: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return an action that is switched off as it is kept: without ids of a database."""
    kept = {k: v for k, v in value.items() if k not in _BOOKKEEPING | {"currentState"}}
    target = kept.get("nextState")
    named = ids.get(target) if isinstance(target, str) else None
    return {**kept, "nextState": held(named)} if isinstance(named, str) and named else kept


def _sla(values: Values, *keys: str) -> int | None:
    """Return a service level in whole milliseconds; None where none is said."""
    key, found = values.raw(*keys)
    if found is None or found == "":
        return None
    path = (*values.path, key)
    values.ledger.seen("slas", path)
    number = Values({"sla": found}, values.path, values.ledger).number("sla")
    if number is None:
        values.ledger.note("refused", path, "digit-no-number")
        return None
    if not float(number).is_integer() or not isinstance(found, int):
        values.ledger.note("changed", path, "digit-whole")
    return round(number)


def _objects(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, list):
        yield from (one for one in value if isinstance(one, dict))


def _has_bookkeeping(value: Mapping[str, Any]) -> bool:
    """Tell whether ids and dates of a database stand in a service, a state or an action."""
    parts = [value, *_objects(value.get("states"))]
    parts += [one for state in parts[1:] for one in _objects(state.get("actions"))]
    return any(part.get(key) is not None for part in parts for key in ("uuid", "auditDetails"))
