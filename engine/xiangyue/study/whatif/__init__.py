"""What-if: recorded commands judged as if other rules had held, each on the facts of its moment."""

from xiangyue.study.whatif.outcome import Bite, Flip, Part, Reasked, Redue, Repointed
from xiangyue.study.whatif.result import Explained, Shared, Standing, WhatIf
from xiangyue.study.whatif.run import explain_flip, judge_alone, what_if
from xiangyue.study.whatif.trial import Trial
from xiangyue.study.whatif.trying import trial_of

__all__ = [
    "Bite",
    "Explained",
    "Flip",
    "Part",
    "Reasked",
    "Redue",
    "Repointed",
    "Shared",
    "Standing",
    "Trial",
    "WhatIf",
    "explain_flip",
    "judge_alone",
    "trial_of",
    "what_if",
]
