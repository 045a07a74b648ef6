"""What pages say, in the visitor's language: texts, dates, numbers, points.

English is what is written in templates and modules; ``translations/zh/<room>.po`` say it in
Chinese. Babel is used without its extension for Flask, which would be the whole application's.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_skeleton, format_timedelta
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import LazyProxy, NullTranslations, Translations
from flask import g, has_request_context

LANGUAGES = ("en", "zh")
CATALOGS = Path(__file__).parent / "translations"
_LOCALE = {"en": "en", "zh": "zh_Hans_CN"}
_WEEK = timedelta(days=6)
_DAY = {"en": "d MMM y", "zh": "y年M月d日"}
_MOMENT = {"en": f"{_DAY['en']}, HH:mm", "zh": f"{_DAY['zh']} HH:mm"}


@cache
def _translations(language: str) -> NullTranslations:
    merged = Translations()
    for file in sorted((CATALOGS / language).glob("*.po")):
        with file.open("rb") as stream:
            catalog = read_po(stream, locale=language, abort_invalid=True)
        compiled = BytesIO()
        write_mo(compiled, catalog)
        compiled.seek(0)
        found = Translations(compiled)
        merged.merge(found)
        merged.plural = found.plural  # what is merged in brings its texts alone
    return merged


def language() -> str:
    """Return the language of this request, ``en`` where there is none."""
    return str(g.get("xiangyue_language", "en")) if has_request_context() else "en"


def zone() -> tzinfo:
    """Return the time zone that dates are shown in."""
    found: tzinfo | None = g.get("xiangyue_zone") if has_request_context() else None
    return found or ZoneInfo("Asia/Shanghai")


def _(text: str, **values: Any) -> str:
    """Say a text in the visitor's language; ``%(name)s`` in it is replaced."""
    said = _translations(language()).ugettext(text)
    return str(said % values if values else said)


def n_(one: str, many: str, count: int, **values: Any) -> str:
    """Say a text that counts, with ``%(count)s``."""
    said = _translations(language()).ungettext(one, many, count)
    return str(said % {"count": number(count), **values})


def lazy(text: str) -> LazyProxy:
    """Say a text later, in the language of whoever reads it then."""
    return LazyProxy(_, text, enable_cache=False)


def locale() -> str:
    """Return the locale of this request as Babel names it."""
    return _LOCALE[language()]


def _local(at: datetime | int) -> datetime:
    moment = at if isinstance(at, datetime) else datetime.fromtimestamp(at / 1_000_000, UTC)
    return moment.astimezone(zone())


def moment(at: datetime | int | None) -> str:
    """Write a moment (an instant, or microseconds since 1970) as a date with its time."""
    return "" if at is None else format_datetime(_local(at), _MOMENT[language()], locale=locale())


def day(at: datetime | int | None) -> str:
    """Write the day of a moment."""
    return "" if at is None else format_date(_local(at), _DAY[language()], locale=locale())


def month(at: datetime | int) -> str:
    """Write the month of a moment."""
    return format_skeleton("yMMMM", _local(at), locale=locale())


def written_month(text: str) -> str:
    """Write ``2026-06`` the way of the language; what is no month is left as it is."""
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        return text
    return format_skeleton("yMMMM", found, locale=locale())


def written_day(text: str) -> str:
    """Write ``2026-06-01`` the way of the language; what is no day is left as it is."""
    try:
        return format_date(date.fromisoformat(text), _DAY[language()], locale=locale())
    except ValueError:
        return text


def written_moment(text: str) -> str:
    """Write an instant in ISO 8601 the way of the language; what is none is left as it is."""
    try:
        return moment(datetime.fromisoformat(text))
    except ValueError:
        return text


def written_week(text: str) -> str:
    """Write ``2026-W23`` the way of the language, by its days; what is no week is left so."""
    try:
        first = date.fromisoformat(f"{text}-1")
    except ValueError:
        return text
    apart = [format_skeleton("MMMd", one, locale=locale()) for one in (first, first + _WEEK)]
    return "–".join(apart)


def iso(at: datetime | int) -> str:
    """Write a moment for the ``datetime`` of a ``<time>``."""
    return _local(at).isoformat(timespec="minutes")


def ago(at: datetime | int, now: datetime | int) -> str:
    """Write how far a moment lies from now: “in 3 hours”, “2 days ago”."""
    apart = _local(at) - _local(now)
    return format_timedelta(apart, add_direction=True, threshold=1.2, locale=locale())


def number(value: int | float) -> str:
    """Write a number the way of the language."""
    return format_decimal(value, locale=locale())


def points(hundredths: int) -> str:
    """Write points, which are kept as hundredths."""
    return format_decimal(hundredths / 100, locale=locale())


def signed_points(hundredths: int) -> str:
    """Write points that were given or taken, with their sign."""
    return f"{'+' if hundredths > 0 else ''}{points(hundredths)}"


def task_number(name: str) -> str:
    """Write the number of a task as people read it, without the mark of those that count on."""
    return name.removeprefix("_")


def best(header: Any) -> str:
    """Return which of our languages an Accept-Language header asks for first."""
    for tag, _quality in header:
        short = str(tag).lower().partition("-")[0].partition("_")[0]
        if short in LANGUAGES:
            return short
    return "zh"
