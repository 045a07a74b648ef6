"""Who and what there is: units, members, roles and releases, each with its entry."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import orjson

from xiangyue.canonical import dump, load
from xiangyue.errors import Conflict, Misuse
from xiangyue.journal import registry_entry
from xiangyue.profile import Profile
from xiangyue.spelling import shown
from xiangyue.storage import Tx
from xiangyue.tables import REGISTRY
from xiangyue.text import Text
from xiangyue.values import NOBODYS, TIERS, Holding, Member, MemberKind, Unit, replace
from xiangyue.words import check_id, check_words

KINDS = ("person", "household", "organization")
OWNING_TIER = 3
MOST_LITERACY = 8


def journal(
    tx: Tx,
    chain: str,
    kind: str,
    now: int,
    about: Mapping[str, Any],
    apart: Mapping[str, Any] | None = None,
    key: str | None = None,
    after: Mapping[str, Member] | None = None,
) -> int:
    """Enter in a chain what is no command; returns the entry's number. None is left out.

    ``after`` are those of whom it changes what is remembered, as they are then; everything is
    forgotten where it is not said.
    """
    head = tx.head(chain)
    seq = head.seq + 1 if head else 1
    said = {name: value for name, value in about.items() if value is not None}
    entry = registry_entry(chain, seq, kind, now, said, apart or {}, key)
    tx.append(chain, entry, key, None)
    if after is None:
        tx.registry.forget()
    else:
        tx.registry.members.update(after)
    return seq


def add_unit(
    tx: Tx, name: str, unit_level: str, parent: str | None, title: Mapping[str, str], now: int
) -> Unit:
    """Add a node to the unit tree; a grid belongs to the community or village above it."""
    check_id(name)
    if unit_level not in TIERS:
        raise Misuse("unit-level", given=unit_level, known=", ".join(TIERS))
    if tx.unit(name) is not None:
        raise Conflict("unit-exists", unit=name)
    for lang, words in title.items():
        check_id(lang)
        check_words(f"title.{lang}", words)
    above = tx.unit(parent) if parent else None
    if parent and above is None:
        raise Misuse("unit-unknown", unit=parent)
    if above is not None and TIERS[above.unit_level] >= TIERS[unit_level]:
        raise Misuse("unit-order", unit=name, unit_level=unit_level, parent=above.id)
    if TIERS[unit_level] > OWNING_TIER and above is None:
        raise Misuse("grid-without-community", unit=name)
    owner = above.community if above and TIERS[unit_level] > OWNING_TIER else name
    unit = Unit(name, unit_level, parent, owner, Text(title or {"en": name}))
    about = {
        "id": name,
        "unit_level": unit_level,
        "parent": parent,
        "community": owner,
        "title": dict(unit.title),
    }
    journal(tx, REGISTRY, "unit", now, about)
    tx.write("unit", {**about, "title": dump(unit.title).decode()})
    return unit


def add_member(
    tx: Tx, name: str, kind: MemberKind, home: str, shown_as: str | None, now: int
) -> None:
    """Add a person, household or organization; what it is called is kept apart."""
    check_id(name)
    check_words("name", shown_as)
    if name in NOBODYS:
        raise Misuse("member-reserved", member=name)
    if kind not in KINDS:
        raise Misuse("member-kind", given=kind, known=", ".join(KINDS))
    if tx.member(name) is not None:
        raise Conflict("member-exists", member=name)
    if tx.unit(home) is None:
        raise Misuse("unit-unknown", unit=home)
    about = {"id": name, "kind": kind, "home": home}
    apart = {"name": shown_as} if shown_as else None
    after = {name: Member(name, kind, home)}
    seq = journal(tx, REGISTRY, "member", now, about, apart, after=after)
    named = seq if shown_as else None
    tx.write("member", {**about, "named": named, "literacy": None, "language": None})


def add_holding(
    tx: Tx,
    member: str,
    role: str,
    unit: str,
    since: int,
    until: int | None,
    deputy: str | None,
    now: int,
    *,
    noted: Mapping[str, str] | None = None,
    key: str | None = None,
) -> None:
    """Let a member hold a role at a unit, from one instant to another, perhaps with a deputy.

    ``noted`` is who has decided it, and in which task, if in one.
    """
    check_id(role)
    holder = tx.member(member)
    for who in (member, deputy):
        if who is not None and tx.member(who) is None:
            raise Misuse("member-unknown", member=who)
    if tx.unit(unit) is None:
        raise Misuse("unit-unknown", unit=unit)
    if until is not None and until <= since:
        raise Misuse("role-times", member=member, role=role)
    if holder and any((h.role, h.unit, h.since) == (role, unit, since) for h in holder.holdings):
        raise Conflict("role-exists", member=member, role=role, unit=unit)
    about = {
        "member": member,
        "role": role,
        "unit": unit,
        "since": since,
        "until": until,
        "deputy": deputy,
    }
    after = None
    if holder is not None and deputy is None:  # nobody else is remembered with it
        held = (*holder.holdings, Holding(role, unit, since, until))
        after = {member: replace(holder, holdings=tuple(sorted(held, key=_as_read)))}
    journal(tx, REGISTRY, "role", now, {**about, **(noted or {})}, key=key, after=after)
    tx.write("holding", about)


def _as_read(holding: Holding) -> tuple[int, str, str]:
    return holding.since, holding.role, holding.unit


def end_holding(tx: Tx, member: str, role: str, unit: str, until: int, now: int) -> None:
    """Let a role end; raises Misuse where it is not held then."""
    holder = tx.member(member)
    held = [
        h
        for h in (holder.holdings if holder else ())
        if (h.role, h.unit) == (role, unit) and h.since < until and h.holds(until - 1)
    ]
    if not held:
        raise Misuse("role-not-held", member=member, role=role, unit=unit)
    put_end(tx, member, replace(held[-1], until=until), now)


def put_end(
    tx: Tx,
    member: str,
    ended: Holding,
    now: int,
    *,
    noted: Mapping[str, str] | None = None,
    key: str | None = None,
) -> None:
    """Note when a role that is held ends; ``noted`` is as in ``add_holding``."""
    where = {"member": member, "role": ended.role, "unit": ended.unit, "since": ended.since}
    about = {**where, "until": ended.until, **(noted or {})}
    journal(tx, REGISTRY, "role-end", now, about, key=key)
    sql = "UPDATE holding SET until = ? WHERE member = ? AND role = ? AND unit = ? AND since = ?"
    tx.change(sql, ended.until, *where.values())


def put_consent(tx: Tx, member: str, purpose: str, given: bool, by: str, now: int) -> None:
    """Note what a member consents to, or takes its consent back from."""
    if tx.member(member) is None:
        raise Misuse("member-unknown", member=member)
    if not _PURPOSE.fullmatch(str(purpose)):
        raise Misuse("consent-purpose", purpose=shown(purpose))
    about = {"member": member, "purpose": purpose, "given": bool(given), "by": by}
    journal(tx, REGISTRY, "consent", now, about)
    tx.change("DELETE FROM consent WHERE member = ? AND purpose = ?", member, purpose)
    if given:
        tx.write("consent", {"member": member, "purpose": purpose, "since": now})


_PURPOSE = re.compile(r"[a-z][a-z0-9_]{0,63}(:[A-Za-z0-9_]{1,128})?", re.ASCII)


def put_literacy(
    tx: Tx,
    member: str,
    literacy: int,
    by: str,
    now: int,
    *,
    task: str | None = None,
    key: str | None = None,
) -> None:
    """Note a member's digital literacy level; ``task`` is where it was found, if in one."""
    known = tx.member(member)
    if known is None:
        raise Misuse("member-unknown", member=member)
    if type(literacy) is not int or not 0 <= literacy <= MOST_LITERACY:
        raise Misuse("literacy-level", given=shown(literacy), most=MOST_LITERACY)
    about = {"member": member, "literacy": literacy, "by": by, "found_in": task}
    after = {member: replace(known, literacy=literacy)}
    journal(tx, REGISTRY, "literacy", now, about, key=key, after=after)
    tx.change("UPDATE member SET literacy = ? WHERE id = ?", literacy, member)


