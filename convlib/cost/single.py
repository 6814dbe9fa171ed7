"""What the operators of one stage cost."""

from __future__ import annotations

import math
from typing import Any

from convlib.cost.record import Cost, PerAxis, Shape
from convlib.errors import ConvError
from convlib.ops import Geometry
from convlib.shapes import Padding, at_least_one, per_axis, resolve_padding, transposed_output_size


def conv(
    shape: Shape,
    *,
    filters: int,
    kernel: PerAxis,
    stride: PerAxis = 1,
    padding: Padding = 0,
    dilation: PerAxis = 1,
    groups: int = 1,
    bias: bool = False,
) -> Cost:
    """Every filter at every place of the window."""
    window = per_axis("kernel", kernel, len(shape) - 1)
    filters = at_least_one("filters", filters)
    weights = _weights(shape[0], filters, window, groups)
    outputs = Geometry.of(shape[1:], window, stride, padding, dilation).outputs
    return Cost(weights + bias * filters, weights * math.prod(outputs), (filters, *outputs))


def conv_transpose(
    shape: Shape,
    *,
    filters: int,
    kernel: PerAxis,
    stride: PerAxis = 1,
    padding: Padding = 0,
    output_padding: PerAxis = 0,
    dilation: PerAxis = 1,
    groups: int = 1,
    bias: bool = False,
) -> Cost:
    """Every filter at every input cell."""
    axes = len(shape) - 1
    window, steps = per_axis("kernel", kernel, axes), per_axis("stride", stride, axes)
    holes = per_axis("dilation", dilation, axes)
    extras = per_axis("output_padding", output_padding, axes, least=0)
    if isinstance(padding, str):
        raise ConvError("whole-number", parameter="padding", value=padding)
    border = resolve_padding(padding, shape[1:], window, steps, holes)
    filters = at_least_one("filters", filters)
    weights = _weights(shape[0], filters, window, groups)
    sizes = tuple(
        transposed_output_size(i, k, stride=s, padding=p, output_padding=op, dilation=d)
        for i, k, s, p, op, d in zip(shape[1:], window, steps, border, extras, holes, strict=True)
    )
    return Cost(weights + bias * filters, weights * math.prod(shape[1:]), (filters, *sizes))


def signals(shape: Shape, *, kernel: PerAxis, mode: str = "full") -> Cost:
    """Convolution and correlation of two signals; the shape is that of f, without channels."""
    rules = {"full": "full", "same": "same", "valid": "valid"}
    if mode not in rules:
        raise ConvError("choice", parameter="mode", value=mode, choices=", ".join(rules))
    found = conv((1, *shape), filters=1, kernel=kernel, padding=rules[mode])
    return Cost(found.parameters, found.macs, found.shape[1:])


def depthwise(
    shape: Shape,
    *,
    kernel: PerAxis,
    multiplier: int = 1,
    stride: PerAxis = 1,
    padding: Padding = 0,
    dilation: PerAxis = 1,
    bias: bool = False,
) -> Cost:
    """So many kernels for each channel."""
    filters = shape[0] * at_least_one("multiplier", multiplier)
    window: dict[str, Any] = {"kernel": kernel, "stride": stride, "dilation": dilation}
    return conv(shape, filters=filters, padding=padding, groups=shape[0], bias=bias, **window)


def pointwise(shape: Shape, *, filters: int, groups: int = 1, bias: bool = False) -> Cost:
    """Every filter at every cell."""
    return conv(shape, filters=filters, kernel=1, groups=groups, bias=bias)


def pool(
    shape: Shape,
    *,
    kernel: PerAxis,
    stride: PerAxis | None = None,
    padding: Padding = 0,
    dilation: PerAxis = 1,
) -> Cost:
    """Nothing but a new shape."""
    window = per_axis("kernel", kernel, len(shape) - 1)
    steps = window if stride is None else stride
    return Cost(0, 0, (shape[0], *Geometry.of(shape[1:], window, steps, padding, dilation).outputs))


def channel_shuffle(shape: Shape, *, groups: int) -> Cost:
    """Nothing."""
    if shape[0] % at_least_one("groups", groups):
        raise ConvError("channels-divide", parameter="groups", value=groups, have=shape[0])
    return Cost(0, 0, shape)


def by_cell(shape: Shape) -> Cost:
    """Nothing."""
    return Cost(0, 0, shape)


def _weights(channels: int, filters: int, window: Shape, groups: int) -> int:
    groups = at_least_one("groups", groups)
    for name, count in (("channels", channels), ("filters", filters)):
        if count % groups:
            raise ConvError("cost-groups", parameter="groups", value=groups, count=count, of=name)
    return filters * (channels // groups) * math.prod(window)
