"""ShuffleNet's unit stage by stage: 1×1 in groups, shuffle, depthwise, 1×1 in groups, shortcut."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from convlib.ops import Array, channel_shuffle
from convlib.picture.marks import LARGE, Label
from convlib.picture.parts import Curve, Layout, Panel, Tick
from convlib.picture.scene import Scene
from convlib.staging.blocks import PanelList
from convlib.staging.follow import Staged, follow
from convlib.staging.grouped_fibre import coloured, weight_panels
from convlib.staging.lanes import Lanes
from convlib.staging.planes import plane_panels
from convlib.staging.steps import Steps
from convlib.staging.wires import wired, wires
from convlib.trace import Chain

APART, WIRES, HEAD, BANDS = 1.3, 3.0, 1.0, 1.0  # cells between columns, and above and below them
POOLED = 9  # cells of the window that averages
NARROW = 5  # columns in a phone's first band
SHUFFLED = 4  # the column behind the wires
BY = ("pixel", "channel", "channel", "value", "pixel", "value", "channel")
BY_JOINED = (*BY[:-2], "value", "channel", "channel")


@dataclass(frozen=True)
class Stack:
    """Panels above each other, as many in each lane.

    Attributes:
        head: What stands above them: a label's key.
        panels: From top to bottom.
        role: Of the label.
    """

    head: str
    panels: list[int]
    role: str = "ink"


def stage_unit(chain: Chain, given: Mapping[str, Array], groups: int) -> Scene:
    """The unit's stages from left to right, one after another.

    Args:
        chain: The unit at work.
        given: The lesson's arrays.
        groups: Of its 1×1 layers and of the shuffle.
    """
    chain = _weighed(chain)
    listed, stacks = PanelList(), list[Stack]()
    joined = chain.stages[-2].name == "concat"
    arrays, weights = _listed(listed, stacks, chain, given, groups)
    steps = Steps(listed.panels)
    follow(steps, Staged(chain, arrays, weights), by=BY_JOINED if joined else BY)
    starts = _starts(chain, BY_JOINED if joined else BY)
    names = [*(stage.name for stage in chain.stages[:-1]), "out"]
    laid = {
        "wide": _layout(listed.panels, [stacks], groups),
        "tall": _layout(listed.panels, [stacks[:NARROW], stacks[NARROW:]], groups),
    }
    curves = _wires(listed.panels, stacks, groups, len(chain.arrays[2]))
    return Scene(
        panels=tuple(listed.panels),
        layouts=laid,
        windows=(),
        ticks=tuple(
            Tick(start, f"unit-{name}", at)
            for at, (start, name) in enumerate(zip(starts, names, strict=True))
        ),
        curves=curves,
        results=tuple(arrays[-1]),
        **steps.columns(),
    )


def _weighed(chain: Chain) -> Chain:
    """The same with averages as sums of shares: the zeros of the padding, not drawn, count too."""
    stages = [
        replace(
            stage,
            trace=replace(
                stage.trace,
                rule="sum",
                gain=np.full(len(stage.trace.src), 1 / POOLED),
            ),
        )
        if stage.trace.rule == "mean"
        else stage
        for stage in chain.stages
    ]
    return replace(chain, stages=tuple(stages))


def _listed(
    listed: PanelList, stacks: list[Stack], chain: Chain, given: Mapping[str, Array], groups: int
) -> tuple[list[list[int]], list[list[int] | None]]:
    """Put all panels into a list, stack by stack: where arrays stand, and weights."""
    numbers = chain.arrays
    dealt = channel_shuffle(np.arange(len(numbers[3])), groups, axes=0).tolist()
    first = len(numbers[1]) // groups
    came = [at // first for at in dealt]

    def add(head: str, panels: Sequence[Panel], role: str = "ink") -> list[int]:
        bare = [replace(panel, titled=False, striped=False) for panel in panels]
        stacks.append(Stack(head, listed.add(*bare), role))
        return stacks[-1].panels

    def planes(name: str, role: str, symbol: str, at: int) -> list[Panel]:
        made = plane_panels(name, role, symbol, numbers[at], array="input" if not at else "")
        return coloured(made, groups, role)

    def moved(name: str, symbol: str, at: int) -> list[Panel]:
        made = plane_panels(name, "middle", symbol, numbers[at])
        return [replace(p, group=g, tint=name) for p, g in zip(made, came, strict=True)]

    source = add("unit-input", planes("channel", "input", "x", 0), "input")
    reduce = add("unit-1x1", weight_panels("w", "weights", given["weights"], groups), "kernel")
    sums = add("unit-sums", planes("unit-reduced", "middle", "a", 1))
    cut = add("unit-relu", planes("unit-cut", "middle", "b", 2))
    shuffled = add("unit-shuffle", moved("unit-shuffled", "s", 3))
    looks = plane_panels("kernel-of", "kernel", "k", given["spatial"], array="spatial")
    kernels = [replace(p, group=g, tint="spatial") for p, g in zip(looks, came, strict=True)]
    spatial = add("unit-3x3", kernels, "kernel")
    looked = add("unit-depthwise", moved("unit-looked", "d", 4))
    expand = add("unit-1x1", weight_panels("v", "last", given["last"], groups), "kernel")
    mixed = add("unit-sums", planes("unit-mixed", "middle", "e", 5))
    inner = [source, sums, cut, shuffled, looked, mixed]
    weights: list[list[int] | None] = [reduce, None, None, spatial, expand]
    if len(numbers) == len(inner) + 2:
        added = add("unit-add", planes("unit-added", "middle", "t", 6))
        out = add("unit-relu", planes("output-of", "output", "y", 7), "output")
        return [*inner, added, out], weights
    pooled = add("unit-pool", planes("unit-pooled", "middle", "p", 6))
    half = len(numbers[0])
    both_planes, ends_planes = (
        planes("unit-joined", "middle", "t", 7),
        planes("output-of", "output", "y", 8),
    )
    both = [*add("unit-pool-part", both_planes[:half]), *add("unit-own-part", both_planes[half:])]
    ends = [
        *add("unit-relu", ends_planes[:half], "output"),
        *add("unit-relu", ends_planes[half:], "output"),
    ]
    return [*inner, pooled, both, ends], weights


def _starts(chain: Chain, by: Sequence[str]) -> list[int]:
    """The step at which each stage begins."""
    counts = [
        len(stage.trace.output) if way == "channel" else stage.trace.output.size
        for stage, way in zip(chain.stages, by, strict=True)
    ]
    starts: list[int] = np.cumsum([0, *counts[:-1]]).tolist()
    return starts


def _lanes(panels: Sequence[Panel], stacks: Sequence[Stack], groups: int) -> Lanes:
    """Where the panels of all stacks stand, lane by lane."""
    columns = [(len(s.panels) // groups, panels[s.panels[0]].rows) for s in stacks]
    return Lanes(groups, tuple(columns))


def _layout(panels: Sequence[Panel], bands: Sequence[Sequence[Stack]], groups: int) -> Layout:
    """Stacks from left to right, in bands under each other."""
    lanes = _lanes(panels, [stack for band in bands for stack in band], groups)
    places, labels = dict[int, tuple[float, float]](), list[Label]()
    column, width, plot = 0, 0.0, (0.0, 0.0)
    for number, band in enumerate(bands):
        x, top = 0.0, HEAD + number * (lanes.height + HEAD + BANDS)
        for stack in band:
            if column == SHUFFLED:
                plot = x - APART, top
                x += WIRES - APART
            wide = panels[stack.panels[0]].columns
            labels.append(
                Label(x + wide / 2, top - HEAD / 2, key=stack.head, role=stack.role, size=LARGE)
            )
            for at, panel in enumerate(stack.panels):
                places[panel] = round(x, 6), round(top + lanes.place(column, at), 6)
            x, column = x + wide + APART, column + 1
        width = max(width, x - APART)
    return Layout(
        width=round(width + HEAD / 2, 6),  # the last head is wider than what stands under it
        height=round(len(bands) * (lanes.height + HEAD + BANDS) - BANDS, 6),
        places=tuple(places[at] for at in range(len(panels))),
        symbols=(),
        plots=((*plot, WIRES, lanes.height),),
        labels=tuple(labels),
    )


def _wires(
    panels: Sequence[Panel], stacks: Sequence[Stack], groups: int, channels: int
) -> tuple[Curve, ...]:
    """From each channel to where the shuffle puts it."""
    lanes = _lanes(panels, stacks, groups)
    dealt = channel_shuffle(np.arange(channels), groups, axes=0).tolist()
    each = channels // groups
    return tuple(
        curve
        for to, start in enumerate(dealt)
        for curve in wired(
            0,
            start // each,
            wires(
                WIRES - 0.4,
                [(lanes.middle(SHUFFLED - 1, start), lanes.middle(SHUFFLED, to))],
                0.2,
            ),
        )
    )
