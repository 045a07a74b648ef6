"""Drafts of changes: made, and read again with what they change in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from xiangyue.diff.change import Change
from xiangyue.diff.profiles import diff_profiles
from xiangyue.errors import Misuse
from xiangyue.flow import ChangePath, change_path, compile_check
from xiangyue.messages import say
from xiangyue.profile import Profile
from xiangyue.scoring import shown_points
from xiangyue.spelling import shown
from xiangyue.storage import Reader, task_columns, to_task
from xiangyue.text import Text
from xiangyue.values import Checks, Effects, Found, Task
from xiangyue.work.change_lines import read_checks, read_effects, read_sketch
from xiangyue.work.changing import Rules, rules_at, rules_of
from xiangyue.work.feed import moment
from xiangyue.work.named import known_head
from xiangyue.work.plans import Plans
from xiangyue.work.querying import find_task, trail

_NEWEST = (
    f"SELECT {', '.join(task_columns())} FROM task WHERE community = ? AND flow IN ({{flows}})"
    " ORDER BY opened_at DESC, last DESC LIMIT ?"
)

_RELEASES = "SELECT DISTINCT release FROM settings WHERE community = ?"


@dataclass(frozen=True)
class Draft:
    """A change of the rules as a task proposes it, with what its checks have found.

    ``before`` are the rules that it starts from, those of revision ``base``; ``after`` those that
    it would put in force. ``moved`` is whether others have come into force since; ``in_force``
    whether its own are. ``meant`` are scenarios that are to come out otherwise. ``effects`` is
    what it would have done to past work, as far as that was worked out. Instants are microseconds.
    """

    task: Task
    path: ChangePath
    reason: str | None
    base: int
    before: Rules
    after: Rules
    meant: tuple[str, ...]
    checks: Checks | None
    moved: bool
    in_force: bool
    effects: Effects | None = None

    @property
    def ref(self) -> str:
        """The address of its task."""
        return self.task.ref

    @property
    def content(self) -> str:
        """The hash of what it would put in force."""
        return self.after.content

    @property
    def checked(self) -> bool:
        """Whether the checks have looked at what it says."""
        return self.checks is not None and self.checks.content == self.content

    @property
    def ok(self) -> bool:
        """Whether it is checked and nothing stands in the way."""
        return self.checked and self.checks is not None and self.checks.ok

    @property
    def foreseen(self) -> bool:
        """Whether what it would have done was worked out of what it says, on the rules of now."""
        fits = self.effects is not None and self.effects.content == self.content
        return fits and (self.in_force or not self.moved)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """What changes, in plain words: params first, then what may happen otherwise."""
        return changes_between(self.before, self.after)

    @property
    def params(self) -> Mapping[str, tuple[Any, Any]]:
        """The params whose value changes: the one in force then, and the proposed one."""
        before, after = self.before.values, self.after.values
        return {
            name: (before[name], value)
            for name, value in after.items()
            if name in before and before[name] != value
        }

    def as_dict(self, lang: str = "en") -> dict[str, Any]:
        """Return it as plain data, its sentences in ``lang``."""
        return {
            "task": self.ref,
            "state": self.task.state,
            "author": self.task.opener,
            "at": moment(self.task.opened_at),
            "reason": self.reason,
            "base": self.base,
            "profile": self.after.profile.id,
            "release": self.after.profile.hash,
            "content": self.content,
            "params": {name: list(values) for name, values in self.params.items()},
            "changes": changes_in_words(self.changes, lang),
            "meant": list(self.meant),
            "checked": self.checked,
            "ok": self.ok,
            "moved": self.moved,
            "in_force": self.in_force,
            "checks": checks_in_words(self.checks, lang) if self.checks else None,
            "foreseen": self.foreseen,
            "effects": dict(self.effects.summary) if self.effects else None,
        }


# What is told where one of the first two is not zero.
_EFFECTS: Final = {
    "effects-flipped": (
        "flipped",
        "flipped",
        "flipped_refused",
        "flipped_allowed",
        "flipped_deferred",
        "flipped_other",
        "commands",
    ),
    "effects-points": ("points_changed", "losing", "gaining", "points_was", "points_would"),
    "effects-deadlines": ("deadlines_missed", "deadlines_met"),
    "effects-calls": ("calls_changed",),
    "effects-knock-on": ("knock_on",),
    "effects-destroyed": ("destroyed",),
}


def changes_in_words(changes: Iterable[Change], lang: str) -> list[dict[str, str]]:
    """Return changes as plain data."""
    return [
        {"code": c.code, "effect": c.effect, "address": c.address, "text": c.text(lang)}
        for c in changes
    ]


def checks_in_words(checks: Checks, lang: str) -> dict[str, Any]:
    """Return what checks have found as plain data."""
    lists = ("findings", "failed", "meant", "otherwise", "noted")
    return {
        **{name: [_plain(one, lang) for one in getattr(checks, name)] for name in lists},
        "passed": checks.passed,
        "coverage": {name: list(seen) for name, seen in checks.coverage.items()},
        "missing": list(checks.missing),
        "note": say(checks.note, lang) if checks.note else None,
    }


def effects_in_words(effects: Effects, lang: str) -> list[str]:
    """Return what a change would have done in sentences: of each kind where there is any."""
    said = {name: effects.summary.get(name, 0) for names in _EFFECTS.values() for name in names}
    said |= {name: shown_points(said[name]) for name in ("points_was", "points_would")}
    told = [code for code, names in _EFFECTS.items() if any(map(effects.summary.get, names[:2]))]
    if "effects-flipped" not in told:
        told.insert(0, "effects-judged" if told else "effects-none")
    return [say(code, lang, said) for code in told]


def _plain(found: Found, lang: str) -> dict[str, str]:
    said, mend = Text(found.said).of(lang), Text(found.mend).of(lang)
    return {"severity": found.severity, "about": found.about, "text": said, "mend": mend}


def changes_between(before: Rules, after: Rules) -> tuple[Change, ...]:
    """Return what other rules change, in plain words."""
    return (*_params(before, after), *diff_profiles(before.profile, after.profile))


def _params(before: Rules, after: Rules) -> Iterator[Change]:
    """Yield params whose value changes because the community's own does."""
    tuned = before.params.keys() | after.params.keys()
    old, new = before.values, after.values
    for name, param in after.profile.params.items():
        if name not in tuned or name not in old or old[name] == new[name]:
            continue
        values = {"title": param.title, "old": old[name], "new": new[name], "unit": param.unit}
        code = "change-param" if param.unit else "change-param-plain"
        yield Change(code, "changes", f"params.{name}", values)


