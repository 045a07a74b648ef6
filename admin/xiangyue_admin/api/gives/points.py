"""Points: all in hundredths."""

from __future__ import annotations

from typing import Any

from pydantic import AwareDatetime

from xiangyue_admin.api.gives.core import Answered, Decision


class Balance(Answered):
    """What an account holds; ``free`` is what could be exchanged."""

    community: str
    account: str
    member: str
    hundredths: int
    free: int
    frozen: bool


class Entry(Answered):
    """An entry of the ledger; ``number`` is by what it is explained."""

    number: str
    member: str
    account: str
    hundredths: int
    balance: int
    rule: str
    sort: str
    task: str
    at: AwareDatetime
    corrects: str | None


class Statement(Answered):
    """One month of an account, like a page of a bank book; the end is exclusive."""

    community: str
    account: str
    member: str
    begins: AwareDatetime
    ends: AwareDatetime
    opening: int
    closing: int
    free: int
    frozen: bool
    entries: list[Entry]


class Line(Answered):
    """One line of a month's list: by code; the name only by consent."""

    member: str
    name: str | None
    earned: int
    spent: int
    closing: int
    frozen: bool


class Settlement(Answered):
    """The list of a month, by code and never by points."""

    community: str
    account: str
    title: dict[str, str]
    begins: AwareDatetime
    ends: AwareDatetime
    lines: list[Line]


class Explanation(Answered):
    """Where an entry comes from: the rule, what it read, the decision and the release.

    Personal values that the rule read are only named; the decision is there with the scope
    personal:read.
    """

    entry: Entry
    rule: str | None
    title: dict[str, str]
    points: str
    basis: str
    inputs: dict[str, Any]
    personal: list[str]
    release: str
    profile: str
    decision: Decision | None
    corrected_by: list[str]
