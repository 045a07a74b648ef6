"""Signing in at a provider of the house: OpenID Connect, authorization code with PKCE.

Sources: OpenID Connect Core 1.0 §3.1, RFC 7636 (PKCE), RFC 9207 (the issuer in the answer).
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, cast
from urllib.parse import urlsplit

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from xiangyue_admin.settings import Oidc

_SECONDS = 10
_ALGORITHMS = ["RS256", "ES256", "PS256", "EdDSA"]


class NotSignedIn(Exception):
    """The provider did not say who it is; the word that follows is for the log alone."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What has to come back unchanged; kept in the visitor's own cookie meanwhile."""

    state: str
    nonce: str
    verifier: str

    def kept(self) -> dict[str, str]:
        """Return it as the cookie holds it."""
        return asdict(self)


def ask(oidc: Oidc, back: str) -> tuple[str, Asked]:
    """Return where to send the visitor, and what to keep until they are back.

    Raises NotSignedIn where the provider cannot be asked.
    """
    asked = Asked(*(secrets.token_urlsafe(32) for _ in range(3)))
    found = _discover(oidc)
    with _session(oidc, back) as session:
        url, _state = session.create_authorization_url(
            found["authorization_endpoint"],
            state=asked.state,
            nonce=asked.nonce,
            code_verifier=asked.verifier,
        )
    return str(url), asked


def answered(oidc: Oidc, back: str, asked: Asked, answer: Mapping[str, str]) -> str:
    """Return the login that the provider vouches for.

    Raises NotSignedIn for whatever is not exactly as it was asked for.
    """
    if not secrets.compare_digest(answer.get("state", "").encode(), asked.state.encode()):
        raise NotSignedIn("state")
    if "code" not in answer:
        raise NotSignedIn("no-code")
    found = _discover(oidc)
    if answer.get("iss", found["issuer"]) != found["issuer"]:
        raise NotSignedIn("issuer")
    try:
        with _session(oidc, back) as session:
            token = session.fetch_token(
                found["token_endpoint"],
                grant_type="authorization_code",
                code=answer["code"],
                code_verifier=asked.verifier,
                timeout=_SECONDS,
            )
        keys = KeySet.import_key_set(cast("Any", _read(found["jwks_uri"])))
        claims = jwt.decode(token["id_token"], keys, algorithms=_ALGORITHMS).claims
        jwt.JWTClaimsRegistry(
            iss={"essential": True, "value": found["issuer"]},
            aud={"essential": True, "value": oidc.client_id},
            exp={"essential": True},
            nonce={"essential": True, "value": asked.nonce},
        ).validate(claims)
    except (OAuthError, JoseError, requests.RequestException, KeyError, ValueError) as error:
        raise NotSignedIn(type(error).__name__) from error
    login = claims.get(oidc.claim)
    if not isinstance(login, str) or not login:
        raise NotSignedIn("claim")
    return login


def _discover(oidc: Oidc) -> dict[str, Any]:
    found = _read(f"{oidc.issuer.rstrip('/')}/.well-known/openid-configuration")
    if found.get("issuer", "").rstrip("/") != oidc.issuer.rstrip("/"):
        raise NotSignedIn("issuer")
    return found


def _read(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost", "::1"):
        raise NotSignedIn("http")
    try:
        answer = requests.get(url, timeout=_SECONDS, allow_redirects=False)
        answer.raise_for_status()
        found = answer.json()
    except (requests.RequestException, ValueError) as error:
        raise NotSignedIn(type(error).__name__) from error
    if not isinstance(found, dict):
        raise NotSignedIn("json")
    return found


def _session(oidc: Oidc, back: str) -> OAuth2Session:
    return OAuth2Session(
        oidc.client_id,
        oidc.client_secret,
        scope="openid profile",
        redirect_uri=back,
        code_challenge_method="S256",
    )
