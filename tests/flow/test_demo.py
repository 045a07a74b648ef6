"""The demo tells the truth: what its page and its document say is what the journal says."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
import pytest
from demo_journal import called, entries, moments, recounted
from recalling import differences

from xiangyue import Engine
from xiangyue.cli.demo import today

pytestmark = pytest.mark.sqlite

TYPES = {
    "jinxiu": "administrative-rich-urban",
    "xinqi": "resource-scarce-rural",
    "lvyuan": "self-organized-urban",
    "laojie": "low-participation",
}


def play(folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    """Play the demo as its users do, with a folder of its own for what it makes."""
    command = [sys.executable, "-m", "xiangyue", *args]
    kept = {name: v for name, v in os.environ.items() if not name.startswith(("XIANGYUE_", "LC_"))}
    environment = {**kept, "TMPDIR": str(folder), "LANG": "C.UTF-8", "PYTHONUTF8": "1"}
    return subprocess.run(
        command, capture_output=True, text=True, timeout=300, check=False, env=environment
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder in which everything is played."""
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def page(folder: Path) -> str:
    """Return the page in English, played in a store that was named."""
    ran = play(folder, "--lang", "en", "demo", "--db", f"sqlite:///{folder}/mine.db")
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout


@pytest.fixture(scope="module")
def document(folder: Path) -> dict[str, Any]:
    """Return the document, of a store that nobody named."""
    ran = play(folder, "--lang", "zh", "demo", "--json")
    assert (ran.returncode, ran.stderr) == (0, "")
    found: dict[str, Any] = orjson.loads(ran.stdout)
    return found


@pytest.fixture
def store(page: str, folder: Path) -> Path:
    """Return the file in which the page was played."""
    assert page
    return folder / "mine.db"


def test_the_facts_are_those_of_the_journal(store: Path, document: dict[str, Any]) -> None:
    """Every figure, counted anew from another play in another language, is the same."""
    for community, profile in TYPES.items():
        facts = document["communities"][community]
        found = recounted(store, community)
        assert {name: facts[name] for name in found} == found, community
        assert facts["profile"] == profile


def test_the_table_is_that_of_the_journal(store: Path, page: str) -> None:
    """Each line of the table is one community's figures."""
    for community in TYPES:
        found = recounted(store, community)
        (line,) = re.findall(rf"^{community.title()} +([0-9].*)$", page, re.MULTILINE)[-1:]
        decisions = found["decisions"]
        assert line.split()[:6] == [
            str(found["tasks"]),
            str(sum(decisions.values())),
            f"{decisions['refused']}/{decisions['deferred']}",
            f"{found['points']:.2f}",
            f"{found['accepted']}/{found['asked']}",
            str(found["matches"]),
        ]


def test_every_rung_is_told_as_it_ended(store: Path, page: str) -> None:
    """The page tells of a call-out's rungs what the journal says when all is over."""
    for community in TYPES:
        call = called(store, community)
        rungs = " → ".join(f"{accepted}/{asked}" for asked, accepted in call["rungs"])
        told = f"{community.title()}: {rungs}; {call['accepted']} of {call['asked']} come"
        assert told in page


def test_each_scene_has_the_time_of_its_journal(store: Path, page: str) -> None:
    """A heading's day and hour are those at which its steps were taken."""
    for heading, action in (
        ("Xinqi: the order becomes points", "convert"),
        ("Xinqi: the work is done", "finish"),
        ("Xinqi: it is scored, and appealed", "score"),
        ("Xinqi: it is scored, and appealed", "decide"),
    ):
        (day,) = re.findall(rf"^(\w+ [0-9:]+)  {heading}$", page, re.MULTILINE)
        steps = moments(store, "xinqi", action)
        assert steps and {f"{at:%A %H:%M}" for at in steps} == {day}, action


def test_the_warnings_came_when_the_page_says(store: Path, page: str) -> None:
    """Whoever is on duty was warned in each community twelve and two hours before the end."""
    assert "on Sunday at 20:00 and on Monday at 06:00" in " ".join(page.split())
    for community in TYPES:
        told = [
            at
            for number in (0, 1)
            for at in moments(store, community, f"~state.active.remind.{number}")
        ]
        assert [f"{at:%A %H:%M}" for at in told] == ["Sunday 20:00", "Monday 06:00"]


def test_who_is_there_is_told_by_kind(store: Path, page: str, document: dict[str, Any]) -> None:
    """People, households and organisations are counted apart, as they are registered."""
    with closing(sqlite3.connect(store)) as opened:
        held = dict(opened.execute("SELECT kind, count(*) FROM member GROUP BY kind"))
    names = {"person": "people", "household": "households", "organization": "organizations"}
    assert {kind: document[name] for kind, name in names.items()} == held
    told = f"{held['person']} made-up people, {held['household']} households"
    assert f"{told} and {held['organization']} organisations" in " ".join(page.split())


def test_units_have_titles_in_both_languages(store: Path) -> None:
    """Whoever looks at the English demo's database in Chinese reads Chinese names."""
    with Engine(f"sqlite:///{store}") as engine:
        for unit in engine.units().values():
            assert unit.title["en"] != unit.title["zh"], unit.id


