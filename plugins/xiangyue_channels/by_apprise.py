"""Mail, SMS gateways, WeCom, DingTalk, Feishu and the rest, through Apprise."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ClassVar
from urllib.parse import quote

from xiangyue.plugs import Channel, NotDelivered, Outgoing, Receipt, Words

# What some services read as several addresses; one message goes to one person.
_SEVERAL = re.compile(r"[,;\s]")

# Kinds whose address is a mailbox or a number: services drop one that is none, and some then write
# to the sender instead.
_NUMBERED = ("mail", "sms", "voice")

_silent: ContextVar[bool] = ContextVar("silent", default=False)


@contextmanager
def _silence() -> Iterator[None]:
    """Keep Apprise's own log lines about one message, which hold addresses, out of every log."""
    logging.getLogger("apprise").addFilter(_speaks)  # added once, however often
    token = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(token)


def _speaks(_: logging.LogRecord) -> bool:
    return not _silent.get()


class Apprise(Channel):
    """Hands each message to the service that an Apprise URL names.

    In the URL ``{address}`` is replaced by the person's address and ``{id}`` by the message's id,
    both percent-encoded. A service that needs neither speaks to a group.
    """

    name = "apprise"
    title: ClassVar[Words] = {"en": "Message service", "zh": "消息服务"}
    kinds = ("mail", "sms", "app", "group", "voice", "webhook")
    config_schema: ClassVar[Mapping[str, Any]] = {
        "type": "object",
        "properties": {
            "url": {"type": "string", "minLength": 4, "pattern": "^[A-Za-z][A-Za-z0-9+.-]*://"},
            "seconds": {"type": "integer", "minimum": 1, "maximum": 300},
        },
        "required": ["url"],
        "additionalProperties": False,
    }

    def send(self, message: Outgoing, config: Mapping[str, Any]) -> Receipt:
        """Hand the message over; nothing is known of whether somebody reads it."""
        with _silence():
            self._hand_over(message, config)
        return Receipt("sent")

    def _hand_over(self, message: Outgoing, config: Mapping[str, Any]) -> None:
        try:
            import apprise
        except ModuleNotFoundError:
            raise NotDelivered(
                "channel-extra", again=False, channel=self.name, extra="channels"
            ) from None
        asset = apprise.AppriseAsset(storage_mode=apprise.PersistentStoreMode.MEMORY)
        asset.async_mode = False
        asset.interpret_emojis = False  # type: ignore[assignment]
        asset.interpret_escapes = False
        asset.http_redirects = False  # type: ignore[attr-defined,unused-ignore]
        service = apprise.Apprise.instantiate(self._url(message, config), asset=asset)
        if service is None:
            raise NotDelivered("channel-url", again=False, channel=self.name)
        addressed = message.kind in _NUMBERED and "{address}" in config["url"]
        if addressed and not getattr(service, "targets", True):
            raise NotDelivered("channel-address", again=False, kind=message.kind)
        service.socket_read_timeout = service.socket_connect_timeout = config.get("seconds", 20)
        notifier = apprise.Apprise(asset=asset)
        notifier.add(service)
        try:
            taken = notifier.notify(
                body=message.text, title=message.subject, body_format=apprise.NotifyFormat.TEXT
            )
        except Exception as error:  # a plugin of a plugin: whatever it raises, it was not delivered
            detail = type(error).__name__
            raise NotDelivered(
                "channel-refused", again=True, channel=self.name, detail=detail
            ) from error
        if not taken:
            raise NotDelivered("channel-refused", again=True, channel=self.name, detail="-")

    def _url(self, message: Outgoing, config: Mapping[str, Any]) -> str:
        url: str = config["url"]
        if "{address}" in url:
            address = message.address.strip()
            if not address or _SEVERAL.search(address):
                raise NotDelivered("channel-address", again=False, kind=message.kind)
            url = url.replace("{address}", quote(address, safe=""))
        return url.replace("{id}", quote(message.key, safe=""))
