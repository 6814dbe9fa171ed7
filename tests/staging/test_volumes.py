"""A cube that moves through slices along three axes, and a flat filter that takes all of them."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convlib.staging.volumes import Volume, stage_beside, stage_volume
from tests.cases import fixed
from tests.staging.geometry import check, corner, numbers, places


def volume(depth: int = 5, cube: tuple[int, int, int] = (2, 2, 2), **options: Any) -> Volume:
    x = np.arange(depth * 16).reshape(depth, 4, 4)
    flat = np.ones((depth, *cube[1:]), int)
    return Volume(x, np.ones(cube, int), flat, options)


@pytest.mark.parametrize(
    "options", [{}, {"stride": (2, 1, 2)}, {"padding": ((1, 1), (1, 1), (0, 0))}]
)
def test_the_cube_covers_two_slices_at_each_of_its_places(options: dict[str, Any]) -> None:
    scene = stage_volume(volume(**options))
    check(scene)
    slices = [at for at, panel in enumerate(scene.panels) if panel.role == "input"]
    strides = options.get("stride", (1, 1, 1))
    spans = [len(slices), *scene.panels[slices[0]].values.shape]
    corners = product(*(range(0, n - 1, s) for n, s in zip(spans, strides, strict=True)))
    over = [at for at, window in enumerate(scene.windows) if window.panel in slices]
    for step, (plane, row, column) in enumerate(corners):
        there = {slices.index(scene.windows[at].panel): places(scene, at)[step] for at in over}
        covered = {number: place for number, place in there.items() if place is not None}
        assert covered == {plane: (row, column), plane + 1: (row, column)}
    assert step == len(scene) - 1


def test_slices_begin_where_the_ticks_say_and_padding_has_a_name_of_its_own() -> None:
    scene = stage_volume(volume(padding=((2, 0), (0, 0), (0, 0))))
    assert [(tick.step, tick.key, tick.number) for tick in scene.ticks] == [
        (9 * at, "slice", at) for at in range(6)
    ]
    names = [panel.name for panel in scene.panels if panel.role == "input"]
    assert names == ["3d-padding"] * 2 + ["slice"] * 5
    assert [panel.lead for panel in scene.panels[:3]] == [(-2,), (-1,), (0,)]


def test_slices_stand_as_stairs_and_so_do_the_outputs() -> None:
    scene = stage_volume(volume())
    for panels in (numbers(scene, "slice"), numbers(scene, "output-of")):
        stairs = [corner(scene, at) for at in panels]
        assert stairs == sorted(stairs)
        assert [y for _, y in stairs] == sorted((y for _, y in stairs), reverse=True)


def test_a_filter_has_one_title_that_says_its_size() -> None:
    scene = stage_beside(volume(cube=(2, 3, 1)))
    planes = [panel for panel in scene.panels if panel.role == "kernel"]
    assert [(panel.name, panel.note) for panel in planes if panel.titled] == [
        ("3d-cube", "3 × 1 × 2"),
        ("3d-flat", "3 × 1 × 5"),
    ]


def test_after_the_cube_the_flat_filter_stands_on_all_slices_at_once() -> None:
    scene = stage_beside(volume(padding=((1, 0), (0, 0), (0, 0))))
    check(scene)
    first = scene.ticks[-1].step
    assert (scene.ticks[-1].key, len(scene) - first, first) == ("flat", 9, 5 * 9)
    for at, window in enumerate(scene.windows):
        name = scene.panels[window.panel].name
        later = places(scene, at)[first:]
        if name == "slice":
            assert later == [(row, column) for row in range(3) for column in range(3)]
        elif name in ("3d-padding", "3d-cube"):
            assert set(later) == {None}
        else:
            assert (name, set(later)) == ("3d-flat", {(0, 0)})


@fixed(25)
@given(st.data())
def test_any_volume_has_room(data: st.DataObject) -> None:
    cube = data.draw(st.tuples(st.integers(1, 4), st.integers(1, 3), st.integers(1, 4)))
    made = volume(
        data.draw(st.integers(cube[0], 6)), cube, padding=((data.draw(st.integers(0, 1)),) * 2,) * 3
    )
    check(stage_volume(made))
    check(stage_beside(made))
