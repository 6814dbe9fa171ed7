"""In every lesson, cells that are pointed at, clicked, typed into: what its scene says follows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, expect

import convlib
from convlib import Lesson
from convlib.numerals import exact
from convlib.picture.parts import HOLE, PADDING, Panel
from convlib.picture.scene import Scene
from tests.browser.desk import Desk, moment
from tests.contract.states import each_lesson

of_cells = pytest.mark.parametrize(
    "lesson",
    [each for each in convlib.all_lessons() if not any(c.aims for c in each.build().curves)],
    ids=lambda lesson: lesson.slug,
)
MOST = 4  # panels of a scene of which a cell is pointed at
# Where a cell can be pointed at; null where another lies over it.
MIDDLE = """(root, cell) => {
  const found = root.querySelector(`.cell[data-cell="${cell}"] .tile`);
  const { x, y, width, height } = found.getBoundingClientRect();
  const middle = [x + width / 2, y + height / 2];
  const hit = root.getRootNode().elementFromPoint(...middle);
  return hit?.closest('.cell')?.dataset.cell === `${cell}` ? middle : null;
}"""


def panels_of(scene: Scene) -> Iterator[tuple[Panel, int]]:
    """Some of the panels, from both ends, each with the number of its first cell."""
    every = [*zip(scene.panels, scene.first_cells, strict=True)]
    yield from every if len(every) <= MOST else [*every[: MOST // 2], *every[-(MOST // 2) :]]


def numbers_in(panel: Panel) -> list[tuple[int, int]]:
    """Where the panel has numbers of an array: rows and columns, padding and holes left out."""
    places = np.argwhere(panel.kind_of_cells & (PADDING | HOLE) == 0)
    return [(int(row), int(column)) for row, column in places]


def middle_of(stage: Locator, cell: int) -> tuple[float, float] | None:
    found: list[float] | None = stage.evaluate(MIDDLE, cell)
    return None if found is None else (found[0], found[1])


def in_state(seen: dict[str, Any], *states: str) -> set[int]:
    """The cells that play one of these parts."""
    return {int(cell) for cell, (state, _) in seen["cells"].items() if state in states}


def check_pointed(scene: Scene, cell: int, seen: dict[str, Any]) -> None:
    """With all made, a cell is lit with all that it comes from, or all that comes of it."""
    assert exact(scene.values[cell]) in seen["caption"]
    writers = np.flatnonzero(scene.out == cell)
    if len(writers):
        step = scene.step_of == scene.step_of[writers[-1]]
        terms = (scene.out == cell) & (step | scene.stamped)
        around = {*scene.src[terms | step], *scene.factor[terms | step], *scene.ker[terms | step]}
        assert {*scene.src[terms]} <= in_state(seen, "lit", "now", "current")
        assert in_state(seen, "lit") <= around, "nothing is lit but what this step is made of"
        return
    weighed, read = scene.ker == cell, scene.src == cell
    assert in_state(seen, "lit") == {*scene.src[weighed], *scene.ker[read]} - {-1}
    fed = {*map(int, scene.out[read | (scene.factor == cell)])}
    if not weighed.any():
        assert fed - scene.anew <= in_state(seen, "fed") <= fed


@each_lesson
def test_what_is_pointed_at_lights_what_it_comes_from_or_what_comes_of_it(
    desk: Desk, lesson: Lesson
) -> None:
    scene = lesson.build()
    stage = desk.open(lesson, f"step={len(scene)}")
    before = desk.seen()
    for panel, first in panels_of(scene):
        for number in {0, panel.values.size - 1}:
            cell = first + number
            place = middle_of(stage, cell)
            if place is None or panel.kind_of_cells.flat[number] & HOLE:
                continue
            desk.page.mouse.move(*place)
            seen = desk.seen()
            if any(curve.aims for curve in scene.curves):  # each mark is a step
                assert seen["cells"] == moment(scene, int(np.flatnonzero(scene.dst == cell)[0]))
            else:
                assert seen["focus"] == cell
                if panel.running is None and len(scene.src):
                    check_pointed(scene, cell, seen)
            desk.page.mouse.move(2, 2)
            assert desk.seen() == before


@of_cells  # a click on a mark goes to its step, and arrows go along them anyway
def test_a_click_keeps_what_is_pointed_at_and_a_second_one_lets_go(
    desk: Desk, lesson: Lesson
) -> None:
    scene = lesson.build()
    stage = desk.open(lesson, f"step={len(scene)}")
    before = desk.seen()
    made = [(p, f) for p, f in panels_of(scene) if not p.array]
    for panel, first in made[-2:]:
        cell = first + panel.values.size - 1
        place = middle_of(stage, cell)
        if place is None:
            continue
        desk.page.mouse.click(*place)
        desk.page.mouse.move(2, 2)
        assert desk.seen()["focus"] == cell
        desk.page.keyboard.type("7")
        assert stage.locator(".editor").count() == 0, "it is worked out, and can't be typed"
        desk.page.mouse.click(*place)
        desk.page.mouse.move(2, 2)
        assert desk.seen() == before
    assert desk.asked == []


def arrays_on(scene: Scene) -> dict[str, tuple[Panel, int]]:
    """The arrays whose numbers stand on the stage: the last panel of each, and its first cell."""
    every = zip(scene.panels, scene.first_cells, strict=True)
    return {panel.array: (panel, first) for panel, first in every if panel.array}


def index_of(lesson: Lesson, name: str, cell: int) -> tuple[int, ...]:
    """Which number of an array a cell shows: seen by an array whose numbers all differ."""
    array = np.asarray(lesson.arrays(lesson.values())[name])
    counted = np.arange(array.size).reshape(array.shape) / 1024
    shown = lesson.stage(lesson.values(**{**lesson.values(), name: counted})).values[cell]
    (found,) = np.argwhere(counted == shown)
    return tuple(map(int, found))


@each_lesson
def test_a_number_is_typed_and_taken_back_and_done_again(desk: Desk, lesson: Lesson) -> None:
    """What comes of it is the picture of the array with that number, and so says the link."""
    scene = lesson.build()
    last = len(scene)
    for name, (panel, first) in arrays_on(scene).items():
        stage = desk.open(lesson, f"step={last}")
        before, link = desk.seen(), desk.link()
        places = [
            (middle_of(stage, first + r * panel.columns + c), r, c) for r, c in numbers_in(panel)
        ]
        seen = [(at, row, column) for at, row, column in places if at]
        at, row, column = seen[-1]
        assert at is not None
        desk.page.mouse.click(*at)
        cell = first + row * panel.columns + column
        number = 2 if scene.values[cell] == -2 else -2
        desk.page.keyboard.type(str(number))
        desk.page.keyboard.press("Enter")
        desk.rest()
        array = np.array(lesson.arrays(lesson.values())[name], float)
        array[index_of(lesson, name, cell)] = number
        values = lesson.values(**{**lesson.values(), name: array})
        after = desk.seen()
        assert after["cells"] == moment(lesson.stage(values), last - 1), name
        assert desk.link() == link | lesson.write(values)
        stage.locator("[data-act=undo]").click()
        desk.rest()
        assert (desk.seen(), desk.link()) == (before, link)
        desk.page.keyboard.press("Control+Shift+Z")
        desk.rest()
        assert (desk.seen(), desk.link()) == (after, link | lesson.write(values))
        assert [sent["ask"]["act"] for _, sent in desk.asked] == ["edit"], "all else is at hand"


KEYS = {"ArrowRight": (0, 1), "ArrowDown": (1, 0), "ArrowLeft": (0, -1), "ArrowUp": (-1, 0)}


@each_lesson
def test_arrows_go_from_number_to_number_and_stop_at_the_edge(desk: Desk, lesson: Lesson) -> None:
    """Over what stands between them, too: where a kernel is spread out, holes are no numbers."""
    scene = lesson.build()
    stage = desk.open(lesson, f"step={len(scene)}")
    panels = [*panels_of(scene)]
    for panel, first in (panels[0], panels[-1]):
        rows, columns = panel.every
        at, has_moved = (0, 0), False
        stage.locator(f'.cell[data-cell="{first}"]').focus()
        for key, (down, across) in [*KEYS.items(), ("ArrowUp", (-1, 0)), ("ArrowLeft", (0, -1))]:
            to = at[0] + down * rows, at[1] + across * columns
            if 0 <= to[0] < panel.rows and 0 <= to[1] < panel.columns:
                at, has_moved = to, True
            desk.page.keyboard.press(key)
            cell = first + at[0] * panel.columns + at[1]
            expect(stage.locator(".cell:focus")).to_have_attribute("data-cell", str(cell))
            if any(curve.aims for curve in scene.curves):
                assert desk.seen()["cells"] == moment(scene, cell)
            elif has_moved:
                assert desk.seen()["focus"] == cell, "where the keys come to is asked about"
        stage.evaluate("root => root.getRootNode().activeElement.blur()")
    assert desk.asked == []


@of_cells
def test_what_is_kept_goes_along_with_the_arrows(desk: Desk, lesson: Lesson) -> None:
    scene = lesson.build()
    stage = desk.open(lesson, f"step={len(scene)}")
    every = zip(scene.panels, scene.first_cells, strict=True)
    panel, first = next((p, f) for p, f in every if not p.array and p.values.size > 1)
    stage.locator(f'.cell[data-cell="{first}"]').focus()
    desk.page.keyboard.press("Enter")
    is_column = panel.columns == 1
    desk.page.keyboard.press("ArrowDown" if is_column else "ArrowRight")
    stage.evaluate("root => root.getRootNode().activeElement.blur()")
    assert desk.seen()["focus"] == first + panel.every[0 if is_column else 1]


def test_arrows_pass_over_what_is_put_in_between_numbers(desk: Desk) -> None:
    lesson = convlib.lesson("dilated")
    scene = lesson.build(preset="dilated")
    panel, first = arrays_on(scene)["weights"]
    assert panel.every == (2, 2)
    stage = desk.open(lesson, "preset=dilated&step=1")
    stage.locator(f'.cell[data-cell="{first}"]').focus()
    for key, cell in (("ArrowRight", 2), ("ArrowDown", 2 + 2 * panel.columns)):
        desk.page.keyboard.press(key)
        expect(stage.locator(".cell:focus")).to_have_attribute("data-cell", str(first + cell))


def test_a_number_that_is_shown_rounded_is_edited_in_full(desk: Desk) -> None:
    stage = desk.open(convlib.lesson("single-channel"), "input=1.234567,2,3;4,5,6;7,8,9&step=1")
    cell = stage.locator(".cell").first
    expect(cell.locator(".number")).to_have_text("1.23")
    for _ in range(2):
        cell.click()
    expect(stage.locator(".editor")).to_have_value("1.234567")
    desk.page.keyboard.press("Enter")
    desk.rest()
    assert desk.asked == [], "and left as it was it is no change"
