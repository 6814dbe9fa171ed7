"""The table below the comparison: its rows lead to lessons that can be opened."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

import pytest

import convlib
from convlib import text
from convlib.compare import COLUMNS
from pages.parts.table import table

LESSON = convlib.lesson("compare")


def content(**values: int) -> dict[str, Any]:
    (found,) = table(LESSON, LESSON.values(**values), "en")
    return found


def test_other_lessons_have_none() -> None:
    lesson = convlib.lesson("grouped")
    assert table(lesson, lesson.values(), "en") == []


def test_a_row_has_a_cell_and_a_key_for_each_column() -> None:
    found = content()
    assert [each["name"] for each in found["columns"]] == list(COLUMNS)
    for row in found["rows"]:
        assert len(row["cells"]) == len(row["keys"]) == len(COLUMNS)
    assert len(found["csv"]) == len(found["rows"]) + len(found["refused"]) + 1
    assert len(found["markdown"]) >= len(found["rows"]) + 2


@pytest.mark.parametrize("preset", [preset.name for preset in LESSON.presets])
def test_every_link_opens_its_lesson(preset: str) -> None:
    (found,) = table(LESSON, LESSON.values(preset=preset), "en")
    slugs = {lesson.slug for lesson in convlib.all_lessons()}
    for row in (*found["rows"], *found["refused"]):
        if row["link"] is not None:
            slug, _, query = row["link"][0].partition("?")
            assert slug in slugs
            convlib.lesson(slug).values(**dict(parse_qsl(query)))


def test_sizes_that_a_lesson_can_have_are_kept_and_others_are_said() -> None:
    sizes = {"height": 5, "width": 4, "din": 2, "dout": 2, "groups": 2, "kernel": 3, "reduction": 2}
    rows = {row["cells"][0]: row["link"] for row in content(**sizes)["rows"]}
    address, small = rows["Standard"]
    assert small == ""
    values = convlib.lesson("multi-channel").values(**dict(parse_qsl(address.partition("?")[2])))
    assert (values["size"], values["filters"], values["padding"]) == ((5, 4), 2, "same")
    assert "5×5" in {row["cells"][0]: row["link"] for row in content()["rows"]}["Standard"][1]
    assert text.say("table.small", sizes="5×5").endswith("5×5")


def test_a_row_knows_the_step_that_lights_its_type() -> None:
    values = LESSON.values(kernel=5)
    (found,) = table(LESSON, values, "en")
    ticks = {tick.step: tick.key for tick in LESSON.stage(values).ticks}
    for row in found["rows"]:
        assert text.say(f"tick.{ticks[row['step']]}") == row["cells"][0]


def test_a_number_too_long_for_its_column_is_rounded_and_kept_in_full() -> None:
    largest = content(height=224, width=224, din=512, dout=512, kernel=11)
    row = next(each for each in largest["rows"] if each["cells"][0] == "Standard")
    products = 224 * 224 * 512 * 512 * 11 * 11
    at = list(COLUMNS).index("products")
    assert row["cells"][at : at + 3 : 2] == ["1591.6 G", "31.7 M"]
    assert row["exact"] == {"products": f"{products:,}", "weights": f"{512 * 512 * 11 * 11:,}"}
    assert any(f",{products}," in line for line in largest["csv"])
    assert all(each["exact"] == {} for each in content()["rows"])


def test_a_type_that_cannot_have_the_sizes_says_why_in_the_controls_words() -> None:
    reasons = {each["name"]: each["reason"] for each in content(dout=60)["refused"]}
    assert reasons["3-D"].startswith("Depth is missing")
    assert reasons["Depthwise"].startswith("Dout is 60")
    assert reasons["Squeeze-and-excitation"].startswith("Reduction is 16")


@pytest.mark.parametrize(
    ("name", "sizes", "said"),
    [
        ("Squeeze-and-excitation", {}, "in small: 4×4, 4 channels"),
        ("Grouped", {}, "in small: 5×5, 4 → 4, g 2"),
        ("Dilated", {"kernel": 5, "dilation": 4}, "in small: 9×9, d 2"),
        ("Dilated", {"stride": 2}, "in small: 5×5, s 1"),
        ("Deformable", {"kernel": 7}, "in small: 5×5, k 3"),
    ],
)
def test_what_a_lesson_has_in_place_of_the_sizes(
    name: str, sizes: dict[str, int], said: str
) -> None:
    links = {row["cells"][0]: row["link"] for row in content(**sizes)["rows"]}
    assert links[name][1] == said
