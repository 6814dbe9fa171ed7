"""Questions about transposed layers: sizes, borders, entries, and how stamps overlap."""

from __future__ import annotations

import math

import numpy as np

from convlib.layers.transposed import fixed, large, options, result_size, small
from convlib.lesson import Question, Values
from convlib.numerals import exact
from convlib.ops import Array
from convlib.receptive_field import Layer, touched
from convlib.staging.sparse import matrix_of


def along_rows(values: Values) -> dict[str, object]:
    """The numbers along the rows, and what the output's rows add up from."""
    values = fixed(values)
    k, s, p, extra = (values[n][0] for n in ("kernel", "stride", "padding", "output_padding"))
    i = small(values)[0]
    rule = f"{s} · ({i} − 1) + {k} − 2 · {p} + {extra}"
    if values["view"] == "resize":
        rule = f"{s} · {i} + 2 · {p} + {extra} − {k} + 1"
    sizes = f"{s} · ({i} − 1) + {k} − 2 · {p}"
    return {
        "kernel": k,
        "stride": s,
        "padding": p,
        "border": exact(border(values)),
        "size": i,
        "rule": rule,
        "sizes": sizes,
    }


def most_stamps(values: Values) -> tuple[int, int]:
    """How many stamps touch a cell at most, along rows and along columns."""
    rows, columns = map(max, by_axis(values))
    return rows, columns


def stamps_per_axis(values: Values) -> dict[str, object]:
    """The numbers that the question about overlaps speaks of."""
    values = fixed(values)
    down_, across = most_stamps(values)
    names = {name: f"{values[name][0]}×{values[name][1]}" for name in ("kernel", *options(values))}
    return {**names, "down": down_, "across": across, "size": "×".join(map(str, small(values)))}


def entries(values: Values) -> dict[str, object]:
    """How many weights the matrix holds, and how many the padding cuts off."""
    values = fixed(values)
    rows, columns = small(values)
    weights = math.prod(values["kernel"])
    whole = rows * columns * weights
    return {
        "inputs": rows * columns,
        "outputs": math.prod(large(values)),
        "weights": weights,
        "whole": whole,
        "lost": whole - in_matrix(values),
    }


def in_matrix(values: Values) -> int:
    """How many places of the matrix hold a weight."""
    values = fixed(values)
    x = np.ones(small(values), int)
    return len(matrix_of(x, np.ones(values["kernel"], int), options(values)).values)


def zeros_above(values: Values) -> int:
    """How many rows of zeros stand above the input where a window gathers."""
    return max(0, border(values))


def border(values: Values) -> int:
    """What stands around the input where a window gathers; below 0 rows are left out instead."""
    values = fixed(values)
    return int(values["kernel"][0] - 1 - values["padding"][0])


def sizes_down(values: Values) -> int:
    """How many heights the convolution takes to the height that goes up."""
    values = fixed(values)
    k, s, p = (int(values[name][0]) for name in ("kernel", "stride", "padding"))
    least = s * (small(values)[0] - 1) + k - 2 * p
    return s - max(0, 1 - least)


def counts(values: Values) -> Array:
    """How many stamps touch each cell of the output, ``(rows, columns)``."""
    values = fixed(values)
    layer = Layer(values["kernel"], transposed=True, **options(values))
    return touched([layer], small(values))


def by_axis(values: Values) -> list[list[int]]:
    """How many stamps there are along each axis alone, cell by cell: down, and across."""
    values = fixed(values)
    names = ("kernel", *options(values))
    axes = zip(small(values), *(values[name] for name in names), strict=True)
    return [
        touched([Layer(k, s, p, output_padding=extra, transposed=True)], i).tolist()
        for i, k, s, p, extra in axes
    ]


def by_count(values: Values) -> dict[str, object]:
    """The numbers of stamps along each axis, and how often 1 is among them."""
    down_, across = by_axis(values)
    return {
        **stamps_per_axis(values),
        "outputs": len(down_) * len(across),
        "down_stamps": ", ".join(map(str, down_)),
        "across_stamps": ", ".join(map(str, across)),
        "ones_down": down_.count(1),
        "ones_across": across.count(1),
    }


QUESTIONS = (
    Question(
        "rows",
        lambda values: result_size(fixed(values))[0],
        along_rows,
        asked=lambda values: values["view"] != "identity",
    ),
    Question("border", zeros_above, along_rows, asked=lambda values: border(values) >= 0),
    Question("sizes", sizes_down, along_rows),
    Question("entries", in_matrix, entries),
    Question("single", lambda values: int((counts(values) == 1).sum()), by_count),
    Question("stamps", lambda values: math.prod(most_stamps(values)), stamps_per_axis),
)
