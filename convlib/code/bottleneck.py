"""A wide convolution through a bottleneck of few channels, as code."""

from __future__ import annotations

PYTORCH = """\
import torch
from torch import nn

x = torch.rand({depth}, {side}, {side})

layer = nn.Sequential(
    nn.Conv2d({depth}, {between}, 1, bias=False),
    nn.ReLU(),
    nn.Conv2d({between}, {maps}, {kernel}, padding="same", bias=False),
)
y = layer(x)"""
KERAS = """\
import keras
import numpy as np

x = np.random.rand(1, {side}, {side}, {depth})

layer = keras.Sequential([
    keras.layers.Conv2D({between}, 1, activation="relu", use_bias=False),
    keras.layers.Conv2D({maps}, {kernel}, padding="same", use_bias=False),
])
y = layer(x)"""
NUMPY = """\
import numpy as np

dice = np.random.default_rng(0)
x = dice.normal(size=({depth}, {side}, {side}))
reduce = dice.normal(size=({between}, {depth}))
weight = dice.normal(size=({maps}, {between}, {kernel}, {kernel}))

narrow = np.maximum(np.einsum("mc,chw->mhw", reduce, x), 0)  # 1×1, then ReLU
padded = np.pad(narrow, [(0, 0), ({before}, {after}), ({before}, {after})])
y = np.zeros(({maps}, {side}, {side}))
for row, column in np.ndindex(y.shape[1:]):
    window = padded[:, row : row + {kernel}, column : column + {kernel}]
    y[:, row, column] = np.einsum("mij,fmij->f", window, weight)"""


def bottleneck(channels: tuple[int, int, int], side: int, kernel: int) -> dict[str, str]:
    """A 1×1 layer, ReLU, and a wider layer, on numbers at random: there are too many to write.

    Args:
        channels: Of the input, between the two layers, and of the output.
        side: Rows of the input, and columns.
        kernel: Rows of the wider layer's kernel, and columns.

    Example:
        >>> bottleneck((192, 16, 32), 28, 5)["pytorch"].count("nn.Conv2d")
        2
    """
    depth, between, maps = channels
    sizes = {
        **{"depth": depth, "between": between, "maps": maps, "side": side},
        **{"kernel": kernel, "before": (kernel - 1) // 2, "after": kernel // 2},
    }
    templates = {"pytorch": PYTORCH, "keras": KERAS, "numpy": NUMPY}
    return {name: template.format(**sizes) for name, template in templates.items()}
