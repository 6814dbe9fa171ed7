"""A squeeze-and-excitation block as code."""

from __future__ import annotations

from collections.abc import Mapping

from numpy.typing import ArrayLike

from convlib.code import modules
from convlib.code.literal import block, given
from convlib.ops import squeeze_excite, widened

NUMPY = "import numpy as np\n"
TORCH = "import torch\nimport torch.nn.functional as F\n"
KERAS = "import keras\nimport numpy as np\n"
DICE = "dice = np.random.default_rng(0)"


def squeeze_excitation(x: ArrayLike, w1: ArrayLike, w2: ArrayLike) -> dict[str, str]:
    """A block without biases, with its numbers.

    Args:
        x: Input, ``(channels, rows, columns)``.
        w1: Weights of the first layer, ``(channels/r, channels)``.
        w2: Weights of the second layer, ``(channels, channels/r)``.

    Raises:
        ConvError: As ``convlib.squeeze_excite``.

    Example:
        >>> print(squeeze_excitation([[[2]], [[6]]], [[1, 1]], [[0], [0]])["numpy"])
        import numpy as np
        <BLANKLINE>
        x = np.array([[[2]],
                      [[6]]])
        w1 = np.array([[1, 1]])
        w2 = np.array([[0],
                       [0]])
        <BLANKLINE>
        averages = x.mean(axis=(1, 2))  # squeeze
        hidden = np.maximum(w1 @ averages, 0)
        gains = 1 / (1 + np.exp(-(w2 @ hidden)))  # excitation
        y = x * gains[:, None, None]
    """
    squeeze_excite(x, w1, w2)  # refuses what doesn't fit
    arrays = {name: widened(each, name) for name, each in (("x", x), ("w1", w1), ("w2", w2))}
    sizes = arrays["w1"].shape[::-1]
    starts = {
        "numpy": given(NUMPY, arrays, "np.array"),
        "pytorch": given(TORCH, arrays, "torch.tensor", ").float()"),
        "keras": given(KERAS, arrays, "np.array", ', dtype="float32")'),
    }
    return _written(starts, *sizes)


def squeeze_excitation_at_random(shape: tuple[int, int, int], reduction: int) -> dict[str, str]:
    r"""The same with numbers drawn at random.

    Args:
        shape: Of the input, ``(channels, rows, columns)``.
        reduction: By how much the first layer divides the channels.

    Example:
        >>> written = squeeze_excitation_at_random((256, 14, 14), 16)
        >>> print(written["numpy"].split("\n\n")[1])
        dice = np.random.default_rng(0)
        x = dice.normal(size=(256, 14, 14))
        w1 = dice.normal(size=(16, 256))
        w2 = dice.normal(size=(256, 16))
    """
    channels, narrow = shape[0], shape[0] // reduction
    shapes = {"x": shape, "w1": (narrow, channels), "w2": (channels, narrow)}
    drawn = [f"{name} = dice.normal(size={each})" for name, each in shapes.items()]
    single = [line[:-1] + ').astype("float32")' for line in drawn]
    starts = {
        "numpy": [NUMPY, DICE, *drawn, "\n"],
        "pytorch": ["import torch\nfrom torch import nn\n", f"x = torch.rand{shape}", "\n"],
        "keras": [KERAS, DICE, *single, "\n"],
    }
    return _written(starts, channels, narrow, drawn=True)


def _written(
    starts: Mapping[str, list[str]], channels: int, narrow: int, *, drawn: bool = False
) -> dict[str, str]:
    """What the numbers go through, in the three dialects."""
    numpy = (
        "averages = x.mean(axis=(1, 2))  # squeeze",
        "hidden = np.maximum(w1 @ averages, 0)",
        "gains = 1 / (1 + np.exp(-(w2 @ hidden)))  # excitation",
        "y = x * gains[:, None, None]",
    )
    pytorch: tuple[str, ...] = (
        "averages = x.mean(dim=(1, 2))  # squeeze",
        "hidden = F.relu(F.linear(averages, w1))",
        "gains = torch.sigmoid(F.linear(hidden, w2))  # excitation",
        "y = x * gains[:, None, None]",
    )
    keras = (
        "# Keras has the channels last: (batch, rows, columns, channels).",
        "x = np.moveaxis(x, 0, -1)[None]",
        "\n",
        "gains = keras.Sequential([",
        "    keras.layers.GlobalAveragePooling2D(),  # squeeze",
        f'    keras.layers.Dense({narrow}, activation="relu", use_bias=False),',
        f'    keras.layers.Dense({channels}, activation="sigmoid", use_bias=False),  # excitation',
        "])",
        "gains.build(x.shape)",
        "gains.set_weights([w1.T, w2.T])",
        "y = keras.ops.multiply(x, gains(x)[:, None, None, :])",
    )
    layers = (
        "nn.AdaptiveAvgPool2d(1)",
        *(f"nn.Conv2d({channels}, {narrow}, 1, bias=False)", "nn.ReLU()"),
        *(f"nn.Conv2d({narrow}, {channels}, 1, bias=False)", "nn.Sigmoid()"),
    )
    if drawn:  # the modules draw weights of their own
        made = f"gains = {modules.sequence(layers)}"
        pytorch = (made, "y = x * gains(x[None])[0]  # they take a batch")
    else:
        pytorch = (*pytorch, modules.remark(layers, "The gains as a module"))
    lines = {"pytorch": pytorch, "keras": keras, "numpy": numpy}
    return {name: block(*starts[name], *lines[name]) for name in lines}
