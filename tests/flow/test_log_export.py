"""The journal as XES: what leaves, under which names, and that it comes back the same."""

from __future__ import annotations

import json
import shutil
import tempfile
import tracemalloc
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from multiplied import multiply
from random_commands import START, VILLAGE, commands, settle
from random_profiles import profiles, write

from xiangyue import Decision, Engine, Misuse, XiangyueError
from xiangyue.cli import main
from xiangyue.exchange.journals.export import LogReport, export_ocel, export_xes
from xiangyue.exchange.journals.terms import LogTerms
from xiangyue.exchange.logs.discover import discover
from xiangyue.exchange.logs.eventlog import EventLog
from xiangyue.exchange.logs.following import follow_log
from xiangyue.exchange.logs.readlog import read_log
from xiangyue.exchange.logs.replay import replay_log
from xiangyue.profile import build
from xiangyue.profile.source import parse
from xiangyue.time.clock import from_micros

PERSONAL = ("13800001", "13811111", "13900000", "Ditch 1", "rain", "smaller than it looks")


def exported(engine: Engine, folder: Path, community: str, **terms: Any) -> tuple[LogReport, Path]:
    """Export a community's journal."""
    file = folder / "log.xes"
    return export_xes(engine, file, community, LogTerms(**terms)), file


def decided(engine: Engine, community: str) -> dict[str, list[Decision]]:
    """Return what was carried out on each task, by other means than an export."""
    tasks = engine.tasks(community, limit=1000).tasks
    return {task.id: [one for one in engine.history(task) if one] for task in tasks}


def same(log: EventLog, told: dict[str, list[Decision]]) -> None:
    """Check that a log says of each task what was decided, when, by whom and in which role."""
    assert {case.id for case in log.cases} == told.keys()
    for case in log.cases:
        latest = 0
        for event, one in zip(case.events, told[case.id], strict=True):
            latest = max(latest, one.occurred_at)
            right = one.standing.role if one.standing else None
            assert (event.activity, event.at) == (one.command.action, from_micros(latest))
            assert (event.resource, event.group) == (one.command.actor, right)


def test_every_decision_is_an_event_of_its_task(peopled: Engine, tmp_path: Path) -> None:
    """Read back, the log says what the engine says of each task, in its order, on both stores."""
    for community in peopled.communities():
        report, file = exported(peopled, tmp_path, community, members=True)
        told, log = decided(peopled, community), read_log(file)
        same(log, told)
        assert (report.tasks, report.events) == (len(told), sum(map(len, told.values())))
        assert export_ocel(peopled, tmp_path / "log.json", community) == report
        events = json.loads((tmp_path / "log.json").read_bytes())["events"]
        done = {f"{community}/{one.seq}" for some in told.values() for one in some}
        assert {one["id"] for one in events} == done
        tasks = peopled.tasks(community).tasks
        ends = {task.id: from_micros(task.ended_at) for task in tasks if task.ended_at}
        assert log.end_attribute == ("end" if ends else None)
        assert all(log.end(case) == ends.get(case.id) for case in log.cases)


@pytest.mark.sqlite
def test_nothing_personal_leaves_unasked(village: Path, tmp_path: Path) -> None:
    """Neither values, titles and notes nor anybody's id; and what was destroyed never."""
    with Engine(f"sqlite:///{village}") as engine:
        members = ("li", "wang", "coop", "zhao")
        for refused in (False, True):
            _, file = exported(engine, tmp_path, "xinqi", refused=refused)
            text = file.read_text(encoding="utf-8")
            assert not [word for word in PERSONAL if word in text]
            assert not [name for name in members if f'value="{name}"' in text]
        _, file = exported(engine, tmp_path, "xinqi", personal=True, members=True, refused=True)
        text = file.read_text(encoding="utf-8")
        assert [name for name in members if f'value="{name}"' in text] == ["li", "wang"]
        # One was destroyed with its task, the other belongs to an opening that came to nothing.
        gone = {"smaller than it looks", "13900000"}
        assert {word for word in PERSONAL if word not in text} == gone


@pytest.mark.sqlite
def test_pseudonyms_hold_within_one_file(village: Path, tmp_path: Path) -> None:
    """One name for each member there, in roles, fields and behalf; another in the next file."""
    with Engine(f"sqlite:///{village}") as engine:
        names: list[dict[str | None, str | None]] = []
        texts = []
        for salt in (b"one", b"two"):
            _, open_file = exported(engine, tmp_path, "xinqi", members=True)
            known = [event.resource for case in read_log(open_file).cases for event in case.events]
            _, file = exported(engine, tmp_path, "xinqi", salt=salt)
            said = [event.resource for case in read_log(file).cases for event in case.events]
            names.append(dict(zip(known, said, strict=True)))
            assert len(set(zip(known, said, strict=True))) == len(set(known)) == len(set(said))
            texts.append(file.read_text(encoding="utf-8"))
    assert names[0]["system"] == names[1]["system"] == "system"
    assert names[0]["wang"] != names[1]["wang"]
    for text, name in zip(texts, names, strict=True):
        assert f'key="field.who" value="{name["wang"]}"' in text


@pytest.mark.sqlite
def test_refusals_come_only_where_they_are_asked_for(village: Path, tmp_path: Path) -> None:
    """They are aborted events with the codes of their reasons, and are counted otherwise."""
    with Engine(f"sqlite:///{village}") as engine:
        without, _ = exported(engine, tmp_path, "shigou")
        report, file = exported(engine, tmp_path, "shigou", refused=True)
    assert report.left_out == 0 < without.left_out
    assert report.events == without.events + without.left_out
    text = file.read_text(encoding="utf-8")
    aborted = text.count('value="ate_abort"') + text.count('value="suspend"')
    assert aborted == text.count('key="outcome"') == without.left_out
    assert 'key="reasons" value="limit:' in text


