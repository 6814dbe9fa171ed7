"""What holds for every trace and every chain, and random options to try them with."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np

from convlib.ops import Array
from convlib.trace import Chain, Trace

Dice = np.random.Generator


def rolls(count: int) -> Iterator[Dice]:
    """So many generators, the same ones in every run."""
    yield from (np.random.default_rng(seed) for seed in range(count))


def whole(dice: Dice, *shape: int) -> Array:
    """Whole numbers from -9 to 9."""
    return dice.integers(-9, 10, shape)


def several(dice: Dice, low: int, high: int, count: int) -> tuple[int, ...]:
    """As many whole numbers from low to high."""
    return tuple(dice.integers(low, high + 1, count).tolist())


def window(dice: Dice, axes: int) -> dict[str, Any]:
    """Stride, padding and dilation of a window, per axis; the padding differs by side."""
    return {
        "stride": several(dice, 1, 3, axes),
        "padding": tuple(several(dice, 0, 2, 2) for _ in range(axes)),
        "dilation": several(dice, 1, 2, axes),
    }


def fitting(dice: Dice, kernel: tuple[int, ...], options: dict[str, Any]) -> tuple[int, ...]:
    """Sizes of an input that the kernel fits into, seldom square."""
    axes = zip(kernel, options["padding"], options["dilation"], strict=True)
    return tuple(
        max(1, (k - 1) * d + 1 - sum(sides)) + int(dice.integers(0, 4)) for k, sides, d in axes
    )


def check_trace(trace: Trace, x: Array | None = None) -> None:
    """Its columns say what they promise, and its sums are those of plain loops."""
    starts = trace.starts.tolist()
    assert starts[0] == 0
    assert starts[-1] == len(trace.src) == len(trace.ker) == len(trace.dst)
    assert all(start <= end for start, end in pairwise(starts))
    assert len(trace) == math.prod(trace.over)
    assert trace.src.min(initial=0) >= 0
    assert trace.src.max(initial=0) < trace.source.size
    assert trace.dst.min(initial=0) >= 0
    assert trace.dst.max(initial=0) < math.prod(trace.shape)
    if trace.weight.size:
        assert trace.ker.min(initial=0) >= 0
        assert trace.ker.max(initial=0) < trace.weight.size
    else:
        assert set(trace.ker.tolist()) <= {-1}
    assert trace.cells.shape == trace.source.shape
    _check_steps(trace)
    _check_sums(trace)
    if x is not None:
        inside = trace.cells.ravel() >= 0
        assert np.array_equal(trace.source.ravel()[inside], x.ravel()[trace.cells.ravel()[inside]])
        assert not trace.source.ravel()[~inside].any()


def _check_steps(trace: Trace) -> None:
    """Each step is one cell of ``over``: of the output, or for a scatter trace of the source."""
    steps = np.repeat(np.arange(len(trace)), np.diff(trace.starts))
    assert trace.over == (trace.source.shape if trace.scatter else trace.shape)
    assert np.array_equal(trace.src if trace.scatter else trace.dst, steps)
    for axis in range(len(trace.over)):
        index = np.indices(trace.over)[axis].ravel()
        rest = math.prod(trace.over[axis + 1 :])
        assert trace.begins(axis).tolist() == list(range(0, len(index), rest))
        assert all(len(set(index[n : n + rest].tolist())) == 1 for n in trace.begins(axis).tolist())


def _check_sums(trace: Trace) -> None:
    """The products of plain loops, what they come to tap by tap, and the output in the end."""
    source, weight = trace.source.ravel().tolist(), trace.weight.ravel().tolist()
    gains = [1] * len(trace.src) if trace.gain is None else trace.gain.tolist()
    totals: dict[int, Any] = {}
    columns = zip(trace.src.tolist(), trace.ker.tolist(), trace.dst.tolist(), gains, strict=True)
    products, sums = [], []
    for src, ker, dst, gain in columns:
        product = source[src] * (weight[ker] if weight else 1) * gain
        if dst not in totals:
            totals[dst] = product
        elif trace.rule == "max":
            totals[dst] = max(totals[dst], product)
        else:
            totals[dst] += product
        products.append(product)
        sums.append(totals[dst])
    assert np.allclose(trace.products, products, rtol=1e-12, atol=0)
    assert np.allclose(trace.sums, sums, rtol=1e-10, atol=1e-10)
    if trace.source.dtype.kind == "i" and trace.gain is None and trace.weight.dtype.kind == "i":
        assert trace.sums.tolist() == sums
    canvas = np.array([totals.get(cell, 0) for cell in range(math.prod(trace.shape))])
    canvas = canvas.reshape(trace.shape)
    if trace.bias is not None:
        canvas = canvas + trace.bias.reshape(-1, *(1,) * (len(trace.shape) - 1))
    if trace.rule == "mean":
        canvas = canvas / trace.shared
    if trace.rule == "relu":
        canvas = np.where(canvas > 0, canvas, 0)
    if trace.rule == "sigmoid":
        canvas = 1 / (1 + np.exp(-canvas))
    expected = canvas if trace.crop is None else canvas[trace.crop]
    assert np.allclose(trace.output, expected, rtol=1e-12, atol=1e-10)


def check_chain(chain: Chain) -> None:
    """Every stage reads what it says, from the input or from a stage before it."""
    assert len(chain) == sum(len(stage.trace) for stage in chain.stages)
    for number, stage in enumerate(chain.stages):
        assert stage.reads
        assert max(stage.reads) <= number
        read = np.concatenate([chain.arrays[place] for place in stage.reads])
        check_trace(stage.trace, read)
        assert np.array_equal(chain.arrays[number + 1], stage.trace.output)
        assert chain.starts[number + 1] - chain.starts[number] == len(stage.trace)
        if stage.weighs is not None:
            assert stage.weighs <= number
            weights = chain.arrays[stage.weighs].ravel()
            assert np.array_equal(stage.trace.weight.ravel(), weights)
    assert chain.output is chain.arrays[-1]
