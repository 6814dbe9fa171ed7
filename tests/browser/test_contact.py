"""The connection is cut or held up, or the server restarts: what was made stays, and goes on."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from convlib import text
from tests.browser.conftest import Log, check_log, free_port, start_server, wait_until_healthy
from tests.browser.proxy import HOST, Proxy, proxy_to
from tests.browser.stage import address

AWAY = text.say("player.away")
# What the browser and Streamlit say of a server that isn't there.
FAILED_LOADS = "Failed to load resource|WebSocket|net::ERR|Client Error|is not responding"
APP = "[data-testid='stApp']"
# From now on: how many runs of the page's script have ended, and in how many frames a window of
# Streamlit's own was seen over it.
WATCH = f"""() => {{
  const app = document.querySelector("{APP}");
  Object.assign(window, {{ ended: 0, windows: 0 }});
  new MutationObserver(() => (window.ended += app.dataset.testScriptState === 'notRunning'))
    .observe(app, {{ attributeFilter: ['data-test-script-state'] }});
  const look = () => requestAnimationFrame(() => {{
    window.windows += document.querySelector("[data-testid='stDialog']") !== null;
    look();
  }});
  look();
}}"""
IS_CONNECTED = f"""wanted => wanted ===
  (document.querySelector("{APP}").dataset.testConnectionState === 'CONNECTED')"""
# Notes when Streamlit's window is closed, and the focus has gone where it goes then.
CLOSING = """() => new MutationObserver((_, own) => {
  if (document.querySelector("[data-testid='stDialog']")) return;
  own.disconnect();
  const wait = frames => frames
    ? requestAnimationFrame(() => wait(frames - 1))
    : (window.isClosed = true);
  wait(3);
}).observe(document.body, { childList: true })"""

pytestmark = pytest.mark.expected_errors(FAILED_LOADS)


@pytest.fixture
def proxy(app_url: str) -> Iterator[Proxy]:
    """A way to the tests' server."""
    with proxy_to(urlsplit(app_url).port or 0) as proxy:
        yield proxy


def opened(page: Page, url: str) -> Page:
    """Open a lesson, and wait until Streamlit has come to rest."""
    page.goto(url)
    if "embed=true" in url:
        page.locator(".convolution").press("c")  # where the player is alone its controls come up
    expect(size_of(page)).to_be_visible()
    expect(page.locator(f"{APP}[data-test-script-state='notRunning']")).to_be_attached()
    page.evaluate(WATCH)
    return page


def size_of(page: Page) -> Locator:
    return page.get_by_role("slider", name="Input size")


def set_size(page: Page, size: int) -> None:
    """As quick as a hand could: what is fetched ahead of it doesn't go so far."""
    size_of(page).evaluate(
        "(input, size) => { input.value = size; input.dispatchEvent(new Event('input')); }", size
    )


def state_of(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(address(page)).query)


def shows(page: Page, size: int) -> None:
    """Slider, picture and address all say so."""
    expect(size_of(page)).to_have_value(str(size))
    inputs = page.locator("[role=grid][data-panel='0'] [role=row]")
    expect(inputs).to_have_count(size)
    page.wait_for_function(
        "size => new URLSearchParams(location.search).get('size') === size", arg=str(size)
    )


def is_connected(page: Page, wanted: bool) -> None:
    page.wait_for_function(IS_CONNECTED, arg=wanted)


