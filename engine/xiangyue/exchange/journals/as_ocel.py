"""The journal as objects and events (OCEL 2.0): tasks, members and units, and how they meet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol

from xiangyue.exchange.journals.saying import Saying, moment
from xiangyue.exchange.journals.stories import Step, Stories, Story
from xiangyue.exchange.logs.eventlog import Value
from xiangyue.profile import Profile
from xiangyue.storage.cursor import chunks
from xiangyue.values import NOBODYS, NORMAL, Task

MEMBER: Final = "Member"
UNIT: Final = "Unit"
ELSEWHERE: Final = "Elsewhere"
"""Types of objects that are no tasks, and of tasks of which only the address is known."""

_KEPT = ("state", "assignee", "unit", "due")

Relation = tuple[str, str]
"""The id of an object, and what it is to whoever names it."""


@dataclass(frozen=True, slots=True)
class Thing:
    """An object; each of its attributes has a value from a moment on."""

    id: str
    type: str
    attributes: tuple[tuple[str, datetime, Value], ...]
    relations: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class Happening:
    """An event."""

    id: str
    type: str
    at: datetime
    attributes: tuple[tuple[str, Value], ...]
    relations: tuple[Relation, ...]


class LogSink(Protocol):
    """What takes objects and events, in any order."""

    def thing(self, thing: Thing) -> None:
        """Take an object."""

    def happening(self, happening: Happening) -> None:
        """Take an event."""


def tell_objects(stories: Stories, saying: Saying, sink: LogSink) -> None:
    """Tell a sink all that happened: an object for each task, an event for each decision."""
    teller = _Teller(stories, saying)
    for story in stories:
        sink.thing(teller.task(story, sink))
    for thing in teller.others():
        sink.thing(thing)


class _Teller:
    """Remembers whom and what was named, so that each of them is told as well, once."""

    def __init__(self, stories: Stories, saying: Saying) -> None:
        self._stories = stories
        self._saying = saying
        self._community = stories.community
        # In the order in which they were named, each with the first moment.
        self._members: dict[str, int] = {}
        self._units: dict[str, int] = {}
        self._tasks: dict[str, int] = {}

    def task(self, story: Story, sink: LogSink) -> Thing:
        """Tell the events of a task, and return its object."""
        task, at = story.task, story.task.opened_at
        state = _State()
        for step in story.steps:
            sink.happening(self._event(task, step))
            at = step.at
            state.note(at, self._after(step))
        state.note(max(at, task.since), {"state": task.state})
        relations = [
            (self._unit(task.unit, at), "at"),
            *self._member(task.opener, "opened by", at),
            *self._ties(self._saying.profile(task.release, NORMAL), task.flow, task.data, at),
        ]
        if task.origin is not None:
            relations.append((self._named(task.origin, at), "comes from"))
        return Thing(task.ref, task.flow, tuple(state.said), _distinct(relations))

    def _after(self, step: Step) -> Mapping[str, Any]:
        if not step.done:
            return {}
        left = step.left
        known = {name: left.get(name) for name in _KEPT if name in left}
        assignee, due = left.get("assignee"), left.get("due")
        known["state"] = step.body["after"]
        known["assignee"] = None if assignee is None else self._saying.hide(assignee)
        known["due"] = None if due is None else moment(due)
        return known

    def _event(self, task: Task, step: Step) -> Happening:
        body = step.body
        role = (body.get("standing") or [None])[0]
        said = [("role", role)] if role is not None else []
        if body["actor"] in NOBODYS:
            said.append(("by", body["actor"]))
        return Happening(
            f"{self._community}/{step.seq}",
            f"{body['flow']}.{step.action}",
            moment(step.at),
            (*said, *self._saying.of_step(step)),
            _distinct([(task.ref, "on"), *self._with(step)]),
        )

    def _with(self, step: Step) -> Iterator[Relation]:
        """Yield who and what had a part in a step, besides its task."""
        body, at = step.body, step.at
        yield from self._member(body["actor"], "by", at)
        yield from self._member(body.get("for"), "for", at)
        if unit := step.left.get("unit"):
            yield self._unit(unit, at), "at"
        for kind, to, _, _, *more in body.get("does", ()):
            if kind == "ask":
                for member in more[0]["to"]:
                    yield from self._member(member, "asks", at)
            elif kind == "assign":
                yield from self._member(to, "assigns", at)
        profile = self._saying.profile(body["release"], body["mode"])
        yield from self._ties(profile, body["flow"], step.given, at)

    def _ties(
        self, profile: Profile, flow: str, data: Mapping[str, Any], at: int
    ) -> Iterator[Relation]:
        """Yield what the values of fields name: members, units, the need and the resource."""
        tasks = _naming_tasks(profile, flow)
        for name, value in data.items():
            if name in tasks and isinstance(value, str):
                yield self._named(f"{self._community}/{value}", at), tasks[name]
            elif (field := profile.fields.get(name)) is not None:
                if field.sensitivity != "none" and not self._saying.terms.personal:
                    continue
                some = value if isinstance(value, list) else [value]
                form = field.schema.get("items", field.schema).get("format")
                for one in some if form in ("member", "unit") else ():
                    if form == "member":
                        yield from self._member(one, name, at)
                    elif isinstance(one, str):
                        yield self._unit(one, at), name

    def _member(self, member: Any, qualifier: str, at: int) -> Iterator[Relation]:
        if isinstance(member, str) and member not in NOBODYS:
            self._members.setdefault(member, at)
            yield f"member:{self._saying.hide(member)}", qualifier

    def _unit(self, unit: str, at: int) -> str:
        self._units.setdefault(unit, at)
        return f"unit:{unit}"

    def _named(self, ref: str, at: int) -> str:
        self._tasks.setdefault(ref, at)
        return ref

    def others(self) -> Iterator[Thing]:
        """Yield all that was named and is no task that was told."""
        yield from self._other_tasks()
        for member, at in self._members.items():
            about = {"kind": self._saying.kind(member), "name": self._saying.name(member)}
            said = tuple((key, moment(at), value) for key, value in about.items() if value)
            yield Thing(f"member:{self._saying.hide(member)}", MEMBER, said, ())
        yield from self._all_units()

    def _other_tasks(self) -> Iterator[Thing]:
        begin = f"{self._community}/"
        reader = self._stories.reader
        own = [ref.removeprefix(begin) for ref in self._tasks if ref.startswith(begin)]
        for some in chunks(own):
            found = reader.tasks(self._community, some)
            for name in some:
                task = found.get(name)
                ref = f"{begin}{name}"
                if task is None:
                    yield Thing(ref, ELSEWHERE, (), ())
                elif not self._stories.has(task):
                    state = (("state", moment(task.since), task.state),)
                    yield Thing(ref, task.flow, state, ())
        for ref in self._tasks:
            if not ref.startswith(begin):
                yield Thing(ref, ELSEWHERE, (), ())

    def _all_units(self) -> Iterator[Thing]:
        """Yield the units that were named, and those above them."""
        waiting = dict(self._units)
        while waiting:
            above: dict[str, int] = {}
            units = self._stories.reader.units(waiting)
            for name, at in waiting.items():
                unit = units.get(name)
                if unit is None:
                    yield Thing(f"unit:{name}", UNIT, (), ())
                    continue
                title = unit.title.of(self._saying.terms.lang)
                said = [("level", moment(at), unit.unit_level), ("title", moment(at), title)]
                relations = ((f"unit:{unit.parent}", "beneath"),) if unit.parent else ()
                yield Thing(f"unit:{name}", UNIT, tuple(said), relations)
                if unit.parent and unit.parent not in self._units:
                    self._units[unit.parent] = above[unit.parent] = at
            waiting = above


class _State:
    """What is known of a task over time; only what changes is said."""

    def __init__(self) -> None:
        self.said: list[tuple[str, datetime, Value]] = []
        self._known: dict[str, Value] = {}

    def note(self, at: int, after: Mapping[str, Value | None]) -> None:
        """Take in how it is from a moment on; nobody and nothing is an empty text."""
        for name, value in after.items():
            now = "" if value is None else value
            if now != self._known.get(name, ""):
                self._known[name] = now
                self.said.append((name, moment(at), now))


def _naming_tasks(profile: Profile, flow: str) -> dict[str, str]:
    """Return which fields of a flow name tasks, and what these are to it."""
    found = {}
    known, matching = profile.flows.get(flow), profile.matching
    if known is not None and known.holds is not None:
        found[known.holds.resource] = "holds"
    if matching is not None and flow == matching.matches.flow:
        found[matching.matches.fields["need"]] = "need"
    return found


def _distinct(relations: list[Relation]) -> tuple[Relation, ...]:
    return tuple(dict.fromkeys(relations))
