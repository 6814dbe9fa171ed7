"""How large numbers are in their cells, where they are left out, and how a picture fills a room."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

import convlib
from convlib.picture.marked import labels
from convlib.picture.scene import Scene
from convlib.render.letters import Letters
from convlib.render.payload import payload
from convlib.render.theme import contents
from tests.browser.bench import Bench
from tests.browser.stage import caption, states, texts
from tests.browser.widened import widened

GEOMETRY = contents()["geometry"]
TEXTS = ["3", "12", "\u22127", "0.5", "\u2212.5", "128", "\u221212", "1.25", "1234", "120M", "?"]
NUMBER = """([geometry, cell, scale, texts, kind]) => {
  const letters = createLetters(geometry, cell, scale);
  return texts.map(text => { const { text: written, size } = letters[kind](text);
    return [written, size]; });
}"""


def lettered(
    functions: Page, cell: int, texts: list[str], kind: str = "number", scale: float = 1
) -> list[tuple[str, float]]:
    """What the player writes for each text, and how large."""
    found = functions.evaluate(NUMBER, [GEOMETRY, cell, scale, texts, kind])
    return [(written, size) for written, size in found]


@pytest.mark.parametrize("cell", [12, 17, 18, 21, 24, 27, 33, 36, 41, 50, 60, 106])
def test_numbers_are_as_large_as_in_files(functions: Page, cell: int) -> None:
    letters = Letters(GEOMETRY, cell)
    for text, (written, size) in zip(TEXTS, lettered(functions, cell, TEXTS), strict=True):
        assert written == letters.written(text)
        assert not written or size == pytest.approx(letters.number(written), rel=2e-3)
    asides = [f"×{text}" for text in TEXTS]
    for text, (written, size) in zip(
        asides, lettered(functions, cell, asides, "aside"), strict=True
    ):
        assert written == letters.beside(text)
        assert not written or size == pytest.approx(letters.aside(text), rel=2e-3)
    sums = [f"{text}+{text}" for text in TEXTS]
    for text, (written, size) in zip(sums, lettered(functions, cell, sums, "above"), strict=True):
        assert written == letters.above(text)
        assert not written or size == pytest.approx(letters.raised(text), rel=2e-3)


@pytest.mark.parametrize(
    ("cell", "scale", "text", "written", "size"),
    [
        (60, 1, "12", "12", 25.2),  # 0.42 of a cell
        (36, 1, "12", "12", 18),  # in smaller ones as large as that, while there is room
        (25, 1, "12", "12", 15.5),
        (21, 1, "12", "12", 14),
        (25, 1, "128", "128", 12.54),  # which fills the cell
        (23, 1, "128", "…", 14.26),
        (17, 1, "3", "", 0),
        (45, 1.7, "12", "12", 30),
        (45, 1.7, "128", "128", 22.57),
        (44, 1.7, "1234", "…", 30),
        (32, 1.7, "3", "", 0),
    ],
)
def test_sizes_of_numbers(
    functions: Page, cell: int, scale: float, text: str, written: str, size: float
) -> None:
    [found] = lettered(functions, cell, [text], scale=scale)
    assert found[0] == written
    assert found[1] == pytest.approx(size, abs=0.01)


@pytest.mark.parametrize(
    ("cell", "scale", "written"), [(33, 1, "×2"), (32, 1, ""), (71, 1.7, "×2"), (70, 1.7, "")]
)
def test_a_weight_beside_a_number_is_left_out_where_it_is_too_small(
    functions: Page, cell: int, scale: float, written: str
) -> None:
    assert lettered(functions, cell, ["×2"], "aside", scale)[0][0] == written


@pytest.mark.parametrize(
    ("weight", "page", "phone"),
    [("7", 21, 18), ("100", 24, 24), ("1234", 32, 32)],
)
def test_cells_are_large_enough_for_the_longest_number(
    functions: Page, weight: str, page: int, phone: int
) -> None:
    sent = payload(convlib.lesson("arithmetic").build(input="1", weights=weight))
    code = "([sent, geometry]) => [false, true].map(narrow => readableCell(sent, geometry, narrow))"
    assert functions.evaluate(code, [sent, GEOMETRY]) == [page, phone]


@pytest.mark.viewport(340, 800)
def test_a_number_that_is_too_long_is_kept_at_hand(bench: Bench) -> None:
    """On a phone there is room for three figures in nine columns, and for two in sixteen."""
    for columns in (9, 16):
        row = ",".join(["7"] * columns)
        scene = convlib.lesson("arithmetic").build(input=row, weights="25")
        stage = bench.show(scene, position=columns - 1)
        if columns == 9:
            assert texts(stage, "output") == [["175"] * 9]
    assert texts(stage, "output") == [["…"] * 16]
    assert texts(stage, "input") == [["7"] * 16]
    named = stage.get_by_role("grid", name="Output").get_by_role("gridcell")
    assert named.first.get_attribute("aria-label") == "row 0, column 0, 175"
    named.first.hover()
    assert caption(stage) == "y[0, 0] = 7·25 = 175"
    assert states(stage, "output")[0] == "current"


def spread(functions: Page, scene: Scene, name: str, room: float) -> dict[str, Any]:
    """A layout as the player widens it."""
    code = """([sent, name, room]) => {
      const { layouts, panels } = prepare(sent);
      return widened(layouts[name], panels, room);
    }"""
    found: dict[str, Any] = functions.evaluate(code, [payload(scene), name, room])
    return found


@pytest.mark.parametrize(
    ("room", "width", "places"),
    [
        (14.8, 14.8, [0, 6.9, 11.8]),
        (16.8, 16.8, [0, 7.9, 13.8]),
        (40, 20.8, [0, 9.9, 17.8]),  # three cells more for each sign
        (10, 14.8, [0, 6.9, 11.8]),
    ],
)
def test_signs_take_the_width_that_is_left(
    functions: Page, room: float, width: float, places: list[float]
) -> None:
    found = spread(functions, convlib.lesson("single-channel").build(), "wide", room)
    assert found["width"] == pytest.approx(width)
    assert [x for x, _ in found["places"]] == pytest.approx(places)
    middles = [(places[0] + 5 + places[1]) / 2, (places[1] + 3 + places[2]) / 2]
    assert [x for _, x, _ in found["symbols"]] == pytest.approx(middles)


@pytest.mark.parametrize("name", ["wide", "tall"])
@pytest.mark.parametrize("lesson", convlib.all_lessons(), ids=lambda lesson: lesson.slug)
def test_all_that_stands_in_a_picture_moves_apart_together(
    functions: Page, lesson: convlib.Lesson, name: str
) -> None:
    scene = lesson.build()
    layout = scene.layouts[name]
    found, wanted = (
        spread(functions, scene, name, layout.width + 2),
        widened(layout, scene.panels, layout.width + 2),
    )
    for kind in ("places", "plots"):
        assert [x for x, *_ in found[kind]] == pytest.approx(
            [x for x, *_ in getattr(wanted, kind)], abs=1e-3
        )
    assert [x for _, x, _ in found["symbols"]] == pytest.approx([x for _, x, _ in wanted.symbols])
    assert [each["x"] for each in found["labels"]] == pytest.approx(
        [label.x for label in labels(scene.panels, wanted)]
    )
