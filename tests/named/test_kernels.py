"""Kernels and inputs by name: their numbers, by hand and by what they do."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage, signal

import convlib
from convlib import ConvError
from convlib.named.inputs import INPUTS
from convlib.named.kernels import KERNELS

SHAPES = [(1, 1), (1, 4), (2, 2), (3, 3), (3, 5), (7, 7)]


@pytest.mark.parametrize("shape", SHAPES)
def test_identity_gives_the_input_back(shape: tuple[int, int]) -> None:
    dice = np.random.default_rng(1)
    x = dice.integers(0, 9, (8, 8))
    kernel = KERNELS["identity"](shape)
    valid = signal.correlate2d(x, kernel, mode="valid")
    top, left = (shape[0] - 1) // 2, (shape[1] - 1) // 2
    assert np.array_equal(valid, x[top : top + valid.shape[0], left : left + valid.shape[1]])


@pytest.mark.parametrize("name", ["box", "gaussian"])
@pytest.mark.parametrize("shape", SHAPES)
def test_smoothing_leaves_a_flat_input_as_it_is(name: str, shape: tuple[int, int]) -> None:
    kernel = KERNELS[name](shape)
    assert kernel.shape == shape
    assert kernel.sum() == pytest.approx(1)
    assert np.array_equal(kernel, kernel[::-1, ::-1])


def test_gaussian_is_a_box_of_two_slid_over_itself() -> None:
    once = np.array([0.5, 0.5])
    row = np.convolve(np.convolve(once, once), np.convolve(once, once))
    assert np.allclose(KERNELS["gaussian"]((5, 5)), np.outer(row, row))


@pytest.mark.parametrize(("name", "axis"), [("sobel-x", 1), ("sobel-y", 0)])
def test_sobel_is_scipys(name: str, axis: int) -> None:
    x = np.random.default_rng(2).integers(-9, 9, (7, 7)).astype(float)
    expected = ndimage.sobel(x, axis=axis)[1:-1, 1:-1]
    assert np.array_equal(signal.correlate2d(x, KERNELS[name]((3, 3)), mode="valid"), expected)


def test_laplacian_is_scipys_and_sharpen_subtracts_it() -> None:
    x = np.random.default_rng(3).integers(-9, 9, (7, 7)).astype(float)
    kernel = KERNELS["laplacian"]((3, 3))
    expected = ndimage.laplace(x)[1:-1, 1:-1]
    assert np.array_equal(signal.correlate2d(x, kernel, mode="valid"), expected)
    assert np.array_equal(KERNELS["sharpen"]((3, 3)), KERNELS["identity"]((3, 3)) - kernel)


def test_emboss_is_a_slope_that_keeps_the_brightness() -> None:
    kernel = KERNELS["emboss"]((3, 3))
    slope = kernel - KERNELS["identity"]((3, 3))
    assert np.array_equal(slope, -slope[::-1, ::-1])
    assert kernel.sum() == 1


@pytest.mark.parametrize("shape", SHAPES)
def test_inputs(shape: tuple[int, int]) -> None:
    rows, columns = shape
    made = {name: make(shape).tolist() for name, make in INPUTS.items()}
    cells = [[(r, c) for c in range(columns)] for r in range(rows)]
    middle = ((rows - 1) // 2, (columns - 1) // 2)
    assert made["impulse"] == [[int(at == middle) for at in row] for row in cells]
    assert made["ramp"] == [[c for _, c in row] for row in cells]
    assert made["edge"] == [[9 if 2 * c >= columns else 0 for _, c in row] for row in cells]
    assert made["checker"] == [[9 if (r + c) % 2 else 0 for r, c in row] for row in cells]


def test_a_name_follows_the_kernels_size() -> None:
    lesson = convlib.lesson("single-channel")
    for size in (2, 3, 4):
        kernel = lesson.build(weights="gaussian", kernel=size).panels[1].values
        assert np.allclose(kernel, KERNELS["gaussian"]((size, size)))
    values = lesson.values(weights=" Sobel-X ")
    assert lesson.write(values) == {"weights": "sobel-x"}


def test_a_kernel_of_one_size_covers_what_it_can() -> None:
    lesson = convlib.lesson("single-channel")
    small = lesson.build(weights="sobel-y", kernel=2).panels[1].values
    assert small.tolist() == [[-1, -2], [0, 0]]
    large = lesson.build(weights="sobel-y", kernel=4).panels[1].values
    assert large[:3, :3].tolist() == [[-1, -2, -1], [0, 0, 0], [1, 2, 1]]


def test_no_such_name() -> None:
    with pytest.raises(ConvError, match="“impulses” is no number"):
        convlib.lesson("single-channel").values(input="impulses")
