"""The part of the face that keeps the points ledger: balances, statements, explanations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from xiangyue.errors import Misuse
from xiangyue.journal import registry_entry
from xiangyue.profile import Account, Profile
from xiangyue.scoring import hundredths
from xiangyue.spelling import shown
from xiangyue.storage import Head, Reader, Store, Tx
from xiangyue.time.clock import from_micros, to_micros
from xiangyue.time.moments import Moment, micros
from xiangyue.words import check_id
from xiangyue.work.bookkeeping import (
    RESET,
    Settlement,
    Statement,
    holders,
    month_name,
    month_of,
    read_lines,
    read_statement,
    was_reset,
    year_of,
)
from xiangyue.work.explaining import Explanation, explain_entries
from xiangyue.work.masking import Slip, holder, masked, slips
from xiangyue.work.named import known_head
from xiangyue.work.plans import Plans
from xiangyue.work.receipts import read_receipt, secret_of

_AT_ONCE = 500


class Accounting:
    """Points of one store."""

    _store: Store
    _plans: Plans

    def balance(self, community: str, member: str, account: str = "points") -> int:
        """Return a member's points in a community, in hundredths."""
        with self._store.read() as reader:
            return reader.balance(community, member, account)

    def statement(
        self,
        community: str,
        member: str,
        account: str = "points",
        *,
        month: datetime | None = None,
        most: int | None = None,
        now: Moment = None,
    ) -> Statement:
        """Return one month of an account: the one that ``month`` lies in, now's if left out.

        With ``most``, no more than so many of its entries are given, the first ones.
        """
        with self._store.read() as reader:
            profile = _profile(reader, self._plans, community)
            kept = _account(profile, account)
            if reader.member(member) is None:
                raise Misuse("member-unknown", member=member)
            bounds = month_of(profile, from_micros(micros(month or now)))
            base = self._base(reader, community, kept)
            return read_statement(reader, community, member, account, bounds, base, most)

    def settlement(
        self,
        community: str,
        account: str = "points",
        *,
        month: datetime | None = None,
        hidden: bool = False,
        now: Moment = None,
    ) -> Settlement:
        """Return the list of a month for the notice board, the last whole month if left out.

        ``hidden`` masks its ids: each line has a code, which its household has on its slip. Raises
        Misuse where the month is not over.
        """
        found = self._settled(community, account, month, now)
        return masked(secret_of(self._store, community, micros(now)), found) if hidden else found

    def slips(
        self,
        community: str,
        account: str = "points",
        *,
        month: datetime | None = None,
        now: Moment = None,
    ) -> tuple[Slip, ...]:
        """Return what each household is given on paper with the masked list of a month."""
        found = self._settled(community, account, month, now)
        return slips(secret_of(self._store, community, micros(now)), found)

    def statement_of_slip(
        self,
        community: str,
        number: str,
        account: str = "points",
        *,
        month: datetime | None = None,
        lately: bool = False,
        now: Moment = None,
    ) -> Statement:
        """Return the page of a month, and whose it is, to whoever holds the slip that goes with it.

        With ``lately`` it is this month's page, as far as it has gone. Raises BadInput where the
        number was misread, and Misuse where no slip of the month has it.
        """
        read, at = read_receipt(number), micros(now)
        secret = secret_of(self._store, community, at)
        with self._store.read() as reader:
            profile = _profile(reader, self._plans, community)
            kept = _account(profile, account)
            bounds = _bounds(profile, month, from_micros(at))
            empty = Settlement(community, account, kept.title, *bounds, ())
            member = holder(secret, empty, read, holders(reader, community, account))
            if member is None:
                raise Misuse("slip-unknown")
            base = self._base(reader, community, kept)
            shown = month_of(profile, from_micros(at)) if lately else bounds
            return read_statement(reader, community, member, account, shown, base)

    def _settled(
        self, community: str, account: str, month: datetime | None, now: Moment
    ) -> Settlement:
        at = from_micros(micros(now))
        with self._store.read() as reader:
            profile = _profile(reader, self._plans, community)
            kept = _account(profile, account)
            bounds = _bounds(profile, month, at)
            lines = tuple(read_lines(reader, community, account, bounds))
            return Settlement(community, account, kept.title, *bounds, lines)

    def explain(self, community: str, number: str) -> Explanation:
        """Return where an entry of the ledger comes from; ``number`` is like ``17.0``.

        Raises Misuse where there is none.
        """
        found = self.explain_each(community, [number])
        if not found:
            raise Misuse("entry-unknown", entry=shown(number), community=community)
        return found[number]

    def explain_each(self, community: str, numbers: Sequence[str]) -> dict[str, Explanation]:
        """Return where entries come from, by their numbers; what there is not is left out."""
        with self._store.read() as reader:
            known_head(reader.situation(community, None, None).head, community)
            return explain_entries(reader, self._plans, community, numbers)

    def reset_points(
        self, community: str, account: str = "points", *, by: str, now: Moment = None
    ) -> int:
        """Bring every account back to its base, once a year; returns how many changed.

        Raises Misuse where the profile does not reset the account, or this year has been done.
        """
        at = micros(now)
        check_id(by)
        with self._store.begin() as tx:
            profile = _profile(tx, self._plans, community)
            kept = _account(profile, account)
            if not kept.yearly:
                raise Misuse("points-no-reset", account=account)
            year = year_of(profile, from_micros(at))
            base = self._base(tx, community, kept)
            posts = []
            for member in holders(tx, community, account):
                state = tx.account_end(community, member, account)
                if was_reset(tx, community, member, account, year):
                    raise Misuse("points-reset-done", account=account)
                if state[0] != base:
                    posts.append([member, account, base - state[0], "", RESET, "", ""])
            for start in range(0, len(posts), _AT_ONCE):
                _post(tx, community, account, posts[start : start + _AT_ONCE], by, at)
        return len(posts)

    def _base(self, reader: Reader, community: str, account: Account) -> int:
        head = _head(reader, community)
        plan = self._plans.get(reader, reader.settings(community, head.settings)[0])
        return hundredths(
            account.base.of(self._plans.params(reader, community, head.settings, plan))
        )


def _head(reader: Reader, community: str) -> Head:
    return known_head(reader.situation(community, None, None).head, community)


def _profile(reader: Reader, plans: Plans, community: str) -> Profile:
    head = _head(reader, community)
    return plans.get(reader, reader.settings(community, head.settings)[0], head.mode).profile


def _bounds(profile: Profile, month: datetime | None, at: datetime) -> tuple[int, int]:
    """Return the bounds of a month that is over, the last one if left out."""
    this = month_of(profile, at)
    bounds = month_of(profile, from_micros(micros(month) if month else this[0] - 1))
    if bounds[1] > to_micros(at):
        raise Misuse("points-month-open", month=month_name(profile, bounds[0]))
    return bounds


def _account(profile: Profile, account: str) -> Account:
    if account not in profile.accounts:
        if not profile.accounts:
            raise Misuse("ledger-no-account")
        known = ", ".join(profile.accounts)
        raise Misuse("account-unknown", account=shown(account), known=known)
    return profile.accounts[account]


def _post(tx: Tx, community: str, account: str, posts: list[Any], by: str, at: int) -> None:
    head = _head(tx, community)
    about = {"account": account, "by": by, "points": posts}
    tx.append(community, registry_entry(community, head.seq + 1, RESET, at, about, {}), None, None)
    tx.post(community, head.seq + 1, posts, at)
