"""How data of persons and units are noted: asked for once, given again and again."""

from __future__ import annotations

ASKED, GIVEN = "datum-asked", "datum-given"
DATUM = {
    ASKED: "INSERT INTO datum VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
    GIVEN: "INSERT INTO datum VALUES (?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (community, subject, field, task)"
    " DO UPDATE SET seq = excluded.seq, at = excluded.at, given = excluded.given",
}
