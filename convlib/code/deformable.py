"""A deformable layer as code: torchvision's own in PyTorch, written out where there is none."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from convlib.code.literal import given
from convlib.errors import ConvError
from convlib.ops import Array, deform_conv, widened

PLACES = "the same at every place"
TORCH = "import torch\nimport torch.nn.functional as F\nfrom torchvision.ops import deform_conv2d\n"
NUMPY = "import numpy as np\n"
KERAS = "import numpy as np\nimport keras\n"


def deformable(
    x: ArrayLike,
    weight: ArrayLike,
    offset: ArrayLike | None = None,
    layer: ArrayLike | None = None,
    mask: ArrayLike | None = None,
) -> dict[str, str]:
    """A deformable convolution without padding; ``y`` is as other layers have it.

    Args:
        x: Input, ``(1, rows, columns)``.
        weight: One filter, ``(1, 1, rows, columns)``.
        offset: How far each point is moved at every place, ``(2 * points,)``, or at each,
            ``(2 * points, *places)``: y, then x, point after point.
        layer: The filters that make the offsets instead, ``(2 * points, 1, rows, columns)``.
        mask: A factor for each point, ``(points,)``.

    Raises:
        ConvError: Neither offsets nor their layer are given, or the arrays don't fit.
    """
    source, filters = widened(x, "x"), widened(weight, "weight")
    rows, columns = filters.shape[2:]
    outputs = source.shape[1] - rows + 1, source.shape[2] - columns + 1
    arrays = {"x": source, "weight": filters}
    if layer is not None:
        arrays["offset_weight"] = widened(layer, "layer")
    elif offset is not None:
        arrays["offset"] = widened(offset, "offset")
        _refuse(source, filters, arrays["offset"], outputs)
    else:
        raise ConvError("shape", parameter="offset", shape=(), want=("2 * points",))
    if mask is not None:
        arrays["mask"] = widened(mask, "mask")
    return {
        "pytorch": _pytorch(arrays, outputs),
        "keras": _in_numpy(arrays, outputs, "keras"),
        "numpy": _in_numpy(arrays, outputs, "numpy"),
    }


def _refuse(x: Array, weight: Array, offset: Array, outputs: tuple[int, int]) -> None:
    """Refuse what the operator refuses."""
    each = offset.reshape(len(offset), *(offset.shape[1:] or (1, 1)))
    deform_conv(x, weight, np.broadcast_to(each, (len(each), *outputs)))


def _pytorch(arrays: dict[str, Array], outputs: tuple[int, int]) -> str:
    lines = given(TORCH, arrays, "torch.tensor", ").float()")
    lines += _spread(arrays, outputs, "offset[None, :, None, None].expand(1, -1, {}, {})")
    if "offset_weight" in arrays:
        lines.append("offset = F.conv2d(x[None], offset_weight)  # y, then x, point after point")
    masked = ""
    if "mask" in arrays:
        size = ", ".join(map(str, outputs))
        lines.append(f"mask = mask[None, :, None, None].expand(1, -1, {size})")
        masked = ", mask=mask"
    size = ", ".join(map(str, arrays["weight"].shape[2:]))
    lines.append(f"y = deform_conv2d(x[None], offset, weight{masked})[0]")
    lines.append(f"# As a module: torchvision.ops.DeformConv2d(1, 1, ({size}), bias=False)")
    return "\n".join(lines) + "\n"


def _spread(arrays: dict[str, Array], outputs: tuple[int, int], call: str) -> list[str]:
    """The line that gives the same offsets to every place, unless each has its own."""
    if "offset" not in arrays:
        return []
    if arrays["offset"].ndim > 1:
        return ["offset = offset[None]"]
    return [f"offset = {call.format(*outputs)}  # {PLACES}"]


def _in_numpy(arrays: dict[str, Array], outputs: tuple[int, int], framework: str) -> str:
    """Every place in a loop; in Keras the numbers between cells come from its own function."""
    rows, columns = arrays["weight"].shape[2:]
    (high, wide), by_layer = outputs, "offset_weight" in arrays
    head = NUMPY if framework == "numpy" else KERAS
    lines = [*given(head, arrays, "np.array"), *(READ if framework == "numpy" else READ_KERAS)]
    lines += [
        f"y = np.zeros((1, {high}, {wide}))",
        "for row, column in np.ndindex(y.shape[1:]):",
    ]
    if by_layer:
        lines += [
            f"    window = x[0, row : row + {rows}, column : column + {columns}]",
            "    offset = np.sum(window * offset_weight[:, 0], axis=(1, 2))",
        ]
    at = ", row, column" if not by_layer and arrays["offset"].ndim > 1 else ""
    factor = " * mask[point]" if "mask" in arrays else ""
    lines += [
        f"    for point, (i, j) in enumerate(np.ndindex({rows}, {columns})):",
        f"        down, across = offset[2 * point : 2 * point + 2{at}]  # y, then x",
        "        value = read(row + i + down, column + j + across)",
        f"        y[0, row, column] += weight[0, 0, i, j] * value{factor}",
    ]
    if framework == "keras":
        lines.append("y = keras.ops.convert_to_tensor(np.moveaxis(y, 0, -1)[None])")
    return "\n".join(lines) + "\n"


READ = [
    "def read(down, across):  # between the four cells around; outside all is 0",
    "    value, top, left = 0, int(np.floor(down)), int(np.floor(across))",
    "    for r, c in np.ndindex(2, 2):",
    "        share = (1 - abs(down - top - r)) * (1 - abs(across - left - c))",
    "        if 0 <= top + r < x.shape[1] and 0 <= left + c < x.shape[2]:",
    "            value += share * x[0, top + r, left + c]",
    "    return value",
    "",
    "",
]
READ_KERAS = [
    "def read(down, across):  # between the four cells around; outside all is 0",
    "    plane = np.pad(x[0], 1).astype(float)",
    "    place = np.clip([down + 1, across + 1], 0, np.array(plane.shape) - 1)",
    "    places = np.reshape(place, (2, 1))",
    "    value = keras.ops.image.map_coordinates(plane, places, order=1)",
    "    return float(keras.ops.convert_to_numpy(value)[0])",
    "",
    "",
]
