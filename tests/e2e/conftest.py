"""One demonstration area, one server, one browser for all browser tests; a page per person and test."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect

from kogge.accounts.roles import Role

from .mail import Mailbox
from .site import KOGGE, Site, environment, free_port, kogge, mail_settings, wait_until_healthy
from .watch import Watch

DESKTOP = {"viewport": {"width": 1280, "height": 900}}
PHONE = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
PATIENCE_MS = 30_000

OpenPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser tests talk to their own server on this machine, and to nobody else; pictures come first, while the
    demonstration area is as it was built."""
    items.sort(key=lambda item: item.path.name != "test_pictures.py")
    for item in items:
        if "tests/e2e" in item.path.as_posix():
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1", "localhost", "::1"]))


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demonstration area, served by a real process with its worker."""
    data = tmp_path_factory.mktemp("kogge")
    mailbox = Mailbox()
    kogge(data, "demo")
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    log = data / "serve.log"
    with log.open("wb") as out:
        server = subprocess.Popen(
            [KOGGE, "serve", "--port", str(port)],
            env=environment(data) | mail_settings(mailbox.port),
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_until_healthy(base, server, log)
            yield Site(base, data, mailbox)
        finally:
            server.terminate()
            server.wait(30)
            mailbox.shutdown()
    assert "Traceback" not in log.read_text(), f"the server's log holds a fault:\n{log.read_text()}"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The installed Chromium, with maps drawn in software."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    assert found, "Chromium is missing: tools/need_chromium.sh installs it or says how"
    arguments = [
        "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
        "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
    ]  # fmt: skip
    return browser_type_launch_args | {"executable_path": found, "args": arguments}


@pytest.fixture(scope="session", autouse=True)
def patience() -> None:
    expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def signed_in(site: Site, browser: Browser) -> Callable[[Role], StorageState]:
    """The session of a role's account, opened once by a one-time link."""
    known: dict[Role, StorageState] = {}

    def state(role: Role) -> StorageState:
        if role not in known:
            context = browser.new_context(locale="de-DE")
            page = context.new_page()
            page.goto(site.login_link(role))
            page.wait_for_url("**/a/demo/")
            known[role] = context.storage_state()
            context.close()
        return known[role]

    return state


@pytest.fixture
def watches() -> Iterator[list[Watch]]:
    """What the test's pages complained about; verified at its end."""
    made: list[Watch] = []
    yield made
    for watch in made:
        watch.verify()


@pytest.fixture
def open_page(
    site: Site,
    new_context: Callable[..., BrowserContext],
    signed_in: Callable[[Role], StorageState],
    watches: list[Watch],
) -> OpenPage:
    """`open_page(role, **context)`: a watched page of a new context; without a role nobody is signed in."""

    def make(role: Role | None = None, **options: Any) -> Page:
        options = DESKTOP | {"locale": "de-DE", "timezone_id": "Europe/Berlin", "base_url": site.area} | options
        if role is not None:
            options["storage_state"] = signed_in(role)
        context = new_context(**options)
        context.set_default_timeout(PATIENCE_MS)
        watches.append(Watch(context, site.base))
        return context.new_page()

    return make


@pytest.fixture
def coordinator(open_page: OpenPage) -> Page:
    """The coordinator at a desk."""
    return open_page(Role.COORDINATOR)


@pytest.fixture
def administrator(open_page: OpenPage) -> Page:
    return open_page(Role.ADMINISTRATOR)


@pytest.fixture
def field_worker(open_page: OpenPage) -> Page:
    """The field worker with a telephone in the hand."""
    return open_page(Role.FIELD_WORKER, **PHONE)
