"""Where the lines, the volumes and the counts of flattened filters stand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convlib.picture.scene import Scene
from convlib.staging.flattened import Flattened
from convlib.staging.flattened_outer import any_scene, outer_scene
from convlib.staging.flattened_passes import passes_scene
from convlib.staging.flattened_race import race_scene
from convlib.staging.flattened_weights import count_scene
from tests.cases import fixed
from tests.staging.geometry import check, corner, on_one_line


def layer(size: tuple[int, ...], kernel: tuple[int, int], filters: int = 1) -> Flattened:
    dice = np.random.default_rng(1)
    return Flattened(
        dice.integers(0, 10, size),
        dice.integers(-2, 3, (filters, size[0])),
        dice.integers(-2, 3, (kernel[0], filters)),
        dice.integers(-2, 3, (filters, kernel[1])),
    )


def named(scene: Scene, name: str) -> list[int]:
    """The panels of a name."""
    return [at for at, each in enumerate(scene.panels) if each.name == name]


def test_both_bars_begin_at_one_line_and_planes_stand_at_one_height() -> None:
    scene = race_scene(layer((3, 5, 5), (3, 3)))
    check(scene)
    (upper, *_), (lower, *_) = scene.layouts["wide"].plots
    assert upper == pytest.approx(lower)
    inputs, filter_ = named(scene, "flat-input"), named(scene, "flat-filter")
    (volume,), (second,) = named(scene, "flat-first"), named(scene, "flat-second")
    tops = [corner(scene, at)[1] for at in (*inputs, *filter_)]
    assert tops == pytest.approx([tops[0]] * 6)
    assert corner(scene, volume)[1] == pytest.approx(corner(scene, second)[1])
    assert on_one_line(scene, [*named(scene, "flat-column"), second, *named(scene, "flat-row")])


def test_a_line_into_the_depth_rises() -> None:
    scene = passes_scene(layer((4, 3, 3), (2, 2)))
    places = [corner(scene, at) for at in named(scene, "flat-channel")]
    across, down = np.diff(places, axis=0).T
    assert np.all(across > 1)
    assert np.all(down < 0)


@fixed(40)
@given(
    kernel=st.tuples(st.integers(1, 4), st.integers(1, 4)),
    more=st.tuples(st.integers(0, 2), st.integers(0, 2)),
    channels=st.integers(1, 4),
    filters=st.integers(1, 3),
)
def test_any_sizes_have_room(
    kernel: tuple[int, int], more: tuple[int, int], channels: int, filters: int
) -> None:
    size = (channels, kernel[0] + more[0], kernel[1] + more[1])
    one = layer(size, kernel)
    check(race_scene(one))
    check(outer_scene(one))
    check(passes_scene(layer(size, kernel, filters)))
    check(any_scene(one.x, np.random.default_rng(2).integers(-2, 3, (channels, *kernel))))


@pytest.mark.parametrize("sizes", [(1, 1), (64, 3), (512, 11)])
def test_counted_bars_are_to_one_scale(sizes: tuple[int, int]) -> None:
    scene = count_scene(*sizes)
    channels, side = sizes
    lengths = [np.ptp(curve.at(5)[:, 0]) for curve in scene.curves]
    counts = np.array([channels * side * side, channels, side, side])
    unit = 18 / max(counts[0], sum(counts[1:]))
    assert lengths == pytest.approx(counts * unit)
