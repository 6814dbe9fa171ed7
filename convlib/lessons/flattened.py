"""Lesson 12: flattened convolution: a filter made of three lines, in three passes."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from convlib import code
from convlib.layers import flattened
from convlib.layers.cost_rows import conv_row
from convlib.layers.flattened_sizes import costs as costs_drawn
from convlib.layers.flattened_sizes import derive as derive_drawn
from convlib.layers.flattened_sizes import passes_row
from convlib.lesson import CostRow, Derivation, Lesson, Preset, Question, Values
from convlib.params import Choice, Param, Whole
from convlib.picture.scene import Scene
from convlib.staging.flattened_outer import any_scene, nearest, outer_scene
from convlib.staging.flattened_passes import passes_scene
from convlib.staging.flattened_race import race_scene
from convlib.staging.flattened_weights import Weights, count_scene

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
COLUMN_FIRST = ("column", "channel", "row")


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


def is_drawn(values: Values) -> bool:
    """Whether the filter's numbers are on the stage."""
    return bool(values["view"] != "counted")


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
    depth = len(layer.x)
    weights = {
        "channel": ("pointwise", layer.channel[..., None, None]),
        "column": ("depthwise", layer.column.T[:, None, :, None]),
        "row": ("depthwise", layer.row[:, None, None, :]),
    }
    layers = list[tuple[str, dict[str, Any]]]()
    for name in layer.order:
        operator, weight = weights[name]
        if operator == "depthwise" and ("channel", name) != _sorted(layer.order, name):
            weight = np.repeat(weight, depth, axis=0)
        layers.append((operator, {"weight": weight, "name": name}))
    return code.in_a_row(layer.x, layers)


def _sorted(order: tuple[str, ...], name: str) -> tuple[str, ...]:
    """The pass across the channels and another one, in their order."""
    return tuple(each for each in order if each in ("channel", name))


def _at_random(shape: tuple[int, int, int], kernel: tuple[int, int]) -> dict[str, str]:
    layers: list[tuple[str, dict[str, Any]]] = [
        ("pointwise", {"filters": 1}),
        ("depthwise", {"kernel": (kernel[0], 1)}),
        ("depthwise", {"kernel": (1, kernel[1])}),
    ]
    return code.at_random(shape, layers)


def counts(values: Values) -> dict[str, object]:
    """All that the questions about what is drawn speak of."""
    (high, wide), (down, across) = values["size"], values["kernel"]
    depth, rows, columns = values["channels"], high - down + 1, wide - across + 1
    shape, kernel = (depth, high, wide), (down, across)
    soon, late = (
        passes_row("flat-own", shape, kernel, 1, order).cost
        for order in (flattened.FIRST, COLUMN_FIRST)
    )
    (_, first), (_, second), (_, third) = soon.parts
    (_, slow), (_, mixed), (_, last) = late.parts
    return {
        **{"channels": depth, "down": down, "across": across, "high": high, "wide": wide},
        **{"rows": rows, "columns": columns, "outputs": rows * columns, "between": rows * wide},
        **{"first": first.macs, "second": second.macs, "third": third.macs, "soonest": soon.macs},
        **{"slow": slow.macs, "mixed": mixed.macs, "last": last.macs},
        **{"plane": high * wide, "planes": depth * rows * wide, "cube": depth * down * across},
        "direct": rows * columns * depth * down * across,
    }


def _weights(values: Values) -> Weights:
    return Weights(values["full_channels"], values["full_kernel"])


def _doubled(values: Values) -> Weights:
    """The same filter with twice as many channels."""
    return Weights(2 * values["full_channels"], values["full_kernel"])


def full(values: Values) -> dict[str, object]:
    """What the questions about a filter that is only counted speak of."""
    made, other = _weights(values), _doubled(values)
    return {
        **{"depth": made.channels, "side": made.kernel, "whole": f"{made.whole:,}"},
        **{"twice": other.channels, "wholetwice": f"{other.whole:,}"},
    }


def late(values: Values) -> int:
    """Products of a single filter's passes if the column comes first."""
    shape = (values["channels"], *values["size"])
    return passes_row("flat-own", shape, values["kernel"], 1, COLUMN_FIRST).cost.macs


def missed(values: Values) -> int:
    """How many per cent of a filter's size its nearest stand-in misses, rounded."""
    weights = flattened.arrays(values)["weights"]
    return round(100 * nearest(weights)[2] / (float(np.linalg.norm(weights)) or 1.0))


def sizes(values: Values) -> dict[str, object]:
    """How long the typed filter is, and what its stand-in misses of that."""
    weights = flattened.arrays(values)["weights"]
    return {
        "length": f"{float(np.linalg.norm(weights)):.4g}",
        "error": f"{nearest(weights)[2]:.4g}",
    }


def is_any(values: Values) -> bool:
    """Whether any filter can be typed."""
    return bool(values["view"] == "any")


def is_counted(values: Values) -> bool:
    """Whether a filter is only counted."""
    return not is_drawn(values)


def is_single(values: Values) -> bool:
    """Whether a single filter's three passes are on the stage, channels first."""
    return is_drawn(values) and values["order"] == flattened.ORDERS[0] and values["filters"] == 1


QUESTIONS = (
    Question(
        "weights",
        lambda values: values["channels"] + sum(values["kernel"]),
        counts,
        is_drawn,
    ),
    Question("first", lambda values: math.prod(values["size"]), counts, is_single),
    Question("products", lambda values: costs(values)[0].cost.macs, counts, is_single),
    Question("late", late, counts, is_drawn),
    Question("full", lambda values: _weights(values).together, full),
    Question("whole", lambda values: _weights(values).whole, full, is_counted),
    Question("doubled", lambda values: _doubled(values).together, full, is_counted),
    Question("missed", missed, sizes, is_any),
)


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
