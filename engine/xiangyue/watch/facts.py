"""What observers are told: names of the profile and codes, never who, to whom or what was said."""

from __future__ import annotations

import logging
from typing import Any, ClassVar

import msgspec
import orjson

from xiangyue.errors import XiangyueError
from xiangyue.values import Decision, Value

_LONGEST = 80


class Fact(Value, frozen=True, kw_only=True):
    """Something that happened; ``trace`` and ``span`` name the OpenTelemetry span it was part of.

    ``event`` is what it is called in logs, ``level`` how loudly they say it.
    """

    event: ClassVar[str]
    trace: str = ""
    span: str = ""

    @property
    def level(self) -> int:
        """Return the level of its log line, as ``logging`` counts them."""
        return logging.INFO

    def fields(self) -> dict[str, Any]:
        """Return what there is to say, by name."""
        return {name: v for name, v in msgspec.structs.asdict(self).items() if v not in _NOTHING}

    def __str__(self) -> str:
        """Read as one line: ``command community=xinqi action=open outcome=done``."""
        said = (f"{name}={_plain(value)}" for name, value in self.fields().items())
        return " ".join((self.event, *said))


_NOTHING: tuple[Any, ...] = (None, "", ())


def _plain(value: Any) -> str:
    if isinstance(value, tuple):
        return ",".join(value)
    text = f"{value:.6f}" if isinstance(value, float) else str(value)
    simple = text.isprintable() and not set(text) & set(' "=')
    return text if simple else orjson.dumps(text).decode()


class Decided(Fact, frozen=True):
    """A command was decided and is kept: ``outcome`` is done, refused or deferred.

    ``reasons`` are codes, each once; ``limits`` those that said other than yes, as
    ``quiet_hours:defer``. ``seconds`` lasted it from the call, or its turn in a group, until kept.
    """

    event = "command"
    community: str
    flow: str
    action: str
    task: str
    outcome: str
    reasons: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    seconds: float = 0.0


def decided(decision: Decision) -> Decided:
    """Return what may be told of a decision."""
    return Decided(
        community=decision.command.community,
        flow=decision.flow,
        action=decision.command.action,
        task=decision.task,
        outcome=decision.outcome,
        reasons=tuple(dict.fromkeys(reason.code for reason in decision.reasons)),
        limits=tuple(dict.fromkeys(f"{one.limit}:{one.verdict}" for one in decision.rulings)),
    )


class Rejected(Fact, frozen=True):
    """A command could not be judged, and nothing is kept of it: ``code`` says why.

    It names what does not exist, or clashes with what is there.
    """

    event = "rejected"
    code: str


class Fired(Fact, frozen=True):
    """A timer fired, or a deferred command was decided again: ``late`` seconds after it was due.

    ``queue`` is timers or waiting; ``timer`` is the timer's name in its profile.
    """

    event = "timer"
    queue: str
    community: str
    task: str
    timer: str
    late: float


class Tried(Fact, frozen=True):
    """One channel, or a webhook, was tried for one recipient.

    ``channel`` is its kind and ``via`` its name; ``outcome`` is sent, confirmed, again (tried once
    more later) or dead (given up), and ``code`` says why it failed.
    """

    event = "delivery"
    community: str
    channel: str
    via: str
    outcome: str
    code: str | None = None
    seconds: float = 0.0

    @property
    def level(self) -> int:
        """Return a warning's where it failed."""
        return logging.WARNING if self.code else logging.INFO


class Settled(Fact, frozen=True):
    """What became of a message for now: its ``outcome`` is that of a worker's parcel."""

    event = "message"
    community: str
    number: str
    kind: str
    outcome: str
    attempts: int
    code: str | None = None

    @property
    def level(self) -> int:
        """Return a warning's where it was given up."""
        return logging.WARNING if self.outcome == "dead" else logging.INFO


class TakenOver(Fact, frozen=True):
    """``worker`` has taken over what another left behind in a ``queue``."""

    event = "take-over"
    queue: str
    count: int
    worker: str

    @property
    def level(self) -> int:
        """Return a warning's: a worker has died, or hangs."""
        return logging.WARNING


class Retried(Fact, frozen=True):
    """The database undid a transaction, for the reason ``code``; it is done again."""

    event = "retry"
    code: str


class Failed(Fact, frozen=True):
    """Something went wrong that should not.

    ``what`` is command, timer, waiting, errand, worker, jobs or observer. ``wait`` is after how
    many seconds it is tried again, where that is known. Of a timer or deferred command,
    ``attempts`` is how often it has failed in a row and ``outcome`` again (tried once more) or
    dead (given up).
    """

    event = "failure"
    what: str
    code: str
    community: str = ""
    about: str = ""
    wait: float | None = None
    attempts: int | None = None
    outcome: str = ""

    @property
    def level(self) -> int:
        """Return a warning's."""
        return logging.WARNING


class Worked(Fact, frozen=True):
    """A worker has started or stopped."""

    event = "worker"
    worker: str
    state: str


def code_of(error: BaseException) -> str:
    """Return what may be told of an error: its words may quote anything, its code does not."""
    return error.code if isinstance(error, XiangyueError) else type(error).__name__


def as_code(text: str | None) -> str | None:
    """Return an error's text where it is a code, and ``other`` where it is words."""
    if not text:
        return None
    plain = text.replace("-", "_").isidentifier() and text.isascii() and len(text) <= _LONGEST
    return text if plain else "other"
