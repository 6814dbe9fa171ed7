"""Lesson 8: dilated (atrous) convolution: holes, stacks, gridding, and causal stacks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np

from convlib import code
from convlib.code.stacks import dilated_stack, touched_counts
from convlib.errors import ConvError
from convlib.layers.cost_rows import Stage, conv_row, in_a_row
from convlib.layers.standard import CLASSIC_INPUT, derive_direct
from convlib.lesson import CostRow, Derivation, Lesson, Preset, Question, Values
from convlib.named.inputs import INPUTS
from convlib.named.kernels import KERNELS
from convlib.ops import Array, Geometry
from convlib.params import (
    Choice,
    Grid,
    PaddingParam,
    Param,
    PerAxis,
    Seed,
    Several,
    Whole,
    fitted,
    laid_over,
)
from convlib.picture.scene import Scene
from convlib.receptive_field import Layer, receptive_field, touched
from convlib.shapes import Pair, effective_kernel
from convlib.staging.gridding import layers_of, stage_counts
from convlib.staging.single_plane import stage_plane
from convlib.staging.stacks import Stack, cells_of, padding_of, stage_stack
from convlib.trace import conv_trace

LARGEST_INPUT, LARGEST_KERNEL, LARGEST_PADDED = 12, 5, 16
LONGEST, LAYERS = 32, 5  # cells of a row whose numbers can still be read, and rows
LARGEST_FIELD = 15  # cells across of a plane of counts that stands beside the others
WAVENET = tuple(2**at for at in range(10))  # 1 to 512
PARAMS: tuple[Param, ...] = (
    Choice("view", ("layer", "stack", "gridding", "causal")),
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
)
GRIDS = {param.name: param for param in PARAMS if isinstance(param, Grid)}
# No weight is 0: a hole is something else. What lies outside is drawn once from a fixed seed.
KERNEL = [[1, 2, -1], [2, 1, 1], [-1, 1, 2]]
BANK = [[1, 2, -1], [2, 1, -1], [1, -1, 2], [1, 1, -1], [-1, 1, 2]]
WEIGHTS = (-2, -1, 1, 2)


def arrays(values: Values) -> dict[str, Array]:
    """Input ``(H, W)``, weights ``(kH, kW)``; of a stack the signal ``(1, n)`` and ``(L, kW)``."""
    seed, kernel = values["seed"], values["kernel"]
    dice = np.random.default_rng(0 if seed is None else seed)
    most = 4 if seed is None else 10
    image = dice.integers(0, most, (LARGEST_INPUT, LARGEST_INPUT))
    signal = dice.integers(0, most, (1, LONGEST))
    weights = dice.choice(WEIGHTS, (LARGEST_KERNEL, LARGEST_KERNEL))
    bank = dice.choice(WEIGHTS, (LAYERS, LARGEST_KERNEL))
    if seed is None:
        image[:5, :5], weights[:3, :3], bank[:, :3] = CLASSIC_INPUT, KERNEL, BANK
    shapes: dict[str, tuple[Array, Pair]] = {
        "input": (image, values["size"]),
        "weights": (weights, kernel),
        "signal": (signal, (1, values["length"])),
        "layers": (bank, (len(values["rates"]), kernel[1])),
    }
    return laid_over(GRIDS, values, shapes)


def check(values: Values) -> None:
    """Refuse what doesn't fit, or is too much to look at.

    Raises:
        ConvError: A kernel is wider than what it reads, a row or a plane has too many cells, or
            the field of an output has.
    """
    if values["view"] == "layer":
        there = geometry(values)
        padded = max(i + sum(p) for i, p in zip(values["size"], there.padding, strict=True))
        if padded > LARGEST_PADDED:
            details = {"padded": padded, "cap": LARGEST_PADDED}
            raise ConvError("padded-too-large", parameter="padding", **details)
    elif values["view"] == "gridding":
        rows, columns = field_of(values)
        cap = LONGEST if values["kernel"][0] == 1 else LARGEST_FIELD
        if max(rows, columns) > cap:
            details = {"field": max(rows, columns), "cap": cap}
            raise ConvError("dilated-field", parameter="rates", **details)
    else:
        _check_rows(values)


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


def geometry(values: Values) -> Geometry:
    """How the kernel stands on the plane."""
    options = {name: values[name] for name in ("padding", "dilation")}
    return Geometry.of(values["size"], values["kernel"], **options)


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
    _, _, signal, bank = arrays(values).values()
    return Stack(signal, bank, values["rates"], sides(values))


def stage(values: Values) -> Scene:
    """The scene of the view that is asked for."""
    match values["view"]:
        case "layer":
            x, weights, _, _ = arrays(values).values()
            options = {name: values[name] for name in ("padding", "dilation")}
            return stage_plane(conv_trace(x[None], weights[None, None], **options), holes=True)
        case "gridding":
            return stage_counts(values["kernel"], values["rates"])
    return stage_stack(stack_of(values))


def derive(values: Values) -> list[Derivation]:
    """The output's size, or the field of one output."""
    if values["view"] == "layer":
        return derive_direct(values | {"stride": (1, 1)})
    kernels, rates = values["kernel"], values["rates"]
    if values["view"] == "gridding":
        rows, columns = (_field_lines(kernel, rates, bold=True) for kernel in kernels)
        if rows == columns:
            return [Derivation("both", rows)]
        return [Derivation("rows", rows), Derivation("columns", columns)]
    stack, field = stack_of(values), field_of(values)[1]
    zeros = sum(map(sum, stack.sides))
    size, made = values["length"], stack.cells[-1]
    lines = [
        *_field_lines(kernels[1], rates),
        r"o &= i + \sum_l (p_{l,0} + p_{l,1}) - (R - 1)",
        rf"o &= {size} + {zeros} - {field - 1} = \mathbf{{{made}}}",
    ]
    return [Derivation("dilated-top", tuple(lines), size=made)]


