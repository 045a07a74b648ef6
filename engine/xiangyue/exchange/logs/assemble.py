"""From what a reader found to an EventLog: dates, order, names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from xiangyue.errors import BadInput, Place
from xiangyue.exchange.logs.eventlog import Case, Event, EventLog, LogOptions, Value
from xiangyue.exchange.logs.logtimes import Times, is_nothing
from xiangyue.exchange.names import shown

MAX_EVENTS = 5_000_000
MAX_NAME = 4_000  # characters of an activity, resource, group or case id
MAX_VALUE = 1_000  # characters of a case attribute that are kept
MAX_ATTRIBUTES = 1_000  # of one case

# Names of attributes without case and marks, the surest first.
DEADLINE_NAMES: tuple[str, ...] = (
    *("deadline", "duedate", "due", "dueat", "dueon", "duedt", "duetime", "duetimestamp"),
    *("targetdate", "targetdt", "targettime", "target", "sladeadline", "sladue", "sladate"),
    *("截止时间", "截止日期", "办理期限", "期限"),
)
END_NAMES: tuple[str, ...] = (
    *("enddate", "end", "endat", "endtime", "enddt", "closed", "closedat", "closeddt"),
    *("closeddate", "closedate", "closedon", "closetime", "closingdate", "completiondate"),
    *("completeddate", "completedat", "completedon", "completed", "finishdate", "finished"),
    *("finishedat", "resolutiondate", "resolved", "resolvedat", "resolveddate"),
    *("办结时间", "办结日期", "结束时间", "结束日期", "完成时间"),
)


def plain(name: str) -> str:
    """Return an attribute's name without case, marks and the prefix ``case:``."""
    return "".join(char for char in name.lower().removeprefix("case:") if char.isalnum())


@dataclass(slots=True)
class Draft:
    """A case while its file is being read; ``repeated`` is what its events say of the case."""

    id: str
    line: int
    attributes: dict[str, Value] = field(default_factory=dict)
    repeated: dict[str, Value] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)

    def say(self, key: str, value: Value, place: Place) -> None:
        """Remember an attribute; raises BadInput for one too many."""
        if len(self.attributes) >= MAX_ATTRIBUTES and key not in self.attributes:
            raise BadInput("log-too-many-attributes", place=place, limit=MAX_ATTRIBUTES)
        self.attributes[key] = value


class Repeated:
    """Which attributes of events speak of the whole case: those that never differ within one."""

    def __init__(self, *named: str) -> None:
        """Trust the ``named`` attributes even where they differ: the last value counts."""
        self._trusted = frozenset(named)
        self.differing: set[str] = set()

    def note(self, draft: Draft, key: str, value: Value) -> None:
        """Take in what an event says."""
        known = draft.repeated.setdefault(key, value)
        if known != value:
            if key in self._trusted:
                draft.repeated[key] = value
            else:
                self.differing.add(key)

    def settle(self, drafts: Iterable[Draft]) -> None:
        """Turn what held throughout into attributes of the cases; a case's own words win."""
        drafts = tuple(drafts)
        own = {key for draft in drafts for key in draft.attributes}
        drop = self.differing | own
        for draft in drafts:
            draft.attributes.update(
                {key: value for key, value in draft.repeated.items() if key not in drop}
            )


def short(value: Value) -> Value:
    """Return a value of a case as it is kept: long texts are cut."""
    return value[:MAX_VALUE] if isinstance(value, str) else value


def named(text: str, place: Place) -> str:
    """Check the length of a name that events share; raises BadInput."""
    if len(text) > MAX_NAME:
        raise BadInput("log-name-too-long", place=place, start=shown(text, 30), limit=MAX_NAME)
    return text


def assemble(
    name: str, drafts: list[Draft], times: Times, options: LogOptions, repeated: Repeated
) -> EventLog:
    """Make the log: find its dates, order cases and events by time, make ids unique.

    Raises BadInput if there is no event, or a named attribute is not there or holds no dates.
    """
    full = [draft for draft in drafts if draft.events]
    if not full:
        raise BadInput("log-empty", place=Place(name))
    repeated.settle(full)
    deadline = _dates(name, full, times, options.deadline, DEADLINE_NAMES)
    end = _dates(name, full, times, options.end, END_NAMES)
    for draft in full:
        draft.events.sort(key=_moment)
    full.sort(key=lambda draft: _moment(draft.events[0]))
    cases = tuple(
        Case(name_of_case, draft.attributes, tuple(draft.events))
        for name_of_case, draft in zip(_own_ids(full), full, strict=True)
    )
    return EventLog(name, cases, deadline, end, len(drafts) - len(full))


def _moment(event: Event) -> tuple[datetime, int]:
    return event.at, event.position


def _own_ids(drafts: list[Draft]) -> list[str]:
    taken = {draft.id for draft in drafts}
    uses: dict[str, int] = {}
    found = []
    for draft in drafts:
        chosen = draft.id
        uses[chosen] = uses.get(chosen, 0) + 1
        while uses[draft.id] > 1 and chosen in taken:
            chosen = f"{draft.id} ({uses[draft.id]})"
            uses[draft.id] += chosen in taken
        taken.add(chosen)
        found.append(chosen)
    return found


def _dates(
    file: str, drafts: list[Draft], times: Times, wanted: str, usual: tuple[str, ...]
) -> str | None:
    """Find the attribute with the dates, turn its values into datetimes and return its name."""
    keys = dict.fromkeys(key for draft in drafts for key in draft.attributes)
    if wanted:
        wanted = wanted if wanted in keys else wanted.removeprefix("case:")
        if wanted not in keys:
            known = ", ".join(shown(key, 30) for key in list(keys)[:20]) or "-"
            raise BadInput("log-no-attribute", place=Place(file), name=shown(wanted), known=known)
        _convert(file, drafts, times, wanted)
        return wanted
    ranked = sorted((usual.index(plain(key)), key) for key in keys if plain(key) in usual)
    for _, key in ranked:
        if _all_times(drafts, times, key):
            _convert(file, drafts, times, key)
            return key
    return None


def _texts(drafts: list[Draft], key: str) -> list[tuple[Draft, str]]:
    pairs = ((draft, draft.attributes.get(key)) for draft in drafts)
    written = [(d, str(v)) for d, v in pairs if v is not None and not isinstance(v, datetime)]
    return [(draft, text) for draft, text in written if not is_nothing(text)]


def _all_times(drafts: list[Draft], times: Times, key: str) -> bool:
    values = [draft.attributes[key] for draft in drafts if key in draft.attributes]
    if any(not isinstance(value, str | datetime) for value in values):
        return False
    texts = _texts(drafts, key)
    typed = any(isinstance(value, datetime) for value in values)
    return (typed or bool(texts)) and all(times.is_time(text) for _, text in texts)


def _convert(file: str, drafts: list[Draft], times: Times, key: str) -> None:
    texts = _texts(drafts, key)

    def place(index: int) -> Place:
        return Place(file, texts[index][0].line)

    moments = times.read_dates([text for _, text in texts], place)
    for (draft, _), moment in zip(texts, moments, strict=True):
        draft.attributes[key] = moment
