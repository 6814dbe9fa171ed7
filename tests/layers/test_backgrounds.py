"""Numbers where nothing is typed: a link that was shared shows the same ones for ever."""

from __future__ import annotations

import numpy as np
import pytest

from convlib import lesson
from convlib.layers.backgrounds import Background, backgrounds

# The last numbers of each array beside 6×6 inputs, without a seed and with 7, as they were when
# the lesson was published.
PUBLISHED = {
    "convolution-vs-correlation": {
        "f": ([1, 1, 1, 1], [2, 2, 3, 2]),
        "g": ([1, 1, 1, 1], [-2, 0, 2, -2]),
        "input": ([1, 1, 2, 2], [9, 8, 1, 5]),
        "weights": ([0, 0, 1, 2], [-1, -1, 0, -1]),
    },
    "single-channel": {
        "input": ([1, 1, 2, 2], [9, 8, 1, 5]),
        "weights": ([0, 0, 1, 2], [-1, -1, 0, -1]),
    },
    "multi-channel": {
        "input": ([1, 2, 2, 2], [9, 6, 5, 5]),
        "weights": ([0, 1, 1, 0], [-2, -2, 0, 0]),
        "bias": ([1], [1]),
    },
    "3d": {
        "input": ([2, 2, 3, 3], [0, 6, 0, 3]),
        "weights": ([0, 2, -1, 0], [-2, 0, -1, -2]),
        "flat": ([0, 2, -1, 1], [1, 0, 2, 0]),
    },
    "1x1": {
        "input": ([2, 2, 3, 3], [0, 6, 0, 3]),
        "weights": ([-1, 2, 1, -2], [0, -2, 2, 2]),
        "bias": ([1, -2], [0, -2]),
    },
    "arithmetic": {
        "input": ([1, 1, 2, 2], [9, 8, 1, 5]),
        "weights": ([0, 0, 1, 2], [-1, -1, 0, -1]),
    },
    "transposed": {
        "input": ([0, 0, 0, 2], [8, 1, 8, 6]),
        "weights": ([3, 2, 0, 1], [-1, 0, -2, 1]),
    },
    "dilated": {
        "input": ([2, 1, 3, 0], [3, 2, 9, 0]),
        "weights": ([1, -1, 1, 2], [2, 2, 1, -1]),
        "signal": ([0, 1, 3, 3], [2, 1, 5, 1]),
        "layers": ([-1, 1, -1, 2], [-1, -1, -2, 1]),
        "branches": ([1, -1, 1, -1], [1, 2, 2, -1]),
    },
    "spatially-separable": {
        "input": ([1, 1, 2, 2], [9, 8, 1, 5]),
        "column": ([1, 2, 1], [2, 1, 1]),
        "row": ([-1, 0, 1], [1, 2, -1]),
        "weights": ([2, -1, 0, 1], [1, 2, -1, -1]),
    },
}


@pytest.mark.parametrize("slug", PUBLISHED)
@pytest.mark.parametrize("seed", [None, 7])
def test_published_numbers_stay(slug: str, seed: int | None) -> None:
    each = lesson(slug)
    arrays = each.arrays(each.values(size=6, seed=seed))
    last = {name: array.ravel()[-4:].tolist() for name, array in arrays.items()}
    assert last == {name: found[seed is not None] for name, found in PUBLISHED[slug].items()}


def test_a_seed_draws_all_numbers_and_none_of_the_lessons_own() -> None:
    recipe = {
        "one": Background((2, 3), (5, 7), (1, 2), classic=[[90, 91]]),
        "other": Background((4,), range(3), classic=[0.5]),
    }
    calm, drawn = backgrounds(None, recipe), backgrounds(4, recipe)
    assert calm["one"][0, :2].tolist() == [90, 91]
    assert set(calm["one"].ravel()[2:].tolist()) <= {1, 2}
    assert calm["other"].tolist() == [0.5, 0, 0, 0]
    assert set(drawn["one"].ravel().tolist()) <= {5, 7}
    # As if both were drawn by hand, one after the other.
    dice = np.random.default_rng(4)
    assert drawn["one"].tolist() == dice.choice((5, 7), (2, 3)).tolist()
    assert drawn["other"].tolist() == dice.integers(0, 3, 4).tolist()
    assert np.issubdtype(drawn["other"].dtype, np.integer)