@pytest.mark.sqlite
def test_tasks_are_chosen_by_flow_and_day(village: Path, tmp_path: Path) -> None:
    """What is chosen of a task is all of it; the last day counts whole, in the village's zone."""
    with Engine(f"sqlite:///{village}") as engine:
        told = decided(engine, "xinqi")
        opened = {name: some[0].occurred_at for name, some in told.items()}
        day = START.date()
        _, file = exported(engine, tmp_path, "xinqi", members=True, since=day, until=day)
        last = START + timedelta(hours=15)  # midnight there
        early = {name for name, at in opened.items() if from_micros(at) < last}
        assert early and early != opened.keys()
        same(read_log(file), {name: told[name] for name in early})
        _, file = exported(engine, tmp_path, "xinqi", flow="scheme")
        assert {case.attributes["flow"] for case in read_log(file).cases} == {"scheme"}
        for terms, code in (
            ({"flow": "dich"}, "log-flow"),
            ({"since": day, "until": day - timedelta(days=1)}, "period-ends-first"),
        ):
            with pytest.raises(Misuse) as caught:
                exported(engine, tmp_path, "xinqi", **terms)
            assert caught.value.code == code
        with pytest.raises(Misuse, match="nowhere"):
            exported(engine, tmp_path, "nowhere")


@pytest.mark.sqlite
def test_a_file_is_there_as_a_whole_or_not_at_all(village: Path, tmp_path: Path) -> None:
    """An export that breaks off leaves the old file, and nothing beside it."""

    def stop(share: float) -> None:
        if share > 0.5:
            raise KeyboardInterrupt

    file = tmp_path / "log.xes.gz"
    file.write_bytes(b"old")
    with Engine(f"sqlite:///{village}") as engine:
        with pytest.raises(KeyboardInterrupt):
            export_xes(engine, file, "xinqi", progress=stop)
        assert (file.read_bytes(), [*tmp_path.iterdir()]) == (b"old", [file])
        shares: list[float] = []
        terms = LogTerms(salt=b"same")
        export_xes(engine, file, "xinqi", terms, shares.append)
        first = file.read_bytes()
        export_xes(engine, file, "xinqi", terms)
    assert file.read_bytes() == first
    assert shares == sorted(shares) and shares[-1] == 1.0


@pytest.mark.sqlite
def test_a_longer_journal_takes_no_more_memory(village: Path, tmp_path: Path) -> None:
    """Three times as many decisions are written within what the first ones took."""
    peaks: dict[str, list[int]] = {".xes": [], ".json": []}
    counts = []
    for times in (110, 330):
        file = tmp_path / f"{times}.db"
        shutil.copy(village, file)
        multiply(file, times)
        with Engine(f"sqlite:///{file}") as engine:
            for ending, export in ((".xes", export_xes), (".json", export_ocel)):
                tracemalloc.start()
                report = export(engine, tmp_path / f"log{ending}", "xinqi")
                peaks[ending].append(tracemalloc.get_traced_memory()[1])
                tracemalloc.stop()
        counts.append(report.events)
    assert counts[0] > 1000 and counts[1] > 2.9 * counts[0]
    assert all(more < 1.25 * less for less, more in peaks.values()), peaks


@pytest.mark.sqlite
@settings(max_examples=settings().max_examples // 6)
@given(data=st.data())
def test_whatever_was_decided_is_followed(data: st.DataObject) -> None:
    """Under any profile, an exported log has fitness 1.0 by it, and by its own draft."""
    with tempfile.TemporaryDirectory() as folder, Engine() as engine:
        path = write(data.draw(profiles()), Path(folder))
        settle(engine, path)
        profile, now = engine.profile(VILLAGE), START
        for _ in range(12):
            now += timedelta(minutes=data.draw(st.integers(0, 900)))
            tasks = {task.id: task for task in engine.tasks(VILLAGE, limit=1000).tasks}
            try:
                engine.do(data.draw(commands(profile, tasks, now)), now=now)
            except XiangyueError:
                continue
        told = decided(engine, VILLAGE)
        if not told:
            return
        _, file = exported(engine, Path(folder), VILLAGE, members=True)
        log = read_log(file)
        same(log, told)
        report = follow_log(log, profile)
        assert (report.fitness, report.events) == (1.0, sum(map(len, told.values())))
        ended = len(engine.tasks(VILLAGE, ended=True, limit=1000).tasks)
        # Without a single end in the log, whatever may have ended counts.
        assert report.ended == ended if log.end_attribute else report.ended >= ended
        own = build(parse(discover(log, "own").encode(), "own.yaml").plain())
        with Engine() as second:
            assert replay_log(second, log, own).fitness == 1.0


@pytest.mark.sqlite
def test_the_command_says_what_left(
    village: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its document counts; a file that is there stays unless it may be replaced."""
    out = tmp_path / "log.xes.gz"
    said = ["export", "xes", "--community", "xinqi", "--db", f"sqlite:///{village}", "-o", str(out)]
    assert main([*said, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["members"] == "pseudonyms" and not document["personal"]
    assert document["events"] == read_log(out).event_count
    assert main(said) == 2
    assert "--force" in capsys.readouterr().err
    assert main([*said, "--force", "--personal", "--members", "--flow", "ditch"]) == 0
    assert "ids of members" in capsys.readouterr().out
