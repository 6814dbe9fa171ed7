"""What a step is: by value, pixel, place, channel, stage or input; one stage or through all."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from convlib.ops import Array
from convlib.picture.parts import HOLE, Panel
from convlib.staging.follow import Staged, follow
from convlib.staging.steps import Steps
from convlib.trace import (
    Chain,
    Trace,
    conv_trace,
    conv_transpose_trace,
    depthwise_trace,
    pointwise_trace,
    relu_trace,
    repeat_trace,
    scale_trace,
)

Taken = list[tuple[int, list[tuple[int, int, int]]]]  # per step the cell it is about, its terms
DICE = np.random.default_rng(7)
X = DICE.integers(-4, 5, (2, 3, 4))


def planes(array: Array) -> list[Array]:
    """An array plane by plane; of one row, as a plane."""
    return list(np.asarray(array).reshape(-1, *np.atleast_2d(array).shape[-2:]))


def standing(*arrays: Any) -> tuple[Steps, list[list[int]]]:
    """Steps over panels that hold arrays, and the panels of each array."""
    panels, numbers = list[Panel](), list[list[int]]()
    for array in arrays:
        new = [Panel("p", "middle", "x", plane) for plane in planes(array)]
        numbers.append(list(range(len(panels), len(panels) + len(new))))
        panels += new
    return Steps(panels), numbers


def taken(steps: Steps) -> Taken:
    """What was written down, step by step."""
    columns = steps.columns()
    outs = columns["outs"]
    dst, starts = columns["dst"].tolist(), columns["starts"].tolist()
    if outs is None:
        outs = np.repeat(columns["dst"], np.diff(starts))
    rows = list(zip(columns["src"].tolist(), columns["ker"].tolist(), outs.tolist(), strict=True))
    return [(dst[at], rows[starts[at] : starts[at + 1]]) for at in range(len(dst))]


def by(trace: Trace, way: str) -> list[list[int]]:
    """Per step the cells that are made, counted from the canvas's first."""
    weights: Any = trace.weight if trace.weight.size else []
    steps, (source, canvas, *kernels) = standing(trace.source, trace.canvas, *weights)
    every = [panel for panels in kernels for panel in panels]
    follow(steps, Staged(trace, [source, canvas], [every or None]), by=way)
    first = trace.source.size
    return [list(dict.fromkeys(out - first for *_, out in terms)) for _, terms in taken(steps)]


@pytest.mark.parametrize(
    ("way", "made"),
    [
        ("value", [[0], [1], [2], [3], [4], [5], [6], [7]]),
        ("pixel", [[0], [4], [1], [5], [2], [6], [3], [7]]),
        ("place", [[0, 4], [1, 5], [2, 6], [3, 7]]),
        ("channel", [[0, 1, 2, 3], [4, 5, 6, 7]]),
        ("stage", [[0, 1, 2, 3, 4, 5, 6, 7]]),
    ],
)
def test_ways_to_cut_two_planes_of_four_into_steps(way: str, made: list[list[int]]) -> None:
    trace = conv_trace(np.ones((1, 3, 3)), np.ones((2, 1, 2, 2)))
    assert by(trace, way) == made


def test_by_input_a_step_is_all_that_a_value_goes_to() -> None:
    stamps = conv_transpose_trace(np.ones((1, 1, 2)), np.ones((1, 1, 1, 2)))
    assert by(stamps, "input") == [[0, 1], [1, 2]]
    assert by(stamps, "value") == [[0], [1], [2]]
    assert by(repeat_trace(np.ones((1, 1, 2)), (1, 2)), "input") == [[0, 1], [2, 3]]


