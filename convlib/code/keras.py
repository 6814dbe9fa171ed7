"""Layers as Keras code: a batch first and the channels last, as is usual there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from convlib.code.literal import block, given, option, together
from convlib.code.record import Passes, Signals, WrittenLayer
from convlib.ops import Array
from convlib.shapes import Pair

HEAD = "import keras\nimport numpy as np\n"
AXES = {1: "columns", 2: "rows, columns", 3: "planes, rows, columns"}


def conv(layer: WrittenLayer) -> str:
    """A convolution; ``y`` is ``(1, *spatial, filters)``."""
    both = set(layer.strides) != {1} and set(layer.dilations) != {1}
    rules = ("same", "causal") if layer.axes == 1 else ("same",)
    named = layer.rule in rules and not both
    options = [
        f"{len(layer.weight)}, {together(layer.kernel)}",
        "" if both else option("strides", layer.strides, 1),
        f', padding="{layer.rule}"' if named else "",
        option("dilation_rate", layer.dilations, 1),
        option("groups", [layer.groups], 1),
    ]
    steps = ", ".join(f"::{stride}" for stride in layer.strides)
    return block(
        *_given(layer.arrays),
        *_channels_last(layer.axes, "channels, filters"),
        _resized(layer),
        "" if named else _padded("x", layer.padding),
        *_applied(f"Conv{layer.axes}D", "".join(options), layer.bias is not None),
        f"y = y[:, {steps}]  # Keras takes no stride together with a dilation" if both else "",
    )


def conv_transpose(layer: WrittenLayer) -> str:
    """A transposed convolution; ``y`` is ``(1, *spatial, filters)``."""
    gaps = any(kernel < stride for kernel, stride in zip(layer.kernel, layer.strides, strict=True))
    options = [
        f"{layer.weight.shape[1]}, {together(layer.kernel)}",
        option("strides", layer.strides, 1),
        option("output_padding", layer.extras, -1 if gaps else 0),
    ]
    cut = any(map(any, layer.padding))
    return block(
        *_given(layer.arrays),
        *_channels_last(layer.axes, "filters, channels"),
        *_applied(f"Conv{layer.axes}DTranspose", "".join(options), layer.bias is not None),
        f"y = y[:, {', '.join(layer.cropped)}]  # the padding is cut off" if cut else "",
    )


def signals(pair: Signals) -> str:
    """Convolution or correlation; ``y`` has as many axes as f."""
    back = pair.back
    swap = "f, g = g, f" if pair.turned else f"f, g = g[{back}], f[{back}]"
    axes = ", ".join([":"] * pair.f.ndim)
    return block(
        *_given({"f": pair.f, "g": pair.g}),
        f"{swap}  # the larger one stands still" if pair.swapped else "",
        f"g = g[{back}]  # a layer doesn't turn it round" if pair.turned else "",
        f"f = np.pad(f, {list(pair.padding)})" if any(map(any, pair.padding)) else "",
        f"y = keras.ops.conv(f[None, {axes}, None], g[{axes}, None, None])[0, {axes}, 0]",
    )


def pointwise(layer: WrittenLayer, relu: bool) -> str:
    """A 1×1 convolution with a matrix of weights; ``y`` is ``(1, *spatial, filters)``."""
    ones = ", None" * layer.axes
    options = f"{len(layer.weight)}, 1" + (', activation="relu"' if relu else "")
    return block(
        *_given(layer.arrays),
        f"weight = weight[:, :{ones}]",
        *_channels_last(layer.axes, "channels, filters"),
        *_applied(f"Conv{layer.axes}D", options, layer.bias is not None),
    )


def passes(both: Passes) -> str:
    """A column and a row of weights; ``y`` is ``(channels, rows, columns, 1)``."""
    shape = {"column": "(-1, 1, 1, 1)", "row": "(1, -1, 1, 1)"}
    alone = {"column": (both.strides[0], 1), "row": (1, both.strides[1])}
    weights = [
        f"{name}.reshape{shape[name]}{option('strides', alone[name], 1)}" for name in both.order
    ]
    return block(
        *_given(both.arrays),
        "x = x[..., None]  # each channel alone, as if they were a batch",
        _padded("x", both.padding),
        f"middle = keras.ops.conv(x, {weights[0]})",
        f"y = keras.ops.conv(middle, {weights[1]})",
    )


def _applied(kind: str, options: str, bias: bool) -> list[str]:
    """A layer made, given its weights, and put to work."""
    return [
        f"layer = keras.layers.{kind}({options}{'' if bias else ', use_bias=False'})",
        "layer.build(x.shape)",
        f"layer.set_weights([weight{', bias' if bias else ''}])",
        "y = layer(x)",
    ]


def _padded(name: str, padding: Sequence[Pair]) -> str:
    """The line that adds zeros, if there are any."""
    if not any(map(any, padding)):
        return ""
    sides = together(padding[0]) if len(padding) == 1 else _sides(padding)
    return f"{name} = keras.layers.ZeroPadding{len(padding)}D({sides})({name})"


def _sides(padding: Sequence[Pair]) -> str:
    even = {side for sides in padding for side in sides}
    return str(even.pop()) if len(even) == 1 else str(tuple(padding))


def _resized(layer: WrittenLayer) -> str:
    if not layer.scales:
        return ""
    return f"x = keras.layers.UpSampling{layer.axes}D({together(layer.scales)})(x)  # nearest"


def _channels_last(axes: int, names: str) -> list[str]:
    """The lines that turn the arrays from channels first to channels last."""
    return [
        f"# Keras has the channels last: (batch, {AXES[axes]}, channels).",
        "x = np.moveaxis(x, 0, -1)[None]",
        f"weight = np.moveaxis(weight, (0, 1), (-1, -2))  # ({AXES[axes]}, {names})",
        "\n",
    ]


def _given(arrays: Mapping[str, Array]) -> list[str]:
    return given(HEAD, arrays, "np.array", ', dtype="float32")')
