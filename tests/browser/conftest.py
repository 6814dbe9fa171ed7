"""A server of the app, a browser, and pages that fail their test when something goes wrong."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect, sync_playwright

from tests.browser.bench import Bench, load
from tests.browser.desk import Desk

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
SECONDS_TO_START = 60
SECONDS_BETWEEN_POLLS = 0.05
MILLISECONDS_TO_ANSWER = 15_000  # for anything a test waits for, also on a busy machine
STARTED = re.compile(r"\s*$|  (You can now view your Streamlit app|(Local |Network )?URL: )")
# What Playwright switches off itself, since this flag replaces its own; then what takes each new
# context a quarter of its work: pages behind the address bar that nobody sees, spare processes.
SWITCHED_OFF = [
    *("AimEnabled", "AvoidCorsURLLoaderRestartOnRedirect", "AvoidUnnecessaryBeforeUnloadCheckSync"),
    *("DestroyProfileOnBrowserClose", "HttpsFirstBalancedModeAutoEnable", "HttpsUpgrades"),
    *("LensOverlay", "MediaRouter", "NetworkTimeServiceQuerying", "OptimizationHints"),
    *("PaintHolding", "PreconnectToSearch", "ThirdPartyStoragePartitioning"),
    *("WebUIOmniboxAimPopup", "WebUIOmniboxPopup", "SpareRendererForSitePerProcess"),
]
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join(SWITCHED_OFF)}",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks the tests of this folder, so that `-m "not browser"` leaves them out."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker("browser")


class Log:
    """What a server logs, but for what it says as it starts.

    Attributes:
        path: The file that it goes to.
    """

    def __init__(self, path: Path) -> None:
        self.path, self._read = path, 0

    def news(self) -> list[str]:
        """The lines that have come since they were asked for last."""
        with self.path.open("rb") as said:
            said.seek(self._read)
            new = said.read()
        self._read += len(new)
        return [line for line in new.decode().splitlines() if not STARTED.match(line)]


class Served(NamedTuple):
    """A server's address, and its log."""

    url: str
    log: Log


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Starts the app on a free port."""
    port = free_port()
    url = f"http://{HOST}:{port}"
    log = tmp_path_factory.mktemp("server") / "log.txt"
    with log.open("w") as output, start_server(port, output.fileno()) as server:
        try:
            wait_until_healthy(server, url, log)
            yield Served(url, Log(log))
        finally:
            server.terminate()


@pytest.fixture
def app_url(request: pytest.FixtureRequest, app: Served) -> Iterator[str]:
    """Gives the address of the app; a test fails for what has been logged since the one before."""
    yield app.url
    check_log(request.node, app.log)


def check_log(test: pytest.Item, log: Log) -> None:
    """Fails a test for what its server has logged, unless a marker of the test names it."""
    patterns = [text for marker in test.iter_markers("expected_log") for text in marker.args]
    unexpected = [line for line in log.news() if not any(re.search(p, line) for p in patterns)]
    if unexpected:
        pytest.fail("The server complained:\n" + "\n".join(unexpected), pytrace=False)


def free_port() -> int:
    """Returns a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def start_server(port: int, output: int, **further: str) -> subprocess.Popen[bytes]:
    """Starts Streamlit with the app; what it prints goes to the file descriptor `output`.

    `further` are more of the server's options.
    """
    options = {
        "server.address": HOST,
        "server.port": port,
        "server.fileWatcherType": "none",
        **{f"server.{name}": value for name, value in further.items()},
    }
    command = [sys.executable, "-m", "streamlit", "run", "app.py"]
    command += [f"--{name}={value}" for name, value in options.items()]
    return subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT)


def wait_until_healthy(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    """Returns as soon as the server answers, and fails with its log if it stops or takes long."""
    deadline = time.monotonic() + SECONDS_TO_START
    while not is_healthy(url):
        if server.poll() is not None or time.monotonic() > deadline:
            pytest.fail(f"The app did not start:\n{log.read_text()}", pytrace=False)
        time.sleep(SECONDS_BETWEEN_POLLS)


def is_healthy(url: str) -> bool:
    """Tells whether the server at this address answers."""
    try:
        with urllib.request.urlopen(f"{url}/_stcore/health", timeout=5) as response:
            return bool(response.status == 200)
    except OSError:
        return False


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Starts the Chromium that CHROMIUM names, or Playwright's own."""
    expect.set_options(timeout=MILLISECONDS_TO_ANSWER)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or None, args=CHROMIUM_FLAGS
        )
        yield chromium
        chromium.close()


@pytest.fixture
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """Opens a page in a context of its own, and lets the test fail for what it complains of.

    It complains by a console error, an uncaught exception, one that Streamlit shows, or a request
    that leaves the machine.

    The markers `viewport`, `context` and `expected_errors` set it up.
    """
    context = browser.new_context(**context_options(request.node))
    context.set_default_timeout(MILLISECONDS_TO_ANSWER)
    page = context.new_page()
    problems = watched(page)
    yield page
    problems += [f"shown: {text}" for text in page.get_by_test_id("stException").all_inner_texts()]
    context.close()
    fail_for(request.node, problems)


