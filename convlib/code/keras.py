"""Layers as Keras code: a batch first and the channels last, as is usual there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from convlib.code.literal import block, given, listed, option, together
from convlib.code.record import Passes, Signals, WrittenLayer, WrittenRow
from convlib.ops import Array
from convlib.shapes import Pair

HEAD = "import keras\nimport numpy as np\n"
AXES = {1: "columns", 2: "rows, columns", 3: "planes, rows, columns"}


def row(layers: WrittenRow) -> str:
    """Layers in a row; ``y`` is ``(1, *spatial, filters)``."""
    written = [*_written(layers.layers)]
    layer = f"layer = {written[0]}"
    if len(written) > 1:
        layer = listed("layer = keras.Sequential([", written, "])")
    if layers.drawn:
        channels, *sizes = layers.x.shape
        numbers = f"x = np.random.rand{(1, *sizes, channels)}"
        return block(HEAD, numbers, "\n", layer, "y = layer(x)")
    arrays = ", ".join(name for name in layers.arrays if name != "x")
    return block(
        *_given(layers.arrays),
        f"# Keras has the channels last: (batch, {AXES[layers.axes]}, channels).",
        "x = np.moveaxis(x, 0, -1)[None]",
        *(line for each in layers.layers for line in _channels_last(each)),
        "\n",
        layer,
        "layer.build(x.shape)",
        f"layer.set_weights([{arrays}])" if arrays else "",
        "y = layer(x)",
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


def passes(both: Passes) -> str:
    """A column and a row of weights; ``y`` is ``(channels, rows, columns, 1)``."""
    shape = {"column": "(-1, 1, 1, 1)", "row": "(1, -1, 1, 1)"}
    alone = {"column": (both.strides[0], 1), "row": (1, both.strides[1])}
    weights = [
        f"{name}.reshape{shape[name]}{option('strides', alone[name], 1)}" for name in both.order
    ]
    padding = _around("ZeroPadding", both.padding)
    return block(
        *_given(both.arrays),
        "x = x[..., None]  # each channel alone, as if they were a batch",
        *(f"x = {each}(x)" for each in padding),
        f"middle = keras.ops.conv(x, {weights[0]})",
        f"y = keras.ops.conv(middle, {weights[1]})",
    )


def _written(layers: Sequence[WrittenLayer]) -> Iterator[str]:
    """What makes each of the layers; a ReLU is the activation of the weights before it."""
    followers = [*(layer.kind for layer in layers[1:]), ""]
    weighted = False
    for layer, follower in zip(layers, followers, strict=True):
        if layer.kind != "relu" or not weighted:
            yield from _layer(layer, ', activation="relu"' if follower == "relu" else "")
        weighted = layer.weight is not None


def _layer(layer: WrittenLayer, activation: str) -> Iterator[str]:
    """A layer, and before or behind it others that do what it doesn't."""
    *sizes, channels = *layer.outputs, layer.filters
    after = activation + ("" if layer.bias is not None else ", use_bias=False")
    match layer.kind:
        case "relu":
            yield "keras.layers.ReLU()"
        case "channel_shuffle":
            parts = (*sizes, layer.groups, channels // layer.groups)
            *places, one, other = range(1, len(parts) + 1)
            yield f"keras.layers.Reshape({parts})"
            yield f"keras.layers.Permute({(*places, other, one)})"
            yield f"keras.layers.Reshape({(*sizes, channels)})"
        case "resize":
            yield f"keras.layers.UpSampling{layer.axes}D({together(layer.scales)})"
        case "pointwise":
            yield f"keras.layers.Conv{layer.axes}D({layer.filters}, 1{after})"
        case "conv_transpose":
            yield f"keras.layers.Conv{layer.axes}DTranspose({_transposed(layer)}{after})"
            yield from _around("Cropping", layer.padding)
        case _:
            yield from _conv(layer, after)


def _conv(layer: WrittenLayer, after: str) -> Iterator[str]:
    """A convolution or a depthwise one: the zeros before it, and a stride that it can't take."""
    alone = _is_depthwise(layer)
    # Keras takes no stride together with a dilation, and no two strides of a depthwise layer.
    apart = set(layer.strides) != {1} and set(layer.dilations) != {1}
    apart |= alone and len(set(layer.strides)) > 1
    rules = ("same", "causal") if layer.axes == 1 and not alone else ("same",)
    named = layer.rule in rules and not apart
    multiplier = layer.filters // layer.channels
    options = [
        "" if alone else f"{layer.filters}, ",
        together(layer.kernel),
        option("depth_multiplier", [multiplier], 1) if alone else "",
        "" if apart else option("strides", layer.strides, 1),
        f', padding="{layer.rule}"' if named else "",
        option("dilation_rate", layer.dilations, 1),
        "" if alone else option("groups", [layer.groups], 1),
    ]
    if not named:
        yield from _around("ZeroPadding", layer.padding)
    kind = "DepthwiseConv" if alone else "Conv"
    yield f"keras.layers.{kind}{layer.axes}D({''.join(options)}{after})"
    if apart:
        steps = option("strides", layer.strides, 1)
        yield f"keras.layers.MaxPooling{layer.axes}D(1{steps})"


def _transposed(layer: WrittenLayer) -> str:
    gaps = any(kernel < stride for kernel, stride in zip(layer.kernel, layer.strides, strict=True))
    return "".join(
        [
            f"{layer.filters}, {together(layer.kernel)}",
            option("strides", layer.strides, 1),
            option("output_padding", layer.extras, -1 if gaps else 0),
        ]
    )


def _is_depthwise(layer: WrittenLayer) -> bool:
    """Whether Keras has a layer of its own for it: in 3-D it has none."""
    return layer.kind == "depthwise" and layer.axes < len(AXES)


def _around(kind: str, padding: Sequence[Pair]) -> list[str]:
    """The layer that adds cells at the edges, or takes them away, if there are any."""
    if not any(map(any, padding)):
        return []
    even = {side for sides in padding for side in sides}
    several = str(tuple(padding)) if len(padding) > 1 else str(padding[0])
    return [f"keras.layers.{kind}{len(padding)}D({even.pop() if len(even) == 1 else several})"]


def _channels_last(layer: WrittenLayer) -> list[str]:
    """The lines that turn a layer's weights from channels first to channels last."""
    name, axes = f"{layer.name}weight", AXES[layer.axes]
    if layer.weight is None:
        return []
    if layer.kind == "pointwise":
        ones = ", ".join(["None"] * layer.axes)
        return [f"{name} = {name}.T[{ones}]  # ({axes}, channels, filters)"]
    if _is_depthwise(layer):
        multiplier = layer.filters // layer.channels
        shape = (layer.channels, multiplier, *layer.kernel)
        return [
            f"{name} = {name}.reshape{shape}" if multiplier > 1 else "",
            f"{name} = np.moveaxis({name}, (0, 1), (-2, -1))  # ({axes}, channels, multiplier)",
        ]
    names = "filters, channels" if layer.kind == "conv_transpose" else "channels, filters"
    return [f"{name} = np.moveaxis({name}, (0, 1), (-1, -2))  # ({axes}, {names})"]


def _given(arrays: Mapping[str, Array]) -> list[str]:
    return given(HEAD, arrays, "np.array", ', dtype="float32")')
