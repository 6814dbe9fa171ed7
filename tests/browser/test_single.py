"""A lesson in one HTML file, opened from a folder: it does without a server, and asks nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

import convlib
from convlib.export.save import save
from convlib.ops import Array
from convlib.picture.scene import Scene
from tests.browser.stage import ROOT, texts, tool, wait_for_step

ARITHMETIC = convlib.lesson("arithmetic")
# Its policy is heeded as a browser of a reader does it, and nothing plays by itself.
as_of_a_reader = pytest.mark.context(bypass_csp=False, reduced_motion="reduce")
SIZE, KERNEL = 6, 3


@pytest.fixture
def folder(page: Page, tmp_path: Path) -> Iterator[Path]:
    """A folder for files; whatever a page of them asks for beside itself fails the test."""
    asked: list[str] = []
    page.on("request", lambda sent: asked.append(sent.url))
    yield tmp_path
    assert [url for url in asked if not url.startswith((f"file://{tmp_path}", "data:"))] == []
    assert len(asked) == len([url for url in asked if url.endswith(".html")])


def opened(page: Page, folder: Path, scene: Scene, **options: Any) -> Locator:
    """The player of a scene's file."""
    save(folder / "lesson.html", scene, **options)
    page.goto(f"file://{folder}/lesson.html")
    page.locator(f"{ROOT} svg .cell").first.wait_for()
    return page.locator(ROOT)


def by_hand(given: Array, weights: Array, stride: int, padding: int) -> list[list[str]]:
    """What a convolution comes to, sum by sum."""
    padded = np.pad(given, padding)
    places = range(0, len(padded) - KERNEL + 1, stride)
    return [
        [
            f"{(padded[row : row + KERNEL, column : column + KERNEL] * weights).sum():g}"
            for column in places
        ]
        for row in places
    ]


@as_of_a_reader
def test_it_plays_steps_points_and_looks_without_a_network(page: Page, folder: Path) -> None:
    scene = convlib.lesson("single-channel").build()
    page.context.set_offline(True)
    stage = opened(page, folder, scene)
    expect(page).to_have_title("Convolution, one channel")
    expect(page.get_by_role("heading", level=1)).to_have_text("Convolution, one channel")
    expect(stage.locator(".counter")).to_have_text("1 / 9")
    page.keyboard.press("ArrowRight")
    wait_for_step(stage, 1)
    page.keyboard.press("End")
    numbers = [[f"{number:g}" for number in row] for row in scene.output]
    assert texts(stage, "output") == numbers
    stage.locator(f".cell[data-cell='{scene.first_cells[-1]}']").hover()
    expect(stage.locator(".caption:not(.measure) .result")).to_have_text(numbers[0][0])
    page.mouse.move(0, 0)
    tool(stage, "by").click()
    expect(stage.locator(".counter")).to_have_text("73 / 81")
    tool(stage, "hues").click()
    expect(stage.locator("[data-act=hues]")).to_have_attribute("aria-pressed", "true")
    tool(stage, "show").select_option("heat")
    expect(stage.locator(".legend")).to_be_visible()
    stage.locator("[data-act=more]").click()
    page.keyboard.press("f")
    page.wait_for_selector(f"{ROOT}:is(:fullscreen, .whole-window)")
    for act in ("numbers", "link", "gif", "undo", "redo", "reset", "fill"):
        expect(stage.locator(f"[data-act={act}]")).to_be_hidden()
    assert page.evaluate("document.fonts.check('16px \"Inter Tabular\"')")


@as_of_a_reader
def test_its_sliders_lead_to_what_it_holds_and_say_what_it_does_not(
    page: Page, folder: Path
) -> None:
    scene = ARITHMETIC.build(size=SIZE, kernel=KERNEL, padding=0)
    packed = {"stride": [1, 2, 3], "padding": [0, 1, 2]}
    stage = opened(page, folder, scene, packed=packed, steps=1)
    given, weights = (scene.panels[at].values for at in (0, 1))
    stride, padding = (stage.get_by_role("slider", name=name) for name in ("Stride", "Padding"))
    for strides, amount in ((1, 0), (1, 1), (2, 1), (3, 1), (3, 2)):
        for slider, wanted in ((stride, strides), (padding, amount)):
            while int(slider.input_value()) < wanted:
                slider.press("ArrowRight")
        page.keyboard.press("Escape")
        stage.locator(".transport .last").click()
        found = texts(stage, "output")
        assert found == by_hand(given, weights, strides, amount)
    assert stage.get_by_role("slider", name="Kernel").count() == 0
    stride.press("ArrowRight")
    expect(stage.locator(".hint")).to_have_text("This file doesn't hold it.")
    expect(stride).to_have_value("3")
    page.keyboard.press("Control+z")
    expect(padding).to_have_value("1")
    page.keyboard.press("Control+Shift+z")
    expect(padding).to_have_value("2")
    tool(stage, "reset").click()
    expect(stride).to_have_value("1")
    expect(padding).to_have_value("0")
    box = stride.bounding_box()
    assert box is not None
    part = 9 + (box["width"] - 18) / (8 - 1)  # a thumb is 18 pixels wide, the slider goes to 8
    stride.click(position={"x": part, "y": box["height"] / 2})
    expect(stride).to_have_value("2")
    expect(stage.locator(".outcome")).to_contain_text("= 2")


