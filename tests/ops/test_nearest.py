"""The nearest outer product: known answers, the SVD for two axes, and a search by other means."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize

from convlib.ops import Array, nearest_outer, outer


def test_lines_that_are_known_come_back_whole() -> None:
    lines = [2, -1, 1], [1, 2, 1], [1, 0, -1]
    found = nearest_outer(np.einsum("c,y,x->cyx", *lines))
    assert found.distance == 0
    assert [line.tolist() for line in found.lines] == [list(line) for line in lines]
    assert all(line.dtype.kind == "i" for line in found.lines)
    scaled = nearest_outer(np.einsum("c,y,x->cyx", [6], [2, 4], [3, 0]))
    assert [line.tolist() for line in scaled.lines] == [[36], [1, 2], [1, 0]]


def test_of_a_diagonal_the_larger_number_stays() -> None:
    cube = np.zeros((2, 2, 2), int)
    cube[0, 0, 0], cube[1, 1, 1] = 3, -2
    found = nearest_outer(cube)
    assert found.distance == pytest.approx(2)
    assert found.product[0, 0, 0] == pytest.approx(3)


def test_it_is_not_caught_where_the_usual_start_stays() -> None:
    """Of e1e1e2 + e1e2e1 + e2e1e1 the directions along the axes are all e1, where the cube is 0.

    The best is a symmetric one: (sin t)(cos t)^2 times 3, largest at sin t = 1/sqrt(3).
    """
    cube = np.zeros((2, 2, 2))
    cube[0, 0, 1] = cube[0, 1, 0] = cube[1, 0, 0] = 1
    found = nearest_outer(cube)
    length = 3 * np.sqrt(1 / 3) * (2 / 3)
    assert np.linalg.norm(found.product) == pytest.approx(length)
    assert found.distance == pytest.approx(np.sqrt(3 - length**2))


@pytest.mark.parametrize("shape", [(1, 1), (2, 2), (3, 3), (5, 3), (1, 4)])
def test_with_two_axes_it_is_the_largest_singular_value(shape: tuple[int, int]) -> None:
    dice = np.random.default_rng(3)
    for _ in range(20):
        grid = dice.integers(-9, 10, shape)
        left, sizes, right = np.linalg.svd(grid.astype(float), full_matrices=False)
        found = nearest_outer(grid)
        assert found.distance == pytest.approx(np.linalg.norm(sizes[1:]), abs=1e-9)
        if len(sizes) == 1 or sizes[0] > 1.05 * sizes[1]:
            best = sizes[0] * np.outer(left[:, 0], right[0])
            assert np.allclose(found.product, best, atol=1e-4)


def searched(cube: Array, dice: np.random.Generator) -> float:
    """The least distance that a general search finds, from several starts."""
    cuts = np.cumsum(cube.shape)[:-1]

    def missed(numbers: Array) -> float:
        return float(np.sum((cube - np.einsum("c,y,x->cyx", *np.split(numbers, cuts))) ** 2))

    starts = dice.standard_normal((12, sum(cube.shape)))
    return float(np.sqrt(min(minimize(missed, start, method="BFGS").fun for start in starts)))


def test_no_search_comes_nearer() -> None:
    dice = np.random.default_rng(4)
    for shape in ((3, 3, 3), (2, 3, 2), (4, 2, 3)):
        for _ in range(3):
            cube = dice.integers(-3, 4, shape)
            found = nearest_outer(cube)
            assert found.distance == pytest.approx(np.linalg.norm(cube - found.product), rel=1e-9)
            assert found.distance <= searched(cube, dice) + 1e-4


def test_what_rounding_leaves_is_no_distance() -> None:
    dice = np.random.default_rng(5)
    for size in (1e-200, 1e-3, 1.0, 1e150):
        lines = [dice.standard_normal(count) for count in (3, 4, 2)]
        found = nearest_outer(outer(lines[0] * size, *lines[1:]))
        assert found.distance == 0
    assert nearest_outer(np.zeros((2, 3, 2))).distance == 0
    assert nearest_outer(np.zeros((2, 3, 2), int)).product.tolist() == np.zeros((2, 3, 2)).tolist()


def test_the_same_array_has_the_same_answer() -> None:
    cube = np.random.default_rng(6).integers(-3, 4, (3, 3, 3))
    once = nearest_outer(cube)
    again = nearest_outer(cube.astype(float))
    assert np.allclose(once.product, again.product, atol=1e-6)
