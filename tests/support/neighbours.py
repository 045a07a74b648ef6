"""Two communities side by side, each with rows that nobody of the other may read a word of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import Flask
from visitors import Visitor

from xiangyue import Engine
from xiangyue_admin.accounts import Accounts, Grant

OWN, BESIDE = "xinqi", "lvyuan"
PLACES: Final = (OWN, BESIDE)
MARKS: Final = {OWN: "Zinnober-Amsel", BESIDE: "Purpur-Drossel"}
"""A word that stands in every title, name, note and reason of a community, and nowhere else."""

PEOPLE: Final[Mapping[str, tuple[str | None, tuple[Grant, ...]]]] = {
    "resident": ("resident-xinqi", ()),
    "cadre": ("wang", ()),
    "helper": ("resident-lvyuan", (Grant("desk", OWN),)),
    "admin": ("li", (Grant("admin", OWN),)),
    "sibling": ("du", (Grant("admin", BESIDE), Grant("desk", BESIDE))),
    "county": ("lu", (Grant("admin", "anhe"),)),
    "system": (None, (Grant("system", "*"),)),
    "disabled": ("dai", (Grant("admin", "*"), Grant("desk", "*"), Grant("system", "*"))),
}
"""Who may sign in: the member, and the powers."""

Ids = dict[str, str]


def furnish(engine: Engine) -> dict[str, Ids]:
    """Add rows to both communities of a demo's store; returns their ids by what they are."""
    accounts, made = Accounts(engine), dict[str, Ids]()
    for place in PLACES:
        mark = MARKS[place]
        person = f"resident-{place}"
        engine.register(person, home=place, name=f"{mark} Anna")
        engine.consent(person, "naming", by=person)
        matter = engine.receive(
            "need",
            community=place,
            by=person,
            title=f"{mark} lamp",
            note=f"{mark} note",
            data={"matter": f"{mark} in the lane"},
        )
        draft = engine.draft(
            place,
            by=f"{place}-committee",
            reason=f"{mark} reason",
            title=f"{mark} draft",
            params={"appeal_window": 9},
        )
        assert matter and draft
        made[place] = {
            "matter": matter.task,
            "draft": draft.task,
            "person": person,
            "call": engine.tasks(place, flow="callout").tasks[0].id,
            "mode": engine.tasks(place, flow="activation").tasks[0].id,
            "seq": engine.heads()[place].partition(":")[0],
        }
    for login, (member, grants) in PEOPLE.items():
        accounts.add(login, by="setup", member=member, grants=grants)
    accounts.add("spare", by="setup")
    spare, _secret = accounts.new_token(
        "spare", member="li", unit=OWN, scopes=["tasks:read"], by="setup"
    )
    engine.subscribe("spare-hook", "https://192.0.2.1/", by="setup")
    made["both"] = {"token": spare.id}
    return made


def come(app: Flask, accounts: Accounts, login: str, task: str) -> Visitor:
    """Return somebody who is there already: signed in, come by a link, or nobody."""
    found = Visitor(app)
    with found.client.session_transaction() as session:
        if login == "link":
            session["xiangyue_link"] = (
                accounts.use_link(accounts.new_link("resident-xinqi", task)) or ""
            )[0]
        elif login != "nobody":
            session["xiangyue_session"] = accounts.begin_session(login)
    if login == "disabled":
        accounts.disable("disabled", by="setup")
    found.get("/guide/")
    return found


def arguments(made: dict[str, Ids], place: str, room: str, page: str) -> dict[str, Any]:
    """Return real values for an address, of a community or of what stands in none."""
    ids = made[place]
    found: dict[str, Any] = {
        "community": place,
        "task": ids["matter"],
        "member": ids["person"],
        "flow": "complaint",
        "category": "need",
        "kind": "xlsx" if room == "start" else "about",
        "name": "need",
        "action": "withdraw",
        "account": "points",
        "entry": "10.0",
        "number": "10.0",
        "seq": ids["seq"],
        "what": "members" if room == "start" else "literacy",
        "field": "content",
        "login": "spare",
        "token": made["both"]["token"],
        "limit": "workload",
        "secret": "invented",
    }
    more: dict[tuple[str, str], dict[str, Any]] = {
        ("entry", "asset"): {"name": "console.css"},
        ("profiles", "change"): {"task": ids["draft"]},
        ("profiles", "what_if"): {"task": ids["draft"]},
        ("profiles", "both"): {"task": ids["draft"]},
        ("profiles", "limit"): {"name": "quiet_hours"},
        ("profiles", "param"): {"name": "appeal_window"},
        ("profiles", "table"): {"name": "admission"},
        ("communities", "mode_open"): {"flow": "first_response"},
        ("communities", "mode_act"): {"task": ids["mode"], "action": "stand_down"},
        ("communities", "call_out"): {"task": ids["call"]},
        ("communities", "events"): {"task": ids["call"]},
        ("communities", "incoming_file"): {"name": "resources"},
        ("communities", "blank"): {"name": "orders"},
        ("start", "file"): {"name": "places"},
    }
    return found | more.get((room, page), {}) | _system(room, page)


def _system(room: str, page: str) -> dict[str, str]:
    hook = page in ("rotate", "redrive_webhook", "unsubscribe")
    return {"name": "spare-hook"} if room == "system" and hook else {}
