"""``xiangyue cap receive`` and ``cap publish``: alerts in and out, for people and for scripts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from certificates import identity
from cryptography.hazmat.primitives.asymmetric import ec
from sirens import INFO, SENDER, alert, township

from xiangyue import Engine
from xiangyue.cli import main
from xiangyue.exchange.cap.checking import check
from xiangyue.exchange.cap.model import Alert, Area
from xiangyue.exchange.cap.reading import read_alert
from xiangyue.exchange.cap.signing import sign_alert
from xiangyue.exchange.cap.writing import write_alert

pytestmark = pytest.mark.sqlite

URL = "sqlite:///town.db"
Ran = tuple[int, str, str]
Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process, in a folder with a township, in English."""
    monkeypatch.chdir(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("XIANGYUE_DB", URL)
    with township(target=URL):
        pass

    def run(*args: str) -> Ran:
        return main(args), *capsys.readouterr()

    return run


def file(one: Alert, name: str = "") -> str:
    """Write an alert down that is in force on the clock of this machine."""
    begun = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=5)
    shift = begun - alert().sent
    references = tuple(r._replace(sent=r.sent + shift) for r in one.references)
    infos = tuple(replace(i, expires=begun + timedelta(hours=8)) for i in one.infos)
    said = replace(one, sent=one.sent + shift, references=references, infos=infos)
    path = Path(name or f"{one.identifier}.xml")
    path.write_bytes(write_alert(said))
    return str(path)


def received(run: Run, *args: str) -> tuple[int, dict[str, Any]]:
    """Hand files in as the station; return the exit code and what is said."""
    code, out, _ = run("cap", "receive", *args, "--by", "station", "--json")
    return code, orjson.loads(out)


def test_an_alert_is_received_and_told(run: Run) -> None:
    """Where it was proposed and how that place is known, in a line each; twice it is known."""
    name = file(alert())
    code, out, err = run("cap", "receive", name, "--by", "station")
    assert (code, err) == (0, "")
    head, *lines = out.splitlines()
    assert head.endswith("Alert, Actual.")
    assert [line.strip().partition("/")[0] for line in lines] == ["shanhe", "xinqi"]
    assert all("proposed (code: 330102001)" in line for line in lines)
    code, said = received(run, name)
    assert code == 0 and said["alerts"][0]["counts"]["known"] == 2
    assert [said[key] for key in ("read", "carried", "changed", "refused")] == [1, 1, 0, 0]


def test_several_in_one_envelope_come_in(run: Run) -> None:
    """What a feed or an envelope holds is taken apart, and each alert received."""
    both = [Path(file(alert())), Path(file(alert("b")))]
    text = b"".join(one.read_bytes().partition(b"?>")[2] for one in both)
    Path("all.xml").write_bytes(b"<alerts>" + text + b"</alerts>")
    code, said = received(run, "all.xml")
    assert (code, said["read"], said["carried"]) == (0, 2, 2)


def test_with_certificates_only_what_is_signed_comes_in(run: Run) -> None:
    """Of several files none is taken in where one is not signed by who is trusted."""
    office = identity("office", ec.generate_private_key(ec.SECP256R1()))
    Path("office.pem").write_bytes(office.certificate)
    plain = file(alert())
    Path("signed.xml").write_bytes(sign_alert(read_alert(Path(plain)), *office))
    trusting = ("--by", "station", "--certificate", "office.pem")
    code, _, err = run("cap", "receive", "signed.xml", plain, *trusting)
    assert code == 2 and "The alert has no signature" in err
    with Engine(URL) as engine:
        assert not engine.tasks(flow="alert").tasks
    assert run("cap", "receive", "signed.xml", *trusting)[0] == 0


def test_many_come_in_the_order_in_which_they_were_sent(run: Run) -> None:
    """However the files are named; counts say how many were carried, changed and refused."""
    first = alert()
    names = [file(alert("2", 1, first), "a.xml"), file(first, "b.xml")]
    long = replace(INFO, headline="雨" * 500)
    names += [file(alert("3", infos=(long,))), file(alert("4", areas=(Area("Elsewhere"),)))]
    code, said = received(run, *names)
    assert code == 1
    assert [said[key] for key in ("read", "carried", "changed", "refused")] == [4, 2, 1, 1]
    updates = [one for one in said["alerts"] if one["msg_type"] == "Update"]
    assert [one["counts"]["replaced"] for one in updates] == [2]


