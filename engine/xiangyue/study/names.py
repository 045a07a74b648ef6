"""The names and moments of one scenario, looked up; what is wrong with them becomes findings."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any

from xiangyue.errands import DISTRIBUTE, FOLLOW_UP
from xiangyue.errors import BadInput, Place
from xiangyue.messages import appointing, call_outs, changing, limits, reasons
from xiangyue.messages.scenarios import WORDS
from xiangyue.profile import Finding, Flow, Node, Profile, address
from xiangyue.profile.check import LIMIT, Steps, hint, listed, nearest, value_place
from xiangyue.spelling import shown
from xiangyue.study.scenario import HERE, NOTED, OF_LIMITS, Because, plain_code
from xiangyue.study.stage import standard_units
from xiangyue.time.clock import EARLIEST, parse_instant, to_micros
from xiangyue.values import NOBODYS, OPEN, Command


class Names:
    """Looks up what a scenario names; ``top`` is the file with this scenario alone.

    ``flows`` are those of the tasks that the scenario has opened so far.
    """

    def __init__(self, scenario: str, top: Node, profile: Profile) -> None:
        """Begin with nothing found."""
        self.scenario = scenario
        self.data: Mapping[str, Any] = top.plain()[scenario]
        self.findings: list[Finding] = []
        self.profile = profile
        given = self.data.get("given", {})
        self.members: Mapping[str, Any] = given.get("members", {})
        self.communities: Mapping[str, Any] = given.get("communities", {})
        self.standard = standard_units(profile, office=bool(self.communities))
        self.units = {*self.standard, *given.get("units", {}), *self.communities}
        self.flows: dict[str, Flow] = {}
        self._actors = {*self.members, *NOBODYS}
        self._top = top

    def known(self, what: str, name: str, known: Collection[str], *path: str | int) -> bool:
        """Tell whether a name is known; one that is not becomes a finding, with the nearest."""
        if name in known:
            return True
        if len(self.findings) <= LIMIT:
            said = {"what": WORDS[what], "name": shown(name), "known": listed(sorted(known))}
            said["hint"] = hint(nearest(name, known))
            self.find("scenario-unknown", path, said, is_key=path[-1] == name)
        return False

    def instant(self, text: str, *path: str | int) -> datetime:
        """Read a moment on the clock of the profile; one that is none becomes a finding."""
        try:
            return parse_instant(text, self.profile.calendar.timezone)
        except BadInput as error:
            self.find(error.code, path, error.values)
            return EARLIEST

    def because(self, data: Mapping[str, Any], at: Steps) -> Because:
        """Read the reasons that something is not done for, if any are said."""
        said = data.get("because", ())
        self._codes("reason", said, _reasons, (*at, "because"))
        return Because(frozenset(map(plain_code, many(said))), every=isinstance(said, list))

    def notes(self, said: str | list[str], at: Steps) -> str | tuple[str, ...]:
        """Read one note, or a list of all of them."""
        self._codes("note", said, _notes, at)
        return said if isinstance(said, str) else tuple(sorted(said))

    def _codes(
        self, what: str, said: str | list[str], known: Callable[[Profile], set[str]], at: Steps
    ) -> None:
        for n, code in enumerate(many(said)):
            self.known(what, code, known(self.profile), *at, *[n] * isinstance(said, list))

    def action(
        self, action: str, task: str, at: Steps, on: Steps, *, opening: bool = False
    ) -> None:
        """Look up an action of a task's flow, and the task; ``opening`` counts as one."""
        if self.known("task", task, self.flows, *on):
            actions = (*self.flows[task].actions, *[OPEN] * opening)
            self.known("action", action, actions, *at)

    def command(self, action: str, task: str, data: Mapping[str, Any], at: Steps) -> Command:
        """Read a command, looking up whom and which fields it names."""
        for key in ("by", "on_behalf_of"):
            if key in data:
                self.known("member", data[key], self._actors, *at, key)
        for field in data.get("with", {}):
            self.known("field", field, self.profile.fields, *at, "with", field)
        occurred = data.get("occurred_at")
        return Command(
            community=HERE,
            action=action,
            actor=data["by"],
            task=task,
            flow=data.get("flow"),
            category=data.get("category"),
            data=data.get("with", {}),
            note=data.get("note"),
            title=data.get("title"),
            unit=data.get("unit"),
            on_behalf_of=data.get("on_behalf_of"),
            occurred_at=to_micros(self.instant(occurred, *at, "occurred_at")) if occurred else None,
            source=data.get("source", "digital"),
            key=data.get("key"),
        )

    def opened(self, task: str, flow: str) -> None:
        """Remember a task that is opened, and what may come of it elsewhere and here."""
        profile = self.profile
        self.flows[task] = profile.flows[flow]
        for action in (profile.flows[flow].opening, *profile.flows[flow].actions.values()):
            for does in action.does:
                if does.kind == DISTRIBUTE and does.detail["as"] in profile.categories:
                    taken_in = profile.flows[profile.categories[does.detail["as"]].flow]
                    self.flows.update({f"{task}@{name}": taken_in for name in self.communities})
                elif does.kind == FOLLOW_UP:
                    self.flows[f"{task}@{HERE}"] = profile.flows[does.detail["flow"]]

    def place(self, *path: str | int) -> Place:
        """Return where a key or an item of the scenario stands."""
        return self._top.place_of(self.scenario, *path)

    def find(self, code: str, path: Steps, values: Mapping[str, Any], is_key: bool = False) -> None:
        """Add a finding at a value, or at its key."""
        whole = (self.scenario, *path)
        place = self.place(*path) if is_key else value_place(self._top, whole)
        self.findings.append(Finding(code, "error", place, address(whole), values))


def many(value: Any) -> tuple[str, ...]:
    """Return one name, or a list of names, as a tuple."""
    return (value,) if isinstance(value, str) else tuple(value)


def _reasons(profile: Profile) -> set[str]:
    """Return the codes of all reasons that a decision under this profile can have."""
    rooms = (reasons, limits, call_outs, appointing, changing)
    plain = {code for room in rooms for code in room.MESSAGES} - OF_LIMITS
    return plain | {f"limit.{binding}" for binding in profile.limits}


def _notes(profile: Profile) -> set[str]:
    """Return the codes of all notes that a decision under this profile can have."""
    plain = {
        "due-provisional",
        "call-exercise",
        *(code for code in limits.MESSAGES if code.startswith("points-")),
    }
    return plain | {f"{code}.{binding}" for code in NOTED for binding in profile.limits}
