"""Exact integrals: against numeric ones by SciPy, by hand, and by the laws of both operations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from convlib import ConvError
from convlib.ops import Array, integral, overlap
from tests.cases import fixed

signals = st.lists(st.integers(-9, 9), min_size=2, max_size=7).map(np.array)
places = st.integers(-40, 60).map(lambda eighths: eighths / 8)


def function(values: Array) -> Callable[[float], float]:
    """The function itself, from its definition: straight between its points, and zero outside."""

    def at(x: float) -> float:
        before = int(np.floor(x))
        if not 0 <= x <= len(values) - 1:
            return 0.0
        if before == len(values) - 1:
            return float(values[before])
        return float(values[before] + (x - before) * (values[before + 1] - values[before]))

    return at


def by_quad(f: Array, g: Array, t: float, turned: bool) -> float:
    """The integral by SciPy's adaptive rule, over all of f, told where it has corners."""
    one, other = function(f), function(g)
    corners = [t - j if turned else t + j for j in range(len(g))]
    inner = sorted({x for x in (*corners, *range(len(f))) if 0 < x < len(f) - 1})
    area, _ = quad(
        lambda tau: one(tau) * other(t - tau if turned else tau - t),
        *(0, len(f) - 1),
        points=inner or None,
        limit=200,
    )
    return float(area)


@fixed(150)
@given(f=signals, g=signals, t=places, turned=st.booleans())
def test_integrals_are_what_scipy_comes_to(f: Array, g: Array, t: float, turned: bool) -> None:
    assert integral(f, g, t, turned=turned) == pytest.approx(by_quad(f, g, t, turned), abs=1e-7)


@pytest.mark.parametrize(
    ("f", "g", "t", "area"),
    [
        ([1, 1, 1], [1, 1, 1], 0.5, 0.5),  # two boxes: a triangle of height 2 over 0 to 4
        ([1, 1, 1], [1, 1, 1], 2, 2),
        ([1, 1, 1], [1, 1, 1], 3.25, 0.75),
        ([1, 1, 1], [1, 1, 1], 4, 0),
        ([1, 1, 1], [1, 1, 1], -0.25, 0),
        ([0, 1], [0, 1], 1, 1 / 6),  # the integral of τ(1 − τ)
        ([0, 2], [1, 1], 1, 1),
        ([0, 1, 0], [0, 1, 0], 2, 2 / 3),  # two hats: the cubic B-spline's middle
        ([0, 1, 0], [0, 1, 0], 1, 1 / 6),
    ],
)
def test_by_hand(f: list[int], g: list[int], t: float, area: float) -> None:
    assert integral(f, g, t) == pytest.approx(area, abs=1e-12)


def test_correlation_by_hand() -> None:
    assert integral([0, 1], [0, 1], 0, turned=False) == pytest.approx(1 / 3)  # of τ²
    assert integral([0, 1], [0, 1], 0.5, turned=False) == pytest.approx(5 / 48)
    assert integral([1, 1], [0, 1], -1, turned=False) == 0


@fixed()
@given(f=signals, g=signals, t=places)
def test_convolution_is_commutative_and_correlation_is_with_g_turned(
    f: Array, g: Array, t: float
) -> None:
    assert integral(f, g, t) == pytest.approx(integral(g, f, t), abs=1e-9)
    turned = integral(f, g[::-1], t - (len(g) - 1), turned=False)
    assert integral(f, g, t) == pytest.approx(turned, abs=1e-9)


def test_correlation_is_not_commutative() -> None:
    assert integral([0, 1], [1, 1, 0], 0.5, turned=False) != pytest.approx(
        integral([1, 1, 0], [0, 1], 0.5, turned=False)
    )


def test_breakpoints_stay_within_the_overlap() -> None:
    assert overlap(3, 3, 2.5).tolist() == [0.5, 0.5, 1, 1.5, 2, 2]
    assert overlap(3, 3, -1.5, turned=False).tolist() == [0, 0, 0, 0.5, 0.5, 0.5]
    assert set(overlap(3, 2, -4).tolist()) == {0}


@pytest.mark.parametrize("wrong", [[1], [[1, 2], [3, 4]], 3, []])
def test_what_is_no_function_is_refused(wrong: Any) -> None:
    with pytest.raises(ConvError, match=r"g has shape .*values in a row, 2 of them or more"):
        integral([1, 1], wrong, 0)
