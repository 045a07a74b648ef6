"""Requests that are filed and followed through Open311, as its clients do."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import yaml
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from lamps import LAMPS
from open311 import SINCE, House, Town, house, wrong
from probes import Probe, later

from xiangyue import Engine
from xiangyue_admin import ConsoleSettings, Open311Settings, open311_blueprint
from xiangyue_admin.api.callers import ByToken, Caller

DAY = timedelta(days=1)
ANSWERED = {"outcome": "mended", "reply": "Wang knows", "back_on": "2026-06-01T12:00:00Z"}


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house in which each test has a town of its own."""
    with house(tmp_path_factory.mktemp("towns")) as found:
        yield found


@pytest.fixture
def here(towns: House, request: pytest.FixtureRequest) -> Town:
    """A town with a key."""
    return towns.another(f"t{sum(map(ord, request.node.name))}")


def test_services_are_what_is_offered(here: Town) -> None:
    """Categories that an office alone takes in are no services; the words are the caller's."""
    services = here.read("services.json")
    assert [one["service_code"] for one in services] == ["lamp", "idea"]
    assert services[0]["metadata"] is True and services[1]["metadata"] is False
    chinese = here.read("services.json", {"Accept-Language": "zh-CN"})
    assert chinese[0]["service_name"] == "路灯"
    assert here.read("services.json", locale="zh")[0]["service_name"] == "路灯"


def test_a_definition_asks_what_the_flow_asks(here: Town) -> None:
    """Each field is an attribute of its type, but for those that hold what is said of any."""
    asked = here.read("services/lamp.json")["attributes"]
    assert {one["code"]: one["datatype"] for one in asked} == {
        "kind": "singlevaluelist",
        "post": "number",
        "nights": "multivaluelist",
        "wires": "singlevaluelist",
        "dark_since": "datetime",
        "seen_at": "datetime",
    }
    assert [one["order"] for one in asked] == [1, 2, 3, 4, 5, 6]
    assert [one["code"] for one in asked if one["required"]] == ["kind"]
    assert asked[0]["values"][0] == {"key": "dark", "name": "It is dark"}


def test_a_request_becomes_a_matter(here: Town) -> None:
    """The program brings it up for whoever is not registered, and a receipt leads there."""
    filed = here.filed(
        lat="30.25",
        long="120.5",
        phone="13800000000",
        **{
            "attribute[nights][]": ["fri", "sun"],
            "attribute[wires]": "true",
            "attribute[post]": "17",
            "attribute[dark_since]": "2026-05-30T22:00:00Z",
            "attribute[seen_at]": "2026-05-31 20:15:00",
        },
    )
    task = here.engine.task(here.ref(filed["service_request_id"]))
    assert task.opener == Engine.PUBLIC
    assert {name: task.data[name] for name in task.data if name not in ("title", "by_then")} == {
        "category": "lamp",
        "kind": "dark",
        "matter": "It is dark",
        "place": "5 Mill Lane",
        "north": 30.25,
        "east": 120.5,
        "reach_at": "13800000000",
        "nights": ["fri", "sun"],
        "wires": True,
        "post": 17,
        "dark_since": "2026-05-31",
        "seen_at": "2026-05-31T20:15:00+08:00",
    }
    (opened,) = here.engine.history(task)
    assert (opened.command.actor, opened.command.source) == ("app", "helper")
    number = filed["service_notice"].split(": ", 1)[1].split(".")[0]
    assert here.engine.follow(number, community=here.place).task == task.ref
    answer = here.get(f"tokens/{number.replace(' ', '')}.json")
    assert answer.headers["Cache-Control"] == "no-store"
    token = answer.get_json()
    assert token == [{"service_request_id": task.id, "token": number.replace(" ", "")}]


def test_who_somebody_is_is_not_kept(here: Town) -> None:
    """What has no field is left out and named; nothing of it stands in the store."""
    said = {
        "first_name": "Meilan",
        "last_name": "Ouyang",
        "email": "x@y.example",
        "device_id": "d-81",
    }
    notice = here.filed(service_code="idea", **said)["service_notice"]
    assert "Not kept: attribute[kind], first_name, last_name, email, device_id." in notice
    long = {"phone": "13800000000", "email": f"{'x' * 70}@y.example"}
    filed = here.filed(**long)
    assert here.engine.task(here.ref(filed["service_request_id"])).data["reach_at"] == "13800000000"
    assert "Not kept: email." in filed["service_notice"]
    with here.engine.sql.connect() as rows:
        kept = [
            str(row)
            for name in ("journal", "payload", "task")
            for row in rows.exec_driver_sql(f"SELECT * FROM {name}")
        ]
    assert not [row for row in kept for text in said.values() if text in row]


