"""A mapping to be filled in: the words of a directory, and the profile's types and fields."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

import yaml

from xiangyue.exchange.hsds.directory import Directory
from xiangyue.exchange.hsds.mapping import ACTOR, ORGANIZATION, Mapped
from xiangyue.messages import LANGUAGES, say
from xiangyue.profile import Field
from xiangyue.text import Text

_MOST: Final = 200
_MEMBERS: Final = (ORGANIZATION, ACTOR)


def template(mapped: Mapped, found: Directory) -> str:
    """Return the text of a mapping for a directory, in which words and values are to be chosen."""
    return "\n".join([*_lines(mapped, found), ""])


def _lines(mapped: Mapped, found: Directory) -> Iterator[str]:
    profile, kind = mapped.profile, mapped.offers.fields["type"]
    yield from _remark("head")
    if mapped.role:
        yield f"role: {mapped.role}"
    yield from _remark("types")
    yield "types:"
    asked = profile.fields[kind]
    for choice in asked.schema.get("enum", ()):
        title = asked.choices.get(choice, Text())
        yield f"  {_scalar(choice)}: []  # {_both(title)}".rstrip(" #")
    words = _words(mapped, found).most_common(_MOST)
    yield from _remark("words") if words else ()
    for word, times in words:
        yield f"#   {_scalar(word)}  {times}"
    yield from _remark("always")
    yield "always:"
    members = iter(_MEMBERS)
    for name in mapped.flow.opening.needs:
        if name != kind and name in profile.fields:
            field = profile.fields[name]
            options = " | ".join(map(str, field.schema.get("enum", ())))
            remark = f"{_both(field.title)}: {options}".removesuffix(": ")
            yield f"  {name}: {_scalar(_value(field, members))}  # {remark}"
    yield from _remark("fields")
    yield "fields:"
    for what, name in mapped.fields.items():
        yield f"  {what}: {name}  # {_both(profile.fields[name].title)}"
    yield from _remark("more")


def _remark(what: str) -> Iterator[str]:
    for lang in LANGUAGES:
        yield f"# {say(f'hsds-map-{what}', lang)}"


def _both(title: Mapping[str, str]) -> str:
    return " / ".join(dict.fromkeys(title.values()))


def _words(mapped: Mapped, found: Directory) -> Counter[str]:
    """Count the terms, or else the names, of the services whose type nothing tells yet."""
    words: Counter[str] = Counter()
    for service in found.services.values():
        terms = [tag.words for tag in found.tags_of(service.id) if tag.words]
        if mapped.type_of(service.name, [word for term in terms for word in term]) is None:
            words.update(dict.fromkeys(term[min(1, len(term) - 1)] for term in terms))
            words[service.name] += 1
    return words


def _value(field: Field, members: Iterator[str]) -> str:
    """Return what stands in for a value: nobody but who fills it in knows what was agreed."""
    return next(members, ACTOR) if field.schema.get("format") == "member" else "?"


def _scalar(value: Any) -> str:
    """Write a value as YAML, on one line."""
    text: str = yaml.safe_dump(value, allow_unicode=True, width=10_000, default_flow_style=True)
    return text.removesuffix("\n").removesuffix("\n...")
