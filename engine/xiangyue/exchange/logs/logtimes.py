"""Times as logs write them: the format is inferred from all values together."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import TypeVar
from zoneinfo import ZoneInfo

from xiangyue.errors import BadInput, Misuse, Place
from xiangyue.exchange.names import shown

# Year first, or day and month first, in whichever order the whole column shows.
_NUMERIC = re.compile(
    r"(\d{1,4})([-./])(\d{1,2})\2(\d{1,4})"
    r"(?:[ T,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?:\s*([AaPp])\.?[Mm]\.?)?)?"
    r"(?:\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}))?",
    re.ASCII,
)
_Parts = tuple[str | None, ...]
_Raw = TypeVar("_Raw")
_NOTHING = frozenset({"", "-", "n/a", "na", "nan", "nat", "none", "null", "empty", "unknown"})


def zone(name: str) -> tzinfo:
    """Return the named time zone; raises Misuse if there is none of that name."""
    if name == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise Misuse("log-timezone", name=shown(name)) from error


def is_nothing(text: str) -> bool:
    """Tell whether a cell stands for "no date"."""
    return text.strip().lower() in _NOTHING


def instant(text: str, home: tzinfo) -> datetime:
    """Read one ISO 8601 time as an instant in UTC; raises ValueError."""
    return _utc(datetime.fromisoformat(text.strip()), home)


class Times:
    """How one log writes times: what a column taught is used for the columns after it."""

    def __init__(self, home: tzinfo, pattern: str = "") -> None:
        """Take the zone of times that name none, and a pattern as of ``strptime`` if given."""
        self._home = home
        self._pattern = pattern
        self._order = ""

    def read(self, texts: Sequence[str], place: Callable[[int], Place]) -> list[datetime]:
        """Read the column of the events' times as instants in UTC.

        Raises BadInput, at ``place(index)``, for the first value that is none, or if the
        column leaves open which number is the day and which the month.
        """
        if self._pattern:
            return self._each(texts, texts, self._by_pattern, place)
        return self._infer(texts, place)

    def read_dates(self, texts: Sequence[str], place: Callable[[int], Place]) -> list[datetime]:
        """Read a column of other dates, which may be written in another way than the events'.

        Raises BadInput as ``read`` does.
        """
        if self._pattern:
            with suppress(BadInput):
                return self._each(texts, texts, self._by_pattern, place)
        return self._infer(texts, place)

    def is_time(self, text: str) -> bool:
        """Tell whether the text looks like a time in any of the known ways."""
        for look in (self._by_pattern, self._by_iso):
            with suppress(ValueError):
                look(text)
                return True
        found = _NUMERIC.fullmatch(text.strip())
        return found is not None and 4 in (len(found[1]), len(found[4]))

    def _infer(self, texts: Sequence[str], place: Callable[[int], Place]) -> list[datetime]:
        with suppress(ValueError):
            return [self._by_iso(text) for text in texts]
        parts: list[_Parts] = []
        for index, text in enumerate(texts):
            found = _NUMERIC.fullmatch(text.strip())
            if not found:
                raise BadInput("log-bad-time", place=place(index), text=shown(text))
            parts.append(found.groups())
        self._order = self._order_of(texts, parts, place)
        return self._each(texts, parts, self._by_numbers, place)

    def _each(
        self,
        texts: Sequence[str],
        raw: Sequence[_Raw],
        read: Callable[[_Raw], datetime],
        place: Callable[[int], Place],
    ) -> list[datetime]:
        moments = []
        for index, value in enumerate(raw):
            try:
                moments.append(read(value))
            except ValueError as error:
                text = shown(texts[index])
                raise BadInput("log-bad-time", place=place(index), text=text) from error
        return moments

    def _by_pattern(self, text: str) -> datetime:
        if not self._pattern:
            raise ValueError("no pattern")
        return _utc(datetime.strptime(text.strip(), self._pattern), self._home)

    def _by_iso(self, text: str) -> datetime:
        return instant(text, self._home)

    def _order_of(
        self,
        texts: Sequence[str],
        parts: Sequence[_Parts],
        place: Callable[[int], Place],
    ) -> str:
        orders: dict[str, int] = {}
        for index, (first, mark, second, third, *_) in enumerate(parts):
            if len(first or "") == 4:
                orders.setdefault("ymd", index)
            elif len(third or "") != 4:
                raise BadInput("log-short-year", place=place(index), text=shown(texts[index]))
            elif mark == "." or int(first or 0) > 12:
                orders.setdefault("dmy", index)
            elif int(second or 0) > 12:
                orders.setdefault("mdy", index)
        if len(orders) > 1:
            index = max(orders.values())
            raise BadInput("log-mixed-times", place=place(index), text=shown(texts[index]))
        if orders:
            return next(iter(orders))
        # Day and month may be the same throughout; else an earlier column of the log decides.
        if all(first == second for first, _, second, *_ in parts):
            return "dmy"
        if self._order in ("dmy", "mdy"):
            return self._order
        raise BadInput("log-day-or-month", place=place(0), text=shown(texts[0]))

    def _by_numbers(self, parts: _Parts) -> datetime:
        first, _, second, third, hour, minute, second_of, fraction, half, offset = parts
        numbers = dict(zip(self._order, (first, second, third), strict=True))
        hours = int(hour or 0)
        if half:
            if not 1 <= hours <= 12:
                raise ValueError("no such hour")
            hours = hours % 12 + (12 if half in "Pp" else 0)
        moment = datetime(
            int(numbers["y"] or 0),
            int(numbers["m"] or 0),
            int(numbers["d"] or 0),
            hours,
            int(minute or 0),
            int(second_of or 0),
            int((fraction or "0")[:6].ljust(6, "0")),
            tzinfo=_offset(offset),
        )
        return _utc(moment, self._home)


def _offset(text: str | None) -> tzinfo | None:
    if not text:
        return None
    if text[0] not in "+-":
        return UTC
    digits = text[1:].replace(":", "")
    shift = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-shift if text[0] == "-" else shift)


def _utc(moment: datetime, home: tzinfo) -> datetime:
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=home)
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("beyond the calendar") from error
