"""How matters come in: by which ways, and how long after the fact."""

from __future__ import annotations

from collections.abc import Iterator

from xiangyue.diff.addresses import diff_value
from xiangyue.diff.change import Change, apart
from xiangyue.profile import Profile


def diff_intake(old: Profile, new: Profile) -> Iterator[Change]:
    """Yield which ways in are open or closed now, and what of the intake differs else."""
    gone, added, _ = apart(old.sources, new.sources)
    if added:
        yield Change("diff-sources-added", "allows", "intake.sources", {"sources": added})
    if gone:
        yield Change("diff-sources-removed", "forbids", "intake.sources", {"sources": gone})
    values = {"old": str(old.backdate), "new": str(new.backdate)}
    if not old.backdate.comparable(new.backdate):
        yield Change("diff-backdate-changed", "changes", "intake.backdate", values)
    elif old.backdate < new.backdate:
        yield Change("diff-backdate-longer", "allows", "intake.backdate", values)
    elif new.backdate < old.backdate:
        yield Change("diff-backdate-shorter", "forbids", "intake.backdate", values)
    for key in ("categories", "fields"):
        before, after = (side.document.get("intake", {}).get(key) for side in (old, new))
        yield from diff_value(before, after, ("intake", key))
