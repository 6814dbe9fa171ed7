"""Lesson 12: flattened convolution: a filter made of three lines, in three passes."""

from __future__ import annotations

from typing import Any

import numpy as np

from convlib import code
from convlib.layers import flattened
from convlib.layers.cost_rows import conv_row
from convlib.layers.flattened_asked import QUESTIONS, is_drawn
from convlib.layers.flattened_sizes import costs as costs_drawn
from convlib.layers.flattened_sizes import derive as derive_drawn
from convlib.layers.flattened_sizes import passes_row
from convlib.lesson import CostRow, Derivation, Lesson, Preset, Values
from convlib.params import Choice, Param, Whole
from convlib.picture.scene import Scene
from convlib.staging.flattened_outer import any_scene, outer_scene
from convlib.staging.flattened_passes import passes_scene
from convlib.staging.flattened_race import race_scene
from convlib.staging.flattened_weights import count_scene

VIEWS = ("race", "cube", "in-turn", "any", "counted")
FULL: tuple[Param, ...] = (
    Whole("full_channels", default=64, low=1, high=512),
    Whole("full_kernel", default=3, low=1, high=11),
)
PARAMS: tuple[Param, ...] = (Choice("view", VIEWS), *flattened.PARAMS, *FULL)
NAMES = {param.name for param in flattened.PARAMS}
# The lesson's own filter, but for a single number.
NEARLY = "1 0 -1; 2 0 -2; 1 0 -1 | -1 0 1; -2 1 2; -1 0 1 | 2 0 -2; 4 0 -4; 2 0 -2"
LARGE = 28  # rows and columns of the input of a filter that is only counted


def stage(values: Values) -> Scene:
    """The scene of the view that is asked for."""
    match values["view"]:
        case "race":
            return race_scene(flattened.layer(values))
        case "cube":
            return outer_scene(flattened.layer(values))
        case "in-turn":
            return passes_scene(flattened.layer(values))
        case "any":
            given = flattened.arrays(values)
            return any_scene(given["input"], given["weights"])
    return count_scene(values["full_channels"], values["full_kernel"])


def derive(values: Values) -> list[Derivation]:
    """The output's size; of a filter that is only counted there is none."""
    return derive_drawn(values) if is_drawn(values) else []


def costs(values: Values) -> list[CostRow]:
    """Three passes beside one; of a filter that is only counted, on a large input."""
    if is_drawn(values):
        return costs_drawn(values)
    shape, kernel = _full(values)
    return [
        passes_row("flat-own", shape, kernel, 1),
        conv_row("standard", shape, filters=1, kernel=kernel),
    ]


def _full(values: Values) -> tuple[tuple[int, int, int], tuple[int, int]]:
    """The shape of an input of the filter that is only counted, and its rows and columns."""
    channels, kernel = (values[param.name] for param in FULL)
    return (channels, LARGE, LARGE), (kernel, kernel)


def written(values: Values) -> dict[str, str]:
    """The passes as layers in a row; of a filter that is only counted, on numbers at random."""
    if not is_drawn(values):
        return _at_random(*_full(values))
    layer = flattened.layer(values)
    weights = {
        "channel": ("pointwise", layer.channel[..., None, None]),
        "column": ("depthwise", layer.column.T[:, None, :, None]),
        "row": ("depthwise", layer.row[:, None, None, :]),
    }
    layers, last = list[tuple[str, dict[str, Any]]](), layer.order.index("channel")
    for at, name in enumerate(layer.order):
        operator, weight = weights[name]
        if at < last:  # each channel still is a plane of its own, and all share the line
            weight = np.repeat(weight, len(layer.x), axis=0)
        layers.append((operator, {"weight": weight, "name": name}))
    return code.in_a_row(layer.x, layers)


def _at_random(shape: tuple[int, int, int], kernel: tuple[int, int]) -> dict[str, str]:
    layers: list[tuple[str, dict[str, Any]]] = [
        ("pointwise", {"filters": 1}),
        ("depthwise", {"kernel": (kernel[0], 1)}),
        ("depthwise", {"kernel": (1, kernel[1])}),
    ]
    return code.at_random(shape, layers)


def idle(values: Values) -> set[str]:
    """What makes no difference in a view."""
    names, alone = {param.name for param in FULL}, {"order", "filters"}
    match values["view"]:
        case "in-turn":
            return names | {"weights"}
        case "race" | "cube":
            return names | alone | {"weights"}
        case "any":
            drawn = values["weights"] is None and values["seed"] is None
            return names | alone | (set() if drawn else {"channel", "column", "row"})
    return NAMES


LESSON = Lesson(
    slug="flattened",
    order=12,
    group="factored",
    needs=("multi-channel", "1x1", "spatially-separable"),
    params=PARAMS,
    presets=(
        Preset("flat-race"),
        Preset("flat-outer", {"view": "cube"}),
        Preset("flat-passes", {"view": "in-turn"}),
        Preset("flat-column-first", {"view": "in-turn", "order": "column-channel-row"}),
        Preset("flat-filters", {"view": "in-turn", "filters": 2, "channels": 2, "size": 4}),
        Preset("flat-any", {"view": "any"}),
        Preset("flat-nearly", {"view": "any", "weights": NEARLY}),
        Preset("flat-laplacian", {"view": "any", "weights": "laplacian"}),
        Preset("flat-count", {"view": "counted"}),
    ),
    stage=stage,
    check=flattened.check,
    derive=derive,
    arrays=flattened.arrays,
    costs=costs,
    code=written,
    questions=QUESTIONS,
    fit=flattened.fit,
    idle=idle,
)
