"""What a community's own record says of a change before it comes into force.

Nothing of it stands in the way; whoever approves is to know it: how often a limit that becomes
stricter would have held so far, and what has to be adopted anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from xiangyue.flow import adopting, scheme_of
from xiangyue.limit import Limit
from xiangyue.messages import LANGUAGES, mend, say
from xiangyue.profile import LimitBinding
from xiangyue.profile.written import STEPS
from xiangyue.storage import Reader
from xiangyue.study.limit_trials import Trial, limit_trials
from xiangyue.text import Text, spoken
from xiangyue.time.clock import from_micros, zone
from xiangyue.values import Found
from xiangyue.work.change_lines import in_words
from xiangyue.work.drafting import Draft
from xiangyue.work.plans import Plans


def noted(reader: Reader, plans: Plans, draft: Draft) -> Iterator[Found]:
    """Yield what is to be known of a draft that only the community's record tells."""
    yield from _limits(reader, plans, draft)
    yield from _schemes(reader, plans, draft)


def _schemes(reader: Reader, plans: Plans, draft: Draft) -> Iterator[Found]:
    """Yield which rules for points change, and whether they have to be adopted anew."""
    before, after = (plans.get(reader, one.profile.hash) for one in (draft.before, draft.after))
    known = adopting(before.profile)
    for flow, accounts in adopting(after.profile).items():
        was = scheme_of(before, flow, draft.before.values)
        if flow not in known or scheme_of(after, flow, draft.after.values) == was:
            continue
        anew = any(account.adoption.scheme for account in accounts)
        values = {
            "accounts": [account.title for account in accounts],
            "flow": after.profile.flows[flow].title if flow in after.profile.flows else flow,
        }
        severity, code = ("info", "noted-scheme") if anew else ("warning", "noted-scheme-kept")
        yield _found(severity, f"flows.{flow}", code, values)


def _limits(reader: Reader, plans: Plans, draft: Draft) -> Iterator[Found]:
    """Yield how limits have fared that become stricter, and those that were never tried."""
    before, after = draft.before.profile, draft.after.profile
    community = draft.task.community
    stricter = [
        name
        for name, bound in after.limits.items()
        if _reviews(plans.limits, bound) and _step(bound) > max(0, _step(before.limits.get(name)))
    ]
    trials = limit_trials(reader, plans, community, draft.base, stricter)
    for name in stricter:
        bound, trial = after.limits[name], trials.get(name)
        values: dict[str, Any] = {"title": Text(plans.limits[bound.limit].title)}
        if trial is not None and trial.commands:
            day = from_micros(trial.since).astimezone(zone(after.calendar.timezone)).date()
            values |= {"old": before.limits[name].stance, "new": bound.stance, "day": day}
            values |= trial._asdict() | {"held": trial.held, "examples": _examples(trial)}
            yield _found("info", f"limits.{name}", "noted-limit", values)
        elif bound.stance == STEPS[-1]:
            yield _found("warning", f"limits.{name}", "noted-limit-untried", values)


def _reviews(limits: Mapping[str, Limit], bound: LimitBinding) -> bool:
    """Tell whether a limit reviews what is done; what only judges profiles the linter asks."""
    limit = limits.get(bound.limit)
    return limit is not None and bool(limit.kinds)


def _step(bound: LimitBinding | None) -> int:
    return STEPS.index(bound.stance) if bound is not None and bound.stance in STEPS else -1


def _examples(trial: Trial) -> Text:
    """Return some of the tasks concerned, in words; nothing where there are none."""
    if not trial.examples:
        return Text(en="", zh="")
    refs = ", ".join(trial.examples)
    return Text(en=f" For instance: {refs}.", zh=f"例如：{refs}。")


def _found(severity: str, about: str, code: str, values: Mapping[str, Any]) -> Found:
    return Found(
        severity,
        about,
        in_words((lang, say(code, lang, spoken(values, lang))) for lang in LANGUAGES),
        in_words((lang, mend(code, lang, spoken(values, lang))) for lang in LANGUAGES),
    )
