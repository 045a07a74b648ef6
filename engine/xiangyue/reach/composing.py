"""What is said: from a row of the outbox to the messages that channels carry.

Nothing of it is kept. It is read from the journal, the task and the registry at the moment it is
sent, so that what was destroyed meanwhile is not said any more.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from xiangyue.channel import Outgoing
from xiangyue.flow import DEPUTY, OFF, Plan
from xiangyue.messages import say as phrase
from xiangyue.messages.calling import NOT_NEEDED
from xiangyue.profile import Profile
from xiangyue.reach.contacting import language_of
from xiangyue.reach.phrasing import MASKED, Values, pick, title_of
from xiangyue.reach.recipients import members_asked, members_of, ways_to
from xiangyue.storage import Reader
from xiangyue.time.clock import from_micros
from xiangyue.values import TITLE, Decision, Member, Planned, Task
from xiangyue.work.plans import Plans

_SUBJECT = 120


class Letter(NamedTuple):
    """What one recipient is told: the same message by one channel after the other.

    ``tries`` is empty where no channel reaches the recipient.
    """

    recipient: str | None
    tries: tuple[Outgoing, ...]


def compose(
    reader: Reader,
    plans: Plans,
    community: str,
    seq: int,
    n: int,
    now: int,
    *,
    planned: Planned | None = None,
) -> tuple[Letter, ...]:
    """Return the letters of one row of the outbox, one a recipient; none if nobody is there.

    ``planned`` is the intervention where limits have changed it since it was decided.

    The wording is that of the release the task is pinned to, in the mode of the decision; roles,
    languages, channels and addresses are as they are ``now`` (microseconds).
    """
    decision = reader.decision(community, seq)
    task = reader.situation(community, decision.task, None).task
    if task is None:
        return ()
    plan = plans.get(reader, decision.release, decision.mode)
    profile = plan.profile
    title = {TITLE: decision.command.title} if decision.command.title else {}
    data = {**reader.reveal(task).data, **decision.values, **title}
    decided = decision.interventions[n]
    at = decision.now if decided.at is None else decided.at
    planned = planned or decided
    say = _said_by_itself(plan, decision, decided)
    id = f"{community}/{seq}.{n}"
    return letters(reader, profile, task, data, planned, id, at, now, say=say)


def letters(
    reader: Reader,
    profile: Profile,
    task: Task,
    data: Mapping[str, Any],
    planned: Planned,
    id: str,
    at: int,
    now: int,
    *,
    say: Mapping[str, str] | None = None,
) -> tuple[Letter, ...]:
    """Return the letters of an intervention that a profile says somewhere, whatever planned it.

    ``data`` are the task's values with its title; ``at`` is when it was to be sent, and ``say`` the
    words where they are not the profile's.
    """
    own = {"say": say} if say else {}
    declared = {**own, **_declared(profile, planned), **planned.detail}
    by = declared.get("by") or ()
    wanted = (by,) if isinstance(by, str) else tuple(by)
    people: list[Member | None] = [None]
    if planned.kind == "ask":
        people = [*members_asked(reader, task, planned)]
    elif planned.to is not None:
        level, deputies = declared.get("at"), bool(declared.get(DEPUTY))
        people = [*members_of(reader, profile, task, planned.to, level, now, deputies=deputies)]
    values = Values(reader, profile, data)
    found = []
    for member in people:
        preferred = language_of(reader, member.id) if member else None
        texts = _texts(profile, planned.kind, declared, values)
        if member and member.id in declared.get("offers", {}):
            texts = _offered(reader, profile, task, declared, member.id, texts)
        language = pick(texts, preferred or profile.languages[0], profile)
        also = {tag: text for tag, text in texts.items() if tag != language}
        subject = _subject(profile, task, data, language)
        copy = f"{id}/{member.id}" if member else id
        event = _event(copy, planned, task, at, language, subject, texts[language])
        unit = reader.unit(task.unit)
        tries = tuple(
            Outgoing(
                event=event,
                recipient=member.id if member else None,
                address=way.address,
                name=(reader.name_of(member.id) or "") if member else "",
                language=language,
                subject=subject,
                text=texts[language],
                kind=way.kind,
                channel=way.channel,
                community=task.community,
                task=task.id,
                at=at,
                due=task.state_due or task.due,
                timezone=profile.calendar.timezone,
                place=unit.title.of(language) if unit else task.unit,
                also=also,
            )
            for way in ways_to(reader, profile, member, wanted)
        )
        found.append(Letter(member.id if member else None, tries))
    return tuple(found)


def _said_by_itself(plan: Plan, decision: Decision, planned: Planned) -> Mapping[str, str] | None:
    """Return the words of what stands at no address of the profile: reminders, rungs, asks."""
    flow = plan.flows.get(decision.flow)
    step = flow.calls.get(decision.command.action) if flow else None
    if planned.kind == "ask":
        return flow.call.say if flow and flow.call else None
    if planned.detail.get(OFF):
        return NOT_NEEDED
    does = step.action.does if step else ()
    return next((one.detail["say"] for one in does if one.address == planned.address), None)


def _declared(profile: Profile, planned: Planned) -> Mapping[str, Any]:
    """Return what the profile says at the intervention's address; nothing if it says nothing."""
    part: Any = profile.document
    for step in planned.address.split("."):
        if isinstance(part, Mapping):
            part = part.get(step)
        elif isinstance(part, (list, tuple)) and step.isdecimal() and int(step) < len(part):
            part = part[int(step)]
        else:
            return {}
    if not isinstance(part, Mapping):
        return {}
    inner = part.get(planned.kind, part)
    return inner if isinstance(inner, Mapping) else {}


