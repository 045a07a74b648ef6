"""One entry after the other, each to the handler of its kind."""

from __future__ import annotations

from xiangyue.audit.fold import Fold
from xiangyue.audit.folded import Body
from xiangyue.audit.of_community import OF_COMMUNITY
from xiangyue.audit.of_registry import OF_REGISTRY
from xiangyue.tables import REGISTRY


def follow(fold: Fold, body: Body) -> None:
    """Apply an entry; raises whatever a body that is none of ours leads to."""
    kinds = OF_REGISTRY if fold.community == REGISTRY else OF_COMMUNITY
    kind = body["kind"]
    fold.expect(body, "kind", kind, kind if kind in kinds else " | ".join(kinds))
    if kind in kinds:
        kinds[kind](fold, body)