def test_what_is_told_of_refusals_stands_in_the_journal(
    store: Path, page: str, document: dict[str, Any]
) -> None:
    """What the page says of a refusal or deferral is a decision's own words, and no other."""
    said = " ".join(page.split())
    with Engine(f"sqlite:///{store}") as engine:
        assert document["told"]
        for told in document["told"]:
            community = told["task"].partition("/")[0]
            kept = [
                one
                for one in entries(store, community)
                if one["kind"] == "command"
                and one["outcome"] == told["outcome"]
                and (one["action"], one["actor"]) == (told["action"], told["actor"])
                and [r["code"] for r in one["reasons"]] == [r["code"] for r in told["reasons"]]
            ]
            assert kept, told
            decision = _decision(engine, community, kept[0]["seq"])
            for reason in decision.reasons:
                assert " ".join(reason.text("en").split()) in said


def _decision(engine: Engine, community: str, seq: int) -> Any:
    with engine._store.read() as reader:
        return reader.decision(community, seq)


def test_the_story_has_what_it_promises(store: Path, document: dict[str, Any]) -> None:
    """An instruction, points and an appeal, matches, a post, a flood at level II, and reviews."""
    flows = {
        community: {one["flow"] for one in entries(store, community) if one["kind"] == "command"}
        for community in TYPES
    }
    assert "points_appeal" in flows["xinqi"] and "match" in flows["lvyuan"]
    assert {"corridor_post", "household_visit"} <= flows["laojie"]
    for community in TYPES:
        assert {"activation", "callout", "after_action_review"} <= flows[community]
        modes = {one.get("mode") for one in entries(store, community)}
        assert {"normal", "emergency:II"} <= modes
        (call,) = document["communities"][community]["call_outs"]
        assert len(call["rungs"]) > 1 and call["freed"] == call["accepted"] > 0
    assert sum(one["asked"] for one in document["communities"].values()) >= 300
    outcomes = {one["outcome"] for one in document["told"]}
    assert outcomes == {"refused", "deferred"}


def test_posts_are_filled_by_their_flows(store: Path) -> None:
    """The new head and the partners were enrolled by nobody: the registry names their tasks."""
    decided = {
        (one["about"]["member"], one["about"]["role"]): one["about"]["decided_in"].partition("/")[0]
        for one in entries(store, "~registry")
        if one["kind"] == "role" and "decided_in" in one["about"]
    }
    partners = ("boat-club", "moving-firm", "school", "water-works")
    assert decided == {
        **{("yu", role): "laojie" for role in ("corridor_head", "adult")},
        **{(name, "partner"): "lvyuan" for name in partners},
    }


def test_what_is_left_can_be_looked_at(page: str, document: dict[str, Any], folder: Path) -> None:
    """The commands that the page names run as they stand, and the store verifies."""
    named = re.findall(r"^  .*xiangyue (.* --db .*)$", page, re.MULTILINE)
    assert len(named) == 5
    for command in named:
        assert play(folder, *command.split()).returncode == 0, command
    assert play(folder, "verify", "--db", document["db"]).returncode == 0


def test_the_page_fits_a_terminal(page: str) -> None:
    """No line but those to copy is wider than 80 columns, and the page is one to read."""
    lines = [line for line in page.splitlines() if " --db " not in line]
    assert not [line for line in lines if len(line) > 80]
    assert len(lines) <= 135


def test_nothing_is_left_where_nobody_wants_it(folder: Path, tmp_path: Path) -> None:
    """With --no-keep the folder is as it was; in Chinese the page tells the same."""
    ran = play(tmp_path, "--lang", "zh", "demo", "--no-keep")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "梯次动员" in ran.stdout and "通过：" in ran.stdout
    assert not list(tmp_path.iterdir())


def test_a_store_is_played_in_once(store: Path, folder: Path) -> None:
    """A second time in one store is refused with its mend, and changes nothing."""
    before = entries(store, "xinqi")
    ran = play(folder, "demo", "--db", f"sqlite:///{store}", "--json")
    assert ran.returncode == 2
    assert orjson.loads(ran.stdout)["error"]["code"] == "demo-played"
    assert entries(store, "xinqi") == before


@pytest.mark.parametrize("day", ["2026-11-29", "2026-10-06", "2026-06-19"])
def test_it_can_have_ended_just_now(day: str, tmp_path: Path) -> None:
    """To look around in: the story is over, and today there is work, a mode and a live call-out."""
    now = datetime.fromisoformat(f"{day}T10:30+08:00")
    with Engine(f"sqlite:///{tmp_path / 'now.db'}") as engine:
        today.play(engine, now)
        assert [one.state for one in engine.tasks("xinqi", assignee="wang", ended=False).tasks] == [
            "assigned",
            "assigned",
            "done",
        ]
        (call,) = engine.tasks("lvyuan", flow="callout", ended=False).tasks
        assert engine.call_out_yield(call).accepted > 0
        assert engine.verify().ok


def test_memory_leads_where_the_store_did(page: str, folder: Path) -> None:
    """Relived in memory, each command of a week and a flood is decided as it was in the store."""
    assert page
    with Engine(f"sqlite:///{folder}/mine.db") as engine:
        found = [
            one for community in engine.communities() for one in differences(engine, community)
        ]
    assert found == []
