"""A finger on the stage: taps ask and edit in every lesson, drags scroll, and points follow it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from playwright.sync_api import Browser, Locator, expect

import convlib
from convlib import Lesson
from convlib.lesson import Values
from convlib.numerals import exact
from tests.browser.conftest import lent, new_desk
from tests.browser.desk import Desk, moment
from tests.browser.test_doing import arrays_on, middle_of, numbers_in, panels_of
from tests.contract.states import each_lesson

Touch = Callable[[str, list[tuple[float, float]]], None]


@pytest.fixture(scope="module")
def tablet(browser: Browser) -> Iterator[Desk]:
    """Lessons with their server on a page that is touched."""
    with new_desk(browser, reduced_motion="reduce", has_touch=True) as desk:
        yield desk


@pytest.fixture
def touched(request: pytest.FixtureRequest, tablet: Desk) -> Iterator[Desk]:
    yield from lent(tablet, request.node)


def fingers(desk: Desk) -> Touch:
    """Puts fingers down ("touchStart"), moves them or takes them away ("touchEnd")."""
    session = desk.page.context.new_cdp_session(desk.page)

    def touch(kind: str, places: list[tuple[float, float]]) -> None:
        points = [{"x": x, "y": y, "id": at} for at, (x, y) in enumerate(places)]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    return touch


@each_lesson
def test_a_tap_asks_and_a_second_one_edits_what_can_be_edited(
    touched: Desk, lesson: Lesson
) -> None:
    scene = lesson.build()
    stage = touched.open(lesson, f"step={len(scene)}")
    given = arrays_on(scene).values()
    made = [(panel, first) for panel, first in panels_of(scene) if not panel.array][-1:]
    for panel, first in (*given, *made):
        numbers = [first + r * panel.columns + c for r, c in numbers_in(panel)]
        cell, place = next((n, at) for n in numbers if (at := middle_of(stage, n)))
        assert place is not None
        touched.page.touchscreen.tap(*place)
        if any(curve.aims for curve in scene.curves):
            assert touched.seen()["step"] == int(np.flatnonzero(scene.dst == cell)[0])
            continue
        assert touched.seen()["focus"] == cell
        touched.page.touchscreen.tap(*place)
        if panel.array:
            typed = exact(scene.values[cell]).replace("\N{MINUS SIGN}", "-")
            shown = stage.locator(".editor").input_value().replace("\N{MINUS SIGN}", "-")
            assert shown == typed
            touched.page.keyboard.press("Escape")
            touched.page.keyboard.press("Escape")
        else:
            assert stage.locator(".editor").count() == 0
        assert touched.seen()["focus"] == -1
    assert touched.asked == []


TALLER = "high => (document.body.style.paddingBottom = high)"


def test_a_finger_that_is_drawn_over_numbers_scrolls_and_changes_nothing(touched: Desk) -> None:
    lesson = convlib.lesson("single-channel")
    stage = touched.open(lesson, "step=9")
    before = touched.seen()
    touched.page.evaluate(TALLER, "3000px")
    x, y = middle_of(stage, 12) or (0, 0)
    touch = fingers(touched)
    touch("touchStart", [(x, y)])
    for part in range(1, 9):
        touch("touchMove", [(x + part, y - 20 * part)])
        assert touched.seen()["focus"] == -1, "what it passes is not asked about"
    touch("touchEnd", [])
    touched.page.wait_for_function("scrollY > 50")
    touched.page.evaluate(TALLER, "")
    assert touched.seen() == before
    assert (stage.locator(".editor").count(), touched.asked) == (0, [])


@pytest.mark.parametrize("slug", ["deformable", "convolution-vs-correlation", "single-channel"])
def test_two_fingers_enlarge_the_page_wherever_they_are(touched: Desk, slug: str) -> None:
    """On numbers, sliders and points that can be moved: no style takes that from the browser."""
    stage = touched.open(convlib.lesson(slug))
    kept = stage.evaluate(
        """root => [...root.querySelectorAll('*')].map(each => [getComputedStyle(each), each])
          .filter(([{ touchAction }]) => !/auto|manipulation|pinch-zoom/.test(touchAction))
          .map(([, each]) => each.outerHTML.slice(0, 80))"""
    )
    assert kept == []
    x, y = middle_of(stage, 0) or (0, 0)
    touch = fingers(touched)
    touch("touchStart", [(x, y), (x + 40, y)])
    for part in range(1, 6):
        touch("touchMove", [(x, y), (x + 40 + 20 * part, y)])
    touch("touchEnd", [])
    touched.page.wait_for_function("visualViewport.scale > 1.05")
    session = touched.page.context.new_cdp_session(touched.page)
    session.send("Emulation.setPageScaleFactor", {"pageScaleFactor": 1})
    touched.page.wait_for_function("visualViewport.scale === 1")


class Hand:
    """A mouse or a finger that drags."""

    def __init__(self, desk: Desk, kind: str) -> None:
        self.desk, self.kind, self.touch = desk, kind, fingers(desk)

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """From one place to another, by way of two between."""
        (left, top), (right, bottom) = start, end
        parts = (part / 3 for part in range(4))
        ways = [(left + (right - left) * part, top + (bottom - top) * part) for part in parts]
        (x, y), *rest = ways
        if self.kind == "mouse":
            self.desk.page.mouse.move(x, y)
            self.desk.page.mouse.down()
            for place in rest:
                self.desk.page.mouse.move(*place)
            self.desk.page.mouse.up()
        else:
            self.touch("touchStart", [(x, y)])
            for place in rest:
                self.touch("touchMove", [place])
            self.touch("touchEnd", [])
        self.desk.rest()


def centre(place: Locator) -> tuple[float, float]:
    box = place.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@pytest.mark.parametrize("kind", ["mouse", "finger"])
def test_a_point_of_a_signal_follows_the_hand_and_its_number_with_it(
    touched: Desk, kind: str
) -> None:
    lesson = convlib.lesson("convolution-vs-correlation")
    start = lesson.values(preset="sawtooth")
    signal = np.array(lesson.arrays(start)["g"], float)
    stage = touched.open(lesson, "step=999999")
    curve = next(at for at, each in enumerate(lesson.stage(start).curves) if each.array == "g")
    handles = [centre(each) for each in stage.locator(f'[data-curve="{curve}"]').all()]
    numbers = signal.ravel().tolist()
    assert len({*numbers}) > 1
    # Heights are in proportion to numbers: those of two points tell those of all others.
    one, other = numbers.index(max(numbers)), numbers.index(min(numbers))
    unit = (handles[other][1] - handles[one][1]) / (numbers[one] - numbers[other])
    x, y = handles[1]
    touched.page.evaluate(TALLER, "3000px")
    Hand(touched, kind).drag((x, y), (x, y + 0.7 * unit))
    assert touched.page.evaluate("scrollY") == 0, "it draws and doesn't scroll"
    touched.page.evaluate(TALLER, "")
    signal[0, 1] = round(signal[0, 1] - 0.7, 1)  # to a tenth
    values = lesson.values(**{**start, "g": signal})
    seen = touched.seen()
    scene = lesson.stage(values)
    assert seen["cells"] == moment(scene, len(scene) - 1)
    stage.locator("[data-act=undo]").click()  # one drag is one change
    touched.rest()
    scene = lesson.stage(start)
    assert touched.seen()["cells"] == moment(scene, len(scene) - 1)


def moved_point(at: int, down: float, right: float) -> Values:
    """The deformable lesson with a point moved from where it stands in a regular grid."""
    lesson = convlib.lesson("deformable")
    start = lesson.values(preset="deformable-zero")
    array = np.array(lesson.arrays(start)["offsets"], float)
    array[0].flat[at], array[1].flat[at] = down, right
    return lesson.values(**{**start, "offsets": array, "point": at + 1})


def opened_points(desk: Desk) -> Locator:
    """The deformable lesson in the middle of its picture, with all points on the grid."""
    return desk.open(convlib.lesson("deformable"), "preset=deformable-zero&step=5")


def check_offsets(desk: Desk, down: float, right: float, at: int) -> None:
    """The picture and the link are those of a point that is moved so far."""
    desk.rest()
    lesson = convlib.lesson("deformable")
    values = moved_point(at, down, right)
    assert desk.link() == lesson.write(values)
    assert desk.seen()["cells"] == moment(lesson.stage(values), 4)
    assert ["point", str(at + 1)] in desk.seen()["controls"]


@pytest.mark.parametrize("kind", ["mouse", "finger"])
@pytest.mark.parametrize(
    ("across", "below", "moved"),
    [
        (1, -0.5, (-0.5, 1)),
        (-0.8, 0.6, (0.5, -0.75)),  # to a quarter of a cell
        (0, 9, (2, 0)),  # no further than the last row: the point stands two above it
    ],
)
def test_a_point_off_the_grid_follows_the_hand(
    touched: Desk, kind: str, across: float, below: float, moved: tuple[float, float]
) -> None:
    stage = opened_points(touched)
    size = float(stage.locator("svg[data-cell]").get_attribute("data-cell") or 0)
    x, y = centre(stage.get_by_role("button", name="Point 8, moved"))
    Hand(touched, kind).drag((x, y), (x + across * size, y + below * size))
    check_offsets(touched, *moved, 7)


def test_arrows_move_a_point_by_a_quarter_each_way_and_no_further_than_three(
    touched: Desk,
) -> None:
    stage = opened_points(touched)
    grip = stage.get_by_role("button", name="Point 8, moved")
    grip.focus()
    down = right = 0.0
    keys = ["ArrowDown", "ArrowLeft", "ArrowLeft", "ArrowUp", "ArrowUp", "ArrowRight"]
    for key in [*keys, *["ArrowLeft"] * 12]:
        touched.page.keyboard.press(key)
        touched.rest()
        down += {"ArrowDown": 0.25, "ArrowUp": -0.25}.get(key, 0)
        right = max(-3.0, right + {"ArrowRight": 0.25, "ArrowLeft": -0.25}.get(key, 0))
    check_offsets(touched, down, right, 7)
    assert right == -3
    expect(stage.locator(".problem")).to_be_empty()
    expect(grip).to_be_focused()