def test_of_many_none_comes_in_where_one_is_broken(run: Run) -> None:
    """Not XML, or with errors: exit 2 with its place, and nothing is written; by hand it passes."""
    good, wrong = file(alert()), file(alert("2", severity="Awful"))
    Path("half.xml").write_bytes(Path(good).read_bytes()[:300])
    for bad in ("half.xml", wrong):
        code, out, err = run("cap", "receive", good, bad, "--by", "station")
        assert (code, out) == (2, "") and f"{bad}:" in err
    with Engine(URL) as engine:
        assert not engine.tasks(flow="alert").tasks
    assert run("cap", "receive", good, wrong, "--by", "station", "--anyway")[0] == 0


def test_by_hand_and_dry(run: Run) -> None:
    """A named community is meant whatever the areas say; a dry run writes nothing."""
    name = file(alert(areas=(Area("Elsewhere"),)))
    code, said = received(run, name, "--community", "xinqi", "--dry-run")
    assert code == 0 and said["alerts"][0]["dry"]
    assert [one["how"] for one in said["alerts"][0]["entries"]] == ["by hand"]
    with Engine(URL) as engine:
        assert not engine.tasks(flow="alert").tasks
    code, out, _ = run("--lang", "zh", "cap", "receive", name, "--by", "station")
    assert code == 1 and "没有可接收预警的社区" in out


def test_who_may_not_is_refused(run: Run) -> None:
    """Exit 1, with every reason."""
    code, out, _ = run("cap", "receive", file(alert()), "--by", "chen")
    assert code == 1 and out.count("refused") == 2 and "Weather station" in out


def test_a_person_records_the_activation(run: Run) -> None:
    """What the alert says is filled in, the document by hand; refused, nothing is recorded."""
    _, said = received(run, file(alert()))
    task = said["alerts"][0]["entries"][1]["task"]
    args = ("cap", "record", task, "--with", "document=No. 7", "--json")
    code, out, _ = run(*args, "--by", "chen")
    assert code == 1 and "role" in orjson.loads(out)["reasons"]
    code, out, _ = run(*args, "--by", "watch-xinqi")
    assert code == 0 and orjson.loads(out)["filled_in"] == ["ends", "level"]
    with Engine(URL) as engine:
        assert engine.mode("xinqi").level == "II"
        assert engine.task(task).data["recorded"] == engine.task(orjson.loads(out)["task"]).id
    assert run("cap", "record", "xinqi/none", "--by", "watch-xinqi")[0] == 2


def test_call_outs_are_written_once(run: Run) -> None:
    """A file for each message, sound and stable; the newest of one task on standard output."""
    with Engine(URL) as engine:
        data = {"weather": "storm", "colour": "red", "until": "2036-06-01T08:00:00Z"}
        task = engine.open("call", community="xinqi", by="watch-xinqi", id="c", data=data)
        engine.act(task, "stand_down", by="watch-xinqi")
    args = ("cap", "publish", "xinqi", "--sender", SENDER)
    code, out, _ = run(*args, "--output", "out", "--json")
    said = orjson.loads(out)
    assert (code, len(said["written"])) == (0, 2)
    assert [one["msg_type"] for one in said["alerts"]] == ["Alert", "Cancel"]
    found = [read_alert(Path(name)) for name in said["written"]]
    assert not [finding for one in found for finding in check(one)]
    code, out, _ = run(*args, "--output", "out")
    assert code == 0 and out.splitlines()[-1] == "Written: 0."
    code, out, _ = run("cap", "publish", "xinqi", "c", "--sender", SENDER, "--output", "-")
    assert read_alert(out.encode()) == found[-1]
    assert run(*args, "--output", "-", "--json")[0] == 2
    assert run("cap", "publish", "nowhere", "--sender", SENDER, "--output", "out")[0] == 2
