"""Layers as NumPy code: loops over the places of the window, and sums of products."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from convlib.code.literal import block, given
from convlib.code.record import Passes, Signals, WrittenLayer, WrittenRow, are_whole
from convlib.shapes import Pair, effective_kernel

HEAD = "import numpy as np\n"
AXES = {1: ("column",), 2: ("row", "column"), 3: ("plane", "row", "column")}


def row(layers: WrittenRow) -> str:
    """Layers in a row; ``y`` is ``(filters, *spatial)``."""
    if layers.drawn:
        shapes = ((name, array.shape) for name, array in layers.arrays.items())
        drawn = (f"{name} = dice.normal(size={shape})" for name, shape in shapes)
        numbers = [HEAD, "dice = np.random.default_rng(0)", *drawn, "\n"]
    else:
        numbers = given(HEAD, layers.arrays, "np.array")
    lines, source = list[str](), "x"
    for layer in layers.layers:
        if layer.weight is None:
            lines += _simple(layer, source)
        else:
            lines += [*(["\n"] if source == "y" else []), *_weighted(layer, source, layers.whole)]
        source = "y"
    return block(*numbers, *lines)


def signals(pair: Signals) -> str:
    """Convolution or correlation; ``y`` has as many axes as f."""
    names, back = AXES[pair.f.ndim], pair.back
    windows = [_window(name, 1, size, 1) for name, size in zip(names, pair.kernel, strict=True)]
    swap = "f, g = g, f" if pair.turned else f"f, g = g[{back}], f[{back}]"
    place = ", ".join(names)
    places = "range(len(y))" if len(names) == 1 else "np.ndindex(y.shape)"
    return block(
        *given(HEAD, {"f": pair.f, "g": pair.g}, "np.array"),
        f"{swap}  # the larger one stands still" if pair.swapped else "",
        f"g = g[{back}]  # turned" if pair.turned else "",
        *_padded("f", "f", pair.padding),
        _zeros("y", pair.outputs, are_whole(pair.f, pair.g)),
        f"for {place} in {places}:",
        f"    y[{place}] = np.sum(f[{', '.join(windows)}] * g)",
    )


def passes(both: Passes) -> str:
    """A column and a row of weights; ``y`` is ``(channels, rows, columns)``."""
    first, second = both.order
    return block(
        *given(HEAD, both.arrays, "np.array"),
        *_padded("x", "x", [(0, 0), *both.padding]),
        *_pass(both, first, "x", "middle", both.middle),
        *_pass(both, second, "middle", "y", both.outputs),
    )


def _pass(both: Passes, name: str, source: str, target: str, size: Pair) -> list[str]:
    """One of the two: the line of weights stands on one axis of what it reads."""
    at, axis = ["i", "j"], ("column", "row").index(name)
    at[axis] = _window(at[axis], both.strides[axis], len(both.arrays[name]), 1)
    return [
        _zeros(target, (len(both.x), *size), are_whole(*both.arrays.values())),
        f"for channel, i, j in np.ndindex({target}.shape):",
        f"    {target}[channel, i, j] = np.sum({source}[channel, {', '.join(at)}] * {name})",
    ]


def _simple(layer: WrittenLayer, source: str) -> Iterator[str]:
    """A layer without weights."""
    match layer.kind:
        case "relu":
            yield f"y = np.maximum({source}, 0)"
        case "channel_shuffle":
            parts = f"{source}.reshape({layer.groups}, -1, *{source}.shape[1:])"
            yield f"y = {parts}.swapaxes(0, 1).reshape({source}.shape)  # deals the channels out"
        case "resize":
            for axis, scale in enumerate(layer.scales, start=1):
                yield f"y = np.repeat({source}, {scale}, axis={axis})"
                source = "y"


def _weighted(layer: WrittenLayer, source: str, whole: bool) -> Iterator[str]:
    """A layer of filters: the inputs that it reads, room for what it makes, and its loop."""
    inputs = "x" if source == "x" else "inputs"
    padding = () if layer.kind == "conv_transpose" else ((0, 0), *layer.padding)
    yield from _padded(inputs, source, padding)
    match layer.kind:
        case "conv_transpose":
            yield from _stamps(layer, inputs, whole)
        case "pointwise":
            yield from _matrix(layer, inputs, whole)
        case _:
            yield from _windows(layer, inputs, whole)


def _windows(layer: WrittenLayer, inputs: str, whole: bool) -> Iterator[str]:
    """A convolution, in groups or not, or a depthwise one."""
    place, weight, shift = ", ".join(AXES[layer.axes]), f"{layer.name}weight[f]", ""
    axes = zip(AXES[layer.axes], layer.strides, layer.kernel, layer.dilations, strict=True)
    depth = ":"
    yield _zeros("y", layer.made, whole)
    yield f"for f, {place} in np.ndindex(y.shape):"
    if layer.kind == "depthwise":
        multiplier = layer.filters // layer.channels
        depth = "f" if multiplier == 1 else f"f // {multiplier}"
        weight = f"{layer.name}weight[f, 0]"
    elif layer.groups > 1:
        per, channels = layer.filters // layer.groups, layer.channels // layer.groups
        yield f"    first = f // {per} * {channels}  # of its group"
        depth = f"first : first + {channels}"
    if layer.bias is not None:
        shift = f" + {layer.name}bias[f]"
    yield f"    window = {inputs}[{', '.join([depth, *(_window(*axis) for axis in axes)])}]"
    yield f"    y[f, {place}] = np.sum(window * {weight}){shift}"


def _stamps(layer: WrittenLayer, inputs: str, whole: bool) -> Iterator[str]:
    """A transposed convolution: every input cell stamps the kernel."""
    place = ", ".join(AXES[layer.axes])
    stamps = [
        _window(name, stride, kernel, 1)
        for name, stride, kernel in zip(AXES[layer.axes], layer.strides, layer.kernel, strict=True)
    ]
    size = [size + sum(sides) for size, sides in zip(layer.outputs, layer.padding, strict=True)]
    cut = any(map(any, layer.padding))
    name = "whole" if cut else "y"
    yield _zeros(name, (layer.filters, *size), whole)
    yield f"for channel, {place} in np.ndindex({inputs}.shape):"
    yield f"    stamp = {inputs}[channel, {place}] * {layer.name}weight[channel]"
    yield f"    {name}[:, {', '.join(stamps)}] += stamp"
    if cut:
        yield f"y = whole[:, {', '.join(layer.cropped)}]"
    if layer.bias is not None:
        yield f"y = y + {layer.name}bias[:{', None' * layer.axes}]"


def _matrix(layer: WrittenLayer, inputs: str, whole: bool) -> Iterator[str]:
    """A 1×1 convolution: a matrix times the channels of each place."""
    place = ", ".join(AXES[layer.axes])
    one = layer.axes == 1
    places = f"range({layer.outputs[0]})" if one else f"np.ndindex{layer.outputs}"
    shift = "" if layer.bias is None else f" + {layer.name}bias"
    yield _zeros("y", layer.made, whole)
    yield f"for {place} in {places}:"
    yield f"    y[:, {place}] = {layer.name}weight @ {inputs}[:, {place}]{shift}"


def _window(name: str, stride: int, kernel: int, dilation: int) -> str:
    """The slice of an axis that lies under the window."""
    start = name if stride == 1 else f"{stride} * {name}"
    span = effective_kernel(kernel, dilation)
    return f"{start} : {start} + {span}" + (f" : {dilation}" if dilation > 1 else "")


def _padded(name: str, source: str, sides: Sequence[Pair]) -> list[str]:
    """The line that gives an array another name, with zeros around it if there are any."""
    if any(map(any, sides)):
        return [f"{name} = np.pad({source}, {[*sides]})"]
    return [f"{name} = {source}"] if name != source else []


def _zeros(name: str, shape: Sequence[int], whole: bool) -> str:
    """The line that makes room, for whole numbers or for any."""
    size = str(tuple(shape)) if len(shape) > 1 else str(shape[0])
    return f"{name} = np.zeros({size}{', dtype=int' if whole else ''})"
