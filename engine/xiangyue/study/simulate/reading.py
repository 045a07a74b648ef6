"""Models and shocks from their files: held against the schema, and every name looked up."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, cast

from xiangyue.errors import BadInput
from xiangyue.messages.simulating import WORDS
from xiangyue.profile import Finding, Node, Profile, parse, read
from xiangyue.profile.check import Steps, explain, hint, in_order, listed, nearest, value_place
from xiangyue.profile.judge import judge_by
from xiangyue.profile.schema import spread_out
from xiangyue.spelling import shown
from xiangyue.study.simulate.forms import HOLDS
from xiangyue.study.simulate.model import (
    ALL,
    RESIDENT,
    Arrival,
    Model,
    Pace,
    Role,
    Shock,
    Step,
    Way,
)
from xiangyue.study.simulate.spans import micros_of
from xiangyue.values import OPEN

Part = Literal["model", "shock"]
Said = Mapping[str, Any]


def simulation_schema(part: Part) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a model's or a shocks' file, for editors and tools."""
    name = f"{part}_schema.yaml"
    text = files("xiangyue.study.simulate").joinpath(name).read_bytes()
    return cast("dict[str, Any]", parse(text, name).plain())


def read_model(path: Path, profile: Profile) -> Model:
    """Return the model in a file; raises BadInput with the first of its mistakes."""
    names = _Names(_sound(path, "model"), profile)
    data = names.root.plain()
    model = _model(data)
    names.model(data, model)
    names.check()
    return with_flows(model, profile)


def with_flows(model: Model, profile: Profile) -> Model:
    """Return a model whose arrivals say which flow their category opens."""
    if model.arrivals is None:
        return model
    known = profile.categories
    arrivals = (
        replace(a, flow=known[a.category].flow) if a.category else a for a in model.arrivals
    )
    return replace(model, arrivals=tuple(arrivals))


def read_shocks(path: Path, profile: Profile, arrivals: Collection[str] = ()) -> tuple[Shock, ...]:
    """Return the shocks in a file; ``arrivals`` are what else its arrivals may name.

    Raises BadInput with the first of its mistakes.
    """
    names = _Names(_sound(path, "shock"), profile)
    data = names.root.plain()["shocks"]
    names.shocks(data, arrivals)
    names.check()
    return tuple(_shock(name, said) for name, said in data.items())


@cache
def _judge(part: Part) -> Any:
    return judge_by(spread_out(simulation_schema(part)))


def _sound(path: Path, part: Part) -> Node:
    node = read(path)
    _refuse(explain(node, _judge(part).iter_errors(node.plain())))
    return node


def _refuse(findings: Sequence[Finding]) -> None:
    if findings:
        first = findings[0]
        words = {lang: f"{first.text(lang)} {first.mend(lang)}".rstrip() for lang in ("en", "zh")}
        count = len(findings)
        raise BadInput("simulate-file-broken", place=first.place, count=count, first=words)


class _Names:
    """Looks up every name of a file in a profile."""

    def __init__(self, root: Node, profile: Profile) -> None:
        self.root, self._profile = root, profile
        self._found: list[Finding] = []

    def check(self) -> None:
        """Raise BadInput where a name is unknown."""
        _refuse(in_order(self._found))

    def model(self, data: Said, model: Model) -> None:
        roles, flows = self._profile.roles, self._profile.flows
        for name in data.get("roles", {}):
            self._known("role", name, roles, "roles", name)
        for name, said in data.get("arrivals", {}).items():
            at = ("arrivals", name)
            if ("flow" in said) is ("category" in said):
                self._find("simulate-flow", at, {}, is_key=True)
            elif "flow" in said:
                self._known("flow", said["flow"], flows, *at, "flow")
            else:
                self._known("category", said["category"], self._profile.categories, *at, "category")
            if "by" in said:
                self._known("role", said["by"], {*roles, RESIDENT}, *at, "by")
        for name in model.ways:
            flow, _, action = name.partition(".")
            if self._known("flow", flow, flows, "ways", name):
                known = {OPEN, *flows[flow].actions}
                self._known("action", action, known, "ways", name)
        for name, value in data.get("values", {}).items():
            self._known("field", name, self._profile.fields, "values", name)
            if isinstance(value, dict) and HOLDS in value:
                self._known("role", str(value[HOLDS]), roles, "values", name, HOLDS)
        self._steps(data.get("first", ()), ("first",))

    def shocks(self, data: Said, arrivals: Collection[str]) -> None:
        document, categories = self._profile.document, self._profile.categories
        for name, said in data.items():
            at = ("shocks", name)
            known = {ALL, *arrivals, *categories, *self._profile.flows}
            for one in said.get("arrivals", {}):
                self._known("arrival", one, known, *at, "arrivals", one)
            for key in ("absent", "slower"):
                for one in said.get(key, {}):
                    people = {ALL, RESIDENT, *self._profile.roles}
                    self._known("role", one, people, *at, key, one)
            for n, one in enumerate(said.get("channels_down", ())):
                self._known("channel", one, document.get("channels", {}), *at, "channels_down", n)
            self._steps(said.get("does", ()), (*at, "does"))

    def _steps(self, steps: Sequence[Said], at: Steps) -> None:
        flows, opened = self._profile.flows, ""
        for n, step in enumerate(steps):
            if (OPEN in step) is ("do" in step):
                self._find("simulate-step", (*at, n), {})
                continue
            if OPEN in step:
                known = self._known("flow", step[OPEN], flows, *at, n, OPEN)
                opened = step[OPEN] if known else ""
            elif opened:
                self._known("action", step["do"], flows[opened].actions, *at, n, "do")
            for field in step.get("data", {}):
                self._known("field", field, self._profile.fields, *at, n, "data", field)

    def _known(self, what: str, name: str, known: Collection[str], *path: str | int) -> bool:
        if name in known:
            return True
        said = {"what": WORDS[what], "name": shown(name), "known": listed(sorted(known))}
        said["hint"] = hint(nearest(name, known))
        self._find("simulate-unknown", path, said, is_key=path[-1] == name)
        return False

    def _find(self, code: str, at: Steps, values: Said, *, is_key: bool = False) -> None:
        place = self.root.place_of(*at) if is_key else value_place(self.root, at)
        self._found.append(Finding(code, "error", place, "", values))


