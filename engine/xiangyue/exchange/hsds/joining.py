"""The organisations of a directory, as members of a community."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from xiangyue.errors import BadInput
from xiangyue.exchange.hsds.desk import Desk, in_words
from xiangyue.exchange.hsds.directory import Organization
from xiangyue.exchange.hsds.names import ours, theirs
from xiangyue.exchange.noted import note
from xiangyue.importer import Note
from xiangyue.spelling import shown
from xiangyue.values import Holding
from xiangyue.words import check_words
from xiangyue.work.enrolling import Enrolment

_PAGE: Final = 200


class Members:
    """The organisations of a directory as members, by the directory's ids."""

    def __init__(self, desk: Desk) -> None:
        """Read which organisations there are already."""
        self._desk = desk
        self.known = {theirs(id_): id_ for id_ in _organizations(desk)}
        self.refused: dict[str, Note] = {}

    def id_of(self, organization: str) -> str:
        """Return the member that an organisation is, or would be."""
        return self.known.get(organization.lower()) or ours(organization)

    def enrol(self, found: Iterable[Organization]) -> bool:
        """Register those that are not there yet; returns whether anything was written."""
        desk, role = self._desk, self._desk.mapped.role
        things = {self.id_of(one.id): one for one in found if self._is_sound(one)}
        held = (Holding(role, desk.community, 0),) if role else ()
        wanted = [
            Enrolment(id_, "organization", desk.community, _name(id_, one), held)
            for id_, one in things.items()
        ]
        _, clashes = desk.engine.enrol(wanted, by=desk.by, dry=True, now=desk.now)
        for clash in clashes:
            thing = things[clash.subject]
            known = shown(clash.known) if clash.what != "name" else "-"
            said = {"name": shown(thing.name), "what": clash.what, "known": known}
            self.refused[thing.id] = note("refused", thing.place, "hsds-clash", thing.at, **said)
        kept = [one for one in wanted if things[one.id].id not in self.refused]
        steps, _ = desk.engine.enrol(kept, by=desk.by, dry=desk.dry, now=desk.now)
        self.known |= {things[one.id].id.lower(): one.id for one in kept}
        return bool(steps) and not desk.dry

    def _is_sound(self, one: Organization) -> bool:
        """Tell whether an organisation can be registered by its name; note where it cannot."""
        try:
            check_words("name", one.name)
        except BadInput as error:
            said = {"name": shown(one.name), **in_words(error)}
            self.refused[one.id] = note("refused", one.place, "hsds-refused", one.at, **said)
        return one.id not in self.refused


def _name(id_: str, one: Organization) -> str | None:
    """Return what an organisation is called; what has no name here goes out by its id."""
    name = " ".join(one.name.split())
    return None if name == id_ else name


def _organizations(desk: Desk) -> Iterator[str]:
    after: str | None = None
    while True:
        page = desk.engine.members(desk.community, after=after, limit=_PAGE, now=desk.now)
        yield from (one.id for one in page.items if one.kind == "organization")
        if page.next is None:
            return
        after = page.next
