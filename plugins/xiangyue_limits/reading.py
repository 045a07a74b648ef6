"""What a profile's steps ask of people, and how limits tell it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from xiangyue.plugs import Breach, Words
from xiangyue_limits.documents import many, unknown

RECORDINGS = ("photo", "video", "audio")

_LISTED, _LONGEST = 5, 40


class Step(NamedTuple):
    """An action of a flow, or its opening, and where it stands in the profile."""

    address: str
    flow: str
    action: Mapping[str, Any]
    opening: bool = False

    @property
    def given(self) -> tuple[str, ...]:
        """The fields that are needed or asked when it is taken, each once."""
        both = (*many(self.action.get("needs")), *many(self.action.get("asks")))
        return tuple(dict.fromkeys(both))

    @property
    def does(self) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
        """Its interventions: address, kind and detail."""
        for number, one in enumerate(self.action.get("does", ())):
            for kind, detail in one.items():
                yield f"{self.address}.does.{number}", kind, detail

    @property
    def collects(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The forms that it sends out: address and fields."""
        for address, kind, detail in self.does:
            if kind == "collect":
                yield address, many(detail["fields"])

    @property
    def seen(self) -> bool:
        """Whether it touches somebody so that a limit can refuse all of it."""
        return any(not detail.get("accessory", False) for _, _, detail in self.does)


def steps(document: Mapping[str, Any]) -> Iterator[Step]:
    """Yield the opening and the actions of every flow."""
    for name, flow in document.get("flows", {}).items():
        yield Step(f"flows.{name}.open", name, flow["open"], opening=True)
        for action, part in flow["actions"].items():
            yield Step(f"flows.{name}.actions.{action}", name, part)


def evidence(document: Mapping[str, Any], field: str) -> str:
    """Return what a field proves; empty where the profile does not say."""
    proves: str = document.get("fields", {}).get(field, {}).get("evidence", "")
    return proves


def titles(document: Mapping[str, Any], fields: Iterable[str], lang: str) -> str:
    """Return the titles of the first few fields as a list in a sentence."""
    known, listed = document.get("fields", {}), list(fields)
    words = [_title(known.get(name, {}).get("title", {}), lang, name) for name in listed[:_LISTED]]
    if len(listed) > _LISTED:
        words.append("…")
    return ("、" if lang == "zh" else ", ").join(words)


def _title(title: Mapping[str, str], lang: str, name: str) -> str:
    return (title.get(lang) or next(iter(title.values()), name))[:_LONGEST]


def choices(document: Mapping[str, Any], field: str, values: Iterable[str]) -> Iterator[Breach]:
    """Yield what keeps a field from telling which class a task is of: these must be choices of it.

    A misspelt name would leave a limit without effect, and nobody would notice.
    """
    yield from unknown("fields", [field], document)
    if field in document.get("fields", {}):
        offered = many(document["fields"][field].get("schema", {}).get("enum"))
        for value in values:
            if value not in offered:
                yield f"fields.{field}.schema", *_no_choice(value)


def _no_choice(value: str) -> tuple[Words, Words]:
    return (
        {
            "en": f"The limit names the class “{value}”, which is no choice of this field.",
            "zh": f"该限度提到的类别“{value}”不是此字段的可选值。",
        },
        {
            "en": "Name a choice of the field, or add this one to it.",
            "zh": "请改为该字段的可选值，或在字段中增加此值。",
        },
    )
