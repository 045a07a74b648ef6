"""Tasks that go on under another release, as the journal leads to them."""

from __future__ import annotations

from xiangyue.audit import folded
from xiangyue.audit.fold import Fold
from xiangyue.audit.folded import Body
from xiangyue.canonical import unchained

_STATE = "state"


def migrated(fold: Fold, body: Body) -> None:
    """Let tasks go on under another release, in the state and by the deadlines that are said."""
    about = body["about"]
    since = unchained(about.get("since", body["at"]))
    for task, due, state_due, alarms, now, was, follows in about["tasks"]:
        if task in fold.doubted:
            continue
        known = fold.get((fold.community, task))
        if known is None or not fold.expect(body, "follows", follows, known.last):
            fold.expect(body, "task", task, known and task)
            fold.doubt(task)
            continue
        stood = {**known.left, _STATE: known.state}
        fold.expect(body, "from", about["from"], stood.get("release"))
        fold.expect(body, "was", was, {name: stood.get(name) for name in was})
        left = {
            **{name: value for name, value in known.left.items() if name not in _MOVED},
            "release": about["to"],
            **{name: value for name, value in now.items() if name != _STATE},
            **({} if due is None else {"due": due}),
            **({} if state_due is None else {"state_due": state_due}),
            **({"alarms": alarms} if alarms else {}),
        }
        moved = folded.migrated(known, body["seq"], now[_STATE], left, since)
        fold.tasks[fold.community, task] = folded.pack(moved)


_MOVED = ("due", "state_due", "alarms", "paused_at", "clock_from")
