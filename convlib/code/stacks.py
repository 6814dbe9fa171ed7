"""Stacks of dilated layers as code: what they make, and how often they use each cell."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from convlib.code import modules
from convlib.code.building import built
from convlib.code.literal import block, given
from convlib.ops import Array
from convlib.shapes import Pair


def dilated_stack(
    x: Array, weights: Array, rates: Sequence[int], sides: Sequence[Pair]
) -> dict[str, str]:
    """Dilated layers of one kernel each; ``y`` is ``(1, cells)``, in Keras ``(1, cells, 1)``.

    Args:
        x: Input, ``(1, cells)``.
        weights: A row of weights for each layer, ``(layers, k)``.
        rates: The dilation of each layer.
        sides: The zeros before and after what each layer reads.

    Example:
        >>> import numpy as np
        >>> code = dilated_stack(np.array([[1, 2, 3]]), np.array([[1, 10]]), (2,), [(2, 0)])
        >>> print(code["numpy"])
        import numpy as np
        <BLANKLINE>
        x = np.array([[1, 2, 3]])
        weights = np.array([[ 1, 10]])
        rates = [2]
        padding = [(2, 0)]
        <BLANKLINE>
        y = x
        for weight, rate, sides in zip(weights, rates, padding):
            y = np.pad(y, [(0, 0), sides])
            places = y.shape[1] - (len(weight) - 1) * rate
            y = sum(w * y[:, at * rate : at * rate + places] for at, w in enumerate(weight))
    """
    arrays = {"x": x, "weights": weights}
    layers = f"rates = {list(rates)}\npadding = {list(sides)}\n\n"
    loop = "for weight, rate, sides in zip(weights, rates, padding):"
    torch_ = "import torch\nimport torch.nn.functional as F\n"
    keras = "import keras\nimport numpy as np\n"
    options = [
        ("conv", {"weight": weight[None, None], "padding": [pair], "dilation": rate})
        for weight, rate, pair in zip(weights, rates, sides, strict=True)
    ]
    as_module = modules.remark(modules.in_a_row(built(x.shape, options)))

    def written(head: str, call: str, after: str, start: str, *lines: str) -> str:
        *numbers, _ = given(head, arrays, call, after)
        indented = (f"    {line}" for line in lines)
        return block(*numbers, layers + start, loop, *indented)

    convolved = "y = F.conv1d(F.pad(y, sides), weight[None, None], dilation=rate)"
    return {
        "pytorch": block(
            written(*(torch_, "torch.tensor", ").float()", "y = x"), convolved),
            as_module,
        ),
        "keras": written(
            *(keras, "np.array", ', dtype="float32")', "y = x[:, :, None]"),
            "y = np.pad(y, [(0, 0), sides, (0, 0)])",
            "y = keras.ops.conv(y, weight[:, None, None], dilation_rate=rate)",
        ),
        "numpy": written(
            *("import numpy as np\n", "np.array", ")", "y = x"),
            "y = np.pad(y, [(0, 0), sides])",
            "places = y.shape[1] - (len(weight) - 1) * rate",
            "y = sum(w * y[:, at * rate : at * rate + places] for at, w in enumerate(weight))",
        ),
    }


def dilated_branches(x: Array, weights: Array, rates: Sequence[Pair]) -> dict[str, str]:
    """Dilated layers side by side on one input; ``y`` has a plane for each of them.

    It is ``(layers, rows, columns)``, in Keras ``(1, rows, columns, layers)``.

    Args:
        x: Input, ``(rows, columns)``.
        weights: A kernel for each layer, ``(layers, kH, kW)``.
        rates: The dilation of each layer, down and across.
    """
    arrays = {"x": x, "weights": weights}
    pairs = "for weight, rate in zip(weights, rates)"
    layers = (
        [("conv", {"weight": weight[None, None], "padding": "same", "dilation": rate})]
        for weight, rate in zip(weights, rates, strict=True)
    )
    as_modules = [modules.in_a_row(built((1, *x.shape), layer))[0] for layer in layers]

    def written(head: str, call: str, after: str, *lines: str) -> str:
        *numbers, _ = given(head, arrays, call, after)
        return block(*numbers, f"rates = {list(rates)}\n", *lines)

    return {
        "pytorch": written(
            *("import torch\nimport torch.nn.functional as F\n", "torch.tensor", ").float()"),
            "y = torch.cat([",
            '    F.conv2d(x[None], weight[None, None], padding="same", dilation=rate)',
            f"    {pairs}",
            "])",
            "# As modules, side by side:",
            *(f"# {module}" for module in as_modules),
        ),
        "keras": written(
            *("import keras\nimport numpy as np\n", "np.array", ', dtype="float32")'),
            "y = np.concatenate([",
            "    keras.ops.conv(x[None, :, :, None], weight[:, :, None, None],",
            '                   padding="same", dilation_rate=rate)',
            f"    {pairs}",
            "], axis=-1)",
        ),
        "numpy": written(
            *("import numpy as np\n", "np.array", ")"),
            "y = np.zeros((len(weights), *x.shape), dtype=np.result_type(x, weights))",
            "for branch, weight, rate in zip(y, weights, rates):",
            "    (down, across), (rows, columns) = rate, x.shape",
            "    high, wide = (weight.shape[0] - 1) * down, (weight.shape[1] - 1) * across",
            "    around = [(size // 2, size - size // 2) for size in (high, wide)]",
            "    padded = np.pad(x, around)",
            "    for at, to in np.ndindex(weight.shape):",
            "        row, column = at * down, to * across",
            "        part = padded[row : row + rows, column : column + columns]",
            "        branch += weight[at, to] * part",
        ),
    }


def touched_counts(kernel: Pair, rates: Sequence[int]) -> dict[str, str]:
    """How often an output of dilated layers uses each cell; ``y`` is ``(rows, columns)``.

    Args:
        kernel: Rows and columns of every layer's kernel.
        rates: The dilation of each layer, from the input on.
    """
    down, across = kernel
    top = [*reversed(rates)]
    loop = f"for rate in {top}:  # from the top layer down"
    ones = "torch.ones(1, 1, 1, 1)"
    sides = f"({down - 1} * rate, {across - 1} * rate)"
    field = (1, 1 + (down - 1) * sum(rates), 1 + (across - 1) * sum(rates))
    weight = np.ones((1, 1, *kernel), int)
    layers = built(field, [("conv", {"weight": weight, "dilation": rate}) for rate in rates])
    return {
        "pytorch": block(
            "import torch\nimport torch.nn.functional as F\n\n",
            f"kernel = torch.ones(1, 1, {down}, {across})",
            f"y = {ones}  # one output",
            loop,
            f"    y = F.conv2d(y, kernel, padding={sides}, dilation=rate)",
            modules.remark(modules.in_a_row(layers), "The layers as a module"),
        ),
        "keras": block(
            "import keras\nimport numpy as np\n\n",
            f'kernel = np.ones(({down}, {across}, 1, 1), dtype="float32")',
            'y = np.ones((1, 1, 1, 1), dtype="float32")  # one output',
            loop,
            f"    high, wide = {sides}",
            "    y = np.pad(y, [(0, 0), (high, high), (wide, wide), (0, 0)])",
            "    y = keras.ops.conv(y, kernel, dilation_rate=rate)",
        ),
        "numpy": block(
            "import numpy as np\n\n",
            "y = np.ones((1, 1), dtype=int)  # one output",
            loop,
            "    rows, columns = y.shape",
            f"    below = np.zeros((rows + {down - 1} * rate, columns + {across - 1} * rate),"
            " dtype=int)",
            f"    for down, across in np.ndindex({down}, {across}):",
            "        row, column = down * rate, across * rate",
            "        below[row : row + rows, column : column + columns] += y",
            "    y = below",
        ),
    }
