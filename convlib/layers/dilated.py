"""A dilated layer, and stacks of them: parameters, numbers, checks and fields."""

from __future__ import annotations

from convlib.errors import ConvError
from convlib.layers.backgrounds import Background, backgrounds
from convlib.layers.standard import CLASSIC_INPUT, check_direct
from convlib.lesson import Values
from convlib.named.inputs import INPUTS
from convlib.named.kernels import KERNELS
from convlib.ops import Array
from convlib.params import (
    Choice,
    Grid,
    PaddingParam,
    Param,
    PerAxis,
    Seed,
    Several,
    Whole,
    laid_over,
)
from convlib.receptive_field import receptive_field
from convlib.shapes import Pair
from convlib.staging.gridding import layers_of
from convlib.staging.stacks import Stack, cells_of

LARGEST_INPUT, LARGEST_KERNEL, LARGEST_PADDED = 12, 5, 16
LONGEST, LAYERS = 32, 5  # cells of a row whose numbers can still be read, and rows
LARGEST_FIELD = 15  # cells across of a plane of counts that stands beside the others
LARGEST_PARALLEL = 17  # cells along an axis of an input that several layers read
BRANCHES = 3  # layers that read one input, with once, twice and three times the dilation
VIEWS = ("pair", "layer", "stack", "gridding", "parallel", "causal")
PARAMS: tuple[Param, ...] = (
    Choice("view", VIEWS, usual="layer", by_example=True),
    PerAxis("size", default=(7, 7), low=1, high=LARGEST_INPUT),
    PerAxis("kernel", default=(3, 3), low=1, high=LARGEST_KERNEL),
    PerAxis("dilation", default=(2, 2), low=1, high=8),
    PaddingParam("padding", rules=("valid", "same", "full"), high=8),
    Several("rates", default=(1, 2, 4), low=1, high=8, most=LAYERS),
    Whole("length", default=18, low=1, high=LONGEST),
    Seed("seed"),
    Grid("input", cap=LARGEST_INPUT, size="size", names=INPUTS),
    Grid("weights", cap=LARGEST_KERNEL, size="kernel", names=KERNELS),
    Grid("signal", cap=LONGEST, size="length", names=INPUTS, row=True),
    Grid("layers", cap=max(LARGEST_KERNEL, LAYERS)),
    Grid("branches", cap=LARGEST_KERNEL, size="kernel", planes=BRANCHES),
)
# No weight is 0: a hole is something else.
KERNEL = [[1, 2, -1], [2, 1, 1], [-1, 1, 2]]
BESIDE = [KERNEL, [[-1, 2, 1], [1, 1, -1], [2, -1, 1]], [[1, -1, 1], [2, 1, 1], [-1, 1, -1]]]
BANK = [[1, 2, -1], [2, 1, -1], [1, -1, 2], [1, 1, -1], [-1, 1, 2]]
WEIGHTS = (-2, -1, 1, 2)
NUMBERS = {
    "input": Background((LARGEST_INPUT, LARGEST_INPUT), range(10), range(4), CLASSIC_INPUT),
    "signal": Background((1, LONGEST), range(10), range(4)),
    "weights": Background((LARGEST_KERNEL, LARGEST_KERNEL), WEIGHTS, WEIGHTS, KERNEL),
    "layers": Background((LAYERS, LARGEST_KERNEL), WEIGHTS, WEIGHTS, BANK),
    "branches": Background((BRANCHES, LARGEST_KERNEL, LARGEST_KERNEL), WEIGHTS, WEIGHTS, BESIDE),
}


def arrays(values: Values) -> dict[str, Array]:
    """Input ``(H, W)``, weights ``(kH, kW)``; of a stack the signal ``(1, n)`` and ``(L, kW)``.

    Behind them the kernels of layers side by side, ``(BRANCHES, kH, kW)``.
    """
    numbers = backgrounds(values["seed"], NUMBERS)
    bank = numbers["layers"][: len(values["rates"]), : values["kernel"][1]]
    return laid_over(PARAMS, values, numbers | {"layers": bank})


def check(values: Values) -> None:
    """Refuse what doesn't fit, or is too much to look at.

    Raises:
        ConvError: A kernel is wider than what it reads, a row or a plane has too many cells, or
            the field of an output has.
    """
    if values["view"] == "layer":
        check_direct(values, LARGEST_PADDED)
    elif values["view"] == "pair":
        _check_same(values, LARGEST_PADDED)
    elif values["view"] == "parallel":
        _check_same(values | {"dilation": dilations(values)[-1]}, LARGEST_PARALLEL)
    elif values["view"] == "gridding":
        rows, columns = field_of(values)
        cap = LONGEST if values["kernel"][0] == 1 else LARGEST_FIELD
        if max(rows, columns) > cap:
            details = {"field": max(rows, columns), "cap": cap}
            raise ConvError("dilated-field", parameter="rates", **details)
    else:
        _check_rows(values)


def _check_same(values: Values, most: int) -> None:
    """Refuse a layer whose output is as large as its input by zeros that nobody sets."""
    try:
        check_direct(alike(values), most)
    except ConvError as error:
        if error.key != "padded-too-large":
            raise
        raise ConvError("dilated-same", parameter="size", **error.details) from error


def alike(values: Values) -> Values:
    """The values as one layer has them: beside others its output is as large as its input."""
    return values if values["view"] == "layer" else values | {"padding": "same"}


def dilations(values: Values) -> list[Pair]:
    """Of layers side by side: once, twice and three times the dilation.

    Example:
        >>> dilations({"dilation": (1, 2)})
        [(1, 2), (2, 4), (3, 6)]
    """
    down, across = values["dilation"]
    return [(times * down, times * across) for times in range(1, BRANCHES + 1)]


def _check_rows(values: Values) -> None:
    """Refuse a stack that is wider than its input, or too wide to look at."""
    length, kernel = values["length"], values["kernel"][1]
    try:
        cells = cells_of(length, kernel, values["rates"], sides(values))
    except ConvError as error:
        details = {"field": field_of(values)[1], "length": length}
        raise ConvError("dilated-reach", parameter="rates", **details) from error
    if max(cells) > LONGEST:
        details = {"cells": max(cells), "cap": LONGEST}
        raise ConvError("dilated-wide", parameter="rates", **details)


def sides(values: Values) -> str | Pair:
    """The padding of each layer of a stack: a rule, or the zeros on the left and on the right."""
    if values["view"] == "causal":
        return "causal"
    padding: str | tuple[Pair, Pair] = values["padding"]
    return padding if isinstance(padding, str) else padding[1]


def field_of(values: Values) -> Pair:
    """The receptive field of one output of all layers, rows and columns."""
    rows, columns = receptive_field(layers_of(values["kernel"], values["rates"])).size
    return rows, columns


def stack_of(values: Values) -> Stack:
    """The values' stack."""
    signal, bank = (arrays(values)[name] for name in ("signal", "layers"))
    return Stack(signal, bank, values["rates"], sides(values))
