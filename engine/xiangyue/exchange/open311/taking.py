"""Requests that come in, one after the other, as matters of the public."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from xiangyue.errors import BadInput, Conflict, Misuse
from xiangyue.exchange.noted import note
from xiangyue.exchange.open311.reading import Requested
from xiangyue.exchange.open311.said import CARRIED, laid_out, position
from xiangyue.importer import Incoming, Note, Tally
from xiangyue.messages import LANGUAGES, say
from xiangyue.profile import Profile
from xiangyue.spelling import shown
from xiangyue.time.clock import to_micros
from xiangyue.values import OPEN, PUBLIC, Command, Decision, replace

_SORT: Final = "requests"
_LONGEST: Final = 100


class Desk:
    """Where requests come in: what was said with the file, and what became of them."""

    def __init__(self, incoming: Incoming, profile: Profile) -> None:
        """Have taken in nothing yet; raises Misuse for an unknown member, and for no pair."""
        if incoming.by not in incoming.engine.known_members((incoming.by or "",)):
            raise Misuse("member-unknown", member=incoming.by)
        self.incoming = incoming
        self.profile = profile
        self.tasks: dict[str, str] = {}
        self.tally = Tally()
        self.tally.sorts([_SORT])
        self.mapped = dict(_pairs(incoming, "map"))
        self.given = {name: _typed(profile, name, text) for name, text in _pairs(incoming, "with")}
        self.city = incoming.options.get("from", "")
        self.seen: set[str] = set()

    def take(self, one: Requested) -> None:
        """Take one request in, or note why not."""
        found = self._taken(one)
        self.tally.count(_SORT, found.fate if found else "carried")
        if found:
            self.tally.note(found)

    def _taken(self, one: Requested) -> Note | None:
        number = one.text("service_request_id")
        wrong = self._wrong(one, number)
        if wrong is not None:
            return wrong
        self.seen.add(number)
        command, left = self._command(one)
        try:
            decision = self._decided(command)
        except (BadInput, Conflict, Misuse) as error:
            return self._refused(one, error.text, error.mend)
        if decision.outcome == "refused":
            return self._refused(one, decision.why)
        self.tasks[number] = decision.ref if decision else ""
        names = ", ".join(left)
        return note("changed", one.place(""), "open311-left", one.at, names=names) if left else None

    def _refused(
        self, one: Requested, text: Callable[[str], str], mend: Callable[[str], str] | None = None
    ) -> Note:
        said = {lang: text(lang) for lang in LANGUAGES}
        mends = {lang: mend(lang) for lang in LANGUAGES} if mend else {}
        return Note("refused", one.place(""), said, mends, one.at)

    def _told(self, one: Requested, key: str, code: str, **values: Any) -> Note:
        text = shown(str(one.said.get(key))[:_LONGEST])
        return note("refused", one.place(key), code, one.at, given=text, **values)

    def _wrong(self, one: Requested, number: str) -> Note | None:
        """Return why a request cannot be taken in at all."""
        if not number or number in self.seen:
            code = "open311-twice" if number else "open311-no-id"
            return self._told(one, "service_request_id", code)
        if one.text("status").lower() == "closed":
            return self._told(one, "status", "open311-closed")
        if self._category(one) is None:
            known = ", ".join(self.profile.categories)
            return self._told(one, "service_code", "open311-no-category", known=known)
        if one.text("requested_datetime") and self._when(one) is None:
            return self._told(one, "requested_datetime", "open311-no-moment")
        return None

    def _category(self, one: Requested) -> str | None:
        code, name = one.text("service_code"), one.text("service_name")
        known = self.profile.categories
        for found in (self.mapped.get(code), self.mapped.get(name), code):
            if found in known:
                return found
        titled = (c.id for c in known.values() if name and name in c.title.values())
        return next(titled, None)

    def _when(self, one: Requested) -> datetime | None:
        try:
            at = datetime.fromisoformat(one.text("requested_datetime"))
        except ValueError:
            return None
        return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(self.profile.calendar.timezone))

    def _command(self, one: Requested) -> tuple[Command, list[str]]:
        """Return the command that opens it, and the names of what it says that is left out."""
        category = self.profile.categories[self._category(one) or ""]
        opening = self.profile.flows[category.flow].opening
        data, written = laid_out(self.profile, {*opening.needs, *opening.asks}, one)
        when = self._when(one)
        command = Command(
            community=self.incoming.community or "",
            action=OPEN,
            category=category.id,
            actor=self.incoming.by or "",
            on_behalf_of=PUBLIC,
            source="sheet",
            title=one.text("service_name") or category.title.of(self.profile.languages[0]),
            note=written,
            unit=self._unit(position(one)),
            occurred_at=to_micros(when) if when is not None else None,
            key=f"open311:{self.city}:{one.text('service_request_id')}",
            data=self.given | data,
        )
        return command, [name for name, value in one.said.items() if name not in CARRIED and value]

    def _unit(self, at: tuple[float, float] | None) -> str | None:
        unit = self.incoming.engine.unit_at(*at) if at is not None else None
        if unit is None or unit.community != self.incoming.community:
            return None
        return str(unit.id)

    def _decided(self, command: Command) -> Decision:
        """Decide it, so that nothing is kept of what would be refused."""
        engine, now = self.incoming.engine, self.incoming.now
        tried: Decision = engine.try_out(command, now=now)
        codes = {reason.code for reason in tried.reasons}
        if codes == {"backdated-too-far"} and self.incoming.options.get("backlog"):
            return self._decided(_counted_from_now(command, self.profile))
        if tried.outcome == "refused" or self.incoming.dry:
            return tried
        decided: Decision = engine.do(command, now=now)
        return decided


def _counted_from_now(command: Command, profile: Profile) -> Command:
    language = profile.languages[0]
    at = datetime.fromtimestamp(
        (command.occurred_at or 0) / 1e6, ZoneInfo(profile.calendar.timezone)
    )
    said = say("open311-since", language, {"at": at.isoformat(timespec="minutes")})
    return replace(command, occurred_at=None, note="\n".join(filter(None, (command.note, said))))


def _pairs(incoming: Incoming, option: str) -> Iterator[tuple[str, str]]:
    for text in incoming.options.get(option, ()):
        key, sign, value = text.partition("=")
        if not sign:
            raise Misuse("open311-pair", option=option, given=shown(text))
        yield key.strip(), value.strip()


def _typed(profile: Profile, name: str, text: str) -> Any:
    """Return a value that was written as text as its field holds it, as far as that goes."""
    schema: Mapping[str, Any] = profile.fields[name].schema if name in profile.fields else {}
    kinds: Mapping[str, Any] = {"integer": int, "number": float}
    if schema.get("type") == "boolean" and text in ("true", "false"):
        return text == "true"
    try:
        return kinds.get(schema.get("type", ""), str)(text)
    except ValueError:
        return text
