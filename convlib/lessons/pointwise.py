"""Lesson 5: 1×1 convolution, a fully connected layer at every pixel, and the bottleneck."""

from __future__ import annotations

from typing import Any

import numpy as np

from convlib import code
from convlib.cost import Cost, cost
from convlib.layers import bottleneck
from convlib.layers.bottleneck import Plan
from convlib.layers.cost_rows import conv_row
from convlib.layers.standard import derive_direct
from convlib.lesson import CostRow, Derivation, Lesson, Preset, Question, Values
from convlib.ops import Array, pointwise, relu
from convlib.params import Choice, Grid, Param, PerAxis, Seed, Whole, laid_over
from convlib.picture.parts import NARROWEST, Layout, Panel, Tick, Window
from convlib.picture.scene import Scene
from convlib.staging.arrange import Column, Item, Row, Space, arrange
from convlib.staging.planes import plane_panels
from convlib.staging.steps import Steps

LARGEST, CHANNELS, FILTERS = 6, 4, 4
STANDARD = 3  # the kernel of the standard convolution that it is compared with
SHAPE = 2.45  # about how much wider than high the room for the stage is
WIDEST = 40  # cells beside each other whose numbers can still be read
PARAMS: tuple[Param, ...] = (
    Choice("view", ("fibre", "bottleneck")),
    Choice("relu", ("off", "on")),
    PerAxis("size", default=(4, 4), low=1, high=LARGEST),
    Whole("channels", default=4, low=1, high=CHANNELS),
    Whole("filters", default=2, low=1, high=FILTERS),
    *bottleneck.PARAMS,
    Seed("seed"),
    Grid("input", cap=LARGEST, size="size", planes=CHANNELS),
    Grid("weights", cap=max(CHANNELS, FILTERS)),
    Grid("bias", cap=FILTERS),
)
GRIDS = {param.name: param for param in PARAMS if isinstance(param, Grid)}

# What lies outside the classic numbers is drawn once from a fixed seed.
INPUT = [
    [[3, 0, 1, 2], [1, 2, 0, 1], [0, 3, 2, 0], [2, 1, 0, 3]],
    [[1, 2, 0, 0], [0, 1, 3, 2], [2, 0, 1, 1], [1, 3, 2, 0]],
    [[0, 1, 2, 3], [2, 0, 1, 0], [1, 1, 0, 2], [3, 0, 2, 1]],
    [[2, 1, 3, 0], [1, 0, 2, 1], [0, 2, 1, 3], [1, 2, 0, 0]],
]
WEIGHTS = [[1, -1, 2, 0], [-1, 2, 1, -2], [2, 0, -1, 1], [0, 1, -2, 1]]
BIAS = [[1], [-2], [0], [2]]


def arrays(values: Values) -> dict[str, Array]:
    """Input ``(D, H, W)``, weights ``(N, D)`` and bias ``(N, 1)``."""
    seed, channels, filters = values["seed"], values["channels"], values["filters"]
    dice = np.random.default_rng(0 if seed is None else seed)
    image = dice.integers(0, 4 if seed is None else 10, (CHANNELS, LARGEST, LARGEST))
    weights = dice.integers(-2, 3, (FILTERS, CHANNELS))
    bias = dice.integers(-3, 4, (FILTERS, 1))
    if seed is None:
        image[:, :4, :4], weights, bias = INPUT, np.array(WEIGHTS), np.array(BIAS)
    numbers = {
        "input": (image, (channels, *values["size"])),
        "weights": (weights, (filters, channels)),
        "bias": (bias, (filters, 1)),
    }
    return laid_over(GRIDS, values, numbers)


def result(values: Values) -> tuple[Array, Array]:
    """What the filters make, ``(N, H, W)``, and what comes out: the same, or cut off at 0."""
    x, weights, bias = arrays(values).values()
    sums = pointwise(x, weights[..., None, None], bias[:, 0])
    return sums, relu(sums) if values["relu"] == "on" else sums


def stage(values: Values) -> Scene:
    """The view that is asked for."""
    return bottleneck.stage(values) if values["view"] == "bottleneck" else _fibre(values)


