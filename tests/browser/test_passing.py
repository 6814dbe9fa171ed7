"""In every lesson, with motion on, all goes straight from state to state, without a flicker."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect

from convlib import Lesson
from convlib.controls.offer import controls
from convlib.lesson import Values
from tests.browser.conftest import lent, new_desk
from tests.browser.desk import Desk
from tests.browser.test_doing import arrays_on, middle_of, numbers_in
from tests.browser.test_doing_controls import beside, put
from tests.browser.test_motion import SETTLE
from tests.contract.states import each_lesson

ROUNDED = 3  # of 255, or pixels: what rounding may do
LONGEST = 1500  # milliseconds in which all has come to rest, with frames that are late
Frame = dict[str, Any]

# Reads, after every frame until it is told to stop, all cells and windows: what each is called,
# its colour, its place, whether it is seen and what it says; and counts what is as black as SVG
# paints by itself, and how often the page's layout shifts.
RECORD = r"""() => {
  const colourOf = (mark) => getComputedStyle(mark).fill.match(/[0-9.]+/g).slice(0, 3).map(Number);
  const boxOf = (mark) => { const { x, y, width } = mark.getBoundingClientRect();
    return [x, y + scrollY, width]; };
  const namesOf = (grids) => { const met = {};
    return grids.map((grid) => { const title = grid.ariaLabel.replace(/, [^,]*$/, '');
      return `${title} ${met[title] = (met[title] ?? 0) + 1}`; }); };
  const read = (root) => {
    const grids = [...root.querySelectorAll('[role=grid]')], names = namesOf(grids), seen = {};
    grids.forEach((grid, at) => { for (const cell of grid.querySelectorAll('.cell')) {
      const index = cell.ariaLabel.match(/row \S+, column [^,]+/)?.[0];
      if (!index) continue;
      const [tile, number] = [cell.querySelector('.tile'), cell.querySelector('.number')];
      const isSeen = cell.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
      seen[`${names[at]} ${index}`] = [colourOf(tile), cell.closest('.mover') ? null : boxOf(tile),
        isSeen && getComputedStyle(number).opacity === '1', number.textContent];
    } });
    [...root.querySelectorAll('.windows rect')].forEach((box, at) =>
      (seen[`window ${at}`] = [null, boxOf(box), box.checkVisibility(), '']));
    const marks = [...root.querySelectorAll('svg[data-cell] :is(rect, path, circle, text)')];
    const black = marks.filter((mark) => (mark.tagName !== 'text' || mark.textContent)
      && getComputedStyle(mark).fill === 'rgb(0, 0, 0)').length;
    return { seen, black, theme: root.dataset.theme };
  };
  Object.assign(window, { film: [], shifts: 0, rolls: true });
  window.watcher?.disconnect();
  window.watcher = new PerformanceObserver((list) => (window.shifts += list.getEntries().length));
  window.watcher.observe({ type: 'layout-shift' });
  let last = '';
  const look = (time) => {
    if (!window.rolls) return;
    const frame = read(document.querySelector('.convolution')), now = JSON.stringify(frame);
    if (now !== last) window.film.push({ ...frame, time });
    last = now;
    if (window.rolls) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""
CUT = "() => { window.rolls = false; return JSON.stringify([window.film, window.shifts]); }"
# Another theme of Streamlit's, as the player comes to know of it.
TURN = """() => {
  document.querySelector('main').style.setProperty('--st-background-color', '#0e1117');
  document.querySelector("[data-testid='stApp']").classList.toggle('turned');
}"""
UNTURNED = """() => document.querySelector('main').style.removeProperty('--st-background-color')"""


@pytest.fixture(scope="module")
def moving(browser: Browser) -> Iterator[Desk]:
    """Lessons with their server on a page where all moves as usual."""
    with new_desk(browser, color_scheme="light") as desk:
        yield desk


@pytest.fixture
def seen(request: pytest.FixtureRequest, moving: Desk) -> Iterator[Desk]:
    try:
        yield from lent(moving, request.node)
    finally:
        moving.page.evaluate(UNTURNED)


def filmed(desk: Desk, stage: Locator, act: Callable[[], object]) -> tuple[list[Frame], int]:
    """The frames that differ while something is done, and how often the layout shifts."""
    desk.page.evaluate(RECORD)
    act()
    desk.rest()
    stage.evaluate(SETTLE)
    frames, shifts = json.loads(desk.page.evaluate(CUT))
    return frames, int(shifts)


def is_between(part: float, one: float, other: float) -> bool:
    return min(one, other) - ROUNDED <= part <= max(one, other) + ROUNDED


def is_straight(values: list[list[float]]) -> bool:
    """Whether each part of it goes from the first to the last value and never back."""
    for parts in zip(*values, strict=True):
        first, last = parts[0], parts[-1]
        way = [(part - first) * (1 if last >= first else -1) for part in parts]
        if not all(is_between(part, first, last) for part in parts):
            return False
        if any(after < before - ROUNDED for before, after in pairwise(way)):
            return False
    return True


def faults(frames: list[Frame], resizes: bool, recolours: bool) -> list[str]:
    """What doesn't go straight from how it is in the first frame to how it is in the last one."""
    first, last = frames[0]["seen"], frames[-1]["seen"]
    found = [f"{frame['black']} black marks" for frame in frames if frame["black"]]
    for name in last:
        shown = [frame["seen"].get(name) for frame in frames]
        if name not in first:
            shown = shown[next(at for at, each in enumerate(shown) if each) :]
        if None in shown:
            found.append(f"{name} is away in between")
            continue
        colours, boxes, visible, texts = ([each[part] for each in shown] for part in range(4))
        if colours[0] is not None and not recolours and not is_straight(colours):
            found.append(f"{name} takes the colours {colours}")
        if boxes[0] is not None and None not in boxes and not resizes and not is_straight(boxes):
            found.append(f"{name} takes the places {boxes}")
        if visible[0] and visible[-1] and not all(visible):
            found.append(f"{name} is not seen in between")
        if texts[0] and texts[-1] and not {*texts} <= {texts[0], texts[-1]}:
            found.append(f"{name} says {texts}")
    return found


def check(
    taken: tuple[list[Frame], int],
    *,
    resizes: bool = False,
    recolours: bool = False,
    turns: bool = False,
) -> None:
    """All goes straight, in time, with one shift of the layout at most.

    Where the window `resizes`, places follow it in two steps, its own and the player's; where the
    answer `recolours` what fades already, since it was let go of, colours go another way; where the
    theme `turns`, they have no way.
    """
    frames, shifts = taken
    assert faults(frames, resizes, recolours)[:3] == []
    assert shifts <= 1 + resizes
    assert frames[-1]["time"] - frames[min(1, len(frames) - 1)]["time"] < LONGEST
    if turns:
        tiles = [[each[0] for each in frame["seen"].values()] for frame in frames]
        assert all(colours in (tiles[0], tiles[-1]) for colours in tiles), "colours turn at once"


def step_on(desk: Desk, stage: Locator) -> None:
    """A step forward: windows are seen on their way."""
    frames, shifts = filmed(desk, stage, lambda: stage.locator("button.forward").click())
    check((frames, shifts))
    ends = [frames[at]["seen"].get("window 0") for at in (0, -1)]
    if None in ends or frames[0]["seen"].keys() != frames[-1]["seen"].keys():
        return
    way = [frame["seen"]["window 0"][1][:2] for frame in frames]
    far = max(abs(one - other) for one, other in zip(way[0], way[-1], strict=True))
    assert far < 10 or any(place not in (way[0], way[-1]) for place in way), "it jumps"


def called(lesson: Lesson, values: Values) -> list[Any]:
    """What the panels of a state are called: where these are the same, cells are."""
    return [(panel.name, panel.number) for panel in lesson.stage(values).panels]


def a_slider(lesson: Lesson) -> tuple[str, str]:
    """A slider and a key that moves it, the panels staying what they are; else any slider."""
    start, ways = lesson.values(), dict[str, str]()
    for slider in controls(lesson, start, "en"):
        if slider["kind"] == "slider" and (way := beside(slider)):
            ways[slider["id"]] = way[0]
            after = put(lesson, start, slider["id"], way[1])
            if called(lesson, after) == called(lesson, start):
                return slider["id"], way[0]
    return next(iter(ways.items()))


@each_lesson
def test_from_state_to_state_all_goes_straight(seen: Desk, lesson: Lesson) -> None:
    stage = seen.open(lesson, "step=3")
    press = seen.page.keyboard.press
    step_on(seen, stage)
    control, key = a_slider(lesson)
    rail = stage.locator(f'[data-control="{control}"] input[type=range]')
    check(filmed(seen, stage, lambda: rail.press(key)))
    check(filmed(seen, stage, lambda: press("Control+z")))
    check(filmed(seen, stage, lambda: seen.page.evaluate(TURN)), turns=True)
    expect(stage).to_have_attribute("data-theme", "dark")
    step_on(seen, stage)
    for _ in ("in", "out"):
        check(filmed(seen, stage, lambda: alone(seen)), resizes=True)


def alone(desk: Desk) -> None:
    """The whole screen, or the page again."""
    before = desk.page.evaluate("document.fullscreenElement === null")
    desk.page.keyboard.press("f")
    desk.page.wait_for_function(f"(document.fullscreenElement === null) !== {str(before).lower()}")


@each_lesson
def test_a_number_that_is_typed_and_a_preset_come_at_once(seen: Desk, lesson: Lesson) -> None:
    scene = lesson.build()
    stage = seen.open(lesson, f"step={len(scene)}")
    for panel, first in [*arrays_on(scene).values()][:1]:
        numbers = [first + r * panel.columns + c for r, c in numbers_in(panel)]
        place = next(at for cell in numbers if (at := middle_of(stage, cell)))
        assert place is not None
        seen.page.mouse.click(*place)
        seen.page.keyboard.type("2")
        stage.evaluate(SETTLE)
        check(filmed(seen, stage, lambda: seen.page.keyboard.press("Enter")), recolours=True)

    def choose() -> None:
        stage.locator(".menu.preset select").select_option(lesson.presets[1].name)
        seen.rest()
        if stage.get_attribute("data-playing") == "true":
            stage.locator("[data-act=toggle]").dispatch_event("click")

    one, other = (called(lesson, lesson.values(preset=each.name)) for each in lesson.presets[:2])
    check(filmed(seen, stage, choose), recolours=one != other)