@pytest.fixture
def restarted(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[tuple[str, Callable[[], None]]]:
    """A server's address, and what kills it without a word and starts it again."""
    port, log = free_port(), tmp_path / "log.txt"
    url = f"http://{HOST}:{port}"
    running: list[subprocess.Popen[bytes]] = []

    def start() -> None:
        with log.open("a") as output:
            running.append(start_server(port, output.fileno()))
        wait_until_healthy(running[-1], url, log)

    def restart() -> None:
        running[-1].kill()
        running[-1].wait()
        start()

    start()
    yield url, restart
    running[-1].kill()
    running[-1].wait()
    check_log(request.node, Log(log))


LINKS = ("", "embed=true", "lang=en", "step=1", "predict=1&speed=2&step=3&embed_options=dark_theme")


def test_a_restart_of_the_server_changes_nothing(
    page: Page, restarted: tuple[str, Callable[[], None]]
) -> None:
    """All of a link stays as it was, whatever Streamlit says it was opened with."""
    url, restart = restarted
    pages = [page, *(page.context.new_page() for _ in LINKS[1:])]
    for each, link in zip(pages, LINKS, strict=True):
        opened(each, f"{url}/arithmetic?size=7&{link}")
        set_size(each, 8)
        shows(each, 8)
    before = [address(each) for each in pages]
    restart()
    for each in pages:
        each.bring_to_front()
        is_connected(each, True)
        # Streamlit's key for another run, now of a new session; a player keeps its keys.
        each.evaluate("document.activeElement.blur()")
        each.keyboard.press("r")
        each.wait_for_function("() => window.ended > 0")
        shows(each, 8)
        undo = each.get_by_role("button", name=text.say("player.undo"), exact=True)
        undo.click()
        shows(each, 7)
        set_size(each, 8)
        shows(each, 8)
    assert [address(each) for each in pages] == before


def test_what_is_done_while_the_connection_is_cut_waits_for_it(page: Page, proxy: Proxy) -> None:
    opened(page, f"{proxy.url}/arithmetic?size=6&step=1")
    first = page.locator("[role=grid][data-panel='0'] .cell").first
    first.click()
    page.evaluate(CLOSING)
    proxy.cut()
    is_connected(page, False)
    page.keyboard.type("77")
    page.keyboard.press("Enter")
    notice = page.get_by_role("status").filter(has_text=AWAY)
    expect(notice).to_be_visible()
    set_size(page, 11)
    expect(first).to_contain_text("77")
    expect(size_of(page)).to_have_value("11")
    assert state_of(page)["size"] == ["6"]
    assert "input" not in state_of(page)
    page.wait_for_function("() => window.isClosed")
    page.get_by_role("button", name=text.say("player.forward")).click()  # the rest goes on
    expect(page.get_by_role("slider", name=text.say("player.timeline"))).to_have_value("1")
    proxy.open()
    shows(page, 11)
    expect(first).to_contain_text("77")
    assert state_of(page)["input"][0].startswith("77,")
    expect(notice).to_have_count(0)
    assert page.evaluate("window.windows") == 0, "Streamlit's window was seen"


def test_focus_stays_where_it_was(page: Page, proxy: Proxy) -> None:
    """Streamlit opens its window, which takes the focus, as soon as its first try has failed."""
    opened(page, f"{proxy.url}/arithmetic")
    size_of(page).focus()
    page.evaluate(CLOSING)
    proxy.cut()
    page.wait_for_function("() => window.isClosed")
    expect(size_of(page)).to_be_focused()


def test_a_connection_that_is_dead_is_noticed(page: Page, proxy: Proxy) -> None:
    opened(page, f"{proxy.url}/arithmetic?size=6")
    proxy.hold()
    set_size(page, 11)
    expect(page.get_by_role("status").filter(has_text=AWAY)).to_be_visible()
    proxy.open()
    shows(page, 11)
    expect(page.get_by_role("status").filter(has_text=AWAY)).to_have_count(0)


def test_an_answer_that_is_lost_is_asked_for_again(page: Page, proxy: Proxy) -> None:
    """Once more is not twice: the number of changes is that of the reader."""
    opened(page, f"{proxy.url}/arithmetic?size=6")
    proxy.swallow()
    with page.expect_event("requestfailed", lambda sent: "/play/" in sent.url):
        set_size(page, 11)
    proxy.open()
    shows(page, 11)
    page.get_by_role("button", name=text.say("player.undo"), exact=True).click()
    shows(page, 6)
    expect(page.get_by_role("button", name=text.say("player.undo"), exact=True)).to_be_disabled()


def test_a_page_that_is_cut_while_it_opens_still_opens(page: Page, proxy: Proxy) -> None:
    with page.expect_websocket():
        page.goto(f"{proxy.url}/arithmetic?size=7", wait_until="commit")
    proxy.cut_sockets()  # Streamlit's own scripts come: without them it shows nothing ever after
    shows(page, 7)
