"""Lesson 9: spatially separable convolution: a column times a row, in two passes."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from convlib import code
from convlib.errors import ConvError
from convlib.layers import standard
from convlib.layers.backgrounds import Background, backgrounds
from convlib.layers.by_axis import by_axis, derive_plain
from convlib.layers.cost_rows import conv_row, in_a_row, passes
from convlib.lesson import CostRow, Derivation, Lesson, Preset, Question, Values
from convlib.named.inputs import INPUTS
from convlib.named.kernels import KERNELS
from convlib.named.lines import LINES
from convlib.numerals import exact
from convlib.ops import Array, Geometry, singular_values
from convlib.params import Choice, Grid, Param, PerAxis, Seed, grids_of, laid_over
from convlib.picture.scene import Scene
from convlib.shapes import Pair
from convlib.staging.separable import outer_scene, passes_scene, rank_scene, stand_in
from convlib.staging.separable_race import race_scene

LARGEST_INPUT, LARGEST_KERNEL = 8, 5
DECIMALS = 4  # of a singular value in a sentence
LARGE = (1, 224, 224), (7, 7)  # a photograph's size, and the first kernel of many networks
COLUMN, ROW = [1, 2, 1, 2, 1], [-1, 0, 1, -1, 0]  # Sobel's three, and two more for larger kernels
PARAMS: tuple[Param, ...] = (
    Choice("view", ("race", "outer", "passes", "rank")),
    Choice("first", ("column", "row")),
    PerAxis("size", default=(5, 5), low=1, high=LARGEST_INPUT),
    PerAxis("kernel", default=(3, 3), low=1, high=LARGEST_KERNEL),
    Seed("seed"),
    Grid("input", cap=LARGEST_INPUT, size="size", names=INPUTS),
    Grid("column", cap=LARGEST_KERNEL, names=LINES),
    Grid("row", cap=LARGEST_KERNEL, names=LINES),
    Grid("weights", cap=LARGEST_KERNEL, size="kernel", names=KERNELS),
)
NUMBERS = {
    "lines": Background((2, LARGEST_KERNEL), range(-2, 3), classic=[COLUMN, ROW]),
    "weights": Background((LARGEST_KERNEL, LARGEST_KERNEL), range(-2, 3)),
}


def fit(given: Values) -> Values:
    """Stand typed lines as they belong; let typed numbers settle sizes where none are given.

    Raises:
        ConvError: They can't be read, or a line has rows and columns.
    """
    fitted, shapes = dict(given), dict[str, Pair]()
    for name, param in grids_of(PARAMS).items():
        typed = param.read(given.get(name))
        if typed is None or isinstance(typed, str):
            continue
        if name in ("column", "row"):
            fitted[name] = typed = _line(name, typed)
        shapes[name] = (typed.shape[0], typed.shape[1])
    if "input" in shapes:
        fitted.setdefault("size", shapes["input"])
    if shapes.keys() - {"input"}:
        down = [shapes[name][0] for name in ("column", "weights") if name in shapes]
        across = [shapes[name][1] for name in ("row", "weights") if name in shapes]
        fitted.setdefault("kernel", (max(down, default=3), max(across, default=3)))
    return fitted


def _line(name: str, typed: Array) -> Array:
    """Numbers in a line, standing as a column or lying as a row."""
    if min(typed.shape) > 1:
        rows, columns = typed.shape
        raise ConvError("separable-line", parameter=name, rows=rows, columns=columns)
    return typed.reshape((-1, 1) if name == "column" else (1, -1))


def arrays(values: Values) -> dict[str, Array]:
    """Input, column ``(kH, 1)`` and row ``(1, kW)``, and any kernel, at first their product."""
    numbers, (down, across) = backgrounds(values["seed"], NUMBERS), values["kernel"]
    column, row_ = numbers["lines"]
    lines = laid_over(PARAMS, values, {"column": column[:down, None], "row": row_[None, :across]})
    # What is known by a name stands on zeros where the kernel is larger: its rank stays as it is.
    ground = numbers["weights"]
    if isinstance(values["weights"], str):
        ground = np.zeros_like(ground)
    elif values["seed"] is None:
        ground = lines["column"] * lines["row"]
    weights = laid_over(PARAMS, values, {"weights": ground})
    return {"input": standard.arrays(values)["input"], **lines, **weights}


def check(values: Values) -> None:
    """Refuse a kernel that doesn't fit into the input.

    Raises:
        ConvError: It is larger than the input.
    """
    geometry(values)


def geometry(values: Values) -> Geometry:
    """How the kernel stands on the input: stride 1, no padding."""
    return Geometry.of(values["size"], values["kernel"])


def factors(values: Values) -> tuple[Array, Array, Array]:
    """Input, and the column and the row of the two passes: in the view ``rank`` the stand-in's."""
    x, column, row_, weights = arrays(values).values()
    if values["view"] == "rank":
        column, row_, _ = stand_in(weights)
    return x, column.ravel(), row_.ravel()


