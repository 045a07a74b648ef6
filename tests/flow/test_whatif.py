"""What-if: what other rules would have changed, and nothing that they would not have."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from points import START, VILLAGE, adopt, done, exchange, on, score, settle

from xiangyue import Engine, Misuse, Profile, StoreError, load
from xiangyue.cli import main
from xiangyue.exchange.logs.discover import discover
from xiangyue.exchange.logs.readlog import read_log
from xiangyue.exchange.logs.replay import replay_log
from xiangyue.lint import require
from xiangyue.profile import build
from xiangyue.study.whatif import explain_flip, what_if

WORKS = Path(__file__).parent / "profiles" / "works"


def changed(engine: Engine, change: Mapping[str, Any], folder: Path) -> Profile:
    """Return the profile in force with some addresses set otherwise."""
    document = json.loads(json.dumps(dict(engine.profile(VILLAGE).document), default=dict))
    for address, value in change.items():
        *path, last = address.split(".")
        part = document
        for name in path:
            part = part[name]
        part[last] = value
    folder = folder / document["profile"]
    folder.mkdir()
    (folder / "profile.yaml").write_text(yaml.safe_dump(document, allow_unicode=True), "utf-8")
    return require(load(folder), engine._plans.limits)


@pytest.fixture
def village(tmp_path: Path) -> Iterator[Engine]:
    """Keep points for a month: two cadres earn, and one household spends."""
    with Engine(f"sqlite:///{tmp_path / 'village.db'}") as engine:
        settle(engine)
        adopt(engine)
        for day in (6, 7, 8):
            done(score(engine, "award", "wang", 3, now=on(5, day), kind="water"))
        done(score(engine, "award", "zhao", 2, now=on(5, 9), kind="road"))
        yield engine


def test_a_lower_cap_shows_who_loses_and_explains_itself(village: Engine) -> None:
    """Earlier awards count as they would have: the cap is reached by what would have been given."""
    found = what_if(village, params={"month_cap": 5, "share": 100})
    lost = {one.member: (one.was, one.would) for one in found.standings}
    assert lost == {"wang": (400, 500), "zhao": (200, 200)}
    found = what_if(village, params={"month_cap": 5})
    assert {one.member: (one.was, one.would) for one in found.standings} == {
        "wang": (400, 200),
        "zhao": (200, 200),
    }
    assert [(one.member, one.was, one.would) for one in found.part.points] == [
        ("wang", 300, 200),
        ("wang", 100, 0),
    ]
    (shared,) = found.shared
    assert (shared.losing, shared.gaining, shared.same) == (1, 0, 1)
    first = found.part.points[0]
    both = explain_flip(village, VILLAGE, first.seq, params={"month_cap": 5})
    assert [p.amount for p in both.was.points] == [300]
    assert [p.amount for p in both.would.points] == [200]
    assert "points-capped" in {note.code for note in both.would.notes}


def test_counts_are_those_that_would_have_been(village: Engine) -> None:
    """Who would have had less could not have spent as much: that purchase is refused, no other."""
    for day in (10, 11):
        done(score(village, "award_house", "h01", 4, now=on(5, day), kind="water"))
    done(exchange(village, "h01", 3, now=on(5, 12)))
    assert what_if(village, params={"house_base": 5}).unchanged
    found = what_if(village, params={"month_cap": 5})
    (flip,) = found.part.flips
    assert (flip.action, flip.how, flip.reasons[0].code) == ("hand_out", "refused", "points-short")
    assert found.part.elsewhere == ()


def test_what_is_left_as_it_was_flips_nothing(village: Engine) -> None:
    """Neither no change at all, nor the same profile, changes anything; not even judged anew."""
    village.tune(VILLAGE, {"month_cap": 20}, now=on(5, 20))
    done(score(village, "award", "wang", 9, now=on(5, 21), kind="care"))
    nothing: list[dict[str, Any]] = [{"params": {}}, {"profile": village.profile(VILLAGE)}]
    for tried in nothing:
        for thorough in (False, True):
            found = what_if(village, **tried, thorough=thorough)
            assert found.unchanged
            assert found.part.elsewhere == ()
            assert found.part.judged == (found.part.commands if thorough else 0)


def test_what_follows_on_a_refusal_is_told_apart(village: Engine, tmp_path: Path) -> None:
    """An opening that nobody could have made refuses itself; what came after it only follows."""
    tried = changed(village, {"flows.deed.open.by": "panel"}, tmp_path)
    found = what_if(village, profile=tried)
    assert found.hows == {"refused": 4}
    assert {flip.action for flip in found.part.flips} == {"open"}
    assert len(found.part.knock_on) == 4
    assert found.part.at_stake == 600
    assert found.part.points == ()


def test_deadlines_are_met_or_missed_as_they_would_have_been(
    village: Engine, tmp_path: Path
) -> None:
    """A shorter deadline is missed by what came later, wherever the task went meanwhile."""
    deed = village.open("deed", community=VILLAGE, by="li", who="wang", now=on(5, 13))
    done(village.act(deed, "award", by="deng", worth=1, now=on(5, 16)))
    found = what_if(village, profile=changed(village, {"flows.deed.due": "2d"}, tmp_path))
    (late,) = found.part.deadlines
    assert (late.task, late.missed, late.due) == (deed.task, True, None)
    assert found.part.flips == ()


def test_what_was_destroyed_is_not_judged(village: Engine) -> None:
    """A command whose personal value is gone counts as destroyed, and stays as it was."""
    ill = village.open("deed", community=VILLAGE, by="li", who="wang", illness="flu", now=on(5, 13))
    village.destroy(ill, by="li", why="asked for", now=on(5, 14))
    found = what_if(village, params={"month_cap": 5}, thorough=True)
    assert found.part.destroyed == 1
    assert found.part.elsewhere == ()


def test_only_the_period_is_judged(village: Engine) -> None:
    """Days are those of the community; what came before them still counts."""
    found = what_if(village, params={"month_cap": 5}, since=on(5, 7).date())
    assert [(one.was, one.would) for one in found.part.points] == [(100, 0)]
    assert [(one.member, one.was) for one in found.standings] == [("wang", 100), ("zhao", 200)]


def test_nothing_is_written(village: Engine) -> None:
    """The store is as it was, to the last entry."""
    before = village.heads()
    what_if(village, params={"month_cap": 5})
    assert village.heads() == before
    with pytest.raises(Misuse, match="Nothing is tried"):
        what_if(village)
    with pytest.raises(Misuse, match="month_cap"):
        what_if(village, params={"month_cap": 5000})


@pytest.mark.sqlite
def test_other_processes_come_to_the_same(village: Engine) -> None:
    """Split by community over any executor, the parts are those of one process."""
    village.add_unit("shanhe", "village", now=START)
    village.install(village.profile(VILLAGE), "shanhe", now=START)
    alone = what_if(village, params={"month_cap": 5}, workers=1)
    with ThreadPoolExecutor(2) as threads:
        assert what_if(village, params={"month_cap": 5}, executor=threads).part == alone.part
    told: list[float] = []
    assert what_if(village, params={"month_cap": 5}, progress=told.append).part == alone.part
    assert told[-1] == 1.0


@pytest.mark.sqlite
def test_a_dask_cluster_comes_to_the_same(village: Engine) -> None:
    """A local cluster of Dask is an executor like any other."""
    distributed = pytest.importorskip("distributed")
    alone = what_if(village, params={"month_cap": 5}, workers=1)
    cluster = distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None
    )
    with cluster, distributed.Client(cluster) as client:
        pool = client.get_executor(pure=False)
        assert what_if(village, params={"month_cap": 5}, executor=pool).part == alone.part


@pytest.mark.sqlite
def test_a_draft_that_forbids_an_action_flips_its_recorded_uses(data: Path, tmp_path: Path) -> None:
    """Of a real log with 8,577 events, exactly the uses of what is forbidden are refused."""
    log = read_log(data / "receipt" / "receipt.xes.gz")
    folder = tmp_path / "receipt"
    folder.mkdir()
    (folder / "profile.yaml").write_text(discover(log, "receipt"), "utf-8")
    with Engine() as engine:
        profile = engine.install(folder, "log", now=datetime(2000, 1, 1, tzinfo=UTC))
        replay_log(engine, log, profile)
        forbidden = "t02_check_confirmation_of_receipt"
        document = json.loads(json.dumps(dict(profile.document), default=dict))
        document["flows"]["case"]["actions"][forbidden]["when"] = "false"
        found = what_if(engine, profile=build(document), communities=["log"])
        uses = [
            seq
            for (seq, body) in engine_entries(engine)
            if body.get("action") == forbidden and body["outcome"] == "done"
        ]
    assert len(uses) > 1000
    assert [flip.seq for flip in found.part.flips] == uses
    assert {flip.action for flip in found.part.flips} == {forbidden}
    assert found.part.elsewhere == ()


def engine_entries(engine: Engine) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the entries of the log's community."""
    with engine._store.read() as reader:
        for seq, body in reader.all("SELECT seq, body FROM journal WHERE community = 'log'"):
            yield seq, json.loads(body)


