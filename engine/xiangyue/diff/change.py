"""One difference between two profiles, and how it is said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from xiangyue.messages import say
from xiangyue.spelling import shown
from xiangyue.text import Text

Effect = Literal["allows", "forbids", "changes"]
Spread = Literal["same", "wider", "narrower", "other"]
"""How much something new lets pass, compared with the old."""

EFFECTS: Mapping[Spread, Effect] = {"wider": "allows", "narrower": "forbids", "other": "changes"}


class Titled(Protocol):
    """Whatever has a title."""

    @property
    def title(self) -> Text:
        """What people call it."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference; ``effect`` is what it does to what may happen, ``address`` where it stands.

    ``values`` fill in the sentence that ``code`` names: texts by language, lists and scalars. Where
    there is a ``case``, it is one input for which the two profiles differ; ``passes`` then tells
    whether it passes now, or ``before`` and ``after`` what the two answer.
    """

    code: str
    effect: Effect
    address: str
    values: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def text(self, lang: str = "en") -> str:
        """Say what differs, with an example where there is one."""
        values = {name: _said(value, lang) for name, value in self.values.items()}
        sentences = [say(self.code, lang, {**values, "address": self.address})]
        if "before" in values:
            sentences.append(say("diff-example", lang, values))
        elif "passes" in values:
            code = "diff-passes" if self.values["passes"] else "diff-fails"
            sentences.append(say(code, lang, values))
        return ("" if lang.startswith("zh") else " ").join(sentences)

    def __str__(self) -> str:
        """Read in English, after the address."""
        return f"{self.address}: {self.text()}"


def word(code: str, **values: Any) -> Text:
    """Return a word of the catalogue in all its languages."""
    return Text({lang: say(code, lang, _in(values, lang)) for lang in ("en", "zh")})


def titles(names: Iterable[str], parts: Mapping[str, Titled]) -> list[Text]:
    """Return the titles of parts by name; the name itself where there is no such part."""
    return [title(name, parts) for name in names]


def title(name: str, parts: Mapping[str, Titled]) -> Text:
    """Return the title of a part by name; the name itself where there is no such part."""
    return parts[name].title if name in parts else Text(en=name)


def apart(old: Iterable[str], new: Iterable[str]) -> tuple[list[str], list[str], list[str]]:
    """Return what only the old has, what only the new has, and what both have, each in order."""
    before, after = dict.fromkeys(old), dict.fromkeys(new)
    return (
        [name for name in before if name not in after],
        [name for name in after if name not in before],
        [name for name in after if name in before],
    )


def joined(spreads: Iterable[Spread]) -> Spread:
    """Return what several comparisons say together."""
    kinds = {spread for spread in spreads if spread != "same"}
    if not kinds:
        return "same"
    return kinds.pop() if len(kinds) == 1 else "other"


def spread_of(old: frozenset[Any], new: frozenset[Any]) -> Spread:
    """Compare two sets of what passes."""
    if old == new:
        return "same"
    return "wider" if old < new else "narrower" if new < old else "other"


def _in(values: Mapping[str, Any], lang: str) -> dict[str, Any]:
    return {name: _said(value, lang) for name, value in values.items()}


def _said(value: Any, lang: str) -> Any:
    if isinstance(value, Text):
        return shown(value.of(lang))
    if isinstance(value, list):
        return ("、" if lang.startswith("zh") else ", ").join(str(_said(v, lang)) for v in value)
    return value if isinstance(value, str) else shown(value)
