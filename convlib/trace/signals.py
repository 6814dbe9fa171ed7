"""The taps of the mathematical pair: convolution, which turns the kernel, and correlation."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from convlib.errors import ConvError
from convlib.ops import Array, Geometry, widened
from convlib.ops.arrays import check_filled
from convlib.trace.columns import gathered
from convlib.trace.given import check_exact
from convlib.trace.grid import numbered, padded, reads
from convlib.trace.taps import Trace, check_taps

MODES = ("full", "same", "valid")


def convolve_trace(f: ArrayLike, g: ArrayLike, mode: str = "full") -> Trace:
    """The taps of ``ops.convolve``: g turned, its last weight on the first cell it covers.

    Args:
        f: What stands still, 1-D or 2-D.
        g: What is turned and slides, with as many axes.
        mode: ``"full"``, ``"same"`` or ``"valid"``, as in SciPy; in the last, f may be the smaller
            one, and the geometry is then how it stands on g.

    Returns:
        The trace, its numbers in the type that ``conv`` gives.

    Raises:
        ConvError: As ``convolve``, or there is more than a person could ever follow.

    Example:
        >>> trace = convolve_trace([1, 2, 3], [10, 1], "valid")
        >>> [[tap.ker for tap in step] for step in trace], trace.output.tolist()
        ([[1, 0], [1, 0]], [21, 32])
    """
    return _signals_trace(f, g, mode, turned=True)


def correlate_trace(f: ArrayLike, g: ArrayLike, mode: str = "full") -> Trace:
    """The taps of ``ops.correlate``: g as it is, its first weight on the first cell it covers.

    Args:
        f: What stands still, 1-D or 2-D.
        g: What slides, with as many axes.
        mode: ``"full"``, ``"same"`` or ``"valid"``, as in SciPy; in the last, f may be the smaller
            one, and the geometry is then how it stands on g.

    Returns:
        The trace, its numbers in the type that ``conv`` gives.

    Raises:
        ConvError: As ``correlate``, or there is more than a person could ever follow.

    Example:
        >>> trace = correlate_trace([1, 2, 3], [10, 1], "valid")
        >>> [[tap.ker for tap in step] for step in trace], trace.output.tolist()
        ([[0, 1], [0, 1]], [12, 23])
    """
    return _signals_trace(f, g, mode, turned=False)


def _signals_trace(f: ArrayLike, g: ArrayLike, mode: str, *, turned: bool) -> Trace:
    f, g = _signal("f", f), _signal("g", g)
    if f.ndim != g.ndim:
        raise ConvError("signal-ranks", parameter="g", rank=g.ndim, want=f.ndim)
    check_exact(f, g[None], None)
    if mode == "valid" and all(np.less_equal(f.shape, g.shape)):
        return _inside(f, g, turned)
    sides = _padding(g.shape, mode)
    if mode == "valid" and any(np.less(f.shape, g.shape)):
        raise ConvError("neither-fits", parameter="g", shape=g.shape, other=f.shape)
    geometry = Geometry.of(f.shape, g.shape, padding=sides)
    check_taps(math.prod(geometry.outputs) * g.size, "f")
    source, cells = padded(f[None], geometry)
    order = numbered((g.size,))
    return Trace(
        source=source[0],
        weight=g,
        **gathered(reads(source.shape[1:], geometry, g.shape), order[::-1] if turned else order),
        geometry=geometry,
        shape=geometry.outputs,
        cells=cells[0],
    )


def _inside(f: Array, g: Array, turned: bool) -> Trace:
    """Where f lies wholly on g: each step reads all of f, and the weights under it."""
    geometry = Geometry.of(g.shape, f.shape)
    check_taps(math.prod(geometry.outputs) * f.size, "g")
    under = reads(g.shape, geometry, f.shape)
    weights = under if turned else g.size - 1 - under
    return Trace(
        source=f,
        weight=g,
        **gathered(np.broadcast_to(numbered((f.size,))[::-1], under.shape), weights),
        geometry=geometry,
        shape=geometry.outputs,
        cells=numbered(f.shape),
    )


def _signal(name: str, value: ArrayLike) -> Array:
    array = widened(value, name)
    if array.ndim not in (1, 2):
        raise ConvError("signal-rank", parameter=name, rank=array.ndim)
    check_filled(name, array.shape)
    return array


def _padding(kernel: tuple[int, ...], mode: str) -> list[tuple[int, int]]:
    """The zeros around f in which g finds all its places."""
    match mode:
        case "full":
            return [(k - 1, k - 1) for k in kernel]
        case "same":
            return [(k // 2, (k - 1) // 2) for k in kernel]
        case "valid":
            return [(0, 0)] * len(kernel)
    raise ConvError("choice", parameter="mode", value=mode, choices=", ".join(MODES))
