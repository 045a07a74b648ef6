"""What of a request is kept, in which fields, and what is not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from xiangyue import Misuse, Profile
from xiangyue_admin.intake import Matter, shortened, title_of
from xiangyue_admin.open311.door import Wrong, given
from xiangyue_admin.open311.place import Where
from xiangyue_admin.open311.sending import LONGEST, Sent
from xiangyue_admin.open311.services import said_of_any
from xiangyue_admin.open311.values import value_of

_PERSON: Final = {"name": (("first_name", "last_name"), " "), "contact": (("phone", "email"), ", ")}
"""Whoever sends: what a field may hold of them, of which arguments, joined by what."""

_NEVER: Final = ("device_id", "account_id")


@dataclass(frozen=True, slots=True)
class Carried:
    """What is taken in: the matter, its title, fields and note, and what of it is not kept."""

    matter: Matter
    title: str
    data: Mapping[str, Any]
    note: str | None
    dropped: tuple[str, ...]


def carried(profile: Profile, matter: Matter, sent: Sent, where: Where, tongue: str) -> Carried:
    """Sort what was sent into fields; raises Wrong for a picture's address that is none.

    A place and a picture for which there is no field stand beneath the description; where there is
    none for that either, all of it is a note. Of whoever sends nothing is kept without a field.
    """
    laid = _Laid(profile, {*matter.needs, *matter.asks}, said_of_any(profile), {}, [], [])
    laid.attributes(sent)
    laid.put("address", where.address, tongue)
    for url in _media(sent):
        laid.put("media", url, tongue)
    laid.position(where, tongue)
    laid.person(sent)
    if sent.files:
        laid.dropped.append("media")
    text = "\n".join(filter(None, (given(sent.said, "description"), *laid.beneath))) or None
    note = None if laid.held("description", text) else text
    title = shortened(note) if note is not None else title_of(profile, matter, laid.data)
    return Carried(matter, title, laid.data, note, tuple(laid.dropped))


@dataclass(frozen=True, slots=True)
class _Laid:
    """What is kept so far: by field, beneath the description, and the names of what is not."""

    profile: Profile
    takes: set[str]
    fields: Mapping[str, str]
    data: dict[str, Any]
    beneath: list[str]
    dropped: list[str]

    def held(self, key: str, value: Any) -> bool:
        """Put a value into the field for what it is; False where there is none that is asked."""
        if self.fields.get(key) not in self.takes:
            return False
        if value is not None:
            self.data[self.fields[key]] = value
        return True

    def put(self, key: str, value: str | None, tongue: str) -> None:
        """Put a value into its field, else, and where that is taken, beneath the description."""
        taken = self.fields.get(key) in self.data
        if value is not None and (taken or not self.held(key, value)):
            self.beneath.append(Misuse(f"open311-{key}", value=value).text(tongue))

    def attributes(self, sent: Sent) -> None:
        """Put attributes into the fields that they are of."""
        for code, texts in sent.attributes.items():
            if code not in self.takes:
                self.dropped.append(f"attribute[{code}]")
                continue
            schema = self.profile.fields[code].schema
            value = value_of(schema, texts, self.profile.calendar.timezone)
            if value is not None:
                self.data[code] = value

    def position(self, where: Where, tongue: str) -> None:
        """Put a position into its two fields, else beneath the description."""
        if where.position is None:
            return
        north, east = where.position
        if {self.fields.get("latitude"), self.fields.get("longitude")} <= self.takes:
            self.held("latitude", north)
            self.held("longitude", east)
        else:
            self.beneath.append(Misuse("open311-position", north=north, east=east).text(tongue))

    def person(self, sent: Sent) -> None:
        """Keep of whoever sends what there is a field for."""
        for key, (names, between) in _PERSON.items():
            there = [name for name in names if given(sent.said, name)]
            if not self.held(key, None):
                self.dropped.extend(there)
                continue
            most = self.profile.fields[self.fields[key]].schema.get("maxLength", LONGEST)
            while there and len(text := between.join(sent.said[one] for one in there)) > most:
                self.dropped.append(there.pop())
            if there:
                self.held(key, text)
        self.dropped.extend(name for name in _NEVER if given(sent.said, name))


def _media(sent: Sent) -> list[str]:
    urls = (given(sent.said, "media_url") or "").split()
    for url in urls:
        if _scheme(url) not in ("http", "https"):
            raise Wrong(400, Misuse("open311-media-url", given=url[:80]))
    return urls


def _scheme(url: str) -> str:
    try:
        return urlsplit(url).scheme
    except ValueError:
        return ""