# --- what they say ---


def _pace(said: Said) -> Pace:
    return Pace(said["minutes"], said.get("cv", 1.0))


def _model(said: Said) -> Model:
    own = Model()
    rest = _role(said.get("rest", {}), own.rest)
    arrivals = said.get("arrivals")
    return Model(
        name=said["model"],
        residents=said.get("residents", own.residents),
        grids=said.get("grids", own.grids),
        roles={name: _role(one, rest) for name, one in said.get("roles", {}).items()},
        rest=rest,
        others=_role(said.get("others", {}), own.others),
        arrivals=None if arrivals is None else tuple(_arrival(n, o) for n, o in arrivals.items()),
        openings=said.get("openings", own.openings),
        ways={name: _way(one) for name, one in said.get("ways", {}).items()},
        values=said.get("values", {}),
        first=_steps(said.get("first", ())),
        begins=said.get("begins", own.begins),
        delay=_pace(said["delay"]) if "delay" in said else own.delay,
        by_due=said.get("by_due", own.by_due),
    )


def _role(said: Said, own: Role) -> Role:
    literacy = said.get("literacy")
    return Role(
        count=said.get("count", own.count),
        shift=said.get("shift", own.shift),
        pace=Pace(said.get("minutes", own.pace.minutes), said.get("cv", own.pace.cv)),
        absent=said.get("absent", own.absent),
        literacy=own.literacy if literacy is None else {int(n): w for n, w in literacy.items()},
        hears=said.get("hears", own.hears),
        accepts=said.get("accepts", own.accepts),
        answers=_pace(said["answers"]) if "answers" in said else own.answers,
    )


def _arrival(name: str, said: Said) -> Arrival:
    return Arrival(
        id=name,
        flow=said.get("flow", ""),
        category=said.get("category"),
        a_day=said["a_day"],
        hours=tuple(said.get("hours", ())),
        days=tuple(said.get("days", ())),
        by=said.get("by"),
    )


def _way(said: Said) -> Way:
    pace = Pace(said["minutes"], said.get("cv", 1.0)) if "minutes" in said else None
    delay = _pace(said["delay"]) if "delay" in said else None
    return Way(said.get("share"), pace, said.get("begins"), delay)


def _shock(name: str, said: Said) -> Shock:
    return Shock(
        name=name,
        begins=micros_of(said["begins"]),
        lasts=micros_of(said["lasts"]),
        arrivals=said.get("arrivals", {}),
        absent=said.get("absent", {}),
        slower=said.get("slower", {}),
        down=frozenset(said.get("channels_down", ())),
        offline=said.get("platform_down", False),
        does=_steps(said.get("does", ())),
    )


def _steps(said: Sequence[Said]) -> tuple[Step, ...]:
    return tuple(
        Step(
            flow=one.get(OPEN),
            action=one.get("do"),
            data=one.get("data", {}),
            after=micros_of(one["after"]) if "after" in one else 0,
            at_end=one.get("at_end", False),
            note=one.get("note"),
        )
        for one in said
    )
