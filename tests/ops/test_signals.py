"""The mathematical pair: SciPy's sizes, places and numbers, and what tells the two apart."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import signal

from convlib import ConvError
from convlib.ops import convolve, correlate
from convlib.ops.signals import MODES


@pytest.mark.parametrize("axes", [1, 2])
@pytest.mark.parametrize("mode", MODES)
def test_scipy_agrees(axes: int, mode: str) -> None:
    dice = np.random.default_rng(axes)
    fits = 0
    for _ in range(600):
        f, g = (dice.integers(-9, 10, dice.integers(1, 8, axes)) for _ in "fg")
        for ours, theirs in ((convolve, signal.convolve), (correlate, signal.correlate)):
            try:
                expected = theirs(f, g, mode=mode, method="direct")
            except ValueError:
                with pytest.raises(ConvError, match="g has shape"):
                    ours(f, g, mode)
                continue
            fits += 1
            made = ours(f, g, mode)
            assert made.dtype == np.int64
            assert np.array_equal(made, expected), (f.shape, g.shape)
            assert np.allclose(ours(f / 8, g, mode), expected / 8)
    assert fits > 400


def test_convolution_commutes_and_correlation_turns_round() -> None:
    dice = np.random.default_rng(3)
    for _ in range(100):
        f, g = (dice.integers(-9, 10, dice.integers(1, 9)) for _ in "fg")
        assert np.array_equal(convolve(f, g), convolve(g, f))
        assert np.array_equal(correlate(f, g), correlate(g, f)[::-1])
        even = np.concatenate([g, g[::-1]])
        assert np.array_equal(convolve(f, even), correlate(f, even))


def test_the_presets_of_the_lesson() -> None:
    box = np.ones(4, int)
    assert convolve(box, box).tolist() == [1, 2, 3, 4, 3, 2, 1]
    echo = [1, 0, 0, 1]
    assert convolve([5, 6], echo).tolist() == [5, 6, 0, 5, 6]
    saw = [1, 2, 3]
    assert convolve(box, saw).tolist() != correlate(box, saw).tolist()
    sobel = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    impulse = np.zeros((5, 5), int)
    impulse[2, 2] = 1
    assert convolve(impulse, sobel, "same")[1:4, 1:4].tolist() == sobel.tolist()
    assert correlate(impulse, sobel, "same")[1:4, 1:4].tolist() == np.rot90(sobel, 2).tolist()
