"""For everyone: axe finds nothing on any page, from top to bottom, and no word has a gap."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Locator, Page, expect

import convlib
from tests.browser.conftest import MILLISECONDS_TO_ANSWER, watched
from tests.browser.stage import ROOT, open_paused, open_stage, tool

LESSONS = [lesson.slug for lesson in convlib.all_lessons()]
OTHERS = [
    "",
    "single-channel?stride=0",
    "single-channel?predict=1&hues=1&padding=1&step=3",
    "single-channel?show=both&step=4",
    "single-channel?embed=true",
]
# One after the other, round and round: a wish for contrast alone isn't heard.
PALETTES = ["light", "dark-contrast", "light-contrast", "dark"]
TALL = 7000  # pixels: all of any page is in sight at once
OF_COLOURS = ["color-contrast", "link-in-text-block"]

# Each look once: a text in the same colours, size and weight is read as well wherever it stands.
# Texts of pictures are none that axe can judge; small ones have none, and take it long.
SAMPLE = """(ofColours) => {
  const elements = (tree) => [...tree.querySelectorAll('*')];
  const within = (each) => each.shadowRoot ? [each, ...elements(each.shadowRoot).flatMap(within)] : [each];
  const looks = new Map();
  for (const each of elements(document).flatMap(within)) {
    if (each.matches('.miniature')) each.style.display = ofColours ? 'none' : '';
    each.removeAttribute('data-sample');
    const says = [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!says && !each.matches('input, select, textarea')) continue;
    if (each.closest('svg') || !each.checkVisibility()) continue;
    const { color, fontSize, fontWeight, textDecorationLine } = getComputedStyle(each);
    const look = [color, fontSize, fontWeight, textDecorationLine];
    for (let at = each; at; at = at.parentElement ?? at.getRootNode().host) {
      const { backgroundColor, backgroundImage, opacity } = getComputedStyle(at);
      look.push(backgroundColor, backgroundImage, opacity);
    }
    looks.set(look.join(), each);
  }
  for (const each of looks.values()) each.dataset.sample = '';
  return looks.size;
}"""  # noqa: E501
RUN = """async (options) => {
  axe.configure({ rules: [{ id: 'color-contrast', selector: '[data-sample]' }] });
  const { violations } = await axe.run(document, options);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, any }) => `${id}: ${html.slice(0, 300)} ${any[0]?.message ?? ''}`));
}"""
# axe asks for headers in large tables alone; ours are small.
HEADLESS = """() => {
  const all = (tree) => [...tree.querySelectorAll('*')].flatMap((each) =>
    [...(each.shadowRoot ? all(each.shadowRoot) : []), ...(each.matches('table') ? [each] : [])]);
  const isHead = (table) => table.caption || table.ariaLabel;
  return all(document).filter((table) => !isHead(table) || !table.querySelector('th[scope]'))
    .map((table) => table.outerHTML.slice(0, 300));
}"""
# Words in which something is missing, wherever they are read; code and formulas have braces.
GAPS = """() => {
  const elements = (tree) => [...tree.querySelectorAll(':not(pre *, .tex *, script, style)')];
  const within = (each) => [each, ...(each.shadowRoot ? elements(each.shadowRoot).flatMap(within) : [])];
  const said = elements(document).flatMap(within).flatMap((each) => [
    ...[...each.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data),
    ...['aria-label', 'title', 'placeholder', 'alt'].map((name) => each.getAttribute(name)),
  ]);
  return said.filter((text) => /\\bundefined\\b|\\bNaN\\b|\\[object |\\{\\w+\\}/.test(text ?? ''));
}"""  # noqa: E501
MORE = {"td-has-header": {"enabled": True}}
# Names that two elements of a tree have: axe lets most of them pass.
TWICE = """() => {
  const trees = (tree) => [tree, ...[...tree.querySelectorAll('*')]
    .flatMap(({ shadowRoot }) => (shadowRoot ? trees(shadowRoot) : []))];
  return trees(document).flatMap((tree) => {
    const ids = [...tree.querySelectorAll('[id]')].map(({ id }) => id);
    return ids.filter((id, at) => ids.indexOf(id) !== at);
  });
}"""
LEAN = {
    **{"resultTypes": ["violations"], "preload": False, "iframes": False},
    **{"selectors": False, "ancestry": False, "xpath": False},
}


class Whole(NamedTuple):
    """A page for one address after the other, as high as the highest, and what it complains of."""

    page: Page
    problems: list[str]


@pytest.fixture(scope="module")
def opened(browser: Browser) -> Iterator[Whole]:
    """One page for all tests: what all pages share is loaded once."""
    size: Any = {"width": 1280, "height": TALL}
    page = browser.new_page(viewport=size, bypass_csp=True, color_scheme="light")
    page.set_default_timeout(MILLISECONDS_TO_ANSWER)
    yield Whole(page, watched(page))
    page.context.close()


@pytest.fixture
def whole(opened: Whole) -> Iterator[Page]:
    """The page in its first palette, which fails the test for what it complains of."""
    opened.problems.clear()
    yield opened.page
    assert opened.problems == []


def wish(page: Page, palette: str) -> None:
    """Wish for a palette, as the system does."""
    scheme, _, contrast = palette.partition("-")
    page.emulate_media(
        color_scheme="dark" if scheme == "dark" else "light",
        contrast="more" if contrast else "no-preference",
    )


def violations(page: Page, **options: Any) -> str:
    """What axe finds, a line each; colours on one text of each look."""
    assert page.evaluate(SAMPLE, "runOnly" in options) > 0
    return "\n".join(page.evaluate(RUN, LEAN | options))


def check_palettes(page: Page, first: int) -> None:
    """All is right in one palette, and in the others, which only differ in them, colours."""
    page.evaluate(AXE_SCRIPT)
    for palette in (*PALETTES[first:], *PALETTES[:first]):
        wish(page, palette)
        expect(page.locator(ROOT)).to_have_attribute("data-theme", palette)
        rules = {"rules": MORE} if palette == PALETTES[first] else {"runOnly": OF_COLOURS}
        assert violations(page, **rules) == "", palette
    assert page.evaluate(GAPS) == []
    assert page.evaluate(TWICE) == []
    assert page.evaluate(HEADLESS) == [], "a table has a name, and headers with a scope"


def check_all_in_sight(page: Page) -> None:
    """The page is no higher than what is looked at, and what comes when it is in sight is there."""
    for waiting in (".tex:not([data-set])", ".listing:empty"):
        expect(page.locator(waiting)).to_have_count(0)
    for card in page.locator(".miniature").all():
        card.locator(".cell").first.wait_for()
    main = page.get_by_test_id("stMain")
    assert main.evaluate("main => main.scrollHeight - main.clientHeight") <= 0


@pytest.mark.parametrize("path", [*LESSONS, *OTHERS])
def test_axe_finds_nothing(whole: Page, app_url: str, path: str) -> None:
    """By all rules in another palette on each page."""
    first = (*LESSONS, *OTHERS).index(path) % len(PALETTES)
    wish(whole, PALETTES[first])
    open_stage(whole, f"{app_url}/{path}")
    check_all_in_sight(whole)
    check_palettes(whole, first)


def opens(page: Page, stage: Locator, what: str) -> Locator:
    """What is seen when something of the classic lesson is opened."""
    if what == "link":
        tool(stage, "link").click()
        return stage.get_by_role("img", name="The link as a QR code")
    if what == "export":
        tool(stage, "export").click()
        page.get_by_text("More", exact=True).last.click()
        return page.get_by_role("img", name="How step 1 of the file looks")
    if what == "numbers":
        tool(stage, "numbers").click()
        return page.get_by_role("textbox", name="Input numbers")
    if what == "tools":
        stage.locator("[data-act=more]").click()
        return tool(stage, "hues")
    if what == "cell":
        stage.locator(".cell").first.click()
        page.keyboard.press("F2")
        return stage.locator(".editor")
    for number, typed in ((1, "9"), (2, "15"), (3, "x")):
        page.get_by_role("textbox", name=f"{number}. ").fill(typed)
        page.keyboard.press("Enter")
    page.get_by_text("Show why").first.click()
    for framework in ("PyTorch", "Keras", "NumPy"):
        page.get_by_role("tab", name=framework).click()
    return page.get_by_text("but it has to be a number")


@pytest.mark.parametrize("what", ["link", "export", "numbers", "tools", "answers", "cell"])
def test_axe_finds_nothing_in_what_opens(whole: Page, app_url: str, what: str) -> None:
    wish(whole, PALETTES[0])
    stage = open_paused(whole, f"{app_url}/single-channel")
    seen = opens(whole, stage, what)
    expect(seen).to_be_visible()
    check_palettes(whole, 0)
    expect(seen).to_be_visible()
