"""In every lesson, controls lead where the lesson says, and back; steps are its scene's."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import numpy as np
from playwright.sync_api import Locator, expect

from convlib import Lesson
from convlib.controls.offer import controls, has_axes, is_apart
from convlib.lesson import Values
from convlib.params import Choice, PaddingParam, PerAxis
from convlib.picture.look import Look
from tests.browser.desk import Desk, moment
from tests.browser.stage import address
from tests.contract.states import each_lesson

AT_THE_END = "step=999999"


def check_state(desk: Desk, lesson: Lesson, values: Values, *, first: bool = False) -> None:
    """The picture and the link are those of a state, and the controls stand where it says.

    It is seen on its last step, where all numbers are there, or on the first one.
    """
    desk.rest()
    scene, seen = lesson.stage(values), desk.seen()
    look = Look(lesson.opens(values).get("show", "numbers"))
    assert seen["cells"] == moment(scene, 0 if first else len(scene) - 1, look=look)
    own = {"preset", *(param.name for param in lesson.params)}
    link = {name: said for name, said in desk.link().items() if name in own}
    assert link == lesson.write(values)
    offered = [each for each in controls(lesson, values, "en") if each["kind"] != "rule"]
    stand = {each["id"]: each["value"] for each in offered}
    for name, value in seen["controls"]:
        if stand.get(name) is not None:
            assert str(stand[name]) == value, name
    for is_below in (True, False):
        kinds = [each for each in offered if (each["kind"] in ("slider", "several")) == is_below]
        wanted = [each["id"] for each in kinds]
        order = [name for name, _ in seen["controls"] if name in wanted]
        assert [*dict.fromkeys(order)] == wanted, "they stand in the lesson's order"


def beside(slider: dict[str, Any]) -> tuple[str, int] | None:
    """A key that moves a slider, and the number that it moves to; None where there is none."""
    offered = [n for low, high in slider["offered"] for n in range(low, high + 1)]
    at = slider["low"] if slider["value"] is None else slider["value"]
    above, below = [n for n in offered if n > at], [n for n in offered if n < at]
    return ("ArrowRight", above[0]) if above else ("ArrowLeft", below[-1]) if below else None


def put(lesson: Lesson, values: Values, control: str, number: int) -> Values:
    """The state with the number of a slider: of both axes, of one, or of all sides."""
    name, _, part = control.partition(".")
    (param,) = (each for each in lesson.params if each.name == name)
    value: Any = number
    if isinstance(param, PerAxis) and part:
        value = {"rows": (number, values[name][1]), "columns": (values[name][0], number)}[part]
    if isinstance(param, PaddingParam):
        value = ((number, number), (number, number))
    return lesson.values(**{**values, name: value})


@each_lesson
def test_a_slider_moves_to_the_next_number_and_its_state_comes(desk: Desk, lesson: Lesson) -> None:
    start = lesson.values()
    stage = desk.open(lesson, AT_THE_END)
    before = desk.seen()
    for slider in controls(lesson, start, "en"):
        way = beside(slider) if slider["kind"] == "slider" else None
        if way is None:
            continue
        key, number = way
        stage.locator(f'[data-control="{slider["id"]}"] input[type=range]').press(key)
        check_state(desk, lesson, put(lesson, start, slider["id"], number))
        desk.page.keyboard.press("Control+z")
        desk.rest()
        assert desk.seen() == before, slider["id"]


def choose(stage: Locator, control: str, way: str) -> None:
    """Choose a way of a choice: of those beside each other, or in a list."""
    place = stage.locator(f'[data-control="{control}"]')
    menu = place.locator("select")
    if menu.count():
        menu.select_option(way)
    else:
        place.locator(f'input[value="{way}"]').check()


@each_lesson
def test_each_way_leads_to_its_state_from_the_first_step_on(desk: Desk, lesson: Lesson) -> None:
    start = lesson.values()
    for param in lesson.at_work(start):
        ways = lesson.ways(start, param) if isinstance(param, Choice) else {}
        for way, values in ways.items():
            if way != start[param.name]:
                stage = desk.open(lesson, "step=3")
                choose(stage, param.name, way)
                check_state(desk, lesson, values, first=True)


def a_change(desk: Desk, lesson: Lesson, stage: Locator, start: Values) -> None:
    """Move the first slider that can be moved."""
    found = (
        (each, beside(each)) for each in controls(lesson, start, "en") if each["kind"] == "slider"
    )
    slider, (key, number) = next((each, way) for each, way in found if way)
    stage.locator(f'[data-control="{slider["id"]}"] input[type=range]').press(key)
    check_state(desk, lesson, put(lesson, start, slider["id"], number))


@each_lesson
def test_reset_leads_to_the_link_that_was_opened_or_the_preset_that_was_chosen(
    desk: Desk, lesson: Lesson
) -> None:
    opened, chosen = (lesson.values(preset=each.name) for each in lesson.presets[1:3])
    stage = desk.open(lesson, f"{urlencode(lesson.write(opened))}&{AT_THE_END}")
    check_state(desk, lesson, opened)
    a_change(desk, lesson, stage, opened)
    tool(stage, "reset").click()
    check_state(desk, lesson, opened)
    stage.locator(".menu.preset select").select_option(lesson.presets[2].name)
    check_state(desk, lesson, chosen, first=True)
    stage.locator("button.last").click()
    a_change(desk, lesson, stage, chosen)
    tool(stage, "reset").click()
    check_state(desk, lesson, chosen)
    for _ in range(2):
        desk.page.keyboard.press("Control+z")
    check_state(desk, lesson, chosen)
    expect(stage.locator("[data-act=reset]")).to_have_attribute("aria-disabled", "true")
    for _ in range(3):
        desk.page.keyboard.press("Control+z")
    check_state(desk, lesson, opened)
    expect(stage.locator("[data-act=undo]")).to_have_attribute("aria-disabled", "true")


# Ways of stepping, and how far each leads, or where: None for the last step, "middle" between.
STEPS: list[tuple[str, int | str | None]] = [
    *(("ArrowRight", 1), ("forward", 1), ("ArrowLeft", -1), ("last", None), ("forward", 1)),
    *(("back", -1), ("Home", 0), ("back", -1), ("End", None), ("first", 0), ("timeline", "middle")),
]


@each_lesson
def test_every_way_of_stepping_leads_to_the_step_that_it_names(desk: Desk, lesson: Lesson) -> None:
    scene = lesson.build()
    stage = desk.open(lesson)
    at, last = 0, len(scene) - 1
    for way, to in STEPS:
        there = {0: 0, None: last, "middle": last // 2}
        at = there[to] if to in there else min(max(at + int(to or 0), 0), last)
        if way == "timeline":
            stage.locator(".timeline input").fill(str(at))
        elif way[0].isupper():
            desk.page.keyboard.press(way)
        else:
            stage.locator(f"button.{way}").click()
        seen = desk.seen()
        assert (seen["step"], seen["counter"]) == (at, f"{at + 1} / {last + 1}"), way
        assert seen["cells"] == moment(scene, at), way
    desk.rest()
    assert f"step={at + 1}" in address(desk.page)


@each_lesson
def test_term_by_term_every_product_is_a_step(desk: Desk, lesson: Lesson) -> None:
    """Where nothing is multiplied that isn't offered; a step without a product counts as one."""
    scene = lesson.build()
    stage = desk.open(lesson)
    by = tool(stage, "by")
    if not len(scene.src):
        assert by.is_hidden()
        return
    by.click()
    counts = np.maximum(np.diff(scene.starts), 1)
    every = [(step, term) for step, count in enumerate(counts) for term in range(count)]
    multiplies = np.diff(scene.starts) > 0
    for place in sorted({0, 1, len(every) // 2, len(every) - 1}):
        stage.locator(".timeline input").fill(str(place))
        step, term = every[place]
        assert desk.seen()["counter"] == f"{place + 1} / {len(every)}"
        assert desk.seen()["cells"] == moment(scene, step, term if multiplies[step] else None)
    by.evaluate("each => each.click()")
    assert desk.seen()["counter"] == f"{len(scene)} / {len(scene)}"


def tool(stage: Locator, act: str) -> Locator:
    """A tool of the player; the panel of those that are not at hand is open."""
    if stage.locator(".panel-of-tools").is_hidden():
        stage.locator("[data-act=more]").click()
    return stage.locator(f"[data-act={act}]")


# What has the focus, by its place among all that there is; null for what is around the player.
STOP = """() => {
  const { activeElement: at } = document;
  return at.closest('.convolution') ? [...document.querySelectorAll('*')].indexOf(at) : null;
}"""


def stops(desk: Desk, start: str, key: str) -> list[int]:
    """Where a key leads the focus to, from beside the player until it has left it."""
    found: list[int] = []
    desk.page.locator(start).focus()
    desk.page.keyboard.press(key)
    while (stop := desk.page.evaluate(STOP)) is not None:
        found.append(stop)
        desk.page.keyboard.press(key)
    return found


@each_lesson
def test_shift_and_tab_goes_back_through_every_stop(desk: Desk, lesson: Lesson) -> None:
    desk.open(lesson)
    forth = stops(desk, "#before", "Tab")
    assert len(forth) > 8
    assert stops(desk, "#after", "Shift+Tab") == forth[::-1]


@each_lesson
def test_what_a_lesson_can_not_do_is_not_offered(desk: Desk, lesson: Lesson) -> None:
    values = lesson.values()
    scene = lesson.build()
    stage = desk.open(lesson)
    joined = stage.locator("[data-act=apart]")
    expect(joined).to_be_visible(visible=has_axes(lesson, values))
    joins = str(not is_apart(lesson, values)).lower()
    expect(joined).to_have_attribute("aria-pressed", joins)
    fill = tool(stage, "fill").locator("option").evaluate_all("all => all.map(each => each.value)")
    shown = {panel.array for panel in scene.panels} - {""}
    assert {each.partition("|")[0] for each in fill} - {""} == shown
    expect(stage.locator("[data-act=row]")).to_be_hidden()
    expect(stage.locator("[data-act=controls]")).to_be_hidden()
    handles = sum(np.shape(curve.points)[-2] for curve in scene.curves if curve.array)
    assert stage.locator(".handles circle").count() == handles
