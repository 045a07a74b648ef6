"""Whatever is posted, by whom and how many at once: no cap is passed, and the ledger sums."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Barrier
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kept import kept
from points import HOUSES, PERSONS, START, VILLAGE, adopt, done, on, score, settle

from xiangyue import Command, Decision, Engine, Misuse
from xiangyue.storage import memory
from xiangyue.study.recounting import recounting
from xiangyue.time.clock import from_micros
from xiangyue.values import Posting

THREADS = 4
CAP, CLASS, BONUS, DEDUCTION, BASE = 1000, 400, 300, 200, 500
"""What the profile allows, in hundredths."""

ACCOUNTS = {"points": PERSONS, "house": HOUSES, "hours": (*PERSONS, *HOUSES)}
OF_PERSONS = ("award", "award_strictly", "add_bonus", "deduct", "award_twice", "book_hours")
OF_HOUSES = ("award_house", "award_light", "deduct_house", "book_hours")
OTHERS = ("exchange", "exchange", "freeze", "clear", "appeal")


class Wish(NamedTuple):
    """What somebody wants done: an action of a deed, or another word for what is done."""

    what: str
    who: str
    worth: float
    kind: str | None
    which: int


@st.composite
def wishes(draw: st.DrawFn) -> Wish:
    """Draw what is wanted for one member."""
    house = draw(st.booleans())
    return Wish(
        draw(st.sampled_from((*OF_HOUSES, *OTHERS) if house else OF_PERSONS)),
        draw(st.sampled_from(HOUSES[:2] if house else PERSONS)),
        draw(st.integers(1, 600)) / 100,
        draw(st.sampled_from(["water", "road", "care", None])),
        draw(st.integers(0, 30)),
    )


Plan = list[tuple[int, list[Wish]]]
Holder = tuple[str, str]
CLASSED = "kind"
"""Stands for the class that the deed is of; any other rule is a class of its own."""

DEEDS = {
    "award": [("points", "award", CLASSED)],
    "award_strictly": [("points", "award", CLASSED)],
    "add_bonus": [("points", "bonus", "bonus")],
    "deduct": [("points", "deduction", "deduction")],
    "award_house": [("house", "award", CLASSED)],
    "award_light": [("house", "award", "house_light")],
    "deduct_house": [("house", "deduction", "house_deduction")],
    "book_hours": [("hours", "award", "hours")],
    "award_twice": [
        ("points", "award", "both_points"),
        ("points", "award", "both_again"),
        ("hours", "award", "both_hours"),
    ],
}
SORTS = {"open": "red_line", "clear": "cleared"}
SCORING = {*DEEDS, "hand_out", "decide", "clear"}

moments = st.lists(
    st.tuples(st.sampled_from([0, 1, 20, 26, 240, 800]), st.lists(wishes(), max_size=10)),
    min_size=1,
    max_size=5,
)
"""Hours after which the next wishes come, all at one moment; some of the days end a month."""


class Village:
    """A village at work: it turns wishes into commands, and knows what may be appealed."""

    def __init__(self, engines: Sequence[Engine]) -> None:
        """Begin with no task."""
        self.engines = engines
        self._count = 0
        self._reviews: list[str] = []

    def play(self, plan: Plan, way: Way) -> None:
        """Give everything that is wanted, at its moment."""
        now = START
        for hours, wanted in plan:
            now += timedelta(hours=hours)
            way(self.engines, self.commands(wanted), now)

    def commands(self, wishes: Sequence[Wish]) -> list[list[Command]]:
        """Return the commands of each wish, in their order."""
        entries = [entry for entry, _ in postings(self.engines[0])]
        return [self._commands(wish, entries) for wish in wishes]

    def _commands(self, wish: Wish, entries: Sequence[str]) -> list[Command]:
        self._count += 1
        task = f"t{self._count}"
        worth = {"worth": wish.worth}

        def begin(flow: str, by: str, **data: Any) -> Command:
            return Command(VILLAGE, "open", by, task, flow, data, note="so")

        def then(action: str, by: str, data: Mapping[str, Any], of: str = task) -> Command:
            return Command(VILLAGE, action, by, of, data=data, note="so")

        if wish.what == "exchange":
            return [begin("purchase", wish.who, **worth), then("hand_out", "deng", {})]
        if wish.what == "freeze":
            self._reviews.append(task)
            return [begin("review", "deng", who=wish.who)]
        if wish.what == "clear":
            found = [self._reviews[wish.which % len(self._reviews)]] if self._reviews else []
            return [then("clear", "mei", {}, one) for one in found]
        if wish.what == "appeal":
            if not entries:
                return []
            entry = entries[wish.which % len(entries)]
            return [begin("appeal", wish.who, entry=entry), then("decide", "mei", worth)]
        said = {**worth, "kind": wish.kind} if wish.kind else worth
        return [begin("deed", "li", who=wish.who), then(wish.what, "deng", said)]


Way = Callable[[Sequence[Engine], list[list[Command]], datetime], object]


def one_by_one(engines: Sequence[Engine], commands: list[list[Command]], now: datetime) -> None:
    """Give one command after the other."""
    for some in commands:
        work(engines[0], some, now)


def all_in_one(engines: Sequence[Engine], commands: list[list[Command]], now: datetime) -> None:
    """Give all of a moment in one transaction."""
    engines[0].act_many([command for some in commands for command in some], now=now)


def in_threads(engines: Sequence[Engine], commands: list[list[Command]], now: datetime) -> None:
    """Give the commands of a moment from several threads, on two engines of one file."""
    barrier = Barrier(THREADS)

    def worker(number: int) -> None:
        barrier.wait()
        for some in commands[number::THREADS]:
            work(engines[number % len(engines)], some, now)

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(worker, range(THREADS)))


def work(engine: Engine, commands: Sequence[Command], now: datetime) -> None:
    """Give the commands of one wish; a task that another thread has not opened yet is no matter."""
    with suppress(Misuse):
        for command in commands:
            engine.do(command, now=now)


@contextmanager
def village(*, shared: bool = False) -> Iterator[Village]:
    """Return a village whose scheme is adopted, on one engine or on two of one file."""
    with ExitStack() as stack:
        url = "sqlite://"
        if shared:
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            url = f"sqlite:///{Path(folder) / 'village.db'}"
        engines = [stack.enter_context(Engine(url)) for _ in range(2 if shared else 1)]
        settle(engines[0])
        adopt(engines[0])
        yield Village(engines)


# --- the same told otherwise ----------------------------------------------------------------------


def postings(engine: Engine) -> Iterator[tuple[str, Posting]]:
    """Yield every posting of the journal with its number."""
    with recounting(engine) as recount:
        for recorded in recount.entries(VILLAGE):
            decision = recorded.decision
            for n, posting in enumerate(decision.points):
                yield f"{decision.seq}.{n}", posting


class Book:
    """What the scheme gives, worked out beside the engine from one decision to the next."""

    def __init__(self) -> None:
        """Begin with no account."""
        self.balance: Counter[Holder] = Counter()
        self.frozen: set[str] = set()
        self.entries: dict[str, Posting] = {}
        self.rows: list[tuple[str, Posting, int]] = []
        self._corrected: Counter[str] = Counter()
        self._month: Counter[tuple[str, ...]] = Counter()

    def follow(self, decision: Decision) -> None:
        """See that a decision brings what is due, no more and no less, or is refused for it."""
        action = decision.command.action
        if action not in SCORING and (action, decision.flow) != ("open", "review"):
            assert not decision.points
            return
        known = {**decision.saw, **decision.values}
        month = f"{from_micros(decision.now).astimezone(ZoneInfo('Asia/Shanghai')):%Y-%m}"
        who = known.get("who") or known.get("opener", "")
        asked = round(known.get("worth", 0) * 100)
        if action in DEEDS:
            self._deed(decision, who, asked, month)
        elif action == "hand_out":
            free = self.balance[who, "house"] - BASE
            reason = "frozen" if who in self.frozen else "short" if asked > free else ""
            self._expect(decision, reason, [("exchange", -asked)])
        elif action == "decide":
            entry = self.entries[known["entry"]]
            right = entry.amount + self._corrected[known["entry"]]
            by_mei = entry.sort in ("correction", "cleared")
            reason = "other-entry" if entry.member != who else "own-scoring" if by_mei else ""
            self._expect(decision, reason, [("correction", asked - right)])
        elif decision:
            assert [posting.sort for posting in decision.points][-1] == SORTS[action]
            (self.frozen.add if action == "open" else self.frozen.discard)(who)
        for n, posting in enumerate(decision.points):
            self._enter(f"{decision.seq}.{n}", posting, month)

    def _deed(self, decision: Decision, who: str, asked: int, month: str) -> None:
        """Work out what each rule of the action gives, one after the other."""
        kind = decision.values.get("kind", "other")
        due, taken = [], Counter[tuple[str, ...]]()
        for account, sort, rule in DEEDS[decision.command.action]:
            group = kind if rule is CLASSED else rule
            room = min(asked, *self._rooms((who, account, month), sort, group, taken))
            if room:
                due.append((sort, -room if sort == "deduction" else room))
            taken[sort, group] += room * (account == "points")
        reason = ""
        if decision.command.action == "award_strictly" and due != [("award", asked)]:
            reason = "capped"
        self._expect(decision, reason, due)

    def _rooms(
        self, key: tuple[str, str, str], sort: str, group: str, taken: Counter[tuple[str, ...]]
    ) -> Iterator[int]:
        """Yield how much room every ceiling leaves this month."""
        month = Counter({k[3:]: v for k, v in self._month.items() if k[:3] == key}) + taken
        if sort == "deduction":
            spent = -sum(v for k, v in self._month.items() if k[:4] == (*key, sort))
            yield DEDUCTION - spent
        elif key[1] != "hours":
            counted = {k: v for k, v in month.items() if k[0] in ("award", "bonus")}
            yield CAP - sum(counted.values())
            yield CLASS - sum(v for k, v in counted.items() if k[1] == group)
            if sort == "bonus":
                yield BONUS - sum(v for k, v in counted.items() if k[0] == "bonus")
        yield 10**9

    def _expect(self, decision: Decision, reason: str, due: list[tuple[str, int]]) -> None:
        codes = {one.code for one in decision.reasons}
        assert codes == ({f"points-{reason}"} if reason else set()), decision.why()
        found = [(one.sort, one.amount) for one in decision.points if one.sort != "base"]
        assert found == ([] if reason else due)

    def _enter(self, number: str, posting: Posting, month: str) -> None:
        """Post it; the first entry of an account that has a base is its base."""
        key = posting.member, posting.account
        base = posting.account == "house" and key not in self.balance
        assert (posting.sort == "base") is base
        assert not base or posting.amount == BASE
        self.balance[key] += posting.amount
        self._month[*key, month, posting.sort, posting.group or posting.rule] += posting.amount
        self.entries[number] = posting
        self._corrected[posting.corrects] += posting.amount
        self.rows.append((number, posting, self.balance[key]))


def recount(engine: Engine) -> Book:
    """Fold the journal from its beginning, and compare it with everything that the engine keeps."""
    book = Book()
    with recounting(engine) as recount:
        for recorded in recount.entries(VILLAGE):
            book.follow(recorded.decision)
    for account, members in ACCOUNTS.items():
        for member in members:
            key = member, account
            assert engine.balance(VILLAGE, *key) == book.balance[key]
            rows = [(n, p, b) for n, p, b in book.rows if (p.member, p.account) == key]
            _check_pages(engine, key, rows)
    report = engine.verify()
    assert report, report.problems
    return book


def _check_pages(engine: Engine, key: Holder, rows: list[tuple[str, Posting, int]]) -> None:
    """Read every month of an account: the pages follow on each other and hold every entry."""
    months = [on(m, year=y) for y, m in ((2024, m) for m in range(4, 13))]
    pages = [engine.statement(VILLAGE, *key, month=month, now=on(12, 31)) for month in months]
    carried = 0
    for page in pages:
        assert page.opening == carried
        assert page.closing == page.opening + sum(entry.amount for entry in page.entries)
        carried = page.closing
    assert carried == sum(posting.amount for _, posting, _ in rows)
    found = [(e.number, e.sort, e.amount, e.balance) for page in pages for e in page.entries]
    assert found == [(n, posting.sort, posting.amount, b) for n, posting, b in rows]


# --- properties -----------------------------------------------------------------------------------


@pytest.mark.parametrize("way", [one_by_one, all_in_one])
@given(plan=moments)
def test_no_order_of_postings_passes_a_cap(way: Way, plan: Plan) -> None:
    """What is due is given to the hundredth, and whatever is kept says the same."""
    with village() as place:
        place.play(plan, way)
        recount(place.engines[0])


@given(plan=moments)
@settings(max_examples=20, deadline=None)
def test_no_number_of_threads_passes_a_cap(plan: Plan) -> None:
    """Threads on two engines of one file come one after the other where it counts."""
    with village(shared=True) as place:
        place.play(plan, in_threads)
        recount(place.engines[1])


@pytest.mark.parametrize("most", [0, 1, 2, 5])
@given(plan=moments)
@settings(max_examples=15, deadline=None)
def test_it_matters_nothing_what_the_writer_remembers(most: int, plan: Plan) -> None:
    """It may forget between any two questions; what counts is what is written."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(memory, "_MOST", most)
        with village() as place:
            place.play(plan, all_in_one)
            recount(place.engines[0])


