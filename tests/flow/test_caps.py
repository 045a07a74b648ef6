"""No order of commands, and no number of threads, passes a cap; and nothing below it is refused."""

from __future__ import annotations

import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier
from zoneinfo import ZoneInfo

import points
import pytest
from crowd import crowd
from hypothesis import given, settings
from hypothesis import strategies as st

from xiangyue import Command, Decision, Engine
from xiangyue.time.clock import from_micros

LIMITS = Path(__file__).parent / "limits"
START = datetime(2026, 6, 1, 1, tzinfo=UTC)
WEEK = timedelta(days=7) // timedelta(microseconds=1)
THREADS = 4
PROCESSES = 2
AWARD = 1.25


class Contacts:
    """At most two contacts of one person within seven days."""

    ACTIONS = ("tell", "visit", "ask", "tell_twice")
    TASKS = ({"person": "wang"}, {"person": "zhao"}, {"person": "wang"})

    def __init__(self) -> None:
        """Begin with nobody contacted."""
        self.at: dict[str, list[int]] = defaultdict(list)

    def _of_late(self, person: str, now: int) -> int:
        return sum(at >= now - WEEK for at in self.at[person])

    def fits(self, decision: Decision) -> bool:
        """All actions have one contact without which they are refused."""
        return self._of_late(self.TASKS[int(decision.task)]["person"], decision.now) < 2

    def note(self, decision: Decision) -> None:
        """Count every message and form."""
        for one in decision.interventions:
            assert one.to is not None
            self.at[one.to].append(decision.now)
            assert self._of_late(one.to, decision.now) <= 2


class Forms:
    """At most five fields and three forms of one person in a month."""

    ACTIONS = ("ask_house", "ask_farm", "ask_people", "ask_both")
    TASKS = ({"person": "wang"}, {"person": "zhao"}, {"person": "wang"})
    SIZES: Mapping[str, tuple[int, int]] = {
        "ask_house": (2, 1),
        "ask_farm": (3, 1),
        "ask_people": (1, 1),
        "ask_both": (5, 2),
    }

    def __init__(self) -> None:
        """Begin with nobody asked."""
        self.fields: Counter[tuple[str, int]] = Counter()
        self.forms: Counter[tuple[str, int]] = Counter()

    def _month(self, decision: Decision) -> int:
        return from_micros(decision.now).astimezone(ZoneInfo("Asia/Shanghai")).month

    def fits(self, decision: Decision) -> bool:
        """All forms of an action are essential."""
        fields, forms = self.SIZES[decision.command.action]
        key = self.TASKS[int(decision.task)]["person"], self._month(decision)
        return self.fields[key] + fields <= 5 and self.forms[key] + forms <= 3

    def note(self, decision: Decision) -> None:
        """Count every form and its fields."""
        for one in decision.interventions:
            assert one.to is not None
            key = one.to, self._month(decision)
            self.forms[key] += 1
            self.fields[key] += len(one.detail["fields"])
            assert self.fields[key] <= 5 and self.forms[key] <= 3


class Load:
    """At most two open routine tasks and one key task of one person."""

    ACTIONS = ("assign", "assign", "finish")
    TASKS = tuple({"task_class": ("routine", "routine", "key")[n % 3]} for n in range(9))

    def __init__(self) -> None:
        """Begin with nobody responsible for anything."""
        self.who: dict[str, str] = {}

    def _has(self, person: str, kind: str, besides: str) -> int:
        tasks = (task for task, who in self.who.items() if who == person and task != besides)
        return sum(self.TASKS[int(task)]["task_class"] == kind for task in tasks)

    def fits(self, decision: Decision) -> bool:
        """A task that somebody has already takes no further place."""
        kind = self.TASKS[int(decision.task)]["task_class"]
        person = decision.command.data["person"]
        return self._has(person, kind, decision.task) < (1 if kind == "key" else 2)

    def note(self, decision: Decision) -> None:
        """Follow who is responsible for what."""
        if decision.command.action == "finish":
            del self.who[decision.task]
            return
        self.who[decision.task] = decision.interventions[0].to or ""
        for person in ("wang", "zhao"):
            assert self._has(person, "routine", "") <= 2 and self._has(person, "key", "") <= 1


