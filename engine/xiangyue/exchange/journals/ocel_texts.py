"""OCEL 2.0 as JSON and as XML, in constant memory: what comes is kept on disk until the end."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from datetime import datetime
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO, Any, Final, Self
from xml.sax.saxutils import escape

import orjson

from xiangyue.exchange.files.wholefile import Sink
from xiangyue.exchange.journals.as_ocel import Happening, Relation, Thing
from xiangyue.exchange.journals.ocel_types import Types, written
from xiangyue.exchange.logs.eventlog import Value
from xiangyue.exchange.logs.xesout import legible, quoted

_RETURN: Final = {"\r": "&#13;"}
"""What a reader of XML would else take for another end of a line."""


class Spooled:
    """Takes objects and events apart, and writes types, objects and events in this order."""

    def __init__(self) -> None:
        """Open what is kept on disk."""
        self.object_types, self.event_types = Types(), Types()
        self._objects: IO[bytes] = TemporaryFile()  # noqa: SIM115 - closed at the end
        self._events: IO[bytes] = TemporaryFile()  # noqa: SIM115

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let go of what is kept on disk."""
        self._objects.close()
        self._events.close()

    def thing(self, thing: Thing) -> None:
        """Take an object."""
        self.object_types.note(thing.type, ((key, value) for key, _, value in thing.attributes))
        self._keep(self._objects, self._thing(thing))

    def happening(self, happening: Happening) -> None:
        """Take an event."""
        self.event_types.note(happening.type, happening.attributes)
        self._keep(self._events, self._happening(happening))

    def write(self, file: Sink) -> None:
        """Write all that came."""
        raise NotImplementedError

    def _thing(self, thing: Thing) -> bytes:
        raise NotImplementedError

    def _happening(self, happening: Happening) -> bytes:
        raise NotImplementedError

    def _keep(self, spool: IO[bytes], piece: bytes) -> None:
        spool.write(piece)


class AsJson(Spooled):
    """OCEL 2.0 in JSON."""

    def write(self, file: Sink) -> None:
        """Write all that came."""
        file.write(b'{"objectTypes":')
        file.write(orjson.dumps([*map(_type, self.object_types)]))
        file.write(b',\n"eventTypes":')
        file.write(orjson.dumps([*map(_type, self.event_types)]))
        for name, spool in ((b"objects", self._objects), (b"events", self._events)):
            file.write(b',\n"' + name + b'":[\n')
            _pour(spool, file)
            file.write(b"]")
        file.write(b"}\n")

    def _keep(self, spool: IO[bytes], piece: bytes) -> None:
        if spool.tell():
            spool.write(b",\n")
        spool.write(piece)

    def _thing(self, thing: Thing) -> bytes:
        return orjson.dumps(
            {
                "id": thing.id,
                "type": thing.type,
                "attributes": [
                    {"name": key, "time": written(at), "value": _plain(value)}
                    for key, at, value in thing.attributes
                ],
                "relationships": _relationships(thing.relations),
            }
        )

    def _happening(self, happening: Happening) -> bytes:
        return orjson.dumps(
            {
                "id": happening.id,
                "type": happening.type,
                "time": written(happening.at),
                "attributes": [
                    {"name": key, "value": _plain(value)} for key, value in happening.attributes
                ],
                "relationships": _relationships(happening.relations),
            }
        )


class AsXml(Spooled):
    """OCEL 2.0 in XML."""

    def write(self, file: Sink) -> None:
        """Write all that came."""
        file.write(b'<?xml version="1.0" encoding="UTF-8"?>\n<log>\n')
        file.writelines(_xml_types("object", self.object_types))
        file.writelines(_xml_types("event", self.event_types))
        for name, spool in ((b"objects", self._objects), (b"events", self._events)):
            file.write(b"<" + name + b">\n")
            _pour(spool, file)
            file.write(b"</" + name + b">\n")
        file.write(b"</log>\n")

    def _thing(self, thing: Thing) -> bytes:
        said = (
            f"<attribute name={_quoted(key)} time={_quoted(written(at))}>{_text(value)}</attribute>"
            for key, at, value in thing.attributes
        )
        head = f"<object id={_quoted(thing.id)} type={_quoted(thing.type)}>"
        return f"{head}{_parts(said, thing.relations)}</object>\n".encode()

    def _happening(self, happening: Happening) -> bytes:
        said = (
            f"<attribute name={_quoted(key)}>{_text(value)}</attribute>"
            for key, value in happening.attributes
        )
        named = (("id", happening.id), ("type", happening.type), ("time", written(happening.at)))
        head = "".join(f" {name}={_quoted(text)}" for name, text in named)
        return f"<event{head}>{_parts(said, happening.relations)}</event>\n".encode()


def _pour(spool: IO[bytes], file: Sink) -> None:
    spool.seek(0)
    shutil.copyfileobj(spool, file)


def _type(found: tuple[str, list[tuple[str, str]]]) -> dict[str, Any]:
    name, attributes = found
    return {"name": name, "attributes": [{"name": key, "type": kind} for key, kind in attributes]}


def _relationships(relations: Iterable[Relation]) -> list[dict[str, str]]:
    return [{"objectId": to, "qualifier": qualifier} for to, qualifier in relations]


def _plain(value: Value) -> str | int | float | bool:
    return written(value) if isinstance(value, datetime) else value


def _xml_types(sort: str, types: Types) -> Iterator[bytes]:
    yield f"<{sort}-types>\n".encode()
    for name, attributes in types:
        said = "".join(
            f"<attribute name={_quoted(key)} type={_quoted(kind)}/>" for key, kind in attributes
        )
        head = f"<{sort}-type name={_quoted(name)}>"
        yield f"{head}<attributes>{said}</attributes></{sort}-type>\n".encode()
    yield f"</{sort}-types>\n".encode()


def _parts(attributes: Iterable[str], relations: Iterable[Relation]) -> str:
    related = "".join(
        f"<relationship object-id={_quoted(to)} qualifier={_quoted(qualifier)}/>"
        for to, qualifier in relations
    )
    return f"<attributes>{''.join(attributes)}</attributes><objects>{related}</objects>"


def _quoted(text: str) -> str:
    return quoted(str(legible(text)))


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return escape(str(legible(_plain(value))), _RETURN)
