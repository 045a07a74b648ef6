"""The whole comparison, room by room in the order of the profile language."""

from __future__ import annotations

from collections.abc import Iterator

from xiangyue.diff.accounts import diff_accounts
from xiangyue.diff.addresses import diff_rest, diff_words
from xiangyue.diff.change import Change
from xiangyue.diff.flows import diff_flows
from xiangyue.diff.intake import diff_intake
from xiangyue.diff.limits import diff_limits
from xiangyue.diff.modes import diff_modes
from xiangyue.diff.parts import diff_fields, diff_params, diff_roles
from xiangyue.diff.rules import Judge
from xiangyue.diff.scoring import diff_scoring
from xiangyue.diff.tables import diff_tables
from xiangyue.profile import Profile


def diff_profiles(old: Profile, new: Profile, *, texts: bool = False) -> tuple[Change, ...]:
    """Return what may happen under the new profile that could not under the old, and the reverse.

    What is written in another way but means the same is no change; nor are titles, help and other
    words, unless ``texts`` asks for them. Renames are not guessed: a renamed part is one removed
    and one added. A rule is compared by what it answers where its inputs are few or only compared
    with others and with constants; elsewhere any difference of its expression is a change.
    """
    return tuple(_changes(old, new, texts))


def _changes(old: Profile, new: Profile, texts: bool) -> Iterator[Change]:
    if old.hash == new.hash:
        return
    judge = Judge(old, new)
    yield from diff_params(old, new)
    yield from diff_roles(old, new)
    yield from diff_fields(old, new)
    yield from diff_flows(old, new, judge)
    yield from diff_tables(old, new)
    yield from diff_accounts(old, new)
    yield from diff_scoring(old, new, judge)
    yield from diff_limits(old, new)
    yield from diff_modes(old, new)
    yield from diff_intake(old, new)
    yield from diff_rest(old, new)
    if texts:
        yield from diff_words(old.document, new.document)
