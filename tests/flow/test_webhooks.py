"""Webhooks against a real receiver: signed, in order, at least once, and to nobody inside."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from receiver import (
    Behaviour,
    Receiver,
    broken,
    dripping,
    endless,
    hanging,
    receiving,
    silent,
    status,
)
from standardwebhooks import Webhook

from xiangyue import Engine
from xiangyue.messages import say
from xiangyue.sending.address import is_public, resolve
from xiangyue.sending.post import post, seconds_after
from xiangyue.sending.settings import WebhookSettings
from xiangyue.sending.undelivered import Undelivered
from xiangyue.sending.webhooks import deliver_webhooks, signed
from xiangyue.work.subscribing import Subscriber, key_of

SECRET = "whsec_" + "c2VjcmV0" * 4
NEAR = WebhookSettings(allow_private=True, timeout=5)
HASTY = WebhookSettings(allow_private=True, timeout=0.3)
DITCH = Path(__file__).parent / "profiles" / "ditch"
HOUR = 3600 * 10**6
DAY = 24 * HOUR


@pytest.fixture
def engine(peopled: Engine) -> Engine:
    """Return an engine on a village with everything in it."""
    return peopled


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Return a receiver on this machine."""
    with receiving() as receiver:
        yield receiver


def clock() -> int:
    """Return what the system's clock shows."""
    return time.time_ns() // 1000


def deliver(engine: Engine, at: int | None = None, **more: Any) -> int:
    """Let one worker work once."""
    said = {"settings": NEAR, "holder": "one", **more}
    return deliver_webhooks(engine._store, at or clock(), **said)


def drain(engine: Engine, **more: Any) -> int:
    """Let one worker work until nothing is left."""
    told = 0
    while count := deliver(engine, **more):
        told += count
    return told


def subscribe(engine: Engine, receiver: Receiver, **more: Any) -> None:
    """Subscribe a receiver to everything in one village."""
    said = {"by": "li", "communities": ["xinqi"], "secret": SECRET, "after": 0, **more}
    engine.subscribe("county", receiver.url, **said)


def told(engine: Engine, community: str = "xinqi") -> Subscriber:
    """Return how far the subscription is in a village."""
    (subscription,) = engine.subscriptions()
    (place,) = (p for p in subscription.subscribers if p.community == community)
    return place


def all_ids(engine: Engine, community: str = "xinqi") -> list[str]:
    """Return the ids of all events of a village."""
    return [event["id"] for event in engine.feed(community, 0, 1000).events]


def test_each_event_is_signed_and_in_its_order(engine: Engine, receiver: Receiver) -> None:
    """Another implementation of the standard accepts it; each comes once, nothing is behind."""
    subscribe(engine, receiver)
    events = engine.feed("xinqi", 0, 1000).events
    assert drain(engine) == len(events) == len(receiver.requests)
    for event, (headers, body) in zip(events, receiver.requests, strict=True):
        assert Webhook(SECRET).verify(body, headers) == event
        assert headers["webhook-id"] == event["id"]
        assert headers["Content-Type"].startswith("application/cloudevents+json")
        assert headers["Host"] == receiver.url.split("/")[2]
    assert (told(engine).behind, told(engine).error) == (0, None)
    assert deliver(engine) == 0


