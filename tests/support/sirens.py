"""A township that is warned: two villages, a grid, a weather station, and alerts for them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from xiangyue import Engine
from xiangyue.exchange.cap.model import Alert, Area, Info, Pair, Reference

SIREN = Path(__file__).parents[1] / "flow" / "profiles" / "siren"
DIVISION = "区划代码"
NOON = datetime(2026, 6, 1, 4, tzinfo=UTC)
"""A Monday noon in China."""

SENDER = "cma@example.org"
BOTH = Area("The township", geocodes=(Pair(DIVISION, "330102001"),))
XINQI = Area("Xinqi", geocodes=(Pair(DIVISION, "330102001201"),))


def after(minutes: float) -> datetime:
    """Return a moment so long after noon."""
    return NOON + timedelta(minutes=minutes)


@contextmanager
def township(profile: Path | str = SIREN, target: str = "sqlite://") -> Iterator[Engine]:
    """Open a store with a township; both villages are governed by a profile."""
    with Engine(target) as engine:
        engine.add_unit("zhen", "township", now=NOON)
        for number, name in enumerate(("shanhe", "xinqi")):
            engine.add_unit(name, "village", parent="zhen", now=NOON)
            engine.install(profile, community=name, now=NOON)
            engine.place(name, codes=[(DIVISION, f"33010200120{number}")], by="li", now=NOON)
            engine.register(f"watch-{name}", roles={"watch": name}, now=NOON)
        engine.add_unit("xinqi-1", "grid", parent="xinqi", now=NOON)
        engine.register("station", roles={"station": "zhen"}, kind="organization", now=NOON)
        engine.register("chen", home="xinqi", now=NOON)
        yield engine


@contextmanager
def written(text: str) -> Iterator[Engine]:
    """Open a township whose villages are governed by this profile."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "siren" / "profile.yaml"
        file.parent.mkdir()
        file.write_text(text, encoding="utf-8")
        with township(file.parent) as engine:
            yield engine


INFO = Info(
    event="Rainstorm",
    categories=("Met",),
    urgency="Immediate",
    severity="Severe",
    certainty="Likely",
    expires=after(8 * 60),
    headline="Orange warning of rain",
    instruction="Keep away from the river.",
    areas=(BOTH,),
)


def alert(identifier: str = "1", minute: float = 0, *refers: Alert, **said: Any) -> Alert:
    """Return an alert that is sent so many minutes after noon; with ``refers`` an update of them.

    ``said`` are other values of the alert, or of its one info.
    """
    of_info = {name: value for name, value in said.items() if hasattr(INFO, name)}
    of_alert = {name: value for name, value in said.items() if name not in of_info}
    usual: dict[str, Any] = {
        "identifier": identifier,
        "sender": SENDER,
        "sent": after(minute),
        "status": "Actual",
        "msg_type": "Update" if refers else "Alert",
        "scope": "Public",
        "references": tuple(reference(one) for one in refers),
        "infos": (replace(INFO, **of_info),),
    }
    return Alert(**{**usual, **of_alert})


def reference(one: Alert) -> Reference:
    """Return what others call an alert."""
    return Reference(one.sender, one.identifier, one.sent)
