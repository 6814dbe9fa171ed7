"""Signals by name: their shapes as numbers, for every length that a lesson may ask for."""

from __future__ import annotations

import numpy as np
import pytest

from convlib.named.signals import SIGNALS
from convlib.ops import Array

LENGTHS = range(2, 13)
SYMMETRIC = {"boxcar", "triangle", "gaussian"}

each_name = pytest.mark.parametrize("name", SIGNALS)


def signal(name: str, points: int) -> Array:
    row: Array = SIGNALS[name]((1, points))[0]
    return row


@each_name
def test_signals_are_rows_that_never_exceed_1(name: str) -> None:
    for points in LENGTHS:
        row = signal(name, points)
        assert row.shape == (points,)
        assert np.all(np.isfinite(row))
        assert np.abs(row).max() <= 1
        assert name == "noise" or row.max() == 1
        assert np.array_equal(row, signal(name, points))


@each_name
def test_only_some_are_the_same_turned_over(name: str) -> None:
    same = [np.array_equal(signal(name, points)[::-1], signal(name, points)) for points in LENGTHS]
    assert all(same) if name in SYMMETRIC else not all(same)


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("boxcar", [1, 1, 1, 1]),
        ("triangle", [0, 1, 1, 0]),
        ("exponential", [1, 0.5, 0.25, 0.125]),
        ("impulse", [0, 1, 0, 0]),
        ("ramp", [0, 0.33, 0.67, 1]),
        ("sawtooth", [0, 1, 0, 1]),
        ("echo", [1, 0, 0, 0.5]),
    ],
)
def test_of_four_points(name: str, row: list[float]) -> None:
    assert signal(name, 4).tolist() == row


def test_the_gaussian_is_the_bell_curve() -> None:
    expected = np.exp(-(np.linspace(-2, 2, 9) ** 2) / 2)
    assert signal("gaussian", 9) == pytest.approx(expected, abs=0.005)
