"""CloudEvents in a file: each is decided once, and what is none holds up no other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent

from xiangyue import Engine
from xiangyue.cli import main
from xiangyue.errors import BadInput
from xiangyue.exchange.events.eventing import EventsFile
from xiangyue.plugs import Imported, Incoming

pytestmark = pytest.mark.sqlite

OPEN, ACT = "org.xiangyue.task.open", "org.xiangyue.task.act"


def event(kind: str, subject: str, id: str, **data: Any) -> str:
    """Return an event as the official package writes it."""
    said = {"type": kind, "source": "https://county.example", "id": id, "subject": subject}
    made = CloudEvent({**said, "datacontenttype": "application/json"}, data)
    return JSONFormat().write(made).decode()


SOUND = [
    event(OPEN, "xinqi/d1", "1", flow="ditch", title="沟", data={"size": 2.5, "phone": "138"}),
    event(ACT, "xinqi/d1", "2", action="rate", data={"who": "li"}),
    event(ACT, "xinqi/d1", "3", action="rate", data={"who": "li", "value": 99}),
    event(ACT, "xinqi/nothing", "4", action="rate"),
    event(OPEN, "xinqi", "5", flow="dich"),
]


@pytest.fixture
def village(tmp_path: Path, ditch: Path) -> Iterator[Engine]:
    """Return an engine with a village."""
    with Engine(f"sqlite:///{tmp_path / 'village.db'}") as engine:
        engine.add_unit("xinqi", "village")
        engine.install(ditch, community="xinqi")
        engine.register("li", roles={"secretary": "xinqi"})
        yield engine


def take(engine: Engine, folder: Path, text: str, **more: Any) -> Imported:
    """Import a file of events."""
    path = folder / "events"
    path.write_text(text, encoding="utf-8")
    return EventsFile().take(Incoming(path=path, engine=engine, by="li", **more))


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(SOUND),
        "\r\n\r\n".join(SOUND) + "\r\n",
        f"\ufeff[{', '.join(SOUND)}]",
        "".join(f"\x1e{one}\n" for one in SOUND),
        f"[{SOUND[0]}]\n[{', '.join(SOUND[1:])}]",
        "\n".join(json.dumps(json.loads(one), indent=2) for one in SOUND),
    ],
    ids=["lines", "blank lines", "array", "sequence", "arrays", "indented"],
)
def test_events_are_decided_in_their_order_however_they_are_written(
    village: Engine, tmp_path: Path, text: str
) -> None:
    """What is refused is noted with its reasons, and the same file brings nothing a second time."""
    found = take(village, tmp_path, text)
    count = found.counts["events"]
    assert (count.read, count.carried, count.refused, found.written) == (5, 2, 3, True)
    assert village.task("xinqi/d1").title == "沟"
    assert [len(one.say["en"]) > 10 and one.place.line > 0 for one in found.notes] == [True] * 3
    assert [one.code for one in found.notes][1:] == ["task-unknown", "flow-unknown"]
    assert "?" in found.notes[-1].mend["en"] and "？" in found.notes[-1].mend["zh"]
    end = village.heads()
    again = take(village, tmp_path, text)
    assert again.counts == found.counts and village.heads() == end
    assert village.verify()


def test_what_is_no_event_is_named_by_its_place(village: Engine, tmp_path: Path) -> None:
    """By line and JSON path, and those around it are decided."""
    wrong = ['{"id": "x"}', "7", SOUND[0].replace("task.open", "task.moved"), '{\n "a":\n 1}']
    found = take(village, tmp_path, "\n".join([*wrong, SOUND[0]]))
    places = [(one.place.line, one.at, one.code) for one in found.notes]
    assert places == [
        (1, "$.specversion", "event-missing"),
        (2, "$", "event-object"),
        (3, "$.type", "event-type"),
        (4, "$.specversion", "event-missing"),
    ]
    assert found.total.carried == 1
    listed = take(village, tmp_path, f"[{SOUND[0]},\n{wrong[2]}]")
    assert [(one.place.line, one.at) for one in listed.notes] == [(2, "$[1].type")]


@pytest.mark.parametrize("end", ["{", "[1,", '{"a": 1, "a": 2}', '"\\ud800"', "NaN"])
def test_a_file_that_cannot_be_read_to_its_end_does_nothing(
    village: Engine, tmp_path: Path, end: str
) -> None:
    """Whatever stands before."""
    with pytest.raises(BadInput):
        take(village, tmp_path, f"{SOUND[0]}\n{end}")
    assert not village.tasks("xinqi").tasks


def test_a_dry_run_says_what_is_sound(village: Engine, tmp_path: Path) -> None:
    """And does nothing."""
    found = take(village, tmp_path, "\n".join([*SOUND, "7"]), dry=True)
    assert (found.total.carried, found.total.refused, found.written) == (5, 1, False)
    assert not village.tasks("xinqi").tasks


def test_of_many_mistakes_the_first_are_told(village: Engine, tmp_path: Path) -> None:
    """All are counted."""
    found = take(village, tmp_path, "7\n" * 1_500)
    assert (found.total.refused, len(found.notes)) == (1_500, 1_001)
    assert found.notes[-1].say["en"] == "… and 500 more."


def test_the_command_does_what_a_file_asks_for(
    village: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 0 where all was done, 1 with what was refused, 2 for no JSON."""
    path, db = tmp_path / "events.json", ["--by", "li", "--db", f"sqlite:///{tmp_path}/village.db"]
    for text, code in ((SOUND[0], 0), (f"[{', '.join(SOUND)}]", 1), ("<a/>", 2)):
        path.write_text(text, encoding="utf-8")
        assert main(["import", "events", str(path), *db, "--json"]) == code
        document = json.loads(capsys.readouterr().out)
        assert code == 2 or (document["read"], document["refused"]) == ((1, 0), (5, 3))[code]
