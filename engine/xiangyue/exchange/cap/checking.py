"""Everything that is wrong with an alert, each with its place and its mend."""

from __future__ import annotations

from xiangyue.exchange.cap.document import Node
from xiangyue.exchange.cap.findings import Findings
from xiangyue.exchange.cap.model import Alert
from xiangyue.exchange.cap.reading import read_root
from xiangyue.exchange.cap.rules import check_rules
from xiangyue.exchange.cap.structure import check_structure
from xiangyue.exchange.cap.writing import write_alert
from xiangyue.profile.finding import Finding


def check(alert: Alert | Node) -> tuple[Finding, ...]:
    """Return all that the schema and the standard's own words find wrong, in the file's order.

    An alert with errors is not as the standard says and should not be acted on; a warning is
    about what is unwise or unusual. An alert that was not read from a file is judged as it would
    be written. ``address`` of a finding is the element's XPath.
    """
    found = Findings(_node(alert) if isinstance(alert, Alert) else alert)
    check_structure(found)
    check_rules(found)
    return found.in_order()


def _node(alert: Alert) -> Node:
    return alert.node or read_root(write_alert(alert))
