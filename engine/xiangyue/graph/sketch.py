"""What is to be drawn of a flow: states with their notes, ways with their labels, all in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from xiangyue.flow import ANY
from xiangyue.messages import say
from xiangyue.profile import Action, Deadline, Flow, Profile, State
from xiangyue.text import Text

_LONGEST: Final = 400  # characters of a title or rule in a drawing
_SHORT: Final = 80  # characters of a rule beside a way


@dataclass(frozen=True, slots=True)
class Spot:
    """A state, or ``any`` that is not final (an ``id`` no state can have), with what is noted."""

    id: str
    title: str
    final: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """One action from one spot to another, or back to the same; ``rule`` is empty if none."""

    source: str
    target: str
    action: str
    rule: str

    @property
    def stays(self) -> bool:
        """Whether the task stays where it is."""
        return self.source == self.target

    @property
    def condition(self) -> str:
        """The rule, cut short where it is long."""
        return self.rule if len(self.rule) <= _SHORT else f"{self.rule[: _SHORT - 1]}…"


@dataclass(frozen=True, slots=True)
class Sketch:
    """A flow in words of one language; every text is one line without control characters."""

    title: str
    notes: tuple[str, ...]
    starts: tuple[str, ...]
    spots: tuple[Spot, ...]
    ways: tuple[Way, ...]
    actions: int
    lang: str

    def without_rules(self) -> Sketch:
        """Return the same in plain words, for people who do the work and write no rules."""
        plain = dict.fromkeys(replace(way, rule="") for way in self.ways)
        return replace(self, ways=tuple(plain))

    def description(self) -> Iterator[str]:
        """Say all that the drawing shows, a sentence each."""
        titles = {spot.id: spot.title for spot in self.spots}
        states = sum(spot.id != ANY_SPOT for spot in self.spots)
        yield say("graph-summary", self.lang, {"states": states, "actions": self.actions})
        for note in self.notes:
            yield say("graph-lasts", self.lang, {"state": self.title, "words": note})
        for start in self.starts:
            yield say("graph-begins", self.lang, {"state": titles[start]})
        for way in self.ways:
            code = f"graph-{'stays' if way.stays else 'leads'}{'-if' if way.rule else ''}"
            source, target = titles[way.source], titles[way.target]
            values = {"source": source, "target": target, "action": way.action, "rule": way.rule}
            yield say(code, self.lang, values)
        for spot in self.spots:
            for note in spot.notes:
                yield say("graph-lasts", self.lang, {"state": spot.title, "words": note})
            if spot.final:
                yield say("graph-final", self.lang, {"state": spot.title})


ANY_SPOT: Final = "*"


def sketch(flow: Flow, lang: str, profile: Profile | None = None) -> Sketch:
    """Put a flow into words; what leads to or from a state that does not exist is left out.

    With its profile, the field or param that a deadline goes by is called by its title.
    """
    ways = tuple(_ways(flow, lang))
    spots = [_spot(flow, state, lang, profile) for state in flow.states.values()]
    if any(way.source == ANY_SPOT for way in ways):
        spots.append(Spot(ANY_SPOT, say("graph-any", lang)))
    notes = []
    if flow.due:
        notes.append(say("graph-due", lang, {"due": _due(flow, flow.due, lang, profile)}))
    if flow.paused:
        notes.append(say("graph-paused", lang))
    return Sketch(
        title=words(flow.title, flow.id, lang),
        notes=tuple(notes),
        starts=tuple(start for start in flow.start if start in flow.states),
        spots=tuple(spots),
        ways=ways,
        actions=len(flow.actions),
        lang=lang,
    )


def words(text: Text, name: str, lang: str) -> str:
    """Return a title as one printable line; the name where it is blank."""
    return printable(text.of(lang)) or printable(name) or "?"


def printable(text: str) -> str:
    """Return text on one line, without controls and marks that turn its direction."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def _spot(flow: Flow, state: State, lang: str, profile: Profile | None) -> Spot:
    notes = [_due(flow, state.due, lang, profile)] if state.due else []
    if state.pause:
        notes.append(say("graph-pauses", lang))
    return Spot(state.id, words(state.title, state.id, lang), state.final, tuple(notes))


def _due(flow: Flow, due: Deadline, lang: str, profile: Profile | None) -> str:
    if due.after is not None:
        code = f"graph-unit-{due.after.unit.value}"
        plural = "" if due.after.amount == 1 or lang.startswith("zh") else "s"
        unit = say(code, lang) + plural
        text = say("graph-within", lang, {"amount": due.after.amount, "unit": unit})
    else:
        code = "graph-by-param" if due.field is None else "graph-by-date"
        text = say(code, lang, {"field": _called(due, lang, profile)})
    if due.then is None:
        return text
    action = flow.actions.get(due.then)
    then = words(action.title, action.id, lang) if action else printable(due.then)
    return say("graph-then", lang, {"due": text, "action": then})


def _called(due: Deadline, lang: str, profile: Profile | None) -> str:
    """Return what people call the field or param that a deadline goes by."""
    name = due.field or due.param or ""
    known = (profile.fields if due.field else profile.params) if profile else {}
    return words(known[name].title, name, lang) if name in known else printable(name)


def _ways(flow: Flow, lang: str) -> Iterator[Way]:
    for action in flow.actions.values():
        sources = (ANY_SPOT,) if action.sources == (ANY,) else action.sources
        for source in sources:
            if source != ANY_SPOT and source not in flow.states:
                continue
            for n, branch in enumerate(action.branches):
                target = source if branch.to is None else branch.to
                if target in flow.states or target == source:
                    title = words(action.title, action.id, lang)
                    yield Way(source, target, title, _rule(action, n, lang))


def _rule(action: Action, n: int, lang: str) -> str:
    rules = [action.when, action.branches[n].when]
    if n and rules[1] is None:
        rules[1] = say("graph-otherwise", lang)
    return "; ".join(printable(rule) for rule in rules if rule)