CAPS: Mapping[str, type[Contacts | Forms | Load]] = {
    "contact_budget": Contacts,
    "form_burden": Forms,
    "workload": Load,
}
FLOWS = {"contact_budget": "notice", "form_burden": "survey", "workload": "errand"}

moments = st.lists(st.sampled_from([0, 0, 1, 24, 71, 168, 400]), min_size=1, max_size=5)
"""Hours after which the next commands come, all at one moment."""


@st.composite
def plans(draw: st.DrawFn, limit: str) -> list[tuple[datetime, list[Command]]]:
    """Draw commands, and the moments at which they come."""
    cap, now, plan = CAPS[limit], START, []
    for hours in draw(moments):
        now += timedelta(hours=hours)
        wanted = st.tuples(
            st.sampled_from(range(len(cap.TASKS))),
            st.sampled_from(cap.ACTIONS),
            st.sampled_from(["wang", "zhao"]),
        )
        plan.append((now, [_command(*one) for one in draw(st.lists(wanted, max_size=12))]))
    return plan


def _command(task: int, action: str, person: str) -> Command:
    data = {"person": person} if action == "assign" else {}
    actor = person if action == "finish" else "li"
    return Command("here", action, actor, str(task), data=data)


Way = Callable[[list[Engine], list[Command], datetime], object]


def one_by_one(engines: list[Engine], commands: list[Command], now: datetime) -> object:
    """Give one command after the other."""
    return [engines[0].do(command, now=now) for command in commands]


def all_in_one(engines: list[Engine], commands: list[Command], now: datetime) -> object:
    """Give all of a moment in one transaction."""
    return engines[0].act_many(commands, now=now)


def in_threads(engines: list[Engine], commands: list[Command], now: datetime) -> object:
    """Give the commands of a moment from several threads, on two engines of one file."""
    barrier = Barrier(THREADS)

    def work(number: int) -> list[Decision]:
        barrier.wait()
        engine = engines[number % len(engines)]
        return [engine.do(command, now=now) for command in commands[number::THREADS]]

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(work, range(THREADS)))


@contextmanager
def village(limit: str, *, shared: bool) -> Iterator[list[Engine]]:
    """Return engines on one store, with a village that a profile with this limit governs."""
    with ExitStack() as stack:
        url = "sqlite://"
        if shared:
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            url = f"sqlite:///{Path(folder) / 'village.db'}"
        engines = [stack.enter_context(Engine(url)) for _ in range(2 if shared else 1)]
        govern(engines[0], limit)
        yield engines


def govern(engine: Engine, limit: str) -> None:
    """Set up a village with a profile that has this limit, and its tasks."""
    engine.add_unit("here", "village", now=START)
    engine.register("li", roles={"secretary": "here"}, now=START)
    for person in ("wang", "zhao"):
        engine.register(person, home="here", now=START)
    engine.install(LIMITS / limit, "here", now=START)
    for n, data in enumerate(CAPS[limit].TASKS):
        opening = {"flow": FLOWS[limit], "community": "here", "by": "li", "now": START}
        assert engine.open(id=str(n), **opening, **data)  # type: ignore[arg-type]


def recount(engine: Engine, limit: str) -> Counter[str]:
    """Follow the journal, and see that each command was done if, and only if, the cap allows it."""
    cap = CAPS[limit]()
    outcomes: Counter[str] = Counter()
    decisions = [d for n in range(len(cap.TASKS)) for d in engine.history(f"here/{n}")]
    for decision in sorted(decisions, key=lambda decision: decision.seq):
        if decision.before is None:
            continue
        if decision:
            assert decision.command.action == "finish" or cap.fits(decision)
            cap.note(decision)
        elif all(reason.code == "limit" for reason in decision.reasons):
            assert not cap.fits(decision), decision.why()
        outcomes[decision.outcome] += 1
    return outcomes


