"""What a person at the page waits for, measured in a real browser on the same machine."""

from __future__ import annotations

import os
import time
from pathlib import Path
from random import Random
from statistics import quantiles

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from benchmarks.server import running
from tests.browser.conftest import CHROMIUM_FLAGS
from tests.browser.stage import open_paused, open_stage

PRESSES = 100
LONGEST_PAUSE = 600  # milliseconds
SECONDS = 5
DRAGGED = 4  # seconds
THREE_HUNDRED_CELLS = "arithmetic?size=11&padding=same"
Row = tuple[str, str, str, str]

# From the key's own time stamp until the frame in which the stage was drawn anew is painted: a
# message posted from a frame's callback arrives right after that frame's paint.
WATCH = """root => {
  const svg = root.querySelector('.picture svg');
  window.waits = [];
  addEventListener('keydown', event => { window.pressed = event.timeStamp; }, true);
  new MutationObserver(() => {
    if (window.pressed === null) return;
    const start = window.pressed;
    window.pressed = null;
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => window.waits.push(performance.now() - start);
      port2.postMessage(null);
    });
  }).observe(svg, { childList: true, subtree: true });
}"""
# Moves a slider in each frame, and counts the frames that show another input than the one before.
DRAG = """(root, [slider, seconds]) => new Promise(done => {
  let pictures = 0, moves = 0, before = '', start = null;
  requestAnimationFrame(function next(now) {
    start ??= now;
    if (now - start >= seconds * 1000) return done(pictures);
    const picture = root.querySelector('[role=grid]').getAttribute('aria-label');
    if (picture !== before) pictures += 1;
    before = picture;
    slider.value = 4 + Math.abs(moves++ % 22 - 11);
    slider.dispatchEvent(new Event('input'));
    requestAnimationFrame(next);
  });
})"""
COUNT_FRAMES = """seconds => new Promise(done => {
  let frames = 0, start = null;
  requestAnimationFrame(function count(now) {
    start ??= now;
    if (now - start >= seconds * 1000) return done(frames / (now - start) * 1000);
    frames += 1;
    requestAnimationFrame(count);
  });
})"""


def rows() -> list[Row]:
    """Each goal with what was measured."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or _installed(), args=CHROMIUM_FLAGS
        )
        started = time.perf_counter()
        with running() as server:
            url = server.url
            page = browser.new_page()
            open_stage(page, f"{url}/single-channel")
            cold = time.perf_counter() - started
            page.close()
            waits = sorted(slider_waits(browser, url))
            surprises = sorted(surprise_waits(browser, url))
            dragged, sent = drag(browser, url)
            frames, cells = playback(browser, url)
    return [
        ("key on a focused slider to painted picture, p50", *_most(middle(waits), 20, "ms")),
        ("key on a focused slider to painted picture, p95", *_most(late(waits), 40, "ms")),
        (
            "change that was not foreseen to painted picture, p50",
            *_most(middle(surprises), 70, "ms"),
        ),
        (
            "change that was not foreseen to painted picture, p95",
            *_most(late(surprises), 110, "ms"),
        ),
        ("another picture while a slider is dragged", *_least(dragged, 50, "frames/s")),
        (
            "over the wire for each picture of a drag, ahead and facts included",
            *_most(sent, 25, "KB"),
        ),
        (f"playback at double pixel density, {cells} cells", *_least(frames, 55, "frames/s")),
        ("first stage painted after starting the server", f"{cold:.1f} s", "", ""),
    ]


def middle(sorted_waits: list[float]) -> float:
    """The median."""
    return quantiles(sorted_waits, n=20)[9]


def late(sorted_waits: list[float]) -> float:
    """What only one in twenty exceeds."""
    return quantiles(sorted_waits, n=20)[18]


def _most(measured: float, goal: float, unit: str) -> tuple[str, str, str]:
    verdict = "ok" if measured <= goal else "missed"
    return f"{measured:.0f} {unit}", f"≤ {goal:.0f} {unit}", verdict


def _least(measured: float, goal: float, unit: str) -> tuple[str, str, str]:
    verdict = "ok" if measured >= goal else "missed"
    return f"{measured:.1f} {unit}", f"≥ {goal:.0f} {unit}", verdict


def _installed() -> str | None:
    """A Chromium of the system, if there is one."""
    candidates = (Path("/usr/bin") / name for name in ("chromium", "chromium-browser"))
    return next((str(path) for path in candidates if path.exists()), None)


def slider_waits(browser: Browser, url: str) -> list[float]:
    """Milliseconds from a key on a slider that has the focus to the painted picture, many times."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    stage = open_paused(page, f"{url}/single-channel")
    stage.evaluate(WATCH)
    slider = page.get_by_role("slider", name="Input size")
    slider.focus()
    dice = Random(1)
    for press in range(PRESSES):
        # People don't press in step with the page: some keys come while it is still at work.
        page.wait_for_timeout(dice.uniform(0, LONGEST_PAUSE))
        page.keyboard.press("ArrowRight" if press % 2 == 0 else "ArrowLeft")
        page.wait_for_function("count => window.waits.length >= count", arg=press + 1)
    waits: list[float] = page.evaluate("window.waits")
    page.close()
    return waits


