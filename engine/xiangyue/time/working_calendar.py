"""Which days are worked, during which hours, and when a duration is over.

Days are counted the way Chinese law counts periods (Civil Code, articles 201 and 203): the day
of the start does not count, and the last day ends when business ends. That this also holds for
deadlines within an administration is a project default.
"""

from __future__ import annotations

import calendar
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import MAXYEAR, date, datetime, time, timedelta
from functools import lru_cache

from xiangyue.errors import BadInput
from xiangyue.time.clock import LATEST, from_wall, to_wall, within_range, zone
from xiangyue.time.durations import Duration, Unit
from xiangyue.time.public_holidays import days_off_and_on, known_years

_MINUTE = timedelta(minutes=1)
_NOTHING = timedelta()
_MIDNIGHT = time()


@dataclass(frozen=True, slots=True)
class Calendar:
    """The working days and office hours of one place; make one with ``build_calendar``.

    A day is worked if it is in ``open``, or else, not being in ``closed``, if it is a make-up
    workday of the country, or else, not being a public holiday, if its weekday (0 is Monday) is
    in ``week``. ``hours`` are minutes since midnight, in order and apart, the same on every
    working day. The public holidays of the years in ``known`` are ``off``, and their make-up
    workdays ``on``; those of other years are what the ``holidays`` package says of them. Of the
    years in ``guessed`` no more than a guess is known. Safe to share between threads.
    """

    timezone: str
    week: frozenset[int]
    hours: tuple[tuple[int, int], ...]
    country: str | None = None
    open: frozenset[date] = frozenset()
    closed: frozenset[date] = frozenset()
    off: frozenset[date] = frozenset()
    on: frozenset[date] = frozenset()
    known: frozenset[int] = frozenset()
    guessed: frozenset[int] = frozenset()

    def add(self, start: datetime, duration: Duration) -> datetime:
        """Return the instant (UTC) at which ``duration`` after ``start`` is over.

        - ``min``, ``h``: elapsed time.
        - ``d``, ``w``: the same wall time so many calendar days later.
        - ``m``, ``y``: the same day and wall time of a later month; where that month has no such
          day, the end of its last day.
        - ``wd``: the end of office hours on the n-th working day after the day of ``start``. That
          day itself never counts, whatever the hour and whether it is worked or not: 1wd from
          any time on Friday, Saturday or Sunday is the close of business on Monday.
        - ``wh``: when so much office time has passed; on a closed day, or after hours, counting
          begins with the next office hours. Office hours are read off the wall, so a day on
          which the clocks change has no fewer of them.
        - Nothing (``0d``, ``0wd``, …): ``start`` itself.

        A later start or a longer duration of the same unit is never over sooner. Raises Misuse
        without a time zone, BadInput outside the years 1900 to 9999.
        """
        return _ends(self, within_range(start), duration)

    def before(self, end: datetime, duration: Duration) -> datetime:
        """Return a late instant (UTC) from which ``duration`` is over not after ``end``.

        Elapsed time is taken off, and so are calendar days and months, down to the last day of a
        short month; ``wh`` is office time counted backwards. ``wd`` leads to the beginning of
        office hours: 1wd before the close of business on Monday is when Friday's work begins.

        Raises Misuse without a time zone, BadInput outside the years 1900 to 9999.
        """
        at = end = within_range(end)
        if duration.amount:
            try:
                at = within_range(self._begun(end, duration.amount, duration.unit))
            except (OverflowError, ValueError):
                raise BadInput("clock-range", value=f"{end.isoformat()} - {duration}") from None
        # Where clocks change, what was taken off the wall may be less than what is added to it.
        while (over := self.add(at, duration) - end) > _NOTHING:
            at = within_range(at - over)
        return at

    def after_work(self, start: datetime, work: timedelta) -> datetime:
        """Return the instant (UTC) at which so much office time (not less than none) has passed.

        Raises Misuse without a time zone, BadInput outside the years 1900 to 9999.
        """
        at = within_range(start)
        if work <= _NOTHING:
            return at
        where = zone(self.timezone)
        try:
            return within_range(from_wall(self._after_work(to_wall(at, where), work), where))
        except (OverflowError, ValueError):
            raise BadInput("worktime-far", duration=str(work), start=at.isoformat()) from None

    def working_between(self, start: datetime, end: datetime) -> timedelta:
        """Return the office time from ``start`` to ``end``; negative if that is the earlier."""
        where = zone(self.timezone)
        first, last = (to_wall(within_range(at), where) for at in (start, end))
        if last < first:
            return -self._worked(last, first)
        return self._worked(first, last)

    def is_working_day(self, day: date) -> bool:
        """Tell whether the day is worked."""
        days, ordinal = self._days(day.year), day.toordinal()
        at = bisect_left(days, ordinal)
        return at < len(days) and days[at] == ordinal

    def provisional(self, year: int) -> bool:
        """Tell whether the country's holidays of that year are only a guess.

        China's schedule of a year is announced in the autumn before; until then holidays are
        computed and make-up workdays are missing.
        """
        if self.country is None or year in self.known:
            return year in self.guessed
        return year not in known_years(self.country)

    def _over(self, at: datetime, amount: int, unit: Unit) -> datetime:
        if unit is Unit.MINUTE:
            return at + timedelta(minutes=amount)
        if unit is Unit.HOUR:
            return at + timedelta(hours=amount)
        where = zone(self.timezone)
        wall = to_wall(at, where)
        if unit is Unit.WORKING_DAY:
            wall = _midnight(self._nth_day(wall.toordinal(), amount))
            wall += self.hours[-1][1] * _MINUTE
        elif unit is Unit.WORKING_HOUR:
            wall = self._after_work(wall, timedelta(hours=amount))
        elif unit in (Unit.MONTH, Unit.YEAR):
            wall = _months_later(wall, amount * (12 if unit is Unit.YEAR else 1))
        else:
            wall += timedelta(days=amount * (7 if unit is Unit.WEEK else 1))
        return from_wall(wall, where)

    def _begun(self, at: datetime, amount: int, unit: Unit) -> datetime:
        if unit in (Unit.MINUTE, Unit.HOUR):
            return at - timedelta(minutes=amount * (60 if unit is Unit.HOUR else 1))
        where = zone(self.timezone)
        wall = to_wall(at, where)
        if unit is Unit.WORKING_DAY:
            today = self._worked_today(wall) == self._day() and self.is_working_day(wall)
            day = self._nth_day_back(wall.toordinal() + today, amount + 1)
            wall = _midnight(day) + self.hours[0][0] * _MINUTE
        elif unit is Unit.WORKING_HOUR:
            wall = self._before_work(wall, timedelta(hours=amount))
        elif unit in (Unit.MONTH, Unit.YEAR):
            wall = _months_earlier(wall, amount * (12 if unit is Unit.YEAR else 1))
        else:
            wall -= timedelta(days=amount * (7 if unit is Unit.WEEK else 1))
        return from_wall(wall, where)

    def _before_work(self, wall: datetime, work: timedelta) -> datetime:
        """Return the latest wall time from which so much office time (more than none) passes."""
        day, worked = wall.toordinal(), self._worked_today(wall) - work
        if worked < _NOTHING:
            days, worked = divmod(worked, self._day())
            day = self._nth_day_back(day, -days)
        for start, end in self.hours:
            if worked < (end - start) * _MINUTE:
                return _midnight(day) + start * _MINUTE + worked
            worked -= (end - start) * _MINUTE
        raise AssertionError("less than a day's work was done")

    def _after_work(self, wall: datetime, work: timedelta) -> datetime:
        """Return the wall time at which so much office time (more than none) has passed."""
        work, whole = work + self._worked_today(wall), self._day()
        days, rest = divmod(work, whole)
        if not rest:
            days, rest = days - 1, whole
        day = wall.toordinal()
        if not self.is_working_day(wall):
            days += 1
        midnight = _midnight(self._nth_day(day, days) if days else day)
        for start, end in self.hours:
            if rest <= (end - start) * _MINUTE:
                return midnight + start * _MINUTE + rest
            rest -= (end - start) * _MINUTE
        raise AssertionError("the rest is less than a day's work")

    def _worked(self, first: datetime, last: datetime) -> timedelta:
        """Return the office time from one wall time to a later one."""
        days = bisect_left(self._days(last.year), last.toordinal())
        days -= bisect_left(self._days(first.year), first.toordinal())
        days += sum(len(self._days(year)) for year in range(first.year, last.year))
        return days * self._day() + self._worked_today(last) - self._worked_today(first)

    def _worked_today(self, wall: datetime) -> timedelta:
        """Return the office time since midnight."""
        if not self.is_working_day(wall):
            return _NOTHING
        now, worked = wall - datetime.combine(wall, _MIDNIGHT), _NOTHING
        for start, end in self.hours:
            if now > (begin := start * _MINUTE):
                worked += min(now, end * _MINUTE) - begin
        return worked

    def _day(self) -> timedelta:
        return sum(end - start for start, end in self.hours) * _MINUTE

    def _nth_day(self, day: int, number: int) -> int:
        """Return the ordinal of the n-th (from 1) working day after a day."""
        year = date.fromordinal(day).year
        days = self._days(year)
        index = bisect_right(days, day) + number - 1
        while index >= len(days):
            index -= len(days)
            year += 1
            if year > MAXYEAR:
                raise OverflowError
            days = self._days(year)
        return days[index]

    def _nth_day_back(self, day: int, number: int) -> int:
        """Return the ordinal of the n-th (from 1) working day before a day."""
        year = date.fromordinal(day).year
        days = self._days(year)
        index = bisect_left(days, day) - number
        while index < 0:
            year -= 1
            days = self._days(year)
            index += len(days)
        return days[index]

    def _days(self, year: int) -> tuple[int, ...]:
        """Return the ordinals of the year's working days."""
        country = None if year in self.known else self.country
        return _working_days(self.week, country, self.off, self.on, self.open, self.closed, year)