@pytest.mark.parametrize("limit", CAPS)
@pytest.mark.parametrize("way", [one_by_one, all_in_one])
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_no_order_of_commands_passes_a_cap(way: Way, limit: str, data: st.DataObject) -> None:
    """One after the other or many in one transaction, what fits is done and the rest refused."""
    with village(limit, shared=False) as engines:
        for now, commands in data.draw(plans(limit)):
            way(engines, commands, now)
        recount(engines[0], limit)
        assert engines[0].verify()


@pytest.mark.parametrize("limit", CAPS)
@given(data=st.data())
@settings(max_examples=15, deadline=None)
def test_no_number_of_threads_passes_a_cap(limit: str, data: st.DataObject) -> None:
    """Threads on two engines of one file are one after the other where it counts."""
    with village(limit, shared=True) as engines:
        for now, commands in data.draw(plans(limit)):
            in_threads(engines, commands, now)
        recount(engines[1], limit)
        assert engines[1].verify()


@pytest.mark.parametrize(
    ("limit", "action", "tasks", "done"),
    [
        ("contact_budget", "tell", [0, 2] * 6, 2),
        ("form_burden", "ask_people", [0, 2] * 6, 3),
        ("workload", "assign", range(9), 3),
    ],
)
def test_as_many_pass_at_one_moment_as_there_is_room_for(
    limit: str, action: str, tasks: Sequence[int], done: int
) -> None:
    """All threads want the same for one person, and the cap is reached to the last place."""
    with village(limit, shared=True) as engines:
        in_threads(engines, [_command(n, action, "wang") for n in tasks], START)
        assert recount(engines[0], limit) == {"done": done, "refused": len(tasks) - done}


def test_no_number_of_processes_passes_a_budget(
    place: Callable[[str], str], database: str, record_property: Callable[[str, object], None]
) -> None:
    """Week after week all want to contact the same two, and each is contacted twice."""
    url, weeks = place("village"), 4
    people = len({task["person"] for task in Contacts.TASKS})
    with Engine(url) as engine, crowd(url, PROCESSES) as many:
        govern(engine, "contact_budget")
        wanted = [
            _command(n % len(Contacts.TASKS), action, "")
            for n in range(12)
            for action in ("tell", "visit", "ask")
        ]
        for week in range(weeks):
            many.act(wanted, START + timedelta(days=8 * week), THREADS)
        done = recount(engine, "contact_budget")
        assert done == {"done": 2 * people * weeks, "refused": (len(wanted) - 2 * people) * weeks}
        assert engine.verify()
    record_property(
        "faults",
        f"{database} {PROCESSES} processes on a budget of {2 * people} contacts a week:"
        f" {done['done']} made in {weeks} weeks, {done['refused']} refused, 0 beyond",
    )


def test_no_number_of_processes_passes_a_ceiling_of_points(
    place: Callable[[str], str], database: str, record_property: Callable[[str, object], None]
) -> None:
    """All score at one moment, and each month brings what its ceiling allows, to the hundredth."""
    url, months, deeds = place("village"), (5, 6, 7), 24
    with Engine(url) as engine, crowd(url, PROCESSES) as many:
        points.settle(engine)
        points.adopt(engine)
        for month in months:
            now = points.on(month, 9)
            tasks = [
                engine.open("deed", community=points.VILLAGE, by="li", who="wang", now=now)
                for _ in range(deeds)
            ]
            awards = [
                Command(points.VILLAGE, "award", "deng", task.task, data=_award(n))
                for n, task in enumerate(tasks)
            ]
            assert set(many.act(awards, now, THREADS)) == {"done"}
        balance = engine.balance(points.VILLAGE, "wang")
        assert balance == 1000 * len(months)
        assert engine.verify()
    record_property(
        "faults",
        f"{database} {PROCESSES} processes on a ceiling of 10 points a month: {deeds} of"
        f" {AWARD} each month, {balance / 100:g} counted in {len(months)} months, 0 beyond",
    )


def _award(n: int) -> dict[str, object]:
    return {"worth": AWARD, "kind": ("water", "road", "care")[n % 3]}
