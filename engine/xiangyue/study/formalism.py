"""Signs of formalism: work that looks done, and may be.

Each of these reads the entries of a community one by one. What they keep is a few numbers for each
flow, and twenty-four bytes for each text.
"""

from __future__ import annotations

from array import array
from collections import Counter, deque
from collections.abc import Iterator
from itertools import islice

from xiangyue.profile import Action, Profile
from xiangyue.study.reading import is_free_text, same_words
from xiangyue.study.recounting import Recorded, Recount
from xiangyue.study.signal import MOST_SHOWN, Evidence, Signal, Thresholds, evidence, signal
from xiangyue.values import NOBODYS

_SECOND = 1_000_000
_EARNED = ("award", "bonus")


class BulkTicking:
    """Finds many tasks ticked off by one hand within seconds.

    Paper sheets that are entered later, imports and deferred commands are no sign of it, nor is
    the opening of many tasks at once.
    """

    def __init__(self, community: str, limits: Thresholds) -> None:
        """Begin with nothing seen."""
        self._community = community
        self._limits = limits
        self._recent: dict[str, deque[tuple[int, str, Evidence]]] = {}
        self._running: Counter[str] = Counter()
        self._about: Counter[str] = Counter()
        self._bursts = 0
        self._most = 0
        self._largest: list[Evidence] = []

    def see(self, told: Recorded, action: Action, profile: Profile) -> None:
        """Count an action, if it was taken by hand and just now."""
        decision, command = told.decision, told.decision.command
        hand, limits = command.principal, self._limits
        by_hand = command.source == "digital" and command.again is None and hand not in NOBODYS
        if not by_hand or decision.before is None:
            return
        recent = self._recent.setdefault(hand, deque())
        while recent and abs(decision.now - recent[0][0]) > limits.bulk_seconds * _SECOND:
            recent.popleft()
        recent.append((decision.now, action.address, evidence(decision)))
        if len(recent) < limits.bulk_actions:
            del self._running[hand]
            return
        self._bursts += not self._running[hand]
        new = [recent[-1]] if self._running[hand] else list(recent)
        self._about.update(address for _, address, _ in new)
        self._running[hand] += len(new)
        if self._running[hand] > self._most:
            self._most = self._running[hand]
            # Only the last are shown: to note all of them each time takes the square of a burst.
            self._largest = [shown for _, _, shown in islice(reversed(recent), MOST_SHOWN)]

    def found(self) -> Iterator[Signal]:
        """Tell of all bursts, with the last actions of the largest as evidence."""
        if self._bursts:
            counts = {
                "least": self._limits.bulk_actions,
                "actions": self._about.total(),
                "bursts": self._bursts,
                "most": self._most,
                "seconds": self._limits.bulk_seconds,
            }
            about = [address for address, _ in self._about.most_common()]
            yield signal("signal-bulk", [self._community], about, counts, self._largest[::-1])


class SameTexts:
    """Finds free text that was given word for word in many tasks, while it still exists.

    Only hashes are kept. Data of a person or unit, and what has no letters, are no reports.
    """

    def __init__(self, community: str, limits: Thresholds, recount: Recount) -> None:
        """Begin with nothing seen."""
        self._community = community
        self._limits = limits
        self._recount = recount
        self._said: dict[tuple[str, str], tuple[array[int], array[int], array[int]]] = {}

    def see(self, told: Recorded, action: Action, profile: Profile) -> None:
        """Note a hash of each text that was given."""
        decision = told.decision
        for name, value in decision.command.data.items():
            if not is_free_text(profile.fields[name]):
                continue
            text = same_words(value, self._limits.text_length)
            if text is not None:
                new = (array("q"), array("q"), array("q"))
                texts, tasks, seqs = self._said.setdefault((decision.flow, name), new)
                texts.append(text)
                tasks.append(hash(decision.task))
                seqs.append(decision.seq)

    def found(self) -> Iterator[Signal]:
        """Tell of each field in which one text stands in too many tasks."""
        for (flow, name), (texts, tasks, seqs) in self._said.items():
            by_text = Counter(text for text, _ in set(zip(texts, tasks, strict=True)))
            common = {t: n for t, n in by_text.items() if n >= self._limits.same_texts}
            if not common:
                continue
            most = max(common.values())
            top = next(text for text in texts if common.get(text) == most)
            counts = {
                "texts": len(common),
                "tasks": sum(common.values()),
                "most": most,
                "given": len(texts),
            }
            found = (seq for text, seq in zip(texts, seqs, strict=True) if text == top)
            shown = [self._evidence(seq) for seq, _ in zip(found, range(MOST_SHOWN), strict=False)]
            about = [f"flows.{flow}", f"fields.{name}"]
            yield signal("signal-same-text", [self._community], about, counts, shown)

    def _evidence(self, seq: int) -> Evidence:
        return self._recount.task(self._community, seq), f"{self._community}:{seq}"


class NoResult:
    """Finds points for tasks in which no field that proves a result was ever given."""

    def __init__(self, community: str, recount: Recount) -> None:
        """Begin with nothing seen."""
        self._community = community
        self._recount = recount
        self._awards: Counter[str] = Counter()
        self._without: Counter[str] = Counter()
        self._shown: dict[str, list[Evidence]] = {}

    def see(self, told: Recorded, action: Action, profile: Profile) -> None:
        """Look into the task of each award."""
        decision = told.decision
        rules = {p.rule for p in decision.points if p.amount > 0 and p.sort in _EARNED}
        if not rules:
            return
        self._awards.update(rules)
        held = self._recount.held(self._community, decision.task)
        if all(profile.fields[name].evidence != "result" for name in held & profile.fields.keys()):
            self._without.update(rules)
            for rule in rules:
                if self._without[rule] <= MOST_SHOWN:
                    self._shown.setdefault(rule, []).append(evidence(decision))

    def found(self) -> Iterator[Signal]:
        """Tell of each scoring rule that gave points so."""
        for rule, shown in self._shown.items():
            counts = {"without": self._without[rule], "awards": self._awards[rule]}
            yield signal("signal-no-result", [self._community], [f"scoring.{rule}"], counts, shown)
