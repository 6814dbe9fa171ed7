"""A filter formed of three lines, term by term; and the nearest such filter to any other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from convlib.ops import Array, nearest_outer
from convlib.picture.marks import LARGE, Label
from convlib.picture.parts import NARROWEST, Layout, Panel, Tick, Window
from convlib.picture.scene import Scene
from convlib.staging.arrange import Column, Item, Row, Space
from convlib.staging.blocks import BlockCorner, PanelList, block_windows
from convlib.staging.flattened import Flattened, Place, depth_line, plane_volume, side_by_side
from convlib.staging.follow import Cells, Staged, follow
from convlib.staging.planes import corners_of
from convlib.staging.steps import Steps
from convlib.trace import Chain, Trace, conv_trace, difference_trace, product_trace
from convlib.trace.sums import settled

APART = 1.6  # between parts that stand beside each other without a sign
BESIDE, SAID = 0.6, 8.2  # from the lines to the words beside them, and the room of these


class _Product:
    """The panels of three lines and of what two of them, and then all of them, make."""

    def __init__(self, listed: PanelList, layer: Flattened, formed: Array, name: str) -> None:
        self.layer, self.formed = layer, formed
        (self.column,) = listed.add(*layer.lines("column")[0])
        (self.row,) = listed.add(*layer.lines("row")[0])
        plane = np.outer(layer.column, layer.row)
        (self.plane,) = listed.add(Panel("flat-plane", "kernel", "a", plane))
        self.depth = listed.add(*layer.lines("channel")[0])
        symbol = "w" if name == "flat-filter" else "s"
        self.planes = listed.add(*plane_volume(name, "kernel", symbol, formed))

    def follow(self, steps: Steps, by: str) -> None:
        """Column × row, and each number into the depth × that."""
        column, row, depth = self.layer.column, self.layer.row, self.layer.channel
        flat = product_trace(column[:, 0], row[0])
        follow(steps, Staged(flat, [self.column, self.plane], [self.row]), by=by)
        cube = product_trace(depth[0], flat.output)
        follow(steps, Staged(cube, [self.depth, self.planes], [self.plane]), by=by)

    def windows(self, later: int) -> Iterator[Window]:
        """Frames round the two numbers that are multiplied, and none in the later steps."""
        (rows, columns), depth = self.formed.shape[1:], range(len(self.depth))
        plane, cube = list(np.ndindex(rows, columns)), list(np.ndindex(*self.formed.shape))
        after: list[Place] = [None] * (len(cube) + later)
        yield _frame(self.column, [*((row, 0) for row, _ in plane), *after])
        yield _frame(self.row, [*((0, column) for _, column in plane), *after])
        before, rest = list[Place]([None] * len(plane)), list[Place]([None] * later)
        yield _frame(self.plane, [*before, *(at for _, *at in cube), *rest])  # type: ignore[list-item]
        for channel in depth:
            turns = ((0, 0) if at == channel else None for at, *_ in cube)
            yield _frame(self.depth[channel], [*before, *turns, *rest])

    def labels(self, plan: Layout) -> Iterator[Label]:
        """How many numbers the lines have, and how many they make, beside the line of the depth."""
        x, y = plan.places[self.depth[-1]]
        lines, sizes = self.layer.filters[0].shape, self.formed.size
        added, multiplied = (sign.join(map(str, lines)) for sign in (" + ", " · "))
        left = x + NARROWEST + BESIDE
        said = (f"{added} = {sum(lines)}", "flat-lines"), (f"{multiplied} = {sizes}", "flat-cube")
        for at, (number, key) in enumerate(said):
            yield Label(left, y + 0.5 + at, number, key, "kernel", size=LARGE, align="left")

    def items(self) -> tuple[Item, ...]:
        """The three lines, and what two of them make."""
        return self.column, "×", self.row, "=", self.plane, "×", depth_line(self.depth)


def _frame(panel: int, places: Sequence[Place]) -> Window:
    """A frame round one cell."""
    rows, columns = np.array([(-1, -1) if at is None else at for at in places]).T
    return Window(panel, 1, 1, rows, columns)


def outer_scene(layer: Flattened) -> Scene:
    """Column × row × depth = filter, number by number; then that filter slides over the input.

    Args:
        layer: What is staged: a single filter.

    Example:
        >>> line = np.array([[1, 2]])
        >>> scene = outer_scene(Flattened(np.ones((2, 2, 3), int), line, line.T, line))
        >>> len(scene), scene.output.tolist()
        (14, [[[27, 27]]])
    """
    listed, trace = PanelList(), conv_trace(layer.x, layer.filters)
    made = _Product(listed, layer, layer.filters[0], "flat-filter")
    sources = listed.add(*layer.sources())
    (output,) = listed.add(Panel("output", "output", "y", trace.output[0]))
    steps = Steps(listed.panels)
    made.follow(steps, "value")
    first = len(steps)
    follow(steps, Staged(trace, [sources, output], [made.planes]))
    planes, slides = side_by_side(made.planes), side_by_side(sources)
    said = Space(BESIDE + SAID)
    wide = Column(Row(Row(*made.items()), said, apart=0), Row(slides, "∗", planes, "=", output))
    tall = Column(
        Row(made.column, "×", made.row, "=", made.plane),
        Row(Row("×", depth_line(made.depth)), said, apart=0),
        Row("=", planes),
        slides,
        Row("=", output),
    )
    ticks = ("plane", 0), ("filter", made.layer.filters[0, 0].size), ("direct", first)
    scene = listed.scene(
        steps,
        ((wide,), (tall,)),
        windows=(
            *made.windows(len(steps) - first),
            *_blocks(trace, sources, first),
        ),
        ticks=tuple(Tick(step, f"flat-{key}", at) for at, (key, step) in enumerate(ticks)),
        results=(output,),
    )
    plans = {
        name: replace(plan, labels=tuple(made.labels(plan))) for name, plan in scene.layouts.items()
    }
    return replace(scene, layouts=plans)


def nearest(weights: Array) -> tuple[tuple[Array, Array, Array], Array, float]:
    """The lines whose outer product comes nearest to a filter, that product, and its distance.

    Where the filter splits, that is the filter itself, without rounding.
    """
    found = nearest_outer(weights)
    depth, column, row = found.lines
    return (depth, column, row), found.product if found.distance else weights, found.distance


def any_scene(x: Array, weights: Array) -> Scene:
    """A filter's nearest stand-in, what is left, and what each of the two makes of the input.

    Args:
        x: The input, ``(channels, rows, columns)``.
        weights: Any filter, ``(channels, rows, columns)``.

    Example:
        >>> weights = np.array([[[1, 2], [2, 4]], [[3, 6], [6, 12]]])
        >>> scene = any_scene(np.ones((2, 2, 2), int), weights)
        >>> [panel.values.item() for panel in scene.panels if panel.name == "rank-error"]
        [0.0]
    """
    (depth, column, row), stands, distance = nearest(weights)
    layer = Flattened(x, depth[None], column[:, None], row[None], given=False)
    chain = Chain(x)
    for weight in (weights, stands):
        chain = chain.then("conv", conv_trace, weight[None], reads=[0])
    chain = chain.then("difference", difference_trace, reads=[1, 2])
    true, near = (made[0] for made in chain.arrays[1:3])
    listed = PanelList()
    made = _Product(listed, layer, stands, "flat-stand-in")
    rest = listed.add(*plane_volume("flat-rest", "middle", "e", _less(weights, stands)))
    given = listed.add(*plane_volume("flat-any", "kernel", "w", weights, "weights"))
    share = 100 * distance / (float(np.linalg.norm(weights)) or 1.0)
    measures: dict[str, Any] = {"axes": 0, "note": " ", "scaled": False}
    errors = listed.add(
        Panel("rank-error", "middle", "e", np.array([[distance]]), **measures),
        Panel("rank-share", "middle", "%", np.array([[share]]), **measures),
    )
    sources = listed.add(*layer.sources())
    by_filter, difference, by_stand_in = listed.add(
        Panel("flat-by-filter", "output", "t", true),
        Panel("difference", "middle", "d", _less(true, near)),
        Panel("by-stand-in", "output", "y", near),
    )
    steps = Steps(listed.panels)
    made.follow(steps, "channel")
    formed = len(steps)
    both = difference_trace(np.concatenate([weights, stands]))
    follow(steps, Staged(both, [[*given, *made.planes], rest]), by="channel")
    compared = len(steps)
    arrays: list[Cells] = [sources, by_filter, by_stand_in, difference]
    follow(steps, Staged(chain, arrays, [given, made.planes]), order="through")
    kernels = [side_by_side(planes) for planes in (made.planes, rest, given)]
    results: tuple[Item, ...] = by_stand_in, "+", difference, "=", by_filter
    slim = Space(NARROWEST - 1)
    measured = Row(errors[0], slim, errors[1], apart=0)
    sums = Row(kernels[0], "+", kernels[1], "=", kernels[2])
    product = Row(*made.items())
    outputs = Row(side_by_side(sources), Row(*results), apart=APART)
    wide = (
        Column(Row(product, measured, apart=APART), sums, outputs),
        Column(Row(product, measured, apart=APART), *_narrow(kernels), outputs),
    )
    tall = Column(
        Row(made.column, "×", made.row, "=", made.plane),
        Row("×", depth_line(made.depth)),
        *_narrow(kernels),
        measured,
        side_by_side(sources),
        Row(*results),
    )
    ticks = ("stand-in", 0), ("rest", formed), ("compared", compared)
    trace = chain.stages[0].trace
    return listed.scene(
        steps,
        (wide, (tall,)),
        windows=tuple(_blocks(trace, sources, compared)),
        ticks=tuple(Tick(step, f"flat-{key}", at) for at, (key, step) in enumerate(ticks)),
        results=(by_stand_in,),
    )


def _narrow(kernels: list[Row]) -> tuple[Row, Row, Row]:
    """Stand-in + rest = filter, one below the other."""
    stands, rest, given = kernels
    return Row("=", stands), Row("+", rest), Row("=", given)


def _blocks(trace: Trace, sources: list[int], first: int) -> list[Any]:
    """The filter's block over all channels, from a step on."""
    corners: list[BlockCorner | None] = [(0, *corner) for corner in corners_of(trace.geometry)]
    size = trace.weight.shape[1:]
    return block_windows(sources, (size[0], size[1], size[2]), [*[None] * first, *corners])


def _less(one: Array, other: Array) -> Array:
    """A difference, 0 where only rounding is left."""
    return settled(one - other, np.abs(one) + np.abs(other))
