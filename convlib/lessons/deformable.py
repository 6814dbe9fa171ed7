"""Lesson 17: deformable convolution: a window whose points leave the grid."""

from __future__ import annotations

import numpy as np

from convlib import code
from convlib.cost import Cost, cost
from convlib.layers.cost_rows import conv_row
from convlib.layers.deformable import PARAMS, arrays, check, follows_line, idle, layer
from convlib.layers.standard import CLASSIC_INPUT, CLASSIC_KERNEL, derive_direct
from convlib.lesson import CostRow, Derivation, Lesson, Preset, Question, Values
from convlib.numerals import exact
from convlib.params import fitted
from convlib.picture.scene import Scene
from convlib.picture.spread import shares_of
from convlib.staging.deformable import stage_deformable

SLANT = ((0, 0, 0, 2, 0), (0, 0, 2, 1, 0), (0, 1, 2, 0, 0), (0, 2, 1, 0, 0), (0, 2, 0, 0, 0))
CLASSIC = {"input": np.array(CLASSIC_INPUT), "weights": np.array(CLASSIC_KERNEL)}
IN_FULL = {"shape": (64, 56, 56), "filters": 64, "kernel": 3, "padding": 1}


def stage(values: Values) -> Scene:
    """The scene of the view that is asked for."""
    return stage_deformable(layer(values), values["point"] - 1)


def derive(values: Values) -> list[Derivation]:
    """The output's rows and columns: moved points change neither."""
    return derive_direct(values)


def costs(values: Values) -> list[CostRow]:
    """The layer with the one that makes its offsets, and the standard one; 56×56, 64 to 64."""
    plain = conv_row("deformable-none", (1, *values["size"]), filters=1, kernel=values["kernel"])
    masked = values["modulation"] == "on"
    return [
        _row(plain, _whole((1, *values["size"]), filters=1, kernel=values["kernel"], mask=masked)),
        plain,
    ]


def _whole(shape: tuple[int, ...], **sizes: object) -> Cost:
    """The offset layer and the convolution; the reading between cells is no layer's product."""
    both = dict(cost("deform_conv", shape, **sizes).parts)
    offsets, main = both["offsets"], both["conv"]
    return Cost(offsets.parameters + main.parameters, offsets.macs + main.macs, main.shape)


def _row(plain: CostRow, whole: Cost) -> CostRow:
    """The row of a layer with its offset layer, beside that of the layer alone."""

    def sums(part: str, total: int, alone: int) -> str:
        return rf"{part} = {alone:,} + {total - alone:,}".replace(",", r"{,}")

    return CostRow(
        "own",
        whole,
        sums(r"\text{layer} + \text{offset layer}", whole.macs, plain.cost.macs),
        sums(r"\text{layer} + \text{offset layer}", whole.parameters, plain.cost.parameters),
    )


def written(values: Values) -> dict[str, str]:
    """The layer as code."""
    what, on_line = layer(values), follows_line(values)
    return code.deformable(
        what.x[None],
        what.weight[None, None],
        None if what.layer is not None else what.moves if on_line else what.moves[:, 0, 0],
        None if what.layer is None else what.layer[:, None],
        None if what.mask is None else what.mask.ravel(),
    )


def last(values: Values) -> float:
    """The last value of the output."""
    return float(layer(values).trace.output[0, -1, -1])


def point_at(values: Values) -> tuple[float, float]:
    """Where the chosen point lies at the first place: rows and columns of the input."""
    points = layer(values).trace.points
    assert points is not None
    down, across = points[0].reshape(points.shape[1], -1, 2)[chosen(values), 0].tolist()
    return down, across


def chosen(values: Values) -> int:
    """The number of the chosen point, from 0."""
    rows, columns = values["kernel"]
    return int(min(values["point"], rows * columns) - 1)


def nearest_share(values: Values) -> float:
    """The largest of the four weights with which the chosen point reads at the first place."""
    return float(shares_of(np.array(point_at(values))).max())


def facts(values: Values) -> dict[str, object]:
    """All that the questions speak of."""
    (rows, columns), (down, across) = values["kernel"], point_at(values)
    made = layer(values)
    shares = np.array([1 - down % 1, down % 1]).max(), np.array([1 - across % 1, across % 1]).max()
    return {
        "rows": rows,
        "columns": columns,
        "points": rows * columns,
        "point": chosen(values) + 1,
        "down": exact(down),
        "across": exact(across),
        "high": exact(shares[0]),
        "wide": exact(shares[1]),
        "regular": exact(float(made.regular[-1, -1])),
        "row": made.places[0] - 1,
        "column": made.places[1] - 1,
        "field": 2 * rows * columns + rows * columns,
    }


LESSON = Lesson(
    slug="deformable",
    order=17,
    group="beyond",
    needs=("single-channel", "dilated"),
    params=PARAMS,
    presets=(
        Preset("deformable"),
        Preset("deformable-line", {"offsets": "line"}),
        Preset("deformable-zero", {"offsets": "zero", **CLASSIC}),
        Preset("deformable-scale", {"offsets": "scale"}),
        Preset("deformable-rotate", {"offsets": "rotate"}),
        Preset("deformable-shear", {"offsets": "shear"}),
        Preset("deformable-random", {"seed": 4}),
        Preset(
            "deformable-layer",
            {"view": "offset-layer", "kernel": (2, 2), "point": 4, "input": np.array(SLANT)},
        ),
        Preset("deformable-mask", {"modulation": "on"}),
    ),
    stage=stage,
    check=check,
    derive=derive,
    arrays=arrays,
    costs=costs,
    code=written,
    questions=(
        Question("channels", lambda v: 2 * v["kernel"][0] * v["kernel"][1], facts),
        Question("share", nearest_share, facts),
        Question("value", last, facts),
        Question("weights", lambda v: costs(v)[0].cost.parameters, facts),
        Question("zeros", lambda _: 0.0),
    ),
    fit=lambda given: fitted(PARAMS, given),
    idle=idle,
)
