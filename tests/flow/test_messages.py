"""What becomes of messages, as people read it; and that a person confirms what was heard."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from telling import NOW, settle, tell, write

import xiangyue
import xiangyue_channels
from xiangyue import Engine, Misuse, Worker
from xiangyue.cli import main
from xiangyue.messages import catalogue
from xiangyue.plugs import channels
from xiangyue.reach.switchboard import Route, Switchboard
from xiangyue.worker import Channels

ROLE, ASKED, PUBLIC = 1, 2, 3
"""The things that telling does, by number: 0 goes to Mei, who cannot be reached."""


@pytest.fixture
def url(place: Callable[[str], str]) -> str:
    """Return where the village is kept."""
    return place("village")


@pytest.fixture
def engine(url: str, tmp_path: Path) -> Iterator[Engine]:
    """Return the village that tells; whatever was done with it verifies."""
    with Engine(url) as engine:
        settle(engine, write(tmp_path))
        yield engine
        report = engine.verify()
        assert report, "\n".join(map(str, report.problems))


def send(engine: Engine, folder: Path) -> None:
    """Send what waits: by the loudspeaker's script and sheets for the door, all written down."""
    known, config = channels(), {"folder": str(folder / "sheets")}
    kinds = {"loudspeaker": "loudspeaker", "door": "door", "board": "board"}
    board = Switchboard({kind: Route(known[name], config) for kind, name in kinds.items()})
    Worker(engine, carrier=Channels(engine, board)).run_once(NOW)


def states(engine: Engine, seq: int) -> list[str]:
    """Return what became of each thing that was told."""
    return [engine.message("xinqi", seq, n).state for n in range(4)]


def test_what_was_written_down_waits_for_a_person(engine: Engine, tmp_path: Path) -> None:
    """Until then it is not just sent, and it is listed so."""
    told = tell(engine)
    assert states(engine, told.seq) == ["waiting"] * 4
    send(engine, tmp_path)
    assert states(engine, told.seq) == ["awaited"] * 4
    assert len(engine.messages("xinqi", state="awaited")) == 4
    assert engine.messages("xinqi", state="sent") == ()
    engine.confirm("xinqi", told.seq, PUBLIC, by="sun", now=NOW)
    assert engine.message("xinqi", told.seq, PUBLIC).state == "confirmed"
    assert [m.n for m in engine.messages("xinqi", state="awaited")] == [0, ROLE, ASKED]


def test_each_of_a_role_is_confirmed_alone(engine: Engine, tmp_path: Path) -> None:
    """The message is, once all are; the journal says who said so."""
    told = tell(engine)
    send(engine, tmp_path)
    for member, state in (("wang", "awaited"), ("zhao", "confirmed")):
        engine.confirm("xinqi", told.seq, ROLE, by="sun", member=member, now=NOW)
        assert engine.message("xinqi", told.seq, ROLE).state == state
    (one, two) = engine.feed("xinqi", types=["message.confirmed"]).events
    assert [one["data"]["to"], two["data"]["to"]] == ["wang", "zhao"]
    assert one["data"]["by"] == "sun"
    assert one["subject"] == f"xinqi/{told.task}"


def test_who_is_told_in_person_needs_no_channel(engine: Engine, tmp_path: Path) -> None:
    """What waited is not sent any more."""
    told = tell(engine)
    engine.confirm("xinqi", told.seq, ROLE, by="sun", now=NOW)
    send(engine, tmp_path)
    assert states(engine, told.seq)[ROLE] == "confirmed"
    assert engine.message("xinqi", told.seq, ROLE).attempts == 0


CALLS: dict[str, Callable[[Engine, int], object]] = {
    "confirm-none": lambda e, seq: e.confirm("xinqi", seq, 9, by="sun"),
    "confirm-not-to": lambda e, seq: e.confirm("xinqi", seq, ROLE, by="sun", member="mei"),
    "dispatch-none": lambda e, seq: e.wording("xinqi", seq, 9),
    "dispatch-state": lambda e, seq: e.messages("xinqi", state="lost"),  # type: ignore[arg-type]
    "page-limit": lambda e, seq: e.messages("xinqi", limit=0),
    "community-unknown": lambda e, seq: e.messages("nowhere"),
}


@pytest.mark.parametrize("code", CALLS)
def test_what_makes_no_sense_is_told(engine: Engine, code: str) -> None:
    """In both languages; nothing is confirmed, and not twice."""
    told = tell(engine)
    with pytest.raises(Misuse) as caught:
        CALLS[code](engine, told.seq)
    assert caught.value.code == code
    assert caught.value.describe("en") != caught.value.describe("zh")
    assert states(engine, told.seq) == ["waiting"] * 4
    engine.confirm("xinqi", told.seq, 0, by="sun", now=NOW)
    with pytest.raises(Misuse):
        engine.confirm("xinqi", told.seq, 0, by="sun", now=NOW)


# --- the command line -----------------------------------------------------------------------------

Run = Callable[..., Any]


