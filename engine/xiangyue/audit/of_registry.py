"""What each entry of the registry's chain leads to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import orjson

from xiangyue.audit.fold import Fold
from xiangyue.audit.folded import Body
from xiangyue.audit.of_community import destroyed
from xiangyue.audit.rows import COLUMNS
from xiangyue.canonical import dump, unchained
from xiangyue.values.places import place_row


def _plain(table: str) -> Callable[[Fold, Body], None]:
    def take(fold: Fold, body: Body) -> None:
        fold.put(table, unchained(body["about"]))

    return take


def _unit(fold: Fold, body: Body) -> None:
    about = body["about"]
    fold.put("unit", {**about, "title": dump(about["title"]).decode()})


def _place(fold: Fold, body: Body) -> None:
    about = body["about"]
    unit = about["unit"]
    fold.expect(body, "unit", unit if (unit,) in fold.rows["unit"] else None, unit)
    fold.rows["unit_place"].pop((unit,), None)
    if about["codes"] or about["outline"]:
        fold.put("unit_place", place_row(about))


def _member(fold: Fold, body: Body) -> None:
    fold.put("member", {**body["about"], "named": body["seq"] if "private" in body else None})


def _of_member(fold: Fold, body: Body, column: str) -> None:
    about = body["about"]
    packed = fold.rows["member"].get((about["member"],))
    if fold.expect(body, "member", about["member"] if packed else None, about["member"]) and packed:
        known = dict(zip(COLUMNS["member"], orjson.loads(packed), strict=True))
        fold.put("member", {**known, column: about[column]})


def _consent(fold: Fold, body: Body) -> None:
    about = body["about"]
    fold.rows["consent"].pop((about["member"], about["purpose"]), None)
    if about["given"]:
        fold.put("consent", {**about, "since": body["at"]})


def _contact(fold: Fold, body: Body) -> None:
    about = body["about"]
    fold.rows["contact"].pop((about["member"], about["kind"]), None)
    if "rank" in about:
        fold.put("contact", {**about, "seq": body["seq"]})


def _release(fold: Fold, body: Body) -> None:
    about = body["about"]
    fold.put("release", {**about, "document": about["hash"]})


def _role_end(fold: Fold, body: Body) -> None:
    about = unchained(body["about"])
    key = (about["member"], about["role"], about["unit"], about["since"])
    packed = fold.rows["holding"].get(key)
    fold.expect(body, "since", about["since"] if packed else None, about["since"])
    if packed is not None:
        held = dict(zip(COLUMNS["holding"], orjson.loads(packed), strict=True))
        fold.put("holding", {**held, "until": about["until"]})


def _subscription(fold: Fold, body: Body) -> None:
    about = body["about"]
    lists = {name: dump(about[name]).decode() for name in ("types", "communities")}
    fold.put("subscription", {**about, **lists, "seq": body["seq"]})


def _subscription_secret(fold: Fold, body: Body) -> None:
    name = body["about"]["id"]
    packed = fold.rows["subscription"].get((name,))
    if fold.expect(body, "id", name if packed else None, name) and packed:
        known = dict(zip(COLUMNS["subscription"], orjson.loads(packed), strict=True))
        fold.put("subscription", {**known, "seq": body["seq"]})


def _subscription_end(fold: Fold, body: Body) -> None:
    name = body["about"]["id"]
    found = fold.rows["subscription"].pop((name,), None)
    fold.expect(body, "id", name if found else None, name)


OF_REGISTRY: Mapping[str, Callable[[Fold, Body], None]] = {
    "unit": _unit,
    "place": _place,
    "member": _member,
    "role": _plain("holding"),
    "role-end": _role_end,
    "role-kept": lambda fold, body: None,
    "remark": lambda fold, body: None,
    "absence": _plain("absence"),
    "release": _release,
    "literacy": partial(_of_member, column="literacy"),
    "language": partial(_of_member, column="language"),
    "consent": _consent,
    "contact": _contact,
    "subscription": _subscription,
    "subscription-secret": _subscription_secret,
    "subscription-end": _subscription_end,
    "destroy": destroyed,
}
