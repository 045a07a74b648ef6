"""Logs, metrics and spans: what they say is so, and they say nothing of persons."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import orjson
import pytest
from errands import MONDAY, begin, day, done, settle
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from xiangyue import Command, Engine, Misuse, Worker
from xiangyue.cli import main
from xiangyue.reach.switchboard import Switchboard
from xiangyue.watch import (
    Decided,
    Fact,
    Failed,
    Fired,
    Rejected,
    Settled,
    TakenOver,
    Tried,
)
from xiangyue.worker import Channels

SECRET = "WangXiaoming13800001111"
Samples = dict[tuple[str, tuple[tuple[str, str], ...]], float]


@pytest.fixture
def engine() -> Iterator[Engine]:
    """Return the village's engine."""
    with Engine() as engine:
        settle(engine)
        yield engine


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> InMemorySpanExporter:
    """Trace into memory, as an application would that has set up tracing."""
    exporter, provider = InMemorySpanExporter(), TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr("opentelemetry.trace.get_tracer_provider", lambda: provider)
    return exporter


def samples(text: str) -> Samples:
    """Return what a page of metrics says, by name and labels."""
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def secretive(engine: Engine) -> None:
    """Do, be refused and misuse, each with something that nobody else may know."""
    task = begin(engine, story=SECRET, age=97)
    engine.open("early", community="xinqi", by="li", title=SECRET, now=MONDAY)
    assert not engine.act(task, "confess", by="li", note=SECRET, now=MONDAY)
    assert not engine.act(task, "convert", by="zhou", data={"kind": SECRET}, now=MONDAY)
    for wrong in ({"action": SECRET}, {"action": "convert", "data": {SECRET: 1}}):
        with pytest.raises(Misuse):
            engine.act(task, by="li", now=MONDAY, **wrong)
    engine.act_many([Command("xinqi", SECRET, "li", task.task)], now=MONDAY)
    engine.tick(day(30))


def test_every_decision_is_told_once_it_is_kept(engine: Engine) -> None:
    """With its reasons; a key that comes again tells nothing, a command that is misuse its code."""
    told: list[Fact] = []
    engine.watch(told.append)
    task = done(engine.open("errand", community="xinqi", by="li", key="k", size=8, kind="water"))
    engine.open("errand", community="xinqi", by="li", key="k", size=8, kind="water")
    refused = engine.act(task, "convert", by="zhou")
    with pytest.raises(Misuse):
        engine.act("xinqi/none", "convert", by="li")
    first, second, third = told
    assert isinstance(first, Decided) and isinstance(second, Decided)
    assert (first.outcome, first.action, first.task) == ("done", "open", task.task)
    assert first.seconds > 0
    assert second.outcome == "refused"
    assert set(second.reasons) == {reason.code for reason in refused.reasons}
    assert third == Rejected("task-unknown")


def test_what_is_undone_is_not_told(engine: Engine) -> None:
    """A fact is one only when its transaction is kept."""
    told: list[Fact] = []
    engine.watch(told.append)
    with pytest.raises(ZeroDivisionError), engine._store.begin() as tx:
        tx.note(Rejected("never"))
        raise ZeroDivisionError
    assert told == []


def test_whoever_watches_breaks_nothing(
    engine: Engine, spans: InMemorySpanExporter, caplog: pytest.LogCaptureFixture
) -> None:
    """An observer that fails is named in the log, and the others are told all the same."""
    told: list[Fact] = []

    def fail(_: Fact) -> None:
        raise ZeroDivisionError(SECRET)

    engine.watch(fail)
    engine.watch(told.append)
    spans.export = fail  # type: ignore[assignment,method-assign]
    assert begin(engine)
    assert len(told) == 1
    failures = [r.msg for r in caplog.records if isinstance(r.msg, Failed)]
    assert failures and failures[0].code == "ZeroDivisionError"
    assert SECRET not in str(failures)


def test_timers_tell_how_late_they_are(engine: Engine) -> None:
    """Each that has fired, once."""
    begin(engine)
    told: list[Fact] = []
    engine.watch(told.append)
    Worker(engine).run_once(day(30))
    fired = [fact for fact in told if isinstance(fact, Fired)]
    assert [(fact.queue, fact.timer) for fact in fired] == [("timers", "state")]
    assert 0 < fired[0].late <= timedelta(days=30).total_seconds()


def test_take_overs_are_told_with_their_queue(engine: Engine) -> None:
    """Rows that a dead worker has left behind."""
    begin(engine)
    told: list[Fact] = []
    engine.watch(told.append)
    sql = "UPDATE timer SET holder = 'dead', lease = 1"
    with engine._store.begin() as tx:
        count = tx.execute(sql)
    Worker(engine, name="heir").run_once(day(60))
    assert TakenOver("timers", count, "heir") in told


