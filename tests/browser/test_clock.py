"""The clock's odd corners: what happens to a beat that is under way, and at either end."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator

import convlib
from convlib.picture.scene import Scene
from tests.browser.bench import Bench
from tests.browser.controlled import options_of
from tests.browser.desk import SEEN, moment
from tests.browser.stage import caption, step_of, texts, tool
from tests.browser.test_player import stop_the_clock

pytestmark = pytest.mark.context  # a clock of one's own
LESSON = convlib.lesson("single-channel")
BEAT = 700  # milliseconds at speed 1
HIDE = """hidden => {
  Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
}"""


def playing(bench: Bench, scene: Scene | None = None, **options: Any) -> Locator:
    """A stage that plays from its first step on, in a time that stands still."""
    stop_the_clock(bench.page)
    stage = bench.show(scene or LESSON.build(), serves=True, **options_of(), **options)
    stage.locator("[data-act=toggle]").evaluate("each => each.click()")
    assert plays(stage)
    return stage


def plays(stage: Locator) -> bool:
    return stage.get_attribute("data-playing") == "true"


def after(bench: Bench, stage: Locator, milliseconds: int) -> int:
    """The step that is seen so much later."""
    bench.page.clock.run_for(milliseconds)
    return step_of(stage)


def place(stage: Locator) -> str:
    """What the counter says."""
    return stage.locator(".counter").text_content() or ""


def test_another_speed_begins_the_present_step_anew(bench: Bench) -> None:
    stage = playing(bench)
    assert after(bench, stage, BEAT // 2) == 0
    bench.page.keyboard.press("-")  # at half the speed
    assert after(bench, stage, 2 * BEAT - 10) == 0
    assert after(bench, stage, 20) == 1
    bench.page.keyboard.press("+")
    bench.page.keyboard.press("+")
    assert after(bench, stage, BEAT // 2 - 10) == 1
    assert after(bench, stage, 20) == 2
    assert after(bench, stage, BEAT // 2) == 3, "and there is one clock, not one for each speed"


@pytest.mark.parametrize("way", ["timeline", "ArrowLeft", "ArrowRight", "Home", "End"])
def test_whoever_goes_elsewhere_while_it_plays_stays_there(bench: Bench, way: str) -> None:
    stage = playing(bench)
    assert after(bench, stage, 2 * BEAT + 10) == 2
    if way == "timeline":
        stage.locator(".timeline input").fill("6")
    else:
        bench.page.keyboard.press(way)
    there = {"timeline": 6, "ArrowLeft": 1, "ArrowRight": 3, "Home": 0, "End": 8}[way]
    assert (step_of(stage), plays(stage)) == (there, False)
    assert after(bench, stage, 5 * BEAT) == there


def test_at_the_end_it_stops_and_play_starts_anew(bench: Bench) -> None:
    stage = playing(bench, position=7)
    assert after(bench, stage, BEAT) == 8
    assert plays(stage), "the last step is seen as long as any other"
    assert after(bench, stage, BEAT) == 8
    assert not plays(stage)
    assert bench.told()[-1] == ["position", None], "its link plays from the beginning"
    bench.page.keyboard.press("Space")
    assert (step_of(stage), plays(stage)) == (0, True)
    assert texts(stage, "output")[0] == ["12", "", ""]


def test_play_in_a_scene_of_one_step_plays_and_stops(bench: Bench) -> None:
    stage = playing(bench, LESSON.build(size=3))
    assert after(bench, stage, BEAT) == 0
    assert not plays(stage)
    assert texts(stage, "output") == [["12"]]


def test_a_round_begins_where_the_last_one_ended_and_can_be_left(bench: Bench) -> None:
    stage = playing(bench, LESSON.build(size="3x4"), loop=True)
    assert [after(bench, stage, BEAT) for _ in range(4)] == [1, 0, 1, 0]
    tool(stage, "loop").evaluate("each => each.click()")
    assert plays(stage)
    assert [after(bench, stage, BEAT) for _ in range(3)] == [1, 1, 1]
    assert not plays(stage)


def test_a_hidden_tab_stands_still_and_goes_on_with_a_whole_beat(bench: Bench) -> None:
    stage = playing(bench)
    after(bench, stage, BEAT - 50)
    bench.page.evaluate(HIDE, True)
    assert after(bench, stage, 20 * BEAT) == 0
    assert plays(stage)
    bench.page.evaluate(HIDE, False)
    assert after(bench, stage, BEAT - 10) == 0
    assert after(bench, stage, 20) == 1


def test_time_that_was_lost_is_not_made_up_for(bench: Bench) -> None:
    """However long a frame takes, one step is seen after the other."""
    stage = playing(bench)
    bench.page.clock.fast_forward(10 * BEAT)
    assert step_of(stage) == 1
    assert after(bench, stage, BEAT) == 2


@pytest.mark.parametrize("how", ["pointer", "click", "keys", "product"])
def test_while_something_is_asked_it_waits_and_goes_on_from_there(bench: Bench, how: str) -> None:
    stage = playing(bench)
    assert after(bench, stage, 2 * BEAT + 10) == 2
    cell = stage.locator('.panel[data-role="kernel"] .cell').nth(4)
    if how == "pointer":
        cell.hover()
    elif how == "click":
        cell.click()
    elif how == "product":
        stage.locator(".caption:not(.measure) .group").nth(3).hover()
    else:
        cell.focus()
        bench.page.keyboard.press("ArrowRight")
    assert after(bench, stage, 5 * BEAT) == 2
    assert plays(stage), "it only waits"
    if how in ("click", "keys"):
        bench.page.keyboard.press("Escape")
        stage.evaluate("root => root.getRootNode().activeElement.blur()")
    bench.page.mouse.move(2, 2)
    assert stage.get_attribute("data-focus") == "-1"
    assert after(bench, stage, BEAT + 10) == 3


def test_counting_otherwise_while_it_plays_goes_on_at_the_same_place(bench: Bench) -> None:
    stage = playing(bench)
    assert after(bench, stage, 2 * BEAT + 10) == 2
    by = tool(stage, "by")
    by.evaluate("each => each.click()")
    assert (place(stage), plays(stage)) == ("19 / 81", True)
    after(bench, stage, BEAT)
    assert place(stage) == "20 / 81"
    assert caption(stage) == "y[0, 2] = 2·0 + 1·1 = 1"
    by.evaluate("each => each.click()")
    assert (place(stage), plays(stage)) == ("3 / 9", True)
    assert after(bench, stage, BEAT) == 3


def test_a_step_that_multiplies_nothing_takes_one_beat_either_way(bench: Bench) -> None:
    scene = convlib.lesson("transposed").build(preset="sliding")
    counts = np.diff(scene.starts)
    silent = int(np.flatnonzero(counts == 0)[0])
    beats = int(np.maximum(counts, 1).sum())
    before = int(np.maximum(counts, 1)[:silent].sum())
    stage = playing(bench, scene, by="term", position=max(0, before - 1))
    for at in range(max(0, before - 1), before + 2):
        assert place(stage) == f"{at + 1} / {beats}"
        if at == before:
            assert stage.evaluate(SEEN)["cells"] == moment(scene, silent)
        after(bench, stage, BEAT)
    assert plays(stage)


def test_stamps_are_asked_about_while_they_are_under_way(bench: Bench) -> None:
    """An output of stamps shows what has been added so far, and stays in step as more are."""
    scene = convlib.lesson("transposed").build()
    stage = playing(bench, scene)
    counts = np.diff(scene.starts)
    output = scene.first_cells[-1]
    for step in range(len(scene)):
        assert step_of(stage) == step
        end = scene.starts[step] + counts[step]
        rows = [at for at in range(end) if scene.out[at] == output + 12]  # the middle of 5 × 5
        stage.locator(f'.cell[data-cell="{output + 12}"]').hover()
        products = [scene.values[scene.src[at]] * scene.values[scene.ker[at]] for at in rows]
        said = caption(stage)
        if rows:
            assert said.endswith(f" = {sum(products):g}".replace("-", "\N{MINUS SIGN}")), said
            assert said.count("·") == len(rows)
        else:
            assert "not computed yet" in said or "=" not in said
        bench.page.mouse.move(2, 2)
        bench.page.clock.run_for(BEAT + 10)


def test_what_is_edited_while_it_plays_goes_on_playing_from_its_step(bench: Bench) -> None:
    stage = playing(bench)
    assert after(bench, stage, 2 * BEAT + 10) == 2
    stage.locator(".cell").first.click()
    bench.page.keyboard.type("5")
    assert after(bench, stage, 5 * BEAT) == 2, "while a number is typed nothing moves"
    bench.page.keyboard.press("Enter")
    assert bench.asked()[-1][1]["text"] == "5"
    array = np.array(LESSON.arrays(LESSON.values())["input"], float)
    array[0, 0] = 5
    bench.change(LESSON.build(input=array), **options_of(input=array))
    assert (step_of(stage), plays(stage)) == (2, True)
    stage.evaluate("root => root.getRootNode().activeElement.blur()")
    assert after(bench, stage, BEAT + 10) == 3


def test_a_player_that_is_taken_away_takes_its_clock_along(bench: Bench) -> None:
    playing(bench)
    bench.page.evaluate("bench.player.destroy(); bench.told.length = 0")
    bench.page.clock.run_for(5 * BEAT)
    assert bench.told() == []