def _field_lines(kernel: int, rates: Sequence[int], bold: bool = False) -> tuple[str, ...]:
    """How far one output of all layers sees along an axis."""
    reach = " + ".join(rf"{kernel - 1} \cdot {rate}" for rate in rates)
    field = receptive_field([Layer(kernel, dilation=rate) for rate in rates]).size[0]
    result = rf"\mathbf{{{field}}}" if bold else str(field)
    return r"R &= 1 + \sum_l (k-1)\, d_l", rf"R &= 1 + {reach} = {result}"


def costs(values: Values) -> list[CostRow]:
    """The layer or the stack, beside kernels without holes: its own, and one as wide."""
    if values["view"] == "layer":
        return _plane_costs(values)
    if values["view"] == "gridding":
        size = field_of(values)
        return _stack_costs((1, *size), values["kernel"], values["rates"], ["same"] * 2)
    spatial = (1, values["length"])
    return _stack_costs(spatial, values["kernel"][1:], values["rates"], [sides(values)])


def _plane_costs(values: Values) -> list[CostRow]:
    """One layer; the second row has as many outputs of a kernel whose weights touch."""
    there, kernel = geometry(values), values["kernel"]
    shape, padding = (1, *values["size"]), there.padding
    padded = tuple(o + k - 1 for o, k in zip(there.outputs, kernel, strict=True))
    options = {"kernel": kernel, "dilation": values["dilation"], "padding": padding}
    return [
        conv_row("own", shape, filters=1, **options),
        conv_row("dilated-plain", (1, *padded), filters=1, kernel=kernel),
        conv_row("dilated-span", shape, filters=1, kernel=there.spans, padding=padding),
    ]


def _stack_costs(
    shape: tuple[int, ...], kernel: Sequence[int], rates: Sequence[int], rules: Sequence[Any]
) -> list[CostRow]:
    """All layers together; the last row is one layer that sees as far, with as many outputs."""
    stages, inside, zeros = list[Stage](), list(shape[1:]), [0] * len(kernel)
    for at, rate in enumerate(rates, start=1):
        padding = [
            padding_of(size, k, rate, rule)
            for size, k, rule in zip(inside, kernel, rules, strict=True)
        ]
        zeros = [more + sum(pair) for more, pair in zip(zeros, padding, strict=True)]
        options = {"filters": 1, "kernel": kernel, "dilation": rate, "padding": padding}
        inside = [*Geometry.of(inside, kernel, padding=padding, dilation=rate).outputs]
        stages.append(Stage("conv", options, places=(f"o_{at}",)))
    field = [1 + sum(rates) * (k - 1) for k in kernel]
    whole = {"kernel": field, "padding": [(0, more) for more in zeros]}
    return [
        in_a_row("own", shape, stages),
        in_a_row("dilated-plain-stack", shape, stages),
        conv_row("dilated-one-layer", shape, filters=1, **whole),
    ]


def layer_code(values: Values) -> dict[str, str]:
    """The layer, the stack or the counts as code."""
    if values["view"] == "layer":
        x, weights, _, _ = arrays(values).values()
        options = {name: values[name] for name in ("padding", "dilation")}
        return code.conv(x[None], weights[None, None], **options)
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
    dilation = values["dilation"][1] if values["view"] == "layer" else max(rates)
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
    return values["view"] in ("layer", "gridding")


def span(values: Values) -> int:
    """How many cells a row of the kernel spans with the dilation that ``facts`` names."""
    dilation = values["dilation"][1] if values["view"] == "layer" else max(values["rates"])
    return effective_kernel(values["kernel"][1], dilation)


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
    "layer": ("rates", "length", "signal", "layers"),
    "stack": ("size", "dilation", "input", "weights"),
    "gridding": ("size", "dilation", "padding", "length", *GRIDS),
    "causal": ("size", "dilation", "padding", "input", "weights"),
}


LESSON = Lesson(
    slug="dilated",
    order=8,
    params=PARAMS,
    presets=(
        Preset("dilated"),
        Preset("dilated-one", {"dilation": 1}),
        Preset("dilated-four", {"size": 12, "dilation": 4}),
        Preset("dilated-stack", {"view": "stack"}),
        Preset("dilated-equal", {"view": "stack", "rates": "2,2,2"}),
        Preset("dilated-gridding", {"view": "gridding", "kernel": "1x3", "rates": "2,2,2"}),
        Preset("dilated-gridding-plane", {"view": "gridding", "rates": "2,2,2"}),
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
    fit=partial(fitted, GRIDS),
    idle=lambda values: IDLE[values["view"]],
)