@pytest.mark.sqlite
@given(st.text(st.characters(codec="utf-8"), max_size=50), st.binary(max_size=200))
def test_any_id_and_body_are_signed_as_the_standard_says(name: str, body: bytes) -> None:
    """Full stops in an id are written otherwise: they set apart what is signed."""
    headers = signed(f"x.{name}", clock() // 10**6, b'"%s"' % body.hex().encode(), key_of(SECRET))
    assert Webhook(SECRET).verify(b'"%s"' % body.hex().encode(), headers) == body.hex()
    assert "." not in headers["webhook-id"]


def signs(secret: str, headers: dict[str, str], body: bytes) -> bool:
    """Tell whether one of a request's signatures is that of a secret, by another program."""
    at = datetime.fromtimestamp(int(headers["webhook-timestamp"]), UTC)
    expected = Webhook(secret).sign(headers["webhook-id"], at, body.decode())
    return expected in headers["webhook-signature"].split(" ")


def test_a_new_secret_signs_beside_the_old_one_for_a_while(
    engine: Engine, receiver: Receiver
) -> None:
    """The receiver changes over when it likes within the hours; then the old one is worth nothing.

    The old one's place in the payloads is destroyed at once, and all of it verifies.
    """
    subscribe(engine, receiver)
    begin = datetime.now(UTC)
    second = engine.rotate_secret("county", by="li", hours=2, now=begin)
    third = engine.rotate_secret("county", by="li", hours=4, now=begin)
    for hours, valid in ((1, {SECRET, second, third}), (3, {second, third}), (5, {third})):
        engine.replay("county", "xinqi", after=len(all_ids(engine)) - 1)
        deliver(engine, round((begin + timedelta(hours=hours)).timestamp() * 10**6))
        headers, body = receiver.requests[-1]
        taken = {one for one in (SECRET, second, third) if signs(one, headers, body)}
        assert taken == valid
    assert engine.verify().ok


def test_only_what_was_asked_for_is_told(engine: Engine, receiver: Receiver) -> None:
    """The cursor passes over the rest, and nothing is looked at twice."""
    subscribe(engine, receiver, types=["task.refused"])
    refused = [e["id"] for e in engine.feed("xinqi", 0, 1000, ["task.refused"]).events]
    assert drain(engine) == len(refused) > 0
    assert receiver.ids == refused
    assert told(engine).behind == 0


def test_a_replay_sends_the_same_ids_again(engine: Engine, receiver: Receiver) -> None:
    """From the number on, so that the receiver can tell what it knows already."""
    subscribe(engine, receiver)
    drain(engine)
    first = receiver.ids
    engine.replay("county", "xinqi", after=5)
    drain(engine)
    assert receiver.ids[len(first) :] == first[5:]


def test_a_community_that_comes_later_is_told_too(engine: Engine, receiver: Receiver) -> None:
    """From its beginning, while those that were there begin with what is new."""
    subscribe(engine, receiver, communities=None, after=None)
    assert drain(engine) == 0
    engine.install(DITCH, community="yuanli")
    engine.tune("xinqi", {"most": 19}, by="li")
    assert drain(engine) == 2
    assert sorted(i.partition("/")[0] for i in receiver.ids) == ["xinqi", "yuanli"]
    assert "yuanli/1" in receiver.ids


FAULTS: list[tuple[Behaviour, str, WebhookSettings]] = [
    (status(500), "webhook-status 500", NEAR),
    (status(404), "webhook-status 404", NEAR),
    (broken, "webhook-answer IncompleteRead", NEAR),
    (silent, "webhook-answer RemoteDisconnected", NEAR),
    (dripping, "webhook-timeout", HASTY),
    (hanging, "webhook-timeout", HASTY),
]


@pytest.mark.parametrize(("fault", "error", "settings"), FAULTS)
def test_what_fails_is_sent_again_later(
    engine: Engine, receiver: Receiver, fault: Behaviour, error: str, settings: WebhookSettings
) -> None:
    """The cursor stays where it was, the next attempt waits, and the order is kept."""
    subscribe(engine, receiver)
    receiver.answers = [status(200), fault]
    at = clock()
    assert deliver(engine, at, settings=settings) == 1
    place = told(engine)
    assert (place.seq, place.attempts, place.state, place.error) == (1, 1, "waiting", error)
    assert place.due > at
    code, _, detail = error.partition(" ")
    assert detail in say(code, "en", {"detail": detail})
    assert deliver(engine, place.due - 1) == 0
    assert drain(engine, at=at + HOUR)
    ids = all_ids(engine)
    assert receiver.ids == [ids[0], ids[1], *ids[1:]]
    assert (told(engine).attempts, told(engine).error) == (0, None)


@pytest.mark.parametrize(
    ("said", "least", "most"),
    [("3600", 3600, 3601), ("0", 3, 7), ("999999999", 6 * 3600, 6 * 3600 + 1), ("soon", 3, 7)],
)
def test_a_receiver_may_ask_for_time(
    engine: Engine, receiver: Receiver, said: str, least: int, most: int
) -> None:
    """With 429 or 503, within bounds; what makes no sense is not heeded."""
    subscribe(engine, receiver)
    for code in (429, 503):
        receiver.answers = [status(code, **{"Retry-After": said})]
        at = clock()
        engine.replay("county", "xinqi", after=0)
        assert deliver(engine, at) == 0
        assert told(engine).error == f"webhook-status {code}"
        assert least <= (told(engine).due - at) / 10**6 < most + 60
        assert deliver(engine, at + least * 10**6 - 10**6) == 0


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("Thu, 01 Jan 1970 00:01:40 GMT", 90),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        (" 7 ", 7),
        ("-7", 0),
        ("٧", 0),
        ("", 0),
        ("Thu, 99 Jan 1970", 0),
    ],
)
def test_a_time_to_come_back_is_read(said: str, seconds: float) -> None:
    """As seconds or as a date, never before now."""
    assert seconds_after(said, 10) == seconds


