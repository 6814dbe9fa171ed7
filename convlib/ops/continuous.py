"""Convolution and correlation of functions: exact integrals of piecewise-linear ones.

A function is given by its values at 0, 1, 2 …; between them it is straight, and zero outside.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from convlib.errors import ConvError
from convlib.ops.arrays import Array, numbers

FEWEST = 2  # points that a function has at least: between them lies what is integrated


def integral(f: ArrayLike, g: ArrayLike, t: float, *, turned: bool = True) -> float:
    """What f and g have in common where g stands at t: the area under their product.

    Args:
        f: Values at 0, 1, 2 …
        g: Likewise.
        t: Where the first point of g stands on f.
        turned: Whether g is turned: the convolution ∫ f(τ)·g(t − τ) dτ; else the correlation
            ∫ f(τ)·g(τ − t) dτ.

    Returns:
        A number of 64 bits, whatever f and g hold.

    Raises:
        ConvError: One has fewer than two points or more than one axis, or a value is not finite.

    Source: exact by Simpson's rule on each piece between two breakpoints of either, since the
        product of two straight lines is of degree 2; E. Süli, D. Mayers: An Introduction to
        Numerical Analysis, 2003, section 7.2.

    Example:
        >>> integral([1, 1, 1], [1, 1, 1], 1.5), integral([0, 1], [1, 0], 0, turned=False)
        (1.5, 0.16666666666666666)
    """
    f, g = _function("f", f), _function("g", g)
    breaks = overlap(len(f), len(g), t, turned=turned)
    left, right = breaks[:-1], breaks[1:]
    at_left, middle, at_right = (
        product(f, g, t, tau, turned=turned) for tau in (left, (left + right) / 2, right)
    )
    return float(((right - left) / 6 * (at_left + 4 * middle + at_right)).sum())


def overlap(n: int, m: int, t: float, *, turned: bool = True) -> Array:
    """The breakpoints of f and of g at t, in order, each moved into the part where they overlap.

    Args:
        n: How many points f has.
        m: How many g has.
        t: Where the first point of g stands on f.
        turned: Whether g reaches from there to the left rather than to the right.

    Returns:
        ``n + m`` places, decimal numbers of 64 bits; all are one where nothing overlaps.

    Example:
        >>> overlap(3, 2, 0.5).tolist(), overlap(3, 2, 9).tolist()
        ([0.0, 0.0, 0.5, 0.5, 0.5], [2.0, 2.0, 2.0, 2.0, 2.0])
    """
    way = -1 if turned else 1
    own, others = np.arange(n), t + way * np.arange(m)
    first, last = max(0.0, others.min()), min(n - 1.0, others.max())
    if first > last:
        first = last = min(max(first, 0.0), n - 1.0)
    return np.sort(np.clip(np.concatenate([own, others]), first, last))


def product(f: Array, g: Array, t: float, tau: Array, *, turned: bool = True) -> Array:
    """f(τ)·g(t − τ), or f(τ)·g(τ − t), at places τ where both are defined, in 64 bits.

    Example:
        >>> product(np.array([1, 2]), np.array([1, 3]), 1.0, np.array([0, 0.5])).tolist()
        [3.0, 3.0]
    """
    place = t - tau if turned else tau - t
    f_there = np.interp(tau, np.arange(len(f)), np.asarray(f, float))
    g_there = np.interp(place, np.arange(len(g)), np.asarray(g, float))
    both: Array = f_there * g_there
    return both


def _function(name: str, value: ArrayLike) -> Array:
    values = numbers(name, value)
    if values.ndim != 1 or len(values) < FEWEST:
        raise ConvError("function-points", parameter=name, shape=values.shape, least=FEWEST)
    return values.astype(float)
