"""Signals that are known by a name: rows of numbers, the largest of which is 1."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from convlib.ops import Array
from convlib.shapes import Pair

DIGITS = 2  # decimals, so that a cell shows all of a number
WIDTH = 4  # standard deviations of a Gaussian from end to end
NOISE = 7  # the seed


def boxcar(points: int) -> Array:
    """1 everywhere: a box."""
    return np.ones(points, dtype=np.int64)


def triangle(points: int) -> Array:
    """Up to 1 in the middle and down again.

    Example:
        >>> triangle(5).tolist()
        [0.0, 0.5, 1.0, 0.5, 0.0]
    """
    rise = np.minimum(np.arange(points), np.arange(points)[::-1])
    return _to_one(rise) if points > 2 else boxcar(points)


def exponential(points: int) -> Array:
    """Half as large from point to point.

    Example:
        >>> exponential(4).tolist()
        [1.0, 0.5, 0.25, 0.125]
    """
    return 0.5 ** np.arange(points)


def gaussian(points: int) -> Array:
    """The bell curve, two standard deviations to each side.

    Example:
        >>> gaussian(5).tolist()
        [0.14, 0.61, 1.0, 0.61, 0.14]
    """
    away = np.linspace(-WIDTH / 2, WIDTH / 2, points)
    return _to_one(np.exp(-(away**2) / 2))


def impulse(points: int) -> Array:
    """A single 1, in the middle."""
    signal = np.zeros(points, dtype=np.int64)
    signal[(points - 1) // 2] = 1
    return signal


def ramp(points: int) -> Array:
    """From 0 to 1.

    Example:
        >>> ramp(5).tolist()
        [0.0, 0.25, 0.5, 0.75, 1.0]
    """
    return _to_one(np.arange(points))


def sawtooth(points: int) -> Array:
    """Up to 1, and with one leap down and up again.

    Example:
        >>> sawtooth(6).tolist()
        [0.0, 0.5, 1.0, 0.0, 0.5, 1.0]
    """
    return _to_one(np.arange(points) % max(2, (points + 1) // 2))


def noise(points: int) -> Array:
    """Numbers from -1 to 1 without any order, the same ones every time."""
    return np.round(np.random.default_rng(NOISE).uniform(-1, 1, points), 1)


def echo(points: int) -> Array:
    """Two impulses: a sound, and half as loud what comes back of it.

    Example:
        >>> echo(4).tolist()
        [1.0, 0.0, 0.0, 0.5]
    """
    signal = np.zeros(points)
    signal[-1], signal[0] = 0.5, 1
    return signal


def _to_one(signal: Array) -> Array:
    rounded: Array = np.round(signal / signal.max(), DIGITS)
    return rounded


def _row(make: Callable[[int], Array]) -> Callable[[Pair], Array]:
    return lambda shape: make(shape[1])[None]


SIGNALS: Mapping[str, Callable[[Pair], Array]] = {
    make.__name__: _row(make)
    for make in (boxcar, triangle, exponential, gaussian, impulse, ramp, sawtooth, noise, echo)
}
