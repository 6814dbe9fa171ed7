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
