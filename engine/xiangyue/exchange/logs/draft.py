"""The YAML of a discovered profile: the only place here that knows the profile language."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from xiangyue.exchange.logs.paths import START, Paths
from xiangyue.exchange.names import title

_DEADLINE = """\
fields:
  deadline:
    title: {words}
    schema: {{type: string, format: date-time}}
    purpose: {{en: "When the case is due, as the log says"}}
    keep: 2y
    sensitivity: none
"""
_FLOW = """\
flows:
  case:
    title: {en: Case}
    start: start
"""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a discovered profile says; ``actions`` gives each activity its id."""

    id: str
    title: str
    roles: Mapping[str, str]
    deadline: str | None
    backdate: int | None
    actions: Mapping[str, str]
    paths: Paths
    by: Mapping[str, tuple[str, ...]]

    def renamed(self, actions: Mapping[str, str]) -> Draft:
        """Return the same profile with other ids for its actions."""
        return replace(self, actions=actions)


def draft_yaml(draft: Draft) -> str:
    """Write the draft in the profile language."""
    return "".join(_lines(draft))


def _lines(draft: Draft) -> Iterator[str]:
    yield f"profile: {draft.id}\ntitle: {_text(draft.title)}\nlanguages: [en]\n"
    if draft.roles:
        yield "roles:\n"
        for role, words in draft.roles.items():
            yield f"  {role}: {{title: {_text(words)}}}\n"
    if draft.deadline is not None:
        yield _DEADLINE.format(words=_text(draft.deadline))
    yield _FLOW
    if draft.deadline is not None:
        yield "    due: {field: deadline, basis: project default}\n"
        yield "    open: {by: [anyone], asks: [deadline]}\n"
    else:
        yield "    open: {by: [anyone]}\n"
    yield from _states(draft)
    yield from _actions(draft)
    yield "calendar: {timezone: UTC}\n"
    if draft.backdate is not None:
        yield f"intake: {{backdate: {draft.backdate}d}}\n"


def _states(draft: Draft) -> Iterator[str]:
    yield "    states:\n      start: {title: {en: Start}}\n"
    for activity in draft.paths.into:
        yield f"      {_state(draft, activity)}: {{title: {_text(f'After {title(activity)}')}}}\n"
    yield "      ended: {title: {en: Ended}, final: true}\n"


def _actions(draft: Draft) -> Iterator[str]:
    yield "    actions:\n"
    for activity, sources in draft.paths.into.items():
        yield (
            f"      {draft.actions[activity]}:\n"
            f"        title: {_text(title(activity))}\n"
            f"        from: {_names(draft, sources)}\n"
            f"        to: {_state(draft, activity)}\n"
            f"        by: [{', '.join(draft.by[activity])}]\n"
        )
    yield (
        "      end:\n"
        "        title: {en: End the case}\n"
        f"        from: {_names(draft, draft.paths.ends)}\n"
        "        to: ended\n"
        "        by: [anyone]\n"
    )


def _names(draft: Draft, sources: tuple[str, ...]) -> str:
    return f"[{', '.join(_state(draft, source) for source in sources)}]"


def _state(draft: Draft, activity: str) -> str:
    return "start" if activity == START else f"after_{draft.actions[activity]}"


def _text(words: str) -> str:
    # Titles hold nothing that JSON and YAML would quote in different ways.
    return f"{{en: {json.dumps(words, ensure_ascii=False)}}}"
