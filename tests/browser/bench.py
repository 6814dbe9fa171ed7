"""The player by itself on an empty page: no server and no Streamlit, as in a notebook or a file.

What only the player can get wrong is tested here: a scene is shown in a twentieth of the time that
a page of the app takes to open.
"""

from __future__ import annotations

import base64
import json
from itertools import count
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page

from convlib.picture.scene import Scene
from convlib.render.payload import encode
from convlib.render.player import script, style
from convlib.render.theme import contents
from pages.parts.files import EXTRA
from tests.browser.stage import ROOT

FONTS = Path(__file__).resolve().parents[2] / "pages" / "static" / "fonts"
WEIGHTS = {"Regular": 400, "Medium": 500, "SemiBold": 600, "Bold": 700}
LOAD = """async source => {
  const blob = new Blob([source], { type: 'text/javascript' });
  Object.assign(window, await import(URL.createObjectURL(blob)));
  await Promise.all([400, 500, 600, 700].map(weight =>
    document.fonts.load(`${weight} 16px "Inter Tabular"`)));
}"""
SHOW = """([scene, geometry, options, serves]) => {
  const told = [], asked = [];
  const report = (name, value) => told.push([name, value]);
  const acts = ['change', 'step', 'setApart', 'wish', 'look', 'code', 'save'];
  const note = act => (...given) => (asked.push([act, ...given]), new Promise(() => {}));
  const server = serves ? Object.fromEntries(acts.map(act => [act, note(act)])) : null;
  window.bench?.player.destroy();
  const player = createPlayer(document.querySelector('main'), geometry, { report, server });
  window.bench = { told, asked, player };
  player.update(JSON.parse(scene), JSON.parse(options));
}"""
# What a lesson's player has beside: not what begins to work on the page of the app as it is loaded.
ALONE = tuple(name for name in EXTRA if name not in ("leaving.js", "streamlit.js"))
CHANGE = "([scene, options]) => bench.player.update(JSON.parse(scene), JSON.parse(options))"
# Whoever asks for the whole screen while it is still being left is refused.
CLEAR = """async () => {
  if (document.fullscreenElement) await document.exitFullscreen();
  window.bench?.player.destroy();
  delete window.bench;
  scrollTo(0, 0);
}"""


def load(page: Page) -> Page:
    """Make a page of the player's font and style, with its functions as globals."""
    sheet = "\n".join([faces(), style(), "body { margin: 0; padding: 4px; }"])
    page.set_content(f'<!doctype html><html lang="en"><style>{sheet}</style><main></main></html>')
    page.evaluate(LOAD, script(*ALONE))
    return page


def faces() -> str:
    """The player's font as a part of a style sheet."""
    return "\n".join(
        f'@font-face {{ font-family: "Inter Tabular"; font-weight: {weight};'
        f' src: url("{_as_data(name)}"); }}'
        for name, weight in WEIGHTS.items()
    )


def _as_data(weight: str) -> str:
    """A font as an address that holds it."""
    font = (FONTS / f"InterTabular-{weight}.ttf").read_bytes()
    return f"data:font/ttf;base64,{base64.b64encode(font).decode()}"


class Bench:
    """A place for one player after another.

    Attributes:
        page: The page that it is.
        problems: What the page has complained of.
    """

    def __init__(self, page: Page, problems: list[str]) -> None:
        self.page, self.problems = page, problems
        self.stamps = count()

    def show(self, scene: Scene, *, serves: bool = False, **options: Any) -> Locator:
        """Put a new player there, at rest on the first step unless `options` say more.

        `serves` gives it a server, which notes what it is asked for and never answers.
        """
        given = self._options({"position": 0, "theme": "light"} | options)
        self.page.evaluate(SHOW, [encode(scene), contents()["geometry"], given, serves])
        return self.page.locator(ROOT)

    def change(self, scene: Scene, **options: Any) -> None:
        """Hand the player that is there another scene."""
        self.page.evaluate(CHANGE, [encode(scene), self._options({"theme": "light"} | options)])

    def told(self) -> list[list[Any]]:
        """What the player has told its page since it is there: names and values."""
        found: list[list[Any]] = self.page.evaluate("bench.told")
        return found

    def asked(self) -> list[list[Any]]:
        """What the player has asked its server since it is there: acts and what belongs to them."""
        found: list[list[Any]] = self.page.evaluate("bench.asked")
        return found

    def clear(self) -> None:
        """Take the player away, and whatever it left behind."""
        self.page.evaluate(CLEAR)
        self.page.mouse.move(2, 2)
        self.problems.clear()

    def _options(self, given: dict[str, Any]) -> str:
        return json.dumps({"stamp": next(self.stamps)} | given)
