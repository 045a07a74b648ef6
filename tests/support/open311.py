"""Towns that Open311 clients file requests in: over HTTP, with a key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from lamps import LAMPS, settle
from werkzeug.test import TestResponse

from xiangyue import Engine
from xiangyue.plugs import Limit
from xiangyue_admin import ConsoleSettings, create_app
from xiangyue_admin.accounts import Accounts, Grant

V2 = "/open311/v2"
SINCE = datetime.fromisoformat("2026-01-05T09:00:00+08:00")


class House:
    """An engine with towns whose lamps are kept, a console around it, and a key of a program."""

    def __init__(
        self, engine: Engine, *towns: str, settings: ConsoleSettings | None = None
    ) -> None:
        """Settle them, and make a key."""
        settle(engine, *towns, now=SINCE)
        self.engine = engine
        self.accounts = Accounts(engine)
        grants = [Grant("system", "*")]
        self.accounts.add("root", by="setup", member=None, password="nobody knows", grants=grants)
        self.key = self.new_key()
        self.app: Flask = create_app(engine, settings or ConsoleSettings())
        self.client = self.app.test_client()

    def new_key(self, unit: str = "xian", scopes: Iterable[str] = ("open311:write",)) -> str:
        """Make a key of a program that acts as app."""
        said = {"member": "app", "unit": unit, "scopes": scopes, "by": "root"}
        return self.accounts.new_token("an app", **said)[1]  # type: ignore[arg-type]

    def another(self, name: str, profile: Path = LAMPS) -> Town:
        """Settle one more town."""
        self.engine.add_unit(name, "community", parent="xian", now=SINCE)
        self.engine.install(profile, community=name, now=SINCE)
        self.engine.register("deng", roles={"keeper": name}, since=SINCE, now=SINCE)
        return Town(self, name)


class Town:
    """One town of a house, as a client is used to it; without a name, whatever the house has."""

    def __init__(
        self, house: House, name: str | None = None, client: FlaskClient | None = None
    ) -> None:
        """Remember where it is."""
        self.house = house
        self.engine, self.client = house.engine, client or house.client
        self.named = {} if name is None else {"jurisdiction_id": name}
        self.place = name or "xinqi"

    def ref(self, request: str) -> str:
        """Return the address of the task that a request is."""
        return f"{self.place}/{request}"

    def get(
        self, path: str, headers: Mapping[str, str] | None = None, **query: Any
    ) -> TestResponse:
        """Read something."""
        return self.client.get(f"{V2}/{path}", query_string=self.named | query, headers=headers)

    def read(self, path: str, headers: dict[str, str] | None = None, **query: Any) -> Any:
        """Return what an address says as JSON."""
        answer = self.get(path, headers, **query)
        assert answer.status_code == 200, answer.text
        return answer.json

    def post(
        self, form: str = "json", headers: dict[str, str] | None = None, **said: Any
    ) -> TestResponse:
        """File a request as a form; what is None is not sent."""
        data: dict[str, Any] = {
            "api_key": self.house.key,
            "service_code": "lamp",
            "attribute[kind]": "dark",
        }
        data |= {"address_string": "5 Mill Lane", "description": "It is dark", **self.named, **said}
        sent = {name: value for name, value in data.items() if value is not None}
        return self.client.post(f"{V2}/requests.{form}", data=sent, headers=headers)

    def filed(self, **said: Any) -> Any:
        """File a request and return what is answered."""
        answer = self.post(**said)
        assert answer.status_code == 200, answer.text
        (found,) = answer.get_json()
        return found

    def opened(self, **said: Any) -> str:
        """File a request and return its id."""
        return str(self.filed(**said)["service_request_id"])


def wrong(answer: TestResponse) -> tuple[int, str]:
    """Return with which status and sentence a request was answered."""
    (error,) = answer.get_json()
    assert error["code"] == answer.status_code
    return answer.status_code, str(error["description"])


@contextmanager
def house(
    folder: Path, *towns: str, settings: ConsoleSettings | None = None, limits: Sequence[Limit] = ()
) -> Iterator[House]:
    """Settle towns in a folder; one where none is named."""
    with Engine(f"sqlite:///{folder / 'towns.db'}", limits=limits) as engine:
        yield House(engine, *towns, settings=settings)
