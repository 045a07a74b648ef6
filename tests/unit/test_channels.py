"""The first-party channels, against real servers and real folders."""

from __future__ import annotations

import json
import logging
import socket
import threading
from collections.abc import Iterator
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from jsonschema import Draft202012Validator

from xiangyue import plugs
from xiangyue.errors import Misuse
from xiangyue.plugs import CHANNEL_KINDS, Channel, NotDelivered, Outgoing
from xiangyue_channels import CHANNELS, Voice, xiangyue_channels

NOON = 1_790_740_800_000_000  # 2026-09-30 12:00 in Shanghai


def outgoing(**other: Any) -> Outgoing:
    """Return a message to Wang."""
    said: dict[str, Any] = {
        "event": {"specversion": "1.0", "id": f"xinqi/7.0/{other.get('recipient', 'wang')}"},
        "recipient": "wang",
        "address": "wang@example.org",
        "name": "王",
        "language": "zh",
        "subject": "新任务",
        "text": "请清理水渠 <一号>：{size} & 周五前",
        "kind": "mail",
        "channel": "mail",
        "community": "xinqi",
        "task": "_1",
        "at": NOON,
        "due": NOON,
        "timezone": "Asia/Shanghai",
        "place": "新祺村",
        "also": {"en": "Please clean the ditch"},
    }
    return Outgoing(**{**said, **other})


def channel(name: str) -> Channel:
    """Return a first-party channel."""
    return plugs_of()[name]


def plugs_of() -> dict[str, Channel]:
    """Return the first-party channels as the hook brings them."""
    return {one.name: one for one in xiangyue_channels()}


class Mailbox:
    """What an SMTP server keeps, and what it answers."""

    def __init__(self, answer: str = "250 OK") -> None:
        """Begin with nothing."""
        self.answer = answer
        self.got: list[Any] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Take a message."""
        self.got.append((envelope.rcpt_tos, envelope.content))
        return self.answer


def post(mailbox: Mailbox, template: str = "mailto://127.0.0.1:{port}/{{address}}") -> str:
    """Send the message through a real SMTP server; return the receipt's state."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        url = template.format(port=port) + "?from=village@example.org&smtp=127.0.0.1&mode=insecure"
        return channel("apprise").send(outgoing(), {"url": url, "seconds": 5}).state
    finally:
        controller.stop()


def test_a_mail_arrives_in_chinese() -> None:
    """Subject, text and recipient are what was said, braces and brackets too."""
    mailbox = Mailbox()
    assert post(mailbox) == "sent"
    ((recipients, content),) = mailbox.got
    mail = message_from_bytes(content, policy=policy.default)
    assert recipients == ["wang@example.org"]
    assert mail["subject"] == "新任务"
    body = mail.get_body(("plain",))
    assert body is not None
    assert body.get_content().strip() == outgoing().text


def test_a_server_that_refuses_is_asked_again_later() -> None:
    """Nothing counts as sent that was not taken."""
    with pytest.raises(NotDelivered) as caught:
        post(Mailbox("451 Not now"))
    assert (caught.value.code, caught.value.again) == ("channel-refused", True)


def test_no_log_holds_an_address(caplog: pytest.LogCaptureFixture) -> None:
    """Whatever the service's library would say of a message stays out of every log."""
    caplog.set_level("DEBUG", "apprise")
    with pytest.raises(NotDelivered):
        post(Mailbox("550 5.1.1 No such user"))
    assert not [record for record in caplog.records if record.name == "apprise"]
    logging.getLogger("apprise").warning("ours")
    assert "ours" in caplog.messages


def test_a_server_that_is_not_there_is_asked_again_later() -> None:
    """So is one that does not listen."""
    with pytest.raises(NotDelivered) as caught:
        url = "mailto://127.0.0.1:1/{address}?from=v@example.org&smtp=127.0.0.1&mode=insecure"
        channel("apprise").send(outgoing(), {"url": url, "seconds": 2})
    assert caught.value.again


