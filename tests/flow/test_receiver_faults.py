"""Receivers that fail in every way: all is delivered in the end, and nothing goes elsewhere.

Each is a real server on this machine: for webhooks, for mail, and for calls.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from typing import Any

import orjson
import pytest
from aiosmtpd.controller import Controller
from receiver import Behaviour, Receiver, broken, dripping, hanging, receiving, silent, status
from telling import NOW, settle, tell, write

from xiangyue import Engine, Worker
from xiangyue.reach.switchboard import Route, Switchboard
from xiangyue.sending.settings import WebhookSettings
from xiangyue.sending.webhooks import deliver_webhooks
from xiangyue.time.clock import to_micros
from xiangyue.worker import Channels
from xiangyue_channels import Voice
from xiangyue_channels.by_apprise import Apprise

TO_MEI = (0, 2)
"""Which of the things that telling does is for Mei."""

TAKEN = "250 OK"

Tell = Callable[[str, object], None]


@pytest.fixture
def engine(tmp_path: Path, database: str) -> Iterator[Engine]:
    """Return a village where Mei can be reached by mail and by telephone."""
    with Engine(f"sqlite:///{tmp_path / 'village.db'}") as engine:
        folder = write(tmp_path)
        file = folder / "profile.yaml"
        file.write_text(file.read_text("utf-8").replace("kind: sms", "kind: voice"), "utf-8")
        settle(engine, folder)
        yield engine
        assert engine.verify()


def faults(elsewhere: Receiver) -> dict[str, Behaviour]:
    """Return all that a receiver may do instead of taking what it is sent."""
    return {
        "500": status(500),
        "503": status(503),
        "closed mid-body": broken,
        "closed without a word": silent,
        "sent on elsewhere": status(307, Location=elsewhere.url),
        "moved elsewhere": status(301, Location=elsewhere.url),
        "hanging": hanging,
        "dripping": dripping,
    }


def test_a_webhook_gets_every_event_whatever_its_receiver_does(
    peopled: Engine, database: str, record_property: Tell
) -> None:
    """Before each of the first events every fault happens once; the order stays, the ids too."""
    quick = WebhookSettings(allow_private=True, timeout=0.3, attempts=20)
    ids = [event["id"] for event in peopled.feed("xinqi", limit=1000).events]
    with receiving() as receiver, receiving() as elsewhere:
        wrong = faults(elsewhere)
        peopled.subscribe("county", receiver.url, by="li", communities=["xinqi"], after=0)
        receiver.answers = [*wrong.values(), status(204)] * 2
        now = to_micros(datetime.now().astimezone())
        while receiver.answers or _behind(peopled):
            deliver_webhooks(peopled._store, now, "one", settings=quick)
            now += 8 * 3600 * 10**6
        assert receiver.ids == [*ids[:1] * len(wrong), *ids[:2], *ids[1:2] * len(wrong), *ids[2:]]
        assert elsewhere.requests == []
    record_property(
        "faults",
        f"{database} webhook receiver: {', '.join(wrong)} twice each, {len(ids)} of {len(ids)}"
        f" events taken in order, {2 * len(wrong)} sent again, 0 requests elsewhere",
    )


def _behind(engine: Engine) -> int:
    return sum(at.behind for one in engine.subscriptions() for at in one.subscribers)


class Mailbox:
    """An SMTP server that takes the next mail as it is told to, and any further one well."""

    def __init__(self) -> None:
        """Begin with nothing received."""
        self.ways: list[str] = []
        self.got: list[Any] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Take a mail, or do not."""
        way = self.ways.pop(0) if self.ways else TAKEN
        self.got.append((way, message_from_bytes(envelope.content)))
        if way == "hanging":
            await asyncio.sleep(30)
        if way == "closed in the middle":
            server.transport.abort()
        return way


@contextmanager
def post_office(mailbox: Mailbox) -> Iterator[str]:
    """Run the server; yields the URL by which Apprise finds it."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield (
            f"mailto://127.0.0.1:{port}/{{address}}?from=village@example.org"
            "&smtp=127.0.0.1&mode=insecure&+X-Id={id}"
        )
    finally:
        controller.stop()


def deliver(engine: Engine, board: Switchboard, seq: int, tries: int) -> None:
    """Let a worker come back every few hours; what Mei is told and asked has arrived then."""
    worker = Worker(engine, carrier=Channels(engine, board))
    for n in range(tries):
        worker.run_once(NOW + n * timedelta(hours=7))
    for n in TO_MEI:
        message = engine.message("xinqi", seq, n)
        assert message.state in ("sent", "confirmed")
        assert 1 <= message.attempts <= tries


def test_a_mail_arrives_whatever_its_server_does(
    engine: Engine, database: str, record_property: Tell
) -> None:
    """Each time with the same id, so that whoever has it already can tell."""
    mailbox, ways = Mailbox(), ["451 Later", "554 No", "closed in the middle", "hanging"]
    engine.contact("mei", "mail", "mei@example.org", by="mei", now=NOW)
    told = tell(engine)
    with post_office(mailbox) as url:
        mailbox.ways = list(ways)
        board = Switchboard({"letter": Route(Apprise(), {"url": url, "seconds": 1})})
        deliver(engine, board, told.seq, len(ways) + 1)
    ids = [f"xinqi/{told.seq}.{n}/mei" for n in TO_MEI]
    assert sorted(mail["X-Id"] for way, mail in mailbox.got if way == TAKEN) == ids
    assert {mail["X-Id"] for _, mail in mailbox.got} == set(ids)
    assert len(mailbox.got) == len(ways) + len(ids)
    record_property(
        "faults",
        f"{database} mail server: {', '.join(ways)}; {len(ids)} of {len(ids)} mails taken,"
        f" {len(ways)} sent again under the same ids",
    )


def test_a_call_is_made_whatever_its_gateway_does(
    engine: Engine, database: str, record_property: Tell
) -> None:
    """Nothing but a call that was heard to its end counts, and nobody else is told of it."""
    engine.contact("mei", "voice", "13800001", by="mei", now=NOW)
    told = tell(engine)
    with receiving() as gateway, receiving() as elsewhere:
        wrong = faults(elsewhere)
        del wrong["dripping"]  # a worker's patience ends this one
        gateway.answers = [*wrong.values(), heard, heard]
        board = Switchboard({"text": Route(Voice(), {"url": gateway.url, "seconds": 1})})
        deliver(engine, board, told.seq, len(wrong) + 1)
        ids = [f"xinqi/{told.seq}.{n}/mei" for n in TO_MEI]
        assert sorted(gateway.ids[-2:]) == ids
        assert set(gateway.ids) == set(ids)
        assert len(gateway.ids) == len(wrong) + len(ids)
        assert elsewhere.requests == []
    record_property(
        "faults",
        f"{database} voice gateway: {', '.join(wrong)}; {len(ids)} of {len(ids)} calls heard,"
        f" {len(wrong)} made again under the same ids, 0 requests elsewhere",
    )


def heard(handler: Any) -> None:
    """Say that a call was heard to its end."""
    body = orjson.dumps({"heard_to_end": True})
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)
