"""Layers as PyTorch code: channels first, and a batch is not needed."""

from __future__ import annotations

from convlib.code.literal import assigned, block, option
from convlib.code.record import Layer

HEAD = "import torch\nimport torch.nn.functional as F\n"


def conv(layer: Layer) -> str:
    """A convolution; ``y`` is ``(filters, *spatial)``."""
    options = option("stride", layer.strides, 1)
    amounts = "" if layer.rule == "same" and set(layer.strides) == {1} else _padded(layer)
    if layer.rule == "same" and not amounts:
        options += ', padding="same"'
    elif amounts.startswith(","):
        options, amounts = options + amounts, ""
    options += option("dilation", layer.dilations, 1)
    options += option("groups", [layer.groups], 1)
    bias = "" if layer.bias is None else ", bias"
    return block(*_given(layer), amounts, f"y = F.conv{layer.axes}d(x, weight{bias}{options})")


def _padded(layer: Layer) -> str:
    """The option that pads both sides alike, or the line that pads each for itself."""
    if all(before == after for before, after in layer.padding):
        return option("padding", [before for before, _ in layer.padding], 0)
    sides = ", ".join(f"{before}, {after}" for before, after in reversed(layer.padding))
    return f"x = F.pad(x, ({sides}))  # the last axis first, before and after"


def _given(layer: Layer) -> list[str]:
    """The imports and the numbers."""
    arrays = {"x": layer.x, "weight": layer.weight, "bias": layer.bias}
    lines = [
        assigned(name, array, "torch.tensor", ").float()")
        for name, array in arrays.items()
        if array is not None
    ]
    return [HEAD, *lines]
