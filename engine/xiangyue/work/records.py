"""The journal as people read it: pages of entries in plain words, the newest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xiangyue.canonical import load, unchained
from xiangyue.errors import Misuse
from xiangyue.journal import MIGRATED, to_decision
from xiangyue.messages import LANGUAGES, catalogue, say
from xiangyue.storage import Reader
from xiangyue.tables import REGISTRY
from xiangyue.text import Text, spoken
from xiangyue.values import Decision
from xiangyue.work.feed import PREFIX, check_types, type_of
from xiangyue.work.plans import Plans

MOST = 200
LOOK = 2000
"""Entries that one page looks at, so that what is rare costs no more than what is common."""

_ROWS = (
    "SELECT seq, task, body, hash FROM journal WHERE community = ? AND seq < ? AND seq >= ?"
    " ORDER BY seq DESC"
)
_LATER = (
    "SELECT seq, task, body, hash FROM journal WHERE community = ? AND seq > ? ORDER BY seq LIMIT ?"
)
_SHORT = 12


@dataclass(frozen=True, slots=True)
class Record:
    """One entry of a journal: who did what, when, to which task; ``what`` is a plain sentence.

    ``community`` is empty for the registry's chain. ``type`` is that of its event in the feed
    (``task.moved``), ``by`` who did it (empty for the engine itself), ``behalf`` for whom, and
    ``hash`` the link of the chain. ``at`` is when it was entered, ``occurred_at`` when it was done.
    """

    community: str
    seq: int
    kind: str
    type: str
    at: int
    occurred_at: int
    by: str
    behalf: str | None
    task: str | None
    flow: str | None
    what: Text
    hash: str


@dataclass(frozen=True, slots=True)
class RecordPage:
    """Some entries, the newest first.

    ``older`` is what to pass as ``before`` for those before them, None at the beginning, and
    ``newer`` as ``after`` for those after them, None at the end.
    """

    items: tuple[Record, ...]
    older: int | None
    newer: int | None


@dataclass(frozen=True, slots=True)
class FullRecord:
    """One entry in full: ``body`` is what the chain holds, in the open.

    ``personal`` says what became of what it keeps apart: ``none`` was there, ``kept`` or
    ``destroyed``. ``decision`` is the command's, without personal values; None for other entries.
    """

    record: Record
    body: Mapping[str, Any]
    personal: str
    decision: Decision | None
    before: str | None


def find_records(
    reader: Reader,
    plans: Plans,
    community: str | None,
    last: int,
    *,
    before: int | None,
    after: int | None,
    limit: int,
    types: Sequence[str] | None,
) -> RecordPage:
    """Return a page of a chain whose last entry is ``last``; at most 2,000 entries are read."""
    if not 1 <= limit <= MOST:
        raise Misuse("page-limit", limit=limit, most=MOST)
    chain, wanted = community or REGISTRY, check_types(types)
    look = LOOK if wanted else limit
    if after is not None:
        rows = reader.all(_LATER, chain, after, look)[::-1]
    else:
        top = last + 1 if before is None else min(before, last + 1)
        rows = reader.all(_ROWS, chain, top, top - look)
    found = [(row, body) for row in rows if _fits(body := load(row[2]), wanted)]
    seen = [row[0] for row in rows]
    if len(found) > limit:
        found = found[-limit:] if after is not None else found[:limit]
        seen = [row[0] for row, _ in found]
    items = tuple(_record(reader, plans, community or "", row, body) for row, body in found)
    if not seen:
        return RecordPage((), None, None)
    older, newer = min(seen), max(seen)
    return RecordPage(items, older if older > 1 else None, newer if newer < last else None)


def find_record(reader: Reader, plans: Plans, community: str | None, seq: int) -> FullRecord:
    """Return one entry in full; raises Misuse where there is none."""
    chain = community or REGISTRY
    rows = reader.all(
        "SELECT seq, task, body, hash FROM journal WHERE community = ? AND seq IN (?, ?)"
        " ORDER BY seq DESC",
        chain,
        seq,
        seq - 1,
    )
    if not rows or rows[0][0] != seq:
        raise Misuse("record-unknown", seq=seq, community=community or "-")
    body = load(rows[0][2])
    kept = reader.all("SELECT 1 FROM payload WHERE community = ? AND seq = ?", chain, seq)
    personal = "none" if "private" not in body else "kept" if kept else "destroyed"
    return FullRecord(
        record=_record(reader, plans, community or "", rows[0], body),
        body=body,
        personal=personal,
        decision=to_decision(body, None) if body["kind"] == "command" else None,
        before=bytes(rows[1][3]).hex() if len(rows) > 1 else None,
    )


def _fits(body: Mapping[str, Any], types: Sequence[str]) -> bool:
    kind = type_of(body)
    return not types or any(kind == name or kind.startswith(f"{name}.") for name in types)


def _record(
    reader: Reader, plans: Plans, community: str, row: Sequence[Any], body: Mapping[str, Any]
) -> Record:
    seq, task, _, digest = row
    about = body.get("about", {})
    known = task or body.get("task") or about.get("task")
    return Record(
        community=community,
        seq=seq,
        kind=body["kind"],
        type=type_of(body).removeprefix(PREFIX),
        at=body["at"],
        occurred_at=unchained(body.get("occurred", body["at"])),
        by=body.get("actor") or about.get("by") or "",
        behalf=body.get("for"),
        task=f"{community}/{known}" if known and community else None,
        flow=body.get("flow"),
        what=_told(reader, plans, body)
        if body["kind"] == "command"
        else _noted(body, _modes(reader, plans, community, body)),
        hash=bytes(digest).hex(),
    )


def _told(reader: Reader, plans: Plans, body: Mapping[str, Any]) -> Text:
    """Say what a command did, in the words of the release that judged it."""
    plan = plans.get(reader, body["release"], body["mode"])
    flow = plan.flows.get(body["flow"])
    names: dict[str, Any] = {"flow": body["flow"], "action": body["action"]}
    names |= {name: body.get(name) or "" for name in ("before", "after")}
    if flow is not None:
        names["flow"] = flow.flow.title
        step = flow.steps.get(body["action"]) or flow.calls.get(body["action"])
        opening = body.get("before") is None
        names["action"] = flow.opening.action.title if opening else names["action"]
        names["action"] = step.action.title if step and not opening else names["action"]
        states = flow.flow.states
        for name in ("before", "after"):
            if body.get(name) in states:
                names[name] = states[body[name]].title
    return _say(f"record-{type_of(body).removeprefix(PREFIX).replace('.', '-')}", names)


def _modes(
    reader: Reader, plans: Plans, community: str, body: Mapping[str, Any]
) -> Mapping[str, Text]:
    """Return what the modes are called that an entry names, by the profile in force now."""
    if "mode" not in body["about"] or not community:
        return {}
    head = reader.situation(community, None, None).head
    if head is None or not head.settings:
        return {}
    profile = plans.get(reader, reader.settings(community, head.settings)[0]).profile
    return {name: mode.title for name, mode in profile.modes.items()}


def _noted(body: Mapping[str, Any], modes: Mapping[str, Text]) -> Text:
    """Say what any other entry notes."""
    about = unchained(body["about"])
    kind, code = body["kind"], f"record-{body['kind']}"
    if kind == "consent" and not about.get("given"):
        code = "record-consent-back"
    if kind == MIGRATED and "back" in about:
        code = "record-migrated-back"
    if code not in catalogue():
        code = "record-other"
    counted = about.get("tasks") or about.get("seqs") or about.get("points") or ()
    values = {"kind": kind, **about, "count": len(counted)}
    if isinstance(values.get("mode"), str):
        name, _, level = values["mode"].partition(":")
        title = modes.get(name, Text(en=name))
        values["mode"] = Text((lang, f"{title.of(lang)} {level}".rstrip()) for lang in LANGUAGES)
    for name in ("hash", "release", *(("to",) if kind == MIGRATED else ())):
        if isinstance(values.get(name), str):
            values[name] = values[name][:_SHORT]
    return _say(code, values)


def _say(code: str, values: Mapping[str, Any]) -> Text:
    return Text(
        (lang, say(code, lang, defaultdict(lambda: "–", spoken(values, lang))))
        for lang in LANGUAGES
    )
