"""What limits say of a message at the moment it is sent, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest

from xiangyue import Engine, Worker, plugs
from xiangyue.time.clock import to_micros
from xiangyue.work.claiming import claim_outbox
from xiangyue.work.withholding import withhold
from xiangyue.worker import Outcome, Parcel

LIMITS = Path(__file__).parent / "limits"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """Return a moment of the first week of June 2026, a Monday the first, in Shanghai."""
    return datetime(2026, 6, day, hour, minute, tzinfo=UTC).replace(tzinfo=UTC) - _EIGHT


_EIGHT = datetime(2026, 1, 1, 8) - datetime(2026, 1, 1)


@dataclass
class Post:
    """Sends what it is given, while it works."""

    works: bool = False
    sent: list[Parcel] = field(default_factory=list)

    def deliver(self, parcel: Parcel) -> Outcome:
        """Send one parcel."""
        if self.works:
            self.sent.append(parcel)
        return Outcome("sent", "post") if self.works else Outcome("again", error="down")


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """Return a village's engine; whatever has been done with it verifies."""
    with Engine(f"sqlite:///{tmp_path / 'village.db'}") as engine:
        engine.add_unit("cun", "village", now=at(1, 8))
        engine.register("li", roles={"secretary": "cun"}, now=at(1, 8))
        engine.register("wang", roles={"worker": "cun"}, now=at(1, 8))
        engine.register("sun", home="cun", now=at(1, 8))
        yield engine
        report = engine.verify()
        assert report.ok, "\n".join(map(str, report.problems))


def govern(engine: Engine, profile: str) -> None:
    """Put one of the limits' profiles in force."""
    engine.install(LIMITS / profile, community="cun", now=at(1, 8))


def reminded(engine: Engine, when: datetime) -> str:
    """Let the worker be reminded of a visit."""
    govern(engine, "quiet_hours")
    task = engine.open("visit", community="cun", by="li", now=at(1, 9))
    engine.act(task, "assign", by="li", who="wang", now=at(1, 9))
    done = engine.act(task, "remind", by="li", now=when)
    assert done, done.why()
    return f"{done.seq}.0"


def told(engine: Engine, when: datetime) -> str:
    """Let a resident be told that the water is off."""
    task = engine.open("notice", community="cun", by="li", person="sun", now=when)
    done = engine.act(task, "tell", by="li", now=when)
    assert done, done.why()
    return f"{done.seq}.0"


def rows(engine: Engine, sql: str, *values: object) -> list[Any]:
    """Return what is stored."""
    with engine._store.read() as reader:
        return [tuple(row) for row in reader.all(sql, *values)]


def letter(engine: Engine, number: str) -> tuple[Any, ...]:
    """Return the state of a message, when it is tried next, and when it counts."""
    seq, n = number.split(".")
    ((state, due),) = rows(
        engine, "SELECT state, due FROM outbox WHERE seq = ? AND n = ?", int(seq), int(n)
    )
    counts = rows(engine, "SELECT at FROM touch WHERE seq = ? AND n = ?", int(seq), int(n))
    return state, due, counts[0][0] if counts else None


def withheld(engine: Engine) -> list[dict[str, Any]]:
    """Return what the journal says of messages that were kept back."""
    bodies = [orjson.loads(body) for (body,) in rows(engine, "SELECT body FROM journal")]
    return [body["about"] for body in bodies if body["kind"] == "withheld"]


def test_a_retry_at_night_waits_for_the_morning(engine: Engine) -> None:
    """Quiet hours hold for what could not be sent by day, and it counts from when it is sent."""
    number, post = reminded(engine, at(1, 17)), Post()
    worker = Worker(engine, carrier=post)
    assert worker.run_once(at(1, 17)).unsent
    post.works = True
    assert not worker.run_once(at(1, 23)).sent
    morning = to_micros(at(2, 8, 30))
    assert letter(engine, number) == ("waiting", morning, morning)
    assert withheld(engine)[0]["limits"] == ["quiet_hours"]
    assert not worker.run_once(at(2, 8, 29))
    assert worker.run_once(at(2, 8, 31)).sent == 1
    assert [f"{one.seq}.{one.n}" for one in post.sent] == [number]
    assert letter(engine, number)[0] == "sent"


def test_what_quiet_hours_held_back_is_looked_at_again(engine: Engine) -> None:
    """A worker that was down until the next night sends in the morning after."""
    number, post = reminded(engine, at(1, 23)), Post(works=True)
    assert letter(engine, number)[1] == to_micros(at(2, 8, 30))
    worker = Worker(engine, carrier=post)
    worker.run_once(at(2, 22))
    assert not post.sent and letter(engine, number)[1] == to_micros(at(3, 8, 30))
    assert worker.run_once(at(3, 9)).sent == 1
    (task,) = engine.tasks(community="cun").tasks
    assert [decision.command.action for decision in engine.history(task)][-1] == "remind"


def test_the_mode_of_the_moment_counts(engine: Engine) -> None:
    """What waits for the morning is sent at night once there is an emergency."""
    _, post = reminded(engine, at(1, 17)), Post()
    worker = Worker(engine, carrier=post)
    worker.run_once(at(1, 17))
    engine._begin_mode("cun", "emergency:I", at(1, 22))
    post.works = True
    assert worker.run_once(at(1, 23)).sent == 1
    assert not withheld(engine)


