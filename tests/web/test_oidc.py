"""Signing in at a provider of the house: a real one, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import orjson
import pytest
import requests
from visitors import Visitor, free_port

from xiangyue import Engine, Misuse
from xiangyue_admin import ConsoleSettings, Oidc, create_app
from xiangyue_admin.accounts import Accounts

HERE = "http://localhost/council"


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """A provider that knows Li, who has an account here, and Xu, who has none."""
    port = free_port()
    users = [
        f"--user-claims={orjson.dumps({'sub': sub, 'preferred_username': login}).decode()}"
        for sub, login in (("1", "li"), ("2", "xu"), ("3", "zhao"))
    ]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--require-nonce", "true", *users],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            try:
                requests.get(f"{url}/.well-known/openid-configuration", timeout=5)
                break
            except requests.ConnectionError:
                assert process.poll() is None
                time.sleep(0.1)
        yield url
    finally:
        process.kill()
        process.wait(30)


@pytest.fixture
def visitor(engine: Engine, provider: str) -> Visitor:
    """Somebody at a console that sends people to the provider."""
    oidc = Oidc(provider, "xiangyue", "a secret", title="the county's sign-in")
    return Visitor(create_app(engine, ConsoleSettings(base_url=HERE, oidc=oidc)))


def way_back(visitor: Visitor, sub: str) -> str:
    """Go to the provider, say who one is, and return the address it leads back to."""
    url = visitor.get("/sign-in/oidc").headers["Location"]
    query = parse_qs(urlsplit(url).query)
    assert query["code_challenge_method"] == ["S256"]
    answer = requests.post(url, data={"sub": sub}, allow_redirects=False, timeout=10)
    back = urlsplit(answer.headers["Location"])
    return f"{back.path}?{back.query}"


def test_the_page_offers_it(visitor: Visitor) -> None:
    """Beside name and password, by the name that people know it by."""
    assert "Sign in with the county&#39;s sign-in" in visitor.get("/sign-in").text


def test_the_provider_says_who_it_is(visitor: Visitor) -> None:
    """Li, who has an account here, is signed in."""
    assert visitor.get(way_back(visitor, "1")).status_code == 303
    assert "Sign out" in visitor.get("/sign-in").text


def test_who_has_no_account_here_stays_outside(visitor: Visitor, accounts: Accounts) -> None:
    """The provider knows Xu, the console does not; a disabled account is none either."""
    answer = visitor.get(way_back(visitor, "2"))
    assert answer.status_code == 401
    assert "did not let you in" in answer.text
    accounts.disable("zhao", by="root")
    assert visitor.get(way_back(visitor, "3")).status_code == 401
    assert "Sign out" not in visitor.get("/sign-in").text


def test_the_way_back_is_where_the_settings_say(visitor: Visitor) -> None:
    """Whatever host a request names, the provider is told the one that people reach."""
    url = visitor.get("/sign-in/oidc", base_url="http://evil.example").headers["Location"]
    assert parse_qs(urlsplit(url).query)["redirect_uri"] == ["http://localhost/sign-in/oidc/back"]


@pytest.mark.parametrize(
    "base_url, said", [(None, "needs the address"), ("compact.example.org", "is no address")]
)
def test_without_a_way_back_there_is_no_console(base_url: str | None, said: str) -> None:
    """It says so before anything begins, with what to write."""
    oidc = Oidc("https://id.example.org", "xiangyue", "a secret")
    with pytest.raises(Misuse, match=said) as caught:
        ConsoleSettings(base_url=base_url, oidc=oidc)
    assert "base_url" in str(caught.value)


def test_an_answer_that_was_not_asked_for_is_refused(visitor: Visitor) -> None:
    """Another's answer, one that is used twice, and one with another state open nothing."""
    stranger = Visitor(visitor.client.application)
    back = way_back(stranger, "1")
    assert visitor.get(back).status_code == 401
    visitor.get("/sign-in/oidc")
    assert visitor.get(back).status_code == 401
    own = way_back(visitor, "1")
    assert visitor.get(own).status_code == 303
    assert visitor.get(own).status_code == 401


def test_a_provider_that_cannot_be_reached_is_said(engine: Engine) -> None:
    """In a sentence, without a trace; name and password go on working."""
    gone = Oidc(f"http://127.0.0.1:{free_port()}", "xiangyue", "a secret")
    visitor = Visitor(create_app(engine, ConsoleSettings(base_url=HERE, oidc=gone)))
    assert visitor.get("/sign-in/oidc").status_code == 401
    assert visitor.sign_in("li").status_code == 303


def test_a_provider_is_asked_over_https_alone(engine: Engine) -> None:
    """Elsewhere than on this machine, http is not tried."""
    elsewhere = Oidc("http://provider.example", "xiangyue", "a secret")
    settings = ConsoleSettings(base_url=HERE, oidc=elsewhere)
    assert Visitor(create_app(engine, settings)).get("/sign-in/oidc").status_code == 401
    without = replace(settings, oidc=None)
    assert Visitor(create_app(engine, without)).get("/sign-in/oidc").status_code == 404
