"""L05: photos, recordings and locations only where they are needed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from circumstances import circumstances

from xiangyue.plugs import Verdict
from xiangyue_limits.media_evidence import MediaEvidence

LIMIT = MediaEvidence()
PROVES = {
    "before": "photo",
    "after": "photo",
    "clip": "video",
    "voice": "audio",
    "place": "location",
    "result": "result",
    "note": "trace",
    "size": "",
}
PROFILE = {
    "fields": {
        name: {"title": {"en": name.title(), "zh": name}, **({"evidence": proof} if proof else {})}
        for name, proof in PROVES.items()
    }
}
CLASSES = {"enum": ["routine", "periodic", "works", "key"]}


def form(
    *fields: str,
    of: str | None = "works",
    given: tuple[str, ...] = (),
    private: tuple[str, ...] = (),
    confirm: tuple[str, ...] = (),
    **config: Any,
) -> Verdict | None:
    """Judge a form for a task of a class that has these fields already."""
    data = dict.fromkeys(given, "x") | ({"task_class": of} if of else {})
    detail = {"fields": list(fields), "confirm": list(confirm)}
    case = circumstances(
        "collect", "wang", detail, data=data, private=dict.fromkeys(private, 1), profile=PROFILE
    )
    return LIMIT.review(case, config, {})


def kept(verdict: Verdict | None) -> list[str] | None:
    """Return the fields that a verdict leaves; None where it leaves all."""
    if verdict is None:
        return None
    assert verdict.kind == "reshape"
    return list(verdict.instead["fields"])


@pytest.mark.parametrize(
    ("of", "left"),
    [
        ("works", ["result", "before", "after"]),
        ("periodic", ["result", "before"]),
        ("routine", ["result"]),
        ("key", ["result"]),
        (None, ["result"]),
    ],
)
def test_each_class_keeps_so_many_recordings(of: str | None, left: list[str]) -> None:
    """Two for works, one for periodic, none for routine tasks and those of no known class."""
    verdict = form("result", "before", "after", "clip", of=of)
    assert kept(verdict) == left
    assert verdict is not None and "Clip" in verdict.say["en"]


def test_photos_videos_and_sound_count_together() -> None:
    """Before and after are two; what comes third is left out, whatever it is."""
    assert form("before", "after", "size", "note") is None
    assert kept(form("clip", "voice", "before")) == ["clip", "voice"]


def test_what_the_task_has_already_counts() -> None:
    """Recordings that were given earlier, personal ones too, use up the number."""
    assert kept(form("after", "clip", given=("before",))) == ["after"]
    assert kept(form("size", "after", private=("before", "clip"))) == ["size"]
    assert form("before", "after", given=("before", "after")) is None


def test_a_form_of_nothing_but_recordings_is_refused() -> None:
    """Where nothing is left to ask, there is no form; what is to be confirmed is left."""
    verdict = form("before", of="routine")
    assert verdict is not None and verdict.kind == "deny" and "Before" in verdict.say["en"]
    assert kept(form("before", of="routine", confirm=("size",))) == []


def test_nobody_is_asked_where_they_are() -> None:
    """A location is asked for only where the config allows it."""
    assert kept(form("result", "place")) == ["result"]
    assert form("result", "place", location=True) is None
    verdict = form("place")
    assert verdict is not None and verdict.kind == "deny"


def test_the_config_says_other_classes() -> None:
    """A profile names its own field and numbers; the fewest hold for what it does not name."""
    config: dict[str, Any] = {"max_per_task": {"kind": {"road": 3, "house": 1}}}
    assert kept(form("before", "after", "clip", given=("kind",), **config)) == ["before"]


def test_classes_of_two_fields_stand_side_by_side() -> None:
    """Each task is held to the class it has, and one with two classes to the stricter."""
    both = {"task_class": {"works": 2, "routine": 0}, "size": {"x": 1}}
    asked = "before", "after", "clip"
    assert kept(form(*asked, max_per_task=both)) == ["before", "after"]
    assert kept(form(*asked, of=None, given=("size",), max_per_task=both)) == ["before"]
    assert kept(form(*asked, given=("size",), max_per_task=both)) == ["before"]
    assert form("clip", of=None, max_per_task=both) is not None


def flow(*fields: str, **more: Any) -> Mapping[str, Any]:
    """Return a flow that needs, asks and collects these fields."""
    first, second, *rest = (*fields, "size", "size")
    collect = {"collect": {"from": "assignee", "fields": rest}}
    return {"open": {"needs": first}, "actions": {"end": {"asks": [second], "does": [collect]}}}


def broken(document: Mapping[str, Any], **config: Any) -> list[str]:
    """Return the addresses of what breaks the limit."""
    return [address for address, _, _ in LIMIT.check_profile({**PROFILE, **document}, config)]


def test_a_flow_that_asks_more_than_the_most_generous_class_does_not_pass_the_linter() -> None:
    """Opening, actions and forms of one flow count together, each field once."""
    assert broken({"flows": {"a": flow("before", "after", "after"), "b": flow("clip")}}) == []
    assert broken({"flows": {"a": flow("before", "after", "clip")}}) == ["flows.a"]


def test_a_flow_is_held_to_the_classes_that_it_tells() -> None:
    """What another flow's class allows widens nothing here."""
    both = {"note": {"x": 1}, "result": {"x": 2}}
    flows = {"a": flow("before", "after", "note"), "b": flow("before", "after", "result")}
    assert broken({"flows": flows}, max_per_task=both)[-1] == "flows.a"


def test_a_step_that_asks_for_a_place_does_not_pass_the_linter() -> None:
    """It may be allowed, and a flow that is only for an emergency may be excepted."""
    document = {"flows": {"a": flow("place"), "b": flow("size", "size", "place")}}
    assert broken(document) == ["flows.a.open", "flows.b.actions.end"]
    assert broken(document, location=True) == []
    assert broken(document, emergency_flows=["a", "b"]) == []


def test_names_that_are_not_there_are_found() -> None:
    """A misspelt class would hold its tasks to the fewest, and a misspelt flow except none."""
    fields = {**PROFILE["fields"], "kind": {"schema": CLASSES}}
    most = {"kind": {"works": 2, "wroks": 1}}
    found = broken({"fields": fields, "flows": {}}, max_per_task=most)
    assert found == ["fields.kind.schema"]
    assert broken({"flows": {}}, emergency_flows=["flood"]) == ["flows.flood"]
