"""A small village with one of everything that leaves rows in a store."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import settings
from postgres import Missing, Server
from probes import Probe, into, later, no, settle

from xiangyue import Command, Decision, Engine, Worker
from xiangyue.plugs import Circumstances
from xiangyue.storage import Store
from xiangyue.worker import Outcome, Parcel

DITCH = Path(__file__).parent / "profiles" / "ditch"
_SETTINGS = "_hypothesis_internal_use_settings"
START = datetime(2026, 9, 28, 1, tzinfo=UTC)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """Return a PostgreSQL server of this session's own, or skip with the reason."""
    try:
        server = Server()
    except Missing as why:
        pytest.skip(str(why))
    with server:
        yield server


@pytest.fixture(autouse=True, params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Run each test on both stores: on PostgreSQL, a database stands for each SQLite one.

    What is about SQLite itself is marked ``sqlite``. What SQLite is shown by many examples,
    PostgreSQL is shown by a third of them, and by all in the soak.
    """
    if request.param == "sqlite":
        yield "sqlite"
        return
    if settings.get_current_profile_name() == "quick":
        _take_fewer(request.function, monkeypatch)
    server: Server = request.getfixturevalue("postgresql")
    opened, closed = Store.__init__, Store.close

    def open_elsewhere(self: Store, target: str | sa.Engine, *more: Any) -> None:
        if isinstance(target, str) and target.startswith("sqlite:"):
            file = target.removeprefix("sqlite:").lstrip("/")
            target = server.fresh(file or None)
        opened(self, target, *more)

    def close(self: Store) -> None:
        closed(self)
        server.take_back(str(self.engine.url))

    monkeypatch.setattr(Store, "__init__", open_elsewhere)
    monkeypatch.setattr(Store, "close", close)
    yield "postgresql"
    server.recycle()


def _take_fewer(test: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    # Hypothesis has no public way to set a test up anew for one parameter.
    if own := getattr(test, _SETTINGS, None):
        few = max(own.max_examples // 3, 5)
        monkeypatch.setattr(test, _SETTINGS, settings(own, max_examples=few))


@pytest.fixture
def place(database: str, request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], str]:
    """Return a maker of URLs, by name, that other processes can open too."""
    if database == "sqlite":
        return lambda name: f"sqlite:///{tmp_path / name}.db"
    server: Server = request.getfixturevalue("postgresql")
    return server.fresh


@pytest.fixture(scope="session")
def ditch() -> Path:
    """Return the folder of the small profile."""
    return DITCH


@pytest.fixture(scope="session")
def plain_village(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database with two villages at work, as it was before there were limits."""
    file = tmp_path_factory.mktemp("plain") / "village.db"
    with pytest.MonkeyPatch.context() as then, Engine(f"sqlite:///{file}") as engine:
        then.setattr("xiangyue.decide.alarms.keep_alarms", lambda *_: {})  # nor was there retention
        then.setattr("xiangyue.decide.story.kept_until", lambda *_: None)
        _settle(engine)
        _work(engine)
    return file


@pytest.fixture
def peopled(database: str, village: Path, tmp_path: Path) -> Iterator[Engine]:
    """Return an engine on a village of one's own with everything in it, on either store."""
    file = tmp_path / "village.db"
    if database == "sqlite":
        shutil.copy(village, file)
    probe = Probe()
    with Engine(f"sqlite:///{file}", limits=[probe]) as engine:
        if database != "sqlite":
            _settle(engine)
            _work(engine)
            _guard(engine, probe)
            _migrate(engine, tmp_path)
        yield engine


@pytest.fixture(scope="session")
def village(plain_village: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database with three villages at work; copy it before changing anything."""
    file = tmp_path_factory.mktemp("village") / "village.db"
    shutil.copy(plain_village, file)
    probe = Probe()
    with Engine(f"sqlite:///{file}", limits=[probe]) as engine:
        _guard(engine, probe)
        _migrate(engine, file.parent)
        report = engine.verify()
        assert report, "\n".join(map(str, report.problems))
    return file


def _settle(engine: Engine) -> None:
    """Add units, members and releases, and let time pass over some of them."""
    engine.add_unit("zhen", "township", title={"en": "Town", "zh": "镇"}, now=START)
    for name in ("xinqi", "shanhe"):
        engine.add_unit(name, "village", parent="zhen", now=START)
        engine.install(DITCH, community=name, params={"most": 9.5}, now=START)
    engine.add_unit("xinqi-1", "grid", parent="xinqi", now=START)
    engine.register("li", roles={"secretary": "xinqi"}, name="李梅", now=START)
    engine.register("wang", roles={"cadre": "xinqi"}, now=START)
    engine.register("zhao", roles={"secretary": "shanhe"}, deputy="wang", now=START)
    engine.register("coop", home="shanhe", kind="organization", name="Co-op", now=START)
    engine.register("wang", roles={"cadre": "shanhe"}, now=START)
    engine.release_role("wang", "cadre", "shanhe", until=START + timedelta(days=30), now=START)
    away = START + timedelta(days=1)
    engine.absent("zhao", since=away, until=away + timedelta(days=9), now=START)
    engine.tune("xinqi", {"most": 20}, by="li", now=START)
    for name, secretary in (("xinqi", "li"), ("shanhe", "zhao")):
        scheme = engine.open("scheme", community=name, by=secretary, now=START)
        engine.act(scheme, "adopt", by=secretary, now=START)


def _work(engine: Engine) -> None:
    """Open, act, be refused, score, pause, let a deadline pass, and destroy."""
    at = START + timedelta(hours=1)

    def act(task: str, action: str, by: str, days: float = 0, **more: object) -> None:
        engine.act(f"xinqi/{task}", action, by=by, now=at + timedelta(days=days), **more)  # type: ignore[arg-type]

    for n in range(1, 6):
        said = {"phone": f"1380000{n}", "size": 17.25 + n}
        command = Command(
            "xinqi", "open", "li", f"d{n}", "ditch", said, title=f"Ditch {n}", key=f"open-{n}"
        )
        engine.do(command, now=at)
    engine.open("ditch", community="xinqi", by="coop", phone="13900000", now=at)
    act("d1", "rate", "li", who="wang", key="rate-1")
    act("d1", "call_back", "wang")
    act("d1", "finish", "li")
    act("d1", "finish", "wang", key="finish-1")
    act("d2", "rate", "li", who="wang", value=3, note="smaller than it looks")
    act("d2", "wait", "li", note="rain")
    act("d3", "rate", "li", who="li", size=0.5)
    act("d3", "rate", "li", who="wang", phone="13811111")
    act("d4", "rate", "li", 0.2, who="li", source="paper", occurred_at=at + timedelta(hours=1))
    act("d4", "wait", "li", 0.2, note="rain")
    act("d4", "resume", "li", 0.5)
    engine.open("ditch", community="shanhe", by="zhao", size=4, now=at)
    commands = [
        Command("shanhe", "open", "wang", flow="ditch", task="s", data={"phone": "1370000"}),
        Command("shanhe", "call_back", "wang", "s", key="call-s"),
        Command("shanhe", "rate", "wang", "s", data={"size": 44, "who": "zhao"}, title="Old"),
        Command("shanhe", "rate", "coop", "s", data={"phone": "1375555"}),
    ]
    results = engine.act_many(commands, now=at + timedelta(days=2))
    assert [bool(result) for result in results] == [True, True, True, False]
    engine.tick(at + timedelta(days=3))
    engine.tick(at + timedelta(days=20))
    engine.open("ditch", community="xinqi", by="li", size=8, now=at + timedelta(days=21))
    assert engine.destroy("xinqi/d2", by="li", why="kept long enough", now=at)


def _guard(engine: Engine, probe: Probe) -> None:
    """Let limits refuse, defer, reshape and fail in a village, and points go every way."""
    at = START + timedelta(hours=1)
    soon, noon = at + timedelta(hours=2), START + timedelta(hours=3)

    def act(task: str, action: str, by: str = "mei", **more: object) -> Decision:
        return engine.act(f"shigou/{task}", action, by=by, **{"now": at, **more})  # type: ignore[arg-type]

    def open_(flow: str, task: str, by: str = "mei", **more: object) -> Decision:
        said = {"community": "shigou", "id": task, "by": by, "now": at}
        return engine.open(flow, **{**said, **more})  # type: ignore[arg-type]

    settle(engine, now=START)
    engine.assess("an", 2, by="mei", now=at)
    engine.assess("bo", 5, by="bo", now=at)
    for purpose in ("naming", "sensitive:health"):
        engine.consent("an", purpose, by="an", now=at)
        engine.consent("bo", purpose, by="bo", now=at)
    for rank, address in enumerate(("13810000", "13820000"), 1):
        engine.contact("an", "sms", address, rank, by="an", now=at)
    engine.contact("bo", "mail", "bo@example.org", by="bo", now=at)
    engine.contact("bo", "voice", "13830000", by="bo", now=at)
    engine.contact("bo", "voice", None, by="bo", now=at)
    engine.language("an", "zh", by="an", now=at)
    engine.language("bo", "en", by="bo", now=at)
    engine.consent("bo", "naming", given=False, by="bo", now=at)
    engine._begin_mode("shigou", "emergency:II", at)
    probe.answers["third"] = into_wells
    for n in range(1, 6):
        open_("work", f"w{n}", "bo", who="an", wells=n, phone=f"1381000{n}", title=f"Well {n}")
    act("w1", "hand_over", note="as agreed")
    act("w2", "tell", "bo", rooms=3)
    probe.answers["first"] = later(noon, "message", "collect")
    act("w3", "hand_over")
    act("w1", "tell", key="tell-1", phone="1391111", note="please")
    act("w2", "tell", key="tell-2")
    open_("work", "w9", "bo", who="mei", phone="1392222")
    act("w3", "tell", phone="1393333")
    assert engine.destroy("shigou/w3", by="mei", why="asked for", now=soon)
    probe.answers["first"] = no("score")
    engine.tick(noon)
    probe.answers["first"] = later(noon + timedelta(days=300), "message")
    act("w2", "tell", key="tell-3", now=noon)
    act("w4", "tell", phone="1394444", now=noon)
    probe.answers = {"second": no("message"), "warning": no(), "audit": no(), "life": no()}
    act("w1", "tell", danger=True, now=noon)
    probe.answers = {"third": fail, "second": fail}
    act("w4", "hand_over", "bo", now=noon)
    engine.resume_limit("shigou", "second", by="mei", now=noon)
    probe.answers.pop("second")
    scored = [act(f"w{n}", "finish", now=noon) for n in (1, 4)]
    open_("appeal", "a1", who="bo", entry=f"{scored[0].seq}.0", now=noon)
    act("a1", "hold", "bo", note="to be looked at", now=noon)
    open_("appeal", "a2", who="bo", entry=f"{scored[0].seq}.0", now=noon)
    act("a2", "put_right", "bo", now=noon)
    alarm = {"severity": "I", "end": "2026-12-01T12:00:00+08:00"}
    open_("alarm", "r1", data=alarm, now=noon)
    act("r1", "stand_down", now=noon)
    _send(engine, probe, noon + timedelta(minutes=10))
    assert engine.reset_points("shigou", by="mei", now=noon + timedelta(days=99)) == 1


def _migrate(engine: Engine, folder: Path) -> None:
    """Let open tasks go on under another release, and one of two villages' back again."""
    at, more = START + timedelta(days=40), folder / "longer" / "ditch"
    more.mkdir(parents=True)
    text = (DITCH / "profile.yaml").read_text(encoding="utf-8")
    (more / "profile.yaml").write_text(text.replace("due: 10d", "due: 60d"), encoding="utf-8")
    engine.tick(at)
    for village, by in (("xinqi", "li"), ("shanhe", "zhao")):
        engine.install(more, community=village, now=at)
        assert engine.migrate(village, by=by, reason="More time", now=at).done
    assert engine.migrate_back("shanhe", by="zhao", reason="Too long", now=at).done


def _send(engine: Engine, probe: Probe, now: datetime) -> None:
    """Let limits keep messages back when they are to be sent: for an hour, and then for good."""
    soon = now + timedelta(hours=1)
    probe.answers = {"first": later(soon, "message")}
    worker = Worker(engine, carrier=_Post())
    kept = worker.run_once(now).withheld
    probe.answers = {"second": no("message")}
    assert kept and worker.run_once(soon).withheld
    probe.answers = {}
    sent = engine.messages("shigou", state="sent")[0]
    engine.confirm("shigou", sent.seq, sent.n, by="mei", now=soon)


class _Post:
    """Sends whatever it is given."""

    def deliver(self, parcel: Parcel) -> Outcome:
        """Send a parcel."""
        return Outcome("sent", "post")


def into_wells(case: Circumstances, _: object) -> object:
    """Ask for less, and confirm what is held."""
    fields = case.intervention.detail.get("fields", ())
    return into(fields=["wells"], confirm=["wells"]) if len(fields) > 1 else None


def fail(*_: object) -> None:
    """Fail."""
    raise ZeroDivisionError
