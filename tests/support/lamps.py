"""A town whose lamps are kept, in which anybody may bring something up."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from desk import june

from xiangyue import Decision, Engine

LAMPS = Path(__file__).parents[1] / "flow" / "profiles" / "lamps"
TOWN, NOW = "xinqi", june(1, "09:00")


def after(hours: float) -> datetime:
    """Return the moment so many hours after the first."""
    return NOW + timedelta(hours=hours)


def settle(engine: Engine, *towns: str, now: datetime = NOW) -> None:
    """Set up towns beneath one county; deng keeps their lamps, app is what a program acts as."""
    engine.add_unit("xian", "county", now=now)
    engine.register("app", home="xian", kind="organization", now=now)
    for town in towns or (TOWN,):
        engine.add_unit(town, "community", parent="xian", now=now)
        engine.install(LAMPS, community=town, now=now)
        engine.register("deng", roles={"keeper": town}, since=now, now=now)


def bring(engine: Engine, now: datetime = NOW, **more: Any) -> Decision:
    """Bring up a lamp as somebody who is not registered."""
    said = {"kind": "dark", "matter": "Wang's lane is dark", "place": "5 Mill Lane"}
    data = said | {"north": 30.25, "east": 120.5, "reach_at": "13800000000"} | more.pop("data", {})
    given = {"category": "lamp", "community": TOWN, "by": Engine.PUBLIC, "title": "Dark", **more}
    return engine.receive(**given, data=data, now=now)


def answer(engine: Engine, task: Decision, now: datetime) -> None:
    """Look at it and answer."""
    engine.act(task, "look", by="deng", now=now, inside=40)
    done = engine.act(
        task, "answer", by="deng", now=now, outcome="mended", reply="Wang, it is done"
    )
    assert done, done.why()
