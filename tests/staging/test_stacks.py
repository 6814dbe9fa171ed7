"""Rows of a stack as a pyramid: each cell over the middle of what it reads, or over its last."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convlib import ConvError
from convlib.staging.stacks import PITCH, Stack, stage_stack
from tests.cases import fixed
from tests.staging.geometry import check, corner, middle, numbers


def stack(rates: tuple[int, ...], padding: Any, kernel: int = 3, length: int = 16) -> Stack:
    ones = np.ones((len(rates), kernel), int)
    return Stack(np.ones((1, length), int), ones, rates, padding)


@pytest.mark.parametrize("layout", ["wide", "tall"])
@pytest.mark.parametrize(("padding", "kernel"), [("valid", 3), ("same", 3), ("causal", 2)])
def test_a_cell_stands_over_what_it_reads(padding: str, kernel: int, layout: str) -> None:
    scene = stage_stack(stack((1, 2, 4), padding, kernel))
    check(scene)
    middles = {}
    for cell in range(scene.values.size):
        at, number = scene.locate(cell)
        middles[cell] = corner(scene, at, layout)[0] + number + 0.5
    reads: dict[int, set[float]] = {}
    for src, out in zip(scene.src.tolist(), scene.out.tolist(), strict=True):
        reads.setdefault(out, set()).add(middles[src])
    inner = {out: read for out, read in reads.items() if len(read) == kernel}
    assert inner, "some read no zeros beyond the ends"
    for out, read in inner.items():
        over = max(read) if padding == "causal" else (min(read) + max(read)) / 2
        assert middles[out] == pytest.approx(over)


def test_rows_lie_over_each_other_with_their_weights_between() -> None:
    scene = stage_stack(stack((1, 2), "valid"))
    rows, kernels = [0, 2, 4], numbers(scene, "dilated-rate")
    heights = [middle(scene, at)[1] for at in rows]
    assert np.diff(heights) == pytest.approx([-PITCH] * 2)
    right = max(corner(scene, at)[0] + scene.panels[at].columns for at in rows)
    for kernel, below, above in zip(kernels, heights, heights[1:], strict=False):
        assert above < middle(scene, kernel)[1] < below
        assert corner(scene, kernel)[0] > right
    lowest = heights[0]
    assert all(middle(scene, at, "tall")[1] > lowest for at in kernels), "on a phone below"


def test_what_reads_zeros_alone_is_said_to_be_0() -> None:
    scene = stage_stack(stack((4,), ((8, 0)), kernel=2, length=4))
    silent = [step for step in range(len(scene)) if not scene.src[scene.terms(step)].size]
    assert sorted(scene.captions) == silent != []
    assert {said for step in silent for said, _ in scene.captions[step]} == {
        f"y[{step}] = 0" for step in silent
    }


@fixed(60)
@given(
    st.lists(st.integers(1, 5), min_size=1, max_size=4),
    st.integers(1, 4),
    st.sampled_from(["valid", "same", "full", "causal"]),
)
def test_any_stack_has_room(rates: list[int], kernel: int, padding: str) -> None:
    made = stack(tuple(rates), padding, kernel)
    try:
        check(stage_stack(made))
    except ConvError:
        assert sum(rates) * (kernel - 1) >= 16, "the input is too short"
