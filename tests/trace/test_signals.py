"""Convolution and correlation: SciPy's numbers, and the kernel turned in one of them."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import signal

from convlib import ConvError
from convlib.ops import convolve, correlate
from convlib.trace import convolve_trace, correlate_trace
from tests.trace.checks import check_trace, rolls, several, whole

PAIRS = {"convolve": (convolve_trace, convolve), "correlate": (correlate_trace, correlate)}
MODES = ("full", "same", "valid")


@pytest.mark.parametrize("name", PAIRS)
@pytest.mark.parametrize("mode", MODES)
def test_the_operator_and_scipy_agree(name: str, mode: str) -> None:
    follow, operator = PAIRS[name]
    for dice in rolls(120):
        axes = int(dice.integers(1, 3))
        f, g = (whole(dice, *several(dice, 1, 6, axes)) for _ in range(2))
        below = [a < b for a, b in zip(f.shape, g.shape, strict=True)]
        above = [a > b for a, b in zip(f.shape, g.shape, strict=True)]
        if mode == "valid" and any(below) and any(above):
            with pytest.raises(ConvError, match=r"^g "):
                follow(f, g, mode)
            continue
        trace = follow(f, g, mode)
        check_trace(trace, f)
        assert np.array_equal(trace.output, operator(f, g, mode)), (f.shape, g.shape)
        theirs = getattr(signal, name)(f, g, mode, method="direct")
        assert np.array_equal(trace.output, theirs), (f.shape, g.shape)
        assert np.array_equal(trace.weight, g)


def test_convolution_turns_the_kernel_and_correlation_does_not() -> None:
    f, g = np.arange(1, 10).reshape(3, 3), np.array([[1, 2], [3, 4]])
    turned, plain = convolve_trace(f, g, "valid"), correlate_trace(f, g, "valid")
    assert np.array_equal(turned.src, plain.src)
    assert [[tap.ker for tap in step] for step in turned] == [[3, 2, 1, 0]] * 4
    assert [[tap.ker for tap in step] for step in plain] == [[0, 1, 2, 3]] * 4


def test_indices_of_a_full_convolution_add_up() -> None:
    """A product f[i]·g[j] stands in output i + j."""
    trace = convolve_trace([1, 2, 3], [1, 10, 100, 1000])
    inside = trace.cells[trace.src] >= 0
    assert np.array_equal((trace.cells[trace.src] + trace.ker)[inside], trace.dst[inside])
    assert inside.sum() == 3 * 4


def test_a_longer_g_slides_under_f() -> None:
    assert convolve_trace([1, 2], [1, 10, 100], "valid").output.tolist() == [12, 120]
    assert correlate_trace([1, 2], [1, 10, 100], "valid").output.tolist() == [210, 21]


@pytest.mark.parametrize(
    ("f", "g", "mode", "parameter"),
    [
        ([1, 2], [[1]], "full", "g"),
        (3, 3, "full", "f"),
        (np.ones((2, 2, 2)), [1], "full", "f"),
        ([], [1], "full", "f"),
        ([1], [], "full", "g"),
        ([1], [1], "none", "mode"),
        ([np.nan], [1], "full", "f"),
        (np.ones(400), np.ones(400), "full", "f"),
        (np.ones(300), np.ones(600), "valid", "g"),
    ],
)
def test_what_is_refused(f: object, g: object, mode: str, parameter: str) -> None:
    for follow, _ in PAIRS.values():
        with pytest.raises(ConvError) as caught:
            follow(f, g, mode)  # type: ignore[arg-type]
        assert caught.value.parameter == parameter
