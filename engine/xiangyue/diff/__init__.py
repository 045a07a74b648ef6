"""What a change of a profile means: what may happen now that could not before, and the reverse."""

from xiangyue.diff.change import Change, Effect
from xiangyue.diff.profiles import diff_profiles

__all__ = ["Change", "Effect", "diff_profiles"]
