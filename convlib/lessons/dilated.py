"""Lesson 8: dilated (atrous) convolution: holes, stacks, gridding, branches, causal stacks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np

from convlib import code
from convlib.code.stacks import dilated_branches, dilated_stack, touched_counts
from convlib.layers.cost_rows import RowLayer, conv_row, in_a_row
from convlib.layers.dilated import (
    BRANCHES,
    PARAMS,
    alike,
    arrays,
    check,
    dilations,
    field_of,
    sides,
    stack_of,
)
from convlib.layers.dilated_sizes import derive_field, derive_pair, derive_parallel, derive_top
from convlib.layers.standard import derive_direct, geometry, options
from convlib.lesson import CostRow, Derivation, Lesson, Preset, Question, Values
from convlib.ops import Array, Geometry
from convlib.params import fitted, grids_of
from convlib.picture.scene import Scene
from convlib.receptive_field import Layer, receptive_field, touched
from convlib.shapes import effective_kernel
from convlib.staging.gridding import stage_counts
from convlib.staging.pairs import stage_pair, stage_parallel
from convlib.staging.single_plane import stage_plane
from convlib.staging.stacks import padding_of, stage_stack
from convlib.trace import conv_trace

WAVENET = tuple(2**at for at in range(10))  # 1 to 512


def stage(values: Values) -> Scene:
    """The scene of the view that is asked for."""
    x, weights, _, _, branches = arrays(values).values()
    match values["view"]:
        case "pair":
            return stage_pair(x, weights, values["dilation"])
        case "parallel":
            return stage_parallel(x, branches, dilations(values))
        case "layer":
            trace = conv_trace(x[None], weights[None, None], **options(values))
            return stage_plane(trace, holes=True)
        case "gridding":
            return stage_counts(values["kernel"], values["rates"])
    return stage_stack(stack_of(values))


def derive(values: Values) -> list[Derivation]:
    """The output's size, or the field of one output."""
    ways = {
        "layer": derive_direct,
        "pair": derive_pair,
        "parallel": derive_parallel,
        "gridding": derive_field,
    }
    return ways.get(values["view"], derive_top)(values)


def costs(values: Values) -> list[CostRow]:
    """The layers, beside kernels without holes: their own, and one as wide."""
    if values["view"] in ("layer", "pair"):
        return _plane_costs(alike(values))
    if values["view"] == "parallel":
        widest = values | {"dilation": dilations(values)[-1]}
        return _plane_costs(alike(widest), filters=BRANCHES)
    if values["view"] == "gridding":
        size = field_of(values)
        return _stack_costs((1, *size), values["kernel"], values["rates"], ["same"] * 2)
    spatial = (1, values["length"])
    return _stack_costs(spatial, values["kernel"][1:], values["rates"], [sides(values)])


def _plane_costs(values: Values, filters: int = 1) -> list[CostRow]:
    """One layer; the second row has as many outputs of a kernel whose weights touch.

    Layers side by side cost what the widest costs with a filter for each of them.
    """
    there, kernel = geometry(values), values["kernel"]
    shape, padding = (1, *values["size"]), there.padding
    padded = tuple(o + k - 1 for o, k in zip(there.outputs, kernel, strict=True))
    options: dict[str, Any] = {"kernel": kernel, "padding": padding}
    options["dilation"] = values["dilation"]
    return [
        conv_row("own", shape, filters=filters, **options),
        conv_row("dilated-plain", (1, *padded), filters=filters, kernel=kernel),
        conv_row("dilated-span", shape, filters=filters, kernel=there.spans, padding=padding),
    ]


def _stack_costs(
    shape: tuple[int, ...], kernel: Sequence[int], rates: Sequence[int], rules: Sequence[Any]
) -> list[CostRow]:
    """All layers together; the last row is one layer that sees as far, with as many outputs."""
    stages, inside, zeros = list[RowLayer](), list(shape[1:]), [0] * len(kernel)
    for at, rate in enumerate(rates, start=1):
        padding = [
            padding_of(size, k, rate, rule)
            for size, k, rule in zip(inside, kernel, rules, strict=True)
        ]
        zeros = [more + sum(pair) for more, pair in zip(zeros, padding, strict=True)]
        options = {"filters": 1, "kernel": kernel, "dilation": rate, "padding": padding}
        inside = [*Geometry.of(inside, kernel, padding=padding, dilation=rate).outputs]
        stages.append(RowLayer("conv", options, places=(f"o_{at}",)))
    field = [1 + sum(rates) * (k - 1) for k in kernel]
    whole = {"kernel": field, "padding": [(0, more) for more in zeros]}
    return [
        in_a_row("own", shape, stages),
        in_a_row("dilated-plain-stack", shape, stages),
        conv_row("dilated-one-layer", shape, filters=1, **whole),
    ]


