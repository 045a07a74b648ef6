"""Subscriptions: journaled, verified, kept with their secret apart, and moved by hand."""

from __future__ import annotations

import base64
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import orjson
import pytest

from xiangyue import BadInput, Conflict, Engine, Misuse
from xiangyue.cli import main
from xiangyue.tables import REGISTRY
from xiangyue.work.subscribing import key_of

pytestmark = pytest.mark.sqlite

URL = "https://example.org/hooks?of=xinqi"


@pytest.fixture
def file(village: Path, tmp_path: Path) -> Path:
    """Return a copy of the village."""
    return Path(shutil.copy(village, tmp_path / "village.db"))


@pytest.fixture
def engine(file: Path) -> Iterator[Engine]:
    """Return an engine on the copy."""
    with Engine(f"sqlite:///{file}") as engine:
        yield engine


def ends(engine: Engine) -> dict[str, int]:
    """Return the number of each community's last entry."""
    found = {name: int(head.partition(":")[0]) for name, head in engine.heads().items()}
    return {name: seq for name, seq in found.items() if name != REGISTRY}


def test_it_begins_with_what_happens_from_now_on(engine: Engine) -> None:
    """Or after the entry that was named, in every community or only in some."""
    engine.subscribe("all", URL, by="li")
    engine.subscribe("whole", URL, by="li", after=0, types=["task"])
    engine.subscribe("one", URL, by="li", after=3, communities=["xinqi"])
    every, one, whole = engine.subscriptions()
    assert {p.community: p.seq for p in every.subscribers} == ends(engine)
    assert {p.community: p.behind for p in whole.subscribers} == ends(engine)
    assert [(p.community, p.seq) for p in one.subscribers] == [("xinqi", 3)]
    assert (whole.types, whole.communities) == (("org.xiangyue.task",), ())
    assert (one.url, one.communities, one.subscribers[0].state) == (URL, ("xinqi",), "waiting")


def test_every_change_of_its_row_is_found(engine: Engine, file: Path) -> None:
    """What it says follows from the registry's chain; so does that it is over."""
    engine.subscribe("county", URL, by="li", types=["task"], communities=["xinqi"])
    engine.subscribe("town", URL, by="li")
    engine.unsubscribe("town", by="li")
    assert engine.verify().ok
    changes = [f"UPDATE subscription SET {name} = {name} || 'x'" for name in ("id", "url", "types")]
    changes += ["UPDATE subscription SET communities = '[]'", "UPDATE subscription SET seq = 1"]
    changes += ["DELETE FROM subscription"]
    changes += [
        "INSERT INTO subscription SELECT 'x', url, types, communities, seq FROM subscription"
    ]
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        rows = connection.execute("SELECT * FROM subscription").fetchall()
        for change in changes:
            connection.execute(change)
            assert {p.table for p in engine.verify().problems} == {"subscription"}, change
            connection.execute("DELETE FROM subscription")
            connection.executemany("INSERT INTO subscription VALUES (?, ?, ?, ?, ?)", rows)
    assert engine.verify().ok


def test_the_secret_is_apart_and_ends_with_it(engine: Engine, file: Path) -> None:
    """It is in no body of the journal, and in the whole file no more once it is over."""
    secret = engine.subscribe("county", URL, by="li")
    assert len(base64.b64decode(secret.removeprefix("whsec_"))) == 32
    assert secret.encode() in b"".join(f.read_bytes() for f in file.parent.iterdir())
    with closing(sqlite3.connect(file)) as connection:
        bodies = connection.execute("SELECT body FROM journal").fetchall()
        assert not [body for (body,) in bodies if secret in body]
    engine.unsubscribe("county", by="li")
    assert engine.subscriptions() == ()
    assert secret.encode() not in b"".join(f.read_bytes() for f in file.parent.iterdir())
    again = engine.subscribe("county", URL, by="li")
    assert again != secret
    assert engine.verify().ok


def test_it_is_moved_back_and_not_beyond(engine: Engine) -> None:
    """Replay sets the cursor; only where there is such an entry."""
    engine.subscribe("county", URL, by="li", communities=["xinqi"])
    engine.replay("county", "xinqi", after=2)
    assert engine.subscriptions()[0].subscribers[0].seq == 2
    last = ends(engine)["xinqi"]
    for name, community, after in (
        ("county", "xinqi", last + 1),
        ("county", "xinqi", -1),
        ("county", "shanhe", 0),
        ("county", "nowhere", 0),
        ("county", REGISTRY, 0),
        ("nobody", "xinqi", 0),
    ):
        with pytest.raises(Misuse):
            engine.replay(name, community, after=after)
    assert engine.redrive("county") == 0
    with pytest.raises(Misuse):
        engine.redrive("nobody")


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/",
        "example.org",
        "http://",
        "https://example.org:99999/",
        "https://example.org:0/",
        "https://example.org/a b",
        "https://example.org/\r\nHost: other",
        "https://example.org\\@other.org/",
        "https://例子.cn/",
        "https://example.org/#part",
        "https://[::1/",
        "https://li:secret@example.org/",
        "https://example.org/" + "x" * 2000,
    ],
)
def test_an_address_that_cannot_be_is_refused(engine: Engine, url: str) -> None:
    """And nothing is kept of it."""
    with pytest.raises(BadInput) as caught:
        engine.subscribe("county", url, by="li")
    assert "secret" not in str(caught.value.values)
    assert engine.subscriptions() == ()


def test_what_else_cannot_be_is_refused(engine: Engine) -> None:
    """A taken id, unknown types and communities, and secrets that are too short."""
    engine.subscribe("county", URL, by="li")
    with pytest.raises(Conflict):
        engine.subscribe("county", URL, by="li")
    for more in ({"types": ["tusk"]}, {"communities": ["nowhere"]}, {"communities": [REGISTRY]}):
        with pytest.raises(Misuse):
            engine.subscribe("town", URL, by="li", **more)  # type: ignore[arg-type]
    short = "whsec_" + base64.b64encode(b"short").decode()
    for secret in ("", "secret", short, "whsec_***"):
        with pytest.raises(BadInput):
            engine.subscribe("town", URL, by="li", secret=secret)
    own = "whsec_" + base64.b64encode(bytes(24)).decode()
    assert engine.subscribe("town", URL, by="li", secret=own) == own
    assert key_of(own) == bytes(24)


def test_webhooks_on_the_command_line(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Added with its secret shown once, listed without it, moved, and ended."""

    def run(*args: str) -> str:
        assert main(("--lang", "en", "webhook", *args, "--db", f"sqlite:///{file}")) == 0
        return capsys.readouterr().out

    assert run("list") == "There are no webhooks.\n"
    added = run("add", "county", URL, "--by", "li", "--community", "xinqi", "--type", "task")
    assert "whsec_" in added
    assert "whsec_" in orjson.loads(run("add", "town", URL, "--by", "li", "--json"))["secret"]
    assert "entry 3" in run("replay", "county", "xinqi", "--after", "3")
    assert "0" in run("redrive", "county")
    listed = run("list")
    assert "whsec_" not in listed
    assert "goes on" in listed
    (county, town) = orjson.loads(run("list", "--json"))
    assert (county["types"], county["communities"]) == (["org.xiangyue.task"], ["xinqi"])
    assert county["subscribers"][0]["seq"] == 3
    assert {place["behind"] for place in town["subscribers"]} == {0}
    assert "ended" in run("remove", "county", "--by", "li")
    assert [one["id"] for one in orjson.loads(run("list", "--json"))] == ["town"]
