"""What a limit does with what nobody should give it: it may fail, but not take others with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from xiangyue.conformance.attempt import attempt
from xiangyue.conformance.cases import as_given, battery
from xiangyue.conformance.problem import Problem
from xiangyue.conformance.reviews import Config, Setting, Trial
from xiangyue.conformance.stage import document
from xiangyue.limit import Limit


def abuse_problems(limit: Limit, unfit: Sequence[Config], fit: Config) -> Iterator[Problem]:
    """Yield what goes wrong on configs that do not fit, and on interventions without details.

    An error is as it should be: a limit that fails is broken, and the gate knows what to do.
    """
    drafts = {draft.kind: draft for draft in battery(limit.kinds)}.values()
    for config in unfit:
        case = f"config {dict(config)!r}"
        yield from _try(case, lambda of: dict(limit.facts(of)), config)
        yield from _try(case, lambda of: [*limit.check_profile(document(), of)], config)
        for draft in drafts:
            yield from _try(
                case, limit.review, *Trial(draft, Setting(config, {})).given(as_given())
            )
    for draft in drafts:
        bare = draft._replace(detail={})
        given = Trial(bare, Setting(fit, {})).given(as_given())
        yield from _try(f"{draft.kind} without details", limit.review, *given)


def _try(case: str, call: Callable[..., Any], *given: Any) -> Iterator[Problem]:
    found = attempt(call, *given)
    if found.error is not None and not isinstance(found.error, Exception):
        yield Problem("conformance-ends", values={"case": case, "detail": found.detail})
    elif found.touched:
        what = ", ".join(sorted(found.touched))
        yield Problem("conformance-touches", values={"what": what})
