"""The simulation's queues are right where theory knows the answer."""

from __future__ import annotations

from math import factorial, fsum

from hypothesis import given, settings
from hypothesis import strategies as st

from xiangyue.study.confidence import interval
from xiangyue.study.simulate.agenda import Agenda
from xiangyue.study.simulate.coming import Coming
from xiangyue.study.simulate.crowd import Crowd, Job, Person, Pool
from xiangyue.study.simulate.model import Arrival
from xiangyue.study.simulate.streams import Streams, spread_out

DAY = 86_400_000_000
MINUTE = 60_000_000


def erlang_c(servers: int, load: float) -> float:
    """Return the share of arrivals that have to wait (Erlang C)."""
    all_busy = load**servers / factorial(servers) * servers / (servers - load)
    return all_busy / (fsum(load**n / factorial(n) for n in range(servers)) + all_busy)


class Desk:
    """Servers of one pool before whom things queue up."""

    def __init__(
        self, seed: object, a_day: float, servers: int, minutes: float, cv: float, until: int
    ) -> None:
        """Let the servers be there, around the clock, and things come up until some moment."""
        streams = Streams(seed)
        self.agenda = Agenda()
        self.crowd = Crowd(self.agenda, 0)
        self.pool = Pool("clerk")
        for n in range(servers):
            person = Person(f"clerk.{n}", ("clerk",), "here")
            self.crowd.join(person, [self.pool])
            self.crowd.come(person, 0)
        draw = spread_out(minutes, cv, streams.of("service"))
        self.minutes = lambda now: draw()
        arrival = Arrival("matter", "matter", None, a_day)
        self.coming = Coming(arrival, 0, 0, streams.of("arrivals"), [(until, 1.0)])
        self.arrived = 0

    def open(self) -> None:
        """Let things come up, and be done to the last."""
        self._expect(0)
        while self.agenda.next_at() is not None:
            self.agenda.step()

    def _expect(self, now: int) -> None:
        at = self.coming.after(now)
        if at is not None:
            self.agenda.put(at, self._arrive)

    def _arrive(self, now: int, about: object) -> None:
        del about
        self.arrived += 1
        self._expect(now)
        self.crowd.offer(Job(None, now, self.minutes), [self.pool], None, now)


def waits(seed: int, a_day: float, servers: int, minutes: float, days: int) -> tuple[float, float]:
    """Return the mean wait in minutes, and the share of the time that servers were busy."""
    desk = Desk(seed, a_day, servers, minutes, 1.0, days * DAY)
    desk.open()
    count, micros = desk.crowd.waits["clerk"]
    busy = sum(person.busy for person in desk.crowd.people)
    return micros / count / MINUTE, busy / (servers * days * DAY)


def test_waits_are_those_of_erlang_c() -> None:
    """The mean wait of an M/M/c queue lies in its bounds, for one server and for more."""
    for servers, a_day, minutes in ((1, 72, 14.0), (3, 144, 22.0), (6, 200, 36.0)):
        load = a_day * minutes / 1440
        theory = erlang_c(servers, load) * minutes / (servers - load)
        found = interval([waits(seed, a_day, servers, minutes, 40)[0] for seed in range(12)], 0.999)
        assert found.low < theory < found.high, (servers, theory, found)
        assert found.high - found.low < theory  # else nothing would be shown


def test_servers_are_as_busy_as_what_comes_up() -> None:
    """Their share of busy time is the load by server."""
    found = interval([waits(seed, 144, 3, 22.0, 30)[1] for seed in range(10)], 0.999)
    assert found.low < 144 * 22 / 1440 / 3 < found.high
    assert found.high - found.low < 0.1


