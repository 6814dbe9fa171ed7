"""Layers as PyTorch code: channels first, and a batch is not needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from convlib.code import modules
from convlib.code.literal import block, ends, given, option, together
from convlib.code.record import Passes, Signals, WrittenLayer, WrittenRow
from convlib.ops import Array
from convlib.shapes import Pair

HEAD = "import torch\nimport torch.nn.functional as F\n"


def row(layers: WrittenRow) -> str:
    """Layers in a row; ``y`` is ``(filters, *spatial)``."""
    if layers.drawn:
        return _drawn(layers)
    lines, source = list[str](), "x"
    for layer in layers.layers:
        lines += _applied(layer, source)
        source = "y"
    remark = modules.remark(modules.in_a_row(layers.layers))
    return block(*_given(layers.arrays), *lines, remark)


def signals(pair: Signals) -> str:
    """Convolution or correlation; ``y`` has as many axes as f."""
    axes = tuple(range(pair.f.ndim))
    swap = "f, g = g, f" if pair.turned else f"f, g = g.flip({axes}), f.flip({axes})"
    padding = modules.alike(pair.padding)
    return block(
        *_given({"f": pair.f, "g": pair.g}),
        f"{swap}  # the larger one stands still" if pair.swapped else "",
        f"g = g.flip({axes})  # a layer doesn't turn it round" if pair.turned else "",
        _padded("f", pair.padding) if any(map(any, pair.padding)) and not padding else "",
        f"y = F.conv{pair.f.ndim}d(f[None], g[None, None]{padding})[0]",
        modules.remark(modules.of_signals(pair)),
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
        _padded("x", both.padding) if any(map(any, both.padding)) else "",
        "x = x[:, None]  # each channel alone, as if they were a batch",
        f"middle = F.conv2d(x, {weights[0]})",
        f"y = F.conv2d(middle, {weights[1]})[:, 0]",
        modules.remark(modules.of_passes(both)),
    )


def _applied(layer: WrittenLayer, source: str) -> list[str]:
    """The lines that make ``y`` of what a layer reads."""
    names = ", ".join([source, *layer.arrays])
    match layer.kind:
        case "relu":
            return [f"y = F.relu({source})"]
        case "channel_shuffle":
            parts = f"{source}.unflatten(0, ({layer.groups}, -1))"
            return [f"y = {parts}.transpose(0, 1).flatten(0, 1)  # deals the channels out"]
        case "resize":
            scale = together(layer.scales)
            return [f"y = F.interpolate({source}[None], scale_factor={scale})[0]  # nearest"]
        case "pointwise":
            square = f"{layer.name}weight[:, :{', None' * layer.axes}]"
            names = names.replace(f"{layer.name}weight", square)
            return [f"y = F.conv{layer.axes}d({names})"]
        case "conv_transpose":
            options = modules.transposed_options(layer)
            crop = f"y = y[:, {', '.join(layer.cropped)}]" if layer.uneven else ""
            return [f"y = F.conv_transpose{layer.axes}d({names}{options})", crop]
    needed = layer.uneven and not modules.is_same(layer)
    return [
        _padded(source, layer.padding) if needed else "",
        f"y = F.conv{layer.axes}d({names}{modules.conv_options(layer)})",
    ]


def _drawn(layers: WrittenRow) -> str:
    """The modules with the weights that they draw themselves, on numbers at random."""
    return block(
        "import torch\nfrom torch import nn\n",
        f"x = torch.rand{layers.x.shape}",
        "\n",
        f"layer = {modules.sequence(modules.in_a_row(layers.layers))}",
        "y = layer(x[None])[0]  # it takes a batch",
    )


def _padded(name: str, padding: Sequence[Pair]) -> str:
    """The line that pads each side for itself."""
    return f"{name} = F.pad({name}, {ends(padding)})  # before and after, the last axis first"


def _given(arrays: Mapping[str, Array]) -> list[str]:
    return given(HEAD, arrays, "torch.tensor", ").float()")
