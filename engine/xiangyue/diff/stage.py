"""What is compared: one flow in both profiles, and one action of it."""

from __future__ import annotations

from dataclasses import dataclass

from xiangyue.diff.change import word
from xiangyue.diff.rules import Judge
from xiangyue.profile import Action, Flow, Profile
from xiangyue.text import Text
from xiangyue.values import OPEN


@dataclass(frozen=True, slots=True)
class Stage:
    """One flow in both profiles."""

    old: Profile
    new: Profile
    old_flow: Flow
    new_flow: Flow
    judge: Judge


@dataclass(frozen=True, slots=True)
class Pair:
    """One action, or the opening, of a flow in both profiles."""

    stage: Stage
    old: Action
    new: Action

    @property
    def name(self) -> Text:
        """What people call it; an opening is named after its flow."""
        if self.new.id == OPEN:
            return word("diff-open", flow=self.stage.new_flow.title)
        return self.new.title

    @property
    def address(self) -> str:
        """Where it stands."""
        return self.new.address

    @property
    def needed(self) -> frozenset[str]:
        """The fields that are known on both sides when its rules are judged."""
        return frozenset(self.old.needs) & frozenset(self.new.needs)