def test_threads_reach_a_cap_to_the_last_hundredth() -> None:
    """All want the same for one cadre at one moment: four points of a class, and not one more."""
    with village(shared=True) as place:
        wanted = [Wish("award", "wang", 0.7, "water", 0)] * 12
        place.play([(0, wanted)], in_threads)
        book = recount(place.engines[0])
        assert book.balance["wang", "points"] == CLASS


# --- however long it is ---------------------------------------------------------------------------


def effort(engine: Engine, ask: Callable[[], object]) -> tuple[int, int]:
    """Return how many statements the database ran for an answer, and in how many steps."""
    connection = kept(engine).writer
    statements: list[str] = []
    steps = 0

    def step() -> int:
        nonlocal steps
        steps += 1
        return 0

    ask()  # what is read once and kept is read now
    connection.set_trace_callback(statements.append)
    connection.set_progress_handler(step, 1)
    try:
        ask()
    finally:
        connection.set_trace_callback(None)
        connection.set_progress_handler(None, 0)
    return len(statements), steps


def lengthen(engine: Engine, entries: int) -> None:
    """Let two of three households earn so much more, in the months to come."""
    commands: list[tuple[Command, datetime]] = []
    for n in range(entries):
        task, who, now = f"l{n}", HOUSES[n % 2], on(6 + n % 6)
        opening = Command(VILLAGE, "open", "li", task, "deed", {"who": who})
        commands += [
            (opening, now),
            (Command(VILLAGE, "book_hours", "deng", task, data={"worth": 1}), now),
            (Command(VILLAGE, "open", "li", f"{task}.", "deed", {"who": who}), now),
            (Command(VILLAGE, "award_light", "deng", f"{task}.", data={"worth": 0.01}), now),
        ]
    assert all(engine.act_many(commands))


