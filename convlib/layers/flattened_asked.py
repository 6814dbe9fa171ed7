"""What the lesson on filters of three lines asks, and what the answers are worked out from."""

from __future__ import annotations

import math

import numpy as np

from convlib.layers import flattened
from convlib.layers.flattened_sizes import costs, passes_row
from convlib.lesson import Question, Values
from convlib.staging.flattened_outer import nearest
from convlib.staging.flattened_weights import Weights

COLUMN_FIRST = ("column", "channel", "row")


def is_drawn(values: Values) -> bool:
    """Whether the filter's numbers are on the stage."""
    return bool(values["view"] != "counted")


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
