"""The promise of a service, kept by the state in which its flow begins."""

from __future__ import annotations

from dataclasses import replace

from xiangyue.profile.model import Deadline, Flow
from xiangyue.profile.service import Service


def promised(flow: Flow, service: Service) -> Flow:
    """Return a flow in whose first state first contact is due, as its service says."""
    first = flow.states.get(flow.start[0])
    if first is None:
        return flow
    due = first.due or Deadline(None, None, None)
    due = replace(due, after=service.within, param=service.within_param, since_opening=True)
    return replace(flow, states={**flow.states, first.id: replace(first, due=due)})