def test_a_consent_that_was_taken_back_counts_no_more(engine: Engine) -> None:
    """What waits to be sent is asked for only as far as the person still agrees to it."""
    govern(engine, "sensitive_data")
    engine.consent("sun", "sensitive:health", by="sun", now=at(1, 9))
    task = engine.open("visit", community="cun", by="wang", data={"resident": "sun"}, now=at(1, 9))
    health, both = (
        f"{engine.act(task, action, by='wang', now=at(1, 9)).seq}.0"
        for action in ("ask_health", "ask_all")
    )
    worker, post = Worker(engine, carrier=Post()), Post(works=True)
    assert worker.run_once(at(1, 9)).unsent == 2
    engine.consent("sun", "sensitive:health", given=False, by="sun", now=at(1, 10))
    assert Worker(engine, carrier=post).run_once(at(1, 11)).sent == 1
    (left,) = post.sent
    assert left.planned and left.planned.detail["fields"] == ["help_wanted"]
    assert f"{left.seq}.{left.n}" == both
    assert letter(engine, health)[::2] == ("dropped", None)
    assert [one["limits"] for one in withheld(engine)] == [["sensitive_data"]]


def test_a_message_does_not_count_against_itself(engine: Engine) -> None:
    """The last contact of a budget is tried again like the first."""
    govern(engine, "contact_budget")
    post = Post()
    worker = Worker(engine, carrier=post)
    told(engine, at(1, 9))
    told(engine, at(1, 9))
    assert worker.run_once(at(1, 9)).unsent == 2
    post.works = True
    assert worker.run_once(at(1, 10)).sent == 2


def test_what_a_new_rule_forbids_is_dropped_and_counts_no_more(
    engine: Engine, tmp_path: Path
) -> None:
    """A budget made smaller meanwhile keeps back one of two messages, and makes room for others."""
    govern(engine, "contact_budget")
    post = Post()
    worker = Worker(engine, carrier=post)
    numbers = told(engine, at(1, 9)), told(engine, at(1, 9))
    worker.run_once(at(1, 9))
    words = (LIMITS / "contact_budget" / "profile.yaml").read_text()
    stricter = tmp_path / "stricter"
    stricter.mkdir()
    (stricter / "profile.yaml").write_text(words.replace("most: 2", "most: 1"))
    engine.install(stricter, community="cun", now=at(1, 9))
    post.works = True
    assert worker.run_once(at(1, 10)).sent == 1
    assert [one["until"] for one in withheld(engine)] == [None]
    stands = {letter(engine, number)[::2] for number in numbers}
    assert stands == {("dropped", None), ("sent", to_micros(at(1, 9)))}
    types = [event["type"] for event in engine.feed("cun", types=["message"]).events]
    assert types == ["org.xiangyue.message.withheld"]


def test_a_limit_that_is_gone_keeps_a_message_for_later(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A closed limit that cannot be asked loses nothing: the message is tried again."""
    number = reminded(engine, at(1, 17))
    Worker(engine, carrier=Post()).run_once(at(1, 17))
    monkeypatch.setattr(plugs, "limits", lambda *given: {})
    with Engine(f"sqlite:///{tmp_path / 'village.db'}") as without:
        post = Post(works=True)
        assert Worker(without, carrier=post).run_once(at(2, 9)).unsent == 1
    assert not post.sent and letter(engine, number)[0] == "waiting"


def test_whoever_lost_the_lease_withholds_nothing(engine: Engine) -> None:
    """A message that another worker has meanwhile taken is its own affair."""
    number = reminded(engine, at(1, 17))
    slow = Worker(engine, carrier=Post())
    slow.run_once(at(1, 17))
    with engine._store.begin() as tx:
        claim_outbox(tx, to_micros(at(1, 23)), "other", 60_000_000, 10)
        seq = int(number.partition(".")[0])
        assert not withhold(tx, "cun", seq, 0, "me", ("quiet_hours",), None, to_micros(at(1, 23)))
    assert not withheld(engine)


@pytest.mark.parametrize("change", ["at = at + 1", None])
def test_a_touch_that_nobody_moved_is_found(engine: Engine, change: str | None) -> None:
    """Verification knows where a touch was moved to, and misses one that was taken away."""
    reminded(engine, at(1, 17))
    worker = Worker(engine, carrier=Post())
    worker.run_once(at(1, 17))
    worker.run_once(at(1, 23))
    before = rows(engine, "SELECT * FROM touch WHERE kind = 'message'")
    with engine._store.begin() as tx:
        where = "WHERE kind = 'message'"
        tx.execute(f"UPDATE touch SET {change} {where}" if change else f"DELETE FROM touch {where}")
    codes = {problem.code for problem in engine.verify().problems}
    assert codes == ({"verify-removed", "verify-added"} if change else {"verify-removed"})
    with engine._store.begin() as tx:
        tx.execute(f"DELETE FROM touch {where}")
        tx.executemany("INSERT INTO touch VALUES (?, ?, ?, ?, ?, ?, ?)", before)
