"""Signs of uniformity: one size for different communities, and rules that leave nobody a choice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from xiangyue.canonical import chainable, dump
from xiangyue.profile import Action, Profile
from xiangyue.study.reading import by_system, filled_in, is_free_text, same_words
from xiangyue.study.recounting import Governed, Recorded
from xiangyue.study.signal import Evidence, Signal, Thresholds, evidence, signal


class NoChoice:
    """Finds flows in which only the system acts, or in which rules decide and nobody ever differs.

    Nobody differs where rules gave every value, or where no proposal was ever overruled.
    """

    def __init__(self, community: str, limits: Thresholds) -> None:
        """Begin with nothing seen."""
        self._community = community
        self._least = limits.choice_values
        self._counts: dict[str, Counter[str]] = {}

    def see(self, told: Recorded, action: Action, profile: Profile) -> None:
        """Count who acted, and where the values came from."""
        decision = told.decision
        counts = self._counts.setdefault(decision.flow, Counter())
        if decision.before is not None:
            counts["actions"] += 1
            counts["system"] += by_system(told)
        given = filled_in(told, action)
        other = given & action.proposes.keys() if _may_differ(told) else frozenset()
        counts["given"] += len(given)
        counts["rules"] += len(action.sets) + len(action.proposes) - len(other)
        counts["proposed"] += len(action.proposes)
        counts["overruled"] += len(other)

    def found(self) -> Iterator[Signal]:
        """Tell of each flow that left no choice."""
        for flow, counts in self._counts.items():
            about = [f"flows.{flow}"]
            if counts["actions"] >= self._least and counts["system"] == counts["actions"]:
                yield signal("signal-only-system", [self._community], about, _of(counts))
            elif (counts["rules"] >= self._least and not counts["given"]) or (
                counts["proposed"] >= self._least and not counts["overruled"]
            ):
                yield signal("signal-no-choice", [self._community], about, _of(counts))


def _may_differ(told: Recorded) -> bool:
    """Tell whether a value that was given may differ from the proposal: then a note says why."""
    return told.destroyed or told.decision.command.note is not None


def _of(counts: Counter[str]) -> dict[str, int]:
    names = ("actions", "system", "given", "rules", "proposed", "overruled")
    return {name: counts[name] for name in names}


class Instructions:
    """Finds instructions from above that went word for word to communities of different types.

    One of these sees the entries of all communities. Texts are kept as hashes, while they exist.
    """

    def __init__(self, types: Mapping[str, str], limits: Thresholds) -> None:
        """Begin with nothing seen; ``types`` names the profile of each community."""
        self._types = types
        self._length = limits.text_length
        self._shown: dict[int, dict[str, Evidence]] = {}
        self._flows: dict[int, str] = {}

    def see(self, told: Recorded, profile: Profile, above: Collection[str]) -> None:
        """Note what is said in a task that is opened from one of the units ``above``."""
        decision, right = told.decision, told.decision.standing
        if decision.before is not None or right is None or right.unit not in above:
            return
        fields = (n for n in decision.command.data if is_free_text(profile.fields[n]))
        for said in (decision.command.title, *(decision.command.data[n] for n in fields)):
            text = same_words(said, self._length)
            if text is not None:
                at = self._shown.setdefault(text, {})
                at.setdefault(decision.command.community, evidence(decision))
                self._flows.setdefault(text, decision.flow)

    def found(self) -> Iterator[Signal]:
        """Tell of all such texts, with the one that went furthest as evidence."""
        same = {
            text: at
            for text, at in self._shown.items()
            if len({self._types[community] for community in at}) > 1
        }
        if same:
            top = max(same.values(), key=len)
            communities = sorted({community for at in same.values() for community in at})
            counts = {
                "texts": len(same),
                "communities": len(communities),
                "types": len({self._types[community] for community in communities}),
            }
            about = sorted({f"flows.{self._flows[text]}" for text in same})
            yield signal("signal-same-words", communities, about, counts, top.values())


def same_values(governed: Mapping[str, Governed]) -> Iterator[Signal]:
    """Tell which params have one value in all communities that know them, of whatever type."""
    values: dict[str, dict[str, bytes]] = {}
    for community, one in governed.items():
        for name, value in one.params.items():
            values.setdefault(name, {})[community] = dump(chainable(value))
    shared = {
        name: known
        for name, known in values.items()
        if len({governed[community].profile.id for community in known}) > 1
    }
    same = sorted(name for name, known in shared.items() if len(set(known.values())) == 1)
    if same:
        communities = sorted({community for name in same for community in shared[name]})
        counts = {
            "same": len(same),
            "shared": len(shared),
            "tuned": sum(any(name in one.tuned for one in governed.values()) for name in same),
            "communities": len(communities),
            "types": len({governed[community].profile.id for community in communities}),
        }
        about = [f"params.{name}" for name in same]
        yield signal("signal-same-values", communities, about, counts)
