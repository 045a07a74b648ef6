"""Which addresses on the network may be called: those of the public internet, unless allowed.

A webhook's URL is written by somebody who may not see this network. If it could lead to a private
address, the engine would knock on doors inside for strangers (SSRF).
"""

from __future__ import annotations

import socket
import threading
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any

from xiangyue.sending.undelivered import Undelivered


@dataclass(frozen=True, slots=True)
class Address:
    """Where to connect to: an address that was checked, not a name that may change its mind."""

    family: int
    where: tuple[Any, ...]


def resolve(host: str, port: int, seconds: float, allow_private: bool) -> list[Address]:
    """Return the addresses of a host; all of them must be public unless private ones are allowed.

    Raises Undelivered where there are none, one is private, or it takes longer than ``seconds``.
    """
    found = [Address(family, where) for family, _, _, _, where in _look_up(host, port, seconds)]
    if not allow_private:
        for address in found:
            if not is_public(address.where[0]):
                raise Undelivered("webhook-private", str(address.where[0]))
    return found


def is_public(address: str) -> bool:
    """Tell whether an address is one of the public internet, whatever it is wrapped in."""
    ip = ip_address(address)
    apart = ip.is_multicast or ip.is_reserved or ip.is_unspecified
    if apart or not ip.is_global:
        return False
    return isinstance(ip, IPv4Address) or _leads_out(ip)


def _leads_out(ip: IPv6Address) -> bool:
    """Tell whether an address of version 6 stays away from sites and hides no private one."""
    inside = ip.sixtofour or ip.ipv4_mapped
    return not ip.is_site_local and (inside is None or is_public(str(inside)))


def _look_up(host: str, port: int, seconds: float) -> list[Any]:
    """Ask for a host's addresses; the resolver takes no limit, so it is left behind when late."""
    answers: list[list[Any]] = []
    errors: list[Exception] = []

    def ask() -> None:
        try:
            answers.append(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            errors.append(error)

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(max(0.0, seconds))
    if answers:
        return answers[0]
    if errors:
        raise Undelivered("webhook-unresolved", host) from errors[0]
    raise Undelivered("webhook-timeout")
