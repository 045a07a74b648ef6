"""What a task is told of an alert: the values of its fields, by what its profile says of alerts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from xiangyue.exchange.cap.model import Alert, Info, Reference
from xiangyue.exchange.cap.writing import reference_text
from xiangyue.messages import LANGUAGES, say
from xiangyue.profile import Alerts, Profile
from xiangyue.time.clock import to_micros
from xiangyue.words import CONTROL

_RANKS: Final = ("Extreme", "Severe", "Moderate", "Minor")
# What warnings in China say instead, red being the highest.
_COLOURS: Final = dict(zip(("red", "orange", "yellow", "blue"), _RANKS, strict=True))
_OTHERWISE: Final = {"category": "Other"}
_MOST_TITLE: Final = 200
_MOST_TEXT: Final = 4000


class Told(NamedTuple):
    """The values of a task, its title, and the fields whose texts had to be shortened."""

    data: Mapping[str, Any]
    title: str
    shortened: tuple[str, ...]


def id_of(reference: Reference, drill: bool) -> str:
    """Return what the task of an alert is called everywhere: the same alert, the same name.

    What is only a drill has a name of its own, so that neither can be taken for the other.
    """
    said = f"{reference.sender}\n{reference.identifier}\n{to_micros(reference.sent)}\n{drill}"
    return f"cap-{hashlib.sha256(said.encode()).hexdigest()[:32]}"


def first_of(infos: Iterable[Info]) -> Info | None:
    """Return the info that counts: of the most severe, the first."""
    return min(infos, key=_rank, default=None)


def expires_of(alert: Alert, infos: Sequence[Info], profile: Profile, alerts: Alerts) -> datetime:
    """Return until when the alert stands, in UTC; where it does not say so, as the profile does."""
    info = first_of(infos)
    if info is not None and info.expires is not None:
        return info.expires
    return profile.calendar.add(alert.sent, alerts.stands)


def told(alert: Alert, of: Reference, infos: Sequence[Info], profile: Profile) -> Told:
    """Return what a task says of the alert ``of``, as another message or that alert itself tells.

    Texts stand in the languages of the profile; an alert that is not for the public leaves open
    fields empty of what it says.
    """
    alerts = profile.alerts
    assert alerts is not None
    info = first_of(infos) or Info(event=_words("cap-event-unknown", profile))
    said = (CONTROL.sub("", one).strip() for one in (info.event, info.headline))
    event = next(filter(None, said), _words("cap-event-unnamed", profile))
    values: dict[str, Any] = {
        **_plain(alert, of, info, infos),
        "event": event,
        "expires": expires_of(alert, infos, profile, alerts).isoformat(),
    }
    values["category"] = _known(profile, alerts, "category", info.categories)
    values["severity"] = _known(profile, alerts, "severity", [_severity(info)])
    for what in ("certainty", "urgency"):
        values[what] = _known(profile, alerts, what, [getattr(info, what)])
    data = {alerts.fields[what]: v for what, v in values.items() if what in alerts.fields and v}
    for what, by in alerts.texts.items():
        for language, field in by.items():
            one = _spoken(infos, what, language or profile.languages[0]) or info
            text = CONTROL.sub("", getattr(one, what)).strip()
            text = text or ((one.event or event) if what == "headline" else "")
            data |= {field: text} if text else {}
    drill = profile.flows[alerts.flow].exercise
    if alert.status == "Exercise" and drill:
        data[drill] = True
    return _fitting(alert, data, info, infos, profile, event)


def _plain(alert: Alert, of: Reference, info: Info, infos: Sequence[Info]) -> dict[str, Any]:
    areas = dict.fromkeys(area.desc for one in infos for area in one.areas if area.desc)
    return {
        "identifier": of.identifier,
        "sender": of.sender,
        "sent": of.sent.isoformat(),
        "sender_name": info.sender_name,
        "area": "; ".join(areas) or "–",
        "onset": info.onset.isoformat() if info.onset else None,
        "references": [reference_text(one) for one in alert.references if of == alert.reference],
    }


def named(reference: str, most: int) -> str:
    """Return what an alert is called as a field can hold it: when it was sent stands at the end."""
    text = CONTROL.sub("", reference)
    return text if len(text) <= most else f"…{text[1 - most :]}"


def is_withheld(title: str) -> bool:
    """Tell by its title whether a task is of an alert that is not for the public."""
    return any(title.endswith(say("cap-withheld", language)) for language in LANGUAGES)


def _fitting(
    alert: Alert,
    data: dict[str, Any],
    info: Info,
    infos: Sequence[Info],
    profile: Profile,
    event: str,
) -> Told:
    """Return the values as their fields can hold them; what is too short is left out."""
    fields, speaking = profile.fields, _speaking(profile)
    withheld = _words("cap-withheld", profile) if alert.scope != "Public" else None
    found, shortened = dict(data), []
    for name in speaking & found.keys():
        schema, text = fields[name].schema, CONTROL.sub("", found[name])
        if withheld and fields[name].sensitivity == "none":
            text = withheld
        found[name] = _shortened(text, schema.get("maxLength", _MOST_TEXT))
        if found[name] != text:
            shortened.append(name)
        if len(text) < schema.get("minLength", 0):
            del found[name]
    for name in [name for name, value in found.items() if isinstance(value, list)]:
        schema = fields[name].schema
        most = schema.get("items", {}).get("maxLength", _MOST_TEXT)
        found[name] = [named(one, most) for one in found[name][: schema.get("maxItems")]]
    head = _spoken(infos, "headline", profile.languages[0]) or info
    words = withheld or head.headline or head.event or event
    title = _shortened(" ".join(CONTROL.sub("", words).split()) or event, _MOST_TITLE)
    if alert.status == "Exercise":
        title = _words("cap-drill", profile) + title
    return Told(found, title, tuple(shortened))


def _speaking(profile: Profile) -> set[str]:
    """Return the fields that hold the alert's own words."""
    alerts = profile.alerts
    assert alerts is not None
    plain = {alerts.fields.get(what, "") for what in ("sender_name", "event", "area")}
    named = {alerts.fields.get(what, "") for what in ("identifier", "sender")}
    return plain | named | {name for by in alerts.texts.values() for name in by.values()}


def _known(profile: Profile, alerts: Alerts, what: str, words: Iterable[str]) -> str:
    """Return the first word that the field knows; what is missing is not known."""
    field = profile.fields.get(alerts.fields.get(what, ""))
    choices = field.schema.get("enum", ()) if field else ()
    found = next((word for word in words if word in choices), None)
    return found or _OTHERWISE.get(what, "Unknown")


def _spoken(infos: Sequence[Info], what: str, language: str) -> Info | None:
    """Return the info that is in a language, and says this; of several the most severe."""
    short = language.partition("-")[0].lower()
    same = [i for i in infos if i.language.replace("_", "-").partition("-")[0].lower() == short]
    return first_of([i for i in same if getattr(i, what)] or same)


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _severity(info: Info) -> str:
    return _COLOURS.get(info.severity.lower(), info.severity)


def _rank(info: Info) -> int:
    severity = _severity(info)
    return _RANKS.index(severity if severity in _RANKS else "Moderate")


def _words(code: str, profile: Profile) -> str:
    return say(code, profile.languages[0])