@pytest.mark.parametrize("address", ["", "a@example.org,b@example.org", "a b"])
def test_one_message_goes_to_one_address(address: str) -> None:
    """What a service could read as several is no address."""
    config = {"url": "mailto://127.0.0.1/{address}"}
    with pytest.raises(NotDelivered) as caught:
        channel("apprise").send(outgoing(address=address), config)
    assert (caught.value.code, caught.value.again) == ("channel-address", False)


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("mailto://127.0.0.1:1/{address}?from=v@example.org&smtp=127.0.0.1&mode=insecure", "mail"),
        ("signal://127.0.0.1:1/+8613800001111/{address}", "sms"),
    ],
)
def test_an_address_that_its_service_drops_is_final(url: str, kind: str) -> None:
    """What is no mailbox, or no number, will be none tomorrow either."""
    with pytest.raises(NotDelivered) as caught:
        channel("apprise").send(outgoing(address="somewhere", kind=kind), {"url": url})
    assert (caught.value.code, caught.value.again) == ("channel-address", False)


def test_a_group_needs_no_number(gateway: Any) -> None:
    """Where the address is the key to a group's hook, nobody is left out."""
    url = f"mmost://127.0.0.1:{gateway.server_port}/{{address}}"
    sent = channel("apprise").send(outgoing(address="a1b2c3d4", kind="group"), {"url": url})
    assert sent.state == "sent"


def test_a_url_that_no_service_understands_is_final() -> None:
    """Trying again would not help, and the URL with its password is not repeated."""
    with pytest.raises(NotDelivered) as caught:
        channel("apprise").send(outgoing(), {"url": "nonsense://secret"})
    assert (caught.value.code, caught.value.again) == ("channel-url", False)
    assert "secret" not in caught.value.describe()


