"""The profile that is measured, and engines, commands and moments for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from xiangyue import Command, Engine
from xiangyue.storage import Durability
from xiangyue.values import replace

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
  errand:
    title: {en: Errand}
    start: given
    open: {by: cadre}
    states:
      given: {title: {en: Given}, due: {after: 2d, then: lapse, basis: project default}}
      lapsed: {title: {en: Lapsed}}
      closed: {title: {en: Closed}, final: true}
    actions:
      lapse:
        title: {en: Lapse}
        from: given
        to: lapsed
        by: [cadre, system]
        does: [{message: {to: opener, say: {en: Lapsed}}}]
      close: {title: {en: Close}, from: lapsed, to: closed, by: cadre}
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


def open_engine(
    folder: Path,
    url: str | None = None,
    limits: str = "",
    durability: Durability = "normal",
    communities: Sequence[str] = ("c",),
) -> Engine:
    """Return an engine with one cadre, and one task in each community, at ``url`` or in a file."""
    pack = folder / "bench"
    pack.mkdir(exist_ok=True)
    (pack / "profile.yaml").write_text(PROFILE + limits, encoding="utf-8")
    engine = Engine(url or f"sqlite:///{folder / 'governed.db'}", durability=durability)
    now = FIRST_DAY
    for name in communities:
        engine.install(pack, community=name, now=now)
        engine.register("wang", roles={"cadre": name}, now=now)
        scheme = engine.open("scheme", community=name, by="wang", now=now)
        engine.act(scheme, "adopt", by="wang", now=now)
        engine.open("job", community=name, by="wang", id="1", now=now)
    return engine


def commands(community: str = "c") -> Iterator[Command]:
    """Yield commands that move one task to and fro, each with its key and one of 97 amounts."""
    for n in range(10**9):
        action, data = "back" if n % 2 else "go", {"amount": 4 + n * 7 % 97}
        yield Command(community, action, "wang", "1", data=data, key=f"{n:012}")


def single(engine: Engine, community: str = "c") -> Callable[[], None]:
    """Return one governed command."""
    source = commands(community)

    def one() -> None:
        if not engine.do(next(source)):
            raise AssertionError("refused")

    return one


def grouped(engine: Engine, size: int = 100) -> Callable[[], None]:
    """Return a group of governed commands on a task of their own."""
    engine.open("job", community="c", by="wang", id="2")
    source = (replace(command, task="2", key=f"g{command.key}") for command in commands())

    def group() -> None:
        if not all(engine.act_many(list(islice(source, size)))):
            raise AssertionError("refused")

    return group


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
