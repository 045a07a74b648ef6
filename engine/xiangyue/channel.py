"""What a channel is: a way to carry one message to one person, or onto the notice board.

A channel may do what a limit may not: open connections, write files, wait. It is asked by workers
only, outside any transaction, and it may be asked twice for one message.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from xiangyue.errors import XiangyueError
from xiangyue.limit import Words
from xiangyue.values import Value

ChannelKind = Literal[
    "app",
    "sms",
    "voice",
    "mail",
    "group",
    "webhook",
    "loudspeaker",
    "board",
    "paper",
    "phone",
    "door",
]
CHANNEL_KINDS: tuple[ChannelKind, ...] = (
    "app",
    "sms",
    "voice",
    "mail",
    "group",
    "webhook",
    "loudspeaker",
    "board",
    "paper",
    "phone",
    "door",
)
PUBLIC = frozenset({"loudspeaker", "board", "group", "webhook"})
"""Kinds of channels that more than one person hears; used where a profile names them."""
BY_HAND = frozenset({"loudspeaker", "board", "paper", "door"})
"""Kinds of channels by which a message is written down, and a person brings it to others."""
LINKED = frozenset({"app", "sms", "mail"})
"""Kinds of channels that one person reads on a screen, where a link can be opened."""
UNADDRESSED = PUBLIC | {"paper", "door"}
"""Kinds of channels that reach people without an address that was noted for them."""


class Outgoing(Value, frozen=True):
    """One message on its way to one recipient by one kind of channel.

    ``event`` is the message as a CloudEvents 1.0 dict. Its ``id`` is this recipient's own and stays
    the same whenever it is tried again, so that whoever receives it can tell a repetition.
    ``recipient`` is a member's id, None for the public; ``channel`` is the profile's name for the
    channel; ``address`` is empty where the kind needs none, ``name`` what the recipient is called,
    as far as that is known. ``language`` is that of ``subject`` and ``text``, ``also`` the same
    text in further languages, for what hangs on a wall. ``at`` is when it was to be sent and
    ``due`` by when something is to be done (microseconds), ``timezone`` where both are shown,
    ``place`` what the place is called. ``link`` opens the task in a console, once, for this
    recipient; it already stands at the end of ``text``, and is empty where there is no console.
    """

    event: Mapping[str, Any]
    recipient: str | None
    address: str
    name: str
    language: str
    subject: str
    text: str
    kind: ChannelKind
    channel: str
    community: str
    task: str
    at: int
    due: int | None = None
    timezone: str = "UTC"
    place: str = ""
    also: Mapping[str, str] = {}
    link: str = ""

    @property
    def id(self) -> str:
        """What the message is known by: the same for all its recipients, at every attempt."""
        return self.key.removesuffix(f"/{self.recipient}") if self.recipient else self.key

    @property
    def key(self) -> str:
        """What this person's copy of the message is known by: the same at every attempt."""
        return str(self.event["id"])


class Receipt(Value, frozen=True):
    """What became of a message: sent, or confirmed that the person has heard it.

    ``where`` is a reference to what can be looked at, such as a file; empty if there is nothing.
    """

    state: Literal["sent", "confirmed"]
    where: str = ""


class NotDelivered(XiangyueError):
    """A message that could not be delivered; ``again`` tells whether trying later makes sense."""

    def __init__(self, code: str, *, again: bool, **values: Any) -> None:
        """Remember why; what the message says and to which address it goes does not belong here."""
        super().__init__(code, **values)
        self.again = again

    def __reduce__(self) -> tuple[Any, ...]:
        """Survive the way between processes."""
        return _rebuild, (self.code, self.again, self.values)


def _rebuild(code: str, again: bool, values: dict[str, Any]) -> NotDelivered:
    return NotDelivered(code, again=again, **values)


class Channel:
    """A way to deliver messages; derive from it and say how.

    ``name`` is how an installation's ``channels.yaml`` names it, ``title`` its name by language,
    ``kinds`` the kinds of a profile's channels it can serve, ``config_schema`` the JSON Schema of
    its config, ``confirms`` whether it can tell that a person has heard the message.
    """

    name: ClassVar[str]
    title: ClassVar[Words]
    kinds: ClassVar[tuple[ChannelKind, ...]]
    config_schema: ClassVar[Mapping[str, Any]] = {"type": "object", "additionalProperties": False}
    confirms: ClassVar[bool] = False

    def send(self, message: Outgoing, config: Mapping[str, Any]) -> Receipt:
        """Deliver a message, or raise NotDelivered.

        A message that is sent again has the same ``key``; what was written for it is replaced.
        """
        raise NotImplementedError
