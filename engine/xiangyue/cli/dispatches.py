"""Messages as people read them: what became of each, for whom, and why not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from xiangyue.cli.output import Line, Table, language, words
from xiangyue.errors import Misuse
from xiangyue.messages import catalogue
from xiangyue.spelling import shown

if TYPE_CHECKING:
    from xiangyue.engine.dispatching import Dispatch
    from xiangyue.profile import Profile
    from xiangyue.reach.composing import Letter

_ROLE: Final = "role:"
_DIGITS: Final = 18


def is_number(text: str) -> bool:
    """Tell whether this may be the number of an entry: what is longer no database can hold."""
    return text.isdecimal() and len(text) <= _DIGITS


def number_of(text: str) -> tuple[int, int]:
    """Read a message's number as the lists write it; raises Misuse for what is none."""
    seq, _, n = text.partition(".")
    if not (is_number(seq) and is_number(n)):
        raise Misuse("dispatch-number", given=shown(text))
    return int(seq), int(n)


def why(error: str | None) -> str:
    """Say in plain words what went wrong; empty where nothing did."""
    if not error:
        return ""
    code, _, _ = error.partition(" ")
    known = f"why-{code}"
    return words(known) if known in catalogue() else words("why-other", detail=error)


def whom(recipient: str | None, kind: str, profile: Profile | None = None) -> str:
    """Say for whom a message is: a member, all of a role, whom a rung asks, or everybody."""
    if recipient is None:
        return words("dispatch-public")
    if kind == "ask":
        return words("dispatch-rung", rung=int(recipient.partition(":")[2]) + 1)
    if not recipient.startswith(_ROLE):
        return recipient
    name = recipient.removeprefix(_ROLE)
    role = profile.roles.get(name) if profile else None
    return words("dispatch-role", role=role.title.of(language()) if role else name)


def document_of(found: Dispatch) -> dict[str, Any]:
    """Return what a script reads of a message."""
    from xiangyue.work.feed import moment

    return {
        "community": found.community,
        "number": f"{found.seq}.{found.n}",
        "kind": found.kind,
        "recipient": found.recipient,
        "task": found.task,
        "at": moment(found.at),
        "due": moment(found.due) if found.state == "waiting" else None,
        "state": found.state,
        "attempts": found.attempts,
        "channel": found.channel,
        "error": found.error,
        "why": why(found.error) or None,
        "sent": moment(found.sent_at) if found.sent_at is not None else None,
        "members": {
            name: {**one._asdict(), "why": why(one.error) or None}
            for name, one in found.members.items()
        },
    }


def list_lines(found: Sequence[Dispatch], profile: Profile) -> Iterator[Line]:
    """Return a table of messages."""
    if not found:
        yield words("dispatch-empty")
        return
    names = ("number", "time", "to", "task", "state", "channel", "why")
    rows = [
        (
            f"{one.seq}.{one.n}",
            _time(one.at, profile),
            whom(one.recipient, one.kind, profile),
            one.task,
            words(f"dispatch-is-{one.state}"),
            one.channel or "",
            why(one.error),
        )
        for one in found
    ]
    yield Table([words(f"dispatch-head-{name}") for name in names], rows)


def show_lines(one: Dispatch, letters: Sequence[Letter], profile: Profile) -> Iterator[Line]:
    """Return one message: what it says, and what became of it for each."""
    yield from list_lines([one], profile)
    if one.state == "waiting":
        code = "dispatch-next" if one.attempts else "dispatch-first"
        yield words(code, attempts=one.attempts, due=_time(one.due, profile))
    if one.members:
        names = ("to", "state", "channel", "why")
        rows = [
            (name, words(f"dispatch-is-{became.state}"), became.channel or "", why(became.error))
            for name, became in one.members.items()
        ]
        yield Table([words(f"dispatch-head-{name}") for name in names], rows)
    for text in texts_of(letters):
        first, *more = text.splitlines() or [""]
        yield words("dispatch-says", text=first)
        yield from (f"  {line}" for line in more)


def texts_of(letters: Sequence[Letter]) -> list[str]:
    """Return what is said, each wording once."""
    return list(dict.fromkeys(letter.tries[0].text for letter in letters if letter.tries))


def _time(at: int, profile: Profile) -> str:
    from zoneinfo import ZoneInfo

    from xiangyue.time.clock import from_micros

    local = from_micros(at).astimezone(ZoneInfo(profile.calendar.timezone))
    return f"{local:%Y-%m-%d %H:%M}"
