"""Workflows of DIGIT: in as a profile, judged by the linter, run by the engine, and out again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from xiangyue import Engine, load
from xiangyue.cli import main
from xiangyue.plugs import packs

pytestmark = pytest.mark.sqlite

HOUR = 3_600_000
REPEATED = {"tenantId", "currentState", "uuid"}


def run(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, Any]:
    """Run a command with --json; returns its exit code and its document."""
    code = main([*args, "--json"])
    out = capsys.readouterr().out
    return code, json.loads(out) if out else None


def written(folder: Path, value: Any, name: str = "workflows.json") -> str:
    """Write a file of JSON, a value on each line; returns its path."""
    file = folder / name
    file.write_text(json.dumps(value, indent=1, ensure_ascii=False), encoding="utf-8")
    return str(file)


def action(name: str, to: str | None, *roles: str, **more: Any) -> dict[str, Any]:
    """Return an action as a request has it."""
    return {"action": name, "nextState": to, "roles": [*roles], **more}


def state(name: str | None, *actions: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return a state as a request has it; one without actions is final."""
    flags = {"isStartState": name is None, "isTerminateState": not actions}
    whole = {"sla": None, "state": name, "applicationStatus": name, "docUploadRequired": False}
    return {**whole, **flags, "isStateUpdatable": True, "actions": [*actions] or None, **more}


