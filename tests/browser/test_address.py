"""The address that a player writes: exactly what is seen, and nothing while its page is left."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from playwright.sync_api import Page

from convlib.render.player import script
from tests.browser.bench import ALONE, LOAD
from tests.browser.stage import address

SETTINGS = {
    **{"by": "value", "speed": 1, "show": "numbers"},
    **{"loop": False, "hues": False, "predict": False, "contrast": False},
}


@pytest.mark.parametrize(
    ("href", "state"),
    [
        ("http://x.org/single-channel", ""),
        ("http://x.org/a/b?stride=2&padding=1:0x2:2", "stride=2&padding=1%3A0x2%3A2"),
        (
            "http://x.org/?stride=2&step=7&by=term&speed=4&show=both&loop=1&hues=1&predict=1&contrast=1",
            "stride=2",
        ),
        ("http://x.org/?lang=de&embed=true&embed_options=dark_theme&stride=2", "stride=2"),
        ("?kernel=2#why", "kernel=2"),
    ],
)
def test_the_state_in_an_address(functions: Page, href: str, state: str) -> None:
    code = "href => stateIn(new URL(href, 'http://x.org/').href)"
    assert functions.evaluate(code, href) == state


@pytest.fixture
def site(page: Page) -> Page:
    """A page with an address of its own, and the player's functions."""
    page.route(
        "http://localhost/**",
        lambda route: route.fulfill(body="<main></main>", content_type="text/html"),
    )
    page.goto("http://localhost/lesson?stride=9&lang=en")
    page.evaluate(LOAD, script(*ALONE))
    page.evaluate(
        """() => {
          window.leaves = false;
          const leaving = { isLeaving: () => window.leaves };
          window.begin = (settings, lost = false) =>
            (window.address = createAddress(leaving, { lost, settings }));
        }"""
    )
    return page


def test_what_a_state_asks_for_is_never_left_out(site: Page) -> None:
    """So that a link shows a picture as its reader has seen it, as numbers too."""
    begun(site)
    site.evaluate("address.write('preset=edges', { show: 'heat' }); address.now()")
    assert address(site).endswith("/lesson?preset=edges&show=numbers&lang=en")
    site.evaluate("address.set('show', 'heat'); address.now()")
    assert address(site).endswith("/lesson?preset=edges&show=heat&lang=en")
    site.evaluate("address.write(''); address.set('show', 'numbers'); address.now()")
    assert address(site).endswith("/lesson?lang=en")


def begun(site: Page, *, lost: bool = False, **settings: Any) -> Page:
    """The same with an address that a player writes."""
    site.evaluate("([settings, lost]) => { begin(settings, lost); }", [SETTINGS | settings, lost])
    return site


def query(site: Page) -> str:
    return str(site.evaluate("location.search"))


def test_an_address_says_what_differs_from_the_usual(site: Page) -> None:
    begun(site)
    site.evaluate("() => { address.write('kernel=2'); address.step(4); address.now(); }")
    assert query(site) == "?kernel=2&lang=en&step=5"
    site.evaluate(
        "() => { address.set('by', 'term'); address.set('loop', true); address.set('speed', 2);"
        " address.step(null); address.now(); }"
    )
    assert query(site) == "?kernel=2&by=term&speed=2&loop=1&lang=en"
    site.evaluate(
        "() => { address.set('by', 'value'); address.set('loop', false); address.set('speed', 1);"
        " address.write(''); address.now(); }"
    )
    assert query(site) == "?lang=en"


def test_how_a_player_opened_stays_in_the_address(site: Page) -> None:
    begun(site, hues=True, show="both")
    site.evaluate("() => { address.write(''); address.now(); }")
    assert query(site) == "?show=both&hues=1&lang=en"


@pytest.mark.parametrize(
    ("system", "theme", "written"),
    [
        *[("light", "light", ""), ("light", "dark", "&embed_options=dark_theme")],
        *[("dark", "dark", ""), ("dark", "light", "&embed_options=light_theme")],
    ],
)
def test_a_theme_other_than_the_systems_is_in_the_address(
    site: Page, system: Literal["light", "dark"], theme: str, written: str
) -> None:
    site.emulate_media(color_scheme=system)
    site.evaluate("history.replaceState(null, '', '/lesson?embed_options=dark_theme')")
    begun(site, contrast=True)
    code = "theme => { address.write(''); address.theme(theme); address.now(); }"
    site.evaluate(code, theme)
    assert query(site) == f"?contrast=1{written}"


def test_what_is_streamlits_stays(site: Page) -> None:
    site.evaluate(
        "history.replaceState(null, '',"
        " '/lesson?embed=true&embed_options=a&embed_options=b&stride=3')"
    )
    begun(site)
    site.evaluate("() => { address.write('stride=2'); address.now(); }")
    assert query(site) == "?stride=2&embed=true&embed_options=a&embed_options=b"


def test_it_is_written_a_moment_later_and_in_place(site: Page) -> None:
    begun(site)
    entries = site.evaluate("history.length")
    site.evaluate("() => { for (let at = 1; at < 5; at++) address.write(`kernel=${at}`); }")
    assert query(site) == "?stride=9&lang=en"
    site.wait_for_function("location.search === '?kernel=4&lang=en'")
    assert site.evaluate("history.length") == entries


def test_nothing_is_written_before_there_is_a_state(site: Page) -> None:
    begun(site)
    site.evaluate("() => { address.step(3); address.now(); }")
    assert query(site) == "?stride=9&lang=en"


def test_an_address_that_made_no_sense_stands_until_something_is_changed(site: Page) -> None:
    begun(site, lost=True)
    site.evaluate("() => { address.write(''); address.step(2); address.now(); }")
    assert query(site) == "?stride=9&lang=en"
    site.evaluate("() => { address.write('kernel=2'); address.now(); }")
    assert query(site) == "?kernel=2&lang=en&step=3"


def test_nothing_is_written_while_the_page_is_left(site: Page) -> None:
    begun(site)
    site.evaluate("() => { window.leaves = true; address.write('kernel=2'); address.now(); }")
    assert query(site) == "?stride=9&lang=en"


def test_what_waits_is_written_when_the_player_goes(site: Page) -> None:
    begun(site)
    site.evaluate("() => { address.write('kernel=2'); address.stop(); }")
    assert query(site) == "?kernel=2&lang=en"
    assert site.evaluate("address.written()") == "http://localhost/lesson?kernel=2&lang=en"
