"""A lesson's player whole, address and server included, on a page without Streamlit.

Its files are those of the app, and what it asks is answered by the app's routes, in the test's own
process: all that a reader does on a stage is done here in a tenth of the time that a page takes.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from playwright.sync_api import Locator, Page, Request, Route

from convlib import Lesson
from convlib.picture.look import Look
from convlib.picture.scene import Scene
from convlib.picture.view import View, view
from convlib.render.player import script, style
from pages.parts.address import read_address
from pages.parts.files import EXTRA
from pages.parts.player import opened_data
from tests.asgi import request
from tests.browser.bench import LOAD, faces
from tests.browser.stage import ROOT, address

HOME = "http://localhost"
# What of Streamlit's page the player looks at.
AROUND = """<div data-testid="stApp" data-test-script-state="notRunning"
  data-test-connection-state="CONNECTED"><button id="before">Before</button>
  <main data-testid="stMain"></main><button id="after">After</button></div>"""
MOUNT = """([data, query]) => {
  window.takeAway?.();
  history.replaceState(null, '', query);
  const parentElement = document.querySelector('main');
  const serverAt = path => `/${path}`;
  window.takeAway = window.default({ data, parentElement, serverAt });
}"""
AWAY = """async () => {
  if (document.fullscreenElement) await document.exitFullscreen(); // or it is refused meanwhile
  window.takeAway?.();
  window.takeAway = null;
  scrollTo(0, 0);
}"""
# All that is seen of a moment, read at once.
SEEN = """root => ({
  step: Number(root.dataset.step), focus: Number(root.dataset.focus),
  counter: root.querySelector('.counter').textContent,
  said: root.querySelector('.figure').ariaLabel,
  caption: [...root.querySelectorAll('.caption:not(.measure) .group')].map(group =>
    [...group.querySelectorAll('span')].map(span => span.textContent).join('')).join(''),
  cells: Object.fromEntries([...root.querySelectorAll('.cell')].map(cell => [cell.dataset.cell,
    [cell.dataset.state, cell.querySelector('.number').textContent]])),
  controls: [...root.querySelectorAll('.control :is(input, select)')]
    .filter(each => each.type !== 'radio' || each.checked)
    .map(each => [each.closest('[data-control]').dataset.control, each.value]),
})"""
# Until nothing that was asked for is under way, and the address is written.
AT_REST = """async () => {
  const frame = () => new Promise(requestAnimationFrame);
  do { await frame(); await frame(); } while (window.underWay);
  document.dispatchEvent(new CustomEvent('convolution-leaving')); // which writes it at once
}"""
# Counts what is asked and not yet answered, until what comes of the answer is asked too.
COUNT = """() => {
  const ask = window.fetch;
  window.underWay = 0;
  window.fetch = async (address, how) => {
    window.underWay += 1;
    try { return await ask(address, how); }
    finally { setTimeout(() => (window.underWay -= 1), 20); }
  };
}"""


class Desk:
    """A place for one lesson after another.

    Attributes:
        page: The page that it is.
        problems: What the page has complained of.
        asked: What the server was asked for: paths and what was sent, without what was foreseen.
    """

    def __init__(self, page: Page, problems: list[str]) -> None:
        self.page, self.problems, self.opened = page, problems, 0
        self.asked: list[tuple[str, Any]] = []
        page.route(f"{HOME}/**", self._serve)
        page.goto(f"{HOME}/lesson")
        page.evaluate(LOAD, script(*EXTRA))
        page.evaluate(COUNT)

    def open(self, lesson: Lesson, query: str = "step=1", **options: Any) -> Locator:
        """Open a lesson by its address, at rest on its first step unless that says more."""
        self.opened += 1
        self.asked.clear()
        opened = read_address(lesson, parse_qsl(query))
        data = opened_data(lesson, opened, "en", **options)
        data["place"] = f"{data['place']} {self.opened}"  # which goes on with nothing
        self.page.evaluate(MOUNT, [data, f"/{lesson.slug}?{query}"])
        self.rest()
        return self.page.locator(ROOT)

    def rest(self) -> None:
        """Wait until what was done is answered, shown, and written into the address."""
        self.page.evaluate(AT_REST)

    def link(self) -> dict[str, str]:
        """What the address says, but for the step."""
        said = dict(parse_qsl(urlsplit(address(self.page)).query))
        return {name: value for name, value in said.items() if name != "step"}

    def seen(self) -> dict[str, Any]:
        """All that is seen of the present moment."""
        found: dict[str, Any] = self.page.locator(ROOT).evaluate(SEEN)
        return found

    def clear(self) -> None:
        """Take the player away, and whatever it left behind."""
        self.page.evaluate(AWAY)
        self.page.mouse.move(2, 2)
        self.problems.clear()

    def _serve(self, route: Route) -> None:
        """Give the page, or what the app's server answers."""
        asked: Request = route.request
        path = urlsplit(asked.url).path
        if asked.method == "GET":
            head = f'<!doctype html><html lang="en"><style>{faces()}\n{style()}</style>'
            return route.fulfill(body=f"{head}{AROUND}</html>", content_type="text/html")
        sent = json.loads(asked.post_data or "null")
        if "asks" in sent:  # what is foreseen only saves time
            return route.fulfill(status=204)
        self.asked.append((path, sent))
        answer = request("POST", path, (asked.post_data or "").encode())
        headers = {**answer.headers, "content-encoding": "identity"}  # the browser gets it unpacked
        return route.fulfill(status=answer.status, headers=headers, body=answer.unpacked)


def moment(scene: Scene, step: int, term: int | None = None, look: Look = Look()) -> dict[str, Any]:  # noqa: B008
    """What is to be seen of a moment: each cell's state and its number."""
    expected: View = view(scene, step, term, look=look)
    return {str(cell.cell): [cell.state, cell.text] for cell in expected.cells}
