"""Layers as NumPy code: loops over the places of the window, and sums of products."""

from __future__ import annotations

from collections.abc import Sequence

from convlib.code.literal import assigned, block
from convlib.code.record import Layer
from convlib.ops import Array
from convlib.shapes import Pair, effective_kernel

HEAD = "import numpy as np\n"
AXES = {1: ("column",), 2: ("row", "column"), 3: ("plane", "row", "column")}


def conv(layer: Layer) -> str:
    """A convolution; ``y`` is ``(filters, *spatial)``."""
    names = AXES[layer.axes]
    filters, channels = layer.weight.shape[:2]
    places = [
        window(name, stride, effective_kernel(kernel, dilation), dilation)
        for name, stride, kernel, dilation in zip(
            names, layer.strides, layer.kernel, layer.dilations, strict=True
        )
    ]
    depth, first = ":", ""
    if layer.groups > 1:
        per = filters // layer.groups
        first = f"    first = f // {per} * {channels}  # of the channels that this group reads"
        depth = f"first : first + {channels}"
    shift = "" if layer.bias is None else " + bias[f]"
    return block(
        *given({"x": layer.x, "weight": layer.weight, "bias": layer.bias}),
        padded("x", [(0, 0), *layer.padding]),
        zeros("y", (filters, *layer.outputs), layer.x, layer.weight, layer.bias),
        f"for f, {', '.join(names)} in np.ndindex(y.shape):",
        first,
        f"    window = x[{', '.join([depth, *places])}]",
        f"    y[f, {', '.join(names)}] = np.sum(window * weight[f]){shift}",
    )


def window(name: str, stride: int, span: int, dilation: int) -> str:
    """The slice of an axis that lies under the window.

    Example:
        >>> window("row", 1, 3, 1), window("row", 2, 5, 2)
        ('row : row + 3', '2 * row : 2 * row + 5 : 2')
    """
    start = name if stride == 1 else f"{stride} * {name}"
    return f"{start} : {start} + {span}" + (f" : {dilation}" if dilation > 1 else "")


def given(arrays: dict[str, Array | None]) -> list[str]:
    """The import and the numbers."""
    lines = [assigned(name, each, "np.array") for name, each in arrays.items() if each is not None]
    return [HEAD, *lines[:-1], lines[-1] + "\n"]


def padded(name: str, sides: Sequence[Pair]) -> str:
    """The line that adds zeros around an array, if there are any."""
    return f"{name} = np.pad({name}, {list(sides)})" if any(map(any, sides)) else ""


def zeros(name: str, shape: Sequence[int], *arrays: Array | None) -> str:
    """The line that makes room: for whole numbers where all are whole."""
    whole = all(each is None or each.dtype.kind in "iub" for each in arrays)
    return f"{name} = np.zeros({tuple(shape)}{', dtype=int' if whole else ''})"
