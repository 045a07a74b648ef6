"""Voice calls: a gateway reads the message to a person, and says whether it was heard."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any, ClassVar, Protocol
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from xiangyue.plugs import Channel, NotDelivered, Outgoing, Receipt, Words

_MOST_BYTES = 65_536


class Gateway(Protocol):
    """What places calls."""

    def call(self, number: str, text: str, language: str) -> bool:
        """Read the text to whoever answers; return whether it was heard to its end."""


class Voice(Channel):
    """Calls a person and reads the message to it; confirmed only when it was heard to its end.

    A gateway is an object of your own, given when it is made (derive from this class, give it a
    ``name`` and bring it with a hook), or the service at ``url``. The service is sent
    ``{"id", "number", "text", "language"}`` as JSON by POST, answers when the call is over with
    ``{"heard_to_end": true}`` or false, and is sent the same ``id`` when a call is tried again.
    """

    name = "voice"
    title: ClassVar[Words] = {"en": "Voice call", "zh": "语音电话"}
    kinds = ("voice", "phone")
    config_schema: ClassVar[Mapping[str, Any]] = {
        "type": "object",
        "properties": {
            "url": {"type": "string", "pattern": "^https?://"},
            "token": {"type": "string", "minLength": 1},
            "seconds": {"type": "integer", "minimum": 1, "maximum": 600},
        },
        "additionalProperties": False,
    }
    confirms = True

    def __init__(self, gateway: Gateway | None = None) -> None:
        """Call through this gateway, or through the service that the config names."""
        self._gateway = gateway

    def send(self, message: Outgoing, config: Mapping[str, Any]) -> Receipt:
        """Call, and confirm that it was heard."""
        if not message.address.strip():
            raise NotDelivered("channel-address", again=False, kind=message.kind)
        try:
            heard = self._call(message, config)
        except (OSError, ValueError, HTTPException) as error:
            if isinstance(error, HTTPError):
                error.close()
            detail = type(error).__name__
            raise NotDelivered(
                "channel-refused", again=True, channel=self.name, detail=detail
            ) from error
        if heard is not True:
            raise NotDelivered("channel-unheard", again=True)
        return Receipt("confirmed")

    def _call(self, message: Outgoing, config: Mapping[str, Any]) -> Any:
        if self._gateway is not None:
            return self._gateway.call(message.address, message.text, message.language)
        if "url" not in config:
            raise NotDelivered("channel-url", again=False, channel=self.name)
        said = {
            "id": message.key,
            "number": message.address,
            "text": message.text,
            "language": message.language,
        }
        headers = {"Content-Type": "application/json"}
        if "token" in config:
            headers["Authorization"] = f"Bearer {config['token']}"
        request = Request(config["url"], json.dumps(said).encode(), headers, method="POST")
        with build_opener(_Stay).open(request, timeout=config.get("seconds", 180)) as answer:
            found = json.loads(answer.read(_MOST_BYTES))
        return found.get("heard_to_end") if isinstance(found, dict) else False


class _Stay(HTTPRedirectHandler):
    """Follows no redirect: what is said goes to the gateway alone."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Refuse: None lets the answer count as a failure."""