def resume(tx: Tx, community: str, limit: str, by: str, now: int) -> None:
    """Let a limit that has failed be asked again."""
    head = tx.head(community)
    if head is None or limit not in load(head.failing):
        raise Misuse("limit-not-failing", limit=shown(limit), community=community)
    journal(tx, community, "resume", now, {"limit": limit, "by": by})
    tx.put_failing(community, {limit: 0})


def put_mode(
    tx: Tx,
    community: str,
    mode: str,
    now: int,
    until: int | None = None,
    since: int | None = None,
) -> None:
    """Put a community into a mode without a command; ``since`` is when it began, if not now."""
    journal(tx, community, "mode", now, {"mode": mode, "until": until, "since": since})
    head = tx.head(community)
    if head is not None:
        tx.put_mode(community, head.present.switched(mode, now, until, since))


def add_absence(tx: Tx, member: str, since: int, until: int, now: int) -> None:
    """Note that a member is away from one instant to another; deputies stand in."""
    known = tx.member(member)
    if known is None:
        raise Misuse("member-unknown", member=member)
    if until <= since:
        raise Misuse("absence-times", member=member)
    if any(start == since for start, _ in known.absences):
        raise Conflict("absence-exists", member=member)
    about = {"member": member, "since": since, "until": until}
    journal(tx, REGISTRY, "absence", now, about)
    tx.write("absence", about)


def publish(tx: Tx, profile: Profile, now: int) -> None:
    """Keep a release of a profile; the same content is kept once."""
    if tx.has_release(profile.hash):
        return
    about = {"hash": profile.hash, "profile": profile.id}
    journal(tx, REGISTRY, "release", now, about)
    tx.write("release", {**about, "document": orjson.dumps(profile.document).decode()})
