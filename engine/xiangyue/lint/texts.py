"""Texts: there in every language of the profile, and such that they can be filled in."""

from __future__ import annotations

from collections.abc import Iterator
from string import Formatter

from xiangyue.lint.subject import Steps, Subject, guess
from xiangyue.profile import Finding, Node
from xiangyue.profile.schema import Schema, below, compiled

ALWAYS = ("title",)
"""What a message can name besides the fields."""


def check_languages(subject: Subject) -> Iterator[Finding]:
    """Find texts that are missing in one of the languages that the profile asks for."""
    languages = subject.profile.languages
    for path, node in _texts(subject.root, compiled("complete"), ()):
        words = dict(node.items())
        missing = [lang for lang in languages if lang not in words or not _is_said(words[lang])]
        if missing:
            yield subject.about_key("text-missing", "error", path, languages=", ".join(missing))


def check_placeholders(subject: Subject) -> Iterator[Finding]:
    """Find messages that name what they cannot be filled in with."""
    known = {*ALWAYS, *subject.profile.fields}
    for _, action, path in subject.actions():
        for n, does in enumerate(action.does):
            for lang, words in does.detail.get("say", {}).items():
                at: Steps = (*path, "does", n, does.kind, "say", lang)
                try:
                    names = [name for _, name, _, _ in Formatter().parse(words) if name is not None]
                except ValueError:
                    yield subject.error("text-braces", *at)
                    continue
                for name in names:
                    if name not in known:
                        offset = max(words.find("{" + name), 0)
                        values = guess(name, known)
                        yield subject.inside("unknown-placeholder", "error", at, offset, values)


def _texts(node: Node, schema: Schema, path: Steps) -> Iterator[tuple[Steps, Node]]:
    """Yield every text of a document, wherever the profile language has one.

    On what something stands may be written in marks alone, which are of no language.
    """
    if schema.get("$comment") in ("text", "basis"):
        if isinstance(node.value, dict):
            yield path, node
    elif isinstance(node.value, dict):
        for key, child in node.items():
            if part := below(schema, key):
                yield from _texts(child, part, (*path, key))
    elif isinstance(node.value, tuple) and (items := schema.get("items")):
        for n, child in enumerate(node.value):
            yield from _texts(child, items, (*path, n))


def _is_said(node: Node) -> bool:
    return isinstance(node.value, str) and bool(node.value.strip())
