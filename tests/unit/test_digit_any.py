"""Any configuration of DIGIT is read or refused with its place, and comes back the same."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangyue.errors import BadInput
from xiangyue.exchange.digit.exporting import export_profile
from xiangyue.exchange.digit.importing import take
from xiangyue.importer import Imported, Incoming
from xiangyue.profile import Profile, build, check
from xiangyue.profile.source import parse

NAMES: Final = (
    *("A", "B", "C", "PGR", "start", "DOC VERIFY", "doc-verify", "完成", "any", "open", "system"),
    *("nobody", "A_2", "NO", "null", "1e5", "{x}", "a\u202eb", " ", "x" * 300, "s1", "A_B", "A-B"),
)
TIMES: Final = (None, 0, 60_000, 3_600_000, 300_500, -5, 10**15, "86400000", 1.5, 1e300)
SAID: Final = (True, False, "true", "false", "", None)


@st.composite
def files(draw: st.DrawFn) -> Any:
    """Draw what a file may hold: workflows and escalation, with something missing or odd in it."""
    names, odd = st.sampled_from(NAMES), _odd()

    def one_of(likely: st.SearchStrategy[Any] | Sequence[Any]) -> Any:
        strategy = likely if isinstance(likely, st.SearchStrategy) else st.sampled_from(likely)
        return draw(odd if draw(st.integers(0, 19)) == 0 else strategy)

    def some(**fields: Any) -> dict[str, Any]:
        more = {"auditDetails": one_of(names), "extra key": one_of(names)}
        whole = {**fields, "tenantId": one_of(names), "uuid": one_of(NAMES[:12])}
        kept = {key: value for key, value in whole.items() if draw(st.integers(0, 9))}
        return {**kept, **{k: v for k, v in more.items() if not draw(st.integers(0, 5))}}

    def action() -> dict[str, Any]:
        roles = st.lists(names | st.just("*"), max_size=3)
        found = some(action=one_of(names), roles=one_of(roles), active=one_of(SAID))
        leads = bool(draw(st.integers(0, 29)))
        return {**found, **({"nextState": draw(names)} if leads else {})}

    def state() -> dict[str, Any]:
        return some(
            state=one_of((*NAMES, None)),
            sla=one_of(TIMES),
            applicationStatus=one_of(names),
            docUploadRequired=one_of(SAID),
            isStartState=one_of(SAID),
            isTerminateState=one_of(SAID),
            isStateUpdatable=one_of(SAID),
            actions=[action() for _ in range(draw(st.integers(0, 3)))],
        )

    def service() -> dict[str, Any]:
        found = some(businessService=one_of(names), businessServiceSla=one_of(TIMES))
        return {**found, "states": [state() for _ in range(draw(st.integers(1, 4)))]}

    def escalation() -> dict[str, Any]:
        spans = (None, 0, 1, 1.5, 0.00001, "2", -1)
        found = some(action=one_of(names), active=one_of(SAID), escalatee=one_of(names))
        times = {"stateSLA": one_of(spans), "businessSLA": one_of(spans)}
        where = {"businessService": one_of(names), "state": one_of((*NAMES, None, ["A", "B"]))}
        return {**found, **times, **where}

    def levels() -> dict[str, Any]:
        spans = st.lists(st.sampled_from(TIMES), max_size=3)
        return some(maxDepth=one_of((0, 2, 5)), eligibleStatuses=one_of(st.lists(names))) | {
            "defaultSlaByLevel": one_of(spans)
        }

    kinds = (service, service, escalation, levels)
    parts = [service(), *(draw(st.sampled_from(kinds))() for _ in range(draw(st.integers(0, 3))))]
    wrapped = (
        parts,
        {"RequestInfo": {"authToken": "x"}, "BusinessServices": parts},
        {"MdmsRes": {"Workflow": {"BusinessService": parts}}},
        [{"tenantId": "ke", "isActive": draw(st.booleans()), "data": part} for part in parts],
        parts[0],
    )
    return draw(st.sampled_from(wrapped))


def _odd() -> st.SearchStrategy[Any]:
    names = st.sampled_from(NAMES)
    numbers = st.integers(-(2**70), 2**70) | st.floats(allow_nan=False, allow_infinity=False)
    several = st.lists(st.none() | names, max_size=2) | st.dictionaries(names, names, max_size=2)
    return st.none() | st.booleans() | numbers | st.text(max_size=5) | several


def read(file: Path, value: Any) -> Imported:
    """Import what is written as JSON."""
    file.write_text(json.dumps(value, indent=1), encoding="utf-8")
    return take(Incoming(path=file, name="found"))


def profile_of(found: Imported) -> Profile:
    """Return the profile of a report, which the language accepts."""
    root = parse((found.profile or "").encode(), "profile.yaml")
    assert not [str(finding) for finding in check(root, "file")]
    return build(root.plain())


@given(value=files())
def test_any_configuration(value: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    """It becomes a profile that is exported and imported again as it was, or is told where not."""
    file = tmp_path_factory.getbasetemp() / "any.json"
    try:
        found = read(file, value)
    except BadInput as error:
        assert error.place is not None
        assert error.text() and error.text("zh")
        return
    assert all(note.place.line and note.say["en"] and note.say["zh"] for note in found.notes)
    refused = [note for note in found.notes if note.fate == "refused"]
    assert bool(refused) or not found.total.refused
    assert read(file, export_profile(profile_of(found)).document).profile == found.profile
