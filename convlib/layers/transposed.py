"""The transposed layer of a lesson's values: its parameters, numbers, sizes, costs and code."""

from __future__ import annotations

import math
from functools import partial
from typing import Any, cast

import numpy as np

from convlib import code
from convlib.errors import ConvError
from convlib.layers.backgrounds import Background, backgrounds
from convlib.layers.by_axis import Worked, by_axis
from convlib.layers.cost_rows import conv_row, transposed_row
from convlib.layers.size_lines import both_sides, counted, filled, number, transposed_line
from convlib.layers.upsamplers import SMALL
from convlib.lesson import CostRow, Derivation, Line, Note, Values
from convlib.named.inputs import INPUTS
from convlib.named.kernels import KERNELS
from convlib.ops import Array, Geometry, conv
from convlib.params import Choice, Grid, Param, PerAxis, Seed, fitted, laid_over
from convlib.shapes import Pair, transposed_output_size

VIEWS = (
    *("scatter", "gather", "matrix", "together", "roundtrip", "overlap", "resize"),
    *("checkerboards", "identity"),
)
LARGEST_INPUT, LARGEST_KERNEL = 8, 5
# Cells along an axis, all that is added included, whose numbers can still be read beside the rest.
ROOM = {"scatter": 20, "gather": 18, "roundtrip": 12, "overlap": 20, "resize": 14}
MOST_ROWS, MOST_COLUMNS = 25, 9  # of the matrix that multiplies
MOST_SQUARE = 16  # rows and columns of what it makes with its transpose
FIXED = {
    "size": SMALL,
    "kernel": (3, 3),
    "stride": (2, 2),
    "padding": (1, 1),
    "output_padding": (1, 1),
}
ONES = {"ones": lambda shape: np.ones(shape, int)}
PARAMS: tuple[Param, ...] = (
    Choice("view", VIEWS),
    PerAxis("size", default=(2, 2), low=1, high=LARGEST_INPUT),
    PerAxis("kernel", default=(3, 3), low=1, high=LARGEST_KERNEL),
    PerAxis("stride", default=(1, 1), low=1, high=4),
    PerAxis("padding", default=(0, 0), low=0, high=4),
    PerAxis("output_padding", default=(0, 0), low=0, high=3),
    Seed("seed"),
    Grid("input", cap=LARGEST_INPUT, size="size", names={**INPUTS, **ONES}),
    Grid("weights", cap=LARGEST_KERNEL, size="kernel", names={**KERNELS, **ONES}),
)
fit_typed = partial(fitted, PARAMS)
INPUT = [[1, 2, 1], [3, 4, 0], [2, 1, 3]]
KERNEL = [[1, 2, 0], [0, 1, 3], [2, 0, 1]]
NUMBERS = {
    "input": Background((LARGEST_INPUT, LARGEST_INPUT), range(10), range(4), INPUT),
    "weights": Background((LARGEST_KERNEL, LARGEST_KERNEL), range(-2, 3), range(3), KERNEL),
}


def arrays(values: Values) -> dict[str, Array]:
    """Input ``(H, W)`` and weights ``(kH, kW)``: the lesson's, typed in, by name or at random."""
    return laid_over(PARAMS, values, backgrounds(values["seed"], NUMBERS))


def given(values: Values) -> tuple[Array, Array]:
    """Input and weights of the transposed layer, as planes of their own.

    In the round trip its input is what the convolution before it gives; the map of overlaps is that
    of ones.
    """
    x, weight = arrays(values).values()
    if values["view"] == "checkerboards":
        return np.ones(SMALL, int), np.ones(FIXED["kernel"], int)
    if values["view"] == "overlap":
        return np.ones_like(x, int), np.ones_like(weight, int)
    if values["view"] == "roundtrip":
        return conv(x[None], weight[None, None], **down(values))[0], weight
    return x, weight


def down(values: Values) -> dict[str, Any]:
    """Stride and padding, as ``conv`` takes them."""
    return {name: values[name] for name in ("stride", "padding")}


def options(values: Values) -> dict[str, Any]:
    """How the stamps stand, as ``conv_transpose`` takes it."""
    return {**down(values), "output_padding": values["output_padding"]}


def small(values: Values) -> Pair:
    """Rows and columns that go up.

    Raises:
        ConvError: On the way down the kernel is larger than the padded input.
    """
    if values["view"] != "roundtrip":
        size: Pair = values["size"]
        return size
    rows, columns = Geometry.of(values["size"], values["kernel"], **down(values)).outputs
    return rows, columns


def large(values: Values) -> Pair:
    """Rows and columns that the transposed layer makes.

    Raises:
        ConvError: The padding takes all cells away, or the output padding is too large.
    """
    axes = zip(small(values), *(values[name] for name in ("kernel", *options(values))), strict=True)
    rows, columns = (
        transposed_output_size(i, k, stride=s, padding=p, output_padding=op)
        for i, k, s, p, op in axes
    )
    return rows, columns


def resized(values: Values) -> dict[str, Any]:
    """The convolution after the resize: its size, and its padding, the extra cells at the end."""
    size = tuple(i * s for i, s in zip(values["size"], values["stride"], strict=True))
    sides = zip(values["padding"], values["output_padding"], strict=True)
    return {"size": size, "padding": tuple((p, p + extra) for p, extra in sides)}


def result_size(values: Values) -> Pair:
    """Rows and columns of the output on the stage.

    Raises:
        ConvError: Something doesn't fit.
    """
    if values["view"] != "resize":
        return large(values)
    second = resized(values)
    rows, columns = Geometry.of(second["size"], values["kernel"], padding=second["padding"]).outputs
    return rows, columns


