"""What a page does that no page may: broken policy, errors, requests that fail or go elsewhere."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, WebError

_REPORTS = """document.addEventListener("securitypolicyviolation", (event) => xiangyueSaw(
  `${event.violatedDirective} forbids ${event.blockedURI} in ${event.sourceFile}`));"""
_BY_STATUS = "Failed to load resource"  # told by the answer's status, too
_LEFT = "net::ERR_ABORTED"  # a download, or a page left while it was still listening
_BAD = 400


class Onlooker:
    """Watches every page of a browser's context; ``seen`` is what it found."""

    def __init__(self, context: BrowserContext, origin: str) -> None:
        """Watch a context whose pages all belong to one origin, as ``http://127.0.0.1:8080``."""
        self.seen: list[str] = []
        self.answered: list[tuple[int, str]] = []
        self._origin = origin.rstrip("/") + "/"
        self._allowed: set[int] = set()
        context.expose_binding("xiangyueSaw", self._broken)
        context.add_init_script(_REPORTS)
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("request", self._request)
        context.on("requestfailed", self._failed)
        context.on("response", self._response)

    def allow(self, *statuses: int) -> None:
        """Take answers of these statuses as meant."""
        self._allowed.update(statuses)

    def taken(self) -> list[str]:
        """Return what was seen, and forget it."""
        seen, self.seen = self.seen, []
        return seen

    def assert_clean(self) -> None:
        """Fail where anything was seen."""
        assert not self.seen, "\n".join(self.seen)

    def _broken(self, source: Any, what: str) -> None:
        self.seen.append(f"policy: {what} ({source['frame'].url})")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(_BY_STATUS):
            where = message.page.url if message.page else "?"
            self.seen.append(f"console {message.type}: {message.text} ({where})")

    def _error(self, error: WebError) -> None:
        where = error.page.url if error.page else "?"
        self.seen.append(f"script: {error.error.message} ({where})")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self._origin, "data:", "blob:", "about:")):
            self.seen.append(f"outside: {request.url} ({request.frame.url})")

    def _failed(self, request: Request) -> None:
        if request.failure != _LEFT:
            self.seen.append(f"failed: {request.url}: {request.failure}")

    def _response(self, response: Response) -> None:
        self.answered.append((response.status, response.url))
        if response.status >= _BAD and response.status not in self._allowed:
            self.seen.append(f"status {response.status}: {response.url}")
