"""Three passes beside one, by one clock that counts products: who is done first, what is left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from convlib.picture.parts import Layout, Panel, Tick, Window
from convlib.picture.scene import Scene
from convlib.staging.arrange import (
    GAP,
    TIGHT,
    TITLE,
    Column,
    Item,
    Plan,
    Plot,
    Row,
    Space,
    outlines,
)
from convlib.staging.blocks import PanelList, block_windows
from convlib.staging.choose import layouts
from convlib.staging.flattened import Flattened, depth_line, plane_volume, side_by_side
from convlib.staging.flattened_counts import BESIDE, LONGEST, UP_TO, Ways
from convlib.staging.follow import Staged, beats, race
from convlib.staging.planes import corners_of
from convlib.staging.steps import Steps
from convlib.trace import Chain, conv_trace

BEFORE_COUNT = 0.5  # between a bar and its count
LANES = 0.35  # between the two ways


def race_scene(layer: Flattened) -> Scene:
    """The three passes beside the one of the whole filter, both on one input.

    A step is a row of the volumes between, or an output value, and as many products of the one
    pass; when the passes are done, a kernel's.

    Args:
        layer: What is staged: a single filter, across the channels first.

    Example:
        >>> line = np.array([[1, 2, 1]])
        >>> scene = race_scene(Flattened(np.ones((3, 5, 5), int), line, line.T, line))
        >>> len(scene), [tick.step for tick in scene.ticks]
        (28, [0, 5, 8, 17])
    """
    direct, chain = conv_trace(layer.x, layer.filters), layer.chain
    kernels = plane_volume("flat-filter", "kernel", "w", layer.filters[0])
    listed = PanelList()
    sources = listed.add(*layer.sources())
    planes = listed.add(*kernels)
    (whole,) = listed.add(Panel("output", "output", "z", direct.output[0]))
    lines, made = list[list[int]](), list[list[int]]()
    for at, name in enumerate(layer.order):
        lines.append(listed.add(*layer.lines(name)[0]))
        made.append(listed.add(*layer.volume(at)))
    rows = [array.shape[1:] for array in chain.arrays[1:]]
    # A row at a time, and of the output a value.
    at_once = [(width, stage) for stage in (0, 1) for width in [rows[stage][1]] * rows[stage][0]]
    at_once += [(1, 2)] * int(np.prod(rows[2]))
    kernel = int(np.prod(layer.filters.shape[2:]))
    taken = [values * chain.stages[stage].trace.weight[0].size for values, stage in at_once]
    ways = Ways(chain, direct, beats(taken, len(direct.src), kernel))
    counters = listed.add(*ways.counters())
    steps = Steps(listed.panels)
    passes = Staged(chain, [sources, *made], list(lines))
    one = Staged(direct, [sources, whole], [planes])
    race(steps, passes, one, [values for values, _ in at_once], kernel)
    done = len(at_once)
    starts = [0, rows[0][0], rows[0][0] + rows[1][0], done]
    ticks = [f"flat-{name}" for name in (*layer.order, "left")]
    plans = layouts(
        listed.panels, *_ways(listed.panels, sources, planes, whole, counters, lines, made)
    )
    return Scene(
        panels=tuple(listed.panels),
        layouts={
            name: replace(plan, labels=tuple(ways.labels(plan, counters)))
            for name, plan in plans.items()
        },
        windows=(
            *_passing(chain, sources, lines, made, len(steps)),
            *_standing(ways, sources),
        ),
        ticks=tuple(
            Tick(start, key, at)
            for at, (start, key) in enumerate(zip(starts, ticks, strict=True))
            if start < len(steps)
        ),
        abreast=np.arange(len(steps)) >= starts[2],
        curves=tuple(ways.bars()),
        results=tuple(made[-1]),
        **steps.columns(),
    )


def _passing(
    chain: Chain,
    sources: Sequence[int],
    lines: Sequence[Sequence[int]],
    made: Sequence[Sequence[int]],
    steps: int,
) -> list[Window]:
    """Where the passes stand: over a row's fibres, a row's columns, and what an output reads."""
    first, second, last = (array.shape[1:] for array in chain.arrays[1:])
    down, across = (chain.stages[at].trace.weight.size for at in (1, 2))
    cells = (
        [(row, 0) for row in range(first[0])],
        [(row, 0) for row in range(second[0])],
        list(np.ndindex(*last)),
    )
    stands, start = np.full((3, 2, steps), -1), 0
    for stand, places in zip(stands, cells, strict=True):
        stand[:, start : start + len(places)] = np.transpose(places)
        start += len(places)
    fibre, column, row = stands
    return [
        *(
            Window(at, 1, first[1], fibre[0], fibre[1], role="middle", joined=at != sources[-1])
            for at in sources
        ),
        Window(made[0][0], down, second[1], column[0], column[1], kernel=lines[1][0]),
        Window(made[1][0], 1, across, row[0], row[1], kernel=lines[2][0]),
    ]


def _standing(ways: Ways, sources: Sequence[int]) -> Iterator[Window]:
    """Where the one pass stands: several times where a step goes on to other outputs."""
    direct = ways.direct
    depth, down, across = direct.weight.shape[1:]
    counts = np.array([count for _, count in ways.beats])
    ends = np.cumsum(counts)
    first, last = (ends - counts) // direct.weight.size, (ends - 1) // direct.weight.size
    corners = corners_of(direct.geometry)
    for more in range(int((last - first).max()) + 1):
        there = [
            (0, *corners[at + more]) if count and at + more <= end else None
            for at, end, count in zip(first.tolist(), last.tolist(), counts.tolist(), strict=True)
        ]
        yield from block_windows(sources, (depth, down, across), there)


def _ways(
    panels: Sequence[Panel],
    sources: Sequence[int],
    planes: Sequence[int],
    whole: int,
    counters: Sequence[int],
    lines: Sequence[Sequence[int]],
    made: Sequence[Sequence[int]],
) -> tuple[list[Layout], list[Item]]:
    """The one pass above, from the input that both share; below it the three, with their counts."""
    counts = [
        Row(
            Plot(plot, LONGEST, 1), Row(counter, Space(BESIDE + UP_TO), apart=0), apart=BEFORE_COUNT
        )
        for plot, counter in enumerate(counters)
    ]
    direct = Row("∗", side_by_side(planes), "=", whole)
    depth = Row("∗", depth_line(lines[0]), "=", made[0][0])
    rest = Row("∗", lines[1][0], "=", made[1][0], "∗", lines[2][0], "=", made[2][0])

    def wide(gap: float) -> Layout:
        """With both bars from the same line on, as wide as the gaps may be."""
        plan = Plan(outlines(panels), gap)
        later = plan.measure(side_by_side(sources)).width - plan.measure(depth).width
        bars = [
            Row("", Space(max(room, 0)), count, apart=0)
            for room, count in zip((later, -later), counts, strict=True)
        ]
        # The title above the filter counts for the middle of what stands there, a volume's not.
        above = Row(side_by_side(sources), Column(direct, bars[1]), apart=0, drop=-TITLE / 2)
        below = Row(depth, Column(rest, bars[0]), apart=0, drop=-TITLE / 2)
        return plan.layout(Column(above, below, apart=LANES))

    slim = [Row("∗", line[0], "=", volume[0]) for line, volume in zip(lines, made, strict=True)][1:]
    tall: list[Item] = [
        Column(side_by_side(sources), direct, counts[1], depth, rest, counts[0]),
        Column(side_by_side(sources), direct, counts[1], depth, *slim, counts[0]),
        Column(
            Column(*sources),
            Row("∗", Column(*planes), "=", whole),
            counts[1],
            depth,
            *slim,
            counts[0],
        ),
    ]
    return [wide(gap) for gap in (GAP, TIGHT)], tall
