"""What is tried, where, and what people call what is told of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from xiangyue.engine import Engine
from xiangyue.errors import Misuse
from xiangyue.profile import Profile, build
from xiangyue.storage import Reader
from xiangyue.study.whatif.trial import Trial
from xiangyue.values import Decision, Task
from xiangyue.work.drafting import Draft, check_params
from xiangyue.work.named import known_head


def tried_in(
    engine: Engine,
    draft: str | Task | Decision | Draft | None,
    profile: Profile | None,
    params: Mapping[str, Any] | None,
) -> tuple[Trial, str | None]:
    """Return what is tried, and the community of the draft that says it."""
    if draft is not None:
        found = draft if isinstance(draft, Draft) else engine.draft_of(draft)
        return trial_of(found), found.task.community
    if profile is None and params is None:
        raise Misuse("whatif-nothing")
    if profile is None:
        return Trial(params=dict(params or {})), None
    check_params(profile, params or {})
    return Trial(profile.hash, dict(params or {}), profile.document), None


def trial_of(draft: Draft) -> Trial:
    """Return what a draft would have had hold: its release, and the params that it changes."""
    before, after = draft.before, draft.after
    same = before.profile.hash == after.profile.hash
    names = {*before.params, *after.params}
    params = {
        name: after.params.get(name)
        for name in sorted(names)
        if before.params.get(name) != after.params.get(name) and name in after.profile.params
    }
    if same:
        return Trial(params=params)
    return Trial(after.profile.hash, params, after.profile.document)


def communities_of(
    reader: Reader,
    engine: Engine,
    own: str | None,
    profile: Profile | None,
    trial: Trial,
    wanted: Iterable[str] | None,
) -> list[str]:
    """Return the communities whose commands are judged; raises Misuse for an unknown one."""
    if wanted is not None:
        names = [*dict.fromkeys(wanted)]
        for name in names:
            known_head(reader.situation(name, None, None).head, name)
        return names
    if own is not None:
        return [own]
    governed = [*reader.communities()]
    profiles = {name: governing(reader, engine, name) for name in governed}
    if profile is not None:
        same = [name for name, found in profiles.items() if found.id == profile.id]
    else:
        same = [n for n, found in profiles.items() if trial.params.keys() <= found.params.keys()]
    return same or governed


def governing(reader: Reader, engine: Engine, community: str) -> Profile:
    """Return the profile that governs a community now."""
    head = known_head(reader.situation(community, None, None).head, community)
    release, _ = reader.settings(community, head.settings)
    return engine._plans.get(reader, release).profile


def titles_of(
    reader: Reader, engine: Engine, names: Iterable[str], trial: Trial
) -> dict[str, dict[str, str]]:
    """Return what people call the parts of the rules that are told, by their addresses."""
    profiles = [governing(reader, engine, name) for name in names]
    if trial.document is not None:
        profiles.append(build(trial.document))
    found: dict[str, Mapping[str, str]] = {}
    for profile in {one.hash: one for one in profiles}.values():
        for flow in profile.flows.values():
            found[f"flows.{flow.id}"] = flow.title
            found |= {f"flows.{flow.id}.actions.{n}": a.title for n, a in flow.actions.items()}
        found |= {f"accounts.{name}": one.title for name, one in profile.accounts.items()}
    found |= {f"limits.{name}": limit.title for name, limit in engine._plans.limits.items()}
    return {address: dict(title) for address, title in found.items()}
