"""Branches side by side on one input as code; what they make stands behind one another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from convlib.code import modules
from convlib.code.building import built
from convlib.code.literal import block, given
from convlib.ops import Array

Branches = Sequence[Sequence[Array | None]]
POOL = 3
HELP = """\
def conv(x, weight):  # as many places as cells
    down, across = weight.shape[2:]
    sides = [(0, 0), (down // 2, down // 2), (across // 2, across // 2)]
    seen = np.lib.stride_tricks.sliding_window_view(np.pad(x, sides), (down, across), axis=(1, 2))
    return np.einsum("cyxij,fcij->fyx", seen, weight)
"""
HELP_POOL = """
def max_pool(x, size):
    sides = [(0, 0), (size // 2, size // 2), (size // 2, size // 2)]
    padded = np.pad(x, sides, constant_values=x.min())  # never the largest
    seen = np.lib.stride_tricks.sliding_window_view(padded, (size, size), axis=(1, 2))
    return seen.max(axis=(3, 4))
"""


def inception(x: Array, branches: Branches) -> dict[str, str]:
    """Branches on one input; ``y`` is ``(channels, rows, columns)``, in Keras ``(1, …, channels)``.

    Args:
        x: Input, ``(channels, rows, columns)``.
        branches: Per branch its layers' weights, ``(filters, channels, rows, columns)`` of odd
            sizes; None for the largest of 3×3.

    Example:
        >>> import numpy as np
        >>> code = inception(np.ones((1, 2, 2), int), [[np.ones((1, 1, 1, 1), int)], [None]])
        >>> print(code["pytorch"].partition("y1")[2])
         = F.conv2d(x, w1, padding="same")
        y2 = F.max_pool2d(x, 3, stride=1, padding=1)
        y = torch.cat([y1, y2])
        # As modules, side by side:
        # nn.Conv2d(1, 1, 1, padding="same", bias=False)
        # nn.MaxPool2d(3, stride=1, padding=1)
    """
    arrays = {"x": x} | {name: weight for _, name, weight in _named(branches) if weight is not None}
    together = ", ".join(f"y{at}" for at in range(1, len(branches) + 1))

    def written(
        head: str, call: str, after: str, start: str, lines: tuple[str, str], end: str
    ) -> str:
        *numbers, gap = given(head, arrays, call, after)
        steps = list[str]()
        for number, name, weight in _named(branches):
            made = f"y{number}"
            read = made if any(each.startswith(f"{made} =") for each in steps) else "x"
            line = lines[1] if weight is None else lines[0]
            steps.append(f"{made} = " + line.format(x=read, w=name))
        return block(*numbers, gap, start, *steps, end)

    return {
        "pytorch": written(
            *("import torch\nimport torch.nn.functional as F\n", "torch.tensor", ").float()", ""),
            (
                'F.conv2d({x}, {w}, padding="same")',
                f"F.max_pool2d({{x}}, {POOL}, stride=1, padding={POOL // 2})",
            ),
            f"y = torch.cat([{together}])\n# As modules, side by side:\n"
            + "\n".join(f"# {module}" for module in _modules(x, branches)),
        ),
        "keras": written(
            *("import keras\nimport numpy as np\n", "np.array", ', dtype="float32")'),
            "x = x.transpose(1, 2, 0)[None]  # channels last",
            (
                'keras.ops.conv({x}, {w}.transpose(2, 3, 1, 0), padding="same")',
                f'keras.ops.max_pool({{x}}, {POOL}, strides=1, padding="same")',
            ),
            f"y = keras.ops.concatenate([{together}], axis=-1)",
        ),
        "numpy": written(
            *("import numpy as np\n", "np.array", ")"),
            HELP + (HELP_POOL if any(None in _pools(each) for each in branches) else "") + "\n",
            ("conv({x}, {w})", f"max_pool({{x}}, {POOL})"),
            f"y = np.concatenate([{together}])",
        ),
    }


def _modules(x: Array, branches: Branches) -> Iterator[str]:
    """A module for each branch."""
    pool = f"nn.MaxPool2d({POOL}, stride=1, padding={POOL // 2})"
    for layers in branches:
        parts = list[str]()
        for weight in layers:
            if weight is None:
                parts.append(pool)
            else:
                shape = (weight.shape[1], *x.shape[1:])
                layer = built(shape, [("conv", {"weight": weight, "padding": "same"})])
                parts += modules.in_a_row(layer)
        yield modules.sequence(parts).replace("\n", "\n# ")


def _pools(branch: Sequence[Array | None]) -> list[None]:
    return [None for layer in branch if layer is None]


def _named(branches: Branches) -> Iterator[tuple[int, str, Array | None]]:
    """All layers: the number of their branch, and the name of their weights."""
    for number, layers in enumerate(branches, start=1):
        weighted = [layer for layer in layers if layer is not None]
        at = 0
        for layer in layers:
            at += layer is not None
            yield number, f"w{number}" + (f"_{at}" if len(weighted) > 1 else ""), layer
