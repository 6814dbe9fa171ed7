"""The page's prose and the stage have the same colours for the same things."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import convlib
from convlib import text
from convlib.render.theme import theme
from pages.parts.style import COLOURS, coloured

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_page_has_the_stages_colours(name: str) -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())["theme"][name]
    for role, colour in COLOURS.items():
        assert config[f"{colour}TextColor"] == theme(name).colours[role]
    assert config["primaryColor"] == theme(name).colours["output"]
    assert config["backgroundColor"] == theme(name).colours["ground"]


def test_every_lesson_colours_what_it_names_and_nothing_else() -> None:
    for lesson in convlib.all_lessons():
        prose = "\n".join(text.prose(lesson.slug).values())
        named = set(re.findall(r":([a-z]+)\[", prose))
        assert {"input", "output"} <= named <= COLOURS.keys()
        assert ":input[" not in text.prose(lesson.slug)["title"]


def test_words_are_coloured_by_their_role() -> None:
    assert coloured(":input[x] and :kernel[**w**]: [a link](y)") == (
        ":blue[x] and :orange[**w**]: [a link](y)"
    )
