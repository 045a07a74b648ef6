"""A form on paper: what stands on the printed sheet of an opening or of any action people take.

The sheet is entered later by the door that is there for it: ``source="paper"``, ``occurred_at`` as
it is dated, ``on_behalf_of`` whoever filled it in, and its number as the ``key``, so that a sheet
that is entered twice counts once.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from xiangyue.decide.checks import RIGHTS
from xiangyue.engine import Engine
from xiangyue.errors import Misuse
from xiangyue.profile import Action, Field, Flow, Profile
from xiangyue.spelling import shown
from xiangyue.text import Text
from xiangyue.time.worktime import Duration
from xiangyue.values import OPEN, SYSTEM, TITLE, Task
from xiangyue.words import split_ref

_LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that a hand makes look like another
_LENGTH: Final = 10
_WHOM: Final = frozenset({"member", "unit"})
_NOT_ENTITLED: Final = frozenset({"role", "unknown-actor"})  # said of whoever may not take it


@dataclass(frozen=True, slots=True)
class Blank:
    """One field to fill in; ``choices`` are its values with what people read for them.

    ``kind`` is ``choice``, ``choices`` (several), ``yes_no``, ``integer``, ``number``, ``text``,
    ``list`` or the format of a text. ``purpose`` and ``keep`` tell what it is for and how long it
    is kept, and ``value`` is what is known of it already.
    """

    id: str
    title: Text
    help: Text
    purpose: Text
    keep: Duration
    kind: str
    needed: bool
    schema: Mapping[str, Any]
    choices: tuple[tuple[Any, Text], ...] = ()
    value: Any = None


@dataclass(frozen=True, slots=True)
class PaperForm:
    """A sheet; ``number`` is the key under which it is entered, once.

    ``task`` is None where it is written by hand, and ``heading`` is the task's own title, shown
    only to whoever may take the action. ``who`` are the roles and rights that may. ``of`` is whom
    or which place an action is about, as its flow was opened.
    """

    number: str
    profile: str
    community: str | None
    flow: Flow
    action: Action
    who: tuple[Text, ...]
    blanks: tuple[Blank, ...]
    backdate: Duration
    task: Task | None = None
    heading: str = ""
    of: tuple[Blank, ...] = ()

    @property
    def opens(self) -> bool:
        """Whether it begins a task."""
        return self.action.id == OPEN

    @property
    def title(self) -> Text:
        """What people call it."""
        return self.flow.title if self.opens else self.action.title

    @property
    def help(self) -> Text:
        """What is to be done, in plain words."""
        return self.flow.help if self.opens else self.action.help


def paper_form(
    profile: Profile, flow: str, action: str = OPEN, *, community: str | None = None
) -> PaperForm:
    """Return the blank sheet of a flow's opening or action, with a number of its own.

    Raises Misuse where there is no such flow or action, or where the engine alone takes it.
    """
    of, step = _found(profile, flow, action)
    return _form(profile, of, step, _number(), community)


def paper_form_of(
    engine: Engine, task: str, action: str, *, viewer: str | None = None
) -> PaperForm:
    """Return the sheet of an action on a task, with what is known filled in.

    Personal values, and the task's title, are left blank unless the ``viewer`` may take the action.
    The sheet's number is the same as long as nothing is done with the task.

    Raises Misuse where there is no such task, member or action.
    """
    found = engine.task(task)
    community, _ = split_ref(task)
    entitled = viewer is not None and _may(engine, task, action, viewer)
    profile = engine.rules_of(found)
    of, step = _found(profile, found.flow, action)
    if step is of.opening:
        raise Misuse("paper-opened", task=found.ref)
    number = f"{found.id}.{step.id}.{found.version}"
    known = {n: v for n, v in found.data.items() if entitled or n not in found.private}
    form = _form(profile, of, step, number, community, known)
    return replace(form, task=found, heading=str(known.get(TITLE, "")))


def _may(engine: Engine, task: str, action: str, viewer: str) -> bool:
    """Tell whether a member has the right to take an action, whatever else speaks against it."""
    choices = {choice.action: choice for choice in engine.preview(task, by=viewer)}
    said = choices[action].decision.reasons if action in choices else None
    return said is not None and not _NOT_ENTITLED & {reason.code for reason in said}


def _found(profile: Profile, flow: str, action: str) -> tuple[Flow, Action]:
    of = profile.flows.get(flow)
    if of is None:
        raise Misuse("paper-flow", flow=shown(flow), known=", ".join(profile.flows))
    actions = {OPEN: of.opening, **of.actions}
    step = actions.get(action)
    if step is None or step.by == (SYSTEM,):
        known = ", ".join(name for name, one in actions.items() if one.by != (SYSTEM,))
        raise Misuse("paper-action", action=shown(action), known=known)
    return of, step


def _form(
    profile: Profile,
    flow: Flow,
    action: Action,
    number: str,
    community: str | None,
    known: Mapping[str, Any] | None = None,
) -> PaperForm:
    values = known or {}
    asked = (*action.needs, *action.asks, *action.proposes)
    # What the engine fills in, nobody writes.
    names = dict.fromkeys(name for name in asked if not profile.fields[name].measure)
    return PaperForm(
        number=number,
        profile=profile.id,
        community=community,
        flow=flow,
        action=action,
        who=tuple(_right(profile, right) for right in action.by if right != SYSTEM),
        blanks=tuple(
            _blank(profile.fields[name], name in action.needs, values.get(name)) for name in names
        ),
        backdate=profile.backdate,
        of=() if action is flow.opening else tuple(_about(profile, flow, names, values)),
    )


def _about(
    profile: Profile, flow: Flow, asked: Mapping[str, None], values: Mapping[str, Any]
) -> Iterator[Blank]:
    for name in flow.opening.needs:
        blank = _blank(profile.fields[name], needed=True, value=values.get(name))
        if blank.kind in _WHOM and name not in asked:
            yield blank


def _right(profile: Profile, right: str) -> Text:
    role = profile.roles.get(right)
    return role.title if role else RIGHTS[right]


def _blank(field: Field, needed: bool, value: Any) -> Blank:
    schema = field.schema
    items = schema.get("items", {})
    values = schema.get("enum") or items.get("enum") or ()
    kind = str(schema.get("type", "string"))
    if values:
        kind = "choices" if kind == "array" else "choice"
    elif kind == "boolean":
        kind = "yes_no"
    elif kind == "array":
        kind = "list"
    elif kind == "string":
        kind = str(schema.get("format", "text"))
    choices = tuple((one, field.choices.get(str(one)) or _plain(one)) for one in values)
    return Blank(
        id=field.id,
        title=field.title,
        help=field.help,
        purpose=field.purpose,
        keep=field.keep,
        kind=kind,
        needed=needed,
        schema=schema,
        choices=choices,
        value=value,
    )


def _plain(value: Any) -> Text:
    """Return what people read for a value that nobody has found words for."""
    return Text(en=str(value).replace("_", " "))


def _number() -> str:
    drawn = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    return f"P-{drawn[:5]}-{drawn[5:]}"