def test_each_try_of_a_channel_is_told(peopled: Engine) -> None:
    """By its kind and its code; then what became of the message; never to whom it was to go."""
    registry, told = peopled.metrics(), list[Fact]()
    peopled.watch(told.append)
    waiting = peopled.backlog(day(400)).outbox["waiting"]
    worker = Worker(peopled, carrier=Channels(peopled, Switchboard({})))
    for days in (400, 800):
        worker.run_once(day(days))
    tried = [fact for fact in told if isinstance(fact, Tried)]
    settled = [fact for fact in told if isinstance(fact, Settled)]
    assert len(settled) >= waiting > 0
    assert tried
    assert {(fact.outcome, fact.code) for fact in tried} == {("dead", "channel-unset")}
    dead = sum(fact.outcome == "dead" for fact in settled)
    assert dead == len(peopled.dead_letters()) > 0
    found = samples(generate_latest(registry).decode())
    assert found["xiangyue_dead_letters_total", ()] == dead
    channel = (("channel", tried[0].channel), ("outcome", "dead"))
    assert found["xiangyue_deliveries_total", channel] >= 1
    everything = "\n".join(map(str, told))
    for private in ("1381000", "1382000", "example.org", "=an ", "=bo "):
        assert private not in everything


def test_metrics_say_what_happened(engine: Engine) -> None:
    """Commands by outcome, refusals by reason, what is due now, what was given up."""
    registry = engine.metrics()
    task = begin(engine)
    assert not engine.act(task, "convert", by="zhou", now=MONDAY)
    engine._store.watch.tell(Settled("xinqi", "1.0", "message", "dead", 12, "channel-refused"))
    found = samples(generate_latest(registry).decode())
    assert found["xiangyue_commands_total", (("outcome", "done"),)] == 1
    assert found["xiangyue_commands_total", (("outcome", "refused"),)] == 1
    assert found["xiangyue_refusals_total", (("reason", "role"),)] == 1
    assert found["xiangyue_command_seconds_count", ()] == 2
    assert found["xiangyue_dead_letters_total", ()] == 1
    assert found["xiangyue_queue_depth", (("queue", "timers"),)] > 0
    assert found["xiangyue_queue_oldest_seconds", (("queue", "timers"),)] > 0
    assert found["xiangyue_store_up", ()] == 1
    with pytest.raises(Misuse, match="counts an engine"):
        engine.metrics(registry)
    assert engine.act(task, "convert", by="li", now=MONDAY)


def test_metrics_outlive_the_store() -> None:
    """Who looks after it was closed sees that it is gone."""
    with Engine() as engine:
        registry = engine.metrics()
    found = samples(generate_latest(registry).decode())
    assert found["xiangyue_store_up", ()] == 0
    assert ("xiangyue_queue_depth", (("queue", "timers"),)) not in found


def test_spans_stand_within_each_other(engine: Engine, spans: InMemorySpanExporter) -> None:
    """A command holds what it is made of; a timer the command that it sets off."""
    told: list[Fact] = []
    engine.watch(told.append)
    task = begin(engine)
    found = {span.name: span for span in spans.get_finished_spans()}
    command = found["xiangyue.command"]
    assert command.attributes
    assert command.attributes["xiangyue.outcome"] == "done"
    for name in ("gather", "decide", "record"):
        assert _parent(found[f"xiangyue.{name}"]) == _id(command)
    assert told[0].span == f"{_id(command):016x}"
    spans.clear()
    engine.tick(day(30))
    timers = [s for s in spans.get_finished_spans() if s.name == "xiangyue.timer"]
    (inner,) = [s for s in spans.get_finished_spans() if s.name == "xiangyue.command"]
    assert _parent(inner) in {_id(timer) for timer in timers}
    spans.clear()
    with pytest.raises(Misuse):
        engine.act(task, SECRET, by="li")
    (wrong,) = [s for s in spans.get_finished_spans() if s.name == "xiangyue.command"]
    assert not wrong.status.is_ok
    assert wrong.status.description == "action-unknown"


def _id(span: ReadableSpan) -> int:
    assert span.context
    return int(span.context.span_id)


def _parent(span: ReadableSpan) -> int | None:
    return span.parent.span_id if span.parent else None


def test_spans_belong_to_their_own_command(engine: Engine, spans: InMemorySpanExporter) -> None:
    """Whoever's thread does the work of those who wait, each finds its own parts in its trace."""
    tasks = [begin(engine) for _ in range(8)]
    spans.clear()
    work = [
        threading.Thread(target=engine.act, args=(t, "convert"), kwargs={"by": "li", "now": MONDAY})
        for t in tasks
    ]
    for thread in work:
        thread.start()
    for thread in work:
        thread.join()
    found = spans.get_finished_spans()
    commands = {_id(span) for span in found if span.name == "xiangyue.command"}
    assert len(commands) == 8
    for name in ("gather", "decide"):
        assert {_parent(s) for s in found if s.name == f"xiangyue.{name}"} == commands


