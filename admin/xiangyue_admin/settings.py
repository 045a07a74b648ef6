"""How a console is set up; what is left out suits a laptop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from xiangyue import Misuse


@dataclass(frozen=True, slots=True)
class SignIn:
    """How hard signing in is made for whoever guesses.

    After ``tries`` wrong passwords in a row an account is locked for ``locked_minutes``; an address
    may try ``per_minute`` times. A session ends ``idle_hours`` after it was last used, and
    ``session_hours`` after it began.
    """

    tries: int = 5
    locked_minutes: int = 15
    per_minute: int = 20
    idle_hours: int = 8
    session_hours: int = 24
    least_password: int = 10


@dataclass(frozen=True, slots=True)
class Oidc:
    """An OpenID Connect provider (authorization code with PKCE); ``claim`` names the login."""

    issuer: str
    client_id: str
    client_secret: str
    claim: str = "preferred_username"
    title: str = "OpenID Connect"


@dataclass(frozen=True, slots=True)
class ApiSettings:
    """What the API allows.

    A token may send ``per_minute`` requests, counted by each process for itself. A body has at
    most ``body_bytes`` and ``most_commands``. For so many ``token_seconds`` a process remembers a
    token, and so may heed one a little longer than it lasts. Where ``alert_certificates`` names
    files (PEM), alerts must be signed by a certificate in one of them. ``alert_host`` is the host
    in the sender of alerts that are published; where it is empty, that which a request names.
    """

    per_minute: int = 3000
    body_bytes: int = 4 * 1024 * 1024
    most_commands: int = 1000
    token_seconds: float = 2.0
    alert_certificates: Sequence[str] = ()
    alert_host: str = ""


@dataclass(frozen=True, slots=True)
class Open311Settings:
    """What Open311 tells and allows.

    ``contact`` says whom to ask, ``key_service`` how to get a key. An address may read, and a key
    may send, ``per_minute`` requests, of which ``tokens_per_minute`` may look a number up; a body
    has at most ``body_bytes``. A process remembers a key for ``token_seconds``.
    """

    contact: str = ""
    key_service: str = ""
    per_minute: int = 600
    tokens_per_minute: int = 30
    body_bytes: int = 4 * 1024 * 1024
    token_seconds: float = 2.0


@dataclass(frozen=True, slots=True)
class ConsoleSettings:
    """What the console is told by whoever runs it.

    ``base_url`` is where people reach it, as it stands in messages (``https://…``); where it is
    https, cookies are sent over https alone. With ``oidc`` it must be said, for a request may name
    any host to come back to. ``zone`` is the time zone that dates are shown in. ``upload_bytes``
    bounds what may be sent to it at once. ``proxies`` is how many reverse proxies stand before it
    whose forwarded addresses are believed. Raises Misuse for a ``base_url`` that is missing or no
    address.
    """

    base_url: str | None = None
    zone: str = "Asia/Shanghai"
    upload_bytes: int = 8 * 1024 * 1024
    proxies: int = 0
    sign_in: SignIn = field(default_factory=SignIn)
    oidc: Oidc | None = None
    api: ApiSettings = field(default_factory=ApiSettings)
    open311: Open311Settings = field(default_factory=Open311Settings)

    def __post_init__(self) -> None:
        """Look at the address where people reach it."""
        if self.base_url is not None:
            parts = urlsplit(self.base_url)
            if parts.scheme not in ("http", "https") or not parts.netloc:
                raise Misuse("console-base-url", given=self.base_url)
        elif self.oidc is not None:
            raise Misuse("console-oidc-base-url")

    @property
    def secure(self) -> bool:
        """Whether people reach it over https."""
        return bool(self.base_url and self.base_url.startswith("https://"))