class _Answer(BaseHTTPRequestHandler):
    """A voice gateway: it answers what its server was told to."""

    server: Any

    def do_POST(self) -> None:
        """Take a call."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((json.loads(body), self.headers["Authorization"]))
        status, answer = self.server.answers
        self.send_response(status)
        self.send_header("Location", "/elsewhere")
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: Any) -> None:
        """Be quiet."""


@pytest.fixture
def gateway() -> Iterator[Any]:
    """Return a real HTTP server that places calls."""
    server: Any = HTTPServer(("127.0.0.1", 0), _Answer)
    server.got, server.answers = [], (200, b"{}")
    server.config = {"url": f"http://127.0.0.1:{server.server_port}/call", "token": "t0k"}
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_call_that_was_heard_to_its_end_is_confirmed(gateway: Any) -> None:
    """The gateway learns number, text, language, and the id that stays the same."""
    gateway.answers = (200, b'{"heard_to_end": true}')
    receipt = channel("voice").send(outgoing(address="13800001"), gateway.config)
    assert receipt.state == "confirmed"
    said = {"id": "xinqi/7.0/wang", "number": "13800001", "text": outgoing().text, "language": "zh"}
    assert gateway.got == [(said, "Bearer t0k")]


@pytest.mark.parametrize(
    "answers",
    [
        (200, b'{"heard_to_end": false}'),
        (200, b'{"heard_to_end": "yes"}'),
        (200, b"[]"),
        (200, b"no json"),
        (500, b"{}"),
        (302, b"{}"),
    ],
)
def test_a_call_that_was_not_heard_is_tried_again(gateway: Any, answers: Any) -> None:
    """Hung up, answered in no way that counts, failing, or pointing elsewhere."""
    gateway.answers = answers
    with pytest.raises(NotDelivered) as caught:
        channel("voice").send(outgoing(), gateway.config)
    assert caught.value.again
    assert len(gateway.got) == 1


@pytest.mark.parametrize("heard", [True, False])
def test_a_gateway_may_be_an_object(heard: bool) -> None:
    """It is called with number, text and language."""

    class Phone:
        def call(self, number: str, text: str, language: str) -> bool:
            return heard and bool(text) and (number, language) == ("13800001", "zh")

    message = outgoing(address="13800001")
    if heard:
        assert Voice(Phone()).send(message, {}).state == "confirmed"
    else:
        with pytest.raises(NotDelivered):
            Voice(Phone()).send(message, {})


PRINTED = ("loudspeaker", "board", "sheet", "door")


@pytest.mark.parametrize("name", PRINTED)
def test_paper_is_written_once_and_says_all(name: str, tmp_path: Path) -> None:
    """In each language asked for; what is sent again replaces itself; no HTML comes from data."""
    config = {"folder": str(tmp_path / "out"), "languages": ["zh", "en"]}
    first = channel(name).send(outgoing(), config)
    kept = sorted(tmp_path.rglob("*"))
    again = channel(name).send(outgoing(), config)
    assert (first, first.state) == (again, "sent")
    assert sorted(tmp_path.rglob("*")) == kept
    text = Path(first.where).read_text("utf-8")
    assert "Please clean the ditch" in text
    assert ("<一号>" if name == "loudspeaker" else "&lt;一号&gt;：{size} &amp;") in text
    assert "2026年9月30日" in text


def test_a_list_has_a_row_for_each_person(tmp_path: Path) -> None:
    """All of one message stand on one sheet, each once."""
    config = {"folder": str(tmp_path)}
    for who in ("wang", "zhao", "wang"):
        receipt = channel("sheet").send(outgoing(recipient=who, name=who, address=""), config)
    text = Path(receipt.where).read_text("utf-8")
    assert (text.count("☐"), text.count("wang"), text.count("zhao")) == (2, 1, 1)


@pytest.mark.parametrize("name", PRINTED)
@pytest.mark.parametrize("id", ["../../up/1.0", "x/..", "a:b/1.0", "长" * 200])
def test_no_id_leaves_the_folder(name: str, id: str, tmp_path: Path) -> None:
    """Whatever it says, one file stands in the folder."""
    folder = tmp_path / "out"
    receipt = channel(name).send(
        outgoing(event={"id": id}, recipient="../x"), {"folder": str(folder)}
    )
    assert Path(receipt.where).resolve().parent == folder.resolve()
    assert [one.name for one in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("name", PRINTED)
def test_a_folder_that_takes_nothing_is_tried_again(name: str, tmp_path: Path) -> None:
    """The message waits until somebody has put it right."""
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(NotDelivered) as caught:
        channel(name).send(outgoing(), {"folder": str(tmp_path / "file")})
    assert (caught.value.code, caught.value.again) == ("channel-folder", True)


def test_channels_come_through_the_door(monkeypatch: pytest.MonkeyPatch) -> None:
    """A plugin's channels are there by name; two of one name, or what is none, are refused."""

    class Point:
        name = "own"

        def load(self) -> Any:
            return __import__("xiangyue_channels")

    monkeypatch.setattr(plugs, "entry_points", lambda group: [Point()])
    plugs._manager.cache_clear()
    try:
        assert list(plugs.channels()) == [one.name for one in CHANNELS]
        for wrong, code in ((Voice(), "channel-twice"), ("none", "channel-form")):
            with pytest.raises(Misuse) as caught:
                plugs.channels(wrong)  # type: ignore[arg-type]
            assert caught.value.code == code
            assert caught.value.text("zh")
    finally:
        plugs._manager.cache_clear()


@pytest.mark.parametrize("kind", CHANNELS)
def test_a_channel_says_what_it_is(kind: type[Channel]) -> None:
    """Title, kinds and a schema that allows nothing unknown."""
    assert {"en", "zh"} <= kind.title.keys()
    assert set(kind.kinds) <= set(CHANNEL_KINDS)
    Draft202012Validator.check_schema(kind.config_schema)
    assert kind.config_schema["additionalProperties"] is False
