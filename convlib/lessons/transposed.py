"""Lesson 7: the transposed convolution, as stamps, as a window and as a matrix; checkerboards."""

from __future__ import annotations

import math

import numpy as np

from convlib.layers.transposed import (
    PARAMS,
    arrays,
    check_up,
    code_up,
    costs_up,
    derive_up,
    down,
    fit_typed,
    given,
    large,
    options,
    resized,
    result_size,
    small,
)
from convlib.lesson import Lesson, Preset, Question, Values
from convlib.numerals import exact
from convlib.picture.scene import Scene
from convlib.receptive_field import Layer, touched
from convlib.staging.sparse import matrix_of, stage_matrix, stage_together
from convlib.staging.stamps import stage_stamps
from convlib.staging.upsampling import stage_gather, stage_resize, stage_round_trip, stage_scatter


def stage(values: Values) -> Scene:
    """The scene of the view that is asked for."""
    x, weight = given(values)
    match values["view"]:
        case "scatter":
            return stage_stamps(x, weight, options(values))
        case "gather":
            return stage_gather(x, weight, options(values))
        case "matrix":
            return stage_matrix(x, weight, options(values))
        case "together":
            return stage_together(x, weight, options(values))
        case "roundtrip":
            return stage_round_trip(arrays(values)["input"], weight, down(values), options(values))
        case "overlap":
            names = ("transposed-ones", "transposed-stamp", "transposed-counts")
            return stage_scatter(x, weight, options(values), names=names, result="n")
    return stage_resize(x, weight, values["stride"], resized(values)["padding"])


def along_rows(values: Values) -> dict[str, object]:
    """The numbers along the rows, and what the output's rows add up from."""
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
        "border": exact(k - 1 - p),
        "size": i,
        "rule": rule,
        "sizes": sizes,
    }


def most_stamps(values: Values) -> tuple[int, int]:
    """How many stamps touch a cell at most, along rows and along columns."""
    rows, columns = (
        int(touched([Layer(k, s, p, output_padding=extra, transposed=True)], i).max())
        for i, k, s, p, extra in zip(
            small(values), *(values[name] for name in ("kernel", *options(values))), strict=True
        )
    )
    return rows, columns


def stamps_per_axis(values: Values) -> dict[str, object]:
    """The numbers that the question about overlaps speaks of."""
    down_, across = most_stamps(values)
    names = {name: f"{values[name][0]}×{values[name][1]}" for name in ("kernel", *options(values))}
    return {**names, "down": down_, "across": across, "size": "×".join(map(str, small(values)))}


def entries(values: Values) -> dict[str, object]:
    """How many weights the matrix holds, and how many the padding cuts off."""
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
    x = np.ones(small(values), int)
    return len(matrix_of(x, np.ones(values["kernel"], int), options(values)).values)


def zeros_above(values: Values) -> int:
    """How many rows of zeros stand above the input where a window gathers."""
    border: int = values["kernel"][0] - 1 - values["padding"][0]
    return max(0, border)


def sizes_down(values: Values) -> int:
    """How many heights the convolution takes to the height that goes up."""
    k, s, p = (int(values[name][0]) for name in ("kernel", "stride", "padding"))
    least = s * (small(values)[0] - 1) + k - 2 * p
    return s - max(0, 1 - least)


QUESTIONS = (
    Question("rows", lambda values: result_size(values)[0], along_rows),
    Question("border", zeros_above, along_rows),
    Question("sizes", sizes_down, along_rows),
    Question("entries", in_matrix, entries),
    Question("stamps", lambda values: math.prod(most_stamps(values)), stamps_per_axis),
)
LESSON = Lesson(
    slug="transposed",
    order=7,
    params=PARAMS,
    presets=(
        Preset("2x2-to-5x5", {"stride": 2}),
        Preset("2x2-to-4x4"),
        Preset("sliding", {"view": "gather", "stride": 2}),
        Preset(
            "3x3-to-6x6",
            {"view": "gather", "size": 3, "stride": 2, "padding": 1, "output_padding": 1},
        ),
        Preset("as-a-matrix", {"view": "matrix"}),
        Preset("three-in-step", {"view": "together"}),
        Preset(
            "round-trip",
            {"view": "roundtrip", "size": 6, "stride": 2, "padding": 1, "output_padding": 1},
        ),
        Preset("checkerboard", {"view": "overlap", "size": 4, "stride": 2}),
        Preset(
            "checkerboard-1d",
            {"view": "overlap", "size": "1x5", "kernel": "1x3", "stride": "1x2"},
        ),
        Preset("even-overlap", {"view": "overlap", "size": 4, "kernel": 4, "stride": 2}),
        Preset(
            "resize-convolve",
            {"view": "resize", "size": 4, "stride": 2, "input": "ones", "weights": "ones"},
        ),
    ),
    stage=stage,
    check=check_up,
    derive=derive_up,
    arrays=arrays,
    costs=costs_up,
    code=code_up,
    questions=QUESTIONS,
    fit=fit_typed,
    idle=lambda values: ("input", "weights") if values["view"] == "overlap" else (),
)
