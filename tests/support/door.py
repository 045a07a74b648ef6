"""A town in which whoever is not registered brings things up, for tests of receipts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from desk import june

from xiangyue import Decision, Engine

PLACE, NOW = "xinqi", june(1, "09:00")
LATER = NOW + timedelta(minutes=1)


def settled(engine: Engine) -> Engine:
    """Set up a town: zhi is on duty, juwei the committee, jie the office above, xian the county."""
    engine.add_unit("xian", "county", now=NOW)
    engine.add_unit("jiedao", "subdistrict", parent="xian", now=NOW)
    engine.add_unit(PLACE, "community", parent="jiedao", now=NOW)
    engine.install("self-organized-urban", community=PLACE, now=NOW)
    roles = {"zhi": ("duty_person", PLACE), "juwei": ("committee", PLACE)}
    roles |= {"jie": ("subdistrict_office", "jiedao"), "xian-ban": ("system_owner", "xian")}
    roles |= {"bang": ("digital_helper", PLACE)}
    for name, (role, unit) in roles.items():
        engine.register(name, roles={role: unit}, now=NOW)
    engine.register("chen", home=PLACE, now=NOW)
    return engine


def bring(engine: Engine, **more: Any) -> Decision:
    """Bring up a need as somebody who is not registered."""
    said: dict[str, Any] = {
        "community": PLACE,
        "by": Engine.PUBLIC,
        "title": "No light",
        "now": NOW,
    }
    said |= {"receipt": True}
    if "flow" not in more:
        said |= {"category": "need", "matter": "The lamp in the lane is out"}
    return engine.receive(**{**said, **more})