def _fibre(values: Values) -> Scene:
    """Pixel by pixel, and there filter by filter: a step for the sum, one for the ReLU."""
    (x, weights, bias), (sums, output) = arrays(values).values(), result(values)
    depth, filters = len(x), len(weights)
    cut = values["relu"] == "on"
    panels: list[Panel] = [
        *plane_panels("channel", "input", "x", x, array="input"),
        Panel("1x1-filters", "kernel", "w", weights, array="weights"),
        Panel("bias", "kernel", "b", bias, array="bias", axes=1, note=" "),
        *(plane_panels("1x1-sum", "middle", "y", sums) if cut else ()),
        *plane_panels("output-of", "output", "z" if cut else "y", output),
    ]
    steps, first, last = Steps(panels), depth + 2, len(panels) - filters
    pixels, rows = [], []
    for row, column in np.ndindex(x.shape[1:]):
        for f in range(filters):
            made = steps.cell(first + f, row, column)
            terms = [
                (steps.cell(c, row, column), steps.cell(depth, f, c), made) for c in range(depth)
            ]
            steps.step(made, [*terms, (steps.cell(depth + 1, f), -1, made)])
            pixels.append((row, column))
            rows.append(f)
            if cut:
                out = steps.cell(last + f, row, column)
                steps.step(out, [(made, -1, out)], rule="relu")
                pixels.append((row, column))
                rows.append(-1)
    per_row = len(pixels) // x.shape[1]
    return Scene(
        panels=tuple(panels),
        layouts=_layouts(panels, depth, filters),
        windows=_windows(depth, np.array(pixels), np.array(rows)),
        ticks=tuple(Tick(row * per_row, "row", row) for row in range(x.shape[1])),
        results=tuple(range(last, len(panels))),
        **steps.columns(),
    )


def _windows(depth: int, pixels: Array, rows: Array) -> tuple[Window, ...]:
    """The fibre, a cell of each plane joined to that of the next, and the filter at work."""
    down, across = pixels.T
    fibre = [
        Window(plane, 1, 1, down, across, role="input", joined=plane + 1 < depth)
        for plane in range(depth)
    ]
    return (*fibre, Window(depth, 1, depth, rows, np.where(rows < 0, -1, 0)))


def _layouts(panels: list[Panel], depth: int, filters: int) -> dict[str, Layout]:
    """The planes behind each other, arranged so that cells are large; for a phone in pairs."""
    planes = list(range(depth))
    made = [list(range(at, at + filters)) for at in range(depth + 2, len(panels), filters)]
    source, results = _behind(planes), Column(*map(_behind, made), apart=0.6)
    matrix: tuple[Item, ...] = ("∗", depth, "+", depth + 1)
    beside = Column(source, Row(*matrix), apart=0.6)
    wide: list[Item] = [
        Row(beside, "=", results),
        Column(source, Row(*matrix, "=", results), apart=0.6),
        Row(source, *matrix, "=", results),
    ]
    if len(made) == 1:
        wide.append(Row(beside, "=", _pairs(made[0], panels)))
    tall = Column(
        _pairs(planes, panels, there_and_back=True),
        Row(*matrix),
        *(_pairs(each, panels) for each in made),
        apart=0.6,
    )
    layouts = [arrange(item, panels) for item in wide]
    narrow = [layout for layout in layouts if layout.width <= WIDEST]
    best = min(narrow or layouts, key=lambda layout: max(layout.width / SHAPE, layout.height))
    return {"wide": best, "tall": arrange(tall, panels)}


def _behind(planes: list[int]) -> Row:
    """Planes as if each lay behind the one before it."""
    return Row(*planes, apart=0.5, drop=0.3)


def _pairs(planes: list[int], panels: list[Panel], there_and_back: bool = False) -> Column:
    """Two planes beside each other; there and back again, so that a line through all is short."""
    rows: list[Item] = []
    for at in range(0, len(planes), 2):
        pair: list[Item] = list(planes[at : at + 2])
        if there_and_back and at % 4:
            if len(pair) < 2:
                pair.append(Space(max(panels[planes[at]].columns, NARROWEST)))
            pair.reverse()
        rows.append(Row(*pair, apart=0.6))
    return Column(*rows)


def check(values: Values) -> None:
    """Whatever the controls can say goes together."""


def derive(values: Values) -> list[Derivation]:
    """Rows and columns, which a kernel of one keeps, and maps; in the bottleneck's view nothing."""
    if values["view"] == "bottleneck":
        return []
    window = {"kernel": (1, 1), "stride": (1, 1), "padding": "valid", "dilation": (1, 1)}
    plane = " \\times ".join(map(str, values["size"]))
    lines = (
        rf"H \times W \times D &= {plane} \times {values['channels']}",
        rf"H_o \times W_o \times N &= {plane} \times \mathbf{{{values['filters']}}}",
    )
    return [*derive_direct(values | window), Derivation("planes", lines)]


