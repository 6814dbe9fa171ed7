"""Random layers, alone and in a row, as code and by the engine."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import strategies as st

import convlib
from convlib import code
from convlib.ops import Array
from tests.cases import Case, cases
from tests.code.running import Program, tried

Dice = np.random.Generator
Layer = tuple[str, dict[str, Any]]


@st.composite
def convolutions(draw: st.DrawFn) -> Program | None:
    case = draw(cases())
    axes = case.x.ndim - 1
    rules = ["valid", "same", "full", "causal"] if axes == 1 else ["valid", "same", "full"]
    bias = np.arange(len(case.weight)) - 1 if draw(st.booleans()) else None
    options = case.options
    if draw(st.booleans()):
        options["padding"] = draw(st.sampled_from(rules))
    if draw(st.booleans()):
        options["stride"] = 1
    return tried(code.conv, convlib.conv, case.x, case.weight, bias, **options)


@st.composite
def depthwise(draw: st.DrawFn) -> Program | None:
    case = draw(cases())
    often = len(case.x) * draw(st.integers(1, 3))
    weight = np.concatenate([case.weight[:, :1]] * often)[:often]
    bias = np.arange(often) - 1 if draw(st.booleans()) else None
    options = {name: case.options[name] for name in ("stride", "padding", "dilation")}
    if draw(st.booleans()):
        options["padding"] = draw(st.sampled_from(["same", "full"]))
    if draw(st.booleans()):
        options |= {"stride": draw(st.integers(1, 2)), "dilation": 1}
    return tried(code.depthwise, convlib.depthwise, case.x, weight, bias, **options)


@st.composite
def resized(draw: st.DrawFn) -> Program | None:
    case = draw(cases(axes=draw(st.integers(1, 2))))
    scale = [draw(st.integers(1, 3)) for _ in case.x.shape[1:]]
    wide = case.x
    for axis, times in enumerate(scale, start=1):
        wide = np.repeat(wide, times, axis)
    options: dict[str, Any] = {
        "padding": draw(st.sampled_from(["same", "full", 1])),
        "groups": case.groups,
    }
    program = tried(code.conv, convlib.conv, wide, case.weight, **options)
    if program is None:
        return None
    written = code.conv(case.x, case.weight, scale=scale, **options)
    return Program(written, case.x, program.result)


@st.composite
def transposed(draw: st.DrawFn) -> Program | None:
    case: Case = draw(cases(axes=draw(st.integers(1, 2))))
    weight = np.concatenate([case.weight] * len(case.x))[: len(case.x)]
    options: dict[str, Any] = {
        "stride": case.stride,
        "padding": case.padding,
        "output_padding": [draw(st.integers(0, stride - 1)) for stride in case.stride],
    }
    bias = np.arange(weight.shape[1]) + 2 if draw(st.booleans()) else None
    return tried(code.conv_transpose, convlib.conv_transpose, case.x, weight, bias, **options)


@st.composite
def signals(draw: st.DrawFn) -> Program | None:
    dice = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    rank = draw(st.integers(1, 2))
    f, g = (dice.integers(-9, 10, [draw(st.integers(1, 5)) for _ in range(rank)]) for _ in range(2))
    mode, which = draw(st.sampled_from(["full", "same", "valid"])), draw(st.booleans())
    write, operator = (
        (code.convolve, convlib.convolve) if which else (code.correlate, convlib.correlate)
    )
    return tried(write, operator, f, g, mode=mode)


@st.composite
def pointwise(draw: st.DrawFn) -> Program:
    case = draw(cases())
    weight = case.weight.reshape(-1, 1)[:3].repeat(len(case.x), 1) + np.arange(len(case.x))
    bias = np.arange(len(weight)) - 1 if draw(st.booleans()) else None
    relu = draw(st.booleans())
    result = convlib.pointwise(case.x, weight[(..., *[None] * (case.x.ndim - 1))], bias)
    written = code.pointwise(case.x, weight, bias, relu=relu)
    return Program(written, case.x, convlib.relu(result) if relu else result)


@st.composite
def separable(draw: st.DrawFn) -> Program | None:
    case = draw(cases(axes=2))
    column, row = case.weight[0, 0, :, 0], case.weight[0, 0, 0]
    options: dict[str, Any] = {"stride": case.stride, "padding": case.padding}
    first = draw(st.sampled_from(["column", "row"]))
    program = tried(
        code.spatially_separable, convlib.spatially_separable, case.x, column, row, **options
    )
    if program is None:
        return None
    written = code.spatially_separable(case.x, column, row, first=first, **options)
    return Program(written, case.x, program.result)


@st.composite
def rows(draw: st.DrawFn) -> Program:
    """Two to four layers, of which each reads what the one before it makes."""
    dice = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    axes = draw(st.integers(1, 3))
    x = y = _whole(dice, draw(st.integers(1, 4)), *dice.integers(2, 5, axes))
    kinds = [*ROWS] if axes < 3 else [kind for kind in ROWS if kind != "conv_transpose"]
    layers: list[Layer] = []
    for _ in range(draw(st.integers(2, 4))):
        operator = draw(st.sampled_from(kinds))
        options = ROWS[operator](dice, y.shape)
        y = applied(operator, y, options)
        layers.append((operator, options))
    return Program(code.in_a_row(x, layers), x, y)


def applied(operator: str, x: Array, options: dict[str, Any]) -> Array:
    """What the engine makes of a layer."""
    if operator == "channel_shuffle":
        return convlib.channel_shuffle(x, options["groups"], axes=x.ndim - 1)
    if operator == "resize":
        return np.kron(x, np.ones((1, *options["scale"]), int))
    result: Array = getattr(convlib, operator)(x, **options)
    return result


def _whole(dice: Dice, *shape: int) -> Array:
    return dice.integers(-2, 3, shape)


def _bias(dice: Dice, filters: int) -> Array | None:
    return _whole(dice, filters) if dice.random() < 0.5 else None


def _window(dice: Dice, axes: int) -> dict[str, Any]:
    """A stride or a dilation, and padding that leaves room for a kernel of up to 3."""
    stride, dilation = ((1, 1), (2, 1), (1, 2), (2, 2))[dice.integers(4)]
    sides = [(int(n), int(n) + int(dice.integers(2))) for n in dice.integers(2, 4, axes)]
    padding = "same" if dice.random() < 0.3 else sides
    return {"stride": stride, "dilation": dilation, "padding": padding}


def _conv(dice: Dice, shape: tuple[int, ...]) -> dict[str, Any]:
    channels, axes = shape[0], len(shape) - 1
    groups = int(dice.choice([n for n in range(1, channels + 1) if channels % n == 0]))
    filters = groups * int(dice.integers(1, 3))
    weight = _whole(dice, filters, channels // groups, *dice.integers(1, 4, axes))
    window = _window(dice, axes)
    return {"weight": weight, "bias": _bias(dice, filters), "groups": groups, **window}


def _depthwise(dice: Dice, shape: tuple[int, ...]) -> dict[str, Any]:
    filters, axes = shape[0] * int(dice.integers(1, 3)), len(shape) - 1
    weight = _whole(dice, filters, 1, *dice.integers(1, 4, axes))
    return {"weight": weight, "bias": _bias(dice, filters), **_window(dice, axes)}


def _pointwise(dice: Dice, shape: tuple[int, ...]) -> dict[str, Any]:
    filters, ones = int(dice.integers(1, 5)), (1,) * (len(shape) - 1)
    return {"weight": _whole(dice, filters, shape[0], *ones), "bias": _bias(dice, filters)}


def _transposed(dice: Dice, shape: tuple[int, ...]) -> dict[str, Any]:
    filters, axes = int(dice.integers(1, 3)), len(shape) - 1
    weight = _whole(dice, shape[0], filters, *dice.integers(2, 4, axes))
    sides = [(0, int(n)) for n in dice.integers(0, 2, axes)]
    return {"weight": weight, "bias": _bias(dice, filters), "stride": 2, "padding": sides}


def _shuffle(dice: Dice, shape: tuple[int, ...]) -> dict[str, Any]:
    return {"groups": int(dice.choice([n for n in range(1, shape[0] + 1) if shape[0] % n == 0]))}


ROWS = {
    "conv": _conv,
    "grouped": _conv,
    "depthwise": _depthwise,
    "pointwise": _pointwise,
    "conv_transpose": _transposed,
    "resize": lambda dice, shape: {"scale": dice.integers(1, 3, len(shape) - 1).tolist()},
    "relu": lambda *_: {},
    "channel_shuffle": _shuffle,
}
PROGRAMS = {
    "conv": convolutions(),
    "depthwise": depthwise(),
    "resized": resized(),
    "transposed": transposed(),
    "signals": signals(),
    "pointwise": pointwise(),
    "separable": separable(),
    "row": rows(),
}
