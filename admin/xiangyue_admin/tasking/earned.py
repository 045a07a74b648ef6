"""My points: one month of an account, each entry with where it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from xiangyue import Profile
from xiangyue.office import Statement
from xiangyue_admin import speaking
from xiangyue_admin.bases import basis
from xiangyue_admin.forms import of_field, of_param
from xiangyue_admin.months import middle_of
from xiangyue_admin.tasking.opening import my_communities
from xiangyue_admin.visiting import here

MOST = 100  # entries of a month that are shown
_PARAMS = "params."


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of a statement, and why it is there; ``task`` is None where it is about none."""

    number: str
    at: int
    points: str
    balance: str
    title: str
    basis: str
    inputs: tuple[tuple[str, str], ...]
    task: str | None
    corrected: bool


@dataclass(frozen=True, slots=True)
class Account:
    """An account of the visitor in a community."""

    community: str
    id: str
    title: str


def accounts() -> list[Account]:
    """Return the accounts of points that the visitor may have, in their communities."""
    visit, found = here(), []
    kind = visit.person().kind
    for community in my_communities():
        for account in visit.engine.profile(community).accounts.values():
            holds = not account.kinds or kind in account.kinds
            if holds and visit.engine.balance(community, visit.member, account.id):
                title = account.title.of(visit.language)
                found.append(Account(community, account.id, title))
    return found


def month_of(text: str | None) -> datetime:
    """Return a moment in the month that an address names (``2026-06``), now's if it names none."""
    return middle_of(text) or datetime.now(speaking.zone())


def beside(month: datetime) -> tuple[str, str]:
    """Return the months before and after one, as addresses name them."""
    first = month.replace(day=1)
    return f"{first - timedelta(days=1):%Y-%m}", f"{first + timedelta(days=32):%Y-%m}"


def lines(community: str, account: str, month: datetime) -> tuple[Statement, list[Line]]:
    """Return the visitor's statement of a month, and its entries in words."""
    visit = here()
    most = MOST + 1
    statement = visit.engine.statement(community, visit.member, account, month=month, most=most)
    return statement, list(_lines(statement))


def _lines(statement: Statement) -> Iterator[Line]:
    engine, language, community = here().engine, here().language, statement.community
    entries, profile = statement.entries[:MOST], engine.profile(community)
    explained = engine.explain_each(community, [entry.number for entry in entries])
    for said in explained.values():
        yield Line(
            number=said.entry.number,
            at=said.entry.at,
            points=speaking.signed_points(said.entry.amount),
            balance=speaking.points(said.entry.balance),
            title=said.title.of(language),
            basis=basis(said.basis),
            inputs=tuple(inputs(profile, said.inputs)),
            task=said.entry.task or None,
            corrected=bool(said.corrected_by),
        )


def inputs(profile: Profile, values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what a rule has read, each by its title and in words.

    Whether something is known is left out: where it is, it stands there itself.
    """
    found = []
    for name, value in values.items():
        param = name.removeprefix(_PARAMS)
        if name in profile.fields:
            asked = of_field(profile, name)
        elif name.startswith(_PARAMS) and param in profile.params:
            asked = of_param(profile, param)
        else:
            continue
        found.append((asked.title, asked.write(value)))
    return found
