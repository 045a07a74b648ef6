"""One intervention before a limit, made by hand: what is left out is an ordinary Monday's work.

    case = circumstances("message", "wang", {"by": ["sms"]}, now="2026-06-01T23:00")
    verdict = QuietHours().review(case, {}, {})

Moments are written as on the wall in Shanghai, or given as aware datetimes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from jsonschema import Draft202012Validator

from xiangyue.limit import Circumstances, Intervention, Kind, Limit, Verdict
from xiangyue.time.clock import parse_instant, to_micros, to_wall, zone
from xiangyue.time.worktime import Calendar, build_calendar
from xiangyue.values import Holding, Member, Standing, Task

ZONE = "Asia/Shanghai"
CALENDAR = build_calendar(
    {"timezone": ZONE, "country": "CN", "hours": [["08:30", "12:00"], ["14:00", "18:00"]]}
)

Moment = str | datetime

_TIMES = ("opened_at", "since", "due", "state_due", "ended_at", "paused_at")
_LONG_AGO = to_micros(parse_instant("2020-01-01T00:00", ZONE))


def moment(at: Moment) -> datetime:
    """Return a moment that is written as on the wall in Shanghai."""
    return at if isinstance(at, datetime) else parse_instant(at, ZONE)


def micros(at: Moment) -> int:
    """Return a moment in microseconds, as tasks and held data keep it."""
    return to_micros(moment(at))


def person(
    name: str = "wang",
    *,
    roles: Iterable[str] = (),
    literacy: int | None = None,
    consents: Iterable[str] = (),
    **more: Any,
) -> Member:
    """Return a member of the community who has held these roles for long."""
    holdings = tuple(Holding(role, "here", _LONG_AGO) for role in roles)
    member = {"kind": "person", "home": "here", "holdings": holdings, **more}
    return Member(name, literacy=literacy, consents=frozenset(consents), **member)


def task(now: Moment = "2026-06-01T09:00", **said: Any) -> Task:
    """Return a task that began now; ``said`` are other values of its fields."""
    times = {name: micros(said[name]) for name in _TIMES if isinstance(said.get(name), Moment)}
    usual = {
        "community": "here",
        "id": "t",
        "flow": "work",
        "release": "r",
        "state": "assigned",
        "version": 1,
        "unit": "here",
        "opener": "li",
        "opened_at": micros(now),
        "since": micros(now),
        "assignee": "wang",
    }
    made = {**usual, **said, **times}
    return Task(**{**made, "data": _frozen(dict(made.get("data", {})))})


def circumstances(
    kind: Kind = "message",
    to: str | None = "wang",
    detail: Mapping[str, Any] | None = None,
    *,
    now: Moment = "2026-06-01T09:00",
    at: Moment | None = None,
    accessory: bool = False,
    address: str = "flows.work.actions.assign.does.0",
    mode: str = "normal",
    response_level: str = "",
    flow: str = "work",
    action: str | None = None,
    actor: str = "li",
    source: str = "digital",
    by_system: bool = False,
    opening: bool = False,
    standing: Standing | None = None,
    from_above: bool = False,
    tiers: tuple[int, ...] = (3, 2, 1),
    chars: Mapping[str, int] | None = None,
    member: Member | None = None,
    params: Mapping[str, Any] | None = None,
    calendar: Calendar = CALENDAR,
    profile: Mapping[str, Any] | None = None,
    **of_task: Any,
) -> Circumstances:
    """Return one intervention and the command that would set it off.

    ``to`` is a member, for whom ``member`` says more, or ``role:NAME``. Further arguments are
    fields of the task (``due``, ``state_due``, ``data`` …); a command without a standing of its
    own is that of a secretary, or from above, of an officer of the county.
    """
    here = moment(now)
    return Circumstances(
        intervention=Intervention(
            kind=kind,
            to=to,
            address=address,
            accessory=accessory,
            detail=_frozen(dict(detail or {})),
            at=moment(at) if at is not None else here,
        ),
        now=here,
        mode=mode,
        response_level=response_level,
        flow=flow,
        action=action or ("open" if opening else "assign"),
        actor=actor,
        source=source,
        by_system=by_system,
        opening=opening,
        standing=standing
        or (Standing("officer", "county") if from_above else Standing("secretary", "here")),
        from_above=from_above,
        tiers=tiers,
        task=task(here, **{"flow": flow, **of_task}),
        chars=_frozen(dict(chars or {})),
        member=member or (person(to) if to and not to.startswith("role:") else None),
        params=_frozen(dict(params or {})),
        calendar=calendar,
        profile=_frozen(dict(profile or {})),
    )


def judge(
    limit: Limit,
    case: Circumstances,
    config: Mapping[str, Any] | None = None,
    facts: Mapping[str, Any] | None = None,
) -> Verdict | None:
    """Let a limit review a case; its config must fit, its words must be in both languages."""
    said = dict(config or {})
    Draft202012Validator(limit.config_schema).validate(said)
    verdict = limit.review(case, _frozen(said), _frozen(dict(facts or {})))
    assert case.intervention.kind in limit.kinds
    if verdict is not None and verdict.kind != "allow":
        for words in (verdict.say, verdict.mend):
            assert set(words) == {"en", "zh"}
            assert all(
                0 < len(sentence) <= 1000 and sentence.isprintable() for sentence in words.values()
            )
    return verdict


def breaches(
    limit: Limit, document: Mapping[str, Any], config: Mapping[str, Any] | None = None
) -> list[str]:
    """Return the addresses at which a profile breaks a limit."""
    said = dict(config or {})
    Draft202012Validator(limit.config_schema).validate(said)
    found = list(limit.check_profile(document, said))
    assert all(set(words) == {"en", "zh"} for _, *sentences in found for words in sentences)
    return [address for address, *_ in found]


def wall(at: datetime | None) -> str:
    """Return a moment as the wall in Shanghai shows it, ``2026-06-02T08:30``; empty for none."""
    return to_wall(at, zone(ZONE)).isoformat(timespec="minutes") if at else ""


def _frozen(value: Any) -> Any:
    """Return plain data as limits are given it: nobody can change it."""
    if isinstance(value, Mapping):
        return MappingProxyType({name: _frozen(item) for name, item in value.items()})
    return tuple(map(_frozen, value)) if isinstance(value, list | tuple) else value
