"""Lesson 2: two-dimensional convolution of one channel, with the field's classic figure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from convlib.layers.products import covered, products
from convlib.layers.standard import (
    PARAMS,
    arrays,
    check_direct,
    code_direct,
    costs_direct,
    derive_direct,
    fit_typed,
    geometry,
    options,
    result,
    stage_direct,
)
from convlib.lesson import Lesson, Preset, Question, Values
from convlib.named.inputs import PICTURES
from convlib.ops import conv

SMALLEST_PICTURE = 12  # rows and columns in which something can be made out
MOSTLY = 0.8  # of its cells
AS_PICTURE = {"show": "heat", "speed": 4.0}


def last_place(values: Values) -> dict[str, object]:
    """The output's last cell, the input row and column of its window's start, and its products."""
    there, (x, weight) = geometry(values), arrays(values).values()
    cell = [count - 1 for count in there.outputs]
    starts = [
        at * stride - before
        for at, stride, (before, _) in zip(cell, there.strides, there.padding, strict=True)
    ]
    worked = products(covered(x, there, cell), weight)
    place = {"row": cell[0], "column": cell[1], "top": starts[0], "left": starts[1]}
    return {**place, "products": worked}


def fed_by_corner(values: Values) -> int:
    """How many outputs read the first cell of the input."""
    x, weight = arrays(values).values()
    alone = np.zeros_like(x)
    alone[0, 0] = 1
    ones = np.ones_like(weight)
    return int(np.count_nonzero(conv(alone[None], ones[None, None], **options(values))))


def over_corner(values: Values) -> list[int]:
    """At how many places down, and across, a weight lies on the input's first row or column."""
    there = geometry(values)
    axes = zip(
        *(there.outputs, there.strides, there.padding, there.dilations, values["kernel"]),
        strict=True,
    )
    return [
        sum(
            any(place * stride + at * dilation == before for at in range(kernel))
            for place in range(places)
        )
        for places, stride, (before, _), dilation, kernel in axes
    ]


def under_corner(values: Values) -> list[int]:
    """How many rows and columns of the input weights lie on, at the window's first place."""
    there = geometry(values)
    axes = zip(values["size"], values["kernel"], there.padding, there.dilations, strict=True)
    return [
        sum(0 <= at * dilation - before < size for at in range(kernel))
        for size, kernel, (before, _), dilation in axes
    ]


def feeding_corner(values: Values) -> int:
    """How many cells of the input the first output reads."""
    return math.prod(under_corner(values))


def sizes(values: Values) -> dict[str, object]:
    """Rows and columns of the kernel and of the output, and how many cells each has."""
    (down, across), (rows, columns) = values["kernel"], geometry(values).outputs
    inside, reading = under_corner(values), over_corner(values)
    return {
        "reading_rows": reading[0],
        "reading_columns": reading[1],
        "inside_rows": inside[0],
        "inside_columns": inside[1],
        "down": down,
        "across": across,
        "rows": rows,
        "columns": columns,
        "weights": down * across,
        "outputs": rows * columns,
    }


def opens(values: Values) -> Mapping[str, Any]:
    """A picture is looked at rather than read, also one in which some numbers were changed."""
    size = values["size"]
    if min(size) < SMALLEST_PICTURE:
        return {}
    x = arrays(values)["input"]
    seen = any(np.mean(x == make(size)) > MOSTLY for make in PICTURES.values())
    return AS_PICTURE if seen else {}


QUESTIONS = (
    Question("size", lambda values: math.prod(geometry(values).outputs), sizes),
    Question("value", lambda values: float(result(values)[-1, -1]), last_place),
    Question("corner", feeding_corner, sizes),
    Question("macs", lambda values: costs_direct(values)[0].cost.macs, sizes),
    Question("reads", fed_by_corner, sizes),
)
LESSON = Lesson(
    slug="single-channel",
    order=2,
    group="operation",
    params=PARAMS,
    presets=(
        Preset("classic"),
        Preset("classic_strided", {"stride": 2, "padding": 1}),
        Preset("edges", {"size": 16, "input": "house", "weights": "sobel-x"}),
    ),
    stage=stage_direct,
    check=check_direct,
    derive=derive_direct,
    arrays=arrays,
    costs=costs_direct,
    code=code_direct,
    questions=QUESTIONS,
    fit=fit_typed,
    opens=opens,
)
