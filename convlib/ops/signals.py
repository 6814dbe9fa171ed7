"""The mathematical pair: convolution, which turns one function round, and correlation."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from convlib.errors import ConvError
from convlib.ops.arrays import Array, check_filled, numbers
from convlib.ops.convolution import conv

MODES = ("full", "same", "valid")
MOST_AXES = 2


def convolve(f: ArrayLike, g: ArrayLike, mode: str = "full") -> Array:
    """Turn ``g`` round, slide it over ``f``, and sum the products at each place.

    Args:
        f: What stands still, 1-D or 2-D.
        g: What is turned and slides, with as many axes.
        mode: ``"full"`` wherever they overlap, ``n + m - 1`` places along an axis; ``"same"`` the
            middle of that, as large as ``f``; ``"valid"`` where one lies wholly on the other.

    Returns:
        As many axes as ``f``, in the type that ``conv`` gives.

    Raises:
        ConvError: They differ in rank, are empty or hold what is no finite number; there is no
            such mode; or in mode ``"valid"`` neither fits into the other.

    Source: ``scipy.signal.convolve``, whose sizes and places these are.

    Example:
        >>> convolve([1, 2, 3], [1, 10]).tolist()
        [1, 12, 23, 30]
    """
    f, g = _signal("f", f), _signal("g", g)
    if f.ndim != g.ndim:
        raise ConvError("signal-ranks", parameter="g", rank=g.ndim, want=f.ndim)
    if mode not in MODES:
        raise ConvError("choice", parameter="mode", value=mode, choices=", ".join(MODES))
    if mode != "same" and g.size > f.size:
        f, g = g, f  # the same numbers, and fewer taps to go through
    if mode == "valid" and any(np.less(f.shape, g.shape)):
        raise ConvError("neither-fits", parameter="g", shape=g.shape, other=f.shape)
    sides = {
        "full": [(k - 1, k - 1) for k in g.shape],
        "same": [(k // 2, (k - 1) // 2) for k in g.shape],
        "valid": [(0, 0) for _ in g.shape],
    }
    out: Array = conv(f[None], np.flip(g)[None, None], padding=sides[mode])[0]
    return out


def correlate(f: ArrayLike, g: ArrayLike, mode: str = "full") -> Array:
    """Slide ``g`` over ``f`` as it is, and sum the products at each place.

    Args:
        f: What stands still, 1-D or 2-D.
        g: What slides, with as many axes.
        mode: As in ``convolve``.

    Returns:
        As many axes as ``f``, in the type that ``conv`` gives.

    Raises:
        ConvError: As ``convolve``.

    Source: ``scipy.signal.correlate``, whose sizes and places these are.

    Example:
        >>> correlate([1, 2, 3], [1, 10]).tolist()
        [10, 21, 32, 3]
    """
    return convolve(f, np.flip(_signal("g", g)), mode)


def _signal(name: str, value: ArrayLike) -> Array:
    array = numbers(name, value)
    if not 1 <= array.ndim <= MOST_AXES:
        raise ConvError("signal-rank", parameter=name, rank=array.ndim)
    check_filled(name, array.shape)
    return array