def test_a_redirect_is_not_followed(engine: Engine, receiver: Receiver) -> None:
    """Whoever has the address decides where events go, and nobody that it names."""
    with receiving() as elsewhere:
        subscribe(engine, receiver)
        for code in (301, 302, 303, 307, 308):
            receiver.answers = [status(code, Location=elsewhere.url)]
            engine.replay("county", "xinqi", after=0)
            assert deliver(engine) == 0
            assert told(engine).error == f"webhook-status {code}"
        assert elsewhere.requests == []


def test_a_clock_set_back_keeps_nobody_waiting(engine: Engine, receiver: Receiver) -> None:
    """A day of a wrong clock: what it has told, tried in vain or left leased is free at once."""
    subscribe(engine, receiver, communities=["xinqi", "shanhe"])
    at = clock()
    assert drain(engine, at=at + DAY)
    engine.replay("county", "xinqi", after=3)
    receiver.answers = [status(500)]
    deliver(engine, at + DAY)
    assert told(engine).attempts == 1
    engine.replay("county", "shanhe", after=3)
    with engine._store.begin() as tx:
        held = "UPDATE subscriber SET lease = ?, holder = 'dead' WHERE community = 'shanhe'"
        tx.execute(held, at + DAY + HOUR // 60)
    seen = len(receiver.requests)
    assert drain(engine, at=at)
    assert set(receiver.ids[seen:]) == {*all_ids(engine)[3:], *all_ids(engine, "shanhe")[3:]}


def test_an_endless_answer_is_cut_short(engine: Engine, receiver: Receiver) -> None:
    """It was taken; what else the receiver says is its own affair."""
    subscribe(engine, receiver)
    receiver.answers = [endless]
    assert deliver(engine) > 1
    assert receiver.cut.wait(30)


def test_a_receiver_that_is_gone_is_asked_no_more(engine: Engine, receiver: Receiver) -> None:
    """410 suspends at once; skipping the event it hangs at, or not, is a person's choice."""
    subscribe(engine, receiver, types=["task"])
    receiver.answers = [status(410)]
    deliver(engine)
    assert (told(engine).state, told(engine).error) == ("suspended", "webhook-status 410")
    assert deliver(engine, clock() + 30 * DAY) == 0
    assert len(receiver.requests) == 1
    assert engine.redrive("county", community="shanhe") == 0
    assert engine.redrive("county", skip=True) == 1
    drain(engine)
    tasks = [event["id"] for event in engine.feed("xinqi", 0, 1000, ["task"]).events]
    assert receiver.ids == tasks


def test_a_receiver_that_is_down_for_long_loses_nothing(engine: Engine) -> None:
    """After a day it is suspended, with the error; re-driven it gets everything, in order."""
    with receiving() as gone:
        subscribe(engine, gone)
        port = int(gone.url.split("/")[2].partition(":")[2])
    begin = at = clock()
    attempts = 0
    while told(engine).state == "waiting":
        assert deliver(engine, at) == 0
        attempts += 1
        assert told(engine).attempts == attempts
        at = max(at, told(engine).due)
    assert attempts == NEAR.attempts
    assert 10 * HOUR < at - begin < 40 * HOUR
    assert (told(engine).error or "").startswith("webhook-unreachable")
    with receiving(port) as back:
        assert deliver(engine, at + DAY) == 0
        assert engine.redrive("county") == 1
        assert drain(engine) == len(all_ids(engine))
        assert back.ids == all_ids(engine)
    assert engine.verify().ok


class Killed(BaseException):
    """The process is gone."""


def test_a_crash_after_sending_sends_the_same_event_again(
    engine: Engine, receiver: Receiver
) -> None:
    """Another worker takes over once the lease is over; the id says that it is the same."""
    subscribe(engine, receiver)
    left = [3]

    def send(url: str, body: bytes, headers: Mapping[str, str], *how: Any) -> int:
        found = post(url, body, headers, *how)
        left[0] -= 1
        if not left[0]:
            raise Killed
        return found

    at = clock()
    with pytest.raises(Killed):
        deliver(engine, at, send=send)
    assert told(engine).seq == 2
    assert deliver(engine, at, holder="two") == 0
    while deliver(engine, at + HOUR, holder="two"):
        pass
    ids = all_ids(engine)
    assert receiver.ids == [*ids[:3], *ids[2:]]
    assert receiver.requests[2][0]["webhook-id"] == receiver.requests[3][0]["webhook-id"]


def test_a_lease_that_was_lost_moves_no_cursor(engine: Engine, receiver: Receiver) -> None:
    """Who was asleep for too long, or is overtaken by a replay, stops."""
    subscribe(engine, receiver)

    def send(*how: Any) -> int:
        found = post(*how)
        engine.replay("county", "xinqi", after=7)
        return found

    assert deliver(engine, send=send) == 1
    assert told(engine).seq == 7


def test_one_receiver_holds_up_no_other(engine: Engine, receiver: Receiver) -> None:
    """A call that meets a broken one leaves it, in every community, and tells the others."""
    with receiving() as bad:
        engine.subscribe("bad", bad.url, by="li", secret=SECRET, after=0)
        subscribe(engine, receiver, communities=None)
        bad.answers = [status(503)] * 100
        deliver(engine)
        assert len(bad.requests) == 1
    assert {i.partition("/")[0] for i in receiver.ids} == {"xinqi", "shanhe", "shigou"}


def test_many_workers_tell_each_event_once(engine: Engine, receiver: Receiver) -> None:
    """Two with one row: the lease decides, and the order is kept."""
    subscribe(engine, receiver, communities=None)
    few = WebhookSettings(allow_private=True, batch=2)
    with ThreadPoolExecutor(4) as pool:
        work = [pool.submit(drain, engine, holder=f"w{n}", settings=few) for n in range(4)]
    assert sum(one.result() for one in work) + drain(engine) == len(receiver.ids)
    for community in ("xinqi", "shanhe", "shigou"):
        mine = [i for i in receiver.ids if i.startswith(f"{community}/")]
        assert mine == all_ids(engine, community)


def test_what_was_destroyed_is_told_to_nobody(engine: Engine, receiver: Receiver) -> None:
    """Nor what will be: personal values are in no event."""
    subscribe(engine, receiver)
    drain(engine)
    said = b"".join(body for _, body in receiver.requests)
    assert b"1380000" not in said
    assert b"Ditch 1" not in said


# --- nobody inside --------------------------------------------------------------------------------

INSIDE = """
127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 224.0.1.1
240.0.0.1 255.255.255.255 198.18.0.1 192.0.2.1 ::1 :: ::ffff:127.0.0.1 ::ffff:8.8.8.8 ::127.0.0.1
fe80::1 fec0::1 fd00::1 ff02::1 2001:db8::1 2002:7f00:1:: 64:ff9b::7f00:1 2001::1
"""


@pytest.mark.sqlite
@pytest.mark.parametrize("address", INSIDE.split())
def test_an_address_inside_is_none_of_the_public(address: str) -> None:
    """However it is wrapped."""
    assert not is_public(address)


@pytest.mark.sqlite
@pytest.mark.parametrize("address", ["8.8.8.8", "114.114.114.114", "2001:4860:4860::8888"])
def test_an_address_outside_is_public(address: str) -> None:
    """So that webhooks can be sent at all."""
    assert is_public(address)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "10.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1"],
)
def test_nothing_is_sent_to_an_address_inside(
    engine: Engine, receiver: Receiver, host: str
) -> None:
    """By default, and whatever the name or spelling that leads to it."""
    subscribe(engine, receiver)
    url = receiver.url.replace("127.0.0.1", host)
    engine.subscribe("inside", url, by="li", secret=SECRET, after=0, communities=["shanhe"])
    assert deliver(engine, settings=WebhookSettings()) == 0
    assert receiver.requests == []
    errors = [place.error or "" for one in engine.subscriptions() for place in one.subscribers]
    assert [error.partition(" ")[0] for error in errors] == ["webhook-private"] * 2