@as_of_a_reader
def test_presets_that_it_holds_are_a_list(page: Page, folder: Path) -> None:
    names = [preset.name for preset in ARITHMETIC.presets[:3]]
    stage = opened(page, folder, ARITHMETIC.build(), packed={"preset": names})
    menu = stage.get_by_role("combobox", name="Preset")
    able = menu.locator("option:not([hidden]):not([disabled])")
    assert [each.get_attribute("value") for each in able.all()] == names
    other = menu.locator("option[disabled]").first
    expect(other).to_have_text(re.compile("· not in this file$"))
    expect(other).to_have_attribute("title", "This file doesn't hold it.")
    menu.select_option(names[2])
    output = ARITHMETIC.build(preset=names[2]).output
    stage.locator(".transport .last").click()
    assert texts(stage, "output") == [[f"{number:g}" for number in row] for row in output]


@as_of_a_reader
def test_what_else_a_choice_changes_is_said(page: Page, folder: Path) -> None:
    """A layer of planes is no matrix that could be read: another one is shown."""
    names = ["grouped", "grouped-matrix"]
    lesson = convlib.lesson("grouped")
    stage = opened(page, folder, lesson.build(), packed={"preset": names})
    stage.get_by_role("radio", name="Matrix").click()
    expect(stage.get_by_role("alert")).to_contain_text("an example that does is shown")
    expect(stage.get_by_role("combobox", name="Preset")).to_have_value(names[1])


@pytest.mark.context(bypass_csp=False, reduced_motion="reduce", color_scheme="dark")
def test_light_or_dark_follows_the_reader_or_the_file(page: Page, folder: Path) -> None:
    scene = convlib.lesson("single-channel").build()
    grounds = []
    for options in ({}, {"theme": "light"}, {"theme": "dark-contrast"}):
        stage = opened(page, folder, scene, **options)
        expect(stage).to_have_attribute("data-theme", options.get("theme", "dark"))
        shown = "element => getComputedStyle(element).backgroundColor"
        assert stage.evaluate(shown) == page.locator(":root").evaluate(shown)
        grounds.append(stage.evaluate(shown))
    assert len(set(grounds)) == len(grounds)
    tool(stage, "contrast").click()
    expect(stage).to_have_attribute("data-theme", "dark")
    stage = opened(page, folder, scene)
    page.emulate_media(color_scheme="light")
    expect(stage).to_have_attribute("data-theme", "light")


@pytest.mark.context(java_script_enabled=False)
def test_without_scripts_it_is_a_picture(page: Page, folder: Path) -> None:
    save(folder / "lesson.html", convlib.lesson("single-channel").build())
    page.goto(f"file://{folder}/lesson.html")
    expect(page.get_by_role("heading")).to_have_text("Convolution, one channel")
    expect(page.get_by_role("img", name="Convolution, one channel")).to_be_visible()


def test_a_browser_that_is_too_old_for_it_shows_the_picture_too(page: Page, folder: Path) -> None:
    page.add_init_script("delete window.DecompressionStream")
    save(folder / "lesson.html", convlib.lesson("single-channel").build())
    page.goto(f"file://{folder}/lesson.html")
    expect(page.get_by_role("img", name="Convolution, one channel")).to_be_visible()


@as_of_a_reader
def test_its_numbers_cannot_be_typed_or_moved(page: Page, folder: Path) -> None:
    stage = opened(page, folder, convlib.lesson("deformable").build())
    stage.locator(".cell[data-cell='16']").focus()
    page.keyboard.press("7")
    assert page.locator(".editor").count() == 0
    assert stage.locator(".grips circle[tabindex='0']").count() == 0


@as_of_a_reader
@pytest.mark.viewport(960, 800)
@pytest.mark.parametrize(
    ("slug", "high"), [("single-channel", 350), ("grouped", 321), ("inception", 232)]
)
def test_a_notebooks_frame_holds_all_of_the_player(page: Page, slug: str, high: int) -> None:
    """So high would a picture be that is 900 wide; 250 are around it."""
    asked: list[str] = []
    page.on("request", lambda sent: asked.append(sent.url))
    page.set_content(f"<body>{convlib.lesson(slug).build()._repr_html_()}</body>")
    expect(page.locator("iframe")).to_have_attribute("height", str(250 + high))
    frame = page.frame_locator("iframe")
    stage = frame.locator(ROOT)
    stage.locator("svg .cell").first.wait_for()
    room = frame.locator(":root").evaluate("root => [root.scrollHeight, innerHeight]")
    assert room[0] <= room[1]
    stage.locator(".transport .last").click()
    wait_for_step(stage, len(convlib.lesson(slug).build()) - 1)
    assert not asked
