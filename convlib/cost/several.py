"""What the operators of several stages cost."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from convlib.cost.record import Cost, PerAxis, Shape, in_a_row, together
from convlib.cost.single import channel_shuffle, conv, depthwise, pointwise
from convlib.ops.arrays import check_divides
from convlib.shapes import Padding, at_least_one, per_axis, resolve_padding

CORNERS = 4  # cells that a point between them is read from


def depthwise_separable(
    shape: Shape,
    *,
    filters: int,
    kernel: PerAxis,
    multiplier: int = 1,
    stride: PerAxis = 1,
    padding: Padding = 0,
    dilation: PerAxis = 1,
    bias: bool = False,
) -> Cost:
    """Each channel by itself, then the channels at each place."""
    window = {"kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation}
    first = {**window, "multiplier": multiplier, "bias": bias}
    second = {"filters": filters, "bias": bias}
    return in_a_row(shape, [("depthwise", depthwise, first), ("pointwise", pointwise, second)])


def spatially_separable(
    shape: Shape,
    *,
    kernel: PerAxis,
    stride: PerAxis = 1,
    padding: Padding = 0,
    dilation: PerAxis = 1,
    bias: bool = False,
) -> Cost:
    """Each channel by itself but by the same weights, one axis of the kernel after the other."""
    passes = _passes(shape, kernel, stride, padding, dilation, bias)
    apart = in_a_row(shape, [(name, depthwise, options) for name, options in passes])
    parts = [
        (name, replace(part, parameters=math.prod(options["kernel"]) + options["bias"] * shape[0]))
        for (name, part), (_, options) in zip(apart.parts, passes, strict=True)
    ]
    return together(parts, apart.shape)


def flattened(
    shape: Shape,
    *,
    filters: int,
    kernel: PerAxis,
    stride: PerAxis = 1,
    padding: Padding = 0,
    dilation: PerAxis = 1,
    bias: bool = False,
) -> Cost:
    """Across the channels, then one axis of the kernel after the other."""
    passes = _passes(shape, kernel, stride, padding, dilation, bias)
    parts = [(name, depthwise, options) for name, options in passes]
    return in_a_row(shape, [("channels", pointwise, {"filters": filters}), *parts])


def shuffled_grouped(
    shape: Shape,
    *,
    filters: int,
    kernel: PerAxis,
    groups: int,
    middle: int | None = None,
    stride: PerAxis = 1,
    padding: Padding = 0,
    dilation: PerAxis = 1,
    bias: bool = False,
) -> Cost:
    """Two layers in groups with a shuffle between."""
    window = {"kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation}
    options = {**window, "groups": groups, "bias": bias}
    return in_a_row(
        shape,
        [
            ("first", conv, {**options, "filters": filters if middle is None else middle}),
            ("shuffle", channel_shuffle, {"groups": groups}),
            ("second", conv, {**options, "filters": filters}),
        ],
    )


def shufflenet_unit(
    shape: Shape,
    *,
    middle: int,
    groups: int,
    filters: int | None = None,
    stride: PerAxis = 1,
    bias: bool = False,
) -> Cost:
    """ShuffleNet's unit; with a stride above 1 the pooled input stands before what it makes."""
    steps = per_axis("stride", stride, len(shape) - 1)
    made = in_a_row(
        shape,
        [
            ("reduce", pointwise, {"filters": middle, "groups": groups, "bias": bias}),
            ("shuffle", channel_shuffle, {"groups": groups}),
            ("spatial", depthwise, {"kernel": 3, "stride": steps, "padding": 1, "bias": bias}),
            ("expand", pointwise, {"filters": filters or shape[0], "groups": groups, "bias": bias}),
        ],
    )
    before = 0 if set(steps) == {1} else shape[0]
    return together(made.parts, (before + made.shape[0], *made.shape[1:]))


def deform_conv(
    shape: Shape,
    *,
    filters: int,
    kernel: PerAxis,
    stride: PerAxis = 1,
    padding: Padding = 0,
    dilation: PerAxis = 1,
    groups: int = 1,
    offset_groups: int = 1,
    mask: bool = False,
    bias: bool = False,
) -> Cost:
    """The convolution that makes the offsets, the reading between cells, and the convolution."""
    points = math.prod(per_axis("kernel", kernel, len(shape) - 1))
    window: dict[str, Any] = {"kernel": kernel, "stride": stride, "dilation": dilation}
    options = {**window, "padding": padding, "bias": bias}
    numbers = (len(shape) - 1 + mask) * at_least_one("offset_groups", offset_groups) * points
    offsets = conv(shape, filters=numbers, **options)
    main = conv(shape, filters=filters, groups=groups, **options)
    sampled = CORNERS * shape[0] * points * math.prod(main.shape[1:])
    sampling = Cost(0, sampled, (shape[0] * points, *main.shape[1:]))
    return together([("offsets", offsets), ("sampling", sampling), ("conv", main)], main.shape)


def squeeze_excite(shape: Shape, *, reduction: int = 16, bias: bool = False) -> Cost:
    """Two full layers on one number per channel, and a product per cell."""
    channels = shape[0]
    check_divides("reduction", reduction, channels)
    squeezed = (channels, *(1,) * (len(shape) - 1))
    reduce = pointwise(squeezed, filters=channels // reduction, bias=bias)
    expand = pointwise(reduce.shape, filters=channels, bias=bias)
    scale = Cost(0, math.prod(shape), shape)
    parts = [("squeeze", Cost(0, 0, squeezed)), ("reduce", reduce), ("expand", expand)]
    return together([*parts, ("scale", scale)], shape)


def _passes(
    shape: Shape, kernel: PerAxis, stride: PerAxis, padding: Padding, dilation: PerAxis, bias: bool
) -> list[tuple[str, Mapping[str, Any]]]:
    """A window's one axis after the other, each as a window of its own; the last has the bias."""
    axes = len(shape) - 1
    window, steps = per_axis("kernel", kernel, axes), per_axis("stride", stride, axes)
    holes = per_axis("dilation", dilation, axes)
    border = resolve_padding(padding, shape[1:], window, steps, holes)

    def along(axis: int) -> Mapping[str, Any]:
        alone = {"kernel": (window, 1), "stride": (steps, 1), "dilation": (holes, 1)}
        options: dict[str, Any] = {
            name: tuple(each if at == axis else one for at, each in enumerate(values))
            for name, (values, one) in alone.items()
        }
        sides = tuple(each if at == axis else (0, 0) for at, each in enumerate(border))
        return options | {"padding": sides, "bias": bias and axis == axes - 1}

    return [(f"axis {axis + 1}", along(axis)) for axis in range(axes)]
