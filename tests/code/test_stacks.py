"""Dilated layers side by side, with rates and kernels that differ down and across."""

from __future__ import annotations

import numpy as np
import pytest

import convlib
from convlib.code.stacks import dilated_branches
from convlib.shapes import Pair
from tests.code.running import as_array, by_each, run


@by_each
@pytest.mark.parametrize("kernel", [(3, 3), (2, 3), (1, 4)])
@pytest.mark.parametrize("rates", [[(1, 2)], [(1, 1), (3, 2), (2, 1)]])
def test_every_branch_is_a_layer_of_its_own(runner: str, kernel: Pair, rates: list[Pair]) -> None:
    dice = np.random.default_rng(0)
    x, weights = dice.integers(-5, 6, (7, 6)), dice.integers(-2, 3, (len(rates), *kernel))
    want = [
        convlib.conv(x[None], weight[None, None], padding="same", dilation=rate)[0]
        for weight, rate in zip(weights, rates, strict=True)
    ]
    found = as_array(run(runner, dilated_branches(x, weights, rates)))
    if runner == "keras":
        found = np.moveaxis(found[0], -1, 0)
    np.testing.assert_allclose(found, want, atol=1e-4)