@settings(deadline=None, max_examples=30)
@given(
    st.integers(0, 10**6),
    st.floats(0.0, 200.0),
    st.integers(1, 4),
    st.floats(0.0, 60.0),
    st.sampled_from([0.0, 0.5, 1.0, 2.0]),
)
def test_littles_law_holds_exactly(
    seed: int, a_day: float, servers: int, minutes: float, cv: float
) -> None:
    """How many are there, over time, adds up to how long each of them stays; waiting too."""
    desk = Desk(seed, a_day, servers, minutes, cv, 2 * DAY)
    desk.open()
    for gauge, sums in (
        (desk.crowd.present, desk.crowd.stays),
        (desk.crowd.waiting, desk.crowd.waits),
    ):
        assert gauge.count == 0
        assert gauge.area == sum(micros for _, micros in sums.values())
        assert sum(count for count, _ in sums.values()) == desk.arrived


def test_a_rate_of_nothing_is_nothing() -> None:
    """Where nothing comes up, nobody does anything."""
    desk = Desk(1, 0.0, 2, 10.0, 1.0, 400 * DAY)
    desk.open()
    assert desk.arrived == 0
    assert not desk.crowd.waits


def test_arrivals_follow_the_hours_of_the_week() -> None:
    """As many come up as are said, in the hours that are said; at twice the rate twice as many."""
    hours = tuple(1.0 if 8 <= hour < 12 else 0.0 for hour in range(24))
    arrival = Arrival("matter", "matter", None, 10.0, hours, (1.0,) * 5 + (0.0, 0.0))
    counts = []
    for factor in (1.0, 2.0):
        coming = Coming(arrival, 0, 0, Streams(7).of("arrivals"), [(70 * DAY, factor)])
        at, found = 0, []
        while (after := coming.after(at)) is not None:
            at = after
            found.append(at)
        assert all(8 <= at % DAY // (DAY // 24) < 12 and at // DAY % 7 < 5 for at in found)
        counts.append(len(found))
    assert abs(counts[0] - 700) < 4 * 700**0.5
    assert abs(counts[1] - 1400) < 4 * 1400**0.5


def test_a_shock_multiplies_arrivals_while_it_lasts() -> None:
    """Before and after it as many come up as else, and with a factor of 0 none do."""
    arrival = Arrival("matter", "matter", None, 40.0)
    days = [(10 * DAY, 1.0), (20 * DAY, 3.0), (30 * DAY, 0.0), (40 * DAY, 1.0)]
    coming = Coming(arrival, 0, 5, Streams(2).of("arrivals"), days)
    at, counts = 0, [0] * 4
    while (after := coming.after(at)) is not None:
        assert after > at
        at = after
        counts[at // (10 * DAY)] += 1
    for count, expected in zip(counts, (400, 1200, 0, 400), strict=True):
        assert abs(count - expected) <= 4 * expected**0.5


def test_streams_do_not_shift_each_other() -> None:
    """What one purpose draws changes nothing of what another does; the same seed is the same."""
    alone, beside = Streams(3, "a"), Streams(3, "a")
    for _ in range(5):
        beside.of("service").random()
    assert alone.of("arrivals").random() == beside.of("arrivals").random()
    assert alone.of("service").random() != beside.of("service").random()
    assert Streams(3, "b").of("arrivals").random() != Streams(3, "a").of("arrivals").random()


def test_nobody_does_two_things_at_once_or_out_of_their_shift() -> None:
    """What comes while somebody is away or busy waits until they are free."""
    desk = Desk(1, 0.0, 1, 30.0, 0.0, DAY)
    (clerk,) = desk.crowd.people
    desk.crowd.leave(clerk)
    for _ in range(3):
        desk.crowd.offer(Job(None, 0, desk.minutes), [desk.pool], None, 0)
    assert desk.agenda.next_at() is None
    desk.agenda.put(10 * MINUTE, lambda now, _: desk.crowd.come(clerk, now))
    ends = []
    while desk.agenda.next_at() is not None:
        ends.append(desk.agenda.step() // MINUTE)
    assert ends == [10, 40, 70, 100]
    assert clerk.done == 3