def layer_code(values: Values) -> dict[str, str]:
    """The layer, the stack or the counts as code."""
    x, weights, _, _, branches = arrays(values).values()
    if values["view"] in ("layer", "pair"):
        return code.conv(x[None], weights[None, None], **options(alike(values)))
    if values["view"] == "parallel":
        return dilated_branches(x, branches, dilations(values))
    if values["view"] == "gridding":
        return touched_counts(values["kernel"], values["rates"])
    stack = stack_of(values)
    return dilated_stack(*stack.numbers, stack.rates, stack.sides)


def used(values: Values) -> Array:
    """How often one output uses each cell of its field, along a row."""
    return touched([Layer(values["kernel"][1], dilation=rate) for rate in values["rates"]])


def facts(values: Values) -> dict[str, object]:
    """All that the questions speak of."""
    kernel, rates = values["kernel"][1], values["rates"]
    dilation = widest_of(values)
    counts = used(values)
    return {
        "kernel": kernel,
        "dilation": dilation,
        "rates": ", ".join(map(str, rates)),
        "layers": len(rates),
        "total": sum(rates),
        "field": len(counts),
        "seen": int(np.count_nonzero(counts)),
        "down": values["kernel"][0],
        "wavenet": sum(WAVENET),
        "depth": len(WAVENET),
    }


def is_plane(values: Values) -> bool:
    """Whether the kernel on the stage has rows."""
    return values["view"] in ("layer", "pair", "parallel", "gridding")


def widest_of(values: Values) -> int:
    """The largest dilation on the stage, along a row."""
    match values["view"]:
        case "layer" | "pair":
            return int(values["dilation"][1])
        case "parallel":
            return dilations(values)[-1][1]
    return int(max(values["rates"]))


def span(values: Values) -> int:
    """How many cells a row of the kernel spans with the dilation that ``facts`` names."""
    return effective_kernel(values["kernel"][1], widest_of(values))


QUESTIONS = (
    Question("span", span, facts),
    Question("weights", lambda values: math.prod(values["kernel"]), facts, is_plane),
    Question("field", lambda values: len(used(values)), facts),
    Question("never", lambda values: int(np.count_nonzero(used(values) == 0)), facts),
    Question(
        "linear", lambda values: receptive_field([Layer(3)] * len(values["rates"])).size[0], facts
    ),
    Question(
        "wavenet", lambda _: receptive_field([Layer(2, dilation=d) for d in WAVENET]).size[0], facts
    ),
)
# What makes no difference in a view.
IDLE = {
    "layer": ("rates", "length", "signal", "layers", "branches"),
    "pair": ("padding", "rates", "length", "signal", "layers", "branches"),
    "parallel": ("padding", "rates", "length", "signal", "layers", "weights"),
    "stack": ("size", "dilation", "input", "weights", "branches"),
    "gridding": ("size", "dilation", "padding", "length", *grids_of(PARAMS)),
    "causal": ("size", "dilation", "padding", "input", "weights", "branches"),
}


LESSON = Lesson(
    slug="dilated",
    order=8,
    group="arithmetic",
    needs=(
        "single-channel",
        "arithmetic",
    ),
    params=PARAMS,
    presets=(
        Preset("dilated-pair", {"view": "pair", "size": 5}),
        Preset("dilated"),
        Preset("dilated-one", {"dilation": 1}),
        Preset("dilated-four", {"size": 12, "dilation": 4}),
        Preset("dilated-stack", {"view": "stack"}),
        Preset("dilated-equal", {"view": "stack", "rates": "2,2,2"}),
        Preset("dilated-gridding", {"view": "gridding", "kernel": "1x3", "rates": "2,2,2"}),
        Preset("dilated-gridding-plane", {"view": "gridding", "rates": "2,2,2"}),
        Preset("dilated-parallel", {"view": "parallel", "size": 5, "dilation": 1}),
        Preset(
            "dilated-wavenet",
            {"view": "causal", "kernel": 2, "rates": "1,2,4,8", "length": 16},
        ),
    ),
    stage=stage,
    check=check,
    derive=derive,
    arrays=arrays,
    costs=costs,
    code=layer_code,
    questions=QUESTIONS,
    fit=partial(fitted, PARAMS),
    idle=lambda values: IDLE[values["view"]],
)
