"""What happened to a task, in plain words: who did what when, and what was refused and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from xiangyue import Decision, Profile
from xiangyue_admin import speaking
from xiangyue_admin.forms import People, of_field
from xiangyue_admin.reasons import sentence
from xiangyue_admin.speaking import _
from xiangyue_admin.tasking.words import SYSTEM, Names, came, right
from xiangyue_admin.visiting import here

OPEN = "open"


@dataclass(frozen=True, slots=True)
class Told:
    """One line of a history; ``lines`` say more, ``kind`` is done, refused or waiting.

    Moments are microseconds.
    """

    seq: int
    at: int
    entered: int | None
    who: str
    by: str
    what: str
    where: str
    kind: str
    lines: tuple[str, ...]


def deed(profile: Profile, decision: Decision) -> str:
    """Return what was done, or was to be done, in the profile's words."""
    flow, action = profile.flows.get(decision.flow), decision.command.action
    if decision.before is None and action == OPEN:
        return _("Opened")
    if flow is not None and action in flow.actions:
        return flow.actions[action].title.of(here().language)
    if action.startswith("~call"):
        return _("People were asked to come")
    return _("Reminder") if action.startswith("~") else action


def state(profile: Profile, flow: str, name: str | None) -> str:
    """Return what people call a state."""
    found = profile.flows.get(flow)
    if found is None or name is None or name not in found.states:
        return name or ""
    return found.states[name].title.of(here().language)


def values_of(
    profile: Profile, values: dict[str, object], names: Names
) -> list[tuple[str, str, str]]:
    """Return name, title and words of values that the profile knows, in the order of its fields."""
    found = []
    for name in filter(values.__contains__, profile.fields):
        value = values[name]
        who = _members(profile, name, value)
        names.learn(who)
        people = People(members=tuple((one, names.of(one)) for one in who))
        asked = of_field(profile, name, people=people)
        found.append((name, asked.title, asked.write(value)))
    return found


def _members(profile: Profile, name: str, value: object) -> list[str]:
    """Return the members that a value names; none where its field is about something else."""
    schema = profile.fields[name].schema if name in profile.fields else {}
    if schema.get("items", schema).get("format") != "member":
        return []
    many = value if isinstance(value, (list, tuple)) else [value]
    return [one for one in many if isinstance(one, str)]


def tell(
    profile: Profile,
    decisions: Sequence[Decision],
    names: Names,
    sees: Callable[[Decision, str], bool],
) -> Iterator[Told]:
    """Yield a line for each decision, the newest first; ``sees`` tells what may be known."""
    names.learn(who for decision in decisions for who in _people(profile, decision))
    for decision in reversed(decisions):
        yield told_of(profile, decision, names, sees)


def _people(profile: Profile, decision: Decision) -> Iterator[str]:
    """Yield everybody who is named in the line of a decision."""
    command = decision.command
    yield from (command.actor, command.on_behalf_of or command.actor)
    yield from (one.member for one in decision.points)
    for name, value in command.data.items():
        yield from _members(profile, name, value)


def told_of(
    profile: Profile, decision: Decision, names: Names, sees: Callable[[Decision, str], bool]
) -> Told:
    """Return the line of one decision."""
    command = decision.command
    refused = decision.outcome == "refused"
    lines: list[str] = []
    if refused or decision.outcome == "deferred":
        lines += map(sentence, decision.reasons)
    else:
        shown = {n: v for n, v in command.data.items() if sees(decision, n)}
        pairs = values_of(profile, shown, names)
        lines += [f"{title}{_(': ')}{words}" for _name, title, words in pairs]
        lines += [
            _(
                "%(who)s: %(points)s points",
                who=names.of(p.member),
                points=speaking.signed_points(p.amount),
            )
            for p in decision.points
        ]
    if command.note and sees(decision, "note"):
        lines.append(_("Note: %(note)s", note=command.note))
    if decision.until is not None and decision.outcome == "deferred":
        lines.append(_("Decided again %(when)s", when=speaking.moment(decision.until)))
    principal = command.on_behalf_of or command.actor
    standing = decision.standing
    known = standing is not None and standing.role not in ("", SYSTEM)
    moved = decision.after if decision and decision.after != decision.before else None
    late = abs(decision.occurred_at - decision.now) > 300_000_000
    return Told(
        seq=decision.seq,
        at=decision.occurred_at,
        entered=decision.now if late else None,
        who=names.of(principal),
        by=" · ".join(
            filter(
                None,
                (
                    right(profile, standing.role) if standing is not None and known else "",
                    came(command.source) if command.actor != SYSTEM else "",
                    _("entered by %(who)s", who=names.of(command.actor))
                    if principal != command.actor
                    else "",
                ),
            )
        ),
        what=deed(profile, decision),
        where=state(profile, decision.flow, moved) if moved else "",
        kind={"done": "done", "refused": "refused", "deferred": "waiting"}[decision.outcome],
        lines=tuple(lines),
    )
