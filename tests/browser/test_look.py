"""The page at every size and in both themes: nothing overflows, everything can be read."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Locator, Page, expect

import convlib
from convlib.picture.scene import Scene
from convlib.render.theme import theme
from tests.browser.bench import Bench
from tests.browser.stage import AT_REST, open_paused, open_stage, texts, tool
from tests.chosen import chosen

RGB = r"rgb\((\d+), (\d+), (\d+)\)"
MINUS = "\N{MINUS SIGN}"
SIZES = [(360, 740), (768, 1024), (1280, 800), (1920, 1080)]
NAMES = "grids => grids.map(grid => grid.getAttribute('aria-label'))"
LARGE = "arithmetic?size=16&padding=same"
LONG_NUMBERS = {
    "input": "-9999,1234.5,0.125;-0.001,7,-88;9999,-9999,3",
    "weights": "-999.5,12;3,4",
}
LONG = f"single-channel?{urlencode(LONG_NUMBERS)}"


@pytest.mark.parametrize(
    "path", ["", "single-channel", LARGE, LONG], ids=["home", "classic", "large", "long"]
)
def test_nothing_is_wider_than_the_page(page: Page, app_url: str, path: str) -> None:
    stage = open_paused(page, f"{app_url}/{path}") if path else open_stage(page, app_url)
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        stage.locator(".picture svg").evaluate(AT_REST)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        check_width(stage, width)


def check_width(stage: Locator, width: int) -> None:
    """The picture lies within the stage, and the stage within the page."""
    box = stage.locator(".picture svg").bounding_box()
    frame = stage.bounding_box()
    assert box is not None
    assert frame is not None
    assert box["x"] >= frame["x"] - 1
    assert box["x"] + box["width"] <= frame["x"] + frame["width"] + 1
    assert frame["x"] + frame["width"] <= width


def scene_of(state: str) -> Scene:
    """A chosen state's scene, or the one whose numbers are long."""
    slug, _, preset = state.partition("/")
    return convlib.lesson(slug).build(**({"preset": preset} if preset else LONG_NUMBERS))


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("state", ["single-channel", *map("/".join, chosen())])
def test_numbers_and_texts_keep_their_places(bench: Bench, state: str, width: int) -> None:
    """Numbers stay in their cells, and nothing that is written is cut off, at any step."""
    bench.page.set_viewport_size({"width": width, "height": 800})
    scene = scene_of(state)
    for by, position in (("value", 0), ("value", len(scene) // 2), ("term", 2)):
        stage = bench.show(scene, by=by, position=position)
        assert bench.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        check_width(stage, width)
        assert stage.evaluate(OUTSIDE) == []
        assert max(map(len, stage.locator(".number").all_text_contents())) <= 4


# Numbers that reach over the edge of their cells, by half a pixel or more.
OUTSIDE = """root => [...root.querySelectorAll('.cell')].flatMap(cell => {
  const frame = cell.querySelector('.tile').getBoundingClientRect();
  return [...cell.querySelectorAll('text')].filter(text => text.textContent).map(text => {
    const box = text.getBoundingClientRect();
    return { text: text.textContent, left: box.left - frame.left, right: frame.right - box.right };
  }); }).filter(each => each.left < -0.5 || each.right < -0.5)"""


def test_rounded_number_is_told_in_full_on_its_cell(bench: Bench) -> None:
    stage = bench.show(scene_of("single-channel"))
    cell = stage.get_by_role("grid", name="Input, 3 × 3").get_by_role("gridcell").nth(1)
    assert cell.locator(".number").text_content() == "1234"
    expect(cell).to_have_attribute("aria-label", "row 0, column 1, 1234.5 ×12")
    cell.hover()
    assert "1234.5" in (stage.locator(".caption:not(.measure)").text_content() or "")


@pytest.mark.context(color_scheme="dark")
def test_stage_follows_the_theme(page: Page, app_url: str) -> None:
    stage = open_paused(page, f"{app_url}/single-channel")
    expect(stage).to_have_attribute("data-theme", "dark")
    on_ground = stage.evaluate(GROUNDS)
    page.emulate_media(color_scheme="light")
    expect(stage).to_have_attribute("data-theme", "light")
    on_paper = stage.evaluate(GROUNDS)
    assert len(set(on_ground)) == len(set(on_paper)) == 1
    assert on_ground != on_paper


GROUNDS = """root => [root, document.querySelector('.stApp')].map(
  each => getComputedStyle(each).backgroundColor)"""


def test_moving_a_slider_moves_nothing_below_the_stage(page: Page, app_url: str) -> None:
    stage = open_paused(page, f"{app_url}/single-channel?size=7&kernel=4")
    resting = page.get_by_role("slider", name="Dilation")
    before = resting.bounding_box()
    for name in ("Kernel", "Input size", "Stride"):
        grids = stage.get_by_role("grid").evaluate_all(NAMES)
        page.get_by_role("slider", name=name).press("ArrowRight")
        expect(stage.get_by_role("grid", name=grids[2])).to_have_count(0)
        assert resting.bounding_box() == before


def test_home_shows_it_moving_and_leads_to_the_lessons(page: Page, app_url: str) -> None:
    stage = open_stage(page, app_url)
    expect(stage).to_have_attribute("data-playing", "true")
    expect(stage).to_have_attribute("data-step", "1")
    page.get_by_role("main").get_by_role("link", name="Convolution arithmetic").click()
    expect(page.get_by_role("heading", name="Convolution arithmetic")).to_be_visible()
    expect(page).to_have_url(f"{app_url}/arithmetic")


def test_a_heat_map_says_what_its_colours_mean(bench: Bench) -> None:
    scene = convlib.lesson("single-channel").build(weights="-4,1;0,2")
    stage = bench.show(scene)
    legend = stage.locator(".legend")
    expect(legend).to_be_hidden()
    tool(stage, "show").select_option("both")
    expect(legend).to_be_visible()
    stage.get_by_role("slider", name="Timeline").press("End")
    shown = [abs(int(n.replace(MINUS, "-"))) for row in texts(stage, "output") for n in row]
    assert legend.inner_text().split() == ["Values", *ends(max(*shown, 3)), "Weights", *ends(4)]


def ends(top: int) -> list[str]:
    """How a scale's ends are written."""
    return [f"{MINUS}{top}", str(top)]


@pytest.mark.parametrize("palette", ["light", "dark", "light-contrast", "dark-contrast"])
def test_a_legend_goes_through_the_colours_of_its_scale(bench: Bench, palette: str) -> None:
    """From the most negative to the most positive, in a bar that can be seen."""
    scene = convlib.lesson("single-channel").build()
    stage = bench.show(scene, theme=palette, show="heat")
    bars = stage.locator(".legend i")
    for bar, scale in zip(bars.all(), ("activations", "weights"), strict=True):
        drawn, opacity = bar.evaluate(
            "bar => [getComputedStyle(bar).backgroundImage, getComputedStyle(bar).opacity]"
        )
        wanted = [theme(palette).colours[f"{scale}-{at}"] for at in range(17)]
        seen = ["#" + bytes(map(int, each)).hex() for each in re.findall(RGB, drawn)]
        assert seen == wanted
        assert drawn.startswith("linear-gradient(to right, ")
        assert opacity == "1"
        box = bar.bounding_box()
        assert box
        assert box["width"] > 80
        assert box["height"] > 8
