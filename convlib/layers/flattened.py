"""Filters that are outer products of three lines: parameters, numbers and checks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import permutations
from typing import Any

import numpy as np

from convlib.errors import ConvError
from convlib.layers.backgrounds import Background, backgrounds
from convlib.lesson import Values
from convlib.named.kernels import KERNELS
from convlib.named.lines import LINES
from convlib.ops import Array, Geometry
from convlib.params import Choice, Count, Grid, Param, PerAxis, Seed, Whole, grids_of, laid_over
from convlib.shapes import Pair
from convlib.staging.flattened import Flattened
from convlib.staging.flattened_outer import nearest

CHANNELS, FILTERS, SIDE, KERNEL = 4, 3, 6, 4  # that are drawn at most
FIRST = ("channel", "column", "row")
ORDERS = tuple("-".join(order) for order in permutations(FIRST))
Named = dict[str, Callable[[Pair], Array]]


def _lines(along: int) -> Named:
    """Lines by name, the same for each filter."""
    return {name: _each(made, along) for name, made in LINES.items()}


def _each(made: Callable[[Pair], Array], along: int) -> Callable[[Pair], Array]:
    def lines(shape: Pair) -> Array:
        one = (shape[0], 1) if along == 0 else (1, shape[1])
        return np.broadcast_to(made(one), shape)

    return lines


SIZES: tuple[Param, ...] = (
    Whole("filters", default=1, low=1, high=FILTERS),
    Whole("channels", default=3, low=1, high=CHANNELS),
    PerAxis("size", default=(5, 5), low=1, high=SIDE),
    PerAxis("kernel", default=(3, 3), low=1, high=KERNEL),
)
PARAMS: tuple[Param, ...] = (
    Choice("order", ORDERS),
    *SIZES,
    Seed("seed"),
    Grid("input", SIDE, "size", planes=CHANNELS, counts=(Count("channels"),)),
    Grid("channel", max(CHANNELS, FILTERS), names=_lines(1)),
    Grid("column", KERNEL, names=_lines(0)),
    Grid("row", KERNEL, names=_lines(1)),
    Grid("weights", KERNEL, "kernel", KERNELS, planes=CHANNELS, counts=(Count("channels"),)),
)
IMAGE = [
    [[3, 2, 2, 3, 2], [3, 3, 0, 0, 1], [1, 3, 3, 0, 1], [3, 0, 3, 0, 1], [3, 1, 1, 1, 2]],
    [[1, 3, 1, 1, 2], [2, 2, 2, 3, 3], [3, 2, 2, 1, 3], [1, 0, 3, 0, 3], [2, 0, 0, 1, 0]],
    [[0, 2, 3, 1, 3], [3, 3, 2, 1, 2], [1, 1, 1, 0, 3], [0, 0, 0, 3, 2], [3, 0, 2, 1, 1]],
]
DEPTH = [[1, -1, 2, 1], [1, 0, -1, 1], [1, 1, 1, 1]]
DOWN = [[1, -1, 1], [2, 0, 1], [1, 1, 1], [1, 1, 1]]
ACROSS = [[1, 0, -1, 1], [1, 2, 1, 1], [0, 1, -1, 1]]
NUMBERS = {
    "input": Background((CHANNELS, SIDE, SIDE), range(10), range(4), IMAGE),
    "channel": Background((FILTERS, CHANNELS), range(-2, 3), classic=DEPTH),
    "column": Background((KERNEL, FILTERS), range(-2, 3), classic=DOWN),
    "row": Background((FILTERS, KERNEL), range(-2, 3), classic=ACROSS),
    "weights": Background((CHANNELS, KERNEL, KERNEL), range(-2, 3)),
}


def fit(given: Values) -> Values:
    """Stand typed lines as they belong; let typed numbers settle sizes where none are given.

    Raises:
        ConvError: They can't be read.
    """
    fitted, settled = dict(given), dict[str, Any]()
    read = {name: param.read(given.get(name)) for name, param in grids_of(PARAMS).items()}
    alone = SIZES[0].read(given.get("filters", 1)) == 1
    shapes = {}
    for name, typed in read.items():
        if isinstance(typed, np.ndarray):
            if alone and typed.ndim == 2 and 1 in typed.shape:
                fitted[name] = typed = typed.reshape((-1, 1) if name == "column" else (1, -1))
            shapes[name] = typed.shape
    if "input" in shapes:
        settled["size"] = shapes["input"][1:]
    if depth := _longest(shapes, input=0, weights=0, channel=1):
        settled["channels"] = min(depth, CHANNELS)
    down, across = _longest(shapes, weights=1, column=0), _longest(shapes, weights=2, row=1)
    if down or across:
        settled["kernel"] = (down or 3, across or 3)
    return {**settled, **fitted}


def _longest(shapes: Mapping[str, tuple[int, ...]], **axes: int) -> int:
    """The most that typed arrays have along an axis; 0 where none of them is typed."""
    return max((shapes[name][axis] for name, axis in axes.items() if name in shapes), default=0)


def arrays(values: Values) -> dict[str, Array]:
    """Input ``(C, H, W)``, lines ``(N, C)``, ``(kH, N)`` and ``(N, kW)``, and any filter.

    That one is ``(C, kH, kW)``, at first the outer product of the first filter's lines.
    """
    numbers, (down, across) = backgrounds(values["seed"], NUMBERS), values["kernel"]
    filters, channels = values["filters"], values["channels"]
    numbers["channel"] = numbers["channel"][:filters, :channels]
    numbers["column"] = numbers["column"][:down, :filters]
    numbers["row"] = numbers["row"][:filters, :across]
    lined = {name: numbers[name] for name in FIRST}
    lines = laid_over(PARAMS, values, lined)
    ground = numbers["weights"]
    if isinstance(values["weights"], str):
        ground = np.zeros_like(ground)  # what is known by a name keeps its rank where it is smaller
    elif values["seed"] is None:
        first = lines["channel"][0], lines["column"][:, 0], lines["row"][0]
        ground = np.einsum("c,y,x->cyx", *first)
    rest = laid_over(PARAMS, values, {"input": numbers["input"], "weights": ground})
    return {"input": rest["input"], **lines, "weights": rest["weights"]}


def filters_of(values: Values) -> int:
    """How many filters are on the stage: several only where the passes are by themselves."""
    return int(values["filters"]) if values["view"] == "in-turn" else 1


def order_of(values: Values) -> tuple[str, ...]:
    """The order of the passes; beside one pass the one that takes the least products."""
    return tuple(values["order"].split("-")) if values["view"] == "in-turn" else FIRST


def layer(values: Values) -> Flattened:
    """What is on the stage."""
    x, channel, column, across, weights = arrays(values).values()
    if values["view"] == "any":
        lines, _, _ = nearest(weights)
        return Flattened(x, lines[0][None], lines[1][:, None], lines[2][None], given=False)
    made = Flattened(x, channel, column, across, order_of(values))
    return made if values["view"] == "in-turn" else made.alone()


def check(values: Values) -> None:
    """Refuse a filter that doesn't fit into the input, and an order that mixes filters up.

    Raises:
        ConvError: It is larger; or channels don't come first though there are several filters.
    """
    geometry(values)
    if filters_of(values) > 1 and order_of(values)[0] != "channel":
        raise ConvError("flat-order", parameter="order", filters=values["filters"])


def geometry(values: Values) -> Geometry:
    """How the filter stands on each channel: stride 1, no padding."""
    return Geometry.of(values["size"], values["kernel"])