def check_params(profile: Profile, params: Mapping[str, Any]) -> None:
    """Raise Misuse for a param that is not there, or a value out of its bounds; None passes."""
    for name, value in params.items():
        param = profile.params.get(name)
        if param is None:
            known = ", ".join(sorted(profile.params))
            raise Misuse("param-unknown", name=shown(name), known=known)
        if value is not None and not compile_check(param.schema)(value):
            raise Misuse("param-value", name=name, value=value, schema=dict(param.schema))


def path_in(profile: Profile, community: str) -> ChangePath:
    """Return by which flow rules change; raises Misuse where there is none."""
    path = change_path(profile)
    if path is None:
        raise Misuse("change-no-flow", community=community)
    return path


def draft_of(reader: Reader, plans: Plans, ref: Any) -> Draft:
    """Return a draft by its task; raises Misuse where the task is none."""
    _, task = find_task(reader, ref)
    path = change_path(plans.get(reader, task.release).profile)
    if path is None or path.flow != task.flow:
        raise Misuse("change-task", task=task.ref)
    return _draft(reader, plans, path, task)


def drafts_of(reader: Reader, plans: Plans, community: str, limit: int) -> Iterator[Draft]:
    """Yield the drafts of a community, the newest first."""
    known_head(reader.situation(community, None, None).head, community)
    releases = [release for (release,) in reader.all(_RELEASES, community)]
    paths = [change_path(plans.get(reader, release).profile) for release in releases]
    flows = sorted({path.flow for path in paths if path is not None})
    if not flows:
        raise Misuse("change-no-flow", community=community)
    sql = _NEWEST.format(flows=", ".join("?" * len(flows)))
    for row in reader.all(sql, community, *flows, limit):
        task = reader.reveal(to_task(row))
        path = change_path(plans.get(reader, task.release).profile)
        if path is not None and path.flow == task.flow:
            yield _draft(reader, plans, path, task)


def _draft(reader: Reader, plans: Plans, path: ChangePath, task: Task) -> Draft:
    head = known_head(reader.situation(task.community, None, None).head, task.community)
    sketch = read_sketch(task.data.get(path.change))
    after = rules_of(reader, plans, task.community, sketch) if sketch else None
    if sketch is None or after is None:
        raise Misuse("change-task", task=task.ref)
    before = rules_at(reader, plans, task.community, sketch.base)
    now = rules_at(reader, plans, task.community, head.settings).content
    return Draft(
        task=task,
        path=path,
        reason=trail(reader, task)[0].command.note,
        base=sketch.base,
        before=before,
        after=after,
        meant=sketch.meant,
        checks=read_checks(task.data.get(path.checks)),
        moved=now != before.content,
        in_force=task.state in path.states and now == after.content,
        effects=read_effects(task.data.get(path.effects or "")),
    )
