"""Small scenes with every rule and gain, and steps of several kinds; their numbers by hand."""

from __future__ import annotations

import numpy as np

from convlib.picture.parts import Panel, Window
from convlib.picture.scene import Scene
from convlib.staging.steps import Steps
from tests.staging.test_steps import scene_of

HIGH = 1 / (1 + np.exp(-2.0))  # the sigmoid of 2


def pooled() -> Scene:
    """In one step a sum of products, the largest and the mean of the same four numbers."""
    panels = [
        Panel("input", "input", "x", np.array([[3, -1, 5, 2]]), axes=1),
        Panel("kernel", "kernel", "w", np.array([[2, -1, 1, 0]]), axes=1),
        Panel("output", "output", "y", np.array([[12]]), axes=0),
        Panel("output", "output", "z", np.array([[5]]), axes=0),
        Panel("output", "output", "a", np.array([[2.25]]), axes=0),
    ]
    steps = Steps(panels)
    read = [steps.cell(0, 0, at) for at in range(4)]
    total, largest, mean = (steps.cell(panel) for panel in (2, 3, 4))
    terms = [(cell, steps.cell(1, 0, at), total) for at, cell in enumerate(read)]
    terms += [(cell, -1, out) for out in (largest, mean) for cell in read]
    steps.step(total, terms, {largest: "max", mean: "mean"})
    return scene_of(panels, steps, abreast=True)


def compared() -> Scene:
    """The largest of two products, of four numbers of which two are equal, and of negative ones."""
    panels = [
        Panel("input", "input", "x", np.array([[-2, 3, -7, 3]]), axes=1),
        Panel("kernel", "kernel", "w", np.array([[-4, 2]]), axes=1),
        Panel("output", "output", "y", np.array([[8, 3, -2]]), axes=1),
    ]
    steps = Steps(panels)
    first, second, third, fourth = (steps.cell(0, 0, at) for at in range(4))
    outs = [steps.cell(2, 0, at) for at in range(3)]
    weights = [steps.cell(1, 0, at) for at in (0, 1)]
    products = zip((first, second), weights, strict=True)
    steps.step(outs[0], [(cell, weight, outs[0]) for cell, weight in products], "max")
    steps.step(outs[1], [(cell, -1, outs[1]) for cell in (first, second, third, fourth)], "max")
    steps.step(outs[2], [(cell, -1, outs[2]) for cell in (third, first)], "max")
    return scene_of(panels, steps)


def squeezed() -> Scene:
    """Two channels: their means, cut off at 0, squashed, and each channel times its number."""
    planes = np.array([[[-4, 0]], [[1, 3]]])
    gains = np.array([[0.5, HIGH]])
    panels = [
        *(Panel("channel", "input", "x", plane, lead=(at,)) for at, plane in enumerate(planes)),
        Panel("map", "middle", "m", np.array([[-2.0, 2.0]]), axes=1),
        Panel("map", "middle", "r", np.array([[0.0, 2.0]]), axes=1),
        Panel("map", "middle", "g", gains, axes=1),
        Panel("output", "output", "y", planes[0] * gains[0, 0], lead=(0,)),
        Panel("output", "output", "y", planes[1] * gains[0, 1], lead=(1,)),
        Panel("output", "output", "z", planes[1:2, 0] * gains[0, 1], axes=1),
    ]
    steps = Steps(panels)
    for channel in (0, 1):
        out = steps.cell(2, 0, channel)
        steps.step(out, [(steps.cell(channel, 0, at), -1, out) for at in (0, 1)], "mean")
    for panel, rule in ((3, "relu"), (4, "sigmoid")):
        for channel in (0, 1):
            out = steps.cell(panel, 0, channel)
            steps.step(out, [(steps.cell(panel - 1, 0, channel), -1, out)], rule)
    for channel in (0, 1):
        outs = [steps.cell(5 + channel, 0, at) for at in (0, 1)]
        factor = steps.cell(4, 0, channel)
        terms = [(steps.cell(channel, 0, at), factor, outs[at]) for at in (0, 1)]
        steps.step(outs[0], terms, "scale")
    copies = [(steps.cell(6, 0, at), -1, steps.cell(7, 0, at)) for at in (0, 1)]
    steps.step(copies[0][2], copies, "copy")
    wires = np.arange(len(steps)) >= 6
    return scene_of(panels, steps, wires=wires, results=(5, 6))


