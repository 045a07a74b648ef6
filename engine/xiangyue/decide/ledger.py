"""What of the points a scheme lets through: adoption, ceilings, the base, and what is frozen.

Limits have had their say before; here the account's own rules are kept. All amounts are hundredths
of a point. Pure: how an account stands is told by the answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from operator import itemgetter

from xiangyue.asks import AccountState, Answers, Ask
from xiangyue.canonical import SAFE
from xiangyue.decide.case import Case
from xiangyue.gate import begins
from xiangyue.profile import Account
from xiangyue.scoring import hundredths, shown_points
from xiangyue.text import Text
from xiangyue.time.clock import from_micros, to_micros
from xiangyue.values import Posting, Reason, Task, replace

COUNTED = ("award", "bonus")
SCORED = (*COUNTED, "deduction")
NEVER = SAFE
"""A moment after which nothing is posted."""
MONTH = Text(en="all of a month", zh="当月合计")
CLASS = Text(en="one class in a month", zh="当月单类")
BONUSES = Text(en="bonuses of a month", zh="当月加分")
DEDUCTIONS = Text(en="deductions of a month", zh="当月扣分")
SHORT_COVER = 3
"""Months of funding under which a scheme is warned, a project default."""


def asks_of_points(case: Case) -> Iterator[Ask]:
    """Yield what has to be known of the accounts."""
    for one in case.points:
        account = case.plan.profile.accounts.get(one.account)
        if account is not None:
            yield adoption_ask(account)
            yield account_ask(case, account, one)


def account_ask(case: Case, account: Account, posting: Posting) -> Ask:
    """Return the question how the account of a posting stands, and its month where one counts."""
    sorts = {one.sort for one in case.points if one.account == account.id}
    counts = account.month_cap is not None or not sorts.isdisjoint(("bonus", "deduction"))
    return Ask("account", posting.member, (account.id,), _month(case) if counts else NEVER)


def adoption_ask(account: Account) -> Ask:
    """Return the question when the account's scheme was adopted."""
    return Ask("latest", "", (account.adoption.flow, account.adoption.state))


def settle(case: Case, postings: tuple[Posting, ...], answers: Answers) -> tuple[Posting, ...]:
    """Return the postings as the ledger takes them, with notes and reasons for what it does not."""
    if not postings:
        return ()
    settled: list[Posting] = []
    states: dict[tuple[str, str], AccountState] = {}
    for one in postings:
        account = case.plan.profile.accounts.get(one.account)
        if account is None:
            settled.append(one)
            continue
        if not _in_force(case, account, one, answers[adoption_ask(account)]):
            continue
        at = one.member, one.account
        state = states.get(at) or answers[account_ask(case, account, one)]
        if not state.opened:
            base = hundredths(account.base.of(case.facts.params))
            if base:
                settled.append(Posting(one.member, one.account, base, one.rule, "base"))
            state = replace(state, opened=True, balance=state.balance + base)
        allowed = _allowed(case, account, one, state)
        if allowed is not None:
            settled.append(allowed)
            state = state.after(allowed)
        states[at] = state
    return tuple(settled)


def _month(case: Case) -> int:
    """Return when the month began that is counted."""
    return begins("month", case.facts.now, case.plan.profile.calendar.timezone)


def _in_force(case: Case, account: Account, posting: Posting, adopted: Task | None) -> bool:
    """Tell whether the scheme may count at all, and warn where its funding is short."""
    if posting.sort == "correction":
        return _corrects(case, account, posting)
    rule = case.plan.profile.scoring[posting.rule]
    member = case.facts.members.get(posting.member)
    if member is None or member.kind not in account.kinds:
        case.refuse("points-holder", rule=rule.title, account=account.title)
        return False
    calendar, renew = case.plan.profile.calendar, account.adoption.renew
    if posting.sort == "cleared":
        return True  # it gives nothing
    if adopted is None or case.facts.now > to_micros(
        calendar.add(from_micros(adopted.since), renew)
    ):
        code = "points-not-adopted" if adopted is None else "points-adoption-over"
        _without(case, posting, Reason(code, {"account": account.title, "rule": rule.title}))
        return False
    if posting.sort in SCORED and not _is_what_counts(case, account, adopted):
        titles = {"account": account.title, "rule": rule.title}
        _without(case, posting, Reason("points-other-scheme", titles))
        return False
    months = adopted.data.get(account.adoption.funding or "")
    if isinstance(months, (int, float)) and months < SHORT_COVER:
        values = {"account": account.title, "months": months, "least": SHORT_COVER}
        _note(case, Reason("points-funding-short", values))
    return True


