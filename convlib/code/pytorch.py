"""Layers as PyTorch code: channels first, and a batch is not needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from convlib.code.literal import block, given, option, together
from convlib.code.record import Passes, Signals, WrittenLayer
from convlib.ops import Array
from convlib.shapes import Pair

HEAD = "import torch\nimport torch.nn.functional as F\n"


def conv(layer: WrittenLayer) -> str:
    """A convolution; ``y`` is ``(filters, *spatial)``."""
    named = layer.rule == "same" and set(layer.strides) == {1}
    options = [
        option("stride", layer.strides, 1),
        ', padding="same"' if named else _alike(layer.padding),
        option("dilation", layer.dilations, 1),
        option("groups", [layer.groups], 1),
    ]
    return block(
        *_given(layer.arrays),
        _resized(layer),
        "" if named else _padded("x", layer.padding),
        f"y = F.conv{layer.axes}d(x, weight{_bias(layer)}{''.join(options)})",
    )


def conv_transpose(layer: WrittenLayer) -> str:
    """A transposed convolution; ``y`` is ``(filters, *spatial)``."""
    options = [
        option("stride", layer.strides, 1),
        _alike(layer.padding),
        option("output_padding", layer.extras, 0),
    ]
    uneven = any(before != after for before, after in layer.padding)
    return block(
        *_given(layer.arrays),
        f"y = F.conv_transpose{layer.axes}d(x, weight{_bias(layer)}{''.join(options)})",
        f"y = y[:, {', '.join(layer.cropped)}]" if uneven else "",
    )


def signals(pair: Signals) -> str:
    """Convolution or correlation; ``y`` has as many axes as f."""
    axes = tuple(range(pair.f.ndim))
    swap = "f, g = g, f" if pair.turned else f"f, g = g.flip({axes}), f.flip({axes})"
    padding = _alike(pair.padding)
    return block(
        *_given({"f": pair.f, "g": pair.g}),
        f"{swap}  # the larger one stands still" if pair.swapped else "",
        f"g = g.flip({axes})  # a layer doesn't turn it round" if pair.turned else "",
        _padded("f", pair.padding),
        f"y = F.conv{pair.f.ndim}d(f[None], g[None, None]{padding})[0]",
    )


def pointwise(layer: WrittenLayer, relu: bool) -> str:
    """A 1×1 convolution with a matrix of weights; ``y`` is ``(filters, *spatial)``."""
    ones = ", None" * layer.axes
    return block(
        *_given(layer.arrays),
        f"y = F.conv{layer.axes}d(x, weight[:, :{ones}]{_bias(layer)})",
        "y = F.relu(y)" if relu else "",
    )


def passes(both: Passes) -> str:
    """A column and a row of weights; ``y`` is ``(channels, rows, columns)``."""
    shape = {"column": "(1, 1, -1, 1)", "row": "(1, 1, 1, -1)"}
    alone = {"column": (both.strides[0], 1), "row": (1, both.strides[1])}
    weights = [
        f"{name}.reshape{shape[name]}{option('stride', alone[name], 1)}" for name in both.order
    ]
    return block(
        *_given(both.arrays),
        _padded("x", both.padding, always=True),
        "x = x[:, None]  # each channel alone, as if they were a batch",
        f"middle = F.conv2d(x, {weights[0]})",
        f"y = F.conv2d(middle, {weights[1]})[:, 0]",
    )


def _bias(layer: WrittenLayer) -> str:
    return "" if layer.bias is None else ", bias"


def _alike(padding: Sequence[Pair]) -> str:
    """The option that pads both sides alike; nothing where they differ."""
    if any(before != after for before, after in padding):
        return ""
    return option("padding", [before for before, _ in padding], 0)


def _padded(name: str, padding: Sequence[Pair], always: bool = False) -> str:
    """The line that pads each side for itself, where an option can't."""
    uneven = any(before != after for before, after in padding)
    if not uneven and not (always and any(map(any, padding))):
        return ""
    sides = ", ".join(f"{before}, {after}" for before, after in reversed(padding))
    return f"{name} = F.pad({name}, ({sides}))  # before and after, the last axis first"


def _resized(layer: WrittenLayer) -> str:
    scale = together(layer.scales) if layer.scales else ""
    return f"x = F.interpolate(x[None], scale_factor={scale})[0]  # nearest" if scale else ""


def _given(arrays: Mapping[str, Array]) -> list[str]:
    return given(HEAD, arrays, "torch.tensor", ").float()")
