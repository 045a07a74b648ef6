"""What a directory offers, as offers in the library of a community."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from xiangyue.errors import XiangyueError
from xiangyue.exchange.hsds.desk import Desk, Places, in_words
from xiangyue.exchange.hsds.directory import Directory
from xiangyue.exchange.hsds.joining import Members
from xiangyue.exchange.hsds.mapping import ACTOR, ORGANIZATION, names_member
from xiangyue.exchange.hsds.names import ours, theirs
from xiangyue.exchange.hsds.offering import Offered
from xiangyue.exchange.noted import note
from xiangyue.flow import ANY
from xiangyue.importer import Fate, Note
from xiangyue.profile import Action
from xiangyue.spelling import shown
from xiangyue.values import OPEN, Command, Decision, Task

_PAGE: Final = 200
_UNKNOWN: Final = frozenset({"unknown-actor", "unknown-member"})
"""Why a dry run is refused only because nobody is registered by it."""


class Offers:
    """The offers of a directory as tasks, by the directory's ids."""

    def __init__(self, desk: Desk, members: Members, found: Directory) -> None:
        """Read what is offered there already."""
        self._desk, self._members = desk, members
        self.known = {theirs(one.id, desk.community): one.id for one in _tasks(desk)}
        self.written = False
        self.places = Places(desk, found)

    def take(self, offer: Offered) -> tuple[Fate, list[Note]]:
        """Open an offer, or bring what is offered already up to date."""
        thing = offer.thing
        id_ = self.known.get(thing.id.lower()) or ours(thing.id)
        known = self.known.get(theirs(id_, self._desk.community))
        owner = self._members.id_of(offer.owner)
        stand_ins = {ORGANIZATION: owner, ACTOR: self._desk.by}
        for name, value in offer.data.items():
            if names_member(self._desk.mapped.profile.fields[name]):
                offer.data[name] = stand_ins.get(value, value)
        try:
            if known is not None:
                return self._update(offer, known, owner)
            if offer.gone:
                return "refused", [_said("refused", offer, "hsds-gone")]
            return self._open(offer, id_, owner)
        except XiangyueError as error:
            return "refused", [_said("refused", offer, "hsds-refused", **in_words(error))]

    def _open(self, offer: Offered, id_: str, owner: str) -> tuple[Fate, list[Note]]:
        wrong = offer.wrong or offer.lacking
        if wrong is not None:
            return "refused", [wrong]
        desk = self._desk
        command = Command(
            community=desk.community,
            action=OPEN,
            flow=desk.mapped.offers.flow,
            actor=desk.by,
            on_behalf_of=owner,
            task=id_,
            title=offer.title,
            unit=self.places.of(offer),
            source="sheet",
            key=id_,
            data=offer.data,
        )
        decision = self._do(command)
        if decision.outcome == "refused" and not self._only_dry(decision):
            return "refused", [_refusal(offer, decision)]
        if decision.outcome == "deferred":
            offer.notes.append(_said("changed", offer, "hsds-deferred"))
            return "changed", offer.notes
        return "changed" if offer.thing.partly else "carried", offer.notes

    def _do(self, command: Command) -> Decision:
        """Decide a command, unless it would be refused: what is refused is not recorded."""
        desk = self._desk
        tried = desk.engine.try_out(command, now=desk.now)
        if desk.dry or tried.outcome == "refused":
            return tried
        self.written = True
        return desk.engine.do(command, now=desk.now)

    def _only_dry(self, decision: Decision) -> bool:
        return self._desk.dry and all(reason.code in _UNKNOWN for reason in decision.reasons)

    def _update(self, offer: Offered, id_: str, owner: str) -> tuple[Fate, list[Note]]:
        desk = self._desk
        task = desk.engine.task(f"{desk.community}/{id_}")
        flow = desk.mapped.flow
        if offer.gone:
            return self._gone(offer, task, owner)
        if task.ended_at is not None:
            return "refused", [_said("refused", offer, "hsds-ended", task=task.ref)]
        if offer.wrong is not None:
            return "refused", [offer.wrong]
        changed = {n: v for n, v in offer.data.items() if task.data.get(n) != v}
        notes = list(offer.notes)
        for action in flow.actions.values():
            part = {name: changed[name] for name in _asked(action) if name in changed}
            if not part or not set(action.needs) <= part.keys() or not _stays_open(action, desk):
                continue
            if not {task.state, ANY} & set(action.sources):
                continue
            task = desk.engine.task(task)
            decision = self._do(_act(desk, task, action.id, owner, data=part))
            if decision:
                changed = {n: v for n, v in changed.items() if n not in part}
                notes.append(_said("changed", offer, "hsds-updated", fields=", ".join(part)))
        if changed:
            names = ", ".join(changed)
            notes.append(_said("changed", offer, "hsds-stays", task=task.ref, fields=names))
        if task.title != offer.title:
            notes.append(_said("changed", offer, "hsds-stays", task=task.ref, fields="title"))
        partly = offer.thing.partly or len(notes) > len(offer.notes)
        return "changed" if partly else "carried", notes

    def _gone(self, offer: Offered, task: Task, owner: str) -> tuple[Fate, list[Note]]:
        """Take off the list what the directory does not offer any more, where that is wanted."""
        desk = self._desk
        action = desk.mapped.gone
        if task.ended_at is not None:
            return "refused", [_said("refused", offer, "hsds-gone")]
        if task.state not in desk.mapped.offers.states:  # nor is it on the list here
            return "changed" if offer.thing.partly else "carried", offer.notes
        if action is None:
            return "refused", [_said("refused", offer, "hsds-gone-here", task=task.ref)]
        if not {task.state, ANY} & set(desk.mapped.flow.actions[action].sources):
            return "refused", [_said("refused", offer, "hsds-gone")]
        said = "HSDS: status"
        decision = self._do(_act(desk, task, action, owner, note=said))
        if not decision:
            return "refused", [_refusal(offer, decision)]
        return "refused", [_said("refused", offer, "hsds-gone-acted", task=task.ref)]


def _asked(action: Action) -> Sequence[str]:
    return (*action.needs, *action.asks)


def _stays_open(action: Action, desk: Desk) -> bool:
    states = desk.mapped.flow.states
    ends = {name for name, state in states.items() if state.final}
    return not action.note and not any(branch.to in ends for branch in action.branches)


def _act(desk: Desk, task: Task, action: str, owner: str, **more: Any) -> Command:
    return Command(
        community=desk.community,
        action=action,
        actor=desk.by,
        on_behalf_of=owner,
        task=task.id,
        version=task.version,
        source="sheet",
        **more,
    )


def _tasks(desk: Desk) -> Iterator[Task]:
    after: str | None = None
    while True:
        page = desk.engine.tasks(
            desk.community, flow=desk.mapped.offers.flow, limit=_PAGE, after=after, now=desk.now
        )
        yield from page.tasks
        if page.next is None:
            return
        after = page.next


def _said(fate: Fate, offer: Offered, code: str, **values: Any) -> Note:
    thing = offer.thing
    return note(fate, thing.place, code, thing.at, name=shown(thing.name), **values)


def _refusal(offer: Offered, decision: Decision) -> Note:
    return _said("refused", offer, "hsds-refused", **in_words(decision.reasons[0]))
