"""Layers as Keras code: a batch first and the channels last, as is usual there."""

from __future__ import annotations

from convlib.code.literal import assigned, block, option, together
from convlib.code.record import Layer

HEAD = "import keras\nimport numpy as np\n"
AXES = {1: "columns", 2: "rows, columns", 3: "planes, rows, columns"}


def conv(layer: Layer) -> str:
    """A convolution; ``y`` is ``(1, *spatial, filters)``."""
    strided, dilated = set(layer.strides) != {1}, set(layer.dilations) != {1}
    both = strided and dilated
    named = layer.rule == "same" and not both
    options = [
        f"{len(layer.weight)}, {together(layer.kernel)}",
        "" if both else option("strides", layer.strides, 1),
        ', padding="same"' if named else "",
        option("dilation_rate", layer.dilations, 1),
        option("groups", [layer.groups], 1),
    ]
    return block(
        *_given(layer),
        *_channels_last(layer, (0, 1), "channels, filters"),
        "" if named else _padded(layer),
        *applied(f"Conv{layer.axes}D", "".join(options), layer),
        _thinned(layer) if both else "",
    )


def applied(kind: str, options: str, layer: Layer) -> list[str]:
    """A layer made, given its weights, and put to work."""
    bias = layer.bias is not None
    return [
        f"layer = keras.layers.{kind}({options}{'' if bias else ', use_bias=False'})",
        "layer.build(x.shape)",
        f"layer.set_weights([weight{', bias' if bias else ''}])",
        "y = layer(x)",
    ]


def _thinned(layer: Layer) -> str:
    steps = ", ".join(f"::{stride}" for stride in layer.strides)
    return f"y = y[:, {steps}]  # Keras takes no stride together with a dilation"


def _padded(layer: Layer) -> str:
    """The line that adds zeros, if there are any."""
    if not any(map(any, layer.padding)):
        return ""
    sides: object = layer.padding[0] if layer.axes == 1 else layer.padding
    return f"x = keras.layers.ZeroPadding{layer.axes}D({sides})(x)"


def _channels_last(layer: Layer, front: tuple[int, int], names: str) -> list[str]:
    """The lines that turn the arrays from channels first to channels last."""
    axes = AXES[layer.axes]
    return [
        f"\n# Keras has the channels last: (batch, {axes}, channels).",
        "x = np.moveaxis(x, 0, -1)[None]",
        f"weight = np.moveaxis(weight, {front}, (-1, -2))  # ({axes}, {names})",
    ]


def _given(layer: Layer) -> list[str]:
    """The imports and the numbers."""
    arrays = {"x": layer.x, "weight": layer.weight, "bias": layer.bias}
    lines = [
        assigned(name, array, "np.array", ', dtype="float32")')
        for name, array in arrays.items()
        if array is not None
    ]
    return [HEAD, *lines]
