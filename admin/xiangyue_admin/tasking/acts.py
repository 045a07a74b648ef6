"""What is written on a task's page, sent to the engine: once, and against what was seen."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from flask import request

from xiangyue import Choice, Command, Conflict, Decision, XiangyueError
from xiangyue_admin.evidence import LARGEST
from xiangyue_admin.forms import Sheet, field_sheet
from xiangyue_admin.speaking import _
from xiangyue_admin.tasking.history import Told, told_of
from xiangyue_admin.tasking.page import TaskPage
from xiangyue_admin.tasking.people import people_of
from xiangyue_admin.tasking.sending import when_done
from xiangyue_admin.visiting import here

NOTE = 4000
"""Characters of a note: more of a text the engine does not take."""


@dataclass
class Act:
    """A form of one action: what must be filled in, what may be, and what was written."""

    choice: Choice
    sheet: Sheet
    needed: tuple[str, ...]
    optional: tuple[str, ...]
    note: str = ""
    when: str = ""
    source: str = ""
    wrong: list[tuple[str | None, str]] = field(default_factory=list)

    @staticmethod
    def fresh_key() -> str:
        """Return a key under which a form is sent, once."""
        return f"web-{secrets.token_urlsafe(12)}"

    photos: tuple[str, ...] = ()

    @property
    def folded(self) -> bool:
        """Whether nothing of what may be left out was written, or is wrong."""
        rest = (self.sheet.of(name) for name in self.optional)
        written = self.note or self.when or any(one.given is not None for one in rest)
        return not written and not any(self.sheet.of(name).errors for name in self.optional)


@dataclass
class Tried:
    """What came of sending a form: a decision, or why there is none.

    ``meanwhile`` is what others did since the page was read, where that is why.
    """

    decision: Decision | None = None
    error: XiangyueError | None = None
    meanwhile: tuple[Told, ...] = ()


def prepare(page: TaskPage, choice: Choice) -> Act:
    """Return the form of an action; in a request that sends it, with what was written."""
    profile, action = page.profile, page.flow.actions[choice.action]
    mode = choice.decision.mode.partition(":")[0]

    def asked(names: Iterable[str]) -> tuple[str, ...]:
        fields = profile.fields
        return tuple(
            name
            for name in dict.fromkeys(names)
            if name in choice.asks and (not fields[name].only_in or mode in fields[name].only_in)
        )

    needed = tuple(name for name in asked(action.needs) if name not in action.proposes)
    optional = tuple(n for n in asked((*action.asks, *action.proposes)) if n not in needed)
    held: dict[str, Any] = {n: v for n, v in page.known.items() if n in (*needed, *optional)}
    sheet = field_sheet(
        profile,
        (*needed, *optional),
        needed=[name for name in needed if name in held or name not in page.task.data],
        held=held,
        people=people_of(page, action.when, (*needed, *optional)),
    )
    photos = [n for n in (*needed, *optional) if profile.fields[n].evidence == "photo"]
    act = Act(choice, sheet, needed, optional, photos=tuple(photos))
    if request.method == "POST":
        for name in act.photos:
            _photo(page, act, name)
        act.note = request.form.get("note", "").replace("\r\n", "\n").strip()
        act.when = request.form.get("when", "").strip()
        act.source = request.form.get("source", "").strip()
    return act


def _photo(page: TaskPage, act: Act, name: str) -> None:
    """Keep a photo that was sent, and name it in its field."""
    sent = request.files.get(f"photo_{name}")
    if sent is None or not sent.filename or act.choice not in page.may:
        return
    field = act.sheet.of(name)
    try:
        content = sent.stream.read(LARGEST + 1)
        ref = here().house.photos.keep(page.task.community, page.task.id, content, here().actor)
    except ValueError as error:
        field.process_errors = [*field.process_errors, str(error)]
    else:
        field.given, field.raw_data, field.process_errors = ref, [ref], []


def send(page: TaskPage, act: Act) -> Tried | None:
    """Send what was written; None where it cannot be read, and ``act.wrong`` says why."""
    if len(act.note) > NOTE:
        act.wrong.append(("note", _("This is too long: at most %(count)s characters.", count=NOTE)))
    happened, source = when_done(act.when, act.source, act.wrong)
    if not act.sheet.validate() or act.wrong:
        act.wrong += act.sheet.summary()
        return None
    command = Command(
        community=page.task.community,
        action=act.choice.action,
        actor=here().member,
        task=page.task.id,
        data=act.sheet.given,
        note=act.note or None,
        occurred_at=happened,
        source=source,  # type: ignore[arg-type]  # the engine says which there are
        key=request.form.get("key") or None,
        version=_number("version"),
    )
    try:
        decision = here().engine.do(command)
    except Conflict as error:
        return Tried(error=error, meanwhile=_meanwhile(page))
    except XiangyueError as error:
        act.sheet.blame(error)
        act.wrong += act.sheet.summary()
        return Tried(error=error)
    if decision.outcome == "refused":
        act.sheet.blame(r for r in decision.reasons if r.code in ("needs", "value"))
        act.wrong += act.sheet.summary()
    return Tried(decision=decision)


def _number(name: str) -> int | None:
    """Return a number that the page has sent along; None for anything else."""
    said = request.form.get(name, "")
    return int(said) if re.fullmatch("[0-9]{1,15}", said) else None


def _meanwhile(page: TaskPage) -> tuple[Told, ...]:
    """Return what was done since the page was read that was sent."""
    seen = _number("seen")
    last = page.task.last if seen is None else seen
    return tuple(
        told_of(page.profile, one, page.names, page.sees)
        for one in page.history
        if one.seq > last and one.outcome == "done"
    )
