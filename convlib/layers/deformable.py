"""A deformable layer: parameters, numbers, and how kernels are bent by name."""

from __future__ import annotations

import math

import numpy as np

from convlib.errors import ConvError
from convlib.layers.backgrounds import Background, backgrounds
from convlib.layers.standard import CLASSIC_INPUT, CLASSIC_KERNEL
from convlib.lesson import Values
from convlib.named.inputs import INPUTS
from convlib.named.kernels import KERNELS
from convlib.ops import Array, Geometry
from convlib.params import Choice, Grid, Param, PerAxis, Seed, Whole, laid_over
from convlib.shapes import Pair
from convlib.staging.deformable import Deformable

LARGEST_INPUT, LARGEST_KERNEL = 7, 3
QUARTERS = 4  # of a cell: where points come to lie that are bent by a name
FURTHEST = 3  # cells that a point may be moved along an axis
FULL = 4  # as strong as a name says, in as many parts
TURN = math.pi / 4  # at full strength
POINTS = LARGEST_KERNEL**2


def quartered(offsets: Array) -> Array:
    """Offsets in quarters of a cell, so that what is read there can be written in full."""
    rounded: Array = np.rint(offsets * QUARTERS) / QUARTERS + 0.0
    return rounded


def from_middle(kernel: Pair) -> Array:
    """Where each point lies from the middle of the kernel, ``(2, rows, columns)``."""
    rows, columns = (np.arange(size) - (size - 1) / 2 for size in kernel)
    return np.stack(np.meshgrid(rows, columns, indexing="ij"))


def scaled(kernel: Pair) -> Array:
    """Each point once more as far from the middle: a dilation of 2."""
    return from_middle(kernel)


def rotated(kernel: Pair, part: float = 1) -> Array:
    """A turn about the middle, clockwise."""
    (down, across), angle = from_middle(kernel), TURN * part
    turned = np.stack(
        [
            down * math.cos(angle) + across * math.sin(angle),
            across * math.cos(angle) - down * math.sin(angle),
        ]
    )
    return turned - from_middle(kernel)


def sheared(kernel: Pair) -> Array:
    """Each row pushed aside, the further from the middle the more."""
    down, _ = from_middle(kernel)
    return np.stack([np.zeros(kernel), -down])


def bowed(kernel: Pair) -> Array:
    """Rows pushed aside into an arc."""
    down, _ = from_middle(kernel)
    return np.stack([np.zeros(kernel), down**2 - 0.5])


def unmoved(kernel: Pair) -> Array:
    """Every point where it was."""
    return np.zeros((2, *kernel), int)


BENDS = {
    "zero": unmoved,
    "scale": scaled,
    "rotate": rotated,
    "shear": sheared,
    "arc": bowed,
}
PARAMS: tuple[Param, ...] = (
    Choice("view", ("hand", "offset-layer")),
    Choice("modulation", ("off", "on")),
    PerAxis("size", default=(5, 5), low=1, high=LARGEST_INPUT),
    PerAxis("kernel", default=(3, 3), low=1, high=LARGEST_KERNEL),
    Whole("strength", default=FULL, low=0, high=FULL),
    Whole("point", default=4, low=1, high=POINTS),
    Seed("seed"),
    Grid("input", cap=LARGEST_INPUT, size="size", names=INPUTS),
    Grid("weights", cap=LARGEST_KERNEL, size="kernel", names=KERNELS),
    Grid("offsets", cap=LARGEST_KERNEL, size="kernel", planes=2, names=BENDS),
    Grid("mask", cap=LARGEST_KERNEL, size="kernel"),
    Grid("offset-weights", cap=LARGEST_KERNEL, size="kernel", planes=2 * POINTS),
)
# y and x: how the kernel is bent where nothing is typed, and how much each point counts.
BENT = [
    [[-0.5, -0.5, 0], [-0.75, 0, 0.5], [0.5, 0.5, 0]],
    [[0.25, 0, -0.5], [0.5, 0.5, 0], [-0.5, 0, -0.5]],
]
MASK = [[1, 0.5, 1], [0.5, 1, 0.5], [0, 0.5, 1]]
SHARE = 0.25  # of the difference that a point sees is how far it is moved
NUMBERS = {
    "input": Background((LARGEST_INPUT, LARGEST_INPUT), range(10), range(4), CLASSIC_INPUT),
    "weights": Background((LARGEST_KERNEL, LARGEST_KERNEL), range(-2, 3), range(3), CLASSIC_KERNEL),
    "offsets": Background((2, 3, 3), tuple(at / QUARTERS for at in range(-4, 5)), classic=BENT),
    "mask": Background((LARGEST_KERNEL, LARGEST_KERNEL), (0, 0.25, 0.5, 0.75, 1), classic=MASK),
}


def arrays(values: Values) -> dict[str, Array]:
    """Input and weights, the offsets ``(2, kH, kW)``, the mask, and the offset layer's kernels.

    What is bent by a name, or by nobody, is bent as much as the strength says.
    """
    numbers = backgrounds(values["seed"], NUMBERS)
    kernel: Pair = values["kernel"]
    numbers["offset-weights"] = towards_brighter(kernel)
    laid = laid_over(PARAMS, values, numbers)
    if not isinstance(values["offsets"], np.ndarray):
        part = values["strength"] / 4
        whole = laid["offsets"] * part
        laid["offsets"] = quartered(
            rotated(kernel, part) if values["offsets"] == "rotate" else whole
        )
    return laid


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
    x, weights, offsets, mask, kernels = arrays(values).values()
    by_layer = values["view"] == "offset-layer"
    return Deformable(
        x,
        weights,
        None if by_layer else offsets,
        kernels if by_layer else None,
        mask if values["modulation"] == "on" else None,
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
