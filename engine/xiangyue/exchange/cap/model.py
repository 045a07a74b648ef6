"""What an alert of the Common Alerting Protocol says, as frozen values.

Texts stand without the blanks around them, and what is missing or cannot be read is empty or
None. Times are aware; coordinates are degrees of WGS 84, latitude first. Two alerts that say the
same are equal, wherever and in whichever version they were written.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from xiangyue.errors import Place
from xiangyue.exchange.cap.document import Node

LANGUAGE = "en-US"  # what the schema means where an info names none
NOWHERE = Place("")

Point = tuple[float, float]


class Pair(NamedTuple):
    """A name and its value: of an event code, a parameter or a geocode."""

    name: str
    value: str


class Reference(NamedTuple):
    """What an alert is known by everywhere."""

    sender: str
    identifier: str
    sent: datetime


class Circle(NamedTuple):
    """A point and how far around it, in kilometres."""

    latitude: float
    longitude: float
    radius: float


@dataclass(frozen=True, slots=True)
class Resource:
    """Something that goes with an info: an image, a recording, a text. It is never fetched.

    ``size`` counts bytes; ``deref_uri`` is the thing itself in Base64.
    """

    desc: str
    mime_type: str = ""
    size: int | None = None
    uri: str = ""
    deref_uri: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Area:
    """Where an info is about; altitudes are feet above mean sea level."""

    desc: str
    polygons: tuple[tuple[Point, ...], ...] = ()
    circles: tuple[Circle, ...] = ()
    geocodes: tuple[Pair, ...] = ()
    altitude: float | None = None
    ceiling: float | None = None
    place: Place = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Info:
    """What is told about an event, in one language."""

    event: str
    categories: tuple[str, ...] = ()
    urgency: str = ""
    severity: str = ""
    certainty: str = ""
    language: str = LANGUAGE
    response_types: tuple[str, ...] = ()
    audience: str = ""
    event_codes: tuple[Pair, ...] = ()
    effective: datetime | None = None
    onset: datetime | None = None
    expires: datetime | None = None
    sender_name: str = ""
    headline: str = ""
    description: str = ""
    instruction: str = ""
    web: str = ""
    contact: str = ""
    parameters: tuple[Pair, ...] = ()
    resources: tuple[Resource, ...] = ()
    areas: tuple[Area, ...] = ()
    place: Place = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Alert:
    """A message of the protocol; ``node`` is the element that it was read from."""

    identifier: str
    sender: str
    sent: datetime
    status: str
    msg_type: str
    scope: str = "Public"
    source: str = ""
    restriction: str = ""
    addresses: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    note: str = ""
    references: tuple[Reference, ...] = ()
    incidents: tuple[str, ...] = ()
    infos: tuple[Info, ...] = ()
    place: Place = field(default=NOWHERE, compare=False, repr=False)
    node: Node | None = field(default=None, compare=False, repr=False)

    @property
    def reference(self) -> Reference:
        """What other messages call this one."""
        return Reference(self.sender, self.identifier, self.sent)
