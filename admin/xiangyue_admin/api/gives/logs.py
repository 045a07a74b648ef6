"""An event log of objects, as OCEL 2.0 has it."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel


class LogAttribute(BaseModel):
    """An attribute of a type, and of which kind its values are."""

    name: str
    type: Literal["string", "time", "integer", "float", "boolean"]


class LogType(BaseModel):
    """A type of objects or events: of tasks a flow, of events a flow and an action."""

    name: str
    attributes: list[LogAttribute]


class LogValue(BaseModel):
    """A value that an event says."""

    name: str
    value: str | int | float | bool


class LogHeld(LogValue):
    """A value that an object has from a moment on."""

    time: str


class LogRelation(BaseModel):
    """An object that is named, and as what."""

    objectId: str
    qualifier: str


class LogObject(BaseModel):
    """A task, member or unit."""

    id: str
    type: str
    attributes: list[LogHeld]
    relationships: list[LogRelation]


class LogEvent(BaseModel):
    """A decision."""

    id: str
    type: str
    time: str
    attributes: list[LogValue]
    relationships: list[LogRelation]


class ObjectLog(BaseModel):
    """Objects and events with their types; nobody's order says anything."""

    objectTypes: list[LogType]
    eventTypes: list[LogType]
    objects: list[LogObject]
    events: list[LogEvent]
