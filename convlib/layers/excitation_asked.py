"""What is asked about a squeeze-and-excitation block."""

from __future__ import annotations

import numpy as np

from convlib.layers import excitation
from convlib.layers.excitation_counts import costs, is_block
from convlib.lesson import Question, Values
from convlib.numerals import bracketed, exact
from convlib.ops import squeeze_excite
from convlib.staging.excitation_counts import Weights


def numbers(values: Values) -> dict[str, object]:
    """What the questions about the block on the stage speak of."""
    made, last = excitation.layer(values), values["channels"] - 1
    hidden = made.chain.arrays[3].ravel().tolist()
    terms = zip(hidden, made.expand[last].tolist(), strict=True)
    rows, columns = values["size"]
    return {
        "last": last,
        "channels": values["channels"],
        "reduction": values["reduction"],
        "narrow": made.units,
        "cells": rows * columns,
        "total": exact(float(made.x[last].sum())),
        "terms": " + ".join(f"{bracketed(exact(h))}·{bracketed(exact(w))}" for h, w in terms),
    }


def counted(values: Values) -> dict[str, object]:
    """What those about the block that is counted speak of."""
    made = Weights(*excitation.full(values))
    return {
        **{"channels": made.channels, "reduction": made.reduction, "narrow": made.narrow},
        **{"standard": f"{made.standard:,}", "together": f"{made.together:,}"},
    }


def average(values: Values) -> float:
    """Of the last channel."""
    return float(excitation.layer(values).chain.arrays[1][-1, 0, 0])


def score(values: Values) -> float:
    """Of the last channel, before the sigmoid."""
    return float(excitation.layer(values).chain.arrays[4][-1, 0, 0])


def changed(values: Values) -> int:
    """How many gains change when the numbers of channel 0 change their places."""
    made = excitation.layer(values)
    turned = made.x.copy()
    turned[0] = made.x[0, ::-1, ::-1]
    gains = [
        squeeze_excite(x, made.reduce.T, made.expand).sum(axis=(1, 2)) for x in (made.x, turned)
    ]
    return int(np.count_nonzero(~np.isclose(*gains)))


def is_counted(values: Values) -> bool:
    """Whether the block is only counted."""
    return not is_block(values)


QUESTIONS = (
    Question("average", average, numbers, is_block),
    Question("score", score, numbers, is_block),
    Question("weights", lambda values: costs(values)[0].cost.parameters, numbers, is_block),
    Question("places", changed, numbers, is_block),
    Question("zero", lambda _: float(squeeze_excite([[[1]]], [[1]], [[0]])[0, 0, 0])),
    Question("full", lambda values: costs(values)[0].cost.parameters, counted, is_counted),
    Question("times", lambda values: Weights(*excitation.full(values)).times, counted, is_counted),
)
