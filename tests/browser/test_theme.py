"""The app shows its own font and colours, served from this machine."""

from __future__ import annotations

import re

import pytest
from PIL import ImageFont
from playwright.sync_api import Locator, Page, expect

from tests.browser.bench import FONTS, WEIGHTS

SIZE = 1000  # pixels, so that rounding to whole pixels does not show
TEXT = "AVATo 3 × 2 + 1 = 7 − 4 ∗ ⌊1.25⌋"

LOADED_FACES = """
async ([weight, size]) => {
    const faces = await document.fonts.load(`${weight} ${size}px "Inter Tabular"`)
    return faces.map(face => [face.family.replaceAll('"', ''), face.weight, face.status])
}
"""
TEXT_WIDTH = """
([weight, size, text]) => {
    const context = document.createElement("canvas").getContext("2d")
    context.font = `${weight} ${size}px "Inter Tabular"`
    return context.measureText(text).width
}
"""


def open_app(page: Page, app_url: str) -> Locator:
    page.goto(app_url)
    app = page.get_by_test_id("stApp")
    expect(app).to_have_css("font-family", re.compile(r'^"Inter Tabular"'))
    return app


@pytest.mark.parametrize(
    ("ground", "ink"),
    [
        pytest.param(
            "rgb(255, 255, 255)",
            "rgb(29, 31, 33)",
            marks=pytest.mark.context(color_scheme="light"),
            id="light",
        ),
        pytest.param(
            "rgb(20, 23, 26)",
            "rgb(236, 239, 241)",
            marks=pytest.mark.context(color_scheme="dark"),
            id="dark",
        ),
    ],
)
def test_the_page_has_the_font_and_colours_of_its_theme(
    page: Page, app_url: str, ground: str, ink: str
) -> None:
    app = open_app(page, app_url)
    expect(app).to_have_css("background-color", ground)
    expect(app).to_have_css("color", ink)


def test_texts_are_as_wide_in_the_browser_as_in_pillow(page: Page, app_url: str) -> None:
    open_app(page, app_url)
    for weight, number in WEIGHTS.items():
        faces = page.evaluate(LOADED_FACES, [number, SIZE])
        assert faces == [["Inter Tabular", str(number), "loaded"]]
        font = ImageFont.truetype(FONTS / f"InterTabular-{weight}.ttf", SIZE)
        wide = page.evaluate(TEXT_WIDTH, [number, SIZE, TEXT])
        assert wide == pytest.approx(font.getlength(TEXT), abs=0.5)