def test_a_place_without_a_field_stands_beneath_the_text(here: Town) -> None:
    """Where no field holds it, the text says where it is and shows the picture's address."""
    name = here.opened(
        service_code="idea", lat="30.25", long="120.5", media_url="https://p.example/1.jpg"
    )
    assert here.engine.task(here.ref(name)).data["matter"].split("\n") == [
        "It is dark",
        "Where: 5 Mill Lane",
        "Picture: https://p.example/1.jpg",
        "Position: 30.25, 120.5 (WGS 84)",
    ]


def test_every_picture_is_kept(here: Town) -> None:
    """A client that sends several addresses, as a form or as a list, loses none of them."""
    urls = [f"https://p.example/{n}.jpg" for n in range(3)]
    said = {"api_key": here.house.key, **here.named, "service_code": "idea", "lat": 1, "long": 2}
    listed = here.client.post("/open311/v2/requests.json", json=said | {"media_url": urls})
    names = [listed.get_json()[0]["service_request_id"]]
    names += [here.opened(service_code="idea", media_url=urls), here.opened(media_url=urls)]
    for name in names:
        matter = str(here.engine.task(here.ref(name)).data["matter"])
        assert [matter.count(url) for url in urls] == [1, 1, 1]


def test_everybody_sees_how_a_request_stands(here: Town) -> None:
    """Its status comes back with what was told and by when, and nobody's words or name."""
    name = here.opened(description="Old Wang fell", lat="30.25", long="120.5")
    (seen,) = here.read(f"requests/{name}.json")
    assert (seen["status"], seen["status_notes"]) == ("open", "Raised")
    assert (seen["agency_responsible"], seen["description"]) == ("Lamp keeper", None)
    assert (seen["address"], seen["lat"], seen["long"]) == ("5 Mill Lane", 30.25, 120.5)
    due = datetime.fromisoformat(seen["expected_datetime"]) - datetime.fromisoformat(
        seen["requested_datetime"]
    )
    assert due == 3 * DAY and seen["requested_datetime"].endswith("+08:00")
    for action, more in (("look", {}), ("answer", ANSWERED)):
        assert here.engine.act(here.ref(name), action, by="deng", data=more)
    (seen,) = here.read("requests.json", service_request_id=name)
    assert (seen["status"], seen["status_notes"]) == (
        "closed",
        "Closed; What came of it: Mended; On again from: 2026-06-01 20:00",
    )
    assert "Wang" not in str(seen)


def test_requests_are_asked_for(here: Town) -> None:
    """By ids, service, status and time; a thousand at most, page by page, the newest first."""
    lamps = [here.opened() for _ in range(3)]
    idea = here.opened(service_code="idea")
    here.engine.act(here.ref(idea), "end", by="deng")

    def ids(**query: Any) -> list[str]:
        return [one["service_request_id"] for one in here.read("requests.json", **query)]

    assert ids() == [idea, *lamps[::-1]]
    assert ids(service_request_id=f"{lamps[0]},none,{idea}", status="open") == [lamps[0], idea]
    assert ids(service_code="idea,nothing") == [idea]
    assert ids(status="closed") == [idea] and ids(status="OPEN,closed") == ids()
    assert ids(page_size=3) + ids(page_size=3, page=2) == ids()
    yesterday = (datetime.now(UTC) - DAY).isoformat()
    assert ids(start_date=yesterday) == ids(end_date="", start_date="") == ids()
    assert ids(end_date=yesterday) == []
    today = f"{datetime.now(UTC) + timedelta(hours=8):%Y-%m-%d}"
    assert ids(start_date=today, end_date=today) == ids()


def test_the_same_from_the_same_hand_is_one_request(here: Town) -> None:
    """A retry finds what it filed, with the same number; once that is closed it is another one."""
    first = here.filed(device_id="d-81")
    assert here.filed(device_id="d-81") == first
    assert here.filed(device_id="d-82") != first
    name = first["service_request_id"]
    here.engine.act(here.ref(name), "look", by="deng")
    assert here.filed(device_id="d-81") == first
    here.engine.act(here.ref(name), "answer", by="deng", outcome="mended")
    again = here.filed(device_id="d-81")
    assert again != first and here.filed(device_id="d-81") == again
    assert len({here.opened(), here.opened()}) == 2


def test_a_key_of_a_request_counts_once(here: Town) -> None:
    """The same ``Idempotency-Key`` brings the same request, and another content is a clash."""
    once = {"Idempotency-Key": "a1"}
    first = here.filed(headers=once)
    assert here.filed(headers=once) == first
    assert wrong(here.post(headers=once, description="Another"))[0] == 409


