"""Heads from before they held since when and until when a mode is in force: the journal knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from xiangyue.canonical import load, unchained
from xiangyue.present import Present
from xiangyue.values import NORMAL

_PLAIN = sa.text("SELECT community, mode FROM head WHERE mode <> :normal AND mode NOT LIKE '% %'")
_SWITCHES = sa.text(
    "SELECT body FROM journal WHERE community = :community"
    """ AND (body LIKE '%"switch_mode"%' OR body LIKE '%"kind":"mode"%') ORDER BY seq"""
)
_DATE = sa.text("UPDATE head SET mode = :mode WHERE community = :community")


def date_heads(connection: sa.Connection) -> None:
    """Let each head say from when and until when its mode is in force, if its journal agrees.

    Where it does not, the row stays as it is, and a verification finds it.
    """
    for community, mode in connection.execute(_PLAIN, {"normal": NORMAL}).all():
        present = Present()
        for (text,) in connection.execute(_SWITCHES, {"community": community}):
            for switch in _switches(load(text)):
                present = present.switched(*switch)
        if present.mode == mode:
            connection.execute(_DATE, {"mode": present.text(), "community": community})


def _switches(body: Mapping[str, Any]) -> Iterator[tuple[str, int, int | None, int | None]]:
    """Yield the modes that an entry has switched to: when, until when, and as of when."""
    details = [body["about"]] if body["kind"] == "mode" else []
    details += [row[4] for row in body.get("does", ()) if row[0] == "switch_mode" and len(row) > 4]
    for detail in map(unchained, details):
        if "mode" in detail:
            yield detail["mode"], body["at"], detail.get("until"), detail.get("since")