def surprise_waits(browser: Browser, url: str) -> list[float]:
    """Milliseconds from a key to the painted picture where nobody could know what was to come.

    End and Home leap over what was fetched ahead, which is beside the present value, and a change
    of the other slider makes what a slider has worthless.
    """
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    stage = open_paused(page, f"{url}/single-channel?size=9&kernel=5")
    stage.evaluate(WATCH)
    sliders = [page.get_by_role("slider", name=name) for name in ("Input size", "Stride")]
    dice = Random(2)
    for press in range(PRESSES):
        page.wait_for_timeout(dice.uniform(0, LONGEST_PAUSE))
        sliders[press % 2].press("End" if press % 4 < 2 else "Home")
        page.wait_for_function("count => window.waits.length >= count", arg=press + 1)
    waits: list[float] = page.evaluate("window.waits")
    page.close()
    return waits


def drag(browser: Browser, url: str) -> tuple[float, float]:
    """Frames a second that show another picture while a slider is dragged, and KB for each.

    The slider, held by the pointer, stands on another number in each frame, to and fro over twelve:
    so a browser tells of a mouse that is moved fast. The driver itself could not move one so fast.
    """
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    stage = open_paused(page, f"{url}/single-channel")
    wire = Wire(page)
    slider = page.get_by_role("slider", name="Input size")
    slider.hover()
    page.mouse.down()
    pictures: float = stage.evaluate(DRAG, [slider.element_handle(), DRAGGED])
    page.mouse.up()
    page.wait_for_timeout(LONGEST_PAUSE)
    page.close()
    return pictures / DRAGGED, wire.kilobytes / pictures


class Wire:
    """What goes over the wire between a page and its server, from now on.

    Attributes:
        kilobytes: So far, both ways, as it is packed.
    """

    def __init__(self, page: Page) -> None:
        self.kilobytes = 0.0
        session = page.context.new_cdp_session(page)
        session.on("Network.loadingFinished", lambda told: self._add(told["encodedDataLength"]))
        for way in ("Received", "Sent"):
            session.on(
                f"Network.webSocketFrame{way}",
                lambda told: self._add(len(told["response"]["payloadData"]) * 3 / 4),
            )
        session.send("Network.enable")

    def _add(self, size: float) -> None:
        self.kilobytes += size / 1000


def playback(browser: Browser, url: str) -> tuple[float, int]:
    """Frames a second while a large scene plays, and how many cells it has."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, device_scale_factor=2)
    page = context.new_page()
    stage: Locator = open_paused(page, f"{url}/{THREE_HUNDRED_CELLS}")
    cells = stage.locator(".cell").count()
    page.keyboard.press("Space")
    frames: float = page.evaluate(COUNT_FRAMES, SECONDS)
    context.close()
    return frames, cells