def test_what_a_request_lacks_is_said(here: Town) -> None:
    """The standard's own errors, and every reason of the engine, each in a sentence."""
    lacks: dict[str, tuple[int, dict[str, Any]]] = {
        "service_code was not": (400, {"service_code": None}),
        "no “pothole”": (404, {"service_code": "pothole"}),
        "no “sf.gov”": (404, {"jurisdiction_id": "sf.gov"}),
        "api_key was not": (403, {"api_key": None}),
        "Invalid api_key": (403, {"api_key": "xy_none"}),
        "No place": (400, {"address_string": ""}),
        "only one": (400, {"lat": "1"}),
        "lat is 91": (400, {"lat": "91", "long": "0"}),
        "long is NaN": (400, {"lat": "1", "long": "NaN"}),
        "What is wrong": (400, {"attribute[kind]": "melts"}),
        "characters": (400, {"description": "x" * 4001}),
        "cannot be read": (400, {"description": "a\x00b"}),
        "no address": (400, {"media_url": "javascript:alert(1)"}),
        "no address: http://[": (400, {"media_url": "http://["}),
        "Accepted: date-time": (400, {"attribute[seen_at]": "9999-12-31T23:59:59Z"}),
    }
    for words, (status, said) in lacks.items():
        found, sentence = wrong(here.post(**said))
        assert found == status and words in sentence
    whole = {
        "service_code": "lamp",
        "api_key": here.house.key,
        **here.named,
        "address_string": "五号",
    }
    sent = urlencode(whole, encoding="gb18030")
    form = "application/x-www-form-urlencoded"
    chinese = here.client.post("/open311/v2/requests.json", data=sent, content_type=form)
    assert "UTF-8" in wrong(chinese)[1]
    assert not here.engine.refused(here.place).items


