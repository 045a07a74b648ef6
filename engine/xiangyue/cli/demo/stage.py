"""The player: a fast clock over one engine, and what it decided told as it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from xiangyue.cli.demo.cast import START
from xiangyue.cli.demo.people import People
from xiangyue.cli.demo.wrapping import wrapped
from xiangyue.cli.output import Line, joined, language, words
from xiangyue.time.clock import from_micros
from xiangyue.values import NORMAL, OPEN, SYSTEM, Command, Reason

if TYPE_CHECKING:
    from xiangyue import Decision, Engine

HOUR: Final = timedelta(hours=1)
MINUTE: Final = timedelta(minutes=1)
_WARNED: Final = "limit-warned"
"""Of what limits only remark upon the page says nothing: there is more of it than of the rest."""
_GUARD: Final = "guard-otherwise"
_MARKS: Final = {"refused": ("✗", "red"), "deferred": ("◷", "yellow"), "done": ("•", "cyan")}


class Stage:
    """One engine and its clock; what is told waits until ``told`` hands it out."""

    def __init__(self, engine: Engine, start: datetime = START) -> None:
        """Begin on Monday morning."""
        self.engine = engine
        self.start = self.now = start
        self.order = self.village_order = ""
        self.calls: dict[str, str] = {}
        self.activations: dict[str, str] = {}
        self._people = People()
        self.refusals: list[dict[str, Any]] = []
        self._lines: list[Line] = []

    # --- what is done ---

    def open(self, flow: str, community: str, by: str, title: str = "", /, **data: Any) -> Decision:
        """Open a task; what was not done as wished is told with its reasons."""
        said = words(title) if title else None
        decision = self.engine.open(
            flow, community=community, by=by, title=said, data=data, now=self.now
        )
        return self._noted(decision)

    def act(
        self, task: Decision | str, action: str, by: str, note: str = "", /, **data: Any
    ) -> Decision:
        """Take an action; what was not done as wished is told with its reasons."""
        said = words(note) if note else None
        return self._noted(self.engine.act(task, action, by=by, note=said, data=data, now=self.now))

    def act_many(self, commands: Sequence[Command]) -> list[Decision]:
        """Take many actions of a list; nothing is told of them."""
        results = self.engine.act_many(commands, now=self.now)
        for result in results:
            if isinstance(result, Exception):
                raise result
        return [result for result in results if not isinstance(result, Exception)]

    def until(self, day: int, clock: str, step: timedelta = HOUR) -> None:
        """Let the time pass up to a moment of a day; what falls due meanwhile happens."""
        hour, minute = map(int, clock.split(":"))
        self.let_pass(self.day(day).replace(hour=hour, minute=minute), step)

    def let_pass(self, end: datetime, step: timedelta) -> None:
        """Let the time pass; what falls due meanwhile happens."""
        while self.now < end:
            self.now = min(self.now + step, end)
            self.tick()

    def tick(self) -> None:
        """Let happen what is due, and hear what people answer."""
        self._people.hear(self.engine.tick(self.now))
        answers = list(self._people.answers(self.now))
        if answers:
            self.engine.act_many([(command, at) for at, command in answers])

    # --- what stands ---

    def day(self, number: int) -> datetime:
        """Return a day of the story at nine; the first is the Monday on which it begins."""
        return self.start + timedelta(days=number - 1)

    def state(self, task: Decision | str) -> str:
        """Return what the state of a task is called."""
        found = self.engine.task(task)
        flow = self.engine.profile(found.community).flows[found.flow]
        return flow.states[found.state].title.of(language())

    def mode(self, community: str) -> str:
        """Return what the mode of a community is called, with its response level."""
        asked = Command(community, OPEN, SYSTEM, flow="activation")
        name, _, level = self.engine.try_out(asked, now=self.now).mode.partition(":")
        if name == NORMAL:
            return words("demo-mode-normal")
        title = self.engine.profile(community).modes[name].title.of(language())
        return f"{title} {level}".rstrip()

    # --- what is told ---

    def scene(self, code: str) -> None:
        """Begin a scene with the day and the time."""
        local = self.now.astimezone(ZoneInfo("Asia/Shanghai"))
        day = words(f"demo-day-{local.isoweekday()}")
        self._lines += ["", [(f"{day} {local:%H:%M}  {words(code)}", "bold")]]

    def tell(self, code: str, **values: object) -> None:
        """Tell something in the words of the catalogue."""
        self._lines += wrapped(words(code, **values))

    def point(self, text: str, outcome: str = "done") -> None:
        """Tell something that the engine says, under a mark."""
        mark, style = _MARKS[outcome]
        self._lines += wrapped(text, f"  {mark} ", style)

    def reasons(self, reasons: Sequence[Reason], outcome: str = "refused") -> None:
        """Tell reasons as the engine words them, each with its mend, but for a rule's formula."""
        lang = language()
        for reason in reasons:
            mend = "" if reason.code == _GUARD else reason.mend(lang)
            self.point(joined(reason.text(lang), mend), outcome)

    def add(self, *lines: Line) -> None:
        """Tell lines as they are."""
        self._lines += lines

    def told(self) -> Iterator[Line]:
        """Hand out what has been told since."""
        lines, self._lines = self._lines, []
        yield from lines

    def _noted(self, decision: Decision) -> Decision:
        self._people.hear([decision])
        if not decision:
            self.reasons(decision.reasons, decision.outcome)
            self.refusals.append(_document(decision))
        self.reasons([one for one in decision.notes if one.code != _WARNED], "deferred")
        return decision


def _document(decision: Decision) -> dict[str, Any]:
    """Return what a script reads of what was not done as wished."""
    said = decision.command
    return {
        "task": decision.ref,
        "flow": decision.flow,
        "action": said.action,
        "actor": said.actor,
        "outcome": decision.outcome,
        "at": from_micros(decision.now).isoformat(),
        "until": None if decision.until is None else from_micros(decision.until).isoformat(),
        "reasons": [
            {"code": one.code, "text": one.text(language()), "mend": one.mend(language())}
            for one in decision.reasons
        ],
    }
