"""What a person at the page waits for, measured in a real browser on the same machine."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from statistics import quantiles

from playwright.sync_api import Browser, Locator, sync_playwright

from tests.browser.conftest import (
    CHROMIUM_FLAGS,
    HOST,
    free_port,
    start_server,
    wait_until_healthy,
)
from tests.browser.stage import open_paused, open_stage

PRESSES = 100
LONGEST_PAUSE = 600  # milliseconds
SECONDS = 5
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
        with server() as url:
            page = browser.new_page()
            open_stage(page, f"{url}/single-channel")
            cold = time.perf_counter() - started
            page.close()
            waits = sorted(slider_waits(browser, url))
            drags = sorted(drag_waits(browser, url))
            frames, cells = playback(browser, url)
    middle, late = quantiles(waits, n=20)[9], quantiles(waits, n=20)[18]
    dragged = quantiles(drags, n=20)[18]
    return [
        ("slider key press to painted picture, p50", *_most(middle, 80, "ms")),
        ("slider key press to painted picture, p95", *_most(late, 130, "ms")),
        ("slider dragged on to painted picture, p95", *_most(dragged, 150, "ms")),
        (
            f"playback at double pixel density, {cells} cells",
            f"{frames:.1f} frames/s",
            "≥ 55 frames/s",
            "ok" if frames >= 55 else "missed",
        ),
        ("first stage painted after starting the server", f"{cold:.1f} s", "", ""),
    ]


def _most(measured: float, goal: float, unit: str) -> tuple[str, str, str]:
    verdict = "ok" if measured <= goal else "missed"
    return f"{measured:.0f} {unit}", f"≤ {goal:.0f} {unit}", verdict


def _installed() -> str | None:
    """A Chromium of the system, if there is one."""
    candidates = (Path("/usr/bin") / name for name in ("chromium", "chromium-browser"))
    return next((str(path) for path in candidates if path.exists()), None)


@contextmanager
def server() -> Iterator[str]:
    """The app on a free port, until it answers."""
    port = free_port()
    url = f"http://{HOST}:{port}"
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log.txt"
        with log.open("w") as output, start_server(port, output.fileno()) as process:
            try:
                wait_until_healthy(process, url, log)
                yield url
            finally:
                process.terminate()


def slider_waits(browser: Browser, url: str) -> list[float]:
    """Milliseconds from a key on a slider to the painted picture, many times."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    stage = open_paused(page, f"{url}/single-channel")
    stage.evaluate(WATCH)
    slider = page.get_by_role("slider", name="Input size")
    dice = Random(1)
    for press in range(PRESSES):
        # People don't press in step with the page: some keys come while it is still at work.
        page.wait_for_timeout(dice.uniform(0, LONGEST_PAUSE))
        slider.press("ArrowRight" if press % 2 == 0 else "ArrowLeft")
        page.wait_for_function("count => window.waits.length >= count", arg=press + 1)
    waits: list[float] = page.evaluate("window.waits")
    page.close()
    return waits


def drag_waits(browser: Browser, url: str) -> list[float]:
    """Milliseconds from a move of the pointer on a slider, its button down, to the picture."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    stage = open_paused(page, f"{url}/single-channel")
    stage.evaluate(WATCH.replace("'keydown'", "'pointermove'"))
    slider = page.get_by_role("slider", name="Input size")
    place = slider.locator("xpath=ancestor::*[@data-testid='stSlider']").bounding_box()
    thumb = slider.locator("xpath=ancestor::*[@data-rac][1]").bounding_box()
    if not (place and thumb):
        raise RuntimeError("the slider is not on the page")
    y = thumb["y"] + thumb["height"] / 2
    page.mouse.move(thumb["x"] + thumb["width"] / 2, y)
    page.mouse.down()
    for move in range(PRESSES):
        # To the next value and back: what a drag passes one by one.
        page.mouse.move(place["x"] + place["width"] * (0.34 if move % 2 == 0 else 0.27), y)
        page.wait_for_function("count => window.waits.length >= count", arg=move + 1)
    waits: list[float] = page.evaluate("window.waits")
    page.close()
    return waits


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
