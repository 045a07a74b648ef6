"""Spans of OpenTelemetry, where the application has set up tracing; nothing at all elsewhere.

Whoever traces has imported the API and chosen a provider. Until then a span costs a look into a
dictionary. Spans hold names of the profile and codes, and of an error its code alone.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from contextvars import copy_context
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar

from xiangyue.watch.facts import code_of

if TYPE_CHECKING:
    from opentelemetry.trace import Span, Tracer

T = TypeVar("T")

_API = "opentelemetry.trace"
_OURS = "xiangyue"


class _Choice:
    """The provider that the application has chosen, and the tracer that it gave us."""

    __slots__ = ("_known",)

    def __init__(self) -> None:
        self._known: tuple[Any, Tracer | None] = (None, None)

    def tracer(self) -> Tracer | None:
        """Return the tracer, where the API is there; None where nobody traces."""
        api: Any = sys.modules[_API]
        try:
            provider = api.get_tracer_provider()
            known = self._known
            if provider is not known[0]:
                off = isinstance(provider, (api.ProxyTracerProvider, api.NoOpTracerProvider))
                known = self._known = provider, None if off else provider.get_tracer(_OURS)
        except Exception:  # another thread is just importing it, or the provider is broken
            return None
        return known[1]


_choice = _Choice()


class Nothing:
    """A span that nobody sees."""

    __slots__ = ()

    def __enter__(self) -> None:
        """Begin nothing."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End nothing."""


_NOTHING = Nothing()


class Traced(Nothing):
    """A span of ours; whatever fails in tracing breaks nothing else."""

    __slots__ = ("_attributes", "_name", "_opened", "_span", "_tracer")

    def __init__(self, tracer: Tracer, name: str, attributes: dict[str, Any]) -> None:
        """Begin later."""
        self._tracer, self._name, self._attributes = tracer, name, attributes
        self._opened: Any = None
        self._span: Span | None = None

    def __enter__(self) -> None:
        """Begin, within the span that is open here."""
        with suppress(Exception):
            opened = self._tracer.start_as_current_span(
                f"{_OURS}.{self._name}",
                attributes=_named(self._attributes),
                record_exception=False,  # its words may quote anything
                set_status_on_exception=False,
            )
            self._span = opened.__enter__()
            self._opened = opened

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End; an error is noted by its code."""
        if self._opened is None:
            return
        if error is not None and self._span is not None:
            with suppress(Exception):
                _mark(self._span, code_of(error))
        with suppress(Exception):
            self._opened.__exit__(None, None, None)


def traces() -> bool:
    """Tell whether somebody traces."""
    return _API in sys.modules and _choice.tracer() is not None


def span(name: str, **attributes: str | int) -> Nothing:
    """Return a span as a context, within the one that is open here if there is one."""
    tracer = _choice.tracer() if _API in sys.modules else None
    return _NOTHING if tracer is None else Traced(tracer, name, attributes)


def part(name: str) -> Nothing:
    """Return a span that only makes sense within another, and is none without."""
    tracer = _choice.tracer() if _API in sys.modules else None
    if tracer is None or not _current().is_recording():
        return _NOTHING
    return Traced(tracer, name, {})


def describe(**attributes: str | int) -> None:
    """Say more about the span that is open here."""
    if traces():
        with suppress(Exception):
            _current().set_attributes(_named(attributes))


def carried(work: Callable[..., T]) -> Callable[..., T]:
    """Return work that belongs to the span open here, in whatever thread it is done."""
    if not traces():
        return work
    context = copy_context()
    return lambda *args: context.run(work, *args)


def ids() -> tuple[str, str] | None:
    """Return the ids of the trace and the span that are open here, as they are written."""
    if not traces():
        return None
    with suppress(Exception):
        found = _current().get_span_context()
        if found.is_valid:
            return f"{found.trace_id:032x}", f"{found.span_id:016x}"
    return None


def _current() -> Span:
    from opentelemetry.trace import get_current_span

    return get_current_span()


def _mark(span: Span, code: str) -> None:
    from opentelemetry.trace import Status, StatusCode

    span.set_status(Status(StatusCode.ERROR, code))
    span.set_attribute("error.type", code)


def _named(attributes: dict[str, Any]) -> dict[str, Any]:
    return {f"{_OURS}.{name}": value for name, value in attributes.items() if value != ""}
