"""Many channels: maps on the lines of their channels, blocks, and one place in full."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convlib.picture.scene import Scene
from convlib.staging.channels import ChannelLayer, stage_block, stage_maps, stage_place
from tests.cases import fixed
from tests.staging.geometry import check, corner, middle, numbers, on_one_line, places

OUTPUTS = [(row, column) for row in (0, 1, 2) for column in (0, 2)]


def layer(filters: int = 2, channels: int = 2, **options: Any) -> ChannelLayer:
    """Of 4 × 5 cells under 2 × 3 weights, the stride 1 × 2: three rows of two outputs."""
    x = np.arange(channels * 20).reshape(channels, 4, 5)
    weights = np.ones((filters, channels, 2, 3), int)
    return ChannelLayer(x, weights, np.arange(filters), options or {"stride": (1, 2)})


def test_a_map_stands_on_the_line_of_its_channel() -> None:
    scene = stage_maps(layer(filters=3))
    check(scene)
    sources, kernels, maps = (numbers(scene, n) for n in ("channel", "kernel-of", "map"))
    for channel in (0, 1):
        made = [
            pair for at in range(3) for pair in (kernels[channel + 2 * at], maps[channel + 2 * at])
        ]
        assert on_one_line(scene, [sources[channel], *made])
    below = [*numbers(scene, "bias"), *numbers(scene, "output-of")]
    assert min(middle(scene, at)[1] for at in below) > middle(scene, maps[1])[1]


def test_or_filter_stands_under_filter_below_the_channels() -> None:
    scene = stage_maps(layer(filters=2, channels=3))
    check(scene)
    sources, kernels, maps = (numbers(scene, n) for n in ("channel", "kernel-of", "map"))
    assert on_one_line(scene, sources)
    sums = zip(numbers(scene, "bias"), numbers(scene, "output-of"), strict=True)
    for at, (bias, output) in enumerate(sums):
        made = [pair for c in range(3) for pair in (kernels[3 * at + c], maps[3 * at + c])]
        assert on_one_line(scene, [*made, bias, output])
        for channel in range(3):
            assert corner(scene, kernels[3 * at + channel])[0] == corner(scene, sources[channel])[0]


def test_sums_of_one_filter_stand_beside_all_lines() -> None:
    scene = stage_maps(layer(filters=1))
    check(scene)
    (bias,), (output,) = numbers(scene, "bias"), numbers(scene, "output")
    assert on_one_line(scene, [bias, output])
    rows = [middle(scene, at)[1] for at in numbers(scene, "map")]
    assert rows[0] < middle(scene, output)[1] < rows[1]
    assert [(tick.step, tick.key) for tick in scene.ticks] == [(0, "row"), (2, "row"), (4, "row")]


def test_maps_and_kernels_are_numbered_by_filter_and_channel() -> None:
    for filters, wanted in ((1, [0, 1]), (2, ["0, 0", "0, 1", "1, 0", "1, 1"])):
        scene = stage_maps(layer(filters))
        for name in ("kernel-of", "map"):
            assert [scene.panels[at].number for at in numbers(scene, name)] == wanted


def test_each_window_has_the_kernel_of_its_filter_and_channel() -> None:
    scene = stage_maps(layer())
    kernels, away = numbers(scene, "kernel-of"), [None] * 6
    assert [(w.panel, w.kernel) for w in scene.windows] == list(
        zip([0, 1, 0, 1], kernels, strict=True)
    )
    for window in (0, 1):
        assert places(scene, window) == [*OUTPUTS, *away]
        assert places(scene, window + 2) == [*away, *OUTPUTS]
    assert [(t.step, t.key, t.number) for t in scene.ticks] == [(0, "filter", 0), (6, "filter", 1)]


def test_one_block_moves_over_all_channels_while_its_filter_rests() -> None:
    scene = stage_block(layer())
    check(scene)
    over, kernels = scene.windows[:2], numbers(scene, "filter")
    assert [window.joined for window in over] == [True, False]
    assert places(scene, 0) == places(scene, 1) == OUTPUTS * 2
    at_work = {window.panel: place for window, place in rest(scene)}
    assert at_work[kernels[0]] == [(0, 0)] * 6 + [None] * 6
    assert at_work[kernels[1]] == [None] * 6 + [(0, 0)] * 6
    titled = [panel.titled for panel in scene.panels if panel.array == "weights"]
    assert titled == [True, False] * 2
    assert scene.panels[kernels[0]].note == "2 × 3 × 2"


def rest(scene: Scene) -> list[tuple[Any, list[Any]]]:
    """The windows behind those over the channels, and where they stand."""
    return [(scene.windows[at], places(scene, at)) for at in range(2, len(scene.windows))]


def test_at_one_place_the_weights_are_gone_through_channel_by_channel() -> None:
    scene = stage_place(layer(), 1, (2, 1))
    check(scene)
    weights = [(row, column) for row in (0, 1) for column in (0, 1, 2)]
    assert places(scene, 0) == places(scene, 1) == [(2, 2)] * 15
    assert places(scene, 2) == [*weights, *[None] * 9]
    assert places(scene, 3) == [*[None] * 7, *weights, None, None]
    assert [(tick.step, tick.key) for tick in scene.ticks] == [
        (0, "channel"),
        (7, "channel"),
        (14, "total"),
    ]
    parts, sums = numbers(scene, "products"), numbers(scene, "channel-sum")
    for channel in (0, 1):
        assert on_one_line(scene, [channel, 2 + channel, parts[channel], sums[channel]])
    assert corner(scene, numbers(scene, "bias")[0])[0] > corner(scene, sums[0])[0]


@pytest.mark.parametrize(
    "stage", [stage_maps, stage_block, lambda made: stage_place(made, 0, (0, 0))]
)
@fixed(25)
@given(data=st.data())
def test_any_layer_has_room(stage: Callable[[ChannelLayer], Scene], data: st.DataObject) -> None:
    channels, filters = data.draw(st.integers(1, 4)), data.draw(st.integers(1, 4))
    kernel = data.draw(st.tuples(st.integers(1, 4), st.integers(1, 4)))
    size = [data.draw(st.integers(side, 8)) for side in kernel]
    ones = np.ones((filters, channels, *kernel), int)
    options = {"padding": data.draw(st.integers(0, 1)), "stride": data.draw(st.integers(1, 2))}
    made = ChannelLayer(np.ones((channels, *size), int), ones, np.ones(filters, int), options)
    check(stage(made))