# What was reckoned is kept here and not in the calendar: plugins are given calendars, and could
# change what they hold.
@lru_cache(maxsize=4096)
def _ends(of: Calendar, at: datetime, duration: Duration) -> datetime:
    if duration.amount == 0:
        return at
    try:
        over = of._over(at, duration.amount, duration.unit)
    except OverflowError:
        over = None
    if over is None or over > LATEST:
        raise BadInput("worktime-far", duration=str(duration), start=at.isoformat())
    return over


@lru_cache(maxsize=1024)
def _working_days(
    week: frozenset[int],
    country: str | None,
    off: frozenset[date],
    on: frozenset[date],
    opened: frozenset[date],
    closed: frozenset[date],
    year: int,
) -> tuple[int, ...]:
    first = date(year, 1, 1).toordinal()
    length = 366 if calendar.isleap(year) else 365
    guessed_off, guessed_on = days_off_and_on(country, year) if country else (set(), set())
    worked = {d for d in range(first, first + length) if (d - 1) % 7 in week}
    worked = worked - guessed_off | guessed_on
    for days, work in ((off, False), (on, True), (closed, False), (opened, True)):
        these = {day.toordinal() for day in days if day.year == year}
        worked = worked | these if work else worked - these
    return tuple(sorted(worked))


def _midnight(ordinal: int) -> datetime:
    return datetime.combine(date.fromordinal(ordinal), _MIDNIGHT)


def _months_earlier(wall: datetime, months: int) -> datetime:
    years, month = divmod(wall.month - 1 - months, 12)
    year = wall.year + years
    day = min(wall.day, calendar.monthrange(year, month + 1)[1])
    return wall.replace(year=year, month=month + 1, day=day)


def _months_later(wall: datetime, months: int) -> datetime:
    years, month = divmod(wall.month - 1 + months, 12)
    year = wall.year + years
    if year > MAXYEAR:
        raise OverflowError
    last = calendar.monthrange(year, month + 1)[1]
    if wall.day > last:
        return datetime.combine(date(year, month + 1, last), time.max)
    return wall.replace(year=year, month=month + 1)
