"""The direct convolution of one plane: the parameters, the numbers and the sizes of its lessons."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from convlib import code
from convlib.errors import ConvError
from convlib.layers.cost_rows import conv_row
from convlib.lesson import CostRow, Derivation, Values
from convlib.named.inputs import INPUTS
from convlib.named.kernels import KERNELS
from convlib.ops import Array, Geometry, conv
from convlib.params import Grid, PaddingParam, Param, PerAxis, Seed, fitted, laid_over
from convlib.picture.scene import Scene
from convlib.shapes import Pair, effective_kernel
from convlib.staging.single_plane import stage_plane
from convlib.trace import conv_trace

LARGEST_INPUT = 16
LARGEST_KERNEL = 7
LARGEST_PADDED = 24  # cells along an axis, padding included, whose numbers can still be read
PARAMS: tuple[Param, ...] = (
    PerAxis("size", default=(5, 5), low=1, high=LARGEST_INPUT),
    PerAxis("kernel", default=(3, 3), low=1, high=LARGEST_KERNEL),
    PerAxis("stride", default=(1, 1), low=1, high=8),
    PaddingParam("padding", rules=("valid", "same", "full", "causal"), high=12),
    PerAxis("dilation", default=(1, 1), low=1, high=4),
    Seed("seed"),
    Grid("input", cap=LARGEST_INPUT, size="size", names=INPUTS),
    Grid("weights", cap=LARGEST_KERNEL, size="kernel", names=KERNELS),
)
GRIDS = {param.name: param for param in PARAMS if isinstance(param, Grid)}
fit_typed = partial(fitted, GRIDS)

# The field's classic figure; what lies outside it is drawn once from a fixed seed, so that a
# larger input keeps the numbers that it had.
CLASSIC_INPUT = [
    [3, 3, 2, 1, 0],
    [0, 0, 1, 3, 1],
    [3, 1, 2, 2, 3],
    [2, 0, 0, 2, 2],
    [2, 0, 0, 0, 1],
]
CLASSIC_KERNEL = [[0, 1, 2], [2, 2, 0], [0, 1, 2]]


def stage_direct(values: Values) -> Scene:
    """The scene of a direct convolution with the values' numbers."""
    x, weight = arrays(values).values()
    return stage_plane(conv_trace(x[None], weight[None, None], **options(values)))


def options(values: Values) -> dict[str, Any]:
    """How the window moves, as ``conv`` takes it."""
    return {name: values[name] for name in ("stride", "padding", "dilation")}


def result(values: Values) -> Array:
    """The output, ``(rows, columns)``."""
    x, weight = arrays(values).values()
    plane: Array = conv(x[None], weight[None, None], **options(values))[0]
    return plane


def costs_direct(values: Values) -> list[CostRow]:
    """One row: the layer is the standard convolution itself."""
    shape = (1, *values["size"])
    return [conv_row("own", shape, filters=1, kernel=values["kernel"], **options(values))]


def code_direct(values: Values) -> dict[str, str]:
    """The layer as code."""
    x, weight = arrays(values).values()
    return code.conv(x[None], weight[None, None], **options(values))


def arrays(values: Values) -> dict[str, Array]:
    """Input ``(H, W)`` and weights ``(kH, kW)``: typed in, by name, at random, or classic."""
    seed = values["seed"]
    dice = np.random.default_rng(0 if seed is None else seed)
    field = dice.integers(0, 10 if seed is not None else 4, (LARGEST_INPUT, LARGEST_INPUT))
    kernel = dice.integers(-2 if seed is not None else 0, 3, (LARGEST_KERNEL, LARGEST_KERNEL))
    if seed is None:
        field[:5, :5], kernel[:3, :3] = CLASSIC_INPUT, CLASSIC_KERNEL
    if values["kernel"] == (1, 1) and seed is None:
        kernel = np.roll(kernel, (-1, -1), (0, 1))  # its corner is 0, which would show nothing
    backgrounds = {"input": (field, values["size"]), "weights": (kernel, values["kernel"])}
    return laid_over(GRIDS, values, backgrounds)


def check_direct(values: Values) -> None:
    """Refuse sizes that don't go together.

    Raises:
        ConvError: The kernel is larger than the padded input, or there is too much to follow.
    """
    padding = geometry(values).padding
    padded = max(i + sum(p) for i, p in zip(values["size"], padding, strict=True))
    if padded > LARGEST_PADDED:
        raise ConvError("padded-too-large", parameter="padding", padded=padded, cap=LARGEST_PADDED)


def geometry(values: Values) -> Geometry:
    """How the kernel stands on the input.

    Raises:
        ConvError: The kernel is larger than the padded input.
    """
    return Geometry.of(values["size"], values["kernel"], **options(values))


def derive_direct(values: Values) -> list[Derivation]:
    """The output size step by step, per axis; once where both axes are alike."""
    there = geometry(values)
    axes = [
        _derive_axis(*axis)
        for axis in zip(
            values["size"],
            values["kernel"],
            there.strides,
            there.padding,
            there.dilations,
            strict=True,
        )
    ]
    if axes[0] == axes[1]:
        return [Derivation("both", *axes[0])]
    return [Derivation("rows", *axes[0]), Derivation("columns", *axes[1])]


def _derive_axis(
    size: int, kernel: int, stride: int, padding: Pair, dilation: int
) -> tuple[tuple[str, ...], int, int]:
    before, after = padding
    even = before == after
    sides = r"2p" if even else r"p_0 + p_1"
    total = rf"2 \cdot {before}" if even else f"{before} + {after}"
    span = effective_kernel(kernel, dilation)
    free = size + before + after - span
    quotient, left = divmod(free, stride)
    lines = (
        rf"K &= k + (k-1)(d-1) = {kernel} + {kernel - 1} \cdot {dilation - 1} = {span}",
        rf"o &= \left\lfloor \frac{{i + {sides} - d(k-1) - 1}}{{s}} \right\rfloor + 1",
        rf"o &= \left\lfloor \frac{{{size} + {total} - {dilation} \cdot {kernel - 1} - 1}}"
        rf"{{{stride}}} \right\rfloor + 1",
        rf"o &= \left\lfloor \frac{{{free}}}{{{stride}}} \right\rfloor + 1 = {quotient} + 1 ="
        rf" \mathbf{{{quotient + 1}}}",
    )
    return lines, left, quotient + 1