def _texts(
    profile: Profile, kind: str, declared: Mapping[str, Any], values: Values
) -> dict[str, str]:
    """Return the whole text in each language of the profile that there are words in."""
    words = declared.get("say")
    if isinstance(words, Mapping) and words:
        return {tag: values.fill(template, tag) for tag, template in words.items()}
    make = _publish if kind == "publish" else _collect
    return {tag: make(profile, declared, values, tag) for tag in profile.languages}


def _offered(
    reader: Reader,
    profile: Profile,
    task: Task,
    ask: Mapping[str, Any],
    member: str,
    texts: Mapping[str, str],
) -> dict[str, str]:
    """Return what a member is asked, with what they have offered and in what time it is ready."""
    matching, said = profile.matching, dict(texts)
    entry = reader.situation(task.community, ask["offers"][member], None).task
    values = Values(reader, profile, reader.reveal(entry).data if entry else {})
    for tag, text in texts.items():
        what = values.say(matching.offers.fields["type"], tag) if matching else ""
        about = {"what": what, "ready": ask["ready"][member]}
        codes = ["say-offer", *(["say-offer-stale"] if member in ask.get("stale", ()) else [])]
        said[tag] = "\n".join([text, *(phrase(code, tag, about) for code in codes)])
    return said


def _collect(profile: Profile, declared: Mapping[str, Any], values: Values, lang: str) -> str:
    confirm = _names(declared.get("confirm"))
    asked = [name for name in _names(declared.get("fields")) if name not in confirm]
    lines = []
    for code, names in (("say-collect", asked), ("say-confirm", confirm)):
        if names:
            fields = [_asked(profile, name, lang) for name in names]
            joined = ("；" if lang.startswith("zh") else "; ").join(fields)
            title = values.say(TITLE, lang)
            lines.append(phrase(code, lang, {"fields": joined, "title": title}))
    return "\n".join(lines) or values.say(TITLE, lang)


def _asked(profile: Profile, name: str, lang: str) -> str:
    """Return a field's title with what it is needed for, which whoever is asked may know."""
    title, known = title_of(profile, name, lang), profile.fields.get(name)
    purpose = known.purpose.of(lang) if known else ""
    if not purpose:
        return title
    return f"{title}（{purpose}）" if lang.startswith("zh") else f"{title} ({purpose})"


def _publish(profile: Profile, declared: Mapping[str, Any], values: Values, lang: str) -> str:
    masked = _names(declared.get("masked"))
    colon = "：" if lang.startswith("zh") else ": "
    lines = [phrase("say-publish", lang, {"title": values.say(TITLE, lang)})]
    for name in _names(declared.get("fields")):
        value = MASKED if name in masked else values.say(name, lang)
        lines.append(f"{title_of(profile, name, lang)}{colon}{value}")
    return "\n".join(lines)


def _names(fields: Any) -> list[str]:
    return [fields] if isinstance(fields, str) else list(fields or ())


def _subject(profile: Profile, task: Task, data: Mapping[str, Any], lang: str) -> str:
    """Return one short line: the flow, and the task's title while it exists."""
    flow = profile.flows.get(task.flow)
    name = flow.title.of(lang) if flow else task.flow
    title = str(data.get(TITLE) or "")
    colon = "：" if lang.startswith("zh") else ": "
    line = " ".join((f"{name}{colon}{title}" if title else name).split())
    return line if len(line) <= _SUBJECT else f"{line[: _SUBJECT - 1]}…"


def _event(
    id: str, planned: Planned, task: Task, at: int, lang: str, subject: str, text: str
) -> Mapping[str, Any]:
    """Return the message as a CloudEvents 1.0 event."""
    return {
        "specversion": "1.0",
        "id": id,
        "source": f"/communities/{task.community}",
        "type": f"xiangyue.{planned.kind}",
        "subject": task.id,
        "time": from_micros(at).isoformat().replace("+00:00", "Z"),
        "datacontenttype": "application/json",
        "data": {"language": lang, "subject": subject, "text": text},
    }
