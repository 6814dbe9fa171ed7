"""The direct convolution of one plane: the parameters, the numbers and the sizes of its lessons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from typing import Any

import numpy as np

from convlib import code
from convlib.errors import ConvError
from convlib.layers.backgrounds import Background, backgrounds
from convlib.layers.by_axis import Worked, by_axis
from convlib.layers.cost_rows import conv_row
from convlib.layers.size_lines import both_sides, direct_line, number
from convlib.lesson import CostRow, Derivation, Values
from convlib.named.inputs import INPUTS, PICTURES
from convlib.named.kernels import KERNELS
from convlib.ops import Array, Geometry, conv
from convlib.params import Grid, PaddingParam, Param, PerAxis, Seed, fitted, laid_over
from convlib.picture.scene import Scene
from convlib.shapes import Pair, effective_kernel
from convlib.staging.single_plane import stage_plane
from convlib.trace import conv_trace

LARGEST_INPUT = 16
LARGEST_KERNEL = 7
LARGEST_STRIDE = 8
LARGEST_PADDED = 24  # cells along an axis, padding included, whose numbers can still be read
PARAMS: tuple[Param, ...] = (
    PerAxis("size", default=(5, 5), low=1, high=LARGEST_INPUT),
    PerAxis("kernel", default=(3, 3), low=1, high=LARGEST_KERNEL),
    PerAxis("stride", default=(1, 1), low=1, high=LARGEST_STRIDE),
    PaddingParam("padding", rules=("valid", "same", "full", "causal"), high=12),
    PerAxis("dilation", default=(1, 1), low=1, high=4),
    Seed("seed"),
    Grid("input", cap=LARGEST_INPUT, size="size", names={**INPUTS, **PICTURES}),
    Grid("weights", cap=LARGEST_KERNEL, size="kernel", names=KERNELS),
)
NAMES = ("size", "kernel", "stride", "padding", "dilation")  # of what a size follows from
fit_typed = partial(fitted, PARAMS)

# The field's classic figure.
CLASSIC_INPUT = [
    [3, 3, 2, 1, 0],
    [0, 0, 1, 3, 1],
    [3, 1, 2, 2, 3],
    [2, 0, 0, 2, 2],
    [2, 0, 0, 0, 1],
]
CLASSIC_KERNEL = [[0, 1, 2], [2, 2, 0], [0, 1, 2]]
NUMBERS = {
    "input": Background((LARGEST_INPUT, LARGEST_INPUT), range(10), range(4), CLASSIC_INPUT),
    "weights": Background((LARGEST_KERNEL, LARGEST_KERNEL), range(-2, 3), range(3), CLASSIC_KERNEL),
}


def stage_direct(values: Values, *, counts: bool = False) -> Scene:
    """The scene of a direct convolution with the values' numbers; ``counts`` its places or not."""
    x, weight = arrays(values).values()
    return stage_plane(conv_trace(x[None], weight[None, None], **options(values)), counts=counts)


def options(values: Values) -> dict[str, Any]:
    """How the window moves, as ``conv`` takes it: what the lesson has of it."""
    return {name: values[name] for name in ("stride", "padding", "dilation") if name in values}


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
    numbers = backgrounds(values["seed"], NUMBERS)
    if values["kernel"] == (1, 1) and values["seed"] is None:
        # The corner of the classic kernel is 0, which would show nothing.
        numbers["weights"] = np.roll(numbers["weights"], (-1, -1), (0, 1))
    return laid_over(PARAMS, values, numbers)


def check_direct(values: Values, most: int = LARGEST_PADDED) -> None:
    """Refuse sizes that don't go together.

    Args:
        values: With the sizes of input and kernel, and what there is of ``options``.
        most: Cells along an axis, padding included.

    Raises:
        ConvError: The kernel is larger than the padded input, or there is too much to follow.
    """
    check_padded(values["size"], geometry(values).padding, most)


def check_padded(
    sizes: Sequence[int], padding: Sequence[Pair], most: int, parameter: str = "padding"
) -> None:
    """Refuse an input that its padding makes too large to look at.

    Args:
        sizes: Of the input, per axis.
        padding: What is added before and after, per axis.
        most: Cells along an axis whose numbers can still be read.
        parameter: The one that is refused.

    Raises:
        ConvError: It is too large.
    """
    padded = max(size + sum(sides) for size, sides in zip(sizes, padding, strict=True))
    if padded > most:
        raise ConvError("padded-too-large", parameter=parameter, padded=padded, cap=most)


def geometry(values: Values) -> Geometry:
    """How the kernel stands on the input.

    Raises:
        ConvError: The kernel is larger than the padded input.
    """
    return _geometry(values["size"], values["kernel"], *options(values).items())


@lru_cache(16_384)
def _geometry(size: Pair, kernel: Pair, *moves: tuple[str, Any]) -> Geometry:
    """The geometry of checked values: what a control may be set to is tried for every state."""
    return Geometry.of(size, kernel, **dict(moves))


def derive_direct(values: Values, called: Mapping[str, str] | None = None) -> list[Derivation]:
    """The output size step by step, per axis; once where both axes are alike.

    Args:
        values: With the sizes of input and kernel, and what there is of ``options``.
        called: The parameters that these come from where they have other names; "" for none.
    """
    there, sizes = geometry(values), (values["size"], values["kernel"])
    axes = zip(*sizes, there.strides, there.padding, there.dilations, strict=True)
    names = {name: name for name in values} | dict(called or {})
    return by_axis(*(_derive_axis(names, *axis) for axis in axes))


def _derive_axis(
    names: Mapping[str, str], size: int, kernel: int, stride: int, padding: Pair, dilation: int
) -> Worked:
    before, after = padding
    even = before == after
    around = r"2p" if even else r"p_0 + p_1"
    total = rf"2 \cdot {before}" if even else f"{before} + {after}"
    span = effective_kernel(kernel, dilation)
    free = size + before + after - span
    quotient, left = divmod(free, stride)
    lines = (
        rf"K &= k + (k-1)(d-1) = {kernel} + {kernel - 1} \cdot {dilation - 1} = {span}",
        rf"o &= \left\lfloor \frac{{i + {around} - d(k-1) - 1}}{{s}} \right\rfloor + 1",
        rf"o &= \left\lfloor \frac{{{size} + {total} - {dilation} \cdot {kernel - 1} - 1}}"
        rf"{{{stride}}} \right\rfloor + 1",
        rf"o &= \left\lfloor \frac{{{free}}}{{{stride}}} \right\rfloor + 1 = {quotient} + 1 ="
        rf" \mathbf{{{quotient + 1}}}",
    )
    put_in = zip(NAMES, (size, kernel, stride, both_sides(padding), dilation), strict=True)
    numbers = {name: number(name, value, names.get(name, "")) for name, value in put_in}
    return Worked(lines, direct_line(numbers, quotient, left), quotient + 1, left)