def sampled() -> Scene:
    """Two points between cells, each with its weight; one point at the edge; gains alone."""
    panels = [
        Panel("input", "input", "x", np.array([[4, -8], [2, 16]])),
        Panel("kernel", "kernel", "w", np.array([[2, -3]]), axes=1),
        Panel("output", "output", "y", np.array([[-16.5, -30, 9, -3]]), axes=1),
    ]
    steps = Steps(panels)
    cells = [steps.cell(0, row, column) for row in (0, 1) for column in (0, 1)]
    one, other = steps.cell(1), steps.cell(1, 0, 1)
    outs = [steps.cell(2, 0, at) for at in range(4)]
    near = zip(cells, (0.375, 0.375, 0.125, 0.125), strict=True)
    point = [(cell, one, outs[0], gain) for cell, gain in near]
    regular = [(cells[2], other, outs[0], 1), (cells[0], other, outs[0], 0)]
    steps.step(outs[0], [*point, *regular, (cells[3], other, outs[0], 0.25)])
    negative = [(cells[0], one, outs[1], -0.25), (cells[3], one, outs[1], -1)]
    edge = [(cells[1], other, outs[1], 0.75), (cells[0], one, outs[1], -1)]
    steps.step(outs[1], [*negative, *edge, (cells[2], other, outs[1])])
    steps.step(outs[2], [(cells[3], -1, outs[2], 0.5), (cells[0], -1, outs[2], 0.25)])
    steps.step(outs[3], [(cells[2], -1, outs[3], -1), (cells[0], -1, outs[3], -0.25)])
    return scene_of(panels, steps)


def in_turn() -> Scene:
    """Two stamps that overlap; then a window slides over what they made; then all is joined."""
    panels = [
        Panel("input", "input", "x", np.array([[1, 2]]), axes=1),
        Panel("kernel", "kernel", "w", np.array([[1, 10]]), axes=1),
        Panel("map", "middle", "m", np.array([[1, 12, 20]]), axes=1),
        Panel("kernel", "kernel", "v", np.array([[1, -1]]), axes=1),
        Panel("map", "middle", "n", np.array([[-11, -8]]), axes=1),
        Panel("output", "output", "y", np.array([[-19]]), axes=0),
    ]
    steps = Steps(panels)
    for at in (0, 1):
        source = steps.cell(0, 0, at)
        terms = [(source, steps.cell(1, 0, k), steps.cell(2, 0, at + k)) for k in (0, 1)]
        steps.step(source, terms, scatter=True)
    for at in (0, 1):
        out = steps.cell(4, 0, at)
        terms = [(steps.cell(2, 0, at + k), steps.cell(3, 0, k), out) for k in (0, 1)]
        steps.step(out, terms)
    last = steps.cell(5)
    steps.step(last, [(steps.cell(4, 0, at), -1, last) for at in (0, 1)])
    there = np.array([0, 1, 0, 1, -1])
    on_map = np.where(there < 0, -1, 0)
    windows = (
        Window(2, 1, 2, np.where(np.arange(5) < 2, on_map, -1), there, kernel=1),
        Window(2, 1, 2, np.where(np.arange(5) < 2, -1, on_map), there, kernel=3),
    )
    wires = np.array([False] * 4 + [True])
    return scene_of(panels, steps, windows=windows, wires=wires, abreast=~wires)


def rewritten() -> Scene:
    """A cell on the way that is made anew for each output, and an input that is read by none."""
    panels = [
        Panel("input", "input", "x", np.array([[4, 4, 4, 9]]), axes=1),
        Panel("map", "middle", "m", np.array([[4]]), axes=0),
        Panel("output", "output", "y", np.array([[4, 4, 12]]), axes=1),
    ]
    steps = Steps(panels)
    between = steps.cell(1)
    for at in (0, 1):
        out = steps.cell(2, 0, at)
        steps.step(out, [(steps.cell(0, 0, at), -1, between), (between, -1, out)])
    last = steps.cell(2, 0, 2)
    steps.step(last, [(steps.cell(0, 0, 2), -1, last), (steps.cell(2), -1, last)])
    steps.step(last, [(cell, -1, last) for cell in (steps.cell(0, 0, 2), between, between)])
    return scene_of(panels, steps)


def continued() -> Scene:
    """A sum that takes two steps, beside two that take one each; then a last one by itself."""
    panels = [
        Panel("input", "input", "x", np.array([[1, 2, 3, 4]]), axes=1),
        Panel("kernel", "kernel", "w", np.array([[10, 1]]), axes=1),
        Panel("map", "middle", "m", np.array([[12, 34]]), axes=1),
        Panel("output", "output", "y", np.array([[46]]), axes=0),
        Panel("output", "output", "z", np.array([[80]]), axes=0),
    ]
    steps = Steps(panels)
    for at in (0, 1):
        made, total = steps.cell(2, 0, at), steps.cell(3)
        pairs = [(steps.cell(0, 0, 2 * at + k), steps.cell(1, 0, k)) for k in (0, 1)]
        terms = np.array([(*pair, out) for out in (made, total) for pair in pairs])
        steps.write([made], [4], terms, np.ones(4, int), goes_on=True)
    last = steps.cell(4)
    steps.step(last, [(steps.cell(2, 0, 1), -1, last), (steps.cell(3), -1, last)])
    return scene_of(panels, steps, abreast=True)


MAKERS = (pooled, compared, squeezed, sampled, in_turn, rewritten, continued)
