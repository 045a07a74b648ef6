"""Points on their way into the ledger, and there."""

from __future__ import annotations

from xiangyue.values.value import Value


class Posting(Value, frozen=True):
    """Points in hundredths that one scoring rule brings to one member's account.

    ``sort`` is the kind of ledger entry, ``group`` the class whose share of a month is capped, and
    ``corrects`` the number of the entry (``17.0``) that a counter-entry is about.
    """

    member: str
    account: str
    amount: int
    rule: str
    sort: str = "award"
    group: str = ""
    corrects: str = ""


class LedgerEntry(Value, frozen=True):
    """One row of the ledger; ``balance`` is what the account holds after it, in hundredths.

    ``scorer`` is who took the action that brought it.
    """

    community: str
    seq: int
    n: int
    member: str
    account: str
    amount: int
    rule: str
    task: str
    at: int
    sort: str
    group: str
    balance: int
    corrects: str = ""
    scorer: str = ""

    @property
    def number(self) -> str:
        """By what the entry is named: ``17.0``."""
        return f"{self.seq}.{self.n}"