@pytest.mark.parametrize("groups", [1, 2])
@pytest.mark.parametrize("whole", [True, False], ids=["with padding", "without"])
def test_every_tap_is_written_where_its_arrays_stand(groups: int, whole: bool) -> None:
    weight = DICE.integers(-3, 4, (4, 2 // groups, 2, 2))
    options: dict[str, Any] = {"stride": (2, 1), "padding": ((1, 0), (0, 2)), "dilation": (1, 2)}
    trace = conv_trace(X, weight, [1, 2, 3, 4], groups=groups, **options)
    source = trace.source if whole else X
    steps, (read, kernels, bias, made) = standing(
        source, weight, np.array([[1, 2, 3, 4]]), trace.output
    )
    follow(steps, Staged(trace, [read, made], [kernels], [bias]))
    values = np.concatenate([panel.values.ravel() for panel in steps.panels])
    outputs = np.arange(trace.output.size) + values.size - trace.output.size
    for number, (about, terms) in enumerate(taken(steps)):
        assert about == outputs[number]
        assert {out for *_, out in terms} == {about}
        products = sum(values[src] * (values[ker] if ker >= 0 else 1) for src, ker, _ in terms)
        assert products == trace.output.ravel()[number]
        *_, (added, alone, _) = terms
        assert (values[added], alone) == (1 + number // (trace.output.size // 4), -1)
        count = 1 + weight[0].size
        assert len(terms) == count if whole else len(terms) <= count
    total = sum(len(terms) for _, terms in taken(steps))
    padding = np.count_nonzero(trace.cells.ravel()[trace.src] < 0)
    assert total == len(trace.src) + trace.output.size - (0 if whole else padding)


def test_holes_between_weights_take_no_part() -> None:
    trace = conv_trace([[1, 2, 3]], [[[10, 1]]], dilation=2)
    kernel = Panel("k", "kernel", "w", np.array([[10, 0, 1]]), kinds=np.array([[0, HOLE, 0]]))
    flat = (Panel("p", "middle", "x", plane) for plane in (trace.source, trace.output))
    source, output = flat
    steps = Steps([source, kernel, output])
    follow(steps, Staged(trace, [0, 2], [1]))
    assert taken(steps) == [(6, [(0, 3, 6), (2, 5, 6)])]


def chain_of(order: str, *ways: str) -> Taken:
    """A chain of two channels, depthwise and then mixed, in an order; a step as said."""
    chain = Chain(np.array([[[1, 2]], [[3, 4]]]))
    chain = chain.then("depthwise", depthwise_trace, np.array([[[[10]]], [[[100]]]]))
    chain = chain.then("pointwise", pointwise_trace, np.ones((1, 2, 1, 1), int))
    steps, stands = standing(*chain.arrays, [[10]], [[100]], [[1]], [[1]])
    depth, point = stands[3] + stands[4], stands[5] + stands[6]
    follow(steps, Staged(chain, stands[:3], [depth, point]), by=ways, order=order)
    return taken(steps)


def test_stages_one_after_another() -> None:
    steps = chain_of("stages", "place", "value")
    assert [about for about, _ in steps] == [4, 5, 8, 9]
    assert steps[0] == (4, [(0, 10, 4), (2, 11, 6)])
    assert steps[3] == (9, [(5, 12, 9), (7, 13, 9)])


def test_a_later_stage_as_soon_as_it_can() -> None:
    assert [about for about, _ in chain_of("ready", "place", "value")] == [4, 8, 5, 9]
    assert [about for about, _ in chain_of("ready", "value", "value")] == [4, 5, 6, 8, 7, 9]


def test_a_last_value_with_all_that_it_comes_from() -> None:
    first, second = chain_of("through", "value", "value")
    assert first == (8, [(0, 10, 4), (2, 11, 6), (4, 12, 8), (6, 13, 8)])
    assert second == (9, [(1, 10, 5), (3, 11, 7), (5, 12, 9), (7, 13, 9)])


def test_a_value_that_nothing_goes_to_is_silent_or_left_out() -> None:
    stamps = conv_transpose_trace([[1, 2]], [[[5]]], stride=2)
    for silent, about in ((False, [3, 5]), (True, [3, -1, 5])):
        steps, stands = standing(stamps.source, [[5]], stamps.output)
        follow(steps, Staged(stamps, [stands[0], stands[2]], [stands[1]]), silent=silent)
        assert [cell for cell, _ in taken(steps)] == about


def test_what_is_cut_off_is_not_written() -> None:
    stamps = conv_transpose_trace([[1, 2]], [[[5, 6]]], padding=1)
    steps, stands = standing(stamps.source, [[5, 6]], stamps.output)
    follow(steps, Staged(stamps, [stands[0], stands[2]], [stands[1]]))
    assert taken(steps) == [(4, [(0, 3, 4), (1, 2, 4)])]


def test_traces_in_step_share_their_steps_by_output() -> None:
    stamps = conv_transpose_trace([[1, 2]], [[[5, 6]]], padding=1)
    other = conv_trace([[7, 8]], [[[1, 1]]])
    arrays = stamps.source, [[5, 6]], stamps.output, other.source, [[1, 1]], other.output
    steps, stands = standing(*arrays)
    one = Staged(stamps, [stands[0], stands[2]], [stands[1]])
    follow(steps, one, Staged(other, [stands[3], stands[5]], [stands[4]]))
    assert taken(steps) == [(4, [(0, 3, 4), (1, 2, 4), (5, 7, 9), (6, 8, 9)])]


def test_weights_that_another_stage_makes() -> None:
    chain = Chain(np.array([[[1, 2]], [[3, 4]]])).then("relu", relu_trace)
    chain = chain.then("gains", conv_trace, np.ones((2, 2, 1, 2), int))
    chain = chain.then("scale", scale_trace, weighs=2, reads=[1])
    steps, stands = standing(*chain.arrays, *np.ones((2, 2, 1, 2), int))
    first = len(stands[0]) + sum(map(len, stands[1:4]))
    follow(steps, Staged(chain, stands[:4], [None, list(range(first, first + 4))]))
    assert taken(steps)[-4:] == [
        (10, [(4, 8, 10)]),
        (11, [(5, 8, 11)]),
        (12, [(6, 9, 12)]),
        (13, [(7, 9, 13)]),
    ]


def test_an_array_that_does_not_fit_its_panels_is_refused() -> None:
    trace = conv_trace([[1, 2, 3]], [[[10, 1]]])
    steps, stands = standing(trace.source, trace.output)
    with pytest.raises(ValueError, match="0 cells don't hold an array of 2"):
        follow(steps, Staged(trace, stands))
    with pytest.raises(ValueError, match="2 cells don't hold an array of 3"):
        follow(steps, Staged(trace, stands[::-1], [stands[1]]))


def test_cells_by_their_ids_stand_for_an_array() -> None:
    trace = conv_trace([[1, 2]], [[[3]]])
    steps, stands = standing([[2, 1]], [[3]], [[6, 3]])
    follow(steps, Staged(trace, [np.array([1, 0]), np.array([4, 3])], [stands[1]]))
    assert taken(steps) == [(4, [(1, 2, 4)]), (3, [(0, 2, 3)])]
