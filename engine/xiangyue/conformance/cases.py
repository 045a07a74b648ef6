"""The battery: interventions of every kind before a limit, at ordinary and at odd moments.

All of them could happen: they are those that the profile in ``hamlet`` declares, and what the
engine would work out of them. Nothing is chance: the battery is the same every time.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from xiangyue.conformance.stage import MOMENTS, Declared, calendar, declared, document, hamlet
from xiangyue.frozen import frozen
from xiangyue.limit import Circumstances, Intervention, Kind
from xiangyue.time.clock import to_micros
from xiangyue.values import SYSTEM, Holding, Member, Standing, Task

HERE = "here"
MIXED = 40
"""Cases of each kind in which everything varies at once."""

Freeze = Callable[[Any], Any]


class Form:
    """How what limits are given is made of plain data; the profile only once, because it is long.

    ``freeze`` makes of mappings and lists what nobody can change, or what somebody could.
    """

    def __init__(self, freeze: Freeze) -> None:
        """Make both profiles in this form: the bare one, and the whole."""
        self.freeze = freeze
        self.profiles = {bare: freeze(document(bare=bare)) for bare in (False, True)}


@cache
def as_given() -> Form:
    """Return the form in which the engine gives everything: nobody can change it."""
    return Form(frozen)


class Draft(NamedTuple):
    """One case before it is made: so it can be made again, the same, and compared."""

    kind: Kind
    to: str | None
    address: str
    accessory: bool
    detail: Mapping[str, Any]
    flow: str
    action: str
    now: datetime
    after: timedelta
    mode: str
    member: Member | None
    standing: Standing | None
    source: str
    tiers: tuple[int, ...]
    data: Mapping[str, Any]
    due: int | None
    chars: Mapping[str, int]
    params: Mapping[str, Any]
    bare: bool

    def __str__(self) -> str:
        """Say which case it is: its kind, whom it touches, where and when."""
        to = f" to {self.to}" if self.to else ""
        return f"{self.kind}{to}, {self.address}, {self.now.isoformat()}, {self.mode}"

    def made(self, form: Form) -> Circumstances:
        """Return the case in this form."""
        freeze = form.freeze
        opening, now = self.action == "open", to_micros(self.now)
        mode, _, level = self.mode.partition(":")
        task = Task(
            community=HERE,
            id="t-1",
            flow=self.flow,
            release="r-1",
            state=next(iter(hamlet().flows[self.flow].states)),
            version=1 if opening else 3,
            unit=HERE,
            opener="li",
            opened_at=now if opening else now - 3_600_000_000,
            since=now,
            assignee=None if opening else "wang",
            due=self.due,
            state_due=self.due,
            data=freeze(dict(self.data)),
            private=freeze({"phone": 7} if self.data else {}),
        )
        return Circumstances(
            intervention=Intervention(
                kind=self.kind,
                to=self.to,
                address=self.address,
                accessory=self.accessory,
                detail=freeze(dict(self.detail)),
                at=self.now + self.after,
            ),
            now=self.now,
            mode=mode,
            response_level=level,
            flow=self.flow,
            action=self.action,
            actor=SYSTEM if self.standing is None else "li",
            source=self.source,
            by_system=self.standing is None,
            opening=opening,
            standing=self.standing,
            from_above=self.standing is not None and self.standing.unit == "town",
            tiers=self.tiers,
            task=task,
            chars=freeze(dict(self.chars)),
            member=self.member,
            params=freeze(dict(self.params)),
            calendar=calendar(bare=self.bare),
            profile=form.profiles[self.bare],
        )


def battery(kinds: Collection[Kind]) -> Iterator[Draft]:
    """Yield the cases of these kinds: one thing changed at a time, then everything at once."""
    for kind in sorted(kinds):
        ones = [*declared(kind)]
        usual = {name: choices[0] for name, choices in _VARIETY.items()}
        for one in ones:
            yield _draft(one, usual)
            for name, choices in _VARIETY.items():
                for choice in choices[1:]:
                    yield _draft(one, {**usual, name: choice})
        dice = random.Random(kind)  # the same throws every time
        for n in range(MIXED):
            thrown = {name: dice.choice(choices) for name, choices in _VARIETY.items()}
            yield _draft(ones[n % len(ones)], thrown)


def _draft(one: Declared, varied: Mapping[str, Any]) -> Draft:
    of_member = one.to is not None and not one.to.startswith("role:")
    member = varied["member"] if of_member else None
    to = member.id if member and one.to == "wang" else one.to
    return Draft(*one._replace(to=to), **{**varied, "member": member})


_EVER = to_micros(datetime(2020, 1, 1, tzinfo=UTC))
_NOTE = "水渠 “清理” 🚰 \u202edrawer\u202c"
_MEMBERS = (
    Member("wang", "person", HERE, name="王", holdings=(Holding("secretary", HERE, _EVER),)),
    Member("wang", "person", HERE),
    Member(
        "wang",
        "person",
        HERE,
        holdings=(Holding("resident", HERE, _EVER),),
        literacy=0,
        consents=frozenset({"naming", "illness"}),
    ),
    Member("coop", "organization", "elsewhere", literacy=8),
    Member("w.7@x-2", "household", HERE, absences=((_EVER, 2 * _EVER),)),
    None,
)
_DATA: tuple[Mapping[str, Any], ...] = (
    {"who": "wang", "value": 5, "task_class": "key", "result": "done", "severity": "II"},
    {},
    {"result": _NOTE, "value": 0, "wells": 0, "picture": ""},
)
_DUE = to_micros(MOMENTS[0]) + 172_800_000_000
_VARIETY: Mapping[str, tuple[Any, ...]] = {
    "now": MOMENTS,
    "after": (timedelta(), timedelta(hours=20), timedelta(days=30)),
    "mode": ("normal", "emergency", *(f"emergency:{level}" for level in ("I", "II", "III", "IV"))),
    "member": _MEMBERS,
    "standing": (
        Standing("secretary", HERE),
        Standing("official", "town"),
        Standing("secretary", HERE, deputy_for="zhao"),
        None,
    ),
    "source": ("digital", "paper", "phone", "counter", "helper", "sheet", "log"),
    "tiers": ((3, 2, 1), (4, 3, 2, 1), (3,), ()),
    "data": _DATA,
    "due": (_DUE, None, _EVER),
    "chars": ({"title": 12}, {}, {"title": 1, "note": 0, "result": 4000}, {"note": 1_000_000}),
    "params": ({"most": 30}, {}),
    "bare": (False, True),
}
