"""XES, the XML of event logs (IEEE 1849), read as a stream."""

from __future__ import annotations

import sys
from datetime import datetime, tzinfo
from xml.parsers import expat

from xiangyue.errors import BadInput, Place
from xiangyue.exchange.files.datafile import DataFile
from xiangyue.exchange.logs.assemble import (
    DEADLINE_NAMES,
    END_NAMES,
    MAX_EVENTS,
    Draft,
    Repeated,
    assemble,
    named,
    plain,
    short,
)
from xiangyue.exchange.logs.eventlog import Event, EventLog, LogOptions, Value
from xiangyue.exchange.logs.logtimes import Times, instant, zone
from xiangyue.exchange.names import shown

MAX_DEPTH = 100
MAX_KEYS = 10_000  # names of attributes that are remembered
MAX_ELEMENT = 1 << 20  # bytes that expat may hold before it can name what they are
_DATES_OF_CASES = frozenset(DEADLINE_NAMES + END_NAMES)


def read_xes(file: DataFile, options: LogOptions) -> EventLog:
    """Read an XES log, with or without namespaces; nested attributes are passed over.

    An event's activity, time, resource and group are ``concept:name``, ``time:timestamp``,
    ``org:resource`` and ``org:group`` (else ``org:role``), unless the options name others;
    classifiers and the defaults of ``<global>`` are not applied. Raises BadInput for invalid
    XML, a DOCTYPE, an event without activity or time, or more than 5 million events.
    """
    reader = _Reader(file, options)
    parser = reader.parser
    given = 0
    try:
        for chunk in file.chunks():
            parser.Parse(chunk, False)
            given += len(chunk)
            if given - max(parser.CurrentByteIndex, 0) > MAX_ELEMENT:
                raise reader.fail("log-xml-long")
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        place = Place(file.name, error.lineno, error.offset + 1)
        reason = expat.errors.messages.get(error.code, "") or expat.ErrorString(error.code)
        raise BadInput("log-xml", place=place, reason=reason) from error
    except (LookupError, ValueError) as error:
        # The encoding that the XML declaration names is not known, or not an encoding of text.
        raise BadInput("log-xml", place=file.place(), reason=shown(str(error))) from error
    reader.check_names()
    return assemble(file.name, reader.drafts, reader.times, options, reader.repeated)