def service(*states: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return a business service; it lints clean if its states are sound."""
    whole = {"tenantId": "pb", "businessService": "LAMP", "business": "lamps"}
    return {**whole, "businessServiceSla": 120 * HOUR, "states": [*states], **more}


def lamp(**more: Any) -> dict[str, Any]:
    """Return a sound service of four states."""
    return service(
        state(None, action("APPLY", "OPENED", "CITIZEN")),
        state("OPENED", action("FIX", "FIXED", "FITTER"), sla=72 * HOUR),
        state("FIXED", action("RATE", "CLOSED", "CITIZEN", "FITTER"), sla=24 * HOUR),
        state("CLOSED", docUploadRequired=True),
        **more,
    )


def same(services: Sequence[Any]) -> Any:
    """Return business services as far as they mean something: nothing null, nothing repeated."""

    def plain(one: dict[str, Any], *but: str) -> dict[str, Any]:
        return {k: v for k, v in one.items() if v is not None and k not in {*REPEATED, *but}}

    def whole(one: dict[str, Any]) -> dict[str, Any]:
        actions = sorted(map(plain, one.get("actions") or ()), key=lambda a: str(a["action"]))
        return {**plain(one, "actions"), "actions": actions}

    return [
        {**plain(one), "tenantId": one["tenantId"], "states": [*map(whole, one["states"])]}
        for one in services
    ]


@pytest.mark.parametrize("name", ["pgr", "fsm", "trade_licence_new"])
def test_a_sample_goes_through_and_back(
    name: str, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing of a published configuration is changed or lost; only who sent it stays behind."""
    file = data / "digit" / f"{name}.json"
    there, back, again = (str(tmp_path / one) for one in ("there", "back.json", "again"))
    code, said = run(capsys, "import", "digit", str(file), "-o", there, "--name", "sample")
    assert (code, said["changed"], said["refused"]) == (1, 0, 0)
    assert said["read"] == said["carried"] == sum(one["read"] for one in said["counts"].values())
    code, out = run(capsys, "export", "digit", there, "-o", back)
    assert (code, out["left_out"]) == (0, [])
    original = json.loads(file.read_text(encoding="utf-8"))
    services = original if isinstance(original, list) else original["BusinessServices"]
    exported = json.loads(Path(back).read_text(encoding="utf-8"))["BusinessServices"]
    assert same(exported) == same(services)
    run(capsys, "import", "digit", back, "-o", again, "--name", "sample")
    profiles = [Path(one, "profile.yaml").read_bytes() for one in (there, again)]
    assert profiles[0] == profiles[1]


def test_names_levels_and_documents_are_there(tmp_path: Path) -> None:
    """Verbatim wherever a name can be an id; milliseconds are hours that run by night, too."""
    assert main(["import", "digit", written(tmp_path, lamp()), "-o", str(tmp_path / "lamp")]) == 0
    profile = load(tmp_path / "lamp").profile
    assert profile is not None
    flow = profile.flows["LAMP"]
    assert [*flow.states] == ["start", "OPENED", "FIXED", "CLOSED"]
    assert [*profile.roles] == ["CITIZEN", "FITTER"]
    assert flow.due and str(flow.due.after) == "120h"
    assert flow.states["OPENED"].due and str(flow.states["OPENED"].due.after) == "72h"
    assert flow.actions["RATE"].needs == ("documents",)
    assert flow.opening.by == ("CITIZEN",)


BROKEN = {
    "unknown-state": [state("OPENED", action("FIX", "NOWHERE", "FITTER"))],
    "state-unreachable": [state("LOST", action("FIND", "CLOSED", "FITTER"))],
    "final-exit": [state("CLOSED", action("REOPEN", "OPENED", "CITIZEN"), isTerminateState=True)],
    "graph-starts": [state("OPENED", action("FIX", "CLOSED", "FITTER"), isStartState=True)],
    "deadline-long-way": [state("FIXED", action("RATE", "CLOSED", "CITIZEN"), sla=72 * HOUR)],
    "deadline-state": [state("FIXED", action("RATE", "CLOSED", "CITIZEN"), sla=150 * HOUR)],
}


@pytest.mark.parametrize("code", BROKEN)
def test_the_linter_finds_what_their_service_never_checks(
    code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The profile is written all the same, with what is wrong in it."""
    whole = {one["state"]: one for one in lamp()["states"]}
    whole["OPENED"]["actions"].append(action("REJECT", "CLOSED", "FITTER"))
    whole |= {one["state"]: one for one in BROKEN[code]}
    file = written(tmp_path, {"BusinessServices": [service(*whole.values())]})
    exit_code, said = run(capsys, "import", "digit", file, "-o", str(tmp_path / "lamp"))
    assert code in {one["code"] for one in said["findings"]}
    assert exit_code == 1
    assert (tmp_path / "lamp" / "profile.yaml").exists()


@pytest.mark.parametrize("to", [None, "", " ", {"uuid": "x"}, True])
def test_an_action_without_a_next_state_is_refused(
    to: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the line and column where it should stand, and nothing is written."""
    broken = state("OPENED", action("FIX", to, "FITTER"))
    value = [lamp(), service(state(None, action("APPLY", "OPENED", "CITIZEN")), broken)]
    file = written(tmp_path, value)
    assert main(["import", "digit", file, "-o", str(tmp_path / "lamp")]) == 2
    lines = Path(file).read_text(encoding="utf-8").splitlines()
    line = max(n for n, text in enumerate(lines, 1) if '"nextState"' in text)
    column = lines[line - 1].index(":") + 3
    said = capsys.readouterr().err
    assert f"{file}:{line}:{column}: The action “FIX” in the state “OPENED” has no next" in said
    assert "$[1].states[1].actions[0].nextState" in said
    assert not (tmp_path / "lamp").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"BusinessServices": [', "2:1: This is not JSON"),
        ('{"states": [], "states": []}', "The name “states” stands here twice"),
        ('{"ProcessInstances": [{"action": "APPLY"}]}', "The file holds no workflow"),
        ("[" * 200 + "]" * 200, "nested"),
    ],
)
def test_what_is_no_configuration_is_refused(
    text: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With its place, and nothing is written."""
    file = tmp_path / "broken.json"
    file.write_text(f"{text}\n", encoding="utf-8")
    assert main(["import", "digit", str(file), "-o", str(tmp_path / "lamp")]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "lamp").exists()


def test_what_a_search_found_comes_in_by_its_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where states are named by id, and a database has added its own."""
    audit = {"createdBy": "7f", "lastModifiedTime": 1626718339852}
    found = lamp(uuid="b1", auditDetails=audit)
    ids = {one["state"]: f"00000000-0000-4000-8000-00000000000{n}" for n, one in enumerate(
        found["states"])}  # fmt: skip
    for one in found["states"]:
        one |= {"uuid": ids[one["state"]], "businessServiceId": "b1", "auditDetails": audit}
        for way in one["actions"] or ():
            here = {"currentState": one["uuid"], "nextState": ids[way["nextState"]]}
            way |= {**here, "uuid": f"a-{way['action']}", "active": True, "auditDetails": audit}
    found["states"][1]["actions"].append(action("OLD", ids["CLOSED"], "FITTER", active=False))
    file = written(tmp_path, {"ResponseInfo": {"status": "ok"}, "BusinessServices": [found]})
    code, said = run(capsys, "import", "digit", file, "-o", str(tmp_path / "lamp"))
    assert (code, said["findings"], said["refused"]) == (0, [], 0)
    assert {one["code"] for one in said["notes"]} == {
        "digit-envelope", "digit-bookkeeping", "digit-action-off"
    }  # fmt: skip
    profile = (tmp_path / "lamp" / "profile.yaml").read_text(encoding="utf-8")
    assert "to: FIXED" in profile
    assert not [one for one in (*ids.values(), "b1", "7f", "a-FIX") if one in profile]


def test_records_of_master_data_come_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The older form: texts for yes and no, roles in one text, next states by id, empty entries."""
    start = {"uuid": "s0", "state": "", "isStartState": "true", "isTerminateState": "false"}
    end = {"uuid": "s1", "state": "DONE", "isStartState": "false", "isTerminateState": "true"}
    way = {"action": "DO", "nextStateId": "s1", "stateId": "s0", "roles": "CITIZEN,CLERK"}
    none = {"action": "", "nextStateId": "", "roles": ""}
    whole = {
        "businessService": "NewTL",
        "states": [{**start, "actions": [way]}, {**end, "UpdateAllowed": "", "actions": [none]}],
    }
    records = [{"tenantId": "ke", "isActive": True, "data": whole}, {"isActive": False, "data": {}}]
    code, said = run(
        capsys, "import", "digit", written(tmp_path, records), "-o", str(tmp_path / "lamp")
    )
    assert (code, said["counts"]["actions"]["refused"]) == (1, 1)
    profile = load(tmp_path / "lamp").profile
    assert profile is not None
    done = profile.flows["NewTL"].actions["DO"]
    assert (done.by, [one.to for one in done.branches]) == (("CITIZEN", "CLERK"), ["DONE"])


ESCALATION = {
    "businessService": "lamp", "module": "lamps", "state": "OPENED", "action": "GIVE_UP",
    "active": "true", "stateSLA": 1.5, "businessSLA": None, "topic": "lamp-auto-escalation",
}  # fmt: skip


def test_what_escalates_there_escalates_here(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The engine acts when the service level was missed by so many days, and not before."""
    whole = lamp(businessServiceSla=144 * HOUR)
    whole["states"][1]["actions"].append(action("GIVE_UP", "FIXED", "AUTO_ESCALATE"))
    more = written(
        tmp_path, {"moduleName": "Workflow", "AutoEscalation": [ESCALATION]}, "mdms.json"
    )
    file, folder = written(tmp_path, whole), str(tmp_path / "lamp")
    code, said = run(capsys, "import", "digit", file, "-o", folder, "--escalation", more)
    assert (code, said["counts"]["escalations"]) == (
        0, {"read": 1, "carried": 1, "changed": 0, "refused": 0}
    )  # fmt: skip
    now = datetime(2026, 3, 2, 9, tzinfo=UTC)
    with Engine("sqlite://") as engine:
        engine.install(folder, community="pb", now=now)
        for member, role in {"asha": "CITIZEN", "ravi": "FITTER"}.items():
            engine.register(member, roles={role: "pb"}, now=now)
        task = engine.open("LAMP", community="pb", by="asha", title="No light", now=now)
        assert engine.act(task, "APPLY", by="asha", now=now)
        engine.tick(now=now + timedelta(hours=107))
        assert engine.task(task).state == "OPENED"
        engine.tick(now=now + timedelta(hours=108, minutes=1))
        assert engine.task(task).state == "FIXED"
    back = tmp_path / "back.json"
    assert main(["export", "digit", folder, "-o", str(back)]) == 0
    exported = json.loads(back.read_text(encoding="utf-8"))
    assert exported["AutoEscalation"] == [ESCALATION]
    assert exported["BusinessServices"][0]["states"][1]["sla"] == 72 * HOUR


def test_what_cannot_escalate_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Unknown services and states, what is switched off, what lacks a time, what is said twice."""
    odd: list[dict[str, Any]] = [
        {"businessService": "OTHER"},
        {"state": "NOWHERE"},
        {"active": "false"},
        {"stateSLA": None},
        {"action": "DANCE"},
        {},
    ]
    value = {"services": [lamp()], "AutoEscalation": [{**ESCALATION, **one} for one in odd]}
    _, said = run(capsys, "import", "digit", written(tmp_path, value), "-o", str(tmp_path / "lamp"))
    assert [one["code"].removeprefix("digit-escalation-") for one in said["notes"]] == [
        "service", "state", "off", "when", "action", "again"
    ]  # fmt: skip
    assert said["counts"]["escalations"] == {"read": 6, "carried": 0, "changed": 2, "refused": 4}
    assert "unknown-action" in {one["code"] for one in said["findings"]}


def test_levels_and_roles_are_told_by_a_ladder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Levels of a hierarchy, and roles to which it is escalated, are rungs."""
    levels = {"maxDepth": 3, "defaultSlaByLevel": [HOUR, 4 * HOUR], "eligibleStatuses": ["OPENED"]}
    whom = {**ESCALATION, "state": "FIXED", "action": None, "stateSLA": 0.5}
    whom["escalatee"] = {"roles": ["HEAD"]}
    value = {"s": lamp(), "EscalationConfig": [{"tenantId": "ke", "data": levels}], "e": [whom]}
    code, said = run(
        capsys, "import", "digit", written(tmp_path, value), "-o", str(tmp_path / "lamp")
    )
    assert (code, said["findings"]) == (0, [])
    profile = load(tmp_path / "lamp").profile
    assert profile is not None
    ladders = profile.document["ladders"]
    asked = {name: [step["ask"] for step in one["steps"]] for name, one in ladders.items()}
    assert asked == {
        "escalation_LAMP_FIXED": [["HEAD"]],
        "levels_LAMP_OPENED": [["FITTER"], ["FITTER"]],
    }


def test_one_of_several_is_taken_by_its_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each is a flow; one that is not there is refused with those that are."""
    file = written(tmp_path, [lamp(), lamp(businessService="PT.CREATE"), lamp(tenantId="pb.b")])
    code, said = run(capsys, "import", "digit", file, "-o", str(tmp_path / "all"))
    assert (code, said["counts"]["services"]["changed"]) == (0, 2)
    profile = load(tmp_path / "all").profile
    assert profile is not None and [*profile.flows] == ["LAMP", "PT_CREATE", "LAMP_2"]
    one = ["import", "digit", file, "-o", str(tmp_path / "one"), "--service"]
    assert main([*one, "PT.CREATE"]) == 0
    assert main([*one, "PT", "--force"]) == 2
    assert "There are: LAMP, PT.CREATE, LAMP" in capsys.readouterr().err


def test_what_is_no_workflow_is_told_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """However much of it there is beside the workflows, and in a file of its own, too."""
    roles = [{"code": f"R{n}", "name": "Role"} for n in range(900)]
    value = {"MdmsRes": {"ACCESSCONTROL": {"roles": roles}, "Workflow": {"Services": [lamp()]}}}
    file, other = written(tmp_path, value), written(tmp_path, {"roles": roles}, "other.json")
    args = ["import", "digit", file, "-o", str(tmp_path / "lamp"), "--escalation", other]
    code, said = run(capsys, *args)
    assert (code, [one["at"] for one in said["notes"]]) == (0, ["$.MdmsRes.ACCESSCONTROL", "$"])


def test_what_is_too_much_for_a_profile_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One service at a time can be taken."""
    many = [state(f"S{n}", action("GO", "DONE", "FITTER"), info="x" * 1900) for n in range(400)]
    value = [service(*many, state("DONE"), businessService=f"B{n}") for n in range(3)]
    file = written(tmp_path, value)
    assert main(["import", "digit", file, "-o", str(tmp_path / "all")]) == 2
    assert "--service" in capsys.readouterr().err
    assert not (tmp_path / "all").exists()


def test_a_profile_of_our_own_goes_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With what DIGIT cannot say told by its address; what comes in again has the same states."""
    out = str(tmp_path / "out.json")
    code, said = run(capsys, "export", "digit", "grid-work", "-o", out, "--tenant", "pb.c")
    assert code == 0
    codes = {one["at"] for one in said["left_out"]}
    assert {"limits", "flows.outage.actions.notify", "flows.outage.open.needs"} <= codes
    assert run(capsys, "import", "digit", out, "-o", str(tmp_path / "in"))[0] == 1
    ours, theirs = load("grid-work", packs()).profile, load(tmp_path / "in").profile
    assert ours is not None and theirs is not None
    assert [*theirs.flows] == [*ours.flows]
    for name, flow in ours.flows.items():
        assert [*theirs.flows[name].states] == ["start", *flow.states]
    assert main(["export", "digit", "grid-work", "-o", out]) == 2
    assert "--force" in capsys.readouterr().err