def test_nothing_personal_is_told(
    engine: Engine, spans: InMemorySpanExporter, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither what is in a field nor what was sent by mistake, wherever it leaves."""
    caplog.set_level("DEBUG", "xiangyue")
    registry = engine.metrics()
    secretive(engine)
    lines = [record.getMessage() for record in caplog.records]
    traces = [span.to_json() for span in spans.get_finished_spans()]
    page = generate_latest(registry).decode()
    assert any("outcome=refused" in line for line in lines)
    assert traces and "xiangyue_refusals_total" in page
    everything = "\n".join((*lines, *traces, page))
    for private in (SECRET, '"li"', "=li ", "zhou"):
        assert private not in everything


def test_a_worker_process_can_be_watched(place: Callable[[str], str]) -> None:
    """Its metrics over HTTP and its lines on standard error; a second one cannot have the port."""
    url = place("watched")
    with Engine(url) as engine:
        settle(engine)
        begin(engine, story=SECRET)
    command = [sys.executable, "-m", "xiangyue", "--lang", "en", "worker", "--db", url]
    options = ["--log", "info", "--log-format", "json", "--poll", "0.05", "--metrics"]
    pipes: Any = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen([*command, *options, "0"], **pipes) as worker:
        assert worker.stderr
        first = orjson.loads(worker.stderr.readline())
        where = first["message"].removeprefix("metrics at ")
        page, found = "", Samples()
        for _ in range(600):
            with urllib.request.urlopen(where, timeout=30) as answer:
                page = answer.read().decode()
            found = samples(page)
            if found.get(("xiangyue_timer_lateness_seconds_count", (("queue", "timers"),))):
                break
            threading.Event().wait(0.05)
        port = where.rpartition(":")[2].removesuffix("/metrics")
        second = subprocess.run(
            [*command, "--metrics", port], capture_output=True, text=True, check=False
        )
        worker.send_signal(signal.SIGTERM)
        rest = worker.stderr.read()
    assert found["xiangyue_timer_lateness_seconds_count", (("queue", "timers"),)] >= 1
    assert found["xiangyue_store_up", ()] == 1
    assert (second.returncode, second.stderr.count("\n")) == (2, 1)
    assert "Metrics cannot be offered at 127.0.0.1" in second.stderr
    lines = [orjson.loads(line) for line in rest.splitlines()]
    assert all({"time", "level", "event"} <= line.keys() for line in lines)
    assert [line["state"] for line in lines if line["event"] == "worker"] == ["started", "stopped"]
    timer = next(line for line in lines if line["event"] == "timer")
    assert (timer["community"], timer["level"]) == ("xinqi", "info")
    assert SECRET not in page + rest


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--metrics", "nowhere"], "metrics-address"),
        (["--metrics", "70000"], "metrics-address"),
        (["--log", "loudly"], "log-how"),
        (["--log-format", "xml"], "log-how"),
    ],
)
def test_what_cannot_be_watched_is_said(
    tmp_path: Any, capsys: pytest.CaptureFixture[str], options: list[str], code: str
) -> None:
    """One sentence, in either language."""
    url = f"sqlite:///{tmp_path / 'v.db'}"
    Engine(url).close()
    assert main(["worker", "--once", "--db", url, *options, "--json"]) == 2
    ran = capsys.readouterr()
    assert orjson.loads(ran.out)["error"]["code"] == code
    assert ran.err.count("\n") == 1


@pytest.mark.sqlite
def test_a_missing_extra_is_named(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what to install."""
    monkeypatch.setitem(sys.modules, "prometheus_client", None)
    with pytest.raises(Misuse, match=r"xiangyue\[metrics\]"):
        engine.metrics()


@pytest.mark.sqlite
def test_the_environment_turns_logs_on(
    tmp_path: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """For every command; and nothing stays set up behind it."""
    url = f"sqlite:///{tmp_path / 'v.db'}"
    with Engine(url) as engine:
        settle(engine)
        begin(engine)
    monkeypatch.setenv("XIANGYUE_LOG", "info")
    monkeypatch.setenv("XIANGYUE_LOG_FORMAT", "json")
    assert main(["worker", "--once", "--db", url]) == 0
    events = [orjson.loads(line)["event"] for line in capsys.readouterr().err.splitlines()]
    assert "timer" in events
    assert "command" in events
    with Engine() as engine:
        settle(engine)
        begin(engine)
    assert capsys.readouterr().err == ""
