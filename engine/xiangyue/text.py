"""Words in several languages."""

from __future__ import annotations

from collections.abc import Mapping


class Text(dict[str, str]):
    """The same words by language tag; reads as English, or as what there is."""

    def of(self, lang: str = "en") -> str:
        """Return the words in ``lang``, else in English, else in any language; empty if none."""
        for tag in (lang, lang.partition("-")[0], "en"):
            if tag in self:
                return self[tag]
        return next(iter(self.values()), "")

    def __str__(self) -> str:
        """Read as English, or as what there is."""
        return self.of()


def text(data: Mapping[str, str] | None, name: str = "") -> Text:
    """Return the words of a profile's mapping; its name where it has none."""
    return Text(data) if data else Text(en=name)
