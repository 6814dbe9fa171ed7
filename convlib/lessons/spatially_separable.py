"""Lesson 9: spatially separable convolution: a column times a row, in two passes."""

from __future__ import annotations

import math
from collections.abc import Callable
from math import comb

import numpy as np

from convlib import code
from convlib.errors import ConvError
from convlib.layers import standard
from convlib.layers.cost_rows import conv_row, in_a_row, passes
from convlib.lesson import CostRow, Derivation, Lesson, Preset, Question, Values
from convlib.named.inputs import INPUTS
from convlib.named.kernels import KERNELS
from convlib.numerals import exact
from convlib.ops import Array, Geometry, singular_values
from convlib.params import Choice, Grid, Param, PerAxis, Seed
from convlib.picture.scene import Scene
from convlib.shapes import Pair
from convlib.staging.separable import outer_scene, passes_scene, rank_scene, stand_in

LARGEST_INPUT, LARGEST_KERNEL = 8, 5
DECIMALS = 4  # of a singular value in a sentence
LARGE = (1, 224, 224), (7, 7)  # a photograph's size, and the first kernel of many networks
COLUMN, ROW = [1, 2, 1, 2, 1], [-1, 0, 1, -1, 0]  # Sobel's three, and two more for larger kernels


def _along(numbers: Callable[[int], list[int]]) -> Callable[[Pair], Array]:
    """Numbers in a line, however it stands."""
    return lambda shape: np.array(numbers(max(shape))).reshape(shape)


LINES = {
    "ones": _along(lambda n: [1] * n),
    "binomial": _along(lambda n: [comb(n - 1, at) for at in range(n)]),
    "slope": _along(
        lambda n: [at - (n - 1) // 2 - (n % 2 == 0) * (at < n // 2) for at in range(n)]
    ),
}
PARAMS: tuple[Param, ...] = (
    Choice("view", ("outer", "passes", "rank")),
    Choice("first", ("column", "row")),
    PerAxis("size", default=(5, 5), low=1, high=LARGEST_INPUT),
    PerAxis("kernel", default=(3, 3), low=1, high=LARGEST_KERNEL),
    Seed("seed"),
    Grid("input", cap=LARGEST_INPUT, size="size", names=INPUTS),
    Grid("column", cap=LARGEST_KERNEL, names=LINES),
    Grid("row", cap=LARGEST_KERNEL, names=LINES),
    Grid("weights", cap=LARGEST_KERNEL, size="kernel", names=KERNELS),
)
GRIDS = {param.name: param for param in PARAMS if isinstance(param, Grid)}


def fit(given: Values) -> Values:
    """PanelList typed lines as they belong; let typed numbers settle sizes where none are given.

    Raises:
        ConvError: They can't be read, or a line has rows and columns.
    """
    fitted, shapes = dict(given), dict[str, Pair]()
    for name, param in GRIDS.items():
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
    seed, (down, across) = values["seed"], values["kernel"]
    dice = np.random.default_rng(seed)
    lines = np.array([COLUMN, ROW])
    drawn = np.zeros((LARGEST_KERNEL, LARGEST_KERNEL), int)
    if seed is not None:
        lines, drawn = dice.integers(-2, 3, lines.shape), dice.integers(-2, 3, drawn.shape)
    column = GRIDS["column"].laid_over(lines[0, :, None], values["column"], (down, 1))
    row_ = GRIDS["row"].laid_over(lines[1, None], values["row"], (1, across))
    # What is known by a name stands on zeros where the kernel is larger: its rank stays as it is.
    ground = drawn if seed is not None else column * row_
    if isinstance(values["weights"], str):
        ground = np.zeros((down, across), int)
    return {
        "input": standard.arrays(values)["input"],
        "column": column,
        "row": row_,
        "weights": GRIDS["weights"].laid_over(ground, values["weights"], (down, across)),
    }


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
    lines = [
        (
            r"o &= i - k + 1 \qquad (s = 1,\; p = 0)",
            rf"o &= {size} - {kernel} + 1 = \mathbf{{{size - kernel + 1}}}",
        )
        for size, kernel in zip(values["size"], values["kernel"], strict=True)
    ]
    if lines[0] == lines[1]:
        return [Derivation("both", lines[0])]
    return [Derivation("rows", lines[0]), Derivation("columns", lines[1])]


def costs(values: Values) -> list[CostRow]:
    """Two passes beside one, here and on a photograph."""
    shape, kernel = (1, *values["size"]), values["kernel"]
    order = (0, 1) if values["first"] == "column" else (1, 0)
    return [
        in_a_row("separable-own", shape, passes(kernel, order)),
        conv_row("standard", shape, filters=1, kernel=kernel),
        in_a_row("separable-large", LARGE[0], passes(LARGE[1])),
        conv_row("separable-large-direct", LARGE[0], filters=1, kernel=LARGE[1]),
    ]


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
    Question(
        "rank",
        lambda values: int(np.count_nonzero(singular_values(arrays(values)["weights"]))),
        ranks,
    ),
)


def idle(values: Values) -> tuple[str, ...]:
    """What makes no difference in a view."""
    if values["view"] != "rank":
        return ("weights",) if values["view"] == "passes" else ("first", "weights")
    # As long as no kernel is typed, the one on the stage is the product of the two lines.
    drawn = values["weights"] is None and values["seed"] is None
    return ("first",) if drawn else ("first", "column", "row")


LESSON = Lesson(
    slug="spatially-separable",
    order=9,
    params=PARAMS,
    presets=(
        Preset("sobel"),
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
