"""What pm4py makes of exported logs: run as a process of its own, for it warns of much and is slow.

It reads ``log.xes``, ``log.json``, ``log.xml``, ``log.sqlite`` and ``flows.json`` of a folder (the
ways of each flow) and prints a JSON document of what it found.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any


def mined(folder: Path) -> dict[str, Any]:
    """Let pm4py look at the logs of a folder."""
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", __file__, str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    found: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return found


def main(folder: Path) -> dict[str, Any]:
    """Read everything, and replay tasks that ended on nets made of their profile's flows."""
    import pm4py
    from pm4py.objects.ocel.validation import ocel20_rel_validation
    from pm4py.util import constants

    constants.SHOW_PROGRESS_BAR = False
    log = pm4py.read_xes(str(folder / "log.xes"))
    steps = log[~log["concept:name"].str.startswith("~")]
    ended = steps[steps["case:end"].notna()]
    flows = json.loads((folder / "flows.json").read_text("utf-8"))
    fitness = {}
    for name, some in ended.groupby("case:flow"):
        net = _net(flows[name])
        # Where an action may lead to several states, only alignments find out to which it led.
        fitness[name] = pm4py.fitness_alignments(some, *net)["average_trace_fitness"]
    found = pm4py.discover_petri_net_inductive(steps)
    objects = {}
    for form in ("json", "xml", "sqlite"):
        read = getattr(pm4py, f"read_ocel2_{form}")(str(folder / f"log.{form}"))
        pairs = read.relations[["ocel:eid", "ocel:oid"]].drop_duplicates()
        objects[form] = {
            "events": sorted(read.events[["ocel:eid", "ocel:activity"]].values.tolist()),
            "objects": sorted(read.objects[["ocel:oid", "ocel:type"]].values.tolist()),
            "relations": len(pairs),
            "between": len(read.o2o),
            "changes": len(read.object_changes),
        }
    return {
        "cases": int(steps["case:concept:name"].nunique()),
        "events": len(log),
        "fitness": fitness,
        "inductive": pm4py.fitness_token_based_replay(steps, *found)["log_fitness"],
        "objects": objects,
        "unsatisfied": ocel20_rel_validation.apply(str(folder / "log.sqlite"))[1],
    }


def _net(flow: dict[str, Any]) -> Any:
    """Return the Petri net of a flow: a place for each state, a transition for each way."""
    from pm4py.objects.petri_net.obj import Marking, PetriNet
    from pm4py.objects.petri_net.utils.petri_utils import add_arc_from_to

    net = PetriNet()
    places = {name: PetriNet.Place(name) for name in (*flow["states"], "(begin)", "(end)")}
    net.places.update(places.values())
    ways = [["open", "(begin)", start] for start in flow["start"]]
    ways += flow["ways"]
    ways += [[None, final, "(end)"] for final in flow["final"]]
    for number, (action, source, target) in enumerate(ways):
        transition = PetriNet.Transition(str(number), action)
        net.transitions.add(transition)
        add_arc_from_to(places[source], transition, net)
        add_arc_from_to(transition, places[target], net)
    return net, Marking({places["(begin)"]: 1}), Marking({places["(end)"]: 1})


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))
