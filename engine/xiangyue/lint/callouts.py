"""Call-outs: somebody to ask, who can answer, is of age, and knows what is dangerous."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from xiangyue.flow import CALL_OUT, kind_of
from xiangyue.lint.actions import running
from xiangyue.lint.names import unknown
from xiangyue.lint.subject import Steps, Subject, guess
from xiangyue.lint.ways import many
from xiangyue.profile import Action, Finding, Flow, Intervention, Role
from xiangyue.roles import ASKED
from xiangyue.rules import Kind
from xiangyue.time.worktime import parse_duration

_ANSWERED: Final = ("accepted", "declined")
_DANGER: Final = ("adult", "insured", "trained")


def check_call_outs(subject: Subject) -> Iterator[Finding]:
    """Find call-outs that name what is not there, or that nobody could answer."""
    for flow in subject.profile.flows.values():
        calls = [*_calls(flow)]
        for action, n, does in calls:
            at: Steps = (*action.address.split("."), "does", n, CALL_OUT)
            yield from _check_call(subject, flow, action, does, at)
        for action, n, _ in calls[1:]:
            yield subject.error("call-twice", *action.address.split("."), "does", n)
        for action in (flow.opening, *flow.actions.values()):
            yield from _check_answer(subject, action, bool(calls))
        yield from _check_exercise(subject, flow, bool(calls))


def check_rungs(subject: Subject) -> Iterator[Finding]:
    """Find rungs whose people would not be of age, insured and trained where they must be."""
    roles, ladders = subject.profile.roles, subject.document.get("ladders", {})
    called = {
        does.detail["ladder"]
        for flow in subject.profile.flows.values()
        for _, _, does in _calls(flow)
    }
    for name, ladder in ladders.items():
        for n, step in enumerate(ladder["steps"]):
            path: Steps = ("ladders", name, "steps", n)
            yield from _check_offers(subject, step, name in called, path)
            having = many(step.get("having"))
            yield from unknown(subject, "role", having, roles, *path, "having")
            if parse_duration(step["within"]).amount == 0:
                yield subject.error("call-within", *path, "within")
            missing = [one for one in _DANGER if one not in _proven(subject, step)]
            asked = [roles[role] for role in many(step.get("ask")) if role in roles]
            if ladder.get("dangerous") and missing:
                yield subject.error("call-dangerous", *path, missing=", ".join(missing))
            elif name in called and "adult" in missing and any(r.voluntary for r in asked):
                yield subject.error("call-adult", *path, role=_volunteer(asked))
            elif name in called and "adult" in missing and "offers" in step:
                yield subject.error("call-offer-adult", *path, "offers")


def _check_offers(
    subject: Subject, step: Mapping[str, Any], called: bool, path: Steps
) -> Iterator[Finding]:
    """Find rungs that ask nobody, or the owners of what is not on offer."""
    tier, matching = step.get("offers"), subject.profile.matching
    if ("ask" in step) == (tier is not None):
        yield subject.error("rung-whom", *path)
    if tier is None:
        return
    field = matching.offers.fields.get("tier") if matching else None
    known = subject.profile.fields.get(field or "")
    if field is None:
        yield subject.error("rung-no-offers", *path, "offers")
    elif not called:
        yield subject.error("rung-offers-late", *path, "offers")
    elif known is not None:
        tiers = known.schema.get("enum")
        if tier not in tiers if tiers else type(tier) is not int:
            said = ", ".join(map(str, tiers or (1, 2, 3)))
            yield subject.error("rung-tier", *path, "offers", tier=tier, tiers=said)


def _check_wants(subject: Subject, flow: Flow, does: Intervention, at: Steps) -> Iterator[Finding]:
    """Find call-outs that want what no offer could be."""
    wants, fields = does.detail.get("wants"), subject.profile.fields
    matching = subject.profile.matching
    if wants is None:
        return
    if wants not in fields:
        yield subject.error("unknown-field", *at, "wants", **guess(wants, fields))
        return
    if not subject.graphs[flow.id].asks_for(wants):
        yield subject.warning("never-given", *at, "wants", field=wants)
    offered = fields.get(matching.offers.fields["type"]) if matching else None
    words = [set(f.schema.get("enum", ())) for f in (fields[wants], offered) if f is not None]
    if offered is None or (all(words) and words[0].isdisjoint(words[1])):
        yield subject.error("call-wants", *at, "wants", field=wants)


def _calls(flow: Flow) -> Iterator[tuple[Action, int, Intervention]]:
    for action in (flow.opening, *flow.actions.values()):
        for n, does in enumerate(action.does):
            if does.kind == CALL_OUT:
                yield action, n, does


def _check_call(
    subject: Subject, flow: Flow, action: Action, does: Intervention, at: Steps
) -> Iterator[Finding]:
    ladders, enough = subject.document.get("ladders", {}), does.detail.get("enough")
    yield from unknown(subject, "ladder", [does.detail["ladder"]], ladders, *at, "ladder")
    if enough is not None:
        yield from _check_field(subject, enough, Kind.INTEGER, (*at, "enough"), "call-enough-field")
        schema = subject.profile.fields[enough].schema if enough in subject.profile.fields else {}
        if kind_of(schema) is Kind.INTEGER and schema.get("minimum", 0) < 1:
            yield subject.error("call-enough-field", *at, "enough", field=enough)
        if not subject.graphs[flow.id].asks_for(enough):
            yield subject.warning("never-given", *at, "enough", field=enough)
    yield from _check_wants(subject, flow, does, at)
    graph = subject.graphs[flow.id]
    accepting = set(running(flow, graph))
    if not accepting:
        yield subject.error("call-unanswered", *at)
        return
    opening = action is flow.opening
    to = set(graph.starts) if opening else set()
    for source in () if opening else graph.sources[action.id]:
        to.update(graph.targets(action, source))
    if to - accepting:
        yield subject.error("call-state", *at, states=", ".join(sorted(to - accepting)))


def _check_answer(subject: Subject, action: Action, called: bool) -> Iterator[Finding]:
    path: Steps = tuple(action.address.split("."))
    answer, by_asked = action.answer, ASKED in action.by
    if not called and (by_asked or answer is not None):
        yield subject.error("call-none", *path, *(("answer",) if answer else ("by",)))
    if answer in _ANSWERED and action.by != (ASKED,):
        yield subject.error("call-own-answer", *path, "by")
    if answer == "arrived" and by_asked:
        yield subject.error("call-head-count-by", *path, "by")
    if answer == "arrived" and action.of is None:
        yield subject.error("call-head-count", *path, "answer")
    if action.of is None:
        return
    fields = subject.profile.fields
    if answer not in ("arrived", "freed"):
        yield subject.error("call-of", *path, "of")
    elif action.of not in fields:
        yield subject.error("unknown-field", *path, "of", **guess(action.of, fields))
    elif not _counts(fields[action.of].schema, answer):
        yield subject.error("call-of-field", *path, "of", field=action.of)


def _check_exercise(subject: Subject, flow: Flow, called: bool) -> Iterator[Finding]:
    scored = [rule.id for rule in subject.profile.scoring.values() if rule.flow == flow.id]
    path: Steps = ("flows", flow.id)
    if flow.exercise is None:
        if called and scored:
            values = {"flow": flow.id, "rules": ", ".join(scored)}
            yield subject.about_key("exercise-none", "error", path, **values)
        return
    at = (*path, "exercise")
    yield from _check_field(subject, flow.exercise, Kind.BOOLEAN, at, "exercise-field")
    for action in flow.actions.values():
        if flow.exercise in (*action.needs, *action.asks, *action.proposes, *action.sets):
            yield subject.error("exercise-later", *at, action=action.id, field=flow.exercise)


def _check_field(
    subject: Subject, name: str, kind: Kind, at: Steps, code: str
) -> Iterator[Finding]:
    fields = subject.profile.fields
    if name not in fields:
        fitting = [f.id for f in fields.values() if kind_of(f.schema) is kind]
        yield subject.error("unknown-field", *at, **guess(name, fitting or fields))
    elif kind_of(fields[name].schema) is not kind:
        yield subject.error(code, *at, field=name)


def _counts(schema: Mapping[str, Any], answer: str | None) -> bool:
    """Tell whether a field can hold a head count: a number, or a list of members."""
    if schema.get("type") == "array":
        return bool(schema.get("items", {}).get("format") == "member")
    return answer == "arrived" and kind_of(schema) is Kind.INTEGER


def _proven(subject: Subject, step: Mapping[str, Any]) -> set[str]:
    """Return what is sure of everybody on a rung: by a role of all, or by each role asked."""
    roles = subject.profile.roles
    asked = [set(roles[role].proves) for role in many(step.get("ask")) if role in roles]
    sure = set.intersection(*asked) if asked else set()
    return sure.union(*(roles[r].proves for r in many(step.get("having")) if r in roles))


def _volunteer(asked: list[Role]) -> str:
    return next(role.id for role in asked if role.voluntary)
