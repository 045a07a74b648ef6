"""Every unique and foreign key survives distribution by the community, by the rules of Citus."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from citus import broken, of_foreign, of_metadata, of_unique
from postgres import Server

from xiangyue import Engine
from xiangyue.tables import metadata

README = Path(__file__).parents[2] / "engine" / "README.md"
CALL = re.compile(r"SELECT create_(reference|distributed)_table\('(\w+)'(.*)\);")
ON_POSTGRESQL = pytest.mark.parametrize("database", ["postgresql"], indirect=True)
BREAKING: dict[str, set[str]] = {
    "apart (id text PRIMARY KEY)": {"apart: no community", "apart: unique apart_pkey leads not"},
    "apart (community text, id text UNIQUE)": {
        "apart: not colocated",
        "apart: community may not be distributed by",
        "apart: unique apart_id_key leads not",
    },
    'apart (community text COLLATE "C" NOT NULL, name text, EXCLUDE (name WITH =))': {
        "apart: unique apart_name_excl leads not"
    },
    "apart (community bigint NOT NULL)": {"apart: not colocated"},
    'apart (community text COLLATE "C" NOT NULL, hash text REFERENCES release)': set(),
    'apart (community text COLLATE "C" NOT NULL REFERENCES head ON UPDATE CASCADE)': {
        "apart: to head would change community"
    },
    'apart (community text COLLATE "C" NOT NULL, other text COLLATE "C" REFERENCES head)': {
        "apart: to head without community at the same place"
    },
    'apart (community text COLLATE "C" NOT NULL, version text REFERENCES xiangyue_schema)': {
        "apart: to xiangyue_schema, which is local"
    },
}
"""What a further table would be made as, and what is said of it."""


@pytest.fixture
def plan() -> dict[str, list[str]]:
    """Return which tables the README makes what, in its order."""
    found: dict[str, list[str]] = {"reference": [], "distributed": []}
    for kind, table, rest in CALL.findall(README.read_text(encoding="utf-8")):
        first = not found["distributed"]
        by = "" if kind == "reference" else ", 'community'"
        assert rest == (by if kind == "reference" or first else f"{by}, colocate_with => 'head'")
        found[kind].append(table)
    return found


@pytest.fixture
def server(database: str, request: pytest.FixtureRequest) -> Server:
    """Return the server behind the store."""
    assert database == "postgresql"
    found: Server = request.getfixturevalue("postgresql")
    return found


@pytest.mark.sqlite
def test_each_table_has_its_place(plan: dict[str, list[str]]) -> None:
    """The README distributes those with a community of their own, and makes copies of the rest."""
    named = [*plan["reference"], *plan["distributed"]]
    assert sorted(named) == sorted(metadata.tables)
    owned = {t.name for t in metadata.tables.values() if "community" in t.primary_key.columns}
    assert set(plan["distributed"]) == owned


@pytest.mark.sqlite
def test_the_metadata_keeps_the_rules(plan: dict[str, list[str]]) -> None:
    """What the tables are written down as can be distributed."""
    unique, foreign = of_metadata(metadata)
    assert not of_unique(unique, plan["distributed"])
    assert not of_foreign(foreign, plan["distributed"], plan["reference"])


@ON_POSTGRESQL
def test_a_real_database_keeps_the_rules(server: Server, plan: dict[str, list[str]]) -> None:
    """What PostgreSQL has made of them can be too, and it has every key that is written down."""
    with Engine("sqlite:///whole.db") as engine:
        name = str(engine._store.engine.url.database)
        assert not broken(lambda sql: server.execute(sql, name), **plan)
        keys = "SELECT count(*) FROM pg_constraint WHERE contype IN ('p', 'f') AND conrelid <> 0"
        apart = " AND conrelid <> 'xiangyue_schema'::regclass"
        apart += " AND connamespace = 'public'::regnamespace"
        unique, foreign = of_metadata(metadata)
        primary = [row for row in unique if row[1] == "primary key"]
        assert server.execute(keys + apart, name) == [(len(primary) + len(foreign),)]


@ON_POSTGRESQL
@pytest.mark.parametrize("made", BREAKING)
def test_a_table_that_breaks_them_is_found(
    server: Server, plan: dict[str, list[str]], made: str
) -> None:
    """The check can fail, for each rule apart."""
    with Engine("sqlite:///broken.db") as engine:
        name = str(engine._store.engine.url.database)
        server.execute(f"CREATE TABLE {made}", name)
        try:
            more: Any = {**plan, "distributed": [*plan["distributed"], "apart"]}
            said = broken(lambda sql: server.execute(sql, name), **more)
        finally:
            server.execute("DROP TABLE apart", name)
    expected = BREAKING[made]
    assert {next((e for e in expected if line.startswith(e)), line) for line in said} == expected


@ON_POSTGRESQL
def test_the_order_matters(server: Server, plan: dict[str, list[str]]) -> None:
    """A table before the one that it refers to, or made a copy, is found."""
    with Engine("sqlite:///turned.db") as engine:
        name = str(engine._store.engine.url.database)
        turned = [*plan["distributed"][1:], "head"]
        said = broken(lambda sql: server.execute(sql, name), turned, plan["reference"])
        assert "task: to head, which is distributed later" in said
        copied = [*plan["reference"], "payload"]
        rest = [t for t in plan["distributed"] if t != "payload"]
        assert broken(lambda sql: server.execute(sql, name), rest, copied) == {
            "payload: to journal from a reference table"
        }
