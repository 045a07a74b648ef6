"""The bare driver and the governed command, doing the same writes."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from xiangyue import Command, Engine
from xiangyue.tables import metadata

PROFILE = """
profile: bench
title: {en: Bench}
languages: [en]
roles:
  cadre: {title: {en: Cadre}, at: community}
fields:
  amount:
    title: {en: Amount}
    schema: {type: integer, minimum: 0, maximum: 200}
    purpose: {en: To be counted}
    keep: 1y
    evidence: result
  value:
    title: {en: Value}
    schema: {type: number, minimum: 0, maximum: 1000}
    purpose: {en: To be computed}
    keep: 1y
params:
  factor:
    title: {en: Factor}
    schema: {type: number, minimum: 0, maximum: 5}
    default: 1.5
    basis: project default
flows:
  job:
    title: {en: Job}
    start: one
    open: {by: cadre}
    states:
      one: {title: {en: One}}
      two: {title: {en: Two}}
      ended: {title: {en: Ended}, final: true}
    actions:
      go:
        title: {en: Go}
        from: one
        to: two
        by: cadre
        needs: amount
        when: amount > 3 && params.factor > 1.0
        sets: {value: amount * params.factor}
        does:
          - message: {to: actor, say: {en: Done}}
      back:
        title: {en: Back}
        from: two
        to: one
        by: cadre
        needs: amount
        when: amount > 3 && params.factor > 1.0
        sets: {value: amount * params.factor}
        does:
          - message: {to: actor, say: {en: Done}}
      end: {title: {en: End}, from: [one, two], to: ended, by: cadre}
  scheme:
    title: {en: Scheme of points}
    start: proposed
    open: {by: cadre}
    states: {proposed: {title: {en: Proposed}}, adopted: {title: {en: Adopted}, final: true}}
    actions: {adopt: {title: {en: Adopt}, from: proposed, to: adopted, by: cadre}}
accounts:
  points: {title: {en: Points}, adoption: {flow: scheme, state: adopted}, basis: project default}
scoring:
  there: {title: {en: There}, on: job.go, to: opener, points: "value", basis: project default}
  again: {title: {en: Again}, on: job.back, to: opener, points: "value", basis: project default}
"""

LIMITS = """
channels:
  sms: {title: {en: Message}, kind: sms}
limits:
  contact_budget: {stance: enforce, config: {most: 10000}}
  group_life: {stance: enforce}
  human_review: {stance: enforce}
  no_own_app: {stance: enforce}
  no_ranking: {stance: enforce}
  no_usage_metrics: {stance: enforce}
  quiet_hours: {stance: enforce}
  reply_time: {stance: enforce}
  result_evidence: {stance: enforce}
  yearly_review: {stance: enforce, config: {flow: scheme, state: adopted}}
"""
"""Ten limits, eight of which review the command's message or its points."""

BODY_BYTES = 800
"""About what one journal entry of the governed command takes."""


def bare(folder: Path) -> Callable[[], None]:
    """Return one bare command: the same rows in the same tables, and nothing governed."""
    path = folder / "bare.db"
    engine = sa.create_engine(f"sqlite:///{path}")
    metadata.create_all(engine)
    engine.dispose()
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")
    cursor = connection.cursor()
    cursor.execute("INSERT INTO head VALUES ('c', 0, ?, 1, 'normal', '{}')", (bytes(32),))
    cursor.execute(
        "INSERT INTO task (community, id, flow, release, state, version, unit, opener, opened_at,"
        " since, last, data, private)"
        " VALUES ('c', '1', 'job', 'r', 'one', 0, 'c', 'wang', 0, 0, 0, '{}', '{}')"
    )
    body, digest = "x" * BODY_BYTES, bytes(32)
    count = iter(range(1, 10**9))

    def command() -> None:
        seq = next(count)
        cursor.execute("BEGIN IMMEDIATE")
        cursor.execute("SELECT * FROM task WHERE community = ? AND id = ?", ("c", "1")).fetchone()
        cursor.execute(
            "UPDATE task SET state = ?, version = ?, since = ?, last = ?, data = ?"
            " WHERE community = ? AND id = ?",
            ("two" if seq % 2 else "one", seq, seq, seq, '{"amount":10,"value":15.0}', "c", "1"),
        )
        cursor.execute(
            "INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?)",
            ("c", seq, f"{seq:012}", "1", body, digest),
        )
        cursor.execute(
            "INSERT INTO ledger VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*("c", seq, 0, "wang", "points", 1500, "there", "1"), seq, "award", "", seq, 0, ""),
        )
        cursor.execute(
            "INSERT INTO touch VALUES (?, ?, ?, ?, ?, ?, ?)",
            ("c", seq, 0, "wang", seq, "message", 0),
        )
        cursor.execute(
            "INSERT INTO outbox VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            ("c", seq, 0, "message", "wang", "flows.job.actions.go.does.0", "1", seq),
        )
        cursor.execute("COMMIT")

    return command


def open_engine(folder: Path, url: str | None = None, limits: str = "") -> Engine:
    """Return an engine with one community, one cadre and one task, at ``url`` or in a file."""
    pack = folder / "bench"
    pack.mkdir(exist_ok=True)
    (pack / "profile.yaml").write_text(PROFILE + limits, encoding="utf-8")
    engine = Engine(url or f"sqlite:///{folder / 'governed.db'}")
    now = FIRST_DAY if limits else None
    engine.install(pack, community="c", now=now)
    engine.register("wang", roles={"cadre": "c"}, now=now)
    scheme = engine.open("scheme", community="c", by="wang", now=now)
    engine.act(scheme, "adopt", by="wang", now=now)
    engine.open("job", community="c", by="wang", id="1", now=now)
    return engine


def commands() -> Iterator[Command]:
    """Yield commands that move one task to and fro, each with its key and one of 97 amounts."""
    for n in range(10**9):
        action = "back" if n % 2 else "go"
        yield Command("c", action, "wang", "1", data={"amount": 4 + n * 7 % 97}, key=f"{n:012}")


def moments() -> Iterator[datetime]:
    """Yield working moments, twenty minutes apart: what a busy cadre gets in a day."""
    day = FIRST_DAY
    while True:
        if day.weekday() < SATURDAY:
            for minutes in range(5, 8 * 60, 20):
                yield day + timedelta(minutes=minutes)
        day += timedelta(days=1)


FIRST_DAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
SATURDAY = 5
