"""For everyone: rules that can be checked by machine hold on every page, in every palette."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

import convlib
from tests.browser.stage import open_stage

PAGES = [
    "",
    *(lesson.slug for lesson in convlib.all_lessons()),
    "single-channel?stride=0",
    "single-channel?predict=1&hues=1&padding=1&step=3",
    "single-channel?show=both&step=4",
    "single-channel?embed=true",
]
PALETTES = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "light-contrast": {"color_scheme": "light", "contrast": "more"},
    "dark-contrast": {"color_scheme": "dark", "contrast": "more"},
}


def violations(page: Page) -> list[str]:
    """What axe-core finds, a line each."""
    found = Axe().run(page)
    return [
        f"{violation['id']}: {node['html'][:300]} ({node['any'][:1]})"
        for violation in found.response["violations"]
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize(
    "palette",
    [pytest.param(name, marks=pytest.mark.context(**PALETTES[name])) for name in PALETTES],
)
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(page: Page, app_url: str, path: str, palette: str) -> None:
    stage = open_stage(page, f"{app_url}/{path}")
    expect(stage).to_have_attribute("data-theme", palette)
    assert violations(page) == []
