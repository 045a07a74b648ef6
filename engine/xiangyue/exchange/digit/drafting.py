"""From the workflows of DIGIT to a profile: a flow each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from xiangyue.exchange.digit.flows import DOCUMENTS, FlowDraft
from xiangyue.exchange.digit.ledger import Ledger
from xiangyue.exchange.digit.model import Configuration, Escalation, Levels
from xiangyue.exchange.digit.naming import Ids
from xiangyue.exchange.digit.roles import Roles
from xiangyue.exchange.digit.timing import escalate, step_up
from xiangyue.exchange.names import title
from xiangyue.spelling import shown

NOTICE: Final = {"notice": {"title": {"en": "Notice"}, "kind": "app"}}
_COMPLAINTS: Final = "PGR"


def draft(found: Configuration, name: str, heading: str, ledger: Ledger) -> dict[str, Any]:
    """Return the document of a profile called ``name`` with a flow for each workflow."""
    roles, ids = Roles(ledger), Ids("service")
    made: list[FlowDraft] = []
    codes: set[str] = set()
    for service in found.services:
        flow = FlowDraft(service, ids.give(service.code), roles, ledger)
        if flow.id != service.code:
            code = "digit-service-twice" if flow.service.code in codes else "digit-id"
            ledger.note("changed", service.path, code, name=shown(service.code), id=flow.id)
        codes.add(service.code)
        made.append(flow)
    for escalation in found.escalations:
        _escalate(escalation, made, ledger)
    for levels in found.levels:
        _step_up(levels, made, ledger)
    ladders = {key: ladder for flow in made for key, ladder in flow.ladders.items()}
    document: dict[str, Any] = {
        "profile": name,
        "title": {"en": title(heading)},
        "languages": ["en"],
        "roles": roles.document,
        "fields": {"documents": DOCUMENTS} if any(flow.asks_documents for flow in made) else {},
        "channels": NOTICE if ladders else {},
        "ladders": ladders,
        "flows": {flow.id: flow.document() for flow in made},
        "calendar": {"timezone": "UTC"},
    }
    return {key: part for key, part in document.items() if part}


def _escalate(one: Escalation, made: Iterable[FlowDraft], ledger: Ledger) -> None:
    flows = [flow for flow in made if flow.service.code.lower() == one.service.lower()]
    if not flows:
        ledger.note(
            "refused",
            one.path,
            "digit-escalation-service",
            "businessService",
            name=shown(one.service),
        )
    for flow in flows:
        escalate(flow, one, ledger)


def _step_up(levels: Levels, made: list[FlowDraft], ledger: Ledger) -> None:
    """Give the levels of the complaint service to it, or to the only flow there is."""
    flows = [flow for flow in made if flow.service.code.upper() == _COMPLAINTS]
    if not flows and len(made) == 1:
        flows = made
    if not flows:
        ledger.note("refused", levels.path, "digit-levels-service")
    for flow in flows:
        step_up(flow, levels, ledger)
