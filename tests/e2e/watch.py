"""What a browser complains about while a test reads a page: nothing of it may go unnoticed."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, WebError

INLINE = {"data", "blob", "about"}
# Left before it was answered, because the page was: no failure.
LEFT = "net::ERR_ABORTED"
# htmx says so on the console when a newer search calls an older one off. Requests that really fail are seen below.
CALLED_OFF = ("htmx:sendAbort", "htmx:afterRequest")


class Watch:
    """Collects console errors, breaches of the Content Security Policy (Chromium reports them on the console),
    failed requests, answers of 400 and above, and requests to any other host."""

    def __init__(self, context: BrowserContext, base: str) -> None:
        self.host = urlsplit(base).netloc
        self.complaints: list[str] = []
        self.expected: set[int] = set()
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("request", self._request)
        context.on("requestfailed", self._failed)
        context.on("response", self._response)

    def expect_status(self, *codes: int) -> None:
        """This test provokes answers with these codes (a form refused: 422)."""
        self.expected |= set(codes)

    def verify(self) -> None:
        assert not self.complaints, "The browser complained:\n" + "\n".join(self.complaints)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type not in {"error", "warning"} or self._is_expected(message.text):
            return
        if message.text.startswith(CALLED_OFF):
            return
        # Software rendering talks about its own speed; that is no fault of the page.
        if message.type == "warning" and ("WebGL" in message.text or "GL Driver Message" in message.text):
            return
        where = message.location
        self.complaints.append(f"console {message.type}: {message.text} ({where.get('url')}:{where.get('lineNumber')})")

    def _is_expected(self, text: str) -> bool:
        return any(f"status of {code} " in text for code in self.expected)

    def _error(self, error: WebError) -> None:
        self.complaints.append(f"exception: {error.error}")

    def _request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in INLINE and address.netloc != self.host:
            self.complaints.append(f"request to another host: {request.url}")

    def _failed(self, request: Request) -> None:
        if request.failure != LEFT:
            self.complaints.append(f"request failed: {request.method} {request.url} ({request.failure})")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.complaints.append(f"answer {response.status}: {response.request.method} {response.url}")
