"""How one output value of a convolution comes about: products, the channels' sums, the total."""

from __future__ import annotations

import math

import numpy as np

from convlib.trace.chain import Chain, Stage
from convlib.trace.columns import UNWEIGHTED, gathered
from convlib.trace.grid import inner, numbered
from convlib.trace.taps import Trace


def one_value_chain(trace: Trace, step: int) -> Chain:
    """One step of a convolution taken apart: ``products``, ``channel-sums``, ``total``.

    Args:
        trace: Of a convolution of many channels.
        step: Which of its steps.

    Returns:
        The chain: the products ``(channels, *kernel)``, a sum for each channel, and their sum with
        the filter's bias; in the type of the trace's numbers.

    Example:
        >>> from convlib.trace import conv_trace
        >>> chain = one_value_chain(conv_trace([[1, 2], [3, 4]], [[[1, 1], [1, -1]]]), 0)
        >>> [array.ravel().tolist() for array in chain.arrays[1:]]
        [[1, 2, 3, -4], [3, -1], [2]]
    """
    rows = slice(int(trace.starts[step]), int(trace.starts[step + 1]))
    filters, channels, *kernel = trace.weight.shape
    at, axes = step // (len(trace) // filters), (1,) * len(kernel)
    weight = trace.weight[at : at + 1]
    products = Trace(
        source=trace.source,
        weight=weight,
        **gathered(trace.src[rows, None], trace.ker[rows, None] - at * weight.size),
        geometry=trace.geometry,
        shape=(channels, *kernel),
        cells=trace.cells,
    )
    sums = Trace(
        source=products.canvas,
        weight=UNWEIGHTED,
        **gathered(numbered((channels, math.prod(kernel)))),
        geometry=trace.geometry,
        shape=(channels, *axes),
        cells=numbered(products.shape),
    )
    total = Trace(
        source=sums.canvas,
        weight=UNWEIGHTED,
        **gathered(np.arange(channels)[None]),
        geometry=trace.geometry,
        shape=(1, *axes),
        cells=numbered(sums.shape),
        bias=None if trace.bias is None else trace.bias[at : at + 1],
    )
    names = zip(("products", "channel-sums", "total"), (products, sums, total), strict=True)
    stages = tuple(Stage(name, each, (place,)) for place, (name, each) in enumerate(names))
    axes_of = zip(trace.source.shape[1:], trace.geometry.padding, strict=True)
    x = trace.source[(slice(None), *(inner(size, sides) for size, sides in axes_of))]
    return Chain(x, stages)
