"""A change of the rules that one person has drafted, and that waits for another."""

from __future__ import annotations

from xiangyue import Decision, Engine
from xiangyue.office import check_draft


def drafted(engine: Engine) -> Decision:
    """Draft a change by one person, and check it, so that it only waits for another."""
    engine.register("xinqi-committee", roles={"committee": "xinqi"})
    engine.register("watch", roles={"supervision_committee": "xinqi"})
    draft = engine.draft(
        "xinqi", by="xinqi-committee", reason="more time", params={"appeal_window": 9}
    )
    assert draft, draft.why()
    assert check_draft(engine, draft.ref)
    return draft
