"""What lights when a weight or an input is pointed at, worked out from each lesson's products."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page

from convlib import Lesson, lesson
from convlib.picture.scene import Scene
from convlib.render.payload import encode
from convlib.staging.single_plane import stage_plane
from convlib.trace import conv_trace
from tests.contract.states import each_lesson

SEEN = """([scene, step, asked]) => {
  const ready = prepare(JSON.parse(scene));
  return asked.map(cell => {
    const { cells, rings, caption, links, windows } = view(ready, step, null, 'wide', cell);
    const said = caption.flat().map(({ text }) => text).join('');
    const framed = windows.map(({ panel }) => panel);
    return { cells, rings, said, framed, drawn: links.length + windows.length };
  });
}"""


def pointed(functions: Page, scene: Scene, asked: list[int], step: int) -> list[dict[str, Any]]:
    """The moments of a step while each of some cells is pointed at."""
    seen: list[dict[str, Any]] = functions.evaluate(SEEN, [encode(scene), step, asked])
    return seen


def cells(seen: dict[str, Any], state: str) -> set[int]:
    """The cells in a state."""
    return {at for at, cell in enumerate(seen["cells"]) if cell["state"] == state}


def test_a_weight_lights_what_it_multiplies_and_an_input_what_it_feeds(functions: Page) -> None:
    """3 × 3 numbers under 2 × 2 weights: the upper right weight meets all but the first column.

    The middle number feeds all four outputs, the one on its left the two on the left.
    """
    numbers = np.arange(1, 10).reshape(1, 3, 3)
    scene = stage_plane(conv_trace(numbers, np.array([[[[5, 6], [7, 8]]]])))
    weight, middle, left = pointed(functions, scene, [10, 4, 3], 3)
    assert cells(weight, "lit") == {1, 2, 4, 5}
    assert {weight["cells"][cell]["aside"] for cell in (1, 2, 4, 5)} == {"×6"}
    assert cells(weight, "now") == {10} == set(weight["rings"])
    assert (cells(middle, "fed"), cells(middle, "lit")) == ({13, 14, 15, 16}, {9, 10, 11, 12})
    assert [middle["cells"][cell]["aside"] for cell in range(13, 17)] == ["×8", "×7", "×6", "×5"]
    assert (cells(left, "fed"), cells(left, "lit")) == ({13, 15}, {9, 11})
    assert [left["cells"][cell]["aside"] for cell in (13, 15)] == ["×7", "×5"]
    assert [seen["drawn"] for seen in (weight, middle, left)] == [0, 0, 0]
    for seen, count in ((weight, 4), (middle, 4), (left, 2)):
        assert f"{count} " in seen["said"], seen["said"]


def test_before_its_step_an_output_is_fed_and_empty(functions: Page) -> None:
    scene = stage_plane(conv_trace(np.ones((1, 1, 3)), np.array([[[[5, 6]]]])))
    (seen,) = pointed(functions, scene, [1], 0)
    assert [cell["text"] for cell in seen["cells"]] == ["1", "1", "1", "5", "6", "11", ""]


def test_of_a_stamp_one_cell_is_pointed_at_in_the_frame_of_all(functions: Page) -> None:
    """The frame of where it lands, in which it is added up only in the step after."""
    scene = lesson("transposed").build(preset="2x2-to-5x5")
    for seen in pointed(functions, scene, [-1, 13, 15], 0):
        assert seen["framed"] == [3]


def some(scene: Scene, role: str) -> list[int]:
    """Of a role's cells that take part in something the first, one between and the last."""
    part = np.union1d(scene.src, scene.ker[scene.ker >= 0])
    given = [cell for cell in part.tolist() if scene.since[cell] < 0 and scene.role(cell) == role]
    return sorted({given[0], given[len(given) // 2], given[-1]}) if given else []


@each_lesson
@pytest.mark.parametrize("role", ["kernel", "input"])
def test_what_is_lit_is_what_the_products_say(functions: Page, lesson: Lesson, role: str) -> None:
    """In the last step, so that all is known; what is made anew is left out."""
    scene = lesson.build()
    asked = some(scene, role)
    stays = ~np.isin(scene.out, [*scene.anew])
    for cell, seen in zip(asked, pointed(functions, scene, asked, len(scene) - 1), strict=True):
        by, read = scene.ker == cell, scene.src == cell
        if by.any():
            assert cells(seen, "lit") - scene.anew == {*scene.src[by & stays].tolist()}
        else:
            assert cells(seen, "fed") - scene.anew == {*scene.out[read & stays].tolist()}
            weights = scene.ker[read & (scene.ker >= 0)]
            assert cells(seen, "lit") == {*weights.tolist()}
        assert seen["rings"] == [cell]
        assert seen["cells"][cell]["state"] == "now"


@pytest.mark.parametrize(
    ("slug", "preset"), [("spatially-separable", "not-separable"), ("flattened", "flat-any")]
)
def test_a_weight_that_is_read_too_lights_what_it_multiplies_alone(
    functions: Page, slug: str, preset: str
) -> None:
    """There, weights are compared with others or added to them beside."""
    scene = lesson(slug).build(preset=preset)
    both = np.intersect1d(scene.ker[scene.ker >= 0], scene.src)
    given = both[scene.since[both] < 0].tolist()
    asked = [given[0], given[-1]]
    for cell, seen in zip(asked, pointed(functions, scene, asked, len(scene) - 1), strict=True):
        assert cells(seen, "lit") == {*scene.src[scene.ker == cell].tolist()}
        assert not cells(seen, "fed")