def _is_what_counts(case: Case, account: Account, adopted: Task) -> bool:
    """Tell whether the rules for points are still those that were adopted.

    Who adopted them before the profile asked what they are has adopted whatever counts. What was
    earned by them can be spent, and looked into, whatever the rules are by now.
    """
    voted = adopted.data.get(account.adoption.scheme or "")
    return voted is None or case.facts.schemes.get(account.adoption.flow, voted) == voted


def _allowed(case: Case, account: Account, posting: Posting, state: AccountState) -> Posting | None:
    """Return what of a posting the account's ceilings leave; None where that is nothing."""
    rule, amount, sort = case.plan.profile.scoring[posting.rule], posting.amount, posting.sort
    titles = {"account": account.title, "rule": rule.title}
    if (sort in COUNTED and amount < 0) or (sort in ("deduction", "exchange") and amount > 0):
        case.refuse("points-sign", **titles)
        return None
    if sort == "exchange":
        return _exchange(case, account, posting, state)
    if sort in ("correction", "red_line", "cleared"):
        return posting
    room, what = _room(case, account, posting, state)
    if room is None or abs(amount) <= room:
        return posting
    values = {
        **titles,
        "points": shown_points(amount),
        "given": shown_points(room if amount > 0 else -room),
        "ceiling": what,
    }
    _without(case, posting, Reason("points-capped", values))
    return replace(posting, amount=room if amount > 0 else -room) if room else None


def _room(
    case: Case, account: Account, posting: Posting, state: AccountState
) -> tuple[int | None, Text]:
    """Return how much a posting may still move this month, and which ceiling says so."""
    params = case.facts.params
    if posting.sort == "deduction":
        cap = hundredths(account.deduction_cap.of(params))
        return max(0, cap + _sum(state, ("deduction",))), DEDUCTIONS
    rooms: list[tuple[int, Text]] = []
    if account.month_cap is not None:
        cap = hundredths(account.month_cap.of(params))
        share = cap * round(account.class_share.of(params)) // 100
        group = posting.group or posting.rule
        rooms.append((max(0, cap - _sum(state, COUNTED)), MONTH))
        rooms.append((max(0, share - _sum(state, COUNTED, group)), CLASS))
    if posting.sort == "bonus":
        cap = hundredths(account.bonus_cap.of(params))
        rooms.append((max(0, cap - _sum(state, ("bonus",))), BONUSES))
    return min(rooms, key=itemgetter(0)) if rooms else (None, Text())


def _sum(state: AccountState, sorts: tuple[str, ...], group: str | None = None) -> int:
    return sum(
        amount
        for (sort, of), amount in state.month.items()
        if sort in sorts and group in (None, of)
    )


def _exchange(
    case: Case, account: Account, posting: Posting, state: AccountState
) -> Posting | None:
    """Let points above the base be spent, unless the account waits for a review."""
    if state.frozen:
        case.refuse("points-frozen", account=account.title)
        return None
    free = state.balance - hundredths(account.base.of(case.facts.params))
    if -posting.amount > free:
        values = {"points": shown_points(-posting.amount), "free": shown_points(max(0, free))}
        case.refuse("points-short", account=account.title, **values)
        return None
    return posting


def _corrects(case: Case, account: Account, posting: Posting) -> bool:
    """Tell whether it corrects an entry of the same account, by another hand than scored it.

    What was wrong is put right whatever became of the scheme.
    """
    entry = case.facts.entries.get(posting.corrects)
    if entry is None or (entry.member, entry.account) != (posting.member, posting.account):
        case.refuse("points-other-entry", account=account.title)
        return False
    if entry.scorer in (case.command.principal, case.command.actor):
        case.refuse("points-own-scoring", account=account.title)
        return False
    return True


def _without(case: Case, posting: Posting, reason: Reason) -> None:
    """Say that points are dropped or capped; refuse where the rule says that they are essential."""
    if case.plan.profile.scoring[posting.rule].essential:
        case.reasons.append(reason)
    else:
        _note(case, reason)


def _note(case: Case, reason: Reason) -> None:
    if reason not in case.notes:
        case.notes.append(reason)
