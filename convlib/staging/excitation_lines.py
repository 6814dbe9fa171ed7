"""What is drawn of a squeeze-and-excitation block: the gains' bars, and wires to and from units."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from convlib.ops import Array
from convlib.picture.parts import Curve
from convlib.staging.bars import EDGE
from convlib.staging.excitation_layer import EXPAND, REDUCE, SIGMOID
from convlib.staging.excitation_places import BAR, Places
from convlib.staging.wires import at_steps, behind_each_other, level, wires

CLEAR = 0.1  # what wires leave free
BENDS = 9  # pieces of a wire: there are many

Wires = dict[tuple[int, int], Array]  # by channel and unit


def block_curves(places: Places) -> Iterator[Curve]:
    """The bars of the gains; and, where all channels stand in a row, wires and their axis.

    Args:
        places: Of that layout.
    """
    drawn, layer = places.drawn, places.drawn.layer
    plot, starts, steps = layer.channels, layer.starts, np.arange(layer.starts[-1])
    for at, gain in enumerate(layer.chain.arrays[-2].ravel().tolist()):
        yield Curve(at, "line", "thin", _upright(BAR))
        there = steps >= starts[SIGMOID] + at
        yield at_steps(there, at, "middle", "area", _upright(BAR * gain))
    boxes = list(places.plots())[: layer.channels]
    bottom = boxes[0][1] + BAR
    yield Curve(plot, "line", "thin", level(bottom, [(places.left, places.width)]))
    half = level(bottom - BAR / 2, [(x, x + 1) for x, *_ in boxes])
    yield Curve(plot, "line", "dashed", half)
    sides = (
        (REDUCE, _wires(places, drawn.reduce, drawn.arrays[2], down=True)),
        (EXPAND, _wires(places, drawn.expand, drawn.arrays[3], down=False)),
    )
    for stage, lines in sides:
        yield Curve(plot, "line", "thin", behind_each_other(list(lines.values())))
        for at in range(layer.counts[stage]):
            own = [line for key, line in lines.items() if key[stage == REDUCE] == at]
            there = steps == starts[stage] + at
            yield at_steps(there, plot, "middle", "line", behind_each_other(own))


def _wires(places: Places, weights: list[int], units: list[int], *, down: bool) -> Wires:
    """Per channel and unit the wire from the weight down to the unit, or from there to it."""
    found = Wires()
    for channel, unit in np.ndindex(len(weights), len(units)):
        (x, y), (left, top) = places.corners[weights[channel]], places.corners[units[unit]]
        ends = x + unit + 0.5, left + 0.5
        start, end = (y + 1, top) if down else (top + 1, y)
        over = ends if down else ends[::-1]
        line = wires(end - start - 2 * CLEAR, [over], start + CLEAR, bends=BENDS)[:, ::-1]
        found[channel, unit] = np.stack([line[:, 0].round(1), line[:, 1]], axis=1)
    return found


def _upright(high: float) -> Array:
    """The outline of a bar so high."""
    top = BAR - high
    corners = [(EDGE, top), (1 - EDGE, top), (1 - EDGE, BAR), (EDGE, BAR), (EDGE, top)]
    return np.array(corners).round(3)
