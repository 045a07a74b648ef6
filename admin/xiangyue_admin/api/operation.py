"""What the API can do: each operation once, for those who serve it and those who describe it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from flask import Response
from pydantic import BaseModel

from xiangyue import Engine
from xiangyue_admin.api.callers import SCOPES, Caller
from xiangyue_admin.api.reading import JSON
from xiangyue_admin.settings import ApiSettings

Answer = type[BaseModel] | None
View = Callable[..., Response]


@dataclass(slots=True)
class Call:
    """One request that may be answered: who asks, in which language, and what is given."""

    engine: Engine
    settings: ApiSettings
    caller: Caller
    language: str
    body: Any = None
    query: Any = None

    @property
    def personal(self) -> bool:
        """Whether personal values may be shown."""
        return "personal:read" in self.caller.scopes


@dataclass(frozen=True, slots=True)
class Operation:
    """A method on a path, and the view that answers it.

    ``answers`` say what comes back where all is well, by status; ``refuses`` which kinds of
    problems may come besides those that any operation may have. An operation without ``scopes``
    needs no token; ``reads`` are the types of a body that its view reads itself.
    """

    method: str
    rule: str
    view: View
    room: str
    scopes: frozenset[str]
    body: type[BaseModel] | None
    query: type[BaseModel] | None
    answers: Mapping[int, Answer]
    refuses: tuple[str, ...]
    produces: str
    headers: tuple[str, ...]
    reads: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name of its endpoint, and its id in the document."""
        return f"{self.room}_{self.view.__name__}"


@dataclass(slots=True)
class Room:
    """The operations of one sort of thing."""

    name: str
    title: str
    operations: list[Operation] = field(default_factory=list)

    def get(self, rule: str, scopes: str = "", **more: Any) -> Callable[[View], View]:
        """Let a view answer GET."""
        return self._method("GET", rule, scopes, more)

    def post(self, rule: str, scopes: str, **more: Any) -> Callable[[View], View]:
        """Let a view answer POST."""
        return self._method("POST", rule, scopes, more)

    def _method(
        self, method: str, rule: str, scopes: str, more: dict[str, Any]
    ) -> Callable[[View], View]:
        wanted = frozenset(scopes.split())
        if unknown := wanted - SCOPES.keys():
            raise ValueError(f"no scope: {unknown}")

        def keep(view: View) -> View:
            operation = Operation(
                method=method,
                rule=rule,
                view=view,
                room=self.name,
                scopes=wanted,
                body=more.get("body"),
                query=more.get("query"),
                answers=more.get("answers", {200: None}),
                refuses=more.get("refuses", ()),
                produces=more.get("produces", JSON),
                headers=more.get("headers", ()),
                reads=more.get("reads", ()),
            )
            self.operations.append(operation)
            return view

        return keep


WRITES: Final = ("conflict", "state", "refused")
"""What a command may be answered besides: ``refuses`` of an operation that decides one."""