def fixed(values: Values) -> Values:
    """The state as it is staged: side by side, layers are the same in every state."""
    return values | FIXED if values["view"] == "checkerboards" else values


def check_up(values: Values) -> None:
    """Refuse what doesn't fit, or is too much to look at.

    Raises:
        ConvError: Sizes don't go together, or there are more cells than can be read.
    """
    view = values["view"]
    if view == "checkerboards":
        return
    large(values)
    rows, columns = result_size(values)
    if view in ROOM:
        if (cells := _widest(values)) > ROOM[view]:
            raise ConvError("transposed-wide", parameter="size", cells=cells, cap=ROOM[view])
        return
    height, width = rows * columns, math.prod(values["size"])
    most = MOST_SQUARE if view == "identity" else MOST_ROWS
    if height > most or width > MOST_COLUMNS:
        caps = {"most": most, "across": MOST_COLUMNS}
        raise ConvError("transposed-matrix", parameter="view", rows=height, columns=width, **caps)


def _widest(values: Values) -> int:
    """How many cells the widest or highest panel of a view has."""
    output = result_size(values)
    size, kernel, padding = (cast("Pair", values[n]) for n in ("size", "kernel", "padding"))
    match values["view"]:
        case "gather":
            return max(o + k - 1 for o, k in zip(output, kernel, strict=True))
        case "roundtrip":
            around = (i + 2 * p for i, p in zip(size, padding, strict=True))
            return max(*around, *output)
        case "resize":
            second = resized(values)
            sides = zip(second["size"], second["padding"], strict=True)
            return max(*(int(i + sum(p)) for i, p in sides), *output)
    return max(o + 2 * p for o, p in zip(output, padding, strict=True))


def derive_up(values: Values) -> list[Derivation]:
    """The output size with the numbers put in, per axis; once where both axes are alike."""
    if values["view"] == "identity":
        return []
    return by_axis(*(_derive_axis(fixed(values), axis) for axis in (0, 1)))


def _derive_axis(values: Values, axis: int) -> Worked:
    k, s, p, extra = (values[n][axis] for n in ("kernel", "stride", "padding", "output_padding"))
    i, o = small(values)[axis], result_size(values)[axis]
    if values["view"] == "resize":
        resize = (
            r"o &= s\,i + 2p + \mathit{op} - k + 1",
            rf"o &= {s} \cdot {i} + 2 \cdot {p} + {extra} - {k} + 1 = \mathbf{{{o}}}",
        )
        return Worked(resize, _line(values, axis), o)
    lines = [
        r"o &= s(i-1) + d(k-1) + 1 - 2p + \mathit{op}",
        rf"o &= {s} \cdot {i - 1} + 1 \cdot {k - 1} + 1 - 2 \cdot {p} + {extra} = \mathbf{{{o}}}",
    ]
    if values["view"] in ("gather", "together"):
        lines.insert(0, rf"p' &= K - 1 - p = {k} - 1 - {p} = {k - 1 - p}")
        lines.insert(0, rf"s - 1 &= {s} - 1 = {s - 1}")
    if values["view"] == "roundtrip":
        size = values["size"][axis]
        lines.insert(
            0,
            r"i &= \left\lfloor \frac{i_0 + 2p - k}{s} \right\rfloor + 1 = \left\lfloor"
            rf" \frac{{{size} + 2 \cdot {p} - {k}}}{{{s}}} \right\rfloor + 1 = {i}",
        )
    return Worked(tuple(lines), _line(values, axis), o)


def _line(values: Values, axis: int) -> Line:
    """The output size in one line; of a round trip with the way down in place of the input."""
    names, size = ("size", "kernel", "stride", "output_padding"), result_size(values)[axis]
    of = "" if values["view"] == "checkerboards" else None  # no parameter changes them
    numbers = {name: number(name, values[name][axis], of) for name in names}
    padding = values["padding"][axis]
    numbers["padding"] = number("padding", both_sides((padding, padding)), of)
    match values["view"]:
        case "resize":
            steps = "{stride}·{size} + {padding} + {output_padding} − {kernel}"
            return counted(steps, numbers, size - 1)
        case "roundtrip":
            between = Note("between", small(values)[axis])
            way_down = filled("⌊({size} + {padding} − {kernel})/{stride}⌋ + 1", numbers, between)
            return transposed_line(numbers, size, small=way_down)
    return transposed_line(numbers, size, stamps=values["view"] != "gather")


def costs_up(values: Values) -> list[CostRow]:
    """The layer, the convolution that it is the transpose of, and another way up."""
    values = fixed(values)
    own, kernel = (1, *small(values)), values["kernel"]
    up, wide = large(values), (1, *values["size"])
    layer = {"filters": 1, "kernel": kernel, **options(values)}
    stamped = transposed_row("own", own, **layer)
    twin = conv_row("standard", (1, *up), filters=1, kernel=kernel, **down(values))
    spread = [o + k - 1 for o, k in zip(up, kernel, strict=True)]
    slid = conv_row("transposed-zeros", (1, *spread), filters=1, kernel=kernel)
    if values["view"] == "resize":
        second = resized(values)
        size, padding = (1, *second["size"]), second["padding"]
        return [
            conv_row("own", size, filters=1, kernel=kernel, padding=padding),
            twin,
            transposed_row("transposed-layer", wide, **layer),
        ]
    return [stamped, twin, slid]


def code_up(values: Values) -> dict[str, str]:
    """The layer as code: of a round trip the way up, with what came down as its input."""
    x, weight = given(values)
    if values["view"] == "resize":
        padding = resized(values)["padding"]
        return code.conv(x[None], weight[None, None], padding=padding, scale=values["stride"])
    return code.conv_transpose(x[None], weight[None, None], **options(fixed(values)))
