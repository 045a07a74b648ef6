"""Which installed channel carries which kind of message: what ``channels.yaml`` says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from jsonschema import Draft202012Validator

from xiangyue.channel import CHANNEL_KINDS, Channel, NotDelivered, Outgoing, Receipt
from xiangyue.errors import BadInput
from xiangyue.frozen import frozen
from xiangyue.profile import Finding, source
from xiangyue.profile.check import address, explain, hint, in_order, listed, nearest, value_place
from xiangyue.profile.judge import judge_by
from xiangyue.profile.node import Node
from xiangyue.reach.composing import Letter
from xiangyue.spelling import shown

_MOST = 50
_ENTRY: dict[str, Any] = {
    "type": "object",
    "properties": {"channel": {"type": "string"}, "config": {"type": "object"}},
    "required": ["channel"],
    "additionalProperties": False,
}
_FILE = {"type": "object", "additionalProperties": _ENTRY}


class Route(NamedTuple):
    """A channel with the config that an installation gives it."""

    channel: Channel
    config: Mapping[str, Any]


class Delivery(NamedTuple):
    """What became of a letter: its receipt, and the profile's channel that carried it."""

    receipt: Receipt
    channel: str


class Switchboard:
    """Hands messages to channels.

    ``routes`` are named by a profile's channel, or by a kind where no channel of that name stands.
    """

    def __init__(self, routes: Mapping[str, Route]) -> None:
        """Remember the routes."""
        self.routes = routes

    def send(self, message: Outgoing) -> Receipt:
        """Send one message; raises NotDelivered, whatever went wrong."""
        route = self.routes.get(message.channel) or self.routes.get(message.kind)
        if route is None or message.kind not in route.channel.kinds:
            raise NotDelivered("channel-unset", again=False, channel=message.channel)
        try:
            receipt = route.channel.send(message, route.config)
        except NotDelivered:
            raise
        except Exception as error:
            detail = type(error).__name__  # its words may quote the message
            values = {"channel": route.channel.name, "detail": detail}
            raise NotDelivered("channel-refused", again=True, **values) from error
        return receipt

    def deliver(
        self, letter: Letter, send: Callable[[Outgoing], Receipt] | None = None
    ) -> Delivery:
        """Send a letter by the first of its channels that takes it.

        ``send`` is what calls ``send`` of the switchboard, where somebody wants to see each try.
        Raises the first NotDelivered that may pass when tried again, else the last one.
        """
        failures, send = [], send or self.send
        for message in letter.tries:
            try:
                return Delivery(send(message), message.channel)
            except NotDelivered as failure:
                failures.append(failure)
        if not failures:
            raise NotDelivered("channel-none", again=False, recipient=letter.recipient or "-")
        raise next((one for one in failures if one.again), failures[-1])


def read_routes(
    file: Path, channels: Mapping[str, Channel]
) -> tuple[dict[str, Route], tuple[Finding, ...]]:
    """Read ``channels.yaml``; return the routes that are whole, and what is wrong with others.

    Raises BadInput where it cannot be read at all.
    """
    root = source.read(file)
    wrong = explain(root, judge_by(_FILE).iter_errors(root.plain()))
    if wrong:
        return {}, wrong
    routes: dict[str, Route] = {}
    findings: list[Finding] = []
    for name, entry in root.items():
        found = _check(name, entry, channels)
        findings += found
        if not found:
            said = entry.plain()
            routes[name] = Route(channels[said["channel"]], frozen(said.get("config", {})))
    return routes, tuple(in_order(findings))


def open_switchboard(file: Path, channels: Mapping[str, Channel]) -> Switchboard:
    """Return the switchboard that a file describes; raises BadInput for the first thing wrong."""
    routes, findings = read_routes(file, channels)
    if findings:
        first = findings[0]
        raise BadInput(first.code, place=first.place, **first.values)
    return Switchboard(routes)


def _check(name: str, entry: Node, channels: Mapping[str, Channel]) -> list[Finding]:
    said = entry.plain()
    plugin = channels.get(said["channel"])
    if plugin is None:
        given, best = shown(said["channel"]), nearest(said["channel"], channels)
        values = {"channel": given, "hint": hint(best), "known": listed(channels)}
        place = value_place(entry, ("channel",))
        return [Finding("channel-unknown", "error", place, f"{name}.channel", values)]
    if name in CHANNEL_KINDS and name not in plugin.kinds:
        values = {"channel": plugin.name, "kind": name, "kinds": ", ".join(plugin.kinds)}
        return [Finding("channel-serves", "error", entry.place, name, values)]
    validator = Draft202012Validator(plugin.config_schema)
    found = []
    for error in islice(validator.iter_errors(said.get("config", {})), _MOST):
        path = ("config", *error.absolute_path)
        rule = f"{error.validator}: {shown(error.validator_value)}"
        values = {"channel": plugin.name, "rule": rule, "key": address((name, *path))}
        found.append(
            Finding(
                "channel-config", "error", value_place(entry, path), address((name, *path)), values
            )
        )
    return found