@pytest.mark.sqlite
def test_an_answer_takes_as_long_however_long_the_ledger_is() -> None:
    """Not one step more in the database: neither for the many entries of others, nor for later."""
    with village() as place:
        engine = place.engines[0]
        for who in HOUSES:
            for worth in (1, 2):
                done(score(engine, "award_house", who, worth))
        end = on(12, 31)
        asked: list[Callable[[], object]] = [
            *(partial(engine.balance, VILLAGE, who, "house") for who in HOUSES),
            *(
                partial(engine.statement, VILLAGE, who, "house", month=month, now=end)
                for who in HOUSES
                for month in (on(5), on(12))
            ),
            partial(engine.settlement, VILLAGE, "house", month=on(5), now=end),
        ]
        before = [effort(engine, ask) for ask in asked]
        lengthen(engine, 300)
        assert [effort(engine, ask) for ask in asked] == before


@pytest.mark.sqlite
def test_every_question_goes_by_an_index() -> None:
    """No table is read from its beginning, and no ledger but the member's own."""
    with village() as place:
        engine = place.engines[0]
        done(score(engine, "award_house", "h01", 1))
        connection, asked = kept(engine).writer, set[str]()
        connection.set_trace_callback(asked.add)
        engine.balance(VILLAGE, "h01", "house")
        engine.statement(VILLAGE, "h01", "house", now=START)
        connection.set_trace_callback(None)
        plans = {
            sql: [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}")]
            for sql in asked
            if " ledger " in sql
        }
        assert len(plans) == 3
        for sql, plan in plans.items():
            assert len(plan) == 1, (sql, plan)
            assert "(community=? AND member=? AND account=?" in plan[0], (sql, plan)