class _Reader:
    """What expat calls: knows how deep it is, and the case and event it is in."""

    def __init__(self, file: DataFile, options: LogOptions) -> None:
        self.file = file
        self.drafts: list[Draft] = []
        self.repeated = Repeated(*filter(None, (options.deadline, options.end)))
        self.home: tzinfo = zone(options.timezone)
        self.pattern = options.time_format
        self.times = Times(self.home, self.pattern)
        self.case_key = options.case or "concept:name"
        self.activity_key = options.activity or "concept:name"
        self.time_key = options.time or "time:timestamp"
        self.resource_key = options.resource or "org:resource"
        self.group_keys = (options.group,) if options.group else ("org:group", "org:role")
        self.keys = {self.activity_key, self.time_key, self.resource_key, *self.group_keys}
        self.missing = {options.case, options.resource, options.group} - {""}
        self.of_case: dict[str, bool] = {
            name: True for name in (options.deadline, options.end) if name
        }
        self.depth = 0
        self.count = 0
        self.case: Draft | None = None
        self.event: dict[str, str] | None = None
        self.event_line = 0
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.stop
        self.parser.StartDoctypeDeclHandler = self.doctype

    def fail(self, code: str, line: int = 0, **values: object) -> BadInput:
        line = line or self.parser.CurrentLineNumber
        return BadInput(code, place=Place(self.file.name, line), **values)

    def check_names(self) -> None:
        """Refuse the name of an attribute that is nowhere in the log; it is misspelt."""
        for name in sorted(self.missing):
            known = ", ".join(shown(key, 30) for key in list(self.of_case)[:20]) or "-"
            place = Place(self.file.name)
            raise BadInput("log-no-attribute", place=place, name=shown(name), known=known)

    def doctype(self, *_: object) -> None:
        place = Place(
            self.file.name, self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1
        )
        raise BadInput("log-xml-doctype", place=place)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth = depth = self.depth + 1
        if depth == 4:
            if self.event is not None:
                self.event_says(tag, attributes)
        elif depth == 3:
            if self.case is not None:
                if _local(tag) == "event":
                    self.event = {}
                    self.event_line = self.parser.CurrentLineNumber
                else:
                    self.case_says(tag, attributes)
        elif depth == 2:
            self.open_case(_local(tag))
        elif depth == 1 and _local(tag) != "log":
            raise self.fail("log-xml-root", tag=shown(tag))
        elif depth > MAX_DEPTH:
            raise self.fail("log-xml-deep", limit=MAX_DEPTH)

    def stop(self, _: str) -> None:
        self.depth -= 1
        if self.depth == 2 and self.event is not None:
            self.close_event(self.event)
            self.event = None
        elif self.depth == 1:
            self.case = None

    def open_case(self, tag: str) -> None:
        if tag == "trace":
            line = self.parser.CurrentLineNumber
            self.case = Draft(f"case {len(self.drafts) + 1}", line)
            self.drafts.append(self.case)
        elif tag == "event":
            raise self.fail("log-event-outside")

    def case_says(self, tag: str, attributes: dict[str, str]) -> None:
        key, text = attributes.get("key"), attributes.get("value")
        if self.case is None or key is None or text is None:
            return
        place = Place(self.file.name, self.parser.CurrentLineNumber)
        if key == self.case_key:
            self.missing.discard(key)
            self.case.id = named(text, place) if text.strip() else self.case.id
        else:
            self.case.say(sys.intern(key), short(self.value(_local(tag), text)), place)

    def event_says(self, tag: str, attributes: dict[str, str]) -> None:
        key, text = attributes.get("key"), attributes.get("value")
        if key is None or text is None or self.event is None:
            return
        if key in self.keys:
            self.event[key] = text
            self.missing.discard(key)
        if self.case is not None and self.speaks_of_case(key):
            value = short(self.value(_local(tag), text))
            self.repeated.note(self.case, sys.intern(key), value)

    def speaks_of_case(self, key: str) -> bool:
        known = self.of_case.get(key)
        if known is None:
            known = plain(key) in _DATES_OF_CASES
            if len(self.of_case) < MAX_KEYS:
                self.of_case[key] = known
        return known

    def value(self, tag: str, text: str) -> Value:
        """Read a value as its element says; as text where it is not what it says."""
        try:
            match tag:
                case "date":
                    return instant(text, self.home)
                case "int":
                    return int(text)
                case "float":
                    return float(text)
                case "boolean":
                    return {"true": True, "1": True, "false": False, "0": False}[text.strip()]
        except (ValueError, KeyError):
            pass
        return text

    def close_event(self, event: dict[str, str]) -> None:
        if self.case is None:
            return
        self.count += 1
        line = self.event_line
        if self.count > MAX_EVENTS:
            raise self.fail("log-too-many-events", line, limit=MAX_EVENTS)
        activity, at = event.get(self.activity_key, ""), event.get(self.time_key, "")
        if not activity.strip():
            raise self.fail("log-no-activity", line, case=shown(self.case.id))
        if not at.strip():
            raise self.fail("log-no-timestamp", line, case=shown(self.case.id))
        place = Place(self.file.name, line)
        resource = event.get(self.resource_key, "")
        groups = (event.get(key, "") for key in self.group_keys)
        group = next((name for name in groups if name.strip()), "")
        self.case.events.append(
            Event(
                sys.intern(named(activity, place)),
                self.moment(at, place),
                sys.intern(named(resource, place)) if resource.strip() else None,
                sys.intern(named(group, place)) if group else None,
                self.count,
                line,
            )
        )

    def moment(self, text: str, place: Place) -> datetime:
        try:
            return instant(text, self.home)
        except ValueError as error:
            if self.pattern:
                return self.times.read([text], lambda _: place)[0]
            raise BadInput("log-bad-time", place=place, text=shown(text)) from error


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]
