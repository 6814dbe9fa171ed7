"""A deformable layer: parameters, numbers, and how kernels are bent by name."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from convlib.errors import ConvError
from convlib.layers.backgrounds import Background, backgrounds
from convlib.layers.bends import (
    BENDS,
    ONTO,
    QUARTERS,
    line_through,
    onto_line,
    quartered,
    rotated,
)
from convlib.lesson import Values
from convlib.named.inputs import INPUTS
from convlib.named.kernels import KERNELS
from convlib.ops import Array, Geometry
from convlib.params import Choice, Grid, Param, PerAxis, Seed, Whole, laid_over
from convlib.shapes import Pair
from convlib.staging.deformable_layer import Deformable

LARGEST_INPUT, LARGEST_KERNEL = 7, 3
FURTHEST = 3  # cells that a point may be moved along an axis
FULL = 4  # as strong as a name says, in as many parts
POINTS = LARGEST_KERNEL**2
PARAMS: tuple[Param, ...] = (
    Choice("view", ("hand", "offset-layer")),
    Choice("modulation", ("off", "on")),
    PerAxis("size", default=(5, 5), low=1, high=LARGEST_INPUT),
    PerAxis("kernel", default=(3, 3), low=1, high=LARGEST_KERNEL),
    Whole("strength", default=FULL, low=0, high=FULL),
    Whole("point", default=6, low=1, high=POINTS),
    Seed("seed"),
    Grid("input", cap=LARGEST_INPUT, size="size", names=INPUTS),
    Grid("weights", cap=LARGEST_KERNEL, size="kernel", names=KERNELS),
    Grid("offsets", cap=LARGEST_KERNEL, size="kernel", planes=2, names=BENDS),
    Grid("mask", cap=LARGEST_KERNEL, size="kernel"),
    Grid("offset-weights", cap=LARGEST_KERNEL, size="kernel", planes=2 * POINTS),
)
# A line on faint ground, whose numbers remain whole as they are read in parts.
LINE = [
    [0, 8, 0, 0, 4],
    [0, 0, 8, 0, 4],
    [4, 0, 8, 0, 0],
    [0, 0, 8, 0, 4],
    [0, 8, 0, 0, 0],
]
WEIGHTS = [[0, 1, 2], [1, 2, 2], [0, 1, 2]]
# y and x: how the kernel is bent where nothing is typed: at the first place, along that line.
BENT: list[list[list[float]]] = [
    [[0, 0, 0], [0, 0, 0.25], [1, 0, 1]],
    [[0.5, 0, -0.5], [1.5, 1, 0.5], [1.5, 1, 0.5]],
]
MASK = [[1, 0.5, 1], [0.5, 1, 0.5], [0, 0.5, 1]]
SHARE = 0.25  # of the difference that a point sees is how far it is moved
NUMBERS = {
    "input": Background((LARGEST_INPUT, LARGEST_INPUT), range(10), (0,), LINE),
    "weights": Background((LARGEST_KERNEL, LARGEST_KERNEL), range(-2, 3), range(3), WEIGHTS),
    "offsets": Background((2, 3, 3), tuple(at / QUARTERS for at in range(-4, 5)), classic=BENT),
    "mask": Background((LARGEST_KERNEL, LARGEST_KERNEL), (0, 0.25, 0.5, 0.75, 1), classic=MASK),
}


def arrays(values: Values) -> dict[str, Array]:
    """Input and weights, the offsets ``(2, kH, kW)``, the mask, and the offset layer's kernels.

    What is bent by a name, or by nobody, is bent as much as the strength says. Bent onto a line,
    the offsets are those of the first place.
    """
    numbers = backgrounds(values["seed"], NUMBERS)
    numbers["offset-weights"] = towards_brighter(values["kernel"])
    laid = laid_over(PARAMS, values, numbers)
    if not isinstance(values["offsets"], np.ndarray):
        each = bent(values, laid)
        laid["offsets"] = each[..., 0, 0] if follows_line(values) else each
    return laid


def follows_line(values: Values) -> bool:
    """Whether offsets by hand lay each window onto the line in the picture."""
    named = values["offsets"]
    return values["view"] == "hand" and isinstance(named, str) and named == ONTO


def bent(values: Values, laid: Mapping[str, Array]) -> Array:
    """Offsets that nobody typed, as strong as asked: of all places, or of each onto a line."""
    kernel, part = values["kernel"], values["strength"] / FULL
    if follows_line(values):
        return quartered(onto_line(laid["input"], kernel) * part)
    if values["offsets"] == "rotate":
        return quartered(rotated(kernel, part))
    return quartered(laid["offsets"] * part)


def towards_brighter(kernel: Pair) -> Array:
    """Kernels that move each point to where its own row and column of the window are brighter.

    Returns:
        ``(2 * points, rows, columns)``: y and x for point after point.
    """
    rows, columns = kernel
    made = np.zeros((rows, columns, 2, rows, columns))
    for row, column in np.ndindex(rows, columns):
        if rows > 1:
            made[row, column, 0, [0, -1], column] = -SHARE, SHARE
        if columns > 1:
            made[row, column, 1, row, [0, -1]] = -SHARE, SHARE
    return made.reshape(-1, rows, columns)


def layer(values: Values) -> Deformable:
    """The layer on the stage."""
    laid = arrays(values)
    x, weights, offsets, mask, kernels = laid.values()
    by_layer, on_line = values["view"] == "offset-layer", follows_line(values)
    if on_line:
        offsets = bent(values, laid)
    return Deformable(
        x,
        weights,
        None if by_layer else offsets,
        kernels if by_layer else None,
        mask if values["modulation"] == "on" else None,
        line_through(x) if on_line else None,
    )


def check(values: Values) -> None:
    """Refuse a kernel that is larger than the input, and points that are moved too far to be seen.

    Raises:
        ConvError: It is so.
    """
    Geometry.of(values["size"], values["kernel"])
    typed = values["offsets"]
    if isinstance(typed, np.ndarray) and np.abs(typed).max() > FURTHEST:
        furthest = float(np.abs(typed).max())
        raise ConvError("offset-too-far", parameter="offsets", furthest=furthest, cap=FURTHEST)


def idle(values: Values) -> set[str]:
    """What changes nothing in a view: typed offsets are as strong as they were typed."""
    hand = values["view"] == "hand"
    unused = {"strength", "offsets"} if not hand else {"offset-weights"}
    if isinstance(values["offsets"], np.ndarray):
        unused.add("strength")
    if values["modulation"] == "off":
        unused.add("mask")
    return unused
