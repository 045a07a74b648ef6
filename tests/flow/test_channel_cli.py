"""``xiangyue channel``: what is installed, what the file says, and one test message."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest

from xiangyue import plugs
from xiangyue.cli import main
from xiangyue.cli.options import BAD, FOUND
from xiangyue_channels import xiangyue_channels


@pytest.fixture(autouse=True)
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Install the first-party channels, whatever this environment's metadata says."""
    monkeypatch.setattr(plugs, "channels", lambda: {one.name: one for one in xiangyue_channels()})


def run(capsysbinary: Any, *args: str) -> tuple[int, Any]:
    """Run a command with --json; return its exit code and what it prints."""
    code = main([*args, "--json"])
    return code, orjson.loads(capsysbinary.readouterr().out)


def test_installed_channels_are_listed(capsysbinary: Any) -> None:
    """With the kinds they serve, and whether they confirm."""
    code, found = run(capsysbinary, "channel", "list")
    confirming = [one["channel"] for one in found["channels"] if one["confirms"]]
    assert (code, confirming) == (0, ["voice"])
    assert main(["--lang", "zh", "channel", "list"]) == 0
    told = capsysbinary.readouterr().out.decode()
    assert "广播喇叭" in told and "短信、" in told


MISTAKES = {
    "sms: {channel: aprise, config: {url: 'a://b'}}": ("channel-unknown", 1, 16),
    "sms:\n  channel: apprise\n  config: {}": ("channel-config", 3, 11),
    "sms:\n  channel: apprise\n  config: {url: 7}": ("channel-config", 3, 17),
    "sms: {channel: board, config: {folder: out}}": ("channel-serves", 1, 6),
    "sms: {config: {url: 'a://b'}}": ("schema-missing-key", 1, 1),
    "sms: apprise": ("schema-type", 1, 6),
}


@pytest.mark.parametrize("text", MISTAKES)
def test_a_mistake_is_told_with_its_place(capsysbinary: Any, tmp_path: Path, text: str) -> None:
    """And with its mend, in both languages; a test with such a file sends nothing."""
    file = tmp_path / "channels.yaml"
    file.write_text(text, "utf-8")
    code, found = run(capsysbinary, "channel", "check", str(file))
    (finding,) = found["findings"]
    assert code == FOUND
    assert (finding["code"], finding["line"], finding["column"]) == MISTAKES[text]
    assert finding["text"] and finding["mend"]
    assert main(["--lang", "zh", "channel", "check", str(file)]) == FOUND
    assert main(["channel", "test", str(file), "sms", "1"]) == BAD


def test_one_test_message_is_sent(capsysbinary: Any, tmp_path: Path) -> None:
    """By kind or by a channel's own name; what is not set up is told."""
    file, out = tmp_path / "channels.yaml", tmp_path / "out"
    entry = f"{{channel: board, config: {{folder: {out}}}}}"
    file.write_text(f"board: {entry}\nwall: {entry}\n", "utf-8")
    for name in ("board", "wall"):
        code, found = run(capsysbinary, "channel", "test", str(file), name)
        assert (code, found["state"]) == (0, "sent")
        assert "test message" in Path(found["where"]).read_text("utf-8")
    assert run(capsysbinary, "channel", "test", str(file), "horn")[0] == BAD
