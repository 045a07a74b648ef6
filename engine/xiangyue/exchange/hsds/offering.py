"""What a service of a directory is in the profile's words: an offer with its fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from xiangyue.exchange.hsds.directory import Directory, Hours, Service, Thing
from xiangyue.exchange.hsds.hours import Opening, day, merged, opening, told
from xiangyue.exchange.hsds.mapping import HOURS, LOCATION, Mapped, folded, names_member
from xiangyue.exchange.noted import note
from xiangyue.exchange.sheets.field_values import says
from xiangyue.flow import compile_check
from xiangyue.importer import Note
from xiangyue.profile import Field
from xiangyue.spelling import shown

MOST_TITLE: Final = 200
OPEN: Final = frozenset({"", "active", "open", "published"})
_AT_MOST: Final = 4000


@dataclass(slots=True)
class Offered:
    """An offer as the directory has it: what is carried, and what was said of the rest.

    ``locations`` are those of which it speaks, ``hours`` its schedules. ``wrong`` is why it cannot
    be taken, ``lacking`` why it cannot be opened, ``gone`` that it is not on offer any more.
    """

    thing: Thing
    owner: str
    title: str
    data: dict[str, Any] = field(default_factory=dict)
    locations: tuple[str, ...] = ()
    hours: tuple[Hours, ...] = ()
    notes: list[Note] = field(default_factory=list)
    wrong: Note | None = None
    lacking: Note | None = None
    gone: bool = False


def offered(mapped: Mapped, found: Directory) -> Iterator[Offered]:
    """Yield what is offered: the services, and where the mapping says so places without one."""
    for service in found.services.values():
        yield _Reading(mapped, found, service, service.owner or "").service(service)
    if mapped.locations is None:
        return
    used = {one for there in found.places.values() for one in there}
    for place in found.locations.values():
        if place.owner and place.physical and place.name and place.id not in used:
            reading = _Reading(mapped, found, place, place.owner)
            hours = found.hours.get(("location", place.id), [])
            yield reading.offer(mapped.locations, (place.id,), hours)


class _Reading:
    """One offer while it is put into the profile's words."""

    def __init__(self, mapped: Mapped, found: Directory, thing: Thing, owner: str) -> None:
        self.mapped, self.found = mapped, found
        self.tagged: set[str] = set()  # fields that attributes speak of by name
        title = " ".join(thing.name.split())
        self.made = Offered(thing, owner, title[:MOST_TITLE])
        if len(title) > MOST_TITLE:
            self.change("hsds-shortened", what="name", most=MOST_TITLE)

    def note(self, fate: Any, code: str, **values: Any) -> Note:
        thing = self.made.thing
        return note(fate, thing.place, code, thing.at, name=shown(thing.name), **values)

    def change(self, code: str, **values: Any) -> None:
        self.made.notes.append(self.note("changed", code, **values))
        self.made.thing.partly = True

    def refuse(self, code: str, **values: Any) -> Offered:
        self.made.wrong = self.note("refused", code, **values)
        return self.made

    def service(self, service: Service) -> Offered:
        """Read a service."""
        tags = self.found.tags_of(service.id)
        self.made.gone = service.status.lower() not in OPEN
        words = [word for tag in tags for word in tag.words]
        kind = self.mapped.type_of(service.name, words)
        for tag in tags:
            self.tag(tag.about, tag.words, tag.value)
        if kind is None:
            kind = self.made.data.get(self.mapped.offers.fields["type"])
        places = tuple(self.found.places.get(service.id, ()))
        made = self.offer(kind, places, self.found.hours_of(service.id), service)
        if not service.owner:
            return self.refuse("hsds-no-owner")
        return made

    def tag(self, about: str, words: tuple[str, ...], value: str) -> None:
        """Carry what an attribute says of a field that the opening takes."""
        asked = self.mapped.profile.fields.get(about)
        if asked is None or about not in self.mapped.accepts or names_member(asked):
            return
        for word in (*words, value):
            fits = as_field(asked, word)
            if fits is not None:
                self.made.data[about] = fits
                self.tagged.add(about)
                return

    def offer(
        self,
        kind: str | None,
        places: tuple[str, ...],
        hours: list[Hours],
        service: Service | None = None,
    ) -> Offered:
        """Put together what the opening takes."""
        mapped, made = self.mapped, self.made
        made.locations, made.hours = places, tuple(hours)
        if kind is None:
            return self.refuse("hsds-no-type")
        told_here = made.data
        made.data = {**mapped.always, **mapped.of_type.get(kind, {}), **told_here}
        made.data[mapped.offers.fields["type"]] = kind
        self.capacity()
        for what, name in mapped.fields.items():
            text = self.text(what, service)
            if text:
                self.put(what, name, text)
        made.locations = made.locations if LOCATION in mapped.fields else ()
        made.hours = made.hours if HOURS in mapped.fields else ()
        opening = mapped.flow.opening
        known = {*made.data, *opening.proposes}
        missing = [n for n in opening.needs if n in mapped.profile.fields and n not in known]
        if missing:
            made.lacking = self.note("refused", "hsds-missing", fields=", ".join(missing))
        return made

    def capacity(self) -> None:
        """Carry how much there is, where the directory knows it."""
        fields = self.mapped.offers.fields
        found = self.found.capacities.get(self.made.thing.id, ())
        if not found or "quantity" not in fields:
            return
        if len(found) > 1:
            self.change("hsds-capacities", count=len(found))
        for name, said in (("quantity", found[0].available), ("counted", found[0].unit)):
            asked = self.mapped.profile.fields.get(fields.get(name, ""))
            if asked is None or asked.id not in self.mapped.accepts or not said:
                continue
            fits = as_field(asked, said)
            if fits is None:
                self.change("hsds-unfit", field=says(asked), value=shown(said))
            elif asked.id not in self.tagged:
                self.made.data[asked.id] = fits

    def text(self, what: str, service: Service | None) -> str:
        if what == LOCATION:
            return self.where()
        if what == HOURS:
            return self.when()
        return service.more.get(what, "") if service else ""

    def put(self, what: str, name: str, text: str) -> None:
        """Carry a text in a field, as far as it goes in."""
        asked = self.mapped.profile.fields[name]
        most = asked.schema.get("maxLength", _AT_MOST)
        if asked.schema.get("type", "string") == "string" and "format" not in asked.schema:
            if len(text) > most:
                self.change("hsds-shortened", what=what, most=most)
                text = f"{text[: most - 1]}…"
            self.made.data[name] = text
            return
        fits = as_field(asked, text)
        if fits is None:
            self.change("hsds-unfit", field=says(asked), value=shown(text))
        else:
            self.made.data[name] = fits

    def where(self) -> str:
        """Say where it is: as many places as go in, each with as much of its address as does."""
        name = self.mapped.fields[LOCATION]
        most = self.mapped.profile.fields[name].schema.get("maxLength", _AT_MOST)
        text, left, said = "", 0, []
        for id_ in self.made.locations:
            lines = self.found.lines_of(id_)
            if not lines:
                left += 1
                continue
            one = ", ".join(lines)
            joined = f"{text}; {one}" if text else one
            if len(joined) > most and not text:
                joined = lines[0]
                for line in lines[1:]:
                    if len(joined) + len(line) + 2 <= most:
                        joined += f", {line}"
                self.change("hsds-shortened", what=LOCATION, most=most)
            if len(joined) > most:
                left += 1
                continue
            text = joined
            said.append(id_)
        if left and text:
            self.change("hsds-places", count=left)
        self.made.locations = tuple(said)
        return text

    def when(self) -> str:
        """Say when it is open, or in the words of the directory where these are all there is."""
        openings: list[Opening] = []
        words: list[str] = []
        used: list[Hours] = []
        spans = {tuple(day(one.says.get(n, "")) for n in _SPAN) for one in self.made.hours}
        span = spans.pop() if len(spans) == 1 else ("", "")
        for one in self.made.hours:
            found = opening(one.says)
            if found is not None:
                openings.append(found)
                used.append(one)
                self.leave(one, ("description",))
            else:
                self.leave(one, _RULES)
                words.append(one.says.get("description", ""))
                used += [one] * bool(words[-1])
            if not any(span):
                self.leave(one, _SPAN)
        self.made.hours = tuple(used)
        text = told(merged(openings), *span)
        return text or "; ".join(dict.fromkeys(filter(None, words)))

    def leave(self, one: Hours, names: tuple[str, ...]) -> None:
        """Note what of a schedule has no place in the words for it."""
        for name in names:
            if one.says.get(name):
                self.found.leave("schedule", name, one.place, f"{one.at}.{name}")
                one.partly = True


_SPAN: Final = ("valid_from", "valid_to")
_RULES: Final = ("freq", "byday", "opens_at", "closes_at", "bymonthday", "weekday")


def as_field(asked: Field, text: str) -> Any:
    """Return a text as a field has it; None where it does not fit."""
    schema: Mapping[str, Any] = asked.schema
    value: Any = text
    if "enum" in schema:
        word = folded(text)
        for one in schema["enum"]:
            titles = asked.choices[one].values() if one in asked.choices else ()
            if word in (folded(str(one)), *map(folded, titles)) or _many(word, one, titles):
                return one
        return None
    try:
        match schema.get("type", "string"):
            case "integer":
                number = float(text)
                value = int(number) if number.is_integer() else text
            case "number":
                value = float(text)
            case "boolean":
                value = {"true": True, "false": False}[folded(text)]
            case "array":
                return None
    except (ValueError, KeyError, OverflowError):
        return None
    if schema.get("format") == "date":
        value = day(text)
    return value if compile_check(schema)(value) else None


def _many(word: str, one: Any, titles: Any) -> bool:
    """Tell whether a word is one of the choices but for the plural."""
    return f"{word}s" in (folded(str(one)), *map(folded, titles))