@pytest.mark.sqlite
def test_one_private_address_among_public_ones_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """And the address that was checked is the one that is called: the name is asked once."""
    asked: list[str] = []
    there = ["93.184.215.14", "127.0.0.1"]

    def look_up(host: str, port: int, **_: Any) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (at, port)) for at in there]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    with pytest.raises(Undelivered, match=r"webhook-private 127\.0\.0\.1"):
        resolve("example.org", 80, 1, allow_private=False)
    with receiving() as receiver:
        port = int(receiver.url.split("/")[2].partition(":")[2])
        there.pop(0)
        asked.clear()
        assert post(f"http://hooks.example:{port}/", b"{}", {}, 5, True) == 204
        assert asked == ["hooks.example"]
        assert receiver.requests[0][0]["Host"] == f"hooks.example:{port}"


@pytest.mark.sqlite
def test_a_name_that_nobody_answers_for_takes_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    """The time is for looking up the name as well."""
    over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: over.wait(30))
    with pytest.raises(Undelivered, match="webhook-timeout"):
        post("http://hooks.example/", b"{}", {}, 0.05, True)
    over.set()


def test_no_proxy_is_taken_from_the_environment(
    engine: Engine, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would see every event, and reach what may not be reached."""
    with receiving() as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        subscribe(engine, receiver)
        assert drain(engine)
        assert proxy.requests == []


def test_an_unsafe_connection_gets_no_event(engine: Engine, receiver: Receiver) -> None:
    """What does not speak TLS where TLS was asked for is told nothing."""
    url = receiver.url.replace("http:", "https:")
    engine.subscribe("county", url, by="li", communities=["xinqi"], after=0)
    assert deliver(engine) == 0
    assert (told(engine).error or "").startswith("webhook-")
    assert receiver.requests == []


@pytest.mark.sqlite
@pytest.mark.skipif(not shutil.which("openssl"), reason="no openssl to make a certificate with")
def test_tls_asks_for_the_hosts_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The address is called that was checked, but whoever answers must be who the URL names."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    made += ["-subj", "/CN=hooks.example", "-addext", "subjectAltName=DNS:hooks.example"]
    made += ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run(made, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with receiving(tls=context) as receiver:
        port = int(receiver.url.split("/")[2].partition(":")[2])
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
        with pytest.raises(Undelivered, match="webhook-tls"):
            post(f"https://hooks.example:{port}/", b"{}", {}, 5, True)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        with pytest.raises(Undelivered, match="webhook-tls"):
            post(f"https://other.example:{port}/", b"{}", {}, 5, True)
        assert receiver.requests == []
        assert post(f"https://hooks.example:{port}/", b"{}", {}, 5, True) == 204


def test_a_name_without_address_is_tried_again(engine: Engine) -> None:
    """It may be known again tomorrow."""
    engine.subscribe("county", "http://nowhere.invalid/", by="li", communities=["xinqi"], after=0)
    assert deliver(engine) == 0
    place = told(engine)
    assert (place.state, place.error) == ("waiting", "webhook-unresolved nowhere.invalid")


def test_a_secret_that_was_destroyed_suspends(engine: Engine, receiver: Receiver) -> None:
    """Nothing goes out unsigned."""
    subscribe(engine, receiver)
    with engine._store.begin() as tx:
        where = "community = '~registry' AND seq = (SELECT seq FROM subscription)"
        assert tx.execute(f"DELETE FROM payload WHERE {where}") == 1
    assert deliver(engine) == 0
    assert (told(engine).state, told(engine).error) == ("suspended", "webhook-no-secret")
    assert receiver.requests == []