def stage(values: Values) -> Scene:
    """The scene of the view that is asked for."""
    x, column, row_ = factors(values)
    match values["view"]:
        case "race":
            return race_scene(x, column, row_, values["first"])
        case "outer":
            return outer_scene(x, column, row_)
        case "passes":
            return passes_scene(x, column, row_, values["first"])
    return rank_scene(x, arrays(values)["weights"])


def between(values: Values) -> Pair:
    """Rows and columns of the map between the passes."""
    (rows, columns), (high, wide) = geometry(values).outputs, values["size"]
    return (rows, wide) if values["first"] == "column" else (high, columns)


def derive(values: Values) -> list[Derivation]:
    """The output's rows and columns; each pass takes away from one of the two."""
    axes = zip(values["size"], values["kernel"], strict=True)
    return by_axis(*(derive_plain(*axis) for axis in axes))


def costs(values: Values) -> list[CostRow]:
    """Two passes beside one; and in a chart of its own the same on a photograph."""
    shape, kernel = (1, *values["size"]), values["kernel"]
    order = (0, 1) if values["first"] == "column" else (1, 0)
    return [
        in_a_row("separable-own", shape, passes(kernel, order)),
        conv_row("standard", shape, filters=1, kernel=kernel),
        *(replace(row, chart="separable-photograph") for row in _large()),
    ]


def _large() -> list[CostRow]:
    """The same two ways on a photograph, on which the border hardly counts."""
    shape, kernel = LARGE
    two = in_a_row("separable-own", shape, passes(kernel))
    return [two, conv_row("standard", shape, filters=1, kernel=kernel)]


def layer_code(values: Values) -> dict[str, str]:
    """The layer as code."""
    x, column, row_ = factors(values)
    return code.spatially_separable(x[None], column, row_, first=values["first"])


def counts(values: Values) -> dict[str, object]:
    """All that the numbers of products follow from."""
    (down, across), (rows, columns) = values["kernel"], geometry(values).outputs
    high, wide = between(values)
    one, other = (down, across) if values["first"] == "column" else (across, down)
    return {
        "first": values["first"],
        "down": down,
        "across": across,
        "one": one,
        "other": other,
        "rows": rows,
        "columns": columns,
        "high": high,
        "wide": wide,
        "between": high * wide,
        "outputs": rows * columns,
        "weights": down * across,
        "lines": down + across,
        "passes": costs(values)[0].cost.macs,
        "direct": costs(values)[1].cost.macs,
    }


def ranks(values: Values) -> dict[str, object]:
    """The kernel that is typed in, its sizes and its singular values in short."""
    weights = arrays(values)["weights"]
    sizes = singular_values(weights)
    return {
        "most": min(weights.shape),
        "sizes": ", ".join(exact(round(float(size), DECIMALS)) for size in sizes),
        "kernel": "; ".join(" ".join(exact(float(number)) for number in line) for line in weights),
    }


QUESTIONS = (
    Question("between", lambda values: math.prod(between(values)), counts),
    Question("passes", lambda values: costs(values)[0].cost.macs, counts),
    Question("each", lambda values: sum(values["kernel"]), counts),
    Question("seven", lambda _: sum(LARGE[1])),
    Question(
        "rank",
        lambda values: int(np.count_nonzero(singular_values(arrays(values)["weights"]))),
        ranks,
    ),
)


def idle(values: Values) -> tuple[str, ...]:
    """What makes no difference in a view."""
    if values["view"] != "rank":
        return ("first", "weights") if values["view"] == "outer" else ("weights",)
    # As long as no kernel is typed, the one on the stage is the product of the two lines.
    drawn = values["weights"] is None and values["seed"] is None
    return ("first",) if drawn else ("first", "column", "row")


LESSON = Lesson(
    slug="spatially-separable",
    order=9,
    group="factored",
    needs=("single-channel",),
    params=PARAMS,
    presets=(
        Preset("sobel-race"),
        Preset("sobel", {"view": "outer"}),
        Preset("sobel-passes", {"view": "passes"}),
        Preset("row-first", {"view": "passes", "first": "row"}),
        Preset("binomial", {"view": "passes", "column": "binomial", "row": "binomial"}),
        Preset("not-separable", {"view": "rank", "weights": "laplacian"}),
        Preset(
            "larger-kernel",
            {"view": "passes", "size": 8, "kernel": 5, "column": "binomial", "row": "binomial"},
        ),
    ),
    stage=stage,
    check=check,
    derive=derive,
    arrays=arrays,
    costs=costs,
    code=layer_code,
    questions=QUESTIONS,
    fit=fit,
    idle=idle,
)
