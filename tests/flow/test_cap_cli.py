"""Alerts on the command line: what is wrong with them, where, and with which exit code."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from certificates import identity
from cryptography.hazmat.primitives.asymmetric import ec

from xiangyue.cli import main
from xiangyue.exchange.cap.reading import read_alert
from xiangyue.exchange.cap.signing import sign_alert

pytestmark = pytest.mark.sqlite

ALERT = """<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
<identifier>33-1</identifier><sender>12379@zj.gov.cn</sender>
<sent>2026-07-01T08:00:00+08:00</sent><status>Actual</status><msgType>Alert</msgType>
<scope>Public</scope>
<info><language>zh-CN</language><category>Met</category><event>暴雨</event>
<urgency>Expected</urgency><severity>Severe</severity><certainty>Likely</certainty>
<expires>2026-07-01T20:00:00+08:00</expires>
<area><areaDesc>杭州市</areaDesc></area></info></alert>
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder with a sound alert, an error, a warning and half of one."""
    monkeypatch.chdir(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    Path("sound.xml").write_text(ALERT, "utf-8")
    Path("error.xml").write_text(ALERT.replace("Severe", "Orange"), "utf-8")
    Path("warning.xml").write_text(ALERT.replace("zh-CN", "en"), "utf-8")
    Path("half.xml").write_text(ALERT[:300], "utf-8")


def test_a_sound_alert_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    """What is in order is told in one line, and ends with 0."""
    assert main(["cap", "check", "sound.xml"]) == 0
    assert capsys.readouterr().out == (
        "sound.xml: 33-1 of 12379@zj.gov.cn, sent 2026-07-01T08:00:00+08:00: "
        "Alert, Actual, CAP 1.2.\nErrors: 0, warnings: 0.\n"
    )


def test_an_error_is_told_with_its_place_and_its_mend(capsys: pytest.CaptureFixture[str]) -> None:
    """An error ends with 1, in English and in Chinese."""
    assert main(["cap", "check", "error.xml"]) == 1
    assert "error.xml:7:28: error cap-word: “Orange” is no severity" in capsys.readouterr().out
    assert main(["--lang", "zh", "cap", "check", "error.xml"]) == 1
    assert "“Orange”不是 severity 的取值" in capsys.readouterr().out


def test_a_warning_fails_where_it_is_to(capsys: pytest.CaptureFixture[str]) -> None:
    """Warnings end with 0 unless ``--strict`` is given."""
    assert main(["cap", "check", "warning.xml"]) == 0
    assert main(["cap", "check", "warning.xml", "--strict"]) == 1


def test_half_a_file_is_refused_and_the_others_are_judged(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What is no XML ends with 2 and its line; the other files are told of all the same."""
    assert main(["cap", "check", "half.xml", "error.xml", "--json"]) == 2
    ran = capsys.readouterr()
    document = orjson.loads(ran.out)
    assert [one["identifier"] for one in document["alerts"]] == ["33-1"]
    assert [(one["code"], one["line"]) for one in document["findings"]] == [("cap-word", 7)]
    assert document["findings"][0]["address"] == "alert/info/severity"
    assert document["error"]["place"].startswith("half.xml:6")
    assert "The XML is invalid" in ran.err


def test_a_signature_is_asked_for_where_certificates_are_given(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """With certificates an alert is to be signed by one of them; whose it is, is told."""
    office = identity("office", ec.generate_private_key(ec.SECP256R1()))
    Path("office.pem").write_bytes(office.certificate)
    Path("signed.xml").write_bytes(sign_alert(read_alert(Path("sound.xml")), *office))
    trusting = ("--certificate", "office.pem")
    assert main(["cap", "check", "signed.xml", *trusting]) == 0
    assert "Signed by CN=office." in capsys.readouterr().out
    assert main(["cap", "check", "sound.xml", *trusting, "--json"]) == 1
    document = orjson.loads(capsys.readouterr().out)
    assert [one["code"] for one in document["findings"]] == ["cap-unsigned"]
    assert main(["cap", "check", "sound.xml", "--certificate", "sound.xml"]) == 2


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_the_standards_examples_have_no_errors(data: Path, number: int) -> None:
    """Each example of the standard is found right."""
    assert main(["cap", "check", str(data / "cap" / f"example{number}.xml")]) == 0
