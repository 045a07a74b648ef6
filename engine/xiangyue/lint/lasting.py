"""What lasts only as long as a mode: flows, what they ask, and modes that begin on the spot."""

from __future__ import annotations

from collections.abc import Iterator

from xiangyue.errands import DISTRIBUTE
from xiangyue.lint.names import unknown
from xiangyue.lint.subject import Steps, Subject, guess
from xiangyue.lint.ways import many
from xiangyue.profile import SCHEME, Action, Finding, Flow, at_any_time
from xiangyue.values import SYSTEM


def check_lasting(subject: Subject) -> Iterator[Finding]:
    """Find flows that end with a mode that is not there, or by an action that cannot end them."""
    for flow in subject.profile.flows.values():
        if flow.lasts is None:
            continue
        at: Steps = ("flows", flow.id, "while")
        yield from unknown(subject, "mode", flow.lasts.modes, subject.modes, *at, "mode")
        action = flow.actions.get(flow.lasts.then)
        if action is None:
            names = guess(flow.lasts.then, flow.actions)
            yield subject.error("unknown-action", *at, "then", **names)
        elif SYSTEM not in action.by:
            yield subject.error("while-by", *at, "then", action=action.id)


def check_only_in(subject: Subject) -> Iterator[Finding]:
    """Find fields of some modes only that could not be destroyed alone when these have ended."""
    fields = subject.profile.fields
    for field in fields.values():
        if not field.only_in:
            continue
        at: Steps = ("fields", field.id, "only_in")
        yield from unknown(subject, "mode", field.only_in, subject.modes, *at)
        if field.sensitivity == "none":
            yield subject.about_key("only-in-open", "error", at, field=field.id)
    yield from _check_stays(subject)
    for flow, action, path in subject.actions():
        for key, computed in (("proposes", action.proposes), ("sets", action.sets)):
            for name in computed:
                if name in fields and fields[name].only_in:
                    yield subject.about_key("only-in-computed", "error", (*path, key, name))
        yield from _check_alone(subject, flow, action, path)


def _check_stays(subject: Subject) -> Iterator[Finding]:
    """Find what is uploaded to, or distributed among, communities that end no such mode."""
    told: list[tuple[tuple[str, ...], Steps]] = [
        (flow.returns, ("flows", flow.id, "returns")) for flow in subject.profile.flows.values()
    ]
    for _, action, path in subject.actions():
        for n, does in enumerate(action.does):
            if does.kind == DISTRIBUTE:
                passed = many(does.detail.get("with"))
                told.append((passed, (*path, "does", n, DISTRIBUTE, "with")))
    for names, at in told:
        for name, there in subject.each(names, *at):
            if name in subject.profile.fields and subject.profile.fields[name].only_in:
                yield subject.error("only-in-leaves", *there, field=name)


def _check_alone(subject: Subject, flow: Flow, action: Action, path: Steps) -> Iterator[Finding]:
    """Find personal values that are given beside one of a mode, and would go with it."""
    del flow
    fields = subject.profile.fields
    given = [name for name in (*action.needs, *action.asks) if name in fields]
    only = [name for name in given if fields[name].only_in]
    others = [n for n in given if not fields[n].only_in and fields[n].sensitivity != "none"]
    if only and others:
        values = {"field": only[0], "other": others[0]}
        yield subject.about_key("only-in-beside", "error", path, **values)


def check_measures(subject: Subject) -> Iterator[Finding]:
    """Find measures whose field cannot hold them, or that no opening asks for."""
    fields = subject.profile.fields
    for field in fields.values():
        if not field.measure:
            continue
        at: Steps = ("fields", field.id, "measure")
        wanted = {"format": "date-time"} if field.measure.endswith("_at") else {"type": "number"}
        if field.measure == SCHEME:
            wanted = {"type": "string"}
        elif field.measure != "hours_owed" and "type" in wanted:
            wanted = {"type": "integer"}
        if not wanted.items() <= field.schema.items() or field.sensitivity != "none":
            schema = " ".join(wanted.values())
            yield subject.error("measure-kind", *at, measure=field.measure, schema=schema)
    for flow, action, path in subject.actions():
        names = [*action.needs, *action.proposes, *action.sets]
        if action is not flow.opening:
            names += [
                n for n in action.asks if n in fields and not at_any_time(fields[n].measure or "")
            ]
        for name in names:
            if name in fields and fields[name].measure:
                yield subject.about_key("measure-given", "error", path, field=name)


def check_on_the_spot(subject: Subject) -> Iterator[Finding]:
    """Find modes that begin on the spot, and claim a level, have no end or lift too much."""
    profile = subject.profile
    spots = {mode.id for mode in profile.modes.values() if mode.on_the_spot}
    for name in spots:
        mode = profile.modes[name]
        if mode.levels:
            yield subject.about_key("spot-level", "error", ("modes", name, "levels"))
        if not mode.lasts:
            yield subject.about_key("spot-endless", "error", ("modes", name, "on_the_spot"))
    for binding in profile.limits.values():
        limit = (subject.limits or {}).get(binding.limit)
        if limit is None or limit.life_safety:
            continue
        path: Steps = ("limits", binding.id, "lifted_in")
        for n, moment in enumerate(subject.document["limits"][binding.id].get("lifted_in", ())):
            if moment.partition(":")[0] in spots:
                yield subject.error("spot-lifts", *path, n, limit=limit.name)