@pytest.fixture(scope="session")
def common_bench(browser: Browser) -> Iterator[Bench]:
    """The player without a server, on one page for all tests."""
    bench = new_bench(browser)
    yield bench
    bench.page.close()


@pytest.fixture(scope="session")
def functions(common_bench: Bench) -> Page:
    """A page that has the functions of the player's modules as globals."""
    return common_bench.page


@pytest.fixture
def bench(request: pytest.FixtureRequest, browser: Browser, common_bench: Bench) -> Iterator[Bench]:
    """The player without a server, on the page of all tests, or on one of the test's own.

    The marker `context` gives a test a page of its own, also without options: for a clock that
    stands still, say. `viewport` and `expected_errors` are as for `page`.
    """
    options = context_options(request.node)
    alone = request.node.get_closest_marker("context") is not None
    bench = new_bench(browser, **options) if alone else common_bench
    bench.page.set_viewport_size(options["viewport"])
    bench.page.bring_to_front()  # or it is drawn less often, and not on the whole screen
    yield bench
    problems = [*bench.problems]
    if alone:
        bench.page.close()
    else:
        bench.clear()
    fail_for(request.node, problems)


@pytest.fixture(scope="session")
def common_desk(browser: Browser) -> Iterator[Desk]:
    """Lessons with their server on one page for all tests, where nothing moves by itself."""
    with new_desk(browser, reduced_motion="reduce") as desk:
        yield desk


@pytest.fixture
def desk(request: pytest.FixtureRequest, common_desk: Desk) -> Iterator[Desk]:
    """A lesson with its server, on the page of all tests."""
    yield from lent(common_desk, request.node)


@contextmanager
def new_desk(browser: Browser, **options: Any) -> Iterator[Desk]:
    """Opens a page for lessons with their server."""
    page = browser.new_page(viewport={"width": 1280, "height": 800}, **options)
    page.set_default_timeout(MILLISECONDS_TO_ANSWER)
    yield Desk(page, watched(page))
    page.close()


def lent(desk: Desk, test: pytest.Item) -> Iterator[Desk]:
    """Lends a desk to one test, which fails for what its page complains of."""
    desk.page.bring_to_front()
    yield desk
    problems = [*desk.problems]
    desk.clear()
    fail_for(test, problems)


def new_bench(browser: Browser, **options: Any) -> Bench:
    """Opens a page with nothing on it but the player's functions."""
    page = browser.new_page(**options)
    page.set_default_timeout(MILLISECONDS_TO_ANSWER)
    return Bench(load(page), watched(page))


def watched(page: Page) -> list[str]:
    """Returns the list to which everything is added that a page complains of from now on."""
    problems: list[str] = []
    page.on("console", lambda message: problems.extend(console_errors(message)))
    page.on("pageerror", lambda error: problems.append(f"uncaught: {error}"))
    page.on("request", lambda sent: problems.extend(requests_outside(sent)))
    return problems


def fail_for(test: pytest.Item, problems: list[str]) -> None:
    """Fails a test for what its page complained of, unless a marker of the test names it."""
    unexpected = [text for text in problems if not is_expected(test, text)]
    if unexpected:
        pytest.fail("The page complained:\n" + "\n".join(unexpected), pytrace=False)


def context_options(test: pytest.Item) -> dict[str, Any]:
    """Returns the options of the browser context, from the markers of the test."""
    viewport = test.get_closest_marker("viewport")
    width, height = viewport.args if viewport else (1280, 800)
    context = test.get_closest_marker("context")
    # Playwright reads what it waits for by eval, which the page's policy doesn't let pages do.
    options = {"bypass_csp": True, **(context.kwargs if context else {})}
    return {"viewport": {"width": width, "height": height}, **options}


def console_errors(message: ConsoleMessage) -> list[str]:
    """Returns the text of a console message that is an error, as a list of none or one."""
    # Under a lesson's own address Streamlit first looks for its server one folder too deep.
    is_probe = "/_stcore/" in message.location["url"]
    is_told = message.text.startswith("The page that you have requested does not seem to exist")
    return (
        [f"console: {message.text}"]
        if message.type == "error" and not (is_probe or is_told)
        else []
    )


def requests_outside(sent: Request) -> list[str]:
    """Returns the address of a request that leaves the machine, as a list of none or one."""
    host = urlsplit(sent.url).hostname
    return [f"request: {sent.url}"] if host not in {None, HOST, "localhost"} else []


def is_expected(test: pytest.Item, problem: str) -> bool:
    """Tells whether a marker of the test names this problem."""
    patterns = [text for marker in test.iter_markers("expected_errors") for text in marker.args]
    return any(re.search(pattern, problem) for pattern in patterns)
