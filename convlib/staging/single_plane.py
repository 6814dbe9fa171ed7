"""From trace to scene: panels side by side as an equation, and what moves over them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from convlib.picture.parts import HOLE, Panel
from convlib.picture.scene import Scene
from convlib.shapes import effective_kernel
from convlib.staging.arrange import Row, narrow
from convlib.staging.choose import layouts
from convlib.staging.counting import counted
from convlib.staging.follow import Staged, follow
from convlib.staging.planes import corners_of, kinds_of, row_ticks, window_over
from convlib.staging.steps import Steps
from convlib.trace import Trace


def stage_plane(trace: Trace, *, holes: bool = False, counts: bool = False) -> Scene:
    """Stage a convolution of one channel by one filter: input ∗ kernel = output.

    Args:
        trace: Of a ``(1, H, W)`` input and a ``(1, 1, kH, kW)`` weight.
        holes: Whether a dilated kernel is drawn as wide as it spans, with holes between weights.
        counts: Whether the places of the window are counted along both axes.

    Returns:
        The scene; its panels are the padded input, the kernel and the output, in that order.

    Example:
        >>> from convlib.trace import conv_trace
        >>> scene = stage_plane(conv_trace(np.ones((1, 3, 3)), np.ones((1, 1, 2, 2))))
        >>> len(scene), [panel.name for panel in scene.panels]
        (4, ['input', 'kernel', 'output'])
    """
    source, output = trace.source[0], trace.output[0]
    (top, _), (left, _) = trace.geometry.padding
    x = Panel("input", "input", "x", source, (-top, -left), kinds_of(trace)[0], array="input")
    y, corners = Panel("output", "output", "y", output), corners_of(trace.geometry)
    if counts:
        x, y = counted(x, y, trace.geometry, corners)
    panels = x, _kernel(trace, trace.geometry.dilations if holes else (1, 1)), y
    steps = Steps(panels)
    follow(steps, Staged(trace, [0, 2], [1]))
    return Scene(
        panels=panels,
        layouts=layouts(panels, Row(0, "∗", 1, "=", 2), narrow(0, Row("∗", 1), Row("=", 2))),
        windows=(window_over(0, trace.geometry, corners, kernel=1),),
        ticks=row_ticks(output.shape),
        **steps.columns(),
    )


def _kernel(trace: Trace, spread: Sequence[int]) -> Panel:
    """The panel of the weights, with holes between them where they are spread."""
    weight, (down, across) = trace.weight[0, 0], spread
    rows, columns = map(effective_kernel, weight.shape, spread)
    values, kinds = np.zeros((rows, columns), weight.dtype), np.full((rows, columns), HOLE)
    values[::down, ::across], kinds[::down, ::across] = weight, 0
    if (down, across) == (1, 1):
        return Panel("kernel", "kernel", "w", weight, array="weights")
    rate = f"{down}" if down == across else f"{down} × {across}"
    note = f"{weight.shape[0]} × {weight.shape[1]}, d = {rate}"
    panel = Panel("kernel", "kernel", "w", values, kinds=kinds, array="weights", note=note)
    return replace(panel, every=(down, across))