@pytest.mark.sqlite
def test_the_command_tells_people_and_scripts(
    village: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Totals, who gains and loses, one decision by both rules, a picture; errors say the mend."""
    db = ["--db", f"sqlite:///{tmp_path / 'village.db'}"]
    svg = tmp_path / "shared.svg"
    lower = ["whatif", "--set", "month_cap=5", *db]
    assert main(["--lang", "en", *lower, "--svg", str(svg)]) == 0
    out = capsys.readouterr().out
    assert "0 would have gained, 1 lost, 1 the same." in out
    assert "Cadres' points: 6.00 → 4.00 points" in out
    assert svg.read_text("utf-8").startswith("<svg")
    assert main([*lower, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["summary"]["losing"] == 1
    assert [one["would"] for one in said["points"]] == [2.0, 0.0]
    entry = said["points"][0]["entry"]
    assert main(["--lang", "zh", *lower, "--decision", entry]) == 0
    assert "所试规则" in capsys.readouterr().out
    assert main(["--lang", "en", "whatif", "--set", "month_cap=5", "--decision", "x", *db]) == 2
    assert "no entry of a journal" in capsys.readouterr().err
    assert main(["--lang", "en", "whatif", *db]) == 2
    assert "Nothing is tried" in capsys.readouterr().err


def test_what_rules_compute_is_read_by_later_rules() -> None:
    """A value that would have been another one brings other points, though these rules stay."""
    with Engine() as engine:
        engine.add_unit(VILLAGE, "village", now=START)
        engine.install(WORKS, VILLAGE, now=START)
        engine.register("li", roles={"clerk": VILLAGE}, now=START)
        vote = engine.open("vote", community=VILLAGE, by="li", now=START)
        done(engine.act(vote, "adopt", by="li", now=START))
        job = engine.open("job", community=VILLAGE, by="li", now=START)
        done(engine.act(job, "value", by="li", size=4, now=START))
        done(engine.act(job, "score", by="li", now=START))
        found = what_if(engine, params={"rate": 3})
        assert [(one.was, one.would) for one in found.standings] == [(800, 1200)]
        assert found.part.flips == ()


@pytest.mark.sqlite
def test_an_entry_that_was_tampered_with_is_named(village: Engine) -> None:
    """What cannot be followed is said in a sentence, with its place and what to do."""
    with village.sql.begin() as connection:
        change = 'UPDATE journal SET body = \'{"kind":"command"}\' WHERE community = ? AND seq = 6'
        connection.exec_driver_sql(change, (VILLAGE,))
    with pytest.raises(StoreError, match=r"xinqi/6 does not go on.*") as raised:
        what_if(village, params={"month_cap": 5})
    assert "verify" in raised.value.mend()