def costs(values: Values) -> list[CostRow]:
    """The layer beside a 3×3 convolution to as many maps, and the bottleneck beside its direct way.

    In the view of the bottleneck only these two.
    """
    if values["view"] == "bottleneck":
        return bottleneck.costs(values)
    shape = (values["channels"], *values["size"])
    layer: dict[str, Any] = {"filters": values["filters"], "bias": True}
    return [
        conv_row("own", shape, kernel=1, **layer),
        conv_row("1x1-standard", shape, kernel=STANDARD, padding="same", **layer),
        *bottleneck.costs(values, "1x1-bottleneck"),
    ]


def code_of(values: Values) -> dict[str, str]:
    """The layer as code; in the view of the bottleneck both of its layers."""
    if values["view"] == "bottleneck":
        return bottleneck.code_of(values)
    x, weights, bias = arrays(values).values()
    return code.pointwise(x, weights, bias[:, 0], relu=values["relu"] == "on")


def fit(given: dict[str, object]) -> dict[str, object]:
    """Let typed numbers settle how many rows, columns, channels and filters there are.

    Raises:
        ConvError: They can't be read.
    """
    fitted = dict(given)
    typed = {name: param.read(given.get(name)) for name, param in GRIDS.items()}
    followed = {
        "input": lambda grid: {"channels": grid.shape[0], "size": grid.shape[1:]},
        "weights": lambda grid: {"filters": grid.shape[0], "channels": grid.shape[1]},
        "bias": lambda grid: {"filters": grid.shape[0]},
    }
    for name, grid in typed.items():
        if isinstance(grid, np.ndarray):
            sizes = followed[name](grid).items()
            fitted |= {size: value for size, value in sizes if size not in fitted}
    return fitted


def numbers(values: Values) -> dict[str, object]:
    """What the questions speak of."""
    rows, columns = values["size"]
    plan = Plan.of(values)
    return {
        "channels": values["channels"],
        "filters": values["filters"],
        "rows": rows,
        "columns": columns,
        "weights": values["channels"] * values["filters"],
        "last": values["filters"] - 1,
        "row": rows - 1,
        "column": columns - 1,
        "depth": plan.channels[0],
        "between": plan.channels[1],
        "maps": plan.channels[2],
        "wide": plan.kernel,
        "pixels": values["side"] ** 2,
        "first": plan.reduce.macs,
        "second": plan.wide.macs,
    }


def is_bottleneck(values: Values) -> bool:
    """Whether the stage shows costs rather than numbers."""
    return bool(values["view"] == "bottleneck")


def is_fibre(values: Values) -> bool:
    """Whether the stage shows the layer's numbers."""
    return not is_bottleneck(values)


def fed(values: Values) -> int:
    """How many outputs read the first cell of the first channel."""
    x, weights, _ = arrays(values).values()
    alone = np.zeros_like(x)
    alone[0, 0, 0] = 1
    return int(np.count_nonzero(pointwise(alone, np.ones((*weights.shape, 1, 1), int))))


def widest(values: Values) -> int:
    """The most channels between with which the bottleneck still takes fewer products."""
    plan = Plan.of(values)
    each = Plan.of(values | {"between": 1}).together.macs
    return (plan.direct.macs - 1) // each


QUESTIONS = (
    Question("value", lambda values: float(result(values)[1][-1, -1, -1]), numbers, is_fibre),
    Question("parameters", lambda values: _own(values).parameters, numbers, is_fibre),
    Question("macs", lambda values: _own(values).macs, numbers, is_fibre),
    Question("feeds", fed, numbers, is_fibre),
    Question("direct", lambda values: Plan.of(values).direct.macs, numbers, is_bottleneck),
    Question("together", lambda values: Plan.of(values).together.macs, numbers, is_bottleneck),
    Question("widest", widest, numbers, is_bottleneck),
)


def _own(values: Values) -> Cost:
    """What the layer on the stage costs."""
    shape = (values["channels"], *values["size"])
    return cost("pointwise", shape, filters=values["filters"], bias=True)


# What makes no difference in a view.
IDLE = {
    "fibre": ("depth_in", "between", "maps_out", "side", "wide"),
    "bottleneck": ("relu", "size", "channels", "filters", *GRIDS),
}


LESSON = Lesson(
    slug="1x1",
    order=5,
    params=PARAMS,
    presets=(
        Preset("1x1-reduce"),
        Preset("1x1-one-filter", {"filters": 1}),
        Preset("1x1-relu", {"relu": "on"}),
        Preset("1x1-one-channel", {"channels": 1, "filters": 1, "weights": [[2]], "bias": [[0]]}),
        Preset("1x1-bottleneck", {"view": "bottleneck"}),
    ),
    stage=stage,
    check=check,
    derive=derive,
    arrays=arrays,
    costs=costs,
    code=code_of,
    questions=QUESTIONS,
    fit=fit,
    idle=lambda values: IDLE[values["view"]],
)
