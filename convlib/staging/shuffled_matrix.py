"""A shuffle as the permutation matrix that it is: a single 1 in each row and in each column."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from convlib.ops import Array
from convlib.picture.marks import LARGE, Label
from convlib.picture.parts import Layout, Panel, Tick, Window
from convlib.picture.scene import Scene
from convlib.staging.blocks import PanelList
from convlib.staging.follow import Staged, follow
from convlib.staging.shuffled_net import ShuffledNet, channel_rows
from convlib.staging.shuffled_places import NUMBER, WALL
from convlib.staging.steps import Steps
from convlib.trace import conv_trace

TITLE, HEAD = 0.75, 1.6  # above the matrix for what it is, and for the channels' numbers too
SIGN = 1.6  # the room of a sign
Corner = tuple[float, float]


def permutation(net: ShuffledNet) -> Array:
    """The matrix, ``(channels, channels)``: row by row which channel stands there.

    Example:
        >>> ones = np.ones((4, 2), int)
        >>> permutation(ShuffledNet(np.ones((4, 1)), ones, ones, 2)).argmax(axis=1).tolist()
        [0, 2, 1, 3]
    """
    rows: Array = np.eye(net.channels, dtype=int)[net.order]
    return rows


def stage_permutation(net: ShuffledNet) -> Scene:
    """The matrix times what the first layer made, row by row.

    Args:
        net: Whose shuffle it is.
    """
    made, matrix, listed = net.chain.arrays[1], permutation(net), PanelList()
    trace = conv_trace(made, matrix[..., None, None])
    groups = [net.group_of(at) for at in range(net.channels)]
    colours = [net.group_of(at) for at in net.order]
    rows = listed.add(*_rows(matrix, colours))
    sources = listed.add(*channel_rows(made[:, 0], ("map", "middle", "m"), groups))
    dealt = channel_rows(trace.output[:, 0], ("output-of", "output", "s"), colours)
    outputs = listed.add(*dealt)
    steps = Steps(listed.panels)
    follow(steps, Staged(trace, [sources, outputs], [rows]), by="channel")
    plan = _laid_out(net, (rows, sources, outputs))
    return Scene(
        panels=tuple(listed.panels),
        layouts={"wide": plan, "tall": plan},
        windows=tuple(_windows(net, rows, sources)),
        ticks=tuple(
            Tick(at * net.each, "shuffle-group", at) for at in range(net.channels // net.each)
        ),
        abreast=net.x.shape[1] > 1,
        results=tuple(outputs),
        **steps.columns(),
    )


def _rows(matrix: Array, groups: list[int]) -> list[Panel]:
    """The matrix row by row, each in the colour of the channel that it takes."""
    panels = channel_rows(matrix, ("permutation", "kernel", "p"), groups)
    return [replace(panel, axes=1) for panel in panels]


def _windows(net: ShuffledNet, rows: list[int], sources: list[int]) -> list[Window]:
    """Round the row that is at work, and round the channel that it takes."""
    found, size = list[Window](), net.channels
    for at, (row, channel) in enumerate(zip(rows, net.order, strict=True)):
        there = np.where(np.arange(size) == at, 0, -1)
        found.append(Window(row, 1, 1, there, np.where(there < 0, -1, channel)))
        found.append(Window(sources[channel], 1, net.x.shape[1], there, there))
    return found


def _laid_out(net: ShuffledNet, columns: tuple[list[int], list[int], list[int]]) -> Layout:
    """Matrix · channels = shuffled channels, their rows on the same lines."""
    size, cells = net.channels, int(net.x.shape[1])
    lefts = 0.0, size + SIGN, size + cells + 2 * SIGN + NUMBER
    places, labels = dict[int, Corner](), list[Label]()
    for at in range(size):
        y = HEAD + at + at // net.each * WALL
        middle, own, taken = round(y + 0.5, 6), net.group_of(at), net.order[at]
        for left, column in zip(lefts, columns, strict=True):
            places[column[at]] = round(left, 6), round(y, 6)
        above = round(lefts[0] + at + 0.5, 6)
        right = lefts[1] + cells + NUMBER, lefts[2] + cells + NUMBER
        labels += [
            Label(above, HEAD - NUMBER, at, group=own, size=LARGE),
            Label(round(right[0], 6), middle, at, group=own, size=LARGE),
            Label(round(right[1], 6), middle, taken, group=net.group_of(taken), size=LARGE),
        ]
    height = max(y for _, y in places.values()) + 1
    line = HEAD + (height - HEAD - NUMBER) / 2
    titles = zip(
        lefts,
        ("shuffle-matrix", "shuffle-m", "shuffle-s"),
        ("kernel", "middle", "output"),
        strict=True,
    )
    signs = ("·", lefts[1] - SIGN / 2), ("=", lefts[2] - SIGN / 2 + NUMBER / 2)
    labels += [Label(round(x, 6), round(line, 6), sign, size=LARGE) for sign, x in signs]
    labels += [
        Label(round(left, 6), TITLE / 2, key=key, role=role, size=LARGE, align="left")
        for left, key, role in titles
    ]
    return Layout(
        width=round(lefts[2] + cells + 2 * NUMBER + 1.2, 6),
        height=round(height, 6),
        places=tuple(places[panel] for panel in range(len(places))),
        symbols=(),
        labels=tuple(labels),
    )
