"""What may be asked for in a journal, in the words of a page."""

from __future__ import annotations

from collections.abc import Mapping

from xiangyue_admin.speaking import lazy

KINDS: Mapping[str, object] = {
    "task": lazy("All that was done on tasks"),
    "task.opened": lazy("Opened"),
    "task.moved": lazy("Moved on"),
    "task.changed": lazy("Changed where they stand"),
    "task.refused": lazy("Not allowed"),
    "task.deferred": lazy("Put off"),
    "timer.fired": lazy("Deadlines that passed"),
    "settings.changed": lazy("Rules and settings"),
    "mode.changed": lazy("Modes"),
    "message.withheld": lazy("Messages held back"),
    "message.confirmed": lazy("Messages confirmed"),
    "values.destroyed": lazy("Personal values destroyed"),
    "task.given-up": lazy("Given up after several tries"),
    "task.reported": lazy("Reports from communities"),
    "points.changed": lazy("Yearly resets of points"),
    "limit.resumed": lazy("Limits asked again"),
}
"""Types of entries, as the feed names them."""

MARKS: Mapping[str, str] = {
    "task.refused": "refused",
    "task.deferred": "waiting",
    "task.opened": "done",
    "timer.fired": "soon",
    "values.destroyed": "soon",
}
"""How an entry is marked; its words say it, the colour repeats it."""

REASONS: Mapping[str, object] = {
    "limit": lazy("A limit on digital intervention"),
    "role": lazy("Not theirs to do"),
    "state": lazy("Not possible where the task stands"),
    "needs": lazy("Something was missing"),
    "value": lazy("A value that does not fit"),
    "note": lazy("A note was missing"),
    "guard": lazy("A rule of the profile"),
    "flow-paused": lazy("The flow is paused"),
    "behalf-digital": lazy("Entered for somebody else"),
    "backdated-digital": lazy("Dated back"),
}
"""Reasons of refusals, by their codes."""
