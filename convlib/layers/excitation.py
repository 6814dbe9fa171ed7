"""A squeeze-and-excitation block: its parameters, its numbers, and what questions speak of."""

from __future__ import annotations

from functools import partial

from convlib.errors import ConvError
from convlib.layers.backgrounds import Background, backgrounds
from convlib.lesson import Values
from convlib.ops import Array
from convlib.params import Count, Grid, Param, PerAxis, Seed, Whole, fitted, laid_over
from convlib.staging.excitation_layer import Excitation

LARGEST, CHANNELS, UNITS = 4, 8, 4  # that are drawn at most
NARROW = Count("channels", over="reduction")
PARAMS: tuple[Param, ...] = (
    Whole("channels", default=8, low=1, high=CHANNELS),
    Whole("reduction", default=4, low=1, high=CHANNELS),
    PerAxis("size", default=(3, 3), low=1, high=LARGEST),
    Seed("seed"),
    Grid("input", cap=LARGEST, size="size", planes=CHANNELS, counts=(Count("channels"),)),
    Grid("reduce", cap=CHANNELS, counts=(Count("channels"), NARROW)),
    Grid("expand", cap=CHANNELS, counts=(Count("channels"), NARROW)),
)
# Of three rows and columns and of four, all averages are whole numbers.
SIDE = 14  # rows and columns of an input that is only counted, as in ResNet's layers of 256
FULL: tuple[Param, ...] = (
    Whole("full_between", default=16, low=1, high=64),
    Whole("full_reduction", default=16, low=1, high=32),
)
INPUT = [
    [[0, 4, 8, 8], [0, 4, 8, 8], [0, 4, 8, 8], [0, 4, 8, 8]],
    [[9, 0, 0, 7], [0, 0, 0, 0], [0, 0, 9, 0], [7, 0, 0, 0]],
    [[7, 9, 8, 8], [9, 8, 7, 8], [8, 7, 9, 8], [8, 8, 8, 8]],
    [[0, 0, 3, 0], [0, 6, 0, 3], [0, 0, 0, 0], [0, 4, 0, 0]],
    [[5, 0, 5, 0], [0, 7, 0, 7], [5, 0, 5, 0], [0, 7, 0, 7]],
    [[0, 9, 0, 0], [9, 9, 9, 9], [0, 9, 0, 8], [0, 9, 0, 9]],
    [[1, 1, 1, 1], [7, 7, 7, 7], [1, 1, 1, 1], [3, 3, 3, 3]],
    [[2, 5, 2, 3], [5, 8, 5, 6], [2, 5, 2, 3], [3, 6, 3, 4]],
]
REDUCE = [
    [0.2, -0.1, 0, 0.1],
    [0.1, 0.2, 0.1, 0],
    [-0.1, 0.3, 0, -0.1],
    [0.5, -0.3, 0, 0.2],
    [0.2, 0.2, -0.2, 0],
    [0, 0.1, 0.1, -0.2],
    [0.1, -0.2, 0.2, 0.1],
    [0.1, 0.1, 0, 0.2],
]
EXPAND: list[list[float]] = [
    [1, -1, 0, 1],
    [-2, 2, 1, 0],
    [0.5, -1, -1, 0],
    [1, 1, 0, 1],
    [0, -1, 1, 0],
    [1.5, -1, 0, -1],
    [2, -1, 1, 0],
    [0, 1, 0, 1],
]
TENTHS = [tenth / 10 for tenth in range(-4, 5)]
HALVES = [half / 2 for half in range(-4, 5)]
NUMBERS = {
    "input": Background((CHANNELS, LARGEST, LARGEST), range(10), range(10), INPUT),
    "reduce": Background((CHANNELS, CHANNELS), TENTHS, TENTHS, REDUCE),
    "expand": Background((CHANNELS, CHANNELS), HALVES, HALVES, EXPAND),
}


def arrays(values: Values) -> dict[str, Array]:
    """Input ``(C, H, W)`` and both layers' weights, a row for each channel, ``(C, C/r)``."""
    return laid_over(PARAMS, values, backgrounds(values["seed"], NUMBERS))


def layer(values: Values) -> Excitation:
    """The block, as it is staged."""
    return Excitation(*arrays(values).values())


def full(values: Values) -> tuple[int, int]:
    """Channels and reduction of the block that is only counted."""
    return values["full_between"] * values["full_reduction"], values["full_reduction"]


def check(values: Values) -> None:
    """Refuse what doesn't divide, or is too much to look at.

    Raises:
        ConvError: The reduction doesn't divide the channels, or leaves too many numbers.
    """
    channels, reduction = values["channels"], values["reduction"]
    if channels % reduction:
        raise ConvError("channels-divide", parameter="reduction", value=reduction, have=channels)
    if channels // reduction > UNITS:
        details = {"value": reduction, "units": channels // reduction, "most": UNITS}
        raise ConvError("se-units", parameter="reduction", **details)


fit = partial(fitted, PARAMS)
