"""What the ``holidays`` package knows of a country's public holidays and make-up workdays.

The package is large, and imported only when a calendar names a country.
"""

from __future__ import annotations

from datetime import date
from functools import cache, lru_cache
from importlib import metadata
from typing import Final

from xiangyue.errors import BadInput
from xiangyue.spelling import nearest, shown

PACKAGE: Final = "holidays"


@cache
def version() -> str:
    """Return the version of the installed package."""
    return metadata.version(PACKAGE)


def check_country(code: str) -> None:
    """Raise BadInput unless the holidays of this country (two capital letters) are known."""
    if code not in _countries():
        known = nearest(code, sorted(_countries()))
        raise BadInput("worktime-country", value=shown(code), **known)


@lru_cache(maxsize=1_024)
def days_off_and_on(country: str, year: int) -> tuple[frozenset[int], frozenset[int]]:
    """Return the ordinals of the year's public holidays, and of weekend days worked instead.

    The notice for a year may move a working day into the last week of the year before.
    """
    from holidays import country_holidays

    found = country_holidays(country, years=(year, year + 1), expand=False)
    off = frozenset(day.toordinal() for day in found if day.year == year)
    on = frozenset(day.toordinal() for day in found.weekend_workdays if day.year == year)
    return off, on - off


def named(country: str, year: int, lang: str) -> dict[date, str]:
    """Return what the year's public holidays are called, in ``lang`` where the package can."""
    from holidays import country_holidays

    known = country_holidays(country, expand=False).supported_languages
    language = next((name for name in known if name.startswith(lang)), None)
    return dict(country_holidays(country, years=year, expand=False, language=language))


def known_years(country: str) -> range:
    """Return the years whose holidays are more than a guess.

    Where weekend days are worked instead of others, as in China, each year's schedule is
    announced in the autumn before: those years count for which such days are known.
    """
    return announced_years(country) or _whole(country)


@cache
def announced_years(country: str) -> range:
    """Return the years for which make-up workdays are known; none where there never are any."""
    from holidays import country_holidays

    found = country_holidays(country, years=_whole(country), expand=False)
    years = {day.year for day in found.weekend_workdays}
    return range(min(years), max(years) + 1) if years else range(0)


def _whole(country: str) -> range:
    from holidays import country_holidays

    bare = country_holidays(country, expand=False)
    return range(bare.start_year, bare.end_year + 1)


@cache
def _countries() -> frozenset[str]:
    from holidays import list_supported_countries

    return frozenset(code for code in list_supported_countries() if len(code) == 2)
