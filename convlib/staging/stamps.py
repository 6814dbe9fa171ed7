"""Stamps: each input value makes its own scaled copy of the kernel, which flies to its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from convlib.ops import Array, Geometry
from convlib.picture.parts import Layout, Panel, Tick, Window
from convlib.picture.scene import Scene
from convlib.staging.arrange import Column, Row, narrow
from convlib.staging.choose import layouts
from convlib.staging.follow import Staged, follow
from convlib.staging.planes import row_ticks
from convlib.staging.steps import Steps
from convlib.staging.upsampling import Options, canvas_kinds
from convlib.trace import conv_transpose_trace, product_trace

MOST_TICKS = 9  # stamps that the timeline names one by one
KERNEL, STAMP, OUTPUT = 1, 2, 3


def stage_stamps(x: Array, weight: Array, options: Options) -> Scene:
    """Two steps for each input value: it makes a stamp, and the stamp is added to the output.

    Args:
        x: Input, ``(rows, columns)``.
        weight: Kernel, ``(rows, columns)``.
        options: As ``conv_transpose`` takes them.

    Example:
        >>> scene = stage_stamps(np.array([[1, 2]]), np.array([[1, 10]]), {"stride": 1})
        >>> scene.output.tolist(), len(scene), scene.panels[2].values.tolist()
        ([[1, 12, 20]], 4, [[2, 20]])
    """
    scaled = product_trace(x.ravel(), weight)
    trace = conv_transpose_trace(x[None], weight[None, None], **options)
    (top, _), (left, _) = trace.geometry.padding
    panels = [
        Panel("input", "input", "x", x, array="input"),
        Panel("kernel", "kernel", "w", weight, array="weights"),
        Panel("stamp", "middle", "s", scaled.output[-1], anew=True),
        Panel("output", "output", "y", trace.canvas[0], (-top, -left), canvas_kinds(trace)),
    ]
    steps = Steps(panels)
    made = np.tile(steps.cells([STAMP]), x.size)
    follow(
        steps,
        Staged(scaled, [0, made], [KERNEL]),
        Staged(trace, [0, OUTPUT], [KERNEL]),
        by="input",
        turns=True,
        about=steps.cells([0]).repeat(2).tolist(),
    )
    rows, columns = places_of(trace.geometry, x.shape)
    down, across = trace.geometry.spans
    patch = Window(OUTPUT, down, across, rows.repeat(2), columns.repeat(2), kernel=KERNEL)
    makes, lands = Row(0, "×", 1, "=", 2), Row("→", 3)
    plans = layouts(
        panels,
        Row(0, "×", 1, "=", 2, "→", 3),
        (*narrow(0, Row("×", 1), Row("=", 2), lands), Column(makes, lands)),
    )
    return Scene(
        panels=tuple(panels),
        layouts={name: flown(plan, rows, columns) for name, plan in plans.items()},
        windows=(patch,),
        ticks=stamp_ticks(x.shape),
        **steps.columns(),
    )


def places_of(geometry: Geometry, shape: Sequence[int]) -> tuple[Array, Array]:
    """Where the stamps of an input stand on the canvas: their first rows, and first columns.

    Example:
        >>> trace = conv_transpose_trace([[[1, 2]]], [[[[1, 1]]]], stride=2)
        >>> [each.tolist() for each in places_of(trace.geometry, (1, 2))]
        [[0, 0], [0, 2]]
    """
    down, across = np.indices(shape).reshape(2, -1)
    return down * geometry.strides[0], across * geometry.strides[1]


def flown(plan: Layout, rows: Array, columns: Array) -> Layout:
    """A layout in which each stamp comes from the kernel, then flies to its landing and back."""
    (x, y), kernel, home = plan.places[OUTPUT], plan.places[KERNEL], plan.places[STAMP]
    landings = zip((x + columns).tolist(), (y + rows).tolist(), strict=True)
    routes = tuple(route for landing in landings for route in ((kernel,), (home, landing)))
    return replace(plan, flights={STAMP: (home,) * len(routes)}, routes={STAMP: routes})


def stamp_ticks(shape: Sequence[int]) -> tuple[Tick, ...]:
    """Where each stamp begins; where there are many, each row of them.

    Example:
        >>> [(tick.step, tick.number) for tick in stamp_ticks((1, 3))]
        [(0, 1), (2, 2), (4, 3)]
    """
    rows, columns = shape
    if rows * columns > MOST_TICKS:
        return row_ticks(shape, each=2)
    return tuple(Tick(2 * at, "stamp", at + 1) for at in range(rows * columns))
