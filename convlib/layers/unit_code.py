"""ShuffleNet's unit as code: its layers in a row, and what the shortcut adds or joins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from convlib import code
from convlib.ops import Array

MODULE = "\n# As a module:"
ADDED = {
    "pytorch": "y = F.relu(x + y)  # the shortcut",
    "keras": 'y = keras.layers.Activation("relu")(x + y)  # the shortcut',
    "numpy": "y = np.maximum(x + y, 0)  # the shortcut",
}
JOINED = {
    "pytorch": (
        "shortcut = F.avg_pool2d(x, 3, stride=2, padding=1)\ny = F.relu(torch.cat([shortcut, y]))"
    ),
    "keras": (
        "shortcut = keras.layers.AveragePooling2D(3, strides=2)("
        "np.pad(x, [(0, 0), (1, 1), (1, 1), (0, 0)]))\n"
        "y = keras.layers.Concatenate()([shortcut, y])\n"
        'y = keras.layers.Activation("relu")(y)'
    ),
    "numpy": (
        "padded = np.pad(x, [(0, 0), (1, 1), (1, 1)])\n"
        "shortcut = np.zeros((len(x), *y.shape[1:]))\n"
        "for c, row, column in np.ndindex(shortcut.shape):\n"
        "    window = padded[c, 2 * row : 2 * row + 3, 2 * column : 2 * column + 3]\n"
        "    shortcut[c, row, column] = np.mean(window)\n"
        "y = np.maximum(np.concatenate([shortcut, y]), 0)"
    ),
}


def unit_code(given: Mapping[str, Array], groups: int, stride: int) -> dict[str, str]:
    """The unit in three dialects.

    Args:
        given: ``input``, ``weights``, ``spatial`` and ``last``.
        groups: Of its 1×1 layers and of the shuffle.
        stride: 1 where the input is added, 2 where it is pooled and joined.
    """
    look = {"weight": given["spatial"][:, None], "padding": 1, "stride": stride}
    reduce, expand = (_mixing(given[name], groups) for name in ("weights", "last"))
    layers: list[tuple[str, Mapping[str, Any]]] = [
        ("pointwise", {**reduce, "name": "reduce"}),
        ("relu", {}),
        ("channel_shuffle", {"groups": groups}),
        ("depthwise", look),
        ("pointwise", {**expand, "name": "expand"}),
    ]
    ends = ADDED if stride == 1 else JOINED
    return {
        dialect: _behind(text, ends[dialect])
        for dialect, text in code.in_a_row(given["input"], layers).items()
    }


def _mixing(weights: Array, groups: int) -> dict[str, Any]:
    """A 1×1 layer's options."""
    return {"weight": weights[..., None, None], "groups": groups}


def _behind(text: str, end: str) -> str:
    """The code with its last lines, without the layers' module, which has no shortcut."""
    return f"{text.partition(MODULE)[0].rstrip()}\n{end}\n"
