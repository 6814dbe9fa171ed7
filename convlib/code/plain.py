"""Layers as NumPy code: loops over the places of the window, and sums of products."""

from __future__ import annotations

from collections.abc import Sequence

from convlib.code.literal import block, given
from convlib.code.record import Passes, Signals, WrittenLayer
from convlib.ops import Array
from convlib.shapes import Pair, effective_kernel

HEAD = "import numpy as np\n"
AXES = {1: ("column",), 2: ("row", "column"), 3: ("plane", "row", "column")}


def conv(layer: WrittenLayer) -> str:
    """A convolution; ``y`` is ``(filters, *spatial)``."""
    place = ", ".join(AXES[layer.axes])
    filters, channels = layer.weight.shape[:2]
    windows = [
        _window(*axis)
        for axis in zip(AXES[layer.axes], layer.strides, layer.kernel, layer.dilations, strict=True)
    ]
    shift = "" if layer.bias is None else " + bias[f]"
    depth, first = ":", ""
    if layer.groups > 1:
        first = f"    first = f // {filters // layer.groups} * {channels}  # of its group"
        depth = f"first : first + {channels}"
    return block(
        *given(HEAD, layer.arrays, "np.array"),
        *_repeated(layer),
        _padded("x", [(0, 0), *layer.padding]),
        _zeros("y", (filters, *layer.outputs), *layer.arrays.values()),
        f"for f, {place} in np.ndindex(y.shape):",
        first,
        f"    window = x[{', '.join([depth, *windows])}]",
        f"    y[f, {place}] = np.sum(window * weight[f]){shift}",
    )


def conv_transpose(layer: WrittenLayer) -> str:
    """A transposed convolution, by stamps; ``y`` is ``(filters, *spatial)``."""
    place = ", ".join(AXES[layer.axes])
    stamps = [
        _window(name, stride, kernel, 1)
        for name, stride, kernel in zip(AXES[layer.axes], layer.strides, layer.kernel, strict=True)
    ]
    whole = [size + sum(sides) for size, sides in zip(layer.outputs, layer.padding, strict=True)]
    uncut = not any(map(any, layer.padding))
    name, crop = ("y", "") if uncut else ("whole", f"y = whole[:, {', '.join(layer.cropped)}]")
    shift = "" if layer.bias is None else f"y = y + bias[:{', None' * layer.axes}]"
    return block(
        *given(HEAD, layer.arrays, "np.array"),
        _zeros(name, (layer.weight.shape[1], *whole), *layer.arrays.values()),
        f"for channel, {place} in np.ndindex(x.shape):",
        f"    stamp = x[channel, {place}] * weight[channel]",
        f"    {name}[:, {', '.join(stamps)}] += stamp",
        crop,
        shift,
    )


def signals(pair: Signals) -> str:
    """Convolution or correlation; ``y`` has as many axes as f."""
    names, back = AXES[pair.f.ndim], pair.back
    kernel = pair.f.shape if pair.swapped else pair.g.shape
    windows = [_window(name, 1, size, 1) for name, size in zip(names, kernel, strict=True)]
    swap = "f, g = g, f" if pair.turned else f"f, g = g[{back}], f[{back}]"
    place = ", ".join(names)
    places = "range(len(y))" if len(names) == 1 else "np.ndindex(y.shape)"
    return block(
        *given(HEAD, {"f": pair.f, "g": pair.g}, "np.array"),
        f"{swap}  # the larger one stands still" if pair.swapped else "",
        f"g = g[{back}]  # turned round" if pair.turned else "",
        _padded("f", pair.padding),
        _zeros("y", pair.outputs, pair.f, pair.g),
        f"for {place} in {places}:",
        f"    y[{place}] = np.sum(f[{', '.join(windows)}] * g)",
    )


def pointwise(layer: WrittenLayer, relu: bool) -> str:
    """A 1×1 convolution, a matrix times the channels; ``y`` is ``(filters, *spatial)``."""
    place = ", ".join(AXES[layer.axes])
    shift = "" if layer.bias is None else " + bias"
    one = layer.axes == 1
    places = f"range({layer.outputs[0]})" if one else f"np.ndindex{layer.outputs}"
    return block(
        *given(HEAD, layer.arrays, "np.array"),
        _zeros("y", (len(layer.weight), *layer.outputs), *layer.arrays.values()),
        f"for {place} in {places}:",
        f"    y[:, {place}] = weight @ x[:, {place}]{shift}",
        "y = np.maximum(y, 0)" if relu else "",
    )


def passes(both: Passes) -> str:
    """A column and a row of weights; ``y`` is ``(channels, rows, columns)``."""
    first, second = both.order
    return block(
        *given(HEAD, both.arrays, "np.array"),
        _padded("x", [(0, 0), *both.padding]),
        *_pass(both, first, "x", "middle", both.middle),
        *_pass(both, second, "middle", "y", both.outputs),
    )


def _pass(both: Passes, name: str, source: str, target: str, size: Pair) -> list[str]:
    """One of the two: the line of weights stands on one axis of what it reads."""
    at, axis = ["i", "j"], ("column", "row").index(name)
    at[axis] = _window(at[axis], both.strides[axis], len(both.arrays[name]), 1)
    return [
        _zeros(target, (len(both.x), *size), *both.arrays.values()),
        f"for channel, i, j in np.ndindex({target}.shape):",
        f"    {target}[channel, i, j] = np.sum({source}[channel, {', '.join(at)}] * {name})",
    ]


def _window(name: str, stride: int, kernel: int, dilation: int) -> str:
    """The slice of an axis that lies under the window."""
    start = name if stride == 1 else f"{stride} * {name}"
    span = effective_kernel(kernel, dilation)
    return f"{start} : {start} + {span}" + (f" : {dilation}" if dilation > 1 else "")


def _padded(name: str, sides: Sequence[Pair]) -> str:
    """The line that adds zeros around an array, if there are any."""
    return f"{name} = np.pad({name}, {list(sides)})" if any(map(any, sides)) else ""


def _repeated(layer: WrittenLayer) -> list[str]:
    """The lines that repeat each cell."""
    scales = enumerate(layer.scales, start=1)
    return [f"x = np.repeat(x, {scale}, axis={axis})" for axis, scale in scales if scale > 1]


def _zeros(name: str, shape: Sequence[int], *arrays: Array) -> str:
    """The line that makes room: for whole numbers where all are whole."""
    whole = all(each.dtype.kind in "iu" for each in arrays)
    size = str(tuple(shape)) if len(shape) > 1 else str(shape[0])
    return f"{name} = np.zeros({size}{', dtype=int' if whole else ''})"
