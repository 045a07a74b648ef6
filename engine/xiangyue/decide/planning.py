"""What a command would set off: whom it touches, and whose points it moves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xiangyue.decide.appointing import appoint, dismiss
from xiangyue.decide.calling import exercise, plan_answers, plan_call
from xiangyue.decide.case import Case
from xiangyue.decide.changing import put_back, put_in_force
from xiangyue.decide.scope import plain
from xiangyue.flow import CALL_OUT, DEPUTY, UNLESS
from xiangyue.profile import Intervention, ScoringRule
from xiangyue.scoring import MOST_POINTS, hundredths
from xiangyue.time.clock import from_micros, parse_instant, to_micros, to_wall, zone
from xiangyue.values import PUBLIC, SYSTEM, Planned, Posting, Reason

SCORING = "scoring."
_UNLESS_SAID = ("switch_mode", "open")
_MINUTE = "%Y-%m-%d %H:%M"


def plan_interventions(case: Case) -> tuple[Planned, ...]:
    """Plan whom the action touches, and how."""
    planned: list[Planned] = []
    for does in case.step.action.does:
        if does.kind == CALL_OUT:
            planned += plan_call(case, does)
            continue
        if UNLESS in does.detail and _spared(case, does):
            continue
        who = case.person(does.to) if does.to else None
        if who == PUBLIC and (does.accessory or does.kind == "message"):
            continue  # whoever is not registered reads it by the receipt
        if who == PUBLIC:
            if case.right is not None:
                case.refuse("public-touched", what=does.kind)
        elif who is not None or does.to is None:
            detail = _DETAILS[does.kind](case, does) if does.kind in _DETAILS else {}
            planned.append(Planned(does.kind, who, does.address, does.accessory, detail))
        elif not does.accessory:
            _nobody(case, does.to)
    planned += plan_answers(case)
    if not planned:
        return ()
    over = any(one.kind == "switch_mode" and _is_over(one, case.facts.now) for one in planned)
    # What was on paper and is over by now is a record: nothing follows on it any more.
    return tuple(one for one in planned if not (over and one.kind == "automate"))


def _is_over(switch: Planned, now: int) -> bool:
    until = switch.detail.get("until")
    return until is not None and until <= now


def _spared(case: Case, does: Intervention) -> bool:
    """Tell whether there is no need: somebody else is told, it is a drill, or has been done."""
    unless = does.detail[UNLESS]
    if does.kind in _UNLESS_SAID:
        return case.data.get(unless) is True
    if does.to is not None and case.person(does.to) == SYSTEM:
        return True  # what the engine has opened, others are reminded of
    people = (unless,) if isinstance(unless, str) else unless
    return any(case.person(one) not in (None, SYSTEM) for one in people)


def _collect(case: Case, does: Intervention) -> Mapping[str, Any]:
    fields = does.detail["fields"]
    named = [fields] if isinstance(fields, str) else list(fields)
    return {"fields": [name for name in named if case.asked_now(name)]}


def _message(case: Case, does: Intervention) -> Mapping[str, Any]:
    del case
    by, level = does.detail.get("by"), does.detail.get("at")
    channels = {} if by is None else {"by": [by] if isinstance(by, str) else list(by)}
    deputy = {DEPUTY: True} if does.detail.get(DEPUTY) else {}
    return {**channels, **({"at": level} if level is not None else {}), **deputy}


def _publish(case: Case, does: Intervention) -> Mapping[str, Any]:
    return _collect(case, does)


def _switch(case: Case, does: Intervention) -> Mapping[str, Any]:
    """Work out the mode with its response level, and when it ends."""
    name, calendar = does.detail["mode"], case.plan.profile.calendar
    detail: dict[str, Any] = {"mode": name}
    mode = case.plan.profile.modes.get(name)
    if level_field := does.detail.get("level"):
        level = case.data.get(level_field)
        if level is None:
            case.miss([level_field])
        elif mode is None or level not in mode.levels:
            case.refuse("mode-level", field=case.title(level_field), level=level)
        else:
            detail["mode"] = f"{name}:{level}"
    last = _last(case, detail["mode"])
    if until_field := does.detail.get("until"):
        until = case.data.get(until_field)
        if until is None:
            case.miss([until_field])
        else:
            detail["until"] = until = to_micros(parse_instant(until, calendar.timezone))
            if until <= case.at:
                case.refuse("mode-over", field=case.title(until_field))
            elif last is not None and until > last:
                to = to_wall(from_micros(last), zone(calendar.timezone)).strftime(_MINUTE)
                case.refuse("mode-long", field=case.title(until_field), last=to)
    elif last is not None:
        detail["until"] = last
    return detail


def _last(case: Case, mode: str) -> int | None:
    """Return the latest end that one act may give a mode."""
    name, _, level = mode.partition(":")
    known = case.plan.profile.modes.get(name)
    term = known.term(level) if known else None
    return to_micros(case.plan.profile.calendar.add(from_micros(case.at), term)) if term else None


def _distribute(case: Case, does: Intervention) -> Mapping[str, Any]:
    """Name every community beneath the units, once, and not the one that distributes.

    They stand in the order of the tree, as the facts have the units.
    """
    field = does.detail.get("to")
    units = case.data.get(field) if field else case.unit
    if units is None:
        case.miss([str(field)])
        return {}
    beneath = case.facts.beneath
    named = [units] if isinstance(units, str) else units
    found = dict.fromkeys(name for unit in beneath if unit in named for name in beneath[unit])
    found.pop(case.command.community, None)
    if not found:
        case.refuse("distribute-nobody", units=", ".join(named) or "-")
    return {"as": does.detail["as"], "to": list(found), "with": _passed_on(does)}


def _open(case: Case, does: Intervention) -> Mapping[str, Any]:
    del case
    return {"flow": does.detail["flow"], "with": _passed_on(does)}


def _assess(case: Case, does: Intervention) -> Mapping[str, Any]:
    field = does.detail["literacy"]
    level = case.data.get(field)
    if level is None:
        case.miss([field])
    return {"member": case.person(does.to or ""), "literacy": level}


def _passed_on(does: Intervention) -> list[str]:
    fields = does.detail.get("with", ())
    return [fields] if isinstance(fields, str) else list(fields)


def _automate(case: Case, does: Intervention) -> Mapping[str, Any]:
    del case
    return {"action": does.detail["action"], "after": does.detail["after"]}


_DETAILS = {
    "appoint": appoint,
    "assess": _assess,
    "dismiss": dismiss,
    "automate": _automate,
    "collect": _collect,
    "message": _message,
    "publish": _publish,
    "put_back": put_back,
    "put_in_force": put_in_force,
    "switch_mode": _switch,
    "distribute": _distribute,
    "open": _open,
}


def plan_points(case: Case) -> tuple[Posting, ...]:
    """Apply the scoring rules of the action; an exercise brings no points, and costs none."""
    postings = []
    if case.step.scoring and exercise(case):
        case.notes.append(Reason("call-exercise"))
        return ()
    for scored in case.step.scoring:
        rule, address = scored.rule, f"{SCORING}{scored.rule.id}"
        if scored.when is not None and case.holds(scored.when, f"{address}.when") is not True:
            continue
        who, worth = case.person(rule.to), case.holds(scored.points, f"{address}.points")
        group = case.holds(scored.group, f"{address}.class") if scored.group else ""
        if who == PUBLIC:
            continue  # points are for those who have an account of them
        if who is None:
            _nobody(case, rule.to)
        elif worth is not None and abs(worth) > MOST_POINTS:
            case.refuse("points-many", rule=rule.title, most=MOST_POINTS)
        elif worth is not None and group is not None:
            amount = 0 if rule.sort in ("red_line", "cleared") else hundredths(worth)
            corrects = str(case.data.get(rule.corrects, "")) if rule.corrects else ""
            account = _account(case, rule, corrects)
            postings.append(
                Posting(who, account, amount, rule.id, rule.sort, str(plain(group)), corrects)
            )
    return tuple(postings)


def _account(case: Case, rule: ScoringRule, corrects: str) -> str:
    """Return the account of a posting: what corrects an entry belongs where that entry is."""
    entry = case.facts.entries.get(corrects)
    return entry.account if entry and entry.account in case.plan.profile.accounts else rule.account


def as_interventions(case: Case, postings: tuple[Posting, ...]) -> tuple[Planned, ...]:
    """Return the postings as the interventions that limits review."""
    rules = case.plan.profile.scoring
    return tuple(
        Planned(
            "score",
            one.member,
            f"{SCORING}{one.rule}",
            accessory=not rules[one.rule].essential,
            detail={
                "points": one.amount,
                "account": one.account,
                "rule": one.rule,
                "entry": one.sort,
                "class": one.group,
                "posting": n,
            },
        )
        for n, one in enumerate(postings)
    )


def _nobody(case: Case, who: str) -> None:
    if who in case.plan.profile.fields:
        case.miss([who])
    else:
        case.refuse("nobody", who=who)