def test_what_a_query_cannot_mean_is_said(here: Town) -> None:
    """A status, a moment, a page that there is none of, and more than ninety days."""
    for name, value in (
        ("status", "done"),
        ("start_date", "04-01-2010"),
        ("start_date", "9999-12-30"),
        ("start_date", "9999-12-31T23:59:59Z"),
        ("end_date", "0001-01-02T00:00:00Z"),
        ("end_date", "9999"),
        ("page", "0"),
        ("service_code", ",".join(map(str, range(1001)))),
        ("page_size", "1001"),
        ("page", "999999"),
    ):
        assert wrong(here.get("requests.json", None, **{name: value}))[0] == 400
    span = {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-06-01"}
    assert "90 days" in wrong(here.get("requests.json", None, **span))[1]


def test_errors_have_the_form_that_was_asked_for(here: Town) -> None:
    """In XML too, and where an address has no form, as ``Accept`` wants it."""
    answer = here.get("services/none.xml")
    assert answer.content_type == "text/xml; charset=utf-8"
    assert answer.text.startswith(
        '<?xml version="1.0" encoding="utf-8"?>\n<errors><error><code>404<'
    )
    assert here.get("services").mimetype == "text/xml"
    assert here.get("services", {"Accept": "application/json"}).mimetype == "application/json"
    assert wrong(here.get("nothing.json"))[0] == 404
    refused = here.client.delete("/open311/v2/requests.json")
    assert wrong(refused)[0] == 405 and refused.headers["Allow"] == "GET, HEAD, POST"


def test_a_key_is_for_its_scope_and_its_place(tmp_path: Path) -> None:
    """A key without the scope, or of another community, files nothing."""
    with house(tmp_path, "xinqi", "lvyuan") as found:
        here = Town(found)
        other = found.new_key(unit="lvyuan")
        reads = found.new_key(scopes=["tasks:read"])
        assert wrong(here.post(api_key=reads, jurisdiction_id="xinqi"))[0] == 403
        assert wrong(here.post(api_key=other, jurisdiction_id="xinqi"))[0] == 403
        found.key = other
        name = here.opened()
        assert here.engine.task(f"lvyuan/{name}").flow == "lamp"


def test_several_communities_are_told_apart(tmp_path: Path) -> None:
    """Each is a jurisdiction; what names none is asked for it, unless its position says where."""
    with house(tmp_path, "xinqi", "lvyuan") as found:
        here = Town(found)
        assert wrong(here.get("services.json"))[0] == 400
        assert len(here.read("services.json", jurisdiction_id="lvyuan")) == 2
        assert wrong(here.post())[0] == 400
        ring = [(30.0, 120.0), (30.0, 121.0), (31.0, 121.0), (31.0, 120.0), (30.0, 120.0)]
        here.engine.add_unit("east", "grid", parent="lvyuan")
        here.engine.place("east", outline=[ring], by="app")
        name = here.opened(lat="30.5", long="120.5")
        assert here.engine.task(f"lvyuan/{name}").unit == "east"
        assert wrong(here.post(lat="10", long="10"))[0] == 400


def test_a_body_may_be_json_or_carry_files(here: Town) -> None:
    """What clients send besides forms is read alike; a picture itself is not kept, and said so."""
    said = {
        "api_key": here.house.key,
        **here.named,
        "service_code": "lamp",
        "lat": 30.25,
        "long": 120.5,
        "address_id": None,
        "attribute": {"kind": "leans", "nights": ["fri"], "post": 4},
    }
    answer = here.client.post("/open311/v2/requests.json", json=said)
    (filed,) = answer.json  # type: ignore[misc]
    data = here.engine.task(here.ref(filed["service_request_id"])).data
    assert (data["kind"], data["nights"], data["post"]) == ("leans", ["fri"], 4)
    picture = here.filed(media=(BytesIO(b"PNG"), "lamp.png"))
    assert "Not kept: media." in picture["service_notice"]
    odd = here.client.post("/open311/v2/requests.json", data="[1", content_type="application/json")
    assert wrong(odd)[0] == 400


def test_what_a_body_cannot_be_is_said(here: Town) -> None:
    """Too many or too deep values, an attribute that is none, and whatever is packed."""
    said = {"api_key": here.house.key, **here.named, "service_code": "lamp", "lat": 1, "long": 2}
    deep: Any = 1
    for _ in range(900):
        deep = [deep]
    bodies: list[dict[str, Any]] = [
        {"attribute": {"nights": ["fri"] * 1000}},
        {"description": deep},
        {"attribute": {"kind": deep}},
        {"attribute": ["dark"]},
        {"attribute": "dark"},
    ]
    for body in bodies:
        answer = here.client.post("/open311/v2/requests.json", json=said | body)
        assert wrong(answer)[0] == 400
    assert "gzip" in wrong(here.post(headers={"Content-Encoding": "gzip"}))[1]


def test_attributes_in_a_list_keep_all_their_values(here: Town) -> None:
    """A code that comes several times has several values, as in a form."""
    nights = [{"code": "nights", "value": one} for one in ("fri", "sun")]
    said = {"api_key": here.house.key, **here.named, "service_code": "lamp", "lat": 1, "long": 2}
    many = [{"code": "kind", "value": "dark"}, *nights]
    answer = here.client.post("/open311/v2/requests.json", json=said | {"attribute": many})
    name = answer.get_json()[0]["service_request_id"]
    assert here.engine.task(here.ref(name)).data["nights"] == ["fri", "sun"]


def test_what_waits_is_known_by_its_token(tmp_path: Path) -> None:
    """Where a limit puts a matter off its token is answered, and leads to it in its time."""
    tomorrow = datetime.now(UTC) + DAY
    text = (LAMPS / "profile.yaml").read_text("utf-8")
    told = "does: [{message: {to: keeper, say: {en: Look, zh: 请看}}}]"
    text = text.replace("asks: matter}", f"asks: matter, {told}}}")
    text += (
        "limits: {first: {limit: probe, stance: enforce, config: {as: first}, budget_ms: 10000}}"
    )
    (tmp_path / "profile.yaml").write_text(text, "utf-8")
    with house(tmp_path, limits=[Probe(first=later(tomorrow, "message"))]) as found:
        here = found.another("late", tmp_path)
        filed = here.filed(service_code="idea")
        assert "service_request_id" not in filed
        (waits,) = here.read(f"tokens/{filed['token']}.json")
        assert waits == {"service_request_id": None, "token": filed["token"]}
        found.engine.tick(tomorrow)
        (there,) = here.read(f"tokens/{filed['token']}.json")
        assert found.engine.task(here.ref(there["service_request_id"])).flow == "idea"


def test_discovery_says_where_and_since_when(tmp_path: Path) -> None:
    """Where it is reached, whom to ask, and when the services changed last."""
    settings = ConsoleSettings(
        base_url="https://c.example",
        open311=Open311Settings(contact="Ask Li", key_service="At Li's"),
    )
    with house(tmp_path, settings=settings) as found:
        here = Town(found)
        said = here.read("discovery.json")
        assert (said["contact"], said["key_service"]) == ("Ask Li", "At Li's")
        (endpoint,) = said["endpoints"]
        assert endpoint["url"] == "https://c.example/open311/v2"
        assert datetime.fromisoformat(said["changeset"]) == SINCE
        assert (
            "<endpoint><specification>http://wiki.open311.org/GeoReport_v2<"
            in here.get("discovery.xml").text
        )


def test_whoever_comes_too_fast_waits(tmp_path: Path) -> None:
    """So many questions in a minute, and fewer numbers looked up."""
    settings = ConsoleSettings(open311=Open311Settings(per_minute=3, tokens_per_minute=1))
    with house(tmp_path, settings=settings) as found:
        here = Town(found)
        assert [here.get("services.json").status_code for _ in range(4)] == [200, 200, 200, 429]
        assert [here.get("tokens/1.json").status_code for _ in range(2)] == [404, 429]
        guess = {"REMOTE_ADDR": "192.0.2.1"}
        tried = [
            here.client.post("/open311/v2/requests.json", data={"api_key": "x"}, environ_base=guess)
            for _ in range(4)
        ]
        assert [one.status_code for one in tried] == [403, 403, 403, 429]


def test_any_page_may_ask(here: Town) -> None:
    """A browser lets every page read the answers, for no cookie counts here."""
    assert here.get("services.json").headers["Access-Control-Allow-Origin"] == "*"
    asked = here.client.options("/open311/v2/requests.json")
    assert asked.status_code == 204 and "POST" in asked.headers["Access-Control-Allow-Methods"]


def test_another_application_takes_it_in(towns: House) -> None:
    """Under a prefix of its own, with keys of its own, and its error pages stay its own."""
    key = towns.new_key()

    class Keys:
        def caller(self, secret: str) -> Caller | None:
            return ByToken(towns.accounts).caller(key) if secret == "ours" else None

    app = Flask("theirs")
    blueprint = open311_blueprint(towns.engine, callers=Keys(), base_url="https://t.example/x")
    app.register_blueprint(blueprint, url_prefix="/city/311")
    app.register_error_handler(404, lambda error: ("theirs", 404))
    client = app.test_client()
    assert client.get("/elsewhere").text == "theirs"
    assert wrong(client.get("/city/311/none.json"))[0] == 404
    (endpoint,) = client.get("/city/311/discovery.json").get_json()["endpoints"]
    assert endpoint["url"] == "https://t.example/x/city/311"
    town = towns.another("theirs")
    said = {"service_code": "idea", "address_string": "1", **town.named}
    assert client.post("/city/311/requests", data=said | {"api_key": "ours"}).status_code == 200
    assert client.post("/city/311/requests", data=said | {"api_key": key}).status_code == 403


def test_sent_at_once_from_one_hand_it_is_one_request(here: Town) -> None:
    """Whoever presses several times has filed once, and is told the same number each time."""

    def press(_: int) -> Any:
        client = here.house.app.test_client()
        return Town(here.house, here.place, client).filed(device_id="d-81")

    with ThreadPoolExecutor(6) as pool:
        first, *others = pool.map(press, range(6))
    assert others == [first] * 5
    assert len(here.read("requests.json")) == 1


SORTS = st.sampled_from(["none", "personal", "sensitive"])
SHOWN = ("matter", "place", "north", "east", "reach_at", "outcome", "reply")


@settings(max_examples=6)
@given(sorts=st.fixed_dictionaries(dict.fromkeys(SHOWN, SORTS)))
def test_what_is_not_open_is_never_shown(
    towns: House, tmp_path_factory: pytest.TempPathFactory, sorts: dict[str, str]
) -> None:
    """Whatever a profile takes for personal, nobody reads it; what is open, everybody may."""
    document = yaml.safe_load((LAMPS / "profile.yaml").read_text("utf-8"))
    for name, sort in sorts.items():
        document["fields"][name]["sensitivity"] = sort
    folder = tmp_path_factory.mktemp("lamps")
    (folder / "profile.yaml").write_text(yaml.safe_dump(document, sort_keys=False), "utf-8")
    town = towns.another(f"s{folder.name}", folder)
    said = {"description": "matter!", "address_string": "place!", "phone": "reach_at!"}
    name = town.opened(**said, lat="33.5", long="77.25")
    for action, data in (("look", {}), ("answer", {"outcome": "mended", "reply": "reply!"})):
        assert towns.engine.act(town.ref(name), action, by="deng", data=data)
    seen = town.get(f"requests/{name}.xml").text + town.get("requests.json").text
    words = {"north": "33.5", "east": "77.25", "outcome": "Mended"}
    shown = {field for field in SHOWN if words.get(field, f"{field}!") in seen}
    assert shown == {field for field in SHOWN if sorts[field] == "none"} - {"reach_at"}
