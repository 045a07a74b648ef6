"""What is found in an alert, collected in the order of the file."""

from __future__ import annotations

from collections import Counter
from typing import Any

from xiangyue.exchange.cap.document import Node
from xiangyue.exchange.names import shown
from xiangyue.profile.finding import Finding, Severity

MOST = 200


class Findings:
    """The errors and warnings about one alert; of more than 200 of each the rest is not kept."""

    def __init__(self, root: Node) -> None:
        """Begin with none."""
        self.root = root
        self.paths = _paths(root)
        self.found: list[Finding] = []
        self.counts: Counter[Severity] = Counter()

    def error(self, node: Node, code: str, **values: Any) -> None:
        """Note what makes the alert wrong."""
        self._note("error", node, code, values)

    def warning(self, node: Node, code: str, **values: Any) -> None:
        """Note what may be meant so, and is unwise or unusual."""
        self._note("warning", node, code, values)

    def in_order(self) -> tuple[Finding, ...]:
        """Return them by place, errors first where they stand at one place."""
        found = sorted(self.found, key=lambda one: (one.place.line, one.place.column, one.severity))
        if max(self.counts.values(), default=0) > MOST:
            found.append(Finding("cap-more", "warning", self.root.place, "", {"most": MOST}))
        return tuple(found)

    def _note(self, severity: Severity, node: Node, code: str, values: dict[str, Any]) -> None:
        self.counts[severity] += 1
        if self.counts[severity] > MOST:
            return
        said = {name: _said(value) for name, value in {"tag": node.tag, **values}.items()}
        self.found.append(Finding(code, severity, node.place, self.paths.get(node, ""), said))


def _said(value: object) -> object:
    return shown(value) if isinstance(value, str) else value


def _paths(root: Node) -> dict[Node, str]:
    """Name each element as XPath does; one of several alike by its number."""
    found = {root: root.tag}
    for node in root.walk():
        totals: dict[str, int] = {}
        for child in node.children:
            totals[child.tag] = totals.get(child.tag, 0) + 1
        seen: dict[str, int] = {}
        for child in node.children:
            seen[child.tag] = seen.get(child.tag, 0) + 1
            number = f"[{seen[child.tag]}]" if totals[child.tag] > 1 else ""
            found[child] = f"{found[node]}/{shown(child.tag)}{number}"
    return found