@pytest.fixture
def run(url: str, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command on the village, in a language; returns what it prints, as JSON if asked."""

    def run(*args: str, lang: str = "en") -> Any:
        assert main(["--lang", lang, *args, "--db", url]) == 0
        out = capsys.readouterr().out
        return orjson.loads(out) if "--json" in args else out

    return run


@pytest.mark.sqlite
def test_the_commands_list_show_and_confirm(engine: Engine, tmp_path: Path, run: Run) -> None:
    """What a script reads, and what people read in their language."""
    told = tell(engine, title="水渠", story="dry")
    send(engine, tmp_path)
    number = f"{told.seq}.{ROLE}"
    rows = run("message", "list", "xinqi", "--state", "awaited", "--json")
    assert [row["number"] for row in rows] == [f"{told.seq}.{n}" for n in range(4)]
    assert rows[ROLE]["members"]["wang"]["state"] == "sent"
    assert run("message", "show", "xinqi", number, "--json")["texts"] == ["集合：水渠"]
    assert "to be told by a person" in run("message", "list", "xinqi")
    shown = run("message", "show", "xinqi", number, lang="zh")
    assert "全体网格员" in shown
    assert "待人工告知并确认" in shown
    assert "内容：集合：水渠" in shown
    done = run("message", "confirm", "xinqi", number, "--by", "sun", "--member", "wang", "--json")
    assert done["members"]["wang"]["state"] == "confirmed"
    run("message", "confirm", "xinqi", number, "--by", "sun")
    assert run("message", "list", "xinqi", "--state", "confirmed", "--json")[0]["number"] == number
    assert "no such messages" in run("message", "list", "xinqi", "--state", "dead")
    assert main(["message", "show", "xinqi", "first", "--db", "x"]) == 2


@pytest.mark.sqlite
def test_what_was_given_up_is_said_in_plain_words(engine: Engine, tmp_path: Path, run: Run) -> None:
    """For whom, and why, in the reader's language and without a code; scripts get both."""
    told = tell(engine)
    Worker(engine, carrier=Channels(engine, Switchboard({}))).run_once(NOW)
    assert states(engine, told.seq) == ["dead"] * 4
    codes = {letter["error"] for letter in run("worker", "dead", "--json")}
    assert codes == {"channel-unset"}
    for lang, words in (("en", "not set up here"), ("zh", "尚未配置")):
        lines = run("worker", "dead", lang=lang).splitlines()
        assert len(lines) == 4
        assert all(words in line and "channel-unset" not in line for line in lines)
    with engine._store.begin() as tx:
        tx.execute("UPDATE outbox SET error = 'ZeroDivisionError'")
    assert "（ZeroDivisionError）" in run("worker", "dead", lang="zh")
    assert "given up" in run("worker", "status")


def test_every_reason_of_a_channel_is_there_in_plain_words() -> None:
    """Whatever code stands in the sources has its sentence."""
    raised = re.compile(r'NotDelivered\(\s*"([a-z-]+)"')
    packages = (Path(one.__path__[0]) for one in (xiangyue, xiangyue_channels))
    files = [file for package in packages for file in package.rglob("*.py")]
    codes = {code for file in files for code in raised.findall(file.read_text("utf-8"))}
    assert len(codes) > 5
    assert {f"why-{code}" for code in codes} <= catalogue().keys()


@pytest.mark.sqlite
def test_the_commands_keep_contacts_by_preference(engine: Engine, run: Run) -> None:
    """What is removed is gone; what nobody noted is said."""
    assert "Nothing is noted" in run("contact", "list", "wang")
    run("contact", "set", "wang", "sms", "13800001", "--rank", "2", "--by", "wang")
    run("contact", "set", "wang", "mail", "wang@example.org", "--by", "wang")
    found = run("contact", "list", "wang", "--json")["contacts"]
    assert [(c["kind"], c["rank"]) for c in found] == [("mail", 1), ("sms", 2)]
    assert "13800001" in run("contact", "list", "wang", lang="zh")
    assert "destroyed" in run("contact", "remove", "wang", "sms", "--by", "wang")
    assert [c.kind for c in engine.reach("wang")] == ["mail"]


@pytest.mark.sqlite
def test_the_commands_keep_the_language_of_a_member(engine: Engine, run: Run) -> None:
    """What is noted is said, listed and kept."""
    assert run("contact", "list", "sun", "--json")["language"] is None
    assert "No language is noted" in run("contact", "list", "sun")
    assert "spoken to in en" in run("contact", "language", "sun", "en", "--by", "sun")
    assert run("contact", "list", "sun", "--json")["language"] == "en"
    assert "使用的语言：en" in run("contact", "list", "sun", lang="zh")
    assert engine.language_of("sun") == "en"


@pytest.mark.sqlite
def test_a_language_is_refused_that_is_none(engine: Engine, url: str) -> None:
    """Nor is one noted for, or asked of, whom nobody knows."""
    for member, tag in (("sun", "Chinese!"), ("nobody", "en")):
        assert main(["contact", "language", member, tag, "--by", "sun", "--db", url]) == 2
    assert main(["contact", "list", "nobody", "--db", url]) == 2
    assert engine.language_of("sun") is None
